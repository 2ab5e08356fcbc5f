//! How a player runs its lab: slice after slice, to an instant or to a deadline. Not here: what a frame is
//! worth (`pace`), and what a slice does to the World (`sim`).
//!
//! Invariant: a slice crosses neither the border between known and new nor a sample that has to be taken
//! first. Only a frame's last slice ends within an instant, and `finish_instant` ends that.

use crate::engine::ids::VirtualTime;
use crate::player::observers::Subscribers;
use crate::player::playing::{BACKLOG_BYTES_MAX, Player};

/// Slices of a run between two looks at the clock, at most,
const SLICES_PER_LOOK: u32 = 16;
/// and events. A sample for the chart is a look's worth by itself.
const EVENTS_PER_LOOK: u64 = 64;
/// A frame with less work than this keeps no checkpoint: the next one may.
const COPY_US: u64 = 2_000;
/// Timers of one slice in a frame: of a busy lab hundreds are due at one instant.
const TIMERS_PER_SLICE: u32 = 8;

impl Player {
    /// A frame may have ended between two timers of this instant.
    pub(super) fn finish_instant(&mut self) {
        if self.world().is_within_instant() {
            self.run_to(self.now(), None);
        }
    }

    /// Runs to `until`, or to the deadline. With one the clock waits for the store too. Whether it got there.
    pub(super) fn run_to(&mut self, until: VirtualTime, deadline: Option<u64>) -> bool {
        self.run_to_counting(until, deadline).0
    }

    /// As `run_to`, with the number of events that came by.
    pub(super) fn run_to_counting(&mut self, until: VirtualTime, deadline: Option<u64>) -> (bool, u64) {
        let (mut events, mut looked_at) = (0, 0);
        let mut slices = 0;
        let parts = deadline.is_some() && self.travel.is_none() && self.beside.is_none();
        let timers = if parts { TIMERS_PER_SLICE } else { u32::MAX };
        // To copy a World takes time of its own: it is the first thing of a frame that has room, so that it
        // knows what is left.
        let is_roomy = |deadline: u64| deadline.saturating_sub(self.clock.now_us()) >= COPY_US;
        if parts && self.timeline.wants_checkpoint() && deadline.is_some_and(is_roomy) {
            self.finish_instant();
            self.timeline.remember();
        }
        // At least one slice: a timer may be due at this very instant.
        self.disk.stalled = false;
        loop {
            let mut slice_to = until;
            if let Some(due) = self.disk.holds_at().filter(|_| deadline.is_some()) {
                if due <= self.now().plus_us(1) {
                    self.disk.stalled = true;
                    return (false, events);
                }
                slice_to = until.min(VirtualTime(due.0 - 1));
            }
            let sample = self.gathered.history.next_sample();
            events += self.run_slice(slice_to, timers);
            if sample != self.gathered.history.next_sample() {
                // It belongs to what comes behind it, where nobody stops before that; and it took its time.
                slices = SLICES_PER_LOOK;
                continue;
            }
            if self.now() >= until && self.timeline.next_due().is_none_or(|due| due > until) {
                return (true, events);
            }
            if deadline.is_some() && self.writer.pending_bytes() >= BACKLOG_BYTES_MAX {
                return (false, events);
            }
            slices += 1;
            if slices < SLICES_PER_LOOK && events - looked_at < EVENTS_PER_LOOK {
                continue;
            }
            (slices, looked_at) = (0, events);
            if deadline.is_some_and(|deadline| self.clock.now_us() >= deadline) {
                return (false, events);
            }
        }
    }

    /// Runs to the next instant at which something is due, at most to `until`: never over a border between
    /// known and new, never over a sample that has to be taken first. Of news at most so many timers: what is
    /// known is skipped by whole instants.
    pub(super) fn run_slice(&mut self, until: VirtualTime, timers: u32) -> u64 {
        let (now, known_until) = (self.now(), self.gathered.known_until);
        let live = now >= known_until;
        let next_due = self.timeline.next_due().unwrap_or(until);
        let mut to = until.min(next_due.max(now));
        if live {
            let before_sample = VirtualTime(self.gathered.history.next_sample().0 - 1);
            if to > before_sample && now >= before_sample {
                self.gathered.history.sample(self.timeline.world());
                return 0;
            }
            to = to.min(before_sample.max(now));
        } else {
            to = to.min(known_until);
        }
        let warm = if live { self.look_at_memory() } else { None };
        let first = self.timeline.obeyed();
        let mut out = Subscribers {
            writer: &mut self.writer,
            gathered: &mut self.gathered,
            disk: &mut self.disk,
            events: 0,
            live,
        };
        let outcomes = match live && timers < u32::MAX {
            true => self.timeline.run_some(to, timers, &mut out),
            false => self.timeline.run_until(to, &mut out),
        };
        let events = out.events;
        self.read_along(warm);
        if live {
            self.gathered.known_until = self.timeline.now();
            if let Some(recording) = &mut self.recording {
                recording.played(first, &outcomes);
            }
        }
        events
    }
}
