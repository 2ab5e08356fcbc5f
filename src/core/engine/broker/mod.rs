//! The broker: topics, groups, the log, the offsets; sending and committing. Not here: pulls
//! (`broker::pull`), resets (`broker::reset`), topics and groups (`broker::topics`), deletion
//! (`broker::retention`), and time that passes (`sim`).
//!
//! Invariant: a method checks everything, then changes; whoever gets a `Rejected` finds nothing changed.

pub mod broadcast;
pub mod delay;
pub mod group;
pub mod loss;
pub mod moved_event;
pub mod pop;
pub mod pull;
pub mod reset;
pub mod retention;
pub mod retry;
pub mod revive;
pub mod settings;
pub mod timer_wheel;
pub mod topics;

pub use crate::engine::broker::group::{Allocate, ConsumeFrom, Group};
pub use crate::engine::broker::settings::{BrokerSettings, Residency};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, GroupTopic, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::commit_log::{Appended, CommitLog};
use crate::engine::log::consume_queue::{ConsumeQueue, Entry};
use crate::engine::log::page_cache::{ColdReads, PageCache};
use crate::engine::log::retention::{Retention, used_percent};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::progress::consumer_offsets::ConsumerOffsets;
use crate::engine::rejected::{Rejected, code};
use crate::engine::rules::Rules;
use crate::engine::waiting::origins::Origin;
use crate::engine::waiting::pockets::Pockets;
pub use crate::engine::waiting::pop_state::Protocol;
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Bytes of a record besides body, topic and properties (R-LOG-3, IPv4 hosts).
const RECORD_HEAD_BYTES: u32 = 91;
/// Bytes that the properties of a message may take: a Java `short` holds their length (R-LOG-5).
const PROPERTY_BYTES_MAX: u32 = 32_767;

/// A topic: how many queues it says it has, and the queues that are there.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Topic {
    /// Queues that may be read and written; 0: it was deleted, and its queues are still there (section 14).
    pub queue_count: u32,
    /// By queue id, at least `queue_count` of them: a topic made narrower keeps its queues.
    pub(crate) queues: Vec<ConsumeQueue>,
}

impl Topic {
    /// Sets the number of queues; those that are there stay as they are, new ones begin at `first`.
    pub(crate) fn widen(&mut self, queues: u32, first: &[QueueOffset]) {
        self.queue_count = queues;
        for queue in self.queues.len()..queues as usize {
            self.queues.push(ConsumeQueue::starting_at(first.get(queue).copied().unwrap_or_default()));
        }
    }
}

/// What a send brings.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Where to.
    pub topic: &'a Name,
    /// Which queue.
    pub queue: QueueId,
    /// Bytes of the body.
    pub body_bytes: u32,
    /// The whole record where it is known, else `record_bytes` is used.
    pub record_bytes: Option<u32>,
    /// Bytes of the properties as they are stored.
    pub property_bytes: u32,
    /// Hash of the tag, 0 without one.
    pub tag: i64,
}

/// One broker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Broker {
    pub(crate) profile: Rules,
    pub(crate) settings: BrokerSettings,
    pub(crate) log: CommitLog,
    pub(crate) topics: OrderedMap<Name, Topic>,
    pub(crate) groups: OrderedMap<Name, Group>,
    pub(crate) groups_created: u32,
    pub(crate) offsets: ConsumerOffsets,
    pub(crate) retention: Retention,
    pub(crate) cache: PageCache,
    pub(crate) cold: ColdReads,
    /// What each connected client consumes.
    pub(crate) online: OrderedMap<Name, GroupTopic>,
    /// Scheduled, retried and invisible messages. Not in the plain form: a World writes it behind its own
    /// (`sim::world::bytes`).
    #[serde(skip)]
    pub(crate) pockets: Pockets,
}

fn no_such_topic(topic: &Name) -> Rejected {
    Rejected::TopicNotExist { topic: topic.clone(), code: code::TOPIC_NOT_EXIST }
}

/// Refuses a message that is too large, or any on a full disk; gives the bytes of its record. `whole`: the
/// limit is of the record.
fn check_send(
    message: &NewMessage<'_>,
    settings: &BrokerSettings,
    whole: bool,
    disk_full: bool,
) -> Result<u32, Rejected> {
    let computed = Broker::record_bytes(message.topic, message.body_bytes, message.property_bytes);
    let record_bytes = message.record_bytes.unwrap_or(computed).max(message.body_bytes);
    let beside_body = if whole { record_bytes - message.body_bytes } else { 0 };
    let limit = settings.max_message_bytes.saturating_sub(beside_body);
    if message.body_bytes > limit {
        let (body_bytes, limit_bytes) = (message.body_bytes.into(), limit.into());
        return Err(Rejected::MessageTooLarge { body_bytes, limit_bytes });
    }
    if message.property_bytes > PROPERTY_BYTES_MAX {
        let (property_bytes, limit_bytes) = (message.property_bytes.into(), PROPERTY_BYTES_MAX.into());
        return Err(Rejected::PropertiesTooLarge { property_bytes, limit_bytes });
    }
    if disk_full {
        return Err(Rejected::DiskFull);
    }
    Ok(record_bytes)
}

