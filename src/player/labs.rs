//! All labs of this browser: list, rename, delete. Not here: files of them (`lab_files`), and the lab on the
//! page (`session`).
//!
//! Invariant: a lab that another tab writes is never changed from here, and nothing is deleted that was not
//! named.

use crate::engine::ids::VirtualTime;
use crate::engine::order::put_in_order;
use crate::engine::profile::Profile;
use crate::indexed_db::deadline::answer_of;
use crate::indexed_db::tab_lock::{Asked, TabLock, ask, held};
use crate::indexed_db::{IndexedDbStore, identity, labs};
use crate::player::session::Session;
use crate::storage::{Durability, Manifest, Origin, Store, StoreError, WriteBatch};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::future::{Future, poll_fn};
use core::task::Poll;
use wasm_bindgen::JsValue;

/// A lab as the list shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct LabEntry {
    /// Its name in the address.
    pub lab: String,
    /// It is the one on the page.
    pub here: bool,
    /// Another tab writes it.
    pub elsewhere: bool,
    /// When it was opened last, in milliseconds since 1970.
    pub opened_ms: Option<i64>,
    /// What is known of it.
    pub content: Content,
}

/// What a list can tell of a lab.
#[derive(Clone, PartialEq, Debug)]
pub enum Content {
    /// It can be opened, as far as its header and position tell.
    Whole { title: String, profile: Profile, commands: u64, log_bytes: u64, now: VirtualTime },
    /// Its header or position is damaged or missing.
    Damaged(StoreError),
    /// A newer build stored it, or something keeps it from being looked at.
    Closed(StoreError),
    /// It was saved here, and the browser has deleted its database.
    Gone,
}

/// Why something was not done to a lab.
#[derive(Clone, PartialEq, Debug)]
pub enum LabError {
    /// Another tab has it open.
    OpenElsewhere,
    /// The store refused.
    Store(StoreError),
}

impl From<StoreError> for LabError {
    fn from(error: StoreError) -> LabError {
        LabError::Store(error)
    }
}

/// What the browser says of the room that it gives.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Room {
    /// It has promised not to delete labs by itself; `None`: it does not say.
    pub promised: Option<bool>,
    /// Bytes in use by this site.
    pub used: Option<u64>,
    /// Bytes that this site may use.
    pub quota: Option<u64>,
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "when a lab was opened is for people, and seen by no World")]
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// All labs of this browser: the one on the page first, then by when they were opened last.
pub async fn all(here: &Session) -> Vec<LabEntry> {
    if !here.is_stored() {
        // Where this window keeps nothing, there is nothing to ask for either.
        return Vec::new();
    }
    let (mut names, noted, held) = (labs::with_database().await, identity::noted(), held().await);
    let can_list = labs::can_list();
    let lost: Vec<String> = noted.into_iter().filter(|lab| can_list && !names.contains(lab)).collect();
    let mut entries = Vec::new();
    put_in_order(&mut names, |name, other| name < other);
    names.dedup();
    let is_here = |lab: &String| *lab == here.lab() && here.is_stored();
    // At once: where the store does not answer, each look takes as long as there is patience.
    let looks = names.iter().map(|lab| content_of(lab, !can_list && !is_here(lab))).collect();
    let contents = together(looks).await;
    for (lab, content) in names.into_iter().zip(contents) {
        let is_here = is_here(&lab);
        let opened_ms = identity::opened(&lab);
        let elsewhere = !(is_here && here.writes()) && held.contains(&lab);
        entries.push(LabEntry { here: is_here, elsewhere, opened_ms, content, lab });
    }
    for lab in lost {
        let opened_ms = identity::opened(&lab);
        entries.push(LabEntry { lab, here: false, elsewhere: false, opened_ms, content: Content::Gone });
    }
    // The one on the page first, then those opened last.
    put_in_order(&mut entries, |entry, other| {
        (entry.here, entry.opened_ms, &other.lab) > (other.here, other.opened_ms, &entry.lab)
    });
    entries
}

