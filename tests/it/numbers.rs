//! Numbers that hold: what a group is said to have consumed, and what is said to have brought messages again.
//! Not here: the reset preview (`preview`), and counts without an administrator (`tallies`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, name};
use crate::tallies::{missed, total};
use offset_lab::engine::event::{Again, Missed};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, VirtualTime};
use offset_lab::sim::ResetTarget;

/// Drill D4: `feed` has grown from two queues to four while its group was down.
fn new_queues() -> Lab {
    let mut lab = Lab::new(Profile::RocketMq53);
    lab.create_topic("feed", 4);
    for (queue, min, max) in [(0, 0, 900), (1, 0, 901), (2, 120, 404), (3, 0, 406)] {
        lab.tell_json(&format!(
            r#"{{"import_queue":{{"topic":"feed","queue":{queue},"min":{min},"max":{max}}}}}"#
        ));
    }
    lab.create_group("feed_group");
    lab.commit("feed_group", "feed", 0, 880).unwrap();
    lab.commit("feed_group", "feed", 1, 881).unwrap();
    lab
}

#[test]
fn what_an_imported_group_has_consumed_is_a_duplicate_when_a_reset_brings_it() {
    let mut lab = new_queues();
    let counts = total(&lab, "feed_group");
    assert_eq!((counts.processed, counts.duplicates), (0, 0), "the lab has done nothing of it");
    lab.reset("feed_group", "feed", ResetTarget::Min).unwrap();
    lab.add_consumer("c-1", "feed_group", "feed");
    lab.run_ms(60_000);
    let counts = total(&lab, "feed_group");
    assert_eq!((counts.processed, counts.duplicates), (2_491, 1_761));
}

#[test]
fn a_commit_by_an_administrator_and_a_clone_say_what_was_consumed() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.create_group("audit");
        lab.send("orders", 0, 20);
        lab.commit("billing", "orders", 0, 12).unwrap();
        lab.tell_json(r#"{"broker":{"clone_offset":{"source":"billing","group":"audit","topic":"orders"}}}"#);
        for group in ["billing", "audit"] {
            lab.reset(group, "orders", ResetTarget::Min).unwrap();
            lab.add_consumer(&format!("c-{group}"), group, "orders");
        }
        lab.run_ms(60_000);
        for group in ["billing", "audit"] {
            let counts = total(&lab, group);
            assert_eq!((counts.processed, counts.duplicates), (20, 12), "{profile:?}: {group}");
        }
    }
}

/// A client knows better than who commits behind its back.
#[test]
fn a_commit_past_a_client_at_work_makes_nothing_consumed() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(
        r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":100000}}"#,
    );
    lab.run_ms(1_000);
    lab.send("orders", 0, 20);
    lab.run_ms(500);
    lab.commit("billing", "orders", 0, 15).unwrap();
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates), (20, 0));
}

/// Drill D1: a topic that was deleted and created again, and progress of its former life.
#[test]
fn progress_of_a_former_life_passes_over_what_is_there_and_says_so() {
    let mut lab = Lab::new(Profile::RocketMq49);
    lab.create_topic("settle", 2);
    lab.create_group("settle_group");
    for (queue, max, offset) in [(0, 310, 48_210), (1, 305, 48_195)] {
        lab.tell_json(&format!(
            r#"{{"import_queue":{{"topic":"settle","queue":{queue},"min":0,"max":{max}}}}}"#
        ));
        lab.commit("settle_group", "settle", queue, offset).unwrap();
    }
    lab.add_consumer("c-1", "settle_group", "settle");
    lab.run_ms(90_000);
    let counts = total(&lab, "settle_group");
    assert_eq!((counts.processed, counts.skipped, counts.lost), (0, 615, 0));
    let mut said = missed(&lab);
    said.sort_by_key(|(_, to, _)| *to);
    assert_eq!(said, [(0, 305, Missed::Skipped), (0, 310, Missed::Skipped)]);
    lab.reset("settle_group", "settle", ResetTarget::Min).unwrap();
    lab.run_ms(60_000);
    let counts = total(&lab, "settle_group");
    assert_eq!((counts.processed, counts.duplicates, counts.skipped), (615, 0, 0));
}

