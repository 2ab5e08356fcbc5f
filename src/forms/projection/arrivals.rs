//! How fast the messages of a queue came, along its offsets: what a strip of many messages is shaded by. Not
//! here: shades, pixels.
//!
//! Invariant: stretches are ascending and apart; where a store time is unknown, or the times are too near to
//! each other to tell a pace, there are none.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::sim::World;
use alloc::vec::Vec;
use core::ops::Range;

/// A stretch is fast from this many times the average on, and very fast from the second.
pub const FAST_TIMES: [i128; 2] = [2, 8];
/// Milliseconds that a step must take on average: store times are whole ones.
const STEP_MS_MIN: i64 = 4;

/// A stretch whose messages came faster than the average of what was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FastStretch {
    /// Its first offset.
    pub from: QueueOffset,
    /// One past its last.
    pub to: QueueOffset,
    /// At least the second of `FAST_TIMES`, not only the first.
    pub very: bool,
}

/// The pace of stored messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrivals {
    /// Messages a second, on average and in the fastest step.
    pub mean_per_s: u64,
    pub most_per_s: u64,
    /// Where they came faster than on average.
    pub fast: Vec<FastStretch>,
}

/// The pace of the messages in `range` that are stored, told apart in so many steps of as many messages each.
pub fn arrivals(
    world: &World,
    topic: &Name,
    queue: QueueId,
    range: &Range<i64>,
    steps: u32,
) -> Option<Arrivals> {
    let broker = world.broker();
    let from = broker.min_offset(topic, queue).0.max(range.start);
    let to = broker.max_offset(topic, queue).0.min(range.end);
    let (messages, steps) = (to.saturating_sub(from), i64::from(steps));
    if steps == 0 || messages < steps {
        return None;
    }
    // The last message has come, the one behind it has not: the stretch ends with it.
    let edge = |i: i64| from + (i128::from(messages - 1) * i128::from(i) / i128::from(steps)) as i64;
    let time = |i: i64| broker.store_time(topic, queue, QueueOffset(edge(i)));
    let times: Vec<EpochMs> = (0..=steps).map(time).collect::<Option<_>>()?;
    let whole_ms = times[times.len() - 1].ms_since(times[0]);
    if whole_ms < steps.saturating_mul(STEP_MS_MIN) {
        return None;
    }
    let per_s = |messages: i64, ms: i64| (i128::from(messages) * 1_000 / i128::from(ms.max(1))) as u64;
    let mut found = Arrivals { mean_per_s: per_s(messages - 1, whole_ms), most_per_s: 0, fast: Vec::new() };
    for (i, pair) in (0..steps).zip(times.windows(2)) {
        let (first, end, ms) = (edge(i), edge(i + 1), pair[1].ms_since(pair[0]));
        found.most_per_s = found.most_per_s.max(per_s(end - first, ms));
        // Against the average, without dividing: messages / ms against (all - 1) / whole_ms.
        let here = i128::from(end - first) * i128::from(whole_ms);
        let mean = i128::from(messages - 1) * i128::from(ms.max(1));
        if here < mean * FAST_TIMES[0] {
            continue;
        }
        let very = here >= mean * FAST_TIMES[1];
        let (from, to) = (QueueOffset(first), QueueOffset(end));
        match found.fast.last_mut().filter(|last| last.to == from && last.very == very) {
            Some(last) => last.to = to,
            None => found.fast.push(FastStretch { from, to, very }),
        }
    }
    Some(found)
}
