//! Scheduled messages, retries and dead letters, rule by rule (section 9). Not here: what recordings show
//! (`conformance`), POP (`rules_pop`).
//!
//! Invariant: each test names its rule and fails when it is broken.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::broker::retry::{SendBack, SentBack};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rejected::code;
use offset_lab::engine::{Broker, EpochMs, Event, QueueOffset};
use offset_lab::sim::{Answer, ResetTarget, World};

const SCHEDULE: &str = "SCHEDULE_TOPIC_XXXX";

/// Sends one message of `level`; gives its offset in the schedule queue.
fn send_later(lab: &mut Lab, queue: u32, level: u32) -> i64 {
    let send = format!(
        r#"{{"broker":{{"send":{{"topic":"orders","queue":{queue},"body_bytes":50,"delay_level":{level}}}}}}}"#
    );
    match lab.tell_json(&send) {
        Answer::Sent { queue_offset, .. } => queue_offset.0,
        other => panic!("a send answered {other:?}"),
    }
}

fn max(lab: &Lab, topic: &str, queue: u32) -> i64 {
    lab.world().broker().max_offset(topic, queue).0
}

fn send_back(lab: &mut Lab, topic: &str, offset: i64, more: &str) {
    lab.tell_json(&format!(
        r#"{{"broker":{{"send_back":{{"group":"billing","topic":"{topic}","queue":0,"offset":{offset}{more}}}}}}}"#
    ));
}

#[test]
fn r_dly_1_and_2_a_scheduled_message_is_numbered_in_the_schedule_queue_alone() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 2);
        lab.send("orders", 1, 3);
        assert_eq!(send_later(&mut lab, 1, 2), 0);
        assert_eq!(send_later(&mut lab, 1, 2), 1);
        assert_eq!(send_later(&mut lab, 1, 99), 0, "a level beyond the table is the greatest one");
        assert_eq!((max(&lab, SCHEDULE, 1), max(&lab, SCHEDULE, 17)), (2, 1));
        lab.run_ms(4_900);
        assert_eq!(max(&lab, "orders", 1), 3, "the real queue does not move");
        lab.run_ms(300);
        assert_eq!(max(&lab, "orders", 1), 5);
        assert!(lab.world().broker().topic_names().all(|topic| topic.as_str() == "orders"));
    }
}

