//! What `mqadmin consumerProgress -g` and `topicStatus` print, of 4.9 and of 5.x, one or more of them in a
//! text, with or without the command lines. Not here: what the numbers mean for a lab (`import`).
//!
//! Invariant: a line is a heading, a row, a total, the command, or a remark with its number; a row is taken
//! whole or not at all.

use crate::sim::formats::import::{Bounds, Cluster, ListedOffset, Source, SourceLine};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Lines that say nothing about queues.
const TOTALS: [&str; 8] = [
    "Consume TPS:",
    "Consume Diff Total:",
    "Consume Inflight Total:",
    "Diff Total:",
    "Topic Put TPS:",
    "RocketMQLog:",
    "OpenJDK ",
    "Java HotSpot",
];

/// The line of `brokerStatus` with the broker's version.
const VERSION_KEY: &str = "brokerVersionDesc";

/// Which table the lines belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// None yet, or one of another command.
    Other,
    /// `consumerProgress -g`, or `brokerConsumeStats` with its column of groups.
    Progress,
    /// `topicStatus`.
    Status,
}

/// A row of either table.
struct TableRow<'a> {
    line: usize,
    topic: Option<&'a str>,
    group: Option<&'a str>,
    queue: i64,
    min: Option<i64>,
    max: i64,
    offset: Option<i64>,
}

/// A heading and its rows.
struct Table<'a> {
    kind: Kind,
    line: usize,
    columns: Vec<&'a str>,
    /// From the command line above it.
    subject: Option<String>,
    rows: Vec<TableRow<'a>>,
}

/// Lines that follow each other and are no rows.
struct UnreadLines<'a> {
    from: usize,
    to: usize,
    /// What the first one says.
    first: &'a str,
}

/// A broker whose rows are left out.
struct OtherBroker<'a> {
    name: &'a str,
    rows: usize,
}

/// Reads every table in a text. With `chosen` the cluster's broker was named by a person.
pub(crate) fn read_tables(source: &Source<'_>, chosen: bool, cluster: &mut Cluster) {
    let mut table =
        Table { kind: Kind::Other, line: 0, columns: Vec::new(), subject: None, rows: Vec::new() };
    let mut unread: Option<UnreadLines<'_>> = None;
    let is_status = source.text.contains(VERSION_KEY);
    let mut others: Vec<OtherBroker<'_>> = Vec::new();
    for (before, whole) in source.text.split_inclusive('\n').enumerate() {
        let (number, line) = (before + 1, whole.trim());
        let is_command =
            ["consumerProgress", "topicStatus"].iter().any(|name| line.split(' ').any(|w| w == *name));
        if line.is_empty() || TOTALS.iter().any(|total| line.starts_with(total)) {
            continue;
        }
        if line.starts_with('#') || is_command {
            // The command line is above the heading.
            let above = if table.kind == Kind::Other { table.subject.take() } else { None };
            let next = heading(line, number, above);
            finish(core::mem::replace(&mut table, next), source, cluster);
            continue;
        }
        if table.kind == Kind::Other && !table.columns.is_empty() {
            read_cluster_list(&table.columns, line, source, cluster);
            continue;
        }
        // What `mqadmin brokerStatus` prints, of which only the version is of use.
        let of_status = line.split_once(':').filter(|_| is_status && table.kind == Kind::Other);
        if let Some((key, value)) = of_status {
            if key.trim() == VERSION_KEY {
                cluster.read_version(source.name, value.trim(), false);
            }
            continue;
        }
        let row = match table.kind {
            Kind::Other => None,
            Kind::Progress | Kind::Status => {
                row(&table.columns, line, number, !whole.ends_with(char::is_whitespace))
            }
        };
        match row {
            Some((broker, row)) if cluster.broker.get_or_insert_with(|| broker.to_string()) == broker => {
                table.rows.push(row);
            }
            Some((broker, _)) => match others.iter_mut().find(|other| other.name == broker) {
                Some(other) => other.rows += 1,
                None => others.push(OtherBroker { name: broker, rows: 1 }),
            },
            None => match &mut unread {
                Some(unread) if unread.to + 1 == number => unread.to = number,
                _ => {
                    tell_unread(unread, source, cluster);
                    unread = Some(UnreadLines { from: number, to: number, first: line });
                }
            },
        }
    }
    tell_unread(unread, source, cluster);
    finish(table, source, cluster);
    tell_others(&others, chosen, source, cluster);
}

