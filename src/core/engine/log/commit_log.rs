//! The commit log: the messages of all topics, in segments (R-LOG-1 to R-LOG-4). Not here: bodies (they go
//! to the segment writer in `storage`) and the decision what to delete (`log::retention`).
//!
//! Invariant: segments follow each other without gaps, and only the last one can have room.

use crate::engine::ids::{EpochMs, PhysicalOffset};
use crate::engine::rejected::Rejected;
use alloc::collections::VecDeque;
use serde::{Deserialize, Serialize};

/// Bytes that must stay free behind a record: the head of the blank record that fills a file (R-LOG-4).
const BLANK_HEAD_BYTES: u64 = 8;

/// One file of the commit log.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Segment {
    /// Physical offset of its first byte, also its file name (R-LOG-2).
    pub base: PhysicalOffset,
    /// Bytes that it can take.
    pub capacity_bytes: u64,
    /// Bytes taken, the blank tail included.
    pub used_bytes: u64,
    /// Its last write, for the age test of retention (R-RET-3).
    pub modified_at: EpochMs,
}

impl Segment {
    /// One past its last byte.
    pub fn end(&self) -> PhysicalOffset {
        self.base.plus(self.capacity_bytes)
    }

    /// One past the last byte written.
    fn write_end(&self) -> PhysicalOffset {
        self.base.plus(self.used_bytes)
    }
}

/// All segments that are there, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CommitLog {
    segments: VecDeque<Segment>,
    /// Where the next segment begins when there is none.
    end_when_empty: PhysicalOffset,
}

/// Where a record was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Appended {
    /// Its first byte.
    pub physical: PhysicalOffset,
    /// The base of the segment that was begun for it.
    pub rolled: Option<PhysicalOffset>,
}

impl CommitLog {
    /// The segments, oldest first.
    pub fn segments(&self) -> &VecDeque<Segment> {
        &self.segments
    }

    /// The least physical offset that can still be read (R-CQ-6); with no segment, the log's end.
    pub fn min_physical(&self) -> PhysicalOffset {
        self.segments.front().map_or(self.end_when_empty, |segment| segment.base)
    }

    /// The segment in which a byte is.
    pub fn segment_of(&self, physical: PhysicalOffset) -> Option<PhysicalOffset> {
        let after = self.segments.partition_point(|segment| segment.base <= physical);
        after.checked_sub(1).map(|at| self.segments[at].base)
    }

    /// One past the last byte of the segment that begins at `base`.
    pub fn segment_end(&self, base: PhysicalOffset) -> Option<PhysicalOffset> {
        let at = self.segments.binary_search_by_key(&base, |segment| segment.base);
        at.ok().map(|at| self.segments[at].end())
    }

    /// One past the last byte written.
    pub fn end(&self) -> PhysicalOffset {
        self.segments.back().map_or(self.end_when_empty, Segment::write_end)
    }

    /// Bytes that the segments take on the disk.
    pub fn file_bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.used_bytes).sum()
    }

    /// Writes a record of `record_bytes` at `now`; a new segment takes `segment_bytes` (R-LOG-4).
    pub fn append(
        &mut self,
        record_bytes: u64,
        segment_bytes: u64,
        now: EpochMs,
    ) -> Result<Appended, Rejected> {
        let needed = record_bytes + BLANK_HEAD_BYTES;
        if let Some(last) = self.segments.back_mut()
            && last.capacity_bytes - last.used_bytes >= needed
        {
            let physical = last.write_end();
            last.used_bytes += record_bytes;
            last.modified_at = now;
            return Ok(Appended { physical, rolled: None });
        }
        if needed > segment_bytes {
            return Err(Rejected::MessageTooLarge {
                body_bytes: record_bytes,
                limit_bytes: segment_bytes - BLANK_HEAD_BYTES,
            });
        }
        let base = self.roll(segment_bytes, now)?;
        let Some(last) = self.segments.back_mut() else { return Err(Rejected::LogExhausted) };
        last.used_bytes = record_bytes;
        Ok(Appended { physical: base, rolled: Some(base) })
    }

    /// Fills the last segment's tail with a blank record and begins a new one.
    fn roll(&mut self, segment_bytes: u64, now: EpochMs) -> Result<PhysicalOffset, Rejected> {
        let base = self.segments.back().map_or(self.end_when_empty, Segment::end);
        if base.checked_plus(segment_bytes).is_none() {
            return Err(Rejected::LogExhausted);
        }
        if let Some(last) = self.segments.back_mut() {
            last.used_bytes = last.capacity_bytes;
        }
        self.segments.push_back(Segment {
            base,
            capacity_bytes: segment_bytes,
            used_bytes: 0,
            modified_at: now,
        });
        Ok(base)
    }

    /// Moves the end to `to`: the broker wrote records of its own (only recordings say so).
    pub fn advance(&mut self, to: PhysicalOffset, segment_bytes: u64, now: EpochMs) -> Result<(), Rejected> {
        while self.end() < to {
            let full = self.segments.back().is_none_or(|last| last.used_bytes == last.capacity_bytes);
            if full {
                self.roll(segment_bytes, now)?;
            }
            let missing = self.end().distance_to(to);
            if let Some(last) = self.segments.back_mut() {
                last.used_bytes += missing.min(last.capacity_bytes - last.used_bytes);
                last.modified_at = now;
            }
        }
        Ok(())
    }

    /// Takes the list of segments out: the log is of no use until it is put back.
    pub(crate) fn take_segments(&mut self) -> VecDeque<Segment> {
        core::mem::take(&mut self.segments)
    }

    /// Puts a list of segments back.
    pub(crate) fn put_segments(&mut self, segments: VecDeque<Segment>) {
        self.segments = segments;
    }

    /// Takes away the oldest segment, but never the last one (R-RET-3).
    pub fn delete_oldest(&mut self) -> Option<Segment> {
        if self.segments.len() < 2 { None } else { self.segments.pop_front() }
    }

    /// Panics when the segments don't follow each other.
    pub fn check(&self) {
        for (a, b) in self.segments.iter().zip(self.segments.iter().skip(1)) {
            assert!(a.end() == b.base, "a gap between segments {} and {}", a.base, b.base);
            assert!(a.used_bytes == a.capacity_bytes, "segment {} was left before it was full", a.base);
        }
        for segment in &self.segments {
            assert!(
                segment.used_bytes <= segment.capacity_bytes,
                "segment {} holds more than it can",
                segment.base
            );
        }
    }
}
