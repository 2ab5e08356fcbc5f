//! Which stretches of the queues lie in segments that are not in the page cache: reading them waits for the disk (SD-18). Not here:
//! the cache (`engine::page_cache`).
//!
//! Invariant: the spans of a queue are ascending and apart; without a modelled cache there are none.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::sim::World;
use alloc::vec::Vec;

/// A stretch of a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColdSpan {
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Its first offset.
    pub from: QueueOffset,
    /// One past its last.
    pub to: QueueOffset,
}

/// Every cold stretch, by topic and queue.
pub fn cold_spans(world: &World) -> Vec<ColdSpan> {
    let broker = world.broker();
    let mut spans: Vec<ColdSpan> = Vec::new();
    if broker.settings().page_cache_segments == 0 {
        return spans;
    }
    for topic in broker.topic_names() {
        for queue in 0..broker.queue_count(&topic) {
            let starts = broker.segment_starts_in_queue(&topic, queue);
            let max = broker.max_offset(&topic, queue);
            for (i, &from) in starts.iter().enumerate() {
                let to = starts.get(i + 1).copied().unwrap_or(max);
                if broker.cold_segment(&topic, queue, from).is_none() || from >= to {
                    continue;
                }
                let last = spans.last_mut().filter(|last| last.topic == topic && last.queue == queue);
                match last.filter(|last| last.to == from) {
                    Some(last) => last.to = to,
                    None => spans.push(ColdSpan { topic: topic.clone(), queue, from, to }),
                }
            }
        }
    }
    spans
}
