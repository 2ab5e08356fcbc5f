//! Rules of the specification about time search, resets, commits and what clients do, with plain numbers. Not
//! here: log and retention (`rules`), what recordings cover (`conformance`).
//!
//! Invariant: each table is the specification's, written out.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, Event, QueueOffset};
use offset_lab::sim::{Answer, BrokerCall, Command, ResetTarget};

/// A queue whose messages were stored at these times, each in a segment of its own; the first `purged` are
/// gone.
fn queue_of(profile: Profile, times: &[i64], purged: u32) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_broker":{"queue_file_entries":10}}"#);
    for &time in times {
        lab.run_to_ms(time as u64);
        lab.send_sized("orders", 0, 1016);
    }
    lab.create_topic("busy", 1);
    lab.send_sized("busy", 0, 1016);
    lab.expire(purged);
    lab
}

/// The specification's table: time, LOWER, UPPER, and the closest where it gives one.
type SearchTable = [(i64, i64, i64, Option<i64>)];

fn check_search(queue: &str, times: &[i64], purged: u32, table: &SearchTable) {
    let mut lab = queue_of(Profile::RocketMq53, times, purged);
    let mut docs = queue_of(Profile::Docs50, times, purged);
    for &(time, lower, upper, closest) in table {
        let at = START_MS + time;
        assert_eq!(lab.search("orders", 0, at, false), lower, "{queue}: LOWER of {time}");
        assert_eq!(lab.search("orders", 0, at, true), upper, "{queue}: UPPER of {time}");
        if let Some(closest) = closest {
            assert_eq!(docs.search("orders", 0, at, false), closest, "{queue}: the closest to {time}");
        }
    }
}

#[test]
fn r_rst_2_and_r_rst_4_the_offset_of_a_time() {
    let a: Vec<i64> = (1..=10).map(|i| i * 1_000).collect();
    let old = Some;
    check_search(
        "A",
        &a,
        0,
        &[
            (0, 0, 0, old(0)),
            (1000, 0, 0, old(0)),
            (1500, 1, 0, old(0)),
            (1501, 1, 0, old(1)),
            (5000, 4, 4, old(4)),
            (5500, 5, 4, old(4)),
            (5501, 5, 4, old(5)),
            (10_000, 9, 9, old(9)),
            (10_001, 10, 9, old(9)),
        ],
    );
    let from_4 =
        [(0, 4, 4, None), (4999, 4, 4, None), (5000, 4, 4, None), (5001, 5, 4, None), (10_001, 10, 9, None)];
    check_search("A, Min 4", &a, 4, &from_4);
    check_search(
        "A, Min 10",
        &a,
        10,
        &[(0, 10, 10, old(10)), (5000, 10, 10, old(10)), (99_999, 10, 10, old(10))],
    );
    check_search(
        "B",
        &[1000, 1000, 1000, 3000, 3000],
        0,
        &[
            (999, 0, 0, old(0)),
            (1000, 0, 2, old(0)),
            (2000, 3, 2, old(2)),
            (2001, 3, 2, old(3)),
            (3000, 3, 4, old(3)),
            (3001, 5, 4, old(4)),
        ],
    );
    check_search(
        "C",
        &[1000, 2000, 2000, 2000, 2000, 5000, 5000, 9000, 9000, 9000],
        0,
        &[
            (1500, 1, 0, old(0)),
            (2000, 1, 4, old(1)),
            (3000, 5, 4, old(4)),
            (3501, 5, 4, old(5)),
            (5000, 5, 6, old(5)),
            (7000, 7, 6, old(6)),
            (7001, 7, 6, old(7)),
            (9000, 7, 9, old(7)),
            (9001, 10, 9, old(9)),
        ],
    );
}

#[test]
fn r_rst_2_over_several_queue_files() {
    let d: Vec<i64> = (0..25).map(|i| 1_000 * (i + 1)).collect();
    let table = [
        (10_000, 9, 9, None),
        (10_001, 10, 9, None),
        (10_500, 10, 9, None),
        (11_000, 10, 10, None),
        (20_500, 20, 19, None),
        (25_001, 25, 24, None),
    ];
    check_search("D", &d, 0, &table);
    let e: Vec<i64> = [vec![1000; 10], vec![5000; 15]].concat();
    check_search(
        "E",
        &e,
        0,
        &[(1000, 0, 9, None), (3000, 10, 9, None), (5000, 10, 24, None), (5001, 25, 24, None)],
    );
}

