//! A real cluster's state, read from what a broker writes and what `mqadmin` prints. Not here: the forms of
//! the files (`formats::import::json`, `formats::import::table`), and the lab that it becomes
//! (`formats::import::lab`).
//!
//! Invariant: every number comes from a file; what no file says stays unknown, and what can't be read is a
//! remark with its line.

pub mod json;
pub mod lab;
pub mod table;

use crate::engine::broker::topics::check_name;
use crate::engine::broker_version::{Fit, ProfileOfBroker, parse_version};
use crate::engine::ids::{Name, QueueId};
use crate::engine::limits;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::sim::formats::import::json::read_json;
use crate::sim::formats::import::table::read_tables;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// A text from outside.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file's name, for remarks; `topicStatus-NAME.txt` and `consumerProgress-NAME.txt` also say whose it
    /// is.
    pub name: &'a str,
    /// The topic of a `topicStatus`, the group of a `consumerProgress`: neither prints it.
    pub subject: Option<&'a str>,
    /// What is in it.
    pub text: &'a str,
}

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
    pub words: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.file.as_str(), self.line) {
            ("", _) => f.write_str(&self.words),
            (file, 0) => write!(f, "{file}: {}", self.words),
            (file, line) => write!(f, "{file}: line {line}: {}", self.words),
        }
    }
}

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
    /// Its number of queues, where a file says so; a lab may not have room for all.
    pub queue_count: Option<i64>,
    /// The queues that a file names.
    pub queues: OrderedMap<QueueId, Bounds>,
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
pub type GroupProgress = OrderedMap<Name, OrderedMap<QueueId, ListedOffset>>;

/// What was read, all files together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cluster {
    /// The broker whose queues these are, where a file names it.
    pub broker: Option<String>,
    /// By name.
    pub topics: OrderedMap<Name, ClusterTopic>,
    /// By group.
    pub groups: OrderedMap<Name, GroupProgress>,
    /// What there is to know.
    pub remarks: Vec<Remark>,
    /// The version of that broker, where a file tells it, and which one does.
    pub version: Option<BrokerVersion>,
    differing: Differing,
}

/// How much differs between the files.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Differing {
    /// Queues whose Max does.
    bounds: usize,
    /// A group's offsets that do.
    offsets: usize,
}

/// A broker's version, as a file tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerVersion {
    /// `5.3.3` or `V5_3_3`.
    pub text: String,
    /// The file.
    pub file: String,
    /// It follows from a table that only this version writes.
    pub by_form: bool,
}

/// Where in a file something was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceLine<'a> {
    pub file: &'a str,
    pub line: usize,
}

