//! A client that pops: it asks the broker for messages, and hides those that it still has a while longer
//! (R-POP-1, R-POP-2, R-POP-5, R-LB-8). Not here: what it does with them (`clients::pop_work`), the broker's
//! decisions (`engine::broker::pop`).
//!
//! Invariant: a client owns no queue; what it holds was popped by it and is neither acknowledged nor, while
//! it lives, visible to others.

use crate::engine::answer::PopAnswer;
use crate::engine::broker::pop::{PopRequest, pop_retry_topic};
use crate::engine::broker::{ConsumeFrom, Protocol};
use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::{Event, EventSink, Rejected, limits};
use crate::sim::accounting::pop::popped_runs;
use crate::sim::accounting::ranges::Span;
use crate::sim::clients::pop_work::handle;
use crate::sim::clients::pull::ROUND_TRIP_US;
use crate::sim::clients::retry_topic::is_part;
use crate::sim::rng::Rng;
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

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
    /// The first so many of those are in work, and done then.
    pub(crate) working: u32,
    pub(crate) done_at: Option<VirtualTime>,
    /// It waits for a message at the broker.
    polling: bool,
    /// Timers of an earlier step do nothing.
    run: u32,
}

impl PopClient {
    /// Lets go of everything; timers of before do nothing.
    pub(crate) fn clear(&mut self) {
        *self = PopClient { run: self.run + 1, ..PopClient::default() };
    }

    /// What it is working on.
    pub fn in_hand(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().take(self.working as usize)
    }