/// Whether these are the columns of `mqadmin clusterList`.
fn is_cluster_list(columns: &[&str]) -> bool {
    ["Broker Name", "Version", "BID"].iter().all(|name| columns.contains(name))
}

/// A row of `mqadmin clusterList`, which tells the brokers' versions.
fn read_cluster_list(columns: &[&str], line: &str, source: &Source<'_>, cluster: &mut Cluster) {
    let place = |name: &str| columns.iter().position(|column| *column == name);
    let (Some(broker), Some(version)) = (place("Broker Name"), place("Version")) else { return };
    if !is_cluster_list(columns) {
        return;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (Some(broker), Some(version)) = (words.get(broker), words.get(version)) else { return };
    if cluster.broker.as_deref().is_none_or(|chosen| chosen == *broker) {
        cluster.read_version(source.name, version, false);
    }
}

/// A table that begins at this line; a command line gives its subject and no columns yet.
fn heading(line: &str, number: usize, subject: Option<String>) -> Table<'_> {
    let columns: Vec<&str> = line.split('#').skip(1).map(str::trim).collect();
    let has = |name| columns.contains(&name);
    let kind = match () {
        () if has("Topic") && has("Broker Offset") && has("Consumer Offset") && has("Diff") => Kind::Progress,
        () if has("QID") && has("Min Offset") && has("Max Offset") => Kind::Status,
        () => Kind::Other,
    };
    let subject = if line.starts_with('#') { subject } else { subject_of(line) };
    Table { kind, line: number, columns, subject, rows: Vec::new() }
}

/// What `-g` or `-t` of a command line names.
fn subject_of(line: &str) -> Option<String> {
    let options: &[&str] =
        if line.contains("topicStatus") { &["-t", "--topic"] } else { &["-g", "--groupName"] };
    let mut words = line.split_whitespace();
    words.find(|word| options.contains(word))?;
    words.next().map(|name| name.trim_matches(|c| c == '"' || c == '\'').to_string())
}

/// The broker and the row, if every number is one. `cut`: the text ends with this line.
fn row<'a>(columns: &[&str], line: &'a str, number: usize, cut: bool) -> Option<(&'a str, TableRow<'a>)> {
    let words: Vec<&'a str> = line.split_whitespace().collect();
    let text =
        |name: &str| columns.iter().position(|column| *column == name).and_then(|i| words.get(i).copied());
    let count = |name: &str| text(name)?.parse::<i64>().ok();
    let (broker, queue) = (text("Broker Name")?, count("QID").filter(|queue| *queue >= 0)?);
    let row = TableRow {
        line: number,
        topic: text("Topic"),
        group: text("Group"),
        queue,
        min: count("Min Offset"),
        max: count("Max Offset").or_else(|| count("Broker Offset")).filter(|max| *max >= 0)?,
        offset: count("Consumer Offset"),
    };
    match (row.min, row.offset) {
        // The last number of a text that breaks off may have lost digits.
        (Some(min), _) if (0..=row.max).contains(&min) && !(cut && words.len() == 4) => Some((broker, row)),
        // Diff tells whether the columns are where the heading has them; a client's address may stand before
        // it.
        (None, Some(offset)) if offset >= 0 => {
            let diff = row.max.checked_sub(offset)?.to_string();
            let first = columns.iter().position(|column| *column == "Consumer Offset")? + 1;
            words.iter().skip(first).take(2).any(|word| *word == diff).then_some((broker, row))
        }
        _ => None,
    }
}

