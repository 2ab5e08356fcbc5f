//! What an upgrade report counts, from two labs whose difference is made by hand. Not here: runs of one
//! journal under two profiles (`upgrade`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, command, name};
use offset_lab::engine::QueueOffset;
use offset_lab::engine::VirtualTime;
use offset_lab::engine::event::InitialRule;
use offset_lab::engine::profile::Profile;
use offset_lab::projection::upgrade::fates::{ChangedFate, changed_fates};
use offset_lab::projection::upgrade::lines::{Line, lines};
use offset_lab::projection::upgrade::starts::{FirstStart, Start};
use offset_lab::projection::upgrade::{Effect, upgrade};
use offset_lab::sim::{Command, Journal, JournalEntry, JournalHeader, ResetTarget};

const CONSUMER: &str =
    r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":1000}}"#;

/// Ten messages, one in each segment, and a client that does what `fate` leaves to it.
fn lab(before: impl Fn(&mut Lab), after: impl Fn(&mut Lab)) -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_group":{"group":"billing","retry_queues":0}}"#);
    lab.commit("billing", "orders", 0, 0).unwrap();
    before(&mut lab);
    lab.tell_json(CONSUMER);
    lab.run_ms(5_000);
    lab.send_full("orders", 10);
    lab.run_ms(20_000);
    after(&mut lab);
    lab
}

fn nothing(_: &mut Lab) {}

/// All ten done.
fn done() -> Lab {
    lab(nothing, nothing)
}

fn kill(lab: &mut Lab, log_tail: u32) {
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail });
}

fn fates(here: &Lab, beside: &Lab) -> Vec<ChangedFate> {
    changed_fates(here.world(), beside.world())
}

/// Skipped, lost, unread, gained, from one lab to the other and back.
fn both(here: &Lab, beside: &Lab) -> [[u64; 4]; 2] {
    [fates(here, beside), fates(beside, here)].map(|fates| {
        let [one] = &fates[..] else { panic!("{fates:?}") };
        assert_eq!(one.affected(), one.skipped + one.lost + one.unread + one.gained, "{one:?}");
        [one.skipped, one.lost, one.unread, one.gained]
    })
}

#[test]
fn what_one_run_cares_for_and_the_other_does_not_is_counted_by_what_became_of_it() {
    assert_eq!(fates(&done(), &done()), []);
    // It begins behind them.
    let mut passed = Lab::with_orders(Profile::RocketMq53, 1);
    passed.small_segments();
    passed.send_full("orders", 10);
    passed.reset("billing", "orders", ResetTarget::Max).unwrap();
    passed.tell_json(CONSUMER);
    passed.run_ms(5_000);
    assert_eq!(both(&done(), &passed), [[10, 0, 0, 0], [0, 0, 0, 10]]);
    // Four are purged before it gets them.
    let mut purged = Lab::with_orders(Profile::RocketMq53, 1);
    purged.small_segments();
    purged.commit("billing", "orders", 0, 0).unwrap();
    purged.tell_json(CONSUMER);
    purged.run_ms(5_000);
    purged.remove_consumer("c-1", false);
    purged.send_full("orders", 10);
    purged.expire(4);
    purged.tell_json(CONSUMER);
    purged.run_ms(60_000);
    assert_eq!(both(&done(), &purged), [[0, 4, 0, 0], [0, 0, 0, 4]]);
    // Nobody is there.
    let mut unread = Lab::with_orders(Profile::RocketMq53, 1);
    unread.small_segments();
    unread.send_full("orders", 10);
    assert_eq!(both(&done(), &unread), [[0, 0, 10, 0], [0, 0, 0, 10]]);
}

/// What an import or an administrator says is consumed is so in both runs, whether the group begins or
/// not.
#[test]
fn what_was_consumed_elsewhere_is_neither_unread_nor_gained() {
    let at = |offset: i64| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.send("orders", 0, 10);
        lab.commit("billing", "orders", 0, offset).unwrap();
        lab
    };
    assert_eq!(fates(&at(5), &at(5)), []);
    assert_eq!(both(&at(5), &at(8)), [[0, 0, 0, 3], [0, 0, 3, 0]]);
}