/// What is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) topic: &'a Name,
    pub(crate) queue: QueueId,
    pub(crate) record_bytes: u32,
    pub(crate) body_bytes: u32,
    pub(crate) tag: i64,
    /// Which message it is a copy of.
    pub(crate) of: Option<&'a Origin>,
}

/// Stores a record, or refuses it: then it took no offset.
fn append(
    consume_queue: &mut ConsumeQueue,
    (log, cache): (&mut CommitLog, &mut PageCache),
    settings: &BrokerSettings,
    record: Record<'_>,
    now: EpochMs,
    emit: Emit<'_>,
) -> Result<(QueueOffset, PhysicalOffset), Rejected> {
    let Record { topic, queue, record_bytes, body_bytes, tag, of } = record;
    consume_queue.check_bounds(topic, queue)?;
    if consume_queue.is_exhausted() {
        return Err(Rejected::OffsetsExhausted { topic: topic.clone(), queue });
    }
    let Appended { physical, rolled } =
        log.append(u64::from(record_bytes), settings.segment_bytes, now).map_err(|rejected| {
            let limit = settings.segment_bytes.saturating_sub(u64::from(record_bytes - body_bytes) + 8);
            if matches!(rejected, Rejected::MessageTooLarge { .. }) {
                Rejected::MessageTooLarge { body_bytes: u64::from(body_bytes), limit_bytes: limit }
            } else {
                rejected
            }
        })?;
    if let Some(base) = rolled {
        emit(Event::SegmentRolled { base, segment_bytes: settings.segment_bytes });
    }
    let base = log.segments().back().map_or(physical, |segment| segment.base);
    cache.touch(base, settings.page_cache_segments);
    let entry = Entry { physical, record_bytes, stored_at: now, tag };
    let offset = consume_queue.push(entry).expect("an offset is left: checked above");
    let (topic, of) = (topic.clone(), of.map(|of| Box::new(of.clone())));
    emit(Event::Appended { topic, queue, offset, physical, record_bytes, body_bytes, of });
    Ok((offset, physical))
}

/// Reports what a method did.
pub type Emit<'a> = &'a mut dyn FnMut(Event);

impl Broker {
    /// An empty broker.
    pub fn new(rules: impl Into<Rules>) -> Broker {
        let profile = rules.into();
        Broker {
            profile,
            settings: BrokerSettings::new(profile),
            log: CommitLog::default(),
            topics: OrderedMap::new(),
            groups: OrderedMap::new(),
            groups_created: 0,
            offsets: ConsumerOffsets::default(),
            retention: Retention::default(),
            cache: PageCache::default(),
            cold: ColdReads::default(),
            online: OrderedMap::new(),
            pockets: Pockets::default(),
        }
    }

    /// Whose rules hold.
    pub fn profile(&self) -> Rules {
        self.profile
    }

    /// The settings.
    pub fn settings(&self) -> &BrokerSettings {
        &self.settings
    }

    /// The settings, to change.
    pub fn settings_mut(&mut self) -> &mut BrokerSettings {
        &mut self.settings
    }

    /// The commit log.
    pub fn log(&self) -> &CommitLog {
        &self.log
    }

    /// The tables of progress.
    pub fn consumer_offsets(&self) -> &ConsumerOffsets {
        &self.offsets
    }

    /// Whether writes are refused (R-RET-6).
    pub fn disk_full(&self) -> bool {
        self.retention.disk_full
    }

    /// Used part of the disk in whole percent, rounded up (R-RET-5).
    pub fn used_percent(&self) -> u64 {
        used_percent(self.log.file_bytes(), self.settings.disk_bytes)
    }

    /// Bytes of a record (R-LOG-3).
    pub fn record_bytes(topic: &str, body_bytes: u32, property_bytes: u32) -> u32 {
        let long_topic = u32::from(topic.len() > i8::MAX as usize);
        RECORD_HEAD_BYTES + body_bytes + topic.len() as u32 + property_bytes + long_topic
    }

