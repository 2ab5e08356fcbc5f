//! The consume queue: for each message of one queue, where it is, how large it is, when it was stored and its
//! tag (R-CQ-1). Not here: the messages, and who consumes them.
//!
//! Invariant: `first <= min <= max`; the entries from Min, or from the first file where a boot left Min below
//! it (R-CQ-4), to Max are all there, their physical offsets and store times ascend. Entries are sealed in
//! immutable blocks that a World shares with its checkpoints.

use crate::engine::ids::{EpochMs, PhysicalOffset, QueueOffset};
use crate::engine::log::imported::{Imported, KnownMax};
pub use crate::engine::log::index_block::{BLOCK_ENTRIES, Block, Entry};
use crate::engine::log::packed::PackedColumn;
use crate::engine::log::time_bound::TimeBound;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Purged segments of which a queue remembers the edge; beyond that every other one is forgotten.
const EDGES_MAX: usize = 1_024;

/// The first message that a purged segment held of this queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PurgedEdge {
    /// Its offset.
    pub offset: QueueOffset,
    /// Its store time.
    pub stored_at: EpochMs,
}

/// Where the consume-queue file begins that follows the one of an offset. Files have `file_entries` entries;
/// the last of all has none behind it.
pub fn next_file(offset: QueueOffset, file_entries: i64) -> QueueOffset {
    QueueOffset((offset.0 / file_entries).saturating_add(1).saturating_mul(file_entries))
}

/// One queue's index.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ConsumeQueue {
    first: QueueOffset,
    min: QueueOffset,
    max: QueueOffset,
    /// Offset of the first entry of the first block (or of `open`).
    blocks_from: QueueOffset,
    blocks: VecDeque<Rc<Block>>,
    open: Vec<Entry>,
    /// Where the first consume-queue file begins that is still there (R-RET-9). Beyond Min only where a
    /// wholly expired queue keeps its Min (R-CQ-4, up to 4.9), or a boot found none.
    files_from: QueueOffset,
    purged_edges: Vec<PurgedEdge>,
    /// What the queue held before the lab wrote into it.
    imported: Option<Imported>,
}

impl ConsumeQueue {
    /// An empty queue whose first message will get `first`.
    pub fn starting_at(first: QueueOffset) -> ConsumeQueue {
        let (min, max, blocks_from, files_from) = (first, first, first, first);
        ConsumeQueue { first, min, max, blocks_from, files_from, ..ConsumeQueue::default() }
    }

    /// A queue as a real cluster has it, known from outside since `at`. `None` is unknown.
    pub fn taken_over(
        min: Option<QueueOffset>,
        max: Option<QueueOffset>,
        times: &[TimeBound],
        at: EpochMs,
    ) -> ConsumeQueue {
        let end = max.or(min).unwrap_or_default();
        let from = min.unwrap_or(end);
        let known_max = match max {
            None => KnownMax::No,
            Some(_) if times.is_empty() => KnownMax::Yes,
            Some(_) => KnownMax::WithTimes(times.into()),
        };
        let imported = Imported { from, end, at, min_known: min.is_some(), max: known_max };
        let (min, max, blocks_from, files_from) = (from, end, end, from);
        ConsumeQueue {
            min,
            max,
            blocks_from,
            files_from,
            imported: Some(imported),
            ..ConsumeQueue::default()
        }
    }

    /// What was taken over, even if it is purged by now.
    pub fn imported(&self) -> Option<&Imported> {
        self.imported.as_ref()
    }

    /// Whether the lab has not stored a message here yet, so that nothing of its own would be lost.
    pub fn holds_nothing_of_its_own(&self) -> bool {
        self.blocks_from == self.max && self.purged_edges.is_empty()
    }

    /// Purges what was taken over, if any of it is left; gives the old Min.
    pub fn drop_imported(&mut self) -> Option<QueueOffset> {
        let before = self.min;
        let end = self.imported_span()?.end;
        (self.min, self.files_from) = (end, end);
        Some(before)
    }

    /// The first offset that this queue ever had or will have.
    pub fn first(&self) -> QueueOffset {
        self.first
    }