/// Losses of an end of the log have no offsets: other messages have their numbers.
#[test]
fn what_went_with_the_logs_end_is_counted_without_offsets() {
    let stopped = |lab: &mut Lab| {
        lab.remove_consumer("c-1", false);
        lab.send_full("orders", 5);
    };
    let here = lab(nothing, stopped);
    let beside = lab(nothing, |lab| {
        stopped(lab);
        kill(lab, 5);
        lab.send_full("orders", 5);
    });
    assert_eq!(both(&here, &beside), [[0, 5, 0, 0], [0, 0, 0, 5]]);
    // R-RTY-2: without retry queues what fails is dropped, so it is passed over.
    let poison = |lab: &mut Lab| {
        lab.tell_json(CONSUMER);
        lab.tell_json(
            r#"{"set_failures":{"consumer":"c-1","failures":{"poison":[{"queue":0,"offset":9}]}}}"#,
        );
    };
    let dropped = |again: bool| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(r#"{"set_group":{"group":"billing","retry_queues":0}}"#);
        lab.commit("billing", "orders", 0, 0).unwrap();
        poison(&mut lab);
        lab.run_ms(5_000);
        lab.send("orders", 0, 10);
        lab.run_ms(20_000);
        lab.remove_consumer("c-1", false);
        if again {
            kill(&mut lab, 1);
        }
        lab
    };
    assert_eq!(both(&dropped(false), &dropped(true)), [[1, 0, 0, 0], [0, 0, 0, 1]]);
}

/// The same number in two retry topics is not the same message: only sums are compared there.
#[test]
fn losses_in_a_retry_topic_are_compared_as_sums() {
    let with = |log_tail: u32| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.send("orders", 0, 3);
        let back = |lab: &mut Lab, offset: i64| {
            lab.tell_json(&format!(
                r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":0,"offset":{offset},"delay_level":1}}}}}}"#
            ));
            lab.run_ms(3_000);
        };
        back(&mut lab, 0);
        lab.tell_json(CONSUMER);
        lab.run_ms(60_000);
        lab.remove_consumer("c-1", false);
        back(&mut lab, 1);
        if log_tail > 0 {
            kill(&mut lab, log_tail);
        }
        lab
    };
    let (here, beside) = (with(0), with(1));
    let retry = |here: &Lab, beside: &Lab| {
        let all = fates(here, beside).into_iter().filter(|of| of.topic == name("%RETRY%billing"));
        all.map(|of| (of.lost, of.gained)).collect::<Vec<_>>()
    };
    assert_eq!((retry(&here, &beside), retry(&beside, &here)), (vec![(1, 0)], vec![(0, 1)]));
}

