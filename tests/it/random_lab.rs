//! Random labs for property tests: journals in which most commands succeed and some are refused. Not here:
//! expectations.
//!
//! Invariant: entries are in order of time, and the same numbers give the same journal.

use crate::lab::{command, name};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, QueueOffset, VirtualTime};
use offset_lab::sim::command::{
    Allocate, BrokerChange, ConsumeFrom, Failures, Protocol, Residency, RetentionSettings, SlowMessage,
    Threads, TimerChange,
};
use offset_lab::sim::{BrokerCall, Command, Journal, JournalEntry, JournalHeader, QueueChoice, ResetTarget};
use proptest::prelude::*;

const TOPICS: [&str; 2] = ["orders", "refunds"];
const GROUPS: [&str; 2] = ["billing", "audit"];
const CLIENTS: [&str; 4] = ["c-1", "c-2", "c-3", "c-4"];
const PRODUCERS: [&str; 3] = ["p-1", "p-2", "p-3"];

fn one_of(names: &'static [&'static str]) -> impl Strategy<Value = offset_lab::engine::Name> {
    prop::sample::select(names).prop_map(name)
}

/// Where a reset goes; some of these are outside every queue.
pub fn target() -> impl Strategy<Value = ResetTarget> {
    prop_oneof![
        Just(ResetTarget::Min),
        Just(ResetTarget::Max),
        (0..400i64).prop_map(|offset| ResetTarget::Offset(QueueOffset(offset))),
        (0..60_000i64).prop_map(|ms| ResetTarget::TimeMs(EpochMs(1_735_689_600_000 + ms))),
    ]
}

fn about_topics_and_groups() -> impl Strategy<Value = Command> {
    let (topic, group) = (|| one_of(&TOPICS), || one_of(&GROUPS));
    let queues =
        prop_oneof![Just(QueueChoice::All), (0..4u32).prop_map(|queue| QueueChoice::Some(vec![queue]))];
    let topic_and_group = (group(), topic());
    prop_oneof![
        2 => (topic(), 1..5u32).prop_map(|(topic, queues)| Command::CreateTopic { topic, queues, first_offsets: vec![] }),
        1 => topic().prop_map(|topic| Command::DeleteTopic { topic }),
        2 => (topic(), 0..4u32, -9..300i64, 0..9i64).prop_map(|(topic, queue, min, more)| {
            // Some are unknown, some are refused.
            let (min, max) = (Some(QueueOffset(min)), Some(QueueOffset(min * 2 + 7)));
            let (min, max) = (min.filter(|_| more > 1), max.filter(|_| more > 0));
            Command::ImportQueue { topic, queue, min, max, name: None, times: Vec::new() }
        }),
        2 => group().prop_map(|group| Command::CreateGroup { group, consume_from: ConsumeFrom::FirstOffset }),
        1 => (group(), any::<bool>()).prop_map(|(group, remove_offsets)| Command::DeleteGroup { group, remove_offsets }),
        1 => topic_and_group.prop_map(|(group, topic)| Command::RemoveOffsets { group, topic }),
        5 => (group(), topic(), queues, target())
            .prop_map(|(group, topic, queues, to)| Command::ResetOffset { group, topic, queues, to }),
        1 => (topic(), 0..4u32).prop_map(|(topic, queue)| {
            let (key, tag, body) = (Some("k".to_string()), None, "by hand".to_string());
            Command::SendMessage { topic, queue, key, tag, body, deliver_at_ms: None, delay_level: queue / 3 }
        }),
        1 => (group(), topic(), 0..4u32, 0..300i64).prop_map(|(group, topic, queue, offset)| {
            Command::Broker(BrokerCall::Commit { group, topic, queue, offset: QueueOffset(offset) })
        }),
    ]
}

