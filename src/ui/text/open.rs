//! The words of what can be opened. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::OfText;

/// Opening another lab.
pub struct Open {
    pub title: &'static str,
    pub scenarios: &'static str,
    pub lessons: &'static str,
    pub recordings: &'static str,
    pub recordings_note: &'static str,
    /// Between an entry's title and its words.
    pub title_joint: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub pasted: &'static str,
    pub pasted_hint: &'static str,
    /// In place of a file's name.
    pub pasted_name: &'static str,
    /// The title of a lab made of a broker's files.
    pub cluster: OfText,
    /// Before what is offered instead of a topic.
    pub instead: &'static str,
    pub blank: &'static str,
    pub blank_note: &'static str,
    pub blank_title: &'static str,
    pub story: [&'static str; 2],
    pub start: [&'static str; 2],
    pub marked: [&'static str; 2],
    pub again: [&'static str; 2],
    pub new_group: [&'static str; 2],
    pub retention: [&'static str; 2],
    pub edge: [&'static str; 2],
    pub lesson_expired: [&'static str; 2],
    pub rec_offsets: [&'static str; 2],
    pub rec_expiry: [&'static str; 2],
    pub rec_commits: [&'static str; 2],
    pub rec_time: [&'static str; 2],
    pub replaces: &'static str,
    pub keeps: &'static str,
    pub problem: OfText,
    pub problem_keep: &'static str,
    pub unknown_format: &'static str,
    pub too_large: OfText,
    pub not_found: OfText,
    pub offline: OfText,
    /// A topic or a queue, as an embed's address names it.
    pub no_queue: OfText,
    pub fork_title: OfText,
    pub forked: &'static str,
}
