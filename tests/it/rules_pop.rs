//! POP, rule by rule (section 9). Not here: clients that pop by themselves (`pop_clients`), what recordings
//! show (`conformance`), upstream's own tests (`vectors_pop`).
//!
//! Invariant: each test names its rule and fails when it is broken.

use crate::lab::{Lab, command, name};
use offset_lab::engine::answer::PopAnswer;
use offset_lab::engine::ids::GroupQueue;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rejected::code;
use offset_lab::engine::{EpochMs, Event};
use offset_lab::sim::{Answer, Command};
use std::fmt::Write;

/// Pops from queue 0 of `orders` for `billing`; `more` are further arguments.
pub fn pop(lab: &mut Lab, count: u32, more: &str) -> PopAnswer {
    pop_of(lab, "billing", count, more)
}

pub fn pop_of(lab: &mut Lab, group: &str, count: u32, more: &str) -> PopAnswer {
    let invisible = if more.contains("invisible_ms") { "" } else { r#","invisible_ms":60000"# };
    let queue = if more.contains("queue") { "" } else { r#","queue":0"# };
    let pop = format!(
        r#"{{"broker":{{"pop":{{"group":"{group}","topic":"orders"{queue},"max_messages":{count}{invisible}{more}}}}}}}"#
    );
    match lab.tell_json(&pop) {
        Answer::Popped(answer) => answer,
        other => panic!("a pop answered {other:?}"),
    }
}

pub fn offsets(answer: &PopAnswer) -> Vec<i64> {
    answer.messages.iter().map(|message| message.offset.0).collect()
}

/// A call about one popped message.
pub fn about(call: &str, group: &str, answer: &PopAnswer, nth: usize, more: &str) -> Command {
    let (message, at) = (&answer.messages[nth], answer.popped_at.0);
    let (topic, queue, offset) = (&message.topic, message.queue, message.offset.0);
    let mut json = format!(r#"{{"broker":{{"{call}":{{"group":"{group}","topic":"{topic}","queue":{queue}"#);
    write!(json, r#","offset":{offset},"popped_at_ms":{at},"order":{}{more}}}}}}}"#, answer.order).unwrap();
    command(&json)
}

pub fn ack(lab: &mut Lab, answer: &PopAnswer, nth: usize) {
    lab.tell(about("ack", "billing", answer, nth, ""));
}

pub fn stored(lab: &Lab) -> Option<i64> {
    let stored = lab.world().broker().consumer_offsets().stored("billing", "orders", 0);
    stored.map(|offset| offset.0)
}

pub fn in_flight(lab: &Lab) -> i64 {
    lab.world().broker().pockets().pop.in_flight(&GroupQueue::new(&name("billing"), &name("orders"), 0))
}

pub fn max(lab: &Lab, topic: &str) -> i64 {
    lab.world().broker().max_offset(topic, 0).0
}

fn lab_with(profile: Profile, messages: usize) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.small_segments();
    lab.send("orders", 0, messages);
    lab
}

#[test]
fn r_pop_1_the_offset_moves_when_messages_are_handed_out_and_not_when_they_are_acknowledged() {
    let mut lab = lab_with(Profile::RocketMq53, 10);
    let first = pop(&mut lab, 4, "");
    assert_eq!((offsets(&first), stored(&lab)), (vec![0, 1, 2, 3], Some(4)));
    ack(&mut lab, &first, 2);
    assert_eq!(stored(&lab), Some(4));
    assert_eq!(offsets(&pop(&mut lab, 32, "")), [4, 5, 6, 7, 8, 9]);
    assert_eq!(pop(&mut lab, 32, "").code, code::POLLING_TIMEOUT);
}

#[test]
fn r_pop_2_what_is_not_acknowledged_comes_back_through_the_retry_topic() {
    let mut lab = lab_with(Profile::RocketMq53, 3);
    let popped = pop(&mut lab, 3, r#","invisible_ms":10000"#);
    ack(&mut lab, &popped, 1);
    lab.run_to_ms(12_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 0, "a broker waits 2 s for acknowledgements on their way");
    lab.run_to_ms(13_100);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 2);
    assert_eq!((stored(&lab), max(&lab, "orders")), (Some(3), 3), "the queue itself is as it was");
    let again = pop(&mut lab, 32, r#","invisible_ms":10000"#);
    let times: Vec<u32> =
        again.messages.iter().map(|m| m.origin.as_ref().map_or(0, |origin| origin.reconsume_times)).collect();
    let from: Vec<i64> = again.messages.iter().map(|m| m.origin.as_ref().unwrap().offset.0).collect();
    assert_eq!((offsets(&again), times, from), (vec![0, 1], vec![1, 1], vec![0, 2]));
    // And again through the same topic, counting on.
    ack(&mut lab, &again, 0);
    lab.run_ms(14_000);
    let third = pop(&mut lab, 32, "");
    assert_eq!(third.messages[0].origin.as_ref().map(|origin| origin.reconsume_times), Some(2));
    assert_eq!(third.messages.len(), 1);
    assert!(lab.world().next_due().is_some_and(|due| due > lab.world().now()));
}

#[test]
fn r_pop_2_the_revive_loop_sets_no_timer_where_nothing_is_hidden() {
    let mut lab = lab_with(Profile::RocketMq53, 3);
    let popped = pop(&mut lab, 3, r#","invisible_ms":10000"#);
    (0..3).for_each(|nth| ack(&mut lab, &popped, nth));
    lab.run_to_ms(20_000);
    let before = lab.world().steps();
    let plain = lab_with(Profile::RocketMq53, 3);
    let mut plain = plain;
    plain.run_to_ms(20_000);
    let plain_before = plain.world().steps();
    lab.run_ms(600_000);
    plain.run_ms(600_000);
    assert_eq!(lab.world().steps() - before, plain.world().steps() - plain_before);
}

#[test]
fn r_pop_3_most_pops_read_the_queue_first_and_some_the_retry_topic() {
    let mut lab = lab_with(Profile::RocketMq53, 40);
    pop(&mut lab, 20, r#","invisible_ms":1000"#);
    lab.run_to_ms(5_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 20);
    let from_retry: Vec<bool> =
        (0..30).map(|_| pop(&mut lab, 1, "").messages[0].topic.starts_with("%RETRY%")).take(20).collect();
    let count = from_retry.iter().filter(|retry| **retry).count();
    assert!((1..12).contains(&count), "{count} of 20 read the retry topic first");
    let too_many =
        r#"{"broker":{"pop":{"group":"billing","topic":"orders","max_messages":33,"invisible_ms":100}}}"#;
    assert_eq!(lab.refused(command(too_many)).code(), code::INVALID_PARAMETER);
}

#[test]
fn r_pop_4_an_offset_outside_the_queue_is_corrected_on_the_broker_at_once() {
    let mut lab = lab_with(Profile::RocketMq53, 4);
    lab.send_full("orders", 4);
    lab.expire(1);
    let min = lab.min_max("orders", 0).0;
    assert!(min > 0);
    lab.commit("billing", "orders", 0, min - 1).unwrap();
    assert_eq!(offsets(&pop(&mut lab, 1, "")), [min]);
    lab.commit("billing", "orders", 0, 500).unwrap();
    assert!(pop(&mut lab, 1, "").messages.is_empty());
    assert_eq!(stored(&lab), Some(8));
    let corrected = |event: &Event| matches!(event, Event::OffsetCorrected { .. });
    assert_eq!(lab.events.iter().filter(|timed| corrected(&timed.event)).count(), 2);
}

/// `PopMessageProcessor#popMsgFromQueue` (5.1.0, 5.3.3): it saves the corrected offset, and after an orderly
/// pop its `finalOffset`, the one from before. The page has no offset below Min once the server has seen it
/// (SD-14).
#[test]
fn r_pop_6_and_sd_14_an_orderly_pop_below_min_leaves_the_old_offset_but_on_the_page() {
    let order = r#","order":true,"invisible_ms":10000,"from_min":true"#;
    for (profile, saved) in
        [(Profile::RocketMq53, [8, 5]), (Profile::RocketMq51, [8, 5]), (Profile::Docs50, [8, 8])]
    {
        let mut lab = Lab::with_orders(profile, 1);
        lab.small_segments();
        lab.send("orders", 0, 20);
        lab.commit("billing", "orders", 0, 5).unwrap();
        lab.expire(4);
        assert_eq!((lab.min_max("orders", 0).0, stored(&lab)), (8, Some(5)), "{profile:?}: R-RET-10");
        let popped = pop(&mut lab, 3, order);
        assert_eq!(offsets(&popped), [8, 9, 10], "{profile:?}: R-POP-4");
        let commits = lab.events.iter().filter_map(|timed| match timed.event {
            Event::Committed { to, .. } => Some(to.0),
            _ => None,
        });
        let commits: Vec<i64> = commits.skip(1).collect();
        assert_eq!(commits, saved[..if saved[0] == saved[1] { 1 } else { 2 }], "{profile:?}");
        assert_eq!(stored(&lab), Some(saved[1]), "{profile:?}");
        ack(&mut lab, &popped, 0);
        assert_eq!(stored(&lab), Some(9), "{profile:?}: the first one that is not acknowledged");
    }
}

#[test]
fn r_pop_5_an_acknowledgement_is_for_an_offset_in_the_queue_and_a_new_handle_ends_the_old_one() {
    let mut lab = lab_with(Profile::RocketMq53, 2);
    let mut popped = pop(&mut lab, 2, r#","invisible_ms":10000"#);
    lab.run_ms(1_000);
    let hidden = lab.tell(about("change_invisible", "billing", &popped, 0, r#","invisible_ms":30000"#));
    assert_eq!(hidden, Answer::Hidden { popped_at_ms: EpochMs(popped.popped_at.0 + 1_000) });
    ack(&mut lab, &popped, 0);
    ack(&mut lab, &popped, 1);
    lab.run_to_ms(32_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 0);
    lab.run_to_ms(35_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 1, "the old handle acknowledged nothing");
    popped.messages[0].offset.0 = 2;
    ack(&mut lab, &popped, 0);
    let change = about("change_invisible", "billing", &popped, 0, r#","invisible_ms":30000"#);
    assert_eq!(lab.refused(change).code(), code::NO_MESSAGE, "Max may be acknowledged but not hidden");
    popped.messages[0].offset.0 = 3;
    assert_eq!(lab.refused(about("ack", "billing", &popped, 0, "")).code(), code::NO_MESSAGE);
}

#[test]
fn r_pop_6_an_orderly_queue_is_blocked_until_its_batch_is_acknowledged_or_visible_again() {
    let mut lab = lab_with(Profile::RocketMq53, 6);
    let order = r#","order":true,"invisible_ms":10000,"from_min":true"#;
    let first = pop(&mut lab, 3, order);
    assert_eq!((offsets(&first), stored(&lab)), (vec![0, 1, 2], Some(0)));
    assert!(pop(&mut lab, 3, order).messages.is_empty());
    assert_eq!(offsets(&pop(&mut lab, 3, &format!(r#"{order},"attempt":"a""#))), [0; 0], "another attempt");
    ack(&mut lab, &first, 0);
    ack(&mut lab, &first, 2);
    assert_eq!(stored(&lab), Some(1), "the first one that is not acknowledged");
    lab.tell(about("change_invisible", "billing", &first, 1, r#","invisible_ms":20000"#));
    lab.run_to_ms(15_000);
    assert!(pop(&mut lab, 3, order).messages.is_empty());
    lab.run_to_ms(20_000);
    let again = pop(&mut lab, 3, order);
    assert_eq!(offsets(&again), [1, 2, 3], "in place, not through a retry topic");
    lab.tell(about("ack", "billing", &first, 1, ""));
    assert_eq!(stored(&lab), Some(1), "an old handle means nothing");
    let mut unknown = again.clone();
    unknown.messages[0].offset.0 = 5;
    assert_eq!(lab.refused(about("ack", "billing", &unknown, 0, "")).code(), code::MESSAGE_ILLEGAL);
    (0..3).for_each(|nth| ack(&mut lab, &again, nth));
    assert_eq!(stored(&lab), Some(4));
    let mut same = Lab::with_orders(Profile::RocketMq53, 1);
    same.send("orders", 0, 2);
    let attempt = format!(r#"{order},"attempt":"a""#);
    assert_eq!(offsets(&pop(&mut same, 2, &attempt)), [0, 1]);
    assert_eq!(offsets(&pop(&mut same, 2, &attempt)), [0, 1], "the same attempt gets its batch again");
}

#[test]
fn r_pop_6_and_r_rst_6_an_orderly_acknowledgement_never_takes_the_group_back_or_past_a_reset() {
    let order = r#","order":true,"from_min":true"#;
    let mut lab = lab_with(Profile::RocketMq53, 6);
    let batch = pop(&mut lab, 3, order);
    lab.commit("billing", "orders", 0, 2).unwrap();
    ack(&mut lab, &batch, 0);
    assert_eq!(stored(&lab), Some(2), "what lies below the saved offset is ignored");
    let mut lab = lab_with(Profile::RocketMq53, 6);
    let batch = pop(&mut lab, 3, order);
    let to = offset_lab::sim::ResetTarget::Offset(offset_lab::engine::QueueOffset(1));
    lab.reset("billing", "orders", to).unwrap();
    ack(&mut lab, &batch, 1);
    ack(&mut lab, &batch, 0);
    ack(&mut lab, &batch, 2);
    assert_eq!(stored(&lab), Some(1), "while a reset is pending nothing is saved");
}

#[test]
fn r_pop_2_checkpoints_outlive_a_restart() {
    for kill in [false, true] {
        let mut lab = lab_with(Profile::RocketMq53, 3);
        pop(&mut lab, 3, r#","invisible_ms":10000"#);
        lab.tell_json(&format!(r#"{{"restart_broker":{{"kill":{kill}}}}}"#));
        assert_eq!(in_flight(&lab), 0, "the counters don't");
        lab.run_ms(14_000);
        assert_eq!(max(&lab, "%RETRY%billing_orders"), 3);
    }
}

#[test]
fn r_pop_8_without_the_timer_wheel_and_before_5_0_there_is_no_pop() {
    let one =
        r#"{"broker":{"pop":{"group":"billing","topic":"orders","max_messages":1,"invisible_ms":100}}}"#;
    for profile in Profile::ALL {
        let mut lab = lab_with(profile, 1);
        let knows = !matches!(profile, Profile::RocketMq49 | Profile::RocketMq48 | Profile::RocketMq32);
        assert_eq!(lab.obey(command(one)).is_ok(), knows, "{profile:?}");
        let pops = r#"{"set_group":{"group":"billing","protocol":"pop"}}"#;
        assert_eq!(lab.obey(command(pops)).is_ok(), knows, "{profile:?}");
        lab.tell_json(r#"{"set_broker":{"timer_wheel":false}}"#);
        let expected = if knows { code::SYSTEM_ERROR } else { code::REQUEST_CODE_NOT_SUPPORTED };
        assert_eq!(lab.refused(command(one)).code(), expected);
    }
}

#[test]
fn r_init_5_and_7_where_a_pop_group_begins() {
    // What each profile hands out first, and what is saved: of a young queue, then of one whose begin was
    // purged.
    let cases = [
        (Profile::Docs50, vec![], vec![]),
        (Profile::RocketMq53, vec![0, 1, 2], vec![7]),
        (Profile::RocketMq51, vec![2], vec![7]),
    ];
    for (profile, young, old) in cases {
        let mut lab = lab_with(profile, 3);
        assert_eq!(offsets(&pop(&mut lab, 32, "")), young, "{profile:?}");
        assert_eq!(stored(&lab), Some(3));
        lab.send_full("orders", 5);
        lab.expire(2);
        let min = lab.min_max("orders", 0).0;
        assert!(min > 0);
        lab.create_group("b");
        lab.create_group("c");
        assert_eq!(offsets(&pop_of(&mut lab, "b", 32, "")), old, "{profile:?}");
        let from_min = pop_of(&mut lab, "c", 32, r#","from_min":true"#);
        let expected = if profile == Profile::Docs50 { vec![] } else { (min..8).collect() };
        assert_eq!(offsets(&from_min), expected, "{profile:?}");
        lab.create_topic("empty", 1);
        let empty = r#"{"broker":{"pop":{"group":"c","topic":"empty","max_messages":1,"invisible_ms":100,"from_min":true}}}"#;
        lab.tell_json(empty);
        let saved = lab.world().broker().consumer_offsets().stored("c", "empty", 0);
        assert_eq!(
            saved.is_some(),
            profile != Profile::RocketMq51,
            "{profile:?}: Min is saved only since 5.2"
        );
    }
}

#[test]
fn r_init_6_a_pop_retry_topic_begins_at_0() {
    let mut lab = lab_with(Profile::RocketMq53, 1);
    pop(&mut lab, 1, r#","invisible_ms":1000"#);
    lab.run_ms(5_000);
    let stored = lab.world().broker().consumer_offsets().stored("billing", "%RETRY%billing_orders", 0);
    assert_eq!(stored.map(|offset| offset.0), Some(0));
}

#[test]
fn r_rst_9_a_pop_takes_up_the_reset_and_what_is_hidden_still_comes_back() {
    let mut lab = lab_with(Profile::RocketMq53, 4);
    pop(&mut lab, 4, r#","invisible_ms":5000"#);
    assert_eq!(in_flight(&lab), 4);
    lab.reset("billing", "orders", offset_lab::sim::ResetTarget::Offset(offset_lab::engine::QueueOffset(1)))
        .unwrap();
    assert_eq!((stored(&lab), in_flight(&lab)), (Some(1), 0));
    let again = pop(&mut lab, 32, r#","invisible_ms":60000"#);
    assert_eq!((offsets(&again), stored(&lab)), (vec![1, 2, 3], Some(4)));
    assert_eq!(lab.world().broker().consumer_offsets().pending("billing", "orders", 0), None);
    lab.run_ms(9_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 4, "the checkpoints of before are still there");
}

#[test]
fn r_lag_3_and_6_a_pop_groups_metrics_count_what_is_in_flight() {
    let mut lab = lab_with(Profile::RocketMq53, 10);
    lab.run_to_ms(2_000);
    let popped = pop(&mut lab, 4, r#","invisible_ms":5000"#);
    ack(&mut lab, &popped, 0);
    let metrics = |lab: &Lab, topic: &str| {
        lab.world().broker().lag_metrics(&name("billing"), &name(topic), &[], lab.world().now_ms())
    };
    let orders = metrics(&lab, "orders");
    assert_eq!((orders.lag_messages, orders.ready_messages, orders.inflight_messages), (9, 6, 3));
    assert_eq!((orders.lag_latency_ms, orders.queueing_latency_ms), (2_000, 2_000));
    lab.run_ms(9_000);
    assert_eq!(metrics(&lab, "orders").inflight_messages, 0, "revived ones are not in flight");
    assert_eq!(metrics(&lab, "%RETRY%billing_orders").lag_messages, 3, "they are the retry topic's");
}

#[test]
fn r_ret_12_a_deleted_topic_takes_its_pop_retry_topics_along() {
    let mut lab = lab_with(Profile::RocketMq53, 1);
    pop(&mut lab, 1, r#","invisible_ms":1000"#);
    lab.run_ms(5_000);
    assert_eq!(lab.world().broker().queue_count("%RETRY%billing_orders"), 1);
    lab.tell_json(r#"{"delete_topic":{"topic":"orders"}}"#);
    assert_eq!(lab.world().broker().queue_count("%RETRY%billing_orders"), 0);
}
