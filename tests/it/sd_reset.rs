//! One test per sentence of the documentation page about initial offsets and resets: SD-15 to SD-17 and
//! SD-20. Not here: RocketMQ's own rules of reset (`rules_reset`).
//!
//! Invariant: each test fails when its sentence stops being true of its profile.

use crate::lab::{Lab, START_MS, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::event::InitialRule;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, Event, QueueOffset};
use offset_lab::sim::{QueueChoice, ResetTarget};

/// The first offset that a group was given on a queue, and by which rule.
fn initial(lab: &Lab, group: &str) -> Option<(i64, bool, InitialRule)> {
    lab.events.iter().find_map(|timed| match &timed.event {
        Event::InitialOffset { group: of, offset, saved, rule, .. } if of.as_str() == group => {
            Some((offset.0, *saved, *rule))
        }
        _ => None,
    })
}

/// The initial offset is Max when messages are received for the first time, and it is saved.
#[test]
fn sd_15_the_initial_offset_is_max_at_the_first_receive_and_saved() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 10);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None, "none before the first receive");
    lab.run_ms(1_000);
    lab.send("orders", 0, 2);
    lab.add_consumer("billing-1", "billing", "orders");
    assert_eq!(initial(&lab, "billing"), Some((12, true, InitialRule::DocsMax)));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(12), "saved at once");
    // The client dies before it has saved anything: the offset stays, and nothing is skipped.
    lab.send("orders", 0, 3);
    lab.remove_consumer("billing-1", true);
    lab.send("orders", 0, 3);
    lab.add_consumer("billing-2", "billing", "orders");
    lab.run_ms(5_000);
    assert_eq!(
        lab.delivered_to("billing-2"),
        (12..18).collect::<Vec<i64>>(),
        "all that came after, nothing before"
    );
}

/// A group can be reset to any offset in the queue.
#[test]
fn sd_16_a_reset_goes_to_any_offset_in_the_queue() {
    let mut lab = Lab::docs(2);
    lab.small_segments();
    for queue in [0, 0, 0, 0, 0, 0, 1, 1, 0, 0] {
        lab.send("orders", queue, 1);
    }
    lab.expire(1);
    assert_eq!((lab.min_max("orders", 0), lab.min_max("orders", 1)), ((2, 8), (0, 2)));
    let (group, topic) = (name("billing"), name("orders"));
    for target in 2..=8 {
        let (queues, to) = (QueueChoice::Some(vec![0]), ResetTarget::Offset(QueueOffset(target)));
        lab.tell(offset_lab::sim::Command::ResetOffset {
            group: group.clone(),
            topic: topic.clone(),
            queues,
            to,
        });
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(target));
        let moved = lab.pull("billing", "orders", 0, 5);
        assert_eq!(
            (moved.status, moved.next.0),
            (PullStatus::OffsetReset, target),
            "the next pull learns of it"
        );
        let first = lab.pull("billing", "orders", 0, target).offsets.first().map(|offset| offset.0);
        assert_eq!(first, (target < 8).then_some(target), "and goes on there");
    }
    assert_eq!(lab.consumer_offset("billing", "orders", 1), None, "a reset of one queue is one of one queue");
    for outside in [-1, 0, 1, 9] {
        let refusal = lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(outside))).unwrap_err();
        assert_eq!(refusal.code(), 1, "{outside} is in no way in the queue");
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(8));
    }
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    assert_eq!(
        (0..2).map(|q| lab.consumer_offset("billing", "orders", q)).collect::<Vec<_>>(),
        [Some(2), Some(0)]
    );
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    assert_eq!(
        (0..2).map(|q| lab.consumer_offset("billing", "orders", q)).collect::<Vec<_>>(),
        [Some(8), Some(2)]
    );
}

/// A live consumer is brought to the target, forward and back.
#[test]
fn sd_16_a_reset_moves_a_live_consumer() {
    let mut lab = Lab::docs(1);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.send("orders", 0, 10);
    lab.run_ms(20_000);
    assert_eq!(lab.delivered_to("billing-1"), (0..10).collect::<Vec<i64>>());
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(4))).unwrap();
    lab.run_ms(40_000);
    let delivered = lab.delivered_to("billing-1");
    assert_eq!(delivered[10..], (4..10).collect::<Vec<i64>>(), "read again from the target on");
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10));
}

/// Reset to a time: the offset closest to that time.
#[test]
fn sd_17_a_reset_to_a_time_goes_to_the_closest_message() {
    let mut lab = Lab::docs(1);
    for second in 1..=10 {
        lab.run_to_ms(second * 1_000);
        lab.send("orders", 0, 1);
    }
    lab.run_to_ms(20_000);
    // Offset i was stored at (i + 1) seconds. A tie goes to the earlier; before the first and after the last
    // there is nothing closer.
    let table = [
        (0, 0),
        (1_000, 0),
        (1_499, 0),
        (1_500, 0),
        (1_501, 1),
        (5_000, 4),
        (5_500, 4),
        (5_501, 5),
        (9_700, 9),
        (10_000, 9),
        (10_001, 9),
        (19_000, 9),
    ];
    for (at_ms, expected) in table {
        lab.reset("billing", "orders", ResetTarget::TimeMs(EpochMs(START_MS + at_ms))).unwrap();
        assert_eq!(
            lab.consumer_offset("billing", "orders", 0),
            Some(expected),
            "the message closest to {at_ms} ms"
        );
        assert_eq!(lab.pull("billing", "orders", 0, 0).next.0, expected);
    }
}

