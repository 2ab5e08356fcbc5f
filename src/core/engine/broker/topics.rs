//! The broker's topics, groups and clients; queries about queues. Not here: what retention does to them
//! (`broker::retention`).
//!
//! Invariant: a query changes nothing and answers what a pull would meet.

use crate::engine::broker::delay::{is_internal_topic, is_system_topic};
use crate::engine::broker::{Allocate, Broker, ConsumeFrom, Emit, Group};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, GroupTopic, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::limits;
use crate::engine::log::consume_queue::{ConsumeQueue, Entry};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::rejected::Rejected;
use crate::engine::waiting::delay_table::SCHEDULE_TOPIC;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// RocketMQ's rule for a name: 1 to 127 of `a-z A-Z 0-9 % | - _`; a POP retry topic, which a broker makes
/// itself, may have `+` too (R-POP-2).
pub fn check_name(name: &Name) -> Result<(), Rejected> {
    let fits = !name.is_empty() && name.len() <= limits::NAME_BYTES_MAX;
    if fits
        && name.chars().all(|c| {
            c.is_ascii_alphanumeric() || "%|-_".contains(c) || c == '+' && name.starts_with("%RETRY%")
        })
    {
        return Ok(());
    }
    Err(Rejected::NameIllegal { name: name.to_string() })
}

impl Broker {
    /// Creates a topic or changes its number of queues; queues that are there keep their messages.
    pub fn create_topic(
        &mut self,
        name: &Name,
        queues: u32,
        first: &[QueueOffset],
        emit: Emit<'_>,
    ) -> Result<(), Rejected> {
        check_name(name)?;
        if queues == 0 || queues > limits::QUEUES_MAX {
            return Err(Rejected::out_of_range(
                "queues",
                i64::from(queues),
                1,
                i64::from(limits::QUEUES_MAX),
            ));
        }
        if first.len() > queues as usize {
            return Err(Rejected::out_of_range("first_offsets", first.len() as i64, 0, i64::from(queues)));
        }
        if let Some(negative) = first.iter().find(|offset| offset.0 < 0) {
            return Err(Rejected::out_of_range("first_offsets", negative.0, 0, i64::MAX));
        }
        if is_system_topic(name) {
            return Err(Rejected::SystemTopic { topic: name.clone() });
        }
        let made = || self.topics.keys().filter(|topic| !is_internal_topic(topic)).count();
        if !self.topics.contains_key(name) && made() >= limits::TOPICS_MAX {
            return Err(Rejected::TooMany { what: "topics".to_string(), limit: limits::TOPICS_MAX as u64 });
        }
        self.topics.entry(name.clone()).or_default().widen(queues, first);
        emit(Event::TopicCreated { topic: name.clone(), queues });
        Ok(())
    }

    /// Deletes a topic, its queues and its stored offsets (R-RET-12, R-EXP-3). Unknown names are no error.
    pub fn delete_topic(&mut self, topic: &Name, emit: Emit<'_>) {
        if is_system_topic(topic) {
            return;
        }
        if !self.profile.offsets_outlive_topic() {
            self.offsets.remove_topic(topic, self.profile.topic_takes_all_tables());
        }
        if self.profile.progress_ends_with_its_queue() {
            self.offsets.forget(topic, None);
        }
        self.delete_pop_retry_topics(topic);
        let known = match self.topics.get_mut(topic) {
            Some(known) if self.profile.queues_outlive_topic() => {
                core::mem::replace(&mut known.queue_count, 0) > 0
            }
            Some(_) | None => self.topics.remove(topic).is_some(),
        };
        if known {
            self.pockets.origins.forget(topic);
            self.pockets.pop.forget_topic(topic);
            self.pockets.broadcasts.forget(|of| of.topic == *topic);
            emit(Event::TopicDeleted { topic: topic.clone() });
        }
    }

    /// Creates a group or changes its settings.
    pub fn create_group(
        &mut self,
        name: &Name,
        consume_from: ConsumeFrom,
        emit: Emit<'_>,
    ) -> Result<(), Rejected> {
        check_name(name)?;
        if let Some(group) = self.groups.get_mut(name) {
            group.consume_from = consume_from;
            return Ok(());
        }
        if self.groups.len() == limits::GROUPS_MAX {
            return Err(Rejected::TooMany { what: "groups".to_string(), limit: limits::GROUPS_MAX as u64 });
        }
        self.groups.insert(
            name.clone(),
            Group {
                ordinal: self.groups_created,
                consume_from,
                allocate: Allocate::default(),
                broadcasting: false,
            },
        );
        self.groups_created += 1;
        emit(Event::GroupCreated { group: name.clone() });
        Ok(())
    }

