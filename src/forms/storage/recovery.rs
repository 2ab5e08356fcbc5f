//! Makes a lab of what a store gives back: checks every record, keeps what is whole, says what is not.
//! Not here: running the journal (`player`), and reading the sealed log.
//!
//! What is missing costs as little as it can:
//!
//! | damaged | the lab |
//! |---|---|
//! | checkpoint, or a record of its index | is run again from the journal; nothing is lost |
//! | manifest | is at its last command; the stored log is written again |
//! | origin | takes the header from the checkpoint; its title is lost |
//! | journal entry | ends before it |
//! | chunk | lacks stored bytes; numbers are right |
//!
//! Invariant: a record of a newer build is a refusal, not damage: the lab is then left untouched.

use crate::engine::ids::VirtualTime;
use crate::sim::formats::journal::{Journal, JournalEntry};
use crate::storage::checkpoint;
use crate::storage::checkpoint::Checkpoint;
use crate::storage::error::{Note, StoreError, StoredPart};
use crate::storage::index_record::ReadIndex;
use crate::storage::manifest::{Manifest, Origin, entry_from_record};
use crate::storage::store::{Keyed, StoredLab};
use alloc::string::String;
use alloc::vec::Vec;

/// What is kept outside the database, to notice that the browser has emptied or exchanged it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The lab's epoch.
    pub epoch: u64,
    /// The last transaction that was confirmed.
    pub revision: u64,
}

/// A lab as far as it is whole.
pub struct Recovered {
    /// Its title, header and recording.
    pub origin: Origin,
    /// Its commands.
    pub journal: Journal,
    /// Where to start; `None`: run the journal from the beginning.
    pub checkpoint: Option<Checkpoint>,
    /// Where it is.
    pub manifest: Manifest,
    /// Chunks of the open piece of log.
    pub chunks: Vec<Keyed>,
    /// Whether the stored log is this lab's up to `manifest.log_end`. If not, it has to be written again.
    pub log_known: bool,
    /// What a person has to know.
    pub notes: Vec<Note>,
}

impl Recovered {
    /// Something of what was stored could not be taken over as it was, so the next transaction has to store
    /// the lab again.
    pub fn rewrite(&self) -> bool {
        let harmless = |note: &Note| {
            matches!(note, Note::OlderThanSaved { .. } | Note::LogPartLost { .. } | Note::PastOfEngine { .. })
        };
        !self.notes.iter().all(harmless)
    }
}

/// Opens what a store gave back. `Ok(None)`: nothing is stored; `Note::Wiped` tells when something should be.
pub fn recover(
    mut stored: StoredLab,
    identity: Option<Identity>,
) -> Result<(Option<Recovered>, Vec<Note>), StoreError> {
    let index = core::mem::take(&mut stored.index).into();
    recover_with(stored, index, identity)
}

/// The same where the records of the index were read before.
pub fn recover_with(
    stored: StoredLab,
    index: ReadIndex,
    identity: Option<Identity>,
) -> Result<(Option<Recovered>, Vec<Note>), StoreError> {
    if stored.is_empty() && index.is_empty() {
        let notes = identity.map(|_| Note::Wiped).into_iter().collect();
        return Ok((None, notes));
    }
    let mut notes = Vec::new();
    let checkpoint = read_checkpoint(&stored, index, &mut notes)?;
    let origin = read_origin(&stored, checkpoint.as_ref(), &mut notes)?;
    let manifest = read_manifest(&stored, &mut notes)?;
    let entries = read_entries(&stored.journal, manifest.as_ref(), &mut notes)?;
    compare_identity(manifest.as_ref(), identity, &mut notes);
    let whole = manifest.as_ref().is_some_and(|manifest| manifest.journal_entries <= entries.len() as u64);
    let log_known = whole && !notes.iter().any(|note| matches!(note, Note::OtherEngine { .. }));
    let chunks = if log_known { stored.chunks } else { Vec::new() };
    let manifest = place(manifest, checkpoint.as_ref(), &entries);
    let fits = |checkpoint: &Checkpoint| {
        checkpoint.branch == manifest.branch
            && checkpoint.entries <= entries.len() as u64
            && checkpoint.world.header() == &origin.header
    };
    let of_checkpoint = |note: &Note| {
        matches!(note, Note::Damaged { place: StoredPart::Checkpoint | StoredPart::Index(_), .. })
    };
    if notes.iter().any(of_checkpoint) {
        notes.push(Note::Replayed);
    }
    let checkpoint = checkpoint.filter(fits);
    if let Some(engine) = checkpoint.as_ref().and_then(|checkpoint| checkpoint.past_by.clone()) {
        notes.push(Note::PastOfEngine { engine });
    }
    let journal = Journal { header: origin.header.clone(), entries };
    Ok((Some(Recovered { origin, journal, checkpoint, manifest, chunks, log_known, notes }), Vec::new()))
}

