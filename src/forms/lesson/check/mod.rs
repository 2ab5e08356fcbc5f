//! What in a lesson is not so: for the command line, which checks folders of them, and for the page on which
//! lessons are written (`src/checker`). Not here: playing a lesson by its solutions (`play`), what each kind
//! of step needs (`form`), a course (`cli::lesson`).
//!
//! Invariant: text in, findings out; each names its step, and its language where it is one's.

pub mod form;
pub mod play;
mod tasks;

use crate::lesson::Lesson;
use crate::sim::formats::journal::{parse_json, to_json};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::Serialize;

/// A sentence in English and in Chinese, with the same things in both.
macro_rules! both {
    ($en:literal, $zh:literal $(, $of:expr)* $(,)?) => {
        [alloc::format!($en $(, $of)*), alloc::format!($zh $(, $of)*)]
    };
}
pub(crate) use both;

/// Something that is not so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// The file and the step, in words.
    #[serde(skip)]
    pub place: String,
    /// The step, from 1; 0: the lesson itself.
    pub step: usize,
    /// Of a text in one language: which.
    pub language: &'static str,
    pub en: String,
    pub zh: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.en)
    }
}

/// All that was found, and where it is looked now.
#[derive(Default)]
pub struct Findings {
    pub all: Vec<Finding>,
    place: String,
    step: usize,
    language: &'static str,
}

impl Findings {
    /// What follows is about this place, and this step of a lesson or none (0).
    pub fn at(&mut self, place: String, step: usize) {
        (self.place, self.step) = (place, step);
    }

    /// Where it is looked now.
    pub fn place(&self) -> (String, usize) {
        (self.place.clone(), self.step)
    }

    pub fn say(&mut self, [en, zh]: [String; 2]) {
        let (place, step, language) = (self.place.clone(), self.step, self.language);
        self.all.push(Finding { place, step, language, en, zh });
    }

    pub fn unless(&mut self, holds: bool, words: [String; 2]) {
        if !holds {
            self.say(words);
        }
    }
}

/// Checks the text of a lesson of this name; gives it if it is one. `from`: the step, from 1, for which the
/// lesson is wanted as it stands there.
pub fn check_lesson(
    name: Option<&str>,
    text: &str,
    from: usize,
    found: &mut Findings,
) -> Option<(Lesson, Option<Lesson>)> {
    found.at(name.unwrap_or_default().to_string(), 0);
    form::check(&parse_json(text).unwrap_or_default(), found);
    match Lesson::parse(text) {
        Ok(lesson) => {
            let there = play::check(name.unwrap_or(&lesson.id), &lesson, from, found);
            Some((lesson, there))
        }
        Err(error) => {
            found.say([error.to_string(), error.to_string()]);
            None
        }
    }
}

/// What the page asks, and the answer: a step's number in the first line and a lesson behind it, and then
/// JSON.
pub fn answer(question: &str) -> String {
    #[derive(Serialize)]
    struct Answer {
        findings: Vec<Finding>,
        /// The lesson as it stands at that step: what came before is its prelude.
        from_there: Option<String>,
    }
    let (from, text) = question.split_once('\n').unwrap_or(("", question));
    let mut found = Findings::default();
    let checked = check_lesson(None, text, from.parse().unwrap_or_default(), &mut found);
    let from_there = checked.and_then(|(_, there)| there).map(|there| to_json(&there));
    to_json(&Answer { findings: found.all, from_there })
}
