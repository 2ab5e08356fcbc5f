//! The words of the timeline and of the log, in both languages. Not here: events (`en_events`, `zh_events`).
//!
//! Invariant: a kind that lacks its word in a language does not compile.

use crate::player::{EventKind, MarkKind};
use crate::ui::text::{OfCount, OfText, OfTwo};

/// What the chart shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Measure {
    /// Messages that each group has not consumed.
    #[default]
    Lag,
    /// The age of the oldest of them.
    LagTime,
    /// Messages a second.
    Rates,
}

impl Measure {
    /// In the order of the switch.
    pub const ALL: [Measure; 3] = [Measure::Lag, Measure::LagTime, Measure::Rates];
}

/// A rate of the chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rate {
    Stored,
    HandedOut,
    Purged,
}

/// The timeline.
pub struct Timeline {
    pub scrub: &'static str,
    pub empty: &'static str,
    pub measure: &'static str,
    /// On the switch.
    pub measure_short: fn(Measure) -> &'static str,
    /// In full.
    pub measure_title: fn(Measure) -> &'static str,
    pub rate: fn(Rate) -> &'static str,
    /// title, time
    pub summary: OfTwo,
    /// whose, value
    pub of: OfTwo,
    pub colon: &'static str,
    pub and: &'static str,
    /// the furthest moment
    pub of_head: OfText,
    pub later: &'static str,
    pub mark: fn(MarkKind) -> &'static str,
    pub mark_list: &'static str,
    pub next_mark: &'static str,
    pub previous_mark: &'static str,
    pub no_mark: &'static str,
    pub more: OfCount,
    pub fork: &'static str,
    pub png: &'static str,
}

/// The log.
pub struct Log {
    pub empty: &'static str,
    pub go_to: OfText,
    pub times: OfCount,
    pub duplicate: &'static str,
    /// topic, queues
    pub min_moved: OfTwo,
    pub routine: OfCount,
    /// Lines of what comes after the moment shown.
    pub later: OfCount,
    pub filter: &'static str,
    pub clear: &'static str,
    pub no_match: &'static str,
    /// shown, all
    pub shown: OfTwo,
    pub by_kind: &'static str,
    pub by_group: &'static str,
    pub by_queue: &'static str,
    pub by_rule: &'static str,
    pub all_kinds: &'static str,
    pub all_groups: &'static str,
    pub all_queues: &'static str,
    pub all_rules: &'static str,
    pub kind: fn(EventKind) -> &'static str,
    pub copy_text: &'static str,
    pub copy_csv: &'static str,
}

/// What is taken away.
pub struct TakeAway {
    pub chart: [&'static str; 2],
    pub board: [&'static str; 2],
    pub log_text: [&'static str; 2],
    pub log_csv: [&'static str; 2],
    /// file
    pub saved: OfText,
    pub not_saved: &'static str,
    pub not_copied: &'static str,
    /// profile, time
    pub under: OfTwo,
}
