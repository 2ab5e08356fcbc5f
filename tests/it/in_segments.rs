//! Which part of a queue lies in a segment, and which is not in memory, told apart from other queues
//! (SD-18). Not here: what a cold read costs (`sd_versions`), a segment's neighbours (`segment`).
//!
//! Invariant: each message has a segment of its own, so an expected span is counted by hand.

use crate::lab::{Lab, name};
use offset_lab::engine::profile::Profile;
use offset_lab::projection::cold_spans;
use offset_lab::projection::segment::{segment_at, segment_content};

/// Two segments are in memory: those that were used last.
fn lab() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.create_topic("archive", 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_broker":{"page_cache_segments":2}}"#);
    lab
}

fn cold(lab: &Lab) -> Vec<(String, u32, i64, i64)> {
    let spans = cold_spans(lab.world()).into_iter();
    spans.map(|of| (of.topic.to_string(), of.queue, of.from.0, of.to.0)).collect()
}

fn span(topic: &str, queue: u32, from: i64, to: i64) -> (String, u32, i64, i64) {
    (topic.to_string(), queue, from, to)
}

fn send(lab: &mut Lab, topic: &str, queue: u32) {
    lab.send_sized(topic, queue, 1016);
}

#[test]
fn sd_18_a_warm_segment_of_another_queue_does_not_part_a_cold_stretch() {
    let mut lab = lab();
    for (topic, queue) in
        [("orders", 0), ("archive", 0), ("orders", 0), ("orders", 1), ("orders", 1), ("orders", 0)]
    {
        send(&mut lab, topic, queue);
    }
    let written = [span("archive", 0, 0, 1), span("orders", 0, 0, 2), span("orders", 1, 0, 1)];
    assert_eq!(cold(&lab), written);
    // It reads segment 1, which is in memory from now on, and segment 4 is not.
    lab.pull("billing", "archive", 0, 0);
    assert_eq!(cold(&lab), [span("orders", 0, 0, 2), span("orders", 1, 0, 2)]);
}

/// Where one queue's stretch ends at the offset at which another's begins, they stay two.
#[test]
fn sd_18_stretches_of_two_queues_are_two() {
    let mut lab = lab();
    for queue in [0, 1, 1, 0] {
        send(&mut lab, "orders", queue);
    }
    let pull =
        r#"{"broker":{"pull":{"group":"billing","topic":"orders","queue":1,"offset":0,"max_messages":1}}}"#;
    lab.tell_json(pull);
    assert_eq!(cold(&lab), [span("orders", 0, 0, 1), span("orders", 1, 1, 2)]);
}

#[test]
fn sd_18_after_a_start_nothing_is_in_memory_to_the_logs_end() {
    let mut lab = lab();
    (0..3).for_each(|_| send(&mut lab, "orders", 0));
    assert_eq!(cold(&lab), [span("orders", 0, 0, 1)]);
    lab.tell_json(r#"{"restart_broker":{}}"#);
    assert_eq!(cold(&lab), [span("orders", 0, 0, 3)]);
}

#[test]
fn a_segment_lists_the_queues_that_have_a_message_in_it() {
    let mut lab = lab();
    for (topic, queue) in [("orders", 0), ("archive", 0), ("orders", 1)] {
        send(&mut lab, topic, queue);
    }
    let log = lab.world().broker().log();
    let listed = log.segments().iter().map(|segment| {
        let facts = segment_at(lab.world(), segment.base).unwrap();
        let queues = segment_content(lab.world(), &facts.view).queues;
        queues.into_iter().map(|(topic, queue, from, to)| (topic, queue, to.0 - from.0)).collect::<Vec<_>>()
    });
    let one = |topic, queue| vec![(name(topic), queue, 1)];
    assert_eq!(listed.collect::<Vec<_>>(), [one("orders", 0), one("archive", 0), one("orders", 1)]);
}
