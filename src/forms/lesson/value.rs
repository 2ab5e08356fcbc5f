//! Numbers of a lab that a lesson asks for. Not here: where they come from (`projection`), comparing them
//! (`goal`).
//!
//! Invariant: nothing is counted here; what the lab does not have is `None`.

use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::lesson::filled::filled;
use crate::projection::deliveries::{Counts, never_read};
use crate::projection::lag::{LagAnswers, lag_answers};
use crate::projection::lanes::{LaneGroup, QueueLane, board};
use crate::projection::{broker_view, deliveries_of, pockets};
use crate::sim::World;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{EnumAccess, Error, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A number of the lab.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// This one.
    Number(i64),
    /// No number, as the consumer offset of a group that has none.
    #[default]
    None,
    /// All of these together.
    Plus(Vec<Value>),
    /// The first less the others.
    Minus(Vec<Value>),
    /// Min of a queue.
    MinOffset(Of),
    /// Max of a queue.
    MaxOffset(Of),
    /// What the broker has saved for a group on a queue.
    ConsumerOffset(Of),
    /// What was delivered last to a group on a queue.
    PullOffset(Of),
    /// The target of a reset that no pull has applied yet, of a group on a queue.
    PendingReset(Of),
    /// Max - consumer offset, of a group on a queue.
    Lag(Of),
    /// Of that lag, messages that are purged already.
    Purged(Of),
    /// Messages delivered to a group, each as often as it was. This and the next counts: on all its queues,
    /// or with a topic (and queue) there.
    Delivered(Of),
    /// Messages processed, each as often as it was.
    Processed(Of),
    /// Messages processed again.
    Duplicates(Of),
    /// Messages purged before the group had processed them.
    Lost(Of),
    /// Messages that the group's offset moved past without a reset.
    Skipped(Of),
    /// Messages that are stored before the group's offset, and that it neither processed nor skipped. Needs a
    /// topic.
    NeverRead(Of),
    /// Messages that failed and went to the group's retry topic, each as often as it did.
    SentBack(Of),
    /// Messages of a POP group that nobody acknowledged in time.
    Revived(Of),
    /// Dead letters.
    Dead(Of),
    /// A group's messages that wait for their retry.
    InRetry(Of),
    /// A group's messages that are popped and not acknowledged.
    Hidden(Of),
    /// Messages that wait for their time; of all topics unless one is named.
    Scheduled(Of),
    /// `consumerProgress` Diff of a group on a topic (R-LAG-1), or on one queue.
    Diff(Of),
    /// `rocketmq_consumer_lag_messages` of a group on a topic (R-LAG-3).
    MetricLag(Of),
    /// Messages of a topic that are stored and at or after the group's offset.
    Readable(Of),
    /// Used part of the disk in percent.
    UsedPercent(Of),
    /// Segments of the commit log.
    Segments(Of),
    /// 1 while the full disk refuses writes, else 0.
    DiskFull(Of),
    /// Commands that the learner has given in this step.
    CommandsUsed(Of),
    /// Commands that were refused in this step.
    Refused(Of),
    /// Virtual milliseconds since this step began.
    ElapsedMs(Of),
}