/// `billing` with 14 messages, all of them consumed and saved.
fn idle(profile: Profile) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(2_000);
    lab.send("orders", 0, 14);
    lab.run_ms(20_000);
    lab
}

fn brought_again(lab: &Lab) -> Vec<(Again, u64)> {
    total(lab, "billing").duplicates_by
}

#[test]
fn a_client_stopped_and_started_after_a_reset_brings_the_resets_duplicates() {
    for profile in Profile::ALL {
        let mut lab = idle(profile);
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":400000}}"#);
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        while total(&lab, "billing").duplicates < 2 {
            lab.run_ms(50);
        }
        lab.remove_consumer("c-1", false);
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_ms(60_000);
        let by = brought_again(&lab);
        // Up to 4.9 what was in work at the stop comes once more, in the midst of them.
        let again = 14 + u64::from(profile.saves_before_work_ends());
        assert_eq!(by, [(Again::Reset, again)], "{profile:?}");
    }
}

#[test]
fn a_client_that_leaves_within_a_reset_or_comes_after_it_brings_the_resets_duplicates() {
    for profile in Profile::ALL {
        for stops_first in [true, false] {
            let mut lab = idle(profile);
            if stops_first {
                lab.remove_consumer("c-1", false);
            }
            lab.reset("billing", "orders", ResetTarget::Min).unwrap();
            if !stops_first {
                lab.run_ms(100);
                lab.remove_consumer("c-1", false);
            }
            lab.add_consumer("c-2", "billing", "orders");
            lab.run_ms(60_000);
            assert_eq!(brought_again(&lab), [(Again::Reset, 14)], "{profile:?}, stops first: {stops_first}");
        }
    }
}

#[test]
fn a_group_deleted_and_created_again_counts_on() {
    let mut lab = idle(Profile::Docs50);
    lab.tell_json(r#"{"delete_group":{"group":"billing","remove_offsets":true}}"#);
    lab.create_group("billing");
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates), (28, 14), "on the page it begins at Min");
    assert_eq!(counts.duplicates_by, [(Again::Removed, 14)]);
}

/// SD-10: within the first minute, in which no retention pass comes.
#[test]
fn progress_expires_on_time_and_its_replays_are_the_expiry_s() {
    let mut lab = idle(Profile::Docs50);
    lab.tell_json(r#"{"set_broker":{"offset_expiry_ms":4000}}"#);
    lab.run_ms(10_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(14), "a client is there");
    lab.remove_consumer("c-1", false);
    let stopped = lab.timeline.now();
    lab.run_ms(4_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(14), "not before");
    lab.run_ms(10);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None);
    let removed =
        lab.events.iter().find(|timed| matches!(timed.event, Event::OffsetsRemoved { .. })).unwrap();
    assert!(removed.at <= VirtualTime(stopped.0 + 4_002_000), "{:?} after {stopped:?}", removed.at);
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(20_000);
    assert_eq!(brought_again(&lab), [(Again::Removed, 14)]);
}

/// Who commits by hand meanwhile puts it off.
#[test]
fn progress_that_is_used_meanwhile_expires_later() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 9);
    lab.tell_json(r#"{"set_broker":{"offset_expiry_ms":4000}}"#);
    lab.commit("billing", "orders", 0, 3).unwrap();
    lab.run_ms(3_000);
    lab.commit("billing", "orders", 0, 4).unwrap();
    lab.run_ms(3_999);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(4));
    lab.run_ms(10);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None);
}

/// SD-14: the server restores the progress, and so refuses nothing in that moment.
#[test]
fn who_is_restored_to_min_is_refused_nothing() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.send_full("orders", 10);
    lab.commit("billing", "orders", 0, 3).unwrap();
    lab.expire(6);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(700);
    let refused = lab.events.iter().filter(|timed| matches!(timed.event, Event::CommitRefused { .. }));
    assert_eq!(refused.count(), 0);
    assert!(lab.events.iter().any(|timed| matches!(
        timed.event,
        Event::Committed { from: Some(from), to, .. } if (from.0, to.0) == (3, 6)
    )));
}

