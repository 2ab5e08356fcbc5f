//! Every word of the page, as one struct per language. Not here: numbers and times (`format`), and texts of scenarios and lessons.
//!
//! Invariant: a language is a value of `Text`, so a word that is missing does not compile.

pub mod aside;
pub mod beside;
pub mod control;
pub mod dialogs;
pub mod en;
pub mod en_events;
pub mod en_late;
pub mod en_open;
pub mod fates;
pub mod labs;
pub mod lags;
pub mod message;
pub mod rules;
pub mod stored;
pub mod terms;
pub mod timeline;
pub mod way;
pub mod zh;
pub mod zh_events;
pub mod zh_late;
pub mod zh_open;

use super::format::TimeUnits;
use crate::engine::event::Event;
use crate::storage::{Note, StoreError};
use alloc::string::String;
pub use dialogs::{Ask, CommandNotes, Form, Lesson, Open, Recording, Reset};
pub use fates::Fate;
pub use rules::meaning;
pub use terms::{Term, TermText};
pub use timeline::{Log, TakeAway, Timeline};

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
        if tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("zh")) {
            Language::Zh
        } else {
            Language::En
        }
    }

    /// Its words.
    pub fn text(self) -> &'static Text {
        match self {
            Language::En => &en::TEXT,
            Language::Zh => chinese(),
        }
    }

    /// For the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh-CN",
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

#[cfg(not(feature = "split"))]
fn chinese() -> &'static Text {
    &zh::TEXT
}

/// Whoever chooses the language has the late part fetched before.
#[cfg(feature = "split")]
fn chinese() -> &'static Text {
    super::late::here().map_or(&en::TEXT, |late| late.chinese)
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
    pub retention: Retention,
}

/// The words that only the page's late part uses. Where a `Text` is, they are its own: `text.form.title`.
pub struct LateText {
    pub aside: aside::Aside,
    pub timeline: Timeline,
    pub log: Log,
    pub take_away: TakeAway,
    /// An event in words.
    pub event: fn(&Event) -> String,
    pub beside: beside::Beside,
    pub control: control::Control,
    pub way: way::Way,
    pub message: message::MessageWords,
    pub inspector: Inspector,
    pub lags: lags::Lags,
    pub form: Form,
    pub reset: Reset,
    pub ask: Ask,
    pub open: Open,
    pub labs: labs::Labs,
    pub recording: Recording,
    pub lesson: Lesson,
}

impl core::ops::Deref for Text {
    type Target = LateText;

    fn deref(&self) -> &LateText {
        late_words(self.language)
    }
}

#[cfg(not(feature = "split"))]
fn late_words(language: Language) -> &'static LateText {
    late_words_of(language)
}

#[cfg(feature = "split")]
fn late_words(language: Language) -> &'static LateText {
    let late = super::late::here().expect("only the late part says these words");
    (late.words)(language)
}

/// The late words of a language.
pub fn late_words_of(language: Language) -> &'static LateText {
    match language {
        Language::En => &en_late::LATE,
        Language::Zh => &zh_late::LATE,
    }
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
    pub undo: &'static str,
    pub unknown: &'static str,
    pub none: &'static str,
    pub queue: &'static str,
    pub queues: OfCount,
    pub copied: &'static str,
    pub not_fetched: &'static str,
    pub fork: &'static str,
    pub details: &'static str,
    pub change_topic: OfText,
    pub delete_topic: OfText,
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
    pub profile_names: [&'static str; 5],
    pub profile_short: [&'static str; 5],
    pub profile_notes: [&'static str; 5],
    pub profile_note: &'static str,
    pub labs: &'static str,
    pub open: &'static str,
    pub download: &'static str,
    pub saved: &'static str,
    pub saving: &'static str,
    pub not_persisted: &'static str,
    pub not_asked: &'static str,
    pub forbidden: &'static str,
    pub read_only: &'static str,
    pub read_only_why: &'static str,
    pub failed: &'static str,
    /// Why a store did not do what it was asked.
    pub store_error: fn(&StoreError) -> String,
    /// What a lab lacked when it was opened.
    pub stored_note: fn(&Note) -> String,
    pub saved_why: &'static str,
    pub whole_lab: &'static str,
    pub tab_queues: &'static str,
    pub tab_groups: &'static str,
    pub tab_lag: &'static str,
    pub tab_events: &'static str,
    pub timeline: &'static str,
    pub log: &'static str,
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
    pub others: &'static str,
    pub pending: &'static str,
    pub group: &'static str,
    pub owner: &'static str,
    pub purged_unread: &'static str,
    pub newest: &'static str,
    /// messages that a group has popped
    pub hidden: OfText,
    pub zoom: &'static str,
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
    pub nothing: &'static str,
    pub queues: &'static str,
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
    pub delete_group: &'static str,
    pub send_to: &'static str,
    pub sent: &'static str,
    pub refused: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub topic: &'static str,
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
