//! Sealed blocks of the index as bytes, and the columns that a checkpoint keeps of what is not sealed. Not
//! here: which block is in which record (`index_writer`).
//!
//! ```text
//! record   | blocks n (4) | block ... |
//! block    | place | from (8) | columns of 512 |
//! place    | topic n (4) | topic | queue (4) |
//! columns  4 x | least (8) | width in bits (4) | words (8 each, as many as the values need) |
//! ```
//!
//! Integers are little-endian. The layout does not depend on the engine's types: a block that was stored once
//! can be read by every later build.
//!
//! Invariant: what was written is read back exactly; bytes that make no sense are an error, never a panic.

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::commit_log::Segment;
use crate::engine::log::index_block::{BLOCK_ENTRIES, Block, Entry};
use crate::engine::log::packed::PackedColumn;
use crate::storage::index_writer::RecordName;
use crate::storage::record::{Kind, RecordError, begin, finish, hash_of, unwrap};
use crate::storage::store::Keyed;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// A block and where it belongs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlacedBlock {
    /// Its topic.
    pub topic: Name,
    /// Its queue.
    pub queue: QueueId,
    /// Offset of its first entry.
    pub from: QueueOffset,
    /// The entries.
    pub block: Rc<Block>,
}

impl PlacedBlock {
    /// Bytes that it takes in a record.
    pub fn bytes(&self) -> usize {
        4 + self.topic.len() + 4 + 8 + 4 * 12 + self.block.bytes()
    }
}

/// The record with this number.
pub fn to_record(number: u64, blocks: &[PlacedBlock]) -> Vec<u8> {
    let mut out = begin(Kind::Index, 4 + blocks.iter().map(PlacedBlock::bytes).sum::<usize>());
    out.extend_from_slice(&(blocks.len() as u32).to_le_bytes());
    for placed in blocks {
        write_place(&mut out, &placed.topic, placed.queue);
        out.extend_from_slice(&placed.from.0.to_le_bytes());
        write_columns(&mut out, placed.block.columns());
    }
    finish(out, number)
}

/// The blocks of the record with this number.
pub fn from_record(number: u64, record: &[u8]) -> Result<Vec<PlacedBlock>, RecordError> {
    let mut fields = Fields(unwrap(Kind::Index, number, record)?);
    let read = |fields: &mut Fields<'_>| {
        let count = fields.u32()?;
        let mut blocks = Vec::new();
        for _ in 0..count {
            let (topic, queue) = fields.place()?;
            let from = QueueOffset(fields.i64()?);
            let block = Rc::new(Block::of_columns(fields.columns(BLOCK_ENTRIES)?));
            blocks.push(PlacedBlock { topic, queue, from, block });
        }
        fields.0.is_empty().then_some(blocks)
    };
    read(&mut fields).ok_or(RecordError::Payload)
}

/// A record that was read.
struct ReadRecord {
    number: u64,
    hash: u64,
    bytes: usize,
    blocks: Result<Vec<PlacedBlock>, RecordError>,
}

/// Records of the index by their numbers. Of a large lab they are read one after the other, with pauses
/// between: the page answers meanwhile.
#[derive(Default)]
pub struct ReadIndex(VecDeque<ReadRecord>);

