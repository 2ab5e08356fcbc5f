//! Random calls to a broker, in numbers, and the commands that they are. Not here: what they should answer
//! (`model_naive`), and the comparison (`model`).
//!
//! Invariant: the same numbers give the same calls; most of them name what exists.

use crate::lab::{START_MS, name};
use offset_lab::engine::{EpochMs, QueueOffset};
use offset_lab::sim::{BrokerCall, Command};
use proptest::prelude::*;

pub const TOPICS: [&str; 3] = ["orders", "refunds", "nowhere"];
pub const GROUPS: [&str; 3] = ["billing", "audit", "nobody"];
pub const TAGS: [&str; 2] = ["vip", "new"];

/// A call, in numbers. Topics, groups and tags are indexes; a tag of 2 is none.
#[derive(Clone, Debug)]
pub enum Call {
    Send { topic: usize, queue: u32, body: u32, tag: usize },
    Commit { group: usize, topic: usize, queue: u32, offset: i64 },
    Pull { group: usize, topic: usize, queue: u32, offset: i64, max: u32, tag: usize, commit: Option<i64> },
    Query { group: usize, topic: usize, queue: u32, set_zero: Option<bool> },
    Search { topic: usize, queue: u32, ago_ms: i64, upper: bool },
    Reset { group: usize, topic: usize, ago_ms: Option<i64>, queue: Option<u32>, offset: Option<i64> },
    Clone { source: usize, group: usize, topic: usize },
    Stats { group: usize },
    Expire { count: u32 },
    Restart { kill: bool },
    CreateTopic { topic: usize, queues: u32 },
    DeleteTopic { topic: usize },
    CreateGroup { group: usize },
    DeleteGroup { group: usize, remove_offsets: bool },
    RemoveOffsets { group: usize, topic: usize },
    Online { group: usize, online: bool },
    CleanQueues,
}

pub fn any_call() -> impl Strategy<Value = Call> {
    // Mostly things that exist; sometimes the last of each list, which is never created.
    let topic = || prop_oneof![12 => 0..1usize, 6 => 1..2usize, 1 => 2..3usize];
    let group = || prop_oneof![12 => 0..1usize, 6 => 1..2usize, 1 => 2..3usize];
    let queue = || prop_oneof![8 => 0..2u32, 1 => 2..5u32];
    let offset = || prop_oneof![12 => 0..30i64, 1 => Just(-1), 1 => Just(i64::MAX)];
    let body = || prop_oneof![2 => 0..700u32, 3 => (0..6u32).prop_map(|hundreds| hundreds * 100 + 3)];
    let ago_ms = || prop_oneof![6 => 0..60_000i64, 6 => (0..60i64).prop_map(|halves| halves * 500), 1 => Just(-10_000), 1 => Just(START_MS)];
    let tag = || 0..3usize;
    prop_oneof![
        30 => (topic(), queue(), body(), tag()).prop_map(|(topic, queue, body, tag)| Call::Send { topic, queue, body, tag }),
        10 => (group(), topic(), queue(), offset())
            .prop_map(|(group, topic, queue, offset)| Call::Commit { group, topic, queue, offset }),
        20 => (group(), topic(), queue(), offset(), 1..40u32, tag(), prop::option::weighted(0.3, offset()))
            .prop_map(|(group, topic, queue, offset, max, tag, commit)| {
                Call::Pull { group, topic, queue, offset, max, tag, commit }
            }),
        6 => (group(), topic(), queue(), any::<Option<bool>>())
            .prop_map(|(group, topic, queue, set_zero)| Call::Query { group, topic, queue, set_zero }),
        10 => (topic(), queue(), ago_ms(), any::<bool>())
            .prop_map(|(topic, queue, ago_ms, upper)| Call::Search { topic, queue, ago_ms, upper }),
        10 => (group(), topic(), prop::option::weighted(0.8, ago_ms()), prop::option::of(queue()), prop::option::of(offset()))
            .prop_map(|(group, topic, ago_ms, queue, offset)| Call::Reset { group, topic, ago_ms, queue, offset }),
        2 => (group(), group(), topic()).prop_map(|(source, group, topic)| Call::Clone { source, group, topic }),
        3 => group().prop_map(|group| Call::Stats { group }),
        5 => (0..4u32).prop_map(|count| Call::Expire { count }),
        2 => any::<bool>().prop_map(|kill| Call::Restart { kill }),
        2 => (0..2usize, 1..4u32).prop_map(|(topic, queues)| Call::CreateTopic { topic, queues }),
        1 => topic().prop_map(|topic| Call::DeleteTopic { topic }),
        2 => (0..2usize).prop_map(|group| Call::CreateGroup { group }),
        1 => (group(), any::<bool>()).prop_map(|(group, remove_offsets)| Call::DeleteGroup { group, remove_offsets }),
        1 => (group(), topic()).prop_map(|(group, topic)| Call::RemoveOffsets { group, topic }),
        2 => (group(), any::<bool>()).prop_map(|(group, online)| Call::Online { group, online }),
        1 => Just(Call::CleanQueues),
    ]
}

