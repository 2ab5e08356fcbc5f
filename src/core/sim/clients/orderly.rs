//! Orderly groups: a queue is locked before it is consumed, and given back when it is idle (R-LB-7). Not
//! here: the locks (`engine::progress::queue_locks`), and what a failure does to a queue
//! (`clients::failures`).
//!
//! Invariant: who owns a queue of an orderly group has its lock, until the broker forgets it or a renewal
//! comes too late.

use crate::engine::EventSink;
use crate::engine::ids::{GroupQueue, Name, QueueId};
use crate::sim::world::World;
use crate::sim::world::client_state::ClientQueue;
use crate::sim::world::scheduler::Timer;
use alloc::vec::Vec;

/// A client renews its locks this often (R-LB-7).
const RENEW_MS: u64 = 20_000;
/// A client's first round of locks comes so long after its start (R-LB-7).
const FIRST_ROUND_MS: u64 = 1_000;
/// A client of 4.x that does not know that it has a queue's lock tries to pull it again after this: its
/// `pullTimeDelayMillsWhenException`, as recorded (R-LB-7).
const NOT_LOCKED_MS: u64 = 1_000;
/// A client that is still at work on a queue that it lost gives the lock back after this at the latest
/// (R-LB-7).
const FORCED_UNLOCK_MS: u64 = 20_000;
/// A client that did not get a lock rebalances again after 500 ms (R-LB-7), but not within 1 000 ms of the
/// last time (R-LB-5).
pub(crate) const LOCK_AGAIN_MS: u64 = 1_000;

impl World {
    /// Whether a group consumes each queue in order.
    pub fn is_orderly(&self, group: &Name) -> bool {
        self.newer.orderly.contains_key(group)
    }

    /// Whether a group's queues have to be locked: broadcasting clients have theirs for themselves.
    pub(crate) fn locks_queues(&self, group: &Name) -> bool {
        self.is_orderly(group) && !self.is_broadcasting(group)
    }

    /// Who holds a queue of an orderly group.
    pub fn lock_holder(&self, group: &Name, topic: &Name, queue: QueueId) -> Option<&Name> {
        self.newer.locks.holder(&GroupQueue::new(group, topic, queue), self.now_ms())
    }

    fn locked(&self, client: &Name, queue: QueueId) -> Option<GroupQueue> {
        let consumer = self.consumers.get(client)?;
        Some(GroupQueue::new(&consumer.group, &consumer.topic, queue))
    }

    /// How long a queue that a client takes now waits for its first pull (R-LB-6). Up to 4.9.4 of 4.x the
    /// client of an orderly group does not know that it has the lock before its next round of locks, and asks
    /// again every second (R-LB-7).
    pub(crate) fn first_pull_ms(&self, name: &Name) -> u64 {
        let profile = self.broker.profile();
        let Some(consumer) = self.consumers.get(name) else { return profile.first_pull_ms() };
        let usual_ms = consumer.first_pull_ms.unwrap_or(profile.first_pull_ms());
        if !profile.orderly_first_pull_waits_for_locks() || !self.locks_queues(&consumer.group) {
            return usual_ms;
        }
        // The rounds come 1 s after the start and then every 20 s; a renewal is set 20 s after the start.
        let renewal = self.scheduler.next_renewal(name, consumer.run);
        let before_us = (RENEW_MS - FIRST_ROUND_MS) * 1_000;
        let wait_us = renewal.map_or(FIRST_ROUND_MS * 1_000, |due| match due.0.checked_sub(before_us) {
            Some(round) if round >= self.now.0 => round - self.now.0,
            _ => due.0 + FIRST_ROUND_MS * 1_000 - self.now.0,
        });
        wait_us.div_ceil(NOT_LOCKED_MS * 1_000).max(1) * NOT_LOCKED_MS
    }

