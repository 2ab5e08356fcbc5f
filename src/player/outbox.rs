//! What has to be stored next, and whether it is time. Not here: the transaction (`storage`), and awaiting it (`session`).
//!
//! Invariant: one batch is under way at a time. One that failed is not lost: the next batch holds it.

use crate::engine::ids::VirtualTime;
use crate::sim::Journal;
use crate::storage::manifest::entry_to_record;
use crate::storage::{Durability, Manifest, Note, SegmentWriter, StoreError, WriteBatch};
use alloc::rc::Rc;
use alloc::string::String;
use core::ops::Range;

/// Between two saves of a running lab.
pub const SAVE_EVERY_US: u64 = 500_000;
/// Between two checkpoints of a running lab.
pub const CHECKPOINT_EVERY_US: u64 = 5_000_000;
/// Bytes of log after which a checkpoint comes whatever the time: what lies behind it is run again when the lab is opened.
pub const CHECKPOINT_LOG_BYTES: i64 = 64 * 1024 * 1024;
/// A checkpoint may take this part of the time: one that takes 50 ms comes every 10 s at most.
const CHECKPOINT_SHARE: u64 = 200;
/// Bytes of log that are not left waiting.
pub const PENDING_BYTES_MAX: usize = 1024 * 1024;
/// A failed save is tried again after this.
pub const RETRY_AFTER_US: u64 = 2_000_000;

/// The stored side of a player.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    pub(super) manifest: Manifest,
    pub(super) notes: alloc::vec::Vec<Note>,
    /// Entries of the journal that batches hold already.
    journal_stored: u64,
    /// Entries from here on are stale in the store.
    journal_cut: Option<u64>,
    /// The whole lab is new to the store: what lies there goes.
    replace: bool,
    origin_due: bool,
    checkpoint_due: bool,
    urgent: bool,
    dirty: bool,
    durability: Durability,
    in_flight: Option<Rc<WriteBatch>>,
    failed: Option<WriteBatch>,
    /// Entries in confirmed batches; `None` before the first one.
    confirmed_entries: Option<u64>,
    /// The revision of the last confirmed batch that has one: a batch that only makes room has none.
    confirmed_revision: u64,
    /// Where the log ends in the last confirmed batch.
    confirmed_log_end: i64,
    /// Below this the log is deleted in the last confirmed batch.
    confirmed_log_begin: i64,
    /// The store was full: what retention has freed meanwhile goes first.
    over_quota: bool,
    /// The batch under way only makes room.
    making_room: bool,
    /// Commands that came in since the lab was opened.
    commands_given: u64,
    last_save_us: u64,
    last_checkpoint_us: u64,
    checkpoint_cost_us: u64,
    /// Where the log ended when the last checkpoint was made.
    checkpoint_log_end: i64,
    retry_at_us: u64,
}

/// What a batch needs of the player.
pub(super) struct Due {
    /// The lab's header has to be written.
    pub(super) origin: bool,
    /// A checkpoint has to be written.
    pub(super) checkpoint: bool,
    /// All that the store holds goes first.
    pub(super) replace: bool,
    /// The open piece of log belongs to it. Where a batch comes early because finished pieces wait, the open one waits for its time.
    pub(super) open_piece: bool,
}

impl Outbox {
    /// For a lab that no store knows.
    pub(super) fn new() -> Outbox {
        Outbox {
            replace: true,
            origin_due: true,
            checkpoint_due: true,
            dirty: true,
            urgent: true,
            ..Outbox::default()
        }
    }

    /// For a lab that was read from a store; `rewrite`: as far as it was whole.
    pub(super) fn restored(manifest: Manifest, entries: u64, rewrite: bool) -> Outbox {
        Outbox {
            journal_stored: entries,
            confirmed_entries: Some(entries),
            journal_cut: rewrite.then_some(entries),
            origin_due: rewrite,
            checkpoint_due: rewrite,
            // What was worked out once need not be worked out again by the next who opens it.
            dirty: rewrite,
            checkpoint_log_end: manifest.log_end,
            confirmed_log_end: manifest.log_end,
            confirmed_log_begin: manifest.log_begin,
            confirmed_revision: manifest.revision,
            manifest,
            ..Outbox::default()
        }
    }