/// Waits for all of them, side by side.
async fn together<T>(waits: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut waits: Vec<_> = waits.into_iter().map(|wait| (Box::pin(wait), None)).collect();
    poll_fn(|context| {
        for (wait, found) in waits.iter_mut().filter(|(_, found)| found.is_none()) {
            if let Poll::Ready(value) = wait.as_mut().poll(context) {
                *found = Some(value);
            }
        }
        if waits.iter().all(|(_, found)| found.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    waits.into_iter().filter_map(|(_, found)| found).collect()
}

/// What can be told of a lab. A browser that does not list databases makes an empty one when it is asked,
/// which then goes again.
async fn content_of(lab: &str, may_be_made: bool) -> Content {
    match look_at(lab).await {
        Content::Damaged(_) if may_be_made && is_empty(lab).await => {
            let _ = IndexedDbStore::destroy(lab).await;
            Content::Gone
        }
        content => content,
    }
}

async fn look_at(lab: &str) -> Content {
    let store = match IndexedDbStore::open(lab).await {
        Ok(store) => store,
        Err(error) => return Content::Closed(error),
    };
    let read = store.head().await.and_then(|(origin, manifest)| {
        let missing = StoreError::Missing(crate::storage::StoredPart::Origin);
        let origin = Origin::from_record(&origin.ok_or(missing)?)?;
        let missing = StoreError::Missing(crate::storage::StoredPart::Manifest);
        Ok((origin, Manifest::from_record(&manifest.ok_or(missing)?)?))
    });
    match read {
        Ok((origin, manifest)) => Content::Whole {
            title: origin.title,
            profile: origin.header.profile,
            commands: manifest.journal_entries,
            log_bytes: manifest.log_end.saturating_sub(manifest.log_begin).max(0) as u64,
            now: manifest.now,
        },
        Err(error @ (StoreError::Damaged { .. } | StoreError::Missing(_))) => Content::Damaged(error),
        Err(error) => Content::Closed(error),
    }
}

async fn is_empty(lab: &str) -> bool {
    let Ok(store) = IndexedDbStore::open(lab).await else { return false };
    store.load().await.is_ok_and(|stored| stored.is_empty())
}

/// A lab that nobody else writes, for as long as the lock is held; `None` where there are no locks.
pub(super) async fn alone(lab: &str) -> Result<Option<TabLock>, LabError> {
    match ask(lab).await {
        Asked::Held(lock) => Ok(Some(lock)),
        Asked::Taken => Err(LabError::OpenElsewhere),
        Asked::Unanswered => Err(LabError::Store(StoreError::Unanswered)),
        Asked::Missing => Ok(None),
    }
}

/// Gives a lab another title.
pub async fn rename(here: &Session, lab: &str, title: String) -> Result<(), LabError> {
    if lab == here.lab() && here.writes() {
        here.0.player.borrow_mut().rename(title);
        here.tell();
        return Ok(());
    }
    let _lock = alone(lab).await?;
    let store = IndexedDbStore::open(lab).await?;
    let (origin, _) = store.head().await?;
    let missing = StoreError::Missing(crate::storage::StoredPart::Origin);
    let origin = Origin { title, ..Origin::from_record(&origin.ok_or(missing)?)? };
    let durability = Durability::Strict;
    store
        .commit(&WriteBatch { origin: Some(origin.to_record()), durability, ..WriteBatch::default() })
        .await?;
    Ok(())
}

/// Deletes a lab and what is noted of it. The one on the page is let go of first.
pub async fn delete(here: &Session, lab: &str) -> Result<(), LabError> {
    if lab == here.lab() && here.is_stored() {
        if !here.writes() {
            return Err(LabError::OpenElsewhere);
        }
        here.let_go();
    } else {
        drop(alone(lab).await?);
    }
    IndexedDbStore::destroy(lab).await?;
    identity::forget(lab);
    Ok(())
}

/// What the browser says of the room that it gives; nothing where it does not answer.
pub async fn room() -> Room {
    let Some(window) = web_sys::window() else { return Room::default() };
    let storage = window.navigator().storage();
    let promised = match storage.persisted() {
        Ok(promise) => answer_of(promise).await.and_then(|is| is.as_bool()),
        Err(_) => None,
    };
    let estimate = match storage.estimate() {
        Ok(promise) => answer_of(promise).await,
        Err(_) => None,
    };
    let number = |name: &str| {
        let estimate: &JsValue = estimate.as_ref()?;
        js_sys::Reflect::get(estimate, &name.into()).ok()?.as_f64().map(|bytes| bytes as u64)
    };
    Room { promised, used: number("usage"), quota: number("quota") }
}

impl Session {
    /// The lab on the page is in a database, whoever writes it.
    pub fn is_stored(&self) -> bool {
        self.0.state.borrow().is_stored()
    }

    /// This tab is the one that writes it.
    pub fn writes(&self) -> bool {
        self.0.state.borrow().writes()
    }

    /// Stores nothing more, and blocks no other tab.
    fn let_go(&self) {
        self.leave();
        self.0.state.borrow_mut().let_go();
    }

    /// The lab's title.
    pub fn title(&self) -> String {
        self.0.player.borrow().title().to_string()
    }
}
