//! Consumers with threads: messages finish out of order, and the saved offset is the lowest unfinished one
//! (R-OFF-11). Not here: consumers with one thread (`clients`).
//!
//! Invariant: what real clients were seen to do is what the lab does, with the numbers of the recordings.

use crate::lab::{Lab, name};
use offset_lab::engine::Event;
use offset_lab::engine::profile::Profile;
use offset_lab::sim::World;

/// 60 messages in one queue; billing-1 with 20 threads takes 200 ms for each, but a minute for message 10.
fn slow_lab() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 60);
    lab.run_ms(100);
    lab.tell_json(r#"{"add_consumer":{"consumer":"billing-1","group":"billing","topic":"orders","processing_us":200000}}"#);
    lab.tell_json(
        r#"{"set_threads":{"consumer":"billing-1","threads":{"count":20,"slow":[{"queue":0,"offset":10,"processing_us":60000000}]}}}"#,
    );
    lab
}

fn saved(lab: &Lab) -> Option<i64> {
    lab.world()
        .broker()
        .consumer_offsets()
        .stored(&name("billing"), &name("orders"), 0)
        .map(|offset| offset.0)
}

fn processed(lab: &Lab, consumer: &str) -> u64 {
    lab.world().consumer(consumer).expect("a consumer").processed
}

#[test]
fn a_slow_message_holds_the_saved_offset_back_and_then_lets_it_jump() {
    let mut lab = slow_lab();
    lab.run_ms(30_000);
    assert_eq!(
        (saved(&lab), processed(&lab, "billing-1")),
        (Some(10), 59),
        "all but the slow one are finished"
    );
    let at_work: Vec<(i64, i64)> =
        lab.world().at_work().iter().map(|work| (work.from.0, work.to.0)).collect();
    assert_eq!(at_work, [(10, 11)]);
    lab.run_ms(40_000);
    assert_eq!((saved(&lab), processed(&lab, "billing-1")), (Some(60), 60));
}

#[test]
fn after_a_crash_what_finished_behind_a_slow_message_comes_again_and_nothing_else() {
    let mut lab = slow_lab();
    lab.run_ms(30_000);
    lab.remove_consumer("billing-1", true);
    lab.add_consumer("billing-2", "billing", "orders");
    lab.run_ms(30_000);
    let tally = lab.world().tally(&name("billing"), &name("orders"), 0, None).expect("counts");
    // All 50 are delivered again. The slow one was not finished before, so it is no duplicate.
    assert_eq!((tally.processed, tally.all_duplicates()), (59 + 50, 49));
    let again = lab.events.iter().filter_map(|event| match &event.event {
        Event::DeliveredAgain { from, to, .. } => Some((from.0, to.0)),
        _ => None,
    });
    assert_eq!(again.collect::<Vec<_>>(), [(11, 60)]);
}

#[test]
fn threads_work_side_by_side() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 4);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"billing-1","processing_us":1000000}}"#);
    lab.tell_json(r#"{"set_threads":{"consumer":"billing-1","threads":{"count":3}}}"#);
    lab.run_ms(5_000);
    lab.send("orders", 0, 7);
    lab.run_ms(10);
    assert_eq!(lab.world().at_work().len(), 3);
    lab.run_ms(1_000);
    assert_eq!((processed(&lab, "billing-1"), lab.world().at_work().len()), (3, 3));
    lab.tell_json(r#"{"set_threads":{"consumer":"billing-1","threads":{"count":1}}}"#);
    lab.run_ms(1_000);
    assert_eq!(
        (processed(&lab, "billing-1"), lab.world().at_work().len()),
        (6, 1),
        "three threads ended, one began"
    );
}

#[test]
fn of_an_orderly_queue_one_thread_works() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"billing-1","processing_us":1000000}}"#);
    lab.tell_json(r#"{"set_threads":{"consumer":"billing-1","threads":{"count":20}}}"#);
    lab.run_ms(30_000);
    lab.send("orders", 0, 5);
    lab.send("orders", 1, 5);
    lab.run_ms(500);
    let queues: Vec<u32> = lab.world().at_work().iter().map(|work| work.queue).collect();
    assert_eq!(queues, [0, 1]);
}

