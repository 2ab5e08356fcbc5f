//! What happened, as lines to read: the newest events that a person can follow. Not here: words (`ui`).
//!
//! Appends and deliveries are never lines: the board shows them, thousands a second. Routine events that
//! repeat for one queue become one line with a count, as long as nothing of note comes between.
//!
//! Invariant: at most `LINES_MAX` lines, ascending in `sequence`.

use crate::engine::event::Event;
use crate::engine::ids::{Name, QueueId, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::player::subject::Subject;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::mem::{Discriminant, discriminant};
use serde::{Deserialize, Serialize};

/// Lines that are kept.
pub const LINES_MAX: usize = 500;

/// One line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LogLine {
    /// Counts up over the lab's whole run: a stable key.
    pub sequence: u64,
    /// When it happened; of a repeated event, the last time.
    pub at: VirtualTime,
    /// When it happened first.
    pub first_at: VirtualTime,
    /// The event; of a repeated one, from the first `from` to the last `to`.
    pub event: Rc<Event>,
    /// How often, at least 1.
    pub repeat: u32,
}

/// The newest lines.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct EventLog {
    lines: VecDeque<LogLine>,
    total: u64,
    #[serde(skip)]
    newest: Newest,
}

/// Group, topic and queue.
type QueueSubject = (Option<Name>, Option<Name>, QueueId);

/// The newest routine line of each kind about each queue: a busy lab has thousands of commits a second, and
/// each looks for the one before it.
#[derive(Clone, Debug, Default)]
struct Newest {
    sequences: OrderedMap<QueueSubject, Vec<(Discriminant<Event>, u64)>>,
    /// Lines from this one on are routine, all of them.
    routine_from: u64,
    /// Whether it knows the lines that are there.
    knows: bool,
}

impl PartialEq for Newest {
    /// It follows from the lines.
    fn eq(&self, _: &Newest) -> bool {
        true
    }
}

fn place_of(event: &Event) -> Option<QueueSubject> {
    let subject = Subject::of(event);
    subject.queue.map(|queue| (subject.group.cloned(), subject.topic.cloned(), queue))
}

impl Newest {
    fn find(&self, event: &Event) -> Option<u64> {
        let of_queue = self.sequences.get(&place_of(event)?)?;
        let found = of_queue.iter().find(|(kind, _)| *kind == discriminant(event))?;
        Some(found.1).filter(|sequence| *sequence >= self.routine_from)
    }

    fn add(&mut self, sequence: u64, event: &Event) {
        if !is_routine(event) {
            self.routine_from = sequence + 1;
        } else if let Some(place) = place_of(event) {
            let of_queue = self.sequences.entry(place).or_default();
            of_queue.retain(|(kind, _)| *kind != discriminant(event));
            of_queue.push((discriminant(event), sequence));
        }
    }
}

impl EventLog {
    /// The lines, oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &LogLine> + ExactSizeIterator {
        self.lines.iter()
    }

    /// Lines ever written, those that are deleted included.
    pub fn total(&self) -> u64 {
        self.total
    }

    pub(super) fn observe(&mut self, at: VirtualTime, event: &Event) {
        if matches!(event, Event::Appended { .. } | Event::Delivered { .. }) {
            return;
        }
        if !self.newest.knows || self.newest.sequences.len() > 2 * LINES_MAX {
            self.newest = Newest { knows: true, ..Newest::default() };
            self.lines.iter().for_each(|line| self.newest.add(line.sequence, &line.event));
        }
        if let Some(line) = self.continued(event) {
            extend(line, at, event);
            return;
        }
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.newest.add(self.total, event);
        self.lines.push_back(LogLine {
            sequence: self.total,
            at,
            first_at: at,
            event: Rc::new(event.clone()),
            repeat: 1,
        });
        self.total += 1;
    }

    /// The line that a routine event continues with.
    fn continued(&mut self, event: &Event) -> Option<&mut LogLine> {
        if !is_routine(event) {
            return None;
        }
        if Subject::of(event).queue.is_none() {
            let mut routine = self.lines.iter_mut().rev().take_while(|line| is_routine(&line.event));
            return routine.find(|line| continues(&line.event, event));
        }
        let sequence = self.newest.find(event)?;
        let at = self.lines.binary_search_by_key(&sequence, |line| line.sequence).ok()?;
        self.lines.get_mut(at)
    }

    /// Drops what came after `now`, also a line of repeated routine that reaches beyond: it would tell what
    /// is not so.
    pub(super) fn cut(&mut self, now: VirtualTime) {
        self.lines.retain(|line| line.at <= now);
        self.newest.knows = false;
    }
}