fn about_actors(rate_per_s: u32) -> impl Strategy<Value = Command> {
    let (client, producer) = (|| one_of(&CLIENTS), || one_of(&PRODUCERS));
    let paused = any::<bool>();
    prop_oneof![
        3 => (producer(), one_of(&TOPICS), 0..rate_per_s, 0..9u32).prop_map(|(producer, topic, rate_per_s, keys)| {
            Command::AddProducer { producer, topic, rate_per_s, body_bytes: 200, keys, delay_level: keys / 2 }
        }),
        1 => (producer(), 0..rate_per_s).prop_map(|(producer, rate_per_s)| {
            Command::SetProducer { producer, rate_per_s, body_bytes: 300, keys: 3, delay_level: 0 }
        }),
        1 => (producer(), paused).prop_map(|(producer, paused)| Command::PauseProducer { producer, paused }),
        1 => producer().prop_map(|producer| Command::RemoveProducer { producer }),
        5 => (client(), one_of(&GROUPS), one_of(&TOPICS), 0..40_000u64).prop_map(|(consumer, group, topic, us)| {
            Command::AddConsumer { consumer, group, topic, processing_us: us, cached_max: 40 }
        }),
        1 => (client(), 0..40_000u64).prop_map(|(consumer, processing_us)| {
            Command::SetConsumer { consumer, processing_us, cached_max: 20 }
        }),
        1 => (client(), any::<bool>()).prop_map(|(consumer, paused)| Command::PauseConsumer { consumer, paused }),
        2 => (client(), any::<bool>()).prop_map(|(consumer, crash)| Command::RemoveConsumer { consumer, crash }),
        2 => (one_of(&GROUPS), allocate(), prop::option::weighted(0.3, any::<bool>()), prop::option::of(any::<bool>())).prop_map(
            |(group, allocate, broadcasting, orderly)| {
                let (retry_queues, retry_max_times) = (orderly.map(|orderly| 1 + u32::from(orderly)), orderly.map(u32::from));
                Command::SetGroup { group, allocate, broadcasting, orderly, protocol: None, invisible_ms: None, retry_queues, retry_max_times }
            }
        ),
        2 => (client(), 0..300u32, prop::option::of(0..3i32)).prop_map(|(consumer, fail_permille, max_reconsume_times)| {
            let failures = Failures { fail_permille, max_reconsume_times, suspend_ms: Some(200), ..Default::default() };
            Command::SetFailures { consumer, failures }
        }),
        1 => (client(), 1..5u32, 1..4u32, 0..60i64).prop_map(|(consumer, count, batch_max, offset)| {
            let slow = vec![SlowMessage { queue: 0, offset: QueueOffset(offset), processing_us: 3_000_000 }];
            Command::SetThreads { consumer, threads: Threads { count, batch_max, slow } }
        }),
    ]
}

/// Calls and commands about scheduled, retried and popped messages; many name what is not there.
fn about_pockets() -> impl Strategy<Value = Command> {
    let (topic, group) = (|| one_of(&TOPICS), || one_of(&GROUPS));
    let place = || (group(), topic(), 0..3u32, 0..200i64);
    let pop = (group(), topic(), prop::option::of(0..3u32), 1..33u32, 10..20_000u64, any::<[bool; 2]>());
    let popped_at = (0..60_000i64).prop_map(|ms| EpochMs(1_735_689_600_000 + ms));
    let levels = prop::sample::select(vec!["1s 2s 3s", "1s", "5s 1m"]);
    prop_oneof![
        4 => (place(), -1..4i32, prop::option::of(0..3i32)).prop_map(|((group, topic, queue, offset), level, max)| {
            let (offset, delay_level, max_reconsume_times) = (QueueOffset(offset), level, max);
            Command::Broker(BrokerCall::SendBack { group, topic, queue, offset, delay_level, max_reconsume_times })
        }),
        5 => pop.prop_map(|(group, topic, queue, max_messages, invisible_ms, [from_min, order])| {
            let attempt = None;
            Command::Broker(BrokerCall::Pop { group, topic, queue, max_messages, invisible_ms, from_min, order, attempt })
        }),
        2 => (place(), popped_at, any::<bool>()).prop_map(|((group, topic, queue, offset), popped_at_ms, order)| {
            Command::Broker(BrokerCall::Ack { group, topic, queue, offset: QueueOffset(offset), popped_at_ms, order })
        }),
        2 => (group(), any::<bool>(), 10..5_000u64).prop_map(|(group, pops, invisible_ms)| {
            let protocol = Some(if pops { Protocol::Pop } else { Protocol::Pull });
            let (allocate, broadcasting, invisible_ms) = (None, None, Some(invisible_ms));
            let (orderly, retry_queues, retry_max_times) = (None, None, None);
            Command::SetGroup { group, allocate, broadcasting, orderly, protocol, invisible_ms, retry_queues, retry_max_times }
        }),
        1 => (place(), one_of(&CLIENTS), any::<bool>()).prop_map(|((group, topic, queue, offset), client, from_proxy)| {
            let offset = QueueOffset(if from_proxy { -1 } else { offset });
            let (max_messages, subscription, commit, client) = (32, None, None, Some(client));
            Command::Broker(BrokerCall::Pull {
                group, topic, queue, offset, max_messages, subscription, commit, client, from_proxy,
                moved_event_of: None,
            })
        }),
        2 => (topic(), 0..3u32, 0..90_000i64).prop_map(|(topic, queue, ms)| {
            let (key, tag, body, delay_level) = (None, None, "later".to_string(), 0);
            let deliver_at_ms = Some(EpochMs(1_735_689_600_000 + ms));
            Command::SendMessage { topic, queue, key, tag, body, deliver_at_ms, delay_level }
        }),
        1 => (levels, prop::option::of(2_000..9_000u64)).prop_map(|(levels, timer_roll_ms)| {
            let delay_levels = Some(levels.to_string());
            Command::SetBroker(BrokerChange { delay_levels, timer_roll_ms, ..Default::default() })
        }),
    ]
}