    /// The lab takes the place of what the store holds.
    pub(super) fn take_place_of(&mut self, stored: &Manifest) {
        self.manifest.epoch = stored.epoch;
        self.manifest.revision = stored.revision;
        self.manifest.branch = stored.branch + 1;
        self.confirmed_revision = stored.revision;
        (self.in_flight, self.failed) = (None, None);
        (self.journal_stored, self.confirmed_entries, self.journal_cut) = (0, None, None);
        (self.replace, self.origin_due, self.checkpoint_due) = (true, true, true);
        (self.dirty, self.urgent) = (true, true);
    }

    /// Another tab stores the lab, and this is where it stands there: nothing is to be stored here.
    pub(super) fn stored_elsewhere(&mut self, manifest: &Manifest) {
        (self.journal_stored, self.confirmed_entries) =
            (manifest.journal_entries, Some(manifest.journal_entries));
        self.manifest = manifest.clone();
        self.confirmed_revision = manifest.revision;
        (self.dirty, self.urgent) = (false, false);
    }

    /// The lab has another title.
    pub(super) fn renamed(&mut self) {
        (self.origin_due, self.dirty, self.urgent) = (true, true, true);
    }

    /// A command was added to the journal.
    pub(super) fn command_added(&mut self) {
        self.commands_given += 1;
        (self.dirty, self.urgent) = (true, true);
    }

    /// Time passed, or the person moved in it.
    pub(super) fn moved(&mut self) {
        self.dirty = true;
    }

    /// The journal ends after `entries` now.
    pub(super) fn rewound(&mut self, entries: u64) {
        if self.journal_stored > entries {
            self.journal_cut = Some(self.journal_cut.map_or(entries, |cut| cut.min(entries)));
            self.journal_stored = entries;
        }
        self.confirmed_entries = self.confirmed_entries.map(|confirmed| confirmed.min(entries));
        self.manifest.branch += 1;
        (self.checkpoint_due, self.dirty, self.urgent) = (true, true, true);
    }

    /// Store now, with a checkpoint: the page may be about to go.
    pub(super) fn flush(&mut self, durability: Durability) {
        self.checkpoint_due |= self.dirty;
        self.urgent |= self.dirty;
        self.retry_at_us = 0;
        self.durability = self.durability.max(durability);
    }

    /// A checkpoint with the next batch.
    pub(super) fn want_checkpoint(&mut self) {
        self.checkpoint_due |= self.dirty;
    }

    /// Whether every command of the journal is in a confirmed transaction.
    pub fn commands_saved(&self, journal: &Journal) -> bool {
        self.confirmed_entries == Some(journal.entries.len() as u64)
    }

    /// Commands that came in since the lab was opened.
    pub fn commands_given(&self) -> u64 {
        self.commands_given
    }

    /// The revision of the lab as the store has it.
    pub(super) fn confirmed_revision(&self) -> u64 {
        self.confirmed_revision
    }

    /// One past the last byte of log in a confirmed batch.
    pub(super) fn stored_to(&self) -> i64 {
        self.confirmed_log_end
    }

    /// What the newest batch says of the lab.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What to store now; `None`: nothing, or not yet.
    pub(super) fn due(&self, wall_us: u64, running: bool, writer: &SegmentWriter) -> Option<Due> {
        if self.in_flight.is_some() || wall_us < self.retry_at_us {
            return None;
        }
        let waited = wall_us.saturating_sub(self.last_save_us) >= SAVE_EVERY_US;
        let timely = self.urgent || self.failed.is_some() || (self.dirty && waited);
        let due = timely || (self.dirty && writer.pending_bytes() >= PENDING_BYTES_MAX);
        let pause_us = CHECKPOINT_EVERY_US.max(self.checkpoint_cost_us.saturating_mul(CHECKPOINT_SHARE));
        let checkpoint_waited = running && wall_us.saturating_sub(self.last_checkpoint_us) >= pause_us;
        let much = writer.log_end().0.saturating_sub(self.checkpoint_log_end) >= CHECKPOINT_LOG_BYTES;
        let checkpoint = self.checkpoint_due || (self.dirty && (checkpoint_waited || much));
        // A checkpoint's World knows the messages of the open piece; nobody would make them again.
        let open_piece = timely || checkpoint || !writer.has_finished();
        due.then_some(Due { origin: self.origin_due, checkpoint, replace: self.replace, open_piece })
    }