#[test]
fn r_dly_1_a_refused_message_waits_nowhere() {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"set_broker":{"max_message_bytes":40}}"#);
    let big = r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":50,"delay_level":1}}}"#;
    assert_eq!(lab.refused(command(big)).code(), code::MESSAGE_ILLEGAL);
    let nowhere = big.replace("orders", "letters").replace("50", "5");
    assert_eq!(lab.refused(command(&nowhere)).code(), code::TOPIC_NOT_EXIST);
    let queue = big.replace(r#""queue":0"#, r#""queue":7"#).replace("50", "5");
    assert_eq!(lab.refused(command(&queue)).code(), code::INVALID_PARAMETER);
    assert_eq!(
        (max(&lab, SCHEDULE, 0), lab.world().digest()),
        (0, {
            let mut other = Lab::docs(1);
            other.tell_json(r#"{"set_broker":{"max_message_bytes":40}}"#);
            for refused in [big, &nowhere, &queue] {
                other.refused(command(refused));
            }
            other.world().digest()
        })
    );
    assert!(lab.world().broker().pockets() == &Default::default(), "nothing is left behind");
}

#[test]
fn r_dly_3_and_5_a_delivery_has_its_own_offset_and_store_time() {
    let mut lab = Lab::docs(1);
    lab.run_to_ms(2_030);
    send_later(&mut lab, 0, 2);
    lab.run_to_ms(4_000);
    lab.send("orders", 0, 1);
    lab.run_to_ms(7_099);
    assert_eq!(max(&lab, "orders", 0), 1);
    // Due at 7 030 ms; the loops look every 100 ms.
    lab.run_to_ms(7_100);
    assert_eq!(max(&lab, "orders", 0), 2);
    let broker = lab.world().broker();
    assert_eq!(broker.store_time("orders", 0, QueueOffset(1)), Some(EpochMs(START_MS + 7_100)));
    let origin = broker.origin(&name("orders"), 0, QueueOffset(1)).expect("it is a delivery");
    assert_eq!((origin.topic.as_str(), origin.queue, origin.offset.0), (SCHEDULE, 1, 0));
    let arrived = |event: &Event| matches!(event, Event::Arrived { first, count: 1, .. } if first.0 == 1);
    assert_eq!(lab.events.iter().filter(|timed| arrived(&timed.event)).count(), 1);
}

#[test]
fn r_dly_4_the_loops_begin_a_second_after_the_start_and_each_level_is_first_in_first_out() {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"set_broker":{"delay_levels":"1s 1s"}}"#);
    send_later(&mut lab, 0, 1);
    lab.run_to_ms(999);
    assert_eq!(max(&lab, "orders", 0), 0);
    lab.run_to_ms(1_000);
    assert_eq!(max(&lab, "orders", 0), 1, "due at 1 000 ms, the first look of all");
    // Behind a long delay the short ones of the same level wait; a shorter table makes the long one due at
    // once (R-DLY-3).
    lab.tell_json(r#"{"set_broker":{"delay_levels":"1h"}}"#);
    send_later(&mut lab, 0, 1);
    lab.run_to_ms(1_900_000);
    assert_eq!(max(&lab, "orders", 0), 1);
    lab.tell_json(r#"{"set_broker":{"delay_levels":"1m"}}"#);
    send_later(&mut lab, 0, 1);
    lab.run_ms(100);
    assert_eq!(max(&lab, "orders", 0), 2);
    lab.run_ms(60_000);
    assert_eq!(max(&lab, "orders", 0), 3);
}

#[test]
fn r_dly_4_a_put_that_fails_is_tried_again_and_time_goes_on() {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"set_retention":{"segment_bytes":1024,"disk_bytes":4096}}"#);
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":1000}}"#);
    send_later(&mut lab, 0, 2);
    // One segment is all there is: it is not deleted, and the disk stays full.
    lab.tell_json(r#"{"set_retention":{"disk_bytes":1024}}"#);
    lab.send_sized("orders", 0, 790);
    lab.run_to_ms(2_000);
    assert!(lab.world().broker().disk_full());
    lab.run_to_ms(8_000);
    assert_eq!(max(&lab, "orders", 0), 1, "a full disk takes nothing");
    assert!(lab.world().next_due().is_some_and(|due| due > lab.world().now()));
    lab.tell_json(r#"{"set_retention":{"disk_bytes":65536}}"#);
    lab.run_to_ms(9_100);
    assert_eq!(max(&lab, "orders", 0), 2);
}

#[test]
fn r_dly_4_what_was_purged_before_its_time_is_skipped() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    send_later(&mut lab, 0, 2);
    lab.send_full("orders", 2);
    send_later(&mut lab, 0, 2);
    lab.expire(1);
    lab.run_ms(6_000);
    assert_eq!(max(&lab, "orders", 0), 3, "only the second one is delivered");
}

#[test]
fn where_nothing_waits_there_is_no_timer() {
    let steps = |lab: &Lab| lab.world().steps();
    let mut lab = Lab::docs(1);
    lab.run_ms(1);
    send_later(&mut lab, 0, 3);
    let before = steps(&lab);
    lab.run_ms(9_500);
    assert_eq!(steps(&lab) - before, 0, "a level that waits does not tick");
    lab.run_ms(1_000);
    let after = steps(&lab);
    lab.run_ms(3_600_000);
    let idle_lab = {
        let mut lab = Lab::docs(1);
        lab.run_ms(10_501);
        let before = steps(&lab);
        lab.run_ms(3_600_000);
        steps(&lab) - before
    };
    assert_eq!(steps(&lab) - after, idle_lab, "and one that is empty neither");
}

#[test]
fn r_dly_6_a_kill_brings_up_to_ten_seconds_of_deliveries_again() {
    for (kill, deliveries) in [(true, [1, 2]), (false, [1, 1])] {
        let mut lab = Lab::docs(1);
        send_later(&mut lab, 0, 1);
        lab.run_to_ms(9_000);
        assert_eq!(max(&lab, "orders", 0), deliveries[0]);
        lab.tell_json(&format!(r#"{{"restart_broker":{{"kill":{kill}}}}}"#));
        lab.run_ms(900);
        assert_eq!(max(&lab, "orders", 0), deliveries[0], "the loops begin a second after the start");
        lab.run_ms(1_100);
        assert_eq!(max(&lab, "orders", 0), deliveries[1]);
    }
    // Persisted at 10 s: what was delivered before stays delivered.
    let mut lab = Lab::docs(1);
    send_later(&mut lab, 0, 1);
    lab.run_to_ms(9_000);
    send_later(&mut lab, 0, 1);
    lab.run_to_ms(11_000);
    lab.tell_json(r#"{"restart_broker":{"kill":true}}"#);
    lab.run_ms(3_000);
    assert_eq!(max(&lab, "orders", 0), 3, "the second one comes twice, the first one does not");
}

#[test]
fn r_rty_2_each_try_waits_longer_and_the_seventeenth_failure_is_a_dead_letter() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1);
    let waits_s = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1_200, 1_800, 3_600, 7_200];
    let (mut topic, mut offset) = ("orders", 0);
    for (retry, wait_s) in (0..).zip(waits_s) {
        send_back(&mut lab, topic, offset, "");
        assert_eq!(max(&lab, "%RETRY%billing", 0), retry);
        lab.run_ms(wait_s * 1_000 - 1);
        assert_eq!(max(&lab, "%RETRY%billing", 0), retry, "not before {wait_s} s");
        lab.run_ms(101);
        assert_eq!(max(&lab, "%RETRY%billing", 0), retry + 1, "after {wait_s} s");
        (topic, offset) = ("%RETRY%billing", retry);
    }
    let broker = lab.world().broker();
    let origin = broker.origin(&name(topic), 0, QueueOffset(15)).expect("a retry").clone();
    assert_eq!((origin.topic.as_str(), origin.offset.0, origin.reconsume_times), ("orders", 0, 16));
    send_back(&mut lab, topic, offset, "");
    lab.run_ms(10_000_000);
    assert_eq!((max(&lab, "%RETRY%billing", 0), max(&lab, "%DLQ%billing", 0)), (16, 1));
    assert_eq!(max(&lab, "orders", 0), 1, "the message itself stays where it is");
}

#[test]
fn r_rty_2_a_negative_level_or_no_tries_left_is_a_dead_letter_and_3_x_ignores_the_clients_limit() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 3);
        send_back(&mut lab, "orders", 0, r#","delay_level":-1,"max_reconsume_times":16"#);
        send_back(&mut lab, "orders", 1, r#","max_reconsume_times":0"#);
        send_back(&mut lab, "orders", 2, r#","delay_level":1,"max_reconsume_times":16"#);
        lab.run_ms(20_000);
        let expected = if profile == Profile::RocketMq32 { (2, 1) } else { (1, 2) };
        assert_eq!((max(&lab, "%RETRY%billing", 0), max(&lab, "%DLQ%billing", 0)), expected, "{profile:?}");
    }
}

#[test]
fn r_rty_2_what_is_gone_or_nobodys_cannot_be_sent_back() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.send_full("orders", 3);
    lab.expire(1);
    let gone = r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":0}}}"#;
    assert_eq!(lab.refused(command(gone)).code(), code::SYSTEM_ERROR);
    let nobody = gone.replace("billing", "nobody").replace(r#""offset":0"#, r#""offset":1"#);
    assert_eq!(lab.refused(command(&nobody)).code(), code::SUBSCRIPTION_GROUP_NOT_EXIST);
    assert_eq!(lab.world().broker().queue_count("%RETRY%billing"), 0);
}

#[test]
fn a_client_sends_back_by_a_method_of_the_broker() {
    let mut broker = Broker::new(Profile::RocketMq53);
    let (topic, group, now) = (name("orders"), name("billing"), EpochMs(START_MS));
    let mut events = Vec::new();
    let mut emit = |event| events.push(event);
    broker.create_topic(&topic, 1, &[], &mut emit).unwrap();
    broker.create_group(&group, Default::default(), &mut emit).unwrap();
    let message = offset_lab::engine::broker::NewMessage {
        topic: &topic,
        queue: 0,
        body_bytes: 5,
        record_bytes: None,
        property_bytes: 0,
        tag: 7,
    };
    broker.send(message, now, &mut emit).unwrap();
    let (offset, max_reconsume_times) = (QueueOffset(0), None);
    let request = SendBack {
        group: &group,
        topic: &topic,
        queue: 0,
        offset,
        delay_level: 0,
        max_reconsume_times,
        chance: 0,
    };
    let due = EpochMs(START_MS + 10_000);
    assert_eq!(broker.send_back(&request, now, &mut emit), Ok(SentBack::Waits { due }));
    assert_eq!(broker.pockets().delays.waiting_for("%RETRY%billing"), 1);
    assert!(matches!(events.last(), Some(Event::SentBack { reconsume_times: 1, .. })));
}

#[test]
fn a_world_with_pockets_comes_back_from_its_bytes_and_its_digest_covers_them() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 1);
    let plain = lab.world().digest();
    assert_eq!(World::from_bytes(&lab.world().to_bytes(Vec::new())).unwrap().digest(), plain);
    send_later(&mut lab, 0, 5);
    send_back(&mut lab, "orders", 0, "");
    let back = World::from_bytes(&lab.world().to_bytes(Vec::new())).expect("its own bytes");
    assert_eq!((&back, back.digest()), (lab.world(), lab.world().digest()));
    let with_level = |level| {
        let mut lab = Lab::docs(1);
        lab.tell_json(&format!(
            r#"{{"add_producer":{{"producer":"p","topic":"orders","rate_per_s":0,"body_bytes":1,"delay_level":{level}}}}}"#
        ));
        lab.world().digest()
    };
    assert_ne!(with_level(1), with_level(2));
    let with_levels = |levels: &str| {
        let mut lab = Lab::docs(1);
        lab.tell_json(&format!(r#"{{"set_broker":{{"delay_levels":"{levels}"}}}}"#));
        lab.world().digest()
    };
    assert_ne!(with_levels("1s"), with_levels("2s"));
}

/// A lab where message 1 was sent back, message 2 is scheduled, and everything was consumed.
fn with_pockets(profile: Profile) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.send("orders", 0, 4);
    send_back(&mut lab, "orders", 1, "");
    send_later(&mut lab, 0, 2);
    lab.commit("billing", "orders", 0, 4).unwrap();
    lab
}

#[test]
fn r_rst_10_a_reset_neither_cancels_nor_repeats_what_waits() {
    for profile in [Profile::Docs50, Profile::RocketMq53] {
        let mut lab = with_pockets(profile);
        let waiting = lab.world().broker().pockets().clone();
        lab.reset("billing", "orders", ResetTarget::Max).unwrap();
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        assert_eq!(*lab.world().broker().pockets(), waiting, "{profile:?}");
        lab.run_ms(11_000);
        assert_eq!((max(&lab, "orders", 0), max(&lab, "%RETRY%billing", 0)), (5, 1), "each comes once");
        // Nothing prevents a reset of the retry topic itself.
        lab.commit("billing", "%RETRY%billing", 0, 1).unwrap();
        lab.reset("billing", "%RETRY%billing", ResetTarget::Min).unwrap();
        let stored = lab.world().broker().consumer_offsets().stored("billing", "%RETRY%billing", 0);
        assert_eq!(stored, Some(QueueOffset(0)), "{profile:?}");
    }
}

#[test]
fn t_17_after_a_reset_backwards_a_retried_message_comes_twice() {
    let mut lab = with_pockets(Profile::RocketMq53);
    lab.run_ms(11_000);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.pull("billing", "orders", 0, 4);
    let again = lab.pull("billing", "orders", 0, 0);
    assert!(again.offsets.contains(&QueueOffset(1)), "from its own queue");
    let retried = lab.pull("billing", "%RETRY%billing", 0, 0);
    let (place, origin) = &retried.copies[0];
    assert_eq!(
        (place.0, origin.topic.as_str(), origin.offset.0),
        (0, "orders", 1),
        "and from the retry topic"
    );
}

#[test]
fn t_18_the_time_at_which_a_delayed_message_was_sent_does_not_find_it() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1);
    lab.run_ms(1_000);
    send_later(&mut lab, 0, 2);
    lab.run_ms(1_000);
    lab.send("orders", 0, 1);
    lab.run_ms(10_000);
    assert_eq!(lab.search("orders", 0, START_MS + 1_000, false), 1, "the next one stored after it");
    assert_eq!(lab.search("orders", 0, START_MS + 6_000, false), 2, "its delivery, five seconds later");
}
