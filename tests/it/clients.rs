//! Simulated clients against what real Java clients did (`tests/conformance/clients.md`): first offsets,
//! timings, resets, take-overs. Not here: the broker's answers (`conformance`), the formulas (`vectors`).
//!
//! Invariant: every number of milliseconds is inside the spread that was recorded.

use crate::lab::{Lab, name};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::{Command, ResetTarget};
use std::ops::RangeInclusive;

pub const REAL: [Profile; 6] = [
    Profile::RocketMq55,
    Profile::RocketMq53,
    Profile::RocketMq51,
    Profile::RocketMq49,
    Profile::RocketMq48,
    Profile::RocketMq32,
];

/// The first delivery at or after `from_ms`, in ms since then, and its offset.
fn delivery_after(lab: &Lab, from_ms: i64) -> (i64, i64) {
    let found = lab.events.iter().find_map(|timed| match &timed.event {
        Event::Delivered { first, .. } if timed.at.whole_ms() >= from_ms => {
            Some((timed.at.whole_ms() - from_ms, first.0))
        }
        _ => None,
    });
    found.expect("something is delivered")
}

/// A lab with `count` messages in one queue and a client that has consumed and saved them.
fn consumed(profile: Profile, count: usize) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.send("orders", 0, count);
    lab.add_consumer("billing-1", "billing", "orders");
    // Its pull has been held for a second.
    lab.run_to_ms(41_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(count as i64), "{profile:?}");
    lab
}

/// Section C: reset to 0 of an idle client to its first redelivery.
#[test]
fn c_a_reset_of_an_idle_client_takes_as_long_as_it_took_real_ones() {
    let by_broker = r#"{"set_broker":{"server_side_reset":true}}"#;
    let by_clients = r#"{"set_broker":{"server_side_reset":false}}"#;
    let table: [(Profile, &str, RangeInclusive<i64>); 6] = [
        // The rest of a hold of 15 to 20 s, and half a second.
        (Profile::RocketMq53, by_broker, 500..=20_600),
        // And 10 s, and up to 20 s to the ordinary rebalance.
        (Profile::RocketMq51, by_broker, 10_000..=50_000),
        (Profile::RocketMq53, by_clients, 10_500..=10_610),
        (Profile::RocketMq51, by_clients, 10_500..=10_610),
        (Profile::RocketMq49, by_clients, 11_000..=11_100),
        (Profile::RocketMq32, by_clients, 10_000..=10_060),
    ];
    for (profile, how, spread) in table {
        for wait_ms in [1_100, 8_000, 13_000] {
            let mut lab = consumed(profile, 40);
            lab.tell_json(how);
            lab.run_ms(wait_ms);
            let asked = lab.timeline.now().whole_ms();
            lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(0))).unwrap();
            lab.run_ms(60_000);
            let (ms, offset) = delivery_after(&lab, asked);
            assert_eq!(offset, 0, "{profile:?}");
            assert!(spread.contains(&ms), "{profile:?}, {how}: {ms} ms");
        }
    }
}

#[test]
fn c_a_message_wakes_the_poll_and_the_old_client_waits_all_the_same() {
    for (profile, spread) in [(Profile::RocketMq53, 2_500..=3_100), (Profile::RocketMq51, 12_000..=33_000)] {
        let mut lab = consumed(profile, 40);
        lab.tell_json(r#"{"set_broker":{"server_side_reset":true}}"#);
        let asked = lab.timeline.now().whole_ms();
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(0))).unwrap();
        lab.run_ms(2_000);
        lab.send("orders", 0, 1);
        lab.run_ms(60_000);
        let (ms, offset) = delivery_after(&lab, asked);
        assert_eq!(offset, 0);
        assert!(spread.contains(&ms), "{profile:?}: {ms} ms");
    }
}

