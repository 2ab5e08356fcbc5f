//! The queue board: every queue of a topic on one offset axis. Not here: pixels.
//!
//! Invariant: `min <= max`; an unknown number is `None`, never 0 or -1.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::projection::lag_time::lag_time_on;
use crate::sim::World;
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::command::Command;
use crate::sim::formats::journal::JournalEntry;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// One topic: its lanes and the axis that they share.
#[derive(Clone, PartialEq, Debug)]
pub struct TopicBoard {
    /// The topic.
    pub topic: Name,
    /// A lane per queue, by queue id.
    pub lanes: Vec<QueueLane>,
    /// Where the shared axis begins: the least first offset of the lanes.
    pub axis_from: QueueOffset,
    /// Where it ends: the greatest Max or consumer offset of the lanes.
    pub axis_to: QueueOffset,
}

/// One message queue.
#[derive(Clone, PartialEq, Debug)]
pub struct QueueLane {
    /// The queue's number.
    pub queue: QueueId,
    /// What it is called on the cluster that it was taken over from, where that has several brokers.
    pub name: Option<Rc<str>>,
    /// Its first offset ever; the purged span is from here to Min.
    pub first: QueueOffset,
    /// First offset whose record is still in the commit log (R-CQ-3).
    pub min: QueueOffset,
    /// The offset that the next message will get (R-CQ-3, T-1).
    pub max: QueueOffset,
    /// Min is known. Where it is not, `min` is only a place on the axis (an imported queue).
    pub min_known: bool,
    /// Max is known. Where it is not, `max` is only a place on the axis (an imported queue).
    pub max_known: bool,
    /// For each stored segment that holds messages of this queue, the first of those. Ascending, first one >=
    /// Min; empty where there are too many.
    pub segment_starts: Vec<QueueOffset>,
    /// The first message of the last one's segment; Max where nothing is stored.
    pub newest_from: QueueOffset,
    /// Store time of the message at Min; `None` when nothing is stored.
    pub min_stored_at: Option<EpochMs>,
    /// Store time of the last message; `None` when nothing is stored.
    pub last_stored_at: Option<EpochMs>,
    /// One for each group that has or wants progress here, by name.
    pub groups: Vec<LaneGroup>,
}

/// A consumer group on one queue.
#[derive(Clone, PartialEq, Debug)]
pub struct LaneGroup {
    /// The group.
    pub group: Name,
    /// What the broker has saved: the next offset to consume (R-OFF-1). `None`: the group has none here.
    pub consumer_offset: Option<QueueOffset>,
    /// What was delivered last (R-OFF-5); `None`: nothing yet.
    pub pull_offset: Option<QueueOffset>,
    /// The target of a reset that no pull has applied yet (R-RST-6).
    pub pending_reset: Option<QueueOffset>,
    /// Max - consumer offset (SD-13, R-LAG-1), negative past Max. `None` without a consumer offset.
    pub lag: Option<i64>,
    /// Of that lag, messages which are purged already; 0 where Min is unknown.
    pub lag_purged: i64,
    /// Delivered, not yet saved as consumed: pull offset - consumer offset. After a reset that says nothing:
    /// then it is what clients still have.
    pub inflight: i64,
    /// What of that its client has finished: spans, ascending, at most 16 (R-OFF-11).
    pub finished: Vec<Span>,
    /// From the first to the last message that clients still have, while a reset has moved the consumer
    /// offset away from it.
    pub in_hand: Option<Span>,
    /// Age in ms of the oldest message not consumed, against the broker's clock. 0 with no lag; `None`
    /// unknown.
    pub lag_ms: Option<i64>,
    /// Messages already below Min when the group got to them: they were never consumed.
    pub lost: i64,
    /// The client that owns the queue now.
    pub owner: Option<Name>,
}

impl QueueLane {
    /// `broker/queue` where it is called so, else its number.
    pub fn label(&self) -> String {
        self.name.as_ref().map_or_else(|| self.queue.to_string(), ToString::to_string)
    }

    /// Min, if it is known.
    pub fn known_min(&self) -> Option<QueueOffset> {
        Some(self.min).filter(|_| self.min_known)
    }

    /// Max, if it is known.
    pub fn known_max(&self) -> Option<QueueOffset> {
        Some(self.max).filter(|_| self.max_known)
    }
}

/// The boards of all topics, by name.
pub fn boards(world: &World) -> Vec<TopicBoard> {
    world.broker().topic_names().map(|topic| board(world, &topic)).collect()
}

/// What a topic's queues are called where they were taken over, by their numbers; none of a lab's own.
pub fn queue_names(entries: &[JournalEntry], topic: &Name) -> Vec<String> {
    let mut names = Vec::new();
    for entry in entries.iter().take_while(|entry| entry.at_us.0 == 0) {
        let Command::ImportQueue { topic: of, queue, name: Some(name), .. } = &entry.command else {
            continue;
        };
        if of == topic {
            names.resize((*queue as usize + 1).max(names.len()), String::new());
            names[*queue as usize] = name.to_string();
        }
    }
    names
}

