//! Steps: to the next event, to the next call of a recording, by a time. Not here: playing and journeys.
//!
//! Invariant: a step pauses the clock and ends where it says.

use crate::engine::ids::VirtualTime;
use crate::player::playing::Player;

/// Instants that `step` passes at most when nothing happens at any of them.
const STEP_INSTANTS_MAX: u32 = 10_000;

impl Player {
    /// Goes to the next instant at which something happens, and stops there.
    pub fn step(&mut self) {
        self.pause();
        self.settle();
        match self.next_recorded() {
            Some(at) => {
                self.run_to(at, None);
            }
            None => self.step_to_event(),
        }
        self.jumped();
    }

    fn step_to_event(&mut self) {
        for _ in 0..STEP_INSTANTS_MAX {
            let Some(due) = self.timeline.next_due() else { return };
            if self.run_to_counting(due.max(self.now()), None).1 > 0 {
                return;
            }
        }
    }

    /// When the next operation of the recording comes.
    fn next_recorded(&self) -> Option<VirtualTime> {
        let entry = self.recording.as_ref()?.next_entry()?;
        self.journal().entries.get(entry).map(|entry| entry.at_us)
    }

    /// Lets this much virtual time pass, and stops.
    pub fn step_by(&mut self, us: u64) {
        self.pause();
        self.settle();
        self.run_to(self.now().plus_us(us), None);
        self.jumped();
    }
}
