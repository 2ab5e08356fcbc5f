//! The lab that a real cluster's state becomes: a scenario whose first instant is that state. Not here:
//! reading it (`import`).
//!
//! Invariant: Min, Max and consumer offsets of the lab are those that were read, or unknown; all that was
//! left out is remarked.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::limits;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::sim::command::{BrokerCall, Command, ConsumeFrom, RetentionSettings};
use crate::sim::formats::import::{Bounds, Cluster, ClusterTopic};
use crate::sim::formats::journal::{JournalEntry, SCENARIO_FORMAT, Scenario};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Segments of a lab with much in it.
const SEGMENT_BYTES: u64 = 1_048_576;
/// Nobody knows how full the cluster's disk is, so in the lab space alone deletes nothing.
const DISK_BYTES: u64 = 1 << 40;
/// Remarks that the lab's text repeats.
const REMARKS_SHOWN: usize = 20;

/// What the lab has, for its text.
#[derive(Default)]
struct Counts {
    topics: usize,
    queues: usize,
    unknown: usize,
    offsets: usize,
}

impl Cluster {
    /// The lab. More remarks may come up.
    pub fn to_scenario(&mut self, title: &str, profile: Profile, start_ms: EpochMs) -> Scenario {
        let mut counts = Counts::default();
        let mut commands = Vec::new();
        commands.push(Command::SetRetention(RetentionSettings {
            segment_bytes: Some(SEGMENT_BYTES),
            disk_bytes: Some(DISK_BYTES),
            ..RetentionSettings::default()
        }));
        let topics = self.topics_of_lab();
        for (topic, queues) in &topics {
            commands.push(Command::CreateTopic {
                topic: topic.clone(),
                queues: *queues,
                first_offsets: Vec::new(),
            });
            let of_topic = self.topics.get(topic).map(|topic| &topic.queues);
            for queue in 0..*queues {
                let bounds = of_topic.and_then(|known| known.get(&queue)).copied().unwrap_or_default();
                let Bounds { min, max } = bounds;
                counts.unknown += usize::from(min.is_none() || max.is_none());
                let (min, max) = (min.map(QueueOffset), max.map(QueueOffset));
                commands.push(Command::ImportQueue { topic: topic.clone(), queue, min, max });
            }
            counts.queues += *queues as usize;
        }
        counts.topics = topics.len();
        self.add_groups(&topics, &mut commands, &mut counts);
        let language = |text: String, key: &str| (key.to_string(), text);
        let text = OrderedMap::from([
            language(self.in_english(&counts), "en"),
            language(self.in_chinese(&counts), "zh"),
        ]);
        Scenario {
            format: SCENARIO_FORMAT.to_string(),
            title: OrderedMap::from([language(title.to_string(), "en")]),
            text,
            profile,
            seed: 1,
            start_ms,
            speed_percent: 100,
            open_at_us: VirtualTime(0),
            journal: commands
                .into_iter()
                .map(|command| JournalEntry { at_us: VirtualTime(0), command })
                .collect(),
        }
    }

    /// The topics that a lab shows, with their number of queues: those of which a file says more than that
    /// they exist.
    fn topics_of_lab(&mut self) -> OrderedMap<Name, u32> {
        let mut chosen = OrderedMap::new();
        let mut notes = Vec::new();
        let (mut idle, mut crowded) = (0, 0);
        for (name, topic) in &self.topics {
            let consumed = self.groups.values().any(|topics| topics.contains_key(name));
            if topic.queues.is_empty() && !consumed {
                idle += 1;
            } else if chosen.len() == limits::TOPICS_MAX {
                crowded += 1;
            } else {
                let named = self.groups.values().filter_map(|topics| topics.get(name)?.keys().max()).max();
                chosen.insert(name.clone(), queue_count(name, topic, named.copied(), &mut notes));
            }
        }
        for (unread, words) in notes {
            if unread { self.unread_of_all(words) } else { self.note(words) }
        }
        if idle > 0 {
            self.note(format!("{idle} topics left out: no file has an offset of theirs"));
        }
        if crowded > 0 {
            let most = limits::TOPICS_MAX;
            self.unread_of_all(format!(
                "{crowded} topics left out: a lab has at most {most}; cut the files to those that matter"
            ));
        }
        chosen
    }

