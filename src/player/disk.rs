//! Cold reads for real: a modelled page-cache miss is a read of the stored segment, and the clock waits for
//! it. Not here: the model (`engine::log::page_cache`), and the store (`session` awaits it).
//!
//! Invariant: waiting makes virtual time late and changes nothing else; what a journey or a rewind has left
//! behind is dropped when it comes.

use crate::engine::event::Event;
use crate::engine::ids::{Name, PhysicalOffset, QueueId, QueueOffset, VirtualTime};
use crate::player::playing::Player;
use crate::storage::error::StoreError;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Bytes of a segment that one cold read fetches at most; a larger segment is read from the wanted message
/// on.
pub const READ_BYTES_MAX: i64 = 16 * 1024 * 1024;

/// A segment that has to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ColdLoad {
    /// Tells loads from before a seek from those after it.
    pub generation: u64,
    /// The segment.
    pub segment: PhysicalOffset,
    /// What of the log is to be read: from here,
    pub from: PhysicalOffset,
    /// to before there.
    pub to: PhysicalOffset,
}

/// A segment, and the message that is wanted of it first.
pub(super) type Wanted = (PhysicalOffset, (Name, QueueId, QueueOffset));

/// Messages of one queue, from the first to before the last.
type Handed = (Name, QueueId, QueueOffset, QueueOffset);

/// What was wished for while the World ran.
#[derive(Clone, Debug)]
struct Wait {
    segment: PhysicalOffset,
    /// The message that is wanted first.
    wanted: (Name, QueueId, QueueOffset),
    due: VirtualTime,
    asked: bool,
}

/// Real reads of a lab.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// Somebody answers loads. Without, the model's own wait is all there is.
    on: bool,
    generation: u64,
    waits: Vec<Wait>,
    /// The clock waits for it.
    pub(super) stalled: bool,
    /// Messages delivered in the present slice, where somebody looks which of them came from the disk.
    delivered: Option<Vec<Handed>>,
    /// Records read, and their bytes.
    reads: u64,
    bytes: u64,
    /// What could not be read last, in words.
    failed: Option<String>,
}

impl Disk {
    pub(super) fn turn_on(&mut self) {
        self.on = true;
    }

    /// Takes in a fact.
    pub(super) fn observe(&mut self, event: &Event) {
        if let (Event::Delivered { topic, queue, first, next, .. }, Some(delivered)) =
            (event, &mut self.delivered)
        {
            delivered.push((topic.clone(), *queue, *first, *next));
        }
        if let Event::ColdRead { segment, until: Some(due), topic, queue, offset, .. } = event
            && self.on
        {
            self.wait_for(*segment, (topic.clone(), *queue, *offset), *due);
        }
    }

    fn wait_for(&mut self, segment: PhysicalOffset, wanted: (Name, QueueId, QueueOffset), due: VirtualTime) {
        if !self.waits.iter().any(|wait| wait.segment == segment) {
            self.waits.push(Wait { segment, wanted, due, asked: false });
        }
    }

    /// The clock must not reach this instant yet.
    pub(super) fn holds_at(&self) -> Option<VirtualTime> {
        self.waits.iter().map(|wait| wait.due).min()
    }

    /// What waits is not wanted any more.
    pub(super) fn forget(&mut self) {
        self.generation += 1;
        self.waits.clear();
        self.stalled = false;
    }

    /// Segments that nobody was asked for yet, with the generation of the answer.
    pub(super) fn take_wanted(&mut self) -> (u64, Vec<Wanted>) {
        let wanted = self.waits.iter_mut().filter(|wait| !wait.asked);
        let wanted = wanted.map(|wait| {
            wait.asked = true;
            (wait.segment, wait.wanted.clone())
        });
        (self.generation, wanted.collect())
    }

    pub(super) fn wants(&self) -> bool {
        self.waits.iter().any(|wait| !wait.asked)
    }

    /// A record was read.
    pub(super) fn count(&mut self, bytes: u64) {
        self.reads += 1;
        self.bytes += bytes;
    }

    /// A load is over. Where it failed, the lab continues without the bytes, and it is said.
    pub(super) fn loaded(&mut self, load: &ColdLoad, result: &Result<(), StoreError>) {
        if let Err(error) = result {
            self.failed = Some(error.to_string());
        }
        if load.generation == self.generation {
            self.waits.retain(|wait| wait.segment != load.segment);
        }
    }

    /// The segment that the clock waits for.
    pub fn reading(&self) -> Option<PhysicalOffset> {
        self.waits.iter().filter(|_| self.stalled).min_by_key(|wait| wait.due).map(|wait| wait.segment)
    }

    /// Records that were really read, and their bytes.
    pub fn counts(&self) -> (u64, u64) {
        (self.reads, self.bytes)
    }

    /// What could not be read last.
    pub fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }
}

/// What was in memory before a slice.
pub(super) struct Warm {
    segments: Vec<PhysicalOffset>,
    /// What was written since is in memory too.
    log_end: PhysicalOffset,
}

impl Player {
    /// Before a slice of news: what is in memory, where that matters.
    pub(super) fn look_at_memory(&mut self) -> Option<Warm> {
        let broker = self.timeline.world().broker();
        let segments = broker.resident_segments().filter(|_| self.disk.on)?.iter().copied().collect();
        self.disk.delivered = Some(Vec::new());
        Some(Warm { segments, log_end: broker.log().end() })
    }

    /// After it: a pull waits for its first message's segment only (SD-18), but the bytes of the others come
    /// from the disk as well, so the clock waits for them here.
    pub(super) fn read_along(&mut self, warm: Option<Warm>) {
        let (Some(warm), Some(delivered)) = (warm, self.disk.delivered.take()) else { return };
        let (world, now) = (self.timeline.world(), self.timeline.now());
        let broker = world.broker();
        for (topic, queue, first, next) in delivered {
            let mut known = None;
            for offset in first.0..next.0 {
                let Some((physical, _)) = broker.locate(&topic, queue, QueueOffset(offset)) else { continue };
                let segment = broker.log().segment_of(physical).filter(|_| physical < warm.log_end);
                if let Some(segment) = segment.filter(|segment| known != Some(*segment)) {
                    known = Some(segment);
                    if !warm.segments.contains(&segment) {
                        self.disk.wait_for(segment, (topic.clone(), queue, QueueOffset(offset)), now);
                    }
                }
            }
        }
    }
}
