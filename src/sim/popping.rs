//! A client that pops: it asks the broker for messages, works on them one by one, acknowledges each, and hides those that it still
//! has a while longer (R-POP-1, R-POP-2, R-POP-5, R-LB-8). Not here: the broker's decisions (`engine::broker_pop`).
//!
//! Invariant: a client owns no queue; what it holds was popped by it and is neither acknowledged nor, while it lives, visible to
//! others.

use super::retrying::is_part;
use super::rng::Rng;
use super::scheduler::Timer;
use super::world::World;
use crate::engine::answer::PopAnswer;
use crate::engine::broker::{ConsumeFrom, Protocol};
use crate::engine::broker_pop::{POP_MESSAGES_MAX, PopHandle, PopRequest, pop_retry_topic};
use crate::engine::event::CorrectionReason;
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::{Event, EventSink, Rejected};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// From one answer to the next request, as in `pulling`.
const ROUND_TRIP_US: u64 = 1_000;
/// A client whose request was refused, or whose connection broke, asks again after this.
const AGAIN_MS: u64 = 1_000;

/// A message in a client's hands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// Where it was read from.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Its offset.
    pub offset: QueueOffset,
    /// Part of its handle.
    pub popped_at: EpochMs,
    /// When others would see it again.
    pub visible_at: EpochMs,
}

/// A client's side of POP.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PopClient {
    /// What it has not acknowledged, in the order of its work.
    pub held: VecDeque<Held>,
    /// Of those the first so many are in hand, and done then.
    working: u32,
    done_at: Option<VirtualTime>,
    /// It waits for a message at the broker.
    polling: bool,
    /// Timers of an earlier step do nothing.
    run: u32,
}

impl PopClient {
    /// Panics when it contradicts itself.
    pub(super) fn check(&self, name: &str) {
        assert!(self.working as usize <= self.held.len(), "{name} works on more than it holds");
        assert!((self.working > 0) == self.done_at.is_some(), "{name} works without an end");
        assert!(!self.polling || self.held.is_empty(), "{name} asks for more while it holds messages");
    }
}

impl World {
    /// A client that pops; `None`: it pulls.
    pub fn pop_client(&self, consumer: &str) -> Option<&PopClient> {
        self.aside.clients.get(consumer)
    }

    /// What a broker leaves to chance at the next pop, 0 to 99.
    pub(super) fn pop_chance(&self) -> u32 {
        Rng::of_actor(self.header.seed ^ self.broker.pockets().pop.pops, "pop").below(100)
    }

    /// Sets the timer of a pop's revival, if one is missing.
    pub(super) fn arm_revive(&mut self, visible_at: Option<EpochMs>) {
        let now_ms = self.now_ms();
        if let Some(at) = self.broker.arm_revive(visible_at, now_ms) {
            self.scheduler.set(self.time_of(at), Timer::Revive);
        }
    }

    /// The revive loop looks (R-POP-2).
    pub(super) fn revive(&mut self, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        if self.broker.pockets().pop.armed != Some(now_ms) {
            return;
        }
        for (topic, queue) in self.broker.revive_due(now_ms, &mut |event| out.emit(now, event)) {
            self.wake(&topic, queue);
        }
        self.arm_revive(None);
    }

    /// Lets a group pull or pop (R-LB-8).
    pub(super) fn set_protocol(
        &mut self,
        group: &Name,
        protocol: Option<Protocol>,
        invisible_ms: Option<u64>,
    ) -> Result<(), Rejected> {
        if let Some(ms) = invisible_ms {
            super::apply_settings::check_range("invisible_ms", ms, &INVISIBLE_MS)?;
        }
        self.broker.set_protocol(group, protocol, invisible_ms)?;
        let pops = self.broker.pops(group);
        for client in self.members_of(group).into_iter().filter(|client| !is_part(client)) {
            match pops {
                true => self.start_popping(&client),
                false => _ = self.aside.clients.remove(&client),
            }
        }
        Ok(())
    }

    /// A client of a group that pops begins.
    pub(super) fn start_popping(&mut self, name: &Name) {
        let of_group = self.consumers.get(name).is_some_and(|consumer| self.broker.pops(&consumer.group));
        if of_group && !self.aside.clients.contains_key(name) {
            self.aside.clients.insert(name.clone(), PopClient::default());
            self.next_pop_step(name, self.now.plus_us(ROUND_TRIP_US));
        }
    }

    fn next_pop_step(&mut self, name: &Name, at: VirtualTime) {
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        client.run += 1;
        let timer = Timer::PopStep { consumer: name.clone(), run: client.run };
        self.scheduler.set(at, timer);
    }

