//! Consumers that fail, and orderly groups: R-RTY-1 to R-RTY-4, R-OFF-11, R-OFF-12, R-LB-7, T-17, T-22, T-23.
//! Not here: the broker's part of a retry (`rules_later`), and failures at random (`checker`).
//!
//! Invariant: every instant and count follows from a rule that the test names.

use crate::lab::{Lab, command, name};
use crate::tallies::total;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset, Rejected};
use offset_lab::projection::{actors, deliveries_of};
use offset_lab::sim::ResetTarget;

/// A lab of one queue, with a client that takes a millisecond and fails like this.
fn failing(profile: Profile, failures: &str) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(&format!(r#"{{"set_failures":{{"consumer":"c-1","failures":{failures}}}}}"#));
    lab.run_ms(1_000);
    lab
}

/// When messages of a topic were handed out: ms, first offset.
fn deliveries(lab: &Lab, of: &str) -> Vec<(i64, i64)> {
    let found = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::Delivered { topic, first, client, .. } if topic.as_str() == of => {
            assert!(!client.contains('@'), "a client has one name: {client}");
            Some((timed.at.whole_ms(), first.0))
        }
        _ => None,
    });
    found.collect()
}

fn attempts(lab: &Lab) -> Vec<(i64, i64)> {
    let tried = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::TriesAgain { offset, .. } => Some((timed.at.whole_ms(), offset.0)),
        _ => None,
    });
    tried.collect()
}

const POISON: &str = r#"{"poison":[{"queue":0,"offset":3}]}"#;

/// 10 s, 30 s, 1 m … 2 h: 16 retries, 17 deliveries in all, then the dead letter; and the offset never waits.
#[test]
fn r_rty_1_and_2_a_poisonous_message_is_tried_17_times_and_stops_nobody() {
    for profile in Profile::ALL {
        let mut lab = failing(profile, POISON);
        lab.send("orders", 0, 10);
        lab.run_ms(25_000);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10), "{profile:?}: it goes past it");
        let of = deliveries_of(lab.world(), &name("billing"));
        assert_eq!((of.total.sent_back, of.total.dead, of.in_retry), (2, 0, 1), "{profile:?}");
        // The sum of all delays is 4 h 46 min 40 s.
        lab.run_ms(5 * 3_600_000);
        let retried = deliveries(&lab, "%RETRY%billing");
        assert_eq!(retried.len(), 16, "{profile:?}");
        let waits = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1_200, 1_800, 3_600, 7_200];
        let mut before = deliveries(&lab, "orders")[0].0;
        for (&(at, _), wait_s) in retried.iter().zip(waits) {
            let late = at - before - wait_s * 1_000;
            assert!((0..=1_200).contains(&late), "{profile:?}: {late} ms late of {wait_s} s");
            before = at;
        }
        let of = deliveries_of(lab.world(), &name("billing"));
        assert_eq!((of.total.sent_back, of.total.dead, of.in_retry), (16, 1, 0), "{profile:?}");
        assert_eq!((of.total.processed, of.total.duplicates, of.total.lost), (9, 0, 0), "{profile:?}");
        assert_eq!(lab.min_max("%DLQ%billing", 0), (0, 1), "{profile:?}");
    }
}

