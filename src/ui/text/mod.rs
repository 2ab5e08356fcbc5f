//! Every word of the page, as one struct per language. Not here: numbers and times (`format`), and texts of scenarios and lessons.
//!
//! Invariant: a language is a value of `Text`, so a word that is missing does not compile.

pub mod en;
pub mod en_events;
pub mod rules;
pub mod terms;
pub mod zh;
pub mod zh_events;

use super::format::TimeUnits;
use crate::engine::event::Event;
use alloc::string::String;
pub use rules::meaning;
pub use terms::{Term, TermText};

/// Which languages there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// The language that a tag such as `zh-CN` asks for.
    pub fn from_tag(tag: &str) -> Language {
        if tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh")) { Language::Zh } else { Language::En }
    }

    /// Its words.
    pub fn text(self) -> &'static Text {
        match self {
            Language::En => &en::TEXT,
            Language::Zh => &zh::TEXT,
        }
    }

    /// The other one.
    pub fn other(self) -> Language {
        match self {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        }
    }
}

/// A sentence about a number.
pub type OfCount = fn(u64) -> String;
/// A sentence about a name or a number that is text already.
pub type OfText = fn(&str) -> String;
/// A sentence about two of them.
pub type OfTwo = fn(&str, &str) -> String;

/// A language.
pub struct Text {
    pub language: Language,
    /// For the `lang` attribute.
    pub tag: &'static str,
    /// The key of texts in scenarios and lessons.
    pub key: &'static str,
    pub units: TimeUnits,
    pub common: Common,
    pub top: Top,
    pub board: Board,
    pub actors: Actors,
    pub inspector: Inspector,
    pub retention: Retention,
    pub timeline: Timeline,
    pub log: Log,
    pub form: Form,
    pub reset: Reset,
    pub ask: Ask,
    pub open: Open,
    pub recording: Recording,
    pub lesson: Lesson,
    /// An event in words.
    pub event: fn(&Event) -> String,
}

/// Words of more than one place.
pub struct Common {
    pub cancel: &'static str,
    pub close: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub remove: &'static str,
    pub delete: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,
    pub save: &'static str,
    pub undo: &'static str,
    pub unknown: &'static str,
    pub none: &'static str,
    pub queue: &'static str,
    pub queues: OfCount,
    pub copied: &'static str,
    /// remark, code
    pub refused: OfTwo,
}

