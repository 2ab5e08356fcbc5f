//! The words for the ways of counting a lag and for the health verdict, in both languages. Not here: their
//! numbers (`projection::lag`, `player::verdict`).
//!
//! Invariant: each way of counting names who counts so.

use crate::player::verdict::Watched;
use crate::ui::text::Language;
use crate::ui::text::terms::TermText;
use alloc::string::String;

/// A way of counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LagWay {
    Diff,
    ToolInFlight,
    Metric,
    Ready,
    MetricInFlight,
    Latency,
    Queueing,
    Readable,
    Estimate,
}

/// Sentences about them.
pub struct Lags {
    /// topic
    pub title: crate::ui::text::OfText,
    pub all_same: &'static str,
    /// messages
    pub phantom: crate::ui::text::OfText,
    /// queues
    pub negative: crate::ui::text::OfCount,
    /// queues
    pub without: crate::ui::text::OfCount,
    pub watch: &'static str,
    pub verdict: fn(Watched) -> &'static str,
    /// The rule that fired.
    pub verdict_rule: fn(Watched) -> &'static str,
    /// from, to, samples, lag before, lag after
    pub window: fn([&str; 5]) -> String,
    /// Of the pace of the lag.
    pub drain_unknown: &'static str,
    pub drain_empty: &'static str,
    pub drain_steady: &'static str,
    /// duration
    pub drains_in: crate::ui::text::OfText,
    /// messages a minute
    pub grows: crate::ui::text::OfText,
    /// No filter, so no estimate.
    pub exact: &'static str,
    /// tag, messages
    pub with_tag: crate::ui::text::OfTwo,
}

impl LagWay {
    /// The way in a language.
    pub fn text(self, language: Language) -> TermText {
        (language.text().lag_way)(self)
    }
}
