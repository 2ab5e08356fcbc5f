//! The page in English, an area a file. Not here: what there is to say, which the structs of
//! `text` tell.
//!
//! Invariant: short sentences, with RocketMQ's own words (docs/words.md).

pub mod actors;
pub mod aside;
pub mod ask;
pub mod beside;
pub mod board;
pub mod common;
pub mod control;
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
pub mod retention;
pub mod rules;
pub mod runbook;
pub mod stopped;
pub mod terminal;
pub mod terms;
pub mod timeline;
pub mod top;
pub mod upgrade;
pub mod way;

use crate::engine::Rejected;
use crate::ui::draw::format::TimeUnits;
use crate::ui::text::{Language, Reports, Text};
use alloc::string::String;

/// What the page says.
pub static TEXT: Text = Text {
    language: Language::En,
    tag: "en",
    key: "en",
    units: TimeUnits { ms: "ms", s: "s", min: "min", h: "h", d: "d" },
    event: events::event,
    remark: Rejected::remark,
    profile: profiles::words,
    term: terms::term,
    fate: fates::fate,
    lag_way: lags::lag_way,
    rules: &rules::RULES,
    standing: profiles::standing,
    common: common::WORDS,
    top: top::WORDS,
    stopped: stopped::WORDS,
    board: board::WORDS,
    actors: actors::WORDS,
    retention: retention::WORDS,
    aside: aside::WORDS,
    timeline: timeline::TIMELINE,
    log: timeline::LOG,
    take_away: timeline::TAKE_AWAY,
    beside: beside::WORDS,
    upgrade: upgrade::WORDS,
    control: control::WORDS,
    way: way::WORDS,
    message: message::WORDS,
    inspector: inspector::WORDS,
    lags: lags::WORDS,
    form: form::WORDS,
    reset: reset::WORDS,
    ask: ask::WORDS,
    open: open::WORDS,
    labs: labs::WORDS,
    recording: recording::WORDS,
    lesson: lesson::WORDS,
};

/// Its reports.
pub static REPORTS: Reports = Reports {
    upgrade: upgrade::REPORT,
    runbook: runbook::WORDS,
    history: history::WORDS,
    note: terminal::note,
    kafka: "Kafka: ",
};

/// A number with its noun, in English.
fn plural(count: u64, one: &str, many: &str) -> String {
    let number = crate::ui::draw::format::count(count);
    format!("{number}\u{a0}{}", if count == 1 { one } else { many })
}
