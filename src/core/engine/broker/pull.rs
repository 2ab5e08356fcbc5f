//! Pulling and starting: which messages a client gets, where it continues, where a new group starts (sections
//! 5 and 6 of the specification). Not here: the clients' side (`sim::clients::pull`).
//!
//! Invariant: the decision is made in the order of R-PULL-2's rows.

use crate::engine::answer::{PullAnswer, PullStatus};
use crate::engine::broker::{Broker, Emit, Residency};
use crate::engine::event::{CorrectionReason, Event, InitialRule};
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::limits;
use crate::engine::log::consume_queue::next_file;
use crate::engine::profile::InitialOffsetRule;
use crate::engine::rejected::Rejected;
use alloc::vec::Vec;

/// Bytes of a consume-queue entry, for the scan limit (R-PULL-5).
const ENTRY_BYTES: u64 = 20;

/// A pull request.
#[derive(Clone, Debug)]
pub struct PullRequest<'a> {
    /// Whose progress.
    pub group: &'a Name,
    /// From where.
    pub topic: &'a Name,
    /// From which queue.
    pub queue: QueueId,
    /// The first message wanted.
    pub offset: QueueOffset,
    /// How many at most.
    pub max_messages: u32,
    /// Hashes of the tags wanted; empty: all.
    pub tags: &'a [i64],
    /// The offset that is committed along the way (R-OFF-7).
    pub commit: Option<QueueOffset>,
}

/// What a query for a start offset answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StartAnswer {
    /// The broker has saved it (SD-9).
    Saved(QueueOffset),
    /// The broker decided it now.
    Decided(QueueOffset, InitialRule),
    /// The client decides (R-INIT-3).
    ClientDecides,
}

/// Hash of a tag as in a consume-queue entry: Java's `String.hashCode` over the tag.
pub fn tag_hash(tag: &str) -> i64 {
    let hash = tag
        .encode_utf16()
        .fold(0i32, |hash, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit as i16)));
    i64::from(hash)
}

impl Broker {
    /// QUERY_CONSUMER_OFFSET: the offset, or `None` for code 22 (R-INIT-1).
    pub fn query_offset(
        &self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        set_zero: Option<bool>,
    ) -> Option<QueueOffset> {
        if let Some(offset) = self.offsets.query(group, topic, queue) {
            return Some(offset);
        }
        if set_zero == Some(false) && self.profile.obeys_set_zero() {
            return None;
        }
        self.begins_in_memory(topic, queue).then_some(QueueOffset(0))
    }

    /// Whether the queue begins at 0 and that message counts as in memory (R-INIT-1, R-INIT-2).
    pub(crate) fn begins_in_memory(&self, topic: &Name, queue: QueueId) -> bool {
        let estimates = self.profile.estimates_residency();
        // Up to 5.0 a queue that was never written counts as in memory.
        let Some(queue) = self.queue(topic, queue) else { return estimates };
        if queue.min().0 > 0 {
            return false;
        }
        let first = queue.entry_to_pull(QueueOffset(0), self.log.min_physical());
        let Some(first) = first else { return estimates };
        match if estimates { Residency::ByEstimate } else { self.settings.residency } {
            Residency::Always => true,
            Residency::ByEstimate => self.is_in_memory(first.physical),
            Residency::ByPageCache => self.is_cached(first.physical),
        }
    }

    fn is_cached(&self, physical: PhysicalOffset) -> bool {
        let segment = self.log.segment_of(physical);
        segment.is_some_and(|base| self.cache.holds(base, self.settings.page_cache_segments))
    }

    /// The segment that a pull from `offset` on would have to read from the disk first (SD-18).
    pub fn cold_segment(&self, topic: &Name, queue: QueueId, offset: QueueOffset) -> Option<PhysicalOffset> {
        let (physical, _) = self.locate(topic, queue, offset)?;
        if self.is_cached(physical) { None } else { self.log.segment_of(physical) }
    }

    /// A segment was read from the disk.
    pub fn load_segment(&mut self, segment: PhysicalOffset) {
        self.cache.touch(segment, self.settings.page_cache_segments);
    }