fn tell_unread(unread: Option<UnreadLines<'_>>, source: &Source<'_>, cluster: &mut Cluster) {
    let Some(UnreadLines { from, to, first }) = unread else { return };
    let more = if to > from { format!(" (and the lines to {to})") } else { String::new() };
    let shown: String = first.chars().take(80).collect();
    let words = format!(
        "no row of consumerProgress or topicStatus with numbers from 0 to {}: {shown:?}{more}",
        i64::MAX
    );
    cluster.unread(SourceLine { file: source.name, line: from }, words);
}

fn tell_others(others: &[OtherBroker<'_>], chosen: bool, source: &Source<'_>, cluster: &mut Cluster) {
    let own = cluster.broker.clone().unwrap_or_default();
    for OtherBroker { name: broker, rows } in others {
        let words = format!("{rows} rows of broker {broker} left out: a lab is one broker, here {own}");
        if chosen {
            cluster.note(format!("{}: {words}", source.name));
        } else {
            cluster.unread(SourceLine { file: source.name, line: 0 }, words);
        }
    }
}

/// Takes over a table that is complete.
fn finish(table: Table<'_>, source: &Source<'_>, cluster: &mut Cluster) {
    let place = SourceLine { file: source.name, line: table.line };
    if table.kind == Kind::Other {
        if !table.columns.is_empty() && !is_cluster_list(&table.columns) {
            let words = "this is another command's table; wanted are consumerProgress -g GROUP and \
                         topicStatus -t TOPIC";
            cluster.unread(place, words.to_string());
        }
        return;
    }
    let given =
        table.subject.as_deref().or(source.subject).or_else(|| named_by_file(source.name, table.kind));
    if table.kind == Kind::Status {
        finish_status(&table, given, source, cluster);
        return;
    }
    // A group's retry topic has its name.
    let retry = table.rows.iter().find_map(|row| row.topic?.strip_prefix("%RETRY%"));
    let group = given.or(retry);
    if group.is_none() && !table.columns.contains(&"Group") && !table.rows.is_empty() {
        let words = "whose progress is this? Keep the command line with -g GROUP above it, or name the file \
                     consumerProgress-GROUP.txt";
        cluster.unread(place, words.to_string());
    }
    for row in &table.rows {
        let (place, Some(topic)) = (SourceLine { file: source.name, line: row.line }, row.topic) else {
            continue;
        };
        cluster.read_bounds(place, topic, row.queue, Bounds { min: None, max: Some(row.max) });
        if let (Some(group), Some(offset)) = (row.group.or(group), row.offset) {
            let progress = ListedOffset { offset, of_broker: false };
            cluster.read_progress(place, (group, topic), row.queue, progress);
        }
    }
}

fn finish_status(table: &Table<'_>, topic: Option<&str>, source: &Source<'_>, cluster: &mut Cluster) {
    let place = SourceLine { file: source.name, line: table.line };
    let Some(topic) = topic else {
        let words = "whose status is this? Keep the command line with -t TOPIC above it, or name the file \
                     topicStatus-TOPIC.txt";
        return cluster.unread(place, words.to_string());
    };
    for row in &table.rows {
        let place = SourceLine { file: source.name, line: row.line };
        cluster.read_bounds(place, topic, row.queue, Bounds { min: row.min, max: Some(row.max) });
    }
    if let Some(last) = table.rows.iter().map(|row| row.queue).max() {
        cluster.read_queue_count(place, topic, last + 1, false);
    }
}

/// `topicStatus-orders.txt` is of `orders`.
fn named_by_file(name: &str, kind: Kind) -> Option<&str> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let start = if kind == Kind::Status { "topicStatus-" } else { "consumerProgress-" };
    let subject = file.strip_prefix(start)?;
    Some(subject.strip_suffix(".txt").unwrap_or(subject))
}
