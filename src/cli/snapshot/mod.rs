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
mod times;
mod watch;

pub(crate) use remoting::Trouble;

use crate::cli::import::{Lang, now_ms, say_remarks, show_and_write};
use crate::cli::snapshot::answers::{
    ClusterInfo, ConsumerList, ConsumerOffsets, Route, RuntimeInfo, SubscriptionGroups,
};
use crate::cli::snapshot::reading::{Chosen, Found, Reading};
use crate::cli::snapshot::remoting::{Asking, now, read_frame};
use crate::cli::snapshot::sign::Keys;
use crate::cli::snapshot::watch::Watched;
use crate::cli::{Failure, say};
use crate::engine::ids::{EpochMs, VirtualTime};
use crate::engine::profile::Profile;
use crate::import::{Cluster, both};
use crate::sim::command::Command;
use crate::sim::formats::journal::Scenario;
use std::path::PathBuf;
use std::time::Duration;

/// Moments of one lab.
const MOMENTS_MAX: u32 = 1_000;

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
    /// How often to ask each queue's broker where a time is, so that a reset by time can be tried in the lab;
    /// 0: not at all
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u16).range(0..=64))]
    samples: u16,
    /// Reads again and again, at such a distance, so that the lab's time line has the lag: 10s
    #[arg(long, value_parser = parse_duration, requires = "for")]
    every: Option<Duration>,
    /// For how long: 5m
    #[arg(long = "for", id = "for", value_parser = parse_duration, requires = "every")]
    lasts: Option<Duration>,
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

fn parse_duration(text: &str) -> Result<Duration, String> {
    let duration = text.parse::<jiff::SignedDuration>().ok().and_then(|span| Duration::try_from(span).ok());
    let duration = duration.filter(|duration| *duration >= Duration::from_secs(1));
    duration
        .ok_or_else(|| format!("{text:?} is no length of time of a second or more; write it like 10s or 5m"))
}

pub(super) fn snapshot(arguments: &SnapshotArguments) -> Result<(), Failure> {
    let keys = arguments.acl.as_deref().map(Keys::read).transpose().map_err(Failure::Snapshot)?;
    let mut asking = Asking::new(keys, arguments.timeout);
    let read = read_all(&mut asking, arguments);
    for (request, count) in &asking.counts {
        eprintln!("asked: {request}, {count} {}", if *count == 1 { "time" } else { "times" });
    }
    let (cluster, times, scenario) = read.map_err(Failure::Snapshot)?;
    say_remarks(&cluster, arguments.lang);
    for line in &times {
        say(line);
    }
    show_and_write(&scenario, arguments.output.as_deref())?;
    if is_whole(&cluster) { Ok(()) } else { Err(Failure::Said) }
}

/// How many answers a server's bytes are, each of which is tried as everything that it could tell: what the
/// fuzz target `remoting` and the tests give it.
pub fn read_answers(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let Ok((_, body)) = read_frame(&mut bytes, "") {
        let _ = answers::read::<ClusterInfo>(&body).map(|info| info.broker_addr_table.len());
        let _ = answers::read::<Route>(&body).map(|route| route.queue_datas.len());
        let _ = answers::read::<ConsumerOffsets>(&body).map(|offsets| offsets.offset_table.len());
        let _ = answers::read::<SubscriptionGroups>(&body).map(|all| all.subscription_group_table.len());
        let _ = answers::read::<ConsumerList>(&body).map(|list| list.consumer_id_list.len());
        let _ = answers::read::<RuntimeInfo>(&body).map(|info| info.table.len());
        let _ = answers::setting(&String::from_utf8_lossy(&body), "fileReservedTime").map(str::len);
        count += 1;
    }
    count
}

/// The cluster, where the times were found, and the lab.
fn read_all(
    asking: &mut Asking,
    arguments: &SnapshotArguments,
) -> Result<(Cluster, Vec<String>, Scenario), Trouble> {
    let chosen = Chosen {
        groups: &arguments.group,
        topics: &arguments.topic,
        times: &arguments.time,
        samples: arguments.samples.into(),
    };
    let mut reading = Reading::begin(asking, &arguments.namesrv, chosen)?;
    let Found { mut cluster, times, reserved_ms } = reading.read_cluster()?;
    let (begun, begun_ms) = (now(), now_ms());
    let profile = cluster.choose_profile(arguments.profile);
    let mut scenario = cluster.to_scenario(&arguments.title, profile, begun_ms);
    keep_for(&mut scenario, reserved_ms);
    if let (Some(every), Some(lasts)) = (arguments.every, arguments.lasts) {
        watch(&mut reading, &mut scenario, profile, (begun, begun_ms), (every, lasts));
    }
    Ok((cluster, times, scenario))
}

/// Reads moment after moment into the lab, and says in its text what they are.
fn watch(
    reading: &mut Reading<'_>,
    lab: &mut Scenario,
    profile: Profile,
    (begun, begun_ms): (std::time::Instant, EpochMs),
    (every, lasts): (Duration, Duration),
) {
    let (mut watched, mut unknown) = (Watched::of(lab), 0);
    let moments = lasts.as_millis() / every.as_millis();
    for moment in 1..=u32::try_from(moments).unwrap_or(u32::MAX).min(MOMENTS_MAX) {
        Asking::wait_until(begun, every * moment);
        let later = match reading.read_moment() {
            Ok(mut found) => found.cluster.to_scenario("", profile, begun_ms),
            // What was read until then is a lab.
            Err(trouble) => {
                eprintln!("ended early: {trouble}");
                break;
            }
        };
        let us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        unknown = watched.add(lab, later, VirtualTime(us));
    }
    let (lasted, every) = (lab.open_at_us.0 / 1_000_000, every.as_secs());
    let mut words = both(
        format!(
            "The time line has what was read every {every} s for {lasted} s: at each of these moments the lab has the \
             cluster's numbers, and between them nothing moves."
        ),
        format!(
            "时间线是每 {every} 秒读取一次、共 {lasted} 秒的结果：这些时刻实验与集群的数字一致，其间没有变化。"
        ),
    );
    if unknown > 0 {
        words.en += &format!(" {unknown} queues or offsets that came meanwhile are not in the lab.");
        words.zh += &format!("其间出现的 {unknown} 个队列或位点不在实验中。");
    }
    eprintln!("note: {}", words.en.trim_end_matches('.'));
    for language in ["en", "zh"] {
        let text = lab.text.entry(language.to_string()).or_default();
        text.push('\n');
        text.push_str(words.of(language == "zh"));
    }
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