/// Often none, so that messages share a store time; often whole half seconds, so that times meet exactly.
pub fn gap_ms() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0), 4 => (1..6i64).prop_map(|halves| halves * 500), 3 => 1..3_000i64, 1 => 1..40_000i64]
}

/// The command that a call is, at `now`.
pub fn to_command(call: &Call, now: i64) -> Command {
    let time = |ago_ms: i64| EpochMs(now - ago_ms);
    let tag_name = |tag: usize| TAGS.get(tag).map(|tag| tag.to_string());
    let (t, g) = (|topic: usize| name(TOPICS[topic]), |group: usize| name(GROUPS[group]));
    Command::Broker(match *call {
        Call::Send { topic, queue, body, tag } => BrokerCall::Send {
            topic: t(topic),
            queue,
            body_bytes: body,
            record_bytes: None,
            tag: tag_name(tag),
            delay_level: 0,
        },
        Call::Commit { group, topic, queue, offset } => {
            BrokerCall::Commit { group: g(group), topic: t(topic), queue, offset: QueueOffset(offset) }
        }
        Call::Pull { group, topic, queue, offset, max, tag, commit } => BrokerCall::Pull {
            group: g(group),
            topic: t(topic),
            queue,
            offset: QueueOffset(offset),
            max_messages: max,
            subscription: tag_name(tag),
            commit: commit.map(QueueOffset),
            client: None,
            from_proxy: false,
            moved_event_of: None,
        },
        Call::Query { group, topic, queue, set_zero: set_zero_if_not_found } => {
            BrokerCall::QueryOffset { group: g(group), topic: t(topic), queue, set_zero_if_not_found }
        }
        Call::Search { topic, queue, ago_ms, upper } => {
            let boundary = serde_json::from_str(if upper { "\"upper\"" } else { "\"lower\"" }).unwrap();
            BrokerCall::SearchOffset { topic: t(topic), queue, timestamp_ms: time(ago_ms), boundary }
        }
        Call::Reset { group, topic, ago_ms, queue, offset } => BrokerCall::ResetOffset {
            group: g(group),
            topic: t(topic),
            timestamp_ms: ago_ms.map_or(EpochMs(-1), time),
            force: false,
            queue,
            offset: offset.map(QueueOffset),
        },
        Call::Clone { source, group, topic } => {
            BrokerCall::CloneOffset { source: g(source), group: g(group), topic: t(topic) }
        }
        Call::Online { group, online: true } => {
            BrokerCall::Connect { client: g(group), group: g(group), topic: t(0) }
        }
        Call::Online { group, .. } => BrokerCall::Disconnect { client: g(group) },
        Call::CleanQueues => BrokerCall::CleanExpiredQueues {},
        Call::Stats { group } => BrokerCall::ConsumeStats { group: g(group), topic: None },
        Call::Expire { count } => BrokerCall::ExpireSegments { count },
        Call::Restart { kill } => BrokerCall::Restart { kill },
        Call::DeleteTopic { topic } => BrokerCall::DeleteTopic { topic: t(topic) },
        Call::DeleteGroup { group, remove_offsets } => {
            BrokerCall::DeleteGroup { group: g(group), remove_offsets }
        }
        Call::CreateTopic { topic, queues } => {
            return Command::CreateTopic { topic: t(topic), queues, first_offsets: vec![] };
        }
        Call::CreateGroup { group } => {
            return Command::CreateGroup { group: g(group), consume_from: Default::default() };
        }
        Call::RemoveOffsets { group, topic } => {
            return Command::RemoveOffsets { group: g(group), topic: t(topic) };
        }
    })
}
