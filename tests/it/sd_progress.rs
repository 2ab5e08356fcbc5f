//! One test per sentence of the documentation page about a group's progress: SD-8 to SD-14. Not here: where a
//! new group starts, and resets (`sd_reset`).
//!
//! Invariant: each test fails when its sentence stops being true of the profile `docs-5.0`.

use crate::lab::Lab;
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::event::CorrectionReason;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::projection::actors;
use offset_lab::projection::health::Verdict;
use offset_lab::projection::lanes::boards;
use offset_lab::sim::ResetTarget;

/// For each group and queue the broker records progress.
#[test]
fn sd_08_progress_is_recorded_per_group_and_queue() {
    let mut lab = Lab::docs(2);
    lab.create_topic("refunds", 1);
    lab.create_group("audit");
    lab.send("orders", 0, 9);
    lab.send("orders", 1, 9);
    lab.send("refunds", 0, 9);
    let places = [
        ("billing", "orders", 0),
        ("billing", "orders", 1),
        ("audit", "orders", 0),
        ("billing", "refunds", 0),
    ];
    for (i, (group, topic, queue)) in places.into_iter().enumerate() {
        lab.commit(group, topic, queue, i as i64 + 2).unwrap();
    }
    for (i, (group, topic, queue)) in places.into_iter().enumerate() {
        assert_eq!(
            lab.consumer_offset(group, topic, queue),
            Some(i as i64 + 2),
            "{group} on {topic}/{queue}"
        );
    }
    assert_eq!(lab.consumer_offset("audit", "orders", 1), None, "no progress is not progress 0");
    lab.commit("billing", "orders", 1, 9).unwrap();
    let now = places.map(|(group, topic, queue)| lab.consumer_offset(group, topic, queue).unwrap());
    assert_eq!(now, [2, 9, 4, 5], "a commit moves one group on one queue");
}

/// Nothing is recorded of a group that has read nothing: its lag is unknown, not 0.
#[test]
fn sd_08_a_group_without_progress_has_no_lag() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 9);
    let of_billing = |lab: &Lab| (actors(lab.world()).groups[0].lag, actors(lab.world()).groups[0].verdict);
    assert_eq!(of_billing(&lab), (None, Verdict::Unknown));
    lab.commit("billing", "orders", 0, 4).unwrap();
    assert_eq!(of_billing(&lab), (Some(5), Verdict::Stopped));
}

/// After a restart of the consumer, or of the broker, consumption goes on at the saved offset.
#[test]
fn sd_09_a_restart_goes_on_at_the_saved_offset() {
    let mut lab = Lab::docs(1);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.send("orders", 0, 27);
    lab.run_ms(21_000);
    lab.send("orders", 0, 3);
    lab.run_ms(500);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(27), "it saves every 5 s");
    lab.remove_consumer("billing-1", false);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(30), "and when it leaves");
    lab.send("orders", 0, 5);
    lab.run_ms(6_000);
    lab.tell_json(r#"{"restart_broker":{"kill":false}}"#);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(30), "the broker keeps it over a restart");
    lab.tell_json(r#"{"restart_broker":{"kill":true}}"#);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(30), "and over a kill, once it was flushed");
    lab.add_consumer("billing-1", "billing", "orders");
    let resumed = lab.events.iter().filter_map(|timed| match timed.event {
        Event::Resumed { offset, .. } => Some(offset.0),
        _ => None,
    });
    assert_eq!(resumed.collect::<Vec<_>>(), [30]);
    lab.run_ms(20_000);
    assert_eq!(
        lab.delivered_to("billing-1"),
        (0..35).collect::<Vec<i64>>(),
        "nothing twice, nothing left out"
    );
}

/// A saved offset that has expired or was deleted: Min is used.
#[test]
fn sd_10_an_expired_or_deleted_offset_means_min() {
    // The position has expired: its message is gone.
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.send("orders", 0, 20);
    lab.commit("billing", "orders", 0, 3).unwrap();
    lab.expire(4);
    assert_eq!(lab.min_max("orders", 0), (8, 20));
    lab.add_consumer("billing-1", "billing", "orders");
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("billing-1"), (8..20).collect::<Vec<i64>>());
    // The saved offset was deleted by an administrator.
    lab.remove_consumer("billing-1", false);
    lab.tell_json(r#"{"remove_offsets":{"group":"billing","topic":"orders"}}"#);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None);
    lab.add_consumer("billing-2", "billing", "orders");
    lab.run_ms(5_000);
    assert_eq!(lab.delivered_to("billing-2"), (8..20).collect::<Vec<i64>>());
}

/// The same where a lab lets progress expire by time.
#[test]
fn sd_10_progress_that_expired_by_time_means_min_on_every_queue() {
    let mut lab = Lab::docs(2);
    lab.tell_json(r#"{"set_broker":{"offset_expiry_ms":120000}}"#);
    lab.add_consumer("billing-1", "billing", "orders");
    for queue in 0..2 {
        lab.send("orders", queue, 7);
    }
    lab.run_ms(200_000);
    assert_eq!(
        lab.consumer_offset("billing", "orders", 1),
        Some(7),
        "while a client is there nothing expires"
    );
    lab.remove_consumer("billing-1", false);
    lab.run_ms(110_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 1), Some(7));
    lab.run_ms(30_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 1), None, "expired");
    lab.add_consumer("billing-2", "billing", "orders");
    assert_eq!(
        (0..2).map(|q| lab.consumer_offset("billing", "orders", q)).collect::<Vec<_>>(),
        [Some(0), Some(0)]
    );
}

