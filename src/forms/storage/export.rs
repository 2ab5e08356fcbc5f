//! A whole lab as one file: its stored records, one behind the other, each after its key. Not here: where
//! they come from and go to (`player::labs`).
//!
//! ```text
//! file     | head | origin | manifest | checkpoint | index | entries | chunks | sealed pieces | end |
//!
//! each     0     8         12        14         18            18 + n    26 + n
//! of them  | key | magic   | version | length n | payload ... | xxh3-64 |      integers are little-endian
//! ```
//!
//! Behind its key a record is as it does in a store (`record`), so writing a file copies bytes and checking
//! one needs nothing that opening a lab does not need too. The head's key spells `OFFSETLB`: that is how such
//! a file is known. Keys ascend within a kind. The end counts the records and chains their hashes, so that a
//! whole record can't go missing unnoticed.
//!
//! Invariant: of a file nothing is believed before its hash is right, and no more is asked for than the file
//! holds. Writer and reader see one record at a time, however long the file is.

use crate::engine::limits::{JOURNAL_ENTRIES_MAX, MAX_MESSAGE_SIZE};
use crate::sim::world::digest::encode;
use crate::storage::manifest::{Manifest, Origin, entry_from_record};
use crate::storage::record::{HASH_BYTES, HEAD_BYTES, Kind, RecordError, unwrap, wrap};
use alloc::vec::Vec;
use core::fmt;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// How every file begins: the key of its head.
pub const FILE_BEGINS: [u8; 8] = *b"OFFSETLB";
/// The name's ending of such a file.
pub const FILE_ENDING: &str = ".offsetlab";

const KEY_BYTES: usize = 8;
const BEFORE_PAYLOAD: usize = KEY_BYTES + HEAD_BYTES;

/// Payload bytes that a record of this kind has at most.
fn payload_max(kind: Kind) -> usize {
    let message = MAX_MESSAGE_SIZE as usize;
    match kind {
        Kind::ExportHead | Kind::ExportEnd | Kind::Manifest => 4 * 1024,
        Kind::Origin => 4 * message,
        // A command's JSON may escape every byte of a body.
        Kind::Entry => 8 * message,
        // A piece is sealed before it passes 1 MiB, unless one message alone does.
        Kind::Chunk | Kind::Sealed => 4 * message,
        Kind::Checkpoint | Kind::Index => 512 * 1024 * 1024,
    }
}

/// The place of a kind in a file; a kind with only one record has key 0.
fn place(kind: Kind) -> (u8, bool) {
    match kind {
        Kind::ExportHead => (0, true),
        Kind::Origin => (1, true),
        Kind::Manifest => (2, true),
        Kind::Checkpoint => (3, true),
        Kind::Index => (4, false),
        Kind::Entry => (5, false),
        Kind::Chunk => (6, false),
        Kind::Sealed => (7, false),
        Kind::ExportEnd => (8, true),
    }
}

#[derive(Serialize, Deserialize)]
struct HeadV1<'a> {
    /// The version of the program that wrote the file.
    program: &'a str,
}

/// What the end of a file says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    /// Records between head and end.
    pub records: u64,
    /// Stored records that were damaged and are not in the file.
    pub left_out: u64,
    chain: u64,
}

fn chained(chain: u64, record: &[u8]) -> u64 {
    let hash = record.last_chunk::<HASH_BYTES>().copied().unwrap_or_default();
    let mut both = [0; 2 * HASH_BYTES];
    both[..HASH_BYTES].copy_from_slice(&chain.to_le_bytes());
    both[HASH_BYTES..].copy_from_slice(&hash);
    xxh3_64(&both)
}

/// Writes a file, record by record.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    records: u64,
    left_out: u64,
    chain: u64,
}

impl Writer {
    /// How the file begins.
    pub fn head() -> Vec<u8> {
        let key = u64::from_le_bytes(FILE_BEGINS);
        let head = HeadV1 { program: env!("CARGO_PKG_VERSION") };
        let mut bytes = FILE_BEGINS.to_vec();
        bytes.extend(wrap(Kind::ExportHead, key, &encode(&head, Vec::new())));
        bytes
    }

