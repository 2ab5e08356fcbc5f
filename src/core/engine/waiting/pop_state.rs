//! What POP remembers: messages delivered and not acknowledged, the blocks of orderly groups, the in-flight
//! counters (R-POP-1 to R-POP-6, R-LAG-6). Not here: popping, acknowledging and reviving (`broker::pop`,
//! `broker::revive`).
//!
//! Invariant: of each queue the checkpoints are in the order in which they were made; a message that is
//! acknowledged or revived is open in none of those that its handle names.

use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// `reviveInterval`: the revive loop looks once a second (R-POP-2).
const REVIVE_MS: i64 = 1_000;
/// And revives what became visible longer ago than this: a broker waits that long for acknowledgements on
/// their way.
const REVIVE_AFTER_MS: i64 = 2_000;
/// Messages that one checkpoint can tell apart.
const SPAN: u64 = 32;

/// How a group's clients get their messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// Each client pulls the queues that it owns.
    #[default]
    Pull,
    /// Every client pops every queue, and acknowledges each message (R-LB-8).
    Pop,
}

/// Messages that one pop delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckPoint {
    /// Its first message.
    pub first: QueueOffset,
    /// Bit i: message `first + i` is not acknowledged yet.
    pub open: u32,
    /// When they were delivered; part of each handle.
    pub popped_at: EpochMs,
    /// When they are visible again.
    pub visible_at: EpochMs,
}

impl CheckPoint {
    /// The messages that are not acknowledged.
    pub fn open_offsets(self) -> impl Iterator<Item = QueueOffset> {
        (0..SPAN).filter(move |i| self.open >> i & 1 == 1).map(move |i| self.first.plus(i))
    }

    fn bit(self, offset: QueueOffset) -> Option<u32> {
        let i = self.first.checked_distance_to(offset).filter(|i| *i < SPAN)?;
        (self.open >> i & 1 == 1).then_some(1 << i)
    }
}

/// What a group holds of a queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct HiddenQueue {
    points: VecDeque<CheckPoint>,
    /// How many messages are open in all of them.
    pub open: u64,
}

impl HiddenQueue {
    /// Messages that are not acknowledged, in order of delivery, each with the time at which it is visible
    /// again.
    pub fn messages(&self) -> impl Iterator<Item = (QueueOffset, EpochMs)> + '_ {
        self.points.iter().flat_map(|point| point.open_offsets().map(|offset| (offset, point.visible_at)))
    }
}

/// An orderly group's batch on a queue (R-POP-6).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderInfo {
    /// When it was delivered.
    pub popped_at: EpochMs,
    invisible_ms: u64,
    offsets: Vec<QueueOffset>,
    /// Bit i: `offsets[i]` is acknowledged.
    acked: u64,
    /// Messages whose time was changed.
    visible_at: OrderedMap<QueueOffset, EpochMs>,
    attempt: Option<String>,
}

/// What an orderly acknowledgement means (R-POP-6).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OrderAck {
    /// -2: the handle is not of this batch; nothing happens.
    OldHandle,
    /// -1: the batch has no such message.
    Unknown,
    /// The consumer offset from now on.
    Next(QueueOffset),
}

impl OrderInfo {
    /// A batch that was delivered now.
    pub fn new(
        popped_at: EpochMs,
        invisible_ms: u64,
        offsets: Vec<QueueOffset>,
        attempt: Option<String>,
    ) -> Self {
        OrderInfo { popped_at, invisible_ms, offsets, acked: 0, visible_at: OrderedMap::new(), attempt }
    }

