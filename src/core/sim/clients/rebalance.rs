//! Which client has which queue, and where it begins: rebalancing, taking and giving up (R-LB-1 to R-LB-6,
//! R-INIT-3). Not here: the formulas (`allocate`), pulls (`clients::pull`).
//!
//! Invariant: in clustering a queue has at most one owner, besides clients that are paused. Losers save
//! before winners ask.

use crate::engine::broker::pull::StartAnswer;
use crate::engine::broker::{Allocate, ConsumeFrom};
use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::{Event, EventSink, Rejected};
use crate::sim::clients::allocate::average_shares;
use crate::sim::clients::consumer::{ProcessQueue, PullState};
use crate::sim::clients::orderly::LOCK_AGAIN_MS;
use crate::sim::clients::retry_topic::client_of;
use crate::sim::world::World;
use crate::sim::world::client_state::OffsetFile;
use crate::sim::world::scheduler::Timer;
use alloc::vec::Vec;

/// A client does not rebalance sooner than this after it did (R-LB-5).
const REBALANCE_SPACING_MS: u64 = 1_000;

/// What the broker, or the client's own store, has stored of a queue (R-OFF-10).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stored {
    /// An offset.
    Found(QueueOffset),
    /// -1: none.
    NotFound,
    /// -2: nobody knows. The queue is not taken this round.
    Failed,
}

/// Where a client begins (R-INIT-3). `max` and `by_time` are asked only where they are needed; `None`: not
/// this round.
pub fn pull_from_where(
    stored: Stored,
    from: ConsumeFrom,
    is_retry_topic: bool,
    max: impl Fn() -> QueueOffset,
    by_time: impl Fn(crate::engine::EpochMs) -> QueueOffset,
) -> Option<(QueueOffset, InitialRule)> {
    let zero = QueueOffset(0);
    match (stored, from) {
        (Stored::Failed, _) => None,
        // Only its value counts; the caller knows that it was stored.
        (Stored::Found(offset), _) => Some((offset, InitialRule::BrokerZero)),
        (Stored::NotFound, ConsumeFrom::LastOffset) if is_retry_topic => {
            Some((zero, InitialRule::ClientLast))
        }
        (Stored::NotFound, ConsumeFrom::LastOffset) => Some((max(), InitialRule::ClientLast)),
        (Stored::NotFound, ConsumeFrom::FirstOffset) => Some((zero, InitialRule::ClientFirst)),
        (Stored::NotFound, ConsumeFrom::TimestampMs(_)) if is_retry_topic => {
            Some((max(), InitialRule::ClientTimestamp))
        }
        (Stored::NotFound, ConsumeFrom::TimestampMs(time)) => {
            Some((by_time(time), InitialRule::ClientTimestamp))
        }
    }
}

impl World {
    pub(crate) fn is_broadcasting(&self, group: &Name) -> bool {
        self.broker.find_group(group).is_some_and(|group| group.broadcasting)
    }

    /// Each client of a group on a topic, with its share.
    fn assignment(&self, group: &Name, topic: &Name) -> Vec<(Name, Vec<QueueId>)> {
        // R-LB-8: who pops owns no queue.
        let queues = if self.broker.pops(group) { 0 } else { self.broker.queue_count(topic) };
        let of_group = self.consumers.iter().filter(|(_, c)| c.group == *group && c.topic == *topic);
        let clients: Vec<Name> = of_group.map(|(client, _)| client.clone()).collect();
        if self.is_broadcasting(group) {
            return clients.into_iter().map(|client| (client, (0..queues).collect())).collect();
        }
        let how = self.broker.find_group(group).map(|group| group.allocate).unwrap_or_default();
        let shares = match how {
            Allocate::Averagely => average_shares(queues, clients.len() as u32),
            Allocate::ByCircle | Allocate::ByMachineRoom | Allocate::ConsistentHash => {
                crate::sim::clients::allocate::shares(how, topic, queues, &clients)
            }
        };
        clients.into_iter().zip(shares).collect()
    }

    /// Shares the queues of a topic among a group's clients, who all are told at once (R-LB-5).
    pub(crate) fn rebalance(&mut self, group: &Name, topic: &Name, out: &mut dyn EventSink) {
        let assignment = self.assignment(group, topic);
        let mut changed = false;
        for (client, share) in &assignment {
            changed |= !self.is_at_rest(client) && self.give_up_all_but(client, share, out);
        }
        for (client, share) in &assignment {
            let (some, all) = self.take_missing(client, share, out);
            changed |= some;
            self.next_rebalance(client, if all { self.timers.rebalance_ms } else { LOCK_AGAIN_MS });
        }
        if changed {
            let (group, topic) = (group.clone(), topic.clone());
            let assignment = assignment.into_iter().map(|(name, share)| (client_of(&name), share)).collect();
            out.emit(self.now, Event::Rebalanced { group, topic, assignment });
        }
    }