    fn add_groups(
        &mut self,
        topics: &OrderedMap<Name, u32>,
        commands: &mut Vec<Command>,
        counts: &mut Counts,
    ) {
        let mut words = Vec::new();
        if let Some(more) = self.groups.len().checked_sub(limits::GROUPS_MAX + 1) {
            let most = limits::GROUPS_MAX;
            words.push((true, format!("{} groups left out: a lab has at most {most}", more + 1)));
        }
        for (group, progress) in self.groups.iter().take(limits::GROUPS_MAX) {
            commands
                .push(Command::CreateGroup { group: group.clone(), consume_from: ConsumeFrom::default() });
            for (topic, queues) in progress {
                let Some(&count) = topics.get(topic) else { continue };
                for (&queue, progress) in queues {
                    counts.offsets += 1;
                    if queue >= count {
                        let offset = progress.offset;
                        words.push((
                            false,
                            format!(
                                "{group} has offset {offset} in queue {queue} of {topic}, which has {count} \
                             queues: kept, not shown"
                            ),
                        ));
                    }
                    let (group, topic, offset) = (group.clone(), topic.clone(), QueueOffset(progress.offset));
                    commands.push(Command::Broker(BrokerCall::Commit { group, topic, queue, offset }));
                }
            }
        }
        for (unread, words) in words {
            if unread { self.unread_of_all(words) } else { self.note(words) }
        }
    }

    fn unread_of_all(&mut self, words: String) {
        self.unread(crate::sim::formats::import::SourceLine { file: "", line: 0 }, words);
    }

    fn in_english(&self, counts: &Counts) -> String {
        let Counts { topics, queues, unknown, offsets } = counts;
        let of = self.broker.as_ref().map_or(String::new(), |broker| format!(" of broker {broker}"));
        let mut text = format!(
            "Imported{of}: {topics} topics with {queues} queues, {} groups with {offsets} offsets, as the \
             files have them. Sizes, tags and times of imported messages are unknown, so a reset by time is \
             refused among them.",
            self.groups.len()
        );
        if *unknown > 0 {
            text.push_str(&format!(
                " Min or Max of {unknown} queues is unknown: they can only be inspected. Add the output of \
                 mqadmin topicStatus -t TOPIC."
            ));
        }
        self.append_remarks(&mut text);
        text
    }

    fn in_chinese(&self, counts: &Counts) -> String {
        let Counts { topics, queues, unknown, offsets } = counts;
        let mut text = format!(
            "已导入：{topics} 个主题、{queues} 个队列、{} 个消费者分组、{offsets} 个位点，与文件一致。导入消\
             息的大小、标签和时间未知，因此在其中按时间重置会被拒绝。",
            self.groups.len()
        );
        if *unknown > 0 {
            text.push_str(&format!(
                "{unknown} 个队列的 Min 或 Max 未知，只能查看；请补充 mqadmin topicStatus -t 的输出。"
            ));
        }
        self.append_remarks(&mut text);
        text
    }

    fn append_remarks(&self, text: &mut String) {
        for remark in self.remarks.iter().take(REMARKS_SHOWN) {
            text.push('\n');
            text.push_str(&remark.to_string());
            text.push('.');
        }
        if let Some(more) = self.remarks.len().checked_sub(REMARKS_SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!("\n… +{more}"));
        }
    }
}

/// How many queues a lab gives a topic, and what there is to say about it. `named`: the greatest queue with
/// an offset.
fn queue_count(
    name: &Name,
    topic: &ClusterTopic,
    named: Option<QueueId>,
    notes: &mut Vec<(bool, String)>,
) -> u32 {
    let seen = topic.queues.keys().max().copied().max(named).map_or(1, |queue| queue + 1);
    match topic.queue_count {
        Some(count) if count > i64::from(limits::QUEUES_MAX) => {
            let most = limits::QUEUES_MAX;
            notes.push((true, format!("{name} has {count} queues: the lab has the first {most}")));
            most
        }
        Some(count) => u32::try_from(count).unwrap_or(1).max(1),
        None => {
            notes.push((
                false,
                format!("{name}: no file says how many queues it has; those named are {seen}"),
            ));
            seen
        }
    }
}
