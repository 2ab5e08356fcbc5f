//! Which segments of the commit log go, and when (R-RET-1 to R-RET-6). Not here: what a deletion does to
//! queues (`broker::retention`).
//!
//! Invariant: whole segments only, oldest first, never the last one; consumption plays no part (R-RET-1).

use crate::engine::event::DeleteReason;
use crate::engine::ids::{EpochMs, PhysicalOffset};
use crate::engine::limits::DISK_SPACE_CLEAN_FORCIBLY_PERCENT;
use crate::engine::log::commit_log::CommitLog;
use serde::{Deserialize, Serialize};

/// Segments that one pass deletes at most (R-RET-3, `deleteFileBatchMax`).
const DELETE_BATCH_MAX: usize = 10;
/// `diskSpaceWarningLevelRatio`: above this, writes are refused (R-RET-5, R-RET-6).
const WARNING_PERCENT: u64 = 90;
/// `diskMaxUsedSpaceRatio`: above this, expired segments go whatever the hour.
const DELETE_PERCENT: u64 = 75;
/// `MAX_MANUAL_DELETE_FILE_TIMES`: passes that one manual deletion lasts (R-RET-7).
pub const MANUAL_PASSES: u32 = 20;

/// What the clean task remembers from pass to pass.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Retention {
    /// Writes are refused (R-RET-6).
    pub disk_full: bool,
    /// Passes of a manual deletion still to come.
    pub manual_passes: u32,
    /// The log's minimum when every Min was last corrected; a boot forgets it (R-CQ-5).
    pub(crate) corrected_to: PhysicalOffset,
}

/// The settings that a pass reads.
#[derive(Clone, Copy, Debug)]
pub struct PassSettings<'a> {
    /// `fileReservedTime`.
    pub reserved_ms: u64,
    /// Bytes of the disk.
    pub disk_bytes: u64,
    /// Hours (UTC) in which age deletes.
    pub delete_hours: &'a [u8],
}

/// What a pass decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pass {
    /// How many of the oldest segments go.
    pub delete: usize,
    /// Why.
    pub reason: DeleteReason,
    /// Whether the disk-full state changed.
    pub disk_full_changed: bool,
}

/// Used part of the disk in whole percent, rounded up (R-RET-5).
pub fn used_percent(used_bytes: u64, disk_bytes: u64) -> u64 {
    let percent = (u128::from(used_bytes) * 100).div_ceil(u128::from(disk_bytes.max(1)));
    percent.min(1_000) as u64
}

impl Retention {
    /// The broker's other look at the disk, which deletes nothing: whether `disk_full` is what it would find
    /// (R-RET-6).
    pub fn is_full_at(percent: u64) -> bool {
        percent > WARNING_PERCENT
    }

    /// One pass of the clean task (R-RET-2, R-RET-3).
    pub fn pass(&mut self, log: &CommitLog, settings: PassSettings<'_>, now: EpochMs) -> Pass {
        let percent = used_percent(log.file_bytes(), settings.disk_bytes);
        let was_full = self.disk_full;
        if percent > WARNING_PERCENT {
            self.disk_full = true;
        } else if percent <= DISK_SPACE_CLEAN_FORCIBLY_PERCENT {
            self.disk_full = false;
        }
        let forced = percent > DISK_SPACE_CLEAN_FORCIBLY_PERCENT;
        let hour = now.0.rem_euclid(86_400_000) / 3_600_000;
        let time_is_up = settings.delete_hours.iter().any(|&when| i64::from(when) == hour);
        let manual = self.manual_passes > 0;
        self.manual_passes = self.manual_passes.saturating_sub(1);
        let deletes = forced || percent > DELETE_PERCENT || time_is_up || manual;
        let expired = |modified_at: EpochMs| now >= modified_at.plus_ms(settings.reserved_ms);
        let may_go = log.segments().len().saturating_sub(1).min(DELETE_BATCH_MAX);
        let going =
            log.segments().iter().take(may_go).take_while(|s| deletes && (forced || expired(s.modified_at)));
        let delete = going.count();
        let all_expired = log.segments().iter().take(delete).all(|segment| expired(segment.modified_at));
        let reason = if all_expired { DeleteReason::Expired } else { DeleteReason::DiskUsage };
        Pass { delete, reason, disk_full_changed: was_full != self.disk_full }
    }
}
