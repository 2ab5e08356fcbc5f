//! The broker's rules. Not here: time that passes, actors, storage, anything of the browser.
//!
//! Invariant: everything is a function of the calls made; the only clock is the `now` that a caller hands in.

pub mod answer;
pub mod broadcasts;
pub mod broker;
pub mod broker_broadcast;
pub mod broker_delay;
pub mod broker_loss;
pub mod broker_pop;
pub mod broker_pull;
pub mod broker_reset;
pub mod broker_retention;
pub mod broker_retry;
pub mod broker_revive;
pub mod broker_settings;
pub mod broker_topics;
pub mod broker_wheel;
pub mod commit_log;
pub mod consume_queue;
pub mod consumer_offsets;
pub mod delay;
pub mod event;
pub mod ids;
pub mod imported;
pub mod index;
pub mod index_block;
pub mod lag;
pub mod limits;
pub mod order;
pub mod ordered_map;
pub mod origins;
pub mod packed;
pub mod page_cache;
pub mod pockets;
pub mod pop;
pub mod profile;
pub mod queue_locks;
pub mod rejected;
pub mod retention;
pub mod time_search;
pub mod wheel;

pub use broker::{Broker, BrokerSettings};
pub use event::{Event, EventSink, TimedEvent};
pub use ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset, VirtualTime};
pub use profile::Profile;
pub use rejected::Rejected;
