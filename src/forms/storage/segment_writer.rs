//! Turns `Appended` events into stored pieces of log: chunks of the open piece, then one sealed record of it.
//! Not here: the transaction (`store`), and when it is made (`player`).
//!
//! ```text
//! segment |--------------------------------------------|------------
//! pieces  | sealed (<= 1 MiB) | sealed            |   | chunk | chunk | buffer
//!                                            roll ----^                ^ log_end
//! ```
//!
//! A piece never spans two segments, so retention deletes whole pieces. A chunk is never rewritten: what
//! comes later goes into a chunk of its own, and sealing stores the whole piece once and deletes its chunks
//! in the same transaction. A piece that fills between two transactions is sealed directly. A segment smaller
//! than a piece makes one small sealed record, or, between the sizes that browsers store fast, several of a
//! chunk's size. Segments never share a record: it could go only with the last of them, and retention is to
//! free the bytes of each.
//!
//! Invariant: events are written once. Messages below `log_end`, which a re-run reports again, are skipped.

use crate::engine::broker::delay::is_system_topic;
use crate::engine::event::{Event, EventSink};
use crate::engine::ids::{EpochMs, PhysicalOffset, QueueId, VirtualTime};
use crate::engine::waiting::origins::Origin;
use crate::sim::bodies::write_body;
use crate::sim::command::Command;
use crate::sim::formats::journal::JournalHeader;
use crate::storage::batch::TableChanges;
use crate::storage::error::{Note, StoredPart};
use crate::storage::frame::{Frame, StoredMessage, bytes_below, find, frames};
use crate::storage::record::{Kind, unwrap, wrap};
use crate::storage::sent_by_hand::{Given, GivenStored, Words};
use crate::storage::store::Keyed;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::ops::Range;

/// Bytes of a chunk's frames; with the envelope it stays below 60 KiB. A larger message has its own chunk.
pub const CHUNK_BYTES: usize = 60 * 1024 - 64;
/// Bytes of frames at which the open piece is sealed.
pub const PIECE_BYTES: usize = 1024 * 1024;
/// A piece below this is sealed in parts of a chunk's size: from 64 KiB on one of Chromium's engines gives
/// each record a file of its own, which pays from here on only.
const SLOW_BYTES: usize = 256 * 1024;

/// The storage's subscriber to a World.
#[derive(Clone, Debug)]
pub struct SegmentWriter {
    seed: u64,
    start_ms: EpochMs,
    given: VecDeque<Given>,
    given_stored: GivenStored,
    /// The body that was made last, for its memory.
    body: Vec<u8>,
    /// Frames of the open piece, stored or not.
    open: Vec<u8>,
    /// Bytes of `open` that chunks hold already.
    stored_bytes: usize,
    /// Physical offset of the first frame in `open`.
    open_from: PhysicalOffset,
    /// One past the last message written: what is below is known.
    log_end: PhysicalOffset,
    /// Below this the stored log is deleted.
    deleted_to: PhysicalOffset,
    chunks: TableChanges,
    sealed: TableChanges,
}

impl SegmentWriter {
    /// A writer for a lab of which nothing is stored.
    pub fn new(header: &JournalHeader) -> SegmentWriter {
        SegmentWriter {
            seed: header.seed,
            start_ms: header.start_ms,
            given: VecDeque::new(),
            given_stored: GivenStored::default(),
            body: Vec::new(),
            open: Vec::new(),
            stored_bytes: 0,
            open_from: PhysicalOffset(0),
            log_end: PhysicalOffset(0),
            deleted_to: PhysicalOffset(0),
            chunks: TableChanges::default(),
            sealed: TableChanges::default(),
        }
    }