    /// Whether a record counts as cold for the flow control: further from the log's end than 26 % of the
    /// memory (R-PULL-10).
    fn is_cold(&self, physical: PhysicalOffset) -> bool {
        physical.distance_to(self.log.end()) > self.settings.memory_bytes / 100 * 26
    }

    /// Refuses a pull whose next message is cold when the group has read enough of those (R-PULL-10).
    fn check_cold_reads(&mut self, request: &PullRequest<'_>, now: EpochMs) -> Result<(), Rejected> {
        let controls = self.settings.cold_control && self.profile.knows_cold_control();
        let next = self.locate(request.topic, request.queue, request.offset);
        if controls
            && next.is_some_and(|(physical, _)| self.is_cold(physical))
            && self.cold.is_over(request.group, self.settings.cold_group_bytes, now)
        {
            return Err(Rejected::ColdReadControlled { group: request.group.clone() });
        }
        Ok(())
    }

    /// What a pull has delivered is in memory now, and what was cold of it counts.
    pub(crate) fn count_reads(&mut self, request: &PullRequest<'_>, offsets: &[QueueOffset]) {
        let capacity = self.settings.page_cache_segments;
        if capacity == 0 && !self.settings.cold_control {
            return;
        }
        let mut cold_bytes = 0;
        for &offset in offsets {
            let Some((physical, bytes)) = self.locate(request.topic, request.queue, offset) else { continue };
            if self.is_cold(physical) {
                cold_bytes += u64::from(bytes);
            }
            if let Some(base) = self.log.segment_of(physical) {
                self.cache.touch(base, capacity);
            }
        }
        self.cold.add(request.group, cold_bytes);
    }

    /// Whether a record is so near to the log's end that it counts as in memory (R-PULL-5, R-INIT-2).
    fn is_in_memory(&self, physical: PhysicalOffset) -> bool {
        physical.distance_to(self.log.end()) <= self.settings.memory_share_bytes()
    }

