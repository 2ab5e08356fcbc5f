//! The stretches of the queues in segments that are not in the page cache: reading them waits for the disk
//! (SD-18). Not here: the cache (`engine::log::page_cache`).
//!
//! Invariant: the spans of a queue are ascending and apart; without a modelled cache there are none.

use crate::engine::ids::{Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::World;
use alloc::vec::Vec;
use core::ops::Range;

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
    let cold = cold_log(world);
    for topic in broker.topic_names().filter(|_| !cold.is_empty()) {
        for queue in 0..broker.queue_count(&topic) {
            for log in &cold {
                let [from, to] = [log.start, log.end].map(|at| broker.first_at_physical(&topic, queue, at));
                // Where none of its messages are in the stretch between two cold ones, they are one.
                let last = spans.last_mut().filter(|last| last.topic == topic && last.queue == queue);
                match last.filter(|last| last.to == from) {
                    Some(last) => last.to = to,
                    None if from < to => spans.push(ColdSpan { topic: topic.clone(), queue, from, to }),
                    None => {}
                }
            }
        }
    }
    spans
}

/// The stretches of the commit log that are not in the page cache: as few as the cache has segments, however
/// long the log is.
fn cold_log(world: &World) -> Vec<Range<PhysicalOffset>> {
    let broker = world.broker();
    let Some(cached) = broker.resident_segments() else { return Vec::new() };
    let log = broker.log();
    let warm: OrderedMap<PhysicalOffset, ()> = cached.iter().map(|base| (*base, ())).collect();
    let mut cold = Vec::new();
    let mut from = log.min_physical();
    for &base in warm.keys() {
        if from < base {
            cold.push(from..base);
        }
        from = from.max(log.segment_end(base).unwrap_or(from));
    }
    if from < log.end() {
        cold.push(from..log.end());
    }
    cold
}
