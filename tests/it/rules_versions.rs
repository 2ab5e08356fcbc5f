//! What brokers 4.8.0 and 5.5.0, and clients of theirs, do otherwise than the versions next to them, rule by
//! rule; and which profile stands for which version. Not here: what recordings show (`conformance`), and the
//! older versions (`sd_versions`, `rules_reset`).
//!
//! Invariant: each test has both sides: the version that does it and the one that does not.

use crate::lab::{Lab, command};
use crate::rules_pop::pop;

use offset_lab::engine::profile::Profile;
use offset_lab::engine::rejected::code;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::ResetTarget;

fn orderly(profile: Profile, queues: u32) -> Lab {
    let mut lab = Lab::with_orders(profile, queues);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    lab
}

/// When a client first gets something of a queue, in ms.
fn first_delivery_ms(lab: &Lab, client: &str, queue: u32) -> Option<i64> {
    lab.events.iter().find_map(|timed| match &timed.event {
        Event::Delivered { client: to, queue: of, .. } if to.as_str() == client && *of == queue => {
            Some(timed.at.whole_ms())
        }
        _ => None,
    })
}

/// When delayed messages arrive, in ms.
fn arrivals_ms(lab: &Lab) -> Vec<i64> {
    let arrived = lab.events.iter().filter(|timed| matches!(timed.event, Event::Arrived { .. }));
    arrived.map(|timed| timed.at.whole_ms()).collect()
}

fn send_later(lab: &mut Lab, level: u32) {
    lab.tell_json(&format!(
        r#"{{"broker":{{"send":{{"topic":"orders","queue":0,"body_bytes":10,"delay_level":{level}}}}}}}"#
    ));
}

#[test]
fn r_exp_3_a_deleted_topic_takes_a_pending_reset_along_since_5_4() {
    for (profile, stored, pulled) in
        [(Profile::RocketMq53, Some(4), Some(2)), (Profile::RocketMq55, Some(0), None)]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.create_group("mail");
        lab.send("orders", 0, 10);
        lab.commit("billing", "orders", 0, 10).unwrap();
        lab.pull("billing", "orders", 0, 8);
        lab.pull("mail", "orders", 0, 2);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(4))).unwrap();
        lab.tell_json(r#"{"delete_topic":{"topic":"orders"}}"#);
        let pull_offset = |lab: &Lab, group| {
            lab.world().broker().consumer_offsets().pulled(group, "orders", 0).map(|o| o.0)
        };
        assert_eq!(pull_offset(&lab, "billing").is_some(), pulled.is_some(), "{profile:?}");
        assert_eq!(pull_offset(&lab, "mail"), Some(10), "{profile:?}: mail never committed");
        lab.create_topic("orders", 1);
        lab.send("orders", 0, 3);
        assert_eq!(lab.query("billing", "orders", 0), stored, "{profile:?}");
        let first = lab.pull("billing", "orders", 0, 0);
        let (code, next) = if profile == Profile::RocketMq53 { (21, 4) } else { (0, 3) };
        assert_eq!((first.code, first.next.0), (code, next), "{profile:?}");
    }
}

#[test]
fn r_pop_3_a_pop_over_all_queues_goes_downwards_since_5_4() {
    for (profile, step) in [(Profile::RocketMq51, 1), (Profile::RocketMq53, 1), (Profile::RocketMq55, 3)] {
        let mut lab = Lab::with_orders(profile, 4);
        for queue in 0..4 {
            lab.send("orders", queue, 3);
        }
        for _ in 0..3 {
            let one_each: Vec<u32> = pop(&mut lab, 12, r#","queue":null,"from_min":true"#)
                .messages
                .iter()
                .map(|message| message.queue)
                .collect();
            let mut order = one_each.clone();
            order.dedup();
            for pair in order.windows(2) {
                assert_eq!(pair[1], (pair[0] + step) % 4, "{profile:?}: {order:?}");
            }
            for queue in 0..4 {
                lab.send("orders", queue, 3);
            }
        }
    }
}

/// c2 begins to wait at 2 s and waits until 17 s; what c1 held comes back between 11 and 13 s.
#[test]
fn r_pop_2_what_comes_back_wakes_a_held_pop_since_5_4() {
    for (profile, between) in [(Profile::RocketMq53, 17_000..17_100), (Profile::RocketMq55, 10_500..14_500)] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop","invisible_ms":10000}}"#);
        lab.tell_json(
            r#"{"add_consumer":{"consumer":"c1","group":"billing","topic":"orders","processing_us":60000000}}"#,
        );
        lab.send("orders", 0, 1);
        lab.run_to_ms(1_000);
        lab.remove_consumer("c1", true);
        lab.run_to_ms(2_000);
        lab.add_consumer("c2", "billing", "orders");
        lab.run_to_ms(40_000);
        let got = first_delivery_ms(&lab, "c2", 0).expect("it comes back");
        assert!(between.contains(&got), "{profile:?}: {got} ms");
    }
}

