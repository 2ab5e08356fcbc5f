//! The words of long ways: running ahead, seeking far, reading the disk; in both languages. Not here: the
//! numbers' form (`ui::format`).
//!
//! Invariant: what waits says for what, and how it can be stopped.

use crate::ui::text::ChoiceWords;

/// How far a button runs ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ahead {
    TenSeconds,
    OneMinute,
    TenMinutes,
}

impl Ahead {
    /// In the order of the buttons.
    pub const ALL: [Ahead; 3] = [Ahead::TenSeconds, Ahead::OneMinute, Ahead::TenMinutes];
}

/// Long ways.
pub struct Way {
    /// to where, percent
    pub travel: crate::ui::text::OfTwo,
    /// The same for the lab under the other rules.
    pub beside: crate::ui::text::OfTwo,
    pub alone: &'static str,
    pub stop: &'static str,
    pub busy: &'static str,
    /// segment
    pub reading: crate::ui::text::OfText,
    /// reads, bytes
    pub read: crate::ui::text::OfTwo,
    /// what, in words
    pub failed: crate::ui::text::OfText,
    pub ahead: &'static str,
    /// On the button, and its name.
    pub ahead_by: fn(Ahead) -> &'static ChoiceWords,
}