    /// Changes how a group's clients share the queues.
    pub fn set_group(
        &mut self,
        name: &Name,
        allocate: Option<Allocate>,
        broadcasting: Option<bool>,
    ) -> Result<(), Rejected> {
        self.group(name)?;
        if let Some(group) = self.groups.get_mut(name) {
            group.allocate = allocate.unwrap_or(group.allocate);
            group.broadcasting = broadcasting.unwrap_or(group.broadcasting);
        }
        Ok(())
    }

    /// Deletes a group; its offsets only when asked (R-EXP-2). Unknown names are no error.
    pub fn delete_group(&mut self, group: &Name, remove_offsets: bool, emit: Emit<'_>) {
        let offsets_removed = remove_offsets && self.profile.removes_offsets_of_group();
        if offsets_removed {
            self.offsets.remove_group(group, self.profile.removes_all_tables_of_group());
        }
        if self.groups.remove(group).is_some() {
            self.pockets.pop.forget_group(group);
            self.pockets.retries.remove(group);
            self.pockets.broadcasts.forget(|of| of.group == *group);
            emit(Event::GroupDeleted { group: group.clone(), offsets_removed });
        }
    }

    /// Removes a group's progress on a topic, as an administrator would.
    pub fn remove_offsets(&mut self, group: &Name, topic: &Name, emit: Emit<'_>) -> Result<(), Rejected> {
        self.group(group)?;
        self.topic(topic)?;
        if self.offsets.remove(group, topic, true) {
            emit(Event::OffsetsRemoved { group: group.clone(), topic: topic.clone() });
        }
        Ok(())
    }

    /// A client of a group comes online or leaves.
    pub fn set_online(&mut self, client: &Name, of: Option<GroupTopic>) {
        match of {
            Some(group_and_topic) => self.online.insert(client.clone(), group_and_topic),
            None => self.online.remove(client),
        };
    }

    /// The groups, by name.
    pub fn groups(&self) -> impl Iterator<Item = (&Name, &Group)> {
        self.groups.iter()
    }

    /// A group's settings.
    pub fn find_group(&self, group: &str) -> Option<&Group> {
        self.groups.get(group)
    }

