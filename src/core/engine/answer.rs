//! What the broker answers to a client's or an administrator's call. Not here: how it comes to the answer.
//!
//! Invariant: the words and codes are RocketMQ's.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::engine::rejected::code;
use crate::engine::waiting::origins::Origin;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Which message of a time is meant (R-RST-2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// The first at or after the time.
    #[default]
    Lower,
    /// The last at or before the time.
    Upper,
}

/// The decision about a pull (R-PULL-2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PullStatus {
    /// Row 0: a reset was pending.
    OffsetReset,
    /// Row 1: the queue has never held a message.
    NoMessageInQueue,
    /// Row 2: below Min.
    OffsetTooSmall,
    /// Row 3: nothing new; a client's pull is held.
    OffsetOverflowOne,
    /// Row 4: above Max.
    OffsetOverflowBadly,
    /// Row 5: the consume-queue file of that offset is deleted.
    OffsetFoundNull,
    /// Row 6: nothing passed the tag filter.
    NoMatchedMessage,
    /// Row 7: the messages' segment is deleted.
    MessageWasRemoving,
    /// Row 8: here they are.
    Found,
}

impl PullStatus {
    /// RocketMQ's name for it.
    pub fn name(self) -> &'static str {
        match self {
            PullStatus::OffsetReset => "OFFSET_RESET",
            PullStatus::NoMessageInQueue => "NO_MESSAGE_IN_QUEUE",
            PullStatus::OffsetTooSmall => "OFFSET_TOO_SMALL",
            PullStatus::OffsetOverflowOne => "OFFSET_OVERFLOW_ONE",
            PullStatus::OffsetOverflowBadly => "OFFSET_OVERFLOW_BADLY",
            PullStatus::OffsetFoundNull => "OFFSET_FOUND_NULL",
            PullStatus::NoMatchedMessage => "NO_MATCHED_MESSAGE",
            PullStatus::MessageWasRemoving => "MESSAGE_WAS_REMOVING",
            PullStatus::Found => "FOUND",
        }
    }

    /// The response code for a pull that asked for `asked` (R-PULL-2, R-PULL-4).
    pub fn code(self, asked: QueueOffset) -> i32 {
        match self {
            PullStatus::Found => code::SUCCESS,
            PullStatus::NoMessageInQueue if asked.0 == 0 => code::PULL_NOT_FOUND,
            PullStatus::OffsetOverflowOne | PullStatus::OffsetFoundNull => code::PULL_NOT_FOUND,
            PullStatus::NoMatchedMessage | PullStatus::MessageWasRemoving => code::PULL_RETRY_IMMEDIATELY,
            PullStatus::NoMessageInQueue
            | PullStatus::OffsetReset
            | PullStatus::OffsetTooSmall
            | PullStatus::OffsetOverflowBadly => code::PULL_OFFSET_MOVED,
        }
    }
}

/// What a pull brought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PullAnswer {
    /// The decision.
    pub status: PullStatus,
    /// RocketMQ's response code for it.
    pub code: i32,
    /// Where the next pull continues.
    pub next: QueueOffset,
    /// The queue's Min.
    pub min: QueueOffset,
    /// The queue's Max.
    pub max: QueueOffset,
    /// Offsets of the messages delivered, ascending.
    pub offsets: Vec<QueueOffset>,
    /// Those of them that are deliveries of scheduled messages, retries or dead letters, with what they are
    /// of.
    pub copies: Vec<(QueueOffset, Origin)>,
}

/// A message that was popped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PoppedMessage {
    /// The topic that it was read from: the one asked for, or the group's retry topic of it.
    pub topic: Name,
    /// The queue that it was read from.
    pub queue: QueueId,
    /// Its offset there.
    pub offset: QueueOffset,
    /// What it is a copy of.
    pub origin: Option<Origin>,
}

/// What a pop brought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PopAnswer {
    /// RocketMQ's response code: 0, or 210 without messages.
    pub code: i32,
    /// Part of each message's handle.
    pub popped_at: EpochMs,
    /// They were popped in order; part of each handle too.
    pub order: bool,
    /// The messages.
    pub messages: Vec<PoppedMessage>,
}

/// A queue in `consumerProgress` (R-LAG-1).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StatsRow {
    /// Max.
    pub max: QueueOffset,
    /// The consumer offset; 0 where there is none.
    pub consumer: QueueOffset,
    /// The pull offset, never below the consumer offset.
    pub pull: QueueOffset,
    /// Store time of the message before the consumer offset; 0 where it can't be read.
    pub last_timestamp: EpochMs,
}
