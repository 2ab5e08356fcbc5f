//! What the inspector and the forms read: settings, consumers that are gone, a lag by every definition,
//! a watchman's verdict. Not here: the numbers behind it (`rules`), how it is drawn (`tests/e2e`).
//!
//! Invariant: nothing here changes a lab but commands.

use crate::lab::{Lab, command, name};
use offset_lab::engine::event::Missed;
use offset_lab::engine::ids::{QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, Rejected};
use offset_lab::player::verdict::{Watched, watch};
use offset_lab::player::{MarkKind, Player};
use offset_lab::projection::{
    Drain, GoneConsumer, actors, delay_levels_ms, drain, failures_of, gone_consumers, group_settings,
    lag_answers, memory_settings, tag_estimates,
};
use offset_lab::sim::command::{Allocate, Failures, Protocol};
use offset_lab::sim::{Journal, JournalEntry, JournalHeader, Scenario};

const SECOND: u64 = 1_000_000;

fn journal(lines: &[(u64, &str)]) -> Journal {
    let mut journal = Journal::new(JournalHeader::new(Profile::RocketMq53, 1));
    journal.entries = lines
        .iter()
        .map(|&(s, json)| JournalEntry { at_us: VirtualTime(s * SECOND), command: command(json) })
        .collect();
    journal
}

fn at(journal: Journal, s: u64) -> Player {
    let mut player = Player::open("Lab".to_string(), journal);
    player.seek(VirtualTime(s * SECOND));
    player
}

const TOPIC: &str = r#"{"create_topic":{"topic":"orders","queues":2}}"#;
const GROUP: &str = r#"{"create_group":{"group":"billing"}}"#;
const CONSUMER: &str =
    r#"{"add_consumer":{"consumer":"a","group":"billing","topic":"orders","processing_us":1000}}"#;

