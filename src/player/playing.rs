//! The player: a lab in time, driven by frames. Not here: a run's slices (`running`), what has to be stored
//! (`storing`), and the page (`session`).
//!
//! Two stretches of time: up to `known_until` the lab has been run before and events are no news; from there
//! on they are gathered and stored. A run never crosses that border in one go.
//!
//! Invariant: the World is the one that a straight run of the journal gives, however it was played. A frame
//! may end between two timers of one instant; whatever stops the clock or leaves the instant finishes it
//! first.

use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::engine::{Rejected, limits};
use crate::player::clock::Clock;
use crate::player::disk::Disk;
use crate::player::observers::{Gathered, Subscribers};
use crate::player::outbox::{Outbox, PENDING_BYTES_MAX};
use crate::player::pace::Pace;
use crate::player::recording_state::RecordingState;
use crate::player::side_by_side::Beside;
use crate::player::travel::{TRAVEL_BUDGET_US, Travel};
use crate::sim::command::Outcome;
use crate::sim::formats::recording::Recording;
use crate::sim::{Command, Journal, Timeline};
use crate::storage::{IndexWriter, SegmentWriter};
use alloc::rc::Rc;
use alloc::string::{String, ToString};

/// Engine work of one frame before its last look at the clock: with what one slice may take behind it, a
/// piece of log that is sealed for example, it is 4 ms,
pub const FRAME_BUDGET_US: u64 = 3_000;
/// and of one that draws a picture too.
pub const PICTURE_BUDGET_US: u64 = 1_000;
/// Bytes of log that may wait for the store; then the clock waits too.
pub(super) const BACKLOG_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A lab that plays.
pub struct Player {
    pub(super) title: String,
    pub(super) timeline: Timeline,
    pub(super) writer: SegmentWriter,
    pub(super) gathered: Gathered,
    pub(super) outbox: Outbox,
    /// What is stored of the index.
    pub(super) index: IndexWriter,
    /// The engine that made the lab's past, if it is not this one.
    pub(super) past_by: Option<String>,
    pub(super) travel: Option<Travel>,
    pub(super) disk: Disk,
    pub(super) pace: Pace,
    pub(super) clock: Clock,
    pub(super) recording: Option<RecordingState>,
    pub(super) beside: Option<Beside>,
    pub(super) waker: Option<Rc<dyn Fn()>>,
    pub(super) playing: bool,
    pub(super) hidden: bool,
    pub(super) behind: bool,
    pub(super) leaps: u64,
    pub(super) version: u64,
}

impl Player {
    /// A lab at its beginning, paused, with the journal's entries at time 0 obeyed.
    pub fn open(title: String, journal: Journal) -> Player {
        let mut writer = SegmentWriter::new(&journal.header);
        journal.entries.iter().for_each(|entry| writer.expect(entry.at_us, &entry.command));
        let timeline = Timeline::from_journal(journal);
        let mut player = Player::of_parts(title, timeline, writer, Gathered::default(), Outbox::new());
        player.run_slice(VirtualTime(0), u32::MAX);
        player
    }

    /// A recording of a real broker as a lab: nothing of it is played yet.
    pub fn open_recording(title: String, recording: Recording) -> Player {
        let (state, journal) = RecordingState::begin(recording);
        let mut player = Player::open(title, journal);
        player.recording = Some(state);
        player
    }

    pub(super) fn of_parts(
        title: String,
        timeline: Timeline,
        writer: SegmentWriter,
        gathered: Gathered,
        outbox: Outbox,
    ) -> Player {
        Player {
            title,
            timeline,
            writer,
            gathered,
            outbox,
            index: IndexWriter::new(),
            past_by: None,
            travel: None,
            disk: Disk::default(),
            pace: Pace::default(),
            clock: Clock::still(),
            recording: None,
            beside: None,
            waker: None,
            playing: false,
            hidden: false,
            behind: false,
            leaps: 0,
            version: 1,
        }
    }

    /// Gives the player the clock that measures a frame's work.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Takes the clock of the player whose place this one will take.
    pub fn take_clock_of(&mut self, before: &Player) {
        self.clock = before.clock.clone();
    }

    /// The same commands under another profile's rules, run to the same instant.
    pub fn with_profile(&self, profile: Profile) -> Player {
        let mut journal = self.journal().clone();
        journal.header.profile = profile;
        let mut player = Player::open(self.title.clone(), journal);
        player.take_clock_of(self);
        player.set_speed_percent(self.speed_percent());
        player.travel_to(self.now());
        player
    }

    /// Plays what has passed since the last frame, as far as this frame's share of work allows.
    pub fn frame(&mut self, wall_us: u64) {
        self.frame_within(wall_us, FRAME_BUDGET_US);
    }

