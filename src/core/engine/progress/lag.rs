//! How far behind a group is: as `consumerProgress` counts it (R-LAG-1), and as a broker's metrics do, which
//! count otherwise (R-LAG-3 to R-LAG-5). Not here: what the board shows (`projection`).
//!
//! Invariant: a metric is never negative; a group without progress has none of it (R-LAG-4, T-19).

use crate::engine::answer::StatsRow;
use crate::engine::broker::Broker;
use crate::engine::ids::{EpochMs, GroupQueue, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use alloc::format;
use alloc::string::String;

/// `maxConsumeQueueScan`: entries that an estimate looks at (R-LAG-5).
const SCANNED_MAX: i64 = 20_000;
/// `sampleCountThreshold`: matches after which an estimate looks no further.
const MATCHED_MAX: i64 = 5_000;

/// A group's metrics on one topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LagMetrics {
    /// `rocketmq_consumer_lag_messages`.
    pub lag_messages: i64,
    /// `rocketmq_consumer_lag_latency`: age of the oldest message not consumed; 0 if there is none.
    pub lag_latency_ms: i64,
    /// `rocketmq_consumer_inflight_messages`.
    pub inflight_messages: i64,
    /// `rocketmq_consumer_queueing_latency`: age of the oldest message not delivered.
    pub queueing_latency_ms: i64,
    /// `rocketmq_consumer_ready_messages`.
    pub ready_messages: i64,
}

impl Broker {
    /// Store time of a message as `consumerProgress` shows it: 0 where it can't be read (R-LAG-1, R-CQ-7).
    fn last_timestamp(&self, topic: &Name, queue: QueueId, offset: QueueOffset) -> EpochMs {
        let readable = |physical: PhysicalOffset| {
            physical > self.log().min_physical() || self.profile().reads_the_logs_first_record()
        };
        let found = self.locate(topic, queue, offset).filter(|(physical, _)| readable(*physical));
        found.and_then(|_| self.store_time(topic, queue, offset)).unwrap_or_default()
    }

    /// GET_CONSUME_STATS: a row per `topic:queue` (R-LAG-1).
    pub fn consume_stats(&self, group: &Name, topic: Option<&Name>) -> OrderedMap<String, StatsRow> {
        let topics = topic
            .map_or_else(|| self.consumer_offsets().topics_of(group), |topic| alloc::vec![topic.clone()]);
        let mut rows = OrderedMap::new();
        for topic in topics {
            for queue in 0..self.queue_count(&topic) {
                let consumer = self.consumer_offsets().query(group, &topic, queue).unwrap_or_default();
                let pulled = self.consumer_offsets().pulled(group, &topic, queue).unwrap_or(consumer);
                let before = consumer.saturating_minus(1);
                let last_timestamp = self.last_timestamp(&topic, queue, before);
                let max = self.max_offset(&topic, queue);
                rows.insert(
                    format!("{topic}:{queue}"),
                    StatsRow { max, consumer, pull: consumer.max(pulled), last_timestamp },
                );
            }
        }
        rows
    }

    /// A group's metrics on a topic; `tags` empty: no filter.
    pub fn lag_metrics(&self, group: &Name, topic: &Name, tags: &[i64], now: EpochMs) -> LagMetrics {
        if self.pops(group) || self.pockets().pop.has_popped(group) {
            return self.pop_lag_metrics(group, topic, tags, now);
        }
        let mut sum = LagMetrics::default();
        let (mut oldest, mut oldest_waiting) = (None, None);
        for queue in 0..self.queue_count(topic) {
            let count = |from, to| self.count_messages(topic, queue, from, to, tags);
            let max = self.max_offset(topic, queue);
            let stored = self.consumer_offsets().query(group, topic, queue);
            let pulled = self.consumer_offsets().pulled(group, topic, queue);
            let from = stored.unwrap_or(max);
            sum.lag_messages += count(from, max);
            sum.ready_messages += count(pulled.or(stored).unwrap_or(max), max);
            let in_flight_to = pulled.unwrap_or_default();
            sum.inflight_messages += count(stored.unwrap_or(in_flight_to), in_flight_to);
            let earlier = |known: Option<EpochMs>, at| {
                let time = self.store_time(topic, queue, at);
                known.into_iter().chain(time).min()
            };
            oldest = earlier(oldest, from);
            oldest_waiting = earlier(oldest_waiting, pulled.or(stored).unwrap_or(max));
        }
        let age_ms = |time: Option<EpochMs>| time.map_or(0, |time| now.ms_since(time).max(0));
        LagMetrics { lag_latency_ms: age_ms(oldest), queueing_latency_ms: age_ms(oldest_waiting), ..sum }
    }

    /// A POP group's: its offset is where the next pop starts, and what is in flight is before it (R-LAG-3,
    /// R-LAG-6). The second sample, `is_retry`, is that of its POP retry topic.
    fn pop_lag_metrics(&self, group: &Name, topic: &Name, tags: &[i64], now: EpochMs) -> LagMetrics {
        let mut sum = LagMetrics::default();
        let (mut oldest, mut oldest_waiting): (Option<EpochMs>, Option<EpochMs>) = (None, None);
        for queue in 0..self.queue_count(topic) {
            let max = self.max_offset(topic, queue);
            let at = self.consumer_offsets().query(group, topic, queue).unwrap_or(max);
            let in_flight = self.pockets().pop.in_flight(&GroupQueue::new(group, topic, queue));
            let waiting = self.count_messages(topic, queue, at, max, tags);
            sum.lag_messages += waiting + in_flight;
            sum.ready_messages += waiting;
            sum.inflight_messages += in_flight;
            let first = QueueOffset(at.0.saturating_sub(in_flight));
            oldest = oldest.into_iter().chain(self.store_time(topic, queue, first)).min();
            oldest_waiting = oldest_waiting.into_iter().chain(self.store_time(topic, queue, at)).min();
        }
        let age_ms = |time: Option<EpochMs>| time.map_or(0, |time| now.ms_since(time).max(0));
        LagMetrics { lag_latency_ms: age_ms(oldest), queueing_latency_ms: age_ms(oldest_waiting), ..sum }
    }

    /// `cnt(from, to)`: the difference, or with a filter the estimate; never negative (R-LAG-3).
    fn count_messages(
        &self,
        topic: &Name,
        queue: QueueId,
        from: QueueOffset,
        to: QueueOffset,
        tags: &[i64],
    ) -> i64 {
        let count = match tags {
            [] => to.saturating_lead(from),
            _ => self.estimate_messages(topic, queue, from, to, tags),
        };
        count.max(0)
    }

    /// How many messages from `from` to before `to` have one of the tags; -1: the queue has nothing there
    /// (R-LAG-5).
    pub fn estimate_messages(
        &self,
        topic: &str,
        queue: QueueId,
        from: QueueOffset,
        to: QueueOffset,
        tags: &[i64],
    ) -> i64 {
        let Some(queue) = self.queue(topic, queue) else { return -1 };
        let (first, end) = (from.max(queue.min()).0, to.min(queue.max()).0);
        if first >= end {
            return -1;
        }
        let (mut scanned, mut matched) = (0, 0);
        for at in first..end {
            if scanned >= SCANNED_MAX || matched > MATCHED_MAX {
                let span = i128::from(to.0) - i128::from(from.0);
                return (i128::from(matched) * span / i128::from(scanned)) as i64;
            }
            scanned += 1;
            matched += i64::from(queue.entry(QueueOffset(at)).is_some_and(|entry| tags.contains(&entry.tag)));
        }
        matched
    }
}
