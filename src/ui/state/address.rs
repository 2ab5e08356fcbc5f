//! The page's place as its address: what is open of the lab, and back. Not here: the browser's history
//! (`visits`), and what else an address asks for (`embed::params`).
//!
//! Invariant: what is read is what was written; anything else in an address leaves the state as it is.

use crate::engine::ids::{Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::limits::NAME_BYTES_MAX;
use crate::ui::state::{Selection, Tab, UiState};
use crate::ui::text::timeline::Measure;
use alloc::string::{String, ToString};
use core::str::Split;

/// The values of `view`, `tab`, `chart` and `select` in an address; an empty one: as it is by itself.
pub fn written(state: &UiState) -> [String; 4] {
    let chart = match state.measure {
        Measure::Lag => "",
        Measure::LagTime => "time",
        Measure::Rates => "rates",
    };
    let tab = if state.tab == Tab::default() { "" } else { state.tab.id() };
    let view = if state.table { "table" } else { "" };
    [view.to_string(), tab.to_string(), chart.to_string(), words_of(&state.selection)]
}

/// Takes a part of an address into the state. `view` comes with the other options of the page.
pub fn read(state: &mut UiState, name: &str, value: &str) {
    match name {
        "tab" => state.tab = Tab::ALL.into_iter().find(|tab| tab.id() == value).unwrap_or(state.tab),
        "chart" if value == "time" => state.measure = Measure::LagTime,
        "chart" if value == "rates" => state.measure = Measure::Rates,
        "select" => state.selection = selection_of(value).unwrap_or_default(),
        _ => {}
    }
}

/// No name of RocketMQ's has a dot.
const JOINT: char = '.';

fn words_of(selection: &Selection) -> String {
    let number = |queue: &QueueId| Some(i64::from(*queue));
    let (kind, names, numbers) = match selection {
        Selection::Auto => return String::new(),
        Selection::Queue { topic, queue } => ("queue", [Some(topic), None], [number(queue), None]),
        Selection::Message { topic, queue, offset } => {
            ("message", [Some(topic), None], [number(queue), Some(offset.0)])
        }
        Selection::Group { group, on: None } => ("group", [Some(group), None], [None; 2]),
        Selection::Group { group, on: Some((topic, queue)) } => {
            ("group", [Some(group), Some(topic)], [number(queue), None])
        }
        Selection::Producer(producer) => ("producer", [Some(producer), None], [None; 2]),
        Selection::Segment(at) => ("segment", [None; 2], [Some(at.0), None]),
        Selection::Broker => ("broker", [None; 2], [None; 2]),
    };
    let mut text = kind.to_string();
    for name in names.into_iter().flatten() {
        text.push(JOINT);
        text.push_str(name);
    }
    for number in numbers.into_iter().flatten() {
        text.push(JOINT);
        text.push_str(&number.to_string());
    }
    text
}

fn selection_of(text: &str) -> Option<Selection> {
    let mut words = text.split(JOINT);
    let (kind, rest) = (words.next()?, &mut words);
    let selection = match kind {
        "queue" => Selection::Queue { topic: name(rest)?, queue: queue(rest)? },
        "message" => {
            let (topic, queue) = (name(rest)?, queue(rest)?);
            Selection::Message { topic, queue, offset: QueueOffset(number(rest)?) }
        }
        "group" => {
            let group = name(rest)?;
            let on = name(rest).map(|topic| Some((topic, queue(rest)?)));
            Selection::Group { group, on: on.unwrap_or_default() }
        }
        "producer" => Selection::Producer(name(rest)?),
        "segment" => Selection::Segment(PhysicalOffset(number(rest)?)),
        "broker" => Selection::Broker,
        _ => return None,
    };
    words.next().is_none().then_some(selection)
}

fn name(words: &mut Split<char>) -> Option<Name> {
    words.next().filter(|word| word.len() <= NAME_BYTES_MAX).map(Name::from)
}

fn number(words: &mut Split<char>) -> Option<i64> {
    words.next()?.parse().ok()
}

fn queue(words: &mut Split<char>) -> Option<QueueId> {
    number(words)?.try_into().ok()
}