    /// The same with another share of work, in microseconds.
    pub fn frame_within(&mut self, wall_us: u64, budget_us: u64) {
        if self.travel.is_some() {
            self.pace.rest();
            self.travel_on();
            return self.wake_for_store();
        }
        if self.beside_way().is_some() {
            // Both are shown at one instant, so this one waits.
            self.pace.rest();
            self.bring_beside(TRAVEL_BUDGET_US);
            self.version += 1;
            return;
        }
        if !self.playing || self.hidden {
            self.pace.rest();
            return;
        }
        let until = self.now().plus_us(self.pace.frame(wall_us));
        if until == self.now() {
            return;
        }
        let arrived = self.run_to(until, self.clock.deadline(budget_us));
        // What the disk and the store hold up is time that passes for nobody.
        let held_up = self.disk.stalled || self.writer.pending_bytes() >= BACKLOG_BYTES_MAX;
        self.behind = !arrived && (held_up || self.pace.owe(until.0 - self.now().0));
        self.outbox.moved();
        self.stand_recording();
        self.version += 1;
        self.wake_for_store();
    }

    /// Goes on.
    pub fn play(&mut self) {
        self.stop_travel();
        self.set_playing(true);
    }

    /// Stops the clock.
    pub fn pause(&mut self) {
        self.set_playing(false);
    }

    fn set_playing(&mut self, playing: bool) {
        if self.playing == playing {
            return;
        }
        self.playing = playing;
        self.behind = false;
        self.pace.rest();
        if !playing {
            self.finish_instant();
            self.outbox.want_checkpoint();
        }
        self.version += 1;
    }

    /// The page can't be seen: the clock is stopped, and continues when it can be seen again.
    pub fn hidden(&mut self, hidden: bool) {
        self.hidden = hidden;
        self.pace.rest();
        if hidden {
            self.outbox.want_checkpoint();
        }
    }

    pub(super) fn running(&self) -> bool {
        self.playing && !self.hidden
    }

    /// Sets the speed in hundredths: 10 is a tenth of real time, 1 000 000 ten thousand times.
    pub fn set_speed_percent(&mut self, speed_percent: u32) {
        self.pace.set_speed_percent(speed_percent);
        self.outbox.moved();
        self.version += 1;
    }

    /// Goes back to the beginning and stops there. Nothing is lost.
    pub fn restart(&mut self) {
        self.pause();
        self.travel_to(VirtualTime(0));
    }

    /// Goes to an instant, back or forward, at once however far it is.
    pub fn seek(&mut self, at: VirtualTime) {
        self.settle();
        if self.timeline.go_near(at) {
            self.disk.forget();
        }
        self.run_to(at.max(self.timeline.floor()), None);
        self.leaps += 1;
        self.jumped();
    }

    pub(super) fn jumped(&mut self) {
        self.pace.rest();
        self.behind = false;
        self.outbox.moved();
        self.stand_recording();
        self.version += 1;
    }

    pub(super) fn stand_recording(&mut self) {
        let obeyed = self.timeline.obeyed();
        if let Some(recording) = &mut self.recording {
            recording.stand_at(obeyed);
        }
    }

    /// Drops everything after now: commands, stored messages, what was gathered.
    pub fn rewind(&mut self) {
        self.settle();
        self.disk.forget();
        if let Some(recording) = self.recording.as_mut().filter(|_| self.timeline.changes_after_now() > 0) {
            recording.leave(self.timeline.obeyed());
        }
        self.timeline.rewind();
        self.gathered.cut(self.timeline.world());
        let log = self.timeline.world().broker().log();
        if log.min_physical() < self.writer.log_begin() {
            self.rewrite_log();
        } else {
            self.writer.cut(log.end());
            self.writer.expect_nothing();
        }
        self.outbox.rewound(self.timeline.journal().entries.len() as u64);
        self.wake();
        self.version += 1;
    }

    /// The commands up to now, for a lab of its own.
    pub fn fork(&self) -> Journal {
        self.timeline.fork()
    }

    /// Obeys a command now. What came after now, commands and messages, is dropped: call `rewind` knowingly
    /// first.
    pub fn submit(&mut self, command: Command) -> Outcome {
        if self.journal().entries.len() >= limits::JOURNAL_ENTRIES_MAX && self.changes_after_now() == 0 {
            return Err(Rejected::TooMany {
                what: "commands".to_string(),
                limit: limits::JOURNAL_ENTRIES_MAX as u64,
            });
        }
        self.settle();
        if self.changes_after_now() > 0 || self.now() < self.gathered.known_until {
            self.rewind();
        }
        let at_us = self.world().next_command_time();
        while self.gathered.history.next_sample() <= at_us {
            self.gathered.history.sample(self.timeline.world());
        }
        self.writer.expect(at_us, &command);
        self.gathered.resets.close();
        let mut out = Subscribers {
            writer: &mut self.writer,
            gathered: &mut self.gathered,
            disk: &mut self.disk,
            events: 0,
            live: true,
        };
        let outcome = self.timeline.submit(command, &mut out);
        self.gathered.resets.close();
        self.gathered.known_until = self.timeline.now();
        self.outbox.command_added();
        self.wake();
        self.version += 1;
        outcome
    }

    /// Tells whoever stores the lab that there is something which should not wait.
    pub(super) fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker();
        }
    }

    /// There is much to store, or something to read: whoever does it should not wait for its next look.
    fn wake_for_store(&self) {
        if self.disk.wants() || self.writer.pending_bytes() >= PENDING_BYTES_MAX {
            self.wake();
        }
    }
}