    /// Panics when it contradicts itself.
    pub(crate) fn check(&self, name: &str) {
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
    pub(crate) fn pop_chance(&self) -> u32 {
        Rng::of_actor(self.header.seed ^ self.broker.pockets().pop.pops, "pop").below(100)
    }

    /// Sets the timer of a pop's revival, if one is missing.
    pub(crate) fn arm_revive(&mut self, visible_at: Option<EpochMs>) {
        let now_ms = self.now_ms();
        if let Some(at) = self.broker.arm_revive(visible_at, now_ms) {
            self.scheduler.set(self.time_of(at), Timer::Revive);
        }
    }

    /// The revive loop looks (R-POP-2).
    pub(crate) fn revive(&mut self, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        if self.broker.pockets().pop.armed != Some(now_ms) {
            return;
        }
        let revivals = self.broker.revive_due(now_ms, &mut |event| out.emit(now, event));
        self.tell_revived(&revivals, out);
        // Before 5.4 a pop that waits does not learn of what comes back, and finds it when its wait is over.
        if self.broker.profile().revival_wakes_pops() {
            for run in revivals.chunk_by(|a, b| a.key == b.key) {
                self.wake(&run[0].retry_topic(), 0);
            }
        }
        self.arm_revive(None);
    }

    /// Lets a group pull or pop (R-LB-8).
    pub(crate) fn set_protocol(
        &mut self,
        group: &Name,
        protocol: Option<Protocol>,
        invisible_ms: Option<u64>,
    ) -> Result<(), Rejected> {
        if let Some(ms) = invisible_ms {
            crate::sim::apply::settings::check_range(
                "invisible_ms",
                ms,
                &limits::POP_INVISIBLE_TIME_RANGE_MS,
            )?;
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
    pub(crate) fn start_popping(&mut self, name: &Name) {
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
    pub(crate) fn wake_pop_clients(&mut self, topic: &Name) {
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
    pub(crate) fn reconnect_pop_clients(&mut self) {
        let polling = self.aside.clients.iter().filter(|(_, client)| client.polling);
        let polling: Vec<Name> = polling.map(|(name, _)| name.clone()).collect();
        for name in polling {
            self.end_polling(&name, AGAIN_MS * 1_000);
        }
    }

    /// The client was paused or continues.
    pub(crate) fn nudge_pop_client(&mut self, name: &Name) {
        if self.aside.clients.contains_key(name) {
            self.end_polling(name, 0);
        }
    }

    /// One step of a client: what is done is acknowledged, what it holds is hidden longer where that is
    /// needed, and it continues.
    pub(crate) fn pop_step(&mut self, name: &Name, run: u32, out: &mut dyn EventSink) {
        let Some(client) = self.aside.clients.get_mut(name).filter(|client| client.run == run) else {
            return;
        };
        client.polling = false;
        if client.done_at.is_some_and(|done_at| done_at <= self.now) {
            self.end_pop_work(name, out);
        }
        self.renew(name);
        self.begin_pop_work(name);
        let paused = self.consumers.get(name).is_none_or(|consumer| consumer.paused);
        let Some(client) = self.aside.clients.get(name) else { return };
        if client.held.is_empty() && !paused {
            return self.poll(name, out);
        }
        let done_at = client.done_at;
        let renew_at = self.renew_at(name);
        if let Some(at) = done_at.into_iter().chain(renew_at).min() {
            self.next_pop_step(name, at);
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
        let at = first.minus_ms(self.renew_lead_ms(name));
        Some(self.time_of(at).max(self.now.plus_us(ROUND_TRIP_US)))
    }

    /// Hides what the client holds, and what would soon be visible again, for another while (R-POP-5).
    fn renew(&mut self, name: &Name) {
        let now_ms = self.now_ms();
        let soon = now_ms.plus_ms(self.renew_lead_ms(name));
        let Some(group) = self.consumers.get(name).map(|consumer| consumer.group.clone()) else { return };
        let (ms, order) = (self.broker.invisible_ms(&group), self.is_orderly(&group));
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        let mut renewed = false;
        for held in client.held.iter_mut().filter(|held| held.visible_at <= soon) {
            let until = now_ms.plus_ms(ms);
            if let Ok(popped_at) = self.broker.change_invisible(&handle(&group, held, order), ms, now_ms) {
                held.popped_at = popped_at;
                renewed = !order;
            }
            // One whose record is deleted needs no more time either.
            held.visible_at = until;
        }
        if renewed {
            self.arm_revive(Some(now_ms.plus_ms(ms)));
        }
    }

    /// Asks for messages; without any the request waits at the broker.
    fn poll(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(name) else { return };
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        self.forget_pop_ghosts(name);
        let settings = self.broker.find_group(&group);
        let from_min = settings.is_some_and(|group| group.consume_from == ConsumeFrom::FirstOffset);
        let request = PopRequest {
            group: &group,
            topic: &topic,
            // R-LB-8: every client may pop every queue.
            queue: None,
            max_messages: limits::POP_BATCH_NUMS,
            invisible_ms: self.broker.invisible_ms(&group),
            from_min,
            order: self.is_orderly(&group),
            attempt: None,
            chance: self.pop_chance(),
        };
        match self.pop(&request, out) {
            Ok(answer) if !answer.messages.is_empty() => self.take_popped(name, &request, answer, out),
            Ok(_) => {
                if let Some(client) = self.aside.clients.get_mut(name) {
                    client.polling = true;
                }
                self.next_pop_step(name, self.now.plus_ms(self.timers.hold_ms));
            }
            Err(_) => self.next_pop_step(name, self.now.plus_ms(AGAIN_MS)),
        }
    }

    /// A pop, with the timer of its revival. The caller tells what becomes of the messages.
    pub(crate) fn pop(
        &mut self,
        request: &PopRequest<'_>,
        out: &mut dyn EventSink,
    ) -> Result<PopAnswer, Rejected> {
        let (now, now_ms) = (self.now, self.now_ms());
        let mut events = Vec::new();
        let answer = self.broker.pop(request, now_ms, &mut |event| events.push(event));
        for event in events {
            self.tell_pop_event(&event, out);
            out.emit(now, event);
        }
        let answer = answer?;
        if !answer.messages.is_empty() && !request.order {
            self.arm_revive(Some(now_ms.plus_ms(request.invisible_ms)));
        }
        Ok(answer)
    }

    /// A client gets messages; those that have had their tries never reach it (R-POP-7).
    fn take_popped(
        &mut self,
        name: &Name,
        request: &PopRequest<'_>,
        mut answer: PopAnswer,
        out: &mut dyn EventSink,
    ) {
        let popped_at = answer.popped_at;
        let visible_at = popped_at.plus_ms(request.invisible_ms);
        let max_attempts = self.max_attempts(name, request.group);
        let mut taken = VecDeque::new();
        answer.messages.retain(|message| {
            let (topic, queue, offset) = (message.topic.clone(), message.queue, message.offset);
            let held = Held { topic, queue, offset, popped_at, visible_at };
            let times = message.origin.as_ref().map_or(0, |origin| origin.reconsume_times);
            let keeps = times < max_attempts || !self.give_up_popped(name, request.group, &held, out);
            if keeps {
                taken.push_back(held);
            }
            keeps
        });
        for (GroupQueue { group, topic, queue }, span) in popped_runs(request.group, &answer) {
            let Span { from: first, to: next } = span;
            let (client, count) = (name.clone(), first.distance_to(next) as u32);
            out.emit(self.now, Event::Delivered { group, client, topic, queue, first, next, count });
        }
        self.tell_popped(request, Some(name), &answer, out);
        if let Some(client) = self.aside.clients.get_mut(name) {
            client.held.extend(taken);
        }
        self.next_pop_step(name, self.now.plus_us(ROUND_TRIP_US));
    }
}
