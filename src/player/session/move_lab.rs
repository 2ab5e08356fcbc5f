//! Another lab on the page while the one before is kept: it gets a name, a database and a lock of its own.
//! Not here: labs that are opened by their address, which is a page of its own (`session::open`).
//!
//! Invariant: what a person changed is never written over by another lab.

use crate::indexed_db::tab_lock::{Asked, TabLock, ask};
use crate::indexed_db::{IndexedDbStore, identity};
use crate::player::playing::Player;
use crate::player::session::state::{State, memory};
use crate::player::session::wall_us;
use crate::player::session::{Inner, News, Session, Visit};
use crate::player::task;
use crate::storage::{Durability, Identity, Manifest, Store, StoreError};
use alloc::format;
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use wasm_bindgen::JsValue;

/// A name that no lab has.
pub fn new_lab_name() -> String {
    format!("lab-{:012x}", identity::new_epoch() & 0xffff_ffff_ffff)
}

/// The page's address names this lab from now on, and nothing else of it changes but what opened another.
pub fn set_address(lab: &str) {
    let Some(window) = web_sys::window() else { return };
    let Ok(address) = window.location().href().and_then(|href| web_sys::Url::new(&href)) else { return };
    let query = address.search_params();
    ["scenario", "lesson"].iter().for_each(|name| query.delete(name));
    query.set("lab", lab);
    if let Ok(history) = window.history() {
        // What the page keeps with its place stays. A frame without an origin of its own may not, and has no
        // labs either.
        let kept = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&kept, "", Some(&address.href()));
    }
}

impl Session {
    /// Whether a person has put work into the lab on the page.
    pub fn is_changed(&self) -> bool {
        let player = self.0.player.borrow();
        let given = player.commands_given() > 0 || identity::is_changed(&self.0.lab.borrow());
        // Labs of before that was noted: a scenario's own commands are all at the start.
        given
            || player.recording().is_none()
                && player.journal().entries.last().is_some_and(|entry| entry.at_us.0 > 0)
    }

    /// Puts another lab on the page. The one before is kept under its own name if a person has changed it, or
    /// `keep` says so; else the other one takes its place.
    pub fn another(&self, player: Player, keep: bool) {
        let moves_on = match &*self.0.state.borrow() {
            State::Writing { .. } => keep || self.is_changed(),
            State::Following { .. } => true,
            State::Opening(_) | State::InMemory { .. } | State::Refused { .. } | State::LetGo => false,
        };
        if moves_on { self.move_on(player) } else { self.replace(player) }
    }

    fn move_on(&self, player: Player) {
        let inner = &self.0;
        let lab = self.lab();
        let visit = self.leave();
        let state = inner.state.replace(State::Opening(memory()));
        inner.notes.borrow_mut().clear();
        let before = inner.player.replace(player);
        self.take_clock();
        let weak = Rc::downgrade(inner);
        task::start(open_place(weak.clone(), visit));
        if let State::Writing { store, lock, .. } = state {
            task::start(async move {
                if let Err(error) = finish(before, &lab, &store, lock).await
                    && let Some(session) = weak.upgrade().map(Session)
                {
                    session.say(News::Store(error));
                }
            });
        }
        self.tell();
    }
}

/// Stores what is left of a lab that has left the page.
async fn finish(
    mut player: Player,
    lab: &str,
    store: &IndexedDbStore,
    lock: Option<TabLock>,
) -> Result<(), StoreError> {
    // Nobody knows yet what becomes of a batch that was under way: it is stored again.
    player.writes_done(&Err(StoreError::Aborted(String::new())), 0);
    player.flush(Durability::Relaxed);
    while let Some(batch) = player.take_writes(wall_us()) {
        let result = store.commit(&batch).await;
        player.writes_done(&result, wall_us());
        match result {
            // All of it is sent again, without a pause: there is no page any more that would see to it later.
            Err(StoreError::Emptied) => {
                player.flush(Durability::Relaxed);
                continue;
            }
            result => result?,
        }
        let manifest = player.manifest();
        identity::write(lab, Identity { epoch: manifest.epoch, revision: manifest.revision });
    }
    // Only now may another tab write it.
    drop(lock);
    Ok(())
}

/// Makes a database for the lab on the page.
async fn open_place(session: Weak<Inner>, visit: Visit) {
    let lab = new_lab_name();
    let asked = ask(&lab).await;
    let opened = match asked {
        Asked::Unanswered => Err(StoreError::Unanswered),
        _ => IndexedDbStore::open(&lab).await,
    };
    let Some(session) = session.upgrade().map(Session).filter(|session| session.0.visit.get() == visit)
    else {
        return;
    };
    match opened {
        Ok(store) => {
            let stored = Manifest { epoch: identity::new_epoch(), ..Manifest::default() };
            session.0.player.borrow_mut().take_place_of(&stored);
            let lock = match asked {
                Asked::Held(lock) => Some(lock),
                Asked::Taken | Asked::Missing | Asked::Unanswered => None,
            };
            *session.0.state.borrow_mut() = State::writing(Rc::new(store), lock);
            set_address(&lab);
            identity::note_opened(&lab, crate::player::labs::now_ms());
            *session.0.lab.borrow_mut() = lab;
        }
        Err(error) => *session.0.state.borrow_mut() = State::refused(error, None, None),
    }
    session.pump();
    session.tell();
}
