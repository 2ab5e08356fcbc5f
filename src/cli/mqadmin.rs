//! `mqadmin`: a line of RocketMQ's own tool, run on a lab. Not here: what the tool does (`terminal`), and our
//! words about it (`ui::text::terminal`).
//!
//! Invariant: stdout is what the tool prints there; what it prints as an error and what we say go to stderr.

use crate::cli::{Failure, read_journal, say};
use crate::engine::ids::VirtualTime;
use crate::sim::formats::journal::JournalEntry;
use crate::terminal::run;
use crate::ui::text::Language;
use crate::ui::text::terminal::notes;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct MqadminArguments {
    /// A journal (.jsonl) or a scenario (.json)
    lab: PathBuf,
    /// Virtual time at which it is run [default: the last command's]
    #[arg(long, value_parser = crate::cli::parse_time)]
    until: Option<VirtualTime>,
    /// Writes the journal with what the line did to the lab
    #[arg(short, long, value_name = "JOURNAL")]
    output: Option<PathBuf>,
    /// The language of what is said beside it: en or zh
    #[arg(long, default_value = "en")]
    lang: String,
    /// The line: resetOffsetByTime -g billing -t orders -s now
    #[arg(last = true, required = true)]
    line: Vec<String>,
}

/// Gives what `mqadmin` ends with, which is 0 even where a broker refused (R-CMD-1).
pub(super) fn mqadmin(arguments: &MqadminArguments) -> Result<i32, Failure> {
    let mut journal = read_journal(&arguments.lab)?;
    let last = journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
    let until = arguments.until.unwrap_or(last);
    let line = shlex_line(&arguments.line);
    let ran = run(&line, &journal, until);
    if !ran.out.is_empty() {
        say(ran.out.trim_end_matches('\n'));
    }
    eprint!("{}", ran.err);
    for note in notes(&ran, Language::from_tag(&arguments.lang)) {
        eprintln!("# {note}");
    }
    if let Some(path) = &arguments.output {
        let at_us = until;
        journal.entries.retain(|entry| entry.at_us <= at_us);
        journal.entries.extend(ran.commands.into_iter().map(|command| JournalEntry { at_us, command }));
        std::fs::write(path, journal.to_text()).map_err(|error| Failure::Write(path.clone(), error))?;
    }
    Ok(ran.code)
}

/// The words as a line that is taken apart again: one word may be a whole line.
fn shlex_line(words: &[String]) -> String {
    match words {
        [line] => line.clone(),
        words => {
            let quoted = words.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''")));
            quoted.collect::<Vec<_>>().join(" ")
        }
    }
}
