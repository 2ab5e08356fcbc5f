//! What is due when: one queue for all timers of a World, in the order (due, sequence). Not here: what a
//! timer does.
//!
//! Invariant: two timers due at one instant fire in the order in which they were set, on every machine.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use alloc::collections::BTreeMap;
use core::cmp::Reverse;
use serde::{Deserialize, Serialize};

/// Something that will happen by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Timer {
    /// A producer has messages due. `run` is the producer's: an older timer does nothing.
    Produce { producer: Name, run: u32 },
    /// A consumer pulls a queue. `take` is the queue's, so that a timer from before a hand-over does nothing.
    Pull { consumer: Name, queue: QueueId, take: u32 },
    /// A held pull times out (R-PULL-6).
    HoldEnds { consumer: Name, queue: QueueId, take: u32, hold: u32 },
    /// A dropped queue is forgotten (R-PULL-7, R-RST-12).
    DropEnds { consumer: Name, queue: QueueId, take: u32 },
    /// A consumer looks for its share of the queues (R-LB-5). `run` is the consumer's: an older timer does
    /// nothing.
    Rebalance { consumer: Name, run: u32 },
    /// A consumer has finished what it holds.
    Work { consumer: Name, run: u32 },
    /// A consumer saves its offsets (R-OFF-8).
    Persist { consumer: Name, run: u32 },
    /// The broker looks for segments to delete (R-RET-2).
    RetentionPass { run: u32 },
    /// The broker writes its offset file (R-OFF-16).
    OffsetFlush { run: u32 },
    /// A delay level's loop looks, and will find something (R-DLY-4); one that is not the level's `armed`
    /// does nothing.
    DeliverDelayed { level: QueueId },
    /// The revive loop looks, and may find something (R-POP-2).
    Revive,
    /// The wheel of messages with a set delivery time turns (R-TMR-1).
    TurnWheel,
    /// A client that pops takes a step. `run` is the client's: an older timer does nothing.
    PopStep { consumer: Name, run: u32 },
    /// A client tries a message again that failed (R-RTY-1, R-RTY-4).
    TryAgain { consumer: Name, queue: QueueId, take: u32, from: QueueOffset },
    /// A client renews its locks of queues (R-LB-7). `run` is the consumer's: an older timer does nothing.
    RenewLocks { consumer: Name, run: u32 },
    /// A client gives the lock of a queue back that it has lost, whatever it holds (R-LB-7).
    Unlock { consumer: Name, queue: QueueId },
    /// A client's message takes too long (R-RTY-1).
    ConsumeTimeout { consumer: Name },
    /// The broker looks at its disk besides, and will find something (R-RET-6, 4.7.1 to 4.9.8).
    LookAtDisk { run: u32 },
    /// One of a consumer's threads has finished. `run` is the consumer's.
    ThreadDone { consumer: Name, run: u32, number: u32 },
    /// Progress expires, unless somebody has used it since (SD-10).
    ExpireOffsets { at: EpochMs },
}

impl Timer {
    /// The consumer whose timer it is. The end of a hold is the broker's, which does not ask whether the
    /// client still lives: should its number meet one of a later client's holds, that costs the client a
    /// pull.
    fn consumer(&self) -> Option<&Name> {
        match self {
            Timer::Pull { consumer, .. }
            | Timer::DropEnds { consumer, .. }
            | Timer::Rebalance { consumer, .. }
            | Timer::Work { consumer, .. }
            | Timer::ThreadDone { consumer, .. }
            | Timer::Persist { consumer, .. }
            | Timer::PopStep { consumer, .. }
            | Timer::TryAgain { consumer, .. }
            | Timer::RenewLocks { consumer, .. }
            | Timer::Unlock { consumer, .. }
            | Timer::ConsumeTimeout { consumer } => Some(consumer),
            Timer::Produce { .. }
            | Timer::HoldEnds { .. }
            | Timer::RetentionPass { .. }
            | Timer::OffsetFlush { .. }
            | Timer::DeliverDelayed { .. }
            | Timer::Revive
            | Timer::TurnWheel
            | Timer::LookAtDisk { .. }
            | Timer::ExpireOffsets { .. } => None,
        }
    }
}

/// All timers.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Scheduler {
    /// The next one last: their stored form has it there.
    timers: BTreeMap<Reverse<(VirtualTime, u64)>, Timer>,
    next_sequence: u64,
}

impl Scheduler {
    /// Sets a timer.
    pub fn set(&mut self, due: VirtualTime, timer: Timer) {
        self.timers.insert(Reverse((due, self.next_sequence)), timer);
        self.next_sequence += 1;
    }

    /// When the next timer is due.
    pub fn next_due(&self) -> Option<VirtualTime> {
        self.timers.last_key_value().map(|(Reverse((due, _)), _)| *due)
    }

    /// Takes the next timer if it is due at `until` or before.
    pub fn pop_until(&mut self, until: VirtualTime) -> Option<(VirtualTime, Timer)> {
        if self.next_due()? > until {
            return None;
        }
        self.timers.pop_last().map(|(Reverse((due, _)), timer)| (due, timer))
    }

    /// A consumer begins: it counts its runs and takes from the start, so what one of the same name has left
    /// behind goes.
    pub fn forget_consumer(&mut self, name: &Name) {
        self.timers.retain(|_, timer| timer.consumer() != Some(name));
    }

    /// The same for a producer.
    pub fn forget_producer(&mut self, name: &Name) {
        self.timers.retain(|_, timer| !matches!(timer, Timer::Produce { producer, .. } if producer == name));
    }

    /// Whether such a timer is set.
    pub fn has(&self, wanted: &Timer) -> bool {
        self.timers.values().any(|timer| timer == wanted)
    }

    /// Whether a look for expired progress comes by then.
    pub fn looks_for_expiry_by(&self, time: EpochMs) -> bool {
        self.timers.values().any(|timer| matches!(timer, Timer::ExpireOffsets { at } if *at <= time))
    }

    /// When a client renews its locks next.
    pub fn next_renewal(&self, client: &Name, current_run: u32) -> Option<VirtualTime> {
        let renews = |timer: &Timer| matches!(timer, Timer::RenewLocks { consumer, run } if consumer == client && *run == current_run);
        let renewals = self.timers.iter().filter(|(_, timer)| renews(timer));
        renewals.map(|(Reverse((due, _)), _)| *due).next_back()
    }

    /// How many timers are set.
    pub fn len(&self) -> usize {
        self.timers.len()
    }

    /// Whether none is set.
    pub fn is_empty(&self) -> bool {
        self.timers.is_empty()
    }

    /// When the next retention pass is due.
    pub fn next_retention_pass(&self, current_run: u32) -> Option<VirtualTime> {
        let passes =
            self.timers.iter().filter(|(_, timer)| **timer == Timer::RetentionPass { run: current_run });
        passes.map(|(Reverse((due, _)), _)| *due).next_back()
    }
}
