//! The lab that a real cluster's state becomes: a scenario whose first instant is that state. Not here:
//! reading it (`session`).
//!
//! Invariant: Min, Max and consumer offsets of the lab are those that were read, or unknown; all that was
//! left out is remarked, and a queue's name says its broker where there are several.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::limits;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::import::cluster::{BrokerQueue, Cluster, ClusterTopic};
use crate::import::table::Place;
use crate::import::words::{Words, both, listed, many};
use crate::sim::command::{BrokerCall, Command, ConsumeFrom, RetentionSettings};
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
    timed: usize,
    offsets: usize,
}

/// A topic of the lab: for each broker the place of its first queue, and how many it has.
type Layout = Vec<(usize, QueueId, u32)>;

/// The lab's queue for a broker's.
fn queue_of(layout: &Layout, (broker, queue): BrokerQueue) -> Option<QueueId> {
    // A lab of one broker has its numbers, and keeps what is beyond them.
    let several = layout.len() > 1;
    let part = layout.iter().find(|(of, _, count)| *of == broker && (!several || queue < *count));
    part.map(|(_, base, _)| base + queue)
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
        let mut contrary = Vec::new();
        for (topic, layout) in &topics {
            let queues = layout.iter().map(|(_, _, count)| count).sum();
            commands.push(Command::CreateTopic { topic: topic.clone(), queues, first_offsets: Vec::new() });
            let of_topic = self.topics.get(topic);
            for (broker, base, count) in layout {
                for queue in 0..*count {
                    let at = (*broker, queue);
                    let known = of_topic.and_then(|of| of.queues.get(&at)).copied().unwrap_or_default();
                    counts.unknown += usize::from(known.min.is_none() || known.max.is_none());
                    let (min, max) = (known.min.map(QueueOffset), known.max.map(QueueOffset));
                    let name = (layout.len() > 1).then(|| format!("{}/{queue}", self.brokers[*broker]));
                    let times = self.bounds_of_times(
                        of_topic.and_then(|of| of.searches.get(&at)),
                        of_topic.and_then(|of| of.stored.get(&at)),
                        known,
                        &mut contrary,
                        name.as_deref().unwrap_or(&format!("{topic}/{queue}")),
                    );
                    counts.timed += usize::from(!times.is_empty());
                    commands.push(Command::ImportQueue {
                        topic: topic.clone(),
                        queue: base + queue,
                        min,
                        max,
                        name,
                        times,
                    });
                }
            }
            counts.queues += queues as usize;
        }
        counts.topics = topics.len();
        self.remark_contrary_times(&contrary);
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
            // Every message was stored by then.
            start_ms: self.latest_time().map_or(start_ms, |latest| start_ms.max(latest)),
            speed_percent: 100,
            open_at_us: VirtualTime(0),
            engine: None,
            journal: commands
                .into_iter()
                .map(|command| JournalEntry { at_us: VirtualTime(0), command })
                .collect(),
        }
    }

    /// The topics that a lab shows, with their queues: those of which a file says more than that they exist.
    fn topics_of_lab(&mut self) -> OrderedMap<Name, Layout> {
        let mut chosen = OrderedMap::new();
        let (mut notes, mut open): (Vec<(bool, Words)>, Vec<String>) = (Vec::new(), Vec::new());
        let (mut idle, mut crowded) = (0, 0);
        for (name, topic) in &self.topics {
            let consumed = || self.groups.values().filter_map(|topics| topics.get(name));
            if topic.queues.is_empty() && consumed().next().is_none() {
                idle += 1;
            } else if chosen.len() == limits::TOPICS_MAX {
                crowded += 1;
            } else {
                let named = topic.queues.keys().chain(consumed().flat_map(|queues| queues.keys()));
                chosen.insert(name.clone(), layout(name, topic, named.copied(), &mut notes, &mut open));
            }
        }
        if !open.is_empty() {
            let topics = listed(&open);
            let words = both(
                format!("no file says how many queues these topics have; those named are {topics}"),
                format!("没有文件说明这些主题有多少队列；出现的有 {topics}"),
            );
            notes.push((false, words));
        }
        for (unread, words) in notes {
            if unread { self.unread_of_all(words) } else { self.note(words) }
        }
        if idle > 0 {
            self.note(both(
                format!("{} left out: no file has an offset of theirs", many(idle, "topic")),
                format!("略过 {idle} 个主题：没有文件含有它们的位点"),
            ));
        }
        if crowded > 0 {
            let most = limits::TOPICS_MAX;
            self.unread_of_all(both(
                format!(
                    "{} left out: a lab has at most {most}; cut the files to those that matter",
                    many(crowded, "topic")
                ),
                format!("略过 {crowded} 个主题：实验最多有 {most} 个；请只保留相关的"),
            ));
        }
        chosen
    }

    fn add_groups(
        &mut self,
        topics: &OrderedMap<Name, Layout>,
        commands: &mut Vec<Command>,
        counts: &mut Counts,
    ) {
        let (mut beyond, mut beyond_zh) = (Vec::new(), Vec::new());
        if let Some(more) = self.groups.len().checked_sub(limits::GROUPS_MAX + 1) {
            let most = limits::GROUPS_MAX;
            let more = more + 1;
            self.unread_of_all(both(
                format!("{} left out: a lab has at most {most}", many(more, "group")),
                format!("略过 {more} 个消费者分组：实验最多有 {most} 个"),
            ));
        }
        for (group, progress) in self.groups.iter().take(limits::GROUPS_MAX) {
            commands
                .push(Command::CreateGroup { group: group.clone(), consume_from: ConsumeFrom::default() });
            if let Some(settings) = self.settings.get(group) {
                let retries = limits::RETRY_MAX_TIMES;
                let retry_queues =
                    settings.retry_queues.filter(|queues| *queues != 1 && *queues <= limits::QUEUES_MAX);
                let retry_max_times = settings.retry_max_times.filter(|times| *times != retries);
                if retry_queues.or(retry_max_times).is_some() {
                    commands.push(Command::SetGroup {
                        group: group.clone(),
                        allocate: None,
                        broadcasting: None,
                        orderly: None,
                        protocol: None,
                        invisible_ms: None,
                        retry_queues,
                        retry_max_times,
                    });
                }
            }
            for (topic, queues) in progress {
                let Some(layout) = topics.get(topic) else { continue };
                let all: u32 = layout.iter().map(|(_, _, count)| count).sum();
                for (&at, progress) in queues {
                    let Some(queue) = queue_of(layout, at) else { continue };
                    counts.offsets += 1;
                    if queue >= all {
                        let offset = progress.offset;
                        beyond.push(format!(
                            "{group} has offset {offset} in queue {queue} of {topic}, which has {all}"
                        ));
                        beyond_zh.push(format!(
                            "{group} 在 {topic} 的队列 {queue} 有位点 {offset}，该主题有 {all} 个队列"
                        ));
                    }
                    let (group, topic, offset) = (group.clone(), topic.clone(), QueueOffset(progress.offset));
                    commands.push(Command::Broker(BrokerCall::Commit { group, topic, queue, offset }));
                }
            }
        }
        if !beyond.is_empty() {
            self.note(both(
                format!("offsets of queues that are not there are kept, not shown: {}", listed(&beyond)),
                format!("不存在的队列的位点会保留，但不显示：{}", listed(&beyond_zh)),
            ));
        }
    }

    fn unread_of_all(&mut self, words: Words) {
        self.unread(Place { file: "", line: 0 }, words);
    }

    fn in_english(&self, counts: &Counts) -> String {
        let Counts { topics, queues, unknown, timed, offsets } = counts;
        let of = self.broker.as_ref().map_or(String::new(), |broker| format!(" of broker {broker}"));
        let mut text = format!(
            "Imported{of}: {} with {}, {} with {}, as the files have them. Sizes and tags of imported messages are \
             unknown.",
            many(*topics, "topic"),
            many(*queues, "queue"),
            many(self.groups.len(), "group"),
            many(*offsets, "offset")
        );
        text.push_str(&match timed {
            0 => " So are their store times, and a reset by time is refused among them.".to_string(),
            _ => format!(
                " Store times are known of some messages in {}: a reset by time is exact where they allow it, and else \
                 between two offsets, which the preview shows. The lab then takes the first of them.",
                many(*timed, "queue")
            ),
        });
        if *unknown > 0 {
            text.push_str(&format!(
                " Min or Max of {} is unknown: they can only be inspected. Add the output of mqadmin topicStatus -t \
                 TOPIC.",
                many(*unknown, "queue")
            ));
        }
        self.append_remarks(&mut text, false);
        text
    }

    fn in_chinese(&self, counts: &Counts) -> String {
        let Counts { topics, queues, unknown, timed, offsets } = counts;
        let mut text = format!(
            "已导入：{topics} 个主题、{queues} 个队列、{} 个消费者分组、{offsets} 个位点，与文件一致。导入消\
             息的大小和标签未知。",
            self.groups.len()
        );
        text.push_str(&match timed {
            0 => "它们的存储时间也未知，因此在其中按时间重置会被拒绝。".to_string(),
            _ => format!(
                "{timed} 个队列中部分消息的存储时间已知：按时间重置在可能时是精确的，否则在两个位点之间，预览会显示，实验取其中\
                 最小的。"
            ),
        });
        if *unknown > 0 {
            text.push_str(&format!(
                "{unknown} 个队列的 Min 或 Max 未知，只能查看；请补充 mqadmin topicStatus -t 的输出。"
            ));
        }
        self.append_remarks(&mut text, true);
        text
    }

    fn append_remarks(&self, text: &mut String, is_chinese: bool) {
        for remark in self.remarks.iter().take(REMARKS_SHOWN) {
            text.push('\n');
            text.push_str(&remark.told(is_chinese));
            text.push_str(if is_chinese { "。" } else { "." });
        }
        if let Some(more) = self.remarks.len().checked_sub(REMARKS_SHOWN).filter(|more| *more > 0) {
            text.push_str(&format!("\n… +{more}"));
        }
    }
}

