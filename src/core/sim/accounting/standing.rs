//! Where a group stands on a queue by its own counts: what it has taken care of, what its clients have, where
//! it would go on. Not here: the counting (`tally`), what a reset makes of it (`projection::reset_preview`).
//!
//! Invariant: looking changes nothing.

use crate::engine::ids::{GroupQueue, Name, QueueId, QueueOffset};
use crate::sim::accounting::lost_tail::Holder;
use crate::sim::accounting::ranges::Ranges;
use crate::sim::clients::consumer::PullState;
use crate::sim::clients::retry_topic::client_of;
use crate::sim::world::World;
use crate::sim::world::client_state::ClientQueue;

/// A group on a queue.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct GroupStanding {
    /// Taken care of.
    pub done: Ranges,
    /// In work, and done soon.
    pub in_work: Ranges,
    /// In clients' hands besides: their caches, and what they will try again.
    pub handed_out: Ranges,
    /// Popped and not acknowledged.
    pub hidden: Ranges,
    /// Some of what is in work may fail, or has a number that was given again, so that it is another message.
    pub may_fail: bool,
    /// Its next pull is before what is stored, so that what is handed out will be dropped, or not (R-PULL-7).
    pub overtaken: bool,
    /// Where the group goes on; `None`: that is decided when it begins.
    pub at: Option<QueueOffset>,
    /// Clients that have the queue.
    pub owners: u32,
    /// Each of them is asleep at the broker until something comes, so that it works off what it has.
    pub held: bool,
}

impl World {
    /// Where a group stands on a queue.
    pub fn standing(&self, group: &Name, topic: &Name, queue: QueueId) -> GroupStanding {
        let done = self.tally(group, topic, queue, None).map(|tally| tally.done().clone());
        let mut all = GroupStanding {
            done: done.unwrap_or_default(),
            at: self.broker.consumer_offsets().query(group, topic, queue),
            held: true,
            ..GroupStanding::default()
        };
        let pending = self.broker.consumer_offsets().pending(group, topic, queue).is_some();
        for (name, consumer) in self.consumers.iter().filter(|(_, c)| c.group == *group && c.topic == *topic)
        {
            for hand in consumer.hands().filter(|hand| hand.queue == queue) {
                all.in_work.add(hand.from, hand.to);
                let (client, topic) = (name.clone(), topic.clone());
                let holder = Holder { client, topic, queue, take: hand.take };
                all.may_fail |= self.newer.failing.contains_key(&client_of(name))
                    || self.newer.ghosts.contains_key(&holder);
            }
            let Some(owned) = consumer.queues.get(&queue) else { continue };
            all.owners += 1;
            all.held &= matches!(owned.pull, PullState::Held(_)) && !consumer.paused;
            owned.cached.spans().iter().for_each(|span| _ = all.handed_out.add(span.from, span.to));
            all.overtaken |= owned.next_pull < self.broker.first_stored(topic, queue);
            let again = self.waiting_again(name, queue, owned.take);
            again
                .iter()
                .filter(|_| !owned.is_dropped())
                .for_each(|span| _ = all.handed_out.add(span.from, span.to));
            let unread = self.newer.unread.contains_key(&ClientQueue::new(name, queue));
            let at = match owned.pull {
                PullState::Dropped { to, .. } => Some(to),
                PullState::Scheduled | PullState::Held(_) | PullState::RunAgain | PullState::Reading => {
                    // R-LB-7: an orderly client may ask again before it pulls.
                    let known = Some(owned.memory_offset.unwrap_or(owned.next_pull));
                    if unread { all.at } else { known }
                }
            };
            all.at = if pending { all.at } else { at };
        }
        let of_queue = GroupQueue::new(group, topic, queue);
        all.hidden = self.hidden_of(&of_queue, QueueOffset(0), QueueOffset::MAX);
        for (name, client) in &self.aside.clients {
            let of_group = self.consumers.get(name).is_some_and(|consumer| consumer.group == *group);
            for held in
                client.held.iter().filter(|held| of_group && held.topic == *topic && held.queue == queue)
            {
                all.hidden.add(held.offset, held.offset.saturating_next());
            }
        }
        all
    }
}
