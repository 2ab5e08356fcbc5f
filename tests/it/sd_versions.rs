//! SD-18 (cold reads: the price of a backward reset) and SD-20 (the initial offset of 3.x and 4.x), as labs.
//! Not here: the other sentences of the page (`sd`, `sd_progress`, `sd_reset`).
//!
//! Invariant: each number follows from a rule that the test names.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::ResetTarget;

/// 400 messages of 1016 bytes, one a segment, all consumed by one client. `settings` is a `set_broker`.
fn consumed(profile: Profile, settings: &str) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.small_segments();
    lab.tell(command(settings));
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(1_000);
    for _ in 0..100 {
        lab.send_full("orders", 4);
        lab.run_ms(20);
    }
    lab.run_to_ms(40_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(400));
    lab
}

/// What a reset to Min costs: ms until caught up again after the first redelivery, pulls that brought
/// messages, cold reads.
fn price(mut lab: Lab) -> (i64, usize, usize) {
    let before = lab.events.len();
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.run_ms(120_000);
    let later = &lab.events[before..];
    let pulls: Vec<i64> = later
        .iter()
        .filter(|timed| matches!(timed.event, Event::Delivered { .. }))
        .map(|timed| timed.at.whole_ms())
        .collect();
    let cold = later.iter().filter(|timed| matches!(timed.event, Event::ColdRead { .. })).count();
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(400), "all of it was consumed again");
    (pulls[pulls.len() - 1] - pulls[0], pulls.len(), cold)
}

