//! What happened, as lines to read: the newest events that a person can follow. Not here: words (`ui`).
//!
//! Appends and deliveries are never lines: the board shows them, thousands a second. Routine events that repeat for one
//! queue become one line with a count, as long as nothing of note comes between.
//!
//! Invariant: at most `LINES_MAX` lines, ascending in `sequence`.

use super::subject::Subject;
use crate::engine::event::Event;
use crate::engine::ids::VirtualTime;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
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
}

impl EventLog {
    /// The lines, oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &LogLine> + ExactSizeIterator {
        self.lines.iter()
    }

    /// Lines ever written, those that are gone included.
    pub fn total(&self) -> u64 {
        self.total
    }

    pub(super) fn observe(&mut self, at: VirtualTime, event: &Event) {
        if matches!(event, Event::Appended { .. } | Event::Delivered { .. }) {
            return;
        }
        let subject = Subject::of(event);
        let mut routine = self.lines.iter_mut().rev().take_while(|line| is_routine(&line.event));
        // Of a busy lab every line is routine, and each commit looks through all of them.
        if is_routine(event)
            && let Some(line) = routine.find(|line| continues(&line.event, event, &subject))
        {
            extend(line, at, event);
            return;
        }
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(LogLine {
            sequence: self.total,
            at,
            first_at: at,
            event: Rc::new(event.clone()),
            repeat: 1,
        });
        self.total += 1;
    }

    /// Drops what came after `now`, also a line of repeated routine that reaches beyond: it would tell what is not so.
    pub(super) fn cut(&mut self, now: VirtualTime) {
        self.lines.retain(|line| line.at <= now);
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

/// Whether `new`, which is routine, is the same kind of news about the same thing, `subject`.
fn continues(old: &Event, new: &Event, subject: &Subject) -> bool {
    use Event::{SegmentRolled, SendRefused};
    if core::mem::discriminant(old) != core::mem::discriminant(new) {
        return false;
    }
    match (old, new) {
        (SendRefused { producer: p, topic: t, rejected: r }, SendRefused { producer, topic, rejected }) => {
            p == producer && t == topic && r == rejected
        }
        (SegmentRolled { segment_bytes: bytes, .. }, SegmentRolled { segment_bytes, .. }) => {
            bytes == segment_bytes
        }
        _ => {
            let old = Subject::of(old);
            subject.queue.is_some() && old.queue == subject.queue && old == *subject
        }
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
