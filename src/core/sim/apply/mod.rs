//! What each command does to the World. Not here: direct broker calls (`calls`), timers (`clients::work`).
//!
//! Invariant: a refused command has changed nothing.

pub mod calls;
pub mod calls_pop;
pub mod import;
pub mod producers;
pub mod reset;
pub mod restart;
pub mod settings;

use crate::engine::broker::NewMessage;
use crate::engine::broker::pull::tag_hash;
use crate::engine::broker::retry::retry_topic;
use crate::engine::broker::topics::check_name;
use crate::engine::event::{ActorChange, Again};
use crate::engine::ids::{GroupTopic, Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::rejected::code;
use crate::engine::{Event, EventSink, Rejected, limits};
use crate::sim::apply::import::check_queue_name;
use crate::sim::apply::settings::check_range;
use crate::sim::bodies::property_bytes;
use crate::sim::clients::consumer::Consumer;
use crate::sim::clients::retry_topic::{is_part, part_of};
use crate::sim::command::{Answer, Command, Outcome};
use crate::sim::world::World;
use alloc::string::ToString;
use alloc::vec::Vec;

/// A message that a command sends.
fn message_by_hand<'a>(
    topic: &'a Name,
    queue: QueueId,
    (key, tag): (Option<&str>, Option<&str>),
    body: &str,
) -> NewMessage<'a> {
    NewMessage {
        topic,
        queue,
        body_bytes: u32::try_from(body.len()).unwrap_or(u32::MAX),
        record_bytes: None,
        property_bytes: property_bytes(key, tag),
        tag: tag.map_or(0, tag_hash),
    }
}

impl World {
    /// Obeys a command: one arm each, and no `_`, so that a new command is not forgotten.
    pub(crate) fn obey(&mut self, command: &Command, out: &mut dyn EventSink) -> Outcome {
        match command {
            Command::CreateTopic { topic, queues, first_offsets } => {
                self.create_topic(topic, *queues, first_offsets, out)?
            }
            Command::DeleteTopic { topic } => self.delete_topic(topic, out)?,
            Command::CreateGroup { group, consume_from } => {
                let now = self.now;
                self.broker.create_group(group, *consume_from, &mut |event| out.emit(now, event))?
            }
            Command::SetGroup { .. } => self.set_group(command, out)?,
            Command::DeleteGroup { group, remove_offsets } => {
                self.delete_group(group, *remove_offsets, out)?
            }
            Command::AddProducer { producer, topic, rate_per_s, body_bytes, keys, delay_level } => {
                let rates = (*rate_per_s, *body_bytes, *keys);
                self.add_producer(producer, topic, rates, *delay_level, out)?
            }
            Command::SetProducer { producer, rate_per_s, body_bytes, keys, delay_level } => {
                self.set_producer(producer, (*rate_per_s, *body_bytes, *keys), ActorChange::Changed, out)?;
                self.aside.set_level(producer, *delay_level);
            }
            Command::PauseProducer { producer, paused } => self.pause_producer(producer, *paused, out)?,
            Command::RemoveProducer { producer } => self.remove_producer(producer, out)?,
            Command::AddConsumer { consumer, group, topic, processing_us, cached_max } => {
                check_consumer(*processing_us, *cached_max)?;
                self.check_new_consumer(consumer, group, topic)?;
                let added = Consumer::new(group.clone(), topic.clone(), *processing_us, *cached_max);
                self.add_consumer(consumer, added, out);
            }
            Command::SetConsumer { consumer, processing_us, cached_max } => {
                self.set_consumer(consumer, *processing_us, *cached_max, out)?
            }
            Command::SetFailures { consumer, failures } => self.set_failures(consumer, failures, out)?,
            Command::SetThreads { consumer, threads } => self.set_threads(consumer, threads, out)?,
            Command::PauseConsumer { consumer, paused } => self.pause_consumer(consumer, *paused, out)?,
            Command::RemoveConsumer { consumer, crash } => {
                self.consumer_mut(consumer)?;
                self.remove_consumer(consumer, *crash, out);
            }
            Command::SendMessage { topic, queue, key, tag, body, deliver_at_ms, delay_level } => {
                let message = message_by_hand(topic, *queue, (key.as_deref(), tag.as_deref()), body);
                return self.send_one(message, *delay_level, *deliver_at_ms, out);
            }
            Command::SetRetention(settings) => self.set_retention(settings, out)?,
            Command::SetBroker(change) => self.set_broker(change)?,
            Command::SetTimers(change) => self.set_timers(change)?,
            Command::ResetOffset { group, topic, queues, to } => {
                return self.reset_offset(group, topic, queues, to, out);
            }
            Command::RemoveOffsets { group, topic } => self.remove_offsets(group, topic, out)?,
            Command::DeleteExpiredSegments {} => self.delete_expired_segments(out)?,
            Command::RestartBroker { kill, offsets_gone, log_tail } => {
                self.check_losses(*kill, *offsets_gone, *log_tail)?;
                let why = self.lose(*offsets_gone, *log_tail, out);
                self.restart_broker(*kill, out);
                self.tell_losses(why);
            }
            Command::Broker(call) => return self.call(call, out),
            Command::ImportQueue { topic, queue, min, max, name, times } => {
                check_queue_name(name.as_deref())?;
                self.import_queue(topic, *queue, (*min, *max, times), out)?
            }
        }
        Ok(Answer::Done)
    }