/// Gives queues that were taken over the names that they have there. `entries`: the lab's commands.
pub fn name_queues(boards: &mut [TopicBoard], entries: &[JournalEntry]) {
    for entry in entries.iter().take_while(|entry| entry.at_us.0 == 0) {
        let Command::ImportQueue { topic, queue, name: Some(name), .. } = &entry.command else { continue };
        let board = boards.iter_mut().find(|board| board.topic == *topic);
        if let Some(lane) = board.and_then(|board| board.lanes.get_mut(*queue as usize)) {
            lane.name = Some(name.as_str().into());
        }
    }
}

/// One topic's board.
pub fn board(world: &World, topic: &Name) -> TopicBoard {
    let broker = world.broker();
    let groups: Vec<Name> = world.groups_on(topic).collect();
    let lanes: Vec<QueueLane> =
        (0..broker.queue_count(topic)).map(|queue| lane(world, topic, queue, &groups)).collect();
    let axis_from = lanes.iter().map(|lane| lane.first).min().unwrap_or_default();
    let ends = lanes.iter().flat_map(|lane| {
        lane.groups
            .iter()
            .flat_map(|group| [group.consumer_offset, group.pending_reset])
            .flatten()
            .chain([lane.max])
    });
    let axis_to = ends.max().unwrap_or_default();
    TopicBoard { topic: topic.clone(), lanes, axis_from, axis_to }
}

fn lane(world: &World, topic: &Name, queue: QueueId, groups: &[Name]) -> QueueLane {
    let broker = world.broker();
    let (min, max) = (broker.min_offset(topic, queue), broker.max_offset(topic, queue));
    let (min_known, max_known) = broker.knows_min_and_max(topic, queue);
    let last = max.saturating_minus(1);
    let stored = |offset| if min < max { broker.store_time(topic, queue, offset) } else { None };
    let ends = [(min, min_known), (max, max_known)];
    QueueLane {
        queue,
        name: None,
        first: broker.first_offset(topic, queue),
        min,
        max,
        min_known,
        max_known,
        segment_starts: broker.segment_starts_in_queue(topic, queue),
        newest_from: broker.newest_segment_start(topic, queue),
        min_stored_at: stored(min),
        last_stored_at: stored(last),
        groups: groups.iter().map(|group| lane_group(world, group, (topic, queue), ends)).collect(),
    }
}

/// A group on a queue whose Min and Max are these, each known or not.
fn lane_group(
    world: &World,
    group: &Name,
    (topic, queue): (&Name, QueueId),
    [(min, min_known), (max, max_known)]: [(QueueOffset, bool); 2],
) -> LaneGroup {
    let broker = world.broker();
    let consumer_offset = broker.consumer_offsets().stored(group, topic, queue);
    let pull_offset = broker.consumer_offsets().pulled(group, topic, queue);
    let pending_reset = broker.consumer_offsets().pending(group, topic, queue);
    let delivered = match (pull_offset, consumer_offset) {
        (Some(pulled), Some(offset)) if pending_reset.is_none() => pulled.saturating_lead(offset).max(0),
        _ => 0,
    };
    let says_nothing = consumer_offset.is_some() && delivered == 0;
    let has = if says_nothing { world.in_hands(group, topic, queue) } else { Ranges::default() };
    let lag = consumer_offset.filter(|_| max_known).map(|offset| max.saturating_lead(offset));
    LaneGroup {
        group: group.clone(),
        consumer_offset,
        pull_offset,
        pending_reset,
        lag,
        lag_purged: consumer_offset
            .filter(|_| min_known)
            .map_or(0, |offset| min.saturating_lead(offset).max(0)),
        inflight: delivered + has.len() as i64,
        finished: finished(world, group, (topic, queue), consumer_offset, pull_offset),
        in_hand: has
            .spans()
            .first()
            .zip(has.spans().last())
            .map(|(first, last)| Span::new(first.from, last.to)),
        lag_ms: lag_time_on(world, group, topic, queue),
        lost: world.lost_messages(group, topic, queue),
        owner: world.owner(group, topic, queue),
    }
}

/// Spans that a lane tells of at most.
const FINISHED_MAX: usize = 16;

fn finished(
    world: &World,
    group: &Name,
    (topic, queue): (&Name, QueueId),
    saved: Option<QueueOffset>,
    pulled: Option<QueueOffset>,
) -> Vec<Span> {
    let (Some(saved), Some(pulled)) = (saved, pulled) else { return Vec::new() };
    let mut finished = world.finished_from(saved, group, topic, queue);
    finished.retain(|span| span.to <= pulled);
    finished.truncate(FINISHED_MAX);
    finished
}
