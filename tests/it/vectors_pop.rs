//! Section 11: upstream's own tests of scheduled messages, POP and timer messages as vectors. Not here: the
//! other vectors (`vectors`, `vectors_clients`).
//!
//! Invariant: each test has the number of its vector.

use crate::lab::{Lab, START_MS, command, name};
use crate::rules_pop::{ack, offsets, pop, stored};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::ids::GroupQueue;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rejected::code;
use offset_lab::engine::waiting::delay_table::{DelayTable, Waiting};
use offset_lab::engine::waiting::origins::Origin;
use offset_lab::engine::waiting::pop_state::{OrderAck, OrderInfo, PopState};
use offset_lab::engine::{EpochMs, Event, QueueOffset};
use offset_lab::sim::ResetTarget;

const ORDER: &str = r#","order":true,"from_min":true"#;
const MIN: &str = r#","from_min":true"#;

/// Ten messages in one queue.
fn ten() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 10);
    lab
}

fn reset(lab: &mut Lab, to: i64) {
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(to))).unwrap();
}

/// Pops one by one to the end; after `k` messages it resets, and acknowledges where `more` says that it is in
/// order.
fn pop_all(k: usize, resets: &[i64], more: &str) -> Vec<i64> {
    let mut lab = ten();
    let mut got = Vec::new();
    loop {
        let one = pop(&mut lab, 1, more);
        got.extend(offsets(&one));
        if got.len() == k {
            resets.iter().for_each(|&to| reset(&mut lab, to));
        }
        assert!(got.len() < 100, "it never comes to the end: {got:?}");
        if one.messages.is_empty() {
            return got;
        }
        ack(&mut lab, &one, 0);
    }
}

#[test]
fn v_7_after_a_pop_a_reset_brings_the_rest_again() {
    let mut lab = ten();
    assert_eq!(pop(&mut lab, 32, MIN).messages.len(), 10);
    reset(&mut lab, 4);
    assert_eq!(pop(&mut lab, 32, MIN).messages.len(), 6);
}

#[test]
fn v_8_old_acknowledgements_do_not_free_an_orderly_queue_after_a_reset() {
    let mut lab = ten();
    let old = pop(&mut lab, 10, ORDER);
    assert_eq!(old.messages.len(), 10);
    reset(&mut lab, 2);
    assert_eq!(stored(&lab), Some(2));
    let new = pop(&mut lab, 10, ORDER);
    assert_eq!(new.messages.len(), 8);
    lab.run_ms(1);
    let late = offset_lab::engine::answer::PopAnswer { popped_at: EpochMs(old.popped_at.0 - 1), ..old };
    (0..10).for_each(|nth| ack(&mut lab, &late, nth));
    assert_eq!((pop(&mut lab, 10, ORDER).messages.len(), stored(&lab)), (0, Some(2)));
    (0..8).for_each(|nth| ack(&mut lab, &new, nth));
    assert_eq!(stored(&lab), Some(10));
    lab.send("orders", 0, 1);
    assert_eq!(offsets(&pop(&mut lab, 10, ORDER)), [10], "free again");
}

#[test]
fn v_9_a_reset_before_the_first_pop_skips_messages_in_order() {
    let mut lab = ten();
    reset(&mut lab, 4);
    let popped = pop(&mut lab, 32, ORDER);
    assert_eq!(offsets(&popped), [4, 5, 6, 7, 8, 9]);
    assert_eq!(pop(&mut lab, 32, ORDER).messages.len(), 0);
    (0..6).for_each(|nth| ack(&mut lab, &popped, nth));
    lab.send("orders", 0, 1);
    assert_eq!(offsets(&pop(&mut lab, 32, ORDER)), [10]);
}

#[test]
fn v_10_resets_while_it_pops() {
    for resets in [&[5][..], &[3, 5]] {
        assert!(pop_all(8, resets, MIN).len() >= 13, "{resets:?}");
    }
    for resets in [&[8][..], &[5, 8]] {
        assert!((4..10).contains(&pop_all(2, resets, MIN).len()), "{resets:?}");
    }
}

