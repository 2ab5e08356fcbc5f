//! The resets of a lab and what each group's offsets were before, so that one can be undone. Not here: doing
//! it.
//!
//! An undo is a reset like any other and stays in the history; it is known by what it does: it takes the
//! queues of the newest reset that is not undone back to where they were (or to Min, where those were
//! purged).
//!
//! Invariant: records are in order of time, and derived from events alone, so that a reload gives the same
//! ones.

use crate::engine::event::Event;
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::sim::World;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Resets that are remembered.
pub const RESETS_MAX: usize = 200;

/// One reset.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResetRecord {
    /// When.
    pub at: VirtualTime,
    /// Whose.
    pub group: Name,
    /// Where.
    pub topic: Name,
    /// Each queue's consumer offset before; `None`: it had none.
    pub before: OrderedMap<QueueId, Option<QueueOffset>>,
    /// Each queue's consumer offset after.
    pub after: OrderedMap<QueueId, QueueOffset>,
    /// It was taken back.
    pub undone: bool,
    /// It is itself the undo of a reset.
    pub is_undo: bool,
    /// When it was taken back.
    undone_at: Option<VirtualTime>,
}

impl ResetRecord {
    /// The offsets to go back to; a queue that had none stays where it is.
    pub fn offsets_before(&self) -> OrderedMap<QueueId, QueueOffset> {
        let mut before = OrderedMap::new();
        for (&queue, offset) in &self.before {
            if let Some(offset) = offset {
                before.insert(queue, *offset);
            }
        }
        before
    }
}

/// All of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Resets {
    records: Vec<ResetRecord>,
    /// Where Min has moved to: an undo can't go below it.
    mins: OrderedMap<Name, OrderedMap<QueueId, QueueOffset>>,
    /// Events of one command come together; the next command begins a record of its own.
    open: bool,
}

impl Resets {
    /// In order of time.
    pub fn records(&self) -> &[ResetRecord] {
        &self.records
    }

    /// The newest reset that can be undone: not undone yet, no undo itself, and at least one queue had an
    /// offset.
    pub fn undoable(&self) -> Option<&ResetRecord> {
        let undoable = |record: &&ResetRecord| {
            !record.undone && !record.is_undo && record.before.values().any(Option::is_some)
        };
        self.records.iter().rev().find(undoable)
    }

    /// What follows belongs to another command.
    pub(super) fn close(&mut self) {
        if core::mem::take(&mut self.open) {
            self.recognise_undo();
        }
    }

    /// Takes in a fact.
    pub(super) fn observe(&mut self, at: VirtualTime, event: &Event) {
        match event {
            Event::OffsetReset { group, topic, queue, from, to } => {
                self.add(at, (group, topic), *queue, (*from, *to))
            }
            Event::MinAdvanced { topic, queue, to, .. } => {
                self.close();
                self.mins.entry(topic.clone()).or_default().insert(*queue, *to);
            }
            Event::TopicDeleted { topic } => {
                self.close();
                self.mins.remove(topic);
            }
            _ => {}
        }
    }

    /// One queue of a reset. Events of the open record have its time, group and topic, and each queue once.
    fn add(
        &mut self,
        at: VirtualTime,
        (group, topic): (&Name, &Name),
        queue: QueueId,
        (from, to): (Option<QueueOffset>, QueueOffset),
    ) {
        let fits = |record: &ResetRecord| {
            record.at == at
                && record.group == *group
                && record.topic == *topic
                && !record.before.contains_key(&queue)
        };
        if !(self.open && self.records.last().is_some_and(fits)) {
            self.close();
            if self.records.len() == RESETS_MAX {
                self.records.remove(0);
            }
            let (before, after) = (OrderedMap::new(), OrderedMap::new());
            let (group, topic) = (group.clone(), topic.clone());
            let record = ResetRecord {
                at,
                group,
                topic,
                before,
                after,
                undone: false,
                is_undo: false,
                undone_at: None,
            };
            self.records.push(record);
            self.open = true;
        }
        if let Some(record) = self.records.last_mut() {
            record.before.insert(queue, from);
            record.after.insert(queue, to);
        }
    }

    fn recognise_undo(&mut self) {
        let Some((newest, earlier)) = self.records.split_last_mut() else { return };
        let of_same = |record: &&mut ResetRecord| {
            !record.undone && !record.is_undo && record.group == newest.group && record.topic == newest.topic
        };
        let Some(undone) = earlier.iter_mut().rev().find(of_same) else { return };
        let mins = self.mins.get(&undone.topic);
        let back = undone.before.iter().filter_map(|(queue, offset)| {
            let min = mins.and_then(|mins| mins.get(queue)).copied();
            offset.map(|offset| (*queue, min.map_or(offset, |min| offset.max(min))))
        });
        if !newest.after.is_empty() && newest.after == back.collect() {
            (undone.undone, undone.undone_at, newest.is_undo) = (true, Some(newest.at), true);
        }
    }

    /// Drops what came after the World's present; what was undone after it is not undone.
    pub(super) fn cut(&mut self, world: &World) {
        let (now, broker) = (world.now(), world.broker());
        self.mins.clear();
        for topic in broker.topic_names() {
            let mins = (0..broker.queue_count(&topic))
                .map(|queue| (queue, broker.min_offset(&topic, queue)))
                .collect();
            self.mins.insert(topic, mins);
        }
        self.records.retain(|record| record.at <= now);
        for record in &mut self.records {
            if record.undone_at.is_some_and(|at| at > now) {
                (record.undone, record.undone_at) = (false, None);
            }
        }
    }
}
