//! What is on screen at one moment, taken from the player a few times a second. Not here: computing it
//! (`projection`).
//!
//! Invariant: a part that has not changed is the same `Rc` as before, so that its component is not drawn
//! again.

use crate::engine::ids::{EpochMs, Name, QueueId};
use crate::engine::profile::Profile;
use crate::lesson::format::Texts;
use crate::player::recording_state::RecordingState;
use crate::player::{LogLine, Player, SavedState};
use crate::projection::{
    Actors, BrokerView, Difference, GroupView, LaneGroup, QueueLane, actors, boards, broker_view,
    differences, name_queues,
};
use crate::ui::draw::browser::look;
use crate::ui::shell::progress::WayView;
use crate::ui::state::attention::{worst_group, worst_queue};
use crate::ui::state::board::Board;
use crate::ui::state::lesson_view::LessonView;
use crate::ui::state::outside_queues::Aside;
use alloc::rc::Rc;
use alloc::vec::Vec;

/// The fastest speed, in hundredths, at which what becomes of messages is eased: above it would only flicker.
const EASED_PERCENT_MAX: u32 = 500;
/// Groups on queues from which a board is crowded.
const CROWDED_MARKS: usize = 128;
/// Lines of the log that are shown.
const LOG_LINES_MAX: usize = crate::player::event_log::LINES_MAX;

/// The clock and what drives it.
#[derive(Clone, PartialEq, Debug)]
pub struct Clock {
    pub now_us: u64,
    pub head_us: u64,
    pub playing: bool,
    pub behind: bool,
    pub speed_percent: u32,
    /// Commands after now, where now is before what was reached. What a scenario still has in store is no
    /// past.
    pub later: usize,
}

/// Where a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordingView {
    /// Calls played, of how many.
    pub position: usize,
    pub steps: usize,
    /// Answers that agree, of those compared, and calls that the lab does not know.
    pub agreeing: usize,
    pub compared: usize,
    pub skipped: usize,
}

/// The same lab under other rules.
#[derive(Clone, PartialEq)]
pub struct BesideView {
    pub profile: Profile,
    pub boards: Rc<Vec<Board>>,
    pub differences: Rc<Vec<Difference>>,
}

/// Everything that panels show. It is never changed, so it is equal to itself only.
pub struct Snapshot {
    pub version: u64,
    /// `Player::leaps`.
    pub leaps: u64,
    pub title: Rc<str>,
    pub profile: Profile,
    pub start_ms: EpochMs,
    pub clock: Clock,
    pub boards: Rc<Vec<Board>>,
    /// The boards before, where the clock went on from them, no faster than an eye can follow.
    pub before: Option<Rc<Vec<Board>>>,
    pub actors: Rc<Actors>,
    pub broker: Rc<BrokerView>,
    /// Newest first.
    pub log: Rc<Vec<LogLine>>,
    pub log_total: u64,
    pub saved: SavedState,
    /// What to look at.
    pub about: Option<Rc<Texts>>,
    /// The lesson in progress.
    pub lesson: Option<LessonView>,
    /// Where the recording is.
    pub recording: Option<RecordingView>,
    /// Light or dark, for what the style does not reach.
    pub look: u8,
    /// The same lab under other rules, if it is shown.
    pub beside: Option<BesideView>,
    /// What is outside the queues, and what happened to messages.
    pub aside: Rc<Aside>,
    /// A group and the topic of its newest reset that can be undone.
    pub undoable: Rc<Vec<(Name, Name)>>,
    /// Long ways and reads of the disk.
    pub way: WayView,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Snapshot) -> bool {
        core::ptr::eq(self, other)
    }
}

fn kept<T: PartialEq>(new: T, old: Option<&Rc<T>>) -> Rc<T> {
    match old {
        Some(old) if **old == new => old.clone(),
        _ => Rc::new(new),
    }
}

impl Snapshot {
    /// Leaves out the other topics, and the other queues of this one.
    pub fn keep_only(&mut self, topic: &Name, queue: Option<QueueId>) {
        let boards = Rc::make_mut(&mut self.boards);
        boards.retain(|board| board.topic == *topic);
        for board in boards {
            board.lanes.retain(|lane| queue.is_none_or(|queue| lane.queue == queue));
        }
    }

    /// The same lab under other rules.
    pub fn beside(player: &Player, before: Option<&Snapshot>) -> Option<BesideView> {
        let (world, other) = (player.world(), player.beside()?);
        let theirs = boards(other);
        let found = differences(&boards(world), &theirs);
        let old = before.and_then(|before| before.beside.as_ref());
        let old_lanes = old.map_or(&[][..], |old| &old.boards);
        let new = keep_lanes(theirs.into_iter().map(Board::from).collect(), old_lanes);
        Some(BesideView {
            profile: other.header().profile,
            boards: kept(new, old.map(|old| &old.boards)),
            differences: kept(found, old.map(|old| &old.differences)),
        })
    }

