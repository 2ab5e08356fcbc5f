//! What moved a group's offsets other than its own progress: resets, offsets that were saved by hand or
//! removed, corrections, first offsets. Not here: words (`ui::text::history`).
//!
//! Invariant: moves are in order of time; those of one cause at one instant on one topic are one.

use crate::engine::event::{Event, TimedEvent};
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use crate::projection::lanes::queue_names;
use crate::sim::World;
use crate::sim::command::{BrokerCall, Command, QueueChoice, ResetTarget};
use crate::sim::formats::journal::Journal;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The newest moves that a history has.
pub const MOVES_MAX: usize = 1_000;

/// What moved offsets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// An administrator reset them.
    Reset,
    /// An administrator saved them, as a tool does that copies another group's.
    Saved,
    /// An administrator removed them.
    Removed,
    /// The broker sent a pull elsewhere.
    Corrected,
    /// The group began.
    Began,
}

/// A queue's offset before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Its number in the lab.
    pub queue: QueueId,
    /// As the cluster calls it.
    pub name: String,
    /// `None`: there was none.
    pub from: Option<QueueOffset>,
    /// `None`: there is none any more.
    pub to: Option<QueueOffset>,
}

/// Offsets of a topic that moved together.
#[derive(Clone, PartialEq, Debug)]
pub struct Move {
    /// On the lab's clock.
    pub at: VirtualTime,
    /// On the broker's.
    pub at_ms: EpochMs,
    pub topic: Name,
    pub cause: Cause,
    /// The rule behind it.
    pub rule: &'static str,
    pub queues: Vec<Moved>,
}

impl Move {
    /// The reset that takes it back: of what somebody did, where there were offsets.
    pub fn back(&self, group: &Name) -> Option<Command> {
        let by_hand = match self.cause {
            Cause::Reset | Cause::Saved | Cause::Removed => true,
            Cause::Corrected | Cause::Began => false,
        };
        let before = self.queues.iter().filter_map(|moved| Some((moved.queue, moved.from?)));
        let to: crate::projection::reset_choice::Offsets = before.collect();
        let is_back = by_hand && !to.is_empty();
        let queues = QueueChoice::Some(to.keys().copied().collect());
        let (group, topic) = (group.clone(), self.topic.clone());
        is_back.then_some(Command::ResetOffset { group, topic, queues, to: ResetTarget::Each(to) })
    }
}

/// What moved a group's offsets until an instant; the newest are kept.
pub fn history(journal: &Journal, until: VirtualTime, group: &Name) -> Vec<Move> {
    let mut world = World::new(journal.header.clone());
    let mut seen = Seen { journal, group, moves: Vec::new() };
    for entry in journal.entries.iter().take_while(|entry| entry.at_us <= until) {
        let at = entry.at_us.max(world.next_command_time());
        seen.run(&mut world, VirtualTime(at.0.saturating_sub(1)));
        let mut removed = Vec::new();
        if let Command::RemoveOffsets { group: of, topic } = &entry.command
            && of == group
        {
            removed = stored(&world, group, topic);
        }
        let mut events: Vec<TimedEvent> = Vec::new();
        let _ = world.apply(at, &entry.command, &mut events);
        for event in events {
            let by_hand = matches!(entry.command, Command::Broker(BrokerCall::Commit { .. }));
            seen.take_in(&event, by_hand, world.now_ms(), &removed);
        }
    }
    seen.run(&mut world, until);
    seen.moves
}

/// What a group has stored on a topic.
fn stored(world: &World, group: &Name, topic: &Name) -> Vec<(QueueId, QueueOffset)> {
    let broker = world.broker();
    let queues = 0..broker.queue_count(topic);
    queues.filter_map(|queue| Some((queue, broker.consumer_offsets().stored(group, topic, queue)?))).collect()
}

struct Seen<'a> {
    journal: &'a Journal,
    group: &'a Name,
    moves: Vec<Move>,
}

impl Seen<'_> {
    fn run(&mut self, world: &mut World, until: VirtualTime) {
        let mut events: Vec<TimedEvent> = Vec::new();
        world.run_until(until, &mut events);
        let start = self.journal.header.start_ms;
        for event in events {
            let at_ms = EpochMs(start.0.saturating_add_unsigned(event.at.0 / 1_000));
            self.take_in(&event, false, at_ms, &[]);
        }
    }

    /// `by_hand`: it came of a commit that is no client's.
    fn take_in(
        &mut self,
        event: &TimedEvent,
        by_hand: bool,
        at_ms: EpochMs,
        removed: &[(QueueId, QueueOffset)],
    ) {
        let (group_here, rule) = (self.group, event.event.rule());
        let mut add = |topic: &Name, cause, queue, from, to| {
            self.add((event.at, at_ms), (topic, cause, rule), queue, (from, to));
        };
        // Nothing else moves an offset but a group's own progress.
        if let Event::OffsetReset { group, topic, queue, from, to } = &event.event
            && group == group_here
        {
            add(topic, Cause::Reset, *queue, *from, Some(*to));
        } else if let Event::Committed { group, topic, queue, from, to } = &event.event
            && by_hand
            && group == group_here
        {
            add(topic, Cause::Saved, *queue, *from, Some(*to));
        } else if let Event::OffsetCorrected { group, topic, queue, from, to, .. } = &event.event
            && group == group_here
        {
            add(topic, Cause::Corrected, *queue, Some(*from), Some(*to));
        } else if let Event::InitialOffset { group, topic, queue, offset, .. } = &event.event
            && group == group_here
        {
            add(topic, Cause::Began, *queue, None, Some(*offset));
        } else if let Event::OffsetsRemoved { group, topic } = &event.event
            && group == group_here
        {
            for (queue, offset) in removed {
                add(topic, Cause::Removed, *queue, Some(*offset), None);
            }
        }
    }

    fn add(
        &mut self,
        (at, at_ms): (VirtualTime, EpochMs),
        (topic, cause, rule): (&Name, Cause, &'static str),
        queue: QueueId,
        (from, to): (Option<QueueOffset>, Option<QueueOffset>),
    ) {
        let names = queue_names(&self.journal.entries, topic);
        let name = names.get(queue as usize).filter(|name| !name.is_empty()).cloned();
        let moved = Moved { queue, name: name.unwrap_or_else(|| queue.to_string()), from, to };
        // A queue that comes again was moved by the next command of the same instant.
        let fits = |of: &&mut Move| {
            (of.at, &of.topic, of.cause) == (at, topic, cause)
                && of.queues.iter().all(|moved| moved.queue != queue)
        };
        if let Some(last) = self.moves.last_mut().filter(fits) {
            return last.queues.push(moved);
        }
        if self.moves.len() == MOVES_MAX {
            self.moves.remove(0);
        }
        self.moves.push(Move { at, at_ms, topic: topic.clone(), cause, rule, queues: Vec::from([moved]) });
    }
}