/// R-RST-7 with a client up to 5.1: 40 -> 0 -> 40 -> 0, and dying in between loses the reset.
#[test]
fn c_an_old_clients_flush_brings_the_old_offset_back_for_a_while() {
    for dies in [false, true] {
        let mut lab = consumed(Profile::RocketMq51, 40);
        lab.tell_json(r#"{"set_broker":{"server_side_reset":true}}"#);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(0))).unwrap();
        lab.send("orders", 0, 1);
        let before = lab.events.len();
        lab.run_ms(9_000);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(40), "the flush wrote it");
        if dies {
            lab.remove_consumer("billing-1", true);
        }
        lab.run_ms(30_000);
        let saved = lab.events[before..].iter().filter_map(|timed| match timed.event {
            Event::Committed { to, .. } => Some(to.0),
            _ => None,
        });
        let saved: Vec<i64> = saved.collect();
        match dies {
            true => assert_eq!(saved, [40], "the reset is lost"),
            false => assert_eq!(saved[..2], [40, 0], "the client repairs it after 10 s"),
        }
    }
}

/// R-OFF-7: the offset that travels with a pull counts on its first arrival, not when the broker runs a held
/// pull again.
#[test]
fn c_the_held_pull_that_takes_up_a_reset_brings_no_old_offset_back() {
    let mut lab = consumed(Profile::RocketMq53, 40);
    let before = lab.events.len();
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(7))).unwrap();
    lab.send("orders", 0, 1);
    lab.run_ms(100);
    let taken = |event: &Event| matches!(event, Event::ResetTaken { .. });
    assert!(lab.events[before..].iter().any(|timed| taken(&timed.event)), "the message ended the hold");
    let saved = |event: &Event| matches!(event, Event::Committed { .. });
    assert!(!lab.events[before..].iter().any(|timed| saved(&timed.event)), "the table stayed at 7");
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(7));
}

/// While its clients reset themselves, the broker's table is not touched; 3.2.6 saves the target at once as
/// well.
#[test]
fn c_a_client_side_reset_is_saved_by_the_client() {
    for (profile, at_once) in [(Profile::RocketMq49, 40), (Profile::RocketMq51, 40), (Profile::RocketMq32, 7)]
    {
        let mut lab = consumed(profile, 40);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(7))).unwrap();
        lab.run_ms(9_900);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(at_once), "{profile:?}");
        let before = lab.events.len();
        lab.run_ms(200);
        let saved = lab.events[before..].iter().any(|timed| matches!(timed.event, Event::ResetTaken { .. }));
        let known = lab.consumer_offset("billing", "orders", 0).unwrap();
        assert!(saved && (7..10).contains(&known), "{profile:?}: {known}");
        // A client that is stopped in order during its pause applies the reset all the same.
        let mut lab = consumed(profile, 40);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(7))).unwrap();
        lab.run_ms(4_000);
        lab.remove_consumer("billing-1", false);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(7), "{profile:?}");
    }
}

#[test]
fn c_a_client_side_reset_needs_progress_and_offline_the_tool_commits_it() {
    for profile in [Profile::RocketMq51, Profile::RocketMq49, Profile::RocketMq32] {
        let mut lab = Lab::with_orders(profile, 2);
        lab.send("orders", 0, 10);
        lab.add_consumer("billing-1", "billing", "orders");
        lab.run_ms(9_000);
        let refused = lab.reset("billing", "orders", ResetTarget::Min).unwrap_err();
        assert_eq!((refused.code(), refused.rule()), (1, "R-RST-11"), "before the first flush");
        assert!(refused.remark().contains("THe consumer group <billing> not exist"));
        lab.run_ms(30_000);
        lab.remove_consumer("billing-1", false);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(4))).unwrap();
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(4));
        assert_eq!(lab.progress("billing", "orders", 0).unwrap().pending_reset, None);
    }
}

