//! Entries of a consume queue, plain and packed (R-CQ-1). Not here: the queue (`consume_queue`), and a
//! block's bytes at rest (`storage::index_record`).
//!
//! Invariant: a block never changes, so a World, its checkpoints and storage share it.

use crate::engine::ids::{EpochMs, PhysicalOffset};
use crate::engine::log::packed::PackedColumn;
use serde::{Deserialize, Serialize};

/// Entries of one sealed block.
pub const BLOCK_ENTRIES: usize = 512;

/// What the consume queue knows of a message: all that decisions need.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Where the record is.
    pub physical: PhysicalOffset,
    /// The whole record.
    pub record_bytes: u32,
    /// The broker's clock at the append (R-LOG-7).
    pub stored_at: EpochMs,
    /// Hash of the tag; 0 without one.
    pub tag: i64,
}

/// `BLOCK_ENTRIES` entries, packed: about 4 bytes each for a steady producer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Block {
    pub(crate) physical: PackedColumn,
    record_bytes: PackedColumn,
    pub(crate) stored_at: PackedColumn,
    tag: PackedColumn,
}

impl Block {
    /// Packs them.
    pub fn seal(entries: &[Entry]) -> Block {
        Block {
            physical: PackedColumn::pack(entries.iter().map(|entry| entry.physical.0)),
            record_bytes: PackedColumn::pack(entries.iter().map(|entry| i64::from(entry.record_bytes))),
            stored_at: PackedColumn::pack(entries.iter().map(|entry| entry.stored_at.0)),
            tag: PackedColumn::pack(entries.iter().map(|entry| entry.tag)),
        }
    }

    /// The entry at `i`, which must be less than the number of entries packed.
    pub fn entry(&self, i: usize) -> Entry {
        Entry {
            physical: PhysicalOffset(self.physical.get(i)),
            record_bytes: self.record_bytes.get(i) as u32,
            stored_at: EpochMs(self.stored_at.get(i)),
            tag: self.tag.get(i),
        }
    }

    /// The packed columns, in the order of `Entry`.
    pub fn columns(&self) -> [&PackedColumn; 4] {
        [&self.physical, &self.record_bytes, &self.stored_at, &self.tag]
    }

    /// The block of these columns.
    pub fn of_columns([physical, record_bytes, stored_at, tag]: [PackedColumn; 4]) -> Block {
        Block { physical, record_bytes, stored_at, tag }
    }

    /// Bytes that the packed values take.
    pub fn bytes(&self) -> usize {
        self.columns().map(PackedColumn::bytes).iter().sum()
    }
}
