//! The native command line: run a scenario, digest a journal, diff two profiles, say what an upgrade changes,
//! import a cluster or read a live one, run lines of mqadmin, write a runbook, hold the lab against
//! recordings, draw its board, put it into a link, print the schema. Not here: any rule; it reads files and
//! prints.
//!
//! Invariant: nothing is printed as a result that the library did not compute.

mod conform;
mod diff;
mod import;
mod lesson;
pub mod link;
mod mqadmin;
mod picture;
mod picture_auto;
mod profile_rows;
mod profiles;
mod run;
mod runbook;
mod schema;
pub mod snapshot;
mod upgrade;
mod upgrade_words;
mod words;

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::sim::formats::journal::{Journal, JournalEntry, ParseError, Scenario};
use crate::sim::timeline::Timeline;
use clap::{Parser, Subcommand};
use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// RocketMQ's consumer progress, simulated without a browser.
#[derive(Parser)]
#[command(name = "offset-lab", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Runs a scenario or journal and prints queues and groups as a table
    Run {
        /// A scenario (.json) or a journal (.jsonl)
        scenario: PathBuf,
        /// Virtual time to run to: 500ms, 60s, 5m, 2h
        #[arg(long, value_parser = parse_time)]
        until: VirtualTime,
        /// Prints JSON instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Prints the 64-bit digest of the lab at the end of a journal
    Digest {
        /// A journal (.jsonl) or a scenario (.json)
        journal: PathBuf,
        /// Virtual time to run to [default: the last command's]
        #[arg(long, value_parser = parse_time)]
        until: Option<VirtualTime>,
    },
    /// Replays recordings of real brokers and compares every answer
    Conform {
        /// Recordings (.jsonl), see tests/conformance/FORMAT.md
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Runs one journal under two profiles and explains the first difference
    Diff(diff::DiffArguments),
    /// Says what an upgrade of the broker changes in a lab, rule by rule
    Upgrade(upgrade::UpgradeArguments),
    /// Makes a lab with exactly the offsets of a real cluster
    Import(import::ImportArguments),
    /// Makes the same of a live cluster, asking its brokers; it only reads
    Snapshot(snapshot::SnapshotArguments),
    /// Runs a line of RocketMQ's mqadmin on a lab
    Mqadmin(mqadmin::MqadminArguments),
    /// Prints what was rehearsed in a lab as a runbook in Markdown
    Runbook(runbook::RunbookArguments),
    /// Prints a lab's consumer offsets as a file that a broker or Kafka's tool takes
    Offsets {
        /// A journal (.jsonl) or a scenario (.json)
        lab: PathBuf,
        /// In which form
        #[arg(long, value_enum, default_value = "broker")]
        form: runbook::Form,
        /// Virtual time to run to [default: the last command's]
        #[arg(long, value_parser = parse_time)]
        until: Option<VirtualTime>,
    },
    /// Puts a lab into a link that opens it in the page, or takes it out of one
    Link(link::LinkArguments),
    /// Draws a lab's queue board as a stand-alone SVG file
    Picture(picture::PictureArguments),
    /// Lists the profiles: whose rules a lab can obey
    Profiles {
        /// Prints docs/profiles.md, every cell asked of the rules
        #[arg(long)]
        markdown: bool,
    },
    /// Prints the JSON Schema of commands, journals, scenarios, lessons and courses
    Schema,
    /// Looks after lessons and courses
    #[command(subcommand)]
    Lesson(LessonTask),
}

#[derive(Subcommand)]
enum LessonTask {
    /// Plays every lesson of a folder by its solutions and says what in it is not so
    Check {
        /// A folder with lessons (.json) and perhaps a course
        folder: PathBuf,
    },
}

/// What ends a task early, in words.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file could not be read.
    Read(PathBuf, std::io::Error),
    /// A file could not be written.
    Write(PathBuf, std::io::Error),
    /// A file is not what it should be.
    Parse(PathBuf, ParseError),
    /// A cluster could not be read.
    Snapshot(snapshot::Trouble),
    /// A lab does not fit into a link, or a link is none.
    Link(link::LinkFault),
    /// A line of a file is not what it should be.
    Line(PathBuf, usize, String),
    /// The files were read, and what was asked for is not so. Already said.
    Said,
    /// Something that only a person knows is missing. Already asked.
    Asked,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Read(path, error) | Failure::Write(path, error) => {
                write!(f, "{}: {error}", path.display())
            }
            Failure::Snapshot(trouble) => trouble.fmt(f),
            Failure::Parse(path, error) => write!(f, "{}: {error}", path.display()),
            Failure::Link(fault) => write!(f, "the link: {fault}"),
            Failure::Line(path, line, problem) => write!(f, "{}: line {line}: {problem}", path.display()),
            Failure::Said | Failure::Asked => Ok(()),
        }
    }
}

