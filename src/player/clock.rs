//! A clock that a player is handed, to know when a frame's share of work is used up. Not here: the clock of
//! any lab.
//!
//! Invariant: nothing that a World does depends on it.

use alloc::rc::Rc;

/// Gives microseconds since some moment; never goes back.
#[derive(Clone)]
pub struct Clock(Option<Rc<dyn Fn() -> u64>>);

impl Clock {
    /// A clock of the host.
    pub fn new(now_us: impl Fn() -> u64 + 'static) -> Clock {
        Clock(Some(Rc::new(now_us)))
    }

    /// A clock that is still: a frame then does all its work.
    pub fn still() -> Clock {
        Clock(None)
    }

    /// Microseconds.
    pub fn now_us(&self) -> u64 {
        self.0.as_ref().map_or(0, |now_us| now_us())
    }

    /// The moment at which a share of work is used up; `None` where the clock is still.
    pub fn deadline(&self, budget_us: u64) -> Option<u64> {
        self.0.as_ref().map(|now_us| now_us().saturating_add(budget_us))
    }
}
