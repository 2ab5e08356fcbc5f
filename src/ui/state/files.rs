//! Which kind of lab a text is, and the lab in it. Not here: where the text comes from, and showing what is
//! wrong with it.
//!
//! Invariant: the kind is decided by the content, never by a file's name; nothing on screen changes here.

use crate::engine::{EpochMs, Profile};
use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMAT;
use crate::import::{Given, Source, read_cluster};
use crate::sim::formats::journal::{
    JOURNAL_FORMAT, Journal, JournalHeader, ParseError, SCENARIO_FORMAT, Scenario, check_size,
};
use crate::sim::formats::recording::{Recording, TRACE_FORMAT};
use crate::ui::text::Text;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Something that opens as a lab.
#[derive(Clone, PartialEq, Debug)]
pub enum Opened {
    Scenario(Box<Scenario>),
    Journal(Journal),
    Recording(Box<Recording>),
    Lesson(Box<Lesson>),
}

/// Reads whichever of the four this is. A text without a known format gets `unknown` as its problem.
pub fn read(text: &str, unknown: &str) -> Result<Opened, ParseError> {
    check_size(text)?;
    match format_of(text) {
        Some(SCENARIO_FORMAT) => Scenario::parse(text).map(|scenario| Opened::Scenario(Box::new(scenario))),
        Some(JOURNAL_FORMAT) => Journal::parse(text).map(Opened::Journal),
        Some(TRACE_FORMAT) => Recording::parse(text).map(|recording| Opened::Recording(Box::new(recording))),
        Some(LESSON_FORMAT) => Lesson::parse(text).map(|lesson| Opened::Lesson(Box::new(lesson))),
        Some(other) => {
            let problem = format!("{unknown} ({other})");
            Err(ParseError { line: 1, column: 0, problem })
        }
        None => Err(ParseError { line: 1, column: 0, problem: unknown.to_string() }),
    }
}

/// Reads texts that were given together, with their names: one of the four kinds, or the files of a real
/// cluster, which become a lab that starts at `written`. An error comes with the name of its text.
pub fn read_all(
    texts: &[(String, String)],
    words: &Text,
    written: Option<EpochMs>,
) -> Result<Opened, (String, ParseError)> {
    let unknown = words.open.unknown_format;
    if let [(name, text)] = texts
        && format_of(text).is_some()
    {
        return read(text, unknown).map_err(|error| (name.clone(), error));
    }
    let sources: Vec<Source<'_>> =
        texts.iter().map(|(name, text)| Source { name, subject: None, text }).collect();
    let mut cluster = read_cluster(&sources, &Given::default());
    if cluster.is_empty() {
        let (name, line, problem) = match cluster.remarks.first() {
            Some(remark) => (remark.file.clone(), remark.line, remark.words.clone()),
            None => (String::new(), 0, unknown.to_string()),
        };
        return Err((name, ParseError { line, column: 0, problem }));
    }
    let title = cluster.broker.clone().unwrap_or_default();
    let start = written.unwrap_or(JournalHeader::new(Profile::RocketMq53, 1).start_ms);
    let profile = cluster.choose_profile(None);
    let scenario = cluster.to_scenario(&(words.open.cluster)(&title), profile, start);
    Ok(Opened::Scenario(Box::new(scenario)))
}

/// The value of the first `"format"` in the text.
fn format_of(text: &str) -> Option<&str> {
    let after = text.split_once("\"format\"")?.1.trim_start().strip_prefix(':')?;
    let value = after.trim_start().strip_prefix('"')?;
    let end = value.find('"')?;
    value.get(..end.min(60))
}
