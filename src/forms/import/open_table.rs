//! The table that the lines at hand belong to: its heading, and rows of it, broken by a terminal or with
//! something before them. Not here: which lines are given to it (`session`).
//!
//! Invariant: a row is taken whole, and a line that is none is left to others.

use crate::import::format::{Format, KNOWN, Shape};
use crate::import::formats::Places;
use crate::import::table::{Row, Table};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Lines into which a terminal breaks one.
pub(crate) const WRAPPED_MAX: usize = 7;

/// A table of queues, and how its lines look.
pub(crate) struct OpenTable {
    pub table: Table,
    pub places: Places,
    /// What is between cells, where it is no blank.
    pub between: Option<char>,
    /// What stands before each line.
    pub prefix: Prefix,
    /// The width at which lines are broken.
    pub wrap: Option<usize>,
    /// A row before had nothing behind its last number.
    pub trimmed: bool,
}

/// What grep, a log or a container's name puts before each line: so many words, and one glued to it by `:`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Prefix {
    words: usize,
    is_glued: bool,
}

impl Prefix {
    pub fn of(text: &str) -> Prefix {
        let is_glued = text.ends_with(|c: char| !c.is_whitespace());
        Prefix { words: text.split_whitespace().count() - usize::from(is_glued), is_glued }
    }

    /// A line without it.
    fn stripped<'a>(&self, line: &'a str) -> &'a str {
        let mut rest = line;
        for _ in 0..self.words {
            rest = rest.trim_start().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
        }
        let glued =
            rest.trim_start().split_once(':').filter(|(word, _)| self.is_glued && !word.contains(' '));
        glued.map_or(rest, |(_, rest)| rest).trim()
    }
}

/// How a line ends.
#[derive(Clone, Copy)]
pub(crate) struct LineEnd {
    /// The text ends within its last word.
    pub of_text: bool,
    /// Nothing is behind its last word, not even a blank.
    pub is_bare: bool,
}

impl OpenTable {
    /// Takes a row that begins in this line; gives how many lines more it has.
    pub fn row(&mut self, line: &str, number: usize, end: LineEnd, after: &[&str]) -> Option<usize> {
        let is_full = |line: &str| self.wrap == Some(bare(line).chars().count());
        let most = if self.wrap.is_some() { WRAPPED_MAX.min(after.len() + 1) } else { 1 };
        // One that fills its line goes on in the next one.
        let first = usize::from(self.wrap.is_some_and(|wrap| line.chars().count() >= wrap));
        let mut found = None;
        for more in (first..most).chain(0..first) {
            let text = self.joined(line, &after[..more.min(after.len())]);
            let last = more.checked_sub(1).map_or(line, |last| after[last]);
            let (edge, goes_on) =
                (is_full(last) && !bare(last).ends_with(char::is_whitespace), is_full(last));
            let words = self.words(self.prefix.stripped(&text));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            // The last number may go on behind the edge.
            let cut = end.of_text && !self.trimmed || edge && more + 1 < most;
            if let Some(row) = self.places.row(&words, number, cut) {
                let is_whole = end.of_text || !end.is_bare || self.places.row(&words, number, true).is_some();
                // What fills its line to the edge may be whole.
                let has_all = row.stored.is_some() || words.len() >= self.places.count;
                found = Some((more, row, !is_whole));
                if !goes_on || has_all {
                    break;
                }
            } else if found.is_some() {
                break;
            }
        }
        let (more, mut row, trimmed) = found?;
        self.trimmed |= trimmed;
        if self.table.format == Format::ConsumeDetail {
            row.topic = self.table.filter.clone().unwrap_or_default();
        }
        self.table.rows.push(row);
        Some(more)
    }

    /// A line with those behind it, each at its place.
    fn joined(&self, line: &str, after: &[&str]) -> String {
        let (mut text, wrap) = (line.to_string(), self.wrap.unwrap_or(0));
        for (i, next) in after.iter().enumerate() {
            let missing = (wrap * (i + 1)).saturating_sub(text.chars().count());
            text.extend(core::iter::repeat_n(' ', missing));
            text.push_str(bare(next));
        }
        text
    }

    pub fn is_like_row(&self, line: &str) -> bool {
        let words = self.words(self.prefix.stripped(line));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let first = self.table.rows.last().map(Row::first_word).unwrap_or_default();
        self.places.is_like(&words, first)
    }

    fn words(&self, line: &str) -> Vec<String> {
        let mut line = line.to_string();
        if self.table.format == Format::StatusDetail {
            for (from, to) in
                [("MessageQueue [topic=", ""), (", brokerName=", "\t"), (", queueId=", "\t"), ("]", "")]
            {
                line = line.replace(from, to);
            }
        }
        if let Some(between) = self.between.filter(|between| line.contains(*between)) {
            return cells(&line, between).into_iter().map(ToString::to_string).collect();
        }
        line.split_whitespace().map(ToString::to_string).collect()
    }
}

/// The table that has this heading, and its columns.
pub(crate) fn known_heading(text: &str) -> Option<(Format, &'static Shape, Vec<&str>)> {
    let spaced = text.split("  ").map(str::trim).filter(|name| !name.is_empty()).collect();
    [columns_of(text.trim()), spaced].into_iter().find_map(|columns| {
        let (format, shape) = KNOWN.iter().find(|(_, shape)| shape.is_headed(&columns))?;
        Some((*format, shape, columns))
    })
}

/// Whether a line is a heading of something: `#` and a name, more than once.
pub(crate) fn may_be_heading(line: &str) -> bool {
    let is_titled =
        line.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    is_titled && columns_of(line).len() > 1
}

/// A line without its end.
pub(crate) fn bare(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

/// The names of columns, or what could be some.
pub(crate) fn columns_of(line: &str) -> Vec<&str> {
    match line.strip_prefix('#') {
        Some(rest) if !rest.contains(",#") => rest.split('#').map(str::trim).collect(),
        Some(_) | None => match between(line) {
            Some(between) => cells(line, between).iter().map(|cell| cell.trim_start_matches('#')).collect(),
            None => line.split_whitespace().collect(),
        },
    }
}

/// What is between the cells of a line: a browser's tab, Markdown's bar, a comma.
pub(crate) fn between(line: &str) -> Option<char> {
    ['\t', '|', ','].into_iter().find(|between| line.contains(*between))
}

fn cells(line: &str, between: char) -> Vec<&str> {
    let line = line.trim();
    let inner = if between == '|' { line.trim_matches('|') } else { line };
    inner.split(between).map(str::trim).collect()
}
