//! What of a broker grows with its messages: each queue's entries, and the list of segments. It is taken out
//! and put back, so that storage keeps a sealed block once and not in every checkpoint. Not here: bytes
//! (`storage::index_record`).
//!
//! Invariant: a broker whose index was taken out and put back is the broker that it was.

use crate::engine::broker::Broker;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::log::commit_log::Segment;
use crate::engine::log::index_block::{Block, Entry};
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// One queue's entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueIndex {
    /// Its topic.
    pub topic: Name,
    /// Which queue.
    pub queue: QueueId,
    /// Offset of the first entry.
    pub from: QueueOffset,
    /// Full blocks, each of `BLOCK_ENTRIES` entries.
    pub blocks: VecDeque<Rc<Block>>,
    /// What follows them.
    pub open: Vec<Entry>,
}

/// All queues' entries, by topic and queue, and all segments, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Index {
    /// The queues.
    pub queues: Vec<QueueIndex>,
    /// The segments.
    pub segments: VecDeque<Segment>,
}

impl Broker {
    /// Bytes of all sealed blocks.
    pub fn sealed_index_bytes(&self) -> u64 {
        let queues = self.topics.values().flat_map(|topic| &topic.queues);
        queues.map(|queue| queue.sealed_bytes() as u64).sum()
    }

    /// Takes the index out: the broker is of no use until it is put back.
    pub(crate) fn take_index(&mut self) -> Index {
        let mut queues = Vec::new();
        for (topic, known) in &mut self.topics {
            for (queue, of) in known.queues.iter_mut().enumerate() {
                let (from, blocks, open) = of.take_entries();
                queues.push(QueueIndex { topic: topic.clone(), queue: queue as QueueId, from, blocks, open });
            }
        }
        Index { queues, segments: self.log.take_segments() }
    }

    /// Puts an index back; whether it is this broker's, as far as names and extents tell.
    pub(crate) fn put_index(&mut self, index: Index) -> bool {
        self.log.put_segments(index.segments);
        let mut queues = index.queues.into_iter();
        let mut fits = true;
        for (topic, known) in &mut self.topics {
            for (queue, of) in known.queues.iter_mut().enumerate() {
                let given =
                    queues.next().filter(|given| given.topic == *topic && given.queue as usize == queue);
                fits &= given.is_some_and(|given| of.put_entries(given.from, given.blocks, given.open));
            }
        }
        fits && queues.next().is_none()
    }
}
