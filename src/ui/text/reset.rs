//! The words of the reset dialog. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::projection::WhyAbout;
use crate::ui::text::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// A column of the preview.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreviewColumn {
    Queue,
    Current,
    Target,
    Delta,
    Replayed,
    Skipped,
    Purged,
    LagAfter,
}

impl PreviewColumn {
    /// From left to right.
    pub const ALL: [PreviewColumn; 8] = [
        PreviewColumn::Queue,
        PreviewColumn::Current,
        PreviewColumn::Target,
        PreviewColumn::Delta,
        PreviewColumn::Replayed,
        PreviewColumn::Skipped,
        PreviewColumn::Purged,
        PreviewColumn::LagAfter,
    ];
}

/// The reset dialog.
pub struct Reset {
    /// group, topic
    pub title: OfTwo,
    pub undo_title: OfTwo,
    pub nothing_yet: &'static str,
    pub target: &'static str,
    pub earliest: &'static str,
    pub latest: &'static str,
    pub offset: &'static str,
    pub time: &'static str,
    pub shift: &'static str,
    pub shift_label: &'static str,
    pub shift_bad: &'static str,
    pub like: &'static str,
    pub like_label: &'static str,
    pub like_bad: &'static str,
    pub csv: &'static str,
    pub csv_label: &'static str,
    pub csv_bad: &'static str,
    pub topic: &'static str,
    pub search: &'static str,
    pub kafka: &'static str,
    pub before: &'static str,
    pub queues: &'static str,
    pub all_queues: &'static str,
    pub chosen: &'static str,
    pub offset_label: &'static str,
    pub offset_bad: &'static str,
    pub time_label: &'static str,
    pub time_bad: &'static str,
    /// date, time on the lab's clock
    pub lands: OfTwo,
    /// date
    pub lands_before: OfText,
    /// date, time on the lab's clock
    pub lands_later: OfTwo,
    pub column: fn(PreviewColumn) -> &'static str,
    pub about: OfText,
    pub is_min: &'static str,
    pub is_max: &'static str,
    pub no_offset: &'static str,
    pub replayed: OfText,
    pub skipped: OfText,
    pub purged: OfText,
    pub about_because: fn(WhyAbout) -> &'static str,
    pub unchanged: &'static str,
    pub joined: &'static str,
    pub end: &'static str,
    pub online: OfCount,
    pub in_hand: OfText,
    pub no_queue: &'static str,
    pub apply: OfCount,
    /// The same for a reset that takes another one back.
    pub apply_undo: OfCount,
    /// queue, its offset before, Min
    pub not_back: fn(&str, &str, &str) -> String,
    /// Beside the button while the target is refused.
    pub not_so: &'static str,
    /// remark, code
    pub refused: OfTwo,
    /// Whose store times nobody knows.
    pub no_times: OfText,
    /// The two offsets between which the target is.
    pub between: OfTwo,
    pub command: &'static str,
    pub way_back: &'static str,
    pub command_notes: CommandNotes,
    /// group, queues
    pub done: fn(&str, u64) -> String,
}

/// What the real command does otherwise.
pub struct CommandNotes {
    pub zero: &'static str,
    pub first_at_or_after: &'static str,
    pub each_queue: &'static str,
    pub whole_topic_only: &'static str,
    pub now_is_last: &'static str,
    pub only_to_last: &'static str,
    pub clones_max: &'static str,
}
