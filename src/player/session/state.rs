//! What becomes of the lab on a page: who writes it, where, and what is under way there. Not here: what is
//! written (`storing`), when (`session`), and what a tab does that does not write (`session::tabs`).
//!
//! The ways from state to state:
//!
//! ```text
//! Opening   -> Writing | Refused     its database was made, or could not be
//! Following -> Writing | Refused     the tab that wrote is closed
//! Writing, Following -> Opening      another lab comes onto the page, the one before is kept
//! Refused   -> Writing               a person gives up what can't be opened
//! any       -> LetGo                 the lab is being deleted
//! ```
//!
//! Invariant: only a lab in state `Writing` can be *saved*, and only that state and `Refused` hold the lock.

use crate::indexed_db::IndexedDbStore;
use crate::indexed_db::tab_lock::TabLock;
use crate::player::saved_state::NotPersisted;
use crate::player::session::tabs::Following;
use crate::storage::store::Piece;
use crate::storage::{MemoryStore, Store, StoreError, WriteBatch};
use alloc::rc::Rc;

/// What becomes of the lab on a page.
pub(crate) enum State {
    /// This tab writes it into its database.
    Writing { store: Rc<IndexedDbStore>, lock: Option<TabLock>, commit: Commit },
    /// Another tab writes its database, and this one shows it.
    Following { store: Rc<IndexedDbStore>, following: Option<Following> },
    /// Its database is being made. Nothing is stored until there is a place for it.
    Opening(Rc<MemoryStore>),
    /// It is in memory only, and why.
    InMemory { memory: Rc<MemoryStore>, why: NotPersisted, commit: Commit },
    /// It is in memory: the database must not be written over, or can't be read. The lock is held anyway, for
    /// nobody else may write it either.
    Refused {
        memory: Rc<MemoryStore>,
        error: StoreError,
        store: Option<Rc<IndexedDbStore>>,
        lock: Option<TabLock>,
        commit: Commit,
    },
    /// It is being deleted: nothing more is stored, and no other tab is blocked.
    LetGo,
}

/// What is under way in the store; one batch at a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Commit {
    /// Nothing.
    Idle,
    /// A batch is.
    UnderWay,
    /// Nothing: the last batch failed.
    Failed(StoreError),
    /// A batch is, after one that failed.
    Again(StoreError),
}

impl Commit {
    pub(crate) fn is_under_way(&self) -> bool {
        match self {
            Commit::UnderWay | Commit::Again(_) => true,
            Commit::Idle | Commit::Failed(_) => false,
        }
    }

    /// A batch is taken.
    fn begin(&mut self) {
        *self = match core::mem::replace(self, Commit::UnderWay) {
            Commit::Idle => Commit::UnderWay,
            Commit::Failed(error) => Commit::Again(error),
            Commit::UnderWay | Commit::Again(_) => unreachable!("one batch at a time"),
        };
    }

    /// It came through, or not.
    fn end(&mut self, result: Result<(), StoreError>) {
        assert!(self.is_under_way(), "a batch ended that was not begun");
        *self = result.map_or_else(Commit::Failed, |()| Commit::Idle);
    }
}

pub(crate) fn memory() -> Rc<MemoryStore> {
    Rc::new(MemoryStore::new())
}

impl State {
    pub(crate) fn writing(store: Rc<IndexedDbStore>, lock: Option<TabLock>) -> State {
        State::Writing { store, lock, commit: Commit::Idle }
    }

    pub(crate) fn in_memory(why: NotPersisted) -> State {
        State::InMemory { memory: memory(), why, commit: Commit::Idle }
    }

    /// What is there can't be opened. A store that does not answer is let go of: nothing more is asked of it,
    /// and the lab on the page is the one in memory, to be exported as well.
    pub(crate) fn refused(
        error: StoreError,
        store: Option<Rc<IndexedDbStore>>,
        lock: Option<TabLock>,
    ) -> State {
        let silent = matches!(error, StoreError::Unanswered | StoreError::Closed);
        let store = store.filter(|_| !silent);
        State::Refused { memory: memory(), error, store, lock, commit: Commit::Idle }
    }

