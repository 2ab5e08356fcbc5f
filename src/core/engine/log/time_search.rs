//! From a time to an offset (R-RST-1 to R-RST-4, SD-17). Not here: what is done with it.
//!
//! Invariant: store times ascend, so a bisection finds the offset. It is in [Min, Max] of the queue, but for
//! brokers before 5.0, which don't see to that. Messages that were taken over from a real cluster have no
//! time, so a search that may end among them has two ends or none (`time_bound`).

use crate::engine::answer::Boundary;
use crate::engine::ids::{EpochMs, PhysicalOffset, QueueOffset};
use crate::engine::log::consume_queue::ConsumeQueue;
use crate::engine::log::imported::Imported;
use crate::engine::log::time_bound::Between;
use crate::engine::profile::TimeSearchRule;
use crate::engine::rules::Rules;

/// What a search needs to know besides the queue.
#[derive(Clone, Copy, Debug)]
pub struct SearchRule {
    /// Whose rules hold.
    pub profile: Rules,
    /// The log's minimum: a record before it is deleted.
    pub log_min: PhysicalOffset,
    /// Entries of a consume-queue file.
    pub file_entries: i64,
}

/// Between which offsets that one is that a reset or a search to `time` means: mostly it is one. `None`: it
/// depends on times that nobody recorded.
pub fn offset_by_time(
    queue: &ConsumeQueue,
    time: EpochMs,
    boundary: Boundary,
    rule: SearchRule,
) -> Option<Between> {
    let closest = match rule.profile.time_search() {
        TimeSearchRule::Bisection => true,
        TimeSearchRule::Closest => boundary == Boundary::Lower,
        TimeSearchRule::LowerBound => false,
    };
    let imported = queue.imported_span();
    let last = QueueOffset(queue.max().0 - 1);
    let among = |imported: &Imported, time| imported.search(time, boundary, closest, last);
    // All of them were stored by the time at which they were taken over.
    if let Some(imported) = imported.filter(|imported| time <= imported.at) {
        return among(imported, time);
    }
    match found_at(queue, time, boundary, rule) {
        Some(found) => Some((found, found)),
        // The last of them or the first of the lab's own.
        None => imported
            .filter(|imported| among(imported, time).is_some())
            .map(|all| (QueueOffset(all.end.0 - 1), all.end)),
    }
}

/// The same where no message that was taken over can be at or after the time.
fn found_at(
    queue: &ConsumeQueue,
    time: EpochMs,
    boundary: Boundary,
    rule: SearchRule,
) -> Option<QueueOffset> {
    if rule.profile.time_search() == TimeSearchRule::Bisection {
        let found = if queue.max().0 == 0 { QueueOffset(0) } else { bisect(queue, time, rule)? };
        let clamps = rule.profile.clamps_time_search();
        return Some(if clamps { found.max(queue.min()).min(queue.max()) } else { found });
    }
    if queue.min() == queue.max() {
        return Some(queue.min());
    }
    let dead_end = queue.dead_first_file_end(rule.log_min, rule.file_entries);
    if let Some(end) = dead_end.filter(|_| rule.profile.finds_min_anew()) {
        let found = past_dead_file(queue, time, boundary, end);
        return Some(found.max(queue.min()).min(queue.max()));
    }
    match (rule.profile.time_search(), boundary) {
        (_, Boundary::Upper) => Some(upper(queue, time)),
        (TimeSearchRule::Closest, Boundary::Lower) => closest(queue, time),
        (_, Boundary::Lower) => Some(lower(queue, time)),
    }
}

/// The first message at or after the time; Max if all are older.
fn lower(queue: &ConsumeQueue, time: EpochMs) -> QueueOffset {
    queue.first_stored_at(time)
}

/// The last message at or before the time; Min if all are newer, although that one is newer too.
fn upper(queue: &ConsumeQueue, time: EpochMs) -> QueueOffset {
    let after = time.0.checked_add(1).map_or(queue.max(), |later| queue.first_stored_at(EpochMs(later)));
    after.minus(1).max(queue.min())
}