#[test]
fn r_rst_12_an_orderly_client_resets_itself_at_once_since_5_5() {
    for (profile, orders_kept, after_ms) in [
        (Profile::RocketMq53, true, 10_000),
        (Profile::RocketMq55, true, 0),
        (Profile::RocketMq55, false, 10_000),
    ] {
        let mut lab = Lab::with_orders(profile, 2);
        lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing","orderly":{orders_kept}}}}}"#));
        lab.tell_json(r#"{"set_broker":{"server_side_reset":false}}"#);
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_to_ms(1_000);
        (0..2).for_each(|queue| _ = lab.send("orders", queue, 10));
        lab.run_to_ms(31_000);
        assert_eq!(lab.consumer_offset("billing", "orders", 1), Some(10));
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        if after_ms > 0 {
            lab.run_ms(after_ms - 100);
            assert_eq!(lab.consumer_offset("billing", "orders", 1), Some(10), "{profile:?}");
        }
        lab.run_ms(200);
        assert_eq!(
            lab.consumer_offset("billing", "orders", 1),
            Some(0),
            "{profile:?}, in order: {orders_kept}"
        );
    }
}

#[test]
fn r_rst_12_an_orderly_client_waits_for_the_message_in_hand_and_no_longer_than_10_s() {
    for (work_ms, ends_ms) in [(3_000, 2_000), (30_000, 10_000)] {
        let mut lab = orderly(Profile::RocketMq55, 1);
        lab.tell_json(r#"{"set_broker":{"server_side_reset":false}}"#);
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_to_ms(1_000);
        lab.send("orders", 0, 10);
        lab.run_to_ms(31_000);
        let work = format!(r#"{{"set_consumer":{{"consumer":"c-1","processing_us":{}}}}}"#, work_ms * 1_000);
        lab.tell_json(&work);
        lab.send("orders", 0, 1);
        lab.run_ms(1_000);
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        lab.run_ms(ends_ms - 100);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10), "{work_ms}");
        lab.run_ms(200);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(0), "{work_ms}");
        lab.run_ms(60_000);
    }
}

#[test]
fn r_lb_7_up_to_4_9_4_an_orderly_queue_waits_for_the_next_round_of_locks() {
    for (profile, start_ms, hand_over_ms) in
        [(Profile::RocketMq48, 1_000..1_010, 21_000..21_010), (Profile::RocketMq49, 0..10, 12_000..12_010)]
    {
        let mut lab = orderly(profile, 2);
        (0..2).for_each(|queue| _ = lab.send("orders", queue, 10));
        lab.add_consumer("c-1", "billing", "orders");
        lab.add_consumer("c-2", "billing", "orders");
        lab.run_to_ms(12_000);
        let first = first_delivery_ms(&lab, "c-2", 1).expect("its share");
        assert!(start_ms.contains(&first), "{profile:?}: {first} ms");
        lab.remove_consumer("c-1", false);
        // Its rounds come at 1 s and 21 s: it asks every second from 12 s on.
        lab.send("orders", 0, 1);
        lab.run_to_ms(40_000);
        let first = first_delivery_ms(&lab, "c-2", 0).expect("what c-1 had");
        assert!(hand_over_ms.contains(&first), "{profile:?}: {first} ms");
    }
    let mut lab = Lab::with_orders(Profile::RocketMq48, 1);
    lab.send("orders", 0, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(100);
    assert!(first_delivery_ms(&lab, "c-1", 0).is_some_and(|ms| ms < 10), "concurrent groups do not wait");
}

#[test]
fn r_dly_4_up_to_4_9_2_a_level_fires_when_its_message_is_due() {
    for (profile, at) in [(Profile::RocketMq48, 3_137), (Profile::RocketMq49, 3_200)] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.run_to_ms(2_137);
        send_later(&mut lab, 1);
        lab.run_to_ms(10_000);
        assert_eq!(arrivals_ms(&lab), [at], "{profile:?}");
    }
}

