//! Targets of a reset that differ by queue: a shift, where another group stands, offsets from a table. Not
//! here: what a reset to them would do (`reset_preview`).
//!
//! Invariant: a queue for which there is no target is left out, so it stays where it is.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::World;

/// An offset for each queue that gets one.
pub type Offsets = OrderedMap<QueueId, QueueOffset>;

fn offsets_of(world: &World, group: &Name, topic: &Name) -> impl Iterator<Item = (QueueId, QueueOffset)> {
    let broker = world.broker();
    (0..broker.queue_count(topic))
        .filter_map(move |queue| Some((queue, broker.consumer_offsets().stored(group, topic, queue)?)))
}

/// Each offset `by` messages further on, or back; within [Min, Max], as Kafka's `--shift-by`.
pub fn shifted(world: &World, group: &Name, topic: &Name, by: i64) -> Offsets {
    let broker = world.broker();
    let to = |(queue, offset): (QueueId, QueueOffset)| {
        let to = QueueOffset(offset.0.saturating_add(by));
        (queue, to.min(broker.max_offset(topic, queue)).max(broker.min_offset(topic, queue)))
    };
    offsets_of(world, group, topic).map(to).collect()
}

/// Where another group stands.
pub fn as_group(world: &World, other: &Name, topic: &Name) -> Offsets {
    offsets_of(world, other, topic).collect()
}

/// `queue,offset` in each line, or `topic,queue,offset`, of which other topics are passed over; `names`: what
/// the queues are called. `None`: a line is neither, or a queue comes twice.
pub fn from_csv(text: &str, topic: &Name, names: &[impl AsRef<str>]) -> Option<Offsets> {
    let mut offsets = Offsets::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut cells = line.rsplit(',').map(|cell| cell.trim().trim_matches('"'));
        let (offset, queue, of) = (cells.next()?, cells.next()?, cells.next());
        if cells.next().is_some() {
            return None;
        }
        if of.is_some_and(|of| of != &**topic) {
            continue;
        }
        let named = names.iter().position(|name| name.as_ref() == queue).map(|at| at as QueueId);
        let queue = named.or_else(|| queue.parse().ok())?;
        let offset: i64 = offset.parse().ok().filter(|offset| *offset >= 0)?;
        if offsets.insert(queue, QueueOffset(offset)).is_some() {
            return None;
        }
    }
    Some(offsets)
}
