//! What projections say of groups, queues and messages, told apart from what they say of their
//! neighbours. Not here: the drawing (`tests/e2e`), the preview of a reset (`preview`, `standing`).
//!
//! Invariant: every expected value is worked out by hand from the commands.

use crate::lab::{Lab, START_MS, command, name};
use offset_lab::engine::event::Again;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{EpochMs, QueueOffset, VirtualTime};
use offset_lab::projection::deliveries::never_read;
use offset_lab::projection::health::Verdict;
use offset_lab::projection::history::{Cause, history};
use offset_lab::projection::message::{NoMessage, Standing, message_at};
use offset_lab::projection::runbook::runbook;
use offset_lab::projection::settings::{failures_of, threads_of};
use offset_lab::projection::time_search::{Lies, time_search};
use offset_lab::projection::{
    GoneConsumer, actors, broker_view, deliveries_of, gone_consumers, lag_answers, pockets, preview_reset,
};
use offset_lab::sim::{Journal, JournalEntry, JournalHeader, QueueChoice, ResetTarget, Timeline};

const CONSUMER: &str =
    r#"{"add_consumer":{"consumer":"a","group":"billing","topic":"orders","processing_us":1000}}"#;

/// The same client, and a message takes it so long.
fn slow(us: u64) -> String {
    CONSUMER.replace("1000", &us.to_string())
}

fn journal(lines: &[(u64, &str)]) -> Journal {
    let mut journal = Journal::new(JournalHeader::new(Profile::RocketMq53, 1));
    let entry =
        |&(ms, json): &(u64, &str)| JournalEntry { at_us: VirtualTime(ms * 1_000), command: command(json) };
    journal.entries = lines.iter().map(entry).collect();
    journal
}

fn verdict(lab: &Lab) -> Verdict {
    actors(lab.world()).groups.iter().find(|of| of.group == name("billing")).unwrap().verdict
}

#[test]
fn a_verdict_is_about_the_groups_clients_and_its_lag() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    assert_eq!(verdict(&lab), Verdict::Unknown, "no offset, nobody there");
    lab.commit("billing", "orders", 0, 0).unwrap();
    lab.commit("billing", "orders", 1, 0).unwrap();
    assert_eq!(verdict(&lab), Verdict::CaughtUp, "nothing waits, whoever is there");
    lab.send("orders", 0, 100);
    assert_eq!(verdict(&lab), Verdict::Stopped);
    lab.tell_json(&slow(9_000_000));
    lab.tell_json(&slow(9_000_000).replace("\"a\"", "\"b\""));
    lab.run_ms(3_000);
    assert_eq!(verdict(&lab), Verdict::Working);
    for (client, verdict_then) in [("a", Verdict::Working), ("b", Verdict::Paused)] {
        lab.tell_json(&format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":true}}}}"#));
        assert_eq!(verdict(&lab), verdict_then, "{client} rests too");
    }
    let mut young = Lab::with_orders(Profile::RocketMq53, 1);
    young.tell_json(CONSUMER);
    assert_eq!(verdict(&young), Verdict::Working, "no offset yet, but somebody is there");
}

/// SD-14: an offset at Min is in the queue, one before it is not.
#[test]
fn sd_14_only_an_offset_before_min_is_below_it() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.send_full("orders", 4);
    lab.commit("billing", "orders", 0, 2).unwrap();
    lab.expire(2);
    assert_eq!((lab.min_max("orders", 0), verdict(&lab)), ((2, 4), Verdict::Stopped));
    lab.expire(1);
    assert_eq!((lab.min_max("orders", 0), verdict(&lab)), ((3, 4), Verdict::BelowMin));
    // It gets to it by its own pull: a timer's work.
    lab.tell_json(CONSUMER);
    lab.run_ms(5_000);
    assert_eq!(actors(lab.world()).groups[0].lost, 1);
}