/// Obeys the process's arguments.
pub fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Run { scenario, until, json } => run::run(&scenario, until, json),
        Task::Digest { journal, until } => digest(&journal, until),
        Task::Conform { files } => conform::conform(&files),
        Task::Diff(arguments) => diff::diff(&arguments),
        Task::Upgrade(arguments) => upgrade::upgrade(&arguments),
        Task::Import(arguments) => import::import(&arguments),
        Task::Snapshot(arguments) => snapshot::snapshot(&arguments),
        Task::Mqadmin(arguments) => match mqadmin::mqadmin(&arguments) {
            Ok(0) => Ok(()),
            Ok(code) => return ExitCode::from(u8::try_from(code).unwrap_or(1)),
            Err(failure) => Err(failure),
        },
        Task::Runbook(arguments) => runbook::runbook(&arguments),
        Task::Offsets { lab, form, until } => runbook::offsets(&lab, until, form),
        Task::Link(arguments) => link::link(&arguments),
        Task::Picture(arguments) => picture::picture(&arguments),
        Task::Lesson(LessonTask::Check { folder }) => lesson::check(&folder),
        Task::Profiles { markdown } => {
            if markdown {
                print!("{}", profiles::markdown());
            } else {
                println!("{}", profiles::list());
            }
            Ok(())
        }
        Task::Schema => {
            println!("{}", schema::schema());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Said) => ExitCode::FAILURE,
        // As clap ends where an option is missing.
        Err(Failure::Asked) => ExitCode::from(2),
        Err(failure) => {
            eprintln!("offset-lab: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn digest(path: &Path, until: Option<VirtualTime>) -> Result<(), Failure> {
    let journal = read_journal(path)?;
    let end = until.or(journal.entries.last().map(|entry: &JournalEntry| entry.at_us)).unwrap_or_default();
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(end, &mut ());
    println!("{:016x}", timeline.world().digest());
    Ok(())
}

/// A result on stdout. Whoever reads it may have gone, as `head` does.
pub(crate) fn say(text: impl fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::Read(path.to_path_buf(), error))
}

/// Reads a scenario or a journal, told apart by the format's name in the first bytes.
pub(crate) fn read_journal(path: &Path) -> Result<Journal, Failure> {
    let text = read(path)?;
    let journal = if text.contains(crate::sim::formats::journal::SCENARIO_FORMAT) {
        Scenario::parse(&text).map(|scenario| scenario.to_journal())
    } else {
        Journal::parse(&text)
    };
    journal.map_err(|error| Failure::Parse(path.to_path_buf(), error))
}

/// A profile by its name in files.
fn parse_profile(text: &str) -> Result<Profile, String> {
    let known = || Profile::ALL.map(Profile::id).join(", ");
    Profile::from_id(text).ok_or_else(|| format!("{text:?} is not a profile; choose one of {}", known()))
}

/// `60s` and the like as virtual time.
fn parse_time(text: &str) -> Result<VirtualTime, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let us_per_unit = match unit {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        "m" => 60_000_000,
        "h" => 3_600_000_000,
        _ => {
            return Err(format!("{text:?} is not a time; write a number and us, ms, s, m or h, such as 60s"));
        }
    };
    let number: u64 = number.parse().map_err(|_| format!("{text:?} has no number that fits"))?;
    number.checked_mul(us_per_unit).map(VirtualTime).ok_or_else(|| format!("{text:?} is too long"))
}