/// Section D: stored 5, Min 35.
#[test]
fn d_progress_below_min_is_corrected_at_once_or_after_ten_seconds_and_a_rebalance() {
    for profile in REAL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.small_segments();
        lab.send_full("orders", 40);
        lab.expire(35);
        lab.commit("billing", "orders", 0, 5).unwrap();
        assert_eq!(lab.query("billing", "orders", 0), Some(5), "the query answers the stale value");
        lab.add_consumer("billing-1", "billing", "orders");
        let started = lab.timeline.now().whole_ms();
        lab.run_ms(60_000);
        let at = |wanted: &dyn Fn(&Event) -> bool| {
            lab.events.iter().find(|timed| wanted(&timed.event)).unwrap().at.whole_ms() - started
        };
        let moved = at(&|event| matches!(event, Event::OffsetCorrected { .. }));
        let saved = at(&|event| matches!(event, Event::Committed { to: QueueOffset(35), .. })) - moved;
        let (delivered, first) = delivery_after(&lab, started);
        assert_eq!(first, 35);
        let (wait_to_save, wait_to_pull) = match profile {
            Profile::RocketMq53 | Profile::RocketMq55 => (0..=10, 500..=1_100),
            _ => (10_000..=10_050, 19_400..=20_100),
        };
        assert!(wait_to_save.contains(&saved), "{profile:?}: saved {saved} ms after the answer 21");
        let pulled = delivered - moved;
        assert!(wait_to_pull.contains(&pulled), "{profile:?}: pulled {pulled} ms after the answer 21");
    }
}

/// Section A: the offset of a client-computed start reaches the broker after the first hold; dying before
/// leaves none.
#[test]
fn a_a_computed_start_is_saved_after_the_first_hold_and_a_death_before_skips_what_came_meanwhile() {
    for profile in REAL {
        let start = |lab: &mut Lab| {
            lab.small_segments();
            lab.send_full("orders", 40);
            lab.expire(30);
            lab.add_consumer("billing-1", "billing", "orders");
        };
        let mut lab = Lab::with_orders(profile, 1);
        start(&mut lab);
        lab.run_ms(14_900);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), None, "{profile:?}");
        lab.run_ms(5_800);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(40), "{profile:?}: Max, Min is above 0");
        let mut lab = Lab::with_orders(profile, 1);
        start(&mut lab);
        lab.run_ms(4_000);
        lab.remove_consumer("billing-1", true);
        lab.send("orders", 0, 3);
        lab.add_consumer("billing-1", "billing", "orders");
        lab.send("orders", 0, 1);
        lab.run_ms(30_000);
        assert_eq!(lab.delivered_to("billing-1"), [43], "{profile:?}: the three were skipped");
    }
}

/// Section B: the first flush comes 10.0 s after the start, then each 5.0 s.
#[test]
fn b_a_client_killed_before_its_first_flush_leaves_nothing() {
    for profile in REAL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 200);
        let (consumer, group, topic) = (name("billing-1"), name("billing"), name("orders"));
        lab.tell(Command::AddConsumer { consumer, group, topic, processing_us: 50_000, cached_max: 1_000 });
        lab.run_ms(8_500);
        // The pulls of a backlog carried no offset above 0 yet, or what was done when they were asked.
        let known = lab.consumer_offset("billing", "orders", 0).unwrap_or(0);
        assert!(known <= 5, "{profile:?}: {known}");
        lab.run_ms(1_600);
        let flushed = lab.consumer_offset("billing", "orders", 0).unwrap();
        assert!((180..=200).contains(&flushed), "{profile:?}: {flushed} after 10 s of 20 a second");
    }
}

