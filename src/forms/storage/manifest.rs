//! The small records of a lab: its origin (what it is), its manifest (where it is), its journal entries.
//! Not here: the World (`checkpoint`) and the log (`segment_writer`).
//!
//! Commands are stored as the JSON of the journal format: it only ever grows, so an entry that was written
//! once can be read by every later build. The envelope around it is postcard.
//!
//! Invariant: the journal alone, with its header, makes the lab again; everything else only saves work.

use crate::engine::ids::VirtualTime;
use crate::sim::formats::journal::{JournalEntry, JournalHeader, to_json};
use crate::sim::formats::json::from_json;
use crate::sim::world::digest::encode;
use crate::storage::error::{StoreError, StoredPart};
use crate::storage::record::{Kind, RecordError, unwrap, wrap};
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a lab is. Written when the lab begins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Its title.
    pub title: String,
    /// The journal's first line.
    pub header: JournalHeader,
    /// The text of the recording that the lab plays, if it is one.
    pub recording: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct OriginV1 {
    title: String,
    header: String,
    recording: Option<String>,
}

impl Origin {
    /// The record.
    pub fn to_record(&self) -> Vec<u8> {
        let header = to_json(&self.header);
        let plain = OriginV1 { title: self.title.clone(), header, recording: self.recording.clone() };
        wrap(Kind::Origin, 0, &encode(&plain, Vec::new()))
    }

    /// Reads the record.
    pub fn from_record(record: &[u8]) -> Result<Origin, StoreError> {
        let read = |record| {
            let plain: OriginV1 = parse(unwrap(Kind::Origin, 0, record)?)?;
            let header = from_json(&plain.header).map_err(|_| RecordError::Payload)?;
            Ok(Origin { title: plain.title, header, recording: plain.recording })
        };
        read(record).map_err(|error| refusal(StoredPart::Origin, error))
    }
}

/// Where a lab is. Written with every transaction.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Chosen at random when the lab was first stored here: tells this database from another in its place.
    pub epoch: u64,
    /// Counts transactions.
    pub revision: u64,
    /// Counts rewinds and replacements: a checkpoint of another branch is not this lab's.
    pub branch: u64,
    /// Entries in the journal.
    pub journal_entries: u64,
    /// Where the person was.
    pub now: VirtualTime,
    /// How far the lab was run.
    pub head: VirtualTime,
    /// Below this the stored log is deleted.
    pub log_begin: i64,
    /// One past the last message of the stored log.
    pub log_end: i64,
    /// Play speed in hundredths.
    pub speed_percent: u32,
}

impl Manifest {
    /// The record.
    pub fn to_record(&self) -> Vec<u8> {
        wrap(Kind::Manifest, 0, &encode(self, Vec::new()))
    }

    /// Reads the record.
    pub fn from_record(record: &[u8]) -> Result<Manifest, StoreError> {
        let read = |record| parse(unwrap(Kind::Manifest, 0, record)?);
        read(record).map_err(|error| refusal(StoredPart::Manifest, error))
    }
}

#[derive(Serialize, Deserialize)]
struct EntryV1<'a> {
    at_us: u64,
    #[serde(borrow)]
    command: &'a str,
}

/// The record of the journal entry with this number.
pub fn entry_to_record(index: u64, entry: &JournalEntry) -> Vec<u8> {
    let plain = EntryV1 { at_us: entry.at_us.0, command: &to_json(&entry.command) };
    wrap(Kind::Entry, index, &encode(&plain, Vec::new()))
}

/// Reads the record of the journal entry with this number.
pub fn entry_from_record(index: u64, record: &[u8]) -> Result<JournalEntry, StoreError> {
    let read = |record| {
        let plain: EntryV1<'_> = parse(unwrap(Kind::Entry, index, record)?)?;
        let command = from_json(plain.command).map_err(|_| RecordError::Payload)?;
        Ok(JournalEntry { at_us: VirtualTime(plain.at_us), command })
    };
    read(record).map_err(|error| refusal(StoredPart::Entry(index), error))
}

fn parse<'a, T: Deserialize<'a>>(payload: &'a [u8]) -> Result<T, RecordError> {
    match postcard::take_from_bytes(payload) {
        Ok((value, [])) => Ok(value),
        Ok((_, _)) | Err(_) => Err(RecordError::Payload),
    }
}

/// A record of a newer build is no damage: the lab is refused as it is, and nothing is written over it.
pub(crate) fn refusal(place: StoredPart, error: RecordError) -> StoreError {
    match error {
        RecordError::Newer { version, known } => StoreError::Newer { place, version, known },
        RecordError::Short { .. }
        | RecordError::Long { .. }
        | RecordError::Magic(_)
        | RecordError::Hash
        | RecordError::Payload => StoreError::Damaged { place, error },
    }
}
