//! The broker's disk: segments, what is used, what goes next. Not here: the decision to delete
//! (`engine::log::retention`).
//!
//! Invariant: the segments are in order and without gaps.

use crate::engine::ids::{EpochMs, PhysicalOffset, VirtualTime};
use crate::engine::log::commit_log::Segment;
use crate::sim::World;
use alloc::vec::Vec;

/// One segment of the commit log.
#[derive(Clone, PartialEq, Debug)]
pub struct SegmentView {
    /// Where it starts, also its file name (R-LOG-2).
    pub base: PhysicalOffset,
    /// Bytes that are written.
    pub used_bytes: u64,
    /// Bytes that it can take.
    pub capacity_bytes: u64,
    /// Last write.
    pub modified_at: EpochMs,
    /// The last one: messages are appended here and it is never deleted.
    pub active: bool,
}

impl SegmentView {
    /// What is said of a segment.
    pub fn of(segment: &Segment, active: bool) -> SegmentView {
        SegmentView {
            base: segment.base,
            used_bytes: segment.used_bytes,
            capacity_bytes: segment.capacity_bytes,
            modified_at: segment.modified_at,
            active,
        }
    }
}

/// The broker's settings and disk.
#[derive(Clone, PartialEq, Debug)]
pub struct BrokerView {
    /// `fileReservedTime`.
    pub reserved_ms: u64,
    /// Bytes of the next segment.
    pub segment_bytes: u64,
    /// Bytes of the disk.
    pub disk_bytes: u64,
    /// Bytes in segments.
    pub used_bytes: u64,
    /// Used part of the disk in whole percent, rounded up (R-RET-5).
    pub used_percent: u64,
    /// Hours (UTC) in which age deletes; empty means never.
    pub delete_hours: Vec<u8>,
    /// Writes are refused (R-RET-6).
    pub disk_full: bool,
    /// The largest body that is taken.
    pub max_message_bytes: u32,
    /// The segments, oldest first.
    pub segments: Vec<SegmentView>,
    /// The next retention pass.
    pub next_pass: VirtualTime,
    /// When the oldest segment can go by age at the earliest (not before it is full); `None` with only one
    /// segment.
    pub oldest_expires_at: Option<VirtualTime>,
}

/// The World's broker.
pub fn broker_view(world: &World) -> BrokerView {
    let broker = world.broker();
    let settings = broker.settings();
    let segments = broker.log().segments();
    let last = segments.len().saturating_sub(1);
    let views = segments.iter().enumerate().map(|(i, segment)| SegmentView::of(segment, i == last));
    let oldest = if segments.len() > 1 { segments.front() } else { None };
    let oldest_expires_at = oldest.map(|segment| {
        let at_ms = segment.modified_at.plus_ms(settings.reserved_ms).ms_since(world.header().start_ms);
        VirtualTime(at_ms.max(0) as u64 * 1_000)
    });
    BrokerView {
        reserved_ms: settings.reserved_ms,
        segment_bytes: settings.segment_bytes,
        disk_bytes: settings.disk_bytes,
        used_bytes: broker.log().file_bytes(),
        used_percent: broker.used_percent(),
        delete_hours: settings.delete_hours.clone(),
        disk_full: broker.disk_full(),
        max_message_bytes: settings.max_message_bytes,
        segments: views.collect(),
        next_pass: world.next_retention_pass(),
        oldest_expires_at,
    }
}
