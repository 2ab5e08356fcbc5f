//! Lag in time: the age of the oldest message that a group has not consumed. Not here: lag in messages
//! (`lanes`, `clients::work`).
//!
//! Invariant: unknown is `None`; 0 says that nothing waits.

use crate::engine::ids::{Name, QueueId};
use crate::sim::World;

/// The age in ms, against the broker's clock, of the oldest message of a queue that a group has not consumed.
pub fn lag_time_on(world: &World, group: &Name, topic: &Name, queue: QueueId) -> Option<i64> {
    let broker = world.broker();
    let offset = broker.consumer_offsets().stored(group, topic, queue)?;
    if !broker.knows_min_and_max(topic, queue).1 {
        return None;
    }
    if offset >= broker.max_offset(topic, queue) {
        return Some(0);
    }
    let oldest = offset.max(broker.min_offset(topic, queue));
    broker.store_time(topic, queue, oldest).map(|stored| world.now_ms().ms_since(stored).max(0))
}

/// The longest of all queues of a group's topics; `None` as soon as one is unknown, and without a topic.
pub fn lag_time_ms(world: &World, group: &Name) -> Option<i64> {
    let mut longest = None;
    for topic in world.topics_of(group) {
        for queue in 0..world.broker().queue_count(&topic) {
            let here = lag_time_on(world, group, &topic, queue)?;
            longest = longest.max(Some(here));
        }
    }
    longest
}
