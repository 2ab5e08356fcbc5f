//! What of the lab a step shows, and what it points at. Not here: drawing it (`ui`).
//!
//! Invariant: a figure changes nothing of the lab, and a step without one shows the whole board.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::lesson::filled::filled;
use crate::lesson::format::Texts;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a step shows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// In one sentence what to look at; read aloud for who does not see it.
    #[serde(default, skip_serializing_if = "crate::lesson::format::is_default")]
    pub words: Texts,
    /// Only these topics; absent: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Name>,
    /// The axis from this offset on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<QueueOffset>,
    /// The axis up to this offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<QueueOffset>,
    /// The panel that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Panel>,
    /// What is marked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlight: Vec<Spot>,
}

filled!(Figure {
    "words" => words,
    "topics" => topics,
    "from" => from,
    "to" => to,
    "open" => open,
    "highlight" => highlight,
});

/// A panel of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Panel {
    /// The event log.
    Log,
    /// Lag over time.
    Chart,
    /// Segments and the disk.
    Disk,
    /// What each group's messages came to.
    Deliveries,
    /// The offset reset.
    Reset,
}

/// A place in the picture.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// What it is.
    pub part: Part,
    /// Its group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Name>,
    /// Its topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Name>,
    /// Its queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
    /// Of a message or segment: the first offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<QueueOffset>,
    /// Of several messages: the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<QueueOffset>,
    /// A note with an arrow to it.
    #[serde(default, skip_serializing_if = "crate::lesson::format::is_default")]
    pub note: Texts,
}

filled!(Spot {
    "part" => part,
    "group" => group,
    "topic" => topic,
    "queue" => queue,
    "offset" => offset,
    "last" => last,
    "note" => note,
});

/// A part of the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Messages of a queue.
    Messages,
    /// A queue's Min.
    Min,
    /// A queue's Max.
    Max,
    /// A group's consumer offset.
    Mark,
    /// Where a group's client is in its own memory, saved or not.
    ClientMemory,
    /// A group's lag.
    Lag,
    /// Messages in clients' hands.
    Inflight,
    /// The segment with this message.
    Segment,
    /// The disk.
    Disk,
    /// What waits outside the queues, of a topic or group.
    Pocket,
    /// The whole lane.
    #[default]
    Lane,
}
