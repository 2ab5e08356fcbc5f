//! The upstream tests about clients as plain data, each under its id: where a client begins, its memory,
//! allocation. Not here: the other vectors (`vectors`), timings (`clients`).
//!
//! Invariant: the numbers are those of the upstream test.

use crate::lab::{Lab, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::broker::{Allocate, ConsumeFrom};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, Name, QueueOffset};
use offset_lab::sim::clients::allocate::{average_shares, by_consistent_hash, shares};
use offset_lab::sim::clients::rebalance::{Stored, pull_from_where};
use offset_lab::sim::{Answer, BrokerCall, Command};

fn clients(count: usize) -> Vec<Name> {
    (0..count).map(|i| name(&format!("CID_PREFIX{i}"))).collect()
}

/// While the query fails the queue is not taken; when it works again, everything is consumed.
#[test]
fn v_12_a_failing_query_takes_no_queue() {
    let nothing = || -> QueueOffset { panic!("nobody asks") };
    for from in [ConsumeFrom::LastOffset, ConsumeFrom::FirstOffset, ConsumeFrom::TimestampMs(EpochMs(0))] {
        for is_retry_topic in [false, true] {
            assert_eq!(pull_from_where(Stored::Failed, from, is_retry_topic, nothing, |_| nothing()), None);
        }
    }
}

#[test]
fn v_13_with_the_answer_0_forbidden_a_first_offset_group_still_gets_all_ten() {
    let mut lab = Lab::new(Profile::RocketMq53);
    lab.create_topic("orders", 1);
    let consume_from = ConsumeFrom::FirstOffset;
    lab.tell(Command::CreateGroup { group: name("billing"), consume_from });
    lab.send("orders", 0, 10);
    let (group, topic, set_zero_if_not_found) = (name("billing"), name("orders"), Some(false));
    let query = BrokerCall::QueryOffset { group, topic, queue: 0, set_zero_if_not_found };
    assert_eq!(lab.tell(Command::Broker(query)), Answer::NotFound);
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("c"), (0..10).collect::<Vec<_>>());
}

#[test]
fn v_29_ten_queues_and_four_clients_averagely() {
    let sizes: Vec<usize> = average_shares(10, 4).iter().map(Vec::len).collect();
    assert_eq!(sizes, [3, 3, 2, 2]);
    // The table below section 11.
    assert_eq!(average_shares(8, 3), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]]);
    assert_eq!(average_shares(16, 5)[1], [4, 5, 6]);
    assert_eq!(average_shares(4, 6), [vec![0], vec![1], vec![2], vec![3], vec![], vec![]]);
}

#[test]
fn v_30_by_circle() {
    let by_circle = |queues, count| shares(Allocate::ByCircle, "topic", queues, &clients(count));
    assert_eq!(by_circle(10, 4), [vec![0, 4, 8], vec![1, 5, 9], vec![2, 6], vec![3, 7]]);
    assert_eq!(by_circle(8, 3), [vec![0, 3, 6], vec![1, 4, 7], vec![2, 5]]);
    assert!(by_circle(8, 0).is_empty(), "an unknown client has no place in the list");
}

#[test]
fn v_31_by_machine_room() {
    let by_room = |queues, count| shares(Allocate::ByMachineRoom, "topic", queues, &clients(count));
    assert_eq!(by_room(5, 2), [vec![0, 1, 4], vec![2, 3]]);
    assert_eq!(by_room(2, 3), [vec![0], vec![1], vec![]]);
}

#[test]
fn by_consistent_hash_as_computed_in_section_11() {
    let share = |queues, count: usize| {
        let names = clients(count);
        let names: Vec<&str> = names.iter().map(Name::as_str).collect();
        by_consistent_hash("topic", "brokerName", queues, &names)
    };
    assert_eq!(share(10, 4), [vec![1, 6, 7, 8, 9], vec![0, 3], vec![2, 5], vec![4]]);
    assert_eq!(share(6, 2), [vec![1, 2, 5], vec![0, 3, 4]]);
}