    /// A message came to a topic: the clients that wait for one ask again.
    pub(super) fn wake_pop_clients(&mut self, topic: &Name) {
        let waits = |(name, client): &(&Name, &PopClient)| {
            let of = self.consumers.get(*name).filter(|_| client.polling);
            of.is_some_and(|c| c.topic == *topic || pop_retry_topic(&c.group, &c.topic) == *topic)
        };
        let waiting: Vec<Name> =
            self.aside.clients.iter().filter(waits).map(|(name, _)| name.clone()).collect();
        for name in waiting {
            self.end_polling(&name, ROUND_TRIP_US);
        }
    }

    fn end_polling(&mut self, name: &Name, wait_us: u64) {
        if let Some(client) = self.aside.clients.get_mut(name) {
            client.polling = false;
        }
        self.next_pop_step(name, self.now.plus_us(wait_us));
    }

    /// The broker was restarted: nobody waits there any more.
    pub(super) fn reconnect_pop_clients(&mut self) {
        let polling = self.aside.clients.iter().filter(|(_, client)| client.polling);
        let polling: Vec<Name> = polling.map(|(name, _)| name.clone()).collect();
        for name in polling {
            self.end_polling(&name, AGAIN_MS * 1_000);
        }
    }

    /// The client was paused or goes on.
    pub(super) fn nudge_pop_client(&mut self, name: &Name) {
        if self.aside.clients.contains_key(name) {
            self.end_polling(name, 0);
        }
    }

    /// One step of a client: what is done is acknowledged, what it holds is hidden longer where that is needed, and it goes on.
    pub(super) fn pop_step(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let Some(client) = self.aside.clients.get_mut(name).filter(|client| client.run == run) else {
            return;
        };
        client.polling = false;
        if client.done_at.is_some_and(|done_at| done_at <= self.now) {
            self.ack_done(name, out);
        }
        self.renew(name);
        let Some(consumer) = self.consumers.get(name) else { return };
        let (paused, processing_us) = (consumer.paused, consumer.processing_us);
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        if client.done_at.is_none() && client.held.is_empty() && !paused {
            return self.poll(name, out);
        }
        if client.done_at.is_none() && !paused {
            // Short work is taken several messages at a time, as by a client that pulls.
            let at_once = (1_000 / processing_us.max(1)).clamp(1, POP_MESSAGES_MAX.into()) as usize;
            client.working = at_once.min(client.held.len()) as u32;
            let us = processing_us.saturating_mul(client.working.into()).max(1);
            client.done_at = Some(self.now.plus_us(us));
        }
        let done_at = client.done_at;
        let renew_at = self.renew_at(name);
        if let Some(at) = done_at.into_iter().chain(renew_at).min() {
            self.next_pop_step(name, at);
        }
    }

    fn ack_done(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get_mut(name) else { return };
        let group = consumer.group.clone();
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        let count = core::mem::take(&mut client.working);
        client.done_at = None;
        consumer.processed += u64::from(count);
        let done: Vec<Held> = client.held.drain(..count as usize).collect();
        let (now, now_ms) = (self.now, self.now_ms());
        for Held { topic, queue, offset, popped_at, .. } in &done {
            let (queue, offset, popped_at) = (*queue, *offset, *popped_at);
            let handle = PopHandle { group: &group, topic, queue, offset, popped_at, order: false };
            // What was purged meanwhile can't be acknowledged, and need not be.
            let acked = self.broker.ack(&handle, now_ms, &mut |event| out.emit(now, event));
            if let Err(rejected) = acked {
                let (group, topic) = (group.clone(), topic.clone());
                out.emit(now, Event::CommitRefused { group, topic, queue, offset, rejected });
            }
        }
    }

    /// How long before its end a client asks for more time: a tenth of it.
    fn renew_lead_ms(&self, name: &Name) -> u64 {
        let group = self.consumers.get(name).map(|consumer| &consumer.group);
        group.map_or(0, |group| self.broker.invisible_ms(group) / 10).max(1)
    }

    /// When a client asks for more time next.
    fn renew_at(&self, name: &Name) -> Option<VirtualTime> {
        let client = self.aside.clients.get(name)?;
        let first = client.held.iter().map(|held| held.visible_at).min()?;
        let at = EpochMs(first.0.saturating_sub_unsigned(self.renew_lead_ms(name)));
        Some(self.time_of(at).max(self.now.plus_us(ROUND_TRIP_US)))
    }

