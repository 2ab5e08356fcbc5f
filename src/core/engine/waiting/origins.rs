//! Which message a copy is of: what a delivery of a scheduled message, a retry or a dead letter was stored as
//! first, and how often it was consumed in vain. Not here: who makes the copies (`broker::delay`,
//! `broker::retry`, `broker::pop`).
//!
//! Invariant: per queue the offsets ascend; a message without an entry is its own origin.

use crate::engine::ids::{Name, QueueId, QueueOffset, TopicQueue};
use crate::engine::ordered_map::OrderedMap;
use alloc::collections::VecDeque;
use serde::{Deserialize, Serialize};

/// Where a message was stored first, and its `reconsumeTimes` (R-RTY-2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Origin {
    /// The topic, SCHEDULE_TOPIC_XXXX for a message that was sent to be delivered later.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// The offset.
    pub offset: QueueOffset,
    /// How often it was consumed in vain.
    pub reconsume_times: u32,
    /// Bytes of its body. Of one that was sent back the properties count among them: a broker's index does
    /// not tell them apart.
    pub body_bytes: u32,
}

/// The copies of each queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Origins {
    queues: OrderedMap<TopicQueue, VecDeque<(QueueOffset, Origin)>>,
}

impl Origins {
    /// A copy was stored. Those before `min` are deleted.
    pub fn push(
        &mut self,
        topic: &Name,
        queue: QueueId,
        offset: QueueOffset,
        origin: Origin,
        min: QueueOffset,
    ) {
        let copies = self.queues.entry(TopicQueue::new(topic, queue)).or_default();
        while copies.front().is_some_and(|(known, _)| *known < min) {
            copies.pop_front();
        }
        // A queue that was destroyed counts from 0 again.
        while copies.back().is_some_and(|(known, _)| *known >= offset) {
            copies.pop_back();
        }
        copies.push_back((offset, origin));
    }

    /// Whether a queue ever got a copy.
    pub fn has(&self, topic: &Name, queue: QueueId) -> bool {
        !self.queues.is_empty() && self.queues.contains_key(&TopicQueue::new(topic, queue))
    }

    /// What a message is a copy of; `None`: of nothing.
    pub fn get(&self, topic: &Name, queue: QueueId, offset: QueueOffset) -> Option<&Origin> {
        if self.queues.is_empty() {
            return None;
        }
        let copies = self.queues.get(&TopicQueue::new(topic, queue))?;
        let place = copies.partition_point(|(known, _)| *known < offset);
        copies.get(place).filter(|(known, _)| *known == offset).map(|(_, origin)| origin)
    }

    /// A queue's numbers will be given again from `from` on.
    pub fn cut(&mut self, topic: &Name, queue: QueueId, from: QueueOffset) {
        if let Some(copies) = self.queues.get_mut(&TopicQueue::new(topic, queue)) {
            copies.truncate(copies.partition_point(|(known, _)| *known < from));
        }
    }

    /// Forgets the copies of a topic that is deleted.
    pub fn forget(&mut self, topic: &Name) {
        self.queues.retain(|known, _| known.topic != *topic);
    }
}
