//! What a client that pops does with its messages: works them off, acknowledges them, hides one that failed
//! until its next try, or gives it up (R-POP-5 to R-POP-7). Not here: how it gets them (`clients::pop`), and
//! the counts (`accounting::pop`).
//!
//! Invariant: what it works on is the first of what it holds; in an orderly group a message that fails stays
//! the first.

use crate::engine::EventSink;
use crate::engine::broker::pop::PopHandle;
use crate::engine::broker::retry::SendBack;
use crate::engine::event::Event;
use crate::engine::ids::{GroupQueue, Name};
use crate::engine::limits;
use crate::sim::accounting::lost_tail::Holder;
use crate::sim::clients::pop::Held;
use crate::sim::clients::work::Worked;
use crate::sim::world::World;
use crate::sim::world::client_state::{ClientQueue, Tries};
use alloc::vec::Vec;

/// A client's message with whose it is.
pub(crate) fn handle<'a>(group: &'a Name, held: &'a Held, order: bool) -> PopHandle<'a> {
    let Held { topic, queue, offset, popped_at, .. } = held;
    PopHandle { group, topic, queue: *queue, offset: *offset, popped_at: *popped_at, order }
}

impl World {
    /// Takes the first messages to work on, unless it has some or rests.
    pub(crate) fn begin_pop_work(&mut self, name: &Name) {
        let Some(consumer) = self.consumers.get(name).filter(|consumer| !consumer.paused) else { return };
        let processing_us = consumer.processing_us;
        let Some(client) = self.aside.clients.get_mut(name).filter(|client| client.done_at.is_none()) else {
            return;
        };
        // Short work is taken several messages at a time, as by a client that pulls.
        let at_once = (1_000 / processing_us.max(1)).clamp(1, limits::POP_BATCH_NUMS.into()) as usize;
        client.working = at_once.min(client.held.len()) as u32;
        if client.working > 0 {
            let us = processing_us.saturating_mul(client.working.into()).max(1);
            client.done_at = Some(self.now.plus_us(us));
        }
    }

    /// What was in work is done, or has failed.
    pub(crate) fn end_pop_work(&mut self, name: &Name, out: &mut dyn EventSink) {
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        let count = core::mem::take(&mut client.working) as usize;
        client.done_at = None;
        let mut done: Vec<Held> = client.held.drain(..count).collect();
        let Some(group) = self.consumers.get(name).map(|consumer| consumer.group.clone()) else { return };
        let order = self.is_orderly(&group);
        let failed: Vec<bool> = done.iter().map(|held| self.pop_work_fails(name, &group, held)).collect();
        if let Some(first) = failed.iter().position(|failed| *failed).filter(|_| order) {
            let rest = done.split_off(first);
            self.ack_all(name, &group, &done, out);
            return self.fail_pop_in_order(name, &group, rest, out);
        }
        for (held, failed) in done.iter().zip(failed) {
            if failed {
                self.hide_until_retry(name, &group, held, out);
            } else {
                self.ack_all(name, &group, core::slice::from_ref(held), out);
            }
        }
        let idle = self.aside.clients.get(name).is_some_and(|client| client.held.is_empty());
        if let Some(held) = done.last().filter(|_| order && idle) {
            // The queue is free: who waits may have what comes next.
            self.wake_pop_clients(&held.topic);
        }
    }

    fn pop_work_fails(&mut self, name: &Name, group: &Name, held: &Held) -> bool {
        let (name, group, topic) = (name.clone(), group.clone(), held.topic.clone());
        let (queue, from, to) = (held.queue, held.offset, held.offset.saturating_next());
        !self.draw_failures(&Worked { name, group, topic, queue, take: 0, from, to }).is_empty()
    }

    fn ack_all(&mut self, name: &Name, group: &Name, done: &[Held], out: &mut dyn EventSink) {
        let (now, now_ms, order) = (self.now, self.now_ms(), self.is_orderly(group));
        if let Some(consumer) = self.consumers.get_mut(name) {
            consumer.processed += done.len() as u64;
        }
        for held in done {
            // What was purged meanwhile can't be acknowledged, and need not be.
            let acked =
                self.broker.ack(&handle(group, held, order), now_ms, &mut |event| out.emit(now, event));
            let Held { topic, queue, offset, .. } = held.clone();
            if let Err(rejected) = acked {
                let (group, topic) = (group.clone(), topic.clone());
                out.emit(now, Event::CommitRefused { group, topic, queue, offset, rejected });
            }
            self.tell_acked(Some(name), &GroupQueue { group: group.clone(), topic, queue }, offset);
        }
    }