#[test]
fn sd_18_a_backward_reset_reads_from_the_disk_in_smaller_batches() {
    for profile in [Profile::Docs50, Profile::RocketMq53] {
        let warm = price(consumed(profile, r#"{"set_broker":{}}"#));
        assert_eq!((warm.1, warm.2), (13, 0), "400 messages, 32 a pull");
        // R-PULL-5: 40 % of 500 000 bytes: the older half lies further from the log's end, and comes 8 at a
        // time.
        let estimated = price(consumed(profile, r#"{"set_broker":{"memory_bytes":500000}}"#));
        assert!((30..=35).contains(&estimated.1), "{estimated:?}");
        assert!(estimated.0 > warm.0, "{estimated:?} against {warm:?}");
    }
}

#[test]
fn sd_18_a_backward_reset_waits_for_each_segment_that_left_the_page_cache() {
    let settings = r#"{"set_broker":{"page_cache_segments":50,"cold_read_ms":20}}"#;
    for profile in [Profile::Docs50, Profile::RocketMq53] {
        let lab = consumed(profile, settings);
        assert!(
            lab.events.iter().all(|timed| !matches!(timed.event, Event::ColdRead { .. })),
            "who keeps up reads nothing cold"
        );
        let (ms, pulls, cold) = price(lab);
        // A pull reads its first segment from the disk; what else it hands out comes with it.
        assert_eq!((pulls, cold), (13, 13));
        assert!(ms >= 12 * 20, "{ms} ms");
        // The write head's segments were pushed out by the read: the next group that begins at the end reads
        // cold too.
        let mut lab = consumed(profile, settings);
        lab.tell_json(r#"{"restart_broker":{}}"#);
        let cold = lab.world().broker().cold_segment(&name("orders"), 0, QueueOffset(399));
        assert!(cold.is_some(), "a start finds nothing in memory");
    }
}

/// R-PULL-10: 26 % of 400 000 bytes are warm; 50 of the cold messages are allowed in 5 s.
#[test]
fn sd_18_the_flow_control_slows_a_group_that_reads_cold() {
    let settings = r#"{"set_broker":{"memory_bytes":400000,"cold_control":true,"cold_group_bytes":50800}}"#;
    for (profile, controls) in
        [(Profile::RocketMq53, true), (Profile::RocketMq51, true), (Profile::RocketMq49, false)]
    {
        let (ms, _, refused) = price(consumed(profile, settings));
        assert_eq!(refused > 0, controls, "{profile:?}: {refused}");
        // 293 cold messages, about 56 in each window of 5 s.
        assert_eq!(ms >= 20_000, controls, "{profile:?}: {ms} ms");
    }
    let mut lab = consumed(Profile::RocketMq53, settings);
    let refusal = loop {
        let pull = r#"{"broker":{"pull":{"group":"billing","topic":"orders","queue":0,"offset":0,"max_messages":32}}}"#;
        if let Err(refused) = lab.obey(command(pull)) {
            break refused;
        }
    };
    assert_eq!((refusal.code(), refusal.rule()), (2, "R-PULL-10"));
    assert_eq!(refusal.remark(), "This consumer group is reading cold data. It has been flow control");
    assert_eq!(lab.pull("billing", "orders", 0, 399).offsets.len(), 1, "what is warm is not refused");
}

/// Where a new group of each kind really starts: its first delivery, or where its first pull found nothing.
fn starts(profile: Profile, prepare: impl Fn(&mut Lab), from: &str) -> i64 {
    let mut lab = Lab::new(profile);
    lab.create_topic("orders", 1);
    lab.create_topic("busy", 1);
    prepare(&mut lab);
    lab.tell_json(&format!(r#"{{"create_group":{{"group":"new","consume_from":{from}}}}}"#));
    lab.add_consumer("n", "new", "orders");
    lab.run_ms(60_000);
    lab.send("orders", 0, 1);
    lab.run_ms(1_000);
    lab.delivered_to("n")[0]
}

/// The table of section A of `clients.md`: never written, resident, on disk, Min above 0, all lost.
#[test]
fn sd_20_in_3_x_and_4_x_the_initial_offset_depends_on_the_state_of_the_queue() {
    let never = |_: &mut Lab| {};
    let resident = |lab: &mut Lab| {
        for _ in 0..30 {
            lab.send("orders", 0, 1);
            lab.run_ms(100);
        }
    };
    let on_disk = |lab: &mut Lab| {
        resident(lab);
        lab.tell_json(r#"{"set_broker":{"resident_by_ratio":false}}"#);
    };
    let purged = |lab: &mut Lab| {
        lab.small_segments();
        resident(lab);
        lab.expire(5);
    };
    let all_lost = |lab: &mut Lab| {
        lab.small_segments();
        lab.send_sized("busy", 0, 1016);
        resident(lab);
        lab.send_sized("busy", 0, 1016);
        lab.expire(100);
    };
    let (last, first) = (r#""last_offset""#, r#""first_offset""#);
    // The time of message 12.
    let time = format!(r#"{{"timestamp_ms":{}}}"#, START_MS + 1_200);
    for profile in [Profile::RocketMq49, Profile::RocketMq32] {
        let of = |prepare: &dyn Fn(&mut Lab)| [last, first, &time].map(|from| starts(profile, prepare, from));
        assert_eq!(of(&never), [0, 0, 0], "{profile:?}: the broker says 0");
        assert_eq!(of(&resident), [0, 0, 0], "{profile:?}: the broker says 0, whatever the client wants");
        assert_eq!(of(&on_disk), [30, 0, 12], "{profile:?}: Max, 0, by time");
        assert_eq!(of(&purged), [30, 10, 12], "{profile:?}: Max, Min, by time");
        // R-CQ-4: Min stays 0, so the broker says 0, and the pull goes on to Max.
        assert_eq!(of(&all_lost), [30, 30, 30], "{profile:?}");
    }
    // 5.x, and the page: Max when receiving starts.
    for profile in [Profile::RocketMq51, Profile::RocketMq53] {
        assert_eq!(starts(profile, resident, last), 0, "{profile:?} on JDK 17");
        assert_eq!(
            starts(profile, on_disk, last),
            0,
            "{profile:?}: the probe fails, so it counts as in memory"
        );
        assert_eq!(starts(profile, purged, last), 30, "{profile:?}");
    }
    assert_eq!(starts(Profile::Docs50, resident, last), 30);
}

/// R-INIT-2: on another JDK a 5.x broker looks into the page cache, or the lab lets it estimate.
#[test]
fn sd_20_the_residency_of_offset_0_is_the_labs_choice_for_5_x() {
    let cases = [
        (r#"{"residency":"always","page_cache_segments":5}"#, 0),
        (r#"{"residency":"by_page_cache","page_cache_segments":5}"#, 30),
        (r#"{"residency":"by_page_cache"}"#, 0),
        (r#"{"residency":"by_estimate","memory_bytes":1000}"#, 30),
        (r#"{"residency":"by_estimate"}"#, 0),
    ];
    for profile in [Profile::RocketMq51, Profile::RocketMq53] {
        for (change, expected) in cases {
            let prepare = |lab: &mut Lab| {
                lab.small_segments();
                lab.tell_json(&format!(r#"{{"set_broker":{change}}}"#));
                lab.send("orders", 0, 30);
            };
            assert_eq!(starts(profile, prepare, r#""last_offset""#), expected, "{profile:?}: {change}");
        }
    }
}