#[test]
fn r_rst_1_an_unknown_or_empty_queue_is_at_0() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    assert_eq!([lab.search("orders", 0, START_MS, false), lab.search("nowhere", 3, START_MS, true)], [0, 0]);
}

/// Request 222 in its JSON form.
fn request(lab: &mut Lab, group: &str, topic: &str, rest: &str) -> Result<Vec<(u32, i64)>, (i32, String)> {
    let text = format!(r#"{{"broker":{{"reset_offset":{{"group":"{group}","topic":"{topic}",{rest}}}}}}}"#);
    match lab.obey(command(&text)) {
        Ok(Answer::Reset { targets, .. }) => {
            Ok(targets.iter().map(|(&queue, target)| (queue, target.0)).collect())
        }
        Ok(other) => panic!("{other:?}"),
        Err(rejected) => Err((rejected.code(), rejected.remark())),
    }
}

#[test]
fn r_rst_5_what_a_reset_request_takes_and_refuses() {
    let mut lab = queue_of(Profile::RocketMq53, &[1000; 8], 3);
    assert_eq!(lab.min_max("orders", 0), (3, 8));
    let reset = |lab: &mut Lab, offset: i64| {
        request(lab, "billing", "orders", &format!(r#""timestamp_ms":0,"queue":0,"offset":{offset}"#))
    };
    for accepted in 3..=9 {
        assert_eq!(reset(&mut lab, accepted), Ok(vec![(0, accepted)]), "Max and even Max + 1");
    }
    for refused in [2, 10] {
        let words = format!("Target offset {refused} not in consume queue range [3-8]");
        assert_eq!(reset(&mut lab, refused), Err((1, words)));
        assert_eq!(lab.query("billing", "orders", 0), Some(9), "nothing changed");
    }
    assert_eq!(reset(&mut lab, -1), Ok(vec![(0, 3)]), "-1 means by time");
    // Unknown names: the topic first.
    assert_eq!(request(&mut lab, "nobody", "nowhere", r#""timestamp_ms":0"#).unwrap_err().0, 17);
    assert_eq!(request(&mut lab, "nobody", "orders", r#""timestamp_ms":0"#).unwrap_err().0, 26);
    // Without a queue: all of them, by time; a given offset is ignored. A negative time means Max; force
    // changes nothing.
    lab.tell_json(r#"{"create_topic":{"topic":"orders","queues":3}}"#);
    lab.send("orders", 1, 2);
    let all = request(&mut lab, "billing", "orders", r#""timestamp_ms":-1,"offset":4,"force":true"#);
    assert_eq!(all, Ok(vec![(0, 8), (1, 2), (2, 0)]));
    // The page's profile stops at Max.
    let mut docs = queue_of(Profile::Docs50, &[1000; 8], 3);
    assert_eq!(reset(&mut docs, 8), Ok(vec![(0, 8)]));
    assert_eq!(reset(&mut docs, 9).unwrap_err().0, 1);
}

#[test]
fn r_rst_6_a_pending_reset_answers_queries_swallows_commits_and_the_last_one_wins() {
    for profile in [Profile::Docs50, Profile::RocketMq53, Profile::RocketMq51] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(r#"{"set_broker":{"server_side_reset":true}}"#);
        lab.send("orders", 0, 20);
        lab.commit("billing", "orders", 0, 15).unwrap();
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(3))).unwrap();
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(5))).unwrap();
        assert_eq!(lab.query("billing", "orders", 0), Some(5));
        assert_eq!(lab.commit("billing", "orders", 0, 16), Ok(Answer::Committed { swallowed: true }));
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(5));
        let on_lane = lab.progress("billing", "orders", 0).unwrap();
        assert_eq!(on_lane.pending_reset, Some(QueueOffset(5)));
        // Even a pull for the target itself takes one more round trip.
        let moved = lab.pull("billing", "orders", 0, 5);
        assert_eq!((moved.status, moved.code, moved.next.0), (PullStatus::OffsetReset, 21, 5));
        assert_eq!(lab.pull("billing", "orders", 0, 5).offsets[0].0, 5);
        assert_eq!(lab.commit("billing", "orders", 0, 16), Ok(Answer::Committed { swallowed: false }));
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(16));
    }
}

#[test]
fn r_rst_7_the_pull_that_takes_the_reset_may_bring_the_old_offset_back() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 20);
    lab.commit("billing", "orders", 0, 15).unwrap();
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(3))).unwrap();
    let pull = r#""group":"billing","topic":"orders","queue":0,"offset":15,"max_messages":32,"commit":15"#;
    let answer = lab.tell_json(&format!(r#"{{"broker":{{"pull":{{{pull}}}}}}}"#));
    assert!(matches!(answer, Answer::Pulled(pulled) if pulled.next.0 == 3));
    assert_eq!(
        lab.consumer_offset("billing", "orders", 0),
        Some(15),
        "a client that dies now has lost the reset"
    );
    lab.commit("billing", "orders", 0, 3).unwrap();
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(3), "one that lives repairs it (R-PULL-7)");
}

