//! The broker's locks of queues for orderly consumption (R-LB-7). Not here: who asks for one and when
//! (`sim::clients::orderly`).
//!
//! Invariant: a queue of a group has at most one holder; a lock that is not renewed for 60 s is free.

use crate::engine::ids::{EpochMs, GroupQueue, Name};
use crate::engine::ordered_map::OrderedMap;
use serde::{Deserialize, Serialize};

/// `rocketmq.broker.rebalance.lockMaxLiveTime`: a lock lives so long after it was taken or renewed last.
pub const LOCK_LIFE_MS: i64 = 60_000;

/// Who holds a queue, and since when it is sure of that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Lock {
    client: Name,
    at: EpochMs,
}

/// All locks of a broker. They live in memory: a restart forgets them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct QueueLocks {
    locks: OrderedMap<GroupQueue, Lock>,
}

impl QueueLocks {
    /// Who holds a queue at `now`.
    pub fn holder(&self, of: &GroupQueue, now: EpochMs) -> Option<&Name> {
        let lock = self.locks.get(of).filter(|lock| now.ms_since(lock.at) <= LOCK_LIFE_MS)?;
        Some(&lock.client)
    }

    /// Takes or renews a lock; `false`: another client holds it.
    pub fn lock(&mut self, of: GroupQueue, client: &Name, now: EpochMs) -> bool {
        if self.holder(&of, now).is_some_and(|holder| holder != client) {
            return false;
        }
        self.locks.insert(of, Lock { client: client.clone(), at: now });
        true
    }

    /// Gives a lock back, if it is the client's.
    pub fn unlock(&mut self, of: &GroupQueue, client: &Name) {
        if self.locks.get(of).is_some_and(|lock| lock.client == *client) {
            self.locks.remove(of);
        }
    }

    /// Gives back every lock of a client.
    pub fn unlock_all(&mut self, client: &Name) {
        self.locks.retain(|_, lock| lock.client != *client);
    }

    /// Whether anybody holds a queue of the group.
    pub fn has_any(&self, group: &Name, now: EpochMs) -> bool {
        self.locks.keys().any(|of| of.group == *group && self.holder(of, now).is_some())
    }

    /// Forgets the locks of which `gone` says so.
    pub fn forget(&mut self, gone: impl Fn(&GroupQueue) -> bool) {
        self.locks.retain(|of, _| !gone(of));
    }
}
