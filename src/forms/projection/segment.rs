//! One segment of the commit log: which messages of which queues go with it, and who has not consumed them.
//! Not here: the list of segments (`retention`), and the decision to delete (`engine::log::retention`).
//!
//! Invariant: a queue's part of a segment is one stretch of offsets, for both ascend together (R-CQ-1).

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::projection::pockets::hidden_by;
use crate::projection::retention::SegmentView;
use crate::sim::World;
use alloc::vec::Vec;

/// A segment that is there.
#[derive(Clone, PartialEq, Debug)]
pub struct SegmentFacts {
    /// The segment.
    pub view: SegmentView,
    /// Its neighbours: where the one before begins, and the one behind.
    pub beside: [Option<PhysicalOffset>; 2],
    /// When it can go by age at the earliest; `None`: it is being written.
    pub goes_at: Option<EpochMs>,
    /// Reading it waits for the disk (SD-18).
    pub cold: bool,
}

/// What goes with a segment.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SegmentContent {
    /// Its messages: topic, queue, from, to before. By name; without queues that have none here.
    pub queues: Vec<(Name, QueueId, QueueOffset, QueueOffset)>,
    /// How many of them each group has not consumed, by name: from its consumer offset on, or popped and not
    /// acknowledged. Where a group has no offset it has consumed nothing.
    pub open: Vec<(Name, i64)>,
}

/// A queue's part of a segment: from, and to before. Empty where it has none.
pub fn part_of(
    world: &World,
    segment: &SegmentView,
    topic: &Name,
    queue: QueueId,
) -> (QueueOffset, QueueOffset) {
    let at = |physical| world.broker().first_at_physical(topic, queue, physical);
    (at(segment.base), at(segment.base.saturating_plus(segment.capacity_bytes)))
}

/// The segment in which a byte of the log is; `None`: it was deleted, or is not written yet.
pub fn segment_at(world: &World, physical: PhysicalOffset) -> Option<SegmentFacts> {
    let broker = world.broker();
    let segments = broker.log().segments();
    let at = segments.iter().position(|segment| segment.base <= physical && physical < segment.end())?;
    let view = SegmentView::of(segments.get(at)?, at + 1 == segments.len());
    let goes_at = view.modified_at.plus_ms(broker.settings().reserved_ms);
    Some(SegmentFacts {
        beside: [at.checked_sub(1), at.checked_add(1)].map(|at| Some(segments.get(at?)?.base)),
        goes_at: (!view.active).then_some(goes_at),
        cold: broker.resident_segments().is_some_and(|warm| !warm.contains(&view.base)),
        view,
    })
}

/// What goes with it.
pub fn segment_content(world: &World, segment: &SegmentView) -> SegmentContent {
    let broker = world.broker();
    let mut content = SegmentContent::default();
    for topic in broker.topic_names() {
        for queue in 0..broker.queue_count(&topic) {
            let (from, to) = part_of(world, segment, &topic, queue);
            if from < to {
                content.queues.push((topic.clone(), queue, from, to));
            }
        }
    }
    for (group, _) in broker.groups() {
        let topics = world.topics_of(group);
        if topics.is_empty() {
            continue;
        }
        let of_group = content.queues.iter().filter(|(topic, ..)| topics.contains(topic));
        let open = of_group.map(|(topic, queue, from, to)| {
            let stored = broker.consumer_offsets().stored(group, topic, *queue).unwrap_or(*from);
            let stored = stored.clamp(*from, *to);
            let popped = hidden_by(world, group, (topic, *queue));
            stored.distance_to(*to) as i64
                + popped.filter(|hidden| (*from..stored).contains(hidden)).count() as i64
        });
        content.open.push((group.clone(), open.sum()));
    }
    content
}
