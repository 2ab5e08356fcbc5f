//! What can be read of a player. Not here: driving it (`playing`), storing it (`storing`).
//!
//! Invariant: nothing here changes anything.

use crate::engine::ids::VirtualTime;
use crate::player::disk::Disk;
use crate::player::event_log::EventLog;
use crate::player::history::LagHistory;
use crate::player::playing::Player;
use crate::player::recording_state::RecordingState;
use crate::player::resets::ResetRecord;
use crate::projection::undo_target;
use crate::sim::command::QueueChoice;
use crate::sim::{Command, Journal, World};

impl Player {
    /// Whether the clock goes, or would go if the page could be seen.
    pub fn playing(&self) -> bool {
        self.playing
    }

    /// The speed in hundredths.
    pub fn speed_percent(&self) -> u32 {
        self.pace.speed_percent()
    }

    /// Virtual time.
    pub fn now(&self) -> VirtualTime {
        self.timeline.now()
    }

    /// The furthest instant reached, or the last command's.
    pub fn head(&self) -> VirtualTime {
        self.timeline.head()
    }

    /// Commands that come after now.
    pub fn changes_after_now(&self) -> usize {
        self.timeline.changes_after_now()
    }

    /// The machine could not keep the speed in the last frame.
    pub fn behind(&self) -> bool {
        self.behind
    }

    /// Counts up where time does not go on but leaps: when somebody looks elsewhere, there and on the way.
    pub fn leaps(&self) -> u64 {
        self.leaps
    }

    /// Real reads of the store, and the one that the clock waits for.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// The lab's title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Counts up with every change that can be seen.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The World at now.
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// All commands, those after now included.
    pub fn journal(&self) -> &Journal {
        self.timeline.journal()
    }

    /// What happened, as lines to read.
    pub fn log(&self) -> &EventLog {
        &self.gathered.log
    }

    /// Lag and rates over time.
    pub fn history(&self) -> &LagHistory {
        &self.gathered.history
    }

    /// The lab's resets, by time.
    pub fn resets(&self) -> &[ResetRecord] {
        self.gathered.resets.records()
    }

    /// The recording that the lab plays.
    pub fn recording(&self) -> Option<&RecordingState> {
        self.recording.as_ref()
    }

    /// The command that takes back the newest reset that is not undone. It goes through the preview like any
    /// reset.
    pub fn undo_reset(&self) -> Option<Command> {
        let record = self.gathered.resets.undoable()?;
        let before = record.offsets_before();
        let queues = QueueChoice::Some(before.keys().copied().collect());
        let to = undo_target(self.world(), &record.topic, &before);
        Some(Command::ResetOffset { group: record.group.clone(), topic: record.topic.clone(), queues, to })
    }
}
