//! Messages not acknowledged in time are delivered again through the group's POP retry topic (R-POP-2). Not
//! here: the timer that looks for it (`sim::broker_timers`).
//!
//! Invariant: a revived message is a new one of the retry topic; the queue that it was popped from and the
//! group's offset there stay as they are.

use crate::engine::broker::delay::property;
use crate::engine::broker::pop::pop_retry_topic;
use crate::engine::broker::{Broker, Emit, Protocol, Record};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueOffset};
use crate::engine::limits::POP_INVISIBLE_TIME_MS;
use crate::engine::rejected::Rejected;
use crate::engine::waiting::origins::Origin;
use alloc::string::ToString;
use alloc::vec::Vec;

/// A message whose time to be acknowledged was over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revival {
    /// Whose, and of which queue.
    pub key: GroupQueue,
    /// The message.
    pub offset: QueueOffset,
    /// It is in the retry topic; `false`: its record is deleted, and so is the message.
    pub back: bool,
}

impl Revival {
    /// Where it came back.
    pub fn retry_topic(&self) -> Name {
        retry_of(&self.key)
    }
}

impl Broker {
    /// Lets a group pull or pop, and sets how long what its clients pop is hidden.
    pub fn set_protocol(
        &mut self,
        group: &Name,
        protocol: Option<Protocol>,
        invisible_ms: Option<u64>,
    ) -> Result<(), Rejected> {
        self.group(group)?;
        let pops = protocol.map_or(self.pops(group), |protocol| protocol == Protocol::Pop);
        if pops && !self.profile.knows_pop() {
            return Err(Rejected::NotSupported { what: "pop".to_string() });
        }
        let ms = invisible_ms.unwrap_or(self.invisible_ms(group));
        if pops {
            self.pockets.pop.groups.insert(group.clone(), ms);
        } else {
            self.pockets.pop.groups.remove(group);
        }
        Ok(())
    }

    /// A topic goes, and with it the POP retry topics of groups that had offsets on it (R-RET-12).
    pub(crate) fn delete_pop_retry_topics(&mut self, topic: &Name) {
        let groups = self.offsets.groups_on(topic);
        let retries: Vec<Name> = groups.map(|(group, _)| pop_retry_topic(group, topic)).collect();
        for retry in retries {
            if self.topics.remove(&retry).is_some() {
                self.offsets.remove_topic(&retry, self.profile.topic_takes_all_tables());
                self.pockets.origins.forget(&retry);
                self.pockets.pop.forget_topic(&retry);
            }
        }
    }

    /// Whether a group's clients pop.
    pub fn pops(&self, group: &str) -> bool {
        self.pockets.pop.groups.contains_key(group)
    }

    /// How long what a group's clients pop is hidden (R-POP-2: 60 s).
    pub fn invisible_ms(&self, group: &str) -> u64 {
        self.pockets.pop.groups.get(group).copied().unwrap_or(POP_INVISIBLE_TIME_MS)
    }

    /// One look of the revive loop.
    pub fn revive_due(&mut self, now: EpochMs, emit: Emit<'_>) -> Vec<Revival> {
        self.pockets.pop.armed = None;
        let mut revivals: Vec<Revival> = Vec::new();
        for (key, offset, popped_at) in self.pockets.pop.take_due(now) {
            // A message that can't be stored stays hidden until the next look.
            let Ok(back) = self.revive(&key, offset, now, emit) else { continue };
            self.pockets.pop.close(&key, offset, popped_at);
            self.pockets.pop.count_back(&key, popped_at);
            revivals.push(Revival { key, offset, back });
        }
        for run in revivals.chunk_by(|a, b| a.key == b.key) {
            let count = run.iter().filter(|revival| revival.back).count() as u32;
            if count > 0 {
                let GroupQueue { group, topic, queue } = run[0].key.clone();
                emit(Event::Revived { group, topic, queue, count });
            }
        }
        revivals
    }

    /// Copies one message to the retry topic; `false`: its record is deleted, and so is the message.
    fn revive(
        &mut self,
        key: &GroupQueue,
        offset: QueueOffset,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<bool, Rejected> {
        let GroupQueue { group, topic, queue } = key;
        let queue = *queue;
        let Some(entry) = self.stored_entry(topic, queue, offset) else { return Ok(false) };
        self.check_internal_topics()?;
        let before = self.origin(topic, queue, offset).cloned();
        let body_bytes = entry.record_bytes.saturating_sub(Broker::record_bytes(topic, 0, 0));
        let fresh = Origin { topic: topic.clone(), queue, offset, reconsume_times: 0, body_bytes };
        let mut origin = before.unwrap_or(fresh);
        // The first time it gets a property with the time of that pop.
        let named = if origin.reconsume_times == 0 { property("1ST_POP_TIME", 13) } else { 0 };
        origin.reconsume_times += 1;
        let retry = retry_of(key);
        let record_bytes =
            (entry.record_bytes + named + retry.len() as u32).saturating_sub(topic.len() as u32);
        let (body_bytes, tag, of) = (origin.body_bytes, entry.tag, Some(&origin));
        let record = Record { topic: &retry, queue: 0, record_bytes, body_bytes, tag, of };
        let (place, _) = self.append_made(1, record, now, emit)?;
        let min = self.min_offset(&retry, 0);
        self.pockets.origins.push(&retry, 0, place, origin, min);
        // R-INIT-6: the group begins there at 0.
        if self.offsets.query(group, &retry, 0).is_none() {
            self.store_offset(group, &retry, 0, QueueOffset(0), now, emit);
        }
        Ok(true)
    }

    /// The time of the revive loop's next look that finds something, if there is no timer for it yet; it
    /// counts as set. After a pop only what it delivered can be news, `visible_at` then.
    pub fn arm_revive(&mut self, visible_at: Option<EpochMs>, now: EpochMs) -> Option<EpochMs> {
        let pop = &mut self.pockets.pop;
        let next = match visible_at {
            Some(visible_at) => pop.revive_look(visible_at).max(pop.look_after(now)),
            None => pop.next_look(now)?,
        };
        if pop.armed.is_some_and(|armed| now <= armed && armed <= next) {
            return None;
        }
        pop.armed = Some(next);
        Some(next)
    }
}

/// The topic through which a queue's messages come back: a retry topic's are put behind again.
fn retry_of(key: &GroupQueue) -> Name {
    if key.topic.starts_with("%RETRY%") { key.topic.clone() } else { pop_retry_topic(&key.group, &key.topic) }
}
