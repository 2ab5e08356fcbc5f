//! Lag and rates over virtual time, and the moments worth a mark on the time line. Not here: drawing them.
//!
//! A sample at `t` shows the lab just before `t`. Samples are taken at whole multiples of an interval that
//! doubles when there are too many, so they depend on the run alone: not on frames, nor on pauses and seeks.
//!
//! Invariant: every list of samples has one value for each time; times ascend; at most `SAMPLES_MAX` of them.

use crate::engine::event::{ActorChange, Event};
use crate::engine::ids::{Name, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::player::lag_ages::{Course, retain};
use crate::projection::actors::totals;
use crate::sim::World;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Samples that are kept.
pub const SAMPLES_MAX: usize = 600;
/// Marks that are kept.
pub const MARKS_MAX: usize = 400;
/// The first interval: a tenth of a virtual second.
pub const FIRST_INTERVAL_US: u64 = 100_000;

/// What a mark on the time line stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum MarkKind {
    /// A group's offsets were reset.
    Reset,
    /// Segments were deleted.
    Purge,
    /// A consumer or the broker died.
    Crash,
    /// Queues were assigned again.
    Rebalance,
    /// A pull was sent to another offset.
    Correction,
    /// A producer or consumer was paused.
    Paused,
    /// The broker went down in order and came back.
    Restart,
    /// Progress that was saved is lost: with a killed broker, with the end of the log, or because it was
    /// removed.
    OffsetsLost,
}

/// A moment worth finding again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// When it happened, the first time.
    pub at: VirtualTime,
    /// What.
    pub kind: MarkKind,
    /// The group, or the producer or consumer, that it is about.
    pub name: Option<Name>,
    /// How many of its kind came so close together that they share a mark.
    pub count: u32,
}

/// What charts show.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LagHistory {
    /// Time of each sample.
    pub times_us: Vec<u64>,
    /// Each group's lag over all its queues; `None`: unknown, or the group is not there.
    pub groups: OrderedMap<Name, Vec<Option<i64>>>,
    /// Messages stored a second since the sample before.
    pub produced_per_s: Vec<u64>,
    /// Messages delivered a second since the sample before, over all groups.
    pub consumed_per_s: Vec<u64>,
    marks: Vec<Mark>,
    interval_us: u64,
    next_us: u64,
    produced: u64,
    consumed: u64,
    /// Stored behind the rest: older labs have none.
    #[serde(skip)]
    pub course: Course,
}

impl Default for LagHistory {
    fn default() -> LagHistory {
        LagHistory::beginning_at(VirtualTime(0))
    }
}

impl LagHistory {
    /// An empty history whose first sample comes after `now`.
    pub fn beginning_at(now: VirtualTime) -> LagHistory {
        LagHistory {
            times_us: Vec::new(),
            groups: OrderedMap::new(),
            produced_per_s: Vec::new(),
            consumed_per_s: Vec::new(),
            marks: Vec::new(),
            interval_us: FIRST_INTERVAL_US,
            next_us: (now.0 / FIRST_INTERVAL_US + 1).saturating_mul(FIRST_INTERVAL_US),
            produced: 0,
            consumed: 0,
            course: Course { counted_from_us: now.0, ..Course::default() },
        }
    }

    /// Moments worth finding again, by time.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The time between samples.
    pub fn interval_us(&self) -> u64 {
        self.interval_us
    }

    /// Takes up what was stored behind the rest; an older lab has nothing there.
    pub(super) fn take_up(&mut self, course: Option<Course>) {
        let counted_from_us = self.next_us.saturating_sub(self.interval_us);
        self.course = course.unwrap_or(Course { counted_from_us, ..Course::default() });
        self.course.fit(self.times_us.len());
    }

    /// The next sample's time: nothing at or after it may run before the sample is taken.
    pub(super) fn next_sample(&self) -> VirtualTime {
        VirtualTime(self.next_us)
    }

    /// Takes the sample that is due.
    pub(super) fn sample(&mut self, world: &World) {
        let taken = self.times_us.len();
        // After a rewind the counts run for a part of the interval only.
        let counted_us = self.next_us.saturating_sub(self.course.counted_from_us);
        let rate = |count| per_second(count, counted_us);
        self.times_us.push(self.next_us);
        self.produced_per_s.push(rate(core::mem::take(&mut self.produced)));
        self.consumed_per_s.push(rate(core::mem::take(&mut self.consumed)));
        self.course.sample(world, taken, rate);
        self.course.counted_from_us = self.next_us;
        for (group, _) in world.broker().groups() {
            let topics = world.topics_of(group);
            let lag = if topics.is_empty() { None } else { totals(world, group, &topics).lag };
            let lags = match self.groups.get_mut(group) {
                Some(lags) => lags,
                None => self.groups.entry(group.clone()).or_default(),
            };
            lags.resize(taken, None);
            lags.push(lag);
        }
        for lags in self.groups.values_mut() {
            lags.resize(taken + 1, None);
        }
        self.next_us = self.next_us.saturating_add(self.interval_us);
        if self.times_us.len() == SAMPLES_MAX {
            self.thin_out();
        }
    }

