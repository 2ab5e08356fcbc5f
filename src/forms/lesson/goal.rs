//! Numbers of a lab that a lesson asks for, and comparisons of them. Not here: where they come from
//! (`projection`).
//!
//! Invariant: a value that the lab does not know is `None`, and no goal holds with it.

use crate::engine::ids::{Name, QueueId};
use crate::projection::lanes::{LaneGroup, QueueLane, board};
use crate::sim::World;
use crate::sim::command::OfQueue;
use serde::{Deserialize, Serialize};

/// A number of the lab.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// This one.
    Number(i64),
    /// Min of a queue.
    MinOffset(OfQueue),
    /// Max of a queue.
    MaxOffset(OfQueue),
    /// What the broker has saved for a group.
    ConsumerOffset(OfGroup),
    /// Max - consumer offset.
    Lag(OfGroup),
}

/// A group on a queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfGroup {
    /// Its name.
    pub group: Name,
    /// The queue's topic.
    pub topic: Name,
    /// The queue's number there.
    pub queue: QueueId,
}

impl Value {
    /// The number in this World, or `None` if there is no such thing.
    pub fn of(&self, world: &World) -> Option<i64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::MinOffset(of) => lane(world, &of.topic, of.queue)?.known_min().map(|min| min.0),
            Value::MaxOffset(of) => lane(world, &of.topic, of.queue)?.known_max().map(|max| max.0),
            Value::ConsumerOffset(of) => lane_group(world, of)?.consumer_offset.map(|offset| offset.0),
            Value::Lag(of) => lane_group(world, of)?.lag,
        }
    }
}

fn lane(world: &World, topic: &Name, queue: QueueId) -> Option<QueueLane> {
    board(world, topic).lanes.into_iter().find(|lane| lane.queue == queue)
}

fn lane_group(world: &World, of: &OfGroup) -> Option<LaneGroup> {
    lane(world, &of.topic, of.queue)?.groups.into_iter().find(|on_lane| on_lane.group == of.group)
}

/// A comparison that must hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Goal {
    /// Both are the same.
    Equal(Value, Value),
    /// The first is less than the second.
    Less(Value, Value),
    /// The first is the second or less.
    AtMost(Value, Value),
}

impl Goal {
    /// Whether it holds now.
    pub fn holds(&self, world: &World) -> bool {
        let (Goal::Equal(a, b) | Goal::Less(a, b) | Goal::AtMost(a, b)) = self;
        let (Some(a), Some(b)) = (a.of(world), b.of(world)) else { return false };
        match self {
            Goal::Equal(..) => a == b,
            Goal::Less(..) => a < b,
            Goal::AtMost(..) => a <= b,
        }
    }
}
