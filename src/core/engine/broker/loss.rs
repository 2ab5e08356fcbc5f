//! What a broker can find missing when it starts: its offset files, the end of its log (R-OFF-19). Not here:
//! a kill that loses what was not flushed (`progress::consumer_offsets`).
//!
//! Invariant: what is left of a queue is a beginning of it; every offset below the new Max is the message
//! that it was.

use crate::engine::broker::{Broker, Emit};
use crate::engine::event::{CorrectionReason, Event};
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::rejected::Rejected;
use crate::engine::waiting::delay_table::SCHEDULE_TOPIC;
use alloc::vec::Vec;

/// A queue that has lost its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LostEnd {
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Max as it was.
    pub from: QueueOffset,
    /// Max from now on.
    pub to: QueueOffset,
}

impl Broker {
    /// Messages that are in the log at or after a byte.
    fn messages_from(&self, physical: PhysicalOffset) -> u64 {
        let from = physical.max(self.log.min_physical());
        let queues = self.topics.values().flat_map(|topic| &topic.queues);
        queues.map(|queue| queue.first_at_physical(from).distance_to(queue.max())).sum()
    }

    /// Refuses what can't be lost: more messages than the log holds.
    pub fn check_log_tail(&self, count: u64) -> Result<(), Rejected> {
        let held = self.messages_from(self.log.min_physical());
        let shown = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        if count > held {
            return Err(Rejected::out_of_range("log_tail", shown(count), 0, shown(held)));
        }
        Ok(())
    }

    /// Both offset files are lost: the broker starts without progress (R-OFF-18, R-OFF-19).
    pub fn lose_offset_files(&mut self) {
        self.offsets.lose_files();
    }

    /// The last `count` messages of the log are lost, whichever queue they are in: Max falls and offsets are
    /// used again (R-OFF-19).
    ///
    /// Model: the bytes that they took stay empty and are not written again, so that a place in the log means
    /// one message.
    pub fn lose_log_tail(&mut self, count: u64, emit: Emit<'_>) -> Vec<LostEnd> {
        let (mut low, mut high) = (self.log.min_physical().0, self.log.end().0);
        // The greatest byte from which on there are at least so many.
        while low < high {
            let middle = high - (high - low) / 2;
            if self.messages_from(PhysicalOffset(middle)) >= count {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        let cut = PhysicalOffset(low).max(self.log.min_physical());
        let mut ends = Vec::new();
        for (name, topic) in &mut self.topics {
            for (queue, consume_queue) in (0..).zip(&mut topic.queues) {
                let (from, to) = (consume_queue.max(), consume_queue.first_at_physical(cut));
                if count > 0 && to < from {
                    consume_queue.truncate(to);
                    if name.as_str() == SCHEDULE_TOPIC {
                        self.pockets.delays.cut(queue, to);
                    }
                    self.pockets.origins.cut(name, queue, to);
                    emit(Event::MaxFell { topic: name.clone(), queue, from, to });
                    ends.push(LostEnd { topic: name.clone(), queue, from, to });
                }
            }
        }
        ends
    }

    /// The page: no consumer offset is above Max (SD-12); the server itself sees to it (SD-14).
    pub fn bring_offsets_to_max(&mut self, ends: &[LostEnd], now: EpochMs, emit: Emit<'_>) {
        if !self.profile.refuses_commit_outside_queue() {
            return;
        }
        for LostEnd { topic, queue, to, .. } in ends {
            let (queue, to) = (*queue, *to);
            for (group, from) in self.offsets.cut(topic, queue, to) {
                let (topic, reason) = (topic.clone(), CorrectionReason::AboveMax);
                emit(Event::OffsetCorrected {
                    group: group.clone(),
                    topic: topic.clone(),
                    queue,
                    from,
                    to,
                    reason,
                });
                self.store_offset(&group, &topic, queue, to, now, emit);
            }
        }
    }
}
