//! What every client holds: from one instant to the next it shows what was processed. Not here: the
//! work (`clients::work`).
//!
//! Invariant: looking changes nothing.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::clients::consumer::Consumer;
use crate::sim::world::World;
use alloc::vec::Vec;

/// What one client, or its part for retries, is working on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AtWork {
    /// The client, its part as a name of its own.
    pub name: Name,
    /// Its group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Which of the client's takes of queues the messages are from.
    pub take: u32,
    /// The first message.
    pub from: QueueOffset,
    /// One past the last.
    pub to: QueueOffset,
    /// The client still has the queue by that take; else its result will be dropped (R-LB-6).
    pub owned: bool,
}

impl World {
    /// What each client holds, by name.
    pub fn at_work(&self) -> Vec<AtWork> {
        let all = self.consumers.iter();
        let in_hand =
            all.flat_map(|(name, consumer)| consumer.hands().map(move |hand| (name, consumer, hand)));
        let at_work = in_hand.map(|(name, consumer, hand)| {
            let owned = consumer.queues.get(&hand.queue);
            AtWork {
                name: name.clone(),
                group: consumer.group.clone(),
                topic: consumer.topic.clone(),
                queue: hand.queue,
                take: hand.take,
                from: hand.from,
                to: hand.to,
                owned: owned.is_some_and(|owned| owned.take == hand.take && !owned.is_dropped()),
            }
        });
        at_work.collect()
    }

    /// What a group's client has finished of a queue from `saved` on, ascending: all that it has pulled but
    /// what it works on, tries again or has not begun (R-OFF-11).
    pub fn finished_from(&self, saved: QueueOffset, group: &Name, topic: &Name, queue: QueueId) -> Vec<Span> {
        let of_group =
            |(_, consumer): &(&Name, &Consumer)| consumer.group == *group && consumer.topic == *topic;
        let mut members = self.consumers.iter().filter(of_group);
        let owner = members.find_map(|(name, consumer)| Some((name, consumer, consumer.queues.get(&queue)?)));
        let Some((name, consumer, owned)) = owner.filter(|(_, _, owned)| !owned.is_dropped()) else {
            return Vec::new();
        };
        let mut finished = Ranges::default();
        finished.add(saved, owned.next_pull);
        let hands = consumer.hands().filter(|hand| (hand.queue, hand.take) == (queue, owned.take));
        let in_work = hands.map(|hand| Span::new(hand.from, hand.to));
        let cached = owned.cached.spans().iter().copied();
        let waiting = self.waiting_again(name, queue, owned.take);
        for span in in_work.chain(cached).chain(waiting) {
            finished.remove(span.from, span.to);
        }
        finished.spans().to_vec()
    }

    /// What a group's clients have of a queue, in work or cached.
    pub fn in_hands(&self, group: &Name, topic: &Name, queue: QueueId) -> Ranges {
        let mut all = Ranges::default();
        for consumer in self.consumers.values().filter(|c| c.group == *group && c.topic == *topic) {
            let owned = consumer.queues.get(&queue);
            let cached = owned.into_iter().flat_map(|owned| owned.cached.spans().iter().copied());
            let hands = consumer.hands().filter(|hand| hand.queue == queue);
            for span in cached.chain(hands.map(|hand| Span::new(hand.from, hand.to))) {
                all.add(span.from, span.to);
            }
        }
        all
    }

    /// Where a client, or its part, pulls a queue next that it owns.
    pub fn pulls_at(&self, name: &str, topic: &Name, queue: QueueId) -> Option<QueueOffset> {
        let consumer = self.consumers.get(name).filter(|consumer| consumer.topic == *topic)?;
        Some(consumer.queues.get(&queue)?.next_pull)
    }

    /// How many takes of queues a client has made so far.
    pub fn takes(&self, name: &str) -> u32 {
        self.consumers.get(name).map_or(0, |consumer| consumer.takes)
    }
}
