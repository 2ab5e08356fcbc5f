//! A client's pulls: asking, being held, being corrected, being reset (section 6, R-RST-6 to R-RST-12). Not
//! here: the broker's decision (`engine::broker::pull`), and who owns the queue (`clients::rebalance`).
//!
//! Invariant: a queue has one pull at a time: scheduled, held, run again by the broker, or none because it
//! was dropped.

use crate::engine::answer::{PullAnswer, PullStatus};
use crate::engine::broker::pull::PullRequest;
use crate::engine::broker::reset::Targets;
use crate::engine::event::Again;
use crate::engine::ids::{Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::profile::MovedRule;
use crate::engine::rejected::code;
use crate::engine::{Event, EventSink, Rejected, VirtualTime, limits};
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::consumer::PullState;
use crate::sim::clients::retry_topic::client_of;
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;
use alloc::vec::Vec;

/// From one answer to the next request: a round trip on a fast network.
///
/// Model: RocketMQ has no such number; without it a pull loop would take no time at all.
pub(crate) const ROUND_TRIP_US: u64 = 1_000;
/// A consumer whose cache is full asks again after this (R-PULL-8).
const FLOW_CONTROL_MS: u64 = 50;
/// A paused consumer asks again after this (R-PULL-8).
const PAUSED_MS: u64 = 1_000;
/// Offsets from the first message not finished to the last one cached (R-PULL-8).
const SPAN_MAX: i64 = 2_000;

/// The offsets of an answer as spans: there is one unless records between them are deleted (R-PULL-3).
pub(crate) fn runs(offsets: &[QueueOffset]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for &offset in offsets {
        let next = offset.next();
        match runs.last_mut() {
            Some(run) if run.to == offset => run.to = next,
            _ => runs.push(Span::new(offset, next)),
        }
    }
    runs
}

impl World {
    fn schedule_pull(&mut self, name: &Name, queue: QueueId, take: u32, wait_us: u64) {
        let timer = Timer::Pull { consumer: name.clone(), queue, take };
        self.scheduler.set(self.now.plus_us(wait_us), timer);
    }

    /// Ends the holds on a queue to which a message came: the broker runs those pulls again (R-PULL-6).
    pub(crate) fn wake(&mut self, topic: &Name, queue: QueueId) {
        if !self.aside.clients.is_empty() {
            self.wake_pop_clients(topic);
        }
        let Some(waiting) = self.held.get_mut(topic).and_then(|queues| queues.remove(&queue)) else { return };
        for consumer in waiting {
            let Some(process_queue) =
                self.consumers.get_mut(&consumer).and_then(|c| c.queues.get_mut(&queue))
            else {
                continue;
            };
            if matches!(process_queue.pull, PullState::Held(_)) {
                process_queue.pull = PullState::RunAgain;
                let take = process_queue.take;
                self.schedule_pull(&consumer, queue, take, ROUND_TRIP_US);
            }
        }
    }

    /// The hold is over: the pull is run once more, and answered whatever comes (R-PULL-6).
    pub(crate) fn end_hold(
        &mut self,
        name: &Name,
        queue: QueueId,
        take: u32,
        hold: u32,
        out: &mut dyn EventSink,
    ) {
        let held = PullState::Held(hold);
        let Some(process_queue) =
            self.consumers.get_mut(name).and_then(|consumer| consumer.queues.get_mut(&queue))
        else {
            return;
        };
        if process_queue.take == take && process_queue.pull == held {
            process_queue.pull = PullState::RunAgain;
            self.stop_waiting(name, queue);
            self.pull(name, queue, take, out);
        }
    }

    pub(crate) fn pull(&mut self, name: &Name, queue: QueueId, take: u32, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let Some(consumer) = self.consumers.get(name) else { return };
        let Some(process_queue) = consumer.queues.get(&queue).filter(|queue| queue.take == take) else {
            return;
        };
        // A request that is at the broker already is not the client's to delay.
        let again = process_queue.pull == PullState::RunAgain;
        if matches!(process_queue.pull, PullState::Dropped { .. }) {
            return;
        }
        if !again && consumer.paused {
            return self.schedule_pull(name, queue, take, PAUSED_MS * 1_000);
        }
        // R-PULL-8: too many cached, or a message that waits for its next try, or is slow, holds up too long
        // a span.
        let least = self.least_unfinished(name, queue, take);
        let on_threads = consumer.on_threads(queue);
        let spans = least.is_some_and(|least| process_queue.next_pull.saturating_lead(least) > SPAN_MAX);
        if !again && (spans || process_queue.cached() + on_threads >= u64::from(consumer.cached_max)) {
            return self.schedule_pull(name, queue, take, FLOW_CONTROL_MS * 1_000);
        }
        if process_queue.pull != PullState::Reading && self.reads_cold(name, queue, take, out) {
            return;
        }
        if !self.newer.unread.is_empty() {
            self.read_offset_again(name, queue, take);
        }
        let Some(consumer) = self.consumers.get(name) else { return };
        let Some(process_queue) = consumer.queues.get(&queue) else { return };
        // R-OFF-7: an offset in memory above 0 travels with the pull, and counts on its first arrival only.
        let travels = !again && !self.is_broadcasting(&consumer.group);
        let commit = process_queue.memory_offset.filter(|offset| offset.0 > 0 && travels);
        let offset = process_queue.next_pull;
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let (group, topic) = (&group, &topic);
        let max_messages = limits::PULL_BATCH_SIZE;
        let request = PullRequest { group, topic, queue, offset, max_messages, tags: &[], commit };
        let mut emit = |event| out.emit(now, event);
        let answer = match self.is_broadcasting(group) {
            true => self.broker.pull_broadcasting(&request, name, false, now_ms, &mut emit),
            false => self.broker.pull(&request, now_ms, &mut emit),
        };
        match answer {
            Ok(answer) => self.pulled(name, queue, offset, answer, out),
            // The topic, its queue or the group is deleted, or the broker is busy: the client asks again
            // later.
            Err(rejected) => {
                if let Rejected::ColdReadControlled { .. } = rejected {
                    self.tell_cold_read(name, queue, out);
                }
                self.set_pull(name, queue, PullState::Scheduled);
                self.schedule_pull(name, queue, take, PAUSED_MS * 1_000);
            }
        }
    }

    /// Whether the next message's segment is on disk only: then the pull waits until it is read (SD-18).
    fn reads_cold(&mut self, name: &Name, queue: QueueId, take: u32, out: &mut dyn EventSink) -> bool {
        let Some(consumer) = self.consumers.get(name) else { return false };
        let Some(process_queue) = consumer.queues.get(&queue) else { return false };
        let cold = self.broker.cold_segment(&consumer.topic, queue, process_queue.next_pull);
        if let Some(segment) = cold {
            self.read_cold(name, queue, take, segment, out);
        }
        cold.is_some()
    }

    pub(crate) fn read_cold(
        &mut self,
        name: &Name,
        queue: QueueId,
        take: u32,
        segment: PhysicalOffset,
        out: &mut dyn EventSink,
    ) {
        let wait_us = self.broker.settings().cold_read_ms.saturating_mul(1_000);
        self.tell_reads_cold(name, queue, Some(self.now.plus_us(wait_us)), out);
        self.broker.load_segment(segment);
        self.set_pull(name, queue, PullState::Reading);
        self.schedule_pull(name, queue, take, wait_us);
    }

    /// The broker refused a cold read (R-PULL-10).
    pub(crate) fn tell_cold_read(&self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        self.tell_reads_cold(name, queue, None, out);
    }

    fn tell_reads_cold(
        &self,
        name: &Name,
        queue: QueueId,
        until: Option<VirtualTime>,
        out: &mut dyn EventSink,
    ) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let Some(process_queue) = consumer.queues.get(&queue) else { return };
        let (group, topic, offset) =
            (consumer.group.clone(), consumer.topic.clone(), process_queue.next_pull);
        let located = self.broker.locate(&topic, queue, offset);
        let segment = located.and_then(|(physical, _)| self.broker.log().segment_of(physical));
        let segment = segment.unwrap_or_default();
        out.emit(self.now, Event::ColdRead { group, topic, queue, offset, segment, until });
    }

    fn set_pull(&mut self, name: &Name, queue: QueueId, to: PullState) {
        let of_client = self.consumers.get_mut(name);
        if let Some(process_queue) = of_client.and_then(|consumer| consumer.queues.get_mut(&queue)) {
            process_queue.pull = to;
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
        let in_hand = consumer.works_on(queue);
        let Some(process_queue) = consumer.queues.get_mut(&queue) else { return };
        let take = process_queue.take;
        let again = core::mem::replace(&mut process_queue.pull, PullState::Scheduled) == PullState::RunAgain;
        process_queue.saved_offset = process_queue.memory_offset.or(process_queue.saved_offset);
        process_queue.behind_max = process_queue.behind_max.max(answer.max.saturating_lead(asked));
        if answer.code == code::PULL_OFFSET_MOVED {
            // What is cached is dropped, and the queue continues behind it.
            let from = process_queue.cached.spans().front().map_or(asked, |cached| cached.from);
            self.tell_sent_elsewhere(name, queue, Span::new(from, asked), &answer, out);
            if answer.status == PullStatus::OffsetTooSmall {
                self.count_lost(&group, &topic, queue, asked, answer.min);
                if !self.newer.waits.is_empty() {
                    self.tell_waiting_gone(name, queue, take, answer.min, out);
                }
            }
            return self.moved(name, queue, answer.next, out);
        }
        self.tell_going_on(name, queue, asked, out);
        if answer.code == code::PULL_NOT_FOUND && !again {
            return self.hold(name, queue);
        }
        self.tell_holes(name, queue, asked, &answer, out);
        let waits = self.least_unfinished(name, queue, take).is_some();
        let Some(process_queue) = self.consumers.get_mut(name).and_then(|c| c.queues.get_mut(&queue)) else {
            return;
        };
        process_queue.next_pull = answer.next;
        if let Some(&first) = answer.offsets.first() {
            let (next, count) = (answer.next, answer.offsets.len() as u32);
            runs(&answer.offsets).into_iter().for_each(|span| process_queue.cached.push_back(span));
            let client = client_of(name);
            out.emit(now, Event::Delivered { group, client, topic, queue, first, next, count });
            self.tell_handed_out(name, queue, Span::new(first, next), count, out);
        } else if process_queue.cached.is_empty() && !in_hand && !waits {
            // R-OFF-13: an empty answer moves the offset of a queue without cached messages.
            process_queue.advance(answer.next);
        }
        self.schedule_pull(name, queue, take, ROUND_TRIP_US);
        self.begin_work(name);
    }

    /// The broker holds a pull that found nothing (R-PULL-6).
    fn hold(&mut self, name: &Name, queue: QueueId) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let topic = consumer.topic.clone();
        let Some(process_queue) = consumer.queues.get_mut(&queue) else { return };
        process_queue.holds += 1;
        let (take, hold) = (process_queue.take, process_queue.holds);
        process_queue.pull = PullState::Held(hold);
        self.held.entry(topic).or_default().entry(queue).or_default().push(name.clone());
        let timer = Timer::HoldEnds { consumer: name.clone(), queue, take, hold };
        self.scheduler.set(self.hold_end(), timer);
    }

    /// When the broker's sweep finds that a pull held from now on has waited long enough: a sweep comes each
    /// third of the hold, 5 s of 15 s; up to 3.x each 15th, 1 s (R-PULL-6, section 14).
    fn hold_end(&self) -> VirtualTime {
        let sweep_us = self.timers.hold_ms.saturating_mul(1_000) / self.broker.profile().sweeps_a_hold();
        let over = self.now.plus_ms(self.timers.hold_ms);
        VirtualTime(over.0.checked_next_multiple_of(sweep_us.max(1)).unwrap_or(over.0))
    }

    /// OFFSET_ILLEGAL (R-PULL-7): what is cached is dropped. Since 5.2 the new offset is saved and the queue
    /// taken again as soon as a rebalance may run; before, 10 s later, and the old offset continues being
    /// flushed meanwhile (R-RST-7).
    fn moved(&mut self, name: &Name, queue: QueueId, next: QueueOffset, out: &mut dyn EventSink) {
        match self.broker.profile().moved() {
            MovedRule::AtOnce => {
                self.save(name, queue, next, out);
                if let Some(consumer) = self.consumers.get_mut(name) {
                    consumer.queues.remove(&queue);
                }
                self.rebalance_soon(name, out);
            }
            MovedRule::AfterTenSeconds => self.drop_queue(name, queue, next, false),
        }
    }

    /// The queue is not pulled or worked on any more; in 10 s it continues at `to`.
    pub(crate) fn drop_queue(&mut self, name: &Name, queue: QueueId, to: QueueOffset, by_reset: bool) {
        self.stop_waiting(name, queue);
        let pause_ms = self.reset_pause_ms(name, queue, by_reset);
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let Some(process_queue) = consumer.queues.get_mut(&queue) else { return };
        process_queue.cached.clear();
        process_queue.pull = PullState::Dropped { to, by_reset };
        let timer = Timer::DropEnds { consumer: name.clone(), queue, take: process_queue.take };
        self.scheduler.set(self.now.plus_ms(pause_ms), timer);
    }

    /// The 10 s are over: the new offset is saved and the queue forgotten. After a reset the client
    /// rebalances at once (R-RST-12), otherwise when its period is over (R-PULL-7).
    pub(crate) fn end_drop(&mut self, name: &Name, queue: QueueId, take: u32, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let Some(process_queue) = consumer.queues.get(&queue).filter(|queue| queue.take == take) else {
            return;
        };
        let PullState::Dropped { to, by_reset } = process_queue.pull else { return };
        consumer.queues.remove(&queue);
        self.save(name, queue, to, out);
        if by_reset {
            let (group, topic) = match self.consumers.get_mut(name) {
                Some(consumer) => (consumer.group.clone(), consumer.topic.clone()),
                None => return,
            };
            out.emit(self.now, Event::ResetTaken { group, topic, queue, to });
            self.tell_client_turned(name, queue, Again::Reset);
            self.set_first_pull(name, self.broker.profile().first_pull_after_reset_ms());
            self.rebalance_one(name, out);
            self.set_first_pull(name, None);
        }
    }

    fn set_first_pull(&mut self, name: &Name, ms: Option<u64>) {
        if let Some(consumer) = self.consumers.get_mut(name) {
            consumer.first_pull_ms = ms;
        }
    }

    /// The broker has pushed a reset to a client (R-RST-12): it drops the queues that are named and that it
    /// owns.
    pub(crate) fn begin_client_reset(&mut self, name: &Name, targets: &Targets, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let owned: Vec<QueueId> = consumer.queue_ids().filter(|queue| targets.contains_key(queue)).collect();
        for queue in owned {
            let to = targets[&queue];
            self.drop_queue(name, queue, to, true);
            if self.broker.profile().saves_reset_at_once() {
                self.set_memory(name, queue, to);
                self.save(name, queue, to, out);
            }
        }
    }

    /// A client that leaves in order applies the resets that it has begun (section 14).
    pub(crate) fn apply_resets_in_hand(&mut self, name: &Name) {
        let queues =
            self.consumers.get_mut(name).into_iter().flat_map(|consumer| consumer.queues.values_mut());
        for process_queue in queues {
            if let PullState::Dropped { to, by_reset: true } = process_queue.pull {
                process_queue.memory_offset = Some(to);
            }
        }
    }

    fn set_memory(&mut self, name: &Name, queue: QueueId, to: QueueOffset) {
        let of_client = self.consumers.get_mut(name);
        if let Some(process_queue) = of_client.and_then(|consumer| consumer.queues.get_mut(&queue)) {
            process_queue.memory_offset = Some(to);
        }
    }
}
