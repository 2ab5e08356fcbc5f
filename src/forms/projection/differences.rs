//! Where two Worlds of one journal differ in what a board shows. Not here: why they differ.
//!
//! Invariant: an offset that one World lacks is `None`, never 0. Equal Worlds have no differences.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::projection::lanes::{LaneGroup, QueueLane, TopicBoard};
use alloc::vec::Vec;

/// What differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The first stored offset.
    Min,
    /// The offset that the next message gets.
    Max,
    /// A group's consumer offset.
    ConsumerOffset(Name),
}

/// One fact on one queue, in both Worlds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// The queue's topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// What differs.
    pub fact: Fact,
    /// In the first World.
    pub here: Option<QueueOffset>,
    /// In the second.
    pub beside: Option<QueueOffset>,
}

/// Every difference, by topic and queue.
pub fn differences(here: &[TopicBoard], beside: &[TopicBoard]) -> Vec<Difference> {
    let mut found = Vec::new();
    for topic in topics(here, beside) {
        let lanes = |boards: &[TopicBoard]| -> Vec<QueueLane> {
            boards
                .iter()
                .find(|board| board.topic == topic)
                .map_or_else(Vec::new, |board| board.lanes.clone())
        };
        let (mine, theirs) = (lanes(here), lanes(beside));
        for i in 0..mine.len().max(theirs.len()) {
            lane_differences(&topic, mine.get(i), theirs.get(i), &mut found);
        }
    }
    found
}

fn topics(here: &[TopicBoard], beside: &[TopicBoard]) -> Vec<Name> {
    let mut topics: Vec<Name> = here.iter().map(|board| board.topic.clone()).collect();
    for board in beside {
        if let Err(place) = topics.binary_search(&board.topic) {
            topics.insert(place, board.topic.clone());
        }
    }
    topics
}

fn lane_differences(
    topic: &Name,
    here: Option<&QueueLane>,
    beside: Option<&QueueLane>,
    found: &mut Vec<Difference>,
) {
    let Some(queue) = here.or(beside).map(|lane| lane.queue) else { return };
    let mut compare = |fact: Fact, of: &dyn Fn(&QueueLane) -> Option<QueueOffset>| {
        let (here, beside) = (here.and_then(of), beside.and_then(of));
        if here != beside {
            found.push(Difference { topic: topic.clone(), queue, fact, here, beside });
        }
    };
    compare(Fact::Min, &QueueLane::known_min);
    compare(Fact::Max, &QueueLane::known_max);
    let mut groups: Vec<&Name> = Vec::new();
    for group in [here, beside].into_iter().flatten().flat_map(|lane| &lane.groups).map(|group| &group.group)
    {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let is_it = |on_lane: &&LaneGroup| on_lane.group == *group;
        compare(Fact::ConsumerOffset(group.clone()), &|lane| lane.groups.iter().find(is_it)?.consumer_offset);
    }
}
