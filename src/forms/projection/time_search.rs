//! How a reset by time finds its offset in each queue, and where other versions would land. Not here: the
//! search itself (`engine::log::time_search`).
//!
//! Invariant: the found offsets are those that brokers of these versions answer for the same queue.

use crate::engine::ids::{EpochMs, Name, QueueOffset};
use crate::engine::profile::Profile;
use crate::projection::lanes::queue_names;
use crate::sim::World;
use crate::sim::formats::journal::Journal;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Messages that are shown on either side.
const AROUND: u64 = 2;
/// The rules that are compared.
pub const COMPARED: [Profile; 4] =
    [Profile::Docs50, Profile::RocketMq49, Profile::RocketMq51, Profile::RocketMq53];

/// Where a time is among a queue's messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lies {
    /// The queue has no message.
    Empty,
    /// Nobody knows when its messages were stored.
    Unknown,
    BeforeFirst,
    AfterLast,
    /// So many messages have just this time.
    Equal(u64),
    Between,
}

/// A queue and a time.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// As the cluster calls it.
    pub queue: String,
    pub lies: Lies,
    /// Offsets and store times around it.
    pub around: Vec<(QueueOffset, EpochMs)>,
    /// By the rules of the lab; `None`: not known.
    pub here: Option<QueueOffset>,
    /// By those of `COMPARED`.
    pub others: [Option<QueueOffset>; 4],
}

/// A time in every queue of a topic.
pub fn time_search(world: &World, journal: &Journal, topic: &Name, time: EpochMs) -> Vec<Found> {
    let broker = world.broker();
    let names = queue_names(&journal.entries, topic);
    let found = |queue: u32| {
        let name = names.get(queue as usize).filter(|name| !name.is_empty()).cloned();
        let (min, max) = (broker.first_stored(topic, queue), broker.max_offset(topic, queue));
        let at = |offset: QueueOffset| Some((offset, broker.store_time(topic, queue, offset)?));
        let first = broker.first_stored_at(topic, queue, time);
        let known = min == max || at(max.saturating_minus(1)).is_some();
        let after =
            time.0.checked_add(1).and_then(|next| broker.first_stored_at(topic, queue, EpochMs(next)));
        let lies = match (first, after) {
            _ if min == max => Lies::Empty,
            (Some(first), Some(after)) if known => match first.checked_distance_to(after).unwrap_or(0) {
                0 if first <= min => Lies::BeforeFirst,
                0 if first >= max => Lies::AfterLast,
                0 => Lies::Between,
                equal => Lies::Equal(equal),
            },
            _ => Lies::Unknown,
        };
        let middle = first.unwrap_or(max);
        let from = middle.saturating_minus(AROUND).max(min);
        let to = middle.checked_plus(AROUND).map_or(max, |to| to.min(max));
        let around = (from.0..to.0).filter_map(|offset| at(QueueOffset(offset))).collect();
        let here = broker.offset_by_time(topic, queue, time).ok();
        let others = COMPARED.map(|profile| broker.search_offset_as(profile, topic, queue, time));
        Found { queue: name.unwrap_or_else(|| queue.to_string()), lies, around, here, others }
    };
    (0..broker.queue_count(topic)).map(found).collect()
}
