//! POP: the broker delivers messages and hides them, and decides where a group continues (R-POP-1, R-POP-3 to
//! R-POP-6, R-INIT-5, R-RST-9). Not here: what comes back by itself (`broker::revive`), the tables
//! (`waiting::pop_state`).
//!
//! Invariant: a group's offset on a queue is where its next pop starts: it moves when messages are delivered,
//! or, for an orderly group, when they are acknowledged.

use crate::engine::answer::{PopAnswer, PoppedMessage, PullStatus};
use crate::engine::broker::pull::{PullRequest, StartAnswer};
use crate::engine::broker::{Broker, Emit};
use crate::engine::event::{CorrectionReason, Event, InitialRule};
use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueId, QueueOffset};
use crate::engine::limits::POP_BATCH_NUMS;
use crate::engine::profile::InitialOffsetRule;
use crate::engine::rejected::{Rejected, code};
use crate::engine::waiting::pop_state::{OrderAck, OrderInfo};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// `popFromRetryProbability`: of a hundred pops so many read the retry topic first (R-POP-3).
const RETRY_FIRST_PERCENT: u32 = 20;

/// A POP request.
#[derive(Clone, Debug)]
pub struct PopRequest<'a> {
    /// Whose.
    pub group: &'a Name,
    /// From where.
    pub topic: &'a Name,
    /// From which queue; absent: from all of them.
    pub queue: Option<QueueId>,
    /// How many at most.
    pub max_messages: u32,
    /// How long they are hidden.
    pub invisible_ms: u64,
    /// A new group starts at Min, not at the end (R-INIT-5).
    pub from_min: bool,
    /// In order: a queue is blocked until its batch is acknowledged (R-POP-6).
    pub order: bool,
    /// The same attempt is not blocked by its own batch (R-POP-6).
    pub attempt: Option<&'a str>,
    /// What a broker leaves to chance, 0 to 99: the retry topic first below 20, and with which queue it
    /// begins.
    pub chance: u32,
}

/// Which message that was popped is meant.
#[derive(Clone, Copy, Debug)]
pub struct PopHandle<'a> {
    /// Whose.
    pub group: &'a Name,
    /// The topic that it was read from, which may be the retry topic.
    pub topic: &'a Name,
    /// The queue.
    pub queue: QueueId,
    /// The message.
    pub offset: QueueOffset,
    /// When it was popped.
    pub popped_at: EpochMs,
    /// It was popped in order.
    pub order: bool,
}

impl PopHandle<'_> {
    fn key(&self) -> GroupQueue {
        GroupQueue::new(self.group, self.topic, self.queue)
    }
}

/// `%RETRY%group_topic` (R-POP-2).
pub fn pop_retry_topic(group: &str, topic: &str) -> Name {
    Name::from(format!("%RETRY%{group}_{topic}"))
}

/// Why a pop does not begin where it was to, if it does not (R-POP-4).
fn outside_queue(status: PullStatus) -> Option<CorrectionReason> {
    match status {
        PullStatus::OffsetTooSmall => Some(CorrectionReason::BelowMin),
        PullStatus::OffsetOverflowBadly | PullStatus::OffsetFoundNull => Some(CorrectionReason::AboveMax),
        PullStatus::OffsetReset
        | PullStatus::NoMessageInQueue
        | PullStatus::OffsetOverflowOne
        | PullStatus::NoMatchedMessage
        | PullStatus::MessageWasRemoving
        | PullStatus::Found => None,
    }
}

