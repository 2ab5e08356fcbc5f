//! Another lab on the page while the one before is kept: it gets a name, a database and a lock of its own.
//! Not here: labs that are opened by their address, which is a page of its own (`session::open`).
//!
//! Invariant: what a person changed is never written over by another lab.

use crate::indexed_db::tab_lock::{Asked, TabLock, ask};
use crate::indexed_db::{IndexedDbStore, identity};
use crate::player::playing::Player;
use crate::player::session::kept::Kept;
use crate::player::session::open::memory;
use crate::player::session::wall_us;
use crate::player::session::{Inner, News, Session};
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
        // A frame without an origin of its own may not, and has no labs either.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address.href()));
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
        let kept = match &*self.0.kept.borrow() {
            Kept::InDatabase(store) if keep || self.is_changed() => Some(store.clone()),
            Kept::ByAnotherTab(store) => Some(store.clone()),
            _ => None,
        };
        match kept {
            Some(store) => self.move_on(player, store),
            None => self.replace(player),
        }
    }

    fn move_on(&self, player: Player, store: Rc<IndexedDbStore>) {
        let inner = &self.0;
        let wrote = self.0.following.take().is_none();
        let (lab, lock) = (self.lab(), inner.lock.take());
        inner.moves.set(inner.moves.get() + 1);
        // Nothing is stored until there is a place for it.
        inner.pumping.set(true);
        *inner.kept.borrow_mut() = Kept::Opening(memory());
        inner.failure.take();
        inner.notes.borrow_mut().clear();
        let before = inner.player.replace(player);
        self.take_clock();
        let weak = Rc::downgrade(inner);
        task::start(open_place(weak.clone(), inner.moves.get()));
        if wrote {
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
async fn open_place(session: Weak<Inner>, moves: u32) {
    let lab = new_lab_name();
    let asked = ask(&lab).await;
    let opened = match asked {
        Asked::Unanswered => Err(StoreError::Unanswered),
        _ => IndexedDbStore::open(&lab).await,
    };
    let Some(session) = session.upgrade().map(Session).filter(|session| session.0.moves.get() == moves)
    else {
        return;
    };
    match opened {
        Ok(store) => {
            let stored = Manifest { epoch: identity::new_epoch(), ..Manifest::default() };
            session.0.player.borrow_mut().take_place_of(&stored);
            *session.0.kept.borrow_mut() = Kept::InDatabase(Rc::new(store));
            set_address(&lab);
            identity::note_opened(&lab, crate::player::labs::now_ms());
            *session.0.lab.borrow_mut() = lab;
            if let Asked::Held(lock) = asked {
                *session.0.lock.borrow_mut() = Some(lock);
            }
        }
        Err(error) => *session.0.kept.borrow_mut() = Kept::refused(error, None),
    }
    session.0.pumping.set(false);
    session.pump();
    session.tell();
}
