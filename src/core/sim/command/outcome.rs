//! What a command gives back, as plain data. Not here: what was asked (`command`), and how the answer was
//! found.
//!
//! Invariant: a refusal says that nothing changed.

use crate::engine::answer::{PopAnswer, PullAnswer, StatsRow};
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::rejected::Rejected;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a command answers. Commands without an answer of their own say `Done`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is done.
    Done,
    /// A message was stored.
    Sent { queue_offset: QueueOffset, physical_offset: PhysicalOffset },
    /// An offset.
    Offset(QueueOffset),
    /// The broker has no offset: code 22.
    NotFound,
    /// The commit was taken, or swallowed because a reset is pending (R-OFF-4).
    Committed { swallowed: bool },
    /// A pull's answer.
    Pulled(PullAnswer),
    /// A pop's answer.
    Popped(PopAnswer),
    /// A message is hidden again; this is part of its new handle.
    Hidden { popped_at_ms: EpochMs },
    /// The target of each queue, and the clients that were told (R-RST-11).
    Reset { targets: OrderedMap<QueueId, QueueOffset>, pushed_to: Vec<Name> },
    /// A row per `topic:queue`.
    Stats(OrderedMap<String, StatsRow>),
    /// Segments that hold a record, and the log's end.
    Segments { starts: Vec<PhysicalOffset>, end: PhysicalOffset },
    /// Min of every queue of every topic, and the first segment.
    Mins { first_segment: PhysicalOffset, mins: OrderedMap<String, QueueOffset> },
}

/// What a command gives back.
pub type Outcome = Result<Answer, Rejected>;
