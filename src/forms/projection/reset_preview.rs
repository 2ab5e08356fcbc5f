//! What a reset would do, before it is done. Not here: doing it (`sim`), and words (`ui`).
//!
//! Invariant: the preview's targets are those that the command takes: both ask the broker the same way.

use crate::engine::Rejected;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::projection::pockets::aside_of_reset;
use crate::sim::World;
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::accounting::standing::GroupStanding;
use crate::sim::command::{QueueChoice, ResetTarget};
use alloc::vec::Vec;

/// Why a row's numbers are about right and not exact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum WhyAbout {
    /// Clients have messages of the queue, and how many of them they finish first depends on when they learn
    /// of the reset (T-11).
    InHand,
    /// A paused client has the queue too, so which of the two learns of the reset is open.
    TwoOwners,
    /// Each broadcasting client keeps its own offset, of which the broker's says nothing (R-OFF-14).
    Broadcasting,
    /// Clients do the reset, and none of them has the queue now (R-RST-12).
    NoOwner,
    /// An earlier reset by the broker is pending: it swallows what clients and tools save (R-OFF-2).
    Swallowed,
    /// A pull above Max is sent to 0, unless messages come before it and make the offset one of the queue's
    /// (R-PULL-2, up to 4.9.3).
    AboveMax,
    /// The group has no offset: where it would begin otherwise is decided when it begins (R-INIT-3).
    NoOffset,
    /// Min or Max of an imported queue is unknown.
    Unknown,
    /// Store times of an imported queue are known only in part.
    TimesInPart,
}

/// What happens to one queue.
#[derive(Clone, PartialEq, Debug)]
pub struct PreviewRow {
    /// The queue.
    pub queue: QueueId,
    /// The consumer offset now; `None`: the group has none.
    pub current: Option<QueueOffset>,
    /// The consumer offset after.
    pub target: QueueOffset,
    /// The last offset that the target may be on the cluster, where store times are known only in part: it
    /// lies between `target` and this one.
    pub target_to: QueueOffset,
    /// Min and Max now.
    pub min: QueueOffset,
    /// Max now.
    pub max: QueueOffset,
    /// target - current.
    pub delta: Option<i64>,
    /// Messages that are delivered again: taken care of by then, saved or not, and at or after the target.
    pub replayed: i64,
    /// Messages stored and not taken care of that the group passes over.
    pub skipped: i64,
    /// `replayed`, `skipped` and `purged` are about right, because of this.
    pub is_about: Option<WhyAbout>,
    /// Messages between what was asked for and the first one stored that can't be delivered any more and were
    /// not taken care of. For a time: those purged since then.
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
    let targets = world.reset_targets(group, topic, queues, to)?;
    let rows = targets.iter().map(|(&queue, &target)| row(world, group, (topic, queue), to, target));
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

fn row(
    world: &World,
    group: &Name,
    (topic, queue): (&Name, QueueId),
    to: &ResetTarget,
    target: QueueOffset,
) -> PreviewRow {
    let broker = world.broker();
    let target_to = match to {
        ResetTarget::TimeMs(time) => {
            broker.time_target(topic, queue, *time).map_or(target, |between| between.1)
        }
        ResetTarget::Min | ResetTarget::Max | ResetTarget::Offset(_) | ResetTarget::Each(_) => target,
    };
    let current = broker.consumer_offsets().stored(group, topic, queue);
    let (min, max) = (broker.min_offset(topic, queue), broker.max_offset(topic, queue));
    let (stands, first) = (world.standing(group, topic, queue), broker.first_stored(topic, queue));
    let lands = broker.goes_on_at(topic, queue, target);
    // By then.
    let mut done = stands.done.clone();
    let also = stands.held.then_some(&stands.handed_out).filter(|_| broker.resets_itself());
    for span in also.into_iter().chain([&stands.in_work, &stands.hidden]).flat_map(Ranges::spans) {
        done.add(span.from, span.to);
    }
    let replayed = done.within(lands, max);
    let bytes = replayed.iter().map(|span| broker.record_bytes_between(topic, queue, span.from, span.to));
    let at = stands.at.map_or(lands, |at| broker.goes_on_at(topic, queue, at));
    // What clients have of what is purged they drop.
    let before = stands.handed_out.within(QueueOffset(0), at.min(lands));
    let dropped = before.iter().map(|span| count(&done.missing(span.from, span.to)));
    let (purged, purged_is_about) = match to {
        ResetTarget::TimeMs(time) => {
            let (first_at_time, exact) = broker.purged_offset_at(topic, queue, *time);
            (min.saturating_lead(first_at_time).max(0), !exact)
        }
        ResetTarget::Min | ResetTarget::Max | ResetTarget::Offset(_) | ResetTarget::Each(_) => {
            let wanted = stands.at.unwrap_or(first).min(target).max(broker.first_offset(topic, queue));
            // What clients still have of it is not lost, but dropped.
            let gone = done.missing(wanted, first);
            let has = gone.iter().map(|span| count(&stands.handed_out.within(span.from, span.to)));
            (count(&gone) - has.sum::<i64>(), false)
        }
    };
    PreviewRow {
        queue,
        current,
        target,
        target_to,
        min,
        max,
        delta: current.map(|current| target.saturating_lead(current)),
        replayed: count(&replayed),
        skipped: count(&done.missing(at, lands)) + dropped.sum::<i64>(),
        is_about: why_about(world, group, (topic, queue), &stands, target)
            .or((target != target_to).then_some(WhyAbout::TimesInPart)),
        purged,
        purged_is_about,
        replayed_bytes: bytes.sum(),
        lag_now: current.map(|current| max.saturating_lead(current)),
        lag_after: max.saturating_lead(target),
    }
}

fn count(spans: &[Span]) -> i64 {
    spans.iter().map(|span| span.from.distance_to(span.to)).sum::<u64>().min(i64::MAX as u64) as i64
}

fn why_about(
    world: &World,
    group: &Name,
    (topic, queue): (&Name, QueueId),
    stands: &GroupStanding,
    target: QueueOffset,
) -> Option<WhyAbout> {
    let broker = world.broker();
    let max = broker.max_offset(topic, queue);
    let at_zero = |at| broker.goes_on_at(topic, queue, at) < max;
    // Clients that reset themselves drop what they have and do not work on.
    let by_broker = broker.resets_itself();
    let open =
        |of: &Ranges| of.spans().iter().any(|span| !stands.done.missing(span.from, span.to).is_empty());
    if broker.knows_min_and_max(topic, queue) != (true, true) {
        Some(WhyAbout::Unknown)
    } else if broker.find_group(group).is_some_and(|group| group.broadcasting) {
        Some(WhyAbout::Broadcasting)
    } else if stands.owners > 1 {
        Some(WhyAbout::TwoOwners)
    } else if !by_broker && stands.owners == 0 && world.consumers_of(group).next().is_some() {
        Some(WhyAbout::NoOwner)
    } else if !by_broker && broker.consumer_offsets().pending(group, topic, queue).is_some() {
        Some(WhyAbout::Swallowed)
    } else if [Some(target), stands.at].into_iter().flatten().any(|at| at > max && at_zero(at)) {
        Some(WhyAbout::AboveMax)
    } else if stands.at.is_none()
        && broker.goes_on_at(topic, queue, target) > broker.first_offset(topic, queue)
    {
        Some(WhyAbout::NoOffset)
    } else {
        let uncertain = open(&stands.in_work) && stands.may_fail
            || open(&stands.handed_out) && (by_broker || stands.overtaken)
            || open(&stands.hidden);
        uncertain.then_some(WhyAbout::InHand)
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
