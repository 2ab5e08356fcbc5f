//! Samples of a broker's own search by time: between the earliest store time of a queue and the latest one,
//! most of them where most messages are. Not here: what a lab does with them (`engine::log::time_bound`).
//!
//! Invariant: the next question follows from the answers before it alone; what a broker can't answer costs
//! what only that answer would have told.

use crate::cli::snapshot::reading::Reading;
use crate::cli::snapshot::remoting::Trouble;
use crate::cli::snapshot::requests::Request;
use crate::engine::broker_version::parse_version;
use crate::engine::ids::{EpochMs, QueueOffset};
use crate::engine::log::time_bound::TimeBound;
use crate::import::both;
use crate::import::cluster::Bounds;

/// Samples of one snapshot: half of the requests that it may make.
const SAMPLES_MAX: usize = 2_500;
/// Fewer are not worth their requests.
const SAMPLES_MIN: usize = 4;
/// From this version on a search finds the first message at or after the time (R-RST-2).
const FIRST_AT_OR_AFTER: (u32, u32, u32) = (5, 1, 1);

/// A queue to sample.
struct Sampled {
    topic: String,
    broker: usize,
    queue: u32,
    min: i64,
    max: i64,
}

impl Reading<'_> {
    /// Samples every queue with messages; at most so many times each.
    pub(super) fn read_times(&mut self, most: usize) -> Result<(), Trouble> {
        let queues: Vec<Sampled> = self.queues().collect();
        let each = most.min(SAMPLES_MAX / queues.len().max(1));
        if queues.is_empty() || most == 0 {
            return Ok(());
        }
        if each < SAMPLES_MIN.min(most) {
            self.found.cluster.note(both(
                format!(
                    "no times were sampled: {} queues are too many for it; choose groups and topics",
                    queues.len()
                ),
                format!("未采样时间：{} 个队列太多；请选择消费者分组和主题", queues.len()),
            ));
            return Ok(());
        }
        for queue in &queues {
            match self.sample(queue, each) {
                Ok(times) => {
                    let at = (queue.broker, queue.queue);
                    self.found.cluster.read_searches(&queue.topic, at, times);
                }
                Err(Trouble::Refused { .. }) => {}
                Err(trouble @ (Trouble::TooMany | Trouble::TooLong { .. })) => {
                    self.found.cluster.note(both(
                        format!("not all times were sampled: {trouble}"),
                        format!("未采样全部时间：{trouble}"),
                    ));
                    return Ok(());
                }
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(())
    }

    fn queues(&self) -> impl Iterator<Item = Sampled> {
        self.found.cluster.topics.iter().flat_map(|(topic, of)| {
            of.queues.iter().filter_map(|(&(broker, queue), bounds)| {
                let Bounds { min: Some(min), max: Some(max) } = *bounds else { return None };
                (min < max).then(|| Sampled { topic: topic.to_string(), broker, queue, min, max })
            })
        })
    }

    fn sample(&mut self, of: &Sampled, most: usize) -> Result<Vec<TimeBound>, Trouble> {
        let Sampled { topic, broker, queue, min, max } = of;
        let earliest = Request::EarliestMsgStoretime { topic, queue: *queue };
        let earliest = self.field(*broker, &earliest, "timestamp")?;
        let latest = self.latest(topic, *broker, *queue)?;
        // A broker that can't tell when the first message was stored says -1.
        let (true, Some(latest)) = (earliest > 0, latest.filter(|latest| *latest >= earliest)) else {
            return Ok(Vec::new());
        };
        let mut found: Vec<(i64, i64)> = Vec::new();
        // Behind the last message, at the first one, then between.
        let mut next = Some(latest.saturating_add(1));
        while let Some(time_ms) = next.filter(|_| found.len() < most) {
            let request = Request::SearchOffsetByTimestamp { topic, queue: *queue, time_ms };
            let offset = self.offset(*broker, &request)?;
            let place = found.partition_point(|(at, _)| *at < time_ms);
            found.insert(place, (time_ms, offset));
            next = if found.len() == 1 { Some(earliest) } else { widest(&found) };
        }
        let closest = self.is_closest(*broker);
        // The lab's last message is the one before Max, whatever came meanwhile.
        let last = if closest { max - 1 } else { *max };
        let mut low = *min;
        let times = found.into_iter().filter_map(|(at, offset)| {
            let offset = offset.min(last);
            // 4.9 answers 0 where it can't read the log's first record (R-CQ-7).
            if offset < low {
                return None;
            }
            low = offset;
            let offset = QueueOffset(offset);
            Some(TimeBound { at_ms: EpochMs(at), from: offset, to: offset, closest })
        });
        Ok(times.collect())
    }

    /// When the newest message was stored, if the queue has one.
    fn latest(&mut self, topic: &str, broker: usize, queue: u32) -> Result<Option<i64>, Trouble> {
        let key = (topic.to_string(), broker);
        if !self.latest.contains_key(&key) {
            let stats = self.topic_stats(broker, topic)?;
            self.latest.insert(key.clone(), stats);
        }
        Ok(self.latest[&key].get(&queue).copied().filter(|at| *at > 0))
    }

    fn is_closest(&self, broker: usize) -> bool {
        let version = self.versions.get(&broker).and_then(|version| parse_version(version));
        version.is_some_and(|version| version < FIRST_AT_OR_AFTER)
    }
}

/// The time in the middle of the widest span of offsets.
fn widest(found: &[(i64, i64)]) -> Option<i64> {
    let spans = found.windows(2).filter(|pair| pair[1].0 - pair[0].0 > 1 && pair[1].1 > pair[0].1);
    let pair = spans.max_by_key(|pair| pair[1].1 - pair[0].1)?;
    Some(pair[0].0 + (pair[1].0 - pair[0].0) / 2)
}

#[cfg(test)]
mod tests {
    use super::widest;

    #[test]
    fn the_widest_span_of_offsets_is_halved_in_time() {
        for (found, expected) in [
            (&[(0, 0), (100, 50)][..], Some(50)),
            (&[(0, 0), (50, 10), (100, 50)], Some(75)),
            // No millisecond is between, or no message.
            (&[(0, 0), (1, 50)], None),
            (&[(0, 7), (100, 7)], None),
            (&[(0, 7)], None),
        ] {
            assert_eq!(widest(found), expected, "{found:?}");
        }
    }
}
