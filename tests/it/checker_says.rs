//! A delivery checker that is shown an anomaly says so: one lab, and for each rule of `checker`,
//! `checker_log` and `checker_waits` a history that somebody has changed. Not here: anomalies of the product
//! (`random_failures`).
//!
//! Invariant: the lab as it is has no anomaly, and each change is one that the checker sees in the events and
//! nowhere else.

use crate::lab::name;
use crate::random_failures::{Change, Run};
use offset_lab::engine::event::{DeleteReason, Missed};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset, VirtualTime};

/// What happens, at which ms.
const LAB: [(u64, &str); 20] = [
    (0, r#"{"set_retention":{"segment_bytes":4096,"reserved_ms":600000}}"#),
    (0, r#"{"set_broker":{"delay_levels":"1s 1s 2s 3s"}}"#),
    (0, r#"{"create_topic":{"topic":"orders","queues":2}}"#),
    (0, r#"{"create_group":{"group":"billing"}}"#),
    (0, r#"{"create_group":{"group":"ledger","consume_from":"first_offset"}}"#),
    (0, r#"{"set_group":{"group":"ledger","orderly":true}}"#),
    (0, r#"{"create_group":{"group":"pops"}}"#),
    (0, r#"{"set_group":{"group":"pops","protocol":"pop","invisible_ms":3000}}"#),
    (0, r#"{"add_producer":{"producer":"shop","topic":"orders","rate_per_s":20,"body_bytes":100}}"#),
    (0, r#"{"add_consumer":{"consumer":"b-1","group":"billing","topic":"orders","processing_us":60000}}"#),
    (0, r#"{"add_consumer":{"consumer":"l-1","group":"ledger","topic":"orders","processing_us":10000}}"#),
    (0, r#"{"add_consumer":{"consumer":"p-1","group":"pops","topic":"orders","processing_us":10000}}"#),
    (500, r#"{"set_failures":{"consumer":"b-1","failures":{"fail_permille":50}}}"#),
    (1_000, r#"{"add_producer":{"producer":"later","topic":"orders","rate_per_s":2,"body_bytes":100}}"#),
    (1_000, r#"{"set_producer":{"producer":"later","rate_per_s":2,"body_bytes":100,"delay_level":3}}"#),
    (20_000, r#"{"broker":{"expire_segments":{"count":2}}}"#),
    (25_000, r#"{"restart_broker":{"kill":true,"log_tail":12}}"#),
    (30_000, r#"{"remove_producer":{"producer":"shop"}}"#),
    (30_000, r#"{"remove_producer":{"producer":"later"}}"#),
    (30_000, r#"{"set_failures":{"consumer":"b-1"}}"#),
];

/// What the checker says of the lab when its history is changed.
fn said(change: Option<Change>) -> Result<(), String> {
    let mut run = Run::of(Profile::RocketMq53, 3);
    run.change = change;
    for (at_ms, json) in LAB {
        run.run_until(VirtualTime((at_ms * 1_000).saturating_sub(1)))?;
        run.tell(json)?;
    }
    run.run_until(VirtualTime(150_000_000))?;
    run.checker.finish(&run.world).map(|_| ())
}

/// Changes the first instant from `from_ms` on in which `change` finds something to change.
fn once(mut change: impl FnMut(&mut Vec<Event>) -> bool + 'static) -> Option<Change> {
    let mut done = false;
    Some(Box::new(move |events| done = done || change(events)))
}

/// Puts others in place of the first event that `change` wants to change.
fn in_place_of(change: impl Fn(&Event) -> Option<Vec<Event>> + 'static) -> Option<Change> {
    once(move |events| {
        let found = events.iter().enumerate().find_map(|(at, event)| Some((at, change(event)?)));
        found.map(|(at, others)| events.splice(at..=at, others)).is_some()
    })
}

fn is_billing(event: &Event) -> bool {
    match event {
        Event::Delivered { group, topic, .. } | Event::Committed { group, topic, .. } => {
            group.as_str() == "billing" && topic.as_str() == "orders"
        }
        _ => false,
    }
}

fn assert_says(rule: &str, change: Option<Change>) {
    let said = said(change).expect_err(rule);
    let words = said.split_once(" us: ").map_or(said.as_str(), |(_, words)| words);
    assert!(words.starts_with(&format!("{rule}: ")), "{rule} was to be said, and this was: {said}");
}

/// The 31st record of `orders`, and another one behind it with other numbers.
fn with_another(rule: &str, other: impl Fn(&mut QueueOffset, &mut i64, i64) + 'static) {
    let change = in_place_of(move |event| {
        let Event::Appended { offset, record_bytes, .. } = event else { return None };
        let mut copy = event.clone();
        let Event::Appended { offset: number, physical, .. } = &mut copy else { return None };
        other(number, &mut physical.0, i64::from(*record_bytes));
        (offset.0 == 30).then(|| vec![event.clone(), copy])
    });
    assert_says(rule, change);
}

#[test]
fn of_the_lab_as_it_is_nothing() {
    assert_eq!(said(None), Ok(()));
}

#[test]
fn inconsistent_offsets_when_a_number_is_given_twice() {
    with_another("inconsistent-offsets", |_, physical, bytes| *physical += bytes);
}

#[test]
fn duplicate_when_a_record_has_two_numbers() {
    with_another("duplicate", |number, _, _| number.0 += 1);
}

#[test]
fn nonmonotonic_send_when_a_number_is_left_out() {
    with_another("nonmonotonic-send", |number, physical, bytes| {
        (number.0, *physical) = (number.0 + 2, *physical + bytes);
    });
}

#[test]
fn lost_write_when_an_end_goes_with_nobody_dead() {
    let change = in_place_of(|event| {
        let Event::Appended { topic, queue, offset, .. } = event else { return None };
        let (from, to) = (QueueOffset(offset.0 + 1), *offset);
        let fell = Event::MaxFell { topic: topic.clone(), queue: *queue, from, to };
        (offset.0 == 30).then(|| vec![event.clone(), fell])
    });
    assert_says("lost-write", change);
}

#[test]
fn index_when_an_entry_is_not_its_records() {
    let change = in_place_of(|event| {
        let mut copy = event.clone();
        let Event::Appended { offset, record_bytes, .. } = &mut copy else { return None };
        *record_bytes -= 1;
        (offset.0 == 30).then(|| vec![copy])
    });
    assert_says("index", change);
}

#[test]
fn retention_when_a_young_segment_goes_by_age_or_one_out_of_turn() {
    for (shift, why) in [(0, DeleteReason::Expired), (4_096, DeleteReason::Told)] {
        let change = in_place_of(move |event| {
            let mut copy = event.clone();
            let Event::SegmentDeleted { base, end, reason } = &mut copy else { return None };
            (base.0, end.0, *reason) = (base.0 + shift, end.0 + shift, why);
            Some(vec![copy])
        });
        assert_says("retention", change);
    }
}

#[test]
fn prefix_when_a_kill_takes_a_record_and_leaves_a_later_one() {
    let change = in_place_of(|event| {
        let mut copy = event.clone();
        let Event::MaxFell { topic, to, .. } = &mut copy else { return None };
        to.0 -= 5;
        (topic.as_str() == "orders").then(|| vec![copy])
    });
    assert_says("prefix", change);
}

/// The first answer of more than one message that is not a group's first.
fn with_answer(rule: &str, change: impl Fn(&mut QueueOffset, &mut QueueOffset, &mut u32) + 'static) {
    let change = in_place_of(move |event| {
        let mut copy = event.clone();
        let Event::Delivered { first, next, count, .. } = &mut copy else { return None };
        let wanted = first.0 > 5 && *count > 1 && is_billing(event);
        change(first, next, count);
        wanted.then(|| vec![copy])
    });
    assert_says(rule, change);
}

#[test]
fn aborted_when_something_is_handed_out_that_was_not_stored() {
    with_answer("aborted", |_, next, _| next.0 += 500);
}

#[test]
fn int_poll_skip_when_an_answer_leaves_something_out() {
    with_answer("int-poll-skip", |_, _, count| *count -= 1);
}

#[test]
fn poll_skip_when_an_answer_begins_too_late() {
    with_answer("poll-skip", |first, _, count| (first.0, *count) = (first.0 + 1, *count - 1));
}

#[test]
fn nonmonotonic_poll_when_an_answer_comes_twice() {
    let twice = |event: &Event| {
        let delivered = matches!(event, Event::Delivered { .. }) && is_billing(event);
        delivered.then(|| vec![event.clone(), event.clone()])
    };
    assert_says("nonmonotonic-poll", in_place_of(twice));
}

/// The first offset above 20 that billing saves, changed by so much.
fn with_saved(rule: &str, by: i64, twice: bool) {
    let change = in_place_of(move |event| {
        let mut copy = event.clone();
        let Event::Committed { to, .. } = &mut copy else { return None };
        let wanted = to.0 > 20 && is_billing(event);
        to.0 += by;
        wanted.then(|| if twice { vec![event.clone(), copy] } else { vec![copy] })
    });
    assert_says(rule, change);
}

#[test]
fn ahead_when_a_saved_offset_is_beyond_the_queue() {
    with_saved("ahead", 5_000, false);
}

#[test]
fn loss_when_an_offset_is_saved_past_a_message_that_nobody_worked_off() {
    with_saved("loss", 3, false);
}

#[test]
fn monotonic_when_a_saved_offset_falls() {
    with_saved("monotonic", -1, true);
}

#[test]
fn recovered_when_an_offset_comes_back_that_never_stood() {
    // What billing saves from its 100th message on nobody hears of.
    let silent: Change = Box::new(|events| {
        events
            .retain(|event| !matches!(event, Event::Committed { to, .. } if to.0 > 100 && is_billing(event)));
    });
    assert_says("recovered", Some(silent));
}

/// Adds an event to every instant from so many events on.
fn all_the_time(added: impl Fn() -> Event + 'static) -> Option<Change> {
    Some(Box::new(move |events| events.push(added())))
}

fn tries_again(group: &'static str, offset: i64) -> Option<Change> {
    all_the_time(move || Event::TriesAgain {
        group: name(group),
        client: name("nobody"),
        topic: name("orders"),
        queue: 0,
        offset: QueueOffset(offset),
        at: VirtualTime(0),
    })
}

#[test]
fn order_when_a_queue_goes_on_behind_a_message_that_is_tried_again() {
    assert_says("order", tries_again("ledger", 40));
}

#[test]
fn loss_when_a_group_goes_on_behind_a_message_that_is_tried_again() {
    assert_says("loss", tries_again("billing", 40));
}

#[test]
fn once_when_nobody_owns_up_to_what_was_passed_over() {
    // Near the end somebody has died, so that it could have been passed over.
    assert_says("once", tries_again("billing", 250));
}

#[test]
fn counts_when_something_is_missed_that_was_worked_off() {
    let missed = |event: &Event| {
        let Event::Committed { group, topic, queue, to, .. } = event else { return None };
        let (group, topic, queue, how) = (group.clone(), topic.clone(), *queue, Missed::Purged);
        let (from, to) = (QueueOffset(to.0 - 1), *to);
        let missed = Event::Missed { group, topic, queue, from, to, how };
        (to.0 > 20 && is_billing(event)).then(|| vec![event.clone(), missed])
    };
    assert_says("counts", in_place_of(missed));
}

#[test]
fn early_when_something_arrives_before_its_time() {
    let late = |event: &Event| {
        let mut copy = event.clone();
        let Event::SentBack { group, due, .. } = &mut copy else { return None };
        due.0 += 10_000;
        (group.as_str() == "billing").then(|| vec![copy])
    };
    assert_says("early", in_place_of(late));
}

fn is_arrival(event: &Event) -> bool {
    let Event::Appended { topic, of: Some(of), .. } = event else { return false };
    topic.as_str() == "orders" && of.topic.starts_with("SCHEDULE")
}

#[test]
fn duplicate_when_something_arrives_twice() {
    let mut first: Option<Event> = None;
    let change = once(move |events| {
        let Some(arrival) = events.iter_mut().find(|event| is_arrival(event)) else { return false };
        let Some(Event::Appended { of: same, .. }) = &first else {
            first = Some(arrival.clone());
            return false;
        };
        if let Event::Appended { of, .. } = arrival {
            of.clone_from(same);
        }
        true
    });
    assert_says("duplicate", change);
}

#[test]
fn unseen_when_something_never_arrives() {
    // One that was sent after retention and the kill, which may both take a message before its time.
    let (mut restarted, mut sent) = (false, Vec::new());
    let change = once(move |events| {
        for event in events {
            restarted |= matches!(event, Event::BrokerRestarted { .. });
            let Event::Appended { topic, offset, of, .. } = event else { continue };
            if restarted && topic.starts_with("SCHEDULE") {
                sent.push(*offset);
            } else if topic.as_str() == "orders" && of.as_ref().is_some_and(|of| sent.contains(&of.offset)) {
                *of = None;
                return true;
            }
        }
        false
    });
    assert_says("unseen", change);
}
