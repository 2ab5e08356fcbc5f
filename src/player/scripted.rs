//! What a lesson has a lab do by itself: commands whose time comes later, the end of a Run, how a task went.
//! Not here: the lesson (`lesson`), when it plays (`ui`).
//!
//! Invariant: what is found out ahead is tried on a copy, so the lab is not changed by it.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::lesson::StepBody;
use crate::lesson::play::{self, Try};
use crate::player::playing::Player;
use crate::sim::JournalEntry;
use crate::sim::World;

impl Player {
    /// Commands that are obeyed when their time comes. What the journal held after now is dropped.
    pub fn will(&mut self, entries: &[JournalEntry]) {
        self.rewind();
        if entries.is_empty() {
            return;
        }
        entries.iter().for_each(|entry| self.writer.expect(entry.at_us, &entry.command));
        self.timeline.expect(entries);
        self.outbox.command_added();
        self.wake();
        self.version += 1;
    }

    /// Now, and how many commands the lab has obeyed.
    pub fn stands(&self) -> (VirtualTime, usize) {
        (self.timeline.now(), self.timeline.obeyed())
    }

    /// When a Run that begins now would end.
    pub fn end_of_run(&self, step: &StepBody) -> VirtualTime {
        play::end_of_run(&self.timeline, step)
    }

    /// How a task that began then went, judged at every instant to its end.
    pub fn judge(&self, step: &StepBody, began: (VirtualTime, usize)) -> Try {
        let mut copy = play::copy_of(&self.timeline);
        copy.seek(began.0, &mut ());
        step.watch(&mut copy, began, 0)
    }

    /// Whether the same commands solve it under other rules too.
    pub fn solves_under(&self, step: &StepBody, began: (VirtualTime, usize), profile: Profile) -> bool {
        let mut other = play::under(&self.timeline, profile);
        other.seek(began.0, &mut ());
        step.watch(&mut other, began, 0).solved.is_some()
    }

    /// When a task that begins now is solved by its solution.
    pub fn end_of_solution(&self, step: &StepBody) -> VirtualTime {
        let mut copy = play::copy_of(&self.timeline);
        step.attempt(&mut copy, &step.solution);
        copy.now()
    }

    /// Goes back to an instant before which nothing is changed; of what came from then on only these stay.
    pub fn back_to(&mut self, at: VirtualTime, kept: &[JournalEntry]) {
        let before = VirtualTime(at.0.saturating_sub(1));
        self.seek(before);
        self.will(kept);
        self.seek(at);
    }

    /// This lab at this instant under other rules.
    pub fn world_under(&self, profile: Profile) -> World {
        play::under(&self.timeline, profile).world().clone()
    }
}
