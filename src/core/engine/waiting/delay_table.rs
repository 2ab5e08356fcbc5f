//! Scheduled messages: the delay levels, and what waits in SCHEDULE_TOPIC_XXXX for which real queue (R-DLY-1
//! to R-DLY-6). Not here: storing and delivering them (`broker::delay`), and the timers that do so (`sim`).
//!
//! Invariant: `records[level]` has the entries of the level's schedule queue from `records_from` to its Max,
//! so everything from the persisted offset on can be delivered, also a second time after a kill.

use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::waiting::origins::Origin;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Where scheduled messages wait; level n is its queue n - 1.
pub const SCHEDULE_TOPIC: &str = "SCHEDULE_TOPIC_XXXX";
/// `FIRST_DELAY_TIME`: the loops of the levels begin this long after a boot (R-DLY-4).
const FIRST_LOOK_MS: i64 = 1_000;
/// `DELAY_FOR_A_WHILE`: and look again this often (R-DLY-4).
const LOOK_MS: i64 = 100;
/// Up to 4.9.2 a level rests so long when a message could not be stored (R-DLY-4).
const REST_MS: u64 = 10_000;
/// `flushDelayOffsetInterval` (R-DLY-6).
const PERSIST_MS: i64 = 10_000;
/// `messageDelayLevel` (R-DLY-1): 1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h.
const LEVELS_S: [u64; 18] =
    [1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1_200, 1_800, 3_600, 7_200];

/// A message that waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// Where it will be delivered.
    pub topic: Name,
    /// In which queue.
    pub queue: QueueId,
    /// When it is due.
    pub due: EpochMs,
    /// Bytes of its body.
    pub body_bytes: u32,
    /// Bytes of its record in the real topic.
    pub record_bytes: u32,
    /// Hash of its tag.
    pub tag: i64,
    /// Which message it is.
    pub origin: Origin,
}

/// One level's loop.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Level {
    /// The next entry to deliver.
    pub offset: QueueOffset,
    /// The offset as delayOffset.json had it at the end of the persist period `periods`.
    persisted: QueueOffset,
    periods: i64,
    records_from: QueueOffset,
    records: VecDeque<Waiting>,
    /// When the timer fires that is set; an older one does nothing.
    pub armed: Option<EpochMs>,
}

impl Level {
    /// One past the last entry.
    fn end(&self) -> QueueOffset {
        self.records_from.plus(self.records.len() as u64)
    }

    /// What is at an offset of the schedule queue.
    pub fn at(&self, offset: QueueOffset) -> Option<&Waiting> {
        let place = usize::try_from(self.records_from.checked_distance_to(offset)?).ok()?;
        self.records.get(place)
    }

    /// What is not delivered yet, the next one first, with its offset in the schedule queue.
    pub fn waiting(&self) -> impl Iterator<Item = (QueueOffset, &Waiting)> {
        let skip = self.offset.saturating_distance_from(self.records_from) as usize;
        let offsets = (self.records_from.plus(skip as u64).0..).map(QueueOffset);
        offsets.zip(self.records.iter().skip(skip))
    }

    fn persist(&mut self, periods: i64) {
        if periods > self.periods {
            self.periods = periods;
            self.persisted = self.offset;
            while self.records_from < self.persisted && self.records.pop_front().is_some() {
                self.records_from = self.records_from.next();
            }
        }
    }
}

/// All levels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DelayTable {
    /// `messageDelayLevel`, in ms.
    pub levels_ms: Vec<u64>,
    levels: Vec<Level>,
    /// The loops began then.
    boot: EpochMs,
    /// How many messages wait for each real topic.
    waiting: OrderedMap<Name, u64>,
}

impl Default for DelayTable {
    fn default() -> DelayTable {
        let levels_ms = LEVELS_S.iter().map(|s| s * 1_000).collect();
        DelayTable { levels_ms, levels: Vec::new(), boot: EpochMs(0), waiting: OrderedMap::new() }
    }
}

/// Reads a table such as `1s 5s 1m 2h`; `None`: it is none. Units are s, m, h and d.
pub fn parse_levels(text: &str) -> Option<Vec<u64>> {
    let mut levels = Vec::new();
    for word in text.split_ascii_whitespace() {
        let unit_ms = match word.as_bytes().last()? {
            b's' => 1_000,
            b'm' => 60_000,
            b'h' => 3_600_000,
            b'd' => 86_400_000,
            _ => return None,
        };
        let count: u32 = word[..word.len() - 1].parse().ok()?;
        levels.push(u64::from(count.max(1)) * unit_ms);
    }
    (!levels.is_empty() && levels.len() <= crate::engine::limits::QUEUES_MAX as usize).then_some(levels)
}

impl DelayTable {
    /// The level that a message gets which asks for `level`: at most the greatest one (R-DLY-1).
    pub fn capped(&self, level: u32) -> u32 {
        level.min(self.levels_ms.len() as u32)
    }

    /// Whether there was never a message to deliver later, and the table is the first one.
    pub fn is_unused(&self) -> bool {
        let DelayTable { levels_ms, levels, waiting, boot: _ } = self;
        levels.is_empty() && waiting.is_empty() && *levels_ms == DelayTable::default().levels_ms
    }

    /// How long a level waits; 1 s where the table does not know it (R-DLY-3).
    pub fn delay_ms(&self, level: u32) -> u64 {
        let known = self.levels_ms.get((level as usize).wrapping_sub(1));
        known.copied().unwrap_or(1_000)
    }

    /// When the broker started last; 0: with the lab.
    pub fn boot(&self) -> EpochMs {
        self.boot
    }

