//! The second subscription of every push client: its group's retry topic (R-RTY-3). Not here: sending back
//! (`clients::failures`).
//!
//! The part of a client that consumes %RETRY%group is a consumer of its own in the World, named after the
//! client: a real client's threads work on both topics side by side.
//!
//! Invariant: from the group's first retry on every clustering client has this part, and the part lives and
//! dies with the client.

use crate::engine::EventSink;
use crate::engine::broker::retry::retry_topic;
use crate::engine::ids::Name;
use crate::sim::clients::consumer::Consumer;
use crate::sim::world::World;
use alloc::format;
use alloc::vec::Vec;

/// What a name that a lab gives can't have in it.
const PART: &str = "@retry";

/// The client of which this is a part, or itself.
pub fn client_of(name: &Name) -> Name {
    name.strip_suffix(PART).map_or_else(|| name.clone(), Name::from)
}

/// Whether this is a client's part for retries.
pub(crate) fn is_part(name: &Name) -> bool {
    name.ends_with(PART)
}

pub(crate) fn part_of(client: &Name) -> Name {
    Name::from(format!("{client}{PART}"))
}

impl World {
    /// A group's clients and their parts.
    pub(crate) fn members_of(&self, group: &Name) -> Vec<Name> {
        let of_group = self.consumers.iter().filter(|(_, consumer)| consumer.group == *group);
        of_group.map(|(name, _)| name.clone()).collect()
    }

    /// Gives each client of a group the part that it needs, or takes it away.
    pub(crate) fn subscribe_to_retries(&mut self, group: &Name, out: &mut dyn EventSink) {
        let topic = retry_topic(group);
        let pulls = !self.is_broadcasting(group) && !self.broker.pops(group);
        let wanted = pulls && self.broker.queue_count(&topic) > 0;
        let mut changed = false;
        for client in self.members_of(group).into_iter().filter(|name| !is_part(name)) {
            let part = part_of(&client);
            if self.consumers.contains_key(&part) == wanted {
                continue;
            }
            changed = true;
            if !wanted {
                self.remove_consumer(&part, false, out);
                continue;
            }
            let Some(of) = self.consumers.get(&client) else { continue };
            let mut consumer = Consumer::new(group.clone(), topic.clone(), of.processing_us, of.cached_max);
            consumer.paused = of.paused;
            self.consumers.insert(part.clone(), consumer);
            self.start_consumer(&part);
        }
        if changed {
            self.rebalance(group, &topic, out);
        }
    }

    /// What was done to a client holds for its part too.
    pub(crate) fn adjust_part(&mut self, client: &Name) {
        let Some(of) = self.consumers.get(client) else { return };
        let (processing_us, cached_max, paused) = (of.processing_us, of.cached_max, of.paused);
        let part = part_of(client);
        if let Some(consumer) = self.consumers.get_mut(&part) {
            (consumer.processing_us, consumer.cached_max, consumer.paused) =
                (processing_us, cached_max, paused);
            self.begin_work(&part);
        }
    }

    /// A client goes, and its part with it.
    pub(crate) fn remove_part(&mut self, client: &Name, crash: bool, out: &mut dyn EventSink) {
        let part = part_of(client);
        if self.consumers.contains_key(&part) {
            self.remove_consumer(&part, crash, out);
        }
    }
}
