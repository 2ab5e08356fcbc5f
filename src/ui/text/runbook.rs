//! A rehearsal as a runbook in Markdown, to be pasted into a ticket: each step with its commands and the
//! numbers before and after. Not here: the steps (`projection::runbook`).
//!
//! Invariant: a number is the lab's; what is only about right says so. Addresses are left to the person.

use crate::engine::ids::{QueueOffset, VirtualTime};
use crate::projection::runbook::{Standing, Step, runbook};
use crate::projection::{ResetPreview, queue_names};
use crate::sim::command::Command;
use crate::sim::formats::journal::{Journal, to_json};
use crate::ui::draw::format::clock_seconds;
use crate::ui::draw::moments::date;
use crate::ui::state::ResetDraft;
use crate::ui::state::command_line::{CommandLine, Tool, command_line, way_back};
use crate::ui::text::reset_sentences::{total, warnings};
use crate::ui::text::{Language, OfText, OfTwo, Text};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What the lab shows for a name server and a broker; a runbook says what to put there.
const ADDRESSES: [(&str, &str); 2] =
    [("127.0.0.1:9876", "NAMESRV:9876"), ("127.0.0.1:10911", "BROKER:10911")];

/// The words of a runbook. The page's own program has none of them.
pub struct Words {
    /// title
    pub head: OfText,
    /// profile, when
    pub made: OfTwo,
    pub addresses: &'static str,
    pub stop: &'static str,
    pub nothing: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub no_command: &'static str,
    pub back: &'static str,
    /// group
    pub check: OfText,
    pub columns: [&'static str; 6],
    pub unknown: &'static str,
    pub none: &'static str,
}

/// How such a question begins, which no report's does.
pub const ASKED: &str = "runbook\n";

/// What the page asks for: the language, the lab's moment, its title, and a journal.
pub fn ask(text: &Text, until: VirtualTime, title: &str, journal: &str) -> String {
    [ASKED, text.tag, "\n", &until.0.to_string(), "\n", &title.replace('\n', " "), "\n", journal].concat()
}

/// The runbook that answers what comes behind `ASKED`; `None`: that is no such question.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(4, '\n').collect();
    let [tag, until, title, journal] = parts[..] else { return None };
    let journal = Journal::parse(journal).ok()?;
    Some(markdown(&journal, VirtualTime(until.parse().ok()?), title, Language::from_tag(tag)))
}

/// The runbook of a journal until an instant.
pub fn markdown(journal: &Journal, until: VirtualTime, title: &str, language: Language) -> String {
    let (text, words) = (language.text(), &language.reports().runbook);
    let profile = journal.header.profile;
    let steps = runbook(journal, until);
    let mut page = format!("# {}\n\n", (words.head)(title));
    page.push_str(&format!("{}\n", (words.made)((text.profile)(profile).name, &clock_seconds(until.0))));
    if steps.is_empty() {
        page.push_str(&format!("\n{}\n", words.nothing));
        return page;
    }
    page.push_str(&format!("\n- {}\n- {}\n", words.addresses, words.stop));
    for (i, step) in steps.iter().enumerate() {
        let queues = names_at_reset(journal, &step.command);
        add_step(&mut page, i + 1, step, Tool { profile, text, queues: &queues }, words);
    }
    page
}

/// What the queues of a reset's topic are called.
fn names_at_reset(journal: &Journal, command: &Command) -> Vec<String> {
    let Command::ResetOffset { topic, .. } = command else { return Vec::new() };
    queue_names(&journal.entries, topic)
}

