//! Which of what was read counts, and of which broker it is. Not here: what follows from all together
//! (`remarks`).
//!
//! Invariant: numbers of two moments are not mixed where a text tells which one is later; every broker's
//! queues stay its own.

use crate::engine::ids::Name;
use crate::import::Given;
use crate::import::cluster::{Bounds, Cluster, GroupSettings, ListedOffset, Told, Wanted};
use crate::import::format::Format;
use crate::import::json::{Fact, FileFacts};
use crate::import::naming::{name_tables, part_cut_names};
use crate::import::session::Reading;
use crate::import::table::{Place, Table};
use crate::import::words::{both, many};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The broker's name under which a static topic's logical queues are listed.
const LOGICAL: &str = "__syslo__global__";

/// Makes a cluster of all that was read.
pub(crate) fn take(mut reading: Reading, given: &Given, cluster: &mut Cluster) {
    name_tables(&mut reading, given, cluster);
    let mut tables = drop_replaced(reading.tables, cluster);
    for table in &mut tables {
        part_cut_names(table, cluster);
        rename_kafka(table, cluster);
    }
    name_brokers(&mut tables, given, cluster);
    for table in &tables {
        take_table(table, cluster);
    }
    let mut files = reading.files;
    keep_latest(&mut files, cluster);
    take_files(files, cluster);
    cluster.settle();
    for (file, counted) in reading.passed_over {
        if !cluster.is_empty() {
            cluster.note_at(Place { file: &file, line: 0 }, counted);
        }
    }
    cluster.settle_zone(given.zone);
}

/// The later table of one command replaces the earlier one.
fn drop_replaced(tables: Vec<Table>, cluster: &mut Cluster) -> Vec<Table> {
    let mut kept: Vec<Table> = Vec::new();
    let mut replaced: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for table in tables.into_iter() {
        let same = |other: &Table| {
            other.text == table.text && other.format == table.format && other.subject == table.subject
        };
        let before = kept.len();
        if let Some(subject) = table.subject.clone() {
            kept.retain(|other| !same(other) || !(table.filter.is_none() || table.filter == other.filter));
            if let Some(filter) = &table.filter {
                kept.iter_mut()
                    .filter(|other| same(other))
                    .for_each(|other| other.rows.retain(|row| row.topic != *filter));
            }
            if kept.len() < before {
                let entry = replaced.entry((table.file.clone(), subject)).or_default();
                *entry = (entry.0 + before - kept.len(), table.line);
            }
        }
        kept.push(table);
    }
    for ((file, subject), (count, line)) in replaced {
        let words = both(
            format!(
                "{} of {subject} replaced by this later one as a whole: two moments are not mixed",
                many(count, "table before")
            ),
            format!("{subject} 之前的 {count} 个表格由这个较晚的表格整体取代：不混用两个时刻"),
        );
        cluster.note_at(Place { file: &file, line }, words);
    }
    kept
}

/// Kafka's names may have a `.`, RocketMQ's not.
fn rename_kafka(table: &mut Table, cluster: &mut Cluster) {
    if table.format != Format::Kafka {
        return;
    }
    let names =
        table.rows.iter_mut().flat_map(|row| [&mut row.topic, &mut row.group]).chain(&mut table.subject);
    for name in names.filter(|name| name.contains('.')) {
        *name = name.replace('.', "_");
        cluster.note((
            "a . in Kafka's names is _ here: RocketMQ's names have none",
            "Kafka 名称中的 . 在这里写作 _：RocketMQ 的名称不含点号",
        ));
    }
}

