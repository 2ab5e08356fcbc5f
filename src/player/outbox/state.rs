//! Where a lab is between its player and its store, as states with a name. Not here: what moves it from one
//! to the next (`outbox`).
//!
//! Invariant: a batch is on its way, refused, or stored; never two of these.

use crate::engine::ids::VirtualTime;
use crate::storage::WriteBatch;
use alloc::rc::Rc;

/// How pressing it is to store what has changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) enum Pending {
    /// Everything is in a batch.
    #[default]
    Nothing,
    /// Something has changed; it can wait for its time.
    Changed,
    /// A person did something: store it with the next look.
    Urgent,
}

/// What the next batch has to hold besides the log and the journal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Owed {
    /// The whole lab is new to the store: what is there is deleted.
    pub(super) replace: bool,
    pub(super) origin: bool,
    pub(super) checkpoint: bool,
}

impl Owed {
    pub(super) const ALL: Owed = Owed { replace: true, origin: true, checkpoint: true };
}

/// What happened to the batch that was made last.
#[derive(Clone, Debug, Default)]
pub(super) enum Transit {
    /// It is stored, or there was none.
    #[default]
    Idle,
    /// It is on its way.
    Sent(Rc<WriteBatch>),
    /// The store refused it: the next batch holds it.
    Refused(WriteBatch),
    /// The store was full: a batch is on its way that only deletes, before what was refused is sent again.
    MakingRoom { refused: Option<WriteBatch> },
}

impl Transit {
    pub(super) fn is_under_way(&self) -> bool {
        match self {
            Transit::Sent(_) | Transit::MakingRoom { .. } => true,
            Transit::Idle | Transit::Refused(_) => false,
        }
    }

    /// What was refused, in that state.
    pub(super) fn take_refused(&mut self) -> Option<WriteBatch> {
        match core::mem::take(self) {
            Transit::Refused(batch) => Some(batch),
            other => {
                *self = other;
                None
            }
        }
    }
}

/// How far the journal is in batches.
#[derive(Clone, Debug, Default)]
pub(super) struct JournalSent {
    pub(super) entries: u64,
    /// Entries from here on are stale in the store.
    pub(super) cut: Option<u64>,
}

/// What the last confirmed batch says: entries of the journal (`None` before the first batch), where the
/// lab's clock stood, the lab's revision, and the log that is stored. A batch that only makes room has no
/// revision.
#[derive(Clone, Debug, Default)]
pub(super) struct Confirmed {
    pub(super) entries: Option<u64>,
    pub(super) now: VirtualTime,
    pub(super) revision: u64,
    pub(super) log_begin: i64,
    pub(super) log_end: i64,
}

/// When the last save and the last checkpoint were, and what that one cost.
#[derive(Clone, Debug, Default)]
pub(super) struct Cadence {
    pub(super) last_save_us: u64,
    pub(super) last_checkpoint_us: u64,
    pub(super) checkpoint_cost_us: u64,
    /// Where the log ended when the last checkpoint was made.
    pub(super) checkpoint_log_end: i64,
}
