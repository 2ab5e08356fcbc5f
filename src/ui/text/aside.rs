//! The words for messages outside the queues and for what happened to a group's messages, in both languages.
//! Not here: the terms' own sentences (`terms`).
//!
//! Invariant: a sentence that says what a reset does not reach names its rule.

use crate::engine::event::Again;
use crate::ui::text::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// How much of the offsets the board shows.
pub struct LookWords {
    pub title: &'static str,
    pub whole: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub follow: &'static str,
    pub apart: &'static str,
    pub closer: &'static str,
    pub wider: &'static str,
    /// topic or queue
    pub axis: OfText,
    pub keys: &'static str,
}

/// Pockets, counts, and what a reset leaves alone.
pub struct Aside {
    pub title: &'static str,
    pub why: &'static str,
    /// topic
    pub scheduled: OfText,
    pub retrying: &'static str,
    pub ready: &'static str,
    pub dead: &'static str,
    /// topic
    pub hidden: OfText,
    /// moment, how long until then
    pub next_due: OfTwo,
    /// moment, how long until then
    pub next_visible: OfTwo,
    /// name of the topic in which they are
    pub lies_in: OfText,
    pub level: OfText,
    pub own_time: &'static str,
    pub unacked: &'static str,
    /// number of the try
    pub retry: OfText,
    /// place, offset, number of the try
    pub retry_of: fn(&str, &str, &str) -> String,
    pub more: OfText,
    /// What, whose, queue, offset, when, how.
    pub columns: [&'static str; 6],
    pub legend: &'static str,
    /// Label and sentence.
    pub legend_purged: (&'static str, &'static str),
    pub legend_stored: (&'static str, &'static str),
    pub legend_newest: (&'static str, &'static str),
    pub legend_fast: (&'static str, &'static str),
    /// Messages a second on average, and at most.
    pub arrived: &'static str,
    pub arrived_at: fn(&str, &str) -> String,
    pub look: LookWords,
    pub internal: &'static str,
    pub cold: &'static str,
    pub counts: &'static str,
    pub counts_none: &'static str,
    pub events: &'static str,
    pub again: fn(Again) -> &'static str,
    /// The preview of a reset.
    pub reset_scheduled: OfCount,
    pub reset_retrying: OfCount,
    pub reset_hidden: OfCount,
    pub reset_twice: &'static str,
}
