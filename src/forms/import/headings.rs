//! Headings within a session, whole or broken by a terminal, and commands that it has broken. Not here: rows
//! (`open_table`).
//!
//! Invariant: a line that begins another table, or a command, is no piece of the one before it.

use crate::import::command_line::command_line;
use crate::import::format::{Format, Shape};
use crate::import::lines::says_nothing;
use crate::import::open_table::{Prefix, WRAPPED_MAX, bare, known_heading, may_be_heading};
use crate::import::session::{Open, Session};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Columns behind those that a table needs.
const LAST_COLUMNS: [&str; 5] = ["Client IP", "Diff", "Inflight", "LastTime", "Last Updated"];
/// No terminal is narrower.
const WIDTH_MIN: usize = 40;
/// Lines of one width that are no accident.
const BROKEN_MIN: usize = 3;

impl Session<'_> {
    /// The next line, where a terminal has broken the one before it and nothing marks that: a full one, or
    /// the widest one with a lone word behind it.
    pub(super) fn broken_at(&self, after: usize) -> Option<&str> {
        let (line, next) = (bare(self.lines[after - 1]), *self.lines.get(after)?);
        let width = line.chars().count();
        let is_lone = next.split_whitespace().count() == 1 && width == self.widest;
        let is_broken = self.wrap == Some(width) || is_lone && width >= WIDTH_MIN;
        let is_text =
            !line.ends_with(char::is_whitespace) && !next.starts_with('#') && !says_nothing(next.trim());
        (is_broken && is_text).then_some(next)
    }

    pub(super) fn is_heading(&mut self, line: &str, number: usize) -> bool {
        let begins: Vec<usize> = core::iter::once(0).chain(line.find('#')).collect();
        for begin in begins {
            let prefix = Prefix::of(&line[..begin]);
            if self.is_heading_behind(prefix, &line[begin..], number) {
                return true;
            }
        }
        if may_be_heading(line) {
            self.close();
            self.open = Open::Other;
            self.others += usize::from(!line.ends_with('#'));
            return true;
        }
        false
    }

    fn is_heading_behind(&mut self, prefix: Prefix, line: &str, number: usize) -> bool {
        let mut text = line.to_string();
        let mut more = 0;
        // A terminal's width: blanks at its edge may be gone.
        let width = self.wrap.unwrap_or(0).max(bare(self.lines[number - 1]).chars().count());
        let mut add = |text: &mut String, next: &str| {
            more += 1;
            let missing = (width * more).saturating_sub(text.chars().count());
            text.extend(core::iter::repeat_n(' ', missing));
            text.push_str(bare(next));
            more
        };
        let mut taken = 0;
        while known_heading(&text).is_none() {
            // One that a terminal has broken.
            let begins = may_be_heading(line) || line == "#Topic";
            let next = self.lines.get(self.at + taken).filter(|_| begins && taken + 1 < WRAPPED_MAX);
            let Some(next) = next.filter(|next| !next.trim().is_empty()) else { return false };
            // Another table, or a command, is no piece of it.
            let is_first = ["#Topic", "#Group"].iter().any(|name| next.starts_with(name))
                || next.starts_with("#Broker Name") && line != "#Topic";
            if is_first || command_line(next).is_some() {
                return false;
            }
            taken = add(&mut text, next);
        }
        // The rest of it: names, or a piece of one.
        while let Some(&next) = self.lines.get(self.at + taken).filter(|_| taken + 1 < WRAPPED_MAX) {
            let is_full = self.wrap == Some(bare(self.lines[self.at + taken - 1]).chars().count());
            let is_last = |name: Option<&str>| name.is_some_and(|name| LAST_COLUMNS.contains(&name.trim()));
            let titled = next.trim_start().strip_prefix('#');
            let is_name = titled.is_some_and(|rest| next.starts_with(' ') || is_last(rest.split('#').next()));
            let is_word = next.split_whitespace().count() == 1 && !is_last(text.rsplit('#').next());
            let is_piece = is_full && (next.contains('#') || is_word);
            if known_heading(next).is_some() || !(is_name || is_piece) {
                break;
            }
            taken = add(&mut text, next);
        }
        let more = taken;
        self.at += more;
        let Some((format, shape, mut columns)) = known_heading(&text) else { return false };
        match shape {
            Shape::Queues(names) => {
                if format == Format::StatusDetail && !columns.contains(&"broker") {
                    columns.splice(0..0, ["topic", "broker"]);
                }
                self.begin_table(format, number, names.places(&columns), Some(&text));
                let wrap = (more > 0).then_some(width);
                if let Open::Queues(open) = &mut self.open {
                    (open.wrap, open.prefix) = (wrap, prefix);
                }
            }
            Shape::Rows(_, rows) => {
                self.close();
                self.open = Open::Rows(columns.iter().map(ToString::to_string).collect(), *rows);
            }
            Shape::Field(..) => {}
        }
        true
    }
}

/// The width of lines that a terminal has broken: several have it, and none has more.
pub(crate) fn width_of(text: &str) -> Option<usize> {
    let widths = || text.lines().map(|line| line.chars().count());
    let widest = widths().max().filter(|width| *width >= WIDTH_MIN)?;
    (widths().filter(|width| *width == widest).count() >= BROKEN_MIN).then_some(widest)
}