/// Full from 1 s on, due at 5.1 s, room at 11 s.
#[test]
fn r_dly_4_up_to_4_9_2_a_level_rests_10_s_when_it_can_not_store_its_message() {
    for (profile, from, to) in [(Profile::RocketMq48, 15_100, 15_100), (Profile::RocketMq49, 11_000, 11_100)]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.run_to_ms(100);
        send_later(&mut lab, 2);
        lab.send("orders", 0, 40);
        lab.tell_json(r#"{"set_retention":{"disk_bytes":1024}}"#);
        lab.run_to_ms(6_000);
        assert!(lab.world().broker().disk_full(), "{profile:?}");
        lab.tell_json(r#"{"set_retention":{"disk_bytes":1073741824}}"#);
        lab.run_to_ms(11_500);
        // A message of the level that comes meanwhile does not wake it.
        send_later(&mut lab, 2);
        lab.run_to_ms(30_000);
        let first = arrivals_ms(&lab)[0];
        assert!((from..=to).contains(&first), "{profile:?}: {first} ms");
    }
}

#[test]
fn r_rty_2_up_to_4_9_1_nobody_can_pull_dead_letters() {
    for (profile, answers) in [(Profile::RocketMq48, Err(code::NO_PERMISSION)), (Profile::RocketMq49, Ok(1))]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 2);
        lab.tell_json(
            r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":0,"delay_level":-1,"max_reconsume_times":16}}}"#,
        );
        let pull = r#"{"broker":{"pull":{"group":"billing","topic":"%DLQ%billing","queue":0,"offset":0,"max_messages":32}}}"#;
        let pulled = match lab.obey(command(pull)) {
            Ok(offset_lab::sim::Answer::Pulled(pulled)) => Ok(pulled.offsets.len()),
            Ok(other) => panic!("{other:?}"),
            Err(rejected) => {
                assert_eq!(rejected.rule(), "R-RTY-2");
                Err(rejected.code())
            }
        };
        assert_eq!(pulled, answers, "{profile:?}");
    }
}

#[test]
fn r_rty_2_a_4_8_broker_fails_at_a_send_back_that_names_no_maximum_and_clients_name_one() {
    let back = r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":0,"delay_level":0}}}"#;
    for (profile, fails) in
        [(Profile::RocketMq48, true), (Profile::RocketMq49, false), (Profile::RocketMq32, false)]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 2);
        let code = lab.obey(command(back)).map_or_else(|rejected| rejected.code(), |_| 0);
        assert_eq!(code, if fails { code::SYSTEM_ERROR } else { 0 }, "{profile:?}");
        lab.add_consumer("c-1", "billing", "orders");
        lab.tell_json(
            r#"{"set_failures":{"consumer":"c-1","failures":{"poison":[{"queue":0,"offset":1}]}}}"#,
        );
        lab.run_ms(5_000);
        let sent_back =
            lab.events.iter().filter(|timed| matches!(timed.event, Event::SentBack { .. })).count();
        assert!(sent_back > 0, "{profile:?}: a client's send-back is taken");
    }
}