    /// Keeps every other sample, those at whole multiples of twice the interval, and spreads the rates over
    /// both.
    fn thin_out(&mut self) {
        let double = self.interval_us.saturating_mul(2);
        let keep: Vec<bool> = self.times_us.iter().map(|time| time % double == 0).collect();
        for rates in [&mut self.produced_per_s, &mut self.consumed_per_s] {
            for i in (1..rates.len()).filter(|&i| keep[i]) {
                rates[i] = rates[i - 1].midpoint(rates[i]);
            }
            retain(rates, &keep);
        }
        for lags in self.groups.values_mut() {
            retain(lags, &keep);
        }
        self.course.thin_out(&keep);
        retain(&mut self.times_us, &keep);
        self.groups.retain(|_, lags| lags.iter().any(Option::is_some));
        self.interval_us = double;
        self.next_us = self.next_us.next_multiple_of(double);
    }

    /// Takes in a fact.
    pub(super) fn observe(&mut self, at: VirtualTime, event: &Event) {
        let (kind, name) = match event {
            Event::Appended { .. } => {
                self.produced += 1;
                return;
            }
            Event::Delivered { count, .. } => {
                self.consumed += u64::from(*count);
                return;
            }
            Event::MinAdvanced { from, to, .. } => {
                self.course.purged += to.0.saturating_sub(from.0).max(0) as u64;
                return;
            }
            Event::BrokerRestarted { killed, offsets_lost } => {
                self.mark(at, if *killed { MarkKind::Crash } else { MarkKind::Restart }, None);
                if *offsets_lost > 0 {
                    self.mark(at, MarkKind::OffsetsLost, None);
                }
                return;
            }
            Event::OffsetsRemoved { group, .. } => (MarkKind::OffsetsLost, Some(group)),
            Event::MaxFell { topic, .. } => (MarkKind::OffsetsLost, Some(topic)),
            Event::OffsetReset { group, .. } => (MarkKind::Reset, Some(group)),
            Event::SegmentDeleted { .. } => (MarkKind::Purge, None),
            Event::ConsumerChanged { client, change: ActorChange::Crashed, .. } => {
                (MarkKind::Crash, Some(client))
            }
            // Before the first sample a lab is being set up: that its queues are assigned then is no news.
            Event::Rebalanced { group, .. } if at.0 >= FIRST_INTERVAL_US => {
                (MarkKind::Rebalance, Some(group))
            }
            Event::OffsetCorrected { group, .. } => (MarkKind::Correction, Some(group)),
            Event::ConsumerChanged { client: name, change: ActorChange::Paused, .. }
            | Event::ProducerChanged { producer: name, change: ActorChange::Paused } => {
                (MarkKind::Paused, Some(name))
            }
            _ => return,
        };
        self.mark(at, kind, name);
    }

    fn mark(&mut self, at: VirtualTime, kind: MarkKind, name: Option<&Name>) {
        let since = at.0.saturating_sub(self.interval_us);
        let near = self.marks.iter_mut().rev().take_while(|mark| mark.at.0 >= since);
        for mark in near {
            if mark.kind == kind && mark.name.as_ref() == name {
                mark.count = mark.count.saturating_add(1);
                return;
            }
        }
        if self.marks.len() == MARKS_MAX {
            // Resets are what a person looks for; of the rest the oldest goes.
            let oldest = self.marks.iter().position(|mark| mark.kind != MarkKind::Reset).unwrap_or(0);
            self.marks.remove(oldest);
        }
        self.marks.push(Mark { at, kind, name: name.cloned(), count: 1 });
    }

    /// Drops what came after `now`.
    pub(super) fn cut(&mut self, now: VirtualTime) {
        // A sample at `t` shows what was before `t`, so the one just after `now` still holds.
        let kept = self.times_us.partition_point(|&time| time <= now.0.saturating_add(1));
        if kept < self.times_us.len() {
            self.next_us = self.times_us[kept];
            self.times_us.truncate(kept);
            self.produced_per_s.truncate(kept);
            self.consumed_per_s.truncate(kept);
            for lags in self.groups.values_mut() {
                lags.truncate(kept);
            }
            self.course.fit(kept);
        }
        (self.produced, self.consumed, self.course.purged) = (0, 0, 0);
        self.course.counted_from_us = now.0;
        self.marks.retain(|mark| mark.at <= now);
    }
}

fn per_second(count: u64, interval_us: u64) -> u64 {
    (u128::from(count) * 1_000_000 / u128::from(interval_us.max(1))) as u64
}
