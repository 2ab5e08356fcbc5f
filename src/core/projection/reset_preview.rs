//! What a reset would do, before it is done. Not here: doing it (`sim`), and words (`ui`).
//!
//! Invariant: the preview's targets are those that the command takes: both ask the broker the same way.

use crate::engine::Rejected;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::projection::pockets::aside_of_reset;
use crate::sim::World;
use crate::sim::command::{QueueChoice, ResetTarget};
use alloc::vec::Vec;

/// What happens to one queue.
#[derive(Clone, PartialEq, Debug)]
pub struct PreviewRow {
    /// The queue.
    pub queue: QueueId,
    /// The consumer offset now; `None`: the group has none.
    pub current: Option<QueueOffset>,
    /// The consumer offset after.
    pub target: QueueOffset,
    /// Min and Max now.
    pub min: QueueOffset,
    /// Max now.
    pub max: QueueOffset,
    /// target - current.
    pub delta: Option<i64>,
    /// Messages that are delivered again: consumed, and at or after the target.
    pub replayed: i64,
    /// Messages stored and not consumed that the group will never get.
    pub skipped: i64,
    /// Messages between what was asked for and Min that can't be delivered any more. For a time: those purged
    /// since then.
    pub purged: i64,
    /// `purged` counts between edges of purged segments, so it is about right and not exact.
    pub purged_is_about: bool,
    /// Bytes of commit log that will be read again; `None`: some of the messages were imported without their
    /// sizes.
    pub replayed_bytes: Option<u64>,
    /// Lag before; `None` without an offset.
    pub lag_now: Option<i64>,
    /// Lag after.
    pub lag_after: i64,
}

/// A reset before it is done.
#[derive(Clone, PartialEq, Debug)]
pub struct ResetPreview {
    /// Whose.
    pub group: Name,
    /// Where.
    pub topic: Name,
    /// By queue.
    pub rows: Vec<PreviewRow>,
    /// Clients of the group that are online: each learns of the reset at its next pull (R-RST-6, T-10).
    pub online_clients: u32,
    /// Messages in clients' hands that may still be processed (T-11).
    pub in_hand: u64,
    /// Messages for the topic that wait for their time: no reset reaches them (SD-19, R-RST-10).
    pub scheduled: u64,
    /// Messages of the group that wait for their retry or are in its retry topics: they come whatever the
    /// reset does, and those that it brings again come twice (T-17).
    pub retrying: u64,
    /// Messages of the topic that the group has popped and not acknowledged: they become visible again anyway
    /// (R-RST-9).
    pub hidden: u64,
}

/// What `reset_offset` with these arguments would do, or why it would be refused.
pub fn preview_reset(
    world: &World,
    group: &Name,
    topic: &Name,
    queues: &QueueChoice,
    to: &ResetTarget,
) -> Result<ResetPreview, Rejected> {
    let broker = world.broker();
    let targets = world.reset_targets(group, topic, queues, to)?;
    let rows = targets.iter().map(|(&queue, &target)| {
        let current = broker.consumer_offsets().stored(group, topic, queue);
        let (min, max) = (broker.min_offset(topic, queue), broker.max_offset(topic, queue));
        let consumed = current.unwrap_or(target).min(max);
        let from = target.max(min);
        let (purged, purged_is_about) = purged_before_target(world, topic, queue, to, current, target);
        PreviewRow {
            queue,
            current,
            target,
            min,
            max,
            delta: current.map(|current| target.saturating_lead(current)),
            replayed: consumed.saturating_lead(from).max(0),
            skipped: current.map_or(0, |current| target.min(max).saturating_lead(current.max(min)).max(0)),
            purged,
            purged_is_about,
            replayed_bytes: broker.record_bytes_between(topic, queue, from, consumed),
            lag_now: current.map(|current| max.saturating_lead(current)),
            lag_after: max.saturating_lead(target),
        }
    });
    let aside = aside_of_reset(world, group, topic);
    Ok(ResetPreview {
        group: group.clone(),
        topic: topic.clone(),
        rows: rows.collect(),
        online_clients: world.consumers_of(group).count() as u32,
        in_hand: world.consumers_of(group).map(|(_, consumer)| consumer.cached()).sum(),
        scheduled: aside[0],
        retrying: aside[1],
        hidden: aside[2],
    })
}

/// Messages that somebody who asks for `to` might expect and that are purged.
fn purged_before_target(
    world: &World,
    topic: &Name,
    queue: QueueId,
    to: &ResetTarget,
    current: Option<QueueOffset>,
    target: QueueOffset,
) -> (i64, bool) {
    let broker = world.broker();
    let min = broker.min_offset(topic, queue);
    match to {
        ResetTarget::TimeMs(time) => {
            let (first_at_time, exact) = broker.purged_offset_at(topic, queue, *time);
            (min.saturating_lead(first_at_time).max(0), !exact)
        }
        ResetTarget::Min | ResetTarget::Max | ResetTarget::Offset(_) | ResetTarget::Each(_) => {
            let wanted = current.unwrap_or(min).min(target);
            (min.saturating_lead(wanted).max(0), false)
        }
    }
}

/// The reset that brings a group back to `before`: what is below Min by now goes to Min, since its messages
/// are deleted.
pub fn undo_target(world: &World, topic: &Name, before: &OrderedMap<QueueId, QueueOffset>) -> ResetTarget {
    let broker = world.broker();
    let mut back = OrderedMap::new();
    for (&queue, &offset) in before {
        back.insert(queue, offset.max(broker.min_offset(topic, queue)));
    }
    ResetTarget::Each(back)
}
