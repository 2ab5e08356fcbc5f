//! The broker's settings, those of its machine included. Not here: what obeys them.
//!
//! Invariant: the defaults are RocketMQ's, but for small segments and a small disk.

use crate::engine::limits::MAX_MESSAGE_SIZE;
use crate::engine::rules::Rules;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The broker's settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BrokerSettings {
    /// `fileReservedTime`; RocketMQ's default is 72 hours.
    pub reserved_ms: u64,
    /// Bytes of the next commit-log segment.
    pub segment_bytes: u64,
    /// Bytes of the disk.
    pub disk_bytes: u64,
    /// Hours (UTC) in which age deletes.
    pub delete_hours: Vec<u8>,
    /// `maxMessageSize`.
    pub max_message_bytes: u32,
    /// Entries of a consume-queue file.
    pub queue_file_entries: u32,
    /// `false`: the memory's share for messages is 0, so each counts as on disk (R-PULL-5, R-INIT-2).
    pub resident_by_ratio: bool,
    /// The machine's memory. A message further from the log's end than 40 % of it counts as on disk
    /// (R-PULL-5).
    pub memory_bytes: u64,
    /// How a 5.x broker finds out whether a queue's first message is in memory.
    pub residency: Residency,
    /// Segments that the page cache takes; 0: all of them.
    pub page_cache_segments: u32,
    /// How long it takes to read a segment that is not in it.
    pub cold_read_ms: u64,
    /// `coldDataFlowControlEnable` (R-PULL-10).
    pub cold_control: bool,
    /// Cold bytes that a group may read in 5 s (R-PULL-10).
    pub cold_group_bytes: u64,
    /// `useServerSideResetOffset`.
    pub server_side_reset: bool,
    /// Progress of a group without consumers goes after this; 0: never. Only `docs-5.0`.
    pub offset_expiry_ms: u64,
}

/// How it is found out whether a queue's first message is in memory (R-INIT-2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Residency {
    /// It always is: the broker runs on JDK 17, where its probe fails (section 14).
    #[default]
    Always,
    /// It is no further from the log's end than 40 % of the memory, as brokers before 5.1 reckon.
    ByEstimate,
    /// Its segment is in the page cache: the broker runs on a JDK where the probe works.
    ByPageCache,
}

impl BrokerSettings {
    /// RocketMQ's, but for small segments and a small disk, so that Min can be seen to move.
    pub fn new(rules: Rules) -> BrokerSettings {
        BrokerSettings {
            reserved_ms: 72 * 3_600_000,
            segment_bytes: 256 * 1024,
            disk_bytes: 64 * 1024 * 1024,
            delete_hours: (0..24).collect(),
            max_message_bytes: MAX_MESSAGE_SIZE,
            queue_file_entries: 300_000,
            resident_by_ratio: true,
            memory_bytes: 16 << 30,
            residency: Residency::default(),
            page_cache_segments: 0,
            cold_read_ms: 5,
            cold_control: false,
            cold_group_bytes: 3 << 20,
            server_side_reset: rules.server_side_reset_by_default(),
            offset_expiry_ms: 0,
        }
    }

    /// Bytes from the log's end within which a message counts as in memory (R-PULL-5, R-INIT-2).
    pub fn memory_share_bytes(&self) -> u64 {
        if self.resident_by_ratio { self.memory_bytes / 100 * 40 } else { 0 }
    }

    /// Entries of a consume-queue file.
    pub fn file_entries(&self) -> i64 {
        i64::from(self.queue_file_entries.max(1))
    }
}
