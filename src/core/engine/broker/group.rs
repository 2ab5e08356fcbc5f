//! What the broker knows of a consumer group besides its progress. Not here: its offsets
//! (`progress::consumer_offsets`), its protocol and retries (`waiting`), and what its clients do with these
//! settings (`sim::clients`).
//!
//! Invariant: the engine keeps these settings and decides nothing by them, but whether a pull is a
//! broadcasting client's (R-OFF-15).

use crate::engine::ids::EpochMs;
use serde::{Deserialize, Serialize};

/// A consumer group's settings.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Counts up over all groups ever created; its shape and colour on screen.
    pub ordinal: u32,
    /// Where its clients start without a saved offset; the engine only keeps it.
    pub consume_from: ConsumeFrom,
    /// How its clients share the queues; the engine only keeps it.
    pub allocate: Allocate,
    /// Every client takes every queue and keeps its own offsets (R-LB-4, R-OFF-14); the engine only keeps it.
    pub broadcasting: bool,
}

/// A client's `AllocateMessageQueueStrategy` (R-LB-2, R-LB-3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Allocate {
    /// `AllocateMessageQueueAveragely`, the default: contiguous runs.
    #[default]
    Averagely,
    /// `AllocateMessageQueueAveragelyByCircle`: in turn.
    ByCircle,
    /// `AllocateMessageQueueByMachineRoom`, with all queues in one room.
    ByMachineRoom,
    /// `AllocateMessageQueueConsistentHash`: ten places a client on a ring.
    ConsistentHash,
}

/// Where a group's clients start without a saved offset (R-INIT-3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsumeFrom {
    /// `CONSUME_FROM_LAST_OFFSET`, the default.
    #[default]
    LastOffset,
    /// `CONSUME_FROM_FIRST_OFFSET`.
    FirstOffset,
    /// `CONSUME_FROM_TIMESTAMP`, a time of the broker's clock.
    TimestampMs(EpochMs),
}