    /// Completes a batch that holds the log's changes and, if due, origin and checkpoint; it is under way from now on.
    pub(super) fn send(
        &mut self,
        mut batch: WriteBatch,
        due: &Due,
        journal: &Journal,
        wall_us: u64,
    ) -> Rc<WriteBatch> {
        if let Some(cut) = self.journal_cut.take() {
            batch.journal.delete(cut..u64::MAX);
        }
        if self.replace {
            batch.journal.delete(0..u64::MAX);
        }
        for (index, entry) in (self.journal_stored..).zip(&journal.entries[self.journal_stored as usize..]) {
            batch.journal.put(index, entry_to_record(index, entry));
        }
        self.journal_stored = journal.entries.len() as u64;
        self.manifest.revision += 1;
        self.manifest.journal_entries = self.journal_stored;
        batch.manifest = Some(self.manifest.to_record());
        batch.durability = core::mem::take(&mut self.durability);
        if batch.checkpoint.is_some() {
            self.last_checkpoint_us = wall_us;
            self.checkpoint_due = false;
        }
        let batch = match self.failed.take() {
            Some(mut failed) => {
                failed.then(batch);
                failed
            }
            None => batch,
        };
        (self.replace, self.origin_due, self.urgent) = (false, false, false);
        if due.open_piece {
            self.dirty = false;
            self.last_save_us = wall_us;
        }
        let batch = Rc::new(batch);
        self.in_flight = Some(batch.clone());
        batch
    }

    /// A checkpoint was made: how long that took, and where the log ends.
    pub(super) fn checkpoint_made(&mut self, cost_us: u64, log_end: i64) {
        (self.checkpoint_cost_us, self.checkpoint_log_end) = (cost_us, log_end);
    }

    /// Where the lab stands, for the next manifest.
    pub(super) fn stand(&mut self, now: VirtualTime, head: VirtualTime, log: Range<i64>, speed_percent: u32) {
        (self.manifest.now, self.manifest.head) = (now, head);
        (self.manifest.log_begin, self.manifest.log_end) = (log.start, log.end);
        self.manifest.speed_percent = speed_percent;
    }

    /// The batch under way was confirmed or refused.
    pub(super) fn done(&mut self, result: &Result<(), StoreError>, wall_us: u64) {
        let Some(batch) = self.in_flight.take() else { return };
        self.over_quota |= result == &Err(StoreError::Quota);
        if core::mem::take(&mut self.making_room) {
            return;
        }
        match result {
            Ok(()) => {
                self.confirmed_entries = Some(self.manifest.journal_entries.min(self.journal_stored));
                self.confirmed_revision = self.manifest.revision;
                self.confirmed_log_end = self.manifest.log_end;
                self.confirmed_log_begin = self.manifest.log_begin;
                self.over_quota = false;
            }
            Err(_) => {
                self.failed = Some(Rc::try_unwrap(batch).unwrap_or_else(|shared| (*shared).clone()));
                self.retry_at_us = wall_us.saturating_add(RETRY_AFTER_US);
            }
        }
    }

    /// Whether the store was full when it was last asked.
    pub(super) fn over_quota(&self) -> bool {
        self.over_quota
    }

    /// Where the store is full: a batch that deletes the stored log below `log_begin` and nothing else, so that what waits has room
    /// then. The last checkpoint's World knows those messages still; run on, it deletes them again.
    pub(super) fn make_room(&mut self, wall_us: u64, log_begin: i64) -> Option<Rc<WriteBatch>> {
        let frees = self.over_quota && log_begin > self.confirmed_log_begin;
        if !frees || self.in_flight.is_some() || wall_us < self.retry_at_us {
            return None;
        }
        let mut batch = WriteBatch::default();
        batch.sealed.delete(0..log_begin as u64);
        batch.chunks.delete(0..log_begin as u64);
        (self.confirmed_log_begin, self.making_room) = (log_begin, true);
        let batch = Rc::new(batch);
        self.in_flight = Some(batch.clone());
        Some(batch)
    }

    /// Where the store is full: the refused batch again as it is, so that what waits does not grow with every try.
    pub(super) fn send_again(&mut self, wall_us: u64) -> Option<Rc<WriteBatch>> {
        if !self.over_quota || self.in_flight.is_some() || wall_us < self.retry_at_us {
            return None;
        }
        self.in_flight = self.failed.take().map(Rc::new);
        self.in_flight.clone()
    }

    /// The words of what went missing when the lab was opened.
    pub(super) fn words(&self) -> alloc::vec::Vec<String> {
        self.notes.iter().map(alloc::string::ToString::to_string).collect()
    }
}