/// Reads files of one broker together. `broker` chooses where the files are of several; otherwise it is the
/// first one named.
pub fn read_cluster(sources: &[Source<'_>], broker: Option<&str>) -> Cluster {
    let mut cluster = Cluster { broker: broker.map(ToString::to_string), ..Cluster::default() };
    for source in sources {
        if source.text.len() > limits::FILE_BYTES_MAX {
            let (bytes, most) = (source.text.len(), limits::FILE_BYTES_MAX);
            let words = format!(
                "the file has {bytes} bytes; at most {most} are read: cut it to the topics that matter"
            );
            cluster.unread(SourceLine { file: source.name, line: 0 }, words);
        } else if source.text.trim_start().starts_with('{') {
            read_json(source, &mut cluster);
        } else {
            read_tables(source, broker.is_some(), &mut cluster);
        }
    }
    cluster.settle();
    cluster
}

/// Whether a text may be a cluster's and nothing of this lab's own: for a page that is given any file.
pub fn looks_like_a_cluster(text: &str) -> bool {
    let head = text.trim_start();
    if head.starts_with('{') {
        return ["\"offsetTable\"", "\"topicConfigTable\""].iter().any(|key| text.contains(key));
    }
    ["#Broker Name", "consumerProgress", "topicStatus", "brokerVersionDesc"]
        .iter()
        .any(|word| head.contains(word))
}

impl Cluster {
    /// Whether nothing was read that a lab could show.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.groups.is_empty()
    }

    /// A file tells the broker's version. What is printed counts before what a file's form tells.
    pub(crate) fn read_version(&mut self, file: &str, text: &str, by_form: bool) {
        let known = self.version.as_ref().is_some_and(|known| by_form || !known.by_form);
        if !known && parse_version(text).is_some() {
            self.version = Some(BrokerVersion { text: text.to_string(), file: file.to_string(), by_form });
        }
    }

    /// Whose rules the lab obeys: those `asked` for, else those of the broker's version; a note says which
    /// and why.
    pub fn choose_profile(&mut self, asked: Option<Profile>) -> Profile {
        if let Some(asked) = asked {
            return asked;
        }
        let found = self
            .version
            .clone()
            .and_then(|version| Profile::standing_for(&version.text).map(|found| (version, found)));
        let Some((version, ProfileOfBroker { profile, fit })) = found else {
            let profile = Profile::RocketMq53;
            let words =
                "no file tells the broker's version (mqadmin clusterList would): the lab obeys the rules of";
            self.note(format!("{words} {}", profile.id()));
            return profile;
        };
        let BrokerVersion { text, file, by_form } = version;
        let told = match by_form {
            true => format!("{file} has a pullOffsetTable, which only {text} writes"),
            false => format!("{file} says that the broker is {text}"),
        };
        let why = match fit {
            Fit::Measured => "measured on it",
            Fit::SameRules => "the same rules",
            Fit::Differs(difference) => difference.words(),
        };
        self.note(format!("{told}: the lab obeys the rules of {} ({why})", profile.id()));
        profile
    }

    pub(crate) fn unread(&mut self, place: SourceLine<'_>, words: String) {
        self.remark(place, true, words);
    }

    pub(crate) fn note(&mut self, words: String) {
        self.remark(SourceLine { file: "", line: 0 }, false, words);
    }

    fn remark(&mut self, place: SourceLine<'_>, unread: bool, words: String) {
        // A file with a remark for each of its lines helps nobody.
        if self.remarks.len() == limits::IMPORT_REMARKS_MAX {
            let words = "there is more to say; mend what is listed first".to_string();
            self.remarks.push(Remark { file: String::new(), line: 0, unread: true, words });
        } else if self.remarks.len() < limits::IMPORT_REMARKS_MAX {
            self.remarks.push(Remark { file: place.file.to_string(), line: place.line, unread, words });
        }
    }

    /// A name that a lab can have, or a remark.
    fn name(&mut self, place: SourceLine<'_>, text: &str) -> Option<Name> {
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
    fn queue(&mut self, place: SourceLine<'_>, topic: &str, queue: i64) -> Option<QueueId> {
        match QueueId::try_from(queue) {
            Ok(queue) if queue < limits::QUEUES_MAX => Some(queue),
            _ => {
                let most = limits::QUEUES_MAX - 1;
                self.unread(place, format!("queue {queue} of {topic}: a lab has queues 0 to {most}"));
                None
            }
        }
    }

    /// How many queues a topic has. The broker's own file counts, not what a list of them shows.
    pub(crate) fn read_queue_count(
        &mut self,
        place: SourceLine<'_>,
        topic: &str,
        queues: i64,
        of_broker: bool,
    ) {
        let Some(name) = self.name(place, topic) else { return };
        let topic = self.topics.entry(name).or_default();
        topic.queue_count = if of_broker { Some(queues) } else { topic.queue_count.or(Some(queues)) };
    }

    /// A queue's Min or Max.
    pub(crate) fn read_bounds(&mut self, place: SourceLine<'_>, topic: &str, queue: i64, bounds: Bounds) {
        let (Some(name), Some(queue)) = (self.name(place, topic), self.queue(place, topic, queue)) else {
            return;
        };
        let known = self.topics.entry(name).or_default().queues.entry(queue).or_default();
        let differs = known.max.is_some_and(|max| bounds.max.is_some_and(|other| other != max));
        // Min and Max only grow (SD-6), so the greater one is the later one.
        known.min = known.min.max(bounds.min);
        known.max = known.max.max(bounds.max);
        self.differing.bounds += usize::from(differs);
    }

    /// A group's offset.
    pub(crate) fn read_progress(
        &mut self,
        place: SourceLine<'_>,
        (group, topic): (&str, &str),
        queue: i64,
        progress: ListedOffset,
    ) {
        let (Some(group), Some(name)) = (self.name(place, group), self.name(place, topic)) else { return };
        let Some(queue) = self.queue(place, topic, queue) else { return };
        self.topics.entry(name.clone()).or_default();
        let queues = self.groups.entry(group).or_default().entry(name).or_default();
        match queues.get(&queue) {
            // What the broker's own file says holds against a 0 that may mean "none".
            Some(known) if known.of_broker && !progress.of_broker && progress.offset == 0 => {}
            Some(known) => {
                self.differing.offsets += usize::from(known.offset != progress.offset);
                let of_broker = known.of_broker || progress.of_broker;
                queues.insert(queue, ListedOffset { offset: progress.offset, of_broker });
            }
            None => {
                queues.insert(queue, progress);
            }
        }
    }

    /// What only all files together tell.
    fn settle(&mut self) {
        let mut zeros = 0;
        for queues in self.groups.values_mut().flat_map(|topics| topics.values_mut()) {
            let listed = queues.values().any(|progress| progress.of_broker);
            // The broker's own file has this topic and not this queue: the group has no offset there.
            queues.retain(|_, progress| progress.of_broker || progress.offset != 0 || !listed);
            zeros += queues.values().filter(|progress| !progress.of_broker && progress.offset == 0).count();
        }
        if zeros > 0 {
            self.note(format!(
                "{zeros} consumer offsets are 0: consumerProgress prints 0 also for a group without an \
                 offset (R-LAG-1); consumerOffset.json would tell"
            ));
        }
        let Differing { bounds, offsets } = self.differing;
        if bounds > 0 {
            self.note(format!(
                "Max of {bounds} queues differs between the files: they are of different moments, and the \
                 greater one is the later one (SD-6)"
            ));
        }
        if offsets > 0 {
            self.note(format!(
                "{offsets} consumer offsets differ between the files: that of the file named last counts"
            ));
        }
    }
}
