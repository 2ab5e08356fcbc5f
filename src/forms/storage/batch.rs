//! What one transaction writes. Not here: how (`memory`, `indexed_db`).
//!
//! Invariant: in each table deletions come before puts, so that two batches joined do what they did one after
//! the other.

use crate::engine::ordered_map::OrderedMap;
use crate::storage::record::Kind;
use alloc::vec::Vec;
use core::ops::Range;

/// When a store may say "done".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Durability {
    /// Once the operating system has the bytes: survives every kill of tab and browser.
    #[default]
    Relaxed,
    /// Once they are on the disk: survives a power cut too.
    Strict,
}

/// Changes to one table of records under 64-bit keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TableChanges {
    deletes: Vec<Range<u64>>,
    puts: OrderedMap<u64, Vec<u8>>,
}

impl TableChanges {
    /// Stores a record under a key.
    pub fn put(&mut self, key: u64, record: Vec<u8>) {
        self.puts.insert(key, record);
    }

    /// Deletes every key in `keys`, also what this batch was about to store there.
    pub fn delete(&mut self, keys: Range<u64>) {
        if keys.is_empty() {
            return;
        }
        self.puts.retain(|key, _| !keys.contains(key));
        match self.deletes.last_mut() {
            // Retention deletes neighbours in order; one range is one request.
            Some(last) if last.start <= keys.start && keys.start <= last.end => {
                last.end = last.end.max(keys.end)
            }
            _ => self.deletes.push(keys),
        }
    }

    /// Key ranges that go first.
    pub fn deletes(&self) -> &[Range<u64>] {
        &self.deletes
    }

    /// Records that are stored then.
    pub fn puts(&self) -> &OrderedMap<u64, Vec<u8>> {
        &self.puts
    }

    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.deletes.is_empty() && self.puts.is_empty()
    }

    /// Bytes to store.
    pub fn bytes(&self) -> usize {
        self.puts.values().map(Vec::len).sum()
    }

    /// Does `later` after this.
    pub fn then(&mut self, later: TableChanges) {
        for keys in later.deletes {
            self.delete(keys);
        }
        for (key, record) in later.puts {
            self.puts.insert(key, record);
        }
    }
}

/// One transaction: all of it is stored, or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WriteBatch {
    /// Journal entries by number.
    pub journal: TableChanges,
    /// Parts of the open piece of log, by physical offset of their first message.
    pub chunks: TableChanges,
    /// Finished pieces of log, by physical offset of their first message.
    pub sealed: TableChanges,
    /// Sealed blocks of the index, by number of the record.
    pub index: TableChanges,
    /// The lab's header, if it is new.
    pub origin: Option<Vec<u8>>,
    /// A World.
    pub checkpoint: Option<Vec<u8>>,
    /// Where the lab is after this batch.
    pub manifest: Option<Vec<u8>>,
    /// When the store may say "done".
    pub durability: Durability,
}

impl WriteBatch {
    /// Bytes to store.
    pub fn bytes(&self) -> usize {
        let single = [&self.origin, &self.checkpoint, &self.manifest];
        let singles: usize = single.iter().filter_map(|record| record.as_ref()).map(Vec::len).sum();
        self.journal.bytes() + self.chunks.bytes() + self.sealed.bytes() + self.index.bytes() + singles
    }

    /// Stores a record as the kind that it is of. What belongs to a lab's file alone is not stored.
    pub fn put(&mut self, kind: Kind, key: u64, record: Vec<u8>) {
        match kind {
            Kind::Origin => self.origin = Some(record),
            Kind::Manifest => self.manifest = Some(record),
            Kind::Checkpoint => self.checkpoint = Some(record),
            Kind::Entry => self.journal.put(key, record),
            Kind::Chunk => self.chunks.put(key, record),
            Kind::Sealed => self.sealed.put(key, record),
            Kind::Index => self.index.put(key, record),
            Kind::ExportHead | Kind::ExportEnd => {}
        }
    }

    /// Does `later` after this, in the same transaction.
    pub fn then(&mut self, later: WriteBatch) {
        self.journal.then(later.journal);
        self.chunks.then(later.chunks);
        self.sealed.then(later.sealed);
        self.index.then(later.index);
        self.origin = later.origin.or(self.origin.take());
        self.checkpoint = later.checkpoint.or(self.checkpoint.take());
        self.manifest = later.manifest.or(self.manifest.take());
        self.durability = self.durability.max(later.durability);
    }
}
