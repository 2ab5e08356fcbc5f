//! What can go wrong with a store, and what was found missing when a lab was opened. Not here: translations
//! (`ui`).
//!
//! Invariant: every variant says what a person can do about it, or that nothing has to be done.

use crate::storage::record::RecordError;
use alloc::string::String;
use core::fmt;

/// Which part of a stored lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoredPart {
    /// The journal's header and the lab's title.
    Origin,
    /// Where the lab is.
    Manifest,
    /// The World.
    Checkpoint,
    /// The record of the index with this number.
    Index(u64),
    /// The journal entry with this number, from 0.
    Entry(u64),
    /// The log from this physical offset on.
    Log(u64),
}

impl fmt::Display for StoredPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoredPart::Origin => f.write_str("the lab's header"),
            StoredPart::Manifest => f.write_str("the lab's position"),
            StoredPart::Checkpoint => f.write_str("the checkpoint"),
            StoredPart::Index(number) => write!(f, "part {number} of the index"),
            StoredPart::Entry(index) => write!(f, "journal entry {}", index + 1),
            StoredPart::Log(from) => write!(f, "the commit log from physical offset {from}"),
        }
    }
}

/// Why a store did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// The browser has no IndexedDB here, or forbids it (private mode, sandboxed frame).
    Unavailable(String),
    /// The browser gives no more room. Nothing of the transaction was stored; all that was saved before is
    /// there.
    Quota,
    /// Another tab holds the database open in an older form.
    Blocked,
    /// The database has a newer form than this build knows.
    NewerDatabase,
    /// A newer build wrote this record.
    Newer { place: StoredPart, version: u16, known: u16 },
    /// The connection was closed under us, by the browser or because another tab asked for it.
    Closed,
    /// The browser has thrown away what was stored, under us.
    Emptied,
    /// No answer came, for so long that none is expected any more.
    Unanswered,
    /// The transaction was taken back.
    Aborted(String),
    /// A record is not what was written.
    Damaged { place: StoredPart, error: RecordError },
    /// There is no such record.
    Missing(StoredPart),
    /// This store may not write: another tab does.
    ReadOnly,
    /// Something else, in the browser's words.
    Other(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unavailable(why) => {
                write!(f, "this browser window stores nothing ({why}); export the lab to keep it")
            }
            StoreError::Quota => f.write_str(
                "the browser gives no more storage; what was saved is kept. Delete another lab, or set a \
                 smaller disk or a shorter reserved time, then press play",
            ),
            StoreError::Blocked => f.write_str(
                "another tab holds this lab open in an older version; close that tab, then \
                             reload this one",
            ),
            StoreError::NewerDatabase => f.write_str(
                "a newer version of this page stored the lab; reload the page to get that \
                             version",
            ),
            StoreError::Newer { place, version, known } => write!(
                f,
                "{place} was stored by a newer version of this page (form {version}, this one reads up to \
                 {known}); reload the page to get that version. Nothing was changed"
            ),
            StoreError::Closed => {
                f.write_str("the browser closed the lab's storage; reload the page to open what was saved")
            }
            StoreError::Emptied => f.write_str(
                "the browser has deleted what was saved of this lab; all of it is saved again \
                             from this page, so leave it open",
            ),
            StoreError::Unanswered => f.write_str(
                "the browser’s storage does not answer; what was saved is unchanged. If this repeats, export \
                 the lab and reload the page",
            ),
            StoreError::Aborted(why) => write!(
                f,
                "the browser undid the last save ({why}); it is tried \
                again"
            ),
            StoreError::Damaged { place, error } => {
                write!(f, "{place} is damaged: {error}. It is not shown")
            }
            StoreError::Missing(place @ StoredPart::Origin) => {
                write!(
                    f,
                    "{place} is not stored, so the rest can't be read; what you open next takes its \
                           place"
                )
            }
            StoreError::Missing(place) => write!(f, "{place} is not stored"),
            StoreError::ReadOnly => f.write_str(
                "another tab writes this lab; close that tab to continue \
                                                 here",
            ),
            StoreError::Other(words) => write!(
                f,
                "the browser's storage failed ({words}); it is tried \
                again. If this repeats, export the lab and reload the page"
            ),
        }
    }
}

impl core::error::Error for StoreError {}

/// Something that a person has to know about a lab that was opened anyway.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Note {
    /// A record is damaged or missing; the next variants say what that means for the lab.
    Damaged { place: StoredPart, error: Option<RecordError> },
    /// The World was rebuilt from the whole journal. Nothing is lost.
    Replayed,
    /// Commands from this one on are lost, and so is what came of them.
    CutAtEntry { kept: u64, of: u64 },
    /// Messages from here to there can't be read back; those of simulated producers are computed again.
    LogPartLost { from: u64 },
    /// The lab's title is lost.
    TitleLost,
    /// The lab was stored by another version of the engine in a form that this one can't read, so its past
    /// was computed again.
    OtherEngine { engine: String },
    /// Another version of the engine made the lab's past. It is shown as it was stored, and not run again.
    PastOfEngine { engine: String },
    /// The browser has thrown the lab away: it was saved here, and the database is empty.
    Wiped,
    /// The browser gave back an older state than the one that was saved last.
    OlderThanSaved { found: u64, saved: u64 },
    /// The database here is not the one that was written last: somebody put another in its place.
    OtherDatabase,
    /// The browser has no locks between tabs here.
    NoLocks,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Note::Damaged { place, error: Some(error) } => write!(f, "{place} is damaged: {error}."),
            Note::Damaged { place, error: None } => write!(f, "{place} is missing."),
            Note::Replayed => f.write_str("The lab was rebuilt from its journal; nothing is lost."),
            Note::CutAtEntry { kept, of } => {
                write!(
                    f,
                    "The first {kept} of {of} commands are whole; the lab opens after the last of \
                           these. Repeat the other commands."
                )
            }
            Note::LogPartLost { from } => write!(
                f,
                "Stored messages from physical offset {from} can't be read back; those of simulated \
                 producers are computed again."
            ),
            Note::TitleLost => f.write_str("The lab's title is lost; everything else is here."),
            Note::OtherEngine { engine } => {
                write!(
                    f,
                    "Engine {engine} stored this lab; this engine has computed its past again from the \
                     journal."
                )
            }
            Note::PastOfEngine { engine } => write!(
                f,
                "Engine {engine} made this lab's past. It is shown as it was stored and not run again, so \
                 the clock can go back to the moment of the last save and no further."
            ),
            Note::Wiped => f.write_str(
                "The browser has deleted this lab: it was saved here, and its database is empty. \
                             If you have exported it, open that file; what you see is a new lab.",
            ),
            Note::OlderThanSaved { found, saved } => {
                write!(
                    f,
                    "The browser returned save {found}, but save {saved} had been confirmed. Repeat \
                           what is missing."
                )
            }
            Note::OtherDatabase => f.write_str(
                "The stored lab is not the one that was last saved here; something has replaced it. Check \
                 that it is the one you expect.",
            ),
            Note::NoLocks => {
                f.write_str("This window has no locks between tabs: open this lab in one tab only.")
            }
        }
    }
}