#[test]
fn r_rst_8_a_restart_loses_the_pending_reset_of_a_real_broker_and_not_of_the_page() {
    for (profile, pending) in [(Profile::RocketMq53, None), (Profile::Docs50, Some(QueueOffset(3)))] {
        for kill in [false, true] {
            let mut lab = Lab::with_orders(profile, 1);
            lab.send("orders", 0, 20);
            lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(3))).unwrap();
            lab.run_ms(11_000);
            lab.tell(Command::RestartBroker { kill, offsets_gone: false, log_tail: 0 });
            assert_eq!(lab.progress("billing", "orders", 0).unwrap().pending_reset, pending, "{profile:?}");
            assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(3), "the flushed table is kept");
        }
    }
}

#[test]
fn r_off_4_a_commit_is_checked_for_group_then_topic_then_pending_reset() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 5);
    let code =
        |outcome: Result<Answer, offset_lab::engine::Rejected>| outcome.err().map(|rejected| rejected.code());
    assert_eq!(code(lab.commit("nobody", "nowhere", 0, 1)), Some(26));
    assert_eq!(code(lab.commit("billing", "nowhere", 0, 1)), Some(17));
    // R-OFF-2: whatever the value, it is stored; a smaller one too.
    for offset in [5, 2, 77, 0] {
        assert_eq!(code(lab.commit("billing", "orders", 0, offset)), None);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(offset));
    }
    // R-LAG-1: past Max the difference is negative.
    lab.commit("billing", "orders", 0, 7).unwrap();
    assert_eq!(lab.progress("billing", "orders", 0).unwrap().lag, Some(-2));
}

#[test]
fn r_off_7_a_live_client_commits_along_with_its_pulls() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.run_ms(1_000);
    lab.send("orders", 0, 40);
    lab.run_ms(1_000);
    // Its first flush comes after 10 s; the pulls have carried what was done by then.
    assert_eq!(lab.delivered_to("billing-1").len(), 40);
    assert!(lab.consumer_offset("billing", "orders", 0).is_some_and(|offset| offset > 0));
}

#[test]
fn r_off_19_a_crashed_client_reads_again_what_it_had_not_saved() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.send("orders", 0, 10);
    lab.run_ms(8_000);
    assert_eq!(lab.delivered_to("billing-1"), (0..10).collect::<Vec<i64>>());
    lab.remove_consumer("billing-1", true);
    lab.add_consumer("billing-2", "billing", "orders");
    lab.run_ms(8_000);
    assert_eq!(
        lab.delivered_to("billing-2"),
        (0..10).collect::<Vec<i64>>(),
        "killed at 8 s it had saved nothing"
    );
}

#[test]
fn r_init_4_a_start_computed_by_the_client_is_saved_after_the_first_empty_pull_only() {
    let mut lab = queue_of(Profile::RocketMq53, &[1000; 8], 3);
    lab.run_to_ms(5_000);
    lab.add_consumer("billing-1", "billing", "orders");
    // The pull at 5.5 s is held for 15 s; then the offset reaches memory, and the broker with the next flush.
    lab.run_to_ms(20_400);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), None);
    lab.run_to_ms(26_000);
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(8));
}