/// Section F: who has which queue, and how soon the next owner pulls.
#[test]
fn f_queues_are_shared_by_the_strategy_and_taken_over_when_a_client_leaves() {
    let owners = |lab: &Lab| {
        let owner = |queue| lab.world().owner(&name("billing"), &name("orders"), queue).unwrap().to_string();
        (0..8).map(owner).collect::<String>()
    };
    for profile in REAL {
        let mut lab = Lab::with_orders(profile, 8);
        let mut averagely = Vec::new();
        for client in ["a", "b", "c", "d", "e"] {
            lab.add_consumer(client, "billing", "orders");
            averagely.push(owners(&lab));
        }
        assert_eq!(averagely, ["aaaaaaaa", "aaaabbbb", "aaabbbcc", "aabbccdd", "aabbccde"]);
        lab.tell_json(r#"{"set_group":{"group":"billing","allocate":"by_circle"}}"#);
        assert_eq!(owners(&lab), "abcdeabc");
        lab.run_ms(30_000);
        let before = lab.timeline.now().whole_ms();
        lab.remove_consumer("a", true);
        for queue in 0..8 {
            lab.send("orders", queue, 1);
        }
        lab.run_ms(30_000);
        let taken = lab.events.iter().filter_map(|timed| match &timed.event {
            Event::Delivered { queue: 0, .. } if timed.at.whole_ms() >= before => Some(timed.at.whole_ms()),
            _ => None,
        });
        let ms = taken.min().expect("queue 0 has a new owner") - before;
        let spread = if profile.first_pull_ms() > 1 { 480..=630 } else { 0..=1_070 };
        assert!(spread.contains(&ms), "{profile:?}: {ms} ms");
    }
}

/// R-LB-4, R-OFF-14: every client gets everything, and its own file remembers where it was.
#[test]
fn broadcasting_clients_take_every_queue_and_keep_their_own_offsets() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 2);
        lab.tell_json(r#"{"set_group":{"group":"billing","broadcasting":true}}"#);
        for client in ["a", "b"] {
            lab.add_consumer(client, "billing", "orders");
        }
        lab.run_ms(1_000);
        lab.send("orders", 0, 3);
        lab.send("orders", 1, 2);
        lab.run_ms(30_000);
        for client in ["a", "b"] {
            let mut got = lab.delivered_to(client);
            got.sort_unstable();
            assert_eq!(got, [0, 0, 1, 1, 2], "{profile:?}: {client} gets all of both queues");
            assert_eq!(lab.world().local_offset(&name(client), 0), Some(QueueOffset(3)));
        }
        assert_eq!(lab.consumer_offset("billing", "orders", 0), None, "the broker is told nothing");
        lab.remove_consumer("a", false);
        lab.send("orders", 0, 1);
        lab.add_consumer("a", "billing", "orders");
        lab.run_ms(5_000);
        let mut got = lab.delivered_to("a");
        got.sort_unstable();
        assert_eq!(got, [0, 0, 1, 1, 2, 3], "{profile:?}: it goes on where its file says");
    }
}

/// R-OFF-19, R-LB-6: what a dead client had begun goes on nowhere, also when another one starts under its
/// name before the dead one's next pull would have been made and its work been done.
#[test]
fn a_client_under_the_name_of_a_dead_one_pulls_and_works_at_its_own_pace() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.add_consumer("c-1", "billing", "orders");
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":40000,"cached_max":5}}"#);
        lab.run_ms(1_000);
        lab.send("orders", 0, 30);
        // It has messages in hand and in its cache, and waits to pull again until there is room.
        lab.run_ms(100);
        lab.remove_consumer("c-1", true);
        let (died, died_us) = (lab.events.len(), lab.world().now().0);
        lab.add_consumer("c-1", "billing", "orders");
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":7000,"cached_max":100}}"#);
        lab.run_ms(2_000);
        let mut later = lab.events[died..].iter();
        let first = later.find(|timed| matches!(timed.event, Event::Delivered { .. })).unwrap().at;
        assert_eq!(first.0 - died_us, profile.first_pull_ms() * 1_000, "{profile:?}");
        for done in 0..10 {
            lab.timeline.seek(first.plus_ms(7 * done + 6), &mut ());
            assert_eq!(lab.world().consumer("c-1").unwrap().processed, done, "{profile:?}");
        }
    }
}

/// And a producer has one timer, not one for each time that it was started.
#[test]
fn a_producer_under_the_name_of_a_former_one_has_one_timer() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let add = r#"{"add_producer":{"producer":"shop","topic":"orders","rate_per_s":10,"body_bytes":10}}"#;
    lab.tell_json(add);
    lab.run_ms(1_050);
    let steps = |lab: &mut Lab| {
        let before = lab.world().steps();
        lab.run_ms(2_000);
        lab.world().steps() - before
    };
    let once = steps(&mut lab);
    for _ in 0..5 {
        lab.tell_json(r#"{"remove_producer":{"producer":"shop"}}"#);
        lab.tell_json(add);
    }
    let again = steps(&mut lab);
    assert!(again <= once + 1, "{once} timers in 2 s, and {again} when it was started again");
}
