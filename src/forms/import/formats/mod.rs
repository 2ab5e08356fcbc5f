//! What is read, a file for each form, and what tables with a row for each queue have in common. Not here:
//! telling them apart (`format`), the lines around them (`session`).
//!
//! Invariant: a row is taken whole or not at all.

pub mod all_groups;
pub mod cluster_list;
pub mod dashboard;
pub mod errors;
pub mod kafka;
pub mod offsets;
pub mod progress;
pub mod resets;
pub mod status;
pub mod subscription_groups;
pub mod topics;

use crate::import::cluster::Cluster;
use crate::import::table::{Place, Row};
use crate::import::times::printed;
use alloc::string::ToString;

/// Reads a row of a table that is not of queues: its columns and its words.
pub(crate) type Rows = fn(&[&str], &[&str], Place<'_>, &mut Cluster);

/// The names of a table's columns; empty where it has none.
pub(crate) struct Columns {
    pub topic: &'static str,
    pub group: &'static str,
    pub broker: &'static str,
    pub queue: &'static str,
    pub min: &'static str,
    pub max: &'static str,
    pub offset: &'static str,
    pub diff: &'static str,
}

/// Where the columns of one table are.
#[derive(Clone, Copy, Default)]
pub(crate) struct Places {
    topic: Option<usize>,
    group: Option<usize>,
    broker: Option<usize>,
    pub queue: Option<usize>,
    min: Option<usize>,
    max: Option<usize>,
    offset: Option<usize>,
    diff: Option<usize>,
    /// How many there are.
    pub count: usize,
}

impl Columns {
    /// Those that a heading must have to be this table's.
    pub fn needed(&self) -> [&'static str; 3] {
        [self.queue, self.max, if self.min.is_empty() { self.diff } else { self.min }]
    }

    /// Where they are in a heading.
    pub fn places(&self, columns: &[&str]) -> Places {
        let place = |name: &str| columns.iter().position(|column| *column == name && !name.is_empty());
        Places {
            topic: place(self.topic),
            group: place(self.group),
            broker: place(self.broker),
            queue: place(self.queue),
            min: place(self.min),
            max: place(self.max),
            offset: place(self.offset),
            diff: place(self.diff),
            count: columns.len(),
        }
    }
}

impl Places {
    pub fn has_group(&self) -> bool {
        self.group.is_some()
    }

    /// The row, if every number is one. `cut`: the text ends within the last word.
    pub fn row(&self, words: &[&str], line: usize, cut: bool) -> Option<Row> {
        let word = |place: Option<usize>| place.and_then(|place| words.get(place).copied());
        let text = |place| word(place).unwrap_or_default().to_string();
        let count = |place| word(place)?.parse::<i64>().ok().filter(|number| *number >= 0);
        let mut row = Row {
            line,
            topic: text(self.topic),
            group: text(self.group),
            broker: text(self.broker),
            queue: count(self.queue)?,
            min: count(self.min),
            max: Some(count(self.max)?),
            offset: count(self.offset),
            contrary: None,
            stored: self.max.max(self.offset).and_then(|last| printed(&words[last..])),
        };
        // The last number of a text that breaks off may have lost digits.
        if cut && self.min.max(self.max).is_some_and(|last| last + 1 == words.len()) {
            return None;
        }
        if let (Some(min), Some(max)) = (row.min, row.max) {
            if min > max {
                (row.contrary, row.min, row.max) = (Some((min, max)), None, None);
            }
            return Some(row);
        }
        let (offset, max) = (word(self.offset)?, row.max?);
        if offset == "-" {
            return Some(row);
        }
        // Diff tells whether the columns are where the heading has them; a client's address may stand before
        // it.
        let diff = (i128::from(max) - i128::from(row.offset?)).to_string();
        let first = self.offset? + 1;
        let is_there = word(self.diff) == Some(diff.as_str());
        (is_there || words.iter().skip(first).take(2).any(|word| *word == diff)).then_some(row)
    }

    /// Whether a line that is no row was meant to be one: a queue's number and another are where they belong.
    pub fn is_like(&self, words: &[&str], first: &str) -> bool {
        let digit = |word: &&&str| word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let Some(queue) = self.queue else { return false };
        let is_queue = words.get(queue).is_some_and(|word| word.parse::<i128>().is_ok());
        is_queue && (words.first() == Some(&first) || words.get(queue + 1).as_ref().is_some_and(digit))
    }
}
