//! A journal and the World at one of its instants: submit, seek, rewind, fork. Not here: wall time, storage.
//!
//! Invariant: the World is always the one that a straight run of the journal to `now` gives; checkpoints only
//! save work.

use crate::engine::EventSink;
use crate::engine::ids::VirtualTime;
use crate::sim::command::{Command, Outcome};
use crate::sim::formats::journal::{Journal, JournalEntry, JournalHeader};
use crate::sim::world::World;
use alloc::vec::Vec;
use core::ops::Range;

/// Work of a World between two checkpoints, at first; it doubles whenever the checkpoints are thinned out.
const FIRST_INTERVAL_WORK: u64 = 20_000;
/// Bytes of log that count as one step of work.
const BYTES_OF_A_STEP: u64 = 512;
/// Bytes of index that checkpoints may keep alive of what retention has purged since.
const PURGED_INDEX_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Checkpoints kept at most.
const CHECKPOINTS_MAX: usize = 32;

/// A World and how much of the journal it has obeyed.
struct Checkpoint {
    world: World,
    obeyed: usize,
    /// Bytes of its sealed index.
    index_bytes: u64,
}

impl Checkpoint {
    fn of(world: World, obeyed: usize) -> Checkpoint {
        let index_bytes = world.broker().sealed_index_bytes();
        Checkpoint { world, obeyed, index_bytes }
    }

    /// Where its log begins and ends.
    fn log(&self) -> Range<i64> {
        let log = self.world.broker().log();
        log.min_physical().0..log.end().0
    }
}

/// What it took to bring a World where it is: timers, commands and messages.
fn work(world: &World) -> u64 {
    world.steps().saturating_add(world.broker().log().end().0 as u64 / BYTES_OF_A_STEP)
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
    interval_work: u64,
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
        let first = Checkpoint::of(world.clone(), obeyed);
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
        let (interval_work, floor) = (FIRST_INTERVAL_WORK, VirtualTime(0));
        Timeline { journal, world, obeyed, head, checkpoints, interval_work, floor }
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
        if let Some(first) = entries.first() {
            // What has passed their moment has passed them by.
            self.checkpoints.retain(|checkpoint| checkpoint.world.next_command_time() <= first.at_us);
        }
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
        self.run(until, u32::MAX, true, out)
    }

    /// The same with at most so many timers behind the entries: it may stop on the way, even within an
    /// instant. It keeps no checkpoints for them.
    pub fn run_some(&mut self, until: VirtualTime, timers: u32, out: &mut dyn EventSink) -> Vec<Outcome> {
        self.run(until, timers, false, out)
    }

    fn run(
        &mut self,
        until: VirtualTime,
        timers: u32,
        remembers: bool,
        out: &mut dyn EventSink,
    ) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        while let Some(entry) = self.journal.entries.get(self.obeyed).filter(|entry| entry.at_us <= until) {
            self.obeyed += 1;
            // A recording's operations, or a journal written by hand, may name an instant whose timers have
            // fired.
            let at = entry.at_us.max(self.world.next_command_time());
            outcomes.push(self.world.apply(at, &entry.command, out));
            self.remember();
        }
        self.run_world(until, timers, remembers, out);
        self.head = self.head.max(self.world.now());
        outcomes
    }

    fn run_world(&mut self, until: VirtualTime, mut timers: u32, remembers: bool, out: &mut dyn EventSink) {
        while let Some(due) = self.world.next_due().filter(|due| *due <= until && timers > 0) {
            self.world.run_some(due, &mut timers, out);
            if remembers {
                self.remember();
            }
        }
        self.world.run_some(until, &mut timers, out);
    }

    /// Whether so much has happened since the last checkpoint that it is time for the next.
    pub fn wants_checkpoint(&self) -> bool {
        let last = self.checkpoints.last().map_or(0, |checkpoint| work(&checkpoint.world));
        work(&self.world) >= last.saturating_add(self.interval_work)
    }

    /// Keeps a checkpoint when it is time.
    pub fn remember(&mut self) {
        if !self.wants_checkpoint() {
            return;
        }
        assert!(!self.world.is_within_instant(), "a checkpoint stands between two instants");
        if self.checkpoints.len() == CHECKPOINTS_MAX {
            let mut nth = 0;
            self.checkpoints.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
            self.interval_work *= 2;
        }
        self.checkpoints.push(Checkpoint::of(self.world.clone(), self.obeyed));
        // Where the past is another engine's, the first one is where the lab's own begins, and stays.
        let oldest = usize::from(self.floor > VirtualTime(0));
        while self.checkpoints.len() > 2 && self.purged_index_bytes() > PURGED_INDEX_BYTES_MAX {
            self.checkpoints.remove(oldest);
        }
    }

    /// About how many bytes of index live only because checkpoints share them: blocks that the present World
    /// has purged. An index is spread evenly over its stretch of log, and of two checkpoints the later one
    /// begins no earlier.
    fn purged_index_bytes(&self) -> u64 {
        let begin = self.world.broker().log().min_physical().0;
        let (mut bytes, mut counted_to) = (0, 0);
        for checkpoint in &self.checkpoints {
            let log = checkpoint.log();
            let alone = log.start.max(counted_to)..log.end.min(begin);
            if alone.start < alone.end {
                let share = i128::from(checkpoint.index_bytes) * i128::from(alone.end - alone.start);
                bytes += (share / i128::from(log.end - log.start)) as u64;
            }
            counted_to = counted_to.max(log.end);
        }
        bytes
    }

    /// Goes to an instant, back or forward: the nearest checkpoint and a run from there.
    pub fn seek(&mut self, at: VirtualTime, out: &mut dyn EventSink) {
        self.go_near(at);
        self.run_until(at.max(self.floor), out);
    }

    /// Goes to the nearest checkpoint at or before an instant, unless the way from here is shorter; nothing
    /// is run. Whether it moved.
    pub fn go_near(&mut self, at: VirtualTime) -> bool {
        let (at, now) = (at.max(self.floor), self.world.now());
        let before = self.checkpoints.iter().rev().find(|checkpoint| checkpoint.world.now() <= at);
        if now <= at && before.is_none_or(|before| before.world.now() <= now) {
            return false;
        }
        (self.world, self.obeyed) = match before {
            Some(from) => (from.world.clone(), from.obeyed),
            None if now <= at => return false,
            None => (World::new(self.journal.header.clone()), 0),
        };
        true
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
