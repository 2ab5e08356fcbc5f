//! What timers do: producers send, consumers pull, work and save, queues are shared out. Not here: the broker's
//! decisions (`engine`) and what users ask for (`apply`).
//!
//! Invariant: an actor changes the broker only by the calls that a real client has.

use super::bodies;
use super::consumer::{InHand, ProcessQueue, PullState};
use super::scheduler::Timer;
use super::world::{FIRST_FLUSH_PERIODS, World};
use crate::engine::answer::{PullAnswer, PullStatus};
use crate::engine::broker::{ConsumeFrom, NewMessage};
use crate::engine::broker_pull::{PullRequest, StartAnswer};
use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::rejected::code;
use crate::engine::{Event, EventSink, Rejected};
use alloc::vec::Vec;

/// From one answer to the next request: a round trip on a fast network.
///
/// Model: RocketMQ has no such number; without it a pull loop would take no time at all.
const ROUND_TRIP_US: u64 = 1_000;
/// A freshly taken queue is pulled after this (R-LB-6, R-PULL-7).
const FIRST_PULL_MS: u64 = 500;
/// A consumer whose cache is full asks again after this (R-PULL-8).
const FLOW_CONTROL_MS: u64 = 50;
/// A paused consumer asks again after this (R-PULL-8).
const PAUSED_MS: u64 = 1_000;
/// Messages of one pull (a client's `pullBatchSize`).
const PULL_BATCH: u32 = 32;
/// "Caught up" is news only after a lag of at least one pull.
const NEWS_LAG: i64 = PULL_BATCH as i64;

impl World {
    pub(super) fn fire(&mut self, timer: Timer, out: &mut dyn EventSink) {
        match timer {
            Timer::Produce { producer, run } => self.produce(&producer, run, out),
            Timer::Pull { consumer, queue, take } => self.pull(&consumer, queue, take, out),
            Timer::HoldEnds { consumer, queue, take, hold } => self.end_hold(&consumer, queue, take, hold),
            Timer::Work { consumer, run } => self.finish_work(&consumer, run, out),
            Timer::Persist { consumer, run } => {
                let current = self.consumers.get(&consumer).is_some_and(|consumer| consumer.run == run);
                if current {
                    self.persist(&consumer, out);
                    self.scheduler
                        .set(self.now.plus_ms(self.timers.persist_ms), Timer::Persist { consumer, run });
                }
            }
            Timer::RetentionPass { run } if run == self.timer_run => {
                let (now, now_ms) = (self.now, self.now_ms());
                self.broker.retention_pass(now_ms, &mut |event| out.emit(now, event));
                self.scheduler.set(now.plus_ms(self.timers.retention_pass_ms), Timer::RetentionPass { run });
            }
            Timer::OffsetFlush { run } if run == self.timer_run => {
                self.broker.flush_offsets();
                self.scheduler.set(self.now.plus_ms(self.timers.offset_flush_ms), Timer::OffsetFlush { run });
            }
            Timer::RetentionPass { .. } | Timer::OffsetFlush { .. } => {}
        }
    }

    /// Sets the producer's next timer, if it has one.
    pub(super) fn schedule_producer(&mut self, name: &Name) {
        let Some(producer) = self.producers.get(name) else { return };
        if let Some(due) = producer.next_due(self.now) {
            self.scheduler.set(due, Timer::Produce { producer: name.clone(), run: producer.run });
        }
    }

    fn produce(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(producer) = self.producers.get_mut(name).filter(|producer| producer.run == run) else {
            return;
        };
        let queues = self.broker.queue_count(&producer.topic);
        let mut woken: Vec<QueueId> = Vec::new();
        while let Some((queue, key)) = producer.take_due(now, queues) {
            let key = key.map(bodies::key_of);
            let message = NewMessage {
                topic: &producer.topic,
                queue,
                body_bytes: producer.body_bytes,
                record_bytes: None,
                property_bytes: bodies::property_bytes(key.as_deref(), None),
                tag: 0,
            };
            match self.broker.send(message, now_ms, &mut |event| out.emit(now, event)) {
                Ok(_) => {
                    producer.sent += 1;
                    if !woken.contains(&queue) {
                        woken.push(queue);
                    }
                }
                Err(rejected) => {
                    producer.refused += 1;
                    let (producer, topic) = (Some(name.clone()), producer.topic.clone());
                    out.emit(now, Event::SendRefused { producer, topic, rejected });
                }
            }
        }
        let topic = producer.topic.clone();
        self.schedule_producer(name);
        for queue in woken {
            self.wake(&topic, queue);
        }
    }