#[test]
fn r_rty_2_a_client_may_ask_for_fewer_tries_and_3_2_does_not_listen() {
    for (profile, dead) in [(Profile::RocketMq53, 1), (Profile::RocketMq49, 1), (Profile::RocketMq32, 0)] {
        let mut lab = failing(profile, r#"{"poison":[{"queue":0,"offset":0}],"max_reconsume_times":1}"#);
        lab.send("orders", 0, 1);
        lab.run_ms(30_000);
        let of = deliveries_of(lab.world(), &name("billing"));
        assert_eq!((of.total.sent_back, of.total.dead), (2 - dead, dead), "{profile:?}");
    }
}

/// R-RTY-3: the offsets of the retry topic are ordinary entries, saved in memory, with the flush and at the
/// end.
#[test]
fn r_rty_3_push_clients_consume_their_retry_topic_and_each_of_them_is_one_client() {
    let mut lab = failing(Profile::RocketMq53, POISON);
    lab.send("orders", 0, 10);
    lab.run_ms(30_000);
    assert_eq!(lab.consumer_offset("billing", "%RETRY%billing", 0), Some(1));
    // A client that comes later gets its part of it too: then the one queue is its own or not.
    lab.add_consumer("a-0", "billing", "orders");
    let group = actors(lab.world()).groups.swap_remove(0);
    let clients: Vec<&str> = group.consumers.iter().map(|consumer| consumer.consumer.as_str()).collect();
    assert_eq!(clients, ["a-0", "c-1"], "nobody sees a second one");
    let owner = lab.world().owner(&name("billing"), &name("%RETRY%billing"), 0);
    assert_eq!(owner.as_deref(), Some("a-0"));
    lab.remove_consumer("a-0", false);
    lab.remove_consumer("c-1", true);
    assert_eq!(lab.world().owner(&name("billing"), &name("%RETRY%billing"), 0), None);
    lab.run_ms(60_000);
    // What was sent back the second time waits for somebody.
    assert_eq!(deliveries_of(lab.world(), &name("billing")).in_retry, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(10_000);
    assert_eq!(deliveries_of(lab.world(), &name("billing")).in_retry, 0, "and is worked off");
}

/// T-22: under TIMESTAMP a retry topic without progress, that the broker answers not-found for, is begun at
/// Max.
#[test]
fn t_22_a_group_by_time_leaves_out_the_retries_that_are_there() {
    for (from, taken) in [(r#"{"timestamp_ms":1735689600000}"#, 0), (r#""first_offset""#, 1)] {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(&format!(r#"{{"create_group":{{"group":"billing","consume_from":{from}}}}}"#));
        lab.tell_json(r#"{"set_broker":{"residency":"by_estimate","memory_bytes":1000}}"#);
        lab.send("orders", 0, 5);
        lab.tell_json(
            r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":3}}}"#,
        );
        lab.run_ms(15_000);
        assert_eq!(lab.min_max("%RETRY%billing", 0), (0, 1));
        // Not in memory any more, so that the broker does not answer 0.
        lab.send("orders", 0, 5);
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_ms(20_000);
        assert_eq!(deliveries(&lab, "%RETRY%billing").len(), taken, "{from}");
    }
}

/// T-17: after a reset backwards a message that had gone to retry comes from its queue and from %RETRY% too.
#[test]
fn t_17_a_reset_brings_a_message_that_waits_for_its_retry_and_then_the_retry_comes_besides() {
    let mut lab = failing(Profile::RocketMq53, POISON);
    lab.send("orders", 0, 10);
    lab.run_ms(2_000);
    lab.tell_json(r#"{"set_failures":{"consumer":"c-1"}}"#);
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(0))).unwrap();
    lab.run_ms(60_000);
    let of = deliveries_of(lab.world(), &name("billing"));
    // Nine again, and the tenth from its queue and as a retry.
    assert_eq!((of.total.processed, of.total.duplicates, of.total.sent_back), (20, 10, 1));
}

/// R-RTY-1: what can't be sent back is tried again after 5 s, and holds the offset up (R-OFF-11).
#[test]
fn r_rty_1_a_message_that_can_not_be_sent_back_is_tried_every_5_s_and_holds_the_offset() {
    let mut lab = failing(Profile::RocketMq53, POISON);
    lab.send("orders", 0, 10);
    // The disk is full (R-RET-6): nothing is stored, so nothing is sent back.
    lab.tell_json(r#"{"set_retention":{"disk_bytes":2048,"segment_bytes":1048576}}"#);
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":10}}"#);
    let mut lab = full_disk(lab);
    lab.run_ms(20_000);
    let tries = attempts(&lab);
    assert!(tries.len() >= 3, "{tries:?}");
    assert!(tries.windows(2).all(|pair| (5_000..=5_002).contains(&(pair[1].0 - pair[0].0))), "{tries:?}");
    assert!(tries.iter().all(|tried| tried.1 == 3));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(3), "the others are done behind it");
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.sent_back), (9, 0));
    // It dies: all that it had done behind the message comes again (R-OFF-19).
    lab.remove_consumer("c-1", true);
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(2_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates), (16, 6), "4 to 9 again, and 3 at last");
}

