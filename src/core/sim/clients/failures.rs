//! Clients that fail: at a rate, or on a poisonous message; what becomes of a message that failed (R-RTY-1,
//! R-RTY-4). Not here: what the broker does with one that is sent back (`engine::broker::retry`).
//!
//! Invariant: a failure is drawn from the client's own random stream, so it changes no other actor's.

use crate::engine::broker::retry::SendBack;
use crate::engine::event::ActorChange;
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::{Event, EventSink, Rejected, limits};
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::consumer::ProcessQueue;
use crate::sim::clients::retry_topic::client_of;
use crate::sim::clients::work::Worked;
use crate::sim::command::{Failures, MessagePlace};
use crate::sim::rng::Rng;
use crate::sim::world::World;
use crate::sim::world::client_state::{ClientQueue, Tries};
use crate::sim::world::scheduler::Timer;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A message that could not be sent back is tried again by the client itself after this (R-RTY-1).
const LOCAL_RETRY_MS: u64 = 5_000;

/// How a client fails.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Failing {
    #[serde(with = "plain")]
    pub(crate) how: Failures,
    rng: Rng,
}

/// How a client fails as a World's bytes: a command leaves out what is not set, and bytes without names
/// can't.
mod plain {
    use super::Failures;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(how: &Failures, serializer: S) -> Result<S::Ok, S::Error> {
        let Failures { fail_permille, poison, suspend_ms, max_reconsume_times } = how;
        (fail_permille, poison, suspend_ms, max_reconsume_times).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Failures, D::Error> {
        let (fail_permille, poison, suspend_ms, max_reconsume_times) =
            Deserialize::deserialize(deserializer)?;
        Ok(Failures { fail_permille, poison, suspend_ms, max_reconsume_times })
    }
}

/// A message that its client will try again, or is trying again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waits {
    take: u32,
    from: QueueOffset,
    to: QueueOffset,
    /// An orderly queue: what follows waits too.
    suspends: bool,
    /// It is back in the client's cache or in work.
    again: bool,
}

impl World {
    /// How a client fails; `None`: it does not.
    pub fn failures(&self, consumer: &str) -> Option<&Failures> {
        self.newer.failing.get(consumer).map(|failing| &failing.how)
    }

    pub(crate) fn set_failures(
        &mut self,
        consumer: &Name,
        how: &Failures,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        if !self.consumers.contains_key(consumer) {
            return Err(Rejected::ConsumerNotExist { consumer: consumer.clone() });
        }
        if how.fail_permille > 1_000 {
            return Err(Rejected::out_of_range("fail_permille", how.fail_permille.into(), 0, 1_000));
        }
        if how.poison.len() > limits::POISON_MAX {
            let (what, limit) = ("poisonous messages of a consumer".to_string(), limits::POISON_MAX as u64);
            return Err(Rejected::TooMany { what, limit });
        }
        if let Some(times) = how.max_reconsume_times.filter(|times| *times < 0) {
            let most = i64::from(i32::MAX);
            return Err(Rejected::out_of_range("max_reconsume_times", times.into(), 0, most));
        }
        self.newer.in_use = true;
        let rng = match self.newer.failing.remove(consumer) {
            Some(failing) => failing.rng,
            None => Rng::of_actor(self.header.seed, &format!("failures of {consumer}")),
        };
        if *how != Failures::default() {
            self.newer.failing.insert(consumer.clone(), Failing { how: how.clone(), rng });
        }
        self.tell_consumer(consumer, ActorChange::Changed, out);
        Ok(())
    }

    /// The same, where a batch fails as a whole (R-RTY-1).
    pub(crate) fn failed_of(&mut self, worked: &Worked) -> Vec<QueueOffset> {
        let failed = self.draw_failures(worked);
        let crew = self.consumers.get(&worked.name).and_then(|consumer| consumer.crew.as_deref());
        match failed.first() {
            Some(_) if crew.is_some_and(|crew| crew.batch_max > 1) => {
                (worked.from.0..worked.to.0).map(QueueOffset).collect()
            }
            _ => failed,
        }
    }

    /// The messages of those worked on that fail, ascending.
    pub(crate) fn draw_failures(&mut self, worked: &Worked) -> Vec<QueueOffset> {
        let client = client_of(&worked.name);
        let Some(failing) = self.newer.failing.get_mut(&client) else { return Vec::new() };
        let main = self.consumers.get(&client).map(|consumer| &consumer.topic);
        let mut failed = Vec::new();
        for offset in (worked.from.0..worked.to.0).map(QueueOffset) {
            // A copy is as poisonous as the message that it is of.
            let origin = self.broker.origin(&worked.topic, worked.queue, offset);
            let (topic, queue, first) =
                origin.map_or((&worked.topic, worked.queue, offset), |o| (&o.topic, o.queue, o.offset));
            let poison =
                Some(topic) == main && failing.how.poison.contains(&MessagePlace { queue, offset: first });
            let drawn = failing.how.fail_permille > 0 && failing.rng.below(1_000) < failing.how.fail_permille;
            if poison || drawn {
                failed.push(offset);
            }
        }
        failed
    }