fn add_step(page: &mut String, nth: usize, step: &Step, tool: Tool<'_>, words: &Words) {
    let text = tool.text;
    let when = format!("{} ({} UTC)", clock_seconds(step.at.0), date(step.at_ms));
    page.push_str(&format!("\n## {nth}. {}\n\n{when}\n", head(step, text)));
    if let Some(refused) = &step.refused {
        let refused = (text.common.refused)(&refused.remark(), &refused.code().to_string());
        page.push_str(&format!("\n{refused}\n"));
        return;
    }
    if !step.before.is_empty() {
        page.push_str(&format!("\n{}\n\n{}", words.before, table(&step.before, words)));
    }
    if let (Command::ResetOffset { group, topic, queues, to }, Some(preview)) = (&step.command, &step.preview)
    {
        let (group, topic) = (group.clone(), topic.clone());
        let draft = ResetDraft { group, topic, queues: queues.clone(), to: to.clone(), undo: None };
        let lines = [command_line(&draft, &preview.rows, tool), way_back(&draft, preview, tool)];
        add_reset(page, preview, lines, (text, words));
    } else {
        add_other(page, step, (text, words));
    }
    if !step.after.is_empty() {
        page.push_str(&format!("\n{}\n\n{}", words.after, table(&step.after, words)));
    }
    if let Some(group) = &step.group {
        page.push_str(&format!("\n{}\n", (words.check)(group)));
    }
}

/// What was done, in the words of what happened; without an event of its own, the command's name.
fn head(step: &Step, text: &Text) -> String {
    if let Command::ResetOffset { group, topic, .. } = &step.command {
        return (text.reset.title)(group, topic);
    }
    match step.events.first() {
        Some(event) => (text.event)(event),
        None => to_json(&step.command).split('"').nth(1).unwrap_or_default().to_string(),
    }
}

fn add_reset(
    page: &mut String,
    preview: &ResetPreview,
    [forth, back]: [CommandLine; 2],
    (text, words): (&Text, &Words),
) {
    page.push_str(&format!("\n{}\n", total(preview, text)));
    for (sentence, rule) in warnings(preview, text) {
        let rule = if rule.is_empty() { String::new() } else { format!(" ({rule})") };
        page.push_str(&format!("- {sentence}{rule}\n"));
    }
    add_commands(page, &forth, words.no_command);
    if !back.lines.is_empty() {
        page.push_str(&format!("\n{}\n", words.back));
        add_commands(page, &back, words.no_command);
    }
}

fn add_commands(page: &mut String, command: &CommandLine, none: &str) {
    let mut lines = command.lines.join("\n");
    for (shown, meant) in ADDRESSES {
        lines = lines.replace(shown, meant);
    }
    match lines.is_empty() {
        true => page.push_str(&format!("\n{none}\n")),
        false => page.push_str(&format!("\n```\n{lines}\n```\n")),
    }
    for (i, note) in command.notes.iter().enumerate() {
        page.push_str(&format!("{}- {note}\n", if i == 0 { "\n" } else { "" }));
    }
}

/// The line that does the same, where it is known: of a group as a real mqadmin 4.9.7 and 5.3.3 took it.
fn other_line(command: &Command) -> Option<String> {
    if let Command::DeleteTopic { topic } = command {
        return Some(format!("mqadmin deleteTopic -n NAMESRV:9876 -c CLUSTER -t {topic}"));
    }
    let Command::DeleteGroup { group, remove_offsets } = command else { return None };
    let offsets = if *remove_offsets { " -r true" } else { "" };
    Some(format!("mqadmin deleteSubGroup -n NAMESRV:9876 -b BROKER:10911 -g {group}{offsets}"))
}

fn add_other(page: &mut String, step: &Step, (text, words): (&Text, &Words)) {
    match other_line(&step.command) {
        Some(line) => page.push_str(&format!("\n```\n{line}\n```\n")),
        None => page.push_str(&format!("\n{}\n", words.no_command)),
    }
    for (i, event) in step.events.iter().enumerate() {
        page.push_str(&format!("{}- {}\n", if i == 0 { "\n" } else { "" }, (text.event)(event)));
    }
}

fn table(rows: &[Standing], words: &Words) -> String {
    let mut table = format!("| {} |\n|---|---|--:|--:|--:|--:|\n", words.columns.join(" | "));
    let offset = |offset: Option<QueueOffset>, absent: &str| {
        offset.map_or_else(|| absent.to_string(), |offset| offset.to_string())
    };
    for row in rows {
        let Standing { topic, queue, .. } = row;
        let cells = [
            // A topic's name may have one, which ends a cell.
            topic.replace('|', "\\|"),
            queue.clone(),
            offset(row.min, words.unknown),
            offset(row.max, words.unknown),
            offset(row.consumer_offset, words.none),
            row.lag.map_or_else(|| words.none.to_string(), |lag| lag.to_string()),
        ];
        table.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    table
}