    /// Hides what the client holds, and what would soon be visible again, for another while (R-POP-5).
    fn renew(&mut self, name: &Name) {
        let now_ms = self.now_ms();
        let soon = EpochMs(now_ms.0.saturating_add_unsigned(self.renew_lead_ms(name)));
        let Some(group) = self.consumers.get(name).map(|consumer| consumer.group.clone()) else { return };
        let ms = self.broker.invisible_ms(&group);
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        let mut renewed = false;
        for held in client.held.iter_mut().filter(|held| held.visible_at <= soon) {
            let Held { topic, queue, offset, popped_at, .. } = &*held;
            let (queue, offset, popped_at) = (*queue, *offset, *popped_at);
            let handle = PopHandle { group: &group, topic, queue, offset, popped_at, order: false };
            let until = EpochMs(now_ms.0.saturating_add_unsigned(ms));
            if let Ok(popped_at) = self.broker.change_invisible(&handle, ms, now_ms) {
                held.popped_at = popped_at;
                renewed = true;
            }
            // One whose record is gone needs no more time either.
            held.visible_at = until;
        }
        if renewed {
            self.arm_revive(Some(EpochMs(now_ms.0.saturating_add_unsigned(ms))));
        }
    }

    /// Asks for messages; without any the request waits at the broker.
    fn poll(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let settings = self.broker.find_group(&group);
        let from_min = settings.is_some_and(|group| group.consume_from == ConsumeFrom::FirstOffset);
        let request = PopRequest {
            group: &group,
            topic: &topic,
            // R-LB-8: every client may pop every queue.
            queue: None,
            max_messages: POP_MESSAGES_MAX,
            invisible_ms: self.broker.invisible_ms(&group),
            from_min,
            order: false,
            attempt: None,
            chance: self.pop_chance(),
        };
        match self.pop(&request, out) {
            Ok(answer) if !answer.messages.is_empty() => {
                self.take_popped(name, &group, &answer, request.invisible_ms, out);
            }
            Ok(_) => {
                if let Some(client) = self.aside.clients.get_mut(name) {
                    client.polling = true;
                }
                self.next_pop_step(name, self.now.plus_ms(self.timers.hold_ms));
            }
            Err(_) => self.next_pop_step(name, self.now.plus_ms(AGAIN_MS)),
        }
    }

    /// A pop, with the timer of its revival; what was purged before the group got to it is counted.
    pub(super) fn pop(
        &mut self,
        request: &PopRequest<'_>,
        out: &mut dyn EventSink,
    ) -> Result<PopAnswer, Rejected> {
        let (now, now_ms) = (self.now, self.now_ms());
        let mut events = Vec::new();
        let answer = self.broker.pop(request, now_ms, &mut |event| events.push(event));
        for event in events {
            if let Event::OffsetCorrected {
                group,
                topic,
                queue,
                from,
                to,
                reason: CorrectionReason::BelowMin,
            } = &event
            {
                self.count_lost(group, topic, *queue, *from, *to);
            }
            out.emit(now, event);
        }
        let answer = answer?;
        if !answer.messages.is_empty() && !request.order {
            self.arm_revive(Some(EpochMs(now_ms.0.saturating_add_unsigned(request.invisible_ms))));
        }
        Ok(answer)
    }

    fn take_popped(
        &mut self,
        name: &Name,
        group: &Name,
        answer: &PopAnswer,
        invisible_ms: u64,
        out: &mut dyn EventSink,
    ) {
        let popped_at = answer.popped_at;
        let visible_at = EpochMs(popped_at.0.saturating_add_unsigned(invisible_ms));
        for run in answer
            .messages
            .chunk_by(|a, b| (&a.topic, a.queue, a.offset.0 + 1) == (&b.topic, b.queue, b.offset.0))
        {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            let next = QueueOffset(last.offset.0.saturating_add(1));
            let (group, client, topic) = (group.clone(), name.clone(), first.topic.clone());
            let (queue, first, count) = (first.queue, first.offset, run.len() as u32);
            out.emit(self.now, Event::Delivered { group, client, topic, queue, first, next, count });
        }
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        for message in &answer.messages {
            let (topic, queue, offset) = (message.topic.clone(), message.queue, message.offset);
            client.held.push_back(Held { topic, queue, offset, popped_at, visible_at });
        }
        self.next_pop_step(name, self.now.plus_us(ROUND_TRIP_US));
    }
}

/// A message may be hidden from 10 ms to 12 hours.
pub(super) const INVISIBLE_MS: core::ops::RangeInclusive<u64> = 10..=43_200_000;