/// Turns damage into a note, and passes on every other failure.
fn damaged<T>(result: Result<T, StoreError>, notes: &mut Vec<Note>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Damaged { place, error }) => {
            notes.push(Note::Damaged { place, error: Some(error) });
            Ok(None)
        }
        Err(StoreError::Missing(place)) => {
            notes.push(Note::Damaged { place, error: None });
            Ok(None)
        }
        Err(other) => Err(other),
    }
}

fn read_checkpoint(
    stored: &StoredLab,
    index: ReadIndex,
    notes: &mut Vec<Note>,
) -> Result<Option<Checkpoint>, StoreError> {
    // A lab that was left in its past before its first checkpoint has none.
    let Some(record) = &stored.checkpoint else { return Ok(None) };
    match damaged(checkpoint::from_record(record, index), notes)? {
        Some(Ok(checkpoint)) => Ok(Some(checkpoint)),
        Some(Err(engine)) => {
            notes.push(Note::OtherEngine { engine });
            Ok(None)
        }
        None => Ok(None),
    }
}

fn read_origin(
    stored: &StoredLab,
    checkpoint: Option<&Checkpoint>,
    notes: &mut Vec<Note>,
) -> Result<Origin, StoreError> {
    let record = stored.origin.as_ref().ok_or(StoreError::Missing(StoredPart::Origin));
    let read = record.and_then(|record| Origin::from_record(record));
    match (damaged(read.clone(), notes)?, checkpoint) {
        (Some(origin), _) => Ok(origin),
        (None, Some(checkpoint)) => {
            notes.push(Note::TitleLost);
            Ok(Origin { title: String::new(), header: checkpoint.world.header().clone(), recording: None })
        }
        // Without a header nobody knows whose rules the commands obeyed.
        (None, None) => read,
    }
}

fn read_manifest(stored: &StoredLab, notes: &mut Vec<Note>) -> Result<Option<Manifest>, StoreError> {
    let record = stored.manifest.as_ref().ok_or(StoreError::Missing(StoredPart::Manifest));
    damaged(record.and_then(|record| Manifest::from_record(record)), notes)
}

/// The entries from 0 up to the first one that is damaged or missing.
fn read_entries(
    records: &[Keyed],
    manifest: Option<&Manifest>,
    notes: &mut Vec<Note>,
) -> Result<Vec<JournalEntry>, StoreError> {
    let mut entries: Vec<JournalEntry> = Vec::with_capacity(records.len());
    let expected = manifest.map_or(0, |manifest| manifest.journal_entries).max(records.len() as u64);
    for index in 0..expected {
        let record = records.get(index as usize).filter(|(key, _)| *key == index);
        let read = record.ok_or(StoreError::Missing(StoredPart::Entry(index)));
        match damaged(read.and_then(|(_, record)| entry_from_record(index, record)), notes)? {
            Some(entry) => entries.push(entry),
            None => {
                notes.push(Note::CutAtEntry { kept: index, of: expected });
                break;
            }
        }
    }
    Ok(entries)
}

fn compare_identity(manifest: Option<&Manifest>, identity: Option<Identity>, notes: &mut Vec<Note>) {
    let (Some(manifest), Some(identity)) = (manifest, identity) else { return };
    if manifest.epoch != identity.epoch {
        notes.push(Note::OtherDatabase);
    } else if manifest.revision < identity.revision {
        notes.push(Note::OlderThanSaved { found: manifest.revision, saved: identity.revision });
    }
}

/// Where the lab is with the entries that are whole. More than the manifest tells of is never taken away.
fn place(manifest: Option<Manifest>, checkpoint: Option<&Checkpoint>, entries: &[JournalEntry]) -> Manifest {
    let last = entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
    match manifest {
        Some(manifest) if manifest.journal_entries <= entries.len() as u64 => manifest,
        // Commands are missing, so what was run after them is not this lab's.
        Some(manifest) => {
            let now = manifest.now.min(last);
            Manifest { now, head: last, branch: manifest.branch + 1, ..manifest }
        }
        None => {
            let head = checkpoint.map_or(last, |checkpoint| checkpoint.world.now().max(last));
            let branch = checkpoint.map_or(0, |checkpoint| checkpoint.branch);
            Manifest { branch, now: head, head, speed_percent: 100, ..Manifest::default() }
        }
    }
}
