//! A producer that sends by itself: what is due, and to which queue. Not here: storing the message
//! (`engine`).
//!
//! Invariant: the n-th message of a run is due at `started + n / rate`, computed from the start, so nothing
//! drifts.

use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::sim::rng::Rng;
use serde::{Deserialize, Serialize};

/// Messages that are due sooner than this after each other are sent together: store times count whole
/// milliseconds.
const BATCH_US: u64 = 1_000;

/// One producer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Producer {
    /// Where it sends.
    pub topic: Name,
    /// Messages a second.
    pub rate_per_s: u32,
    /// Bytes of each body.
    pub body_bytes: u32,
    /// How many different keys; 0: none.
    pub keys: u32,
    /// It rests.
    pub paused: bool,
    /// Messages stored.
    pub sent: u64,
    /// Messages that the broker refused.
    pub refused: u64,
    /// Timers of an earlier run do nothing.
    pub(crate) run: u32,
    started: VirtualTime,
    sent_in_run: u64,
    turn: u32,
    rng: Rng,
}

impl Producer {
    /// A producer that starts now.
    pub fn new(topic: Name, now: VirtualTime, rng: Rng) -> Producer {
        Producer {
            topic,
            rate_per_s: 0,
            body_bytes: 0,
            keys: 0,
            paused: false,
            sent: 0,
            refused: 0,
            run: 0,
            started: now,
            sent_in_run: 0,
            turn: 0,
            rng,
        }
    }

    /// Begins a new run at `now`: the rate changed, or it continues after a pause.
    pub(crate) fn begin_run(&mut self, now: VirtualTime) {
        self.run += 1;
        self.started = now;
        self.sent_in_run = 0;
    }

    /// When to look for due messages again: at the next one, but at the earliest one batch after `now`.
    /// `None` while it rests.
    pub(crate) fn next_due(&self, now: VirtualTime) -> Option<VirtualTime> {
        Some(self.due_of(self.sent_in_run)?.max(now.plus_us(BATCH_US)))
    }

    fn due_of(&self, nth: u64) -> Option<VirtualTime> {
        let us = (nth + 1).saturating_mul(1_000_000).checked_div(u64::from(self.rate_per_s))?;
        (!self.paused).then(|| self.started.plus_us(us))
    }

    /// Takes the next message if it is due at `now`: its queue and its key.
    pub(crate) fn take_due(&mut self, now: VirtualTime, queues: u32) -> Option<(QueueId, Option<u32>)> {
        if self.due_of(self.sent_in_run)? > now || queues == 0 {
            return None;
        }
        self.sent_in_run += 1;
        if self.keys > 0 {
            let key = self.rng.below(self.keys);
            return Some((key % queues, Some(key)));
        }
        let queue = self.turn % queues;
        self.turn = (queue + 1) % queues;
        Some((queue, None))
    }
}
