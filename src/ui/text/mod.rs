//! Every word of the page, as one struct per language. Not here: numbers and times (`format`), and texts of
//! scenarios and lessons.
//!
//! Invariant: a language is a value of `Text`, so a word that is missing does not compile.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod actors;
pub mod aside;
pub mod ask;
pub mod beside;
pub mod board;
pub mod common;
pub mod control;
pub mod events_en;
pub mod events_zh;
pub mod fates;
pub mod form;
pub mod history;
pub mod inspector;
pub mod labs;
pub mod lags;
pub mod lesson;
pub mod message;
pub mod open;
pub mod profiles;
pub mod recording;
pub mod reset;
pub mod reset_sentences;
pub mod retention;
pub mod rules;
pub mod runbook;
pub mod stopped;
pub mod stored;
pub mod terminal;
pub mod terms;
pub mod timeline;
pub mod top;
pub mod upgrade;
pub mod upgrade_rows;
pub mod way;

use crate::engine::Rejected;
use crate::engine::broker_version::ProfileOfBroker;
use crate::engine::event::Event;
use crate::engine::profile::Profile;
use crate::ui::draw::format::TimeUnits;
pub use crate::ui::text::fates::Fate;
pub use crate::ui::text::profiles::ProfileWords;
pub use crate::ui::text::rules::meaning;
pub use crate::ui::text::terms::{Term, TermText};
pub use crate::ui::text::timeline::{Log, TakeAway, Timeline};
use alloc::string::String;

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
            Language::En => &ENGLISH,
            Language::Zh => &CHINESE,
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

/// A sentence about a number.
pub type OfCount = fn(u64) -> String;
/// A sentence about a name or a number that is text already.
pub type OfText = fn(&str) -> String;
/// A sentence about two of them.
pub type OfTwo = fn(&str, &str) -> String;

/// What can be chosen, and a sentence about it.
pub struct ChoiceWords {
    pub name: &'static str,
    pub note: &'static str,
}

/// A language.
pub struct Text {
    pub language: Language,
    /// For the `lang` attribute.
    pub tag: &'static str,
    /// The key of texts in scenarios and lessons.
    pub key: &'static str,
    pub units: TimeUnits,
    /// An event in words.
    pub event: fn(&Event) -> String,
    pub remark: fn(&Rejected) -> String,
    /// What a profile is called, and what it does.
    pub profile: fn(Profile) -> &'static ProfileWords,
    /// Whose rules stand for a real broker, and why.
    pub standing: fn(ProfileOfBroker) -> String,
    pub common: common::Common,
    pub top: top::Top,
    pub stopped: stopped::Stopped,
    pub board: board::Board,
    pub actors: actors::Actors,
    pub retention: retention::Retention,
    pub aside: aside::Aside,
    pub timeline: Timeline,
    pub log: Log,
    pub take_away: TakeAway,
    pub beside: beside::Beside,
    pub upgrade: upgrade::Upgrade,
    pub control: control::Control,
    pub way: way::Way,
    pub message: message::MessageWords,
    pub inspector: inspector::Inspector,
    pub lags: lags::Lags,
    pub form: form::Form,
    pub reset: reset::Reset,
    pub ask: ask::Ask,
    pub open: open::Open,
    pub labs: labs::Labs,
    pub recording: recording::Recording,
    pub lesson: lesson::Lesson,
}

/// English.
static ENGLISH: Text = Text {
    language: Language::En,
    tag: "en",
    key: "en",
    units: TimeUnits { ms: "ms", s: "s", min: "min", h: "h", d: "d" },
    event: events_en::event,
    remark: Rejected::remark,
    profile: profiles::en,
    standing: profiles::standing_en,
    common: common::EN,
    top: top::EN,
    stopped: stopped::EN,
    board: board::EN,
    actors: actors::EN,
    retention: retention::EN,
    aside: aside::EN,
    timeline: timeline::TIMELINE_EN,
    log: timeline::LOG_EN,
    take_away: timeline::TAKE_AWAY_EN,
    beside: beside::EN,
    upgrade: upgrade::EN,
    control: control::EN,
    way: way::EN,
    message: message::EN,
    inspector: inspector::EN,
    lags: lags::EN,
    form: form::EN,
    reset: reset::EN,
    ask: ask::EN,
    open: open::EN,
    labs: labs::EN,
    recording: recording::EN,
    lesson: lesson::EN,
};

/// Simplified Chinese.
static CHINESE: Text = Text {
    language: Language::Zh,
    tag: "zh-CN",
    key: "zh",
    units: TimeUnits { ms: "毫秒", s: "秒", min: "分", h: "小时", d: "天" },
    event: events_zh::event,
    remark: events_zh::remark,
    profile: profiles::zh,
    standing: profiles::standing_zh,
    common: common::ZH,
    top: top::ZH,
    stopped: stopped::ZH,
    board: board::ZH,
    actors: actors::ZH,
    retention: retention::ZH,
    aside: aside::ZH,
    timeline: timeline::TIMELINE_ZH,
    log: timeline::LOG_ZH,
    take_away: timeline::TAKE_AWAY_ZH,
    beside: beside::ZH,
    upgrade: upgrade::ZH,
    control: control::ZH,
    way: way::ZH,
    message: message::ZH,
    inspector: inspector::ZH,
    lags: lags::ZH,
    form: form::ZH,
    reset: reset::ZH,
    ask: ask::ZH,
    open: open::ZH,
    labs: labs::ZH,
    recording: recording::ZH,
    lesson: lesson::ZH,
};

/// A number with its noun, in English.
fn plural(count: u64, one: &str, many: &str) -> String {
    let number = crate::ui::draw::format::count(count);
    format!("{number}\u{a0}{}", if count == 1 { one } else { many })
}

/// A number with its classifier, in Chinese.
fn of(number: u64, words: &str) -> String {
    format!("{}{words}", crate::ui::draw::format::count(number))
}
