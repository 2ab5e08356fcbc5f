//! The words of a recording. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};

/// Stepping through a recording.
pub struct Recording {
    pub title: &'static str,
    pub broker: OfText,
    /// agreeing, answers
    pub agree: OfTwo,
    pub skipped: OfText,
    pub asked: &'static str,
    pub broker_said: &'static str,
    pub lab_said: &'static str,
    pub agrees: &'static str,
    pub differs: &'static str,
    pub not_compared: &'static str,
    pub not_run: &'static str,
    pub next: &'static str,
    pub to_end: &'static str,
    pub leave: &'static str,
    pub position: OfTwo,
    pub difference_before: &'static str,
    pub difference_after: &'static str,
}