    /// A writer that continues after what is stored: `stored` is that log, `chunks` are those of its open
    /// piece. A damaged chunk stays where it is and is named; the open piece then begins after it.
    pub fn restore(
        header: &JournalHeader,
        stored: Range<PhysicalOffset>,
        chunks: &[Keyed],
        notes: &mut Vec<Note>,
    ) -> SegmentWriter {
        let mut writer = SegmentWriter::new(header);
        writer.deleted_to = stored.start;
        writer.log_end = stored.end;
        writer.open_from = stored.end;
        for (from, record) in chunks {
            let payload = match unwrap(Kind::Chunk, *from, record) {
                Ok(payload) => payload,
                Err(error) => {
                    notes.push(Note::Damaged { place: StoredPart::Log(*from), error: Some(error) });
                    notes.push(Note::LogPartLost { from: *from });
                    writer.open.clear();
                    continue;
                }
            };
            writer.take_up(payload);
        }
        writer.stored_bytes = writer.open.len();
        writer
    }

    /// Frames of a stored chunk. A chunk that a rewind cut short holds stale frames at its end: the next one
    /// begins below them, so they are taken off again.
    fn take_up(&mut self, payload: &[u8]) {
        let log_end = self.log_end;
        let mut frames = frames(payload).take_while(|frame| frame.physical < log_end).peekable();
        if let Some(first) = frames.peek() {
            self.open.truncate(bytes_below(&self.open, first.physical));
        }
        for frame in frames {
            self.push(&frame);
        }
    }

    /// Tells of a command before its events come.
    pub fn expect(&mut self, at: VirtualTime, command: &Command) {
        self.given.extend(Given::of(at, command));
    }

    /// Forgets commands that were told of: they are dropped from the journal.
    pub fn expect_nothing(&mut self) {
        self.given.clear();
    }

    /// What copies of stored messages will need, for a checkpoint.
    pub fn given_stored(&self) -> &GivenStored {
        &self.given_stored
    }

    /// The same, read back.
    pub fn take_given_stored(&mut self, given: GivenStored) {
        self.given_stored = given;
    }

    /// One past the last message written.
    pub fn log_end(&self) -> PhysicalOffset {
        self.log_end
    }

    /// Below this the stored log is deleted.
    pub fn log_begin(&self) -> PhysicalOffset {
        self.deleted_to
    }

    /// Bytes that the next transaction would store.
    pub fn pending_bytes(&self) -> usize {
        self.sealed.bytes() + self.open.len() - self.stored_bytes
    }

    /// Takes in a fact.
    pub fn observe(&mut self, at: VirtualTime, event: &Event) {
        match event {
            Event::Appended { physical, .. } if *physical >= self.log_end => self.append(at, event),
            // It is stored already; what a command gave with it is not.
            Event::Appended { of: None, .. } if !self.given.is_empty() => _ = self.take_words(at, event),
            Event::Appended { .. } => {}
            Event::SegmentRolled { base, .. } => self.roll(*base),
            Event::SegmentDeleted { base, end, .. } => self.delete_segment(*base, *end),
            Event::TopicCreated { .. }
            | Event::TopicDeleted { .. }
            | Event::QueueImported { .. }
            | Event::GroupCreated { .. }
            | Event::GroupDeleted { .. }
            | Event::SendRefused { .. }
            | Event::MinAdvanced { .. }
            | Event::MaxFell { .. }
            | Event::DiskFull { .. }
            | Event::InitialOffset { .. }
            | Event::Resumed { .. }
            | Event::Delivered { .. }
            | Event::DeliveredAgain { .. }
            | Event::Missed { .. }
            | Event::ColdRead { .. }
            | Event::OffsetCorrected { .. }
            | Event::Committed { .. }
            | Event::CommitSwallowed { .. }
            | Event::CommitRefused { .. }
            | Event::OffsetReset { .. }
            | Event::ResetTaken { .. }
            | Event::OffsetsRemoved { .. }
            | Event::CaughtUp { .. }
            | Event::ProducerChanged { .. }
            | Event::ConsumerChanged { .. }
            | Event::Rebalanced { .. }
            | Event::RetentionSet
            | Event::BrokerRestarted { .. }
            | Event::CommandRefused { .. }
            | Event::TriesAgain { .. }
            | Event::Scheduled { .. }
            | Event::Arrived { .. }
            | Event::SentBack { .. }
            | Event::DeadLettered { .. }
            | Event::Revived { .. } => {}
        }
    }

