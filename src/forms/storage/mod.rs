//! A lab at rest: checkpoint, log pieces and journal, written in one transaction a time and read back with
//! their hashes checked. Not here: when to write (`player`), and what a World does (`sim`).
//!
//! Invariant: what was acknowledged is found again; what is damaged is named and never shown as a lab's
//! numbers.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod batch;
pub mod checkpoint;
pub mod error;
pub mod export;
pub mod frame;
pub mod index_record;
pub mod index_writer;
pub mod manifest;
pub mod memory;
pub mod patience;
pub mod record;
pub mod recovery;
pub mod segment_reader;
pub mod segment_writer;
pub mod sent_by_hand;
pub mod store;

pub use crate::storage::batch::{Durability, TableChanges, WriteBatch};
pub use crate::storage::error::{Note, StoreError, StoredPart};
pub use crate::storage::index_record::ReadIndex;
pub use crate::storage::index_writer::IndexWriter;
pub use crate::storage::manifest::{Manifest, Origin};
pub use crate::storage::memory::MemoryStore;
pub use crate::storage::recovery::{Identity, Recovered, recover, recover_with};
pub use crate::storage::segment_writer::SegmentWriter;
pub use crate::storage::store::{Store, StoredLab};