    fn create_topic(
        &mut self,
        topic: &Name,
        queues: u32,
        first_offsets: &[QueueOffset],
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        let now = self.now;
        self.broker.create_topic(topic, queues, first_offsets, &mut |event| out.emit(now, event))?;
        self.rebalance_topic(topic, out);
        Ok(())
    }

    fn set_consumer(
        &mut self,
        name: &Name,
        processing_us: u64,
        cached_max: u32,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        check_consumer(processing_us, cached_max)?;
        let changed = self.consumer_mut(name)?;
        (changed.processing_us, changed.cached_max) = (processing_us, cached_max);
        self.adjust_part(name);
        self.tell_consumer(name, ActorChange::Changed, out);
        Ok(())
    }

    fn pause_consumer(&mut self, name: &Name, paused: bool, out: &mut dyn EventSink) -> Result<(), Rejected> {
        let was = core::mem::replace(&mut self.consumer_mut(name)?.paused, paused);
        self.adjust_part(name);
        self.tell_consumer(name, if paused { ActorChange::Paused } else { ActorChange::Resumed }, out);
        if was && !paused {
            for of_client in [name.clone(), part_of(name)] {
                self.rebalance_after_rest(&of_client, out);
            }
        }
        self.begin_work(name);
        self.nudge_pop_client(name);
        Ok(())
    }

    fn remove_offsets(
        &mut self,
        group: &Name,
        topic: &Name,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        let now = self.now;
        self.broker.remove_offsets(group, topic, &mut |event| out.emit(now, event))?;
        self.tell_turned(Again::Removed, |place| (&place.group, &place.topic) == (group, topic));
        Ok(())
    }

    fn delete_expired_segments(&mut self, out: &mut dyn EventSink) -> Result<(), Rejected> {
        let (now, now_ms) = (self.now, self.now_ms());
        self.broker.delete_expired_segments()?;
        self.broker.retention_pass(now_ms, &mut |event| out.emit(now, event));
        Ok(())
    }

    fn delete_topic(&mut self, topic: &Name, out: &mut dyn EventSink) -> Result<(), Rejected> {
        if self.broker.queue_count(topic) == 0 {
            return Err(Rejected::TopicNotExist { topic: topic.clone(), code: code::TOPIC_NOT_EXIST });
        }
        self.drop_topic(topic, out);
        Ok(())
    }

    /// Deletes a topic with the producers and consumers that would have nothing to do without it.
    pub(crate) fn drop_topic(&mut self, topic: &Name, out: &mut dyn EventSink) {
        let producers = self.producers.iter().filter(|(_, producer)| producer.topic == *topic);
        let producers: Vec<Name> = producers.map(|(name, _)| name.clone()).collect();
        for producer in producers {
            self.producers.remove(&producer);
            self.aside.set_level(&producer, 0);
            out.emit(self.now, Event::ProducerChanged { producer, change: ActorChange::Removed });
        }
        let consumers = self.consumers.iter().filter(|(_, consumer)| consumer.topic == *topic);
        let consumers: Vec<Name> = consumers.map(|(name, _)| name.clone()).collect();
        for consumer in consumers {
            self.remove_consumer(&consumer, true, out);
        }
        self.held.remove(topic);
        self.newer.tallies.retain(|place, _| place.topic != *topic);
        self.uncount_ghosts_on(topic);
        self.newer.locks.forget(|of| of.topic == *topic);
        self.local_offsets.retain(|key, _| key.topic != *topic);
        for topics in self.lost.values_mut() {
            topics.remove(topic);
        }
        let now = self.now;
        self.broker.delete_topic(topic, &mut |event| out.emit(now, event));
    }

    fn delete_group(
        &mut self,
        group: &Name,
        remove_offsets: bool,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        if self.broker.find_group(group).is_none() {
            let code = code::SUBSCRIPTION_GROUP_NOT_EXIST;
            return Err(Rejected::GroupNotExist { group: group.clone(), code });
        }
        self.drop_group(group, remove_offsets, out);
        Ok(())
    }

    /// Deletes a group; its consumers leave in order first.
    pub(crate) fn drop_group(&mut self, group: &Name, remove_offsets: bool, out: &mut dyn EventSink) {
        let consumers: Vec<Name> = self.consumers_of(group).map(|(name, _)| name.clone()).collect();
        for consumer in consumers {
            self.remove_consumer(&consumer, false, out);
        }
        self.newer.orderly.remove(group);
        self.newer.locks.forget(|of| of.group == *group);
        self.local_offsets.retain(|key, _| key.group != *group);
        // What it has consumed it has consumed: a group of that name counts on.
        if remove_offsets && self.broker.profile().removes_offsets_of_group() {
            self.tell_turned(Again::Removed, |place| place.group == *group);
        }
        let now = self.now;
        self.broker.delete_group(group, remove_offsets, &mut |event| out.emit(now, event));
    }