    /// Messages that are not acknowledged, each with the time at which it is visible again.
    pub fn open(&self) -> impl Iterator<Item = (QueueOffset, EpochMs)> + '_ {
        let open = self.offsets.iter().enumerate().filter(|(i, _)| self.acked >> i & 1 == 0);
        open.map(|(_, &offset)| {
            let all = self.popped_at.plus_ms(self.invisible_ms);
            (offset, self.visible_at.get(&offset).copied().unwrap_or(all))
        })
    }

    /// Whether the queue waits for this batch. The same attempt may have it again.
    pub fn blocks(&self, attempt: Option<&str>, now: EpochMs) -> bool {
        let same = self.attempt.is_some() && self.attempt.as_deref() == attempt;
        !same && self.open().any(|(_, visible_at)| now < visible_at)
    }

    /// Acknowledges one message.
    pub fn ack(&mut self, offset: QueueOffset, popped_at: EpochMs) -> OrderAck {
        if popped_at != self.popped_at {
            return OrderAck::OldHandle;
        }
        let Some(i) = self.offsets.iter().position(|&known| known == offset) else {
            return OrderAck::Unknown;
        };
        self.acked |= 1 << i;
        let first_open = self.open().next().map(|(offset, _)| offset);
        let last = self.offsets.last().copied().unwrap_or(offset);
        OrderAck::Next(first_open.unwrap_or(last.saturating_next()))
    }

    /// Hides one message until then.
    pub fn hide(&mut self, offset: QueueOffset, popped_at: EpochMs, until: EpochMs) {
        if popped_at == self.popped_at {
            self.visible_at.insert(offset, until);
        }
    }
}

/// All of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct PopState {
    /// Groups whose clients pop, with the invisible time that these ask for (R-POP-2).
    pub groups: OrderedMap<Name, u64>,
    hidden: OrderedMap<GroupQueue, HiddenQueue>,
    /// Batches of orderly groups.
    pub orders: OrderedMap<GroupQueue, OrderInfo>,
    /// The batches as they were written with the consumer offsets last (R-OFF-16).
    orders_flushed: OrderedMap<GroupQueue, OrderInfo>,
    in_flight: OrderedMap<GroupQueue, i64>,
    /// Counters know nothing of what was delivered before.
    started_at: EpochMs,
    /// When the revive timer fires that is set; an older one does nothing.
    pub armed: Option<EpochMs>,
    /// How many pops there were: what a broker leaves to chance depends on it.
    pub pops: u64,
}

impl PopState {
    /// Whether nobody ever popped or was told to.
    pub fn is_unused(&self) -> bool {
        *self == PopState { started_at: self.started_at, ..PopState::default() }
    }

    /// Messages are delivered.
    pub(crate) fn hand_out(
        &mut self,
        key: &GroupQueue,
        offsets: &[QueueOffset],
        popped_at: EpochMs,
        ms: u64,
    ) {
        let visible_at = popped_at.plus_ms(ms);
        let HiddenQueue { points: of_queue, open } = self.hidden.entry(key.clone()).or_default();
        *open += offsets.len() as u64;
        while of_queue.front().is_some_and(|oldest| oldest.open == 0) {
            of_queue.pop_front();
        }
        let mut current: Option<CheckPoint> = None;
        for &offset in offsets {
            match &mut current {
                Some(point) if point.first.distance_to(offset) < SPAN => {
                    point.open |= 1 << point.first.distance_to(offset);
                }
                _ => {
                    of_queue.extend(current.take());
                    current = Some(CheckPoint { first: offset, open: 1, popped_at, visible_at });
                }
            }
        }
        of_queue.extend(current);
    }

    /// Closes one message of a checkpoint; says whether it was open.
    pub(crate) fn close(&mut self, key: &GroupQueue, offset: QueueOffset, popped_at: EpochMs) -> bool {
        let Some(HiddenQueue { points: of_queue, open }) = self.hidden.get_mut(key) else { return false };
        let from = of_queue.partition_point(|point| point.popped_at < popped_at);
        let points = of_queue.iter_mut().skip(from).take_while(|point| point.popped_at == popped_at);
        for point in points {
            if let Some(bit) = point.bit(offset) {
                point.open &= !bit;
                *open -= 1;
                return true;
            }
        }
        false
    }

    /// What is delivered and not acknowledged, by group, topic and queue.
    pub fn hidden(&self) -> impl Iterator<Item = (&GroupQueue, &HiddenQueue)> {
        self.hidden.iter()
    }

    /// Messages to revive now, and forgets checkpoints without open ones (R-POP-2).
    pub(crate) fn take_due(&mut self, now: EpochMs) -> Vec<(GroupQueue, QueueOffset, EpochMs)> {
        let mut due = Vec::new();
        for (key, HiddenQueue { points, .. }) in &mut self.hidden {
            points.retain(|point| point.open != 0);
            for point in points.iter().filter(|point| revives_after(point.visible_at) < now) {
                due.extend(point.open_offsets().map(|offset| (key.clone(), offset, point.popped_at)));
            }
        }
        self.hidden.retain(|_, queue| !queue.points.is_empty());
        due
    }

