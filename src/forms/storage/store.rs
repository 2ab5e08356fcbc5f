//! What a place that keeps a lab can do. Not here: what the bytes mean (`recovery`, `frame`).
//!
//! Invariant: `commit` is one transaction, and says "done" only when it is durable as asked.

use crate::storage::batch::WriteBatch;
use crate::storage::error::StoreError;
use alloc::vec::Vec;
use core::future::Future;

/// A record and its key.
pub type Keyed = (u64, Vec<u8>);

/// Everything that is needed to open a lab, as it is stored. Sealed pieces of log stay where they are until
/// somebody reads.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StoredLab {
    /// The lab's header.
    pub origin: Option<Vec<u8>>,
    /// Where the lab is.
    pub manifest: Option<Vec<u8>>,
    /// A World.
    pub checkpoint: Option<Vec<u8>>,
    /// Entries by number.
    pub journal: Vec<Keyed>,
    /// Parts of the open piece of log.
    pub chunks: Vec<Keyed>,
    /// Sealed blocks of the index.
    pub index: Vec<Keyed>,
}

impl StoredLab {
    /// Nothing was ever stored here.
    pub fn is_empty(&self) -> bool {
        *self == StoredLab::default()
    }
}

/// A place that keeps one lab.
pub trait Store {
    /// Stores all of `batch`, or nothing.
    fn commit(&self, batch: &WriteBatch) -> impl Future<Output = Result<(), StoreError>>;

    /// Reads what it takes to open the lab, as of one moment.
    fn load(&self) -> impl Future<Output = Result<StoredLab, StoreError>>;

    /// The piece of log, chunk or sealed, with the greatest key that is not above `physical`: the one that
    /// holds it.
    ///
    /// A rewind leaves stale bytes behind in an older piece; what was written since begins a piece of its own
    /// with a greater key, so the nearest one is always the valid one.
    fn piece_at(&self, physical: u64) -> impl Future<Output = Result<Option<Piece>, StoreError>>;
}

/// A stored piece of log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Physical offset of its first message.
    pub from: u64,
    /// Finished, or part of the open one.
    pub sealed: bool,
    /// The record.
    pub record: Vec<u8>,
}