    fn check_topic(&self, topic: &Name) -> Result<(), Rejected> {
        if self.broker.queue_count(topic) == 0 {
            return Err(Rejected::TopicNotExist { topic: topic.clone(), code: code::TOPIC_NOT_EXIST });
        }
        self.broker.check_all_bounds(topic)
    }

    fn check_new_consumer(&self, consumer: &Name, group: &Name, topic: &Name) -> Result<(), Rejected> {
        check_name(consumer)?;
        if self.consumers.contains_key(consumer) {
            return Err(Rejected::NameTaken { what: "consumer".to_string(), name: consumer.clone() });
        }
        if self.clients() >= limits::CONSUMERS_MAX {
            return Err(Rejected::TooMany {
                what: "consumers".to_string(),
                limit: limits::CONSUMERS_MAX as u64,
            });
        }
        if self.broker.find_group(group).is_none() {
            let code = code::SUBSCRIPTION_GROUP_NOT_EXIST;
            return Err(Rejected::GroupNotExist { group: group.clone(), code });
        }
        if self.local_offsets.len() >= limits::OFFSET_FILES_MAX {
            let (what, limit) = ("offset files of clients".to_string(), limits::OFFSET_FILES_MAX as u64);
            return Err(Rejected::TooMany { what, limit });
        }
        self.check_topic(topic)
    }

    fn add_consumer(&mut self, name: &Name, consumer: Consumer, out: &mut dyn EventSink) {
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        self.consumers.insert(name.clone(), consumer);
        self.broker.set_online(name, Some(GroupTopic::new(&group, &topic)));
        self.tell_consumer(name, ActorChange::Added, out);
        self.start_consumer(name);
        if self.broker.pops(&group) {
            self.start_popping(name);
        }
        self.rebalance(&group, &topic, out);
        if self.broker.queue_count(&retry_topic(&group)) > 0 || self.consumers.keys().any(is_part) {
            self.subscribe_to_retries(&group, out);
        }
    }

    /// A client leaves: in order it saves its offsets first (R-OFF-8), after a crash it does not (R-OFF-19).
    pub(crate) fn remove_consumer(&mut self, name: &Name, crash: bool, out: &mut dyn EventSink) {
        self.remove_part(name, crash, out);
        if !crash {
            self.apply_resets_in_hand(name);
            self.persist(name, out);
            if self.broker.profile().saves_before_work_ends() {
                self.finish_in_hand(name);
            }
        }
        self.tell_left(name, crash);
        self.tell_consumer(name, if crash { ActorChange::Crashed } else { ActorChange::Removed }, out);
        let Some(gone) = self.consumers.remove(name) else { return };
        self.aside.clients.remove(name);
        self.newer.ghosts.retain(|of, _| of.client != *name);
        self.newer.failing.remove(name);
        self.forget_waits(name, None);
        if !crash {
            // R-LB-7: who dies keeps its locks until they are too old.
            self.newer.locks.unlock_all(name);
        }
        self.broker.set_online(name, None);
        for waiting in self.held.get_mut(&gone.topic).into_iter().flat_map(|queues| queues.values_mut()) {
            waiting.retain(|waiting| waiting != name);
        }
        self.rebalance(&gone.group, &gone.topic, out);
    }

    pub(crate) fn consumer_mut(&mut self, consumer: &Name) -> Result<&mut Consumer, Rejected> {
        self.consumers
            .get_mut(consumer)
            .ok_or_else(|| Rejected::ConsumerNotExist { consumer: consumer.clone() })
    }

    pub(crate) fn tell_consumer(&self, name: &Name, change: ActorChange, out: &mut dyn EventSink) {
        if let Some(consumer) = self.consumers.get(name).filter(|_| !is_part(name)) {
            let (group, client) = (consumer.group.clone(), name.clone());
            out.emit(self.now, Event::ConsumerChanged { group, client, change });
        }
    }

    fn rebalance_topic(&mut self, topic: &Name, out: &mut dyn EventSink) {
        let mut groups: Vec<Name> = Vec::new();
        for consumer in self.consumers.values().filter(|consumer| consumer.topic == *topic) {
            if let Err(place) = groups.binary_search(&consumer.group) {
                groups.insert(place, consumer.group.clone());
            }
        }
        for group in groups {
            self.rebalance(&group, topic, out);
        }
    }

    pub(crate) fn rebalance_group(&mut self, group: &Name, out: &mut dyn EventSink) {
        let topics: OrderedMap<Name, ()> =
            self.members_of(group).iter().map(|name| (self.consumers[name].topic.clone(), ())).collect();
        for topic in topics.keys() {
            self.rebalance(group, topic, out);
        }
    }
}

fn check_consumer(processing_us: u64, cached_max: u32) -> Result<(), Rejected> {
    check_range("processing_us", processing_us, &(0..=limits::PROCESSING_US_MAX))?;
    check_range("cached_max", cached_max.into(), &(1..=limits::PULL_THRESHOLD_FOR_QUEUE as u64))
}
