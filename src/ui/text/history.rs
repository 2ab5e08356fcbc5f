//! A group's history and the search for a time, as tables for the page and as CSV. Not here: what is in them
//! (`projection::history`, `projection::time_search`).
//!
//! Invariant: the answer is JSON: a title, heads, rows of text; and with each row the reset that takes it
//! back, where there is one, as text: no offset becomes a number of the page's.

use crate::engine::ids::{EpochMs, Name, QueueOffset, VirtualTime};
use crate::engine::profile::Profile;
use crate::projection::history::{Cause, Move, history};
use crate::projection::time_search::{COMPARED, Found, Lies, time_search};
use crate::sim::Timeline;
use crate::sim::formats::journal::{Journal, to_json};
use crate::ui::draw::format::{clock, number};
use crate::ui::draw::moments::date;
use crate::ui::text::{Language, OfText, OfTwo};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Serialize;

/// How a question for a history begins, which no report's does.
pub const ASKED: &str = "history\n";

/// The same for the search for a time.
pub const SEARCH_ASKED: &str = "search\n";

/// What they say.
pub struct Words {
    /// group
    pub title: OfText,
    pub heads: [&'static str; 5],
    pub cause: fn(Cause) -> [&'static str; 2],
    pub none: &'static str,
    pub nothing: &'static str,
    /// topic, time
    pub search: OfTwo,
    pub search_heads: [&'static str; 3],
    pub here: &'static str,
    pub lies: fn(Lies) -> String,
    pub unknown: &'static str,
    pub same: &'static str,
}

#[derive(Serialize)]
struct Row {
    cells: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    back: Option<String>,
}

#[derive(Serialize)]
struct Table {
    title: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    /// Said below it, or instead of it.
    note: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    csv: String,
}

/// The history that answers what comes behind `ASKED`: the group, the language, the lab's moment, its
/// journal.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(4, '\n').collect();
    let [group, tag, until, journal] = parts[..] else { return None };
    let (journal, group) = (Journal::parse(journal).ok()?, Name::from(group));
    let moves = history(&journal, VirtualTime(until.parse().ok()?), &group);
    let words = &Language::from_tag(tag).reports().history;
    let note = if moves.is_empty() { words.nothing } else { "" };
    Some(to_json(&Table {
        title: (words.title)(&group),
        heads: words.heads.map(String::from).to_vec(),
        rows: moves
            .iter()
            .rev()
            .map(|of| Row { cells: cells(of, words), back: of.back(&group).map(|back| to_json(&[back])) })
            .collect(),
        note: note.to_string(),
        csv: history_csv(&group, &moves),
    }))
}

fn offset_or(offset: Option<QueueOffset>, none: &str) -> String {
    offset.map_or_else(|| none.to_string(), |offset| number(offset.0))
}

fn cells(of: &Move, words: &Words) -> Vec<String> {
    let [by, why] = (words.cause)(of.cause);
    let queues = of.queues.iter().map(|moved| {
        format!("{}: {} → {}", moved.name, offset_or(moved.from, words.none), offset_or(moved.to, words.none))
    });
    Vec::from([
        format!("{}\n{} UTC", clock(of.at.0), date(of.at_ms)),
        of.topic.to_string(),
        queues.collect::<Vec<_>>().join("\n"),
        by.to_string(),
        format!("{why} ({})", of.rule),
    ])
}

/// A history as CSV, oldest first, a line for each queue; its words are for programs.
pub fn history_csv(group: &Name, moves: &[Move]) -> String {
    let mut csv = String::from("at_us,utc,group,topic,queue,from,to,by,why,rule\r\n");
    let offset = |offset: Option<QueueOffset>| offset.map_or_else(String::new, |offset| offset.to_string());
    for of in moves {
        let [by, why] = (Language::En.reports().history.cause)(of.cause);
        for moved in &of.queues {
            let (from, to) = (offset(moved.from), offset(moved.to));
            csv.push_str(&format!(
                "{},{},{group},{},{},{from},{to},{by},{why},{}\r\n",
                of.at.0,
                date(of.at_ms),
                of.topic,
                moved.name,
                of.rule
            ));
        }
    }
    csv
}

/// The search that answers what comes behind `SEARCH_ASKED`: the topic, the time, the language, the lab's
/// moment, its journal.
pub fn search_answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(5, '\n').collect();
    let [topic, time, tag, until, journal] = parts[..] else { return None };
    let (journal, topic) = (Journal::parse(journal).ok()?, Name::from(topic));
    let time = EpochMs(time.parse().ok()?);
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(VirtualTime(until.parse().ok()?), &mut ());
    let found = time_search(timeline.world(), timeline.journal(), &topic, time);
    let language = Language::from_tag(tag);
    let (words, text) = (&language.reports().history, language.text());
    let mut heads = words.search_heads.map(String::from).to_vec();
    heads.push(words.here.to_string());
    heads.extend(COMPARED.map(|profile: Profile| (text.profile)(profile).short.to_string()));
    let rows = found.iter().map(|of| Row { cells: search_cells(of, words), back: None });
    Some(to_json(&Table {
        title: (words.search)(&topic, &date(time)),
        heads,
        rows: rows.collect(),
        note: words.same.to_string(),
        csv: String::new(),
    }))
}

fn search_cells(of: &Found, words: &Words) -> Vec<String> {
    let around = of.around.iter().map(|(offset, at)| {
        let at = date(*at);
        format!("{}  {}", number(offset.0), at.split(' ').next_back().unwrap_or_default())
    });
    let mut cells =
        Vec::from([of.queue.clone(), (words.lies)(of.lies), around.collect::<Vec<_>>().join("\n")]);
    cells.push(offset_or(of.here, words.unknown));
    cells.extend(of.others.map(|offset| offset_or(offset, words.unknown)));
    cells
}
