//! What is known of the store times of an imported queue: a search by time then lies between two offsets, and
//! is exact only where it can be. Not here: where those times are read (`import_cases`, `snapshot`).
//!
//! Invariant: the truth is a lab that has the times; one that lost them must never contradict it.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::Rejected;
use offset_lab::engine::answer::Boundary;
use offset_lab::engine::ids::EpochMs;
use offset_lab::engine::profile::Profile;
use offset_lab::projection::{PreviewRow, WhyAbout, preview_reset};
use offset_lab::sim::formats::journal::{Journal, parse_json, to_json};
use offset_lab::sim::timeline::Timeline;
use offset_lab::sim::{Command, QueueChoice, ResetTarget, World};
use proptest::prelude::*;

/// All of a lab's store times lie before this.
const END_MS: u64 = 200;

/// A queue whose messages were stored at these times.
fn truth(profile: Profile, stored: &[u64]) -> Lab {
    let mut lab = Lab::with_orders(profile, 2);
    // The log's first record has rules of its own (R-CQ-7).
    lab.send("orders", 1, 1);
    for &at in stored {
        lab.run_to_ms(at);
        lab.send("orders", 0, 1);
    }
    lab.run_to_ms(END_MS);
    lab
}

fn finds(lab: &Lab, time: i64) -> i64 {
    lab.world().broker().search_offset("orders", 0, EpochMs(START_MS + time), Boundary::Lower).unwrap().0
}

fn is_closest(profile: Profile) -> bool {
    !matches!(profile, Profile::RocketMq53 | Profile::RocketMq55)
}

/// The same queue where only these bounds are left of its times, taken over when all of it was stored.
fn without_times(profile: Profile, max: usize, times: &str) -> Lab {
    from(profile, 0, max, times)
}

fn from(profile: Profile, min: i64, max: usize, times: &str) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.run_to_ms(END_MS);
    let import = format!(
        r#"{{"import_queue":{{"topic":"orders","queue":0,"min":{min},"max":{max},"times":[{times}]}}}}"#
    );
    lab.tell_json(&import);
    lab.commit("billing", "orders", 0, max as i64).unwrap();
    lab
}

fn between(world: &World, time: i64) -> (i64, i64) {
    let (from, to) = world.broker().time_target("orders", 0, EpochMs(START_MS + time)).unwrap();
    (from.0, to.0)
}

fn bound(time: i64, from: i64, to: i64, closest: bool) -> String {
    format!("[{},{from},{to},{closest}]", START_MS + time)
}

fn preview(lab: &Lab, time: i64) -> Result<PreviewRow, Rejected> {
    let to = ResetTarget::TimeMs(EpochMs(START_MS + time));
    preview_reset(lab.world(), &name("billing"), &name("orders"), &QueueChoice::All, &to)
        .map(|preview| preview.rows[0].clone())
}

fn profiles() -> impl Strategy<Value = Profile> {
    proptest::sample::select(Profile::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(60), failure_persistence: None, ..Default::default() })]

    /// Whoever sampled a cluster, and whatever rules the lab has.
    #[test]
    fn samples_hold_the_truth_and_are_exact_where_they_are(
        mut stored in proptest::collection::vec(1u64..190, 1..12),
        mut samples in proptest::collection::vec(0i64..200, 1..8),
        sampled in profiles(),
        of_lab in profiles(),
    ) {
        stored.sort_unstable();
        samples.sort_unstable();
        // Two rules for the closest message differ in which one of equal times they take.
        if is_closest(sampled) && is_closest(of_lab) {
            stored.dedup();
        }
        let cluster = truth(sampled, &stored);
        let times: Vec<String> = samples
            .iter()
            .map(|&time| bound(time, finds(&cluster, time), finds(&cluster, time), is_closest(sampled)))
            .collect();
        let lab = without_times(of_lab, stored.len(), &times.join(","));
        let truth = truth(of_lab, &stored);
        for time in 0..=END_MS as i64 {
            let (from, to) = between(lab.world(), time);
            let found = finds(&truth, time);
            prop_assert!((from..=to).contains(&found), "at {time}: {found} is not between {from} and {to}");
            if samples.contains(&time) && is_closest(sampled) == is_closest(of_lab) {
                prop_assert_eq!(from, to, "it was sampled at {}", time);
            }
        }
    }

    /// `Last Updated` and `LastTime`: when one message was stored, to the millisecond or to the second.
    #[test]
    fn store_times_of_single_messages_hold_the_truth(
        mut stored in proptest::collection::vec(1u64..190, 1..12),
        known in proptest::collection::vec((0usize..12, 1i64..30), 1..4),
        of_lab in profiles(),
    ) {
        stored.sort_unstable();
        let max = stored.len();
        let mut times = Vec::new();
        for (message, within) in known {
            let message = message % max;
            let at = stored[message] as i64 / within * within;
            times.push((at, 0, message as i64));
            times.push((at + within, message as i64 + 1, max as i64));
        }
        times.sort_unstable();
        let times: Vec<String> = times.iter().map(|&(at, from, to)| bound(at, from, to, false)).collect();
        // As the importer does it: what is said later holds no less than what was said before.
        let lab = without_times(of_lab, max, &times.join(","));
        let truth = truth(of_lab, &stored);
        for time in 0..=END_MS as i64 {
            let ((from, to), found) = (between(lab.world(), time), finds(&truth, time));
            prop_assert!((from..=to).contains(&found), "at {time}: {found} is not between {from} and {to}");
        }
    }
}

