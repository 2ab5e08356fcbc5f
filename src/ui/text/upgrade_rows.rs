//! A report on an upgrade as rows for the page, in a language. Not here: finding it (`projection::upgrade`),
//! and what a row looks like (`ui::board::upgrade`).
//!
//! Invariant: the rows are the report's acts in its order. They go from one program to another, so a row is a
//! line, and its parts stand between tabs.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::engine::rules::Choice;
use crate::projection::upgrade::lines::lines;
use crate::projection::upgrade::{Did, Moment, Upgrade, settled, upgrade};
use crate::sim::diff::Deed;
use crate::sim::formats::journal::Journal;
use crate::ui::text::upgrade::Report;
use crate::ui::text::{Language, Text};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What the page asks for: the language, two profiles, where the lab has been run to, and a journal.
pub fn ask(text: &Text, pair: [Profile; 2], until: VirtualTime, journal: &str) -> String {
    let [from, to] = pair.map(Profile::id);
    [text.tag, "\n", from, "\n", to, "\n", &until.0.to_string(), "\n", journal].concat()
}

/// The rows that answer it; `None`: that is no such question.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(5, '\n').collect();
    let [tag, from, to, until, journal] = parts[..] else { return None };
    let (from, to) = (Profile::from_id(from)?, Profile::from_id(to)?);
    let journal = Journal::parse(journal).ok()?;
    let until = settled(&journal).max(VirtualTime(until.parse().ok()?));
    Some(rows(&upgrade(&journal, from, to, until), Language::from_tag(tag)))
}

/// A report's rows: `p` a sentence, `a` a rule with its id and what it does, `l` a sentence about it, `m` a
/// moment in microseconds and what happens then, `d` what does not change, its head first.
pub fn rows(report: &Upgrade, language: Language) -> String {
    let (words, text) = (&language.reports().upgrade, language.text());
    let mut rows = Rows(String::new());
    let end = words.phrases.instant(report.until);
    if report.acts.is_empty() && report.not_attributed.is_none() {
        rows.add('p', &[&(words.nothing)(&end)]);
    } else {
        rows.add('p', &[&(words.about)(&end, &(words.affected)(report.whole.affected()))]);
    }
    let short = [report.from, report.to].map(|profile| (text.profile)(profile).short);
    for act in &report.acts {
        let mut said =
            [words.phrases.choice(act.choice), ": ", &(words.affected)(act.effect.affected())].concat();
        if !act.alone {
            said.push_str(words.phrases.comma);
            said.push_str(words.together);
        }
        rows.add('a', &[act.choice.rule(), &said]);
        lines(&act.effect).iter().for_each(|line| rows.add('l', &[&words.phrases.line(line)]));
        rows.moment(words.first, &act.first, (words, text, short));
    }
    if let Some(moment) = &report.not_attributed {
        rows.moment(words.not_attributed, moment, (words, text, short));
    }
    if report.page_speaks {
        let measured = report.to != Profile::Docs50 && report.to.version() >= (5, 0, 0);
        rows.add(
            'p',
            &[
                words.page,
                if measured { words.measured } else { "" },
                &["(", Choice::InitialOffset.rule(), ")"].concat(),
            ],
        );
    }
    rows.add('d', &[words.unchanged]);
    if !report.same_groups.is_empty() {
        rows.add('d', &[&(words.same_groups)(&words.phrases.list(&report.same_groups))]);
    }
    if !report.still.is_empty() {
        let named = report
            .still
            .iter()
            .map(|choice| [words.phrases.choice(*choice), " (", choice.rule(), ")"].concat());
        rows.add('d', &[&(words.still)(&words.phrases.list(&named.collect::<Vec<_>>()))]);
    }
    rows.0
}

struct Rows(String);

impl Rows {
    fn add(&mut self, kind: char, parts: &[&str]) {
        self.0.push(kind);
        for part in parts.iter().filter(|part| !part.is_empty()) {
            self.0.push('\t');
            // Names of topics and groups have neither; an error's remark might.
            self.0.push_str(&part.replace(['\t', '\n'], " "));
        }
        self.0.push('\n');
    }

    fn moment(&mut self, head: &str, moment: &Moment, (words, text, short): (&Report, &Text, [&str; 2])) {
        let [before, after] = moment.sides.each_ref().map(|side| does(side, moment.at, words, text));
        let said = [head, " ", &words.phrases.instant(moment.at)].concat();
        let both = [short[0], ": ", &before, words.phrases.semicolon, short[1], ": ", &after].concat();
        self.add('m', &[&moment.at.0.to_string(), &said, &both]);
    }
}

fn does(Did { deed, next }: &Did, at: VirtualTime, words: &Report, text: &Text) -> String {
    match (deed, next) {
        (Some(deed), _) => deed_words(deed, words, text),
        (None, Some((next, deed))) if *next == at => deed_words(deed, words, text),
        (None, Some((next, deed))) => {
            let next = words.phrases.instant(*next);
            [words.rest, " (", &next, ": ", &deed_words(deed, words, text), ")"].concat()
        }
        (None, None) => words.nothing_then.to_string(),
    }
}

fn deed_words(deed: &Deed, words: &Report, text: &Text) -> String {
    match deed {
        Deed::Event(event) => (text.event)(event),
        Deed::Answer(_, Err(rejected)) => {
            (text.common.refused)(&rejected.remark(), &rejected.code().to_string())
        }
        Deed::Answer(_, Ok(_)) => words.other_answer.to_string(),
    }
}
