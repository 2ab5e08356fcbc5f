//! What was read, all texts together: queues by broker, groups, what there is to know. Not here: reading the
//! texts (`session`), and the lab that it becomes (`lab`).
//!
//! Invariant: every number comes from a text; what none says stays unknown, and a queue is its broker's.

use crate::engine::broker::topics::check_name;
use crate::engine::broker_version::parse_version;
use crate::engine::ids::{Name, QueueId};
use crate::engine::limits;
use crate::engine::log::time_bound::TimeBound;
use crate::engine::ordered_map::OrderedMap;
use crate::import::table::Place;
use crate::import::times::StoredAt;
use crate::import::words::{Fixed, Words, both};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// Something to know about what was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Of which file; empty: of all of them.
    pub file: String,
    /// From 1; 0 when the whole file is meant.
    pub line: usize,
    /// Something was not read, so the lab lacks it.
    pub unread: bool,
    /// In words.
    pub words: Words,
}

impl Remark {
    /// In one of the languages, with its place.
    pub fn told(&self, is_chinese: bool) -> String {
        let words = self.words.of(is_chinese);
        let colon = if is_chinese { "：" } else { ": " };
        let line = match (self.line, is_chinese) {
            (0, _) => String::new(),
            (line, false) => format!("line {line}{colon}"),
            (line, true) => format!("第 {line} 行{colon}"),
        };
        let file = if self.file.is_empty() { String::new() } else { format!("{}{colon}", self.file) };
        [&file, &line, words].concat()
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(false))
    }
}

/// What no text says and a person must.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// Whose progress it is.
    Group,
    /// Whose status it is.
    Topic,
    /// Of which broker its own files are.
    Broker,
}

/// A question to the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// What is missing.
    pub wanted: Wanted,
    /// What the answer may be, as far as the texts tell.
    pub candidates: Vec<String>,
    /// Where it is missing, and why.
    pub remark: Remark,
}

/// A broker, by its place in the list, and its queue.
pub type BrokerQueue = (usize, QueueId);

/// A queue's bounds, as far as they were read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bounds {
    /// Min.
    pub min: Option<i64>,
    /// Max.
    pub max: Option<i64>,
}

/// A topic.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ClusterTopic {
    /// Its number of queues that can be read, where a file says so; a lab may not have room for all.
    pub queue_count: Option<i64>,
    /// Its number of queues that can be written.
    pub writes: Option<i64>,
    /// The queues that a text names.
    pub queues: OrderedMap<BrokerQueue, Bounds>,
    /// When messages were stored, where a text says it.
    pub stored: OrderedMap<BrokerQueue, Vec<StoredAt>>,
    /// Where searches by time ended.
    pub searches: OrderedMap<BrokerQueue, Vec<TimeBound>>,
}

/// A group's offset in one queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListedOffset {
    /// The consumer offset.
    pub offset: i64,
    /// From the broker's own file. `mqadmin` prints 0 also where there is none (R-LAG-1).
    pub of_broker: bool,
}

/// The offsets of a group, by topic and queue.
pub type GroupProgress = OrderedMap<Name, OrderedMap<BrokerQueue, ListedOffset>>;

/// What a group's settings are, where they are not the usual ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GroupSettings {
    /// `retryQueueNums`.
    pub retry_queues: Option<u32>,
    /// `retryMaxTimes`.
    pub retry_max_times: Option<u32>,
    /// `consumeEnable`.
    pub enabled: bool,
    /// `consumeBroadcastEnable`.
    pub broadcasts: bool,
}

/// What was read, all texts together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cluster {
    /// The broker whose queues these are, where a text names it; several with commas.
    pub broker: Option<String>,
    /// Those whose queues are told apart.
    pub brokers: Vec<String>,
    /// By name.
    pub topics: OrderedMap<Name, ClusterTopic>,
    /// By group.
    pub groups: OrderedMap<Name, GroupProgress>,
    /// By group.
    pub settings: OrderedMap<Name, GroupSettings>,
    /// What there is to know.
    pub remarks: Vec<Remark>,
    /// What a person must say before this is a lab.
    pub questions: Vec<Question>,
    /// The version of that broker, where a text tells it, and which one does.
    pub version: Option<BrokerVersion>,
    /// The clock of printed times, in minutes ahead of UTC, where it is known.
    pub(crate) zone: Option<i32>,
    pub(crate) differing: Differing,
    /// Where a list of all groups is, and the groups.
    pub(crate) groups_seen: (Option<(String, usize)>, Vec<String>),
}

/// How much differs between the texts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Differing {
    /// Queues whose Max does.
    pub bounds: usize,
    /// A group's offsets that do.
    pub offsets: usize,
}

/// How a text tells a version; the later one counts more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Told {
    /// It has the columns of that version's mqadmin, which is one of these.
    Columns(Fixed),
    /// It has a table that only this version writes.
    PullTable,
    /// It says so.
    Printed,
}

/// A broker's version, as a text tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerVersion {
    /// `5.3.3` or `V5_3_3`.
    pub text: String,
    /// The file.
    pub file: String,
    /// How.
    pub told: Told,
}

