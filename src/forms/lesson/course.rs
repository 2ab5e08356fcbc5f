//! A course: lessons in order, words, and when to ask again. Not here: the lessons, and where a learner is.
//!
//! Invariant: what it says of a lesson is what the lesson says of itself (`offset-lab lesson check`).

use crate::lesson::format::{LessonKind, Texts, is_default};
use crate::sim::formats::journal::{ParseError, parse_json};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name of the format.
pub const COURSE_FORMAT: &str = "offset-lab-course/1";

/// Lessons in order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// `offset-lab-course/1`.
    pub format: String,
    /// Its name in results.
    pub id: String,
    /// Title.
    pub title: Texts,
    /// What it is about.
    pub text: Texts,
    /// Its parts.
    pub modules: Vec<Module>,
    /// The question of a lesson comes again on the course's page so many lessons later; 0: never.
    #[serde(default, skip_serializing_if = "is_default")]
    pub recall_after: u32,
    /// The answers of a question that comes again stand in another order each time.
    #[serde(default, skip_serializing_if = "is_default")]
    pub shuffle: bool,
    /// Wrong ideas by id, in the learner's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misconceptions: Vec<Term>,
    /// Words that it uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary: Vec<Term>,
}

/// A part of a course.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// Title.
    pub title: Texts,
    /// Its lessons in order.
    pub lessons: Vec<Entry>,
}

/// What a course says of a lesson before it is opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The name of its file, beside the course's, without `.json`.
    pub id: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: LessonKind,
    /// How long it takes.
    pub minutes: u32,
    /// Lessons that come before it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needs: Vec<String>,
    /// Title.
    pub title: Texts,
}

/// A word, or a wrong idea, and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Texts,
    /// What it means, or what is so in its place.
    pub text: Texts,
}

impl Course {
    /// Reads a course file.
    pub fn parse(text: &str) -> Result<Course, ParseError> {
        let course: Course = parse_json(text)?;
        if course.format != COURSE_FORMAT {
            let problem = format!("the format is {:?}; this reads {COURSE_FORMAT:?}", course.format);
            return Err(ParseError { line: 0, column: 0, problem });
        }
        Ok(course)
    }

    /// Its lessons in order.
    pub fn lessons(&self) -> impl Iterator<Item = &Entry> {
        self.modules.iter().flat_map(|module| &module.lessons)
    }

    /// Lessons whose question comes again before this one: `recall_after` lessons back.
    pub fn asked_again_in(&self, id: &str) -> Option<&Entry> {
        let at = self.lessons().position(|entry| entry.id == id)?;
        let back = usize::try_from(self.recall_after).ok().filter(|back| *back > 0)?;
        self.lessons().nth(at.checked_sub(back)?)
    }
}