    /// Makes a group orderly, or not: as if its clients had been started again in order.
    pub(crate) fn set_orderly(&mut self, group: &Name, orderly: bool, out: &mut dyn EventSink) {
        if self.is_orderly(group) == orderly {
            return;
        }
        self.newer.in_use = true;
        for client in self.members_of(group) {
            self.give_up_all_but(&client, &[], out);
            self.drop_held(&client);
            self.nudge_pop_client(&client);
        }
        self.newer.locks.forget(|of| of.group == *group);
        if orderly {
            self.newer.orderly.insert(group.clone(), ());
            for client in self.members_of(group) {
                self.start_renewing(&client);
            }
        } else {
            self.newer.orderly.remove(group);
        }
    }

    /// Sets the timer of an orderly group's client.
    pub(crate) fn start_renewing(&mut self, client: &Name) {
        let Some(consumer) = self.consumers.get(client) else { return };
        if self.is_orderly(&consumer.group) {
            let timer = Timer::RenewLocks { consumer: client.clone(), run: consumer.run };
            self.scheduler.set(self.now.plus_ms(RENEW_MS), timer);
        }
    }

    /// Locks a queue that a client is to take, where it needs that; `false`: another client has it.
    pub(crate) fn lock_queue(&mut self, client: &Name, queue: QueueId) -> bool {
        let Some(of) = self.locked(client, queue) else { return false };
        if !self.locks_queues(&of.group) {
            return true;
        }
        let now_ms = self.now_ms();
        self.newer.locks.lock(of, client, now_ms)
    }

    /// A client renews the locks of its queues; one that another client has got meanwhile it gives up.
    pub(crate) fn renew_locks(&mut self, client: &Name, out: &mut dyn EventSink) {
        let Some(consumer) = self.consumers.get(client) else { return };
        let queues: Vec<QueueId> = consumer.queue_ids().collect();
        for queue in queues {
            if !self.lock_queue(client, queue) {
                self.give_up(client, queue, out);
            }
        }
        self.start_renewing(client);
    }

    /// A client has lost a queue: it gives the lock back at once when it is idle, else when its work is done.
    pub(crate) fn release_queue(&mut self, client: &Name, queue: QueueId) {
        let Some(of) = self.locked(client, queue).filter(|of| self.locks_queues(&of.group)) else { return };
        if !self.consumers.get(client).is_some_and(|consumer| consumer.works_on(queue)) {
            self.newer.locks.unlock(&of, client);
        } else {
            let timer = Timer::Unlock { consumer: client.clone(), queue };
            self.scheduler.set(self.now.plus_ms(FORCED_UNLOCK_MS), timer);
        }
    }

    /// Gives the lock of a queue back that the client does not own any more.
    pub(crate) fn unlock_lost(&mut self, client: &Name, queue: QueueId) {
        let owned = self.consumers.get(client).is_some_and(|consumer| consumer.queues.contains_key(&queue));
        if let Some(of) = self.locked(client, queue).filter(|_| !owned) {
            self.newer.locks.unlock(&of, client);
        }
    }

    /// On the first pull after locking the offset is asked for again: the loser may have saved meanwhile
    /// (R-LB-7).
    pub(crate) fn read_offset_again(&mut self, client: &Name, queue: QueueId, take: u32) {
        let fresh = ClientQueue::new(client, queue);
        if self.newer.unread.get(&fresh) != Some(&take) {
            return;
        }
        self.newer.unread.remove(&fresh);
        let Some(consumer) = self.consumers.get_mut(client) else { return };
        let stored = self.broker.consumer_offsets().query(&consumer.group, &consumer.topic, queue);
        if let (Some(stored), Some(process_queue)) = (stored, consumer.queues.get_mut(&queue)) {
            process_queue.next_pull = stored;
            process_queue.memory_offset = Some(stored);
        }
    }

    /// Who owns a queue of an orderly group has its lock, or nobody has.
    pub(crate) fn check_locks(&self) {
        for (name, consumer) in &self.consumers {
            if !self.locks_queues(&consumer.group) || self.is_at_rest(name) {
                continue;
            }
            for queue in consumer.queue_ids() {
                let holder = self.lock_holder(&consumer.group, &consumer.topic, queue);
                assert!(
                    holder.is_none_or(|holder| holder == name),
                    "{name} owns a queue that {holder:?} has locked"
                );
            }
        }
    }
}
