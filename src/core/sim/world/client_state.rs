//! What a World has had since its first digests were written down: tallies, failing clients, orderly groups
//! and their locks. Not here: what is done with it.
//!
//! It is written behind the World's own form, so that the digests of journals that know none of it stay what
//! they are.
//!
//! Invariant: until `in_use`, nothing here but the tallies and their ghosts differs from a new lab's, and
//! those follow from the rest.

use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::progress::queue_locks::QueueLocks;
use crate::sim::accounting::lost_tail::{Ghosts, Holder};
use crate::sim::accounting::tally::Tally;
use crate::sim::clients::failures::{Failing, Waits};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a tally counts for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct TallyKey {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Of a broadcasting group the client, which counts for itself.
    pub client: Option<Name>,
}

/// A client or its part, and one of its queues.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct ClientQueue {
    /// The client.
    pub client: Name,
    /// The queue.
    pub queue: QueueId,
}

impl ClientQueue {
    /// That queue of that client.
    pub fn new(client: &Name, queue: QueueId) -> ClientQueue {
        ClientQueue { client: client.clone(), queue }
    }
}

/// The offset file of a broadcasting client for a topic (R-OFF-14).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct OffsetFile {
    /// The client.
    pub client: Name,
    /// Its group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
}

impl OffsetFile {
    /// That client's in that group.
    pub fn new(client: &Name, group: &Name, topic: &Name) -> OffsetFile {
        OffsetFile { client: client.clone(), group: group.clone(), topic: topic.clone() }
    }
}

/// How often an orderly client has tried the message that its queue waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tries {
    /// The message.
    pub offset: QueueOffset,
    /// How often in vain.
    pub times: u32,
}

/// The later half of a World.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Newer {
    /// A command that needs any of this was obeyed.
    pub(crate) in_use: bool,
    /// Counts.
    pub(crate) tallies: OrderedMap<TallyKey, Tally>,
    /// Clients that fail.
    pub(crate) failing: OrderedMap<Name, Failing>,
    /// Messages that clients will try again by themselves.
    pub(crate) waits: OrderedMap<ClientQueue, Vec<Waits>>,
    /// How often an orderly queue's message was tried in vain.
    pub(crate) tries: OrderedMap<ClientQueue, Tries>,
    /// Orderly groups.
    pub(crate) orderly: OrderedMap<Name, ()>,
    /// The broker's locks.
    pub(crate) locks: QueueLocks,
    /// Queues that were locked and not pulled since, with their take: the offset will be asked for again.
    pub(crate) unread: OrderedMap<ClientQueue, u32>,
    /// Clients at work on a message that will take too long, and when it will have (R-RTY-1).
    pub(crate) slow: OrderedMap<Name, VirtualTime>,
    /// What clients hold of messages whose numbers ended.
    pub(crate) ghosts: OrderedMap<Holder, Vec<Ghosts>>,
}

impl Newer {
    /// How often a message was tried in vain.
    pub(crate) fn tries_of(&self, of: &ClientQueue, offset: QueueOffset) -> u32 {
        self.tries.get(of).filter(|tries| tries.offset == offset).map_or(0, |tries| tries.times)
    }
}
