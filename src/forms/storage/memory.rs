//! A store that forgets when the page goes: for private windows, sandboxed frames and tests. Not here: any
//! durability.
//!
//! Invariant: it passes the same suite as the one in IndexedDB.

use crate::engine::ordered_map::OrderedMap;
use crate::storage::batch::{TableChanges, WriteBatch};
use crate::storage::error::StoreError;
use crate::storage::record::Kind;
use crate::storage::store::{Keyed, Piece, Store, StoredLab};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::{Future, ready};

type Table = OrderedMap<u64, Vec<u8>>;

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Tables {
    origin: Option<Vec<u8>>,
    manifest: Option<Vec<u8>>,
    checkpoint: Option<Vec<u8>>,
    journal: Table,
    chunks: Table,
    sealed: Table,
    index: Table,
}

/// Bytes that it takes; then it is full, as a browser's store is at its quota.
pub const MEMORY_BYTES_MAX: usize = 512 * 1024 * 1024;

/// A lab in memory. A clone is a copy of what is stored at that moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemoryStore(RefCell<Tables>);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> MemoryStore {
        MemoryStore::default()
    }

    /// Bytes that it holds.
    pub fn bytes(&self) -> usize {
        let tables = self.0.borrow();
        let in_tables = [&tables.journal, &tables.chunks, &tables.sealed, &tables.index]
            .map(|table| table.values().map(Vec::len).sum::<usize>());
        in_tables.iter().sum()
    }

    /// Shows every record with its kind and key, in the order of a lab's file.
    pub fn each_record(&self, mut show: impl FnMut(Kind, u64, &[u8])) {
        let tables = self.0.borrow();
        let singles = [
            (Kind::Origin, &tables.origin),
            (Kind::Manifest, &tables.manifest),
            (Kind::Checkpoint, &tables.checkpoint),
        ];
        for (kind, record) in singles {
            record.iter().for_each(|record| show(kind, 0, record));
        }
        let of_many = [
            (Kind::Index, &tables.index),
            (Kind::Entry, &tables.journal),
            (Kind::Chunk, &tables.chunks),
            (Kind::Sealed, &tables.sealed),
        ];
        for (kind, table) in of_many {
            table.iter().for_each(|(&key, record)| show(kind, key, record));
        }
    }

    /// Keys of chunks, and keys of sealed pieces.
    pub fn log_keys(&self) -> (Vec<u64>, Vec<u64>) {
        let tables = self.0.borrow();
        (tables.chunks.keys().copied().collect(), tables.sealed.keys().copied().collect())
    }
}

fn apply(table: &mut Table, changes: &TableChanges) {
    for keys in changes.deletes() {
        table.retain(|key, _| !keys.contains(key));
    }
    for (&key, record) in changes.puts() {
        table.insert(key, record.clone());
    }
}

fn replace(slot: &mut Option<Vec<u8>>, record: &Option<Vec<u8>>) {
    if record.is_some() {
        slot.clone_from(record);
    }
}

fn keyed(table: &Table) -> Vec<Keyed> {
    table.iter().map(|(&key, record)| (key, record.clone())).collect()
}

impl Store for MemoryStore {
    fn commit(&self, batch: &WriteBatch) -> impl Future<Output = Result<(), StoreError>> {
        if self.bytes() + batch.bytes() > MEMORY_BYTES_MAX {
            return ready(Err(StoreError::Quota));
        }
        let mut tables = self.0.borrow_mut();
        apply(&mut tables.journal, &batch.journal);
        apply(&mut tables.chunks, &batch.chunks);
        apply(&mut tables.sealed, &batch.sealed);
        apply(&mut tables.index, &batch.index);
        replace(&mut tables.origin, &batch.origin);
        replace(&mut tables.checkpoint, &batch.checkpoint);
        replace(&mut tables.manifest, &batch.manifest);
        ready(Ok(()))
    }

    fn load(&self) -> impl Future<Output = Result<StoredLab, StoreError>> {
        let tables = self.0.borrow();
        ready(Ok(StoredLab {
            origin: tables.origin.clone(),
            manifest: tables.manifest.clone(),
            checkpoint: tables.checkpoint.clone(),
            journal: keyed(&tables.journal),
            chunks: keyed(&tables.chunks),
            index: keyed(&tables.index),
        }))
    }

    fn piece_at(&self, physical: u64) -> impl Future<Output = Result<Option<Piece>, StoreError>> {
        let tables = self.0.borrow();
        let nearest = |table: &Table, sealed| {
            table.iter().rev().find(|(from, _)| **from <= physical).map(|(&from, record)| Piece {
                from,
                sealed,
                record: record.clone(),
            })
        };
        let pieces = [nearest(&tables.chunks, false), nearest(&tables.sealed, true)];
        ready(Ok(pieces.into_iter().flatten().max_by_key(|piece| piece.from)))
    }
}
