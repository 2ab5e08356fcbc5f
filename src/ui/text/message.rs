//! The words about one message, in both languages. Not here: those of its queue (`en_late`, `zh_late`).
//!
//! Invariant: whoever has not consumed a message is told what that follows from.

use crate::projection::message::NoMessage;
use crate::ui::text::OfText;
use alloc::string::String;

/// A message.
pub struct MessageWords {
    pub kind: &'static str,
    /// Leads from a queue to its last message.
    pub look: &'static str,
    pub at: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub stored: &'static str,
    pub log_offset: &'static str,
    pub record: &'static str,
    pub segment: &'static str,
    /// the byte of the log with which it begins
    pub segment_is: OfText,
    /// the moment
    pub goes: OfText,
    pub written: &'static str,
    pub memory: &'static str,
    pub segment_look: &'static str,
    pub segment_kind: &'static str,
    pub segment_gone: &'static str,
    pub segment_earlier: &'static str,
    pub segment_later: &'static str,
    /// Messages of it that are not consumed, by group.
    pub segment_open: &'static str,
    /// Offsets in it, by queue.
    pub segment_holds: &'static str,
    pub last_write: &'static str,
    pub from_memory: &'static str,
    pub from_disk: &'static str,
    pub key: &'static str,
    pub tag: &'static str,
    pub body: &'static str,
    pub none: fn(NoMessage) -> &'static str,
    pub reading: &'static str,
    pub read: &'static str,
    pub not_stored: &'static str,
    pub consumed: &'static str,
    pub in_flight: &'static str,
    /// how many come before it
    pub waits: fn(&str) -> String,
    pub next: &'static str,
    /// To its queue.
    pub back: &'static str,
}
