//! Every invariant of a World that one look can see. Not here: those over time (tests compare Worlds).
//!
//! Invariant: `check` changes nothing, and a World that breaks a promise panics with the place.

use crate::engine::limits;
use crate::engine::ordered_map::OrderedMap;
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::consumer::PullState;
use crate::sim::world::World;

impl World {
    /// Panics when the World contradicts itself. Tests call it after every step.
    pub fn check(&self) {
        self.broker.check();
        assert!(
            self.scheduler.next_due().is_none_or(|due| due >= self.now),
            "a timer is overdue at {:?}",
            self.now
        );
        assert!(self.producers.len() <= limits::PRODUCERS_MAX, "too many producers");
        assert!(self.clients() <= limits::CONSUMERS_MAX, "too many consumers");
        let mut owned = OrderedMap::new();
        for (name, consumer) in &self.consumers {
            for (&queue, process_queue) in &consumer.queues {
                let place = (&consumer.group, &consumer.topic, queue);
                let beside = self.is_broadcasting(&consumer.group) || self.is_at_rest(name);
                let alone = beside || owned.insert(place, ()).is_none();
                assert!(alone, "{place:?} has two owners, one of them {name}");
                let mut at = None;
                let mut messages = 0;
                for &Span { from, to } in process_queue.cached.spans() {
                    messages += from.distance_to(to);
                    assert!(
                        from < to && at.is_none_or(|at| at <= from),
                        "{name} caches {from}..{to} out of order"
                    );
                    at = Some(to);
                }
                assert!(
                    at.is_none_or(|at| at <= process_queue.next_pull) && messages == process_queue.cached(),
                    "{name} caches beyond its next pull, or not {messages} messages"
                );
                if let PullState::Held(_) = process_queue.pull {
                    let held = self.held.get(&consumer.topic).and_then(|queues| queues.get(&queue));
                    assert!(
                        held.is_some_and(|waiting| waiting.contains(name)),
                        "{name} waits and nobody knows"
                    );
                }
            }
        }
        for (name, consumer) in &self.consumers {
            consumer.check_threads(name);
        }
        for (name, client) in &self.aside.clients {
            let of_group = self.consumers.get(name).is_some_and(|consumer| self.broker.pops(&consumer.group));
            assert!(of_group, "{name} pops, and its group does not");
            assert!(self.consumers[name].queues.is_empty(), "{name} pops and owns a queue");
            client.check(name);
        }
        self.check_tallies();
        self.check_locks();
        self.check_docs();
    }

    /// What the page promises for every stored consumer offset (SD-12).
    fn check_docs(&self) {
        if !self.broker.profile().refuses_commit_outside_queue() {
            return;
        }
        for topic in self.broker.topic_names() {
            for (group, progress) in self.broker.consumer_offsets().groups_on(&topic) {
                for (&queue, &offset) in &progress.stored {
                    if self.broker.check_bounds(&topic, queue).is_err() {
                        continue;
                    }
                    let max = self.broker.max_offset(&topic, queue);
                    assert!(offset <= max, "{group} is at {offset} of {topic}/{queue}, beyond Max {max}");
                }
            }
        }
    }
}
