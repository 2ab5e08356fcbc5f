//! Whether the lab on screen would survive, as the page's header shows it. Not here: saving.
//!
//! Invariant: `Saved` means that every command of the user is in a transaction that was confirmed.

use crate::storage::StoreError;
use alloc::string::String;

/// What would be left if the tab died now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SavedState {
    /// Everything that the user did.
    Saved,
    /// All but what is on its way.
    Saving,
    /// Nothing, and why.
    NotPersisted(NotPersisted),
    /// What the other tab saves: it writes this lab, and this one only shows it; `live`: as it is there,
    /// moment by moment.
    ReadOnly { live: bool },
    /// What was saved before this went wrong.
    Failed(StoreError),
}

/// Why nothing is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotPersisted {
    /// The page was asked not to: an embed keeps nothing unless told.
    NotAsked,
    /// The browser does not let this window keep anything, in its words.
    Forbidden(String),
}