    /// The present moment; `before` lends its unchanged parts.
    pub fn take(
        player: &Player,
        saved: SavedState,
        lesson: Option<LessonView>,
        before: Option<&Snapshot>,
    ) -> Snapshot {
        let world = player.world();
        let title = match before {
            Some(before) if *before.title == *player.title() => before.title.clone(),
            _ => Rc::from(player.title()),
        };
        let mut undoable: Vec<(Name, Name)> = Vec::new();
        for reset in player.resets().iter().filter(|reset| !reset.undone && !reset.is_undo) {
            undoable.push((reset.group.clone(), reset.topic.clone()));
        }
        let mut boards = boards(world);
        name_queues(&mut boards, &player.journal().entries);
        if let Some(lesson) = &lesson {
            boards.retain(|board| lesson.shows(&board.topic));
        }
        let boards: Vec<Board> = boards.into_iter().map(Board::from).collect();
        Snapshot {
            version: player.version(),
            leaps: player.leaps(),
            title,
            profile: world.header().profile,
            start_ms: world.header().start_ms,
            clock: Clock {
                now_us: player.now().0,
                head_us: player.head().0,
                playing: player.playing(),
                behind: player.behind(),
                speed_percent: player.speed_percent(),
                later: if player.now() < player.known_until() { player.changes_after_now() } else { 0 },
            },
            boards: kept(
                keep_lanes(boards, before.map_or(&[][..], |before| &before.boards)),
                before.map(|before| &before.boards),
            ),
            before: before.filter(|before| before.leads_to(player)).map(|before| before.boards.clone()),
            actors: kept(actors(world), before.map(|before| &before.actors)),
            broker: kept(broker_view(world), before.map(|before| &before.broker)),
            log: log_lines(player, before),
            log_total: player.log().total(),
            saved,
            about: None,
            lesson,
            recording: player.recording().map(recording_view),
            look: look(),
            beside: Snapshot::beside(player, before),
            aside: kept(Aside::of(world), before.map(|before| &before.aside)),
            undoable: kept(undoable, before.map(|before| &before.undoable)),
            way: WayView::of(player),
        }
    }

    /// Whether time went on from here to where the player is, no faster than an eye can follow.
    fn leads_to(&self, player: &Player) -> bool {
        let plays = self.clock.playing || player.playing();
        let followed = !plays || player.speed_percent() <= EASED_PERCENT_MAX;
        let same = *self.title == *player.title() && self.leaps == player.leaps();
        followed && same && self.clock.now_us <= player.now().0
    }

    /// Whether there is too much on the board to draw it with all the rest.
    pub fn is_crowded(&self) -> bool {
        self.marks() >= CROWDED_MARKS
    }

    /// Lines of the log that are after the moment shown.
    pub fn later_lines(&self) -> usize {
        self.log.iter().take_while(|line| line.at.0 > self.clock.now_us).count()
    }

    /// Groups on queues.
    pub fn marks(&self) -> usize {
        self.boards.iter().flat_map(|board| &board.lanes).map(|lane| lane.groups.len()).sum()
    }

    /// A group.
    pub fn group(&self, name: &str) -> Option<&GroupView> {
        self.actors.groups.iter().find(|group| *group.group == *name)
    }

    /// A topic's board.
    pub fn board(&self, topic: &str) -> Option<&Board> {
        self.boards.iter().find(|board| *board.topic == *topic)
    }

    /// The queue on which a group lags most, with its topic; of those that lag about as much the first.
    pub fn worst_queue(&self, group: &str) -> Option<(Name, u32)> {
        worst_queue(&self.boards, group)
    }

    /// The group that lags most, of those that lag about as much the first.
    pub fn worst_group(&self) -> Option<&GroupView> {
        worst_group(&self.actors)
    }
}

fn recording_view(recording: &RecordingState) -> RecordingView {
    let (agreeing, compared, skipped) = recording.score();
    RecordingView { position: recording.position, steps: recording.steps.len(), agreeing, compared, skipped }
}

/// Unchanged lanes are those of before.
fn keep_lanes(mut boards: Vec<Board>, before: &[Board]) -> Vec<Board> {
    for board in &mut boards {
        let Some(old) = before.iter().find(|old| old.topic == board.topic) else { continue };
        for (lane, old) in board.lanes.iter_mut().zip(&old.lanes) {
            if lane == old {
                *lane = old.clone();
            }
        }
    }
    boards
}

fn log_lines(player: &Player, before: Option<&Snapshot>) -> Rc<Vec<LogLine>> {
    let mut lines: Vec<&LogLine> = Vec::new();
    for line in player.log().lines().rev().take(LOG_LINES_MAX) {
        // A line of repeated routine has the place of its first time, and is read as of its last.
        let at = lines.partition_point(|later| later.at >= line.at);
        lines.insert(at, line);
    }
    let same = |(new, old): (&&LogLine, &LogLine)| Rc::ptr_eq(&new.event, &old.event);
    match before.map(|before| &before.log) {
        Some(old) if old.len() == lines.len() && lines.iter().zip(old.iter()).all(same) => old.clone(),
        _ => Rc::new(lines.into_iter().cloned().collect()),
    }
}

/// A group on a lane.
pub fn lane_group<'a>(lane: &'a QueueLane, group: &str) -> Option<&'a LaneGroup> {
    lane.groups.iter().find(|here| *here.group == *group)
}
