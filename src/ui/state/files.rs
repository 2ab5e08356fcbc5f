//! Which kind of lab a text is, and the lab in it. Not here: where the text comes from, and showing what is
//! wrong with it.
//!
//! Invariant: the kind is decided by the content, never by a file's name; nothing on screen changes here.

use crate::engine::{EpochMs, Profile};
use crate::import::{Given, Question, Remark, Source, read_cluster};
use crate::lesson::Lesson;
use crate::lesson::format::LESSON_FORMAT;
use crate::sim::formats::journal::{
    JOURNAL_FORMAT, Journal, JournalHeader, ParseError, SCENARIO_FORMAT, Scenario, check_size,
};
use crate::sim::formats::recording::{Recording, TRACE_FORMAT};
use crate::ui::text::Text;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Remarks about what could not be read.
const REMARKS_SHOWN: usize = 9;

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

/// What another try at opening texts needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Again {
    /// With their files' names; a pasted one has none.
    pub texts: Vec<(String, String)>,
    /// What a person has said.
    pub given: Given,
    /// By when they were written.
    pub written: Option<EpochMs>,
    /// What a person has to say.
    pub question: Option<Question>,
}

/// Why texts were not opened: of which of them, and what is asked.
#[derive(Clone, Debug)]
pub struct Refused {
    pub name: String,
    pub problem: String,
    pub question: Option<Question>,
}

/// Reads texts that were given together: one of the four kinds, or those of a real cluster, which become a lab.
pub fn read_all(given: &Again, words: &Text) -> Result<Opened, Refused> {
    let unknown = words.open.unknown_format;
    let texts = &given.texts[..];
    if let [(name, text)] = texts
        && (format_of(text).is_some() || check_size(text).is_err())
    {
        let refused = |error: ParseError| (name.clone(), error.to_string());
        return read(text, unknown).map_err(refused).map_err(|(name, problem)| Refused {
            name,
            problem,
            question: None,
        });
    }
    let sources: Vec<Source<'_>> =
        texts.iter().map(|(name, text)| Source { name, subject: None, text }).collect();
    let mut cluster = read_cluster(&sources, &given.given);
    let name = texts.first().map(|(name, _)| name.clone()).unwrap_or_default();
    // One text's name is in the title already.
    let told = |remark: &Remark| match texts.len() {
        1 => Remark { file: String::new(), ..remark.clone() }.to_string(),
        _ => remark.to_string(),
    };
    if let Some(question) = cluster.questions.first() {
        let problem = told(&question.remark);
        return Err(Refused { name, problem, question: Some(question.clone()) });
    }
    if cluster.is_empty() {
        let said: Vec<String> = cluster.remarks.iter().take(REMARKS_SHOWN).map(told).collect();
        let problem = if said.is_empty() { ["line 1: ", unknown].concat() } else { said.join("\n") };
        return Err(Refused { name, problem, question: None });
    }
    let title = cluster.broker.clone().unwrap_or_default();
    let start = given.written.unwrap_or(JournalHeader::new(Profile::RocketMq53, 1).start_ms);
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
