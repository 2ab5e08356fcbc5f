//! A table with a row for each queue, as it was read. Not here: its lines (`session`), what its numbers mean
//! for a lab (`take`).
//!
//! Invariant: a table's rows are of one moment.

use crate::import::format::Format;
use crate::import::times::Printed;
use alloc::string::String;
use alloc::vec::Vec;

/// Where in a file something was read.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Its name.
    pub file: &'a str,
    /// From 1; 0: the file as a whole.
    pub line: usize,
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub line: usize,
    pub topic: String,
    pub group: String,
    pub broker: String,
    pub queue: i64,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub offset: Option<i64>,
    /// Min and Max, where Min is above Max: then neither is known.
    pub contrary: Option<(i64, i64)>,
    /// The time at its end.
    pub stored: Option<Printed>,
}

/// A heading and its rows.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub format: Format,
    /// Which of the texts it is in.
    pub text: usize,
    pub file: String,
    pub line: usize,
    /// The group, or of a status the topic: from the command line above, the page's lines, a person, the
    /// file's name.
    pub subject: Option<String>,
    /// The one topic that the command asked for.
    pub filter: Option<String>,
    /// Names of so many characters are cut.
    pub cut_at: Option<usize>,
    pub has_groups: bool,
    pub rows: Vec<Row>,
}

impl Table {
    pub fn place(&self) -> Place<'_> {
        Place { file: &self.file, line: self.line }
    }

    /// Whether it says nothing of groups.
    pub fn is_status(&self) -> bool {
        matches!(self.format, Format::Status | Format::StatusDetail)
    }

    /// Whether a name may lack its end.
    pub fn is_cut(&self, name: &str) -> bool {
        self.cut_at == Some(name.chars().count())
    }
}

impl Row {
    /// What its line begins with.
    pub fn first_word(&self) -> &str {
        if self.topic.is_empty() { &self.broker } else { &self.topic }
    }
}
