//! Which message an operation of a recording means by its id. Not here: the operations (`recording`).
//!
//! Invariant: places are those that the lab itself gave its messages, never what the broker answered; a recording without such
//! operations is not run for it.

use super::command::Answer;
use super::journal::{Journal, JournalEntry};
use super::recording_line::{Missing, Op, TraceLine};
use super::world::World;
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use alloc::string::String;

/// A message's place in the lab.
pub type Place = (Name, QueueId, QueueOffset);

/// Follows the lab while its journal is made.
#[derive(Default)]
pub struct Places {
    world: Option<World>,
    sent: OrderedMap<String, Place>,
}

impl Places {
    /// For these lines, in a lab that begins with `journal`.
    pub fn of<'a>(mut lines: impl Iterator<Item = &'a TraceLine>, journal: &Journal) -> Places {
        let mut places = Places::default();
        if lines.any(|line| matches!(line.op, Op::SendBack | Op::Ack | Op::ChangeInvisible)) {
            places.world = Some(World::new(journal.header.clone()));
            for entry in &journal.entries {
                places.follow(None, entry);
            }
        }
        places
    }

    /// The next command of the lab, and the line that it comes from.
    pub fn follow(&mut self, line: Option<&TraceLine>, entry: &JournalEntry) {
        let Some(world) = &mut self.world else { return };
        let outcome = world.apply(entry.at_us.max(world.next_command_time()), &entry.command, &mut ());
        let (Some(line), Ok(answer)) = (line, outcome) else { return };
        if let (Answer::Sent { queue_offset, .. }, Ok(topic), Ok(queue), Some(id)) =
            (answer, line.topic(), line.queue(), &line.id)
        {
            let place = match line.level() {
                0 => (topic, queue, queue_offset),
                level => world.broker().scheduled_place(level, queue_offset),
            };
            self.sent.insert(id.clone(), place);
        }
    }

    /// Where the message with the line's id was sent; one that the lab has not is at -1.
    pub fn sent(&self, line: &TraceLine) -> Result<Place, Missing> {
        let id = line.id.as_ref().ok_or(Missing("id"))?;
        let nowhere = || (line.topic.clone().unwrap_or_else(|| Name::from("")), 0, QueueOffset(-1));
        Ok(self.sent.get(id).cloned().unwrap_or_else(nowhere))
    }
}
