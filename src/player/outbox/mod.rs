//! What has to be stored next, and whether it is time. Not here: the transaction (`storage`), and awaiting it
//! (`session`).
//!
//! Invariant: one batch is under way at a time. One that failed is not lost: the next batch holds it.

mod state;

use self::state::{Cadence, Confirmed, JournalSent, Owed, Pending, Transit};
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
/// Bytes of log after which a checkpoint comes whatever the time: what is behind it is run again when the lab
/// is opened.
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
    pub(in crate::player) manifest: Manifest,
    pub(in crate::player) notes: alloc::vec::Vec<Note>,
    journal: JournalSent,
    pending: Pending,
    owed: Owed,
    durability: Durability,
    transit: Transit,
    /// The store was full when it was last asked: what retention has freed meanwhile goes first.
    over_quota: bool,
    retry_at_us: u64,
    confirmed: Confirmed,
    cadence: Cadence,
    /// Commands that came in since the lab was opened.
    commands_given: u64,
}

/// What a batch needs of the player.
pub(in crate::player) struct Due {
    /// The lab's header has to be written.
    pub(in crate::player) origin: bool,
    /// A checkpoint has to be written.
    pub(in crate::player) checkpoint: bool,
    /// All that the store holds goes first.
    pub(in crate::player) replace: bool,
    /// The open piece of log belongs to it. Where a batch comes early because finished pieces wait, the open
    /// one waits for its time.
    pub(in crate::player) open_piece: bool,
}

impl Outbox {
    /// For a lab that no store knows.
    pub(in crate::player) fn new() -> Outbox {
        Outbox { owed: Owed::ALL, pending: Pending::Urgent, ..Outbox::default() }
    }

    /// For a lab that was read from a store; `rewrite`: as far as it was whole.
    pub(in crate::player) fn restored(manifest: Manifest, entries: u64, rewrite: bool) -> Outbox {
        Outbox {
            journal: JournalSent { entries, cut: rewrite.then_some(entries) },
            owed: Owed { replace: false, origin: rewrite, checkpoint: rewrite },
            // What was worked out once need not be worked out again by the next who opens it.
            pending: if rewrite { Pending::Changed } else { Pending::Nothing },
            confirmed: Confirmed {
                entries: Some(entries),
                now: manifest.now,
                revision: manifest.revision,
                log_end: manifest.log_end,
                log_begin: manifest.log_begin,
            },
            cadence: Cadence { checkpoint_log_end: manifest.log_end, ..Cadence::default() },
            manifest,
            ..Outbox::default()
        }
    }

    /// The lab takes the place of what the store holds.
    pub(in crate::player) fn take_place_of(&mut self, stored: &Manifest) {
        self.manifest.epoch = stored.epoch;
        self.manifest.revision = stored.revision;
        self.manifest.branch = stored.branch + 1;
        self.confirmed.revision = stored.revision;
        self.confirmed.entries = None;
        self.journal = JournalSent::default();
        self.transit = Transit::Idle;
        self.owed = Owed::ALL;
        self.pending = Pending::Urgent;
    }

    /// Another tab stores the lab, and this is where it is there: nothing is to be stored here.
    pub(in crate::player) fn stored_elsewhere(&mut self, manifest: &Manifest) {
        self.journal.entries = manifest.journal_entries;
        self.confirmed.entries = Some(manifest.journal_entries);
        self.confirmed.now = manifest.now;
        self.confirmed.revision = manifest.revision;
        self.manifest = manifest.clone();
        self.pending = Pending::Nothing;
    }

    /// The lab has another title.
    pub(in crate::player) fn renamed(&mut self) {
        self.owed.origin = true;
        self.pending = Pending::Urgent;
    }

    /// A command was added to the journal.
    pub(in crate::player) fn command_added(&mut self) {
        self.commands_given += 1;
        self.pending = Pending::Urgent;
    }

    /// Time passed, or the person moved in it.
    pub(in crate::player) fn moved(&mut self) {
        self.pending = self.pending.max(Pending::Changed);
    }

    /// The journal ends after `entries` now.
    pub(in crate::player) fn rewound(&mut self, entries: u64) {
        if self.journal.entries > entries {
            self.journal.cut = Some(self.journal.cut.map_or(entries, |cut| cut.min(entries)));
            self.journal.entries = entries;
        }
        self.confirmed.entries = self.confirmed.entries.map(|confirmed| confirmed.min(entries));
        self.manifest.branch += 1;
        self.owed.checkpoint = true;
        self.pending = Pending::Urgent;
    }

