//! One line of a recording, `offset-lab-trace/1` (`tests/conformance/FORMAT.md`). Not here: replaying it
//! (`recording`).
//!
//! Invariant: a field or an operation that the format does not know is an error of the file.

use crate::engine::answer::Boundary;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use alloc::string::String;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The first line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceHeader {
    /// `offset-lab-trace/1`.
    pub format: String,
    /// Subject.
    pub title: String,
    /// Version of the broker; it chooses the profile.
    pub broker: String,
    /// Commit-log segment size.
    pub segment_bytes: u64,
    /// A larger body is refused.
    pub max_message_bytes: u32,
    /// Entries of a consume-queue file.
    pub queue_file_entries: u32,
    /// Whether physical offsets must match.
    pub layout: Layout,
    /// `false`: messages count as on disk.
    pub resident_by_ratio: bool,
    /// Period of the consumer-offset flush.
    pub consumer_offset_flush_ms: u64,
    /// The broker's `useServerSideResetOffset`.
    pub server_side_reset: bool,
    /// The delay table.
    pub delay_levels: String,
}

/// How physical offsets are to be taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// They must match.
    Exact,
    /// The broker also wrote records whose sizes are not in the trace.
    Free,
}

/// An operation's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    CreateTopic,
    DeleteTopic,
    CreateGroup,
    DeleteGroup,
    Send,
    LogAdvanced,
    MinOffset,
    MaxOffset,
    SearchOffset,
    QueryOffset,
    Commit,
    Pull,
    ResetOffset,
    Connect,
    Disconnect,
    CloneOffset,
    ConsumeStats,
    Segments,
    ExpireSegments,
    CleanExpiredQueues,
    DeleteExpiredSegments,
    Disk,
    Restart,
    Pop,
    Ack,
    ChangeInvisible,
    SendBack,
}

/// A line after the first. An argument that is absent was not sent.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TraceLine {
    /// The broker's clock.
    pub at: EpochMs,
    /// The operation.
    pub op: Op,
    pub topic: Option<Name>,
    pub group: Option<Name>,
    pub source: Option<Name>,
    pub client: Option<Name>,
    /// -1 in a reset means all queues.
    pub queue: Option<i64>,
    pub queues: Option<u32>,
    pub id: Option<String>,
    pub body_bytes: Option<u32>,
    pub record_bytes: Option<u32>,
    pub tag: Option<String>,
    pub delay_level: Option<i32>,
    pub to: Option<PhysicalOffset>,
    pub timestamp: Option<EpochMs>,
    pub boundary: Option<Boundary>,
    pub set_zero_if_not_found: Option<bool>,
    pub offset: Option<QueueOffset>,
    pub max_messages: Option<u32>,
    pub subscription: Option<String>,
    pub commit: Option<QueueOffset>,
    pub force: Option<bool>,
    pub count: Option<u32>,
    /// How full the broker's disk was, to be read; and a disk that the log alone fills as far.
    pub used_percent: Option<u32>,
    pub disk_bytes: Option<u64>,
    pub kill: Option<bool>,
    pub remove_offsets: Option<bool>,
    pub invisible_ms: Option<u64>,
    pub init: Option<String>,
    pub order: Option<bool>,
    pub max_reconsume_times: Option<i32>,
    /// What the broker answered.
    #[serde(default)]
    pub expect: Map<String, Value>,
}

/// An argument that the operation must have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing(pub &'static str);

impl TraceLine {
    /// The topic.
    pub fn topic(&self) -> Result<Name, Missing> {
        self.topic.clone().ok_or(Missing("topic"))
    }

    /// The group.
    pub fn group(&self) -> Result<Name, Missing> {
        self.group.clone().ok_or(Missing("group"))
    }

    /// The delay level; 0: none.
    pub fn level(&self) -> u32 {
        self.delay_level.map_or(0, |level| level.max(0) as u32)
    }

    /// The queue's number.
    pub fn queue(&self) -> Result<QueueId, Missing> {
        self.queue.and_then(|queue| QueueId::try_from(queue).ok()).ok_or(Missing("queue, 0 or more"))
    }
}
