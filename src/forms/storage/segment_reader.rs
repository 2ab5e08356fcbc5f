//! Reads a stretch of the stored log, piece by piece from its end, with every hash checked and no gap
//! overlooked. Keeps the pieces that were read last. Not here: who waits for it (`player`).
//!
//! From the end, because only the piece under a byte is known to be the valid one there: what a rewind left
//! behind is in an older piece, and the next newer one begins where it ends to count.
//!
//! Invariant: a message that is found in the cache is the one that the store would give.

use crate::engine::ids::PhysicalOffset;
use crate::storage::error::{StoreError, StoredPart};
use crate::storage::frame::{Frame, StoredMessage, find, frames};
use crate::storage::record::{Kind, unwrap};
use crate::storage::store::{Piece, Store};
use alloc::collections::VecDeque;
use core::ops::Range;

/// Bytes of pieces that are kept.
pub const CACHE_BYTES: usize = 8 * 1024 * 1024;

/// A piece, and up to where it is known to be the valid one.
struct Kept {
    piece: Piece,
    to: u64,
}

/// The pieces that were read last.
#[derive(Default)]
pub struct PieceCache {
    /// The one read last is last.
    pieces: VecDeque<Kept>,
    bytes: usize,
    /// The branch of the lab that they are of.
    branch: u64,
}

impl PieceCache {
    /// What was kept of another branch is forgotten.
    pub fn of_branch(&mut self, branch: u64) -> &mut PieceCache {
        if self.branch != branch {
            *self = PieceCache { branch, ..PieceCache::default() };
        }
        self
    }

    /// A store gave this piece for the byte at `asked`.
    pub fn keep(&mut self, piece: Piece, asked: u64) {
        let to = asked.saturating_add(1);
        let known = self.pieces.iter().position(|kept| kept.piece.from == piece.from);
        let to = match known.and_then(|at| self.pieces.remove(at)) {
            Some(kept) => {
                self.bytes -= kept.piece.record.len();
                kept.to.max(to)
            }
            None => to,
        };
        self.bytes += piece.record.len();
        self.pieces.push_back(Kept { piece, to });
        while self.bytes > CACHE_BYTES && self.pieces.len() > 1 {
            self.bytes -= self.pieces.pop_front().map_or(0, |kept| kept.piece.record.len());
        }
    }

    /// The piece that holds a byte, if it is here.
    pub fn piece_at(&self, physical: u64) -> Option<&Piece> {
        let holds = |kept: &&Kept| kept.piece.from <= physical && physical < kept.to;
        self.pieces.iter().find(holds).map(|kept| &kept.piece)
    }

    /// Bytes that are kept.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The frames of a piece, its hash checked.
fn payload(piece: &Piece) -> Result<&[u8], StoreError> {
    let kind = if piece.sealed { Kind::Sealed } else { Kind::Chunk };
    unwrap(kind, piece.from, &piece.record)
        .map_err(|error| StoreError::Damaged { place: StoredPart::Log(piece.from), error })
}

/// The message at this physical offset of a stored piece.
pub fn message_in(piece: &Piece, physical: PhysicalOffset) -> Result<StoredMessage, StoreError> {
    find(payload(piece)?, physical).ok_or(StoreError::Missing(StoredPart::Log(physical.0 as u64)))
}

/// Reads all pieces of `stretch`, the last one first, and tells each with the byte that was asked for. What
/// is between two segments' records is a blank tail; anything else that is missing is an error, as is a
/// damaged piece.
pub async fn read_stretch(
    store: &impl Store,
    stretch: Range<u64>,
    mut tell: impl FnMut(Piece, u64),
) -> Result<(), StoreError> {
    let mut end = stretch.end;
    let mut last = true;
    while end > stretch.start {
        let missing = StoreError::Missing(StoredPart::Log(stretch.start));
        let piece = store.piece_at(end - 1).await?.ok_or(missing.clone())?;
        let reached = payload(&piece).map(|payload| reached(payload, end))?;
        let from = piece.from;
        // The end of a segment may be blank, everything else is contiguous.
        if reached <= from.max(stretch.start) || !last && reached != end {
            return Err(StoreError::Missing(StoredPart::Log(reached.max(stretch.start))));
        }
        last = false;
        tell(piece, end - 1);
        end = from;
    }
    Ok(())
}

/// One past the last message of these frames that begins before `end`.
fn reached(payload: &[u8], end: u64) -> u64 {
    let before = frames(payload).take_while(|frame: &Frame<'_>| (frame.physical.0 as u64) < end);
    before.last().map_or(0, |frame| frame.physical.0 as u64 + u64::from(frame.record_bytes))
}
