//! Messages outside the queues that groups read: scheduled, retried and invisible ones (section 9 of the
//! specification). Not here: each of them (`waiting::delay_table`, `waiting::timer_wheel`,
//! `waiting::origins`, `waiting::pop_state`).
//!
//! Invariant: a lab that uses none of it leaves no trace of it in its digest.

use crate::engine::ids::Name;
use crate::engine::limits::RETRY_MAX_TIMES;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::progress::broadcasts::Broadcasts;
use crate::engine::waiting::delay_table::DelayTable;
use crate::engine::waiting::origins::Origins;
use crate::engine::waiting::pop_state::PopState;
use crate::engine::waiting::timer_wheel::Wheel;
use serde::{Deserialize, Serialize};

/// All pockets of one broker.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pockets {
    /// Scheduled messages.
    pub delays: DelayTable,
    /// What copies are of.
    pub origins: Origins,
    /// Messages that POP groups hold.
    pub pop: PopState,
    /// Messages with a set delivery time.
    pub timers: Wheel,
    /// How groups retry, where that was set (R-RTY-2).
    pub retries: OrderedMap<Name, RetryPolicy>,
    /// Where broadcasting clients pull (R-OFF-15).
    pub broadcasts: Broadcasts,
}

/// A group's `retryQueueNums` and `retryMaxTimes`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RetryPolicy {
    /// Queues of its retry topic; 0: what is sent back is dropped.
    pub queues: u32,
    /// Retries of a message.
    pub max_times: u32,
}

impl Default for RetryPolicy {
    fn default() -> RetryPolicy {
        RetryPolicy { queues: 1, max_times: RETRY_MAX_TIMES }
    }
}

impl Pockets {
    /// Whether nothing of it was ever used; then only the time of the last boot may be known.
    pub fn is_unused(&self) -> bool {
        let Pockets { delays, origins, pop, timers, retries, broadcasts } = self;
        let none = *origins == Origins::default() && *timers == Wheel::default();
        none && retries.is_empty() && broadcasts.is_unused() && delays.is_unused() && pop.is_unused()
    }
}
