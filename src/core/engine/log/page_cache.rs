//! What of the log is in memory, and how much a group may read that is not (R-PULL-9, R-PULL-10, SD-18). Not
//! here: the estimate by the distance from the log's end (`broker::pull`), and the bytes themselves.
//!
//! Invariant: the least recently used segment leaves first; with a capacity of 0 everything counts as in
//! memory.

use crate::engine::broker::Broker;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset};
use crate::engine::ordered_map::OrderedMap;
use alloc::collections::VecDeque;
use serde::{Deserialize, Serialize};

/// The window in which cold bytes are counted (R-PULL-10).
const WINDOW_MS: i64 = 5_000;
/// `globalColdReadThreshold`: cold bytes of all groups in one window.
const GLOBAL_BYTES: u64 = 100 << 20;

/// The operating system's page cache, in whole segments.
///
/// Model: a real one has pages of 4 KiB and reads ahead.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PageCache {
    /// Bases of the segments, the most recently used last.
    segments: VecDeque<PhysicalOffset>,
}

impl PageCache {
    /// Whether a segment is in memory.
    pub fn holds(&self, base: PhysicalOffset, capacity: u32) -> bool {
        capacity == 0 || self.segments.contains(&base)
    }

    /// A segment is used: it is in memory from now on, and the one that was not used for longest may leave.
    pub fn touch(&mut self, base: PhysicalOffset, capacity: u32) {
        if capacity == 0 || self.segments.back() == Some(&base) {
            return;
        }
        self.segments.retain(|known| *known != base);
        self.segments.push_back(base);
        while self.segments.len() > capacity as usize {
            self.segments.pop_front();
        }
    }

    /// The segments in memory.
    pub fn segments(&self) -> &VecDeque<PhysicalOffset> {
        &self.segments
    }

    /// The log begins at `log_min` now.
    pub fn forget_before(&mut self, log_min: PhysicalOffset) {
        self.segments.retain(|base| *base >= log_min);
    }

    /// A start finds nothing in memory.
    pub fn clear(&mut self) {
        self.segments.clear();
    }
}

impl Broker {
    /// Segments in the page cache; `None`: everything counts as in memory.
    pub fn resident_segments(&self) -> Option<&VecDeque<PhysicalOffset>> {
        (self.settings.page_cache_segments > 0).then(|| self.cache.segments())
    }
}

/// Bytes that were read cold in the present window (`ColdDataCgCtrService`).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ColdReads {
    window_from: EpochMs,
    all_bytes: u64,
    by_group: OrderedMap<Name, u64>,
}

impl ColdReads {
    /// Whether the group, or all together, have read their share of cold bytes.
    pub fn is_over(&mut self, group: &Name, limit_bytes: u64, now: EpochMs) -> bool {
        if now.ms_since(self.window_from) >= WINDOW_MS {
            *self = ColdReads { window_from: now, ..ColdReads::default() };
        }
        self.all_bytes >= GLOBAL_BYTES || self.by_group.get(group).is_some_and(|bytes| *bytes >= limit_bytes)
    }

    /// Counts what a pull has read cold.
    pub fn add(&mut self, group: &Name, bytes: u64) {
        if bytes > 0 {
            self.all_bytes += bytes;
            *self.by_group.entry(group.clone()).or_insert_with(|| 0) += bytes;
        }
    }
}