    /// When the revive loop has something to do, after `now`.
    pub fn next_look(&self, now: EpochMs) -> Option<EpochMs> {
        let points = self.hidden.values().flat_map(|queue| &queue.points);
        let open = points.filter(|point| point.open != 0);
        let first = open.map(|point| point.visible_at).min()?;
        Some(self.look_after(revives_after(first).max(now)))
    }

    /// The first look of the loop after a time.
    pub fn look_after(&self, time: EpochMs) -> EpochMs {
        let steps = time.ms_since(self.started_at).max(0) / REVIVE_MS + 1;
        EpochMs(self.started_at.0.saturating_add(steps.saturating_mul(REVIVE_MS)))
    }

    /// When the loop would look at a message that is visible again at this time.
    pub fn revive_look(&self, visible_at: EpochMs) -> EpochMs {
        self.look_after(revives_after(visible_at))
    }

    /// Messages that are in flight on a queue (R-LAG-6).
    pub fn in_flight(&self, key: &GroupQueue) -> i64 {
        self.in_flight.get(key).copied().unwrap_or(0)
    }

    /// Whether a group ever popped.
    pub fn has_popped(&self, group: &str) -> bool {
        self.in_flight.keys().any(|key| key.group.as_str() == group)
    }

    /// Counts messages that are delivered (R-LAG-6).
    pub fn count_out(&mut self, key: &GroupQueue, count: i64) {
        *self.in_flight.entry(key.clone()).or_default() += count;
    }

    /// Counts one that was revived or acknowledged, unless it was delivered before the broker's start
    /// (R-LAG-6).
    pub fn count_back(&mut self, key: &GroupQueue, popped_at: EpochMs) {
        if let Some(count) = self.in_flight.get_mut(key).filter(|_| popped_at >= self.started_at) {
            *count = (*count - 1).max(0);
        }
    }

    /// Nothing counts as in flight any more: a reset, or the next batch of an orderly group.
    pub fn clear_in_flight(&mut self, key: &GroupQueue) {
        if let Some(count) = self.in_flight.get_mut(key) {
            *count = 0;
        }
    }

    /// A topic is deleted (R-RET-12).
    pub(crate) fn forget_topic(&mut self, topic: &Name) {
        self.in_flight.retain(|key, _| key.topic != *topic);
        self.orders.retain(|key, _| key.topic != *topic);
        self.hidden.retain(|key, _| key.topic != *topic);
    }

    /// A group is deleted; what it held is not delivered again.
    pub(crate) fn forget_group(&mut self, group: &Name) {
        self.groups.remove(group);
        self.in_flight.retain(|key, _| key.group != *group);
        self.orders.retain(|key, _| key.group != *group);
        self.hidden.retain(|key, _| key.group != *group);
    }

    /// The order info is written with the consumer offsets.
    pub(crate) fn flush(&mut self) {
        self.orders_flushed = self.orders.clone();
    }

    /// The broker starts again: checkpoints are in its log and stay, counters don't.
    pub fn restart(&mut self, kill: bool, now: EpochMs) {
        if !kill {
            self.flush();
        }
        self.orders = self.orders_flushed.clone();
        self.in_flight.clear();
        (self.started_at, self.armed) = (now, None);
    }

    /// Panics when it contradicts itself.
    pub(crate) fn check(&self) {
        for (key, HiddenQueue { points, open }) in &self.hidden {
            let mut at = EpochMs(i64::MIN);
            let count: u32 = points.iter().map(|point| point.open.count_ones()).sum();
            assert!(u64::from(count) == *open, "{key:?} has {count} open messages, {open} counted");
            for point in points {
                assert!(point.popped_at >= at, "{key:?} has a checkpoint out of order");
                assert!(point.visible_at >= point.popped_at, "{key:?} was visible before it was popped");
                at = point.popped_at;
            }
        }
        assert!(self.in_flight.values().all(|&count| count >= 0), "a negative in-flight counter");
    }
}

fn revives_after(visible_at: EpochMs) -> EpochMs {
    EpochMs(visible_at.0.saturating_add(REVIVE_AFTER_MS))
}