/// Offsets belong to the group, not to a client.
#[test]
fn sd_11_offsets_belong_to_the_group_not_to_a_client() {
    let mut lab = Lab::docs(2);
    lab.create_group("audit");
    lab.add_consumer("billing-1", "billing", "orders");
    for queue in 0..2 {
        lab.send("orders", queue, 10);
    }
    lab.run_ms(20_000);
    lab.remove_consumer("billing-1", false);
    for queue in 0..2 {
        lab.send("orders", queue, 10);
    }
    // Another client of the group goes on where the first one stopped; a client of another group does not.
    lab.add_consumer("billing-2", "billing", "orders");
    lab.add_consumer("audit-1", "audit", "orders");
    lab.run_ms(20_000);
    let mut second = lab.delivered_to("billing-2");
    second.sort();
    let wanted: Vec<i64> = (10..20).flat_map(|offset| [offset, offset]).collect();
    assert_eq!(second, wanted);
    assert_eq!(lab.delivered_to("audit-1"), [] as [i64; 0], "audit is new: it starts at Max");
    // A third client takes over a queue whose progress the second one has not saved yet: nothing is read
    // twice.
    for queue in 0..2 {
        lab.send("orders", queue, 10);
    }
    lab.run_ms(1_000);
    lab.add_consumer("billing-3", "billing", "orders");
    for queue in 0..2 {
        lab.send("orders", queue, 10);
    }
    lab.run_ms(20_000);
    assert_eq!(lab.delivered_to("billing-3"), (30..40).collect::<Vec<i64>>());
    assert_eq!(lab.progress("billing", "orders", 1).unwrap().owner.unwrap().as_str(), "billing-3");
}

