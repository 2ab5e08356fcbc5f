//! Messages of a queue's lost end that clients still have, under numbers that other messages will have
//! (R-OFF-19). Not here: the counts (`tally`), and what else a broker loses (`apply::restart`).
//!
//! A client may hold ghosts of several losses at once: its queue's end can go again while it still works on
//! what it had of the first.
//!
//! Invariant: of one take no number is a ghost twice; who works a ghost off takes it from everybody else's
//! undone ones, as far as they count in the same tally; no tally has fewer lost than ghosts may take back
//! from it.

use crate::engine::broker::loss::LostEnd;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::order::put_in_order;
use crate::engine::ordered_map::OrderedMap;
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::accounting::tally::Tally;
use crate::sim::world::World;
use crate::sim::world::client_state::{ClientQueue, TallyKey};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Who has them, and of which queue.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Holder {
    /// The client.
    pub client: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// By which take; who pops has no takes, so 0.
    pub take: u32,
}

impl Holder {
    /// A client that pops.
    pub(crate) fn by_pop(client: &Name, topic: &Name, queue: QueueId) -> Holder {
        Holder { client: client.clone(), topic: topic.clone(), queue, take: 0 }
    }
}

/// A client that has messages of a queue's lost end.
pub(crate) struct EndHolder {
    pub(crate) client: Name,
    pub(crate) take: u32,
    /// One past the last of them.
    pub(crate) to: QueueOffset,
}

/// What one client may still have of one loss.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ghosts {
    /// The World's step at the loss.
    loss: u64,
    span: Span,
    /// Those that the group had not processed.
    undone: Ranges,
    /// Those of them that count as lost until somebody works them off.
    lost: Ranges,
}

/// Ghosts that were processed.
pub(crate) struct WorkedGhosts {
    pub(crate) span: Span,
    /// How many of them for the first time.
    pub(crate) undone: u64,
    /// How many of those had counted as lost.
    pub(crate) lost: u64,
}

impl World {
    /// What clients have got of a queue's lost end they still process.
    pub(crate) fn keep_ghosts(&mut self, end: &LostEnd) {
        let LostEnd { topic, queue, to, .. } = end;
        let mut holders = self.pop_holders(end);
        for (name, consumer) in self.consumers.iter().filter(|(_, consumer)| consumer.topic == *topic) {
            // R-LB-7: before an orderly client's first pull it has nothing of the queue, and does not know
            // yet where it will pull.
            let unread = self.newer.unread.get(&ClientQueue::new(name, *queue));
            let owned = consumer.queues.get(queue).filter(|owned| unread != Some(&owned.take));
            // What it has not pulled by now it will pull as what it is then.
            let holder = |take, pulled: QueueOffset| EndHolder {
                client: name.clone(),
                take,
                to: pulled.min(end.from),
            };
            holders.extend(owned.map(|owned| holder(owned.take, owned.next_pull)));
            let in_hand = consumer.hands().filter(|hand| hand.queue == *queue);
            let other = in_hand.filter(|hand| owned.is_none_or(|owned| owned.take != hand.take));
            holders.extend(other.map(|hand| holder(hand.take, hand.to)));
        }
        let holds =
            |of: &Holder| holders.iter().any(|held| (&held.client, held.take) == (&of.client, of.take));
        // Who pops forgets its own when it asks for more.
        let of_queue = |of: &Holder| (&of.topic, of.queue) == (topic, *queue);
        self.newer.ghosts.retain(|of, _| !of_queue(of) || of.take == 0 || holds(of));
        for EndHolder { client, take, to: pulled } in holders {
            let of = Holder { client, topic: topic.clone(), queue: *queue, take };
            let tally = self.counted_at(&of).and_then(|place| self.newer.tallies.get(&place)).cloned();
            let ghosts = self.newer.ghosts.entry(of).or_default();
            let mut fresh = Ranges::default();
            fresh.add(*to, pulled);
            for known in ghosts.iter() {
                fresh.remove(known.span.from, known.span.to);
            }
            for &span in fresh.spans() {
                let (mut undone, mut lost) = (Ranges::default(), Ranges::default());
                if let Some(tally) = &tally {
                    lost = tally.at_risk(span.from, span.to);
                    for missing in tally.done().missing(span.from, span.to) {
                        undone.add(missing.from, missing.to);
                    }
                }
                ghosts.push(Ghosts { loss: self.steps, span, undone, lost });
            }
            put_in_order(ghosts, |one, other| one.span.from < other.span.from);
        }
        self.newer.ghosts.retain(|_, ghosts| !ghosts.is_empty());
    }