    /// The smallest offset of a take that is in work on a thread, or waits to be tried again.
    pub(crate) fn least_unfinished(&self, client: &Name, queue: QueueId, take: u32) -> Option<QueueOffset> {
        let consumer = self.consumers.get(client).filter(|consumer| consumer.crew.is_some());
        let in_work = consumer.and_then(|consumer| consumer.least_in_work(queue, take));
        let waits = if self.newer.waits.is_empty() { None } else { self.least_waiting(client, queue, take) };
        in_work.into_iter().chain(waits).min()
    }

    /// The smallest offset that waits to be tried again.
    fn least_waiting(&self, client: &Name, queue: QueueId, take: u32) -> Option<QueueOffset> {
        let waits = self.newer.waits.get(&ClientQueue::new(client, queue))?;
        waits.iter().filter(|waits| waits.take == take).map(|waits| waits.from).min()
    }

    /// What a client will try again of a queue that it has by this take.
    pub(crate) fn waiting_again(&self, client: &Name, queue: QueueId, take: u32) -> Vec<Span> {
        let waits = self.newer.waits.get(&ClientQueue::new(client, queue)).into_iter().flatten();
        waits.filter(|waits| waits.take == take).map(|waits| Span::new(waits.from, waits.to)).collect()
    }

    /// A client's pull was sent on to `min`: what waited to be tried again before it is dropped with what is
    /// cached, and its records are deleted (R-PULL-7).
    pub(crate) fn tell_waiting_gone(
        &mut self,
        client: &Name,
        queue: QueueId,
        take: u32,
        min: QueueOffset,
        out: &mut dyn EventSink,
    ) {
        let waits = self.newer.waits.get(&ClientQueue::new(client, queue)).into_iter().flatten();
        let spans: Vec<Span> = waits
            .filter(|waits| waits.take == take && !waits.again && waits.from < min)
            .map(|waits| Span::new(waits.from, waits.to.min(min)))
            .collect();
        for span in spans {
            self.tell_gone(client, queue, span, None, out);
        }
    }

    /// The queues of a client whose order a failed message keeps up.
    pub(crate) fn suspended(&self, client: &Name) -> Vec<QueueId> {
        let of_client = self.newer.waits.iter().filter(|(of, _)| of.client == *client);
        let suspends =
            of_client.filter(|(_, waits)| waits.iter().any(|waits| waits.suspends && !waits.again));
        suspends.map(|(of, _)| of.queue).collect()
    }

    /// Where the client's offset may go: to the smallest message that is not finished (R-OFF-11).
    pub(crate) fn finished_to(&mut self, worked: &Worked) -> QueueOffset {
        let Worked { name, queue, take, from, to, .. } = worked;
        let key = ClientQueue::new(name, *queue);
        let mut to = *to;
        if let Some(waits) = self.newer.waits.get_mut(&key) {
            let before = waits.len();
            waits.retain(|waits| !(waits.again && waits.take == *take && waits.from == *from));
            if waits.len() < before
                && let Some(process_queue) = self.consumers.get(name).and_then(|c| c.queues.get(queue))
            {
                // It was behind the others: they are finished up to what is cached, or pulled.
                to = process_queue.first_not_begun();
            }
        }
        let consumer = self.consumers.get(name).filter(|consumer| consumer.crew.is_some());
        let process_queue = consumer.and_then(|consumer| consumer.queues.get(queue));
        to = process_queue.map_or(to, ProcessQueue::first_not_begun);
        self.least_unfinished(name, *queue, *take).map_or(to, |least| least.min(to))
    }

    /// Concurrent consumption: the failed ones are sent back, each for itself (R-RTY-1).
    pub(crate) fn fail_each(&mut self, worked: &Worked, failed: &[QueueOffset], out: &mut dyn EventSink) {
        let Worked { name, group, topic, queue, take, .. } = worked;
        for &offset in failed {
            if self.is_broadcasting(group) {
                // R-OFF-14: dropped, never retried.
                self.tell_dropped(name, *queue, offset, out);
                continue;
            }
            let max_reconsume_times = self.max_times_sent(name, group);
            let request = SendBack {
                group,
                topic,
                queue: *queue,
                offset,
                delay_level: 0,
                max_reconsume_times,
                chance: 0,
            };
            if self.give_back(name, (*queue, *take), &request, out).is_err() {
                self.try_again(worked, Span::one(offset), LOCAL_RETRY_MS, out);
            }
        }
    }

    fn max_reconsume_times(&self, name: &Name) -> Option<i32> {
        self.failures(&client_of(name))?.max_reconsume_times
    }

    /// What a client's send-back says of it: where it has no number of its own, the group's, if the broker
    /// insists on one (R-RTY-2).
    pub(crate) fn max_times_sent(&self, name: &Name, group: &Name) -> Option<i32> {
        let of_group = || i32::try_from(self.broker.retry_policy(group).max_times).unwrap_or(i32::MAX);
        let insists = self.broker.profile().send_back_needs_max_times();
        self.max_reconsume_times(name).or_else(|| insists.then(of_group))
    }