    /// A stored record comes next: these bytes, then the record. `None`: the record is damaged and stays out
    /// of the file.
    pub fn add(&mut self, kind: Kind, key: u64, record: &[u8]) -> Option<[u8; KEY_BYTES]> {
        if unwrap(kind, key, record).is_err() {
            self.left_out += 1;
            return None;
        }
        self.records += 1;
        self.chain = chained(self.chain, record);
        Some(key.to_le_bytes())
    }

    /// Damaged records so far.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// How the file ends.
    pub fn end(&self) -> Vec<u8> {
        let end = End { records: self.records, left_out: self.left_out, chain: self.chain };
        let mut bytes = 0u64.to_le_bytes().to_vec();
        bytes.extend(wrap(Kind::ExportEnd, 0, &encode(&end, Vec::new())));
        bytes
    }
}

/// What is wrong with a file, and at which of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExportError {
    /// Where the record begins.
    pub at: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is another kind of file.
    NotALab,
    /// A newer build wrote it, or a record in it.
    Newer { version: u16, known: u16 },
    /// It ends before its end.
    Cut,
    /// Something follows its end.
    GoesOn,
    /// No record begins like this.
    NoRecord,
    /// A record names a length that none of its kind has.
    TooLong { bytes: u64, most: u64 },
    /// A record is not what was written.
    Damaged(RecordError),
    /// A record is where it can't be, or there are more than a lab has.
    OutOfPlace,
    /// The end tells of other records than there are.
    OtherRecords { told: u64, found: u64 },
    /// The records are whole, but no lab can be made of them.
    NoLab,
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault {
            Fault::NotALab => return f.write_str("this is not a lab file: it does not begin with OFFSETLB"),
            Fault::NoLab => return f.write_str("the file is whole, but holds no lab that can be opened"),
            Fault::Newer { version, known } => write!(
                f,
                "a newer version of this page wrote the file (form {version}, and this page reads up to \
                 {known})"
            ),
            Fault::Cut => f.write_str("the file is cut: it ends in the middle of a record"),
            Fault::GoesOn => f.write_str("the file continues after its end"),
            Fault::NoRecord => f.write_str("no record begins here"),
            Fault::TooLong { bytes, most } => {
                write!(f, "a record claims {bytes} bytes; at most {most} are allowed")
            }
            Fault::Damaged(error) => write!(f, "a record is damaged: {error}"),
            Fault::OutOfPlace => f.write_str("a record is in a place where its kind is not allowed"),
            Fault::OtherRecords { told, found } => {
                write!(f, "the file announces {told} records and holds {found}, or others")
            }
        }?;
        write!(f, " (at byte {})", self.at)
    }
}

impl core::error::Error for ExportError {}

/// What a reader says about the bytes that it was shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'a> {
    /// It has to see this many bytes from `Reader::at` on.
    Need(usize),
    /// A record that is whole and in its place.
    Record { kind: Kind, key: u64, record: &'a [u8] },
    /// The file is whole.
    End(End),
}

/// Reads a file, record by record.
#[derive(Clone, Debug)]
pub struct Reader {
    at: u64,
    size: u64,
    last: Option<(u8, u64)>,
    entries: usize,
    written: Writer,
    ended: bool,
}

impl Reader {
    /// A reader of a file of this many bytes.
    pub fn new(size: u64) -> Reader {
        Reader { at: 0, size, last: None, entries: 0, written: Writer::default(), ended: false }
    }

