//! One message inside a piece of log, byte by byte. Not here: pieces (`segment_writer`), and RocketMQ's own
//! record layout.
//!
//! ```text
//! 0        4          12             16      20       28          36        40        44         48       52
//! | bytes  | physical | record_bytes | queue | offset | stored_at | topic n | key n+1 | tag n+1  | body n | topic key tag body
//! ```
//!
//! Model: a broker's record carries hosts, flags and a CRC, so its `record_bytes` differ from this frame's
//! bytes; physical offsets are the broker's, which is why a frame names its own.
//!
//! Invariant: frames of a piece ascend by physical offset, so a reader stops at the first one that is too
//! far.

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const HEAD_BYTES: usize = 52;

/// A message as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// Where the broker's record is.
    pub physical: PhysicalOffset,
    /// Bytes of the broker's record.
    pub record_bytes: u32,
    /// Its topic.
    pub topic: &'a str,
    /// Its queue.
    pub queue: QueueId,
    /// Its position there.
    pub offset: QueueOffset,
    /// The broker's clock at the append.
    pub stored_at: EpochMs,
    /// Its key.
    pub key: Option<&'a str>,
    /// Its tag.
    pub tag: Option<&'a str>,
    /// Its body.
    pub body: &'a [u8],
}

/// A message that was read back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredMessage {
    /// Where the broker's record is.
    pub physical: PhysicalOffset,
    /// Bytes of the broker's record.
    pub record_bytes: u32,
    /// Its topic.
    pub topic: Name,
    /// Its queue.
    pub queue: QueueId,
    /// Its position there.
    pub offset: QueueOffset,
    /// The broker's clock at the append.
    pub stored_at: EpochMs,
    /// Its key.
    pub key: Option<String>,
    /// Its tag.
    pub tag: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl From<Frame<'_>> for StoredMessage {
    fn from(frame: Frame<'_>) -> StoredMessage {
        StoredMessage {
            physical: frame.physical,
            record_bytes: frame.record_bytes,
            topic: Name::from(frame.topic),
            queue: frame.queue,
            offset: frame.offset,
            stored_at: frame.stored_at,
            key: frame.key.map(ToString::to_string),
            tag: frame.tag.map(ToString::to_string),
            body: frame.body.to_vec(),
        }
    }
}

fn put<const BYTES: usize>(head: &mut [u8; HEAD_BYTES], at: usize, bytes: [u8; BYTES]) {
    if let Some(place) = head[at..].first_chunk_mut() {
        *place = bytes;
    }
}

impl Frame<'_> {
    /// Bytes that the frame takes.
    pub fn bytes(&self) -> usize {
        let text = |text: Option<&str>| text.map_or(0, str::len);
        HEAD_BYTES + self.topic.len() + text(self.key) + text(self.tag) + self.body.len()
    }

    /// Writes the frame behind what is there.
    pub fn write(&self, out: &mut Vec<u8>) {
        let text = |text: Option<&str>| text.map_or(0, |text| text.len() as u32 + 1);
        // One head in one piece: ten small writes would each ask for room. And each with a length that is
        // known: a copy whose length is not, however short, is a call out of the program in WebAssembly.
        let mut head = [0; HEAD_BYTES];
        put(&mut head, 0, (self.bytes() as u32).to_le_bytes());
        put(&mut head, 4, self.physical.0.to_le_bytes());
        put(&mut head, 12, self.record_bytes.to_le_bytes());
        put(&mut head, 16, self.queue.to_le_bytes());
        put(&mut head, 20, self.offset.0.to_le_bytes());
        put(&mut head, 28, self.stored_at.0.to_le_bytes());
        put(&mut head, 36, (self.topic.len() as u32).to_le_bytes());
        put(&mut head, 40, text(self.key).to_le_bytes());
        put(&mut head, 44, text(self.tag).to_le_bytes());
        put(&mut head, 48, (self.body.len() as u32).to_le_bytes());
        out.extend_from_slice(&head);
        out.extend_from_slice(self.topic.as_bytes());
        for part in [self.key, self.tag].into_iter().flatten() {
            out.extend_from_slice(part.as_bytes());
        }
        out.extend_from_slice(self.body);
    }
}

/// Reads frames one after the other. It ends early, without a frame, where the bytes make no sense.
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    rest: &'a [u8],
}

/// The frames of a piece's payload.
pub fn frames(payload: &[u8]) -> Frames<'_> {
    Frames { rest: payload }
}

/// The message at this physical offset.
pub fn find(payload: &[u8], physical: PhysicalOffset) -> Option<StoredMessage> {
    let mut near = frames(payload).skip_while(|frame| frame.physical < physical);
    near.next().filter(|frame| frame.physical == physical).map(StoredMessage::from)
}

/// Bytes of the frames that are below `end`.
pub fn bytes_below(payload: &[u8], end: PhysicalOffset) -> usize {
    frames(payload).take_while(|frame| frame.physical < end).map(|frame| frame.bytes()).sum()
}

impl<'a> Frames<'a> {
    /// Bytes not read. Not 0 at the end: the rest is not a frame.
    pub fn rest_bytes(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        let (frame, rest) = read(self.rest)?;
        self.rest = rest;
        Some(frame)
    }
}

/// A cursor over one frame's bytes.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    fn slice(&mut self, bytes: u32) -> Option<&'a [u8]> {
        let (slice, rest) = self.0.split_at_checked(bytes as usize)?;
        self.0 = rest;
        Some(slice)
    }

    fn text(&mut self, bytes: u32) -> Option<&'a str> {
        core::str::from_utf8(self.slice(bytes)?).ok()
    }

    /// A text whose length is stored plus one, so that none and empty differ.
    fn optional_text(&mut self, bytes_plus_one: u32) -> Option<Option<&'a str>> {
        match bytes_plus_one.checked_sub(1) {
            None => Some(None),
            Some(bytes) => self.text(bytes).map(Some),
        }
    }
}

fn read(bytes: &[u8]) -> Option<(Frame<'_>, &[u8])> {
    let (length, _) = bytes.split_first_chunk::<4>()?;
    let (frame, rest) = bytes.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let mut fields = Fields(frame.get(4..)?);
    let physical = PhysicalOffset(fields.i64()?);
    let record_bytes = fields.u32()?;
    let queue = fields.u32()?;
    let offset = QueueOffset(fields.i64()?);
    let stored_at = EpochMs(fields.i64()?);
    let (topic, key, tag, body) = (fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?);
    let topic = fields.text(topic)?;
    let key = fields.optional_text(key)?;
    let tag = fields.optional_text(tag)?;
    let body = fields.slice(body)?;
    let whole = fields.0.is_empty();
    whole.then_some((Frame { physical, record_bytes, topic, queue, offset, stored_at, key, tag, body }, rest))
}