    /// The tally in which a holder's work counts: a broadcasting client's own, but who pops counts with its
    /// group anyway.
    fn counted_at(&self, of: &Holder) -> Option<TallyKey> {
        let group = self.consumers.get(&of.client)?.group.clone();
        let alone = of.take > 0 && self.is_broadcasting(&group);
        let client = alone.then(|| of.client.clone());
        Some(TallyKey { group, topic: of.topic.clone(), queue: of.queue, client })
    }

    /// A group begins or ends to broadcast: from now on its clients that pull count elsewhere, and what
    /// counts as lost stays so.
    pub(crate) fn uncount_ghosts(&mut self, group: &Name) {
        for (of, ghosts) in &mut self.newer.ghosts {
            let of_group = self.consumers.get(&of.client).is_some_and(|consumer| consumer.group == *group);
            if of.take > 0 && of_group {
                ghosts.iter_mut().for_each(|one| one.lost = Ranges::default());
            }
        }
    }

    /// A topic goes with its tallies, while who has popped messages of it still has them: there is no count
    /// to take them from.
    pub(crate) fn uncount_ghosts_on(&mut self, topic: &Name) {
        for (of, ghosts) in &mut self.newer.ghosts {
            if of.topic == *topic {
                ghosts.iter_mut().for_each(|one| one.lost = Ranges::default());
            }
        }
    }

    /// Whether what a client has under this number is not the message that has it now.
    pub(crate) fn is_ghost(&self, of: &Holder, offset: QueueOffset) -> bool {
        let ghosts = self.newer.ghosts.get(of);
        ghosts.is_some_and(|all| all.iter().any(|one| one.span.contains(offset)))
    }

    /// Takes the ghosts among messages that were processed, ascending.
    pub(crate) fn work_ghosts(
        &mut self,
        of: &Holder,
        from: QueueOffset,
        to: QueueOffset,
    ) -> Vec<WorkedGhosts> {
        let mut worked = Vec::new();
        let mut losses = Vec::new();
        for one in self.newer.ghosts.get_mut(of).into_iter().flatten() {
            let span = Span::new(from.max(one.span.from), to.min(one.span.to));
            if !span.is_empty() {
                let undone = one.undone.remove(span.from, span.to);
                let lost = one.lost.remove(span.from, span.to);
                worked.push(WorkedGhosts { span, undone, lost });
                losses.push(one.loss);
            }
        }
        let Some(own) = self.counted_at(of).filter(|_| !worked.is_empty()) else { return worked };
        // Another client of the group may hold the same message, or this one by another take.
        let mut others: Vec<Holder> = self.newer.ghosts.keys().cloned().collect();
        others.retain(|other| self.counted_at(other).as_ref() == Some(&own));
        for other in others {
            for one in self.newer.ghosts.get_mut(&other).into_iter().flatten() {
                let same = losses.iter().zip(&worked).filter(|(loss, _)| **loss == one.loss);
                for (_, WorkedGhosts { span, .. }) in same {
                    one.undone.remove(span.from, span.to);
                    one.lost.remove(span.from, span.to);
                }
            }
        }
        worked
    }

    /// Panics when more could be taken back of what counts as lost than does.
    pub(crate) fn check_ghosts(&self) {
        let mut open: OrderedMap<TallyKey, OrderedMap<u64, Ranges>> = OrderedMap::new();
        for (of, ghosts) in &self.newer.ghosts {
            let place = self.counted_at(of).expect("who has ghosts is there");
            let losses = open.entry(place).or_default();
            for one in ghosts {
                one.lost.check();
                let loss = losses.entry(one.loss).or_default();
                one.lost.spans().iter().for_each(|span| _ = loss.add(span.from, span.to));
            }
        }
        for (place, losses) in &open {
            let open: u64 = losses.values().map(Ranges::len).sum();
            let counted = self.newer.tallies.get(place).map_or(0, Tally::lost_earlier);
            assert!(open <= counted, "{open} of the {counted} lost messages of {place:?} may be taken back");
        }
    }
}
