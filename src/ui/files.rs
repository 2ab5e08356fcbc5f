//! Which kind of lab a text is, and the lab in it. Not here: where the text comes from, and showing what is wrong with it.
//!
//! Invariant: the kind is decided by the content's `format`, never by a file's name; nothing on screen changes here.

use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMAT;
use crate::sim::journal::{JOURNAL_FORMAT, Journal, ParseError, SCENARIO_FORMAT, Scenario, check_size};
use crate::sim::recording::{Recording, TRACE_FORMAT};
use alloc::boxed::Box;
use alloc::string::ToString;

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
            let problem = [unknown, " (", other, ")"].concat();
            Err(ParseError { line: 1, column: 0, problem })
        }
        None => Err(ParseError { line: 1, column: 0, problem: unknown.to_string() }),
    }
}

/// The value of the first `"format"` in the text.
fn format_of(text: &str) -> Option<&str> {
    let after = text.split_once("\"format\"")?.1.trim_start().strip_prefix(':')?;
    let value = after.trim_start().strip_prefix('"')?;
    let end = value.find('"')?;
    value.get(..end.min(60))
}