#[test]
fn r_pull_6_a_reset_does_not_wake_a_held_pull_but_a_message_does() {
    let taken_after_ms = |message_after_ms: Option<u64>| {
        let mut lab = Lab::docs(1);
        lab.add_consumer("billing-1", "billing", "orders");
        lab.send("orders", 0, 10);
        lab.run_to_ms(3_000);
        lab.reset("billing", "orders", ResetTarget::Min).unwrap();
        if let Some(ms) = message_after_ms {
            lab.run_ms(ms);
            lab.send("orders", 0, 1);
        }
        lab.run_ms(30_000);
        let taken = lab.events.iter().find(|timed| matches!(timed.event, Event::ResetTaken { .. })).unwrap();
        taken.at.whole_ms() - 3_000
    };
    let idle = taken_after_ms(None);
    // A hold of 15 s ends with the next of the sweeps, which come each 5 s.
    assert!((12_000..=17_500).contains(&idle), "the rest of the held pull: {idle} ms");
    assert!((2_000..2_100).contains(&taken_after_ms(Some(2_000))), "the message ends the hold");
}

#[test]
fn r_exp_3_deleting_a_topic_keeps_a_pending_reset_on_a_real_broker_only() {
    for (profile, pending) in [(Profile::RocketMq53, Some(4)), (Profile::Docs50, None)] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 9);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(4))).unwrap();
        lab.run_ms(11_000);
        lab.tell(Command::Broker(BrokerCall::DeleteTopic { topic: name("orders") }));
        lab.tell(Command::RestartBroker { kill: false, offsets_gone: false, log_tail: 0 });
        lab.create_topic("orders", 1);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), None);
        assert_eq!(
            lab.query("billing", "orders", 0),
            None,
            "{profile:?}: a restart forgets what is in memory"
        );
        lab.send("orders", 0, 9);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(4))).unwrap();
        lab.tell(Command::DeleteTopic { topic: name("orders") });
        lab.create_topic("orders", 1);
        assert_eq!(lab.query("billing", "orders", 0), pending, "{profile:?}");
    }
}

#[test]
fn sd_12_on_the_page_no_progress_outlives_its_queue() {
    // Deleted, killed before the offset file was written anew, created again.
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 9);
    lab.commit("billing", "orders", 0, 9).unwrap();
    lab.run_ms(11_000);
    lab.tell(Command::DeleteTopic { topic: name("orders") });
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail: 0 });
    lab.create_topic("orders", 1);
    assert_eq!((lab.min_max("orders", 0), lab.consumer_offset("billing", "orders", 0)), ((0, 0), None));
    // A wholly expired queue that an administrator destroys (R-RET-11).
    let mut lab = queue_of(Profile::Docs50, &[1000; 4], 0);
    lab.commit("billing", "orders", 0, 4).unwrap();
    lab.expire(4);
    lab.tell(Command::Broker(BrokerCall::CleanExpiredQueues {}));
    assert_eq!((lab.min_max("orders", 0), lab.consumer_offset("billing", "orders", 0)), ((0, 0), None));
    // On a real broker the offset stays high, and the next pull goes down to Max.
    let mut lab = queue_of(Profile::RocketMq53, &[1000; 4], 0);
    lab.commit("billing", "orders", 0, 4).unwrap();
    lab.expire(4);
    lab.tell(Command::Broker(BrokerCall::CleanExpiredQueues {}));
    assert_eq!((lab.min_max("orders", 0), lab.consumer_offset("billing", "orders", 0)), ((0, 0), Some(4)));
    lab.send("orders", 0, 1);
    assert_eq!(lab.pull("billing", "orders", 0, 4).next.0, 1);
}

#[test]
fn r_rst_5_by_time_on_a_live_clock() {
    let mut lab = queue_of(Profile::RocketMq53, &[1000, 2000, 3000], 0);
    for (time, expected) in [(START_MS + 1_500, 1), (START_MS, 0), (START_MS + 9_000, 3), (-1, 3), (-77, 3)] {
        lab.reset("billing", "orders", ResetTarget::TimeMs(EpochMs(time))).unwrap();
        assert_eq!(lab.query("billing", "orders", 0), Some(expected), "{time}");
    }
}