    /// A segment begins at `base`: a piece never spans two.
    fn roll(&mut self, base: PhysicalOffset) {
        if base >= self.log_end {
            self.seal();
        }
    }

    /// Retention deleted a segment: what is stored of it goes.
    fn delete_segment(&mut self, base: PhysicalOffset, end: PhysicalOffset) {
        if end > self.deleted_to {
            let keys = base.max(self.deleted_to).0 as u64..end.0 as u64;
            self.chunks.delete(keys.clone());
            self.sealed.delete(keys);
            self.deleted_to = end;
        }
    }

    /// Whether finished pieces wait to be stored.
    pub fn has_finished(&self) -> bool {
        !self.sealed.puts().is_empty()
    }

    fn append(&mut self, at: VirtualTime, event: &Event) {
        let Event::Appended { topic, queue, offset, physical, record_bytes, body_bytes, of } = event else {
            return;
        };
        let (queue, offset, body_bytes) = (*queue, *offset, *body_bytes);
        let words = match of {
            // A copy has what the message has that it is of, however often it was copied.
            Some(of) => self.given_stored.find(of).cloned(),
            None if self.given.is_empty() => None,
            None => self.take_words(at, event),
        };
        let mut made = core::mem::take(&mut self.body);
        let body = match (words.as_ref().and_then(|words| words.body.as_ref()), of) {
            (Some(body), _) => body.as_bytes(),
            (None, of) => {
                let (topic, queue, offset) =
                    of.as_deref().map_or((topic, queue, offset), |of| (&of.topic, of.queue, of.offset));
                write_body(&mut made, self.seed, topic, queue, offset, body_bytes);
                &made[..]
            }
        };
        let frame = Frame {
            physical: *physical,
            record_bytes: *record_bytes,
            topic,
            queue,
            offset,
            stored_at: EpochMs(self.start_ms.0.saturating_add(at.whole_ms())),
            key: words.as_ref().and_then(|words| words.key.as_deref()),
            tag: words.as_ref().and_then(|words| words.tag.as_deref()),
            body,
        };
        if self.open.len() + frame.bytes() > PIECE_BYTES {
            self.seal();
        }
        self.push(&frame);
        self.log_end = physical.plus(u64::from(*record_bytes));
        self.body = made;
    }

    /// What a command gave with this message, which is kept for its copies.
    fn take_words(&mut self, at: VirtualTime, event: &Event) -> Option<Words> {
        let Event::Appended { topic, queue, offset, physical, body_bytes, .. } = event else { return None };
        let words = self.given_for(at, topic, *queue, *body_bytes as usize)?.words;
        let (topic, queue, offset, body_bytes) = (topic.clone(), *queue, *offset, *body_bytes);
        let of = Origin { topic, queue, offset, reconsume_times: 0, body_bytes };
        self.given_stored.push(*physical, of, words.clone());
        Some(words)
    }

    /// The command that this message is from. At one instant commands come before timers and in their order,
    /// so the first that fits is it; those before it were refused.
    fn given_for(
        &mut self,
        at: VirtualTime,
        topic: &str,
        queue: QueueId,
        body_bytes: usize,
    ) -> Option<Given> {
        while self.given.front().is_some_and(|given| given.at < at) {
            self.given.pop_front();
        }
        let fits = |given: &Given| {
            // A scheduled message is in the queue of its level.
            let there = given.topic.as_str() == topic && given.queue == queue;
            let fits = there || given.later && is_system_topic(topic);
            given.at == at && fits && given.body_bytes == body_bytes
        };
        let index = self.given.iter().take_while(|given| given.at == at).position(fits)?;
        self.given.drain(..index);
        self.given.pop_front()
    }