#[test]
fn a_reset_between_two_samples_takes_the_first_offset_that_it_may_be_and_says_so() {
    let times = [bound(50, 10, 10, false), bound(100, 40, 40, false)].join(",");
    let mut lab = without_times(Profile::RocketMq53, 90, &times);
    let row = preview(&lab, 50).unwrap();
    assert_eq!((row.target.0, row.target_to.0, row.is_about), (10, 10, None), "exact at a sample");
    let row = preview(&lab, 70).unwrap();
    assert_eq!((row.target.0, row.target_to.0, row.replayed), (10, 40, 80));
    assert_eq!(row.is_about, Some(WhyAbout::TimesInPart));
    let row = preview(&lab, 10).unwrap();
    assert_eq!((row.target.0, row.target_to.0), (0, 10), "before the first sample: Min is the least");
    let row = preview(&lab, 150).unwrap();
    assert_eq!((row.target.0, row.target_to.0), (40, 90), "behind the last one: Max is the greatest");
    lab.reset("billing", "orders", ResetTarget::TimeMs(EpochMs(START_MS + 70))).unwrap();
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10));
}

#[test]
fn a_call_for_one_offset_is_answered_where_there_is_one_and_a_group_does_not_start_at_a_guess() {
    let times = [bound(50, 10, 10, false), bound(100, 40, 40, false)].join(",");
    let mut lab = from(Profile::RocketMq53, 5, 90, &times);
    assert_eq!(lab.search("orders", 0, START_MS + 100, false), 40);
    assert_eq!(lab.search("orders", 0, START_MS + 99, true), 39, "the last at or before");
    let search = |ms: i64| -> Command {
        let timestamp_ms = START_MS + ms;
        command(&format!(
            r#"{{"broker":{{"search_offset":{{"topic":"orders","queue":0,"timestamp_ms":{timestamp_ms}}}}}}}"#
        ))
    };
    assert_eq!(lab.refused(search(70)), Rejected::TimesUnknown { topic: name("orders"), queue: 0 });
    let from = format!(
        r#"{{"create_group":{{"group":"audit","consume_from":{{"timestamp_ms":{}}}}}}}"#,
        START_MS + 70
    );
    lab.tell_json(&from);
    lab.add_consumer("c1", "audit", "orders");
    assert_eq!(lab.lane("orders", 0).groups[0].owner, None, "R-INIT-3: without an answer it is not taken");
}

#[test]
fn times_that_no_queue_could_have_are_refused() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let many = vec![bound(1, 5, 5, false); 257].join(",");
    for times in [
        bound(1, 4, 5, false),
        bound(1, 5, 10, false),
        bound(1, 7, 6, false),
        [bound(2, 6, 6, false), bound(1, 7, 7, false)].join(","),
        [bound(1, 7, 7, false), bound(2, 5, 5, false)].join(","),
        many,
    ] {
        let import =
            format!(r#"{{"import_queue":{{"topic":"orders","queue":0,"min":5,"max":9,"times":[{times}]}}}}"#);
        lab.refused(command(&import));
    }
}

#[test]
fn a_lab_with_times_is_stored_and_read_again_and_one_without_them_has_the_digest_that_it_had() {
    let times = bound(50, 10, 10, true);
    let lab = without_times(Profile::RocketMq49, 90, &times);
    let bytes = lab.world().to_bytes(Vec::new());
    let again = World::from_bytes(&bytes).expect("it is whole");
    assert_eq!(again.digest(), lab.world().digest());
    assert_eq!(between(&again, 50), (10, 10));
    let journal: Journal = parse_json(&to_json(lab.timeline.journal())).unwrap();
    let mut replayed = Timeline::from_journal(journal);
    replayed.run_until(lab.timeline.now(), &mut ());
    assert_eq!(replayed.world().digest(), lab.world().digest());

    let plain = without_times(Profile::RocketMq49, 90, "");
    assert_ne!(plain.world().digest(), lab.world().digest());
    let bytes = plain.world().to_bytes(Vec::new());
    assert_eq!(bytes.len() + 1 + 9, lab.world().to_bytes(Vec::new()).len(), "one bound, and their number");
}
