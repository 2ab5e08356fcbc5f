//! Random calls to the broker against a naive model of the rules (`model_naive`), under every profile: every
//! answer and, after every call, every number. Not here: actors (`replay`), recorded brokers (`conformance`).
//!
//! Invariant: the model shares no code with the engine.

use crate::lab::{START_MS, command};
use crate::model_calls::{Call, GROUPS, TAGS, TOPICS, any_call, gap_ms, to_command};
use crate::model_naive::{Naive, Pull};
use offset_lab::engine::VirtualTime;
use offset_lab::engine::profile::Profile;
use offset_lab::sim::command::Outcome;
use offset_lab::sim::{Answer, JournalHeader, World};
use proptest::prelude::*;

/// The engine's answer in the model's words.
fn engine_says(outcome: &Outcome) -> String {
    match outcome {
        Err(rejected) => format!("code {}", rejected.code()),
        Ok(Answer::Sent { queue_offset, physical_offset }) => {
            format!("sent {queue_offset} at {physical_offset}")
        }
        Ok(Answer::Offset(offset)) => format!("offset {offset}"),
        Ok(Answer::NotFound) => "none".to_string(),
        Ok(Answer::Committed { swallowed }) => format!("swallowed {swallowed}"),
        Ok(Answer::Pulled(pulled)) => {
            let offsets: Vec<i64> = pulled.offsets.iter().map(|offset| offset.0).collect();
            format!("{} next {} {offsets:?}", pulled.status.name(), pulled.next)
        }
        Ok(Answer::Reset { targets, .. }) => {
            format!(
                "reset {:?}",
                targets.iter().map(|(&queue, target)| (queue, target.0)).collect::<Vec<_>>()
            )
        }
        Ok(Answer::Stats(rows)) => {
            let row = |(place, row): (&String, &offset_lab::engine::answer::StatsRow)| {
                format!("{place} {} {} {} {}", row.max, row.consumer, row.pull, row.last_timestamp.0)
            };
            rows.iter().map(row).collect::<Vec<_>>().join("; ")
        }
        Ok(Answer::Mins { .. } | Answer::Done) => "done".to_string(),
        Ok(other) => panic!("no call answers {other:?}"),
    }
}

/// The model's answer to the same call.
fn model_says(naive: &mut Naive, call: &Call, now: i64) -> String {
    let code = |code: i32| format!("code {code}");
    let done = "done".to_string();
    match *call {
        Call::Send { topic, queue, body, tag } => {
            let sent = naive.send(TOPICS[topic], queue, body.into(), TAGS.get(tag).copied(), now);
            sent.map_or_else(code, |(offset, physical)| format!("sent {offset} at {physical}"))
        }
        Call::Commit { group, topic, queue, offset } => {
            let committed = naive.commit(GROUPS[group], TOPICS[topic], queue, offset);
            committed.map_or_else(code, |swallowed| format!("swallowed {swallowed}"))
        }
        Call::Pull { group, topic, queue, offset, max, tag, commit } => {
            let (group, topic, max_messages) = (GROUPS[group], TOPICS[topic], max as usize);
            let pull =
                Pull { group, topic, queue, offset, max_messages, tag: TAGS.get(tag).copied(), commit };
            naive
                .pull(&pull)
                .map_or_else(code, |(status, next, taken)| format!("{status} next {next} {taken:?}"))
        }
        Call::Query { group, topic, queue, set_zero } => {
            let known = naive.query(GROUPS[group], TOPICS[topic], queue, set_zero);
            known.map_or("none".to_string(), |offset| format!("offset {offset}"))
        }
        Call::Search { topic, queue, ago_ms, upper } => {
            format!("offset {}", naive.search(TOPICS[topic], queue, now - ago_ms, upper))
        }
        Call::Reset { group, topic, ago_ms, queue, offset } => {
            let time = ago_ms.map_or(-1, |ago_ms| now - ago_ms);
            let reset = naive.reset(GROUPS[group], TOPICS[topic], time, queue, offset);
            reset.map_or_else(code, |targets| format!("reset {targets:?}"))
        }
        Call::Stats { group } => naive.stats(GROUPS[group]),
        Call::RemoveOffsets { group, topic } => {
            match (naive.has_group(GROUPS[group]), naive.has_topic(TOPICS[topic])) {
                (false, _) => return code(26),
                (_, false) => return code(17),
                _ => naive.forget(|row| row.group == GROUPS[group] && row.topic == TOPICS[topic]),
            }
            done
        }
        _ => {
            naive.administrate(call, now);
            done
        }
    }
}

impl Naive {
    fn new(profile: Profile, settings: Settings) -> Naive {
        let version = match profile {
            Profile::Docs50 => (5, 0, 0),
            Profile::RocketMq55 => (5, 5, 0),
            Profile::RocketMq53 => (5, 3, 3),
            Profile::RocketMq51 => (5, 1, 0),
            Profile::RocketMq49 => (4, 9, 7),
            Profile::RocketMq48 => (4, 8, 0),
            Profile::RocketMq32 => (3, 2, 6),
        };
        let (file_bytes, queue_file_entries, reserved_ms) = settings.numbers;
        Naive {
            version,
            server_side_reset: settings.server_side_reset,
            resident: settings.resident,
            online: vec![],
            file_bytes,
            body_max: 600,
            queue_file_entries,
            reserved_ms,
            topics: vec![],
            groups: vec![],
            queues: vec![],
            files: vec![],
            rows: vec![],
            next_flush: START_MS + 10_000,
            next_pass: START_MS + 60_000,
            corrected_to: 0,
        }
    }

