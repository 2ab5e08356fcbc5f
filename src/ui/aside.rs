//! What lies aside of the queues and what became of each group's messages, as the page shows it. In the program's second part
//! (`late`). Not here: computing it (`projection`), drawing it (`board::pockets`, `inspector::counts`).
//!
//! Invariant: of the same moment as the snapshot that it is in.

use super::snapshot::Snapshot;
use crate::engine::ids::Name;
use crate::player::Player;
use crate::projection::{GroupDeliveries, HiddenSpan, Pockets, deliveries, pockets};
use alloc::rc::Rc;
use alloc::vec::Vec;

/// Pockets and counts.
#[derive(PartialEq)]
pub struct Moment {
    pub pockets: Pockets,
    pub deliveries: Vec<GroupDeliveries>,
}

/// The same as the page carries it: equal only to itself, since what has not changed is kept. Comparing all of it would be in the
/// program's first part.
#[derive(Clone)]
pub struct AsideView(Rc<Moment>);

impl PartialEq for AsideView {
    fn eq(&self, other: &AsideView) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl core::ops::Deref for AsideView {
    type Target = Moment;

    fn deref(&self) -> &Moment {
        &self.0
    }
}

/// How much a group has popped on a queue and not acknowledged, and where more about it stands.
#[derive(Clone, PartialEq)]
pub struct HiddenHere {
    pub count: u64,
    pub aside: AsideView,
}

impl AsideView {
    /// What a group has hidden on a queue, for its mark.
    pub fn hidden_here(&self, group: &str, topic: &str, queue: u32) -> Option<HiddenHere> {
        let count = self.hidden(group, topic, queue)?.count;
        Some(HiddenHere { count, aside: self.clone() })
    }

    /// Whether anything is in a pocket, but for what a lane shows.
    pub fn is_empty(&self) -> bool {
        self.pockets.topics.is_empty() && self.pockets.groups.is_empty()
    }

    /// What a group has hidden on a queue.
    pub fn hidden(&self, group: &str, topic: &str, queue: u32) -> Option<&HiddenSpan> {
        let of_group = self.pockets.groups.iter().find(|pocket| *pocket.group == *group)?;
        of_group.hidden.iter().find(|span| *span.topic == *topic && span.queue == queue)
    }

    /// What became of a group's messages.
    pub fn deliveries_of(&self, group: &Name) -> Option<&GroupDeliveries> {
        self.deliveries.iter().find(|of| of.group == *group)
    }
}

/// The present moment; `before` lends what has not changed.
pub fn aside_view(player: &Player, before: Option<&Snapshot>) -> AsideView {
    let world = player.world();
    let new = Moment { pockets: pockets(world), deliveries: deliveries(world) };
    match before.and_then(|before| before.aside.as_ref()) {
        Some(old) if *old.0 == new => old.clone(),
        _ => AsideView(Rc::new(new)),
    }
}
