//! `snapshot`: a live cluster as a lab, read over RocketMQ's remoting protocol. Not here: the wire
//! (`remoting`), which requests there are (`requests`), what follows from the answers (`reading`), and the
//! lab (`crate::import`).
//!
//! Invariant: it only reads. Requests are bounded in number and time, and are said at the end.

mod answers;
mod reading;
mod remoting;
mod requests;
mod sign;

pub(crate) use remoting::Trouble;

use crate::cli::import::{Lang, now_ms, say_remarks, show_and_write};
use crate::cli::snapshot::reading::{Chosen, Found, read_cluster};
use crate::cli::snapshot::remoting::Asking;
use crate::cli::snapshot::sign::Keys;
use crate::cli::{Failure, say};
use crate::engine::profile::Profile;
use crate::import::Cluster;
use crate::sim::command::Command;
use crate::sim::formats::journal::Scenario;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(super) struct SnapshotArguments {
    /// The name server, HOST:9876; several with `;`, of which the first that answers is asked
    #[arg(long, value_name = "HOST:PORT", env = "NAMESRV_ADDR")]
    namesrv: String,
    /// A group whose offsets to read, once for each [default: all]
    #[arg(long)]
    group: Vec<String>,
    /// A topic to read, once for each [default: all that the groups consume]
    #[arg(long)]
    topic: Vec<String>,
    /// Also says where a reset to this time would land, by the brokers' own search; once for each time.
    /// 2026-11-30T12:00:00Z, or milliseconds since 1970
    #[arg(long, value_parser = parse_instant)]
    time: Vec<Instant>,
    /// Writes the lab as a scenario, which the page and `run` open
    #[arg(short, long, value_name = "LAB")]
    output: Option<PathBuf>,
    /// A tools.yml with accessKey and secretKey, for a cluster with ACL
    #[arg(long, value_name = "TOOLS.YML")]
    acl: Option<PathBuf>,
    /// Seconds for all requests together
    #[arg(long, default_value_t = 30)]
    timeout: u64,
    /// Whose rules the lab obeys; absent: those of the brokers' version
    #[arg(long, value_parser = crate::cli::parse_profile)]
    profile: Option<Profile>,
    /// The language of what is said of the cluster
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// The lab's title
    #[arg(long, default_value = "Snapshot of a cluster")]
    title: String,
}

/// A time to search for.
#[derive(Clone, Debug)]
pub(crate) struct Instant {
    /// As it was written.
    pub(crate) words: String,
    /// Milliseconds since 1970.
    pub(crate) at_ms: i64,
}

fn parse_instant(text: &str) -> Result<Instant, String> {
    let at_ms = text
        .parse()
        .ok()
        .or_else(|| text.parse::<jiff::Timestamp>().ok().map(|timestamp| timestamp.as_millisecond()));
    at_ms.map(|at_ms| Instant { words: text.to_string(), at_ms }).ok_or_else(|| {
        format!("{text:?} is no time; write it like 2026-11-30T12:00:00Z, with Z or an offset, or as milliseconds since 1970")
    })
}

pub(super) fn snapshot(arguments: &SnapshotArguments) -> Result<(), Failure> {
    let keys = arguments.acl.as_deref().map(Keys::read).transpose().map_err(Failure::Snapshot)?;
    let mut asking = Asking::new(keys, arguments.timeout);
    let chosen = Chosen { groups: &arguments.group, topics: &arguments.topic, times: &arguments.time };
    let read = read_cluster(&mut asking, &arguments.namesrv, chosen);
    for (request, count) in &asking.counts {
        eprintln!("asked: {request}, {count} {}", if *count == 1 { "time" } else { "times" });
    }
    let Found { mut cluster, times, reserved_ms } = read.map_err(Failure::Snapshot)?;
    let profile = cluster.choose_profile(arguments.profile);
    let mut scenario = cluster.to_scenario(&arguments.title, profile, now_ms());
    keep_for(&mut scenario, reserved_ms);
    say_remarks(&cluster, arguments.lang);
    for line in &times {
        say(line);
    }
    show_and_write(&scenario, arguments.output.as_deref())?;
    if is_whole(&cluster) { Ok(()) } else { Err(Failure::Said) }
}

fn is_whole(cluster: &Cluster) -> bool {
    !cluster.remarks.iter().any(|remark| remark.unread)
}

/// The lab keeps what it stores as long as the brokers do.
fn keep_for(scenario: &mut Scenario, kept_ms: Option<u64>) {
    for entry in &mut scenario.journal {
        if let Command::SetRetention(settings) = &mut entry.command {
            settings.reserved_ms = kept_ms.or(settings.reserved_ms);
        }
    }
}
