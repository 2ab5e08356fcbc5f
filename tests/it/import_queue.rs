//! A queue taken over from a real cluster: its numbers are exact, the lab goes on from them, and what nobody
//! recorded is refused in words. Not here: reading a cluster's files (`import`).
//!
//! Invariant: no expectation is a number that was not given or counted.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, QueueOffset, Rejected};
use offset_lab::projection::preview_reset;
use offset_lab::projection::table::csv;
use offset_lab::sim::{BrokerCall, QueueChoice, ResetTarget};

const MIN: i64 = 5_000_000_000;
const MAX: i64 = 9_000_000_100;

/// `orders` with one queue as on the cluster, and `billing` at `offset`.
fn imported(profile: Profile, offset: i64) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    import(&mut lab, Some(MIN), Some(MAX)).expect("the queue is fresh");
    lab.commit("billing", "orders", 0, offset).expect("it is inside the queue");
    lab
}

fn import(lab: &mut Lab, min: Option<i64>, max: Option<i64>) -> Result<(), Rejected> {
    let field = |name: &str, value: Option<i64>| value.map_or(String::new(), |v| format!(r#","{name}":{v}"#));
    let (min, max) = (field("min", min), field("max", max));
    lab.obey(command(&format!(r#"{{"import_queue":{{"topic":"orders","queue":0{min}{max}}}}}"#))).map(|_| ())
}

fn preview(lab: &Lab, to: ResetTarget) -> Result<offset_lab::projection::PreviewRow, Rejected> {
    let preview = preview_reset(lab.world(), &name("billing"), &name("orders"), &QueueChoice::All, &to)?;
    Ok(preview.rows[0].clone())
}

#[test]
fn min_max_offset_and_lag_are_exactly_those_of_the_cluster() {
    let lab = imported(Profile::RocketMq53, MAX - 1_000);
    let here = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!(lab.min_max("orders", 0), (MIN, MAX));
    assert_eq!((here.lag, here.lag_purged, here.lag_ms), (Some(1_000), 0, None));
    assert_eq!(lab.lane("orders", 0).first.0, 0, "what is below Min was there once (R-CQ-3)");
}

#[test]
fn a_reset_within_the_span_is_previewed_and_done() {
    let mut lab = imported(Profile::RocketMq53, 8_000_000_000);
    let row = preview(&lab, ResetTarget::Min).unwrap();
    assert_eq!((row.target.0, row.replayed, row.skipped, row.lag_after), (MIN, 3_000_000_000, 0, MAX - MIN));
    assert_eq!(row.replayed_bytes, None, "nobody recorded how large they are");
    let row = preview(&lab, ResetTarget::Max).unwrap();
    assert_eq!((row.target.0, row.replayed, row.skipped, row.lag_after), (MAX, 0, 1_000_000_100, 0));
    assert!(preview(&lab, ResetTarget::Offset(QueueOffset(MIN - 1))).is_err());
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(MIN + 1))).unwrap();
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(MIN + 1));
}

#[test]
fn the_lab_goes_on_producers_append_and_groups_consume() {
    let mut lab = imported(Profile::RocketMq53, MAX - 40);
    assert_eq!(lab.send("orders", 0, 3), MAX + 2, "the next message gets Max");
    let answer = lab.pull("billing", "orders", 0, MAX - 40);
    assert_eq!((answer.status, answer.offsets.len(), answer.next.0), (PullStatus::Found, 32, MAX - 8));
    let answer = lab.pull("billing", "orders", 0, MAX - 1);
    assert_eq!(
        answer.offsets.last().unwrap().0,
        MAX + 2,
        "a pull goes on from what was imported to what is new"
    );
    assert_eq!(lab.pull("billing", "orders", 0, MIN - 1).status, PullStatus::OffsetTooSmall);
    lab.add_consumer("c1", "billing", "orders");
    lab.run_ms(20_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(MAX + 3));
}

#[test]
fn a_time_among_imported_messages_is_refused_and_one_behind_them_is_exact() {
    for profile in Profile::ALL {
        let closest = !matches!(profile, Profile::RocketMq53 | Profile::RocketMq55);
        let mut lab = imported(profile, MAX - 10);
        let at = |ms: i64| START_MS + ms;
        let unknown = Rejected::TimesUnknown { topic: name("orders"), queue: 0 };
        let found = |lab: &Lab, time: i64| {
            lab.world().broker().offset_by_time("orders", 0, EpochMs(time)).map(|offset| offset.0)
        };
        assert_eq!(found(&lab, at(0)), Err(unknown.clone()), "they were stored by then, nobody knows when");
        assert_eq!(lab.reset("billing", "orders", ResetTarget::TimeMs(EpochMs(at(0)))), Err(unknown.clone()));
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(MAX - 10), "a refusal changes nothing");
        assert_eq!(found(&lab, at(1)), Ok(if closest { MAX - 1 } else { MAX }), "{profile:?}: all are older");
        lab.run_to_ms(1_000);
        lab.send("orders", 0, 1);
        // Closest: the message before may be closer. First at or after: it is the new one.
        assert_eq!(found(&lab, at(500)), if closest { Err(unknown) } else { Ok(MAX) }, "{profile:?}");
        assert_eq!(found(&lab, at(1_000)), Ok(MAX), "{profile:?}");
    }
    let lab = imported(Profile::RocketMq53, MAX - 10);
    assert_eq!(preview(&lab, ResetTarget::TimeMs(EpochMs(-1))).unwrap().target.0, MAX);
}

#[test]
fn a_group_that_starts_by_time_does_not_take_a_queue_whose_times_are_unknown() {
    let mut lab = imported(Profile::RocketMq53, MAX);
    let from =
        format!(r#"{{"create_group":{{"group":"audit","consume_from":{{"timestamp_ms":{START_MS}}}}}}}"#);
    lab.tell_json(&from);
    lab.add_consumer("c1", "audit", "orders");
    assert_eq!(lab.lane("orders", 0).groups[0].owner, None, "R-INIT-3: without an answer it is not taken");
    assert_eq!(lab.consumer_offset("audit", "orders", 0), None);
}

#[test]
fn imported_messages_go_with_the_first_segment_of_the_lab() {
    for profile in Profile::ALL {
        let mut lab = imported(profile, MAX - 10);
        lab.small_segments();
        for _ in 0..3 {
            lab.send_sized("orders", 0, 1016);
        }
        lab.tell_json(r#"{"restart_broker":{}}"#);
        assert_eq!(lab.min_max("orders", 0), (MIN, MAX + 3), "{profile:?}");
        lab.expire(1);
        assert_eq!(lab.min_max("orders", 0), (MAX + 1, MAX + 3), "{profile:?}");
        let here = lab.progress("billing", "orders", 0).unwrap();
        assert_eq!((here.lag, here.lag_purged), (Some(13), 11));
        if matches!(profile, Profile::RocketMq53 | Profile::RocketMq55) {
            let row = preview(&lab, ResetTarget::TimeMs(EpochMs(START_MS - 1))).unwrap();
            assert_eq!((row.target.0, row.purged, row.purged_is_about), (MAX + 1, MAX + 1 - MIN, true));
        }
        lab.tell_json(r#"{"restart_broker":{}}"#);
        let answer = lab.pull("billing", "orders", 0, MAX - 10);
        assert_ne!(answer.status, PullStatus::Found, "{profile:?}: what is purged does not come back");
    }
}

#[test]
fn what_is_unknown_is_shown_as_unknown_and_nothing_is_done_with_it() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    import(&mut lab, None, Some(100)).unwrap();
    lab.commit("billing", "orders", 0, 40).unwrap();
    let lane = lab.lane("orders", 0);
    assert_eq!((lane.known_min(), lane.known_max()), (None, Some(QueueOffset(100))));
    let here = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((here.lag, here.lag_purged), (Some(60), 0), "the lag needs Max alone");
    let text = csv(&offset_lab::projection::boards(lab.world()));
    assert!(text.ends_with("orders,0,,100,billing,40,,60,,\n"), "{text}");

    let unknown =
        |what: &str| Rejected::OffsetUnknown { topic: name("orders"), queue: 0, what: what.to_string() };
    assert_eq!(preview(&lab, ResetTarget::Max), Err(unknown("Min")));
    assert_eq!(preview(&lab, ResetTarget::TimeMs(EpochMs(-1))), Err(unknown("Min")));
    let client = r#"{"add_consumer":{"consumer":"c1","group":"billing","topic":"orders","processing_us":1}}"#;
    assert_eq!(lab.refused(command(client)), unknown("Min"));
    let producer = r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":1,"body_bytes":1}}"#;
    assert_eq!(lab.refused(command(producer)), unknown("Min"));
    for call in [
        r#"{"send":{"topic":"orders","queue":0,"body_bytes":1}}"#,
        r#"{"pull":{"group":"billing","topic":"orders","queue":0,"offset":40,"max_messages":1}}"#,
        r#"{"min_offset":{"topic":"orders","queue":0}}"#,
        r#"{"max_offset":{"topic":"orders","queue":0}}"#,
        r#"{"search_offset":{"topic":"orders","queue":0,"timestamp_ms":1}}"#,
        r#"{"query_offset":{"group":"audit","topic":"orders","queue":0}}"#,
        r#"{"consume_stats":{"group":"billing"}}"#,
    ] {
        let call: BrokerCall = serde_json::from_str(call).unwrap();
        assert_eq!(lab.refused(offset_lab::sim::Command::Broker(call)), unknown("Min"));
    }

    import(&mut lab, None, None).unwrap();
    assert_eq!(lab.progress("billing", "orders", 0).unwrap().lag, None);
    assert_eq!(preview(&lab, ResetTarget::Min), Err(unknown("Min and Max")));
    import(&mut lab, Some(30), Some(100)).expect("more is known now, and nothing was written");
    assert_eq!(preview(&lab, ResetTarget::Min).unwrap().replayed, 10);
}

#[test]
fn a_queue_in_use_is_not_overwritten_and_impossible_numbers_are_refused() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    assert_eq!(import(&mut lab, Some(-1), None), Err(Rejected::out_of_range("min", -1, 0, i64::MAX)));
    assert_eq!(import(&mut lab, Some(9), Some(8)), Err(Rejected::out_of_range("max", 8, 9, i64::MAX)));
    lab.add_consumer("c1", "billing", "orders");
    let in_use = Rejected::QueueInUse { topic: name("orders"), queue: 0 };
    assert_eq!(import(&mut lab, Some(1), Some(2)), Err(in_use.clone()));
    lab.remove_consumer("c1", false);
    import(&mut lab, Some(i64::MAX), Some(i64::MAX)).unwrap();
    let send = r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":1}}}"#;
    assert!(matches!(lab.refused(command(send)), Rejected::OffsetsExhausted { .. }), "the range ends here");
    import(&mut lab, Some(1), Some(2)).unwrap();
    lab.send("orders", 0, 1);
    assert_eq!(import(&mut lab, Some(1), Some(2)), Err(in_use));
}
