//! The imported part of a real cluster's queue: messages that are counted, without sizes, tags or times. Not
//! here: reading a cluster's files (`import`).
//!
//! Invariant: these messages come before every message that the lab itself stores, in the queue and in the
//! log. So they are purged together, with the lab's first segment, and a number that was not recorded is
//! never invented.

use crate::engine::broker::{Broker, Emit};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::consume_queue::{ConsumeQueue, Entry};
use crate::engine::log::time_bound::{TimeBound, check_bounds};
use crate::engine::rejected::Rejected;
use alloc::rc::Rc;
use serde::{Deserialize, Serialize};

/// The messages taken over, as a span of offsets. Where Min or Max is unknown the span is empty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Imported {
    /// The first of them: Min as it was recorded.
    pub from: QueueOffset,
    /// One past the last: Max as it was recorded.
    pub end: QueueOffset,
    /// When they were taken over: every one of them was stored by then.
    pub at: EpochMs,
    /// Whether Min was recorded.
    pub min_known: bool,
    /// Whether Max was recorded, and whether times were.
    pub max: KnownMax,
}

/// What is known of Max. As bytes the first two are what a `bool` is: labs without times are stored as they
/// always were.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KnownMax {
    /// It is not known.
    No,
    /// It is.
    Yes,
    /// It is, and something of when the messages were stored.
    WithTimes(Rc<[TimeBound]>),
}

impl ConsumeQueue {
    /// The messages taken over, while there are any.
    pub fn imported_span(&self) -> Option<&Imported> {
        // Not Min, which a boot may set too low (R-CQ-4): what is purged stays so.
        self.imported().filter(|imported| self.files_from() < imported.end)
    }

    /// Refuses where Min or Max is unknown: such a queue can be looked at and nothing else.
    pub fn check_bounds(&self, topic: &str, queue: QueueId) -> Result<(), Rejected> {
        let what = match (self.knows_min(), self.knows_max()) {
            (true, true) => return Ok(()),
            (false, true) => "Min",
            (true, false) => "Max",
            (false, false) => "Min and Max",
        };
        Err(Rejected::OffsetUnknown { topic: topic.into(), queue, what: what.into() })
    }

    /// Whether Min is known.
    pub fn knows_min(&self) -> bool {
        self.imported().is_none_or(|imported| imported.min_known)
    }

    /// Whether Max is known.
    pub fn knows_max(&self) -> bool {
        self.imported().is_none_or(|imported| imported.max != KnownMax::No)
    }

    /// The entry of a message that a pull meets. One that was taken over counts as a stored record of 0 bytes
    /// without a tag: a pull is then limited by the number of messages alone (R-PULL-5).
    pub fn entry_to_pull(&self, offset: QueueOffset, log_min: PhysicalOffset) -> Option<Entry> {
        match self.imported_span() {
            Some(imported) if self.min() <= offset && offset < imported.end => {
                Some(Entry { physical: log_min, record_bytes: 0, stored_at: imported.at, tag: 0 })
            }
            _ => self.entry(offset),
        }
    }
}

impl Broker {
    /// Makes a queue what it is on a real cluster. `None` is unknown. Only for a queue into which the lab has
    /// written nothing; a queue that was taken over can be again, when more is known.
    pub fn import_queue(
        &mut self,
        name: &Name,
        queue: QueueId,
        (min, max, times): (Option<QueueOffset>, Option<QueueOffset>, &[TimeBound]),
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<(), Rejected> {
        let queues = self.topic(name)?.queue_count;
        if queue >= queues {
            return Err(self.no_such_queue(name, queue, queues));
        }
        for (what, offset) in [("min", min), ("max", max)] {
            let least = if what == "max" { min.unwrap_or_default().0.max(0) } else { 0 };
            if let Some(offset) = offset.filter(|offset| offset.0 < least) {
                return Err(Rejected::out_of_range(what, offset.0, least, i64::MAX));
            }
        }
        check_bounds(times, min, max)?;
        let place = self.topics.get_mut(name).and_then(|topic| topic.queues.get_mut(queue as usize));
        let Some(place) = place.filter(|place| place.holds_nothing_of_its_own()) else {
            return Err(Rejected::QueueInUse { topic: name.clone(), queue });
        };
        *place = ConsumeQueue::taken_over(min, max, times, now);
        emit(Event::QueueImported { topic: name.clone(), queue, min, max });
        Ok(())
    }

    /// Refuses where Min or Max of the queue is unknown: everything but looking at it depends on both.
    pub fn check_bounds(&self, topic: &str, queue: QueueId) -> Result<(), Rejected> {
        self.queue(topic, queue).map_or(Ok(()), |known| known.check_bounds(topic, queue))
    }

    /// `check_bounds` for every queue of a topic.
    pub fn check_all_bounds(&self, topic: &str) -> Result<(), Rejected> {
        (0..self.queue_count(topic)).try_for_each(|queue| self.check_bounds(topic, queue))
    }

    /// Refuses statistics of a group where they need a number that was not recorded (R-LAG-1).
    pub fn check_stats(&self, group: &Name, topic: Option<&Name>) -> Result<(), Rejected> {
        match topic {
            Some(topic) => self.check_all_bounds(topic),
            None => self.offsets.topics_of(group).iter().try_for_each(|topic| self.check_all_bounds(topic)),
        }
    }

    /// Bytes of log from the record at `from` to the one before `to`, of all queues. 0 when there is nothing
    /// between; `None` when some of it was taken over without its size.
    pub fn record_bytes_between(
        &self,
        topic: &str,
        queue: QueueId,
        from: QueueOffset,
        to: QueueOffset,
    ) -> Option<u64> {
        let span = self.queue(topic, queue).and_then(ConsumeQueue::imported_span);
        if span.is_some_and(|imported| from < imported.end && from < to) {
            return None;
        }
        let last = to.saturating_minus(1);
        Some(match (self.stored_entry(topic, queue, from), self.stored_entry(topic, queue, last)) {
            (Some(first), Some(last)) if from < to => {
                first.physical.distance_to(last.physical) + u64::from(last.record_bytes)
            }
            _ => 0,
        })
    }

    /// Whether Min and Max of a queue are known.
    pub fn knows_min_and_max(&self, topic: &str, queue: QueueId) -> (bool, bool) {
        self.queue(topic, queue).map_or((true, true), |queue| (queue.knows_min(), queue.knows_max()))
    }
}
