//! How long a client that resets itself waits, and the end of that wait for an orderly one (R-RST-12). Not
//! here: the reset itself (`clients::pull`).
//!
//! Invariant: an orderly client resets a queue when nothing of it is in its hands.

use crate::engine::EventSink;
use crate::engine::ids::{Name, QueueId};
use crate::sim::clients::consumer::PullState;
use crate::sim::world::World;

impl World {
    /// How long a client waits before it resets itself (R-RST-12): 10 s; an orderly one since 5.5 only for
    /// its work on the queue.
    /// Model: a real one goes from queue to queue and pulls again when the last is done; here each is by
    /// itself.
    pub(crate) fn reset_pause_ms(&self, name: &Name, queue: QueueId, by_reset: bool) -> u64 {
        let at_once = by_reset && self.ends_resets_with_work(name) && !self.works_on(name, queue);
        if at_once { 0 } else { self.timers.moved_ms }
    }

    fn ends_resets_with_work(&self, name: &Name) -> bool {
        let group = self.consumers.get(name).map(|consumer| &consumer.group);
        let waits_for_work_only = self.broker.profile().orderly_reset_waits_for_work_only();
        waits_for_work_only && group.is_some_and(|group| self.is_orderly(group))
    }

    fn works_on(&self, name: &Name, queue: QueueId) -> bool {
        self.consumers.get(name).is_some_and(|consumer| consumer.works_on(queue))
    }

    /// The work on a queue that waits for a reset is done: an orderly client resets it now (R-RST-12, since
    /// 5.5).
    pub(crate) fn end_reset_after_work(&mut self, name: &Name, queue: QueueId, out: &mut dyn EventSink) {
        let owned = self.consumers.get(name).and_then(|consumer| consumer.queues.get(&queue));
        let waits = owned.filter(|owned| matches!(owned.pull, PullState::Dropped { by_reset: true, .. }));
        if let Some(take) = waits.map(|owned| owned.take).filter(|_| self.ends_resets_with_work(name)) {
            self.end_drop(name, queue, take, out);
        }
    }
}
