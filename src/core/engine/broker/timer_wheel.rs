//! Messages with a set delivery time: parking and delivering them (R-TMR-1, R-TMR-2). Not here: the wheel
//! (`waiting::timer_wheel`), the timer (`sim::broker_timers`).
//!
//! Invariant: a delivery is a new message of its queue (R-DLY-5).

use crate::engine::broker::delay::property;
use crate::engine::broker::{Broker, Emit, NewMessage, Record};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::limits;
use crate::engine::rejected::Rejected;
use crate::engine::waiting::delay_table::Waiting;
use crate::engine::waiting::origins::Origin;
use crate::engine::waiting::timer_wheel::{Parked, TIMER_TOPIC};
use alloc::string::ToString;
use alloc::vec::Vec;

/// Digits of a time in ms.
const TIME_DIGITS: usize = 13;

impl Broker {
    /// Stores a message that is to be delivered at `due` (R-TMR-1): the offset is that of the timer topic.
    /// One that is due is stored at once, and brokers before 5.0 know no such time.
    pub fn send_at(
        &mut self,
        message: NewMessage<'_>,
        due: EpochMs,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset, EpochMs), Rejected> {
        if due <= now || !self.profile.knows_timers() {
            return self.send_later(message, 0, now, emit);
        }
        let record_bytes = self.check_send(&message)?;
        self.check_bounds(message.topic, message.queue)?;
        let wheel = &self.pockets.timers;
        if !wheel.enabled {
            return Err(Rejected::TimerWheelOff);
        }
        let delay_ms = due.0.abs_diff(now.0);
        if delay_ms > limits::TIMER_MAX_DELAY_MS {
            return Err(Rejected::DelayTooLong { delay_ms, limit_ms: limits::TIMER_MAX_DELAY_MS });
        }
        if wheel.len() >= limits::TIMER_MESSAGES_MAX {
            let limit = limits::TIMER_MESSAGES_MAX as u64;
            return Err(Rejected::TooMany { what: "messages for a time of their own".to_string(), limit });
        }
        let NewMessage { topic, queue, body_bytes, tag, .. } = message;
        // What is added stays with the message when it is delivered.
        let added = property("TIMER_OUT_MS", TIME_DIGITS)
            + property("REAL_TOPIC", topic.len())
            + property("REAL_QID", queue.checked_ilog10().unwrap_or(0) as usize + 1);
        let (timers, offset) = (Name::from(TIMER_TOPIC), QueueOffset(0));
        let origin = Origin { topic: timers, queue: 0, offset, reconsume_times: 0, body_bytes };
        let record_bytes = record_bytes + added;
        let waiting = Waiting { topic: topic.clone(), queue, due, body_bytes, record_bytes, tag, origin };
        let (offset, physical) = self.park(waiting, None, now, emit)?;
        Ok((offset, physical, due))
    }

    /// Puts a message into the timer topic; `rolls` absent: for the first time.
    fn park(
        &mut self,
        mut waiting: Waiting,
        rolls: Option<u32>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset), Rejected> {
        let (leaves_at, _) = self.pockets.timers.leaves_at(waiting.due, now);
        let topic = Name::from(TIMER_TOPIC);
        let record_bytes =
            (waiting.record_bytes + TIMER_TOPIC.len() as u32).saturating_sub(waiting.topic.len() as u32);
        let (body_bytes, tag) = (waiting.body_bytes, waiting.tag);
        let of = rolls.map(|_| &waiting.origin);
        let record = Record { topic: &topic, queue: 0, record_bytes, body_bytes, tag, of };
        let (place, physical) = self.append_made(1, record, now, emit)?;
        if rolls.is_none() {
            waiting.origin.offset = place;
        }
        self.pockets.timers.park(leaves_at, Parked { place, rolls: rolls.unwrap_or(0), waiting });
        Ok((place, physical))
    }

    /// Delivers what leaves the wheel by now, or parks it again (R-TMR-2). Gives the queues that got
    /// something.
    pub fn turn_wheel(&mut self, now: EpochMs, emit: Emit<'_>) -> Vec<(Name, QueueId)> {
        self.pockets.timers.armed = None;
        let mut arrived = Vec::new();
        while let Some((key, parked)) = self.pockets.timers.next_due(now) {
            let Parked { place, rolls, waiting } = parked;
            let stored = self.stored_entry(TIMER_TOPIC, 0, place).is_some();
            let (again, due) = (waiting.due > now, waiting.clone());
            // What was purged before its time is lost.
            let done = match (stored, again) {
                (false, _) => Ok(()),
                (true, true) => self.park(due, Some(rolls + 1), now, emit).map(|_| ()),
                (true, false) => self.deliver(&due, now, emit).map(|offset| {
                    arrived.extend(offset.map(|offset| (due.topic.clone(), due.queue, offset)));
                }),
            };
            // A full disk: it is tried again a second later.
            if done.is_err() {
                break;
            }
            self.pockets.timers.remove(key);
        }
        for (topic, queue, first) in &arrived {
            emit(Event::Arrived { topic: topic.clone(), queue: *queue, first: *first, count: 1 });
        }
        arrived.into_iter().map(|(topic, queue, _)| (topic, queue)).collect()
    }

    /// Changes the wheel's settings; an absent one stays as it is.
    pub fn set_wheel(&mut self, enabled: Option<bool>, roll_window_ms: Option<u64>) {
        let wheel = &mut self.pockets.timers;
        wheel.enabled = enabled.unwrap_or(wheel.enabled);
        wheel.roll_window_ms = roll_window_ms.unwrap_or(wheel.roll_window_ms);
    }

    /// The time of the wheel's next turn that finds something, if there is no timer for it yet; it counts as
    /// set. Always after `now`.
    pub fn arm_wheel(&mut self, now: EpochMs) -> Option<EpochMs> {
        let wheel = &mut self.pockets.timers;
        let first = wheel.next_look()?;
        let next = if first > now { first } else { now.plus_ms(1_000) };
        if wheel.armed.is_some_and(|armed| now <= armed && armed <= next) {
            return None;
        }
        wheel.armed = Some(next);
        Some(next)
    }
}