    /// Min: the first offset whose record is still in the commit log, or Max (R-CQ-3).
    pub fn min(&self) -> QueueOffset {
        self.min
    }

    /// Max: the offset that the next message will get (R-CQ-3, T-1).
    pub fn max(&self) -> QueueOffset {
        self.max
    }

    /// Whether the next append has an offset left: the last message can have 2^63 - 2, so that Max still
    /// fits.
    pub fn is_exhausted(&self) -> bool {
        self.max == QueueOffset::MAX
    }

    /// Adds an entry and gives its offset, or `None` when there is none left.
    pub fn push(&mut self, entry: Entry) -> Option<QueueOffset> {
        let offset = self.max;
        self.max = offset.checked_next()?;
        self.open.push(entry);
        if self.open.len() == BLOCK_ENTRIES {
            self.blocks.push_back(Rc::new(Block::seal(&self.open)));
            self.open.clear();
        }
        Some(offset)
    }

    /// Removes the entries from `to` on: their records were lost with the end of the log. Max is `to` then.
    pub fn truncate(&mut self, to: QueueOffset) {
        let held = self.blocks_from.distance_to(to) as usize;
        let (whole, rest) = (held / BLOCK_ENTRIES, held % BLOCK_ENTRIES);
        if let Some(block) = self.blocks.get(whole) {
            self.open = (0..rest).map(|i| block.entry(i)).collect();
            self.blocks.truncate(whole);
        } else {
            self.open.truncate(rest);
        }
        (self.max, self.min, self.files_from) = (to, self.min.min(to), self.files_from.min(to));
    }

    /// The entry at `offset`, for Min <= offset < Max. Of a wholly expired queue that keeps its Min there are
    /// entries whose record is deleted: the caller compares with the log's minimum. A message that was taken
    /// over has none.
    pub fn entry(&self, offset: QueueOffset) -> Option<Entry> {
        let from = self.min.max(self.files_from).max(self.blocks_from);
        (from <= offset && offset < self.max).then(|| self.entry_at(offset))
    }

    /// Where the first consume-queue file begins that is still there (R-RET-9, R-PULL-2 row 5).
    pub fn files_from(&self) -> QueueOffset {
        self.files_from
    }

    #[inline(always)]
    fn entry_at(&self, offset: QueueOffset) -> Entry {
        let i = self.blocks_from.distance_to(offset) as usize;
        match self.blocks.get(i / BLOCK_ENTRIES) {
            Some(block) => block.entry(i % BLOCK_ENTRIES),
            None => self.open[i - self.blocks.len() * BLOCK_ENTRIES],
        }
    }

    /// The first offset from Min on that was stored at or after `time`, or Max.
    pub fn first_stored_at(&self, time: EpochMs) -> QueueOffset {
        self.min.max(self.first_indexed_at(time))
    }

    /// The same from the first consume-queue file on, which may begin before Min (R-RST-3).
    pub fn first_indexed_at(&self, time: EpochMs) -> QueueOffset {
        self.partition(|block| &block.stored_at, |entry| entry.stored_at.0, time.0)
    }

    /// The first offset from Min on that is at or after `physical`, or Max.
    pub fn first_at_physical(&self, physical: PhysicalOffset) -> QueueOffset {
        self.min.max(self.partition(|block| &block.physical, |entry| entry.physical.0, physical.0))
    }

    /// The first offset from the first consume-queue file on whose value is at least `limit`, or Max. The
    /// column ascends, so the least value of a block is its first: the blocks are bisected without looking
    /// into them, then one of them is.
    fn partition(
        &self,
        column: fn(&Block) -> &PackedColumn,
        value: fn(&Entry) -> i64,
        limit: i64,
    ) -> QueueOffset {
        let block = self.blocks.partition_point(|block| column(block).least() < limit);
        let in_block = |block: usize| column(&self.blocks[block]).partition_point(BLOCK_ENTRIES, limit);
        // It is in the block before that one, behind its first entry, or is the first of what follows.
        let mut index = block.checked_sub(1).map_or(0, |before| before * BLOCK_ENTRIES + in_block(before));
        if index == self.blocks.len() * BLOCK_ENTRIES {
            index += self.open.partition_point(|entry| value(entry) < limit);
        }
        self.files_from.max(self.blocks_from.plus(index as u64))
    }

