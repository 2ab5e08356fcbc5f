//! The envelope of everything at rest: magic, version, length, payload, hash. Not here: what a payload means.
//!
//! ```text
//! 0      4         6          10            10 + n     18 + n
//! | magic | version | length n | payload ... | xxh3-64 |        integers are little-endian
//! ```
//!
//! Invariant: the hash covers everything before it and the key under which the record is, so that a flipped
//! byte, a cut end and a record under another's key are all found. A version, once shipped, keeps its bytes
//! for ever.

use alloc::vec::Vec;
use core::fmt;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Bytes before the payload.
pub const HEAD_BYTES: usize = 10;
/// Bytes behind it.
pub const HASH_BYTES: usize = 8;

/// What a record holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The journal's header and the lab's title.
    Origin,
    /// Where the lab is.
    Manifest,
    /// A World.
    Checkpoint,
    /// One journal entry.
    Entry,
    /// A part of the open piece of log.
    Chunk,
    /// A finished piece of log.
    Sealed,
    /// Sealed blocks of the index.
    Index,
    /// The beginning of a lab's file.
    ExportHead,
    /// Its end.
    ExportEnd,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 9] = [
        Kind::Origin,
        Kind::Manifest,
        Kind::Checkpoint,
        Kind::Entry,
        Kind::Chunk,
        Kind::Sealed,
        Kind::Index,
        Kind::ExportHead,
        Kind::ExportEnd,
    ];

    /// The kind whose records begin like this.
    pub fn of(magic: [u8; 4]) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.magic() == magic)
    }

    fn magic(self) -> [u8; 4] {
        match self {
            Kind::Origin => *b"OLor",
            Kind::Manifest => *b"OLma",
            Kind::Checkpoint => *b"OLcp",
            Kind::Entry => *b"OLje",
            Kind::Chunk => *b"OLch",
            Kind::Sealed => *b"OLse",
            Kind::Index => *b"OLix",
            Kind::ExportHead => *b"OLxh",
            Kind::ExportEnd => *b"OLxe",
        }
    }

    /// The version that this build writes, and the newest that it reads.
    pub fn version(self) -> u16 {
        match self {
            // Form 1 held the whole index.
            Kind::Checkpoint => 2,
            Kind::Origin
            | Kind::Manifest
            | Kind::Entry
            | Kind::Chunk
            | Kind::Sealed
            | Kind::Index
            | Kind::ExportHead
            | Kind::ExportEnd => 1,
        }
    }
}

/// Why bytes are not the record that they should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RecordError {
    /// The bytes end before the record does.
    Short { bytes: usize, needed: usize },
    /// Bytes follow the record.
    Long { bytes: usize, needed: usize },
    /// They begin as another kind of record, or as none.
    Magic([u8; 4]),
    /// A newer build wrote it.
    Newer { version: u16, known: u16 },
    /// The hash is not that of the bytes: something changed them, or they are under another's key.
    Hash,
    /// The hash is right but the payload can't be read as what it should be.
    Payload,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordError::Short { bytes, needed } => write!(f, "it ends after {bytes} of {needed} bytes"),
            RecordError::Long { bytes, needed } => write!(f, "it has {bytes} bytes instead of {needed}"),
            RecordError::Magic(found) => write!(f, "it begins with {found:?}"),
            RecordError::Newer { version, known } => {
                write!(f, "it has version {version}, and this build reads up to {known}")
            }
            RecordError::Hash => f.write_str("its bytes are not those that were written"),
            RecordError::Payload => f.write_str("its content can't be read"),
        }
    }
}

/// Wraps a payload that is stored under `key`.
pub fn wrap(kind: Kind, key: u64, payload: &[u8]) -> Vec<u8> {
    let mut bytes = begin(kind, payload.len());
    bytes.extend_from_slice(payload);
    finish(bytes, key)
}

/// The head of a record, with room for `payload_bytes`: bulk payloads are written behind it and copied only
/// once.
pub fn begin(kind: Kind, payload_bytes: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD_BYTES + payload_bytes + HASH_BYTES);
    bytes.extend_from_slice(&kind.magic());
    bytes.extend_from_slice(&kind.version().to_le_bytes());
    bytes.extend_from_slice(&[0; 4]);
    bytes
}

/// Closes a record that `begin` opened.
pub fn finish(mut bytes: Vec<u8>, key: u64) -> Vec<u8> {
    let length = (bytes.len() - HEAD_BYTES) as u32;
    bytes[6..HEAD_BYTES].copy_from_slice(&length.to_le_bytes());
    let hash = xxh3_64_with_seed(&bytes, key);
    bytes.extend_from_slice(&hash.to_le_bytes());
    bytes
}

/// The payload of a record that lay under `key`, or what is wrong with it.
pub fn unwrap(kind: Kind, key: u64, bytes: &[u8]) -> Result<&[u8], RecordError> {
    unwrap_any(kind, key, bytes).map(|(_, payload)| payload)
}

/// The hash of a record, as it was written.
pub fn hash_of(record: &[u8]) -> u64 {
    record.last_chunk::<HASH_BYTES>().map_or(0, |hash| u64::from_le_bytes(*hash))
}

/// The same with the version that the record has, for kinds that had another form before.
pub fn unwrap_any(kind: Kind, key: u64, bytes: &[u8]) -> Result<(u16, &[u8]), RecordError> {
    let short = |needed| RecordError::Short { bytes: bytes.len(), needed };
    let (magic, rest) = bytes.split_first_chunk::<4>().ok_or(short(HEAD_BYTES + HASH_BYTES))?;
    if *magic != kind.magic() {
        return Err(RecordError::Magic(*magic));
    }
    let (version, rest) = rest.split_first_chunk::<2>().ok_or(short(HEAD_BYTES + HASH_BYTES))?;
    let version = u16::from_le_bytes(*version);
    if version > kind.version() {
        return Err(RecordError::Newer { version, known: kind.version() });
    }
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(short(HEAD_BYTES + HASH_BYTES))?;
    let length = u32::from_le_bytes(*length) as usize;
    let needed = HEAD_BYTES.saturating_add(length).saturating_add(HASH_BYTES);
    if bytes.len() > needed {
        return Err(RecordError::Long { bytes: bytes.len(), needed });
    }
    let (payload, hash) = rest.split_at_checked(length).ok_or(short(needed))?;
    let (hash, _) = hash.split_first_chunk::<HASH_BYTES>().ok_or(short(needed))?;
    if xxh3_64_with_seed(&bytes[..HEAD_BYTES + length], key) != u64::from_le_bytes(*hash) {
        return Err(RecordError::Hash);
    }
    Ok((version, payload))
}
