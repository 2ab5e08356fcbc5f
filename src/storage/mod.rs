//! A lab at rest: checkpoint, log pieces and journal, written in one transaction a time and read back with their hashes
//! checked. Not here: when to write (`player`), and what a World does (`sim`).
//!
//! Invariant: what was acknowledged is found again; what is damaged is named and never shown as a lab's numbers.

pub mod batch;
pub mod checkpoint;
pub mod error;
pub mod export;
pub mod frame;
pub mod given;
pub mod index_record;
pub mod index_writer;
pub mod manifest;
pub mod memory;
pub mod patience;
pub mod record;
pub mod recovery;
pub mod segment_reader;
pub mod segment_writer;
pub mod store;

#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod indexed_db;

pub use batch::{Durability, TableChanges, WriteBatch};
pub use error::{Note, Place, StoreError};
pub use index_record::ReadIndex;
pub use index_writer::IndexWriter;
pub use manifest::{Manifest, Origin};
pub use memory::MemoryStore;
pub use recovery::{Identity, Recovered, recover, recover_with};
pub use segment_writer::SegmentWriter;
pub use store::{Store, StoredLab};
