//! Rules of the specification with plain numbers: log, retention, pull, allocation, the end of the offset
//! range. Not here: resets and time search (`rules_reset`), what recordings cover (`conformance`).
//!
//! Invariant: each table is the specification's, written out.

use crate::lab::{Lab, command, name};
use offset_lab::engine::answer::PullStatus;
use offset_lab::engine::event::DeleteReason;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::clients::allocate::average_shares;
use offset_lab::sim::{Answer, BrokerCall, Command, ResetTarget};

const NEVER_BY_AGE: &str = r#"{"set_retention":{"reserved_ms":9223372036854775807}}"#;

fn send_of(topic: &str, record_bytes: u32) -> Command {
    let (topic, record_bytes, tag) = (name(topic), Some(record_bytes), None);
    Command::Broker(BrokerCall::Send { topic, queue: 0, body_bytes: 1, record_bytes, tag, delay_level: 0 })
}

/// Where messages of these sizes come to lie.
#[test]
fn r_log_4_a_record_and_8_bytes_must_fit_or_a_new_segment_begins() {
    let cases: [(&[u32], &[i64]); 5] = [
        (&[600, 416], &[0, 600]),
        (&[600, 417], &[0, 1024]),
        (&[1016, 1], &[0, 1024]),
        (&[600, 416, 100, 916, 10], &[0, 600, 1024, 1124, 2048]),
        (&[500, 600, 500], &[0, 1024, 2048]),
    ];
    for (sizes, physical) in cases {
        let mut lab = Lab::docs(1);
        lab.small_segments();
        let places = sizes.iter().enumerate().map(|(i, &size)| match lab.tell(send_of("orders", size)) {
            Answer::Sent { queue_offset, physical_offset } => {
                assert_eq!(queue_offset.0, i as i64, "queue offsets have no gaps");
                physical_offset.0
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(places.collect::<Vec<_>>(), physical, "{sizes:?}");
    }
    let mut lab = Lab::docs(1);
    lab.small_segments();
    let refusal = lab.refused(send_of("orders", 1017));
    assert_eq!(refusal.code(), 13, "a record that no segment can take");
    assert_eq!(lab.send_sized("orders", 0, 1016), 0, "the refused one took no offset");
}

#[test]
fn r_log_5_properties_of_more_than_32767_bytes_are_refused_and_take_no_offset() {
    let mut lab = Lab::docs(1);
    // KEYS, two separators.
    let message = |bytes: usize| {
        let key = "k".repeat(bytes - 6);
        command(&format!(r#"{{"send_message":{{"topic":"orders","queue":0,"key":"{key}","body":""}}}}"#))
    };
    let refusal = lab.refused(message(32_768));
    assert_eq!((refusal.code(), refusal.rule()), (13, "R-LOG-5"));
    lab.tell(message(32_767));
    assert_eq!(lab.min_max("orders", 0), (0, 1));
}

#[test]
fn r_log_3_a_record_has_91_bytes_and_body_topic_and_properties() {
    let mut lab = Lab::docs(1);
    let sizes = [
        (r#"{"send_message":{"topic":"orders","queue":0,"body":"12345"}}"#, 91 + 6 + 5),
        (r#"{"send_message":{"topic":"orders","queue":0,"key":"k1","body":""}}"#, 91 + 6 + 8),
        (r#"{"send_message":{"topic":"orders","queue":0,"key":"k1","tag":"vip","body":""}}"#, 91 + 6 + 8 + 9),
    ];
    for (i, (text, bytes)) in sizes.into_iter().enumerate() {
        lab.tell_json(text);
        let (_, found) = lab.world().broker().locate("orders", 0, QueueOffset(i as i64)).unwrap();
        assert_eq!(found, bytes, "{text}");
    }
}

/// A lab whose log takes `percent` segments of a disk of 100, one message each, and that waits for its
/// passes.
fn filled(percent: usize, retention: &str) -> Lab {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"set_retention":{"segment_bytes":1024,"disk_bytes":102400,"delete_hours":[]}}"#);
    lab.tell_json(retention);
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":3600000}}"#);
    lab.send_full("orders", percent);
    // The last segment is full only when the next one begins: 1016 bytes are 1 % of the disk all the same.
    assert_eq!(lab.world().broker().used_percent(), percent as u64);
    lab
}

/// Lets one retention pass happen; gives how many segments went.
fn one_pass(lab: &mut Lab) -> usize {
    let before = lab.world().broker().log().segments().len();
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":10}}"#);
    lab.run_ms(10);
    lab.tell_json(r#"{"set_timers":{"retention_pass_ms":3600000}}"#);
    before - lab.world().broker().log().segments().len()
}

#[test]
fn r_ret_5_the_watermarks_are_75_85_and_90_percent() {
    let expired = r#"{"set_retention":{"reserved_ms":0}}"#;
    // Percent of the disk, age, segments that go in one pass, whether writes are refused then, why the
    // segments go.
    let table = [
        (75, expired, 0, false, None),
        (76, expired, 10, false, Some(DeleteReason::Expired)),
        (76, NEVER_BY_AGE, 0, false, None),
        (85, NEVER_BY_AGE, 0, false, None),
        (86, NEVER_BY_AGE, 10, false, Some(DeleteReason::DiskUsage)),
        (90, NEVER_BY_AGE, 10, false, Some(DeleteReason::DiskUsage)),
        (91, NEVER_BY_AGE, 10, true, Some(DeleteReason::DiskUsage)),
    ];
    for (percent, retention, gone, full, reason) in table {
        let mut lab = filled(percent, retention);
        assert_eq!(one_pass(&mut lab), gone, "{percent} %, {retention}");
        assert_eq!(lab.world().broker().disk_full(), full, "{percent} %");
        let why = lab.events.iter().find_map(|timed| match timed.event {
            Event::SegmentDeleted { reason, .. } => Some(reason),
            _ => None,
        });
        assert_eq!(why, reason, "{percent} %");
        assert_eq!(lab.min_max("orders", 0), (gone as i64, percent as i64));
    }
}

#[test]
fn r_ret_6_a_full_disk_refuses_writes_until_85_percent_and_reads_go_on() {
    let mut lab = filled(91, NEVER_BY_AGE);
    assert_eq!(one_pass(&mut lab), 10);
    let refusal = lab.refused(send_of("orders", 100));
    assert_eq!((refusal.code(), refusal.rule()), (14, "R-RET-6"));
    assert_eq!(lab.min_max("orders", 0), (10, 91), "the refused message took no offset");
    assert_eq!(lab.pull("billing", "orders", 0, 10).status, PullStatus::Found);
    // 81 segments on a disk of 92: 89 %. Between 85 and 90 the flag stays as it is.
    lab.tell_json(r#"{"set_retention":{"disk_bytes":94208}}"#);
    assert_eq!(lab.world().broker().used_percent(), 89);
    assert_eq!(one_pass(&mut lab), 10);
    assert_eq!(lab.refused(send_of("orders", 100)).code(), 14);
    // 71 segments on a disk of 84: 85 %. That clears it.
    lab.tell_json(r#"{"set_retention":{"disk_bytes":86016}}"#);
    assert_eq!(lab.world().broker().used_percent(), 85);
    assert_eq!(one_pass(&mut lab), 0);
    assert_eq!(lab.send_sized("orders", 0, 100), 91);
}

#[test]
fn r_ret_3_oldest_first_ten_a_pass_and_never_the_last_segment() {
    let mut lab = filled(25, r#"{"set_retention":{"reserved_ms":0}}"#);
    assert_eq!(one_pass(&mut lab), 0, "it is not the hour, and there is room");
    let every_hour: Vec<u8> = (0..24).collect();
    lab.tell_json(&format!(r#"{{"set_retention":{{"delete_hours":{every_hour:?}}}}}"#));
    assert_eq!(
        [one_pass(&mut lab), one_pass(&mut lab), one_pass(&mut lab), one_pass(&mut lab)],
        [10, 10, 4, 0]
    );
    assert_eq!(lab.min_max("orders", 0), (24, 25), "the last segment stays, however old it is");
    // Even on a disk that is over every watermark.
    lab.tell_json(r#"{"set_retention":{"disk_bytes":1024}}"#);
    assert_eq!(one_pass(&mut lab), 0);
    assert!(lab.world().broker().disk_full());
    assert_eq!(lab.min_max("orders", 0), (24, 25));
}

#[test]
fn r_ret_3_a_segment_goes_when_its_last_write_is_older_than_the_reserved_time() {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"set_retention":{"segment_bytes":1024,"reserved_ms":60000}}"#);
    for second in [0, 10, 20, 30] {
        lab.run_to_ms(second * 1_000);
        lab.send_sized("orders", 0, 1016);
    }
    // Passes come at 60, 70, 80 s and so on (R-RET-2); a segment goes at the first one 60 s after its last
    // write.
    for (at_ms, min) in [(59_999, 0), (60_000, 1), (69_999, 1), (70_001, 2), (80_001, 3), (200_000, 3)] {
        lab.run_to_ms(at_ms);
        assert_eq!(lab.lane("orders", 0).min.0, min, "at {at_ms} ms");
    }
}

#[test]
fn r_ret_2_age_deletes_in_the_delete_hour_only_unless_told_by_hand() {
    let settings = r#"{"set_retention":{"segment_bytes":1024,"reserved_ms":1000,"delete_hours":[4]}}"#;
    let mut lab = Lab::docs(1);
    lab.tell_json(settings);
    lab.send_full("orders", 5);
    lab.run_to_ms(4 * 3_600_000 - 1);
    assert_eq!(lab.min_max("orders", 0), (0, 5), "03:59:59.999 is not the hour");
    lab.run_to_ms(4 * 3_600_000);
    assert_eq!(lab.min_max("orders", 0), (4, 5), "04:00 is");
    // By hand (R-RET-7), whatever the hour, with the ordinary age test.
    let mut lab = Lab::docs(1);
    lab.tell_json(settings);
    lab.send_full("orders", 5);
    lab.tell_json(r#"{"delete_expired_segments":{}}"#);
    assert_eq!(lab.min_max("orders", 0), (0, 5), "nothing is old enough yet");
    lab.run_ms(70_000);
    assert_eq!(lab.min_max("orders", 0), (4, 5), "the next 20 passes run whatever the hour");
}

/// Min 3, Max 8; Min = Max = 8; Min = Max = 0.
#[test]
fn r_pull_2_the_decision_by_offset() {
    let rows = |lab: &mut Lab, expected: &[(i64, PullStatus, i32, i64)]| {
        for &(offset, status, code, next) in expected {
            let pulled = lab.pull("billing", "orders", 0, offset);
            assert_eq!((pulled.status, pulled.code, pulled.next.0), (status, code, next), "pull at {offset}");
        }
    };
    for profile in Profile::ALL {
        let mut lab = Lab::with_orders(profile, 1);
        lab.small_segments();
        rows(&mut lab, &[(0, PullStatus::NoMessageInQueue, 19, 0), (5, PullStatus::NoMessageInQueue, 21, 0)]);
        lab.send_full("orders", 8);
        lab.expire(3);
        rows(
            &mut lab,
            &[
                (-1, PullStatus::OffsetTooSmall, 21, 3),
                (2, PullStatus::OffsetTooSmall, 21, 3),
                (3, PullStatus::Found, 0, 8),
                (7, PullStatus::Found, 0, 8),
                (8, PullStatus::OffsetOverflowOne, 19, 8),
                (9, PullStatus::OffsetOverflowBadly, 21, 8),
                (i64::MAX, PullStatus::OffsetOverflowBadly, 21, 8),
            ],
        );
        lab.create_topic("busy", 1);
        lab.send_sized("busy", 0, 1016);
        lab.expire(9);
        // R-CQ-4: up to 4.9 a wholly expired queue keeps its Min.
        let at_7 = match profile.keeps_min_of_expired_queue() {
            true => (7, PullStatus::MessageWasRemoving, 20, 8),
            false => (7, PullStatus::OffsetTooSmall, 21, 8),
        };
        let at_8 = (8, PullStatus::OffsetOverflowOne, 19, 8);
        rows(&mut lab, &[at_7, at_8, (9, PullStatus::OffsetOverflowBadly, 21, 8)]);
    }
}

/// In a wholly expired queue of 4.9 the first lost record decides for the rest of its segment, whatever their
/// tags.
#[test]
fn r_pull_3_after_a_lost_record_the_scan_goes_on_in_the_next_segment() {
    let mut lab = Lab::with_orders(Profile::RocketMq49, 1);
    lab.small_segments();
    lab.create_topic("busy", 1);
    lab.send_sized("busy", 0, 100);
    for tag in ["vip", "new"] {
        let send = format!(r#""topic":"orders","queue":0,"body_bytes":1,"record_bytes":300,"tag":"{tag}""#);
        lab.tell_json(&format!(r#"{{"broker":{{"send":{{{send}}}}}}}"#));
    }
    lab.send_sized("busy", 0, 1016);
    lab.expire(1);
    for (tag, status) in [
        ("vip", PullStatus::MessageWasRemoving),
        ("new", PullStatus::MessageWasRemoving),
        ("old", PullStatus::NoMatchedMessage),
    ] {
        let pull = r#""group":"billing","topic":"orders","queue":0,"offset":0,"max_messages":32"#;
        let call = format!(r#"{{"broker":{{"pull":{{{pull},"subscription":"{tag}"}}}}}}"#);
        let Answer::Pulled(pulled) = lab.tell_json(&call) else { panic!("a pull") };
        assert_eq!((pulled.status, pulled.next.0, pulled.code), (status, 2, 20), "{tag}");
    }
}

#[test]
fn r_pull_5_a_batch_ends_at_its_limits() {
    let mut lab = Lab::docs(1);
    lab.send("orders", 0, 40);
    assert_eq!(lab.pull("billing", "orders", 0, 0).offsets.len(), 32);
    let mut pull = |max: u32, from: i64| {
        let arguments =
            format!(r#""group":"billing","topic":"orders","queue":0,"offset":{from},"max_messages":{max}"#);
        match lab.tell_json(&format!(r#"{{"broker":{{"pull":{{{arguments}}}}}}}"#)) {
            Answer::Pulled(pulled) => pulled.offsets.len(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!([pull(20, 0), pull(10, 0), pull(1, 0), pull(32, 35)], [20, 10, 1, 5]);
    // 65 536 bytes or 8 messages when messages count as on disk; a first one that is larger comes alone.
    lab.tell_json(r#"{"set_broker":{"resident_by_ratio":false}}"#);
    assert_eq!(lab.pull("billing", "orders", 0, 0).offsets.len(), 8);
    for _ in 0..3 {
        lab.send_sized("orders", 0, 70_000);
    }
    assert_eq!(lab.pull("billing", "orders", 0, 40).offsets.len(), 1);
}

#[test]
fn r_lb_2_queues_are_shared_in_contiguous_runs_the_larger_first() {
    let sizes = |queues, clients| average_shares(queues, clients).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(10, 4), [3, 3, 2, 2]);
    assert_eq!(average_shares(8, 3), [vec![0, 1, 2], vec![3, 4, 5], vec![6, 7]]);
    assert_eq!(sizes(16, 5), [4, 3, 3, 3, 3]);
    assert_eq!(average_shares(4, 6), [vec![0], vec![1], vec![2], vec![3], vec![], vec![]]);
    // And so does a live group, by the clients' names, however they come and go.
    let mut lab = Lab::docs(8);
    for client in ["c", "a", "b"] {
        lab.add_consumer(client, "billing", "orders");
    }
    let owners = |lab: &Lab| {
        let owner = |queue| lab.world().owner(&name("billing"), &name("orders"), queue).unwrap().to_string();
        (0..8).map(owner).collect::<String>()
    };
    assert_eq!(owners(&lab), "aaabbbcc");
    lab.remove_consumer("a", true);
    assert_eq!(owners(&lab), "bbbbcccc");
}

#[test]
fn the_end_of_the_offset_range_is_exact_in_every_number() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    lab.tell_json(r#"{"create_topic":{"topic":"ancient","queues":1,"first_offsets":[9223372036854775207]}}"#);
    lab.add_consumer("reader", "billing", "ancient");
    lab.send("ancient", 0, 600);
    assert_eq!(lab.min_max("ancient", 0), (i64::MAX - 600, i64::MAX));
    assert_eq!(lab.refused(send_of("ancient", 100)).rule(), "SD-2");
    lab.run_ms(60_000);
    assert_eq!(lab.consumer_offset("billing", "ancient", 0), Some(i64::MAX), "consumed to the very end");
    assert_eq!(lab.progress("billing", "ancient", 0).unwrap().lag, Some(0));
    assert_eq!(lab.pull("billing", "ancient", 0, i64::MAX).status, PullStatus::OffsetOverflowOne);
    let last = lab.pull("billing", "ancient", 0, i64::MAX - 1);
    assert_eq!((last.offsets[0].0, last.next.0), (i64::MAX - 1, i64::MAX));
    // A reset to the end, one to the last message, and one by time beyond it.
    for target in [i64::MAX, i64::MAX - 1, i64::MAX - 600] {
        lab.reset("billing", "ancient", ResetTarget::Offset(QueueOffset(target))).unwrap();
        assert_eq!(lab.query("billing", "ancient", 0), Some(target));
        assert_eq!(lab.progress("billing", "ancient", 0).unwrap().lag, Some(i64::MAX - target));
    }
    assert_eq!(lab.search("ancient", 0, i64::MAX, false), i64::MAX - 1, "the closest is the last");
    assert_eq!(lab.search("ancient", 0, i64::MIN, false), i64::MAX - 600);
    lab.run_ms(60_000);
    lab.send("orders", 0, 1);
    lab.expire(1_000);
    assert_eq!(lab.min_max("ancient", 0), (i64::MAX, i64::MAX), "everything is purged: Min = Max");
    assert_eq!(lab.pull("billing", "ancient", 0, 5).next.0, i64::MAX);
    // Max + 1 of R-RST-5 does not exist here: nothing wraps.
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"create_topic":{"topic":"ancient","queues":1,"first_offsets":[9223372036854775807]}}"#);
    lab.reset("billing", "ancient", ResetTarget::Offset(QueueOffset(i64::MAX))).unwrap();
    let before_min = ResetTarget::Offset(QueueOffset(i64::MIN));
    assert_eq!(lab.reset("billing", "ancient", before_min).unwrap_err().code(), 1);
    lab.commit("billing", "ancient", 0, i64::MIN).unwrap();
    let stats = lab.tell(command(r#"{"broker":{"consume_stats":{"group":"billing","topic":"ancient"}}}"#));
    assert!(
        matches!(stats, Answer::Stats(rows) if rows["ancient:0"].consumer.0 == i64::MAX),
        "the reset is pending"
    );
}

#[test]
fn what_is_purged_leaves_its_edges_behind() {
    let mut lab = Lab::docs(1);
    lab.small_segments();
    // Two messages a segment, one a second: offset i at (i + 1) s.
    for second in 1..=10 {
        lab.run_to_ms(second * 1_000);
        lab.send("orders", 0, 1);
    }
    lab.expire(3);
    assert_eq!(lab.min_max("orders", 0), (6, 10));
    let at = |lab: &Lab, ms: i64| {
        let time = offset_lab::engine::EpochMs(crate::lab::START_MS + ms);
        let (offset, exact) = lab.world().broker().purged_offset_at("orders", 0, time);
        (offset.0, exact)
    };
    // Exact at the edges 0, 2, 4 (1, 3, 5 s) and from Min on; about right between them.
    for (ms, offset) in
        [(0, 0), (1_000, 0), (3_000, 2), (5_000, 4), (7_000, 6), (7_001, 7), (10_000, 9), (10_001, 10)]
    {
        assert_eq!(at(&lab, ms), (offset, true), "{ms} ms");
    }
    for (ms, offset) in [(2_000, 1), (4_000, 3), (6_000, 5)] {
        assert_eq!(at(&lab, ms), (offset, false), "{ms} ms");
    }
    // With everything purged, what lies after the last edge is unknown, and not claimed to be exact.
    lab.create_topic("busy", 1);
    lab.send_sized("busy", 0, 1016);
    lab.expire(9);
    assert_eq!(lab.min_max("orders", 0), (10, 10));
    assert_eq!((at(&lab, 9_000), at(&lab, 5_000)), ((8, true), (4, true)));
    assert_eq!(at(&lab, 9_500), (10, false));
}
