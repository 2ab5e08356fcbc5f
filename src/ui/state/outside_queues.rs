//! What is outside the queues, what happened to each group's messages, and what of the log is cold, as the
//! page shows it. Not here: computing it (`projection`), drawing it (`board`, `inspector::counts`).
//!
//! Invariant: of the same moment as the snapshot that it is in.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{ColdSpan, GroupDeliveries, HiddenSpan, Pockets, cold_spans, deliveries, pockets};
use crate::sim::World;
use alloc::vec::Vec;

/// Pockets, counts and cold stretches.
#[derive(PartialEq)]
pub struct Aside {
    pub pockets: Pockets,
    pub deliveries: Vec<GroupDeliveries>,
    pub cold: Vec<ColdSpan>,
}

impl Aside {
    /// A World's moment.
    pub fn of(world: &World) -> Aside {
        Aside { pockets: pockets(world), deliveries: deliveries(world), cold: cold_spans(world) }
    }

    /// Whether something is in a pocket.
    pub fn has_pockets(&self) -> bool {
        !(self.pockets.topics.is_empty() && self.pockets.groups.is_empty())
    }

    /// Whether something of it is over lanes.
    pub fn over_lanes(&self) -> bool {
        let hidden = self.pockets.groups.iter().any(|group| !group.hidden.is_empty());
        hidden || !self.cold.is_empty()
    }

    /// What a group has hidden on a queue.
    pub fn hidden(&self, group: &str, topic: &str, queue: QueueId) -> Option<&HiddenSpan> {
        let of_group = self.pockets.groups.iter().find(|pocket| *pocket.group == *group)?;
        of_group.hidden.iter().find(|span| *span.topic == *topic && span.queue == queue)
    }

    /// How many messages a group has popped on a queue and not acknowledged.
    pub fn hidden_count(&self, group: &str, topic: &str, queue: QueueId) -> u64 {
        self.hidden(group, topic, queue).map_or(0, |span| span.count)
    }

    /// Messages that are stored and not in the page cache.
    pub fn cold_count(&self) -> i64 {
        self.cold.iter().map(|span| span.to.0 - span.from.0).sum()
    }

    /// What happened to a group's messages.
    pub fn deliveries_of(&self, group: &Name) -> Option<&GroupDeliveries> {
        self.deliveries.iter().find(|of| of.group == *group)
    }
}