    /// The first offset whose record is there, or Max: Min, but where that stayed behind (R-CQ-4, R-CQ-5).
    /// What was taken over counts as there.
    pub fn first_stored(&self, log_min: PhysicalOffset) -> QueueOffset {
        if self.imported_span().is_some() { self.min } else { self.first_at_physical(log_min) }
    }

    /// Where the first consume-queue file ends, if none of its records is there and a later file has some.
    /// Only a boot meets such a queue (R-CQ-4): the next pass deletes the file.
    pub fn dead_first_file_end(&self, log_min: PhysicalOffset, file_entries: i64) -> Option<QueueOffset> {
        let own_from = self.files_from.max(self.blocks_from);
        if self.imported_span().is_some() || own_from >= self.max || self.is_expired_at(log_min) {
            return None;
        }
        let file = self.files_from.0 / file_entries;
        let end = QueueOffset(file.saturating_add(1).saturating_mul(file_entries));
        let last = self.entry_at(QueueOffset(end.0.min(self.max.0) - 1));
        (end < self.max && last.physical < log_min).then_some(end)
    }

    /// Sets Min to the first entry at or after the commit log's least physical offset, or to Max (R-CQ-4).
    /// Gives the old Min if it moved.
    pub fn correct_min(&mut self, log_min: PhysicalOffset) -> Option<QueueOffset> {
        let before = self.min;
        let from = before.max(self.files_from);
        // A Min before the first file can't be right, whatever that file begins with.
        let edge = self.entry(from).filter(|entry| from > before || entry.physical < log_min)?;
        self.min = self.first_at_physical(log_min);
        assert!(self.min > before, "Min goes only up");
        self.remember_edge(PurgedEdge { offset: before, stored_at: edge.stored_at });
        Some(before)
    }

    /// Forgets the entries before Min.
    pub fn forget_before_min(&mut self) {
        self.files_from = self.min;
        self.forget_blocks();
    }

    /// Forgets the leading consume-queue files whose last record is deleted, but never the last file
    /// (R-RET-9).
    pub fn forget_expired_files(&mut self, log_min: PhysicalOffset, file_entries: i64) {
        if self.imported_span().is_some() {
            return;
        }
        while next_file(self.files_from, file_entries) < self.max {
            let next_file = next_file(self.files_from, file_entries);
            if self.entry_at(next_file.minus(1)).physical >= log_min {
                break;
            }
            self.files_from = next_file;
        }
        self.forget_blocks();
    }

    /// Takes the index out, and leaves everything else as it is: the queue is of no use until it is put back.
    pub(crate) fn take_entries(&mut self) -> (QueueOffset, VecDeque<Rc<Block>>, Vec<Entry>) {
        (self.blocks_from, core::mem::take(&mut self.blocks), core::mem::take(&mut self.open))
    }

    /// Puts an index back; whether it is the one that was taken out, as far as its extent tells.
    pub(crate) fn put_entries(
        &mut self,
        from: QueueOffset,
        blocks: VecDeque<Rc<Block>>,
        open: Vec<Entry>,
    ) -> bool {
        let held = (blocks.len() * BLOCK_ENTRIES + open.len()) as u64;
        let fits = self.blocks_from == from && from.checked_plus(held) == Some(self.max);
        (self.blocks, self.open) = (blocks, open);
        fits
    }

    fn forget_blocks(&mut self) {
        while !self.blocks.is_empty() && self.blocks_from.plus(BLOCK_ENTRIES as u64) <= self.files_from {
            self.blocks.pop_front();
            self.blocks_from = self.blocks_from.plus(BLOCK_ENTRIES as u64);
        }
    }

    /// Whether there were messages and all their records are before `physical`.
    pub fn is_expired_at(&self, physical: PhysicalOffset) -> bool {
        let own_from = self.files_from.max(self.blocks_from);
        own_from < self.max && self.entry_at(self.max.minus(1)).physical < physical
    }