#[test]
fn v_11_resets_while_it_pops_in_order_and_acknowledges() {
    for resets in [&[5][..], &[3, 5]] {
        assert_eq!(pop_all(1, resets, ORDER), [0, 5, 6, 7, 8, 9], "{resets:?}");
    }
    for (resets, total) in [(&[3][..], 12), (&[3, 1], 14)] {
        let mut got = pop_all(5, resets, ORDER);
        assert_eq!(got.len(), total, "{resets:?}");
        got.sort();
        got.dedup();
        assert_eq!(got, (0..10).collect::<Vec<i64>>());
    }
}

#[test]
fn v_27_levels_of_5_and_8_seconds() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_broker":{"delay_levels":"5s 8s"}}"#);
    lab.tell_json(r#"{"send_message":{"topic":"orders","queue":0,"body":"x","delay_level":3}}"#);
    assert_eq!(lab.world().broker().max_offset("SCHEDULE_TOPIC_XXXX", 1).0, 1, "capped to level 2");
    lab.run_ms(7_900);
    assert_eq!(lab.pull("billing", "orders", 0, 0).status, PullStatus::NoMessageInQueue);
    lab.run_ms(7_100);
    assert_eq!(lab.pull("billing", "orders", 0, 0).status, PullStatus::Found);
    assert_eq!(DelayTable::default().delay_ms(999), 1_000, "a level that the table does not know");
    // {1:3, 2:5} with empty queues loads as {1:0, 2:0}.
    let mut table = DelayTable::default();
    for (queue, count) in [(0, 3), (1, 5)] {
        for offset in (0..count).map(QueueOffset) {
            let origin = Origin { topic: name("s"), queue, offset, reconsume_times: 0, body_bytes: 1 };
            let (topic, due) = (name("orders"), EpochMs(0));
            let waiting = Waiting { topic, queue: 0, due, body_bytes: 0, record_bytes: 0, tag: 0, origin };
            table.push(queue, offset, waiting);
            table.pass(queue, EpochMs(1));
        }
    }
    let offsets = |table: &DelayTable| table.levels().iter().map(|level| level.offset.0).collect::<Vec<_>>();
    assert_eq!(offsets(&table), [3, 5]);
    table.restart(false, EpochMs(2), |_| (QueueOffset(0), QueueOffset(9)));
    assert_eq!(offsets(&table), [3, 5]);
    table.restart(false, EpochMs(3), |_| (QueueOffset(0), QueueOffset(0)));
    assert_eq!(offsets(&table), [0, 0]);
}

/// First offsets that were decided on a topic.
fn begun(lab: &Lab, topic: &str) -> Vec<i64> {
    let begun = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::InitialOffset { topic: on, offset, saved: true, .. } if on.as_str() == topic => Some(offset.0),
        _ => None,
    });
    begun.collect()
}