/// A value's name in a file, and what makes it.
type Named = (&'static str, fn(Of) -> Value);

/// The values that are of something, by their names in files.
const NAMED: [Named; 28] = [
    ("min_offset", Value::MinOffset),
    ("max_offset", Value::MaxOffset),
    ("consumer_offset", Value::ConsumerOffset),
    ("pull_offset", Value::PullOffset),
    ("pending_reset", Value::PendingReset),
    ("lag", Value::Lag),
    ("purged", Value::Purged),
    ("delivered", Value::Delivered),
    ("processed", Value::Processed),
    ("duplicates", Value::Duplicates),
    ("lost", Value::Lost),
    ("skipped", Value::Skipped),
    ("never_read", Value::NeverRead),
    ("sent_back", Value::SentBack),
    ("revived", Value::Revived),
    ("dead", Value::Dead),
    ("in_retry", Value::InRetry),
    ("hidden", Value::Hidden),
    ("scheduled", Value::Scheduled),
    ("diff", Value::Diff),
    ("metric_lag", Value::MetricLag),
    ("readable", Value::Readable),
    ("used_percent", Value::UsedPercent),
    ("segments", Value::Segments),
    ("disk_full", Value::DiskFull),
    ("commands_used", Value::CommandsUsed),
    ("refused", Value::Refused),
    ("elapsed_ms", Value::ElapsedMs),
];

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (name, of) = access.variant::<String>()?;
        Ok(match name.as_str() {
            "number" => Value::Number(of.newtype_variant()?),
            "none" => of.unit_variant().map(|()| Value::None)?,
            "plus" => Value::Plus(of.newtype_variant()?),
            "minus" => Value::Minus(of.newtype_variant()?),
            _ => match NAMED.iter().find(|(known, _)| *known == name) {
                Some((_, make)) => make(of.newtype_variant()?),
                None => return Err(Error::unknown_variant(&name, &[])),
            },
        })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_enum("Value", &[], ValueVisitor)
    }
}

/// What a value is of. Each value says what it needs of this.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Of {
    /// A consumer group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Name>,
    /// A topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Name>,
    /// A queue's number there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
}

filled!(Of {
    "group" => group,
    "topic" => topic,
    "queue" => queue,
});

/// A lab, and what a step has seen of it.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The lab now.
    pub world: &'a World,
    /// When the step began.
    pub began: VirtualTime,
    /// Commands that the learner has given since.
    pub used: usize,
    /// Commands that were refused since.
    pub refused: usize,
}

impl<'a> Scene<'a> {
    /// A lab in which nothing was done yet.
    pub fn of(world: &'a World) -> Scene<'a> {
        Scene { world, began: world.now(), used: 0, refused: 0 }
    }
}

impl Value {
    /// The number, or `None` if there is no such thing.
    pub fn of(&self, scene: &Scene) -> Option<i64> {
        let world = scene.world;
        match self {
            Value::Number(number) => Some(*number),
            Value::None => None,
            Value::Plus(all) => all.iter().try_fold(0, |sum: i64, value| sum.checked_add(value.of(scene)?)),
            Value::Minus(all) => {
                let (first, others) = all.split_first()?;
                others.iter().try_fold(first.of(scene)?, |rest, value| rest.checked_sub(value.of(scene)?))
            }
            Value::MinOffset(of) => lane(world, of)?.known_min().map(|min| min.0),
            Value::MaxOffset(of) => lane(world, of)?.known_max().map(|max| max.0),
            Value::ConsumerOffset(of) => on_lane(world, of)?.consumer_offset.map(|offset| offset.0),
            Value::PullOffset(of) => on_lane(world, of)?.pull_offset.map(|offset| offset.0),
            Value::PendingReset(of) => on_lane(world, of)?.pending_reset.map(|offset| offset.0),
            Value::Lag(of) => on_lane(world, of)?.lag,
            Value::Purged(of) => Some(on_lane(world, of)?.lag_purged),
            Value::Delivered(of) => count(world, of, |counts| counts.delivered),
            Value::Processed(of) => count(world, of, |counts| counts.processed),
            Value::Duplicates(of) => count(world, of, |counts| counts.duplicates),
            Value::Lost(of) => count(world, of, |counts| counts.lost),
            Value::Skipped(of) => count(world, of, |counts| counts.skipped),
            Value::SentBack(of) => count(world, of, |counts| counts.sent_back),
            Value::Revived(of) => count(world, of, |counts| counts.revived),
            Value::Dead(of) => count(world, of, |counts| counts.dead),
            Value::NeverRead(of) => {
                Some(never_read(world, of.group.as_ref()?, of.topic.as_ref()?, of.queue) as i64)
            }
            Value::InRetry(of) => Some(deliveries_of(world, of.group.as_ref()?).in_retry as i64),
            Value::Hidden(of) => Some(hidden(world, of)),
            Value::Scheduled(of) => Some(scheduled(world, of)),
            Value::Diff(of) => diff(world, of),
            Value::MetricLag(of) => Some(answers(world, of)?.metric_lag),
            Value::Readable(of) => Some(answers(world, of)?.readable),
            Value::UsedPercent(_) => Some(broker_view(world).used_percent as i64),
            Value::Segments(_) => Some(broker_view(world).segments.len() as i64),
            Value::DiskFull(_) => Some(i64::from(broker_view(world).disk_full)),
            Value::CommandsUsed(_) => Some(scene.used as i64),
            Value::Refused(_) => Some(scene.refused as i64),
            Value::ElapsedMs(_) => Some((world.now().0.saturating_sub(scene.began.0) / 1_000) as i64),
        }
    }