    /// The loops that have work or had some, by schedule queue.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    pub(crate) fn level_mut(&mut self, queue: QueueId) -> &mut Level {
        let missing = (queue as usize + 1).saturating_sub(self.levels.len());
        self.levels.extend((0..missing).map(|_| Level::default()));
        &mut self.levels[queue as usize]
    }

    /// Takes in a message that was stored at `offset` of the schedule queue.
    pub fn push(&mut self, queue: QueueId, offset: QueueOffset, waiting: Waiting) {
        self.count(&waiting.topic, 1);
        let level = self.level_mut(queue);
        if level.records.is_empty() {
            level.records_from = offset;
        }
        level.records.push_back(waiting);
    }

    /// The next entry of a level was delivered or skipped.
    pub fn pass(&mut self, queue: QueueId, now: EpochMs) {
        let periods = self.periods(now);
        let level = self.level_mut(queue);
        level.persist(periods);
        let topic = level.at(level.offset).map(|waiting| waiting.topic.clone());
        level.offset = level.offset.next();
        if let Some(topic) = topic {
            self.count(&topic, -1);
        }
    }

    fn count(&mut self, topic: &Name, change: i64) {
        let count = self.waiting.entry(topic.clone()).or_default();
        *count = count.saturating_add_signed(change);
        if *count == 0 {
            self.waiting.remove(topic);
        }
    }

    /// How many messages wait for a topic.
    pub fn waiting_for(&self, topic: &str) -> u64 {
        self.waiting.get(topic).copied().unwrap_or(0)
    }

    /// The topics for which messages wait.
    pub fn topics(&self) -> impl Iterator<Item = &Name> {
        self.waiting.keys()
    }

    fn periods(&self, now: EpochMs) -> i64 {
        now.ms_since(self.boot) / PERSIST_MS
    }

    /// The first look of the loops at or after a time (R-DLY-4).
    pub fn look_at(&self, time: EpochMs) -> EpochMs {
        let first = self.boot.0.saturating_add(FIRST_LOOK_MS);
        let late = time.0.saturating_sub(first).max(0);
        let steps = late / LOOK_MS + i64::from(late % LOOK_MS > 0);
        EpochMs(first.saturating_add(steps.saturating_mul(LOOK_MS)))
    }

    /// When a level has something to do: its next entry is due, or was made due by a shorter table (R-DLY-3).
    /// Always after `now`: a loop that found nothing to do looks again 100 ms later; with `when_due` its
    /// timer fires just then.
    pub fn next_look(&self, queue: QueueId, now: EpochMs, when_due: bool) -> Option<EpochMs> {
        let level = self.levels.get(queue as usize).filter(|_| (queue as usize) < self.levels_ms.len())?;
        let (_, next) = level.waiting().next()?;
        let due = self.due(queue, next, now);
        let earliest = due.max(EpochMs(now.0.saturating_add(1)));
        let first = EpochMs(self.boot.0.saturating_add(FIRST_LOOK_MS));
        Some(if when_due { earliest.max(first) } else { self.look_at(earliest) })
    }

    /// A message of a level could not be stored: the level rests for a while (R-DLY-4, up to 4.9.2).
    pub(crate) fn rest(&mut self, queue: QueueId, now: EpochMs) {
        self.level_mut(queue).armed = Some(EpochMs(now.0.saturating_add_unsigned(REST_MS)));
    }

    /// When an entry is due, seen from `now`: one that is further ahead than its level reaches is due now
    /// (R-DLY-3).
    pub fn due(&self, queue: QueueId, waiting: &Waiting, now: EpochMs) -> EpochMs {
        let reach = now.plus_ms(self.delay_ms(queue + 1));
        if waiting.due > reach { now } else { waiting.due }
    }

    /// The broker starts again: a kill brings the offsets back that were persisted (R-DLY-6). `bounds` are
    /// Min and Max of each schedule queue.
    pub fn restart(
        &mut self,
        kill: bool,
        now: EpochMs,
        bounds: impl Fn(QueueId) -> (QueueOffset, QueueOffset),
    ) {
        let periods = if kill { self.periods(now) } else { i64::MAX };
        self.boot = now;
        self.waiting.clear();
        let mut levels = core::mem::take(&mut self.levels);
        for (queue, level) in (0..).zip(&mut levels) {
            level.persist(periods);
            let (min, max) = bounds(queue);
            // The end of the log may be lost.
            while level.end() > max && level.records.pop_back().is_some() {}
            level.offset = level.persisted.max(min).min(max);
            (level.persisted, level.periods, level.armed) = (level.offset, 0, None);
            for (_, waiting) in level.waiting() {
                self.count(&waiting.topic, 1);
            }
        }
        self.levels = levels;
    }

    /// The end of a level's schedule queue is deleted from `max` on. Before `restart`.
    pub(crate) fn cut(&mut self, queue: QueueId, max: QueueOffset) {
        if let Some(level) = self.levels.get_mut(queue as usize) {
            level.records.truncate(max.saturating_distance_from(level.records_from) as usize);
        }
    }

    /// Panics when a level contradicts itself or its queue.
    pub(crate) fn check(&self, max: impl Fn(QueueId) -> QueueOffset) {
        for (queue, level) in (0..).zip(&self.levels) {
            let end = level.end();
            assert!(level.records.is_empty() || end == max(queue), "level {queue} ends at {end}");
            assert!(level.persisted <= level.offset, "level {queue} has persisted more than it delivered");
        }
        let counted: u64 = self.waiting.values().sum();
        let held: usize = self.levels.iter().map(|level| level.waiting().count()).sum();
        assert!(counted == held as u64, "{counted} messages counted, {held} wait");
    }
}
