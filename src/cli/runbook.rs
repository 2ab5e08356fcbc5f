//! `runbook` and `offsets`: what leaves a lab for a real cluster. Not here: the texts themselves
//! (`ui::text::runbook`, `projection::offset_files`).
//!
//! Invariant: what is printed is what the page gives.

use crate::cli::{Failure, read, read_journal};
use crate::engine::ids::VirtualTime;
use crate::projection::boards;
use crate::projection::offset_files::{consumer_offset_json, kafka_csv};
use crate::sim::formats::journal::Scenario;
use crate::sim::timeline::Timeline;
use crate::ui::text::Language;
use crate::ui::text::runbook::markdown;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct RunbookArguments {
    /// A journal (.jsonl) or a scenario (.json)
    lab: PathBuf,
    /// Virtual time up to which steps are taken [default: the last command's]
    #[arg(long, value_parser = crate::cli::parse_time)]
    until: Option<VirtualTime>,
    /// The language: en or zh
    #[arg(long, default_value = "en")]
    lang: String,
}

/// In which form offsets are written.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum Form {
    /// A broker's consumerOffset.json
    Broker,
    /// CSV for kafka-consumer-groups --reset-offsets --from-file
    Kafka,
}

pub(super) fn runbook(arguments: &RunbookArguments) -> Result<(), Failure> {
    let journal = read_journal(&arguments.lab)?;
    let last = journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
    let language = Language::from_tag(&arguments.lang);
    let text = read(&arguments.lab)?;
    let title = Scenario::parse(&text).ok().map(|scenario| scenario.title_in(language.tag()).to_string());
    let file = arguments.lab.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let title = title.or(file).unwrap_or_default();
    print!("{}", markdown(&journal, arguments.until.unwrap_or(last), &title, language));
    Ok(())
}

pub(super) fn offsets(lab: &Path, until: Option<VirtualTime>, form: Form) -> Result<(), Failure> {
    let journal = read_journal(lab)?;
    let until = until.or(journal.entries.last().map(|entry| entry.at_us)).unwrap_or_default();
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(until, &mut ());
    let boards = boards(timeline.world());
    match form {
        Form::Broker => print!("{}", consumer_offset_json(&boards)),
        Form::Kafka => print!("{}", kafka_csv(&boards)),
    }
    Ok(())
}
