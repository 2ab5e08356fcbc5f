//! From a time to an offset (R-RST-1, R-RST-2, SD-17). Not here: what is done with it.
//!
//! Invariant: the result lies in [Min, Max] of the queue; store times ascend, so a bisection finds it. Messages that were
//! taken over from a real cluster have no time, so a search that would end among them has no result.

use super::answer::Boundary;
use super::consume_queue::ConsumeQueue;
use super::ids::{EpochMs, QueueOffset};
use super::profile::TimeSearchRule;

/// The offset that a reset or a search to `time` means. `None`: it depends on times that nobody recorded.
pub fn offset_by_time(
    queue: &ConsumeQueue,
    time: EpochMs,
    boundary: Boundary,
    rule: TimeSearchRule,
) -> Option<QueueOffset> {
    if queue.min() == queue.max() {
        return Some(queue.min());
    }
    // All of them were stored by the time at which they were taken over.
    if queue.imported_span().is_some_and(|imported| time <= imported.at) {
        return None;
    }
    match (rule, boundary) {
        (_, Boundary::Upper) => Some(upper(queue, time)),
        (TimeSearchRule::LowerBound, Boundary::Lower) => Some(lower(queue, time)),
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
fn closest(queue: &ConsumeQueue, time: EpochMs) -> Option<QueueOffset> {
    let right = lower(queue, time);
    if right == queue.min() {
        return Some(right);
    }
    let left = QueueOffset(right.0 - 1);
    let Some(after) = queue.entry(right) else { return Some(left) };
    let to_right = after.stored_at.0.abs_diff(time.0);
    match (queue.entry(left), queue.imported_span()) {
        (Some(before), _) if time.0.abs_diff(before.stored_at.0) <= to_right => Some(left),
        // It was stored by the time of the import, so it is at least this far away.
        (None, Some(imported)) if time.0.abs_diff(imported.at.0) <= to_right => None,
        _ => Some(right),
    }
}
