//! Every word of the page: for each area of it a struct here, and a folder for each language that fills them
//! all. Not here: numbers and times (`format`), and texts of scenarios and lessons.
//!
//! Invariant: a language is a `Text` and its `Reports`, so a word that is missing does not compile; whatever
//! depends on which languages there are is in this file.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod actors;
pub mod aside;
pub mod ask;
pub mod beside;
pub mod board;
pub mod common;
pub mod control;
pub mod en;
pub mod events;
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
pub mod terminal;
pub mod terms;
pub mod timeline;
pub mod top;
pub mod upgrade;
pub mod upgrade_rows;
pub mod way;
pub mod zh;

use crate::engine::Rejected;
use crate::engine::broker_version::ProfileOfBroker;
use crate::engine::event::Event;
use crate::engine::profile::Profile;
use crate::terminal::Note;
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
    /// All there are.
    pub const ALL: [Language; 2] = [Language::En, Language::Zh];

    /// The language that a tag such as `zh-CN` asks for; English for one that is not here.
    pub fn from_tag(tag: &str) -> Language {
        let asked = |language: &Language| {
            let key = language.text().key;
            tag.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key))
        };
        Language::ALL.into_iter().find(asked).unwrap_or_default()
    }

    /// Its words.
    pub fn text(self) -> &'static Text {
        match self {
            Language::En => &en::TEXT,
            Language::Zh => &zh::TEXT,
        }
    }

    /// The words of its reports.
    pub fn reports(self) -> &'static Reports {
        match self {
            Language::En => &en::REPORTS,
            Language::Zh => &zh::REPORTS,
        }
    }

    /// For the `lang` attribute.
    pub fn tag(self) -> &'static str {
        self.text().tag
    }

    /// The other one.
    pub fn other(self) -> Language {
        match self {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        }
    }
}

const _: () = assert!(rules::same_rules(&en::rules::RULES, &zh::rules::RULES), "a language lacks a rule");

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
    pub term: fn(Term) -> TermText,
    pub fate: fn(Fate) -> TermText,
    pub lag_way: fn(lags::LagWay) -> TermText,
    /// What each rule says.
    pub rules: &'static rules::Rules,
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

/// What a language's reports say. The page's own program makes none, so that it has none of these words.
pub struct Reports {
    pub upgrade: upgrade::Report,
    pub runbook: runbook::Words,
    pub history: history::Words,
    /// What a line of `mqadmin` did.
    pub note: fn(&Note) -> String,
    /// In front of Kafka's command.
    pub kafka: &'static str,
}
