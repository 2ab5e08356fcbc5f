//! What a consumer sends back: retried after a delay that grows, or given up (R-RTY-2). Not here: which
//! message a consumer sends back and when (`sim`).
//!
//! Invariant: the message itself stays where it is, and nobody's offset moves.

use crate::engine::broker::delay::property;
use crate::engine::broker::{Broker, Emit, Record};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::engine::rejected::Rejected;
use crate::engine::waiting::origins::Origin;
use crate::engine::waiting::pockets::RetryPolicy;
use alloc::format;

/// The first try of all waits for this level (R-RTY-2).
const FIRST_RETRY_LEVEL: u32 = 3;

/// CONSUMER_SEND_MSG_BACK.
#[derive(Clone, Copy, Debug)]
pub struct SendBack<'a> {
    /// Whose retry topic.
    pub group: &'a Name,
    /// The topic that the message was read from, %RETRY%group for one that was retried before.
    pub topic: &'a Name,
    /// The queue.
    pub queue: QueueId,
    /// The message.
    pub offset: QueueOffset,
    /// 0: by the number of tries so far; negative: no more tries.
    pub delay_level: i32,
    /// How many tries there are; absent: as the group's setting says.
    pub max_reconsume_times: Option<i32>,
    /// What a broker leaves to chance: the retry topic's queue.
    pub chance: u32,
}

/// What happened to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SentBack {
    /// It will be in %RETRY%group then.
    Waits {
        /// When.
        due: EpochMs,
    },
    /// It is in %DLQ%group.
    DeadLettered {
        /// Where.
        offset: QueueOffset,
    },
    /// It is nowhere: the group wants no retries.
    Dropped,
}

/// `%RETRY%group`.
pub fn retry_topic(group: &str) -> Name {
    Name::from(format!("%RETRY%{group}"))
}

/// How the name of a dead-letter topic begins.
const DEAD_LETTERS: &str = "%DLQ%";

/// `%DLQ%group`.
pub fn dead_letter_topic(group: &str) -> Name {
    Name::from(format!("{DEAD_LETTERS}{group}"))
}

impl Broker {
    /// A group's retry settings (R-RTY-2).
    pub fn retry_policy(&self, group: &str) -> RetryPolicy {
        self.pockets.retries.get(group).copied().unwrap_or_default()
    }

    /// Changes a group's retry settings; an absent one stays as it is.
    pub fn set_retry_policy(
        &mut self,
        group: &Name,
        queues: Option<u32>,
        max_times: Option<u32>,
    ) -> Result<(), Rejected> {
        self.group(group)?;
        let RetryPolicy { queues: before, max_times: before_times } = self.retry_policy(group);
        let (queues, max_times) = (queues.unwrap_or(before), max_times.unwrap_or(before_times));
        if (queues, max_times) != (before, before_times) {
            self.pockets.retries.insert(group.clone(), RetryPolicy { queues, max_times });
        }
        Ok(())
    }

    /// Refuses who pulls dead letters, where those can only be written (R-RTY-2).
    pub(crate) fn check_readable(&self, topic: &Name) -> Result<(), Rejected> {
        if self.profile.dead_letters_write_only() && topic.starts_with(DEAD_LETTERS) {
            return Err(Rejected::NotReadable { topic: topic.clone() });
        }
        Ok(())
    }

    /// How long the next try waits after so many in vain (R-RTY-2).
    pub fn retry_delay_ms(&self, reconsume_times: u32) -> u64 {
        let delays = &self.pockets.delays;
        delays.delay_ms(delays.capped(FIRST_RETRY_LEVEL.saturating_add(reconsume_times)))
    }

    /// Takes a message back (R-RTY-2). The retry topic is there from the first time on.
    pub fn send_back(
        &mut self,
        request: &SendBack<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<SentBack, Rejected> {
        let SendBack { group, topic, queue, offset, delay_level, max_reconsume_times, chance } = *request;
        self.group(group)?;
        let policy = self.retry_policy(group);
        if policy.queues == 0 {
            return Ok(SentBack::Dropped);
        }
        let Some(entry) = self.stored_entry(topic, queue, offset) else {
            return Err(Rejected::MessageGone { topic: topic.clone(), queue, offset });
        };
        if max_reconsume_times.is_none() && self.profile.send_back_needs_max_times() {
            return Err(Rejected::MaxTimesMissing);
        }
        let before = self.origin(topic, queue, offset).cloned();
        let times = before.as_ref().map_or(0, |origin| origin.reconsume_times);
        let fresh = Origin {
            topic: topic.clone(),
            queue,
            offset,
            reconsume_times: 0,
            // Model: what a broker would read from the record; here the properties count as body.
            body_bytes: entry.record_bytes.saturating_sub(Broker::record_bytes(topic, 0, 0)),
        };
        let origin = Origin { reconsume_times: times + 1, ..before.unwrap_or(fresh) };
        let asked = max_reconsume_times.filter(|_| self.profile.obeys_max_reconsume_times());
        let given_up = i64::from(times) >= asked.map_or(i64::from(policy.max_times), i64::from);
        let to_dead_letters = given_up || delay_level < 0;
        let target = if to_dead_letters { dead_letter_topic(group) } else { retry_topic(group) };
        // The first time it gets a property with its topic.
        let named = if times == 0 { property("RETRY_TOPIC", topic.len()) } else { 0 };
        let record_bytes =
            (entry.record_bytes + named + target.len() as u32).saturating_sub(topic.len() as u32);
        let body_bytes = origin.body_bytes;
        self.check_internal_topics()?;
        let retry = retry_topic(group);
        let (group, topic, reconsume_times) = (group.clone(), topic.clone(), times + 1);
        if to_dead_letters {
            let (tag, of) = (entry.tag, Some(&origin));
            let record = Record { topic: &target, queue: 0, record_bytes, body_bytes, tag, of };
            let (place, _) = self.append_made(1, record, now, emit)?;
            self.make_topic(&retry, policy.queues, emit);
            let min = self.min_offset(&target, 0);
            self.pockets.origins.push(&target, 0, place, origin, min);
            emit(Event::DeadLettered { group, topic, queue, offset, reconsume_times });
            return Ok(SentBack::DeadLettered { offset: place });
        }
        let level = if delay_level == 0 { FIRST_RETRY_LEVEL + times } else { delay_level as u32 };
        let sizes = (record_bytes, body_bytes, entry.tag);
        let place = (&target, chance % policy.queues);
        let (.., due) = self.schedule(place, sizes, Some(origin), level, now, emit)?;
        self.make_topic(&retry, policy.queues, emit);
        emit(Event::SentBack { group, topic, queue, offset, reconsume_times, due });
        Ok(SentBack::Waits { due })
    }
}
