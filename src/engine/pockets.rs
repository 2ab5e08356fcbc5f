//! What lies aside of the queues that groups read: scheduled, retried and invisible messages (section 9 of the specification).
//! Not here: each of them (`delay`, `wheel`, `origins`, `pop`).
//!
//! Invariant: a lab that uses none of it leaves no trace of it in its digest.

use super::delay::DelayTable;
use super::origins::Origins;
use super::pop::PopState;
use super::wheel::Wheel;
use serde::{Deserialize, Serialize};

/// All pockets of one broker.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pockets {
    /// Scheduled messages.
    pub delays: DelayTable,
    /// What copies are of.
    pub origins: Origins,
    /// Messages that POP groups have in hand.
    pub pop: PopState,
    /// Messages for a time of their own.
    pub timers: Wheel,
}

impl Pockets {
    /// Whether nothing of it was ever used; then only the time of the last boot may be known.
    pub fn is_unused(&self) -> bool {
        let Pockets { delays, origins, pop, timers } = self;
        let none = *origins == Origins::default() && *timers == Wheel::default();
        none && delays.is_unused() && pop.is_unused()
    }
}