/// R-OFF-8, as `rules` section 14 recorded it: two messages in work at a clean stop.
#[test]
fn r_off_8_up_to_4_9_what_is_in_work_at_a_clean_stop_comes_again() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(
            r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":500}}"#,
        );
        lab.run_ms(2_000);
        lab.send("orders", 0, 30);
        while total(&lab, "billing").processed < 10 {
            let next = lab.world().next_due().unwrap();
            lab.timeline.run_until(next, &mut lab.events);
        }
        let in_work: u64 = lab.world().at_work().iter().map(|work| (work.to.0 - work.from.0) as u64).sum();
        assert_eq!(in_work, 2);
        lab.remove_consumer("c-1", false);
        let finished = total(&lab, "billing").processed;
        let saved = lab.consumer_offset("billing", "orders", 0).unwrap();
        let again = if profile.saves_before_work_ends() { 2 } else { 0 };
        assert_eq!(finished as i64 - saved, again, "{profile:?}");
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_ms(30_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.duplicates), (30 + again as u64, again as u64), "{profile:?}");
        assert!(counts.duplicates_by.iter().all(|(why, _)| *why == Again::HandOver), "{profile:?}");
    }
}

#[test]
fn after_a_reset_forwards_the_lane_shows_what_the_client_still_has() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(
        r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":100000}}"#,
    );
    lab.run_ms(25_000);
    lab.send("orders", 0, 20);
    lab.run_ms(550);
    let has = |lab: &Lab| lab.world().in_hands(&name("billing"), &name("orders"), 0);
    let here = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((here.inflight, here.in_hand), (20, None), "as the tool counts it");
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    let [span] = has(&lab).spans()[..] else { panic!("{:?}", has(&lab)) };
    assert!(span.from.0 > 2 && span.to.0 == 20);
    let here = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((here.inflight, here.in_hand), (span.len() as i64, Some(span)));
    lab.run_ms(30_000);
    let here = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((here.inflight, here.in_hand), (0, None));
}

fn pause(lab: &mut Lab, client: &str, paused: bool) {
    lab.tell_json(&format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":{paused}}}}}"#));
}

fn queues_of(lab: &Lab, client: &str) -> Vec<u32> {
    lab.world().consumer(client).unwrap().queue_ids().collect()
}

/// R-LB-5: a suspended client does not rebalance, and the others do not know.
#[test]
fn a_paused_client_keeps_its_queues_until_it_resumes() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 4);
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_ms(1_000);
        pause(&mut lab, "c-1", true);
        lab.add_consumer("c-2", "billing", "orders");
        lab.run_ms(30_000);
        assert_eq!(queues_of(&lab, "c-1"), [0, 1, 2, 3], "{profile:?}");
        assert_eq!(queues_of(&lab, "c-2"), [2, 3], "{profile:?}");
        for queue in 0..4 {
            lab.send("orders", queue, 5);
        }
        lab.run_ms(30_000);
        assert!(total(&lab, "billing").processed <= 20, "{profile:?}");
        pause(&mut lab, "c-1", false);
        assert_eq!(queues_of(&lab, "c-1"), [0, 1], "{profile:?}: at once");
        lab.run_ms(30_000);
        let counts = total(&lab, "billing");
        assert_eq!(counts.processed - counts.duplicates, 20, "{profile:?}");
        // One that comes while it rests is not lost when the other leaves.
        pause(&mut lab, "c-1", true);
        lab.remove_consumer("c-2", false);
        assert_eq!(queues_of(&lab, "c-1"), [0, 1], "{profile:?}: it does not take more either");
        pause(&mut lab, "c-1", false);
        assert_eq!(queues_of(&lab, "c-1"), [0, 1, 2, 3], "{profile:?}");
    }
}
