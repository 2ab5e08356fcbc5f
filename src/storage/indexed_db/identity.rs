//! The copy of a lab's identity outside its database, to notice that a browser has thrown the database away or given back
//! an older one. Not here: comparing (`recovery`).
//!
//! Invariant: it never holds a save that was not confirmed, so the database may be ahead of it, never behind.

use crate::storage::recovery::Identity;
use alloc::format;
use alloc::string::String;

fn key(lab: &str) -> String {
    format!("offset-lab:{lab}:saved")
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
        let _ = storage.remove_item(&key(lab));
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
