//! What lies aside of the queues, what became of each group's messages, and what of the log is cold, as the page shows it. In the
//! program's second part (`late`). Not here: computing it (`projection`), drawing it (`board`, `inspector::counts`).
//!
//! Invariant: of the same moment as the snapshot that it is in; the first part carries it without knowing what it is.

use super::snapshot::Snapshot;
use crate::engine::ids::{Name, QueueId};
use crate::player::Player;
use crate::projection::{ColdSpan, GroupDeliveries, HiddenSpan, Pockets, cold_spans, deliveries, pockets};
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::any::Any;

/// Pockets, counts and cold stretches.
#[derive(PartialEq)]
pub struct Moment {
    pub pockets: Pockets,
    pub deliveries: Vec<GroupDeliveries>,
    pub cold: Vec<ColdSpan>,
}

/// The same as the page carries it: equal only to itself, since what has not changed is kept.
#[derive(Clone)]
pub struct AsideView {
    moment: Rc<dyn Any>,
    /// Something is in a pocket.
    pub has_pockets: bool,
    /// Something of it lies over lanes.
    pub over_lanes: bool,
}

impl PartialEq for AsideView {
    fn eq(&self, other: &AsideView) -> bool {
        core::ptr::addr_eq(Rc::as_ptr(&self.moment), Rc::as_ptr(&other.moment))
    }
}

impl AsideView {
    /// For late code: all of it.
    pub fn moment(&self) -> &Moment {
        self.moment.downcast_ref().expect("an aside view is made here")
    }
}

impl Moment {
    /// What a group has hidden on a queue.
    pub fn hidden(&self, group: &str, topic: &str, queue: QueueId) -> Option<&HiddenSpan> {
        let of_group = self.pockets.groups.iter().find(|pocket| *pocket.group == *group)?;
        of_group.hidden.iter().find(|span| *span.topic == *topic && span.queue == queue)
    }

    /// Messages that are stored and not in the page cache.
    pub fn cold_count(&self) -> i64 {
        self.cold.iter().map(|span| span.to.0 - span.from.0).sum()
    }

    /// What became of a group's messages.
    pub fn deliveries_of(&self, group: &Name) -> Option<&GroupDeliveries> {
        self.deliveries.iter().find(|of| of.group == *group)
    }
}

/// How many messages a group has popped on a queue and not acknowledged.
pub fn hidden_count(aside: &AsideView, group: &str, topic: &str, queue: QueueId) -> u64 {
    aside.moment().hidden(group, topic, queue).map_or(0, |span| span.count)
}

/// The present moment; `before` lends what has not changed.
pub fn aside_view(player: &Player, before: Option<&Snapshot>) -> AsideView {
    let world = player.world();
    let new = Moment { pockets: pockets(world), deliveries: deliveries(world), cold: cold_spans(world) };
    match before.and_then(|before| before.aside.as_ref()) {
        Some(old) if *old.moment() == new => old.clone(),
        _ => {
            let has_pockets = !(new.pockets.topics.is_empty() && new.pockets.groups.is_empty());
            let hidden = new.pockets.groups.iter().any(|group| !group.hidden.is_empty());
            let over_lanes = hidden || !new.cold.is_empty();
            AsideView { moment: Rc::new(new), has_pockets, over_lanes }
        }
    }
}