    /// A client rebalances alone: its period is over, or it lost a queue by itself (R-LB-5, R-PULL-7).
    pub(crate) fn rebalance_one(&mut self, name: &Name, out: &mut dyn EventSink) {
        if let Some(all) = self.find_share(name, out) {
            self.next_rebalance(name, if all { self.timers.rebalance_ms } else { LOCK_AGAIN_MS });
        }
    }

    /// A client that was paused rebalances; its next time comes when it always would have.
    pub(crate) fn rebalance_after_rest(&mut self, name: &Name, out: &mut dyn EventSink) {
        if self.find_share(name, out) == Some(false) {
            self.next_rebalance(name, LOCK_AGAIN_MS);
        }
    }

    /// Gives up and takes what it takes; says whether the client got every lock.
    fn find_share(&mut self, name: &Name, out: &mut dyn EventSink) -> Option<bool> {
        let consumer = self.consumers.get(name)?;
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let of_client = self.assignment(&group, &topic).into_iter().find(|(client, _)| client == name);
        let share = of_client.map(|(_, share)| share).unwrap_or_default();
        if !self.is_at_rest(name) {
            self.give_up_all_but(name, &share, out);
        }
        let (_, all) = self.take_missing(name, &share, out);
        Some(all)
    }

    /// Whether a client is paused: then it does not rebalance, and keeps the queues that it has until it
    /// resumes (R-LB-5). The others do not know and share all of them.
    pub(crate) fn is_at_rest(&self, client: &Name) -> bool {
        let consumer = self.consumers.get(client);
        consumer.is_some_and(|consumer| consumer.paused && !self.broker.pops(&consumer.group))
    }

    /// Rebalances as soon as the spacing allows it: now, or as a timer.
    pub(crate) fn rebalance_soon(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let due = consumer.rebalanced_at.plus_ms(REBALANCE_SPACING_MS);
        if due <= self.now {
            self.rebalance_one(name, out);
        } else {
            let wait_us = due.0 - self.now.0;
            let Some(consumer) = self.consumers.get_mut(name) else { return };
            consumer.rebalance_run += 1;
            let timer = Timer::Rebalance { consumer: name.clone(), run: consumer.rebalance_run };
            self.scheduler.set(self.now.plus_us(wait_us), timer);
        }
    }

    /// The client has rebalanced; sets the timer of the next time, and no other one counts.
    fn next_rebalance(&mut self, name: &Name, after_ms: u64) {
        let now = self.now;
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        consumer.rebalanced_at = now;
        consumer.rebalance_run += 1;
        let timer = Timer::Rebalance { consumer: name.clone(), run: consumer.rebalance_run };
        self.scheduler.set(now.plus_ms(after_ms), timer);
    }

    pub(crate) fn give_up_all_but(
        &mut self,
        client: &Name,
        share: &[QueueId],
        out: &mut dyn EventSink,
    ) -> bool {
        let Some(consumer) = self.consumers.get(client) else { return false };
        let lost: Vec<QueueId> = consumer.queue_ids().filter(|queue| !share.contains(queue)).collect();
        for &queue in &lost {
            self.give_up(client, queue, out);
        }
        !lost.is_empty()
    }

    /// Takes what a client should have and has not; says whether that was anything, and whether it got every
    /// lock (R-LB-7).
    fn take_missing(&mut self, client: &Name, share: &[QueueId], out: &mut dyn EventSink) -> (bool, bool) {
        let (mut changed, mut all) = (false, true);
        let share = if self.is_at_rest(client) { &[] } else { share };
        for &queue in share {
            if self.consumers.get(client).is_some_and(|consumer| !consumer.queues.contains_key(&queue)) {
                if !self.newer.orderly.is_empty() && !self.lock_queue(client, queue) {
                    all = false;
                    continue;
                }
                changed = true;
                self.take_queue(client, queue, out);
            }
        }
        (changed, all)
    }