/// Finds out which brokers there are, and leaves out all but the one that a person chose.
fn name_brokers(tables: &mut [Table], given: &Given, cluster: &mut Cluster) {
    let mut left_out: BTreeMap<(String, String), usize> = BTreeMap::new();
    for table in tables.iter_mut() {
        let Some(chosen) = &given.broker else { break };
        table.rows.retain(|row| {
            let stays = row.broker == *chosen || row.broker.is_empty();
            if !stays {
                *left_out.entry((table.file.clone(), row.broker.clone())).or_default() += 1;
            }
            stays
        });
    }
    for ((file, broker), rows) in left_out {
        let words = both(
            format!("{} of broker {broker} left out, as was asked", many(rows, "row")),
            format!("按要求略过 {broker} 的 {rows} 行"),
        );
        cluster.note_at(Place { file: &file, line: 0 }, words);
    }
    let rows = || tables.iter().flat_map(|table| &table.rows);
    let mut names: Vec<String> =
        rows().map(|row| row.broker.clone()).filter(|name| !name.is_empty()).collect();
    names.sort();
    names.dedup();
    let real: Vec<String> = names.iter().filter(|name| *name != LOGICAL).cloned().collect();
    if names.len() > real.len() {
        cluster.note(both(
            format!(
                "the queues listed under {LOGICAL} are logical queues of static topics; brokers map them to their own"
            ),
            format!("{LOGICAL} 下列出的是静态主题的逻辑队列，由各服务端映射到自己的队列"),
        ));
    }
    if real.len() > 1 {
        let names = real.join(", ");
        cluster.note(both(
            format!(
                "brokers {names} are one lab here: a topic's queues are the first broker's, then the next one's, and \
                 are named broker/queue"
            ),
            format!(
                "{names} 在这里是一个实验：主题的队列先是第一个服务端的，再是下一个的，命名为 broker/queue"
            ),
        ));
    }
    if !real.is_empty() {
        cluster.broker = Some(real.join(", "));
    }
    cluster.brokers = names;
}

fn take_table(table: &Table, cluster: &mut Cluster) {
    let is_status = table.is_status();
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let mut contrary = Vec::new();
    for row in &table.rows {
        let place = Place { file: &table.file, line: row.line };
        let subject = table.subject.as_deref().unwrap_or_default();
        let (topic, group) = match (is_status, row.group.as_str()) {
            (true, _) if row.topic.is_empty() => (subject, ""),
            (false, "") => (row.topic.as_str(), subject),
            (_, group) => (row.topic.as_str(), group),
        };
        if topic.is_empty() {
            continue;
        }
        let broker = cluster.brokers.binary_search(&row.broker).unwrap_or(0);
        let at = (broker, row.queue);
        cluster.read_bounds(place, topic, at, Bounds { min: row.min, max: row.max });
        if let Some((min, max)) = row.contrary {
            contrary.push(format!("{topic}/{} (Min {min}, Max {max})", row.queue));
        }
        // R-LAG-1: of the message before the consumer offset; of a status, before Max.
        let newest = if is_status { row.max } else { row.offset };
        if let (Some(printed), Some(next)) = (row.stored, newest) {
            cluster.read_stored(topic, at, (printed, next - 1));
        }
        if is_status {
            let last = last.entry(topic).or_default();
            *last = (*last).max(row.queue);
        }
        if let (false, Some(offset)) = (group.is_empty(), row.offset) {
            let progress = ListedOffset { offset, of_broker: table.format == Format::Kafka };
            cluster.read_progress(place, (group, topic), at, progress);
        }
    }
    for (topic, last) in last {
        cluster.read_queue_count(table.place(), topic, last.saturating_add(1), None);
    }
    if !contrary.is_empty() {
        let queues = contrary.join(", ");
        let words = both(
            format!(
                "Min is above Max in queue {queues}: a broker can print this after its log was truncated. Min and Max \
                 are left unknown there"
            ),
            format!(
                "队列 {queues} 的 Min 大于 Max：日志被截断后服务端可能这样输出。这里的 Min 和 Max 视为未知"
            ),
        );
        cluster.note_at(table.place(), words);
    }
}

