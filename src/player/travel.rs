//! Long ways through time, a frame's share after the other: the page answers meanwhile, sees how far it is,
//! and can stop it. Not here: what a stretch of time does (`playing`), what the bar looks like (`ui`).
//!
//! Invariant: wherever a journey ends or is stopped, the World is the one that a straight run to that instant
//! gives.

use crate::engine::ids::VirtualTime;
use crate::player::playing::Player;

/// Work of a journey's first moment: most journeys are over then, and what they led to is drawn in the same
/// frame.
pub(super) const FIRST_BUDGET_US: u64 = 40_000;
/// Work of each frame after that: most of what a page can do while it still answers.
pub(super) const TRAVEL_BUDGET_US: u64 = 30_000;

/// A journey under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Travel {
    /// Where it began, or the checkpoint from which it runs.
    pub from: VirtualTime,
    /// Where it goes.
    pub to: VirtualTime,
    /// A lab that comes back from the store is brought to where it ended, then to where it stood.
    pub(super) restores: Option<VirtualTime>,
}

impl Travel {
    /// Whole percent of the way, at `now`.
    pub fn percent(&self, now: VirtualTime) -> u64 {
        let way = self.to.0.saturating_sub(self.from.0).max(1);
        let gone = now.0.saturating_sub(self.from.0).min(way);
        (u128::from(gone) * 100 / u128::from(way)) as u64
    }
}

impl Player {
    /// The journey under way.
    pub fn travel(&self) -> Option<Travel> {
        self.travel
    }

    /// Goes to an instant, back or forward; what can't be done at once is done in the next frames.
    pub fn travel_to(&mut self, at: VirtualTime) {
        self.finish_instant();
        if self.timeline.go_near(at) {
            self.disk.forget();
        }
        self.set_out(at.max(self.timeline.floor()), None);
    }

    /// Begins a journey; `restores`: the lab is being brought back from the store.
    pub(super) fn set_out(&mut self, to: VirtualTime, restores: Option<VirtualTime>) {
        self.travel = Some(Travel { from: self.now(), to, restores });
        self.leaps += 1;
        self.go_on(FIRST_BUDGET_US);
    }

    /// Ends the journey where it is. A lab that is being brought back is not stopped on the way.
    pub fn stop_travel(&mut self) {
        if self.travel.is_some_and(|travel| travel.restores.is_none()) {
            self.arrive();
        }
    }

    /// Nothing is under way after this: a lab that is being brought back is so at once.
    pub(super) fn settle(&mut self) {
        self.finish_instant();
        let travel = self.travel.take();
        if let Some(Travel { to, restores: Some(stood), .. }) = travel {
            self.run_to(to, None);
            if stood < self.now() {
                self.seek(stood);
            }
        }
    }

    /// A frame of the journey.
    pub(super) fn travel_on(&mut self) {
        self.go_on(TRAVEL_BUDGET_US);
    }

    fn go_on(&mut self, budget_us: u64) {
        let Some(travel) = self.travel else { return };
        if !self.run_to(travel.to, self.clock.deadline(budget_us)) {
            self.jumped();
            return;
        }
        match travel.restores.filter(|stood| *stood < self.now()) {
            Some(stood) => {
                self.travel = None;
                self.travel_to(stood);
            }
            None => self.arrive(),
        }
    }

    fn arrive(&mut self) {
        self.leaps += 1;
        let restored = self.travel.take().is_some_and(|travel| travel.restores.is_some());
        if restored {
            // It is where the store has it.
            self.stand_recording();
            self.version += 1;
        } else {
            self.jumped();
            self.outbox.want_checkpoint();
        }
    }

    /// Where the lab is and how far it was run, as the store has to know it: a lab that is still being
    /// brought back is where it will be.
    pub(super) fn standing(&self) -> (VirtualTime, VirtualTime) {
        let known = self.gathered.known_until;
        match self.travel {
            Some(Travel { to, restores: Some(stood), .. }) => (stood, known.max(to)),
            _ => (self.now(), known),
        }
    }
}
