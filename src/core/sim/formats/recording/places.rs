//! Which message an operation of a recording means by its id. Not here: the operations (`recording`).
//!
//! Invariant: places and handles are those that the lab itself gave its messages, never what the broker
//! answered; a recording without such operations is not run for it.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, TopicQueue, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::command::Answer;
use crate::sim::formats::journal::{Journal, JournalEntry};
use crate::sim::formats::recording::line::{Missing, Op, TraceLine};
use crate::sim::world::World;
use alloc::string::String;

/// A message's place in the lab.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageKey {
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Its position there.
    pub offset: QueueOffset,
}

/// What the newest pop of a message gave.
#[derive(Clone)]
pub struct Handle {
    /// Where it was read from.
    pub place: MessageKey,
    /// When.
    pub popped_at: EpochMs,
    /// In order.
    pub order: bool,
}

/// Timers of the lab that is followed, at most: real recordings have some hundreds, and this is a moment's
/// work.
const TIMERS_MAX: u32 = 100_000;

/// Follows the lab while its journal is made.
#[derive(Default)]
pub struct Places {
    world: Option<World>,
    timers: u32,
    sent: OrderedMap<String, MessageKey>,
    ids: OrderedMap<MessageKey, String>,
    handles: OrderedMap<String, Handle>,
}

impl Places {
    /// For these lines, in a lab that begins with `journal`.
    pub fn of<'a>(mut lines: impl Iterator<Item = &'a TraceLine>, journal: &Journal) -> Places {
        let mut places = Places { timers: TIMERS_MAX, ..Places::default() };
        if lines.any(|line| matches!(line.op, Op::SendBack | Op::Ack | Op::ChangeInvisible)) {
            places.world = Some(World::new(journal.header.clone()));
            for entry in &journal.entries {
                places.follow(None, entry);
            }
        }
        places
    }

    /// More happens in the lab than anybody would wait for.
    pub fn is_too_long(&self) -> bool {
        self.timers == 0
    }

    /// The next command of the lab, and the line that it comes from.
    pub fn follow(&mut self, line: Option<&TraceLine>, entry: &JournalEntry) {
        let Some(world) = &mut self.world else { return };
        if let Some(before) = entry.at_us.0.checked_sub(1) {
            world.run_some(VirtualTime(before), &mut self.timers, &mut ());
        }
        if self.timers == 0 {
            return;
        }
        let outcome = world.apply(entry.at_us.max(world.next_command_time()), &entry.command, &mut ());
        let (Some(line), Ok(answer)) = (line, outcome) else { return };
        match answer {
            Answer::Sent { queue_offset, .. } => {
                let (Ok(topic), Ok(queue), Some(id)) = (line.topic(), line.queue(), &line.id) else { return };
                let place = match line.level() {
                    0 => MessageKey { topic, queue, offset: queue_offset },
                    level => {
                        let TopicQueue { topic, queue } = world.broker().scheduled_queue(level);
                        MessageKey { topic, queue, offset: queue_offset }
                    }
                };
                self.ids.insert(place.clone(), id.clone());
                self.sent.insert(id.clone(), place);
            }
            Answer::Popped(answer) => {
                for message in answer.messages {
                    let place =
                        MessageKey { topic: message.topic, queue: message.queue, offset: message.offset };
                    let first = message.origin.map(|origin| MessageKey {
                        topic: origin.topic,
                        queue: origin.queue,
                        offset: origin.offset,
                    });
                    let Some(id) = self.ids.get(first.as_ref().unwrap_or(&place)) else { continue };
                    let (popped_at, order) = (answer.popped_at, answer.order);
                    self.handles.insert(id.clone(), Handle { place, popped_at, order });
                }
            }
            Answer::Hidden { popped_at_ms } => {
                let handle = line.id.as_ref().and_then(|id| self.handles.get_mut(id));
                if let Some(handle) = handle {
                    handle.popped_at = popped_at_ms;
                }
            }
            Answer::Done
            | Answer::Offset(_)
            | Answer::NotFound
            | Answer::Committed { .. }
            | Answer::Pulled(_)
            | Answer::Reset { .. }
            | Answer::Stats(_)
            | Answer::Segments { .. }
            | Answer::Mins { .. } => {}
        }
    }

    /// Where the message with the line's id was sent; one that the lab has not is at -1.
    pub fn sent(&self, line: &TraceLine) -> Result<MessageKey, Missing> {
        let id = line.id.as_ref().ok_or(Missing("id"))?;
        Ok(self.sent.get(id).cloned().unwrap_or_else(|| nowhere(line)))
    }

    /// The newest handle of the message with the line's id; one that the lab has not popped is at -1.
    pub fn handle(&self, line: &TraceLine) -> Result<Handle, Missing> {
        let id = line.id.as_ref().ok_or(Missing("id"))?;
        let none = || Handle { place: nowhere(line), popped_at: EpochMs(0), order: false };
        Ok(self.handles.get(id).cloned().unwrap_or_else(none))
    }
}

fn nowhere(line: &TraceLine) -> MessageKey {
    let topic = line.topic.clone().unwrap_or_else(|| Name::from(""));
    MessageKey { topic, queue: 0, offset: QueueOffset(-1) }
}
