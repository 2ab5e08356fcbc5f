//! `import`: a real cluster's files as a lab, shown as a table and written as a scenario. Not here: reading
//! the files (`crate::import`).
//!
//! Invariant: the table shows the lab that is written; what could not be read is said on stderr, and then the
//! exit code is 1; where a name is missing it is 2, and nothing is written.

use crate::cli::profiles::why;
use crate::cli::run::{named_boards, to_table};
use crate::cli::{Failure, say};
use crate::engine::EpochMs;
use crate::engine::broker_version::ProfileOfBroker;
use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::import::times::zone_of;
use crate::import::{Cluster, Given, Question, Source, Wanted, decode, read_cluster};
use crate::sim::formats::journal::{Scenario, parse_json, to_json};
use crate::sim::timeline::Timeline;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// consumerOffset.json, topics.json, subscriptionGroup.json, or what `mqadmin consumerProgress -g GROUP`
    /// and `topicStatus -t TOPIC` print, with whatever stands around it. NAME=FILE gives the group or topic,
    /// which mqadmin does not print
    #[arg(required = true, value_name = "[NAME=]FILE")]
    files: Vec<String>,
    /// Writes the lab as a scenario, which the page and `run` open
    #[arg(short, long, value_name = "LAB")]
    output: Option<PathBuf>,
    /// The one broker whose queues to import, where the files have several
    #[arg(long)]
    broker: Option<String>,
    /// The group of a table that does not name it; once for each such table
    #[arg(long)]
    group: Vec<String>,
    /// The topic of a table that does not name it; once for each such table
    #[arg(long)]
    topic: Vec<String>,
    /// Whose rules the lab obeys; absent: those of the broker's version
    #[arg(long, value_parser = crate::cli::parse_profile)]
    profile: Option<Profile>,
    /// The broker's version, such as 5.3.3, where no file tells it
    #[arg(long, value_parser = parse_broker_version)]
    broker_version: Option<String>,
    /// The clock of the times in the files, such as +08:00, where no file tells it [default: UTC]
    #[arg(long, value_parser = parse_zone, allow_hyphen_values = true)]
    utc_offset: Option<i32>,
    /// The language of what is said of the files
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// The lab's title
    #[arg(long, default_value = "Imported cluster")]
    title: String,
}

pub(super) fn import(arguments: &ImportArguments) -> Result<(), Failure> {
    let named: Vec<(Option<&str>, &str)> =
        arguments.files.iter().map(|file| subject_and_file(file)).collect();
    let mut texts = Vec::new();
    for (_, file) in &named {
        let path = PathBuf::from(file);
        texts.push(decode(&std::fs::read(&path).map_err(|error| Failure::Read(path, error))?));
    }
    let sources: Vec<Source<'_>> =
        named.iter().zip(&texts).map(|(&(subject, name), text)| Source { name, subject, text }).collect();
    let given = Given {
        broker: arguments.broker.clone(),
        groups: arguments.group.clone(),
        topics: arguments.topic.clone(),
        zone: arguments.utc_offset,
    };
    let mut cluster = read_cluster(&sources, &given);
    if !cluster.questions.is_empty() {
        return Err(ask(&cluster, arguments.lang));
    }
    let empty = cluster.is_empty();
    if empty {
        say_remarks(&cluster, arguments.lang);
        eprintln!("offset-lab: nothing to import in these files");
        return Err(Failure::Said);
    }
    let of_version = arguments.broker_version.as_deref().and_then(Profile::standing_for);
    let profile = match of_version {
        Some(found) if arguments.profile.is_none() => say_standing(found),
        _ => cluster.choose_profile(arguments.profile),
    };
    let scenario = cluster.to_scenario(&arguments.title, profile, now_ms());
    say_remarks(&cluster, arguments.lang);
    show_and_write(&scenario, arguments.output.as_deref())?;
    if cluster.remarks.iter().any(|remark| remark.unread) { Err(Failure::Said) } else { Ok(()) }
}

/// The languages of remarks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(super) enum Lang {
    En,
    Zh,
}

pub(super) fn say_remarks(cluster: &Cluster, lang: Lang) {
    for remark in &cluster.remarks {
        match (lang, remark.unread) {
            (Lang::En, true) => eprintln!("not read: {remark}"),
            (Lang::En, false) => eprintln!("note: {remark}"),
            (Lang::Zh, true) => eprintln!("未读取：{}", remark.told(true)),
            (Lang::Zh, false) => eprintln!("提示：{}", remark.told(true)),
        }
    }
}

/// Says what is missing, and which option gives it.
fn ask(cluster: &Cluster, lang: Lang) -> Failure {
    say_remarks(cluster, lang);
    for Question { wanted, candidates, remark } in &cluster.questions {
        let option = match wanted {
            Wanted::Group => "--group",
            Wanted::Topic => "--topic",
            Wanted::Broker => "--broker",
        };
        let seen = if candidates.is_empty() { "NAME".to_string() } else { candidates.join(" or ") };
        eprintln!("offset-lab: {}, line {}: give {option} {seen}", remark.file, remark.line);
    }
    Failure::Asked
}

pub(super) fn show_and_write(scenario: &Scenario, output: Option<&Path>) -> Result<(), Failure> {
    let mut timeline = Timeline::from_journal(scenario.to_journal());
    let outcomes = timeline.run_until(VirtualTime(0), &mut ());
    for rejected in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
        eprintln!("refused: {rejected}");
    }
    say(to_table(&named_boards(&timeline)));
    let Some(path) = output else { return Ok(()) };
    let text = to_json(scenario);
    // What can't be read again must not be written as if it could.
    parse_json::<Scenario>(&text).map_err(|error| Failure::Parse(path.to_path_buf(), error))?;
    std::fs::write(path, text).map_err(|error| Failure::Write(path.to_path_buf(), error))
}

/// Says whose rules stand for the version that was named.
fn say_standing(found: ProfileOfBroker) -> Profile {
    eprintln!("note: the lab obeys the rules of {} ({})", found.profile.id(), why(found.fit));
    found.profile
}

fn parse_zone(text: &str) -> Result<i32, String> {
    zone_of(&["UTC", text].concat())
        .ok_or_else(|| format!("{text:?} is no offset from UTC; write it like +08:00"))
}

fn parse_broker_version(text: &str) -> Result<String, String> {
    let known = Profile::standing_for(text).is_some();
    known
        .then(|| text.to_string())
        .ok_or_else(|| format!("{text:?} is no broker's version; write it whole, like 5.3.3"))
}

/// `orders=status.txt` as its two halves. A path with `=` in it is still a path.
fn subject_and_file(argument: &str) -> (Option<&str>, &str) {
    match argument.split_once('=') {
        Some((subject, file)) if !subject.contains('/') && !PathBuf::from(argument).exists() => {
            (Some(subject), file)
        }
        _ => (None, argument),
    }
}

/// The lab's clock starts now: all that is imported was stored by then.
pub(super) fn now_ms() -> EpochMs {
    #[expect(
        clippy::disallowed_methods,
        reason = "a file is read at a moment of the world outside of every lab"
    )]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    EpochMs(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
