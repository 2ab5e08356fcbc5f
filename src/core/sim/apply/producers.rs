//! What the commands about producers do. Not here: sending (`clients::work`), consumers (`apply`).
//!
//! Invariant: a refused command has changed nothing.

use crate::engine::broker::topics::check_name;
use crate::engine::event::ActorChange;
use crate::engine::ids::Name;
use crate::engine::{Event, EventSink, Rejected, limits};
use crate::sim::apply::settings::check_range;
use crate::sim::clients::producer::Producer;
use crate::sim::rng::Rng;
use crate::sim::world::World;
use alloc::string::ToString;

impl World {
    pub(crate) fn add_producer(
        &mut self,
        name: &Name,
        topic: &Name,
        (rate_per_s, body_bytes, keys): (u32, u32, u32),
        delay_level: u32,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        self.check_new_producer(name, topic)?;
        let rng = Rng::of_actor(self.header.seed, name);
        let added = Producer::new(topic.clone(), self.now, rng);
        check_rate(rate_per_s, body_bytes, keys)?;
        self.scheduler.forget_producer(name);
        self.producers.insert(name.clone(), added);
        self.set_producer(name, (rate_per_s, body_bytes, keys), ActorChange::Added, out)?;
        self.aside.set_level(name, delay_level);
        Ok(())
    }

    pub(crate) fn remove_producer(&mut self, name: &Name, out: &mut dyn EventSink) -> Result<(), Rejected> {
        let gone = self.producers.remove(name);
        gone.ok_or_else(|| Rejected::ProducerNotExist { producer: name.clone() })?;
        self.aside.set_level(name, 0);
        let change = ActorChange::Removed;
        out.emit(self.now, Event::ProducerChanged { producer: name.clone(), change });
        Ok(())
    }

    pub(crate) fn check_new_producer(&self, producer: &Name, topic: &Name) -> Result<(), Rejected> {
        check_name(producer)?;
        if self.producers.contains_key(producer) {
            return Err(Rejected::NameTaken { what: "producer".to_string(), name: producer.clone() });
        }
        if self.producers.len() == limits::PRODUCERS_MAX {
            return Err(Rejected::TooMany {
                what: "producers".to_string(),
                limit: limits::PRODUCERS_MAX as u64,
            });
        }
        self.check_topic(topic)
    }

    pub(crate) fn set_producer(
        &mut self,
        name: &Name,
        (rate_per_s, body_bytes, keys): (u32, u32, u32),
        change: ActorChange,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        check_rate(rate_per_s, body_bytes, keys)?;
        let now = self.now;
        let producer = self
            .producers
            .get_mut(name)
            .ok_or_else(|| Rejected::ProducerNotExist { producer: name.clone() })?;
        (producer.rate_per_s, producer.body_bytes, producer.keys) = (rate_per_s, body_bytes, keys);
        producer.begin_run(now);
        self.schedule_producer(name);
        out.emit(now, Event::ProducerChanged { producer: name.clone(), change });
        Ok(())
    }

    pub(crate) fn pause_producer(
        &mut self,
        name: &Name,
        paused: bool,
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        let now = self.now;
        let producer = self
            .producers
            .get_mut(name)
            .ok_or_else(|| Rejected::ProducerNotExist { producer: name.clone() })?;
        producer.paused = paused;
        producer.begin_run(now);
        self.schedule_producer(name);
        let change = if paused { ActorChange::Paused } else { ActorChange::Resumed };
        out.emit(now, Event::ProducerChanged { producer: name.clone(), change });
        Ok(())
    }
}

fn check_rate(rate_per_s: u32, body_bytes: u32, keys: u32) -> Result<(), Rejected> {
    check_range("rate_per_s", rate_per_s.into(), &(0..=limits::RATE_PER_S_MAX.into()))?;
    check_range("body_bytes", body_bytes.into(), &(0..=limits::MAX_MESSAGE_SIZE.into()))?;
    check_range("keys", keys.into(), &(0..=limits::KEYS_MAX.into()))
}
