//! The projection of what lies aside of the queues, and the reset preview's words about it. Not here: the
//! rules behind it (`rules_later`, `rules_pop`).
//!
//! Invariant: what a pocket shows is what the broker will do.

use crate::lab::{Lab, START_MS, name};
use crate::rules_pop::{ack, pop};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, QueueOffset};
use offset_lab::projection::{deliveries_of, pockets, preview_reset};
use offset_lab::sim::{QueueChoice, ResetTarget};

fn send(lab: &mut Lab, more: &str) {
    lab.tell_json(&format!(r#"{{"send_message":{{"topic":"orders","queue":0,"body":"x"{more}}}}}"#));
}

fn send_back(lab: &mut Lab, offset: i64, level: i32) {
    let back = format!(
        r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":0,"offset":{offset},"delay_level":{level}}}}}}}"#
    );
    lab.tell_json(&back);
}

fn at(ms: i64) -> EpochMs {
    EpochMs(START_MS + ms)
}

#[test]
fn a_lab_without_pockets_has_none() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 3);
    assert_eq!(pockets(lab.world()), Default::default());
}

#[test]
fn scheduled_messages_wait_by_topic_the_next_one_first() {
    let mut lab = Lab::docs(1);
    send(&mut lab, r#","delay_level":3"#);
    send(&mut lab, r#","delay_level":1"#);
    send(&mut lab, &format!(r#","deliver_at_ms":{}"#, START_MS + 4_000));
    (0..30).for_each(|_| send(&mut lab, r#","delay_level":5"#));
    let shown = pockets(lab.world());
    assert!(shown.groups.is_empty());
    let [orders] = &shown.topics[..] else { panic!("{shown:?}") };
    assert_eq!((orders.topic.as_str(), orders.wait.count, orders.wait.first.len()), ("orders", 33, 20));
    assert_eq!(orders.wait.next_due_ms, Some(at(1_000)));
    let first: Vec<_> = orders.wait.first[..3].iter().map(|m| (m.due_ms, m.level, m.of.is_none())).collect();
    assert_eq!(first, [(at(1_000), Some(1), true), (at(4_000), None, true), (at(10_000), Some(3), true)]);
    lab.run_ms(1_000);
    assert_eq!(pockets(lab.world()).topics[0].wait.count, 32);
    lab.run_ms(70_000);
    assert_eq!(pockets(lab.world()), Default::default());
    assert_eq!(lab.min_max("orders", 0), (0, 33));
}

#[test]
fn a_group_shows_its_retries_and_its_dead_letters() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 5);
    send_back(&mut lab, 0, 0);
    send_back(&mut lab, 3, 1);
    send_back(&mut lab, 4, -1);
    let billing = pockets(lab.world()).groups.remove(0);
    assert_eq!((billing.group.as_str(), billing.retrying.count, billing.retry_ready), ("billing", 2, 0));
    assert_eq!((billing.dead_letters, billing.dead_letter_topic.as_str()), (1, "%DLQ%billing"));
    let message = &billing.retrying.first[0];
    assert_eq!((message.due_ms, message.level, message.reconsume_times), (at(1_000), Some(1), 1));
    assert_eq!(message.of, Some((name("orders"), 0, QueueOffset(3))));
    lab.run_ms(2_000);
    let billing = pockets(lab.world()).groups.remove(0);
    assert_eq!((billing.retrying.count, billing.retry_ready), (1, 1));
    lab.commit("billing", "%RETRY%billing", 0, 1).unwrap();
    assert_eq!(pockets(lab.world()).groups[0].retry_ready, 0);
    assert!(pockets(lab.world()).topics.is_empty(), "retries are the group's, not a topic's");
}

#[test]
fn a_group_shows_what_it_popped_and_did_not_acknowledge() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 40);
    let first = pop(&mut lab, 32, r#","invisible_ms":5000"#);
    lab.run_ms(1_000);
    pop(&mut lab, 2, r#","invisible_ms":9000"#);
    ack(&mut lab, &first, 0);
    ack(&mut lab, &first, 2);
    let billing = pockets(lab.world()).groups.remove(0);
    let [span] = &billing.hidden[..] else { panic!("{billing:?}") };
    assert_eq!((span.topic.as_str(), span.queue, span.count, span.order), ("orders", 0, 32, false));
    let listed = [(QueueOffset(1), at(5_000)), (QueueOffset(3), at(5_000))];
    assert_eq!((&span.first[..2], span.first.len()), (&listed[..], 20));
    assert_eq!(span.next_visible_ms, at(5_000), "the two at 10 s come later");
    lab.run_to_ms(8_100);
    let billing = pockets(lab.world()).groups.remove(0);
    assert_eq!((billing.hidden[0].count, billing.retry_ready), (2, 30));
    lab.create_group("ordered");
    let order = r#"{"broker":{"pop":{"group":"ordered","topic":"orders","queue":0,"max_messages":3,"invisible_ms":500,"from_min":true,"order":true}}}"#;
    lab.tell_json(order);
    let shown = pockets(lab.world());
    let span = &shown.groups[1].hidden[0];
    assert_eq!((span.count, span.order, span.first[0]), (3, true, (QueueOffset(0), at(8_600))));
}

#[test]
fn the_reset_preview_says_how_much_it_leaves_alone() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 8);
    send(&mut lab, r#","delay_level":3"#);
    send(&mut lab, &format!(r#","deliver_at_ms":{}"#, START_MS + 60_000));
    send_back(&mut lab, 0, 1);
    send_back(&mut lab, 1, 0);
    pop(&mut lab, 3, r#","invisible_ms":60000"#);
    lab.run_ms(2_000);
    let preview = |lab: &Lab| {
        let (group, topic) = (name("billing"), name("orders"));
        preview_reset(lab.world(), &group, &topic, &QueueChoice::All, &ResetTarget::Min).unwrap()
    };
    let before = preview(&lab);
    assert_eq!((before.scheduled, before.retrying, before.hidden), (2, 2, 3));
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    let after = preview(&lab);
    assert_eq!((after.scheduled, after.retrying, after.hidden), (2, 2, 3), "and it does");
}

/// R-CQ-4: up to 4.9 a queue whose every record is gone keeps its Min; what was in it is in no pocket all the
/// same.
#[test]
fn purged_retries_and_dead_letters_are_in_no_pocket_whatever_min_says() {
    for profile in [Profile::RocketMq49, Profile::RocketMq53] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.small_segments();
        lab.send("orders", 0, 4);
        send_back(&mut lab, 0, 1);
        send_back(&mut lab, 1, -1);
        lab.run_ms(5_000);
        let of_group =
            |lab: &Lab| pockets(lab.world()).groups.first().map(|of| (of.retry_ready, of.dead_letters));
        let in_retry = |lab: &Lab| deliveries_of(lab.world(), &name("billing")).in_retry;
        assert_eq!((of_group(&lab), in_retry(&lab)), (Some((1, 1)), 1), "{profile:?}");
        lab.send_full("orders", 4);
        let segments = lab.world().broker().log().segments().len() as u32;
        lab.expire(segments - 1);
        let min = lab.min_max("%RETRY%billing", 0).0;
        assert_eq!(min, i64::from(profile == Profile::RocketMq53), "{profile:?}");
        assert_eq!((of_group(&lab), in_retry(&lab)), (None, 0), "{profile:?}");
    }
}
