//! A journal and the World at one of its instants: submit, seek, rewind, fork. Not here: wall time, storage.
//!
//! Invariant: the World is always the one that a straight run of the journal to `now` gives; checkpoints only save work.

use super::command::{Command, Outcome};
use super::journal::{Journal, JournalEntry, JournalHeader};
use super::seldom;
use super::world::World;
use crate::engine::EventSink;
use crate::engine::ids::VirtualTime;
use alloc::vec::Vec;

/// Steps of a World between two checkpoints, at first; it doubles whenever the checkpoints are thinned out.
const FIRST_INTERVAL_STEPS: u64 = 20_000;
/// Checkpoints kept at most.
const CHECKPOINTS_MAX: usize = 32;

/// A World and how much of the journal it has obeyed.
struct Checkpoint {
    world: World,
    obeyed: usize,
}

/// A lab in time.
pub struct Timeline {
    journal: Journal,
    world: World,
    /// Entries of the journal that the World has obeyed.
    obeyed: usize,
    head: VirtualTime,
    /// Ascending in time.
    checkpoints: Vec<Checkpoint>,
    interval_steps: u64,
    /// Before this instant the lab can't go: its past is not this engine's.
    floor: VirtualTime,
}

impl Timeline {
    /// An empty lab.
    pub fn new(header: JournalHeader) -> Timeline {
        Timeline::from_journal(Journal::new(header))
    }

    /// A lab at time 0, with nothing of the journal obeyed yet.
    pub fn from_journal(journal: Journal) -> Timeline {
        let world = World::new(journal.header.clone());
        Timeline::beginning_with(world, journal, 0, Vec::new())
    }

    /// A lab at the instant of `world`, which has obeyed the first `obeyed` entries of the journal.
    pub fn restore(world: World, journal: Journal, obeyed: usize) -> Timeline {
        let first = Checkpoint { world: world.clone(), obeyed };
        Timeline::beginning_with(world, journal, obeyed, alloc::vec![first])
    }

    fn beginning_with(
        world: World,
        journal: Journal,
        obeyed: usize,
        checkpoints: Vec<Checkpoint>,
    ) -> Timeline {
        let last = journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
        let head = last.max(world.now());
        let (interval_steps, floor) = (FIRST_INTERVAL_STEPS, VirtualTime(0));
        Timeline { journal, world, obeyed, head, checkpoints, interval_steps, floor }
    }

    /// Takes the past as given: from now on the lab goes back to this instant and not further.
    pub fn keep_past(&mut self) {
        self.floor = self.world.now();
    }

    /// The earliest instant to which the lab can go.
    pub fn floor(&self) -> VirtualTime {
        self.floor
    }

    /// The World at `now`.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The whole journal, entries after `now` included.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Entries of the journal that the World has obeyed.
    pub fn obeyed(&self) -> usize {
        self.obeyed
    }

    /// Virtual time.
    pub fn now(&self) -> VirtualTime {
        self.world.now()
    }

    /// The furthest instant reached, or the last command's.
    pub fn head(&self) -> VirtualTime {
        self.head
    }

    /// Commands of the journal that come after `now`.
    pub fn changes_after_now(&self) -> usize {
        self.journal.entries.len() - self.obeyed
    }

    /// Obeys a command now. What the journal held after now is dropped: call `rewind` knowingly first.
    pub fn submit(&mut self, command: Command, out: &mut dyn EventSink) -> Outcome {
        self.rewind();
        let at_us = self.world.next_command_time();
        let outcome = self.world.apply(at_us, &command, out);
        self.journal.entries.push(JournalEntry { at_us, command });
        self.obeyed += 1;
        self.head = self.head.max(at_us);
        outcome
    }

    /// Adds entries behind those of the journal, to be obeyed when their time comes.
    pub fn expect(&mut self, entries: &[JournalEntry]) {
        self.journal.entries.extend_from_slice(entries);
        self.head = self.head.max(entries.last().map_or(VirtualTime(0), |entry| entry.at_us));
    }

    /// When something happens next: a timer or an entry of the journal.
    pub fn next_due(&self) -> Option<VirtualTime> {
        let entry = self.journal.entries.get(self.obeyed).map(|entry| entry.at_us);
        [self.world.next_due(), entry].into_iter().flatten().min()
    }

    /// Lets time pass until `until`; entries of the journal on the way are obeyed. Gives their outcomes.
    pub fn run_until(&mut self, until: VirtualTime, out: &mut dyn EventSink) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Some(entry) = self.journal.entries.get(self.obeyed).filter(|entry| entry.at_us <= until) {
            self.obeyed += 1;
            // A recording's operations, or a journal written by hand, may name an instant whose timers have fired.
            let at = entry.at_us.max(self.world.next_command_time());
            outcomes.push(self.world.apply(at, &entry.command, out));
            self.remember();
        }
        self.run_world_until(until, out);
        self.head = self.head.max(self.world.now());
        outcomes
    }

    fn run_world_until(&mut self, until: VirtualTime, out: &mut dyn EventSink) {
        while let Some(due) = self.world.next_due().filter(|due| *due <= until) {
            self.world.run_until(due, out);
            self.remember();
        }
        if until > self.world.now() {
            self.world.run_until(until, out);
        }
    }

    /// Keeps a checkpoint when enough has happened since the last one, and a World can be copied.
    fn remember(&mut self) {
        let Some(seldom) = seldom::here() else { return };
        let last = self.checkpoints.last().map_or(0, |checkpoint| checkpoint.world.steps());
        if self.world.steps() < last + self.interval_steps {
            return;
        }
        if self.checkpoints.len() == CHECKPOINTS_MAX {
            let mut nth = 0;
            self.checkpoints.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.interval_steps *= 2;
        }
        self.checkpoints.push(Checkpoint { world: (seldom.copy)(&self.world), obeyed: self.obeyed });
    }

    /// Goes to an instant, back or forward: the nearest checkpoint and a run from there.
    pub fn seek(&mut self, at: VirtualTime, out: &mut dyn EventSink) {
        let at = at.max(self.floor);
        if at < self.world.now() {
            let before = self.checkpoints.iter().rev().find(|checkpoint| checkpoint.world.now() <= at);
            (self.world, self.obeyed) = match before.zip(seldom::here()) {
                Some((from, seldom)) => ((seldom.copy)(&from.world), from.obeyed),
                None => (World::new(self.journal.header.clone()), 0),
            };
        }
        self.run_until(at, out);
    }

    /// Drops everything after now: entries, checkpoints, and the head.
    pub fn rewind(&mut self) {
        let now = self.world.now();
        self.journal.entries.truncate(self.obeyed);
        self.checkpoints
            .retain(|checkpoint| checkpoint.world.now() <= now && checkpoint.obeyed <= self.obeyed);
        self.head = now;
    }

    /// The journal up to now, for a lab of its own.
    pub fn fork(&self) -> Journal {
        let entries = self.journal.entries[..self.obeyed].to_vec();
        Journal { header: self.journal.header.clone(), entries }
    }
}
