//! Random calls to the broker against a naive model of the rules (`model_naive`), under both profiles: every answer and,
//! after every call, every number. Not here: actors (`replay`), recorded brokers (`conformance`).
//!
//! Invariant: the model shares no code with the engine.

use crate::lab::{START_MS, command, name};
use crate::model_naive::{Naive, Pull, Queue};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, QueueOffset, VirtualTime};
use offset_lab::sim::command::Outcome;
use offset_lab::sim::{Answer, BrokerCall, Command, JournalHeader, World};
use proptest::prelude::*;

const TOPICS: [&str; 3] = ["orders", "refunds", "nowhere"];
const GROUPS: [&str; 3] = ["billing", "audit", "nobody"];
const TAGS: [&str; 2] = ["vip", "new"];

/// A call, in numbers. Topics, groups and tags are indexes; a tag of 2 is none.
#[derive(Clone, Debug)]
enum Call {
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
}

fn any_call() -> impl Strategy<Value = Call> {
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
    ]
}

/// Often none, so that messages share a store time; often whole half seconds, so that times meet exactly.
fn gap_ms() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0), 4 => (1..6i64).prop_map(|halves| halves * 500), 3 => 1..3_000i64, 1 => 1..40_000i64]
}

/// The command that a call is, at `now`.
fn to_command(call: &Call, now: i64) -> Command {
    let time = |ago_ms: i64| EpochMs(now - ago_ms);
    let tag_name = |tag: usize| TAGS.get(tag).map(|tag| tag.to_string());
    let (t, g) = (|topic: usize| name(TOPICS[topic]), |group: usize| name(GROUPS[group]));
    Command::Broker(match *call {
        Call::Send { topic, queue, body, tag } => {
            BrokerCall::Send { topic: t(topic), queue, body_bytes: body, record_bytes: None, tag: tag_name(tag) }
        }
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
        },
        Call::Query { group, topic, queue, set_zero } => {
            BrokerCall::QueryOffset { group: g(group), topic: t(topic), queue, set_zero_if_not_found: set_zero }
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
        Call::Stats { group } => BrokerCall::ConsumeStats { group: g(group), topic: None },
        Call::Expire { count } => BrokerCall::ExpireSegments { count },
        Call::Restart { kill } => BrokerCall::Restart { kill },
        Call::DeleteTopic { topic } => BrokerCall::DeleteTopic { topic: t(topic) },
        Call::DeleteGroup { group, remove_offsets } => BrokerCall::DeleteGroup { group: g(group), remove_offsets },
        Call::CreateTopic { topic, queues } => {
            return Command::CreateTopic { topic: t(topic), queues, first_offsets: vec![] };
        }
        Call::CreateGroup { group } => return Command::CreateGroup { group: g(group), consume_from: Default::default() },
        Call::RemoveOffsets { group, topic } => return Command::RemoveOffsets { group: g(group), topic: t(topic) },
    })
}

