//! Where the lab on a page is kept. Not here: what is kept (`storing`), and when (`session`).
//!
//! Invariant: only a lab in a database that this tab writes can be *saved*.

use crate::indexed_db::IndexedDbStore;
use crate::player::saved_state::NotPersisted;
use crate::storage::store::Piece;
use crate::storage::{MemoryStore, Store, StoreError, WriteBatch};
use alloc::rc::Rc;

/// Where a lab is kept.
pub(crate) enum Kept {
    /// In the lab's database.
    InDatabase(Rc<IndexedDbStore>),
    /// In memory, and why.
    InMemory(Rc<MemoryStore>, NotPersisted),
    /// Nowhere: another tab writes this database, and this one shows it.
    ByAnotherTab(Rc<IndexedDbStore>),
    /// In memory until its database is open.
    Opening(Rc<MemoryStore>),
    /// In memory: the database must not be written over, or can't be read.
    Refused(Rc<MemoryStore>, StoreError, Option<Rc<IndexedDbStore>>),
}

impl Kept {
    /// What is there can't be opened. A store that does not answer is let go of: nothing more is asked of it,
    /// and the lab on the page is the one in memory, to be exported as well.
    pub(crate) fn refused(error: StoreError, store: Option<Rc<IndexedDbStore>>) -> Kept {
        let silent = matches!(error, StoreError::Unanswered | StoreError::Closed);
        Kept::Refused(Rc::new(MemoryStore::new()), error, store.filter(|_| !silent))
    }

    pub(crate) fn handle(&self) -> Handle {
        match self {
            Kept::InDatabase(store) | Kept::ByAnotherTab(store) => Handle::Database(store.clone()),
            Kept::InMemory(store, _) | Kept::Opening(store) | Kept::Refused(store, ..) => {
                Handle::Memory(store.clone())
            }
        }
    }
}

/// A store to await on, without a borrow of the session.
pub(crate) enum Handle {
    Database(Rc<IndexedDbStore>),
    Memory(Rc<MemoryStore>),
}

impl Handle {
    pub(crate) async fn commit(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        match self {
            Handle::Database(store) => store.commit(batch).await,
            Handle::Memory(store) => store.commit(batch).await,
        }
    }

    pub(crate) async fn piece_at(&self, physical: u64) -> Result<Option<Piece>, StoreError> {
        match self {
            Handle::Database(store) => store.piece_at(physical).await,
            Handle::Memory(store) => store.piece_at(physical).await,
        }
    }
}