    fn has_changed(&self) -> bool {
        self.pending != Pending::Nothing
    }

    /// Store now, with a checkpoint: the page may be about to go.
    pub(in crate::player) fn flush(&mut self, durability: Durability) {
        if self.has_changed() {
            self.owed.checkpoint = true;
            self.pending = Pending::Urgent;
        }
        self.retry_at_us = 0;
        self.durability = self.durability.max(durability);
    }

    /// A checkpoint with the next batch.
    pub(in crate::player) fn want_checkpoint(&mut self) {
        self.owed.checkpoint |= self.has_changed();
    }

    /// Whether every command of the journal is in a confirmed transaction.
    pub fn commands_saved(&self, journal: &Journal) -> bool {
        self.confirmed.entries == Some(journal.entries.len() as u64)
    }

    /// Where the lab's clock stood in the last confirmed batch, and how many commands it knows; `None`: there
    /// was none.
    pub fn saved_to(&self) -> Option<(VirtualTime, u64)> {
        Some((self.confirmed.now, self.confirmed.entries?))
    }

    /// Commands that came in since the lab was opened.
    pub fn commands_given(&self) -> u64 {
        self.commands_given
    }

    /// The revision of the lab as the store has it.
    pub(in crate::player) fn confirmed_revision(&self) -> u64 {
        self.confirmed.revision
    }

    /// One past the last byte of log in a confirmed batch.
    pub(in crate::player) fn stored_to(&self) -> i64 {
        self.confirmed.log_end
    }

    /// What the newest batch says of the lab.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether no batch may be sent now.
    fn must_wait(&self, wall_us: u64) -> bool {
        self.transit.is_under_way() || wall_us < self.retry_at_us
    }

    /// What to store now; `None`: nothing, or not yet.
    pub(in crate::player) fn due(&self, wall_us: u64, running: bool, writer: &SegmentWriter) -> Option<Due> {
        if self.must_wait(wall_us) {
            return None;
        }
        let (cadence, changed) = (&self.cadence, self.has_changed());
        let waited = wall_us.saturating_sub(cadence.last_save_us) >= SAVE_EVERY_US;
        let refused = matches!(self.transit, Transit::Refused(_));
        let timely = self.pending == Pending::Urgent || refused || (changed && waited);
        let due = timely || (changed && writer.pending_bytes() >= PENDING_BYTES_MAX);
        let pause_us = CHECKPOINT_EVERY_US.max(cadence.checkpoint_cost_us.saturating_mul(CHECKPOINT_SHARE));
        let checkpoint_waited = running && wall_us.saturating_sub(cadence.last_checkpoint_us) >= pause_us;
        let much = writer.log_end().0.saturating_sub(cadence.checkpoint_log_end) >= CHECKPOINT_LOG_BYTES;
        let checkpoint = self.owed.checkpoint || (changed && (checkpoint_waited || much));
        // A checkpoint's World knows the messages of the open piece; nobody would make them again.
        let open_piece = timely || checkpoint || !writer.has_finished();
        due.then_some(Due { origin: self.owed.origin, checkpoint, replace: self.owed.replace, open_piece })
    }

    /// Completes a batch that holds the log's changes and, if due, origin and checkpoint; it is under way
    /// from now on.
    pub(in crate::player) fn send(
        &mut self,
        mut batch: WriteBatch,
        due: &Due,
        journal: &Journal,
        wall_us: u64,
    ) -> Rc<WriteBatch> {
        if let Some(cut) = self.journal.cut.take() {
            batch.journal.delete(cut..u64::MAX);
        }
        if self.owed.replace {
            batch.journal.delete(0..u64::MAX);
        }
        let from = self.journal.entries;
        for (index, entry) in (from..).zip(&journal.entries[from as usize..]) {
            batch.journal.put(index, entry_to_record(index, entry));
        }
        self.journal.entries = journal.entries.len() as u64;
        self.manifest.revision += 1;
        self.manifest.journal_entries = self.journal.entries;
        batch.manifest = Some(self.manifest.to_record());
        batch.durability = core::mem::take(&mut self.durability);
        let checkpoint = batch.checkpoint.is_some();
        if checkpoint {
            self.cadence.last_checkpoint_us = wall_us;
        }
        let batch = match self.transit.take_refused() {
            Some(mut refused) => {
                refused.then(batch);
                refused
            }
            None => batch,
        };
        self.owed = Owed { replace: false, origin: false, checkpoint: self.owed.checkpoint && !checkpoint };
        if due.open_piece {
            self.pending = Pending::Nothing;
            self.cadence.last_save_us = wall_us;
        }
        let batch = Rc::new(batch);
        self.transit = Transit::Sent(batch.clone());
        batch
    }

