//! Scheduled messages: storing them outside their queue, delivering them when they are due (R-DLY-1 to
//! R-DLY-6). Not here: the table of what waits (`waiting::delay_table`), and the timers
//! (`sim::broker_timers`).
//!
//! Invariant: until it is delivered a message is in no queue that a group reads; then it is a new message
//! there (SD-19).

use crate::engine::broker::{Broker, Emit, NewMessage, Record};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset, TopicQueue};
use crate::engine::limits;
use crate::engine::rejected::Rejected;
use crate::engine::waiting::delay_table::{SCHEDULE_TOPIC, Waiting};
use crate::engine::waiting::origins::Origin;
use crate::engine::waiting::pockets::Pockets;
use crate::engine::waiting::timer_wheel::TIMER_TOPIC;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Queues of SCHEDULE_TOPIC_XXXX, unless the table has more levels.
const SCHEDULE_QUEUES: u32 = 18;

/// Whether a topic is the broker's own.
pub fn is_system_topic(topic: &str) -> bool {
    topic == SCHEDULE_TOPIC || topic.starts_with("rmq_sys_")
}

/// Whether a broker makes this topic by itself: for a group's retries or dead letters, or for its own use.
pub fn is_internal_topic(topic: &str) -> bool {
    is_system_topic(topic) || topic.starts_with("%RETRY%") || topic.starts_with("%DLQ%")
}

/// Bytes of a property as a record stores it.
pub(crate) fn property(name: &str, value_bytes: usize) -> u32 {
    (name.len() + value_bytes + 2) as u32
}

fn digits(number: u32) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

impl Broker {
    /// Scheduled, retried and invisible messages.
    pub fn pockets(&self) -> &Pockets {
        &self.pockets
    }

    /// The same, to be read back from rest.
    pub(crate) fn pockets_mut(&mut self) -> &mut Pockets {
        &mut self.pockets
    }

    /// Where messages of this delay level are until they are delivered.
    pub fn scheduled_queue(&self, level: u32) -> TopicQueue {
        let queue = self.pockets.delays.capped(level).saturating_sub(1);
        TopicQueue { topic: Name::from(SCHEDULE_TOPIC), queue }
    }

    /// What a message is a copy of; `None`: of nothing, it is itself.
    pub fn origin(&self, topic: &Name, queue: QueueId, offset: QueueOffset) -> Option<&Origin> {
        self.pockets.origins.get(topic, queue, offset)
    }

    /// Refuses when a broker has made so many topics that it can't make two more.
    pub(crate) fn check_internal_topics(&self) -> Result<(), Rejected> {
        let made = self.topics.keys().filter(|topic| is_internal_topic(topic)).count();
        if made + 2 > limits::INTERNAL_TOPICS_MAX {
            let limit = limits::INTERNAL_TOPICS_MAX as u64;
            return Err(Rejected::TooMany { what: "internal topics".to_string(), limit });
        }
        Ok(())
    }

    /// Makes a topic of the broker's own, if it is not there; says whether it was not.
    pub(crate) fn make_topic(&mut self, name: &Name, queues: u32, emit: Emit<'_>) -> bool {
        let missing = self.queue_count(name) < queues;
        if missing {
            self.topics.entry(name.clone()).or_default().widen(queues, &[]);
            if !is_system_topic(name) {
                emit(Event::TopicCreated { topic: name.clone(), queues });
            }
        }
        missing
    }

    /// Stores a record in a topic of the broker's own, which is made for it.
    pub(crate) fn append_made(
        &mut self,
        queues: u32,
        record: Record<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset), Rejected> {
        let mut made = Vec::new();
        let missing = self.make_topic(record.topic, queues, &mut |event| made.push(event));
        let stored = self.append(record, now, &mut |event| made.push(event));
        if missing && stored.is_err() {
            self.topics.remove(record.topic);
        } else {
            made.into_iter().for_each(emit);
        }
        stored
    }

    /// Stores a message that is to be delivered after its level's delay (R-DLY-1, R-DLY-2): the offset is
    /// that of the schedule queue. Gives also when it is due. Level 0 is an ordinary send.
    pub fn send_later(
        &mut self,
        message: NewMessage<'_>,
        level: u32,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset, EpochMs), Rejected> {
        if level == 0 {
            let (offset, physical) = self.send(message, now, emit)?;
            return Ok((offset, physical, now));
        }
        let NewMessage { topic, queue, body_bytes, tag, .. } = message;
        let record_bytes = self.check_send(&message)?;
        self.check_bounds(topic, queue)?;
        self.schedule((topic, queue), (record_bytes, body_bytes, tag), None, level, now, emit)
    }

    /// Puts a record of `record_bytes` that is for `target` into its level's schedule queue. `origin` absent:
    /// it is a new message.
    pub(crate) fn schedule(
        &mut self,
        (topic, queue): (&Name, QueueId),
        (record_bytes, body_bytes, tag): (u32, u32, i64),
        origin: Option<Origin>,
        level: u32,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset, EpochMs), Rejected> {
        let level = self.pockets.delays.capped(level);
        let schedule = Name::from(SCHEDULE_TOPIC);
        let levels = self.pockets.delays.levels_ms.len() as u32;
        let queues = levels.max(SCHEDULE_QUEUES);
        // The three properties stay with the message when it is delivered.
        let record_bytes = record_bytes
            + property("DELAY", digits(level))
            + property("REAL_TOPIC", topic.len())
            + property("REAL_QID", digits(queue));
        let stored_bytes = (record_bytes + SCHEDULE_TOPIC.len() as u32).saturating_sub(topic.len() as u32);
        // R-DLY-3: the tag's place in the entry has the time of the delivery.
        let due = now.plus_ms(self.pockets.delays.delay_ms(level));
        let aside = level - 1;
        let record = Record {
            topic: &schedule,
            queue: aside,
            record_bytes: stored_bytes,
            body_bytes,
            tag: due.0,
            of: origin.as_ref(),
        };
        let (offset, physical) = self.append_made(queues, record, now, emit)?;
        let origin = origin.unwrap_or(Origin {
            topic: schedule,
            queue: aside,
            offset,
            reconsume_times: 0,
            body_bytes,
        });
        let topic = topic.clone();
        let waiting = Waiting { topic, queue, due, body_bytes, record_bytes, tag, origin };
        self.pockets.delays.push(aside, offset, waiting);
        Ok((offset, physical, due))
    }

