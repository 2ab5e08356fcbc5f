//! A player's two ways to the store: out, as batches; and back, from what was recovered. Not here: awaiting
//! either.
//!
//! Invariant: a lab that was stored and recovered has the digest that it had, at the instant at which it
//! stood.

use crate::engine::ids::{PhysicalOffset, QueueId, QueueOffset, VirtualTime};
use crate::player::clock::Clock;
use crate::player::disk::{ColdLoad, READ_BYTES_MAX, Wanted};
use crate::player::observers::Gathered;
use crate::player::outbox::{Due, Outbox};
use crate::player::playing::Player;
use crate::player::recording_state::RecordingState;
use crate::sim::Timeline;
use crate::sim::formats::recording::Recording;
use crate::storage::frame::StoredMessage;
use crate::storage::{
    Durability, IndexWriter, Manifest, Note, Origin, Recovered, SegmentWriter, StoreError, WriteBatch,
    checkpoint,
};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Player {
    /// A lab as it was stored: at the instant where it stood, paused.
    pub fn restore(recovered: Recovered) -> Player {
        Player::restore_by(recovered, Clock::still())
    }

    /// The same with a clock: what takes long is then done in the frames to come.
    pub fn restore_by(recovered: Recovered, clock: Clock) -> Player {
        let rewrite = recovered.rewrite();
        let Recovered { origin, journal, checkpoint, manifest, chunks, log_known, mut notes } = recovered;
        let entries = journal.entries.len() as u64;
        let recording = origin.recording.as_deref().and_then(|text| Recording::parse(text).ok());
        // What the lab answered to a recording is not stored; a recording is short, so it is played again.
        let checkpoint = checkpoint.filter(|_| recording.is_none());
        let log = PhysicalOffset(manifest.log_begin)..PhysicalOffset(manifest.log_end);
        let mut writer = SegmentWriter::restore(&journal.header, log, &chunks, &mut notes);
        let (mut index, mut past_by) = (IndexWriter::new(), None);
        let (timeline, gathered) = match checkpoint {
            Some(checkpoint) => {
                let obeyed = checkpoint.entries as usize;
                let now = checkpoint.world.now();
                let gathered = Gathered::from_bytes(&checkpoint.gathered).map(|(gathered, given)| {
                    writer.take_given_stored(given);
                    gathered
                });
                journal.entries[obeyed..].iter().for_each(|entry| writer.expect(entry.at_us, &entry.command));
                let gathered = gathered.unwrap_or_else(|| Gathered::beginning_at(now));
                let mut timeline = Timeline::restore(checkpoint.world, journal, obeyed);
                (index, past_by) = (checkpoint.index, checkpoint.past_by);
                if past_by.is_some() {
                    timeline.keep_past();
                }
                (timeline, gathered)
            }
            None => {
                journal.entries.iter().for_each(|entry| writer.expect(entry.at_us, &entry.command));
                (Timeline::from_journal(journal), Gathered::default())
            }
        };
        if !log_known {
            // What is stored behind the World's log is of no known state; it is written again.
            writer.forget_from(timeline.world().broker().log().end());
        }
        let (now, head) = (manifest.now, manifest.head);
        let speed_percent = manifest.speed_percent;
        let mut outbox = Outbox::restored(manifest, entries, rewrite);
        outbox.notes = notes;
        let mut player = Player::of_parts(origin.title, timeline, writer, gathered, outbox);
        (player.index, player.past_by) = (index, past_by);
        player.recording = recording.map(|recording| RecordingState::resume(recording, player.journal()));
        player.clock = clock;
        player.set_out(head, Some(now));
        player.stand_recording();
        player.pace.set_speed_percent(speed_percent);
        player
    }

    /// Calls `wake` whenever something should be stored without delay; the player is borrowed then.
    pub fn set_waker(&mut self, wake: impl Fn() + 'static) {
        self.waker = Some(Rc::new(wake));
    }

    /// What a person has to know about how the lab came back, in words.
    pub fn notes(&self) -> Vec<String> {
        self.outbox.words()
    }

    /// The same as values.
    pub fn note_values(&self) -> &[Note] {
        &self.outbox.notes
    }

    /// Makes this lab take the place of what a store holds.
    pub fn take_place_of(&mut self, stored: &Manifest) {
        self.index = IndexWriter::new();
        self.outbox.take_place_of(stored);
    }

    /// What the newest batch says of the lab.
    pub fn manifest(&self) -> &Manifest {
        self.outbox.manifest()
    }

    /// The revision of the lab as the store has it.
    pub fn confirmed_revision(&self) -> u64 {
        self.outbox.confirmed_revision()
    }

    /// Whether every command is in a confirmed transaction.
    pub fn commands_saved(&self) -> bool {
        self.outbox.commands_saved(self.journal())
    }

    /// Up to which moment, and with how many commands, the lab is in the store.
    pub fn saved_to(&self) -> Option<(VirtualTime, u64)> {
        self.outbox.saved_to()
    }

    /// Commands that a person gave since the lab was opened: from the first one on it is worth keeping.
    pub fn commands_given(&self) -> u64 {
        self.outbox.commands_given()
    }

    /// Store all there is with the next batch, and that now.
    pub fn flush(&mut self, durability: Durability) {
        self.outbox.flush(durability);
    }

    /// What has to be stored now, as one transaction; `None`: nothing, not yet, or a batch is still under
    /// way.
    pub fn take_writes(&mut self, wall_us: u64) -> Option<Rc<WriteBatch>> {
        if let Some(room) = self.outbox.make_room(wall_us, self.writer.log_begin().0) {
            return Some(room);
        }
        if let Some(again) = self.outbox.send_again(wall_us) {
            return Some(again);
        }
        let runs = self.running() || self.travel.is_some();
        let due = self.outbox.due(wall_us, runs, &self.writer)?;
        let mut batch = WriteBatch::default();
        if due.replace {
            batch.chunks.delete(0..u64::MAX);
            batch.sealed.delete(0..u64::MAX);
            batch.index.delete(0..u64::MAX);
        }
        let (chunks, sealed) = self.writer.take(due.open_piece);
        batch.chunks.then(chunks);
        batch.sealed.then(sealed);
        if due.origin {
            batch.origin = Some(self.origin().to_record());
        }
        self.add_checkpoint(&due, &mut batch);
        let (now, head) = self.standing();
        let log = self.writer.log_begin().0..self.writer.stored_end().0;
        self.outbox.stand(now, head, log, self.speed_percent());
        Some(self.outbox.send(batch, &due, self.timeline.journal(), wall_us))
    }

    /// Whether the batch that was taken last is stored.
    pub fn writes_done(&mut self, result: &Result<(), StoreError>, wall_us: u64) {
        let was_full = self.outbox.over_quota();
        self.outbox.done(result, wall_us);
        // Once: a person who plays on has set a smaller disk perhaps, and its retention needs the clock.
        if self.outbox.over_quota() && !was_full {
            self.pause();
            self.stop_travel();
        }
        if result == &Err(StoreError::Emptied) {
            self.store_anew();
        }
    }

    /// Nothing of the lab is stored any more: the next batch has all of it. Of a past that another engine
    /// made the bodies are lost.
    fn store_anew(&mut self) {
        let stored = self.manifest().clone();
        self.take_place_of(&stored);
        if self.past_by.is_none() {
            self.rewrite_log();
        }
    }

    /// After a rewind over a purge the World holds messages again whose bytes were deleted. They are made
    /// again, with the whole log, by a run from the beginning: bodies are functions of the journal.
    pub(super) fn rewrite_log(&mut self) {
        let journal = self.timeline.fork();
        let mut writer = SegmentWriter::new(&journal.header);
        journal.entries.iter().for_each(|entry| writer.expect(entry.at_us, &entry.command));
        writer.forget_from(PhysicalOffset(0));
        Timeline::from_journal(journal).run_until(self.now(), &mut writer);
        self.writer = writer;
    }

    fn origin(&self) -> Origin {
        let recording = self.recording.as_ref().map(|recording| recording.source().to_string());
        Origin { title: self.title.clone(), header: self.journal().header.clone(), recording }
    }

    /// A checkpoint is made where the lab's known time ends only: what was gathered must fit the World.
    fn add_checkpoint(&mut self, due: &Due, batch: &mut WriteBatch) {
        if !due.checkpoint || self.now() < self.gathered.known_until {
            return;
        }
        let started = self.clock.now_us();
        let place = (self.outbox.manifest().branch, self.timeline.obeyed() as u64);
        let (past_by, gathered) = (self.past_by.clone(), self.gathered.to_bytes(self.writer.given_stored()));
        let world = self.timeline.world();
        let (record, index) = checkpoint::to_record(world, &mut self.index, place, past_by, gathered);
        batch.checkpoint = Some(record);
        batch.index.then(index);
        let cost_us = self.clock.now_us().saturating_sub(started);
        self.outbox.checkpoint_made(cost_us, self.writer.log_end().0);
    }

    /// From now on cold reads of the model are reads of the store, which somebody has to do
    /// (`take_cold_loads`).
    pub fn read_disk(&mut self) {
        self.disk.turn_on();
    }

    /// Segments that have to be read, each once. What is not stored yet is still in memory.
    pub fn take_cold_loads(&mut self) -> Vec<ColdLoad> {
        let (generation, wanted) = self.disk.take_wanted();
        let stored_to = self.outbox.stored_to();
        let log = self.world().broker().log();
        let load = |(segment, (topic, queue, offset)): Wanted| {
            let of = log.segments().iter().find(|known| known.base == segment);
            let end = of.map_or(segment.0, |of| of.base.0 + of.used_bytes as i64);
            let large = end - segment.0 > READ_BYTES_MAX;
            let first = self.world().broker().locate(&topic, queue, offset).filter(|_| large);
            let from = first.map_or(segment, |(physical, _)| physical);
            let to = end.min(from.0 + READ_BYTES_MAX).min(stored_to).max(from.0);
            ColdLoad { generation, segment, from, to: PhysicalOffset(to) }
        };
        wanted.into_iter().map(load).collect()
    }

    /// A record was read for a load.
    pub fn cold_read(&mut self, bytes: usize) {
        self.disk.count(bytes as u64);
        self.version += 1;
    }

    /// A load is over.
    pub fn cold_loaded(&mut self, load: &ColdLoad, result: &Result<(), StoreError>) {
        self.disk.loaded(load, result);
        self.version += 1;
    }

    /// Where a message is, or the message itself if it is not stored yet. `None`: the World has no such
    /// message.
    pub fn locate(&self, topic: &str, queue: QueueId, offset: QueueOffset) -> Option<Located> {
        let (physical, _) = self.world().broker().locate(topic, queue, offset)?;
        Some(
            self.writer
                .find(physical)
                .map_or(Located::Stored(physical), |message| Located::Here(message.into())),
        )
    }

    /// How far the lab was run.
    pub fn known_until(&self) -> VirtualTime {
        self.gathered.known_until
    }
}

/// Where a message is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Located {
    /// In memory.
    Here(alloc::boxed::Box<StoredMessage>),
    /// In the store, in the piece that holds this physical offset.
    Stored(PhysicalOffset),
}
