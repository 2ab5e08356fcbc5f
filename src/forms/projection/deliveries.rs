//! What happened to each group's messages: counts to read. Not here: how they are counted
//! (`sim::accounting::tally`), and words.
//!
//! Invariant: counts of one instant; a topic's or group's end takes them along.

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::broker::pop::pop_retry_topic;
use crate::engine::broker::retry::retry_topic;
use crate::engine::event::{Again, Missed};
use crate::engine::ids::{Name, QueueId};
use crate::sim::World;
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::accounting::tally::Tally;
use crate::sim::world::client_state::TallyKey;
use alloc::vec::Vec;

/// Counts of one group: of all its queues, or of one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Messages delivered, each as often as it was (R-PULL-2).
    pub delivered: u64,
    /// Messages processed, each as often as it was.
    pub processed: u64,
    /// Messages processed or sent back by a group that had processed them already.
    pub duplicates: u64,
    /// The same by what brought them back; only causes that did.
    pub duplicates_by: Vec<(Again, u64)>,
    /// Messages purged before the group had processed them.
    pub lost: u64,
    /// Stored messages that the group's offset moved past without a reset.
    pub skipped: u64,
    /// Messages that failed and went to the group's retry topic, each as often as it did (R-RTY-1); in a POP
    /// group, that failed and were hidden until their next try (R-POP-5).
    pub sent_back: u64,
    /// Messages of a POP group that nobody acknowledged in time and that went to its retry topic (R-POP-2).
    pub revived: u64,
    /// Messages that became dead letters (R-RTY-2).
    pub dead: u64,
}

/// Counts on one queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueDeliveries {
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Of a broadcasting group, the client that counts for itself.
    pub client: Option<Name>,
    /// How many.
    pub counts: Counts,
    /// Offsets that were lost; those whose numbers were given again are not among them.
    pub lost: Vec<Span>,
    /// Offsets that were skipped.
    pub skipped: Vec<Span>,
}

/// One group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupDeliveries {
    /// The group.
    pub group: Name,
    /// Over all its queues, those of its retry topic too.
    pub total: Counts,
    /// Messages that were sent back or came back, and that nobody has processed since: waiting for their
    /// delay, or in a retry topic of the group.
    pub in_retry: u64,
    /// By topic and queue.
    pub queues: Vec<QueueDeliveries>,
}

/// Every group's counts, by name.
pub fn deliveries(world: &World) -> Vec<GroupDeliveries> {
    world.broker().groups().map(|(group, _)| deliveries_of(world, group)).collect()
}

/// One group's counts.
pub fn deliveries_of(world: &World, group: &Name) -> GroupDeliveries {
    let (mut total, mut queues) = (Counts::default(), Vec::new());
    for (key, tally) in world.tallies().filter(|(key, _)| key.group == *group) {
        let TallyKey { topic, queue, client, .. } = key;
        let counts = counts(tally);
        add(&mut total, &counts);
        let [lost, skipped] = [Missed::Purged, Missed::Skipped].map(|how| tally.missed(how).to_vec());
        let (topic, queue, client) = (topic.clone(), *queue, client.clone());
        queues.push(QueueDeliveries { topic, queue, client, counts, lost, skipped });
    }
    GroupDeliveries { group: group.clone(), total, in_retry: in_retry(world, group), queues }
}

/// Messages that are stored before a group's offset on a topic, or on one of its queues, and that it has
/// neither processed nor skipped: an administrator moved it past them, or it began behind them.
pub fn never_read(world: &World, group: &Name, topic: &Name, queue: Option<QueueId>) -> u64 {
    let broker = world.broker();
    let of_queue = |queue| {
        let Some(offset) = broker.consumer_offsets().stored(group, topic, queue) else { return 0 };
        let (from, to) = (broker.first_stored(topic, queue), offset.min(broker.max_offset(topic, queue)));
        if to <= from {
            return 0;
        }
        let Some(tally) = world.tally(group, topic, queue, None) else { return from.distance_to(to) };
        let mut left = Ranges::default();
        for Span { from, to } in tally.done().missing(from, to) {
            left.add(from, to);
        }
        for span in tally.missed(Missed::Skipped) {
            left.remove(span.from, span.to);
        }
        left.len()
    };
    let all = 0..broker.queue_count(topic);
    all.filter(|on| queue.is_none_or(|queue| queue == *on)).map(of_queue).sum()
}

fn in_retry(world: &World, group: &Name) -> u64 {
    let (broker, of_group) = (world.broker(), retry_topic(group));
    let topics = broker.topic_names().filter(|topic| !is_internal_topic(topic));
    let of_pop = topics.map(|topic| pop_retry_topic(group, &topic));
    let undone = of_pop.chain([of_group.clone()]).map(|topic| {
        let of_queue = |queue| {
            let (min, max) = (broker.first_stored(&topic, queue), broker.max_offset(&topic, queue));
            let done = world.tally(group, &topic, queue, None);
            done.map_or(min.distance_to(max), |tally| tally.open(min, max))
        };
        (0..broker.queue_count(&topic)).map(of_queue).sum::<u64>()
    });
    undone.sum::<u64>() + broker.pockets().delays.waiting_for(&of_group)
}

fn counts(tally: &Tally) -> Counts {
    let by = Again::ALL.into_iter().zip(tally.duplicates);
    Counts {
        delivered: tally.delivered,
        processed: tally.processed,
        duplicates: tally.all_duplicates(),
        duplicates_by: by.filter(|(_, count)| *count > 0).collect(),
        lost: tally.lost(),
        skipped: tally.skipped(),
        sent_back: tally.sent_back,
        revived: tally.revived,
        dead: tally.dead,
    }
}

fn add(total: &mut Counts, counts: &Counts) {
    total.delivered += counts.delivered;
    total.processed += counts.processed;
    total.duplicates += counts.duplicates;
    total.lost += counts.lost;
    total.skipped += counts.skipped;
    total.sent_back += counts.sent_back;
    total.revived += counts.revived;
    total.dead += counts.dead;
    for &(why, count) in &counts.duplicates_by {
        match total.duplicates_by.iter_mut().find(|(known, _)| *known == why) {
            Some((_, known)) => *known += count,
            None => total.duplicates_by.push((why, count)),
        }
    }
}
