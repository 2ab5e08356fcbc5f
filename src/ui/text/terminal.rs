//! What a line of `mqadmin` did, in our words, and the answer to a page that asks for it. Not here: running
//! the line (`terminal`), and the words that the tool prints.
//!
//! Invariant: the answer is JSON, and its commands are those of a journal, as text in it: no offset becomes a
//! number of the page's.

use crate::engine::ids::VirtualTime;
use crate::sim::formats::journal::{Journal, to_json};
use crate::terminal::{Ran, run};
use crate::ui::text::Language;
use crate::ui::text::reset_sentences::{total, warnings};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// How such a question begins, which no report's does.
pub const ASKED: &str = "terminal\n";

/// A line's answer.
#[derive(Serialize)]
struct Answer<'a> {
    out: &'a str,
    err: &'a str,
    notes: Vec<String>,
    /// JSON as text, which a page passes on: its numbers would not hold every offset. Empty: none.
    commands: String,
}

/// The answer to what comes behind `ASKED`: the line, the language, the lab's moment, and its journal.
/// `None`: that is no such question.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(4, '\n').collect();
    let [line, tag, until, journal] = parts[..] else { return None };
    let journal = Journal::parse(journal).ok()?;
    let ran = run(line, &journal, VirtualTime(until.parse().ok()?));
    let notes = notes(&ran, Language::from_tag(tag));
    let commands = if ran.commands.is_empty() { String::new() } else { to_json(&ran.commands) };
    Some(to_json(&Answer { out: &ran.out, err: &ran.err, notes, commands }))
}

/// What to know about a line, in sentences.
pub fn notes(ran: &Ran, language: Language) -> Vec<String> {
    let (text, mut sentences) = (language.text(), Vec::new());
    for preview in &ran.previews {
        sentences.push(total(preview, text));
        for (sentence, rule) in warnings(preview, text) {
            let rule = if rule.is_empty() { String::new() } else { format!(" ({rule})") };
            sentences.push(format!("{sentence}{rule}"));
        }
    }
    let words = language.reports();
    sentences.extend(ran.notes.iter().map(words.note));
    sentences.extend(ran.kafka.iter().map(|line| [words.kafka, line].concat()));
    sentences
}
