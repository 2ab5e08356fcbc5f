//! What the broker does by itself with messages that wait: a timer for each look that finds something
//! (R-DLY-4). Not here: what is due (`engine::broker::delay`).
//!
//! Invariant: where nothing waits there is no timer, and a look never sets a timer for its own instant.

use crate::engine::broker::NewMessage;
use crate::engine::broker::retry::{SendBack, SentBack, dead_letter_topic, retry_topic};
use crate::engine::event::Again;
use crate::engine::ids::{EpochMs, QueueId, VirtualTime};
use crate::engine::{Event, EventSink, Rejected};
use crate::sim::command::{Answer, Outcome};
use crate::sim::rng::Rng;
use crate::sim::world::World;
use crate::sim::world::scheduler::Timer;

impl World {
    /// The virtual time at which the broker's clock shows `at`.
    pub(crate) fn time_of(&self, at: EpochMs) -> VirtualTime {
        let ms = at.0.saturating_sub(self.header.start_ms.0);
        VirtualTime(0).plus_ms(u64::try_from(ms).unwrap_or(0)).max(self.now)
    }

    /// Sets the timers of the looks that will find something.
    pub(crate) fn arm_deliveries(&mut self) {
        let now_ms = self.now_ms();
        for (level, at) in self.broker.arm_deliveries(now_ms) {
            self.scheduler.set(self.time_of(at), Timer::DeliverDelayed { level });
        }
    }

    /// Stores one message, now or to be delivered later (R-DLY-1).
    pub(crate) fn send_one(
        &mut self,
        message: NewMessage<'_>,
        delay_level: u32,
        deliver_at: Option<EpochMs>,
        out: &mut dyn EventSink,
    ) -> Outcome {
        let (now, now_ms, topic, queue) = (self.now, self.now_ms(), message.topic.clone(), message.queue);
        let mut emit = |event| out.emit(now, event);
        // R-TMR-1: a delay level wins over a time.
        let sent = match deliver_at.filter(|_| delay_level == 0) {
            Some(due) => self.broker.send_at(message, due, now_ms, &mut emit),
            None => self.broker.send_later(message, delay_level, now_ms, &mut emit),
        };
        let (queue_offset, physical_offset, due) = sent?;
        if due > now_ms {
            out.emit(now, Event::Scheduled { topic, queue, due });
            self.arm_deliveries();
            self.arm_wheel();
        } else {
            self.wake(&topic, queue);
        }
        Ok(Answer::Sent { queue_offset, physical_offset })
    }

    /// A consumer gives a message back to the broker (R-RTY-2).
    pub(crate) fn send_back(
        &mut self,
        request: &SendBack<'_>,
        out: &mut dyn EventSink,
    ) -> Result<SentBack, Rejected> {
        let (now, now_ms) = (self.now, self.now_ms());
        let retry = retry_topic(request.group);
        let queues = self.broker.queue_count(&retry);
        let chance =
            Rng::of_actor(self.header.seed ^ self.broker.log().end().0 as u64, "retry").below(1 << 16);
        let request = &SendBack { chance, ..*request };
        let sent_back = self.broker.send_back(request, now_ms, &mut |event| out.emit(now, event))?;
        self.arm_deliveries();
        if queues == 0 {
            self.subscribe_to_retries(request.group, out);
        } else if queues < self.broker.queue_count(&retry) {
            self.rebalance(request.group, &retry, out);
        }
        if let SentBack::DeadLettered { .. } = sent_back {
            self.wake(&dead_letter_topic(request.group), 0);
        }
        Ok(sent_back)
    }

    /// Sets the timer of the wheel's next turn, if it is missing.
    pub(crate) fn arm_wheel(&mut self) {
        let now_ms = self.now_ms();
        if let Some(at) = self.broker.arm_wheel(now_ms) {
            self.scheduler.set(self.time_of(at), Timer::TurnWheel);
        }
    }

    /// The wheel turns (R-TMR-1).
    pub(crate) fn turn_wheel(&mut self, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        if self.broker.pockets().timers.armed != Some(now_ms) {
            return;
        }
        for (topic, queue) in self.broker.turn_wheel(now_ms, &mut |event| out.emit(now, event)) {
            self.wake(&topic, queue);
        }
        self.arm_wheel();
    }

    /// Sets every timer of the pockets that is missing, after a start.
    pub(crate) fn arm_pockets(&mut self) {
        self.arm_deliveries();
        self.arm_wheel();
        self.arm_revive(None);
    }

    /// A level's loop looks (R-DLY-4).
    pub(crate) fn deliver_delayed(&mut self, level: QueueId, out: &mut dyn EventSink) {
        let (now, now_ms) = (self.now, self.now_ms());
        let armed = self.broker.pockets().delays.levels().get(level as usize).and_then(|level| level.armed);
        if armed != Some(now_ms) {
            return;
        }
        for (topic, queue) in self.broker.deliver_due(level, now_ms, &mut |event| out.emit(now, event)) {
            self.wake(&topic, queue);
        }
        let rests = self.broker.pockets().delays.levels().get(level as usize).and_then(|level| level.armed);
        if let Some(until) = rests {
            self.scheduler.set(self.time_of(until), Timer::DeliverDelayed { level });
        }
        self.arm_deliveries();
    }

    /// Sets the timer of the broker's other look at the disk, where that look will find something (R-RET-6,
    /// 4.7.1 to 4.9.8).
    pub(crate) fn arm_disk_look(&mut self) {
        let look = Timer::LookAtDisk { run: self.timer_run };
        if self.broker.disk_look_finds_something() && !self.scheduler.has(&look) {
            let at = self.broker.next_disk_look(self.now_ms(), self.header.start_ms);
            self.scheduler.set(self.time_of(at), look);
        }
    }

    /// That look.
    pub(crate) fn look_at_disk(&mut self, out: &mut dyn EventSink) {
        let now = self.now;
        self.broker.look_at_disk(&mut |event| out.emit(now, event));
    }

    /// Sets the timer of the next progress that expires (SD-10). Where one comes sooner, because somebody has
    /// used the progress since, that one sets the next.
    pub(crate) fn arm_expiry(&mut self) {
        let Some(due) = self.broker.next_expiry() else { return };
        let at = due.max(EpochMs(self.now_ms().0.saturating_add(1)));
        if !self.scheduler.looks_for_expiry_by(at) {
            self.scheduler.set(self.time_of(at), Timer::ExpireOffsets { at });
        }
    }

    /// Progress expires.
    pub(crate) fn expire_offsets(&mut self, out: &mut dyn EventSink) {
        if self.broker.next_expiry().is_none() {
            return;
        }
        let (now, now_ms) = (self.now, self.now_ms());
        for gone in self.broker.expire_offsets(now_ms, &mut |event| out.emit(now, event)) {
            self.tell_turned(Again::Removed, |place| {
                (&place.group, &place.topic) == (&gone.group, &gone.topic)
            });
        }
    }
}
