//! Every form in which somebody has a group's progress, and the one table that tells them apart. Not here:
//! what each of them means (`formats`, a file each).
//!
//! Invariant: a new one is a file in `formats` and a row of `KNOWN`; where two fit, the upper row does.

use crate::import::formats;
use crate::import::formats::Rows;
use crate::import::json::{FileFacts, Read, Reader};

/// What a text, or a part of it, is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// `mqadmin consumerProgress -g GROUP`, and `brokerConsumeStats` with its column of groups.
    Progress,
    /// `mqadmin topicStatus -t TOPIC`.
    Status,
    /// The dashboard's consume detail.
    ConsumeDetail,
    /// The dashboard's status of a topic.
    StatusDetail,
    /// `kafka-consumer-groups --describe`.
    Kafka,
    /// `mqadmin consumerProgress` of all groups.
    AllGroups,
    /// `mqadmin clusterList`.
    ClusterList,
    /// `consumerOffset.json` and `lmqConsumerOffset.json`; by what is in it also `delayOffset.json` and a
    /// broadcasting client's `offsets.json`.
    Offsets,
    /// The offsets of light message queues, beside those.
    LmqOffsets,
    /// The pull offsets that 5.5.0 writes beside those.
    PullOffsets,
    /// `topics.json`.
    Topics,
    /// `subscriptionGroup.json`.
    SubscriptionGroups,
}

/// How a format is known, and what reads it.
pub(crate) enum Shape {
    /// A table with a row for each queue.
    Queues(formats::Columns),
    /// A table with these columns and other rows.
    Rows(&'static [&'static str], Rows),
    /// A field of a JSON object.
    Field(&'static str, fn(&mut Reader<'_>, &mut FileFacts) -> Read<()>),
}

/// All of them.
pub(crate) static KNOWN: [(Format, Shape); 12] = [
    (Format::Progress, Shape::Queues(formats::progress::COLUMNS)),
    (Format::Status, Shape::Queues(formats::status::COLUMNS)),
    (Format::ConsumeDetail, Shape::Queues(formats::dashboard::CONSUME_DETAIL)),
    (Format::StatusDetail, Shape::Queues(formats::dashboard::STATUS_DETAIL)),
    (Format::Kafka, Shape::Queues(formats::kafka::COLUMNS)),
    (Format::AllGroups, Shape::Rows(&["Group", "Count", "Diff Total"], formats::all_groups::row)),
    (Format::ClusterList, Shape::Rows(&["Broker Name", "Version", "BID"], formats::cluster_list::row)),
    (Format::Offsets, Shape::Field("offsetTable", formats::offsets::read)),
    (Format::LmqOffsets, Shape::Field("lmqOffsetTable", formats::offsets::read_lmq)),
    (Format::PullOffsets, Shape::Field("pullOffsetTable", formats::offsets::read_pulls)),
    (Format::Topics, Shape::Field("topicConfigTable", formats::topics::read)),
    (Format::SubscriptionGroups, Shape::Field("subscriptionGroupTable", formats::subscription_groups::read)),
];

impl Format {
    /// The commands that print it, where its name has to come from one.
    pub(crate) fn printed_by(self) -> &'static [&'static str] {
        match self {
            Format::Progress => &["consumerprogress", "brokerconsumestats"],
            Format::Status => &["topicstatus"],
            Format::Kafka => &["kafka-consumer-groups"],
            Format::ConsumeDetail
            | Format::StatusDetail
            | Format::AllGroups
            | Format::ClusterList
            | Format::Offsets
            | Format::LmqOffsets
            | Format::PullOffsets
            | Format::Topics
            | Format::SubscriptionGroups => &[],
        }
    }
}

impl Shape {
    /// Whether a heading with these columns is this table's.
    pub(crate) fn is_headed(&self, columns: &[&str]) -> bool {
        match self {
            Shape::Queues(wanted) => wanted.needed().iter().all(|name| columns.contains(name)),
            Shape::Rows(wanted, _) => wanted.iter().all(|name| columns.contains(name)),
            Shape::Field(..) => false,
        }
    }

    /// Whether this is the field of a JSON object.
    pub(crate) fn is_field(&self, key: &str) -> bool {
        match self {
            Shape::Field(name, _) => *name == key,
            Shape::Queues(_) | Shape::Rows(..) => false,
        }
    }
}