    /// Ends the holds on a queue to which a message came (R-PULL-6).
    pub(super) fn wake(&mut self, topic: &Name, queue: QueueId) {
        let Some(waiting) = self.held.get_mut(topic).and_then(|queues| queues.remove(&queue)) else { return };
        for consumer in waiting {
            let Some(process_queue) =
                self.consumers.get_mut(&consumer).and_then(|c| c.queues.get_mut(&queue))
            else {
                continue;
            };
            if matches!(process_queue.pull, PullState::Held(_)) {
                process_queue.pull = PullState::Scheduled;
                let take = process_queue.take;
                self.scheduler.set(self.now.plus_us(ROUND_TRIP_US), Timer::Pull { consumer, queue, take });
            }
        }
    }

    fn end_hold(&mut self, name: &Name, queue: QueueId, take: u32, hold: u32) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let topic = consumer.topic.clone();
        let Some(process_queue) = consumer.queues.get_mut(&queue).filter(|queue| queue.take == take) else {
            return;
        };
        if process_queue.pull != PullState::Held(hold) {
            return;
        }
        process_queue.pull = PullState::Scheduled;
        // R-OFF-13: an empty answer, which comes when the hold ends, moves the offset of a queue without cached messages.
        if process_queue.cached.is_empty() && consumer.in_hand.is_none_or(|hand| hand.queue != queue) {
            process_queue.advance(process_queue.next_pull);
        }
        if let Some(waiting) = self.held.get_mut(&topic).and_then(|queues| queues.get_mut(&queue)) {
            waiting.retain(|waiting| waiting != name);
        }
        let timer = Timer::Pull { consumer: name.clone(), queue, take };
        self.scheduler.set(self.now.plus_us(ROUND_TRIP_US), timer);
    }

    fn pull(&mut self, name: &Name, queue: QueueId, take: u32, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let (paused, cached_max) = (consumer.paused, u64::from(consumer.cached_max));
        let Some(process_queue) = consumer.queues.get_mut(&queue).filter(|queue| queue.take == take) else {
            return;
        };
        if paused || process_queue.cached() >= cached_max {
            let wait_ms = if paused { PAUSED_MS } else { FLOW_CONTROL_MS };
            self.scheduler.set(now.plus_ms(wait_ms), Timer::Pull { consumer: name.clone(), queue, take });
            return;
        }
        // R-OFF-7: an offset in memory above 0 travels with the pull.
        let commit = process_queue.memory_offset.filter(|offset| offset.0 > 0);
        let offset = process_queue.next_pull;
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let (group_ref, topic_ref) = (&group, &topic);
        let request = PullRequest {
            group: group_ref,
            topic: topic_ref,
            queue,
            offset,
            max_messages: PULL_BATCH,
            tags: &[],
            commit,
        };
        match self.broker.pull(&request, now_ms, &mut |event| out.emit(now, event)) {
            Ok(answer) => self.pulled(name, queue, offset, answer, out),
            // The topic, its queue or the group is gone: the client asks again later.
            Err(_) => self
                .scheduler
                .set(now.plus_ms(PAUSED_MS), Timer::Pull { consumer: name.clone(), queue, take }),
        }
    }

    fn pulled(
        &mut self,
        name: &Name,
        queue: QueueId,
        asked: QueueOffset,
        answer: PullAnswer,
        out: &mut dyn EventSink,
    ) {
        let now = self.now;
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let Some(process_queue) = consumer.queues.get_mut(&queue) else { return };
        let take = process_queue.take;
        process_queue.saved_offset = process_queue.memory_offset.or(process_queue.saved_offset);
        process_queue.behind_max = process_queue.behind_max.max(answer.max.0.saturating_sub(asked.0));
        match answer.status {
            PullStatus::Found => {
                let count = answer.offsets.len() as u32;
                let first = answer.offsets[0];
                process_queue.cached.push_back((first, answer.next));
                process_queue.next_pull = answer.next;
                let client = name.clone();
                out.emit(
                    now,
                    Event::Delivered { group, client, topic, queue, first, next: answer.next, count },
                );
                self.scheduler
                    .set(now.plus_us(ROUND_TRIP_US), Timer::Pull { consumer: name.clone(), queue, take });
                self.begin_work(name);
            }
            _ if answer.code == code::PULL_OFFSET_MOVED => {
                if answer.status == PullStatus::OffsetTooSmall {
                    self.count_lost(&group, &topic, queue, asked, answer.min);
                }
                self.take_again(name, queue, answer.next, out);
            }
            _ => {
                process_queue.next_pull = answer.next;
                process_queue.holds += 1;
                let hold = process_queue.holds;
                process_queue.pull = PullState::Held(hold);
                self.held.entry(topic).or_default().entry(queue).or_default().push(name.clone());
                let timer = Timer::HoldEnds { consumer: name.clone(), queue, take, hold };
                self.scheduler.set(now.plus_ms(self.timers.hold_ms), timer);
            }
        }
    }

    /// OFFSET_ILLEGAL: what is cached is dropped, the new offset saved, the queue taken again (R-PULL-7).
    fn take_again(&mut self, name: &Name, queue: QueueId, next: QueueOffset, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        consumer.queues.remove(&queue);
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        // A refusal leaves the table as it is; the queue is taken at what the broker says then.
        let _ = self.broker.commit(&group, &topic, queue, next, now_ms, &mut |event| out.emit(now, event));
        self.take_queue(name, queue, out);
    }

    /// Takes a queue and asks the broker where to begin (R-INIT-1 to R-INIT-4, SD-9, SD-15).
    fn take_queue(&mut self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get(name) else { return };
        let (group, topic, client) = (consumer.group.clone(), consumer.topic.clone(), name.clone());
        let answer =
            self.broker.start_offset(&group, &topic, queue, now_ms, &mut |event| out.emit(now, event));
        let (offset, memory, event) = match answer {
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
                    Err(rejected) => return out.emit(now, Event::CommandRefused { rejected }),
                };
                (offset, None, Event::InitialOffset { group, topic, queue, offset, saved: false, rule })
            }
        };
        out.emit(now, event);
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        consumer.takes += 1;
        let take = consumer.takes;
        consumer.queues.insert(queue, ProcessQueue::new(take, offset, memory));
        self.scheduler.set(now.plus_ms(FIRST_PULL_MS), Timer::Pull { consumer: name.clone(), queue, take });
    }

    /// R-INIT-3 for a normal topic without a stored offset.
    fn client_start(
        &self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
    ) -> Result<(QueueOffset, InitialRule), Rejected> {
        Ok(match self.broker.find_group(group).map(|group| group.consume_from).unwrap_or_default() {
            ConsumeFrom::LastOffset => (self.broker.max_offset(topic, queue), InitialRule::ClientLast),
            ConsumeFrom::FirstOffset => (QueueOffset(0), InitialRule::ClientFirst),
            ConsumeFrom::TimestampMs(time) => {
                (self.broker.offset_by_time(topic, queue, time)?, InitialRule::ClientTimestamp)
            }
        })
    }

    pub(super) fn begin_work(&mut self, name: &Name) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        if let Some(us) = consumer.begin_work() {
            let timer = Timer::Work { consumer: name.clone(), run: consumer.run };
            self.scheduler.set(self.now.plus_us(us), timer);
        }
    }

    fn finish_work(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get_mut(name).filter(|consumer| consumer.run == run) else {
            return;
        };
        let Some(InHand { queue, take, from, to }) = consumer.in_hand.take() else { return };
        consumer.processed += (to.0 - from.0) as u64;
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        // R-LB-6: the result for a queue that was given up meanwhile is dropped.
        if let Some(process_queue) = consumer.queues.get_mut(&queue).filter(|queue| queue.take == take) {
            process_queue.advance(to);
            let max = self.broker.max_offset(&topic, queue);
            if to == max && process_queue.behind_max >= NEWS_LAG {
                out.emit(self.now, Event::CaughtUp { group, topic, queue, offset: to });
            }
            if to == max {
                process_queue.behind_max = 0;
            }
        }
        self.begin_work(name);
    }

    /// Saves the offsets of the queues that a client owns (R-OFF-8).
    pub(super) fn persist(&mut self, name: &Name, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        for (&queue, process_queue) in &mut consumer.queues {
            let Some(offset) = process_queue.memory_offset else { continue };
            let (group, topic) = (&consumer.group, &consumer.topic);
            match self.broker.commit(group, topic, queue, offset, now_ms, &mut |event| out.emit(now, event)) {
                Ok(_) => process_queue.saved_offset = Some(offset),
                Err(rejected) => {
                    let (group, topic) = (group.clone(), topic.clone());
                    out.emit(now, Event::CommitRefused { group, topic, queue, offset, rejected });
                }
            }
        }
    }

    /// Gives up a queue: saves its offset and forgets it (R-LB-6).
    fn give_up(&mut self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let Some(process_queue) = consumer.queues.remove(&queue) else { return };
        let (group, topic) = (&consumer.group, &consumer.topic);
        if let Some(offset) = process_queue.memory_offset {
            let _ =
                self.broker.commit(group, topic, queue, offset, now_ms, &mut |event| out.emit(now, event));
        }
        if let Some(waiting) = self.held.get_mut(&consumer.topic).and_then(|queues| queues.get_mut(&queue)) {
            waiting.retain(|waiting| waiting != name);
        }
    }

    /// Shares the queues of a topic among a group's clients: AVG (R-LB-1, R-LB-2). Losers save first, then winners ask.
    pub(super) fn rebalance(&mut self, group: &Name, topic: &Name, out: &mut dyn EventSink) {
        let queues = self.broker.queue_count(topic);
        let of_group = self.consumers.iter().filter(|(_, c)| c.group == *group && c.topic == *topic);
        let clients: Vec<Name> = of_group.map(|(client, _)| client.clone()).collect();
        let shares = average_shares(queues, clients.len() as u32);
        let assignment: Vec<(Name, Vec<QueueId>)> = clients.into_iter().zip(shares).collect();
        let mut changed = false;
        for (client, share) in &assignment {
            let lost: Vec<QueueId> =
                self.consumers[client].queue_ids().filter(|queue| !share.contains(queue)).collect();
            changed |= !lost.is_empty();
            for queue in lost {
                self.give_up(client, queue, out);
            }
        }
        for (client, share) in &assignment {
            for &queue in share {
                if !self.consumers[client].queues.contains_key(&queue) {
                    changed = true;
                    self.take_queue(client, queue, out);
                }
            }
        }
        if changed {
            let (group, topic) = (group.clone(), topic.clone());
            out.emit(self.now, Event::Rebalanced { group, topic, assignment });
        }
    }

    /// Starts a client's timers: the first save comes after twice the period (R-OFF-8).
    pub(super) fn start_consumer(&mut self, name: &Name) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let first = self.timers.persist_ms.saturating_mul(FIRST_FLUSH_PERIODS);
        let timer = Timer::Persist { consumer: name.clone(), run: consumer.run };
        self.scheduler.set(self.now.plus_ms(first), timer);
    }
}

/// R-LB-2: contiguous shares that differ by at most one queue, the larger ones first.
pub fn average_shares(queues: u32, clients: u32) -> Vec<Vec<QueueId>> {
    let mut from = 0;
    let share = |i: u32| queues / clients + u32::from(i < queues % clients);
    let ranges = (0..clients).map(|i| {
        let range = from..from + share(i);
        from = range.end;
        range.collect()
    });
    ranges.collect()
}