    /// The queue on whose axis the number is a place.
    pub fn place(&self) -> Option<(&Name, QueueId)> {
        match self {
            Value::MinOffset(of)
            | Value::MaxOffset(of)
            | Value::ConsumerOffset(of)
            | Value::PullOffset(of)
            | Value::PendingReset(of) => Some((of.topic.as_ref()?, of.queue?)),
            Value::Number(_)
            | Value::None
            | Value::Plus(_)
            | Value::Minus(_)
            | Value::Lag(_)
            | Value::Purged(_)
            | Value::Delivered(_)
            | Value::Processed(_)
            | Value::Duplicates(_)
            | Value::Lost(_)
            | Value::Skipped(_)
            | Value::NeverRead(_)
            | Value::SentBack(_)
            | Value::Revived(_)
            | Value::Dead(_)
            | Value::InRetry(_)
            | Value::Hidden(_)
            | Value::Scheduled(_)
            | Value::Diff(_)
            | Value::MetricLag(_)
            | Value::Readable(_)
            | Value::UsedPercent(_)
            | Value::Segments(_)
            | Value::DiskFull(_)
            | Value::CommandsUsed(_)
            | Value::Refused(_)
            | Value::ElapsedMs(_) => None,
        }
    }
}

fn lane(world: &World, of: &Of) -> Option<QueueLane> {
    board(world, of.topic.as_ref()?).lanes.into_iter().find(|lane| Some(lane.queue) == of.queue)
}

fn on_lane(world: &World, of: &Of) -> Option<LaneGroup> {
    let groups = lane(world, of)?.groups;
    groups.into_iter().find(|on_lane| Some(&on_lane.group) == of.group.as_ref())
}

fn is_of(of: &Of, topic: &Name, queue: QueueId) -> bool {
    of.topic.as_ref().is_none_or(|wanted| wanted == topic) && of.queue.is_none_or(|wanted| wanted == queue)
}

fn count(world: &World, of: &Of, pick: fn(&Counts) -> u64) -> Option<i64> {
    let all = deliveries_of(world, of.group.as_ref()?);
    let queues = all.queues.iter().filter(|on| is_of(of, &on.topic, on.queue));
    Some(queues.map(|on| pick(&on.counts)).sum::<u64>() as i64)
}

fn hidden(world: &World, of: &Of) -> i64 {
    let groups = pockets(world).groups;
    let of_group = groups.iter().filter(|pocket| Some(&pocket.group) == of.group.as_ref());
    let spans = of_group.flat_map(|pocket| &pocket.hidden).filter(|on| is_of(of, &on.topic, on.queue));
    spans.map(|span| span.count).sum::<u64>() as i64
}

fn scheduled(world: &World, of: &Of) -> i64 {
    let topics = pockets(world).topics;
    let waiting = topics.iter().filter(|pocket| of.topic.as_ref().is_none_or(|topic| *topic == pocket.topic));
    waiting.map(|pocket| pocket.wait.count).sum::<u64>() as i64
}

fn answers(world: &World, of: &Of) -> Option<LagAnswers> {
    lag_answers(world, of.group.as_ref()?, of.topic.as_ref()?)
}

fn diff(world: &World, of: &Of) -> Option<i64> {
    let Some(queue) = of.queue else { return Some(answers(world, of)?.diff) };
    let topic = of.topic.as_ref()?;
    let rows = world.broker().consume_stats(of.group.as_ref()?, Some(topic));
    rows.get(format!("{topic}:{queue}").as_str()).map(|row| row.max.saturating_lead(row.consumer))
}
