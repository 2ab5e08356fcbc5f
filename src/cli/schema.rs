//! `schema`: the JSON Schema of everything that a person may write. Not here: the types.
//!
//! Invariant: generated from the types that parse, so it can't be out of date unless the file was not made
//! again.

use crate::lesson::{Course, Lesson};
use crate::sim::formats::journal::{JournalEntry, JournalHeader, Scenario};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

/// A file of one of the formats.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum File {
    /// `offset-lab-scenario/1`.
    Scenario(Scenario),
    /// `offset-lab-lesson/2`, and `/1`.
    Lesson(Lesson),
    /// `offset-lab-course/1`.
    Course(Course),
    /// The first line of `offset-lab-journal/1`.
    JournalHeader(JournalHeader),
    /// Any other line of it.
    JournalEntry(JournalEntry),
}

pub(super) fn schema() -> String {
    let mut schema: Schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<File>();
    schema.insert("title".to_string(), "Offset Lab: scenario, lesson, course, journal".into());
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