#[test]
fn v_32_where_a_client_begins() {
    use ConsumeFrom::{FirstOffset, LastOffset, TimestampMs};
    let time = TimestampMs(EpochMs(1));
    let found = Stored::Found(QueueOffset(0));
    // Stored, mode, retry topic, Max, the offset of the time, expected.
    let table = [
        (found, LastOffset, false, 12_345, 1, 0),
        (found, FirstOffset, false, 12_345, 1, 0),
        (found, time, false, 12_345, 1, 0),
        (Stored::NotFound, LastOffset, false, 12_345, 1, 12_345),
        (Stored::NotFound, LastOffset, true, 12_345, 1, 0),
        (Stored::NotFound, FirstOffset, false, 12_345, 1, 0),
        (Stored::NotFound, FirstOffset, true, 12_345, 1, 0),
        (Stored::NotFound, time, false, 1, 12_345, 12_345),
        (Stored::NotFound, time, true, 23_456, 12_345, 23_456),
    ];
    for (stored, from, is_retry_topic, max, by_time, expected) in table {
        let begins =
            pull_from_where(stored, from, is_retry_topic, || QueueOffset(max), |_| QueueOffset(by_time));
        let place = format!("{stored:?}, {from:?}, retry topic: {is_retry_topic}");
        assert_eq!(begins.map(|(offset, _)| offset.0), Some(expected), "{place}");
    }
}