    /// Where the next record begins.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// The next step, given the file's bytes from `at` on, as many as there are at hand.
    pub fn next<'a>(&mut self, window: &'a [u8]) -> Result<Step<'a>, ExportError> {
        let at = self.at;
        self.read(window).map_err(|fault| ExportError { at, fault })
    }

    fn read<'a>(&mut self, window: &'a [u8]) -> Result<Step<'a>, Fault> {
        let left = self.size - self.at;
        let Some((key, kind, bytes)) = self.look(window, left)? else {
            return Ok(Step::Need(BEFORE_PAYLOAD));
        };
        let Some(record) = window.get(KEY_BYTES..bytes) else { return Ok(Step::Need(bytes)) };
        let payload = unwrap(kind, key, record).map_err(Fault::Damaged)?;
        self.take_place(kind, key)?;
        self.at += bytes as u64;
        if kind == Kind::ExportHead {
            return Ok(Step::Need(BEFORE_PAYLOAD));
        }
        if kind == Kind::ExportEnd {
            return self.end(payload).map(Step::End);
        }
        is_readable(kind, key, record)?;
        self.written.add(kind, key, record);
        Ok(Step::Record { kind, key, record })
    }

    /// The key, kind and whole length of the record that begins here; `None`: too little of it is at hand.
    fn look(&self, window: &[u8], left: u64) -> Result<Option<(u64, Kind, usize)>, Fault> {
        let is_first = self.at == 0;
        if is_first
            && !window.starts_with(&FILE_BEGINS)
            && (window.len() >= KEY_BYTES || left < KEY_BYTES as u64)
        {
            return Err(Fault::NotALab);
        }
        if left < BEFORE_PAYLOAD as u64 {
            return Err(Fault::Cut);
        }
        let Some((key, rest)) = window.split_first_chunk::<KEY_BYTES>() else { return Ok(None) };
        let Some((head, _)) = rest.split_first_chunk::<HEAD_BYTES>() else { return Ok(None) };
        let [a, b, c, d, v0, v1, l0, l1, l2, l3] = *head;
        let kind = Kind::of([a, b, c, d]).ok_or(Fault::NoRecord)?;
        let (version, known) = (u16::from_le_bytes([v0, v1]), kind.version());
        if version > known {
            return Err(Fault::Newer { version, known });
        }
        if is_first && kind != Kind::ExportHead {
            return Err(Fault::NotALab);
        }
        let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
        let most = payload_max(kind);
        if length > most {
            return Err(Fault::TooLong { bytes: length as u64, most: most as u64 });
        }
        let bytes = BEFORE_PAYLOAD + length + HASH_BYTES;
        if bytes as u64 > left {
            return Err(Fault::Cut);
        }
        Ok(Some((u64::from_le_bytes(*key), kind, bytes)))
    }

    fn take_place(&mut self, kind: Kind, key: u64) -> Result<(), Fault> {
        let (rank, single) = place(kind);
        let rises = self.last.is_none_or(|last| last < (rank, key));
        let alone = !single || self.last.is_none_or(|(last, _)| last < rank);
        let key_fits =
            !single || key == if kind == Kind::ExportHead { u64::from_le_bytes(FILE_BEGINS) } else { 0 };
        self.entries += usize::from(kind == Kind::Entry);
        if !rises || !alone || !key_fits || self.entries > JOURNAL_ENTRIES_MAX {
            return Err(Fault::OutOfPlace);
        }
        self.last = Some((rank, key));
        Ok(())
    }

    fn end(&mut self, payload: &[u8]) -> Result<End, Fault> {
        let end: End = postcard::from_bytes(payload).map_err(|_| Fault::Damaged(RecordError::Payload))?;
        let found = &self.written;
        if (end.records, end.chain) != (found.records, found.chain) {
            return Err(Fault::OtherRecords { told: end.records, found: found.records });
        }
        if self.at < self.size {
            return Err(Fault::GoesOn);
        }
        self.ended = true;
        Ok(end)
    }

    /// The end was read.
    pub fn has_ended(&self) -> bool {
        self.ended
    }
}

/// The small records are read as what they are; the log and the World are read when the lab is opened.
fn is_readable(kind: Kind, key: u64, record: &[u8]) -> Result<(), Fault> {
    let unreadable = Fault::Damaged(RecordError::Payload);
    match kind {
        Kind::Origin => Origin::from_record(record).map(drop).map_err(|_| unreadable),
        Kind::Manifest => Manifest::from_record(record).map(drop).map_err(|_| unreadable),
        Kind::Entry => entry_from_record(key, record).map(drop).map_err(|_| unreadable),
        Kind::Checkpoint | Kind::Index | Kind::Chunk | Kind::Sealed | Kind::ExportHead | Kind::ExportEnd => {
            Ok(())
        }
    }
}
