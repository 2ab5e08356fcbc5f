//! One test per sentence of the documentation page about messages, Min and Max: SD-1 to SD-7. Not here:
//! progress (`sd_progress`), initial offsets and resets (`sd_reset`).
//!
//! Invariant: each test fails when its sentence stops being true of the profile `docs-5.0`.

use crate::lab::{Lab, command, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::{Answer, BrokerCall, Command};
use std::collections::BTreeSet;

/// Each message in a queue has a unique offset, assigned in the order of arrival.
#[test]
fn sd_01_each_message_has_a_unique_offset_in_arrival_order() {
    let mut lab = Lab::docs(2);
    lab.tell_json(r#"{"set_broker":{"max_message_bytes":100}}"#);
    let mut given = [vec![], vec![]];
    for i in 0..60 {
        let queue = u32::from(i % 3 == 0);
        given[queue as usize].push(lab.send("orders", queue, 1));
        if i % 7 == 0 {
            // A refused message takes no offset.
            let (topic, record_bytes, tag) = (name("orders"), None, None);
            lab.refused(Command::Broker(BrokerCall::Send {
                topic,
                queue,
                body_bytes: 101,
                record_bytes,
                tag,
                delay_level: 0,
            }));
        }
    }
    assert_eq!(given[0], (0..40).collect::<Vec<i64>>());
    assert_eq!(given[1], (0..20).collect::<Vec<i64>>());
    let appended = lab.events.iter().filter_map(|timed| match timed.event {
        Event::Appended { queue, offset, .. } => Some((queue, offset.0)),
        _ => None,
    });
    let (all, distinct): (Vec<_>, BTreeSet<_>) = appended.map(|place| (place, place)).unzip();
    assert_eq!((all.len(), distinct.len()), (60, 60), "every message has a place of its own");
}

/// Offsets go from 0 to Long.MAX.
#[test]
fn sd_02_offsets_go_from_0_to_the_end_of_a_long_and_never_wrap() {
    let mut lab = Lab::docs(1);
    assert_eq!(lab.send("orders", 0, 1), 0, "the first offset of a young queue");
    lab.tell_json(r#"{"create_topic":{"topic":"ancient","queues":1,"first_offsets":[9223372036854775804]}}"#);
    for offset in [i64::MAX - 3, i64::MAX - 2, i64::MAX - 1] {
        assert_eq!(lab.send("ancient", 0, 1), offset);
    }
    assert_eq!(lab.min_max("ancient", 0), (i64::MAX - 3, i64::MAX), "Max still fits");
    for _ in 0..3 {
        let refusal =
            lab.refused(command(r#"{"send_message":{"topic":"ancient","queue":0,"body":"one too many"}}"#));
        assert_eq!((refusal.code(), refusal.rule()), (1, "SD-2"));
        assert_eq!(lab.min_max("ancient", 0), (i64::MAX - 3, i64::MAX), "nothing wrapped");
    }
    let pulled = lab.pull("billing", "ancient", 0, i64::MAX - 3);
    assert_eq!((pulled.status, pulled.next.0, pulled.offsets.len()), (PullStatus::Found, i64::MAX, 3));
}

/// Topic, queue and offset locate a message.
#[test]
fn sd_03_topic_queue_and_offset_locate_one_message() {
    let mut lab = Lab::docs(2);
    lab.create_topic("refunds", 2);
    let mut sent = Vec::new();
    for i in 0..2_400u32 {
        let (topic, queue) = ([name("orders"), name("refunds")][i as usize % 2].clone(), i / 2 % 2);
        let (body_bytes, record_bytes, tag) = (i % 90, Some(150 + i % 90), None);
        let call =
            BrokerCall::Send { topic: topic.clone(), queue, body_bytes, record_bytes, tag, delay_level: 0 };
        let Answer::Sent { queue_offset, physical_offset } = lab.tell(Command::Broker(call)) else {
            panic!("no place")
        };
        sent.push((topic, queue, queue_offset, physical_offset, 150 + i % 90));
    }
    for (topic, queue, offset, physical, record_bytes) in &sent {
        let found = lab.world().broker().locate(topic, *queue, *offset);
        assert_eq!(found, Some((*physical, *record_bytes)), "{topic}/{queue}/{offset}");
        if offset.0 % 50 == 0 {
            let pulled = lab.pull("billing", topic, *queue, offset.0);
            assert_eq!(
                pulled.offsets.first(),
                Some(offset),
                "a pull of {topic}/{queue}/{offset} begins with it"
            );
        }
    }
    assert_eq!(
        lab.world().broker().locate("orders", 0, QueueOffset(600)),
        None,
        "an offset without a message"
    );
}

/// Min is the offset of the earliest message.
#[test]
fn sd_04_min_is_the_offset_of_the_earliest_message() {
    let mut lab = Lab::docs(2);
    lab.small_segments();
    assert_eq!(lab.min_max("orders", 0), (0, 0));
    // Segments hold two messages each: [q0 q0] [q0 q1] [q1 q0] [q0 q0].
    for queue in [0, 0, 0, 1, 1, 0, 0, 0] {
        lab.send("orders", queue, 1);
    }
    let expected = [(0, 0), (2, 0), (3, 1), (4, 2)];
    for (expired, (min_0, min_1)) in expected.into_iter().enumerate() {
        assert_eq!(
            (lab.lane("orders", 0).min.0, lab.lane("orders", 1).min.0),
            (min_0, min_1),
            "after {expired} segments"
        );
        let min = lab.lane("orders", 0).min.0;
        assert!(
            lab.world().broker().locate("orders", 0, QueueOffset(min)).is_some(),
            "the message at Min is there"
        );
        assert!(
            lab.world().broker().locate("orders", 0, QueueOffset(min - 1)).is_none(),
            "the one before is not"
        );
        assert_eq!(lab.pull("billing", "orders", 0, min).offsets[0].0, min);
        lab.expire(1);
    }
}

/// Max is the offset of the latest message; in the sense of T-1: one more, the offset that the next message
/// gets.
#[test]
fn sd_05_max_is_the_offset_that_the_next_message_gets() {
    let mut lab = Lab::docs(2);
    for _ in 0..20 {
        for queue in 0..2 {
            let max_before = lab.lane("orders", queue).max.0;
            assert_eq!(lab.send("orders", queue, 1), max_before);
            let max = lab.lane("orders", queue).max.0;
            assert_eq!(max, max_before + 1, "the latest message is just below Max");
            assert!(lab.world().broker().locate("orders", queue, QueueOffset(max - 1)).is_some());
            assert!(lab.world().broker().locate("orders", queue, QueueOffset(max)).is_none());
            let call =
                BrokerCall::MaxOffset(offset_lab::sim::command::OfQueue { topic: name("orders"), queue });
            assert_eq!(lab.tell(Command::Broker(call)), Answer::Offset(QueueOffset(max)));
        }
    }
}

/// The earliest messages are deleted as time goes on; Min and Max only grow.
#[test]
fn sd_06_earliest_messages_go_and_min_and_max_only_grow() {
    let mut lab = Lab::docs(2);
    lab.tell_json(r#"{"set_retention":{"reserved_ms":60000,"segment_bytes":16384}}"#);
    lab.tell_json(
        r#"{"add_producer":{"producer":"shop","topic":"orders","rate_per_s":20,"body_bytes":900,"keys":9}}"#,
    );
    lab.create_topic("quiet", 1);
    lab.send("quiet", 0, 1);
    let mut before = [(0, 0); 2];
    let mut steps_of_min = 0;
    for second in 1..=200 {
        lab.run_to_ms(second * 1_000);
        for queue in 0..2 {
            let (min, max) = lab.min_max("orders", queue);
            let (min_before, max_before) = before[queue as usize];
            assert!(
                min >= min_before && max >= max_before,
                "at {second} s queue {queue} went back to {min}-{max}"
            );
            steps_of_min += usize::from(min > min_before);
            before[queue as usize] = (min, max);
        }
    }
    assert!(steps_of_min > 10, "Min moved {steps_of_min} times in 200 s");
    let oldest = lab.lane("orders", 0).min_stored_at.unwrap().0;
    assert!(
        oldest > lab.now_ms() - 90_000,
        "what is older than 60 s goes at a pass, whole segments at a time"
    );
    assert_eq!(lab.min_max("quiet", 0), (1, 1), "a queue that has lost everything keeps its numbers");
    assert_eq!(lab.send("quiet", 0, 1), 1);
    // Silence: nothing is sent any more, all but the last segment goes, and Max stays.
    lab.tell_json(r#"{"remove_producer":{"producer":"shop"}}"#);
    lab.run_ms(100_000);
    for queue in 0..2 {
        let (min, max) = lab.min_max("orders", queue);
        let (min_before, max_before) = before[queue as usize];
        assert!(min > min_before && max == max_before, "{min}-{max} after {min_before}-{max_before}");
    }
}

/// Consuming a message does not delete it.
#[test]
fn sd_07_consuming_does_not_delete() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.create_group("audit");
    for (consumer, group) in [("billing-1", "billing"), ("audit-1", "audit")] {
        lab.add_consumer(consumer, group, "orders");
    }
    lab.send("orders", 0, 50);
    let segments = lab.world().broker().log().segments().len();
    lab.run_ms(30_000);
    for (consumer, group) in [("billing-1", "billing"), ("audit-1", "audit")] {
        assert_eq!(
            lab.delivered_to(consumer),
            (0..50).collect::<Vec<i64>>(),
            "each group gets every message"
        );
        assert_eq!(lab.consumer_offset(group, "orders", 0), Some(50), "all of them are consumed");
    }
    assert_eq!(lab.min_max("orders", 0), (0, 50), "and all of them are still there");
    assert_eq!(lab.world().broker().log().segments().len(), segments);
    assert_eq!(
        lab.pull("billing", "orders", 0, 0).offsets[0].0,
        0,
        "even for the group that has consumed them"
    );
}
