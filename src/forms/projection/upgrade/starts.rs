//! Where groups begin on queues for the first time, in two runs of one journal. Not here: the rules for it
//! (`engine::broker::pull`).
//!
//! Invariant: of each group and queue the first start alone; one that a run has not is `None`, never 0.

use crate::engine::Event;
use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use alloc::vec::Vec;

/// A group's first start on a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Start {
    /// When.
    pub at: VirtualTime,
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Where.
    pub offset: QueueOffset,
    /// By which rule.
    pub rule: InitialRule,
}

/// The same in two runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstStart {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Before and after the upgrade.
    pub sides: [Option<Start>; 2],
}

impl Start {
    /// The start that an event tells of.
    pub(super) fn of(at: VirtualTime, event: Event) -> Option<Start> {
        let Event::InitialOffset { group, topic, queue, offset, rule, .. } = event else { return None };
        Some(Start { at, group, topic, queue, offset, rule })
    }

    pub(super) fn is_same_place(&self, other: &Start) -> bool {
        (&self.group, &self.topic, self.queue) == (&other.group, &other.topic, other.queue)
    }
}

impl FirstStart {
    /// Whether the group begins elsewhere, or in one run only.
    pub fn differs(&self) -> bool {
        let [before, after] = self.sides.each_ref().map(|side| side.as_ref().map(|start| start.offset));
        before != after
    }
}

/// Both runs' starts, by group, topic and queue.
pub(super) fn pair_starts(before: &[Start], after: &[Start]) -> Vec<FirstStart> {
    let mut places: Vec<(&Name, &Name, QueueId)> =
        before.iter().chain(after).map(|start| (&start.group, &start.topic, start.queue)).collect();
    places.sort();
    places.dedup();
    let pair = |(group, topic, queue): (&Name, &Name, QueueId)| {
        let of = |starts: &[Start]| {
            let is_it = |s: &&Start| (&s.group, &s.topic, s.queue) == (group, topic, queue);
            starts.iter().find(is_it).cloned()
        };
        let sides = [of(before), of(after)];
        FirstStart { group: group.clone(), topic: topic.clone(), queue, sides }
    };
    places.into_iter().map(pair).collect()
}
