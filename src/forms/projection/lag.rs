//! How each way of counting a lag answers the same state: the tool's, the metrics', and what can still be
//! read (R-LAG-1 to R-LAG-6). Not here: the counting of a broker's metrics (`engine::progress::lag`), words.
//!
//! Invariant: the tool's numbers are not clamped, the metrics' are never negative; an imported queue without
//! Max has no answer.

use crate::engine::broker::pull::tag_hash;
use crate::engine::ids::{Name, QueueOffset};
use crate::sim::World;
use crate::sim::command::{BrokerCall, Command};
use crate::sim::formats::journal::JournalEntry;
use alloc::string::String;
use alloc::vec::Vec;

/// Tags for which an estimate is given.
const TAGS_MAX: usize = 4;

/// A group's lag on a topic, by each definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct LagAnswers {
    /// `consumerProgress` Diff: Max − offset, a missing offset counts as 0; may be negative (R-LAG-1).
    pub diff: i64,
    /// `consumerProgress` Inflight: pull offset − consumer offset (R-LAG-1).
    pub inflight: i64,
    /// `rocketmq_consumer_lag_messages`: a missing offset counts as Max (R-LAG-3, R-LAG-4).
    pub metric_lag: i64,
    /// `rocketmq_consumer_ready_messages`: not delivered yet.
    pub metric_ready: i64,
    /// `rocketmq_consumer_inflight_messages`.
    pub metric_inflight: i64,
    /// `rocketmq_consumer_lag_latency`.
    pub latency_ms: i64,
    /// `rocketmq_consumer_queueing_latency`.
    pub queueing_ms: i64,
    /// Messages that are stored and are at or after the offset: what the group can still get.
    pub readable: i64,
    /// Messages in Diff that were purged: a phantom lag, until the next pull.
    pub phantom: i64,
    /// Queues whose offset is above Max: their part of Diff is negative.
    pub above_max: u32,
    /// Queues without an offset.
    pub without_offset: u32,
}

/// Every definition's answer; `None`: the group's Max is unknown somewhere.
pub fn lag_answers(world: &World, group: &Name, topic: &Name) -> Option<LagAnswers> {
    let broker = world.broker();
    let queues = broker.queue_count(topic);
    if (0..queues).any(|queue| !broker.knows_min_and_max(topic, queue).1) {
        return None;
    }
    let metrics = broker.lag_metrics(group, topic, &[], world.now_ms());
    let mut answers = LagAnswers {
        metric_lag: metrics.lag_messages,
        metric_ready: metrics.ready_messages,
        metric_inflight: metrics.inflight_messages,
        latency_ms: metrics.lag_latency_ms,
        queueing_ms: metrics.queueing_latency_ms,
        ..LagAnswers::default()
    };
    for row in broker.consume_stats(group, Some(topic)).values() {
        answers.diff = answers.diff.saturating_add(row.max.saturating_lead(row.consumer));
        answers.inflight = answers.inflight.saturating_add(row.pull.saturating_lead(row.consumer));
    }
    for queue in 0..queues {
        let (first, max) = (broker.first_stored(topic, queue), broker.max_offset(topic, queue));
        let stored = broker.consumer_offsets().query(group, topic, queue);
        let from = stored.unwrap_or(QueueOffset(0));
        answers.without_offset += u32::from(stored.is_none());
        answers.above_max += u32::from(from > max);
        answers.phantom = answers.phantom.saturating_add(first.saturating_lead(from).max(0));
        let readable = max.saturating_lead(from.max(first)).max(0);
        answers.readable = answers.readable.saturating_add(if stored.is_some() { readable } else { 0 });
    }
    Some(answers)
}

/// What `rocketmq_consumer_lag_messages` would say of a group if it took one tag only (R-LAG-5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TagEstimate {
    /// The tag.
    pub tag: String,
    /// Of the messages that wait, how many have it, by the broker's estimate.
    pub messages: i64,
}

/// An estimate for each of the tags that were sent to the topic last. `entries`: the commands that the World
/// has obeyed, for the log keeps a tag's hash only.
pub fn tag_estimates(
    world: &World,
    entries: &[JournalEntry],
    group: &Name,
    topic: &Name,
) -> Vec<TagEstimate> {
    let mut estimates: Vec<TagEstimate> = Vec::new();
    for entry in entries.iter().rev() {
        let (Command::SendMessage { topic: to, tag: Some(tag), .. }
        | Command::Broker(BrokerCall::Send { topic: to, tag: Some(tag), .. })) = &entry.command
        else {
            continue;
        };
        if to == topic && !estimates.iter().any(|known| known.tag == *tag) {
            let metrics = world.broker().lag_metrics(group, topic, &[tag_hash(tag)], world.now_ms());
            estimates.push(TagEstimate { tag: tag.clone(), messages: metrics.lag_messages });
        }
        if estimates.len() == TAGS_MAX {
            break;
        }
    }
    estimates
}
