//! The words of dialogs and of what is opened: forms, reset, questions, recordings, lessons. Not here: the page's own.
//!
//! Invariant: as in the module above, a word that is missing does not compile.

use super::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// The forms.
pub struct Form {
    pub name: &'static str,
    pub new_topic: &'static str,
    pub queue_count: &'static str,
    pub queue_count_hint: &'static str,
    pub first_offset: &'static str,
    pub first_offset_hint: &'static str,
    pub new_producer: &'static str,
    pub change_producer: OfText,
    pub topic: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub keys_hint: &'static str,
    pub new_group: &'static str,
    pub start_from: &'static str,
    pub from_last: &'static str,
    pub from_first: &'static str,
    pub start_hint: [&'static str; 2],
    pub consumer_count: &'static str,
    pub new_consumer: OfText,
    pub change_consumer: OfText,
    pub processing_ms: &'static str,
    pub cached: &'static str,
    pub cached_hint: &'static str,
    pub send_title: &'static str,
    pub send: &'static str,
    pub key: &'static str,
    pub tag: &'static str,
    pub body: &'static str,
    pub optional: &'static str,
    /// from, to
    pub number_from_to: OfTwo,
    pub name_rule: &'static str,
    pub needs_topic: &'static str,
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
    pub before: &'static str,
    pub queues: &'static str,
    pub all_queues: &'static str,
    pub chosen: &'static str,
    pub offset_label: &'static str,
    pub offset_bad: &'static str,
    pub time_label: &'static str,
    pub time_bad: &'static str,
    pub time_notes: [&'static str; 2],
    pub columns: [&'static str; 8],
    pub about: OfText,
    pub is_min: &'static str,
    pub is_max: &'static str,
    pub no_offset: &'static str,
    pub replayed: OfText,
    pub skipped: OfText,
    pub purged: OfText,
    pub purged_about: OfText,
    pub unchanged: &'static str,
    pub joined: &'static str,
    pub end: &'static str,
    pub online: OfCount,
    pub in_hand: OfText,
    pub no_queue: &'static str,
    pub apply: OfCount,
    /// Beside the button while the target is refused.
    pub not_so: &'static str,
    /// remark, code
    pub refused: OfTwo,
    pub command: &'static str,
    pub command_notes: CommandNotes,
    /// group, queues
    pub done: fn(&str, u64) -> String,
}

/// What the real command does otherwise.
pub struct CommandNotes {
    pub zero: &'static str,
    pub first_at_or_after: &'static str,
    pub each_queue: &'static str,
}

/// Questions before something is lost.
pub struct Ask {
    pub delete_topic_what: fn(&str, u64) -> String,
    pub delete_group: OfText,
    pub delete_group_what: &'static str,
    pub delete_group_offsets: &'static str,
    pub delete_group_consumers: OfCount,
    pub remove_producer: OfText,
    pub remove_producer_what: &'static str,
    pub remove_offsets: OfTwo,
    pub remove_offsets_what: [&'static str; 2],
    pub rewind: &'static str,
    /// The same where nobody has been there yet.
    pub rewind_plan: &'static str,
    pub rewind_what: OfCount,
    pub rewind_do: &'static str,
}

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
    /// The title of a lab made of a broker's files.
    pub cluster: OfText,
    /// Before what stands there instead of a topic.
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
    pub fork_title: OfText,
}

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

/// Taking a lesson.
pub struct Lesson {
    pub title: &'static str,
    /// step, steps
    pub position: OfTwo,
    pub back: &'static str,
    pub next: &'static str,
    pub run: &'static str,
    pub hint: &'static str,
    pub leave: &'static str,
    pub finished: &'static str,
    pub locked: &'static str,
    pub your_guess: &'static str,
    pub actual: &'static str,
    pub right: &'static str,
    pub wrong: OfTwo,
    pub done: &'static str,
    pub not_done: &'static str,
}