/// Of a group's lag every queue is known or the sum is not; a queue without an offset is counted.
#[test]
fn a_groups_lag_is_the_sum_of_queues_that_are_known() {
    let of = |lab: &Lab| {
        let all = actors(lab.world()).groups;
        let billing = all.into_iter().find(|of| of.group == name("billing")).unwrap();
        (billing.lag, billing.known_lag)
    };
    let mut lab = Lab::with_orders(Profile::RocketMq53, 3);
    lab.send("orders", 0, 9);
    lab.send("orders", 1, 9);
    assert_eq!(of(&lab), (None, None), "no topic");
    lab.commit("billing", "orders", 0, 5).unwrap();
    assert_eq!(of(&lab), (None, Some((4, 2))), "two queues without an offset");
    lab.commit("billing", "orders", 1, 2).unwrap();
    lab.commit("billing", "orders", 2, 0).unwrap();
    assert_eq!(of(&lab), (Some(11), Some((11, 0))));
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.tell_json(r#"{"import_queue":{"topic":"orders","queue":0}}"#);
    lab.commit("billing", "orders", 0, 5).unwrap();
    lab.commit("billing", "orders", 1, 0).unwrap();
    assert_eq!(of(&lab), (None, None), "Max of queue 0 is unknown");
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(CONSUMER);
    assert_eq!(of(&lab), (None, None), "a topic, and no offset");
    lab.tell_json(r#"{"remove_consumer":{"consumer":"a"}}"#);
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop"}}"#);
    lab.tell_json(&slow(9_000_000));
    lab.run_ms(1_000);
    lab.send("orders", 0, 6);
    lab.run_ms(1_000);
    assert_eq!(actors(lab.world()).groups[0].consumers[0].cached, 6, "popped messages are in its hand");
}

#[test]
fn consumers_that_are_gone_are_of_this_group_and_a_topic_that_is_there() {
    let remove = r#"{"remove_consumer":{"consumer":"b"}}"#;
    let threads = r#"{"set_threads":{"consumer":"b","threads":{"count":7}}}"#;
    let of = |consumer: &str, topic: &str| {
        CONSUMER.replace("\"a\"", &format!("\"{consumer}\"")).replace("orders", topic)
    };
    let (a, b, c) = (of("a", "orders"), of("b", "orders"), of("c", "archive"));
    let delete = |group: &str| format!(r#"{{"delete_group":{{"group":"{group}"}}}}"#);
    let (audit, billing) = (delete("audit"), delete("billing"));
    let lines = [
        (0, r#"{"create_topic":{"topic":"orders","queues":1}}"#),
        (0, r#"{"create_topic":{"topic":"archive","queues":1}}"#),
        (0, r#"{"create_group":{"group":"billing"}}"#),
        (0, r#"{"create_group":{"group":"audit"}}"#),
        (0, &a),
        (0, &b),
        (0, &c),
        (1, threads),
        (2, remove),
        (3, r#"{"remove_consumer":{"consumer":"c"}}"#),
        (4, &audit),
        (5, r#"{"delete_topic":{"topic":"archive"}}"#),
        (6, r#"{"remove_consumer":{"consumer":"a"}}"#),
        (7, &billing),
    ];
    let shown = |until: u64| -> String {
        let mut journal = journal(&lines);
        journal.entries.retain(|entry| entry.at_us.0 <= until * 1_000);
        let mut timeline = Timeline::from_journal(journal.clone());
        timeline.run_until(VirtualTime(until * 1_000), &mut ());
        let gone = gone_consumers(timeline.world(), &journal.entries, &name("billing"));
        let of = |gone: GoneConsumer| format!("{} {}", gone.consumer, gone.threads.count);
        gone.into_iter().map(of).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(shown(2), "b 7", "a is still there, and had no threads set");
    assert_eq!(shown(3), "c 1, b 7");
    assert_eq!(shown(4), "c 1, b 7", "another group's end changes nothing");
    assert_eq!(shown(5), "b 7", "c's topic is gone");
    assert_eq!(shown(6), "a 1, b 7");
    assert_eq!(shown(7), "", "the group is gone");
}

/// R-RET-3: the segment that is written is never deleted; the oldest goes when its last write is old
/// enough.
#[test]
fn r_ret_3_the_oldest_segment_goes_by_its_last_write_and_the_active_one_does_not() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_retention":{"reserved_ms":60000}}"#);
    lab.run_ms(5_000);
    lab.send_full("orders", 1);
    let of = |lab: &Lab| {
        let view = broker_view(lab.world());
        let active: Vec<bool> = view.segments.iter().map(|segment| segment.active).collect();
        (active, view.oldest_expires_at)
    };
    assert_eq!(of(&lab), (vec![true], None));
    lab.run_ms(1_000);
    lab.send_full("orders", 1);
    assert_eq!(of(&lab), (vec![false, true], Some(VirtualTime(65_000_000))));
}

/// What made the lab is no step; what an administrator does later is, and is about its group.
#[test]
fn a_runbook_has_what_an_administrator_does_after_the_start() {
    let clone = r#"{"broker":{"clone_offset":{"source":"billing","group":"audit","topic":"orders"}}}"#;
    let steps = runbook(
        &journal(&[
            (0, r#"{"create_topic":{"topic":"orders","queues":1}}"#),
            (0, r#"{"create_group":{"group":"billing"}}"#),
            (0, r#"{"create_group":{"group":"audit"}}"#),
            (0, CONSUMER),
            (1_000, r#"{"broker":{"commit":{"group":"billing","topic":"orders","queue":0,"offset":0}}}"#),
            (2_000, clone),
            (3_000, r#"{"create_topic":{"topic":"archive","queues":1}}"#),
            (4_000, r#"{"create_group":{"group":"late"}}"#),
            (5_000, r#"{"broker":{"delete_topic":{"topic":"archive"}}}"#),
        ]),
        VirtualTime(9_000_000),
    );
    let shown: Vec<(u64, Option<&str>, usize)> = steps
        .iter()
        .map(|step| (step.at.0 / 1_000, step.group.as_ref().map(|group| group.as_str()), step.after.len()))
        .collect();
    let expected = [(2_000, Some("audit"), 1), (3_000, None, 0), (4_000, Some("late"), 0), (5_000, None, 0)];
    assert_eq!(shown, expected);
}

#[test]
fn a_consumers_threads_and_failures_are_as_they_were_set() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(CONSUMER);
    assert_eq!(threads_of(lab.world(), "a").count, 1);
    lab.tell_json(r#"{"set_threads":{"consumer":"a","threads":{"count":7}}}"#);
    lab.tell_json(r#"{"set_failures":{"consumer":"a","failures":{"fail_permille":9}}}"#);
    assert_eq!(threads_of(lab.world(), "a").count, 7);
    assert_eq!(failures_of(lab.world(), "a").fail_permille, 9);
    assert_eq!(threads_of(lab.world(), "nobody").count, 1);
}

/// A queue that was taken over by the name that it has there, beside one of the lab's own.
fn taken_over() -> Journal {
    journal(&[
        (0, r#"{"create_topic":{"topic":"feed","queues":2}}"#),
        (0, r#"{"create_group":{"group":"billing"}}"#),
        (0, r#"{"create_group":{"group":"audit"}}"#),
        (0, r#"{"import_queue":{"topic":"feed","queue":1,"min":5,"max":9,"name":"broker-b/0"}}"#),
    ])
}

fn run(journal: &Journal, ms: u64) -> Timeline {
    let mut timeline = Timeline::from_journal(journal.clone());
    timeline.run_until(VirtualTime(ms * 1_000), &mut ());
    timeline
}

#[test]
fn of_an_imported_queue_only_what_is_outside_of_its_ends_is_known() {
    let journal = taken_over();
    let timeline = run(&journal, 1);
    let at = |offset| message_at(timeline.world(), &name("feed"), 1, QueueOffset(offset)).unwrap_err();
    let unknown = NoMessage::Unknown;
    assert_eq!([4, 5, 8, 9].map(at), [NoMessage::Purged, unknown, unknown, NoMessage::NotYet]);
    for time in [0, START_MS, START_MS + 9_999] {
        let found = time_search(timeline.world(), &journal, &name("feed"), EpochMs(time));
        let shown = |at: usize| (found[at].queue.as_str(), found[at].lies);
        assert_eq!((shown(0), shown(1)), (("0", Lies::Empty), ("broker-b/0", Lies::Unknown)));
    }
}

#[test]
fn a_history_is_of_one_group_and_by_the_names_of_the_cluster() {
    let mut journal = taken_over();
    for line in [
        (0, r#"{"create_topic":{"topic":"orders","queues":1}}"#),
        (1_500, r#"{"add_consumer":{"consumer":"a","group":"billing","topic":"feed","processing_us":1000}}"#),
        (1_500, r#"{"add_consumer":{"consumer":"z","group":"audit","topic":"orders","processing_us":1000}}"#),
        (40_000, r#"{"reset_offset":{"group":"billing","topic":"feed","queues":"all","to":"min"}}"#),
    ] {
        let (ms, json) = line;
        journal.entries.push(JournalEntry { at_us: VirtualTime(ms * 1_000), command: command(json) });
    }
    let moves = history(&journal, VirtualTime(50_000_000), &name("billing"));
    assert!(moves.iter().all(|of| of.topic == name("feed")), "{moves:?}");
    let causes: Vec<Cause> = moves.iter().map(|of| of.cause).collect();
    assert!(causes.starts_with(&[Cause::Began]) && causes.ends_with(&[Cause::Reset]), "{causes:?}");
    for of in &moves {
        assert_eq!(of.at_ms.0, START_MS + (of.at.0 / 1_000) as i64, "{of:?}");
        assert!(of.at.0 >= 1_500_000);
    }
    let names: Vec<&str> = moves.last().unwrap().queues.iter().map(|of| of.name.as_str()).collect();
    assert_eq!(names, ["0", "broker-b/0"]);
}

/// R-LAG-3: the ages are the metrics', and only an offset past Max is above it.
#[test]
fn r_lag_3_the_answers_have_the_metrics_ages() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.send("orders", 0, 2);
    lab.commit("billing", "orders", 0, 1).unwrap();
    lab.commit("billing", "orders", 1, 0).unwrap();
    lab.run_ms(3_000);
    let of = lag_answers(lab.world(), &name("billing"), &name("orders")).unwrap();
    assert_eq!((of.latency_ms, of.queueing_ms, of.above_max), (3_000, 3_000, 0), "{of:?}");
}

/// R-POP-1: what is popped is hidden from one group, on one queue of one topic.
#[test]
fn r_pop_1_hidden_messages_are_of_their_group_topic_and_queue() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.create_topic("archive", 1);
    lab.create_group("audit");
    for (topic, queue, count) in [("orders", 0, 8), ("orders", 1, 8), ("archive", 0, 8)] {
        lab.send(topic, queue, count);
    }
    let hide = |lab: &mut Lab, group: &str, topic: &str, queue: u32, count: u32| {
        lab.tell_json(&format!(
            r#"{{"broker":{{"pop":{{"group":"{group}","topic":"{topic}","queue":{queue},"max_messages":{count},"invisible_ms":60000,"from_min":true}}}}}}"#
        ));
    };
    hide(&mut lab, "billing", "orders", 0, 3);
    hide(&mut lab, "billing", "orders", 1, 4);
    hide(&mut lab, "audit", "orders", 0, 5);
    hide(&mut lab, "billing", "archive", 0, 6);
    let standing = |offset| {
        let message = message_at(lab.world(), &name("orders"), 0, QueueOffset(offset)).unwrap();
        message.groups.into_iter().find(|(group, _)| *group == name("billing")).unwrap().1
    };
    let waits = Standing::Waits;
    assert_eq!([2, 3, 4, 5].map(standing), [Standing::InFlight, waits(0), waits(1), waits(2)]);
    let choice = QueueChoice::Some(vec![0]);
    let (billing, orders) = (name("billing"), name("orders"));
    let of = preview_reset(lab.world(), &billing, &orders, &choice, &ResetTarget::Min).unwrap();
    assert_eq!(of.hidden, 7, "of both queues of the topic, and nobody else's");
}

#[test]
fn a_pocket_is_shown_for_whatever_is_in_it() {
    let shown = |level: i32, ms: u64| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.send("orders", 0, 1);
        lab.tell_json(&format!(
            r#"{{"broker":{{"send_back":{{"group":"billing","topic":"orders","queue":0,"offset":0,"delay_level":{level}}}}}}}"#
        ));
        lab.run_ms(ms);
        let groups = pockets(lab.world()).groups;
        groups.iter().map(|of| (of.retrying.count, of.retry_ready, of.dead_letters)).collect::<Vec<_>>()
    };
    assert_eq!(shown(1, 0), [(1, 0, 0)], "it waits");
    assert_eq!(shown(1, 2_000), [(0, 1, 0)], "it is in the retry topic");
    assert_eq!(shown(-1, 0), [(0, 0, 1)], "it is a dead letter");
}

/// R-TMR-1 and R-DLY-1: a message that waits for its time is new, and the same message is not when it
/// failed.
#[test]
fn a_delayed_message_that_failed_is_a_retry() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let send = |more: &str| format!(r#"{{"send_message":{{"topic":"orders","queue":0,"body":"x"{more}}}}}"#);
    lab.tell_json(&send(&format!(r#","deliver_at_ms":{}"#, START_MS + 9_000)));
    let of_topic = pockets(lab.world()).topics.remove(0);
    assert_eq!((of_topic.wait.count, of_topic.wait.first.len()), (1, 1));
    lab.tell_json(&send(r#","delay_level":1"#));
    lab.run_ms(5_000);
    assert_eq!(lab.min_max("orders", 0), (0, 1));
    lab.tell_json(
        r#"{"broker":{"send_back":{"group":"billing","topic":"orders","queue":0,"offset":0,"delay_level":5}}}"#,
    );
    let retry = pockets(lab.world()).groups.remove(0).retrying.first.remove(0);
    assert_eq!((retry.reconsume_times, retry.of.is_some()), (1, true));
}

/// What one cause brings again on several queues is one sum.
#[test]
fn duplicates_of_one_cause_are_one_sum_over_the_queues() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    for (queue, count) in [(0, 20), (1, 30)] {
        lab.commit("billing", "orders", queue, 0).unwrap();
        lab.send("orders", queue, count);
    }
    lab.tell_json(CONSUMER);
    lab.run_ms(30_000);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.run_ms(60_000);
    let total = deliveries_of(lab.world(), &name("billing")).total;
    assert_eq!((total.duplicates, total.duplicates_by), (50, vec![(Again::Reset, 50)]));
}

#[test]
fn what_is_never_read_is_of_the_queue_that_is_asked_about() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.send("orders", 0, 20);
    lab.send("orders", 1, 30);
    lab.commit("billing", "orders", 0, 0).unwrap();
    lab.commit("billing", "orders", 1, 0).unwrap();
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    let of = |queue| never_read(lab.world(), &name("billing"), &name("orders"), queue);
    assert_eq!([Some(0), Some(1), None].map(of), [20, 30, 50]);
}

/// R-RST-6: while a reset is pending the pull offset says nothing; then it is what the client still has.
#[test]
fn r_rst_6_in_flight_while_a_reset_is_pending_is_what_the_client_has() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(&slow(100_000));
    lab.run_ms(12_000);
    lab.send("orders", 0, 10);
    lab.run_ms(450);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    let lane = lab.progress("billing", "orders", 0).unwrap();
    assert_eq!((lane.pending_reset, lane.pull_offset), (Some(QueueOffset(0)), Some(QueueOffset(10))));
    assert_eq!((lane.inflight, lane.in_hand.map(|span| span.from.0)), (6, Some(4)), "four are finished");
}