fn allocate() -> impl Strategy<Value = Option<Allocate>> {
    let all = [Allocate::Averagely, Allocate::ByCircle, Allocate::ByMachineRoom, Allocate::ConsistentHash];
    prop::option::of(prop::sample::select(all.to_vec()))
}

fn cold_settings() -> impl Strategy<Value = Command> {
    let residency = [Residency::Always, Residency::ByEstimate, Residency::ByPageCache];
    let (segments, memory) = (prop::option::of(0..4u32), prop::option::of(0..200_000u64));
    let numbers = (segments, memory, any::<Option<bool>>(), any::<Option<bool>>());
    (numbers, prop::sample::select(residency.to_vec())).prop_map(|(numbers, residency)| {
        let (page_cache_segments, memory_bytes, cold_control, server_side_reset) = numbers;
        let (residency, cold_group_bytes) = (Some(residency), Some(20_000));
        Command::SetBroker(BrokerChange {
            residency,
            page_cache_segments,
            memory_bytes,
            cold_control,
            cold_group_bytes,
            server_side_reset,
            ..Default::default()
        })
    })
}

fn about_settings() -> impl Strategy<Value = Command> {
    prop_oneof![
        (5_000..60_000u64, 2_048..65_536u64).prop_map(|(reserved_ms, segment_bytes)| {
            let (reserved_ms, segment_bytes) = (Some(reserved_ms), Some(segment_bytes));
            Command::SetRetention(RetentionSettings { reserved_ms, segment_bytes, ..Default::default() })
        }),
        (0..40_000u64).prop_map(|ms| {
            Command::SetBroker(BrokerChange { offset_expiry_ms: Some(ms), ..Default::default() })
        }),
        (10..9_000u64, 10..20_000u64, 10..9_000u64).prop_map(|(persist, pass, client)| {
            let (persist_ms, retention_pass_ms) = (Some(persist), Some(pass));
            let (rebalance_ms, moved_ms) = (Some(client), Some(client / 2 + 10));
            let client = TimerChange { rebalance_ms, moved_ms, ..Default::default() };
            Command::SetTimers(TimerChange { persist_ms, retention_pass_ms, ..client })
        }),
        cold_settings(),
        (any::<[bool; 2]>(), prop::option::weighted(0.4, 0..60u32)).prop_map(|([kill, gone], tail)| {
            let (offsets_gone, log_tail) = (kill && gone, tail.filter(|_| kill).unwrap_or(0));
            Command::RestartBroker { kill, offsets_gone, log_tail }
        }),
        Just(Command::DeleteExpiredSegments {}),
    ]
}

/// Any command of a lab; producers are slower than `rate_per_s`.
pub fn any_command(rate_per_s: u32) -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => about_topics_and_groups(),
        5 => about_actors(rate_per_s),
        2 => about_settings(),
        3 => about_pockets(),
    ]
}

pub fn any_profile() -> impl Strategy<Value = Profile> {
    prop::sample::select(Profile::ALL.as_slice())
}

/// Something is there from the start, so that most of what follows has something to do.
fn opening(rate_per_s: u32) -> Vec<Command> {
    let producer =
        format!(r#""producer":"p-0","topic":"orders","rate_per_s":{rate_per_s},"body_bytes":300,"keys":7"#);
    let texts = [
        r#"{"set_retention":{"reserved_ms":15000,"segment_bytes":16384}}"#.to_string(),
        r#"{"set_timers":{"retention_pass_ms":3000}}"#.to_string(),
        r#"{"create_topic":{"topic":"orders","queues":3}}"#.to_string(),
        r#"{"create_group":{"group":"billing"}}"#.to_string(),
        r#"{"add_consumer":{"consumer":"c-0","group":"billing","topic":"orders","processing_us":9000}}"#
            .to_string(),
        format!(r#"{{"add_producer":{{{producer}}}}}"#),
    ];
    texts.iter().map(|text| command(text)).collect()
}

/// A journal of about `seconds` with up to `commands` commands.
pub fn any_journal(commands: usize, seconds: u64, rate_per_s: u32) -> impl Strategy<Value = Journal> {
    // Many entries share an instant, or fall on whole milliseconds where timers fire too.
    let gap_max_us = seconds * 2_000_000 / commands as u64;
    let gap_us =
        prop_oneof![1 => Just(0), 3 => (0..gap_max_us / 1_000).prop_map(|ms| ms * 1_000), 2 => 0..gap_max_us];
    let entries = prop::collection::vec((gap_us, any_command(rate_per_s)), 1..=commands);
    (any_profile(), any::<u64>(), entries).prop_map(move |(profile, seed, entries)| {
        let mut at_us = VirtualTime(0);
        let mut journal = Journal::new(JournalHeader::new(profile, seed));
        let opening = opening(rate_per_s).into_iter().map(|command| (0, command));
        for (gap_us, command) in opening.chain(entries) {
            at_us = at_us.plus_us(gap_us);
            journal.entries.push(JournalEntry { at_us, command });
        }
        journal
    })
}
