//! Producers, consumers and groups as a list of actors. Not here: words.
//!
//! Invariant: every actor of the World appears once.

use crate::engine::ids::{Name, QueueId};
use crate::projection::health::{Verdict, verdict};
use crate::sim::World;
use alloc::vec::Vec;

/// A producer.
#[derive(Clone, PartialEq, Debug)]
pub struct ProducerView {
    /// Its name.
    pub producer: Name,
    /// Where it sends.
    pub topic: Name,
    /// Messages a second that it is set to.
    pub rate_per_s: u32,
    /// Bytes of each body.
    pub body_bytes: u32,
    /// How many different keys; 0: none.
    pub keys: u32,
    /// Its messages wait for this delay level (R-DLY-1); 0: for none.
    pub delay_level: u32,
    /// It rests.
    pub paused: bool,
    /// Messages stored so far.
    pub sent: u64,
    /// Messages that the broker refused so far.
    pub refused: u64,
}

/// A consumer.
#[derive(Clone, PartialEq, Debug)]
pub struct ConsumerView {
    /// Its name, the client id.
    pub consumer: Name,
    /// Its topic.
    pub topic: Name,
    /// Microseconds a message takes.
    pub processing_us: u64,
    /// Messages that it caches per queue before it stops pulling (R-PULL-8).
    pub cached_max: u32,
    /// It rests.
    pub paused: bool,
    /// Queues that it owns.
    pub queues: Vec<QueueId>,
    /// Messages in work or in its cache.
    pub cached: u64,
    /// Messages processed so far.
    pub processed: u64,
}

/// A consumer group.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupView {
    /// Its name.
    pub group: Name,
    /// A number that stays the same while the group exists: its shape and colour.
    pub ordinal: u32,
    /// Its clients pop every queue and own none (R-LB-8); what they pop is hidden so long, in ms. `None`:
    /// they pull.
    pub pops_hidden_ms: Option<u64>,
    /// Its clients.
    pub consumers: Vec<ConsumerView>,
    /// Topics on which it has progress or clients.
    pub topics: Vec<Name>,
    /// Lag over all its queues; `None` if any is unknown. The greatest number stands for all that are
    /// greater.
    pub lag: Option<i64>,
    /// Lag over the queues that it has an offset in, and how many have none; `None`: it has none anywhere, or
    /// Max is unknown somewhere.
    pub known_lag: Option<(i64, u64)>,
    /// Messages that were purged before it got to them.
    pub lost: i64,
    /// How it fares.
    pub verdict: Verdict,
}

/// All actors.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Actors {
    /// By name.
    pub producers: Vec<ProducerView>,
    /// By name.
    pub groups: Vec<GroupView>,
}

/// The World's actors.
pub fn actors(world: &World) -> Actors {
    let producers = world.producers().map(|(name, producer)| ProducerView {
        producer: name.clone(),
        topic: producer.topic.clone(),
        rate_per_s: producer.rate_per_s,
        body_bytes: producer.body_bytes,
        keys: producer.keys,
        delay_level: world.delay_level(name),
        paused: producer.paused,
        sent: producer.sent,
        refused: producer.refused,
    });
    let groups = world.broker().groups().map(|(name, group)| {
        let consumers = world.consumers_of(name).map(|(id, consumer)| ConsumerView {
            consumer: id.clone(),
            topic: consumer.topic.clone(),
            processing_us: consumer.processing_us,
            cached_max: consumer.cached_max,
            paused: consumer.paused,
            queues: consumer.queue_ids().collect(),
            cached: consumer.cached() + world.pop_client(id).map_or(0, |client| client.held.len() as u64),
            processed: consumer.processed,
        });
        let topics: Vec<Name> = world.topics_of(name);
        let Totals { lag, known_lag, lost } = totals(world, name, &topics);
        let verdict = verdict(world, name, lag);
        GroupView {
            group: name.clone(),
            ordinal: group.ordinal,
            pops_hidden_ms: world.broker().pops(name).then(|| world.broker().invisible_ms(name)),
            consumers: consumers.collect(),
            topics,
            lag,
            known_lag,
            lost,
            verdict,
        }
    });
    Actors { producers: producers.collect(), groups: groups.collect() }
}

/// What a group's queues come to.
pub struct Totals {
    /// See `GroupView`.
    pub lag: Option<i64>,
    /// See `GroupView`.
    pub known_lag: Option<(i64, u64)>,
    /// Messages that were purged before the group got to them.
    pub lost: i64,
}

/// A group's totals over all queues of `topics`.
pub fn totals(world: &World, group: &Name, topics: &[Name]) -> Totals {
    let broker = world.broker();
    let (mut sum, mut with, mut without, mut lost) = (0i64, 0, 0, 0);
    let mut known = true;
    for topic in topics {
        for queue in 0..broker.queue_count(topic) {
            known &= broker.knows_min_and_max(topic, queue).1;
            match broker.consumer_offsets().stored(group, topic, queue) {
                Some(offset) => {
                    sum = sum.saturating_add(broker.max_offset(topic, queue).saturating_lead(offset));
                    with += 1;
                }
                None => without += 1,
            }
            lost += world.lost_messages(group, topic, queue);
        }
    }
    // Without a topic there is nothing to lag behind: unknown, not 0.
    let lag = (known && without == 0 && !topics.is_empty()).then_some(sum);
    Totals { lag, known_lag: (known && with > 0).then_some((sum, without)), lost }
}