    /// The store to read of and write to; `None`: there is none any more.
    pub(crate) fn handle(&self) -> Option<Handle> {
        match self {
            State::Writing { store, .. } | State::Following { store, .. } => {
                Some(Handle::Database(store.clone()))
            }
            State::InMemory { memory, .. } | State::Refused { memory, .. } | State::Opening(memory) => {
                Some(Handle::Memory(memory.clone()))
            }
            State::LetGo => None,
        }
    }

    /// What is under way where this tab writes; `None`: it writes nothing.
    pub(crate) fn commit(&self) -> Option<&Commit> {
        match self {
            State::Writing { commit, .. }
            | State::InMemory { commit, .. }
            | State::Refused { commit, .. } => Some(commit),
            State::Following { .. } | State::Opening(_) | State::LetGo => None,
        }
    }

    fn commit_mut(&mut self) -> Option<&mut Commit> {
        match self {
            State::Writing { commit, .. }
            | State::InMemory { commit, .. }
            | State::Refused { commit, .. } => Some(commit),
            State::Following { .. } | State::Opening(_) | State::LetGo => None,
        }
    }

    /// A batch is taken for the store that `handle` gives.
    pub(crate) fn begin_commit(&mut self) {
        if let Some(commit) = self.commit_mut() {
            commit.begin();
        }
    }

    pub(crate) fn end_commit(&mut self, result: Result<(), StoreError>) {
        if let Some(commit) = self.commit_mut() {
            commit.end(result);
        }
    }

    /// The database that another tab writes.
    pub(crate) fn followed(&self) -> Option<Rc<IndexedDbStore>> {
        match self {
            State::Following { store, .. } => Some(store.clone()),
            State::Writing { .. }
            | State::Opening(_)
            | State::InMemory { .. }
            | State::Refused { .. }
            | State::LetGo => None,
        }
    }

    /// How this tab follows the one that writes.
    pub(crate) fn following(&self) -> Option<&Following> {
        match self {
            State::Following { following, .. } => following.as_ref(),
            State::Writing { .. }
            | State::Opening(_)
            | State::InMemory { .. }
            | State::Refused { .. }
            | State::LetGo => None,
        }
    }

    /// The lab is in a database, whoever writes it.
    pub(crate) fn is_stored(&self) -> bool {
        match self {
            State::Writing { .. } | State::Following { .. } => true,
            State::Refused { store, .. } => store.is_some(),
            State::Opening(_) | State::InMemory { .. } | State::LetGo => false,
        }
    }

    /// This tab is the one that may write the lab's database.
    pub(crate) fn writes(&self) -> bool {
        match self {
            State::Writing { .. } => true,
            State::Refused { store, .. } => store.is_some(),
            State::Following { .. } | State::Opening(_) | State::InMemory { .. } | State::LetGo => false,
        }
    }

    /// A lab that is damaged beyond opening gives its database to the one that a person opens instead.
    pub(crate) fn give_up_damaged(&mut self) -> bool {
        let State::Refused { error, store, lock, .. } = self else { return false };
        let damaged = matches!(error, StoreError::Damaged { .. } | StoreError::Missing(_));
        let Some(store) = store.take_if(|_| damaged) else { return false };
        *self = State::writing(store, lock.take());
        true
    }

    /// Stores nothing more, and blocks no other tab.
    pub(crate) fn let_go(&mut self) {
        match core::mem::replace(self, State::LetGo) {
            State::Writing { store, .. } | State::Refused { store: Some(store), .. } => store.close(),
            State::Refused { store: None, .. }
            | State::Following { .. }
            | State::Opening(_)
            | State::InMemory { .. }
            | State::LetGo => {}
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
