//! The same journal under other rules, at the same instant as the lab on screen. Not here: what is different
//! (`projection::differences`).
//!
//! Invariant: its World is the one that a straight run of the lab's journal under the other profile gives.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::player::clock::Clock;
use crate::player::playing::Player;
use crate::player::travel::{FIRST_BUDGET_US, Travel};
use crate::sim::{Timeline, World};

/// Slices of a run between two looks at the clock.
const SLICES_PER_LOOK: u32 = 4;

/// A second run of a lab.
pub struct Beside {
    timeline: Timeline,
    /// The lab's branch when it was last followed: on one branch a journal only grows.
    branch: u64,
    /// It is on its way to where the lab is.
    way: Option<Travel>,
}

impl Beside {
    /// The lab's journal under `profile`, at its beginning.
    pub fn new(lab: &Timeline, branch: u64, profile: Profile) -> Beside {
        let mut journal = lab.journal().clone();
        journal.header.profile = profile;
        Beside { timeline: Timeline::from_journal(journal), branch, way: None }
    }

    /// Whose rules it obeys.
    pub fn profile(&self) -> Profile {
        self.world().header().profile
    }

    /// The World by the other rules.
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// Where it is on its way to, and how much of the way is behind it, in percent.
    pub fn way(&self) -> Option<(Travel, u64)> {
        self.way.map(|way| (way, way.percent(self.timeline.now())))
    }

    /// Goes to where the lab is now, or to the deadline, and takes over what was added to its journal or
    /// dropped from it.
    fn follow(&mut self, lab: &Timeline, branch: u64, (clock, deadline): (&Clock, Option<u64>)) {
        self.take_over(lab, branch);
        let to = lab.now();
        self.timeline.go_near(to);
        let from = self.way.map_or(self.timeline.now(), |way| way.from.min(self.timeline.now()));
        self.way = Some(Travel { from, to, restores: None });
        for slice in 1u32.. {
            let due = self.timeline.next_due().unwrap_or(to).max(self.timeline.now());
            self.timeline.run_until(due.min(to), &mut ());
            if self.timeline.now() == to && self.timeline.next_due().is_none_or(|due| due > to) {
                self.way = None;
                return;
            }
            if slice % SLICES_PER_LOOK == 0 && deadline.is_some_and(|deadline| clock.now_us() >= deadline) {
                return;
            }
        }
    }

    fn take_over(&mut self, lab: &Timeline, branch: u64) {
        let known = self.timeline.journal();
        if self.branch != branch && !lab.journal().entries.starts_with(&known.entries) {
            *self = Beside::new(lab, branch, self.profile());
            return;
        }
        self.branch = branch;
        let new = &lab.journal().entries[known.entries.len()..];
        if let Some(first) = new.first() {
            let late = self.timeline.world().next_command_time() > first.at_us;
            self.timeline.expect(new);
            // These rules may have set timers for this very instant, and commands come before timers.
            if late {
                self.timeline.go_near(VirtualTime(first.at_us.0.saturating_sub(1)));
            }
        }
    }
}

impl Player {
    /// Shows the lab beside itself under another profile's rules, or alone again.
    pub fn set_beside(&mut self, profile: Option<Profile>) {
        self.finish_instant();
        let branch = self.manifest().branch;
        self.beside = profile.map(|profile| Beside::new(&self.timeline, branch, profile));
        self.version += 1;
    }

    /// The lab under the other rules, brought to the present moment; what can't be done at once is done in
    /// the next frames.
    pub fn follow_beside(&mut self) {
        if self.travel.is_none() && self.beside_way().is_none() {
            self.bring_beside(FIRST_BUDGET_US);
        }
    }

    pub(super) fn bring_beside(&mut self, budget_us: u64) {
        let (branch, deadline) = (self.manifest().branch, self.clock.deadline(budget_us));
        if let Some(beside) = &mut self.beside {
            beside.follow(&self.timeline, branch, (&self.clock, deadline));
        }
    }

    /// The lab under the other rules, if it is at the present moment too.
    pub fn beside(&self) -> Option<&World> {
        let there = |beside: &&Beside| beside.way.is_none() && beside.timeline.now() == self.now();
        self.beside.as_ref().filter(there).map(Beside::world)
    }

    /// Where the lab under the other rules is on its way to, and how much of the way is behind it, in
    /// percent.
    pub fn beside_way(&self) -> Option<(Travel, u64)> {
        self.beside.as_ref().and_then(Beside::way)
    }
}