/// Of several copies of the offsets the latest counts, as a whole.
fn keep_latest(files: &mut [FileFacts], cluster: &mut Cluster) {
    let has_offsets =
        |file: &FileFacts| file.facts.iter().any(|(_, fact)| matches!(fact, Fact::Offset { .. }));
    let latest = files.iter().filter(|file| has_offsets(file)).filter_map(|file| file.version).max();
    let Some(latest) = latest else { return };
    let Some(at) = files.iter().rposition(|file| file.version == Some(latest) && has_offsets(file)) else {
        return;
    };
    let offsets_of = |file: &FileFacts| -> BTreeMap<(String, String, i64), i64> {
        let offset = |(_, fact): &(usize, Fact)| match fact {
            Fact::Offset { topic, group, queue, offset } => {
                Some(((topic.clone(), group.clone(), *queue), *offset))
            }
            Fact::Queues { .. } | Fact::Group { .. } => None,
        };
        file.facts.iter().filter_map(offset).collect()
    };
    let (later, name) = (offsets_of(&files[at]), files[at].file.clone());
    for i in (0..files.len()).filter(|i| *i != at) {
        if files[i].version.is_none() || !has_offsets(&files[i]) {
            continue;
        }
        let between: i128 = offsets_of(&files[i])
            .iter()
            .filter_map(|(key, offset)| Some(i128::from(*later.get(key)?) - i128::from(*offset)))
            .sum();
        let words = both(
            format!(
                "its offsets are left out: those of {name} are later by dataVersion, and {between} messages lie \
                 between them. A slave copies its master's offsets only now and then (R-OFF-20)"
            ),
            format!(
                "略过它的位点：按 dataVersion，{name} 的更晚，两者相差 {between} 条消息。备节点只是不时复制主节点的\
                 位点（R-OFF-20）"
            ),
        );
        cluster.note_at(Place { file: &files[i].file, line: 0 }, words);
        files[i].facts.retain(|(_, fact)| !matches!(fact, Fact::Offset { .. }));
    }
}

fn take_files(files: Vec<FileFacts>, cluster: &mut Cluster) {
    let real: Vec<&String> = cluster.brokers.iter().filter(|name| *name != LOGICAL).collect();
    let own =
        real.first().and_then(|name| cluster.brokers.iter().position(|broker| broker == *name)).unwrap_or(0);
    let several: Vec<String> = if real.len() > 1 { real.into_iter().cloned().collect() } else { Vec::new() };
    for FileFacts { file, has_pulls, facts, remarks, .. } in files {
        if has_pulls {
            cluster.read_version(&file, "5.5.0", Told::PullTable);
        }
        for (line, unread, words) in remarks {
            let place = Place { file: &file, line };
            if unread { cluster.unread(place, words) } else { cluster.note_at(place, words) }
        }
        let of_broker = facts.iter().any(|(_, fact)| !matches!(fact, Fact::Group { .. }));
        for (line, fact) in facts {
            let place = Place { file: &file, line };
            match fact {
                Fact::Offset { topic, group, queue, offset } if several.is_empty() => {
                    let progress = ListedOffset { offset, of_broker: true };
                    cluster.read_progress(place, (&group, &topic), (own, queue), progress);
                }
                Fact::Queues { topic, reads, writes } if several.is_empty() => {
                    cluster.read_queue_count(place, &topic, reads, Some(writes));
                }
                Fact::Group { group, retry_queues, retry_max_times, enabled, broadcasts } => {
                    let count = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
                    let (retry_queues, retry_max_times) = (count(retry_queues), count(retry_max_times));
                    let settings = GroupSettings { retry_queues, retry_max_times, enabled, broadcasts };
                    let name = Name::from(group.as_str());
                    cluster.settings.insert(name, settings);
                }
                Fact::Offset { .. } | Fact::Queues { .. } => {}
            }
        }
        if !several.is_empty() && of_broker {
            let words = both(
                "of which broker is this file? The tables have several; nothing of it was read",
                "这个文件属于哪个服务端？表格里有多个；此文件未被读取",
            );
            cluster.ask(Wanted::Broker, Place { file: &file, line: 0 }, several.clone(), words);
        }
    }
}