    /// How often a message has come back to the group so far.
    fn reconsume_times(&self, held: &Held) -> u32 {
        let origin = self.broker.origin(&held.topic, held.queue, held.offset);
        origin.map_or(0, |origin| origin.reconsume_times)
    }

    /// Tries of a message, the first one among them (R-POP-7: one more than the retries).
    pub(crate) fn max_attempts(&self, name: &Name, group: &Name) -> u32 {
        let asked = self.failures(name).and_then(|how| how.max_reconsume_times);
        let retries = asked.and_then(|times| u32::try_from(times).ok());
        retries.unwrap_or(self.broker.retry_policy(group).max_times).saturating_add(1)
    }

    /// A message that failed is hidden until its next try: 10 s, 30 s, … as on the way of a client that pulls
    /// (R-POP-5, R-RTY-2).
    fn hide_until_retry(&mut self, name: &Name, group: &Name, held: &Held, out: &mut dyn EventSink) {
        let times = self.reconsume_times(held);
        let key = GroupQueue::new(group, &held.topic, held.queue);
        if self.is_ghost(&Holder::by_pop(name, &held.topic, held.queue), held.offset) {
            // The broker does not know it; it has left.
            return;
        }
        let (now, now_ms) = (self.now, self.now_ms());
        let ms = self.broker.retry_delay_ms(times);
        let hidden = self.broker.change_invisible(&handle(group, held, false), ms, now_ms);
        if hidden.is_err() {
            return;
        }
        let due = now_ms.plus_ms(ms);
        self.arm_revive(Some(due));
        self.tell_hidden_again(&key);
        let (GroupQueue { group, topic, queue }, offset) = (key, held.offset);
        out.emit(now, Event::SentBack { group, topic, queue, offset, reconsume_times: times + 1, due });
    }

    /// In an orderly group the client itself tries a message again after a while, and what is behind it
    /// waits.
    fn fail_pop_in_order(&mut self, name: &Name, group: &Name, mut rest: Vec<Held>, out: &mut dyn EventSink) {
        let first = rest[0].clone();
        let of = ClientQueue::new(name, first.queue);
        let tries = self.newer.tries_of(&of, first.offset).saturating_add(1);
        self.newer.tries.insert(of, Tries { offset: first.offset, times: tries });
        let given_up =
            tries >= self.max_attempts(name, group) && self.give_up_popped(name, group, &first, out);
        if given_up {
            rest.remove(0);
        }
        let wait_us = self.suspend_ms(name).saturating_mul(1_000);
        let processing_us = self.consumers.get(name).map_or(0, |consumer| consumer.processing_us);
        let (now, topic, queue, offset) = (self.now, first.topic, first.queue, first.offset);
        let Some(client) = self.aside.clients.get_mut(name) else { return };
        rest.into_iter().rev().for_each(|held| client.held.push_front(held));
        if !given_up {
            client.working = 1;
            client.done_at = Some(now.plus_us(wait_us.saturating_add(processing_us).max(1)));
            let (group, client, at) = (group.clone(), name.clone(), now.plus_us(wait_us));
            out.emit(now, Event::TriesAgain { group, client, topic, queue, offset, at });
        }
    }

    /// A message has had its tries: it goes to the dead-letter topic and is acknowledged (R-POP-7). `false`:
    /// it could not be stored.
    pub(crate) fn give_up_popped(
        &mut self,
        name: &Name,
        group: &Name,
        held: &Held,
        out: &mut dyn EventSink,
    ) -> bool {
        let Held { topic, queue, offset, .. } = held;
        if self.is_ghost(&Holder::by_pop(name, topic, *queue), *offset) {
            return false;
        }
        let (queue, offset, order) = (*queue, *offset, self.is_orderly(group));
        let request =
            SendBack { group, topic, queue, offset, delay_level: -1, max_reconsume_times: None, chance: 0 };
        let Ok(became) = self.send_back(&request, out) else { return false };
        let (now, now_ms) = (self.now, self.now_ms());
        let acked = self.broker.ack(&handle(group, held, order), now_ms, &mut |event| out.emit(now, event));
        // It was there a moment ago.
        assert!(
            acked.is_ok(),
            "{offset} of {topic}/{queue} was stored as a dead letter and can't be acknowledged"
        );
        self.tell_given_up(&GroupQueue::new(group, topic, queue), offset, became, out);
        true
    }

    /// What a client holds is given up as by its end: others get it when its time is over.
    pub(crate) fn drop_held(&mut self, name: &Name) {
        if let Some(client) = self.aside.clients.get_mut(name) {
            client.clear();
        }
        self.forget_pop_ghosts(name);
    }
}