impl ReadIndex {
    /// Reads the record that follows.
    pub fn read(&mut self, number: u64, record: &[u8]) {
        let (hash, blocks) = (hash_of(record), from_record(number, record));
        self.0.push_back(ReadRecord { number, hash, bytes: record.len(), blocks });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The size and the blocks of the record with this name; those before it are of no use any more. `None`:
    /// there is none.
    pub(crate) fn take(
        &mut self,
        RecordName { number, hash }: RecordName,
    ) -> Option<(usize, Result<Vec<PlacedBlock>, RecordError>)> {
        while self.0.front().is_some_and(|record| record.number < number) {
            self.0.pop_front();
        }
        let record = self.0.pop_front()?;
        if record.number != number {
            self.0.push_front(record);
            return None;
        }
        Some((record.bytes, if record.hash == hash { record.blocks } else { Err(RecordError::Hash) }))
    }
}

impl From<Vec<Keyed>> for ReadIndex {
    fn from(stored: Vec<Keyed>) -> ReadIndex {
        let mut index = ReadIndex::default();
        stored.into_iter().for_each(|(number, record)| index.read(number, &record));
        index
    }
}

pub(crate) fn write_place(out: &mut Vec<u8>, topic: &Name, queue: QueueId) {
    out.extend_from_slice(&(topic.len() as u32).to_le_bytes());
    out.extend_from_slice(topic.as_bytes());
    out.extend_from_slice(&queue.to_le_bytes());
}

fn write_columns(out: &mut Vec<u8>, columns: [&PackedColumn; 4]) {
    for column in columns {
        out.extend_from_slice(&column.least().to_le_bytes());
        out.extend_from_slice(&column.width().to_le_bytes());
        for word in column.words() {
            out.extend_from_slice(&word.to_le_bytes());
        }
    }
}

/// Entries that are in no block yet.
pub(crate) fn write_entries(out: &mut Vec<u8>, entries: &[Entry]) {
    out.extend_from_slice(&(entries.len() as u32).to_le_bytes());
    write_columns(out, Block::seal(entries).columns());
}

/// Segments follow each other, so their columns are narrow.
pub(crate) fn write_segments(out: &mut Vec<u8>, segments: &VecDeque<Segment>) {
    let pack = |of: fn(&Segment) -> i64| PackedColumn::pack(segments.iter().map(of));
    let columns = [
        pack(|segment| segment.base.0),
        pack(|segment| segment.capacity_bytes as i64),
        pack(|segment| segment.used_bytes as i64),
        pack(|segment| segment.modified_at.0),
    ];
    out.extend_from_slice(&(segments.len() as u32).to_le_bytes());
    write_columns(out, [&columns[0], &columns[1], &columns[2], &columns[3]]);
}

/// A cursor over bytes.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) fn slice(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (slice, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(slice)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.slice(4)?.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        self.slice(8)?.first_chunk().map(|bytes| i64::from_le_bytes(*bytes))
    }

    pub(crate) fn place(&mut self) -> Option<(Name, QueueId)> {
        let bytes = self.u32()? as usize;
        let topic = core::str::from_utf8(self.slice(bytes)?).ok()?;
        Some((Name::from(topic), self.u32()?))
    }

    fn columns(&mut self, count: usize) -> Option<[PackedColumn; 4]> {
        Some([self.column(count)?, self.column(count)?, self.column(count)?, self.column(count)?])
    }

    fn column(&mut self, count: usize) -> Option<PackedColumn> {
        let (least, width) = (self.i64()?, self.u32()?);
        if width > 64 {
            return None;
        }
        // Where an integer has 32 bits, a file's count times its width may be more.
        count.checked_mul(width as usize)?;
        let (words, _) = self.slice(PackedColumn::words_for(count, width).checked_mul(8)?)?.as_chunks::<8>();
        let words = words.iter().map(|word| u64::from_le_bytes(*word));
        Some(PackedColumn::of_parts(least, width, words))
    }

    /// What `write_entries` wrote.
    pub(crate) fn entries(&mut self) -> Option<Vec<Entry>> {
        let count = self.u32()? as usize;
        let block = Block::of_columns(self.columns(count)?);
        (count < BLOCK_ENTRIES).then(|| (0..count).map(|i| block.entry(i)).collect())
    }

    /// What `write_segments` wrote.
    pub(crate) fn segments(&mut self) -> Option<VecDeque<Segment>> {
        let count = self.u32()? as usize;
        // Columns without width take no bytes: a count that nothing vouches for must not become memory.
        let [base, capacity, used, modified] = self.columns(count)?;
        (base.width() > 0 || count <= 1).then_some(())?;
        let segment = |i| Segment {
            base: PhysicalOffset(base.get(i)),
            capacity_bytes: capacity.get(i) as u64,
            used_bytes: used.get(i) as u64,
            modified_at: EpochMs(modified.get(i)),
        };
        Some((0..count).map(segment).collect())
    }
}
