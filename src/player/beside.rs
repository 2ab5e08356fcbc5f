//! The same journal under other rules, at the same instant as the lab on screen. Not here: what is different
//! (`projection::differences`).
//!
//! Invariant: its World is the one that a straight run of the lab's journal under the other profile gives.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::sim::{Timeline, World};

/// A second run of a lab.
pub struct Beside {
    timeline: Timeline,
    /// The lab's branch when it was last followed: on one branch a journal only grows.
    branch: u64,
    /// `Beside::follow`, through this run alone, so that a page without one does not need it.
    pub(super) follow: fn(&mut Beside, &Timeline, u64),
}

impl Beside {
    /// The lab's journal under `profile`, run to where the lab is.
    pub fn new(lab: &Timeline, branch: u64, profile: Profile) -> Beside {
        let mut journal = lab.journal().clone();
        journal.header.profile = profile;
        let mut beside = Beside { timeline: Timeline::from_journal(journal), branch, follow: Beside::follow };
        beside.timeline.run_until(lab.now(), &mut ());
        beside
    }

    /// Whose rules it obeys.
    pub fn profile(&self) -> Profile {
        self.world().header().profile
    }

    /// The World by the other rules.
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// Goes to where the lab is now, and takes over what was added to its journal or dropped from it.
    fn follow(&mut self, lab: &Timeline, branch: u64) {
        let known = self.timeline.journal();
        if self.branch != branch && !lab.journal().entries.starts_with(&known.entries) {
            *self = Beside::new(lab, branch, self.profile());
            return;
        }
        self.branch = branch;
        let new = &lab.journal().entries[known.entries.len()..];
        if let Some(first) = new.first() {
            let late = self.timeline.world().next_command_time() > first.at_us;
            let before = VirtualTime(first.at_us.0.saturating_sub(1));
            self.timeline.expect(new);
            // These rules may have set timers for this very instant, and commands come before timers.
            if late {
                self.timeline.seek(before, &mut ());
            }
        }
        self.timeline.seek(lab.now(), &mut ());
    }
}
