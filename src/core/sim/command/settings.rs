//! Changes of settings as plain data: an absent field stays as it is. Not here: what they do
//! (`apply::settings`).
//!
//! Invariant: the JSON form is part of the format `offset-lab-journal/1`; it only ever grows.

use crate::engine::broker::Residency;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What decides over retention (R-RET-1 to R-RET-5).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetentionSettings {
    /// `fileReservedTime` in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserved_ms: Option<u64>,
    /// Bytes of a commit-log segment, from the next segment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment_bytes: Option<u64>,
    /// Bytes of the disk that the commit log is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk_bytes: Option<u64>,
    /// `deleteWhen`: the hours (UTC) in which age deletes, 0 to 23; all of them unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_hours: Option<Vec<u8>>,
}

/// The broker's other settings.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BrokerChange {
    /// `maxMessageSize`, bytes of a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_message_bytes: Option<u32>,
    /// Entries of one consume-queue file (R-CQ-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_file_entries: Option<u32>,
    /// `false`: every message but the last counts as on disk in pulls (R-PULL-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident_by_ratio: Option<bool>,
    /// The machine's memory: a message further from the log's end than 40 % of it counts as on disk
    /// (R-PULL-5, R-INIT-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_bytes: Option<u64>,
    /// How a broker from 5.1 on finds out whether a queue's first message is in memory (R-INIT-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residency: Option<Residency>,
    /// Segments that the page cache takes, 0 to 1024; 0: all (SD-18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_cache_segments: Option<u32>,
    /// How long it takes to read a segment that is not in the page cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_read_ms: Option<u64>,
    /// `coldDataFlowControlEnable` (R-PULL-10); brokers before 5.1 don't know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_control: Option<bool>,
    /// Cold bytes that a group may read in 5 s (R-PULL-10: 3 MiB).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_group_bytes: Option<u64>,
    /// `useServerSideResetOffset`; brokers before 5.1 don't know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_side_reset: Option<bool>,
    /// How long progress of a group without consumers is kept; 0: for ever. Only `docs-5.0` knows it (SD-10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_expiry_ms: Option<u64>,
    /// `messageDelayLevel`, such as `1s 5s 10s` (R-DLY-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_levels: Option<String>,
    /// `timerWheelEnable`: without it no POP and no messages with a set delivery time (R-POP-8, R-TMR-1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_wheel: Option<bool>,
    /// `timerRollWindowSlot` in ms: a message further ahead is parked again on its way (R-TMR-2: 2 days).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_roll_ms: Option<u64>,
}

/// How a consumer fails. Without any of it, it does not.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Failures {
    /// So many of a thousand messages fail, 0 to 1000, drawn from the consumer's own random stream.
    #[serde(default, skip_serializing_if = "crate::sim::command::is_default")]
    pub fail_permille: u32,
    /// These messages of its topic always fail, and each retry of them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poison: Vec<MessagePlace>,
    /// How long a queue of an orderly group rests after a failure: 1000 unless set, from 10 to 30 000
    /// (R-RTY-4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspend_ms: Option<u64>,
    /// `maxReconsumeTimes`: 16 unless set; in an orderly group without end unless set (R-RTY-2, R-RTY-4,
    /// T-23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_reconsume_times: Option<i32>,
}

/// A queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfQueue {
    /// Its topic.
    pub topic: Name,
    /// Its number there.
    pub queue: QueueId,
}

/// A message of the topic that a consumer is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessagePlace {
    /// Its queue.
    pub queue: QueueId,
    /// Its offset.
    pub offset: QueueOffset,
}

/// Periods, in milliseconds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TimerChange {
    /// A client saves its offsets (R-OFF-8: 5 000, the first time after twice that).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persist_ms: Option<u64>,
    /// A pull without messages is held (R-PULL-6: 15 000).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_ms: Option<u64>,
    /// A client looks for its share of the queues (R-LB-5: 20 000).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebalance_ms: Option<u64>,
    /// A client up to 5.1 whose pull was corrected waits (R-PULL-7: 10 000), and any that resets itself
    /// (R-RST-12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_ms: Option<u64>,
    /// The broker looks for segments to delete (R-RET-2: 10 000).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_pass_ms: Option<u64>,
    /// The broker saves consumer offsets (R-OFF-16: 5 000, the first time after twice that).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_flush_ms: Option<u64>,
}

/// A consumer's threads. Without any of it, it has one, which takes message after message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Threads {
    /// `consumeThreadMin`: 1 to 64; a real client has 20 (R-OFF-11).
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub count: u32,
    /// `consumeMessageBatchMaxSize`: messages of one batch, 1 to 1024. A batch is done as a whole.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub batch_max: u32,
    /// These messages of its topic take longer, or less long, than the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slow: Vec<SlowMessage>,
}

impl Default for Threads {
    fn default() -> Self {
        Threads { count: 1, batch_max: 1, slow: Vec::new() }
    }
}

fn one() -> u32 {
    1
}

fn is_one(value: &u32) -> bool {
    *value == 1
}

/// A message that takes a time of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlowMessage {
    /// Its queue.
    pub queue: QueueId,
    /// Its offset.
    pub offset: QueueOffset,
    /// Microseconds that it takes.
    pub processing_us: u64,
}