    /// A checkpoint was made: how long that took, and where the log ends.
    pub(in crate::player) fn checkpoint_made(&mut self, cost_us: u64, log_end: i64) {
        (self.cadence.checkpoint_cost_us, self.cadence.checkpoint_log_end) = (cost_us, log_end);
    }

    /// Where the lab is, for the next manifest.
    pub(in crate::player) fn stand(
        &mut self,
        now: VirtualTime,
        head: VirtualTime,
        log: Range<i64>,
        speed_percent: u32,
    ) {
        (self.manifest.now, self.manifest.head) = (now, head);
        (self.manifest.log_begin, self.manifest.log_end) = (log.start, log.end);
        self.manifest.speed_percent = speed_percent;
    }

    /// The batch under way was confirmed or refused.
    pub(in crate::player) fn done(&mut self, result: &Result<(), StoreError>, wall_us: u64) {
        let transit = core::mem::take(&mut self.transit);
        if transit.is_under_way() {
            self.over_quota |= result == &Err(StoreError::Quota);
        }
        self.transit = match (transit, result) {
            (Transit::Sent(_), Ok(())) => {
                self.confirm();
                Transit::Idle
            }
            (Transit::Sent(batch), Err(_)) => {
                self.retry_at_us = wall_us.saturating_add(RETRY_AFTER_US);
                Transit::Refused(Rc::try_unwrap(batch).unwrap_or_else(|shared| (*shared).clone()))
            }
            (Transit::MakingRoom { refused, .. }, _) => refused.map_or(Transit::Idle, Transit::Refused),
            (nothing @ (Transit::Idle | Transit::Refused(_)), _) => nothing,
        };
    }

    /// What was sent is stored.
    fn confirm(&mut self) {
        self.confirmed = Confirmed {
            entries: Some(self.manifest.journal_entries.min(self.journal.entries)),
            now: self.manifest.now,
            revision: self.manifest.revision,
            log_end: self.manifest.log_end,
            log_begin: self.manifest.log_begin,
        };
        self.over_quota = false;
    }

    /// Whether the store was full when it was last asked.
    pub(in crate::player) fn over_quota(&self) -> bool {
        self.over_quota
    }

    /// Where the store is full: a batch that deletes the stored log below `log_begin` and nothing else, so
    /// that what waits has room then. The last checkpoint's World knows those messages still; run on, it
    /// deletes them again.
    pub(in crate::player) fn make_room(&mut self, wall_us: u64, log_begin: i64) -> Option<Rc<WriteBatch>> {
        let frees = self.over_quota && log_begin > self.confirmed.log_begin;
        if !frees || self.must_wait(wall_us) {
            return None;
        }
        let mut batch = WriteBatch::default();
        batch.sealed.delete(0..log_begin as u64);
        batch.chunks.delete(0..log_begin as u64);
        self.confirmed.log_begin = log_begin;
        self.transit = Transit::MakingRoom { refused: self.transit.take_refused() };
        Some(Rc::new(batch))
    }

    /// Where the store is full: the refused batch again as it is, so that what waits does not grow with every
    /// try.
    pub(in crate::player) fn send_again(&mut self, wall_us: u64) -> Option<Rc<WriteBatch>> {
        if !self.over_quota || self.must_wait(wall_us) {
            return None;
        }
        let batch = Rc::new(self.transit.take_refused()?);
        self.transit = Transit::Sent(batch.clone());
        Some(batch)
    }

    /// The words of what went missing when the lab was opened.
    pub(in crate::player) fn words(&self) -> alloc::vec::Vec<String> {
        self.notes.iter().map(alloc::string::ToString::to_string).collect()
    }
}