    /// One look of a level's loop: delivers what is due, in order (R-DLY-4, R-DLY-5). Gives the queues that
    /// got something.
    pub fn deliver_due(&mut self, queue: QueueId, now: EpochMs, emit: Emit<'_>) -> Vec<(Name, QueueId)> {
        let mut arrived: Vec<(Name, QueueId, QueueOffset, u32)> = Vec::new();
        self.pockets.delays.level_mut(queue).armed = None;
        loop {
            let delays = &self.pockets.delays;
            let Some(level) = delays.levels().get(queue as usize) else { break };
            let Some((offset, waiting)) = level.waiting().next() else { break };
            if delays.due(queue, waiting, now) > now {
                break;
            }
            let waiting = waiting.clone();
            // An entry whose record was purged is skipped.
            if self.stored_entry(SCHEDULE_TOPIC, queue, offset).is_some() {
                match self.deliver(&waiting, now, emit) {
                    Ok(Some(first)) => note(&mut arrived, &waiting, first),
                    Ok(None) => {}
                    // R-DLY-4: a put that failed is tried again, and holds up what is behind it.
                    Err(_) => {
                        if self.profile.delays_fire_when_due() {
                            self.pockets.delays.rest(queue, now);
                        }
                        break;
                    }
                }
            }
            self.pockets.delays.pass(queue, now);
        }
        for (topic, queue, first, count) in &arrived {
            emit(Event::Arrived { topic: topic.clone(), queue: *queue, first: *first, count: *count });
        }
        arrived.into_iter().map(|(topic, queue, ..)| (topic, queue)).collect()
    }

    /// Delivers one message. `None`: nobody will ever get it, since its queue is deleted.
    ///
    /// Model: a broker appends to the deleted topic anyway; no client finds that.
    pub(crate) fn deliver(
        &mut self,
        waiting: &Waiting,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<Option<QueueOffset>, Rejected> {
        let Waiting { topic, queue, body_bytes, record_bytes, tag, .. } = waiting;
        let (body_bytes, record_bytes, tag) = (*body_bytes, *record_bytes, *tag);
        let of = Some(&waiting.origin);
        let record = Record { topic, queue: *queue, record_bytes, body_bytes, tag, of };
        match self.append(record, now, emit) {
            Ok((offset, _)) => {
                let min = self.min_offset(topic, *queue);
                self.pockets.origins.push(topic, *queue, offset, waiting.origin.clone(), min);
                Ok(Some(offset))
            }
            Err(Rejected::DiskFull) => Err(Rejected::DiskFull),
            Err(rejected) => {
                emit(Event::SendRefused { producer: None, topic: topic.clone(), rejected });
                Ok(None)
            }
        }
    }

    /// Levels whose loops have something to do and no timer yet, each with the time of its next look; they
    /// count as set.
    pub fn arm_deliveries(&mut self, now: EpochMs) -> Vec<(QueueId, EpochMs)> {
        let mut looks = Vec::new();
        let when_due = self.profile.delays_fire_when_due();
        for queue in 0..self.pockets.delays.levels().len() as QueueId {
            let Some(next) = self.pockets.delays.next_look(queue, now, when_due) else { continue };
            let level = self.pockets.delays.level_mut(queue);
            // One that is set for now has not fired yet: commands come before timers. A level that fires when
            // it is due may rest.
            if level.armed.is_none_or(|armed| armed < now || next < armed && !when_due) {
                level.armed = Some(next);
                looks.push((queue, next));
            }
        }
        looks
    }

    /// Changes the table of delay levels (R-DLY-1).
    pub fn set_delay_levels(&mut self, levels_ms: Vec<u64>) {
        self.pockets.delays.levels_ms = levels_ms;
    }

    /// What a start does to the pockets (R-DLY-6). After `restart`, which finds Min.
    pub fn restart_pockets(&mut self, kill: bool, now: EpochMs) {
        let mut delays = core::mem::take(&mut self.pockets.delays);
        delays.restart(kill, now, |queue| {
            (self.min_offset(SCHEDULE_TOPIC, queue), self.max_offset(SCHEDULE_TOPIC, queue))
        });
        self.pockets.delays = delays;
        self.pockets.pop.restart(kill, now);
        self.pockets.broadcasts.forget(|_| true);
        let max = self.max_offset(TIMER_TOPIC, 0);
        self.pockets.timers.restart(max);
    }
}

/// Counts an arrival with those of the same queue right before it.
fn note(arrived: &mut Vec<(Name, QueueId, QueueOffset, u32)>, waiting: &Waiting, offset: QueueOffset) {
    match arrived.iter_mut().find(|(topic, queue, ..)| *topic == waiting.topic && *queue == waiting.queue) {
        Some((.., count)) => *count += 1,
        None => arrived.push((waiting.topic.clone(), waiting.queue, offset, 1)),
    }
}
