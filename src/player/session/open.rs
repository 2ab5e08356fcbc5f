//! Opening a lab on a page: which store, who writes, what was stored. Not here: the open session (`session`),
//! and what a tab does that does not write (`session::tabs`).
//!
//! Invariant: there is always a lab to show, whatever the browser allows; what it does not keep is said.

use crate::engine::profile::Profile;
use crate::indexed_db::tab_lock::{Asked, TabLock, ask};
use crate::indexed_db::{IndexedDbStore, identity};
use crate::player::playing::Player;
use crate::player::saved_state::NotPersisted;
use crate::player::session::Session;
use crate::player::session::state::State;
use crate::player::wall::wall_clock;
use crate::sim::{Journal, JournalHeader};
use crate::storage::checkpoint::engine_id;
use crate::storage::{Identity, Manifest, Note, ReadIndex, Store, StoreError, StoredLab, recover_with};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

/// How a lab is opened.
pub struct OpenOptions {
    /// Its name: `default` for the page, the instance id for an embed.
    pub lab: String,
    /// Whether to keep it.
    pub persist: bool,
    /// What to show.
    pub start: Start,
}

/// What to show first.
pub enum Start {
    /// What is stored; where nothing is, an empty lab (`Session::is_new` tells).
    Stored,
    /// What is stored; where nothing is, the lab that this makes.
    StoredOr(Box<dyn FnOnce() -> Player>),
    /// This lab, in the place of what is stored.
    Player(Box<Player>),
}

impl Start {
    /// The lab to show where nothing is stored, or where what is can't be had.
    fn into_player(self) -> Player {
        match self {
            Start::Stored => empty(),
            Start::StoredOr(make) => make(),
            Start::Player(player) => *player,
        }
    }

    /// Whether it comes in the place of what is stored.
    fn is_instead(&self) -> bool {
        matches!(self, Start::Player(_))
    }
}

fn empty() -> Player {
    Player::open(String::new(), Journal::new(JournalHeader::new(Profile::default(), 1)))
}

pub(crate) async fn open(options: OpenOptions) -> Session {
    let OpenOptions { lab, persist, start } = options;
    if !persist {
        return in_memory(lab, start, NotPersisted::NotAsked);
    }
    let asked = ask(&lab).await;
    if matches!(asked, Asked::Unanswered) {
        return refused(lab, start, StoreError::Unanswered);
    }
    let store = match IndexedDbStore::open(&lab).await {
        Ok(store) => Rc::new(store),
        Err(StoreError::Unavailable(words)) => return in_memory(lab, start, NotPersisted::Forbidden(words)),
        Err(error) => return refused(lab, start, error),
    };
    let found = look(&lab, &store).await;
    match asked {
        Asked::Taken => read_only(lab, start, store, found),
        Asked::Held(lock) => writing(lab, start, store, found, Some(lock)),
        Asked::Missing | Asked::Unanswered => {
            let session = writing(lab, start, store, found, None);
            session.0.notes.borrow_mut().push(Note::NoLocks);
            session
        }
    }
}

/// What is stored, and what is to be said about it.
pub(crate) struct Found {
    pub(crate) lab: Result<Option<Box<Player>>, StoreError>,
    pub(crate) notes: Vec<Note>,
}

impl Found {
    fn failed(error: StoreError) -> Found {
        Found { lab: Err(error), notes: Vec::new() }
    }
}

pub(crate) async fn look(lab: &str, store: &IndexedDbStore) -> Found {
    let stored = match store.load().await {
        Ok(stored) => stored,
        Err(error) => return Found::failed(error),
    };
    let identity = identity::read(lab);
    if stored.is_empty() && identity.is_none() {
        return Found { lab: Ok(None), notes: Vec::new() };
    }
    read_stored(store, stored, identity).await
}

/// Bytes of index that are read between two pauses.
const INDEX_BYTES_AT_ONCE: usize = 8 * 1024 * 1024;

/// Reads what was stored, with pauses in which the page answers.
async fn read_stored(store: &IndexedDbStore, mut stored: StoredLab, identity: Option<Identity>) -> Found {
    // Without a pause it is read anyway; a store that did not answer one is asked for no other.
    let pauses = Cell::new(true);
    let pause = async || pauses.set(pauses.get() && store.pause().await.is_ok());
    engine_id();
    pause().await;
    let (mut index, mut bytes) = (ReadIndex::default(), 0);
    for (number, record) in core::mem::take(&mut stored.index) {
        index.read(number, &record);
        bytes += record.len();
        if bytes >= INDEX_BYTES_AT_ONCE {
            bytes = 0;
            pause().await;
        }
    }
    let found = match recover_with(stored, index, identity) {
        Ok((recovered, notes)) => Found {
            lab: Ok(recovered.map(|recovered| Box::new(Player::restore_by(recovered, wall_clock())))),
            notes,
        },
        Err(error) => Found::failed(error),
    };
    pause().await;
    found
}

fn in_memory(lab: String, start: Start, why: NotPersisted) -> Session {
    let session = Session::begin(lab, start.into_player(), State::in_memory(why));
    session.0.is_new.set(true);
    session
}

/// What is stored must not be touched: a newer build's, unreadable, or in a store that does not answer. The
/// lab lives in memory until the person opens another one.
fn refused(lab: String, start: Start, error: StoreError) -> Session {
    Session::begin(lab, start.into_player(), State::refused(error, None, None))
}

fn writing(
    lab: String,
    start: Start,
    store: Rc<IndexedDbStore>,
    found: Found,
    lock: Option<TabLock>,
) -> Session {
    let recovered = match found.lab {
        Ok(recovered) => recovered,
        Err(error) => {
            let state = State::refused(error, Some(store), lock);
            return Session::begin(lab, start.into_player(), state);
        }
    };
    let is_new = recovered.is_none();
    let player = match recovered {
        Some(stored) if !start.is_instead() => *stored,
        Some(stored) => in_place_of(start, stored.manifest()),
        None => in_place_of(start, &Manifest { epoch: identity::new_epoch(), ..Manifest::default() }),
    };
    let session = Session::begin(lab, player, State::writing(store, lock));
    session.0.is_new.set(is_new);
    *session.0.notes.borrow_mut() = found.notes;
    session.pump();
    session
}

fn in_place_of(start: Start, stored: &Manifest) -> Player {
    let mut player = start.into_player();
    player.take_place_of(stored);
    player
}

fn read_only(lab: String, start: Start, store: Rc<IndexedDbStore>, found: Found) -> Session {
    let player = match found.lab {
        Ok(Some(stored)) if !start.is_instead() => *stored,
        _ => start.into_player(),
    };
    let session = Session::begin(lab, player, State::Following { store, following: None });
    session.pump();
    session
}