    /// R-LAG-1.
    fn stats(&mut self, group: &str) -> String {
        let mut rows = Vec::new();
        for (topic, queues) in self.topics.clone() {
            if !self.rows.iter().any(|row| row.group == group && row.topic == topic && row.stored.is_some()) {
                continue;
            }
            for queue in 0..queues {
                let row = self.row(group, &topic, queue).clone();
                let consumer = row.pending.or(row.stored).unwrap_or(-1).max(0);
                let stored = self.stored(&topic, queue);
                let last = stored
                    .iter()
                    .find(|message| message.offset == consumer - 1)
                    .filter(|message| message.physical > self.log_min() || !self.before((4, 0, 0)))
                    .map_or(0, |message| message.time);
                let (max, pull) = (self.max(&topic, queue), row.pulled.unwrap_or(0).max(consumer));
                rows.push(format!("{topic}:{queue} {max} {consumer} {pull} {last}"));
            }
        }
        rows.sort();
        rows.join("; ")
    }

    /// Every number of the model against the World's.
    fn compare(&self, world: &World) {
        let broker = world.broker();
        for topic in TOPICS {
            for queue in 0..5 {
                let engine = (broker.min_offset(topic, queue).0, broker.max_offset(topic, queue).0);
                assert_eq!(
                    engine,
                    (self.min(topic, queue), self.max(topic, queue)),
                    "Min and Max of {topic}/{queue}"
                );
            }
        }
        let starts: Vec<i64> = broker.log().segments().iter().map(|segment| segment.base.0).collect();
        assert_eq!(starts, self.files.iter().map(|file| file.base).collect::<Vec<_>>(), "segments");
        assert_eq!(
            broker.log().end().0,
            self.files.last().map_or(0, |file| file.base + file.used),
            "the log's end"
        );
        for row in &self.rows {
            let (table, place) =
                (broker.consumer_offsets(), (row.group.as_str(), row.topic.as_str(), row.queue));
            let (group, topic, queue) = place;
            assert_eq!(
                table.stored(group, topic, queue).map(|o| o.0),
                row.stored,
                "consumer offset of {place:?}"
            );
            assert_eq!(
                table.pulled(group, topic, queue).map(|o| o.0),
                row.pulled,
                "pull offset of {place:?}"
            );
            assert_eq!(
                table.pending(group, topic, queue).map(|o| o.0),
                row.pending,
                "pending reset of {place:?}"
            );
        }
    }
}

/// How the broker is set up: bytes of a log file, entries of a queue file, reserved time in ms.
#[derive(Clone, Copy, Debug)]
struct Settings {
    numbers: (i64, i64, i64),
    server_side_reset: bool,
    resident: bool,
}

fn agree(profile: Profile, settings: Settings, calls: &[(i64, Call)]) {
    let (file_bytes, entries, reserved_ms) = settings.numbers;
    let mut world = World::new(JournalHeader::new(profile, 0));
    let mut naive = Naive::new(profile, settings);
    let retention =
        format!(r#"{{"set_retention":{{"segment_bytes":{file_bytes},"reserved_ms":{reserved_ms}}}}}"#);
    let broker = format!(r#"{{"set_broker":{{"max_message_bytes":600,"queue_file_entries":{entries}}}}}"#);
    let Settings { server_side_reset, resident, .. } = settings;
    let flags = format!(r#""server_side_reset":{server_side_reset},"resident_by_ratio":{resident}"#);
    for text in [retention, broker, format!(r#"{{"set_broker":{{{flags}}}}}"#)] {
        world.apply(VirtualTime(0), &command(&text), &mut ()).unwrap();
    }
    let opening = [(0, 2), (1, 1)].map(|(topic, queues)| (500, Call::CreateTopic { topic, queues }));
    let groups = [0, 1].map(|group| (500, Call::CreateGroup { group }));
    let mut now = START_MS;
    for (i, (gap_ms, call)) in opening.iter().chain(&groups).chain(calls).enumerate() {
        now += gap_ms;
        naive.pass_time(now);
        let at = VirtualTime((now - START_MS) as u64 * 1_000);
        let outcome = world.apply(at, &to_command(call, now), &mut ());
        world.check();
        assert_eq!(engine_says(&outcome), model_says(&mut naive, call, now), "call {i}: {call:?}");
        naive.compare(&world);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(600), failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_broker_answers_as_the_naive_model_does(
        profile in crate::random_lab::any_profile(),
        numbers in (prop_oneof![1_024..4_000i64, Just(1_107), Just(1_108)], prop_oneof![Just(300i64), 3..9i64], prop_oneof![Just(259_200_000i64), (2..180i64).prop_map(|halves| halves * 500)]),
        (server_side_reset, resident) in (prop::bool::weighted(0.7), prop::bool::weighted(0.7)),
        calls in prop::collection::vec((gap_ms(), any_call()), 1..120),
    ) {
        agree(profile, Settings { numbers, server_side_reset, resident }, &calls);
    }
}