    /// Stores a message (R-LOG-5, R-LOG-6, SD-1). A refused one takes no offset.
    pub fn send(
        &mut self,
        message: NewMessage<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset), Rejected> {
        let NewMessage { topic: name, queue, body_bytes, tag, .. } = message;
        let known = self.topics.get_mut(name).filter(|topic| topic.queue_count > 0);
        let Some(topic) = known else { return Err(no_such_topic(name)) };
        if queue >= topic.queue_count {
            let queues = topic.queue_count;
            return Err(self.no_such_queue(name, queue, queues));
        }
        let whole = self.profile.limits_whole_record();
        let record_bytes = check_send(&message, &self.settings, whole, self.retention.disk_full)?;
        let record = Record { topic: name, queue, record_bytes, body_bytes, tag, of: None };
        let consume_queue = &mut topic.queues[queue as usize];
        append(consume_queue, (&mut self.log, &mut self.cache), &self.settings, record, now, emit)
    }

    /// Refuses a message for an unknown queue, too large a one, or any on a full disk; gives its size.
    pub(crate) fn check_send(&self, message: &NewMessage<'_>) -> Result<u32, Rejected> {
        let queues = self.topic(message.topic)?.queue_count;
        if message.queue >= queues {
            return Err(self.no_such_queue(message.topic, message.queue, queues));
        }
        let whole = self.profile.limits_whole_record();
        check_send(message, &self.settings, whole, self.retention.disk_full)
    }

    /// Stores a record of the broker's own making in a queue that is there.
    pub(crate) fn append(
        &mut self,
        record: Record<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(QueueOffset, PhysicalOffset), Rejected> {
        if self.retention.disk_full {
            return Err(Rejected::DiskFull);
        }
        let queues = self.topics.get_mut(record.topic).map(|topic| &mut topic.queues);
        let Some(queue) = queues.and_then(|queues| queues.get_mut(record.queue as usize)) else {
            return Err(no_such_topic(record.topic));
        };
        append(queue, (&mut self.log, &mut self.cache), &self.settings, record, now, emit)
    }

    pub(crate) fn topic(&self, topic: &Name) -> Result<&Topic, Rejected> {
        self.topics.get(topic).filter(|topic| topic.queue_count > 0).ok_or_else(|| no_such_topic(topic))
    }

    pub(crate) fn group(&self, group: &Name) -> Result<&Group, Rejected> {
        let code = code::SUBSCRIPTION_GROUP_NOT_EXIST;
        self.groups.get(group).ok_or_else(|| Rejected::GroupNotExist { group: group.clone(), code })
    }

    pub(crate) fn no_such_queue(&self, topic: &Name, queue: QueueId, queues: u32) -> Rejected {
        Rejected::QueueNotExist {
            topic: topic.clone(),
            queue,
            queues,
            code: self.profile.no_such_queue_code(),
        }
    }

    pub(crate) fn queue(&self, topic: &str, queue: QueueId) -> Option<&ConsumeQueue> {
        self.topics.get(topic)?.queues.get(queue as usize)
    }

    /// Saves a group's consumer offset (R-OFF-2, R-OFF-4). `true`: swallowed, because a reset is pending.
    pub fn commit(
        &mut self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        offset: QueueOffset,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<bool, Rejected> {
        if self.profile.commit_needs_group() {
            self.group(group)?;
        }
        if self.profile.commit_needs_topic() {
            self.topic(topic)?;
        }
        if self.offsets.pending(group, topic, queue).is_some() {
            emit(Event::CommitSwallowed { group: group.clone(), topic: topic.clone(), queue, offset });
            return Ok(true);
        }
        self.check_commit(topic, queue, offset)?;
        self.store_offset(group, topic, queue, offset, now, emit);
        Ok(false)
    }

    /// The page wants Min <= consumer offset <= Max (SD-12, SD-14); a real broker does not look (R-OFF-2).
    pub(crate) fn check_commit(
        &self,
        topic: &Name,
        queue: QueueId,
        offset: QueueOffset,
    ) -> Result<(), Rejected> {
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        let checks = self.profile.refuses_commit_outside_queue() && self.check_bounds(topic, queue).is_ok();
        if checks && (offset < min || offset > max) {
            return Err(Rejected::CommitOutsideQueue { queue, offset, min, max });
        }
        Ok(())
    }

    /// Puts an offset into the table, whatever it is.
    pub(crate) fn store_offset(
        &mut self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        to: QueueOffset,
        now: EpochMs,
        emit: Emit<'_>,
    ) {
        let progress = self.offsets.progress_mut(group, topic);
        progress.touched_at = now;
        progress.removed = false;
        let from = progress.stored.insert(queue, to);
        if progress.share > 0 {
            self.offsets.share(group, topic, queue, to);
        }
        if from != Some(to) {
            emit(Event::Committed { group: group.clone(), topic: topic.clone(), queue, from, to });
        }
    }

    /// Copies a group's offsets of a topic to another group (R-OFF-22).
    pub fn clone_offset(&mut self, source: &Name, group: &Name, topic: &Name) {
        if !topic.is_empty() {
            self.offsets.clone_topic(source, group, topic, self.profile.clone_shares_offsets());
        }
    }
}
