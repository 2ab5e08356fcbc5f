//! The broker's rules. Not here: time that passes, actors, storage, anything of the browser.
//!
//! [`broker`] has the calls, [`log`] what is stored, [`progress`] where groups are, [`waiting`] what is
//! outside the queues; beside them the words that all of these share: ids, events, answers, refusals,
//! profiles, limits.
//!
//! Invariant: everything is a function of the calls made; the only clock is the `now` that a caller hands in.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod answer;
pub mod broker;
pub mod broker_version;
pub mod dates;
pub mod event;
pub mod ids;
pub mod limits;
pub mod log;
pub mod order;
pub mod ordered_map;
pub mod profile;
pub mod profile_page;
pub mod profile_tools;
pub mod progress;
pub mod rejected;
pub mod rules;
pub mod waiting;

pub use crate::engine::broker::{Broker, BrokerSettings};
pub use crate::engine::event::{Event, EventSink, TimedEvent};
pub use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset, VirtualTime};
pub use crate::engine::profile::Profile;
pub use crate::engine::rejected::Rejected;
pub use crate::engine::rules::{Choice, Rules};