/// V-33's increase-only update and frozen cell, as a lab shows them: what is done behind an older offset
/// never takes a client's memory back, and after a reset nothing that was in hand moves the new offset
/// (R-OFF-9, R-OFF-11).
#[test]
fn v_33_memory_only_increases_and_a_frozen_offset_stays() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1_024);
    lab.commit("billing", "orders", 0, 1_024).unwrap();
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(1_000);
    lab.tell_json(r#"{"set_consumer":{"consumer":"c","processing_us":60000000}}"#);
    lab.send("orders", 0, 1);
    lab.run_ms(1_000);
    // A message is in hand; the reset's offset is frozen against its result.
    lab.tell_json(
        r#"{"broker":{"reset_offset":{"group":"billing","topic":"orders","timestamp_ms":0,"queue":0,"offset":1020}}}"#,
    );
    lab.tell_json(r#"{"set_consumer":{"consumer":"c","processing_us":3600000000}}"#);
    lab.run_ms(120_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(1_020));
}

/// A pull of a broadcasting client; the offset that it is sent to, or -1.
fn sent_to(lab: &mut Lab, client: &str, from_proxy: bool, offset: i64) -> i64 {
    let (group, topic, offset, client) = (name("g"), name("orders"), QueueOffset(offset), Some(name(client)));
    let (queue, max_messages, subscription, commit) = (0, 1, None, None);
    let pull = BrokerCall::Pull {
        group,
        topic,
        queue,
        offset,
        max_messages,
        subscription,
        commit,
        client,
        from_proxy,
        moved_event_of: None,
    };
    match lab.tell(Command::Broker(pull)) {
        Answer::Pulled(answer) if answer.status == PullStatus::OffsetReset => answer.next.0,
        Answer::Pulled(_) => -1,
        other => panic!("a pull answered {other:?}"),
    }
}

/// The offset under `g@broadcast`.
fn slowest(lab: &Lab) -> Option<i64> {
    let offsets = lab.world().broker().consumer_offsets();
    offsets.stored("g@broadcast", "orders", 0).map(|offset| offset.0)
}

fn broadcasting_lab(profile: Profile) -> Lab {
    let mut lab = Lab::new(profile);
    lab.create_topic("orders", 1);
    lab.create_group("g");
    lab.tell_json(r#"{"set_group":{"group":"g","broadcasting":true}}"#);
    lab.send("orders", 0, 40);
    lab.tell_json(r#"{"broker":{"connect":{"client":"c1","group":"g","topic":"orders"}}}"#);
    lab
}

#[test]
fn v_28_a_broadcasting_client_that_comes_by_another_way_begins_where_it_was() {
    for profile in [Profile::RocketMq53, Profile::RocketMq51, Profile::Docs50] {
        let mut lab = broadcasting_lab(profile);
        assert_eq!([10, 11].map(|at| sent_to(&mut lab, "c1", false, at)), [-1, -1], "{profile:?}");
        // By the proxy, which does not know.
        assert_eq!([-1, 11, 12].map(|at| sent_to(&mut lab, "c1", true, at)), [11, -1, -1], "{profile:?}");
        lab.run_ms(11_000);
        assert_eq!(slowest(&lab), Some(12), "{profile:?}");
        // Another one begins where the group is.
        assert_eq!([-1, 12, 13].map(|at| sent_to(&mut lab, "c2", true, at)), [12, -1, -1], "{profile:?}");
        lab.run_ms(5_000);
        assert_eq!(slowest(&lab), Some(12), "{profile:?}: the least of 12 and 13");
        // Back at the broker, whatever it believes.
        assert_eq!([20, 12].map(|at| sent_to(&mut lab, "c1", false, at)), [12, -1], "{profile:?}");
    }
    let mut old = broadcasting_lab(Profile::RocketMq49);
    assert_eq!([10, -1].map(|at| sent_to(&mut old, "c1", at < 0, at)), [-1, -1], "nobody notes anything");
}

/// Without a record: the group's, else 0 where message 0 is in memory, else Max; clients that are gone or
/// idle are forgotten.
#[test]
fn r_off_15_who_is_new_begins_at_0_or_max_and_who_is_gone_is_forgotten() {
    let mut lab = broadcasting_lab(Profile::RocketMq53);
    assert_eq!(sent_to(&mut lab, "c9", true, -1), 0);
    lab.tell_json(r#"{"set_broker":{"residency":"by_estimate","memory_bytes":1000}}"#);
    assert_eq!(sent_to(&mut lab, "c8", true, -1), 40);
    // c9 is offline and stays at 0 for 120 s; c1 is online and goes on.
    for _ in 0..30 {
        lab.run_ms(5_000);
        assert_eq!(sent_to(&mut lab, "c1", false, 30), -1);
        match lab.now_ms() - crate::lab::START_MS {
            ..119_000 => assert_eq!(slowest(&lab).unwrap_or(0), 0),
            at => assert_eq!(slowest(&lab), Some(30), "c9 counts no more at {at} ms"),
        }
    }
    assert_eq!(slowest(&lab), Some(30));
    assert_eq!(sent_to(&mut lab, "c9", false, 5), -1, "forgotten, so it has not switched");
    // An online one that does not pull is forgotten after 300 s, and not before.
    lab.run_ms(290_000);
    assert_eq!([7, 30].map(|at| sent_to(&mut lab, "c1", true, at)), [30, -1], "it has switched");
    lab.run_ms(310_000);
    assert_eq!(sent_to(&mut lab, "c1", false, 7), -1);
    // A restart knows of nobody.
    lab.tell_json(r#"{"restart_broker":{"kill":false}}"#);
    assert_eq!(sent_to(&mut lab, "c1", true, 7), -1);
}

/// The clients of a lab are noted too, and never told anything: their own files count (R-OFF-14).
#[test]
fn r_off_15_a_labs_broadcasting_clients_are_noted_and_keep_their_own_offsets() {
    let mut lab = broadcasting_lab(Profile::RocketMq53);
    for (client, us) in [("fast", 1_000), ("slow", 1_000_000)] {
        lab.tell_json(&format!(
            r#"{{"add_consumer":{{"consumer":"{client}","group":"g","topic":"orders","processing_us":{us},"cached_max":1}}}}"#
        ));
    }
    lab.send("orders", 0, 40);
    lab.run_ms(21_000);
    let saved = slowest(&lab).unwrap();
    let own = lab.world().local_offset(&name("fast"), 0).unwrap().0;
    assert!(saved < own, "{saved} is the slow client's, {own} the other's own");
    assert!(lab.world().broker().groups().all(|(group, _)| group.as_str() == "g"), "it is no group");
    assert!(lab.progress("g@broadcast", "orders", 0).is_none());
}