/// 5.x: Max when receiving starts, whatever the queue looks like. (3.x and 4.x are profiles of a later
/// issue.)
#[test]
fn sd_20_in_5x_a_new_group_starts_at_max_whatever_the_queue() {
    for (young, messages) in [(true, 0), (true, 6), (false, 6)] {
        let mut lab = Lab::docs(1);
        lab.small_segments();
        if messages > 0 {
            lab.send("orders", 0, messages);
        }
        if !young {
            lab.expire(1);
        }
        lab.add_consumer("billing-1", "billing", "orders");
        assert_eq!(initial(&lab, "billing"), Some((messages as i64, true, InitialRule::DocsMax)));
    }
}

/// What a 5.3 broker and its client do instead: R-INIT-1 to R-INIT-4.
#[test]
fn sd_20_in_rocketmq_5_3_a_new_group_starts_by_the_state_of_the_queue() {
    // Min is 0 and the message there is in memory: the broker says 0, the whole history.
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.send("orders", 0, 6);
    lab.add_consumer("billing-1", "billing", "orders");
    assert_eq!(initial(&lab, "billing"), Some((0, false, InitialRule::BrokerZero)));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None, "not saved before there is progress");
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("billing-1"), (0..6).collect::<Vec<i64>>());
    // Min above 0: the client asks for the last offset.
    lab.expire(1);
    lab.create_group("audit");
    lab.add_consumer("audit-1", "audit", "orders");
    assert_eq!(initial(&lab, "audit"), Some((6, false, InitialRule::ClientLast)));
    // It dies before it has saved anything: the next one computes a new Max, and what came meanwhile is
    // skipped.
    lab.remove_consumer("audit-1", true);
    lab.send("orders", 0, 4);
    lab.add_consumer("audit-2", "audit", "orders");
    lab.send("orders", 0, 1);
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("audit-2"), [10]);
    // FIRST_OFFSET asks for 0, and the pull corrects that to Min.
    lab.tell_json(r#"{"create_group":{"group":"first","consume_from":"first_offset"}}"#);
    lab.add_consumer("first-1", "first", "orders");
    assert_eq!(initial(&lab, "first"), Some((0, false, InitialRule::ClientFirst)));
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("first-1"), (2..11).collect::<Vec<i64>>());
    // TIMESTAMP asks for the first message at or after a time.
    let at_ms = lab.world().broker().store_time("orders", 0, QueueOffset(10)).unwrap().0;
    let consume_from = format!(r#"{{"timestamp_ms":{at_ms}}}"#);
    lab.tell_json(&format!(r#"{{"create_group":{{"group":"timed","consume_from":{consume_from}}}}}"#));
    lab.add_consumer("timed-1", "timed", "orders");
    assert_eq!(initial(&lab, "timed"), Some((6, false, InitialRule::ClientTimestamp)));
    // A queue that was never written: 0, which is Max.
    lab.create_topic("empty", 1);
    lab.create_group("early");
    lab.add_consumer("early-1", "early", "empty");
    assert_eq!(initial(&lab, "early"), Some((0, false, InitialRule::ClientLast)));
}

/// SD-19: only visible messages are reset, not those that are scheduled or wait for a retry.
#[test]
fn sd_19_only_visible_messages_are_reset() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 3);
        let send_back = r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":1,"max_reconsume_times":16}}}"#;
        lab.tell_json(send_back);
        lab.tell_json(r#"{"send_message":{"topic":"orders","queue":0,"body":"later","delay_level":3}}"#);
        lab.commit("billing", "orders", 0, 3).unwrap();
        let untouched = lab.world().broker().pockets().clone();
        lab.run_ms(1_000);
        lab.reset("billing", "orders", ResetTarget::Max).unwrap();
        assert_eq!(
            lab.consumer_offset("billing", "orders", 0),
            Some(3),
            "{profile:?}: Max is of what is visible"
        );
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(0), "{profile:?}");
        assert_eq!(*lab.world().broker().pockets(), untouched, "{profile:?}");
        let lane = lab.lane("orders", 0);
        assert_eq!((lane.min.0, lane.max.0), (0, 3), "{profile:?}");
        lab.run_ms(9_200);
        let broker = lab.world().broker();
        let arrived = (broker.max_offset("orders", 0).0, broker.max_offset("%RETRY%billing", 0).0);
        assert_eq!(arrived, (4, 1), "{profile:?}: both come when their time comes");
    }
}
