//! Plain view data computed from a World. Not here: words, colours, sizes on a screen, and anything that
//! changes a World.
//!
//! Invariant: pure functions. Views, lesson goals and host pages read nothing else of a World.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod actors;
pub mod arrivals;
pub mod cold;
pub mod deliveries;
pub mod differences;
pub mod drain;
pub mod gone_consumers;
pub mod health;
pub mod history;
pub mod lag;
pub mod lag_time;
pub mod lanes;
pub mod message;
pub mod offset_files;
pub mod pockets;
pub mod reset_choice;
pub mod reset_preview;
pub mod retention;
pub mod runbook;
pub mod segment;
pub mod settings;
pub mod table;
pub mod time_search;
pub mod upgrade;

pub use crate::projection::actors::{Actors, ConsumerView, GroupView, ProducerView, actors};
pub use crate::projection::arrivals::{Arrivals, FastStretch, arrivals};
pub use crate::projection::cold::{ColdSpan, cold_spans};
pub use crate::projection::deliveries::{
    Counts, GroupDeliveries, QueueDeliveries, deliveries, deliveries_of,
};
pub use crate::projection::differences::{Difference, Fact, differences};
pub use crate::projection::drain::{Drain, drain};
pub use crate::projection::gone_consumers::{GoneConsumer, gone_consumers};
pub use crate::projection::lag::{LagAnswers, TagEstimate, lag_answers, tag_estimates};
pub use crate::projection::lanes::{LaneGroup, QueueLane, TopicBoard, boards, name_queues, queue_names};
pub use crate::projection::pockets::{
    GroupPocket, HiddenSpan, Pockets, TopicPocket, WaitingMessage, pockets,
};
pub use crate::projection::reset_preview::{PreviewRow, ResetPreview, WhyAbout, preview_reset, undo_target};
pub use crate::projection::retention::{BrokerView, SegmentView, broker_view};
pub use crate::projection::settings::{
    GroupSettings, MemorySettings, delay_levels_ms, failures_of, group_settings, memory_settings, threads_of,
};