/// Whether it happens all the time, and says little by itself.
pub fn is_routine(event: &Event) -> bool {
    matches!(
        event,
        Event::Committed { .. }
            | Event::CommitSwallowed { .. }
            | Event::CommitRefused { .. }
            | Event::CaughtUp { .. }
            | Event::SendRefused { .. }
            | Event::SegmentRolled { .. }
            | Event::SentBack { .. }
            | Event::DeadLettered { .. }
            | Event::TriesAgain { .. }
            | Event::Arrived { .. }
            | Event::DeliveredAgain { .. }
            | Event::ColdRead { .. }
    )
}

/// Whether `new`, which is routine and of no queue, is the same news.
fn continues(old: &Event, new: &Event) -> bool {
    use Event::{SegmentRolled, SendRefused};
    match (old, new) {
        (SendRefused { producer: p, topic: t, rejected: r }, SendRefused { producer, topic, rejected }) => {
            p == producer && t == topic && r == rejected
        }
        (SegmentRolled { segment_bytes: bytes, .. }, SegmentRolled { segment_bytes, .. }) => {
            bytes == segment_bytes
        }
        _ => false,
    }
}

fn extend(line: &mut LogLine, at: VirtualTime, new: &Event) {
    let since = match &*line.event {
        Event::Committed { from, .. } => *from,
        Event::Arrived { first, .. } => Some(*first),
        _ => None,
    };
    let before = match &*line.event {
        Event::Arrived { count, .. } => *count,
        _ => 0,
    };
    line.at = at;
    line.repeat = line.repeat.saturating_add(1);
    let mut event = new.clone();
    match &mut event {
        Event::Committed { from, .. } => *from = since,
        Event::Arrived { first, count, .. } => {
            *first = since.unwrap_or(*first);
            *count = count.saturating_add(before);
        }
        _ => {}
    }
    line.event = Rc::new(event);
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::engine::ids::QueueOffset;
    use proptest::prelude::*;

    /// The same by looking through all lines, newest first.
    fn observe_by_looking(lines: &mut VecDeque<LogLine>, total: &mut u64, at: VirtualTime, event: &Event) {
        let mut routine = lines.iter_mut().rev().take_while(|line| is_routine(&line.event));
        let same = |line: &&mut LogLine| {
            let (old, new) = (Subject::of(&line.event), Subject::of(event));
            let kind = discriminant(&*line.event) == discriminant(event);
            kind && if new.queue.is_some() { old == new } else { continues(&line.event, event) }
        };
        if is_routine(event)
            && let Some(line) = routine.find(same)
        {
            return extend(line, at, event);
        }
        if lines.len() == LINES_MAX {
            lines.pop_front();
        }
        lines.push_back(LogLine {
            sequence: *total,
            at,
            first_at: at,
            event: Rc::new(event.clone()),
            repeat: 1,
        });
        *total += 1;
    }

    fn event_of(kind: u8, group: u8, queue: QueueId, to: i64) -> Event {
        let (group, topic, to) =
            (Name::from(["a", "b", "c"][usize::from(group)]), Name::from("t"), QueueOffset(to));
        match kind {
            0..=7 => Event::Committed { group, topic, queue, from: None, to },
            8..=10 => Event::CommitSwallowed { group, topic, queue, offset: to },
            11 => Event::SegmentRolled { base: Default::default(), segment_bytes: u64::from(queue % 2) },
            _ => Event::GroupCreated { group },
        }
    }

    proptest! {
        /// Kinds from 12 on are no routine, and rare: what is asked is whether lines before and behind them
        /// are told apart.
        #[test]
        fn the_newest_line_is_found_without_looking_through_all(
            steps in prop::collection::vec((0..600u32, 0..12u8, 0..3u8, 0..250u32), 1..2_000),
        ) {
            let (mut log, mut lines, mut total) = (EventLog::default(), VecDeque::new(), 0);
            for (i, (chance, kind, group, queue)) in steps.into_iter().enumerate() {
                let at = VirtualTime(i as u64);
                match chance {
                    0 => {
                        let now = VirtualTime(at.0.saturating_sub(u64::from(queue)));
                        log.cut(now);
                        lines.retain(|line: &LogLine| line.at <= now);
                    }
                    1 => log = postcard::from_bytes(&postcard::to_allocvec(&log).unwrap()).unwrap(),
                    _ => {
                        let event = event_of(if chance < 5 { 12 } else { kind }, group, queue, i as i64);
                        log.observe(at, &event);
                        observe_by_looking(&mut lines, &mut total, at, &event);
                    }
                }
                prop_assert!(i % 50 > 0 || log.lines.iter().eq(lines.iter()));
            }
            prop_assert!(log.lines.iter().eq(lines.iter()));
        }
    }
}
