//! A reset as a user asks for it: by the broker where it can (R-RST-5), else by the group's clients
//! (R-RST-11, R-RST-12), else by the tool (R-RST-13). Not here: what a target means
//! (`engine::broker::reset`).
//!
//! Invariant: all targets are checked before the first one is set.

use crate::engine::broker::reset::Targets;
use crate::engine::event::Again;
use crate::engine::ids::{Name, QueueId};
use crate::engine::{Broker, Event, EventSink, Rejected};
use crate::sim::clients::retry_topic::part_of;
use crate::sim::command::{Answer, Outcome, QueueChoice, ResetTarget};
use crate::sim::world::World;
use alloc::vec::Vec;

impl World {
    pub(crate) fn reset_offset(
        &mut self,
        group: &Name,
        topic: &Name,
        queues: &QueueChoice,
        to: &ResetTarget,
        out: &mut dyn EventSink,
    ) -> Outcome {
        let targets = reset_targets(&self.broker, group, topic, queues, to)?;
        let (now, now_ms) = (self.now, self.now_ms());
        self.tell_reset(group, topic, &targets);
        if self.broker.resets_itself() {
            self.broker.apply_reset(group, topic, &targets, now_ms, &mut |event| out.emit(now, event));
            return Ok(Answer::Reset { targets, pushed_to: Vec::new() });
        }
        for (&queue, &to) in &targets {
            let from = self.broker.consumer_offsets().stored(group, topic, queue);
            out.emit(now, Event::OffsetReset { group: group.clone(), topic: topic.clone(), queue, from, to });
        }
        let clients: Vec<Name> = self.consumers_of(group).map(|(client, _)| client.clone()).collect();
        if clients.is_empty() {
            // R-RST-13: nobody is there to do it, so the tool commits the targets.
            for (&queue, &to) in &targets {
                self.broker.commit(group, topic, queue, to, now_ms, &mut |event| out.emit(now, event))?;
            }
        }
        self.push_reset(topic, &clients, &targets, out);
        Ok(Answer::Reset { targets, pushed_to: clients })
    }

    /// The group goes where it is told: that is no loss. A client that has a queue has what it has until it
    /// learns of the reset; where none has it, who comes begins at the target.
    pub(crate) fn tell_reset(&mut self, group: &Name, topic: &Name, targets: &Targets) {
        for (&queue, &to) in targets {
            self.tell_moved(group, topic, queue, to);
            if self.owner(group, topic, queue).is_none() {
                let here = (group, topic, queue);
                self.tell_turned(Again::Reset, |place| (&place.group, &place.topic, place.queue) == here);
            }
        }
    }

    /// Sends the targets to clients; only those that consume the topic can follow (R-RST-12).
    pub(crate) fn push_reset(
        &mut self,
        topic: &Name,
        clients: &[Name],
        targets: &Targets,
        out: &mut dyn EventSink,
    ) {
        for client in clients.iter().flat_map(|client| [client.clone(), part_of(client)]) {
            let client = &client;
            if self.consumers.get(client).is_some_and(|consumer| consumer.topic == *topic) {
                self.begin_client_reset(client, targets, out);
            }
        }
    }
}

/// The targets of a reset, all of them checked (SD-16, SD-17, R-RST-5, R-RST-11).
pub(crate) fn reset_targets(
    broker: &Broker,
    group: &Name,
    topic: &Name,
    queues: &QueueChoice,
    to: &ResetTarget,
) -> Result<Targets, Rejected> {
    let count = broker.check_reset(group, topic)?;
    let chosen: Vec<QueueId> = match queues {
        QueueChoice::All => (0..count).collect(),
        QueueChoice::Some(queues) => queues.clone(),
    };
    let mut targets = Targets::new();
    for queue in chosen {
        if queue >= count {
            let code = broker.profile().no_such_queue_code();
            return Err(Rejected::QueueNotExist { topic: topic.clone(), queue, queues: count, code });
        }
        let target = match to {
            ResetTarget::Min => broker.min_offset(topic, queue),
            ResetTarget::Max => broker.max_offset(topic, queue),
            ResetTarget::Offset(offset) => *offset,
            // Of what it may be the first: rather a message twice than none.
            ResetTarget::TimeMs(time) => broker.time_target(topic, queue, *time)?.0,
            ResetTarget::Each(offsets) => match offsets.get(&queue) {
                Some(offset) => *offset,
                None => continue,
            },
        };
        if broker.resets_itself() {
            broker.check_reset_target(topic, queue, target)?;
        } else {
            // R-RST-11: no range is checked, but nobody resets what has no progress. On the page who saves a
            // target outside the queue is refused (SD-12), so nobody begins.
            broker.stored_for_clients(group, topic, queue)?;
            broker.check_commit(topic, queue, target)?;
        }
        targets.insert(queue, target);
    }
    if targets.is_empty() { Err(Rejected::NoQueuesToReset) } else { Ok(targets) }
}