/// The top bar and the transport.
pub struct Top {
    pub product: &'static str,
    pub language_name: &'static str,
    pub switch_language: &'static str,
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub transport: &'static str,
    pub restart: &'static str,
    pub back: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub step: &'static str,
    pub speed: &'static str,
    pub clock: &'static str,
    pub behind: &'static str,
    pub profile: &'static str,
    pub profile_names: [&'static str; 2],
    pub profile_short: [&'static str; 2],
    pub profile_notes: [&'static str; 2],
    pub profile_note: &'static str,
    pub open: &'static str,
    pub download: &'static str,
    pub download_scenario: &'static str,
    pub download_journal: &'static str,
    pub download_csv: &'static str,
    pub saved: &'static str,
    pub saving: &'static str,
    pub not_persisted: &'static str,
    pub not_asked: &'static str,
    pub forbidden: &'static str,
    pub read_only: &'static str,
    pub read_only_why: &'static str,
    pub failed: &'static str,
    pub saved_why: &'static str,
    pub whole_lab: &'static str,
    pub tab_queues: &'static str,
    pub tab_groups: &'static str,
    pub tab_lag: &'static str,
    pub tab_events: &'static str,
    pub past: OfCount,
    pub more: &'static str,
}

/// The queue board.
pub struct Board {
    pub title: &'static str,
    /// number of queues
    pub subtitle: OfCount,
    pub picture: &'static str,
    pub table: &'static str,
    pub view: &'static str,
    pub copy_csv: &'static str,
    pub new_topic: &'static str,
    pub send: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub purged_count: OfText,
    pub min: &'static str,
    pub max: &'static str,
    /// group, lag
    pub lags: OfTwo,
    pub caught_up: OfText,
    pub about_close: &'static str,
    pub pending: &'static str,
    pub lag: &'static str,
    pub group: &'static str,
    pub topic: &'static str,
    pub consumer_offset: &'static str,
    pub pull_offset: &'static str,
    pub owner: &'static str,
    pub purged_unread: &'static str,
    pub empty_queue: &'static str,
}

/// The list of actors.
pub struct Actors {
    pub title: &'static str,
    pub producers: &'static str,
    pub groups: &'static str,
    pub broker: &'static str,
    pub no_producers: &'static str,
    pub no_groups: &'static str,
    pub lag: OfText,
    pub per_second: OfText,
    /// size, number of keys as text
    pub keys: OfTwo,
    pub no_keys: OfText,
    pub consumers: OfCount,
    /// consumers, time for a message
    pub consumers_each: OfTwo,
    pub paused: &'static str,
    pub caught_up: &'static str,
    pub stopped: &'static str,
    pub below_min: &'static str,
    pub not_started: &'static str,
    pub refused: OfText,
}

/// The inspector.
pub struct Inspector {
    pub title: &'static str,
    pub nothing: &'static str,
    /// group, queue
    pub group_on: OfTwo,
    pub queues: &'static str,
    pub all: &'static str,
    pub lost: OfText,
    pub below_min: OfText,
    pub reset: &'static str,
    pub undo_reset: &'static str,
    pub resume_all: &'static str,
    pub pause_all: &'static str,
    pub add_consumer: &'static str,
    pub crash: &'static str,
    pub consumers: &'static str,
    pub no_consumers: &'static str,
    /// cached, processed
    pub consumer_work: OfTwo,
    pub owns: OfText,
    pub why: &'static str,
    /// max, consumer offset, lag
    pub lag_is: fn(&str, &str, &str) -> String,
    pub groups_here: &'static str,
    pub remove_offsets: &'static str,
    pub send_to: &'static str,
    pub sent: &'static str,
    pub refused: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub topic: &'static str,
    pub processing: &'static str,
}

/// The broker's disk.
pub struct Retention {
    pub title: &'static str,
    pub reserved: &'static str,
    pub segment: &'static str,
    pub disk: &'static str,
    pub used: &'static str,
    pub next_pass: &'static str,
    pub next_goes: OfText,
    pub next_goes_now: &'static str,
    pub nothing_goes: &'static str,
    pub disk_goes: &'static str,
    pub disk_full: &'static str,
    pub whole_segments: &'static str,
    pub edit: &'static str,
    pub delete_now: &'static str,
    pub segments: OfCount,
    /// used percent as text, segments
    pub strip: OfTwo,
    pub seconds: &'static str,
    pub kib: &'static str,
    pub kib_from_next: &'static str,
}

/// The chart.
pub struct Timeline {
    pub title: &'static str,
    pub scrub: &'static str,
    pub empty: &'static str,
    /// time
    pub summary: OfText,
    /// group, lag
    pub summary_group: OfTwo,
    pub marks: [&'static str; 6],
}

/// The log.
pub struct Log {
    pub title: &'static str,
    pub empty: &'static str,
    pub go_to: OfText,
    pub times: OfCount,
    /// topic, queues
    pub min_moved: OfTwo,
}

/// The forms.
pub struct Form {
    pub name: &'static str,
    pub new_topic: &'static str,
    pub change_topic: OfText,
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
    pub number: &'static str,
    pub name_rule: &'static str,
    pub needs_topic: &'static str,
    pub clock_rests: &'static str,
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
    pub delete_topic: OfText,
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
    pub rewind_what: OfCount,
    pub rewind_do: &'static str,
    pub fork: &'static str,
    pub profile: OfText,
}

/// Opening another lab.
pub struct Open {
    pub title: &'static str,
    pub scenarios: &'static str,
    pub lessons: &'static str,
    pub recordings: &'static str,
    pub recordings_note: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub drop_here: &'static str,
    pub blank: &'static str,
    pub blank_note: &'static str,
    pub blank_title: &'static str,
    pub story: [&'static str; 2],
    pub new_group: [&'static str; 2],
    pub retention: [&'static str; 2],
    pub edge: [&'static str; 2],
    pub lesson_expired: [&'static str; 2],
    pub rec_offsets: [&'static str; 2],
    pub rec_expiry: [&'static str; 2],
    pub rec_commits: [&'static str; 2],
    pub rec_time: [&'static str; 2],
    pub replaces: &'static str,
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
}

/// Taking a lesson.
pub struct Lesson {
    pub title: &'static str,
    /// step, steps
    pub position: OfTwo,
    pub back: &'static str,
    pub next: &'static str,
    pub run: &'static str,
    pub check: &'static str,
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
    pub place_hint: &'static str,
}
