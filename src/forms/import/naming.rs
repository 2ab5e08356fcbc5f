//! Whose a table is, where neither it nor a command says so; and names that a table has cut. Not here:
//! reading tables.
//!
//! Invariant: a name is guessed only where one candidate is left, and then that is said; else a person is
//! asked.

use crate::import::Given;
use crate::import::cluster::{Cluster, Wanted};
use crate::import::json::Fact;
use crate::import::session::Reading;
use crate::import::table::Table;
use crate::import::words::{both, listed};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const RETRY: &str = "%RETRY%";

/// Gives every table its group or topic, or asks for it.
pub(crate) fn name_tables(reading: &mut Reading, given: &Given, cluster: &mut Cluster) {
    let (mut groups, mut topics) = (given.groups.iter(), given.topics.iter());
    let (seen_topics, seen_groups) = seen(reading);
    for table in &mut reading.tables {
        let has_own = table
            .rows
            .iter()
            .all(|row| if table.is_status() { !row.topic.is_empty() } else { table.has_groups });
        if table.subject.is_some() || has_own {
            continue;
        }
        if table.is_status() {
            table.subject = topics.next().cloned();
            if table.subject.is_none() {
                let words = both(
                    "whose status is this? Keep the command line with -t TOPIC above it, or name the file \
                     topicStatus-TOPIC.txt",
                    "这是哪个主题的状态？请保留上方带 -t TOPIC 的命令行，或将文件命名为 topicStatus-TOPIC.txt",
                );
                cluster.ask(Wanted::Topic, table.place(), seen_topics.clone(), words);
            }
            continue;
        }
        let retry = RetryTopics::of(table);
        table.subject = retry.plain().or_else(|| groups.next().cloned());
        match &table.subject {
            Some(group) if retry.plain().is_some() => cluster.note_at(
                table.place(),
                both(
                    format!("the group is taken to be {group}, whose retry topic is in the table"),
                    format!("消费者分组按表中的重试主题认定为 {group}"),
                ),
            ),
            Some(_) => {}
            None => {
                let mut words = both(
                    "whose progress is this? Keep the command line with -g GROUP above it, or name the \
                     file consumerProgress-GROUP.txt",
                    "这是哪个消费者分组的进度？请保留上方带 -g GROUP 的命令行，或将文件命名为 \
                     consumerProgress-GROUP.txt",
                );
                if let Some(cut) = &retry.cut {
                    words = words.and(both(
                        format!(". The name of the retry topic {cut} is cut, so the group's is longer"),
                        format!("。重试主题 {cut} 的名称被截断，因此消费者分组的名称更长"),
                    ));
                }
                let candidates = if retry.groups.is_empty() && retry.cut.is_none() {
                    seen_groups.clone()
                } else {
                    retry.groups
                };
                cluster.ask(Wanted::Group, table.place(), candidates, words);
            }
        }
    }
}

/// The topics and groups that anything names.
fn seen(reading: &Reading) -> (Vec<String>, Vec<String>) {
    let (mut topics, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for table in &reading.tables {
        let subject = table.subject.iter().filter(|_| !table.is_status());
        groups.extend(subject.cloned().chain(table.rows.iter().map(|row| row.group.clone())));
        topics.extend(table.rows.iter().map(|row| row.topic.clone()));
    }
    for (_, fact) in reading.files.iter().flat_map(|file| &file.facts) {
        match fact {
            Fact::Offset { topic, group, .. } => {
                topics.insert(topic.clone());
                groups.insert(group.clone());
            }
            Fact::Queues { topic, .. } => {
                topics.insert(topic.clone());
            }
            Fact::Group { .. } => {}
        }
    }
    let named = |names: BTreeSet<String>| {
        names.into_iter().filter(|name| !name.is_empty() && !name.starts_with(RETRY)).collect()
    };
    (named(topics), named(groups))
}

/// The retry topics in a table, which have their group's name in theirs.
#[derive(Default)]
struct RetryTopics {
    /// What the group may be.
    groups: Vec<String>,
    /// A group comes from `%RETRY%group` itself, not from `%RETRY%group_topic` alone (R-POP-2).
    is_plain: bool,
    /// One whose name is cut.
    cut: Option<String>,
}

impl RetryTopics {
    fn of(table: &Table) -> RetryTopics {
        let mut found = RetryTopics::default();
        for row in &table.rows {
            let Some(name) = row.topic.strip_prefix(RETRY) else { continue };
            if table.is_cut(&row.topic) {
                found.cut = Some(row.topic.clone());
                continue;
            }
            let of_pop = table
                .rows
                .iter()
                .find_map(|other| name.strip_suffix(&*other.topic)?.strip_suffix(['_', '+']));
            found.is_plain |= of_pop.is_none();
            let group = of_pop.unwrap_or(name).to_string();
            if !found.groups.contains(&group) {
                found.groups.push(group);
            }
        }
        found
    }

    /// The only group that it can be.
    fn plain(&self) -> Option<String> {
        let [group] = &self.groups[..] else { return None };
        (self.is_plain && self.cut.is_none()).then(|| group.clone())
    }
}

/// Tells apart topics whose cut names are alike: mqadmin lists a topic's queues upwards. Gives a group's own
/// retry topic its whole name back.
pub(crate) fn part_cut_names(table: &mut Table, cluster: &mut Cluster) {
    let Some(width) = table.cut_at else { return };
    let own = table.subject.as_ref().map(|group| [RETRY, group].concat()).unwrap_or_default();
    let (mut copies, mut last) = (Vec::new(), None);
    let mut cut = Vec::new();
    for row in &mut table.rows {
        if row.topic.chars().count() != width {
            continue;
        }
        if !cut.contains(&row.topic) {
            cut.push(row.topic.clone());
        }
        if own.len() > row.topic.len() && own.starts_with(&row.topic) {
            row.topic = own.clone();
            continue;
        }
        let here = (row.topic.clone(), row.broker.clone(), row.queue);
        match &last {
            Some((topic, broker, queue)) if *topic == here.0 => {
                if (broker, *queue) >= (&here.1, here.2) {
                    copies.push(row.line);
                }
            }
            Some(_) | None => {}
        }
        last = Some(here);
    }
    if cut.is_empty() {
        return;
    }
    let names = listed(&cut);
    let mut words = both(
        format!(
            "names are cut at {width} characters (mqadmin up to 4.9.2 at 32, later ones at 64): {names} may be longer"
        ),
        format!("名称在 {width} 个字符处截断（mqadmin 到 4.9.2 为 32，之后为 64）：{names} 可能更长"),
    );
    let alike: BTreeSet<String> =
        table.rows.iter().filter(|row| copies.contains(&row.line)).map(|row| row.topic.clone()).collect();
    for name in &alike {
        let mut copy = 1;
        for row in table.rows.iter_mut().filter(|row| row.topic == *name) {
            copy += usize::from(copies.contains(&row.line));
            row.topic = format!("{name}-{copy}");
        }
        words = words.and(both(
            format!("; {name} stands for {copy} topics, here {name}-1 to -{copy}"),
            format!("；{name} 代表 {copy} 个主题，这里为 {name}-1 到 -{copy}"),
        ));
    }
    cluster.note_at(table.place(), words);
}
