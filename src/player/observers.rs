//! All that a player gathers from events while the World runs: log, chart, resets. Not here: the World.
//!
//! Events of the known past are skipped: a seek runs it again, and nothing is told twice. Only a rewind drops
//! anything.
//!
//! Invariant: after a straight run, a reload or a seek to the same instant the same things have been
//! gathered.

use crate::engine::event::{Event, EventSink};
use crate::engine::ids::VirtualTime;
use crate::player::disk::Disk;
use crate::player::event_log::EventLog;
use crate::player::history::LagHistory;
use crate::player::resets::Resets;
use crate::sim::World;
use crate::sim::world::digest::encode;
use crate::storage::SegmentWriter;
use crate::storage::sent_by_hand::GivenStored;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What was gathered.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Gathered {
    pub(super) log: EventLog,
    pub(super) history: LagHistory,
    pub(super) resets: Resets,
    /// Up to here everything has been gathered.
    pub(super) known_until: VirtualTime,
}

impl Gathered {
    /// For a lab that starts at `now` without what was gathered before.
    pub(super) fn beginning_at(now: VirtualTime) -> Gathered {
        Gathered { history: LagHistory::beginning_at(now), known_until: now, ..Gathered::default() }
    }

    /// With what the storage's subscriber has gathered, and what the chart needs besides.
    pub(super) fn to_bytes(&self, given: &GivenStored) -> Vec<u8> {
        encode(&self.history.course, encode(&(self, given), Vec::new()))
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<(Gathered, GivenStored)> {
        let (mut gathered, rest) = postcard::take_from_bytes::<Gathered>(bytes).ok()?;
        // Earlier builds gathered nothing there.
        let (given, rest) = postcard::take_from_bytes::<GivenStored>(rest).unwrap_or_default();
        gathered.history.take_up(postcard::from_bytes(rest).ok());
        Some((gathered, given))
    }

    /// Drops what came after the World's present.
    pub(super) fn cut(&mut self, world: &World) {
        let now = world.now();
        self.log.cut(now);
        self.history.cut(now);
        self.resets.cut(world);
        self.known_until = self.known_until.min(now);
    }

    fn observe(&mut self, at: VirtualTime, event: &Event) {
        self.history.observe(at, event);
        if !matches!(event, Event::Appended { .. } | Event::Delivered { .. }) {
            self.log.observe(at, event);
            self.resets.observe(at, event);
        }
    }
}

/// Both subscribers of a World: the storage's and the view's.
pub(super) struct Subscribers<'a> {
    pub(super) writer: &'a mut SegmentWriter,
    pub(super) gathered: &'a mut Gathered,
    pub(super) disk: &'a mut Disk,
    /// Events that came by, known ones too.
    pub(super) events: u64,
    /// Whether the events are news.
    pub(super) live: bool,
}

impl EventSink for Subscribers<'_> {
    fn emit(&mut self, at: VirtualTime, event: Event) {
        self.events += 1;
        if self.live {
            self.writer.observe(at, &event);
            self.gathered.observe(at, &event);
            self.disk.observe(&event);
        }
    }
}