/// The disk is full before the client gets its messages.
fn full_disk(lab: Lab) -> Lab {
    let mut full = Lab::new(Profile::RocketMq53);
    drop(lab);
    full.create_topic("orders", 1);
    full.create_group("billing");
    full.send("orders", 0, 10);
    full.tell_json(r#"{"set_retention":{"disk_bytes":2048}}"#);
    full.tell_json(r#"{"delete_expired_segments":{}}"#);
    assert!(full.world().broker().disk_full());
    full.add_consumer("c-1", "billing", "orders");
    full.tell_json(&format!(r#"{{"set_failures":{{"consumer":"c-1","failures":{POISON}}}}}"#));
    full
}

#[test]
fn r_pull_8_a_held_offset_ends_the_pulls_when_the_span_is_2000() {
    let mut lab = full_disk(Lab::new(Profile::RocketMq53));
    // There is room again as far as sends go, but the message itself is poison and its group is gone for the
    // broker.
    lab.run_ms(1_000);
    lab.tell_json(r#"{"set_retention":{"disk_bytes":1073741824}}"#);
    lab.tell_json(r#"{"delete_expired_segments":{}}"#);
    lab.send("orders", 0, 3_000);
    // Within the 5 s of its wait everything else up to 3 + 2000 and a batch is pulled, and no more.
    lab.run_ms(3_500);
    let of = deliveries_of(lab.world(), &name("billing"));
    let delivered = of.queues[0].counts.delivered;
    assert!((2_004..=2_036).contains(&delivered), "{delivered}");
}

#[test]
fn r_off_14_a_broadcasting_client_drops_what_fails() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_group":{"group":"billing","broadcasting":true}}"#);
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(&format!(r#"{{"set_failures":{{"consumer":"c-1","failures":{POISON}}}}}"#));
    lab.run_ms(1_000);
    lab.send("orders", 0, 10);
    lab.run_ms(30_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.skipped, counts.sent_back), (9, 1, 0));
    assert_eq!(lab.world().local_offset(&name("c-1"), 0), Some(QueueOffset(10)));
}

#[test]
fn failures_are_drawn_from_the_consumers_own_stream_and_at_the_rate_that_was_asked_for() {
    let run = |others: bool| {
        let mut lab = failing(Profile::RocketMq53, r#"{"fail_permille":200}"#);
        if others {
            lab.create_topic("other", 1);
            lab.add_consumer("c-2", "billing", "other");
            lab.tell_json(r#"{"set_failures":{"consumer":"c-2","failures":{"fail_permille":500}}}"#);
        }
        lab.send("orders", 0, 2_000);
        lab.run_ms(5_000);
        let failed = lab.events.iter().filter_map(|timed| match &timed.event {
            Event::SentBack { topic, offset, .. } if topic.as_str() == "orders" => Some(offset.0),
            _ => None,
        });
        failed.collect::<Vec<_>>()
    };
    let alone = run(false);
    assert!((320..=480).contains(&alone.len()), "{} of 2000 at 200 of 1000", alone.len());
    assert_eq!(run(true), alone, "another consumer's failures change nothing");
}

#[test]
fn failures_out_of_range_are_refused_and_change_nothing() {
    let mut lab = failing(Profile::RocketMq53, POISON);
    let before = lab.world().failures("c-1").cloned();
    let refused = [
        (r#"{"consumer":"c-9"}"#, Rejected::ConsumerNotExist { consumer: name("c-9") }),
        (
            r#"{"consumer":"c-1","failures":{"fail_permille":1001}}"#,
            Rejected::out_of_range("fail_permille", 1_001, 0, 1_000),
        ),
        (
            r#"{"consumer":"c-1","failures":{"max_reconsume_times":-1}}"#,
            Rejected::out_of_range("max_reconsume_times", -1, 0, i64::from(i32::MAX)),
        ),
    ];
    for (arguments, rejected) in refused {
        assert_eq!(lab.refused(command(&format!(r#"{{"set_failures":{arguments}}}"#))), rejected);
    }
    let many: Vec<String> = (0..65).map(|offset| format!(r#"{{"queue":0,"offset":{offset}}}"#)).collect();
    let many =
        format!(r#"{{"set_failures":{{"consumer":"c-1","failures":{{"poison":[{}]}}}}}}"#, many.join(","));
    assert!(matches!(lab.refused(command(&many)), Rejected::TooMany { limit: 64, .. }));
    assert_eq!(lab.world().failures("c-1").cloned(), before);
}

/// R-RTY-1: a message that is worked on for more than 15 minutes is sent back with level 3, and finished all
/// the same.
#[test]
fn r_rty_1_a_message_in_hand_for_15_minutes_is_sent_back_and_its_end_is_one_too_many() {
    for (profile, sent_back) in [(Profile::RocketMq53, 1), (Profile::RocketMq49, 1), (Profile::RocketMq32, 0)]
    {
        let mut lab = failing(profile, "{}");
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":1000000000}}"#);
        lab.send("orders", 0, 1);
        lab.run_ms(899_000);
        assert_eq!(total(&lab, "billing").sent_back, 0, "{profile:?}");
        lab.run_ms(60_000);
        assert_eq!(total(&lab, "billing").sent_back, sent_back, "{profile:?}");
        let retried = deliveries(&lab, "%RETRY%billing");
        assert_eq!(retried.len() as u64, sent_back, "{profile:?}");
        // Level 3 is 10 s.
        assert!(retried.iter().all(|(at, _)| (911_000..914_000).contains(at)), "{profile:?}: {retried:?}");
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":1000}}"#);
        lab.run_ms(100_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.duplicates), (1, sent_back), "{profile:?}");
    }
}

/// R-PULL-7: what waits to be tried again is dropped with what is cached; its record is gone, so it is lost,
/// and said to be.
#[test]
fn r_pull_7_what_waits_for_its_next_try_is_lost_with_its_record() {
    let mut lab = full_disk(Lab::new(Profile::RocketMq53));
    lab.run_ms(1_000);
    assert_eq!(attempts(&lab).last().map(|tried| tried.1), Some(3), "it waits 5 s for its next try");
    lab.tell_json(r#"{"pause_consumer":{"consumer":"c-1","paused":true}}"#);
    lab.tell_json(r#"{"set_retention":{"disk_bytes":1073741824}}"#);
    lab.tell_json(r#"{"delete_expired_segments":{}}"#);
    lab.run_ms(1_100);
    let segments = |lab: &Lab| lab.world().broker().log().segments().len();
    while segments(&lab) < 3 {
        lab.send_sized("orders", 0, 4_000);
    }
    lab.expire(2);
    let min = lab.min_max("orders", 0).0 as u64;
    assert!(min > 10);
    lab.tell_json(r#"{"pause_consumer":{"consumer":"c-1","paused":false}}"#);
    lab.run_ms(10_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.lost, counts.skipped), (1 + min - 10, 0), "3, and what was not pulled by then");
}
