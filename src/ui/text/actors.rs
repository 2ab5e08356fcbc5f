//! The words of the list of actors. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo};

/// The list of actors.
pub struct Actors {
    pub title: &'static str,
    pub producers: &'static str,
    pub groups: &'static str,
    pub broker: &'static str,
    pub no_producers: &'static str,
    pub no_groups: &'static str,
    pub lag: OfText,
    /// A lag, and the number of queues without an offset.
    pub lag_and_none: fn(&str, u64) -> String,
    pub per_second: OfText,
    /// size, number of keys as text
    pub keys: OfTwo,
    pub no_keys: OfText,
    pub consumers: OfCount,
    /// consumers, time for a message
    pub consumers_each: OfTwo,
    /// Between two things that are said of one.
    pub and: &'static str,
    pub paused: &'static str,
    pub caught_up: &'static str,
    pub stopped: &'static str,
    pub below_min: &'static str,
    pub not_started: &'static str,
    pub refused: OfText,
}