/// ConsumerOffset <= MaxOffset.
#[test]
fn sd_12_the_consumer_offset_never_passes_max() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 5);
    lab.commit("billing", "orders", 0, 5).expect("Max itself is allowed");
    let refusal = lab.commit("billing", "orders", 0, 6).unwrap_err();
    assert_eq!((refusal.code(), refusal.rule()), (1, "SD-12"));
    assert!(refusal.remark().contains("6 not in consume queue range [0-5]"), "{refusal}");
    let refusal = lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(6))).unwrap_err();
    assert_eq!(refusal.code(), 1);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(5), "a refusal changes nothing");
    // A commit that travels with a pull is held to the same.
    let pull = r#""group":"billing","topic":"orders","queue":0,"offset":5,"max_messages":32,"commit":9"#;
    lab.tell_json(&format!(r#"{{"broker":{{"pull":{{{pull}}}}}}}"#));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(5));
    // And the live lab keeps to it at every moment.
    lab.tell_json(
        r#"{"add_producer":{"producer":"shop","topic":"orders","rate_per_s":90,"body_bytes":100}}"#,
    );
    lab.add_consumer("billing-1", "billing", "orders");
    for _ in 0..300 {
        lab.run_ms(100);
        let on_lane = lab.progress("billing", "orders", 0).unwrap();
        assert!(on_lane.consumer_offset.unwrap() <= lab.lane("orders", 0).max && on_lane.lag.unwrap() >= 0);
    }
}

/// Equal to Max when nothing waits; otherwise Max - ConsumerOffset is the number of messages that wait.
#[test]
fn sd_13_max_minus_consumer_offset_is_what_waits() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 12);
    for consumed in 0..=12 {
        lab.commit("billing", "orders", 0, consumed).unwrap();
        let on_lane = lab.progress("billing", "orders", 0).unwrap();
        let (_, max) = lab.min_max("orders", 0);
        let waiting = lab.pull("billing", "orders", 0, consumed).offsets.len() as i64;
        assert_eq!((on_lane.lag, waiting), (Some(12 - consumed), max - consumed));
    }
    let on_lane = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((on_lane.consumer_offset, on_lane.lag_ms), (Some(lab.lane("orders", 0).max), Some(0)));
    // A live group that has caught up shows 0, and what is sent then waits until it is consumed.
    lab.add_consumer("billing-1", "billing", "orders");
    lab.run_ms(30_000);
    assert_eq!(lab.progress("billing", "orders", 0).unwrap().lag, Some(0));
    lab.tell_json(r#"{"pause_consumer":{"consumer":"billing-1","paused":true}}"#);
    lab.send("orders", 0, 4);
    assert_eq!(lab.progress("billing", "orders", 0).unwrap().lag, Some(4));
    lab.run_ms(1_500);
    lab.tell_json(r#"{"pause_consumer":{"consumer":"billing-1","paused":false}}"#);
    lab.run_ms(30_000);
    assert_eq!(lab.progress("billing", "orders", 0).unwrap().lag, Some(0));
    let lags = boards(lab.world()).into_iter().flat_map(|board| board.lanes).flat_map(|lane| lane.groups);
    assert_eq!(lags.map(|group| group.lag).collect::<Vec<_>>(), [Some(0)]);
}

/// Normally ConsumerOffset >= Min; otherwise the server corrects it.
#[test]
fn sd_14_an_offset_below_min_is_corrected_by_the_server() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.send("orders", 0, 20);
    lab.commit("billing", "orders", 0, 3).unwrap();
    lab.expire(4);
    assert_eq!((lab.min_max("orders", 0), lab.consumer_offset("billing", "orders", 0)), ((8, 20), Some(3)));
    let refusal = lab.commit("billing", "orders", 0, 7).unwrap_err();
    assert_eq!(refusal.code(), 1, "nobody can bring it below Min");
    // The server itself restores it: one pull, and no client commits anything.
    let pulled = lab.pull("billing", "orders", 0, 3);
    assert_eq!((pulled.status, pulled.code, pulled.next.0), (PullStatus::OffsetTooSmall, 21, 8));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(8));
    let corrected = lab.events.iter().find_map(|timed| match timed.event {
        Event::OffsetCorrected { from, to, reason, .. } => Some((from.0, to.0, reason)),
        _ => None,
    });
    assert_eq!(corrected, Some((3, 8, CorrectionReason::BelowMin)));
    assert_eq!(lab.pull("billing", "orders", 0, 8).offsets[0].0, 8);
    // A queue whose messages are all gone has Min = Max, and that is where it goes on.
    lab.create_topic("busy", 1);
    lab.send("busy", 0, 40);
    lab.expire(20);
    assert_eq!(lab.min_max("orders", 0), (20, 20));
    assert_eq!(lab.pull("billing", "orders", 0, 8).next.0, 20);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(20));
}
