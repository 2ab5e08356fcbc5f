//! From a time to an offset (R-RST-1, R-RST-2, SD-17). Not here: what is done with it.
//!
//! Invariant: the result lies in [Min, Max] of the queue; store times ascend, so a bisection finds it.

use super::answer::Boundary;
use super::consume_queue::ConsumeQueue;
use super::ids::{EpochMs, QueueOffset};
use super::profile::TimeSearchRule;

/// The offset that a reset or a search to `time` means.
pub fn offset_by_time(
    queue: &ConsumeQueue,
    time: EpochMs,
    boundary: Boundary,
    rule: TimeSearchRule,
) -> QueueOffset {
    if queue.min() == queue.max() {
        return queue.min();
    }
    match (rule, boundary) {
        (_, Boundary::Upper) => upper(queue, time),
        (TimeSearchRule::LowerBound, Boundary::Lower) => lower(queue, time),
        (TimeSearchRule::Closest, Boundary::Lower) => closest(queue, time),
    }
}

/// The first message at or after the time; Max if all are older.
fn lower(queue: &ConsumeQueue, time: EpochMs) -> QueueOffset {
    queue.first_stored_at(time)
}

/// The last message at or before the time; Min if all are newer, although that one is newer too.
fn upper(queue: &ConsumeQueue, time: EpochMs) -> QueueOffset {
    let after = time.0.checked_add(1).map_or(queue.max(), |later| queue.first_stored_at(EpochMs(later)));
    QueueOffset((after.0 - 1).max(queue.min().0))
}

/// The message closest in time: a tie goes to the earlier, and after the last comes the last.
fn closest(queue: &ConsumeQueue, time: EpochMs) -> QueueOffset {
    let right = lower(queue, time);
    if right == queue.min() {
        return right;
    }
    let left = QueueOffset(right.0 - 1);
    let (Some(before), Some(after)) = (queue.entry(left), queue.entry(right)) else {
        return left;
    };
    let (to_left, to_right) = (time.0.abs_diff(before.stored_at.0), after.stored_at.0.abs_diff(time.0));
    if to_left <= to_right { left } else { right }
}