#[test]
fn a_batch_is_done_as_a_whole() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 10);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"billing-1","processing_us":1000000}}"#);
    lab.tell_json(r#"{"set_threads":{"consumer":"billing-1","threads":{"count":2,"batch_max":4}}}"#);
    lab.tell_json(
        r#"{"set_failures":{"consumer":"billing-1","failures":{"poison":[{"queue":0,"offset":5}]}}}"#,
    );
    lab.run_ms(3_000);
    let work: Vec<(i64, i64)> = lab.world().at_work().iter().map(|work| (work.from.0, work.to.0)).collect();
    assert_eq!(work, [(0, 4), (4, 8)]);
    lab.run_ms(3_000);
    let sent_back = lab.events.iter().filter(|event| matches!(event.event, Event::SentBack { .. })).count();
    assert_eq!(sent_back, 4, "one message of a batch fails, and all of the batch comes again (R-RTY-1)");
}

/// `slow` on two threads, with batches of `batch_max`; gives the messages that were sent back by 16 minutes,
/// what is saved then, and after one more message.
fn timed_out(slow: &str, batch_max: u32) -> (Vec<i64>, [Option<i64>; 2]) {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 12);
    lab.add_consumer("billing-1", "billing", "orders");
    let threads = format!(r#"{{"count":2,"batch_max":{batch_max},"slow":[{slow}]}}"#);
    lab.tell_json(&format!(r#"{{"set_threads":{{"consumer":"billing-1","threads":{threads}}}}}"#));
    lab.run_ms(16 * 60_000);
    let sent_back = lab.events.iter().filter_map(|event| match &event.event {
        Event::SentBack { topic, offset, .. } if topic.as_str() == "orders" => Some(offset.0),
        _ => None,
    });
    let (sent_back, before) = (sent_back.collect(), saved(&lab));
    lab.send("orders", 0, 1);
    lab.run_ms(10_000);
    (sent_back, [before, saved(&lab)])
}

#[test]
fn what_takes_too_long_is_sent_back_once_and_holds_the_offset_back_no_more() {
    let hour = |offset| format!(r#"{{"queue":0,"offset":{offset},"processing_us":3600000000}}"#);
    // Both threads begin at one instant, are found out at one, and stay at work.
    let both = format!("{},{}", hour(0), hour(1));
    assert_eq!(timed_out(&both, 1), (vec![0, 1], [Some(0), Some(0)]));
    // A real client too works the offset out when a message finishes.
    assert_eq!(timed_out(&hour(5), 1), (vec![5], [Some(5), Some(13)]));
    // All of a batch, since none of it is finished.
    assert_eq!(timed_out(&hour(5), 4), (vec![4, 5, 6, 7], [Some(4), Some(13)]));
}

#[test]
fn a_span_of_2000_behind_a_slow_message_stops_the_pulls() {
    let mut lab = slow_lab();
    lab.send("orders", 0, 4_000);
    lab.run_ms(50_000);
    let pulled = lab.world().pulls_at("billing-1", &name("orders"), 0).expect("its queue").0;
    assert!((2_010..2_050).contains(&pulled), "it pulls at {pulled} (R-PULL-8)");
    lab.run_ms(60_000);
    assert_eq!(saved(&lab), Some(4_060));
}

#[test]
fn a_world_with_threads_comes_back_from_its_bytes() {
    let mut lab = slow_lab();
    lab.run_ms(9_000);
    let back = World::from_bytes(&lab.world().to_bytes(Vec::new())).expect("a World");
    assert_eq!(back, *lab.world());
    assert_eq!(back.digest(), lab.world().digest());
}

#[test]
fn threads_leave_a_trace_in_the_digest_and_one_thread_none() {
    let (mut with, mut without) = (slow_lab(), slow_lab());
    with.run_ms(5_000);
    without.run_ms(5_000);
    assert_eq!(with.world().digest(), without.world().digest());
    without.tell_json(r#"{"set_threads":{"consumer":"billing-1","threads":{"count":19,"slow":[{"queue":0,"offset":10,"processing_us":60000000}]}}}"#);
    assert_ne!(with.world().digest(), without.world().digest());
}

#[test]
fn what_a_thread_can_not_be_is_refused() {
    let mut lab = slow_lab();
    for wrong in [r#"{"count":0}"#, r#"{"count":65}"#, r#"{"batch_max":0}"#, r#"{"batch_max":1025}"#] {
        let told = format!(r#"{{"set_threads":{{"consumer":"billing-1","threads":{wrong}}}}}"#);
        lab.refused(crate::lab::command(&told));
    }
    lab.refused(crate::lab::command(r#"{"set_threads":{"consumer":"nobody"}}"#));
}
