//! The upstream tests of the specification's section 11 as plain data, each under its id: offsets, queues,
//! retention, pulls, resets, lag. Not here: clients and allocation (`vectors_clients`); V-7 to V-11, V-27,
//! V-28, V-34 and V-38 to V-40, which are about delay, POP and the proxy; V-21, since a lab builds its index
//! at once (`docs/model.md`).
//!
//! Invariant: the numbers are those of the upstream test.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::answer::{Boundary, PullStatus};
use offset_lab::engine::broker::pull::tag_hash;
use offset_lab::engine::log::commit_log::CommitLog;
use offset_lab::engine::log::consume_queue::{ConsumeQueue, Entry};
use offset_lab::engine::log::retention::{PassSettings, Retention};
use offset_lab::engine::log::time_search::{SearchRule, offset_by_time};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, PhysicalOffset, QueueOffset};
use offset_lab::sim::{Answer, ResetTarget};

fn entry(physical: i64, time: i64, tag: i64) -> Entry {
    Entry { physical: PhysicalOffset(physical), record_bytes: 100, stored_at: EpochMs(time), tag }
}

fn real(queues: u32) -> Lab {
    Lab::with_orders(Profile::RocketMq53, queues)
}

#[test]
fn v_1_cleaning_a_topic_removes_its_offsets_and_no_others() {
    let mut lab = real(4);
    for (queue, offset) in [(1, 2), (2, 3)] {
        lab.commit("billing", "orders", queue, offset).unwrap();
    }
    lab.tell_json(r#"{"broker":{"delete_topic":{"topic":"InvalidTopic"}}}"#);
    assert_eq!(lab.query("billing", "orders", 1), Some(2));
    lab.tell_json(r#"{"broker":{"delete_topic":{"topic":"orders"}}}"#);
    let table = lab.world().broker().consumer_offsets();
    assert_eq!((table.stored("billing", "orders", 1), table.stored("billing", "orders", 2)), (None, None));
}

#[test]
fn v_2_removing_a_groups_offsets_clears_all_three_tables() {
    let mut lab = real(1);
    lab.send("orders", 0, 100);
    lab.commit("billing", "orders", 0, 100).unwrap();
    lab.pull("billing", "orders", 0, 100);
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(100))).unwrap();
    lab.tell_json(r#"{"broker":{"delete_group":{"group":"billing","remove_offsets":true}}}"#);
    let table = lab.world().broker().consumer_offsets();
    let of_queue = (
        table.stored("billing", "orders", 0),
        table.pending("billing", "orders", 0),
        table.pulled("billing", "orders", 0),
    );
    assert_eq!(of_queue, (None, None, None));
}

#[test]
fn v_3_offsets_that_were_persisted_are_there_after_a_start() {
    let mut lab = real(2);
    for (queue, offset) in [(0, 1), (1, 3)] {
        lab.commit("billing", "orders", queue, offset).unwrap();
    }
    lab.tell_json(r#"{"restart_broker":{}}"#);
    assert_eq!((lab.query("billing", "orders", 0), lab.query("billing", "orders", 1)), (Some(1), Some(3)));
}

/// 100 messages in each of 4 queues, all consumed; gives the deliveries that a reset brings.
fn redelivered(reset: &str) -> usize {
    let mut lab = real(4);
    for queue in 0..4 {
        lab.send("orders", queue, 100);
    }
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(60_000);
    let before = lab.delivered_to("c").len();
    assert_eq!(before, 400);
    let stats = lab.tell_json(r#"{"broker":{"consume_stats":{"group":"billing"}}}"#);
    // V-6: everything is consumed, so nothing is in flight.
    let Answer::Stats(rows) = stats else { panic!("{stats:?}") };
    assert!(rows.values().all(|row| row.max == row.consumer && row.pull == row.consumer), "{rows:?}");
    lab.tell_json(reset);
    lab.run_ms(60_000);
    lab.delivered_to("c").len() - before
}

#[test]
fn v_4_a_reset_of_one_queue_to_0_brings_its_messages_again() {
    let request = r#""group":"billing","topic":"orders","timestamp_ms":0,"queue":3,"offset":0"#;
    assert_eq!(redelivered(&format!(r#"{{"broker":{{"reset_offset":{{{request}}}}}}}"#)), 100);
}

#[test]
fn v_5_and_v_6_a_reset_to_before_the_first_message_brings_all_of_them_again() {
    let request = format!(r#""group":"billing","topic":"orders","timestamp_ms":{START_MS}"#);
    assert_eq!(redelivered(&format!(r#"{{"broker":{{"reset_offset":{{{request}}}}}}}"#)), 400);
}

#[test]
fn v_14_lag_and_ready_messages() {
    let metrics = |lab: &Lab| {
        let now = lab.world().now_ms();
        let found = lab.world().broker().lag_metrics(&name("billing"), &name("orders"), &[], now);
        (found.lag_messages, found.ready_messages)
    };
    let send = |lab: &mut Lab| {
        for queue in 0..4 {
            lab.send("orders", queue, 10);
        }
    };
    let mut lab = real(4);
    assert_eq!(metrics(&lab), (0, 0), "R-LAG-4: no progress, no lag");
    lab.add_consumer("c", "billing", "orders");
    send(&mut lab);
    lab.run_ms(60_000);
    assert_eq!(metrics(&lab), (0, 0), "all consumed");
    // The listener blocks: pulled, not consumed.
    lab.tell_json(r#"{"set_consumer":{"consumer":"c","processing_us":3600000000}}"#);
    send(&mut lab);
    lab.run_ms(30_000);
    assert_eq!(metrics(&lab), (40, 0));
    let now = lab.world().now_ms();
    let all = lab.world().broker().lag_metrics(&name("billing"), &name("orders"), &[], now);
    assert_eq!((all.inflight_messages, all.lag_latency_ms, all.queueing_latency_ms), (40, 30_000, 0));
    // Stopped: nothing is handed out any more.
    let mut lab = real(4);
    lab.add_consumer("c", "billing", "orders");
    send(&mut lab);
    lab.run_ms(60_000);
    lab.remove_consumer("c", false);
    send(&mut lab);
    assert_eq!(metrics(&lab), (40, 40));
}

fn tagged(lab: &mut Lab, count: usize, tag_of: impl Fn(usize) -> Option<&'static str>) {
    for i in 0..count {
        let tag = tag_of(i).map_or(String::new(), |tag| format!(r#","tag":"{tag}""#));
        lab.tell(command(&format!(
            r#"{{"broker":{{"send":{{"topic":"orders","queue":0,"body_bytes":1{tag}}}}}}}"#
        )));
    }
}

#[test]
fn v_15_the_estimate_counts_what_a_tag_would_get() {
    let mut lab = real(1);
    for _ in 0..2 {
        tagged(&mut lab, 80, |_| None);
        tagged(&mut lab, 20, |_| Some("TagA"));
    }
    let all = (QueueOffset(0), QueueOffset(200));
    let found = lab.world().broker().estimate_messages("orders", 0, all.0, all.1, &[tag_hash("TagA")]);
    assert_eq!(found, 40);
    let now = lab.world().now_ms();
    lab.commit("billing", "orders", 0, 0).unwrap();
    let tags = [tag_hash("TagA")];
    let metrics = lab.world().broker().lag_metrics(&name("billing"), &name("orders"), &tags, now);
    assert_eq!(metrics.lag_messages, 40);
}

#[test]
fn v_16_min_is_corrected_to_the_first_entry_at_or_after_the_logs_minimum() {
    let mut queue = ConsumeQueue::default();
    for i in 0..10_000 {
        queue.push(entry(100 * i, i, 0));
    }
    for (log_min, min) in [(0, 0), (2_000, 20), (999_900, 9_999), (1_000_000, 10_000), (1_000_000, 10_000)] {
        queue.correct_min(PhysicalOffset(log_min));
        queue.forget_before_min();
        assert_eq!(queue.min(), QueueOffset(min), "the log begins at {log_min}");
    }
}

#[test]
fn v_17_the_estimate_of_every_third_message() {
    let mut lab = real(2);
    tagged(&mut lab, 200, |i| Some(if i % 3 == 0 { "TagA" } else { "TagB" }));
    let tag = [tag_hash("TagA")];
    for (queue, from, to, count) in
        [(0, 0, 199, 67), (0, 0, 1_000, 67), (0, 1_000, 10_000, -1), (0, 100, 0, -1), (1, 0, 100, -1)]
    {
        let (from, to) = (QueueOffset(from), QueueOffset(to));
        let found = lab.world().broker().estimate_messages("orders", queue, from, to, &tag);
        assert_eq!(found, count, "queue {queue}, {from} to {to}");
    }
}

#[test]
fn v_18_a_messages_own_time_means_its_own_offset() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        // The log's very first record can't be read by 3.2.6 (section 14): it is another topic's.
        lab.create_topic("first", 1);
        lab.send("first", 0, 1);
        lab.send("orders", 0, 1);
        let mut times = vec![lab.now_ms()];
        for _ in 1..10 {
            lab.run_ms(10);
            lab.send("orders", 0, 1);
            times.push(lab.now_ms());
        }
        for (offset, &time) in (0..).zip(&times) {
            for (asked, found) in [(time, offset), (time - 2, offset), (time - 20_000, 0)] {
                assert_eq!(lab.search("orders", 0, asked, false), found, "{profile:?}: {asked}");
            }
        }
    }
}

#[test]
fn v_19_an_unknown_queue_has_offset_0_and_no_time() {
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 1);
        let now = lab.now_ms();
        assert_eq!(lab.search("orders", 7, now, false), 0);
        assert_eq!(lab.world().broker().store_time("orders", 7, QueueOffset(0)), None);
    }
}

/// Offsets 100 to 1000 at ten times their offset. The upstream test looks at the unclamped search; R-RST-1
/// brings the last column's 0 and 200 to Min where they are below it.
#[test]
fn v_20_lower_and_upper_in_a_queue_that_begins_at_100() {
    let mut queue = ConsumeQueue::starting_at(QueueOffset(100));
    for offset in 100..=1_000 {
        queue.push(entry(offset * 100, offset * 10, 0));
    }
    let (profile, log_min, file_entries) = (Profile::RocketMq53, PhysicalOffset(0), 300_000);
    let rule = SearchRule { profile: profile.into(), log_min, file_entries };
    for (time, lower, upper) in [(20_000, 1_001, 1_000), (1, 100, 100), (2_001, 201, 200), (2_000, 200, 200)]
    {
        let found = |boundary| offset_by_time(&queue, EpochMs(time), boundary, rule).unwrap().0.0;
        assert_eq!((found(Boundary::Lower), found(Boundary::Upper)), (lower, upper), "time {time}");
    }
}

/// R-RST-2: of equal times the first, also where the run reaches over sealed blocks of the index.
#[test]
fn a_long_run_of_equal_times_is_found_at_its_ends() {
    let mut queue = ConsumeQueue::default();
    for offset in 0..3_000 {
        queue.push(entry(offset * 100, if offset < 1_000 { 10 } else { 20 }, 0));
    }
    let (profile, log_min, file_entries) = (Profile::RocketMq53, PhysicalOffset(0), 300_000);
    let rule = SearchRule { profile: profile.into(), log_min, file_entries };
    let found = |time, boundary| offset_by_time(&queue, EpochMs(time), boundary, rule).unwrap().0.0;
    let lower = [10, 11, 20, 21].map(|time| found(time, Boundary::Lower));
    let upper = [10, 11, 20, 21].map(|time| found(time, Boundary::Upper));
    assert_eq!((lower, upper), ([0, 1_000, 1_000, 3_000], [999, 999, 2_999, 2_999]));
}

#[test]
fn v_22_a_pull_brings_as_many_as_it_asks_for() {
    let mut lab = real(1);
    lab.send("orders", 0, 32);
    for max in [32, 20, 10] {
        let pull = format!(r#""group":"billing","topic":"orders","queue":0,"offset":0,"max_messages":{max}"#);
        let answer = lab.tell_json(&format!(r#"{{"broker":{{"pull":{{{pull}}}}}}}"#));
        assert!(matches!(answer, Answer::Pulled(pulled) if pulled.offsets.len() == max));
    }
}

/// A lab whose 55 messages lie in a segment each; consume-queue files have 7 entries.
fn fifty_five(profile: Profile) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_broker":{"queue_file_entries":7}}"#);
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":10000}}"#);
    lab.tell_json(r#"{"set_retention":{"disk_bytes":102400000,"reserved_ms":100000}}"#);
    lab
}

/// Files of the log, and those of the queue, from the first that holds Min on.
fn files(lab: &Lab) -> (usize, i64) {
    let (min, max) = lab.min_max("orders", 0);
    (lab.world().broker().log().segments().len(), (max - 1) / 7 - min.min(max - 1) / 7 + 1)
}

#[test]
fn v_23_expired_files_go_ten_in_a_pass() {
    for profile in Profile::ALL {
        let mut lab = fifty_five(profile);
        lab.send_full("orders", 15);
        lab.run_ms(90_000);
        lab.send_full("orders", 40);
        assert_eq!(files(&lab), (55, 8));
        lab.run_ms(10_000);
        assert_eq!(files(&lab), (45, 7), "{profile:?}");
        lab.run_ms(10_000);
        assert_eq!(files(&lab), (40, 6));
        lab.run_ms(30_000);
        assert_eq!(files(&lab), (40, 6));
    }
}

#[test]
fn v_24_a_full_disk_deletes_what_is_not_expired_too() {
    for profile in Profile::ALL {
        let mut lab = fifty_five(profile);
        lab.send_full("orders", 55);
        lab.tell_json(r#"{"set_retention":{"disk_bytes":1024}}"#);
        let table = [(45, 7), (35, 6), (25, 4), (15, 3), (5, 1)];
        for left in table {
            lab.run_ms(10_000);
            assert_eq!(files(&lab), left, "{profile:?}");
        }
        assert_eq!(lab.min_max("orders", 0), (50, 55));
    }
}

fn log_of(segments: usize) -> CommitLog {
    let mut log = CommitLog::default();
    for _ in 0..segments {
        log.append(1_016, 1_024, EpochMs(0)).unwrap();
    }
    log
}

#[test]
fn v_25_the_flag_of_a_full_disk_is_set_above_the_level_and_cleared_below() {
    let (mut retention, log) = (Retention::default(), log_of(100));
    let mut full_at = |disk_bytes| {
        let settings = PassSettings { reserved_ms: u64::MAX, disk_bytes, delete_hours: &[] };
        retention.pass(&log, settings, EpochMs(0));
        retention.disk_full
    };
    let used = log.file_bytes();
    assert_eq!([full_at(used), full_at(used * 100 / 84), full_at(used)], [true, false, true]);
    // Between 85 and 90 % it stays as it is (R-RET-6).
    assert!(full_at(used * 100 / 88));
}

#[test]
fn v_26_deletion_stops_at_the_first_file_that_may_not_go() {
    // Files 0 to 4 and 21 to 49 are old.
    let mut log = CommitLog::default();
    for file in 0..50 {
        let written = if (5..21).contains(&file) { 1_000_000 } else { 0 };
        log.append(1_016, 1_024, EpochMs(written)).unwrap();
    }
    let settings = PassSettings { reserved_ms: 1_000_000, disk_bytes: u64::MAX, delete_hours: &[0] };
    let pass = Retention::default().pass(&log, settings, EpochMs(1_000_000));
    assert_eq!(log.segments().len() - pass.delete, 45);
}

#[test]
fn v_35_a_query_without_progress_answers_0_only_for_a_young_queue() {
    let mut lab = real(2);
    lab.send("orders", 0, 1);
    assert_eq!((lab.query("billing", "orders", 0), lab.query("billing", "orders", 1)), (Some(0), None));
    lab.commit("billing", "orders", 1, 0).unwrap();
    assert_eq!(lab.query("billing", "orders", 1), Some(0), "a stored 0 is an offset");
}

#[test]
fn v_36_codes_of_an_empty_queue_and_of_a_record_that_is_gone() {
    let mut lab = real(1);
    let empty = lab.pull("billing", "orders", 0, 456);
    assert_eq!((empty.status, empty.code), (PullStatus::NoMessageInQueue, 21));
    let mut lab = Lab::with_orders(Profile::RocketMq49, 1);
    lab.small_segments();
    lab.send_full("orders", 3);
    lab.create_topic("busy", 1);
    lab.send_sized("busy", 0, 1016);
    lab.expire(3);
    let gone = lab.pull("billing", "orders", 0, 1);
    assert_eq!((gone.status, gone.code, gone.next.0), (PullStatus::MessageWasRemoving, 20, 3));
}

#[test]
fn v_37_the_codes_of_a_reset() {
    let mut lab = real(1);
    let mut code = |topic: &str, group: &str, more: &str| {
        let request = format!(r#""topic":"{topic}","group":"{group}","timestamp_ms":-1{more}"#);
        let call = command(&format!(r#"{{"broker":{{"reset_offset":{{{request}}}}}}}"#));
        lab.obey(call).map_or_else(|refused| (refused.code(), refused.remark()), |_| (0, String::new()))
    };
    assert_eq!(code("nowhere", "billing", ""), (17, "Topic nowhere does not exist".to_string()));
    assert_eq!(code("orders", "nobody", ""), (26, "Group nobody does not exist".to_string()));
    assert_eq!(code("orders", "billing", "").0, 0);
    assert_eq!(code("orders", "billing", r#","queue":0"#).0, 0);
    let outside = code("orders", "billing", r#","queue":0,"offset":2"#);
    assert_eq!(outside, (1, "Target offset 2 not in consume queue range [0-0]".to_string()));
}