/// The engine's answer in the model's words.
fn engine_says(outcome: &Outcome) -> String {
    match outcome {
        Err(rejected) => format!("code {}", rejected.code()),
        Ok(Answer::Sent { queue_offset, physical_offset }) => format!("sent {queue_offset} at {physical_offset}"),
        Ok(Answer::Offset(offset)) => format!("offset {offset}"),
        Ok(Answer::NotFound) => "none".to_string(),
        Ok(Answer::Committed { swallowed }) => format!("swallowed {swallowed}"),
        Ok(Answer::Pulled(pulled)) => {
            let offsets: Vec<i64> = pulled.offsets.iter().map(|offset| offset.0).collect();
            format!("{} next {} {offsets:?}", pulled.status.name(), pulled.next)
        }
        Ok(Answer::Reset { targets, .. }) => {
            format!("reset {:?}", targets.iter().map(|(&queue, target)| (queue, target.0)).collect::<Vec<_>>())
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
            let pull = Pull { group, topic, queue, offset, max_messages, tag: TAGS.get(tag).copied(), commit };
            naive.pull(&pull).map_or_else(code, |(status, next, taken)| format!("{status} next {next} {taken:?}"))
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
    fn new(docs: bool, (file_bytes, queue_file_entries, reserved_ms): (i64, i64, i64)) -> Naive {
        let (next_flush, next_pass) = (START_MS + 10_000, START_MS + 60_000);
        let (topics, groups, queues, files, rows) = (vec![], vec![], vec![], vec![], vec![]);
        Naive {
            docs,
            file_bytes,
            body_max: 600,
            queue_file_entries,
            reserved_ms,
            topics,
            groups,
            queues,
            files,
            rows,
            next_flush,
            next_pass,
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
                let last = stored.iter().find(|message| message.offset == consumer - 1).map_or(0, |message| message.time);
                let (max, pull) = (self.max(&topic, queue), row.pulled.unwrap_or(0).max(consumer));
                rows.push(format!("{topic}:{queue} {max} {consumer} {pull} {last}"));
            }
        }
        rows.sort();
        rows.join("; ")
    }

    fn forget(&mut self, which: impl Fn(&crate::model_naive::Row) -> bool) {
        for row in self.rows.iter_mut().filter(|row| which(row)) {
            (row.stored, row.pulled, row.pending) = (None, None, None);
        }
    }

    fn administrate(&mut self, call: &Call, now: i64) {
        match *call {
            Call::Expire { count } => {
                let count = (count as usize).min(self.files.len().saturating_sub(1));
                self.files.drain(..count);
            }
            Call::Restart { kill } => self.restart(kill, now),
            Call::CreateTopic { topic, queues } => {
                self.topics.retain(|known| known.0 != TOPICS[topic]);
                self.topics.push((TOPICS[topic].to_string(), queues));
                for id in 0..queues {
                    if !self.queues.iter().any(|queue| queue.topic == TOPICS[topic] && queue.id == id) {
                        self.queues.push(Queue { topic: TOPICS[topic].into(), id, next: 0, messages: vec![] });
                    }
                }
            }
            Call::DeleteTopic { topic } => {
                self.topics.retain(|known| known.0 != TOPICS[topic]);
                self.queues.retain(|queue| queue.topic != TOPICS[topic]);
                for row in self.rows.iter_mut().filter(|row| row.topic == TOPICS[topic]) {
                    row.stored = None;
                    // R-EXP-3: the other two tables stay, and so does the file until the next flush. Not on the page.
                    if self.docs {
                        (row.pulled, row.pending, row.flushed) = (None, None, None);
                    }
                }
            }
            Call::CreateGroup { group } if !self.has_group(GROUPS[group]) => self.groups.push(GROUPS[group].into()),
            Call::CreateGroup { .. } => {}
            Call::DeleteGroup { group, remove_offsets } => {
                self.groups.retain(|known| known != GROUPS[group]);
                if remove_offsets {
                    self.forget(|row| row.group == GROUPS[group]);
                }
            }
            Call::Clone { source, group, topic } => {
                let (from, to, topic) = (GROUPS[source], GROUPS[group], TOPICS[topic]);
                let copied: Vec<_> = (0..9).map(|queue| self.row(from, topic, queue).stored).collect();
                // R-OFF-22: replaced as a whole; without any there, nothing happens.
                if copied.iter().any(Option::is_some) {
                    for (queue, stored) in (0..9).zip(copied) {
                        self.row(to, topic, queue).stored = stored;
                    }
                }
            }
            _ => unreachable!("{call:?} has an answer of its own"),
        }
    }

    /// Every number of the model against the World's.
    fn compare(&self, world: &World) {
        let broker = world.broker();
        for topic in TOPICS {
            for queue in 0..5 {
                let engine = (broker.min_offset(topic, queue).0, broker.max_offset(topic, queue).0);
                assert_eq!(engine, (self.min(topic, queue), self.max(topic, queue)), "Min and Max of {topic}/{queue}");
            }
        }
        let starts: Vec<i64> = broker.log().segments().iter().map(|segment| segment.base.0).collect();
        assert_eq!(starts, self.files.iter().map(|file| file.base).collect::<Vec<_>>(), "segments");
        assert_eq!(broker.log().end().0, self.files.last().map_or(0, |file| file.base + file.used), "the log's end");
        for row in &self.rows {
            let (table, place) = (broker.consumer_offsets(), (row.group.as_str(), row.topic.as_str(), row.queue));
            let (group, topic, queue) = place;
            assert_eq!(table.stored(group, topic, queue).map(|o| o.0), row.stored, "consumer offset of {place:?}");
            assert_eq!(table.pulled(group, topic, queue).map(|o| o.0), row.pulled, "pull offset of {place:?}");
            assert_eq!(table.pending(group, topic, queue).map(|o| o.0), row.pending, "pending reset of {place:?}");
        }
    }
}

fn agree(profile: Profile, settings: (i64, i64, i64), calls: &[(i64, Call)]) {
    let (file_bytes, entries, reserved_ms) = settings;
    let mut world = World::new(JournalHeader::new(profile, 0));
    let mut naive = Naive::new(profile == Profile::Docs50, settings);
    let retention = format!(r#"{{"set_retention":{{"segment_bytes":{file_bytes},"reserved_ms":{reserved_ms}}}}}"#);
    let broker = format!(r#"{{"set_broker":{{"max_message_bytes":600,"queue_file_entries":{entries}}}}}"#);
    for text in [retention, broker] {
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
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..Default::default() })]

    #[test]
    fn the_broker_answers_as_the_naive_model_does(
        profile in crate::random_lab::any_profile(),
        settings in (prop_oneof![1_024..4_000i64, Just(1_107), Just(1_108)], prop_oneof![Just(300i64), 3..9i64], prop_oneof![Just(259_200_000i64), (2..180i64).prop_map(|halves| halves * 500)]),
        calls in prop::collection::vec((gap_ms(), any_call()), 1..120),
    ) {
        agree(profile, settings, &calls);
    }
}
