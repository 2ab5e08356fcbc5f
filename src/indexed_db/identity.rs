//! The copy of a lab's identity outside its database, to notice that a browser has thrown the database away
//! or given back an older one, and beside it when the lab was opened last, whether a person changed it
//! and where a learner is in its lesson. Not here: comparing (`recovery`).
//!
//! Invariant: it never holds a save that was not confirmed, so the database may be ahead of it, never behind.

use crate::storage::recovery::Identity;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const SAVED: &str = "saved";
const OPENED: &str = "opened";
const CHANGED: &str = "changed";
const LESSON: &str = "lesson";

fn key(lab: &str) -> String {
    noted_as(lab, SAVED)
}

fn noted_as(lab: &str, what: &str) -> String {
    format!("offset-lab:{lab}:{what}")
}

/// Labs whose identity is noted here.
pub fn noted() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten());
    let lab = |key: String| {
        let (lab, what) = key.strip_prefix("offset-lab:")?.rsplit_once(':')?;
        (what == SAVED).then(|| lab.to_string())
    };
    keys.filter_map(lab).collect()
}

/// When the lab was opened last, in milliseconds since 1970.
pub fn opened(lab: &str) -> Option<i64> {
    storage()?.get_item(&noted_as(lab, OPENED)).ok().flatten()?.parse().ok()
}

/// The lab is opened now.
pub fn note_opened(lab: &str, now_ms: i64) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&noted_as(lab, OPENED), &now_ms.to_string());
    }
}

/// Whether a person has changed the lab.
pub fn is_changed(lab: &str) -> bool {
    storage().is_some_and(|storage| matches!(storage.get_item(&noted_as(lab, CHANGED)), Ok(Some(_))))
}

/// A person has changed the lab.
pub fn note_changed(lab: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&noted_as(lab, CHANGED), "1");
    }
}

/// The lesson on the lab and where its learner is, as it was noted.
pub fn lesson(lab: &str) -> Option<String> {
    storage()?.get_item(&noted_as(lab, LESSON)).ok().flatten()
}

/// A learner is there now.
pub fn note_lesson(lab: &str, words: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&noted_as(lab, LESSON), words);
    }
}

/// What was confirmed last, as far as this window may know.
pub fn read(lab: &str) -> Option<Identity> {
    let text = storage()?.get_item(&key(lab)).ok().flatten()?;
    let (epoch, revision) = text.split_once('.')?;
    let (epoch, revision) = (u64::from_str_radix(epoch, 16).ok()?, revision.parse().ok()?);
    Some(Identity { epoch, revision })
}

/// Notes a confirmed save. Where localStorage is full or forbidden there is no copy, and nothing is noticed.
pub fn write(lab: &str, identity: Identity) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(lab), &format!("{:x}.{}", identity.epoch, identity.revision));
    }
}

/// The lab is deleted on purpose.
pub fn forget(lab: &str) {
    if let Some(storage) = storage() {
        for what in [SAVED, OPENED, CHANGED, LESSON] {
            let _ = storage.remove_item(&noted_as(lab, what));
        }
    }
}

/// A new lab's epoch.
#[expect(clippy::disallowed_methods, reason = "an epoch tells databases apart and is seen by no World")]
pub fn new_epoch() -> u64 {
    let bits = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    (bits() << 32 | bits()).max(1)
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