    /// Finds Min again as a boot does, which looks into the first consume-queue file only: where all of that
    /// file's records are deleted, Min is 0 until a pass has deleted the file. Of a wholly expired queue it
    /// is Max, or 0 too with `keeps_min` (R-CQ-4, section 14).
    pub fn find_min_anew(&mut self, log_min: PhysicalOffset, file_entries: i64, keeps_min: bool) {
        if self.files_from == self.max || self.imported_span().is_some() {
            return;
        }
        let found = self.partition(|block| &block.physical, |entry| entry.physical.0, log_min.0);
        self.min = match self.is_expired_at(log_min) {
            true if !keeps_min => self.max,
            false if found < next_file(self.files_from, file_entries) => found,
            _ => QueueOffset(0),
        };
        self.first = self.first.min(self.min);
    }

    fn remember_edge(&mut self, edge: PurgedEdge) {
        if self.purged_edges.len() == EDGES_MAX {
            let mut nth = 0;
            self.purged_edges.retain(|_| {
                nth += 1;
                nth % 2 == 1
            });
        }
        self.purged_edges.push(edge);
    }

    /// The first offset stored at or after `time`, also among what is purged. The flag says whether it is
    /// exact: it is at the edges of purged segments and from Min on, and interpolated between edges.
    pub fn purged_offset_at(&self, time: EpochMs) -> (QueueOffset, bool) {
        let edges = &self.purged_edges;
        if let Some(imported) = self.imported().filter(|imported| time <= imported.at) {
            return (imported.from, false);
        }
        let i = edges.partition_point(|edge| edge.stored_at < time);
        let live = self.first_stored_at(time);
        let Some(low) = i.checked_sub(1).map(|before| edges[before]) else {
            return edges.first().map_or((live, true), |edge| (edge.offset, true));
        };
        if live > self.min {
            return (live, true);
        }
        let at_min =
            self.entry(self.min).map(|entry| PurgedEdge { offset: self.min, stored_at: entry.stored_at });
        // With everything purged, nothing says where between the last edge and Max the time is.
        let Some(high) = edges.get(i).copied().or(at_min) else { return (self.min, false) };
        if high.stored_at == time {
            return (high.offset, true);
        }
        let span_ms = i128::from(high.stored_at.ms_since(low.stored_at)).max(1);
        let messages = i128::from(low.offset.distance_to(high.offset));
        let part = messages * i128::from(time.ms_since(low.stored_at)) / span_ms;
        (low.offset.plus(part.clamp(0, messages) as u64), false)
    }

    /// Bytes that the sealed index takes.
    pub fn sealed_bytes(&self) -> usize {
        self.blocks.iter().map(|block| block.bytes()).sum()
    }

    /// Entries in it.
    pub fn sealed_entries(&self) -> usize {
        self.blocks.len() * BLOCK_ENTRIES
    }

    /// Panics when the queue contradicts itself. `min_may_be_low`: a boot, or a queue that was wholly
    /// expired, left it so.
    pub fn check(&self, log_min: PhysicalOffset, min_may_be_low: bool) {
        assert!(
            self.first <= self.min && self.min <= self.max,
            "{} <= {} <= {}",
            self.first,
            self.min,
            self.max
        );
        let held = self.blocks.len() * BLOCK_ENTRIES + self.open.len();
        assert!(
            self.blocks_from.plus(held as u64) == self.max,
            "{held} entries from {} to {}",
            self.blocks_from,
            self.max
        );
        let own_from = self.imported_span().map_or(self.files_from, |imported| imported.end);
        assert!(self.blocks_from <= own_from, "an entry from {own_from} on is missing");
        assert!(
            min_may_be_low || self.files_from <= self.min,
            "a file that holds Min {} is missing",
            self.min
        );
        if let Some(oldest) = self.entry(self.min).filter(|_| !min_may_be_low) {
            assert!(oldest.physical >= log_min, "Min {} points into deleted log", self.min);
        }
    }
}