impl Cluster {
    /// Whether nothing was read that a lab could show.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.groups.is_empty()
    }

    /// A text tells the broker's version. The surest one counts, of those the first.
    pub fn read_version(&mut self, file: &str, text: &str, told: Told) {
        let rank = |told: Told| if let Told::Columns(_) = told { Told::Columns(("", "")) } else { told };
        let known = self.version.as_ref().is_some_and(|known| rank(known.told) >= rank(told));
        if !known && parse_version(text).is_some() {
            self.version = Some(BrokerVersion { text: text.to_string(), file: file.to_string(), told });
        }
    }

    pub fn unread(&mut self, place: Place<'_>, words: impl Into<Words>) {
        self.remark(place, true, words.into());
    }

    pub fn note(&mut self, words: impl Into<Words>) {
        self.note_at(Place { file: "", line: 0 }, words);
    }

    pub(crate) fn note_at(&mut self, place: Place<'_>, words: impl Into<Words>) {
        self.remark(place, false, words.into());
    }

    pub(crate) fn ask(&mut self, wanted: Wanted, place: Place<'_>, candidates: Vec<String>, words: Words) {
        self.unread(place, words.clone());
        let remark = Remark { file: place.file.to_string(), line: place.line, unread: true, words };
        self.questions.push(Question { wanted, candidates, remark });
    }

    fn remark(&mut self, place: Place<'_>, unread: bool, words: Words) {
        // What was said is not said again for every line.
        let same_place =
            |remark: &Remark| !unread || (&*remark.file, remark.line) == (place.file, place.line);
        if self.remarks.iter().any(|remark| remark.words == words && same_place(remark)) {
            return;
        }
        // A file with a remark for each of its lines helps nobody.
        if self.remarks.len() == limits::IMPORT_REMARKS_MAX {
            let words =
                both("there is more to say; mend what is listed first", "还有更多提示；请先处理已列出的");
            self.remarks.push(Remark { file: String::new(), line: 0, unread: true, words });
        } else if self.remarks.len() < limits::IMPORT_REMARKS_MAX {
            self.remarks.push(Remark { file: place.file.to_string(), line: place.line, unread, words });
        }
    }

    /// A name that a lab can have, or a remark.
    pub(crate) fn name(&mut self, place: Place<'_>, text: &str) -> Option<Name> {
        let name = Name::from(text);
        match check_name(&name) {
            Ok(()) => Some(name),
            Err(rejected) => {
                self.unread(place, rejected.remark());
                None
            }
        }
    }

    /// A queue that a lab can have, or a remark.
    fn queue(&mut self, place: Place<'_>, topic: &str, queue: i64) -> Option<QueueId> {
        match QueueId::try_from(queue) {
            Ok(queue) if queue < limits::QUEUES_MAX => Some(queue),
            _ => {
                let most = limits::QUEUES_MAX - 1;
                let words = both(
                    format!("queue {queue} of {topic}: a lab has queues 0 to {most}"),
                    format!("{topic} 的队列 {queue}：实验只有队列 0 到 {most}"),
                );
                self.unread(place, words);
                None
            }
        }
    }

    /// How many queues a topic has. The broker's own file counts, not what a list of them shows.
    pub fn read_queue_count(&mut self, place: Place<'_>, topic: &str, reads: i64, writes: Option<i64>) {
        let Some(name) = self.name(place, topic) else { return };
        let topic = self.topics.entry(name).or_default();
        topic.queue_count = if writes.is_some() { Some(reads) } else { topic.queue_count.or(Some(reads)) };
        topic.writes = topic.writes.or(writes);
    }

    /// A queue's Min or Max.
    pub fn read_bounds(
        &mut self,
        place: Place<'_>,
        topic: &str,
        (broker, queue): (usize, i64),
        bounds: Bounds,
    ) {
        let (Some(name), Some(queue)) = (self.name(place, topic), self.queue(place, topic, queue)) else {
            return;
        };
        let known = self.topics.entry(name).or_default().queues.entry((broker, queue)).or_default();
        let differs = known.max.is_some_and(|max| bounds.max.is_some_and(|other| other != max));
        // Min and Max only grow (SD-6), so the greater one is the later one.
        known.min = known.min.max(bounds.min);
        known.max = known.max.max(bounds.max);
        self.differing.bounds += usize::from(differs);
    }

    /// A group's offset.
    pub fn read_progress(
        &mut self,
        place: Place<'_>,
        (group, topic): (&str, &str),
        (broker, queue): (usize, i64),
        progress: ListedOffset,
    ) {
        let (Some(group), Some(name)) = (self.name(place, group), self.name(place, topic)) else { return };
        let Some(queue) = self.queue(place, topic, queue) else { return };
        self.topics.entry(name.clone()).or_default();
        let queues = self.groups.entry(group).or_default().entry(name).or_default();
        match queues.get(&(broker, queue)) {
            // What the broker's own file says holds against a 0 that may mean "none".
            Some(known) if known.of_broker && !progress.of_broker && progress.offset == 0 => {}
            Some(known) => {
                self.differing.offsets += usize::from(known.offset != progress.offset);
                let of_broker = known.of_broker || progress.of_broker;
                queues.insert((broker, queue), ListedOffset { offset: progress.offset, of_broker });
            }
            None => {
                queues.insert((broker, queue), progress);
            }
        }
    }
}