    /// The topics, by name, but for the broker's own.
    pub fn topic_names(&self) -> impl Iterator<Item = Name> + '_ {
        let shown =
            self.topics.iter().filter(|(name, topic)| topic.queue_count > 0 && !is_system_topic(name));
        shown.map(|(name, _)| name.clone())
    }

    /// Queues of a topic; 0 for an unknown one.
    pub fn queue_count(&self, topic: &str) -> u32 {
        self.topics.get(topic).map_or(0, |topic| topic.queue_count)
    }

    /// Min (R-CQ-3); 0 for an unknown queue.
    pub fn min_offset(&self, topic: &str, queue: QueueId) -> QueueOffset {
        self.queue(topic, queue).map_or(QueueOffset(0), ConsumeQueue::min)
    }

    /// The first offset whose record is there, or Max; Min may be less where a queue is wholly expired
    /// (R-CQ-4).
    pub fn first_stored(&self, topic: &str, queue: QueueId) -> QueueOffset {
        self.queue(topic, queue).map_or(QueueOffset(0), |queue| queue.first_stored(self.log.min_physical()))
    }

    /// Max: the offset that the next message will get (R-CQ-3, T-1); 0 for an unknown queue.
    pub fn max_offset(&self, topic: &str, queue: QueueId) -> QueueOffset {
        self.queue(topic, queue).map_or(QueueOffset(0), ConsumeQueue::max)
    }

    /// The queue's first offset ever.
    pub fn first_offset(&self, topic: &str, queue: QueueId) -> QueueOffset {
        self.queue(topic, queue).map_or(QueueOffset(0), ConsumeQueue::first)
    }

    /// Store time of a message that is still there (R-CQ-7).
    pub fn store_time(&self, topic: &str, queue: QueueId, offset: QueueOffset) -> Option<EpochMs> {
        self.stored_entry(topic, queue, offset).map(|entry| entry.stored_at)
    }

    /// The entry of a message whose record is still there (R-CQ-7).
    pub(crate) fn stored_entry(&self, topic: &str, queue: QueueId, offset: QueueOffset) -> Option<Entry> {
        let entry = self.queue(topic, queue)?.entry(offset)?;
        (entry.physical >= self.log.min_physical()).then_some(entry)
    }

    /// The position and the bytes of a stored message (SD-3).
    pub fn locate(&self, topic: &str, queue: QueueId, offset: QueueOffset) -> Option<(PhysicalOffset, u32)> {
        self.stored_entry(topic, queue, offset).map(|entry| (entry.physical, entry.record_bytes))
    }

    /// For each segment that holds messages of the queue, the first of them. Empty when the log has more
    /// segments than `limits::SEGMENTS_TOLD_APART`, or the topic's queues more edges than
    /// `limits::SEGMENT_EDGES_MAX`.
    pub fn segment_starts_in_queue(&self, topic: &str, queue: QueueId) -> Vec<QueueOffset> {
        let (queues, segments) = (self.queue_count(topic) as usize, self.log.segments().len());
        let Some(queue) = self.queue(topic, queue) else { return Vec::new() };
        if segments > limits::SEGMENTS_TOLD_APART || segments * queues > limits::SEGMENT_EDGES_MAX {
            return Vec::new();
        }
        let starts = self.log.segments().iter().filter_map(|segment| {
            let first = queue.first_at_physical(segment.base);
            queue.entry(first).filter(|entry| entry.physical < segment.end()).map(|_| first)
        });
        starts.collect()
    }

    /// The first message of the queue's last one's segment; Max where none is stored.
    pub fn newest_segment_start(&self, topic: &str, queue: QueueId) -> QueueOffset {
        let max = self.max_offset(topic, queue);
        let last = self.locate(topic, queue, max.saturating_minus(1));
        let segment = last.and_then(|(physical, _)| self.log.segment_of(physical));
        segment.map_or(max, |base| self.first_at_physical(topic, queue, base))
    }

    /// The first offset from Min on that is at or after `physical` in the commit log, or Max.
    pub fn first_at_physical(&self, topic: &str, queue: QueueId, physical: PhysicalOffset) -> QueueOffset {
        self.queue(topic, queue).map_or(QueueOffset(0), |queue| queue.first_at_physical(physical))
    }

    /// The first offset at or after `time` even if purged, and whether that is exact.
    pub fn purged_offset_at(&self, topic: &str, queue: QueueId, time: EpochMs) -> (QueueOffset, bool) {
        self.queue(topic, queue).map_or((QueueOffset(0), true), |queue| queue.purged_offset_at(time))
    }

    /// Min of every queue of every topic that somebody made, as `topic:queue`; none of a queue whose Min is
    /// unknown.
    pub fn mins(&self) -> OrderedMap<String, QueueOffset> {
        let mut mins = OrderedMap::new();
        for (name, topic) in self.topics.iter().filter(|(name, _)| !is_internal_topic(name)) {
            for queue in 0..topic.queue_count {
                if topic.queues.get(queue as usize).is_none_or(ConsumeQueue::knows_min) {
                    mins.insert(format!("{name}:{queue}"), self.min_offset(name, queue));
                }
            }
        }
        mins
    }

    /// The broker wrote records of its own up to `to` (only recordings say so).
    pub fn log_advanced(&mut self, to: PhysicalOffset, now: EpochMs) -> Result<(), Rejected> {
        self.log.advance(to, self.settings.segment_bytes, now)
    }

    /// Writes the offset file (R-OFF-16).
    pub fn flush_offsets(&mut self) {
        self.offsets.flush();
        self.pockets.pop.flush();
    }

    /// Stops and starts the broker (R-OFF-19, R-RST-8). Every client is offline afterwards.
    pub fn restart(&mut self, kill: bool, emit: Emit<'_>) {
        let offsets_lost = self.offsets.restart(kill, self.profile.pending_reset_survives_restart());
        self.online.clear();
        if self.profile.finds_min_anew() {
            let keeps_min = self.profile.keeps_min_of_expired_queue();
            let (log_min, file_entries) = (self.log.min_physical(), self.settings.file_entries());
            let queues = self.topics.values_mut().flat_map(|topic| &mut topic.queues);
            queues.for_each(|queue| queue.find_min_anew(log_min, file_entries, keeps_min));
        }
        self.cache.clear();
        self.cold = crate::engine::log::page_cache::ColdReads::default();
        self.retention = crate::engine::log::retention::Retention::default();
        emit(Event::BrokerRestarted { killed: kill, offsets_lost });
    }

    /// Panics when the broker contradicts itself.
    pub fn check(&self) {
        self.log.check();
        let not_corrected =
            self.profile.finds_min_anew() && self.retention.corrected_to < self.log.min_physical();
        let min_may_be_low = not_corrected || self.profile.keeps_min_of_expired_queue();
        for topic in self.topics.values() {
            assert!(topic.queues.len() >= topic.queue_count as usize, "a queue is missing");
            for queue in &topic.queues {
                queue.check(self.log.min_physical(), min_may_be_low);
            }
        }
        self.pockets.pop.check();
        self.pockets.delays.check(|queue| self.max_offset(SCHEDULE_TOPIC, queue));
    }
}
