//! Which kind of lab a text is, and the lab in it. Not here: where the text comes from, and showing what is
//! wrong with it.
//!
//! Invariant: the kind is decided by the content, never by a file's name; nothing on screen changes here.

use crate::engine::EpochMs;
use crate::import::wire::{LAB, NOTHING, WANTED, unpack};
use crate::import::{Given, Wanted};
use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMATS;
use crate::sim::formats::journal::{
    JOURNAL_FORMAT, Journal, ParseError, SCENARIO_FORMAT, Scenario, check_size,
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
        Some(format) if format.starts_with(LESSON_FORMATS) => {
            Lesson::parse(text).map(|lesson| Opened::Lesson(Box::new(lesson)))
        }
        Some(other) => {
            let problem = format!("{unknown} ({other})");
            Err(ParseError { line: 1, column: 0, problem })
        }
        None => Err(ParseError { line: 1, column: 0, problem: unknown.to_string() }),
    }
}

/// What another try at opening texts needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Again {
    /// With their files' names; a pasted one has none.
    pub texts: Vec<(String, String)>,
    /// What a person has said.
    pub given: Given,
    /// By when they were written.
    pub written: Option<EpochMs>,
    /// What a person has to say, and what it may be.
    pub question: Option<(Wanted, Vec<String>)>,
}

/// Why texts were not opened: of which of them, and what is asked.
#[derive(Clone, Debug)]
pub struct Refused {
    pub name: String,
    pub problem: String,
    pub question: Option<(Wanted, Vec<String>)>,
}

/// Reads one text that is this lab's own; `None`: the texts are of a real cluster, or nothing.
pub fn read_own(texts: &[(String, String)], words: &Text) -> Option<Result<Opened, Refused>> {
    let [(name, text)] = texts else { return None };
    if format_of(text).is_none() && check_size(text).is_ok() {
        return None;
    }
    let refused =
        |error: ParseError| Refused { name: name.clone(), problem: error.to_string(), question: None };
    Some(read(text, words.open.unknown_format).map_err(refused))
}

/// What the importer has answered (`import::wire`).
pub fn read_answer(answer: &str, texts: &[(String, String)], words: &Text) -> Result<Opened, Refused> {
    let name = texts.first().map(|(name, _)| name.clone()).unwrap_or_default();
    let refused =
        |problem: &str, question| Refused { name: name.clone(), problem: problem.to_string(), question };
    let nothing = || refused(&["line 1: ", words.open.unknown_format].concat(), None);
    match &unpack(answer)[..] {
        [LAB, broker, scenario] => {
            let mut scenario =
                Scenario::parse(scenario).map_err(|error| refused(&error.to_string(), None))?;
            scenario.title.insert("en".to_string(), (words.open.cluster)(broker));
            Ok(Opened::Scenario(Box::new(scenario)))
        }
        [] | [NOTHING, ""] => Err(nothing()),
        [kind, problem, candidates @ ..] => {
            let wanted = WANTED.iter().find(|(name, _)| name == kind);
            let candidates = candidates.iter().map(ToString::to_string).collect();
            Err(refused(problem, wanted.map(|(_, wanted)| (*wanted, candidates))))
        }
        [_] => Err(nothing()),
    }
}

/// The value of the first `"format"` in the text.
fn format_of(text: &str) -> Option<&str> {
    let after = text.split_once("\"format\"")?.1.trim_start().strip_prefix(':')?;
    let value = after.trim_start().strip_prefix('"')?;
    let end = value.find('"')?;
    value.get(..end.min(60))
}
