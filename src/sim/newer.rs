//! What a World has had since its first digests were written down: tallies, failing clients, orderly groups and their locks.
//! Not here: what is done with it.
//!
//! It is written behind the World's own form, so that the digests of journals that know none of it stay what they are.
//!
//! Invariant: until `in_use`, nothing here but the tallies differs from a new lab's, and those follow from the rest.

use super::failing::{Failing, Waits};
use super::ranges::{Ranges, Span};
use super::tally::Tally;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::queue_locks::QueueLocks;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Group, topic, queue; of a broadcasting group also the client, which counts for itself.
pub type Place = (Name, Name, QueueId, Option<Name>);

/// A client or its part, and one of its queues.
pub type ClientQueue = (Name, QueueId);

/// The later half of a World.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Newer {
    /// A command that needs any of this was obeyed.
    pub(super) in_use: bool,
    /// Counts.
    pub(super) tallies: OrderedMap<Place, Tally>,
    /// Clients that fail.
    pub(super) failing: OrderedMap<Name, Failing>,
    /// Messages that clients will try again by themselves.
    pub(super) waits: OrderedMap<ClientQueue, Vec<Waits>>,
    /// How often an orderly queue's message was tried in vain.
    pub(super) tries: OrderedMap<ClientQueue, (QueueOffset, u32)>,
    /// Orderly groups.
    pub(super) orderly: OrderedMap<Name, ()>,
    /// The broker's locks.
    pub(super) locks: QueueLocks,
    /// Queues that were locked and not pulled since, with their take: the offset will be asked for again.
    pub(super) unread: OrderedMap<ClientQueue, u32>,
    /// What clients hold of messages whose numbers ended: by client, queue and take.
    pub(super) ghosts: OrderedMap<(Name, QueueId, u32), Ghosts>,
}

/// Messages of a queue's lost end that one client may still have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ghosts {
    span: Span,
    /// Those that the group had not taken care of: they count as lost until they are.
    undone: Ranges,
}

impl Ghosts {
    pub(super) fn new(from: QueueOffset, to: QueueOffset, undone: Vec<Span>) -> Ghosts {
        let mut of = Ghosts { span: (from, to), undone: Ranges::default() };
        undone.into_iter().for_each(|(from, to)| {
            of.undone.add(from, to);
        });
        of
    }

    /// Of what was worked off, the part that is the lost messages', and how many of them were undone till now.
    pub(super) fn worked(&mut self, from: QueueOffset, to: QueueOffset) -> (Span, u64) {
        let span = (from.max(self.span.0), to.min(self.span.1));
        if span.0 >= span.1 {
            return ((from, from), 0);
        }
        (span, self.undone.remove(span.0, span.1))
    }
}