    /// Orderly consumption: from the first failure on the batch waits, and the queue with it (R-RTY-4). Gives
    /// where it is.
    pub(crate) fn fail_in_order(
        &mut self,
        worked: &Worked,
        failed: QueueOffset,
        out: &mut dyn EventSink,
    ) -> QueueOffset {
        let Worked { name, group, topic, queue, take, to, .. } = worked;
        let key = ClientQueue::new(name, *queue);
        let tries = self.newer.tries_of(&key, failed);
        let max = self.max_reconsume_times(name).filter(|_| self.broker.profile().counts_orderly_tries());
        let next = failed.next();
        if max.is_some_and(|max| i64::from(tries) >= i64::from(max)) {
            // While the group holds its locks the broker makes it a dead letter at once.
            let delay_level = -i32::from(self.newer.locks.has_any(group, self.now_ms()));
            let request = SendBack {
                group,
                topic,
                queue: *queue,
                offset: failed,
                delay_level,
                max_reconsume_times: max,
                chance: 0,
            };
            if self.give_back(name, (*queue, *take), &request, out).is_ok() {
                let rest = (next < *to).then_some(Span::new(next, *to));
                let process_queue = self.consumers.get_mut(name).and_then(|c| c.queues.get_mut(queue));
                if let (Some(rest), Some(process_queue)) = (rest, process_queue) {
                    process_queue.cached.insert(0, rest);
                }
                return next;
            }
        }
        self.newer.tries.insert(key, Tries { offset: failed, times: tries.saturating_add(1) });
        self.try_again(worked, Span::new(failed, *to), self.suspend_ms(name), out);
        failed
    }

    /// How long an orderly client waits before it tries a message again.
    pub(crate) fn suspend_ms(&self, name: &Name) -> u64 {
        let asked = self.failures(&client_of(name)).and_then(|how| how.suspend_ms);
        let range = limits::SUSPEND_CURRENT_QUEUE_TIME_RANGE_MS;
        asked.unwrap_or(limits::SUSPEND_CURRENT_QUEUE_TIME_MS).clamp(*range.start(), *range.end())
    }

    /// The client tries messages again by itself after a while.
    fn try_again(
        &mut self,
        worked: &Worked,
        Span { from, to }: Span,
        after_ms: u64,
        out: &mut dyn EventSink,
    ) {
        let Worked { name, group, topic, queue, take, .. } = worked;
        let suspends = self.is_orderly(group);
        let waits = self.newer.waits.entry(ClientQueue::new(name, *queue)).or_default();
        waits.push(Waits { take: *take, from, to, suspends, again: false });
        let at: VirtualTime = self.now.plus_ms(after_ms);
        let (client, group, topic) = (client_of(name), group.clone(), topic.clone());
        out.emit(self.now, Event::TriesAgain { group, client, topic, queue: *queue, offset: from, at });
        let timer = Timer::TryAgain { consumer: name.clone(), queue: *queue, take: *take, from };
        self.scheduler.set(at, timer);
    }

    /// The while is over: the messages are the client's next ones of that queue.
    pub(crate) fn put_back(&mut self, name: &Name, queue: QueueId, take: u32, from: QueueOffset) {
        let Some(waits) = self.newer.waits.get_mut(&ClientQueue::new(name, queue)) else { return };
        let same = |waits: &Waits| waits.take == take && waits.from == from && !waits.again;
        let Some(at) = waits.iter().position(same) else { return };
        waits[at].again = true;
        let (to, suspends) = (waits[at].to, waits[at].suspends);
        if suspends {
            waits.remove(at);
        }
        let owned = self.consumers.get_mut(name).and_then(|consumer| consumer.queues.get_mut(&queue));
        if let Some(process_queue) = owned.filter(|owned| owned.take == take && !owned.is_dropped()) {
            let place = process_queue.cached.spans().iter().take_while(|span| span.from < from).count();
            process_queue.cached.insert(place, Span::new(from, to));
        }
        self.begin_work(name);
    }

    /// A client has taken a queue: nothing of what it had of it waits any more, and an orderly group's is
    /// asked for again.
    pub(crate) fn taken_anew(&mut self, name: &Name, queue: QueueId, take: u32) {
        self.forget_waits(name, Some(queue));
        if self.consumers.get(name).is_some_and(|consumer| self.is_orderly(&consumer.group)) {
            self.newer.unread.insert(ClientQueue::new(name, queue), take);
        }
    }

    /// A client takes a queue again, or has left: nothing of what it had waits any more.
    pub(crate) fn forget_waits(&mut self, name: &Name, queue: Option<QueueId>) {
        let gone = |of: &ClientQueue| of.client == *name && queue.is_none_or(|queue| queue == of.queue);
        self.newer.waits.retain(|of, _| !gone(of));
        self.newer.tries.retain(|of, _| !gone(of));
        self.newer.unread.retain(|of, _| !gone(of));
        if queue.is_none() {
            self.newer.slow.remove(name);
        }
    }
}