#[test]
fn settings_are_as_they_were_set() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let billing = name("billing");
    let young = group_settings(lab.world(), &billing).unwrap();
    assert_eq!((young.protocol, young.orderly, young.broadcasting), (Protocol::Pull, false, false));
    assert_eq!(group_settings(lab.world(), &name("nobody")), None);
    lab.tell_json(r#"{"set_group":{"group":"billing","allocate":"by_circle","orderly":true}}"#);
    let orderly = group_settings(lab.world(), &billing).unwrap();
    assert_eq!((orderly.allocate, orderly.orderly), (Allocate::ByCircle, true));
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop","invisible_ms":5000}}"#);
    let pops = group_settings(lab.world(), &billing).unwrap();
    assert_eq!((pops.protocol, pops.invisible_ms), (Protocol::Pop, 5_000));
    assert_eq!(delay_levels_ms(lab.world())[..3], [1_000, 5_000, 10_000]);
    lab.tell_json(r#"{"set_broker":{"delay_levels":"2s 1m","page_cache_segments":3,"cold_control":true}}"#);
    assert_eq!(delay_levels_ms(lab.world()), [2_000, 60_000]);
    let memory = memory_settings(lab.world());
    assert_eq!((memory.page_cache_segments, memory.cold_control), (3, true));
    assert_eq!(failures_of(lab.world(), "nobody"), Failures::default());
}

#[test]
fn a_consumer_that_left_or_died_can_be_started_as_it_was() {
    let player = at(
        journal(&[
            (0, TOPIC),
            (0, GROUP),
            (0, CONSUMER),
            (1, r#"{"set_consumer":{"consumer":"a","processing_us":7000}}"#),
            (1, r#"{"set_failures":{"consumer":"a","failures":{"fail_permille":5}}}"#),
            (1, &CONSUMER.replace("\"a\"", "\"b\"")),
            (2, r#"{"remove_consumer":{"consumer":"a","crash":true}}"#),
            (3, r#"{"remove_consumer":{"consumer":"b"}}"#),
            (4, &CONSUMER.replace("\"a\"", "\"b\"")),
        ]),
        3,
    );
    let gone =
        |obeyed: usize| gone_consumers(player.world(), &player.journal().entries[..obeyed], &name("billing"));
    let shown = |gone: Vec<GoneConsumer>| -> Vec<(String, u64, u32, bool)> {
        let row = |gone: GoneConsumer| {
            (gone.consumer.to_string(), gone.processing_us, gone.failures.fail_permille, gone.crashed)
        };
        gone.into_iter().map(row).collect()
    };
    assert_eq!(shown(gone(8)), [("b".to_string(), 1_000, 0, false), ("a".to_string(), 7_000, 5, true)]);
    assert_eq!(shown(gone(9)), [("a".to_string(), 7_000, 5, true)], "b was started again");
    let later = at(player.journal().clone(), 5);
    assert!(gone_consumers(later.world(), &later.journal().entries, &name("audit")).is_empty());
}

#[test]
fn every_way_of_counting_answers_the_same_state() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    let (billing, orders) = (name("billing"), name("orders"));
    lab.small_segments();
    lab.send_full("orders", 4);
    lab.send("orders", 1, 3);
    // T-19: without an offset the tool counts it as 0, the metric as Max.
    let young = lag_answers(lab.world(), &billing, &orders).unwrap();
    assert_eq!((young.diff, young.metric_lag, young.without_offset, young.readable), (7, 0, 2, 0));
    lab.commit("billing", "orders", 0, 1).unwrap();
    lab.commit("billing", "orders", 1, 3).unwrap();
    let plain = lag_answers(lab.world(), &billing, &orders).unwrap();
    assert_eq!((plain.diff, plain.metric_lag, plain.readable, plain.phantom), (3, 3, 3, 0));
    // T-5: what was purged stays in Diff and in the metric.
    lab.expire(2);
    let purged = lag_answers(lab.world(), &billing, &orders).unwrap();
    assert!(purged.phantom > 0, "{purged:?}");
    assert_eq!((purged.diff, purged.readable), (3, 3 - purged.phantom));
    // T-6: an offset above Max gives a negative Diff; the metric is 0 there.
    lab.commit("billing", "orders", 1, 9).unwrap();
    let above = lag_answers(lab.world(), &billing, &orders).unwrap();
    assert_eq!((above.diff, above.metric_lag, above.above_max), (3 - 6, 3, 1));
}

#[test]
fn a_watchman_names_the_rule_that_fired() {
    let producer = r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":20,"body_bytes":100}}"#;
    let slow = CONSUMER.replace("1000", "200000");
    let base = [(0, TOPIC), (0, GROUP), (0, producer)];
    let said = |more: &[(u64, &str)], s: u64| {
        let lines: Vec<(u64, &str)> = base.iter().chain(more).copied().collect();
        watch(&at(journal(&lines), s), &name("billing")).said
    };
    assert_eq!(said(&[(0, CONSUMER)], 0), Watched::Unknown, "no offset yet");
    let mut early = at(journal(&base.into_iter().chain([(0, CONSUMER)]).collect::<Vec<_>>()), 0);
    while watch(&early, &name("billing")).said == Watched::Unknown {
        early.step_by(100_000);
    }
    assert_eq!(watch(&early, &name("billing")).said, Watched::TooEarly);
    assert_eq!(said(&[(0, CONSUMER)], 60), Watched::NotGrowing);
    let quiet = r#"{"pause_producer":{"producer":"p","paused":true}}"#;
    assert_eq!(said(&[(0, CONSUMER), (50, quiet)], 70), Watched::CaughtUp);
    assert_eq!(said(&[(0, &slow)], 60), Watched::Warning);
    // What was 0 once and grows since is not OK beside "never 0 at this pace".
    let slower = r#"{"set_consumer":{"consumer":"a","processing_us":200000}}"#;
    let lines: Vec<(u64, &str)> = base.iter().chain(&[(0, CONSUMER), (50, slower)]).copied().collect();
    let player = at(journal(&lines), 75);
    let watched = watch(&player, &name("billing"));
    assert_eq!(
        (watched.said, matches!(watched.drain, Drain::Grows(_))),
        (Watched::Warning, true),
        "{watched:?}"
    );
    let stop = r#"{"remove_consumer":{"consumer":"a"}}"#;
    assert_eq!(said(&[(0, &slow), (60, stop)], 120), Watched::Stopped);
    let pause = r#"{"pause_consumer":{"consumer":"a","paused":true}}"#;
    assert_eq!(said(&[(0, &slow), (60, pause)], 120), Watched::Stalled);
    let back = r#"{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":"min"}}"#;
    assert_eq!(said(&[(0, &slow), (60, back)], 70), Watched::Rewind);
    assert_eq!(said(&[(0, &slow), (60, back)], 120), Watched::Warning, "the window moves on");
    // Offsets move, and what retention deletes first is never "OK" (W8).
    let retention = r#"{"set_retention":{"reserved_ms":20000,"segment_bytes":20000,"disk_bytes":4000000}}"#;
    assert_eq!(said(&[(0, &slow), (0, retention)], 120), Watched::Losing);
    let gone = r#"{"delete_topic":{"topic":"orders"}}"#;
    assert_eq!(said(&[(0, &slow), (60, gone)], 61), Watched::Unknown, "a topic that is gone has no lag");
}

#[test]
fn a_watchman_and_the_forecast_beside_him_agree() {
    let story = Scenario::parse(include_str!("../../www/scenarios/story.json")).expect("the story");
    let mut player = Player::open("Story".to_string(), story.into_journal());
    let (mut warned, mut lost, mut kept_up) = (0, 0, 0);
    for _ in 0..40 {
        player.step_by(5_000_000);
        for group in ["audit", "billing"] {
            let watch = watch(&player, &name(group));
            let shown = actors(player.world());
            let shown = shown.groups.iter().find(|view| view.group == name(group)).expect("it is there");
            assert_eq!(
                Some(watch.lag.1),
                shown.lag,
                "{group} at {:?}: one instant has one lag",
                player.now()
            );
            match (watch.said, watch.drain) {
                (Watched::NotGrowing | Watched::CaughtUp, Drain::Grows(_)) => {
                    panic!("{group} at {:?}: {watch:?}", player.now())
                }
                (Watched::Warning, Drain::Grows(_)) if group == "audit" => warned += 1,
                (Watched::Losing, _) if group == "audit" => lost += 1,
                (Watched::NotGrowing, _) if group == "billing" => kept_up += 1,
                _ => {}
            }
        }
        if player.now().0 == 75_000_000 {
            // Where the page opens: audit falls behind in steps.
            assert_eq!(watch(&player, &name("audit")).said, Watched::Warning);
        }
    }
    assert!(warned > 5 && lost > 5 && kept_up > 5, "{warned}, {lost}, {kept_up}");
}

#[test]
fn a_drain_forecast_comes_from_the_pace_of_the_window() {
    let line =
        |from: i64, step: i64| (0..20i64).map(|i| (i as u64 * SECOND, from + step * i)).collect::<Vec<_>>();
    assert_eq!(drain(&line(1_000, -10)), Drain::In(81_000), "810 left at 10 a second");
    assert_eq!(drain(&line(100, 3)), Drain::Grows(180), "a minute");
    assert_eq!(drain(&line(100, 0)), Drain::Steady);
    assert_eq!(drain(&line(190, -10)), Drain::Empty);
    assert_eq!(drain(&line(100, -1)[..4]), Drain::Unknown, "too few samples");
    assert_eq!(drain(&[(5, 9); 8]), Drain::Unknown, "no time passed");
    // A lag that falls with each commit and grows in between has no pace.
    let saw: Vec<(u64, i64)> = (0..300u64).map(|i| (i * SECOND / 10, 100 + (i % 50) as i64 * 4)).collect();
    assert_eq!(drain(&saw), Drain::Steady);
    // Five samples say something, whenever they begin; 4 messages are a quarter of 16, so they are a
    // pace.
    let later = |lags: [i64; 5]| (0..5).map(|i| ((90 + i as u64) * SECOND, lags[i])).collect::<Vec<_>>();
    assert_eq!(drain(&later([140, 130, 120, 110, 100])), Drain::In(10_000));
    assert_eq!(drain(&later([100, 100, 116, 100, 105])), Drain::Grows(60));
    assert_eq!(drain(&later([100, 100, 117, 100, 105])), Drain::Steady);
    // Exact at the end of the range.
    assert_eq!(drain(&line(i64::MAX, -1)), Drain::In(u64::MAX), "longer than there are milliseconds");
}

#[test]
fn a_forecast_begins_anew_where_an_offset_jumped() {
    let producer = r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":20,"body_bytes":100}}"#;
    let slow = CONSUMER.replace("1000", "200000");
    let quick = r#"{"set_consumer":{"consumer":"a","processing_us":1000}}"#;
    let back = r#"{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":"min"}}"#;
    let base = [(0, TOPIC), (0, GROUP), (0, producer), (0, &*slow)];
    let said = |more: &[(u64, &str)], s: u64| {
        let lines: Vec<(u64, &str)> = base.iter().chain(more).copied().collect();
        watch(&at(journal(&lines), s), &name("billing")).drain
    };
    let Drain::Grows(a_minute) = said(&[], 60) else { panic!("{:?}", said(&[], 60)) };
    assert!((700..1_100).contains(&a_minute), "20 a second come, 5 go: {a_minute}");
    assert_eq!(said(&[(60, back)], 60), Drain::Unknown);
    assert!(
        matches!(said(&[(60, quick)], 66), Drain::In(_) | Drain::Empty),
        "{:?}",
        said(&[(60, quick)], 66)
    );
    assert_eq!(
        said(&[(60, quick)], 120),
        Drain::Steady,
        "what was consumed since the last commit comes and goes"
    );
}

#[test]
fn an_estimate_of_each_tag_that_was_sent() {
    let send = |queue: u32, tag: &str| {
        format!(r#"{{"send_message":{{"topic":"orders","queue":{queue},"tag":"{tag}","body":"x"}}}}"#)
    };
    let (paid, sent) = (send(0, "paid"), send(1, "sent"));
    let commit = r#"{"broker":{"commit":{"group":"billing","topic":"orders","queue":0,"offset":1}}}"#;
    let lines = [(0, TOPIC), (0, GROUP), (1, &*paid), (1, &paid), (1, &sent), (2, &paid), (3, commit)];
    let player = at(journal(&lines), 4);
    let of = |entries: usize| -> Vec<(String, i64)> {
        let entries = &player.journal().entries[..entries];
        let found = tag_estimates(player.world(), entries, &name("billing"), &name("orders"));
        found.into_iter().map(|of| (of.tag, of.messages)).collect()
    };
    // Without an offset the metric takes Max (R-LAG-4): the tag of queue 1 has none that waits.
    assert_eq!(of(7), [("paid".to_string(), 2), ("sent".to_string(), 0)]);
    assert_eq!(of(3), [("paid".to_string(), 2)], "only what was sent up to now");
    assert!(
        tag_estimates(player.world(), &player.journal().entries, &name("billing"), &name("nobody"))
            .is_empty()
    );
}

#[test]
fn queues_shared_out_while_a_lab_is_set_up_are_no_mark() {
    let lines = [(0, TOPIC), (0, GROUP), (0, CONSUMER), (5, &*CONSUMER.replace("\"a\"", "\"b\""))];
    let player = at(journal(&lines), 10);
    let marks = player.history().marks().iter().filter(|mark| mark.kind == MarkKind::Rebalance);
    let times: Vec<u64> = marks.map(|mark| mark.at.0).collect();
    assert!(!times.is_empty() && times.iter().all(|at| *at >= 5 * SECOND), "{times:?}");
}

/// A rule says what the line it stands on is about: below Min is another rule than above Max, and what
/// retention deleted is no offset that was not saved.
#[test]
fn a_refused_commit_and_a_missed_message_name_the_rule_that_fits() {
    let refused = |offset| {
        let (queue, offset, min, max) = (0, QueueOffset(offset), QueueOffset(10), QueueOffset(20));
        Rejected::CommitOutsideQueue { queue, offset, min, max }.rule()
    };
    assert_eq!([refused(9), refused(21)], ["SD-14", "SD-12"]);
    let missed = |how| {
        let (group, topic) = (name("audit"), name("orders"));
        Event::Missed { group, topic, queue: 0, from: QueueOffset(1), to: QueueOffset(2), how }.rule()
    };
    assert_eq!([missed(Missed::Purged), missed(Missed::Skipped)], ["R-RET-1", "R-OFF-1"]);
}
