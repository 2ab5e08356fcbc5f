//! Opening a lab on a page: which store, who writes, what was stored. Not here: the open session (`session`), and what a tab
//! does that does not write (`session_tabs`).
//!
//! Invariant: there is always a lab to show, whatever the browser allows; what it does not keep is said.

use super::kept::Kept;
use super::late;
use super::playing::Player;
use super::saved_state::NotPersisted;
use super::session::Session;
use super::wall::wall_clock;
use crate::engine::profile::Profile;
use crate::sim::{Journal, JournalHeader};
use crate::storage::indexed_db::tab_lock::{Asked, ask};
use crate::storage::indexed_db::{IndexedDbStore, identity};
use crate::storage::{Identity, Manifest, MemoryStore, Store, StoreError, StoredLab, recover};
use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

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
    /// What is stored; where nothing is, this lab.
    StoredOr(Box<Player>),
    /// This lab, in the place of what is stored.
    Player(Box<Player>),
}

impl Start {
    /// The lab to show where nothing is stored, and whether it comes in the place of what is.
    fn into_player(self) -> (Player, bool) {
        match self {
            Start::Stored => (empty(), false),
            Start::StoredOr(player) => (*player, false),
            Start::Player(player) => (*player, true),
        }
    }
}

fn empty() -> Player {
    Player::open(String::new(), Journal::new(JournalHeader::new(Profile::default(), 1)))
}

pub(super) fn memory() -> Rc<MemoryStore> {
    Rc::new(MemoryStore::new())
}

pub(super) async fn open(options: OpenOptions) -> Session {
    let OpenOptions { lab, persist, start } = options;
    if !persist {
        return in_memory(lab, start, NotPersisted::NotAsked);
    }
    let asked = ask(&lab).await;
    let store = match IndexedDbStore::open(&lab).await {
        Ok(store) => Rc::new(store),
        Err(StoreError::Unavailable(words)) => return in_memory(lab, start, NotPersisted::Forbidden(words)),
        Err(error) => return refused(lab, start, error, None),
    };
    let found = look(&lab, &store).await;
    match asked {
        Asked::Taken => read_only(lab, start, store, found),
        Asked::Held(lock) => {
            let session = writing(lab, start, store, found);
            // Held also where the stored lab was refused: nobody else may write it either.
            *session.0.lock.borrow_mut() = Some(lock);
            session
        }
        Asked::Missing => {
            let session = writing(lab, start, store, found);
            let words = "This window has no locks between tabs: open this lab in one tab only.";
            session.0.notes.borrow_mut().push(words.to_string());
            session
        }
    }
}

/// What is stored, and what is to be said about it.
pub(super) struct Found {
    pub(super) lab: Result<Option<Box<Player>>, StoreError>,
    pub(super) notes: Vec<String>,
}

impl Found {
    fn failed(error: StoreError) -> Found {
        Found { lab: Err(error), notes: Vec::new() }
    }
}

pub(super) async fn look(lab: &str, store: &IndexedDbStore) -> Found {
    let stored = match store.load().await {
        Ok(stored) => stored,
        Err(error) => return Found::failed(error),
    };
    let identity = identity::read(lab);
    // A first visit has nothing to read, and so does not wait for what could read it.
    if stored.is_empty() && identity.is_none() {
        return Found { lab: Ok(None), notes: Vec::new() };
    }
    match late::fetch().await {
        Ok(late) => (late.read_stored)(stored, identity),
        Err(error) => Found::failed(error.into()),
    }
}

/// Reads what was stored.
pub(super) fn read_stored(stored: StoredLab, identity: Option<Identity>) -> Found {
    match recover(stored, identity) {
        Ok((recovered, notes)) => Found {
            lab: Ok(recovered.map(|recovered| Box::new(Player::restore_by(recovered, wall_clock())))),
            notes: notes.iter().map(ToString::to_string).collect(),
        },
        Err(error) => Found::failed(error),
    }
}

fn in_memory(lab: String, start: Start, why: NotPersisted) -> Session {
    let (player, _) = start.into_player();
    let session = Session::begin(lab, player, Kept::InMemory(memory(), why), None);
    session.0.is_new.set(true);
    session
}

/// What is stored must not be touched: a newer build's, or unreadable. The lab lives in memory until the person opens
/// another one.
fn refused(lab: String, start: Start, error: StoreError, store: Option<Rc<IndexedDbStore>>) -> Session {
    let (player, _) = start.into_player();
    Session::begin(lab, player, Kept::Refused(memory(), error, store), None)
}

fn writing(lab: String, start: Start, store: Rc<IndexedDbStore>, found: Found) -> Session {
    let recovered = match found.lab {
        Ok(recovered) => recovered,
        Err(error) => return refused(lab, start, error, Some(store)),
    };
    let is_new = recovered.is_none();
    let (mut player, instead) = start.into_player();
    match recovered {
        Some(stored) if !instead => player = *stored,
        Some(stored) => player.take_place_of(stored.manifest()),
        None => player.take_place_of(&Manifest { epoch: identity::new_epoch(), ..Manifest::default() }),
    }
    let session = Session::begin(lab, player, Kept::InDatabase(store), None);
    session.0.is_new.set(is_new);
    *session.0.notes.borrow_mut() = found.notes;
    session.pump();
    session
}

fn read_only(lab: String, start: Start, store: Rc<IndexedDbStore>, found: Found) -> Session {
    let (mut player, instead) = start.into_player();
    if let (Ok(Some(stored)), false) = (found.lab, instead) {
        player = *stored;
    }
    let session = Session::begin(lab, player, Kept::ByAnotherTab(store), None);
    // The pump begins to follow when the program's second part is here.
    session.pump();
    session
}