#[test]
fn v_34_a_pop_group_begins_at_the_newest_message_and_its_retry_topic_at_min() {
    let mut lab = Lab::new(Profile::RocketMq53);
    lab.tell_json(r#"{"create_topic":{"topic":"orders","queues":1,"first_offsets":[989]}}"#);
    lab.tell_json(r#"{"create_topic":{"topic":"%RETRY%billing_orders","queues":1,"first_offsets":[100]}}"#);
    lab.create_group("billing");
    lab.send("orders", 0, 10);
    pop(&mut lab, 32, r#","order":true"#);
    assert_eq!((begun(&lab, "orders"), stored(&lab)), (vec![998], Some(998)));
    lab.send("orders", 0, 999);
    pop(&mut lab, 32, r#","order":true"#);
    assert_eq!((begun(&lab, "orders"), stored(&lab)), (vec![998], Some(998)), "it is decided once");
    (0..40).for_each(|_| _ = pop(&mut lab, 32, ""));
    assert_eq!(begun(&lab, "%RETRY%billing_orders"), [100]);
}

#[test]
fn v_38_the_order_info() {
    let at = EpochMs(7);
    let batch =
        |offsets: &[i64]| OrderInfo::new(at, 3_000, offsets.iter().map(|&o| QueueOffset(o)).collect(), None);
    let next = |offset| OrderAck::Next(QueueOffset(offset));
    let mut one = batch(&[1]);
    assert_eq!((one.ack(QueueOffset(1), EpochMs(8)), one.blocks(None, at)), (OrderAck::OldHandle, true));
    assert_eq!((one.ack(QueueOffset(1), at), one.blocks(None, at)), (next(2), false));
    let mut three = batch(&[1, 2, 3]);
    assert_eq!((three.ack(QueueOffset(1), at), three.ack(QueueOffset(3), at)), (next(2), next(2)));
    assert_eq!(three.ack(QueueOffset(4), at), OrderAck::Unknown);
    let mut again = batch(&[2, 3, 4]);
    let acks = [3, 4, 2].map(|offset| again.ack(QueueOffset(offset), at));
    assert_eq!(acks, [next(2), next(2), next(5)]);
}

fn send_at(lab: &mut Lab, ahead_ms: i64) -> bool {
    let at = lab.world().now_ms().0 + ahead_ms;
    let send =
        format!(r#"{{"send_message":{{"topic":"orders","queue":0,"body":"x","deliver_at_ms":{at}}}}}"#);
    lab.obey(command(&send)).map_err(|rejected| assert_eq!(rejected.code(), code::MESSAGE_ILLEGAL)).is_ok()
}

#[test]
fn v_39_a_time_too_far_ahead_is_refused_and_a_far_one_is_parked_again_on_its_way() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    assert!(!send_at(&mut lab, (259_200 + 20) * 1_000));
    assert!(send_at(&mut lab, 259_200 * 1_000));
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_broker":{"timer_roll_ms":2000}}"#);
    lab.run_ms(300);
    assert!(send_at(&mut lab, 4_000));
    lab.run_ms(3_900);
    assert_eq!(lab.world().broker().max_offset("rmq_sys_wheel_timer", 0).0, 2, "parked, and once again");
    assert_eq!(lab.min_max("orders", 0), (0, 0));
    lab.run_ms(1_000);
    assert_eq!(lab.min_max("orders", 0), (0, 1));
}

#[test]
fn r_tmr_1_and_2_never_early_and_less_than_a_second_late() {
    for (sent_at, ahead) in
        [(0, 1), (0, 1_000), (0, 1_500), (250, 4_750), (999, 2), (10, 172_800_000), (5, 259_200_000)]
    {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(r#"{"set_retention":{"reserved_ms":999999999999}}"#);
        lab.run_ms(sent_at);
        assert!(send_at(&mut lab, ahead));
        let due = sent_at + ahead as u64;
        let arrives = due.next_multiple_of(1_000);
        lab.run_to_ms(arrives - 1);
        assert_eq!(
            lab.min_max("orders", 0).1,
            0,
            "{ahead} ms ahead: not before the second that it lies in ends"
        );
        lab.run_to_ms(arrives);
        assert_eq!(lab.min_max("orders", 0).1, 1, "{ahead} ms ahead");
        assert!(lab.world().broker().pockets().timers.is_empty());
    }
}

#[test]
fn r_tmr_1_what_is_due_or_unknown_to_the_broker_is_stored_at_once_and_a_level_wins() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        assert!(send_at(&mut lab, 0) && send_at(&mut lab, 5_000));
        let at_once = if matches!(profile, Profile::RocketMq49 | Profile::RocketMq48 | Profile::RocketMq32) {
            2
        } else {
            1
        };
        assert_eq!(lab.min_max("orders", 0).1, at_once, "{profile:?}");
    }
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let both = format!(
        r#"{{"send_message":{{"topic":"orders","queue":0,"body":"x","delay_level":1,"deliver_at_ms":{}}}}}"#,
        START_MS + 60_000
    );
    lab.tell_json(&both);
    lab.run_ms(1_100);
    assert_eq!(lab.min_max("orders", 0).1, 1);
    lab.tell_json(r#"{"set_broker":{"timer_wheel":false}}"#);
    let late = both.replace(r#""delay_level":1,"#, "");
    assert_eq!(lab.refused(command(&late)).code(), code::SYSTEM_ERROR);
}

#[test]
fn v_40_the_in_flight_counter() {
    let mut state = PopState::default();
    let (start, key) = (EpochMs(1_000), GroupQueue::new(&name("g"), &name("t"), 0));
    state.restart(false, start);
    state.count_out(&key, 3);
    let before = EpochMs(start.0 - 1);
    let mut counts = vec![state.in_flight(&key)];
    for popped_at in [start, before, start, start, start] {
        state.count_back(&key, popped_at);
        counts.push(state.in_flight(&key));
    }
    assert_eq!(counts, [3, 2, 2, 1, 0, 0]);
}
