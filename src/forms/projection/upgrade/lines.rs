//! The sentences of a report as plain numbers: queues of one group and topic that fare alike are one line.
//! Not here: words (`ui::text::upgrade`).
//!
//! Invariant: every number of an effect is in one line, added up over the line's queues.

use crate::engine::event::InitialRule;
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::projection::upgrade::Effect;
use crate::projection::upgrade::fates::ChangedFate;
use crate::projection::upgrade::starts::{FirstStart, Start};
use alloc::vec::Vec;

/// A sentence about an effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// Where a group starts.
    Start(StartLine),
    /// What becomes of a group's messages.
    Fate(FateLine),
    /// How many messages a topic stores, before and after.
    Stored(Name, [u64; 2]),
}

/// A group's first starts on queues of a topic, by one rule each before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StartLine {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queues.
    pub queues: Vec<QueueId>,
    /// Where, before and after; `None`: it does not start there.
    pub sides: [Option<StartPlace>; 2],
}

/// Where a group starts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StartPlace {
    /// By which rule.
    pub rule: InitialRule,
    /// When on the first of the queues.
    pub at: VirtualTime,
    /// On each queue.
    pub offsets: Vec<QueueOffset>,
}

/// What becomes of a group's messages on queues of a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FateLine {
    /// The group.
    pub group: Name,
    /// Of a broadcasting group, the client.
    pub client: Option<Name>,
    /// The topic.
    pub topic: Name,
    /// The queues.
    pub queues: Vec<QueueId>,
    /// Skipped, purged before the group gets them, not read, processed that it missed before.
    pub counts: [u64; 4],
    /// Processed again, and dead letters: before and after.
    pub changed: [[u64; 2]; 2],
}

/// An effect's lines.
pub fn lines(effect: &Effect) -> Vec<Line> {
    let mut fates: Vec<FateLine> = Vec::new();
    for fate in &effect.fates {
        match fates.iter_mut().find(|line| line.is_about(fate)) {
            Some(line) => line.add(fate),
            None => {
                let mut line = FateLine::of(fate);
                line.add(fate);
                fates.push(line);
            }
        }
    }
    let starts = start_lines(&effect.starts).into_iter().map(Line::Start);
    let stored = effect.stored.iter().map(|(topic, both)| Line::Stored(topic.clone(), *both));
    starts.chain(fates.into_iter().map(Line::Fate)).chain(stored).collect()
}

impl FateLine {
    fn of(fate: &ChangedFate) -> FateLine {
        let ChangedFate { group, topic, client, .. } = fate.clone();
        FateLine { group, client, topic, queues: Vec::new(), counts: [0; 4], changed: [[0; 2]; 2] }
    }

    fn is_about(&self, fate: &ChangedFate) -> bool {
        (&self.group, &self.topic, &self.client) == (&fate.group, &fate.topic, &fate.client)
    }

    fn add(&mut self, fate: &ChangedFate) {
        self.queues.push(fate.queue);
        let counts = [fate.skipped, fate.lost, fate.unread, fate.gained];
        let changed = fate.duplicates.into_iter().chain(fate.dead);
        let all = self.counts.iter_mut().chain(self.changed.iter_mut().flatten());
        for (sum, count) in all.zip(counts.into_iter().chain(changed)) {
            *sum += count;
        }
    }
}

/// First starts, those of a group on a topic by the same rules in one line.
pub fn start_lines<'a>(starts: impl IntoIterator<Item = &'a FirstStart>) -> Vec<StartLine> {
    let mut lines: Vec<StartLine> = Vec::new();
    for start in starts {
        match lines.iter_mut().find(|line| line.is_about(start)) {
            Some(line) => line.add(start),
            None => lines.push(StartLine {
                group: start.group.clone(),
                topic: start.topic.clone(),
                queues: Vec::from([start.queue]),
                sides: start.sides.each_ref().map(|side| side.as_ref().map(place)),
            }),
        }
    }
    lines
}

fn place(start: &Start) -> StartPlace {
    StartPlace { rule: start.rule, at: start.at, offsets: Vec::from([start.offset]) }
}

impl StartLine {
    fn is_about(&self, start: &FirstStart) -> bool {
        let rules = self.sides.each_ref().map(|side| side.as_ref().map(|side| side.rule));
        let others = start.sides.each_ref().map(|side| side.as_ref().map(|side| side.rule));
        (&self.group, &self.topic, rules) == (&start.group, &start.topic, others)
    }

    fn add(&mut self, start: &FirstStart) {
        self.queues.push(start.queue);
        for (place, other) in self.sides.iter_mut().zip(&start.sides) {
            if let (Some(place), Some(other)) = (place, other) {
                place.offsets.push(other.offset);
            }
        }
    }
}
