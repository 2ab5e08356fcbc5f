//! When messages of a queue were stored, as far as a text says: `Last Updated` of a status is the time of the
//! message before Max, `LastTime` of a progress that of the one before the consumer offset. Not here: what a
//! lab does with it (`engine::log::time_bound`).
//!
//! Invariant: a time holds for the message that it is of, whatever moment the text is of; times that
//! contradict each other are none.

use crate::engine::dates::parse_date;
use crate::engine::ids::{EpochMs, QueueOffset};
use crate::engine::limits;
use crate::engine::log::time_bound::TimeBound;
use crate::import::cluster::{Bounds, Cluster, ClusterTopic};
use crate::import::words::{both, listed};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// mqadmin prints seconds.
const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// A time that a text has, on the clock of whoever printed it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Printed {
    /// Milliseconds since 1970, as if that clock were one of UTC.
    pub ms: i64,
    /// It is in this many milliseconds from then on.
    pub within: i64,
}

/// A message's store time.
pub type StoredAt = (Printed, i64);

/// The time behind the numbers of a row: `2022-12-21 09:59:10`, or with `,123`; in one word or in two.
pub(crate) fn printed(words: &[&str]) -> Option<Printed> {
    words.iter().enumerate().find_map(|(at, word)| {
        let text = match word.len() {
            10 => [word, " ", *words.get(at + 1)?].concat(),
            _ => word.to_string(),
        };
        let within = match text.len() {
            19 => SECOND_MS,
            23 => 1,
            _ => return None,
        };
        // Other than a person, mqadmin writes no zone.
        let ms = parse_date(&text.replace(',', ".")).filter(|_| !text[11..].contains(['+', '-', 'Z']))?.0;
        Some(Printed { ms, within })
    })
}

/// A line that says which clock the times are of: `UTC+08:00`; minutes ahead of UTC.
pub fn zone_of(line: &str) -> Option<i32> {
    let rest = line.strip_prefix("UTC").or_else(|| line.strip_prefix("GMT"))?.trim();
    if rest.is_empty() {
        return Some(0);
    }
    let (sign, digits) = match rest.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let [hours, minutes]: [i32; 2] = [hours.parse().ok()?, minutes.parse().ok()?];
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

/// The zone of a text that has one moment in both forms, as `resetOffsetByTime` prints it: minutes ahead of
/// UTC.
pub(crate) fn zone_of_reset(line: &str) -> Option<i32> {
    let behind = |mark: &str| line.split_once(mark)?.1.split(']').next();
    let (words, ms) = (behind("timestamp(string)[")?, behind("timestamp(long)[")?);
    let ahead = parse_date(words)?.0.checked_sub(ms.parse().ok()?)?;
    i32::try_from(ahead / MINUTE_MS).ok().filter(|minutes| ahead % MINUTE_MS == 0 && minutes.abs() <= 14 * 60)
}

impl Cluster {
    /// A message's store time.
    pub(crate) fn read_stored(&mut self, topic: &str, at: (usize, i64), stored: StoredAt) {
        let Some(topic) = self.topics.get_mut(topic) else { return };
        let Ok(queue) = u32::try_from(at.1) else { return };
        topic.stored.entry((at.0, queue)).or_default().push(stored);
    }

    /// Where searches ended that somebody made on the cluster.
    pub fn read_searches(&mut self, topic: &str, at: (usize, u32), searches: Vec<TimeBound>) {
        if let Some(topic) = self.topics.get_mut(topic) {
            topic.searches.insert(at, searches);
        }
    }

    /// The clock that the times were printed by, in minutes ahead of UTC; says which one is assumed, if any
    /// time was read. `elsewhere`: a text's own word counts more.
    pub(crate) fn settle_zone(&mut self, elsewhere: Option<i32>) {
        let is_whole = |bounds: &Bounds| bounds.min.and(bounds.max).is_some();
        let is_used =
            |topic: &ClusterTopic| topic.stored.keys().any(|at| topic.queues.get(at).is_some_and(is_whole));
        if !self.topics.values().any(is_used) {
            return;
        }
        let minutes = self.zone.or(elsewhere).unwrap_or(0);
        if self.zone.is_none() {
            let sign = if minutes < 0 { '-' } else { '+' };
            let zone = format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            self.note(both(
                format!(
                    "times are taken to be of {zone}, since no text says; a line such as UTC+08:00 above says it \
                     otherwise"
                ),
                format!("没有文本说明时区，时间按 {zone} 理解；在上方加一行（如 UTC+08:00）可另行指定"),
            ));
        }
        self.zone = Some(minutes);
    }

    /// The latest time of all.
    pub fn latest_time(&self) -> Option<EpochMs> {
        let printed = |(printed, _): &StoredAt| printed.ms - self.ahead_ms() + printed.within;
        let topics = || self.topics.values();
        let stored = topics().flat_map(|topic| topic.stored.values().flatten().map(printed));
        let searched =
            topics().flat_map(|topic| topic.searches.values().flatten().map(|bound| bound.at_ms.0));
        stored.chain(searched).max().map(EpochMs)
    }

    fn ahead_ms(&self) -> i64 {
        i64::from(self.zone.unwrap_or(0)) * MINUTE_MS
    }

    /// What a lab knows of a queue's times; where they contradict each other nothing, and the queue is named.
    pub(crate) fn bounds_of_times(
        &self,
        searches: Option<&Vec<TimeBound>>,
        stored: Option<&Vec<StoredAt>>,
        bounds: Bounds,
        contrary: &mut Vec<String>,
        name: &str,
    ) -> Vec<TimeBound> {
        let (Some(min), Some(max)) = (bounds.min, bounds.max) else { return Vec::new() };
        let mut all: Vec<TimeBound> = searches.cloned().unwrap_or_default();
        for (printed, message) in stored.into_iter().flatten() {
            // What is purged by now, or was lost with the end of the log, is none of the lab's messages.
            if !(min..max).contains(message) {
                continue;
            }
            let ms = printed.ms - self.ahead_ms();
            let bound = |ms, from, to| TimeBound {
                at_ms: EpochMs(ms),
                from: QueueOffset(from),
                to: QueueOffset(to),
                closest: false,
            };
            all.push(bound(ms, min, *message));
            all.push(bound(ms + printed.within, message + 1, max));
        }
        all.sort_by_key(|bound| (bound.at_ms, bound.from));
        all.dedup();
        let mut low = QueueOffset(min);
        for bound in &all {
            low = low.max(bound.from);
            if bound.to.0 < low.0 - 1 {
                contrary.push(name.to_string());
                return Vec::new();
            }
        }
        all.truncate(limits::TIME_BOUNDS_MAX);
        all
    }

    /// Says in which queues nothing is known because of what contradicts itself.
    pub(crate) fn remark_contrary_times(&mut self, queues: &[String]) {
        if queues.is_empty() {
            return;
        }
        let queues = listed(queues);
        self.note(both(
            format!(
                "store times of {queues} contradict each other, as when a clock was set back or a topic made anew: \
                 they are left out"
            ),
            format!("{queues} 的存储时间互相矛盾，例如时钟被调回或主题被重新创建：略过这些时间"),
        ));
    }
}