/// What a broker from 5.1.1 on finds where all of the first consume-queue file is deleted, which ends before
/// `end` (R-RST-3, R-CQ-7): no entry of that file has a time, which counts as -1.
fn past_dead_file(queue: &ConsumeQueue, time: EpochMs, boundary: Boundary, end: QueueOffset) -> QueueOffset {
    let from = queue.files_from();
    let first_at = |time: EpochMs| queue.first_indexed_at(time).max(end);
    match boundary {
        // A negative time is at or before that of every entry of the file.
        Boundary::Lower if time.0 < -1 => from,
        Boundary::Lower if time.0 == -1 => QueueOffset((from.0 - 1).max(0)),
        Boundary::Lower => first_at(time),
        Boundary::Upper if time.0 < -1 => QueueOffset(0),
        Boundary::Upper => {
            let after = time.0.checked_add(1).map_or(queue.max(), |later| first_at(EpochMs(later)));
            QueueOffset(after.0 - 1)
        }
    }
}

/// The message closest in time: a tie goes to the earlier, and after the last comes the last.
fn closest(queue: &ConsumeQueue, time: EpochMs) -> Option<QueueOffset> {
    let right = lower(queue, time);
    if right == queue.min() {
        return Some(right);
    }
    let left = right.minus(1);
    let Some(after) = queue.entry(right) else { return Some(left) };
    let before = queue.entry(left).map(|entry| entry.stored_at);
    closer(queue, time, (left, before), (right, after.stored_at))
}

/// The one of two neighbours that is closer; a tie goes to the earlier. One without a store time was taken
/// over: it was stored by then, so it is at least so far away.
fn closer(
    queue: &ConsumeQueue,
    time: EpochMs,
    (left, before): (QueueOffset, Option<EpochMs>),
    (right, after): (QueueOffset, EpochMs),
) -> Option<QueueOffset> {
    let to_right = after.0.abs_diff(time.0);
    match (before, queue.imported_span()) {
        (Some(before), _) if time.0.abs_diff(before.0) <= to_right => Some(left),
        (None, Some(imported)) if time.0.abs_diff(imported.at.0) <= to_right => None,
        _ => Some(right),
    }
}

/// The bisection of brokers up to 5.1.0, in the file that it would choose (R-RST-3, R-RST-4). What it finds
/// depends on the entries that it happens to meet: of equal times any, and an unreadable one ends it at 0.
///
/// Model: the file is chosen by its last entry's store time; a broker takes the file's modification time,
/// which an operating system updates late.
fn bisect(queue: &ConsumeQueue, time: EpochMs, rule: SearchRule) -> Option<QueueOffset> {
    let file_of = |offset: QueueOffset| offset.0 / rule.file_entries;
    let last = queue.max().minus(1);
    let file = file_of(queue.first_indexed_at(time).min(last)) * rule.file_entries;
    let mut low = queue.min().max(queue.files_from()).0.max(file);
    let mut high = file.saturating_add(rule.file_entries).min(queue.max().0) - 1;
    // Offset and store time of the closest entry on either side.
    let (mut left, mut right) = (None, None);
    while low <= high {
        let middle = low + (high - low) / 2;
        if queue.imported_span().is_some_and(|imported| middle < imported.end.0) {
            // Older than `time`, see above.
            low = middle + 1;
            left = Some((middle, None));
            continue;
        }
        let Some(entry) = queue.entry(QueueOffset(middle)) else { return Some(QueueOffset(0)) };
        if entry.physical < rule.log_min {
            low = middle + 1;
            continue;
        }
        // Where messages were taken over, the log's first record is one of them.
        let is_first = entry.physical == rule.log_min && queue.imported_span().is_none();
        if is_first && !rule.profile.reads_the_logs_first_record() {
            return Some(QueueOffset(0));
        }
        match entry.stored_at.cmp(&time) {
            core::cmp::Ordering::Equal => return Some(QueueOffset(middle)),
            core::cmp::Ordering::Greater => {
                high = middle - 1;
                right = Some((middle, entry.stored_at));
            }
            core::cmp::Ordering::Less => {
                low = middle + 1;
                left = Some((middle, Some(entry.stored_at)));
            }
        }
    }
    Some(QueueOffset(match (left, right) {
        (Some((left, before)), Some((right, after))) => {
            return closer(queue, time, (QueueOffset(left), before), (QueueOffset(right), after));
        }
        (Some((at, _)), None) => at,
        (None, Some((at, _))) => at,
        // Every record of the file is deleted: one before the file, as the broker's arithmetic has it.
        (None, None) => (file - 1).max(0),
    }))
}
