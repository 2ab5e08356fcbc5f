//! What the broker's clean task does: segments that go, Min behind them, progress that expires. Not here: the
//! decision which segments go (`log::retention`).
//!
//! Invariant: after any deletion of segments, Min of every queue is right again before anything else happens
//! (R-CQ-4).

use crate::engine::broker::delay::is_system_topic;
use crate::engine::broker::{Broker, Emit};
use crate::engine::event::{DeleteReason, Event};
use crate::engine::ids::{EpochMs, GroupTopic, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::consume_queue::ConsumeQueue;
use crate::engine::log::retention::{MANUAL_PASSES, PassSettings, Retention};
use crate::engine::rejected::Rejected;
use alloc::string::ToString;
use alloc::vec::Vec;

/// 4.7.1 to 4.9.8 look at the disk besides, so long after the start (R-RET-6),
const DISK_LOOK_FIRST_MS: i64 = 1_000;
/// and then this often.
const DISK_LOOK_MS: i64 = 10_000;
/// The request that older brokers do not know (R-RET-7).
pub(crate) const DELETE_EXPIRED_COMMITLOG: &str = "329";

impl Broker {
    /// Deletes segments by age for the next passes whatever the hour (R-RET-7).
    pub fn delete_expired_segments(&mut self) -> Result<(), Rejected> {
        if !self.profile.knows_manual_deletion() {
            return Err(Rejected::NotSupported { what: DELETE_EXPIRED_COMMITLOG.to_string() });
        }
        self.retention.manual_passes = MANUAL_PASSES;
        Ok(())
    }

    /// One pass of the clean task, and of Min's correction behind it (R-RET-2 to R-RET-6, R-CQ-5).
    ///
    /// Model: a real pass pauses 100 ms between files; here it takes no time.
    pub fn retention_pass(&mut self, now: EpochMs, emit: Emit<'_>) {
        let hours = core::mem::take(&mut self.settings.delete_hours);
        let settings = PassSettings {
            reserved_ms: self.settings.reserved_ms,
            disk_bytes: self.settings.disk_bytes,
            delete_hours: &hours,
        };
        let pass = self.retention.pass(&self.log, settings, now);
        self.settings.delete_hours = hours;
        if pass.disk_full_changed {
            emit(Event::DiskFull { full: self.retention.disk_full });
        }
        self.delete_oldest_segments(pass.delete, pass.reason, emit);
    }

    /// Whether the broker's other look at the disk would change something (R-RET-6, 4.7.1 to 4.9.8).
    pub fn disk_look_finds_something(&self) -> bool {
        let looks = self.profile.looks_at_disk_besides();
        looks && Retention::is_full_at(self.used_percent()) != self.retention.disk_full
    }

    /// When that look comes next: 1 s after the start, then every 10 s. `since`: the lab's begin, when the
    /// broker was never restarted.
    pub fn next_disk_look(&self, now: EpochMs, since: EpochMs) -> EpochMs {
        let boot = self.pockets.delays.boot().max(since);
        let first = boot.0.saturating_add(DISK_LOOK_FIRST_MS);
        let late = now.0.saturating_add(1).saturating_sub(first).max(0);
        let steps = late / DISK_LOOK_MS + i64::from(late % DISK_LOOK_MS > 0);
        EpochMs(first.saturating_add(steps.saturating_mul(DISK_LOOK_MS)))
    }

    /// That look.
    pub fn look_at_disk(&mut self, emit: Emit<'_>) {
        if self.disk_look_finds_something() {
            self.retention.disk_full = !self.retention.disk_full;
            emit(Event::DiskFull { full: self.retention.disk_full });
        }
    }

    /// Deletes the `count` oldest segments, as a recording tells.
    pub fn expire_segments(&mut self, count: u32, emit: Emit<'_>) {
        self.delete_oldest_segments(count as usize, DeleteReason::Told, emit);
    }

    /// Deletes segments and corrects Min after each, so that a queue remembers the edge of each (R-CQ-4).
    fn delete_oldest_segments(&mut self, count: usize, reason: DeleteReason, emit: Emit<'_>) {
        let gone = count.min(self.log.segments().len().saturating_sub(1));
        let log_min_after = self.log.segments().get(gone).map(|segment| segment.base).unwrap_or_default();
        for _ in 0..gone {
            let Some(segment) = self.log.delete_oldest() else { return };
            emit(Event::SegmentDeleted { base: segment.base, end: segment.end(), reason });
            self.cache.forget_before(self.log.min_physical());
            self.correct_mins(true, log_min_after, emit);
        }
        // A boot may have left a Min that is too low.
        if self.log.min_physical() > self.retention.corrected_to {
            self.correct_mins(false, self.log.min_physical(), emit);
        }
    }

    /// Deletes consume-queue files whose last record is deleted, then sets every Min to the first record that
    /// is there (R-RET-9, R-CQ-4). `log_min_after` is where the log begins when the pass is over: of a queue
    /// that is wholly expired by then Min may stay.
    fn correct_mins(&mut self, log_shrank: bool, log_min_after: PhysicalOffset, emit: Emit<'_>) {
        let (keeps_min, has_files) =
            (self.profile.keeps_min_of_expired_queue(), self.profile.finds_min_anew());
        let (log_min, file_entries) = (self.log.min_physical(), self.settings.file_entries());
        self.retention.corrected_to = log_min;
        for (name, topic) in &mut self.topics {
            for (queue, consume_queue) in (0..).zip(&mut topic.queues) {
                if has_files {
                    consume_queue.forget_expired_files(log_min, file_entries);
                }
                // Imported messages are before the lab's first record, so they are purged first.
                let dropped = if log_shrank { consume_queue.drop_imported() } else { None };
                if dropped.is_none() && keeps_min && consume_queue.is_expired_at(log_min_after) {
                    continue;
                }
                let moved = consume_queue.correct_min(log_min);
                if !has_files {
                    consume_queue.forget_before_min();
                }
                if let Some(from) = dropped.or(moved) {
                    let (topic, to) = (name.clone(), consume_queue.min());
                    emit(Event::MinAdvanced { topic, queue, from, to });
                }
            }
        }
    }

    /// `docs-5.0` only: when progress of groups without consumers expires next (SD-10).
    pub fn next_expiry(&self) -> Option<EpochMs> {
        let keep_ms = self.settings.offset_expiry_ms;
        if keep_ms == 0 || !self.profile.expires_offsets() {
            return None;
        }
        let online = |group: &Name, topic: &Name| {
            self.online.values().any(|online| (&online.group, &online.topic) == (group, topic))
        };
        let touched = self.offsets.last_touched(online)?;
        Some(touched.plus_ms(keep_ms).plus_ms(1))
    }

    /// That: the progress that has expired goes. Gives whose.
    pub fn expire_offsets(&mut self, now: EpochMs, emit: Emit<'_>) -> Vec<GroupTopic> {
        let before = now.minus_ms(self.settings.offset_expiry_ms);
        let mut gone = self.offsets.untouched_since(before);
        gone.retain(|of| !self.online.values().any(|online| online == of));
        for GroupTopic { group, topic } in &gone {
            self.offsets.remove(group, topic, true);
            emit(Event::OffsetsRemoved { group: group.clone(), topic: topic.clone() });
        }
        gone
    }

    /// Destroys queues of ordinary topics whose every record is deleted; their numbering begins again at 0
    /// (R-RET-11). Gives those with their Max.
    pub fn clean_expired_queues(&mut self) -> Vec<(Name, QueueId, QueueOffset)> {
        let mut destroyed = Vec::new();
        let log_min = self.log.min_physical();
        for (name, topic) in &mut self.topics {
            if is_system_topic(name) {
                continue;
            }
            for (id, queue) in (0..).zip(&mut topic.queues) {
                let known = queue.check_bounds(name, id).is_ok();
                let emptied = known && queue.min() == queue.max() && queue.first() != queue.max();
                // A queue that was wholly expired when it was taken over is so for good.
                let expired = log_min.0 > 0 || queue.imported().is_some();
                if expired && (emptied || queue.is_expired_at(log_min)) {
                    destroyed.push((name.clone(), id, queue.max()));
                    *queue = ConsumeQueue::default();
                    self.pockets.origins.cut(name, id, QueueOffset(0));
                    if self.profile.progress_ends_with_its_queue() {
                        self.offsets.forget(name, Some(id));
                    }
                }
            }
        }
        destroyed
    }
}