    /// Where a client of the group starts on a queue that it has just taken (SD-9, SD-10, SD-15, R-INIT-1).
    pub fn start_offset(
        &mut self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> StartAnswer {
        let rule = self.profile.initial_offset();
        // The page says nothing of a retry topic: a client begins there as on a real broker (R-RTY-3).
        match if topic.starts_with("%RETRY%") { InitialOffsetRule::Client } else { rule } {
            InitialOffsetRule::Client => match self.offsets.query(group, topic, queue) {
                Some(saved) => StartAnswer::Saved(saved),
                None => match self.query_offset(group, topic, queue, None) {
                    Some(zero) => StartAnswer::Decided(zero, InitialRule::BrokerZero),
                    None => StartAnswer::ClientDecides,
                },
            },
            InitialOffsetRule::Docs => self.docs_start_offset(group, topic, queue, now, emit),
        }
    }

    fn docs_start_offset(
        &mut self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> StartAnswer {
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        if let Some(saved) = self.offsets.query(group, topic, queue) {
            return StartAnswer::Saved(saved);
        }
        let (offset, rule) = if self.offsets.was_removed(group, topic) {
            (min, InitialRule::DocsRemovedMin)
        } else {
            (max, InitialRule::DocsMax)
        };
        let removed = self.offsets.was_removed(group, topic);
        self.store_offset(group, topic, queue, offset, now, emit);
        // The mark must outlive the first queue: the other queues' progress was removed too.
        self.offsets.progress_mut(group, topic).removed = removed;
        StartAnswer::Decided(offset, rule)
    }

    /// A pull without a hold (R-PULL-1, R-PULL-2). The answer's `next` becomes the pull offset (R-OFF-5).
    pub fn pull(
        &mut self,
        request: &PullRequest<'_>,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<PullAnswer, Rejected> {
        let PullRequest { group, topic, queue, offset, .. } = *request;
        self.group(group)?;
        let queues = self.topic(topic)?.queue_count;
        self.check_readable(topic)?;
        if queue >= queues {
            return Err(self.no_such_queue(topic, queue, queues));
        }
        self.check_bounds(topic, queue)?;
        self.check_cold_reads(request, now)?;
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        let pending = self.offsets.progress_mut(group, topic).pending.remove(&queue);
        let (status, next, offsets) = match pending {
            Some(target) => (PullStatus::OffsetReset, target, Vec::new()),
            None => self.decide(request),
        };
        self.count_reads(request, &offsets);
        let progress = self.offsets.progress_mut(group, topic);
        progress.pulled.insert(queue, next);
        progress.touched_at = now;
        // SD-14: where the server itself restores progress, what the client says of it counts for nothing.
        let restores = self.profile.server_restores_offset() && status == PullStatus::OffsetTooSmall;
        if let Some(commit) = request.commit.filter(|commit| !restores || *commit >= min) {
            self.commit_along_the_way(request, commit, now, emit);
        }
        self.report_correction(request, status, next, now, emit);
        let copy = |&offset: &QueueOffset| Some((offset, self.origin(topic, queue, offset)?.clone()));
        let some = self.pockets.origins.has(topic, queue);
        let copies = offsets.iter().filter(|_| some).filter_map(copy).collect();
        Ok(PullAnswer { status, code: status.code(offset), next, min, max, offsets, copies })
    }

    /// Rows 1 to 8 of R-PULL-2.
    pub(crate) fn decide(&self, request: &PullRequest<'_>) -> (PullStatus, QueueOffset, Vec<QueueOffset>) {
        let PullRequest { topic, queue, offset, .. } = *request;
        let (min, max) = (self.min_offset(topic, queue), self.max_offset(topic, queue));
        if max.0 == 0 {
            (PullStatus::NoMessageInQueue, QueueOffset(0), Vec::new())
        } else if offset < min {
            (PullStatus::OffsetTooSmall, min, Vec::new())
        } else if offset == max {
            (PullStatus::OffsetOverflowOne, offset, Vec::new())
        } else if offset > max {
            let to_zero = min.0 == 0 && self.profile.sends_overflow_to_zero();
            (PullStatus::OffsetOverflowBadly, if to_zero { min } else { max }, Vec::new())
        } else {
            self.scan(request)
        }
    }

    /// The piggy-backed commit: it does not look for a pending reset (R-OFF-7, R-RST-7).
    fn commit_along_the_way(
        &mut self,
        request: &PullRequest<'_>,
        commit: QueueOffset,
        now: EpochMs,
        emit: Emit<'_>,
    ) {
        let PullRequest { group, topic, queue, .. } = *request;
        match self.check_commit(topic, queue, commit) {
            Ok(()) => self.store_offset(group, topic, queue, commit, now, emit),
            Err(rejected) => {
                let (group, topic) = (group.clone(), topic.clone());
                emit(Event::CommitRefused { group, topic, queue, offset: commit, rejected });
            }
        }
    }

    fn report_correction(
        &mut self,
        request: &PullRequest<'_>,
        status: PullStatus,
        to: QueueOffset,
        now: EpochMs,
        emit: Emit<'_>,
    ) {
        let PullRequest { group, topic, queue, offset: from, .. } = *request;
        let reason = match status {
            PullStatus::OffsetTooSmall => CorrectionReason::BelowMin,
            PullStatus::OffsetOverflowBadly => CorrectionReason::AboveMax,
            PullStatus::NoMessageInQueue if from.0 == 0 => return,
            PullStatus::NoMessageInQueue => CorrectionReason::EmptyQueue,
            PullStatus::OffsetReset => {
                emit(Event::ResetTaken { group: group.clone(), topic: topic.clone(), queue, to });
                return;
            }
            PullStatus::OffsetOverflowOne
            | PullStatus::OffsetFoundNull
            | PullStatus::NoMatchedMessage
            | PullStatus::MessageWasRemoving
            | PullStatus::Found => return,
        };
        emit(Event::OffsetCorrected { group: group.clone(), topic: topic.clone(), queue, from, to, reason });
        // SD-14: on the page it is the server that restores the offset, at once.
        let stored = self.offsets.stored(group, topic, queue);
        let outside = stored.is_some_and(|stored| self.check_commit(topic, queue, stored).is_err());
        if self.profile.server_restores_offset() && outside {
            self.store_offset(group, topic, queue, to, now, emit);
        }
    }

    /// Rows 5 to 8: from the offset on, at most one consume-queue file, within the batch limits (R-PULL-3,
    /// R-PULL-5).
    fn scan(&self, request: &PullRequest<'_>) -> (PullStatus, QueueOffset, Vec<QueueOffset>) {
        let queue = self.queue(request.topic, request.queue).expect("a queue with Max > 0 is there");
        let from = request.offset;
        let file_end = next_file(from, self.settings.file_entries());
        if from < queue.files_from() {
            return (PullStatus::OffsetFoundNull, file_end, Vec::new());
        }
        let log_min = self.log.min_physical();
        let end = file_end.min(queue.max());
        let scan_limit = (u64::from(request.max_messages) * ENTRY_BYTES).max(limits::MAX_FILTER_MESSAGE_SIZE);
        let mut batch = Batch::new(request.max_messages, self.profile.batch_short_by());
        let (mut at, mut skip_to) = (from, PhysicalOffset(0));
        let mut status = PullStatus::NoMatchedMessage;
        while at < end && from.distance_to(at) * ENTRY_BYTES < scan_limit {
            let Some(entry) = queue.entry_to_pull(at, log_min) else { break };
            let skipped = entry.physical < skip_to;
            if !skipped && batch.is_full(entry.record_bytes, self.is_in_memory(entry.physical)) {
                break;
            }
            let offset = at;
            at = at.next();
            if skipped {
                continue;
            }
            if !request.tags.is_empty() && !request.tags.contains(&entry.tag) {
                status = PullStatus::NoMatchedMessage;
            } else if entry.physical < log_min && entry.physical.0 > 0 {
                // R-PULL-3: after a miss, on to the next segment of the log.
                status = PullStatus::MessageWasRemoving;
                let segment = self.settings.segment_bytes as i64;
                skip_to =
                    log_min.min(PhysicalOffset((entry.physical.0 / segment + 1).saturating_mul(segment)));
            } else {
                // Model: where byte 0 of the log is deleted, brokers that keep a stale Min deliver bytes of
                // another record for it, which the client drops (section 14): a find without a message.
                let stored = entry.physical >= log_min;
                batch.add(stored.then_some(offset), entry.record_bytes);
            }
        }
        (if batch.count == 0 { status } else { PullStatus::Found }, at, batch.offsets)
    }
}

/// What one pull delivers, and when it is enough (R-PULL-5).
struct Batch {
    offsets: Vec<QueueOffset>,
    count: usize,
    bytes: u64,
    wanted: usize,
}

impl Batch {
    fn new(max_messages: u32, short_by: usize) -> Batch {
        let wanted = (max_messages.clamp(1, limits::PULL_MESSAGES_MAX) as usize).saturating_sub(short_by);
        Batch {
            offsets: Vec::with_capacity(wanted.min(limits::MAX_TRANSFER_COUNT_ON_MESSAGE_IN_MEMORY)),
            count: 0,
            bytes: 0,
            wanted,
        }
    }

    /// Whether a further record has no place. The first one always has.
    fn is_full(&self, record_bytes: u32, in_memory: bool) -> bool {
        let (bytes_max, count_max) = if in_memory {
            let count_max = limits::MAX_TRANSFER_COUNT_ON_MESSAGE_IN_MEMORY;
            (limits::MAX_TRANSFER_BYTES_ON_MESSAGE_IN_MEMORY, count_max)
        } else {
            (limits::MAX_TRANSFER_BYTES_ON_MESSAGE_IN_DISK, limits::MAX_TRANSFER_COUNT_ON_MESSAGE_IN_DISK)
        };
        let too_many = self.count >= self.wanted || self.count >= count_max;
        self.count > 0 && (too_many || self.bytes + u64::from(record_bytes) > bytes_max)
    }

    fn add(&mut self, offset: Option<QueueOffset>, record_bytes: u32) {
        self.offsets.extend(offset);
        self.count += 1;
        self.bytes += u64::from(record_bytes);
    }
}