    fn push(&mut self, frame: &Frame<'_>) {
        if self.open.is_empty() {
            self.open_from = frame.physical;
            self.stored_bytes = 0;
        }
        frame.write(&mut self.open);
    }

    /// Stores the open piece as one record in the place of its chunks.
    fn seal(&mut self) {
        if self.open.is_empty() {
            return;
        }
        if self.stored_bytes > 0 {
            self.chunks.delete(self.open_from.0 as u64..self.log_end.0 as u64);
        }
        let part_bytes = if self.open.len() < SLOW_BYTES { CHUNK_BYTES } else { usize::MAX };
        for (key, part) in parts(&self.open, part_bytes) {
            self.sealed.put(key, wrap(Kind::Sealed, key, part));
        }
        self.open.clear();
        self.stored_bytes = 0;
    }

    /// Drops what is at and after `end`: the World went back, and other messages will be stored there.
    pub fn cut(&mut self, end: PhysicalOffset) {
        if end >= self.log_end {
            return;
        }
        self.chunks.delete(end.0 as u64..u64::MAX);
        self.sealed.delete(end.0 as u64..u64::MAX);
        if end <= self.open_from {
            self.open.clear();
        } else {
            self.open.truncate(bytes_below(&self.open, end));
        }
        self.stored_bytes = self.stored_bytes.min(self.open.len());
        self.given_stored.cut(end);
        self.log_end = end;
    }

    /// Drops what is stored at and behind `end`, however far that goes: nobody knows what it belongs to.
    pub fn forget_from(&mut self, end: PhysicalOffset) {
        self.log_end = PhysicalOffset(i64::MAX);
        self.cut(end);
    }

    /// Everything that has to be stored since the last time: the chunks and the sealed pieces. Without the
    /// `open` piece, whose bytes would be stored twice, it is what is finished only, and `stored_end` says
    /// how far that is.
    pub fn take(&mut self, open: bool) -> (TableChanges, TableChanges) {
        if open {
            for (key, part) in parts(&self.open[self.stored_bytes..], CHUNK_BYTES) {
                self.chunks.put(key, wrap(Kind::Chunk, key, part));
            }
            self.stored_bytes = self.open.len();
        }
        (core::mem::take(&mut self.chunks), core::mem::take(&mut self.sealed))
    }

    /// One past the last message that was taken.
    pub fn stored_end(&self) -> PhysicalOffset {
        let waiting = frames(&self.open[self.stored_bytes..]).next();
        waiting.map_or(self.log_end, |frame| frame.physical)
    }

    /// A message of the open piece, at this physical offset.
    pub fn find(&self, physical: PhysicalOffset) -> Option<StoredMessage> {
        find(&self.open, physical)
    }
}

impl EventSink for SegmentWriter {
    fn emit(&mut self, at: VirtualTime, event: Event) {
        self.observe(at, &event);
    }
}

/// Frames in parts of at most `part_bytes`, or of one frame, each with its key.
fn parts(payload: &[u8], part_bytes: usize) -> Vec<(u64, &[u8])> {
    if payload.len() <= part_bytes {
        return frames(payload).next().map(|first| (first.physical.0 as u64, payload)).into_iter().collect();
    }
    let mut parts = Vec::new();
    let (mut start, mut end, mut from) = (0, 0, None);
    for frame in frames(payload) {
        let bytes = frame.bytes();
        if let Some(key) = from.filter(|_| end + bytes - start > part_bytes) {
            parts.push((key, &payload[start..end]));
            (start, from) = (end, None);
        }
        from = from.or(Some(frame.physical.0 as u64));
        end += bytes;
    }
    parts.extend(from.map(|key| (key, &payload[start..end])));
    parts
}