#[test]
fn duplicates_and_dead_letters_are_those_of_both_runs() {
    let again = lab(nothing, |lab| {
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        lab.run_ms(60_000);
    });
    let of = |beside: &Lab| {
        let fates = fates(&done(), beside);
        (fates[0].duplicates, fates[0].dead, fates[0].affected())
    };
    assert_eq!(of(&again), ([0, 10], [0, 0], 10));
    let failing = |poison: &str| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(r#"{"set_group":{"group":"billing","retry_max_times":0}}"#);
        lab.commit("billing", "orders", 0, 0).unwrap();
        lab.tell_json(CONSUMER);
        lab.tell_json(&format!(
            r#"{{"set_failures":{{"consumer":"c-1","failures":{{"poison":[{poison}]}}}}}}"#
        ));
        lab.run_ms(5_000);
        lab.send("orders", 0, 10);
        lab.run_ms(20_000);
        lab
    };
    let fates = fates(&failing(""), &failing(r#"{"queue":0,"offset":9}"#));
    let [one] = &fates[..] else { panic!("{fates:?}") };
    assert_eq!((one.duplicates, one.dead, one.affected()), ([0, 0], [0, 1], 1));
}

fn fate(group: &str, queue: u32, client: Option<&str>) -> ChangedFate {
    ChangedFate {
        group: name(group),
        topic: name("orders"),
        queue,
        client: client.map(name),
        skipped: 1,
        lost: 20,
        unread: 300,
        gained: 4_000,
        duplicates: [50_000, 0],
        dead: [0, 600_000],
    }
}

#[test]
fn whatever_differs_is_affected() {
    assert_eq!(fate("billing", 0, None).affected(), 654_321);
}

#[test]
fn queues_that_fare_alike_are_one_line_with_the_sum_of_their_numbers() {
    let start = |group: &str, queue, rule, offset| {
        let (group, topic, offset) = (name(group), name("orders"), QueueOffset(offset));
        let side =
            Start { at: VirtualTime(7), group: group.clone(), topic: topic.clone(), queue, offset, rule };
        FirstStart { group, topic, queue, sides: [Some(side), None] }
    };
    let (max, first) = (InitialRule::ClientLast, InitialRule::ClientFirst);
    let effect = Effect {
        fates: vec![
            fate("billing", 0, None),
            fate("billing", 1, None),
            fate("audit", 0, None),
            fate("audit", 0, Some("a")),
        ],
        stored: vec![(name("orders"), [3, 5])],
        starts: vec![
            start("billing", 0, max, 10),
            start("billing", 1, max, 20),
            start("billing", 2, first, 30),
            start("audit", 0, max, 40),
        ],
    };
    let (mut fates, mut starts, mut stored) = (Vec::new(), Vec::new(), 0);
    for line in lines(&effect) {
        match line {
            Line::Fate(line) => fates.push((line.queues, line.counts, line.changed)),
            Line::Start(line) => starts.push((line.queues, line.sides.map(|side| side.map(|at| at.offsets)))),
            Line::Stored(..) => stored += 1,
        }
    }
    let one = ([1, 20, 300, 4_000], [[50_000, 0], [0, 600_000]]);
    let two = ([2, 40, 600, 8_000], [[100_000, 0], [0, 1_200_000]]);
    assert_eq!(fates, [(vec![0, 1], two.0, two.1), (vec![0], one.0, one.1), (vec![0], one.0, one.1)]);
    let at = |offsets: &[i64]| [Some(offsets.iter().map(|at| QueueOffset(*at)).collect::<Vec<_>>()), None];
    assert_eq!(starts, [(vec![0, 1], at(&[10, 20])), (vec![2], at(&[30])), (vec![0], at(&[40]))]);
    assert_eq!(stored, 1);
}

/// R-LOG-5: up to 4.9.3 the limit is of the whole record, so one message fewer is stored.
#[test]
fn r_log_5_what_only_one_version_stores_is_counted() {
    let mut journal = Journal::new(JournalHeader::new(Profile::RocketMq48, 7));
    for (ms, json) in [
        (0, r#"{"create_topic":{"topic":"orders","queues":1}}"#),
        (0, r#"{"set_broker":{"max_message_bytes":1000}}"#),
        (1, r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":9}}}"#),
        (2, r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":1000}}}"#),
    ] {
        journal.entries.push(JournalEntry { at_us: VirtualTime(ms * 1_000), command: command(json) });
    }
    let until = VirtualTime(5_000_000);
    let report = upgrade(&journal, Profile::RocketMq48, Profile::RocketMq53, until);
    assert_eq!(report.whole.stored, [(name("orders"), [1, 2])]);
    assert_eq!(report.whole.affected(), 1);
}

/// R-CQ-7: 3.2.6 can't read the log's very first record, so the tool shows no time for it. Nothing
/// happens by that: an answer is all that differs.
#[test]
fn r_cq_7_an_answer_that_differs_is_an_act_though_nothing_else_does() {
    let mut journal = Journal::new(JournalHeader::new(Profile::RocketMq32, 7));
    for json in [
        r#"{"create_topic":{"topic":"orders","queues":1}}"#,
        r#"{"create_group":{"group":"billing"}}"#,
        r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":9}}}"#,
        r#"{"broker":{"commit":{"group":"billing","topic":"orders","queue":0,"offset":1}}}"#,
        r#"{"broker":{"consume_stats":{"group":"billing","topic":"orders"}}}"#,
    ] {
        journal.entries.push(JournalEntry { at_us: VirtualTime(1_000), command: command(json) });
    }
    let report = upgrade(&journal, Profile::RocketMq32, Profile::RocketMq49, VirtualTime(5_000_000));
    let rules: Vec<&str> = report.acts.iter().map(|act| act.choice.rule()).collect();
    assert_eq!((rules, report.whole), (vec!["R-CQ-7"], Effect::default()));
}