impl Broker {
    /// Hands messages out (R-POP-1, R-POP-3).
    pub fn pop(
        &mut self,
        request: &PopRequest<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<PopAnswer, Rejected> {
        let queues = self.check_pop(request)?;
        self.pockets.pop.pops += 1;
        let retry = pop_retry_topic(request.group, request.topic);
        let retry_first = request.chance < RETRY_FIRST_PERCENT;
        let mut messages = Vec::new();
        if retry_first {
            self.pop_retry(request, &retry, now, &mut messages, emit);
        }
        let first = request.queue.unwrap_or(request.chance % queues.max(1));
        for i in 0..request.queue.map_or(queues, |_| 1) {
            // From a random queue upwards, since 5.4 downwards from the one before it.
            let step = if self.profile.pops_queues_downwards() { queues - 1 - i } else { i };
            let queue = request.queue.unwrap_or((first + step) % queues);
            self.pop_queue(request, (request.topic, queue), now, &mut messages, emit);
        }
        if !retry_first {
            self.pop_retry(request, &retry, now, &mut messages, emit);
        }
        let code = if messages.is_empty() { code::POLLING_TIMEOUT } else { code::SUCCESS };
        Ok(PopAnswer { code, popped_at: now, order: request.order, messages })
    }

    fn check_pop(&self, request: &PopRequest<'_>) -> Result<u32, Rejected> {
        if !self.profile.knows_pop() {
            return Err(Rejected::NotSupported { what: "pop".to_string() });
        }
        if !(1..=POP_BATCH_NUMS).contains(&request.max_messages) {
            let (asked, most) = (i64::from(request.max_messages), i64::from(POP_BATCH_NUMS));
            return Err(Rejected::out_of_range("max_messages", asked, 1, most));
        }
        if !self.pockets.timers.enabled {
            return Err(Rejected::TimerWheelOff);
        }
        let queues = self.topic(request.topic)?.queue_count;
        if let Some(queue) = request.queue.filter(|queue| *queue >= queues) {
            return Err(self.no_such_queue(request.topic, queue, queues));
        }
        self.group(request.group)?;
        self.check_all_bounds(request.topic)?;
        Ok(queues)
    }

    fn pop_retry(
        &mut self,
        request: &PopRequest<'_>,
        retry: &Name,
        now: EpochMs,
        messages: &mut Vec<PoppedMessage>,
        emit: Emit<'_>,
    ) {
        if request.order || messages.len() >= request.max_messages as usize {
            return;
        }
        for queue in 0..self.queue_count(retry) {
            self.pop_queue(request, (retry, queue), now, messages, emit);
        }
    }

    fn pop_queue(
        &mut self,
        request: &PopRequest<'_>,
        (topic, queue): (&Name, QueueId),
        now: EpochMs,
        messages: &mut Vec<PoppedMessage>,
        emit: Emit<'_>,
    ) {
        let group = request.group;
        let key = GroupQueue::new(group, topic, queue);
        let offset = self.pop_start(request, &key, now, emit);
        if request.order {
            let order = self.pockets.pop.orders.get(&key);
            if order.is_some_and(|order| order.blocks(request.attempt, now)) {
                return;
            }
            self.pockets.pop.clear_in_flight(&key);
        }
        let wanted = request.max_messages - (messages.len() as u32).min(request.max_messages);
        if wanted == 0 {
            return;
        }
        let mut pull =
            PullRequest { group, topic, queue, offset, max_messages: wanted, tags: &[], commit: None };
        let (mut status, mut next, mut offsets) = self.decide(&pull);
        // R-POP-4: an offset outside the queue is corrected on the broker, at once.
        if let Some(reason) = outside_queue(status) {
            let (from, to) = (offset, next);
            let (group, topic) = (group.clone(), topic.clone());
            emit(Event::OffsetCorrected { group, topic, queue, from, to, reason });
            self.store_offset(request.group, pull.topic, queue, next, now, emit);
            pull.offset = next;
            (status, next, offsets) = self.decide(&pull);
        }
        if offsets.is_empty() {
            use PullStatus::{MessageWasRemoving, NoMatchedMessage, OffsetFoundNull};
            if matches!(status, NoMatchedMessage | OffsetFoundNull | MessageWasRemoving) {
                self.store_offset(group, topic, queue, next, now, emit);
            }
            return;
        }
        self.count_reads(&pull, &offsets);
        self.pockets.pop.count_out(&key, offsets.len() as i64);
        for &offset in &offsets {
            let origin = self.origin(topic, queue, offset).cloned();
            messages.push(PoppedMessage { topic: topic.clone(), queue, offset, origin });
        }
        if request.order {
            let attempt = request.attempt.map(String::from);
            let order = OrderInfo::new(now, request.invisible_ms, offsets, attempt);
            self.pockets.pop.orders.insert(key, order);
            // R-POP-6: the pop's start. A broker saves it as it was asked for, so an offset that R-POP-4 has
            // just corrected is below Min again until the first acknowledgement; on the page the server has
            // restored it for good (SD-14).
            let start = if self.profile.server_restores_offset() { pull.offset } else { offset };
            self.store_offset(group, topic, queue, start, now, emit);
        } else {
            // Model: a broker saves the offset within 5 ms; here it is saved at once.
            self.pockets.pop.hand_out(&key, &offsets, now, request.invisible_ms);
            self.store_offset(group, topic, queue, next, now, emit);
        }
    }

    /// Where a pop of this queue begins: at a pending reset, which it applies (R-RST-9), at the saved offset,
    /// or where a new group begins.
    fn pop_start(
        &mut self,
        request: &PopRequest<'_>,
        key: &GroupQueue,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> QueueOffset {
        let GroupQueue { group, topic, queue } = key;
        let queue = *queue;
        let saved = self.offsets.query(group, topic, queue);
        if self.offsets.pending(group, topic, queue).is_some() {
            let pending = self.offsets.progress_mut(group, topic).pending.remove(&queue);
            let to = pending.expect("it is there");
            self.pockets.pop.orders.remove(key);
            self.store_offset(group, topic, queue, to, now, emit);
            emit(Event::ResetTaken { group: group.clone(), topic: topic.clone(), queue, to });
            return to;
        }
        saved.unwrap_or_else(|| self.pop_first_offset(request, (topic, queue), now, emit))
    }

    /// R-INIT-5, R-INIT-7; on the page Max, or Min where progress was removed (SD-15, SD-10).
    fn pop_first_offset(
        &mut self,
        request: &PopRequest<'_>,
        (topic, queue): (&Name, QueueId),
        now: EpochMs,
        emit: Emit<'_>,
    ) -> QueueOffset {
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        let at_min = request.from_min || topic.starts_with("%RETRY%");
        let docs = self.profile.initial_offset() == InitialOffsetRule::Docs;
        let (offset, rule) = if docs && !topic.starts_with("%RETRY%") {
            match self.start_offset(request.group, topic, queue, now, emit) {
                StartAnswer::Decided(offset, rule) => (offset, rule),
                StartAnswer::Saved(offset) => return offset,
                StartAnswer::ClientDecides => (max, InitialRule::DocsMax),
            }
        } else if at_min {
            (min, InitialRule::PopMin)
        } else if self.profile.pop_starts_young_queues_at_0() && self.begins_in_memory(topic, queue) {
            (QueueOffset(0), InitialRule::BrokerZero)
        } else {
            (max.saturating_minus(1).max(QueueOffset(0)), InitialRule::PopLast)
        };
        let saved = !at_min || self.profile.saves_every_first_pop_offset();
        if saved {
            self.store_offset(request.group, topic, queue, offset, now, emit);
        }
        let (group, topic) = (request.group.clone(), topic.clone());
        emit(Event::InitialOffset { group, topic, queue, offset, saved, rule });
        offset
    }

    fn check_handle(&self, handle: &PopHandle<'_>, may_be_max: bool) -> Result<(), Rejected> {
        let PopHandle { topic, queue, offset, .. } = *handle;
        if !self.profile.knows_pop() {
            return Err(Rejected::NotSupported { what: "ack".to_string() });
        }
        let queues = self.topic(topic)?.queue_count;
        if queue >= queues {
            return Err(Rejected::QueueNotExist {
                topic: topic.clone(),
                queue,
                queues,
                code: code::MESSAGE_ILLEGAL,
            });
        }
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        if offset < min || offset > max || (offset == max && !may_be_max) {
            return Err(Rejected::NoMessage { topic: topic.clone(), queue, offset, min, max });
        }
        Ok(())
    }

    /// Acknowledges a message (R-POP-5, R-POP-6): it will not come back. A handle that is not valid any more
    /// changes nothing but the in-flight counter.
    pub fn ack(&mut self, handle: &PopHandle<'_>, now: EpochMs, emit: Emit<'_>) -> Result<(), Rejected> {
        self.check_handle(handle, true)?;
        let key = handle.key();
        let PopHandle { group, topic, queue, offset, popped_at, order } = *handle;
        if !order {
            self.pockets.pop.close(&key, offset, popped_at);
            self.pockets.pop.count_back(&key, popped_at);
            return Ok(());
        }
        if self.offsets.query(group, topic, queue).is_some_and(|stored| offset < stored) {
            return Ok(());
        }
        let acked = match self.pockets.pop.orders.get_mut(&key) {
            Some(batch) => batch.ack(offset, popped_at),
            None => OrderAck::Next(offset.saturating_next()),
        };
        match acked {
            OrderAck::Unknown => {
                let batch = topic.clone();
                return Err(Rejected::NotInBatch { topic: batch, queue, offset });
            }
            // R-RST-6: while a reset is pending nothing is saved.
            OrderAck::Next(next) if self.offsets.pending(group, topic, queue).is_none() => {
                self.store_offset(group, topic, queue, next, now, emit);
            }
            OrderAck::Next(_) | OrderAck::OldHandle => {}
        }
        self.pockets.pop.count_back(&key, popped_at);
        Ok(())
    }

    /// Hides a message for another time from now on (R-POP-5). Gives the time that is part of the new handle;
    /// the old one is not valid any more.
    pub fn change_invisible(
        &mut self,
        handle: &PopHandle<'_>,
        invisible_ms: u64,
        now: EpochMs,
    ) -> Result<EpochMs, Rejected> {
        self.check_handle(handle, false)?;
        let key = handle.key();
        let PopHandle { group, topic, queue, offset, popped_at, order } = *handle;
        if order {
            let passed = self.offsets.query(group, topic, queue).is_some_and(|stored| offset < stored);
            let until = now.plus_ms(invisible_ms);
            if let Some(batch) = self.pockets.pop.orders.get_mut(&key).filter(|_| !passed) {
                batch.hide(offset, popped_at, until);
            }
            return Ok(popped_at);
        }
        self.pockets.pop.hand_out(&key, &[offset], now, invisible_ms);
        if popped_at != now {
            self.pockets.pop.close(&key, offset, popped_at);
        }
        Ok(now)
    }
}
