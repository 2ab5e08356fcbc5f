//! What an upgrade changes in a lab, in sentences of both languages; the command line has the English ones.
//! Not here: finding it (`projection::upgrade`), and what each version does (`docs/profiles.md`).
//!
//! Invariant: every number is the report's, and every choice has its words in every language.

use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::engine::rules::Choice;
use crate::projection::upgrade::lines::{FateLine, Line, StartLine, StartPlace};
use crate::ui::draw::format::count;
use crate::ui::text::{OfText, OfTwo};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The words of the page around a report.
pub struct Upgrade {
    pub title: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub working: &'static str,
    pub failed: &'static str,
    /// Of a report about the journal as it was.
    pub outdated: &'static str,
    pub again: &'static str,
}

/// The words of a report. The page's own program has none of them: it asks another one for reports.
pub struct Report {
    /// the end, how many messages
    pub about: OfTwo,
    /// the end
    pub nothing: OfText,
    pub affected: fn(u64) -> String,
    /// It acts with another rule only.
    pub together: &'static str,
    pub first: &'static str,
    pub rest: &'static str,
    pub nothing_then: &'static str,
    pub other_answer: &'static str,
    pub not_attributed: &'static str,
    pub unchanged: &'static str,
    /// groups
    pub same_groups: OfText,
    /// rules
    pub still: OfText,
    /// SD-20.
    pub page: &'static str,
    /// T-3.
    pub measured: &'static str,
    pub phrases: &'static Phrases,
}

/// Parts of the sentences.
pub struct Phrases {
    pub second: &'static str,
    /// Between the items of a list, before its last one, after a part of a sentence.
    pub comma: &'static str,
    pub and: &'static str,
    pub semicolon: &'static str,
    /// group, client
    pub client_of: OfTwo,
    /// queues, topic, whether it is one queue
    pub queues: fn(&str, &str, bool) -> String,
    /// who, place, what happens
    pub fate: fn(&str, &str, &str) -> String,
    /// In the order of `FateLine::counts`.
    pub counts: [OfText; 4],
    /// after, before
    pub changed: [OfTwo; 2],
    /// topic, after, before
    pub stored: fn(&str, &str, &str) -> String,
    /// group, place, where after, where before
    pub starts: fn(&str, &str, Option<String>, Option<String>) -> String,
    pub place: fn(InitialRule, &str) -> String,
    /// place, time
    pub first_at: OfTwo,
    /// One a line, in the order of `Choice::ALL`.
    pub choices: &'static str,
}

impl Phrases {
    /// What a rule is about.
    pub fn choice(&self, choice: Choice) -> &'static str {
        self.choices.lines().nth(choice as usize).unwrap_or_default()
    }

    /// `20.5 s`.
    pub fn instant(&self, at: VirtualTime) -> String {
        let (seconds, us) = (at.0 / 1_000_000, at.0 % 1_000_000);
        let padded = (1_000_000 + us).to_string();
        let digits = padded[1..].trim_end_matches('0');
        let dot = if digits.is_empty() { "" } else { "." };
        [&seconds.to_string(), dot, digits, " ", self.second].concat()
    }

    /// `a, b and c`.
    pub fn list<T: ToString>(&self, items: &[T]) -> String {
        let mut text = String::new();
        for (i, item) in items.iter().enumerate() {
            let last = i > 0 && i + 1 == items.len();
            text.push_str(if i == 0 {
                ""
            } else if last {
                self.and
            } else {
                self.comma
            });
            text.push_str(&item.to_string());
        }
        text
    }

    fn queues_of(&self, topic: &Name, queues: &[QueueId]) -> String {
        (self.queues)(&self.list(queues), topic, queues.len() == 1)
    }

    /// A line as a sentence without its end.
    pub fn line(&self, line: &Line) -> String {
        match line {
            Line::Start(line) => self.start(line),
            Line::Fate(line) => self.fate(line),
            Line::Stored(topic, [before, after]) => (self.stored)(topic, &count(*after), &count(*before)),
        }
    }

    /// A line about first starts.
    pub fn start(&self, line: &StartLine) -> String {
        let [before, after] = line.sides.each_ref().map(|side| side.as_ref().map(|side| self.place_of(side)));
        (self.starts)(&line.group, &self.queues_of(&line.topic, &line.queues), after, before)
    }

    fn place_of(&self, StartPlace { rule, at, offsets }: &StartPlace) -> String {
        let offsets: Vec<String> = offsets.iter().map(|offset| count(offset.0.max(0) as u64)).collect();
        (self.first_at)(&(self.place)(*rule, &offsets.join(", ")), &self.instant(*at))
    }

    fn fate(&self, line: &FateLine) -> String {
        let counts = line.counts.iter().zip(self.counts).filter(|(n, _)| **n > 0);
        let mut parts: Vec<String> = counts.map(|(n, words)| words(&count(*n))).collect();
        let changed = line.changed.iter().zip(self.changed).filter(|([before, after], _)| before != after);
        parts.extend(changed.map(|([before, after], words)| words(&count(*after), &count(*before))));
        let who = match &line.client {
            Some(client) => (self.client_of)(&line.group, client),
            None => line.group.to_string(),
        };
        (self.fate)(&who, &self.queues_of(&line.topic, &line.queues), &parts.join(self.semicolon))
    }
}

pub(super) const fn has_all(choices: &str) -> bool {
    let (bytes, mut i, mut lines) = (choices.as_bytes(), 0, 1);
    while i < bytes.len() {
        if bytes[i] == b'\n' {
            lines += 1;
        }
        i += 1;
    }
    lines == Choice::ALL.len()
}