/// The queues that a lab gives a topic. `named`: those that a file names. What there is to say goes to
/// `notes`, and to `open` where no file tells how many there are.
fn layout(
    name: &Name,
    topic: &ClusterTopic,
    named: impl Iterator<Item = BrokerQueue>,
    notes: &mut Vec<(bool, Words)>,
    open: &mut Vec<String>,
) -> Layout {
    let mut seen: OrderedMap<usize, u32> = OrderedMap::new();
    for (broker, queue) in named {
        let count = seen.entry(broker).or_default();
        *count = (*count).max(queue + 1);
    }
    let most = limits::QUEUES_MAX;
    if seen.len() == 1 {
        let (&broker, &seen) = seen.iter().next().unwrap_or((&0, &1));
        let count = match topic.queue_count {
            Some(count) if count > i64::from(most) => {
                let words = both(
                    format!("{name} has {count} queues: the lab has the first {most}"),
                    format!("{name} 有 {count} 个队列：实验只有前 {most} 个"),
                );
                notes.push((true, words));
                most
            }
            Some(count) => u32::try_from(count).unwrap_or(1).max(1),
            None => {
                open.push(format!("{name} ({seen})"));
                seen
            }
        };
        if let Some(writes) = topic.writes.filter(|writes| *writes != i64::from(count)) {
            notes.push((false, match writes > i64::from(count) {
                true => both(
                    format!(
                        "{name} can be read in {count} queues and written in {writes}: the others can't be pulled \
                         (R-PULL-1), consumerProgress leaves them out, and so does the lab"
                    ),
                    format!(
                        "{name} 可读 {count} 个队列、可写 {writes} 个：其余的无法拉取（R-PULL-1），consumerProgress 略过它们，\
                         实验也是"
                    ),
                ),
                false => both(
                    format!(
                        "{name} can be read in {count} queues and written in {writes}: producers leave the others \
                         out, in the lab they do not"
                    ),
                    format!("{name} 可读 {count} 个队列、可写 {writes} 个：生产者不向其余队列发送，实验中会发送"),
                ),
            }));
        }
        return alloc::vec![(broker, 0, count)];
    }
    let (mut layout, mut base) = (Layout::new(), 0);
    for (&broker, &count) in &seen {
        let fits = count.min(most - base);
        if fits < count {
            let words = both(
                format!("{name} has more queues on all brokers than a lab has, {most}: some are left out"),
                format!("{name} 在所有服务端上的队列多于实验的 {most} 个：略过一部分"),
            );
            notes.push((true, words));
        }
        layout.push((broker, base, fits));
        base += fits;
    }
    layout
}