    /// Takes a queue and asks where to begin (R-INIT-1 to R-INIT-4, SD-9, SD-15).
    fn take_queue(&mut self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let (group, topic, client) = (consumer.group.clone(), consumer.topic.clone(), client_of(name));
        let first_pull_ms = self.first_pull_ms(name);
        let (offset, memory, event) = match self.stored_start(name, &group, &topic, queue, out) {
            StartAnswer::Saved(offset) => {
                (offset, Some(offset), Event::Resumed { group, client, topic, queue, offset })
            }
            StartAnswer::Decided(offset, rule) => {
                let saved = rule != InitialRule::BrokerZero;
                (offset, Some(offset), Event::InitialOffset { group, topic, queue, offset, saved, rule })
            }
            StartAnswer::ClientDecides => {
                let (offset, rule) = match self.client_start(&group, &topic, queue) {
                    Ok(start) => start,
                    // R-INIT-3: without an answer the queue is not taken this round.
                    Err(rejected) => return out.emit(self.now, Event::CommandRefused { rejected }),
                };
                (offset, None, Event::InitialOffset { group, topic, queue, offset, saved: false, rule })
            }
        };
        out.emit(self.now, event);
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        consumer.takes += 1;
        let take = consumer.takes;
        consumer.queues.insert(queue, ProcessQueue::new(take, offset, memory));
        self.tell_taken(name, queue, offset);
        if self.newer.in_use {
            self.taken_anew(name, queue, take);
        }
        self.scheduler
            .set(self.now.plus_ms(first_pull_ms), Timer::Pull { consumer: name.clone(), queue, take });
    }

    /// What is stored for the queue: on the broker, or of a broadcasting client in its own file (R-OFF-14).
    fn stored_start(
        &mut self,
        name: &Name,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        out: &mut dyn EventSink,
    ) -> StartAnswer {
        let (now, now_ms) = (self.now, self.now_ms());
        if !self.is_broadcasting(group) {
            return self.broker.start_offset(group, topic, queue, now_ms, &mut |event| out.emit(now, event));
        }
        let file = self.local_offsets.get(&OffsetFile::new(name, group, topic));
        match file.and_then(|offsets| offsets.get(&queue)) {
            Some(&offset) => StartAnswer::Saved(offset),
            None => StartAnswer::ClientDecides,
        }
    }

    fn client_start(
        &self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
    ) -> Result<(QueueOffset, InitialRule), Rejected> {
        let from = self.broker.find_group(group).map(|group| group.consume_from).unwrap_or_default();
        let max = || self.broker.max_offset(topic, queue);
        let by_time = match from {
            ConsumeFrom::TimestampMs(time) => self.broker.offset_by_time(topic, queue, time)?,
            ConsumeFrom::LastOffset | ConsumeFrom::FirstOffset => QueueOffset(0),
        };
        let start = pull_from_where(Stored::NotFound, from, topic.starts_with("%RETRY%"), max, |_| by_time);
        Ok(start.expect("the query did not fail"))
    }

    /// Gives up a queue: saves its offset and forgets it (R-LB-6).
    pub(crate) fn give_up(&mut self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        self.tell_handed_over(name, queue);
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let Some(process_queue) = consumer.queues.remove(&queue) else { return };
        // A reset whose pause ends with the ownership is applied anyway.
        let target = match process_queue.pull {
            PullState::Dropped { to, by_reset: true } => Some(to),
            PullState::Dropped { by_reset: false, .. }
            | PullState::Scheduled
            | PullState::Held(_)
            | PullState::RunAgain
            | PullState::Reading => process_queue.memory_offset,
        };
        if let Some(offset) = target {
            self.save(name, queue, offset, out);
        }
        if !self.newer.orderly.is_empty() {
            self.release_queue(name, queue);
        }
        self.stop_waiting(name, queue);
    }

    /// Saves one offset where the client's offsets are saved: at the broker (R-OFF-8), or broadcasting in its
    /// own file (R-OFF-14). Says whether it was.
    pub(crate) fn save(
        &mut self,
        name: &Name,
        queue: QueueId,
        offset: QueueOffset,
        out: &mut dyn EventSink,
    ) -> bool {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get(name) else { return false };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        if self.is_broadcasting(&group) {
            let file = self.local_offsets.entry(OffsetFile::new(name, &group, &topic)).or_default();
            file.insert(queue, offset);
            return true;
        }
        let done =
            self.broker.commit(&group, &topic, queue, offset, now_ms, &mut |event| out.emit(now, event));
        if let Err(rejected) = done {
            out.emit(now, Event::CommitRefused { group, topic, queue, offset, rejected });
            return false;
        }
        true
    }

    /// Takes a client from those whose pull of a queue is held.
    pub(crate) fn stop_waiting(&mut self, name: &Name, queue: QueueId) {
        let Some(topic) = self.consumers.get(name).map(|consumer| consumer.topic.clone()) else { return };
        if let Some(waiting) = self.held.get_mut(&topic).and_then(|queues| queues.get_mut(&queue)) {
            waiting.retain(|waiting| waiting != name);
        }
    }
}
