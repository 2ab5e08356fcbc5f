//! Messages with a set delivery time: what is parked in rmq_sys_wheel_timer until when (R-TMR-1, R-TMR-2).
//! Not here: storing and delivering them (`broker::timer_wheel`), delay levels (`waiting::delay_table`).
//!
//! Invariant: a message leaves at or after its time, never before, and less than a second late; far ones are
//! parked again on the way.

use crate::engine::ids::{EpochMs, QueueOffset};
use crate::engine::limits::TIMER_ROLL_WINDOW_MS;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::waiting::delay_table::Waiting;
use serde::{Deserialize, Serialize};

/// Where they are parked, in queue 0.
pub const TIMER_TOPIC: &str = "rmq_sys_wheel_timer";
/// The wheel's precision.
const SECOND_MS: i64 = 1_000;

/// A message that is parked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Parked {
    /// Its place in the timer topic.
    pub place: QueueOffset,
    /// How often it was parked again.
    pub rolls: u32,
    /// What it is, and when it is due.
    pub waiting: Waiting,
}

/// When a message leaves its place; of those that leave together the one parked first is first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub(crate) struct ParkedUntil {
    leaves_at: EpochMs,
    sequence: u64,
}

/// The wheel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wheel {
    /// `timerWheelEnable`; POP needs it too (R-POP-8).
    pub enabled: bool,
    /// A message further ahead is parked again on its way (R-TMR-2).
    pub roll_window_ms: u64,
    parked: OrderedMap<ParkedUntil, Parked>,
    next_sequence: u64,
    /// When the timer fires that is set; an older one does nothing.
    pub armed: Option<EpochMs>,
}

impl Default for Wheel {
    fn default() -> Wheel {
        Wheel {
            enabled: true,
            roll_window_ms: TIMER_ROLL_WINDOW_MS,
            parked: OrderedMap::new(),
            next_sequence: 0,
            armed: None,
        }
    }
}

fn second(time: EpochMs) -> i64 {
    time.0.div_euclid(SECOND_MS).saturating_mul(SECOND_MS)
}

impl Wheel {
    /// When a message that is due then leaves its place, parked now, and whether it is parked again.
    pub fn leaves_at(&self, due: EpochMs, now: EpochMs) -> (EpochMs, bool) {
        // R-TMR-1: the slot before a whole second, else the second that it is in.
        let slot = second(due.minus_ms(1));
        let window = i64::try_from(self.roll_window_ms).unwrap_or(i64::MAX);
        let remaining = slot.saturating_sub(now.0);
        let (slot, again) = if remaining < window {
            (slot, false)
        } else {
            let near = remaining - window < window / 3;
            (second(EpochMs(now.0.saturating_add(if near { window / 2 } else { window }))), true)
        };
        (EpochMs(slot.saturating_add(SECOND_MS)), again)
    }

    pub(crate) fn park(&mut self, leaves_at: EpochMs, parked: Parked) {
        self.parked.insert(ParkedUntil { leaves_at, sequence: self.next_sequence }, parked);
        self.next_sequence += 1;
    }

    /// What is parked, the first to leave first.
    pub fn parked(&self) -> impl Iterator<Item = &Parked> {
        self.parked.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.parked.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parked.is_empty()
    }

    /// The first one that leaves by now.
    pub(crate) fn next_due(&self, now: EpochMs) -> Option<(ParkedUntil, Parked)> {
        let (key, parked) = self.parked.iter().next()?;
        (key.leaves_at <= now).then(|| (*key, parked.clone()))
    }

    /// The broker starts again; what lay at or after `max` of the timer topic is lost.
    pub(crate) fn restart(&mut self, max: QueueOffset) {
        self.parked.retain(|_, parked| parked.place < max);
        self.armed = None;
    }

    pub(crate) fn remove(&mut self, key: ParkedUntil) {
        self.parked.remove(&key);
    }

    /// When the first one leaves.
    pub fn next_look(&self) -> Option<EpochMs> {
        self.parked.keys().next().map(|key| key.leaves_at)
    }
}