/// 92 segments of 1 KiB on a disk of 100 KiB: 92 %, and 88 % when the disk has grown.
#[test]
fn r_ret_6_4_7_1_to_4_9_8_look_at_the_disk_besides_and_let_writes_go_on_at_90_percent() {
    for (profile, besides) in [
        (Profile::RocketMq48, true),
        (Profile::RocketMq49, true),
        (Profile::RocketMq51, false),
        (Profile::RocketMq32, false),
    ] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(
            r#"{"set_retention":{"segment_bytes":1024,"disk_bytes":102400,"reserved_ms":3600000}}"#,
        );
        lab.send_full("orders", 92);
        let full = |lab: &Lab| lab.world().broker().disk_full();
        lab.run_to_ms(999);
        assert!(!full(&lab), "{profile:?}: nobody has looked");
        lab.run_to_ms(1_000);
        assert_eq!(full(&lab), besides, "{profile:?}");
        lab.tell_json(r#"{"set_retention":{"disk_bytes":107000}}"#);
        assert_eq!(lab.world().broker().used_percent(), 89);
        lab.run_to_ms(10_999);
        assert_eq!(full(&lab), besides, "{profile:?}");
        lab.run_to_ms(11_000);
        assert!(!full(&lab), "{profile:?}: 89 % is not above 90 %");
        // Full again at a pass, which deletes down to 82 %; without the other look it stays full at first.
        lab.tell_json(r#"{"set_retention":{"disk_bytes":102400}}"#);
        lab.run_to_ms(60_000);
        assert!(full(&lab), "{profile:?}");
        lab.run_to_ms(61_000);
        assert_eq!(full(&lab), !besides, "{profile:?}");
        lab.run_to_ms(70_000);
        assert!(!full(&lab), "{profile:?}");
        // A restarted broker looks 1 s after its start, whenever that is.
        lab.tell_json(r#"{"set_retention":{"disk_bytes":2048}}"#);
        lab.run_to_ms(70_500);
        lab.tell_json(r#"{"restart_broker":{}}"#);
        lab.run_to_ms(71_499);
        assert!(!full(&lab), "{profile:?}");
        lab.run_to_ms(71_500);
        assert_eq!(full(&lab), besides, "{profile:?}");
    }
}

#[test]
fn r_log_5_up_to_4_9_3_the_limit_is_of_the_whole_record() {
    for (profile, taken) in
        [(Profile::RocketMq48, false), (Profile::RocketMq49, true), (Profile::RocketMq32, true)]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(r#"{"set_broker":{"max_message_bytes":1000}}"#);
        for (body, taken) in [(903, true), (904, taken), (1_000, taken), (1_001, false)] {
            let send =
                format!(r#"{{"broker":{{"send":{{"topic":"orders","queue":0,"body_bytes":{body}}}}}}}"#);
            let code = lab.obey(command(&send)).map_or_else(|rejected| rejected.code(), |_| 0);
            assert_eq!(code, if taken { 0 } else { code::MESSAGE_ILLEGAL }, "{profile:?}, a body of {body}");
        }
    }
}

#[test]
fn r_ret_7_before_4_9_4_nobody_deletes_segments_by_hand() {
    let by_hand = || command(r#"{"delete_expired_segments":{}}"#);
    let refused = Lab::with_orders(Profile::RocketMq48, 1).refused(by_hand());
    assert_eq!((refused.code(), refused.rule()), (code::REQUEST_CODE_NOT_SUPPORTED, "R-RET-7"));
    assert_eq!(refused.remark(), "request type 329 not supported");
    Lab::with_orders(Profile::RocketMq49, 1).tell(by_hand());
}

#[test]
fn r_exp_2_and_r_pull_2_up_to_4_8_offsets_outlive_their_group_and_above_max_is_0() {
    for (profile, offset, next) in [(Profile::RocketMq48, 40, 0), (Profile::RocketMq49, 0, 10)] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 10);
        lab.commit("billing", "orders", 0, 40).unwrap();
        assert_eq!(lab.pull("billing", "orders", 0, 40).next.0, next, "{profile:?}");
        lab.tell_json(r#"{"delete_group":{"group":"billing","remove_offsets":true}}"#);
        lab.create_group("billing");
        assert_eq!(lab.query("billing", "orders", 0), Some(offset), "{profile:?}");
    }
}

/// T-7, T-8: what the reset dialog says of the command that it shows.
#[test]
fn r_cmd_1_and_r_cmd_4_the_tools_of_each_version_differ() {
    for (profile, one_queue, now_to_last, clones_max) in [
        (Profile::Docs50, true, false, false),
        (Profile::RocketMq55, true, false, false),
        (Profile::RocketMq53, true, false, false),
        (Profile::RocketMq51, true, true, false),
        (Profile::RocketMq49, false, false, false),
        (Profile::RocketMq48, false, true, true),
        (Profile::RocketMq32, false, true, false),
    ] {
        let does =
            (profile.tool_resets_one_queue(), profile.tool_resets_now_to_last(), profile.tool_clones_max());
        assert_eq!(does, (one_queue, now_to_last, clones_max), "{profile:?}");
    }
}
