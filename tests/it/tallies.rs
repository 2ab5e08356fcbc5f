//! What became of messages: the counts of each group, and the events that say what made them. Not here: the
//! loss matrix (`losses`), and random failures (`checker`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, name};
use crate::losses::journal;
use offset_lab::engine::event::{Again, Missed};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::projection::{Counts, deliveries_of};
use offset_lab::sim::accounting::ranges::Span;
use offset_lab::sim::{ResetTarget, Timeline};

/// A group's counts over all its queues.
pub fn total(lab: &Lab, group: &str) -> Counts {
    deliveries_of(lab.world(), &name(group)).total
}

/// What is said to come again: from, to, why.
pub fn again(lab: &Lab) -> Vec<(i64, i64, Again)> {
    let said = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::DeliveredAgain { from, to, why, .. } => Some((from.0, to.0, *why)),
        _ => None,
    });
    said.collect()
}

/// What is said to be missed: from, to, how.
pub fn missed(lab: &Lab) -> Vec<(i64, i64, Missed)> {
    let said = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::Missed { from, to, how, .. } => Some((from.0, to.0, *how)),
        _ => None,
    });
    said.collect()
}

/// A lab of one queue with `count` messages and a client that takes `us` for each.
fn at_work(profile: Profile, count: usize, us: u64) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    // On the page a new group starts at Max.
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(&format!(r#"{{"set_consumer":{{"consumer":"c-1","processing_us":{us}}}}}"#));
    lab.run_ms(1_000);
    lab.send("orders", 0, count);
    lab
}

#[test]
fn what_is_worked_off_once_is_delivered_and_processed_and_nothing_else() {
    for profile in Profile::ALL {
        let mut lab = at_work(profile, 100, 1_000);
        lab.run_ms(20_000);
        let counts = total(&lab, "billing");
        assert_eq!(counts, Counts { delivered: 100, processed: 100, ..Counts::default() }, "{profile:?}");
        assert!(again(&lab).is_empty() && missed(&lab).is_empty());
    }
}

/// 100 ms each: at 10 s after its start the client has saved nothing yet but what travelled with its pulls.
#[test]
fn r_off_19_what_a_dead_client_had_not_saved_comes_again_and_counts_as_often_as_it_does() {
    let mut lab = at_work(Profile::RocketMq53, 100, 100_000);
    lab.run_ms(3_050);
    let before = total(&lab, "billing");
    assert!(before.processed > 25 && before.duplicates == 0);
    let saved = lab.consumer_offset("billing", "orders", 0).unwrap_or(0) as u64;
    lab.remove_consumer("c-1", true);
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(10_000);
    let after = total(&lab, "billing");
    let twice = before.processed - saved;
    assert!(twice > 0);
    assert_eq!((after.processed, after.duplicates), (100 + twice, twice));
    assert_eq!(after.duplicates_by, [(Again::ClientDied, twice)]);
    assert_eq!(again(&lab), [(saved as i64, before.processed as i64, Again::ClientDied)], "said once");
}

#[test]
fn a_reset_backwards_makes_duplicates_of_the_reset_and_one_forwards_is_no_loss() {
    for profile in [Profile::Docs50, Profile::RocketMq53, Profile::RocketMq49] {
        let mut lab = at_work(profile, 100, 1_000);
        lab.run_ms(40_000);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(60))).unwrap();
        lab.run_ms(60_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.duplicates), (140, 40), "{profile:?}");
        assert_eq!(counts.duplicates_by, [(Again::Reset, 40)], "{profile:?}");
        assert_eq!(again(&lab), [(60, 100, Again::Reset)], "{profile:?}");
        // Slow from now on, so that the next reset passes over most of what comes.
        lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":1000000}}"#);
        lab.send("orders", 0, 100);
        lab.run_ms(5_000);
        lab.reset("billing", "orders", ResetTarget::Max).unwrap();
        lab.run_ms(40_000);
        lab.send("orders", 0, 1);
        lab.run_ms(20_000);
        let counts = total(&lab, "billing");
        assert!(counts.processed < 200, "{profile:?}: {counts:?}");
        assert_eq!((counts.lost, counts.skipped), (0, 0), "{profile:?}: it was told to");
        assert!(missed(&lab).is_empty(), "{profile:?}");
    }
}

#[test]
fn r_pull_7_what_is_purged_before_the_group_got_to_it_is_lost_and_what_it_had_done_is_not() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(1_000);
    lab.send_full("orders", 10);
    // It works all ten off and dies before it saves the last of them.
    lab.run_ms(100);
    lab.remove_consumer("c-1", true);
    lab.commit("billing", "orders", 0, 6).unwrap();
    lab.send_full("orders", 10);
    // 0 to 14 go: 6 to 9 had been worked off.
    lab.expire(15);
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(5_000);
    let of = deliveries_of(lab.world(), &name("billing"));
    assert_eq!((of.total.lost, of.total.duplicates, of.total.processed), (5, 0, 15));
    assert_eq!(of.queues[0].lost, [Span::new(QueueOffset(10), QueueOffset(15))]);
    // `OffsetCorrected` says 6 to 15, which is not what was lost.
    assert_eq!(missed(&lab), [(10, 15, Missed::Purged)]);
}

#[test]
fn what_lies_in_a_cache_when_it_is_purged_and_dropped_is_lost_too() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    let slow = r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":1000000,"cached_max":20}}"#;
    lab.send_full("orders", 60);
    lab.tell_json(slow);
    // One pull of 32; the next comes when 19 of those are left, and is sent to 50.
    lab.run_ms(5_000);
    lab.expire(50);
    lab.run_ms(60_000);
    let of = deliveries_of(lab.world(), &name("billing"));
    let done = of.total.processed;
    assert_eq!(of.total.duplicates, 0);
    assert_eq!(of.total.lost + of.total.processed, 60, "each is done or lost: {done}");
    let [Span { from, to }] = of.queues[0].lost[..] else { panic!("{of:?}") };
    assert!(from.0 < 32 && to.0 == 50, "from the cache on: {from}..{to}");
}

#[test]
fn several_clients_that_hand_queues_over_count_each_message_once_a_time() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 4);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(1_000);
    for queue in 0..4 {
        lab.send("orders", queue, 100);
    }
    for consumer in ["c-2", "c-3", "c-4"] {
        lab.run_ms(20);
        lab.add_consumer(consumer, "billing", "orders");
    }
    lab.run_ms(30_000);
    let of = deliveries_of(lab.world(), &name("billing"));
    assert_eq!(of.total.processed - of.total.duplicates, 400, "each one once, and duplicates besides");
    assert_eq!(of.queues.len(), 4);
    let queues: Vec<u64> =
        of.queues.iter().map(|queue| queue.counts.processed - queue.counts.duplicates).collect();
    assert_eq!(queues, [100; 4]);
    // A loser's message in hand is finished and its result dropped (R-LB-6), so what is twice is by
    // hand-over.
    assert!(of.total.duplicates_by.iter().all(|(why, _)| *why == Again::HandOver), "{of:?}");
    assert!(of.total.duplicates <= 3, "{of:?}");
}

/// R-INIT-4: a client computes Max, dies before its first message, and the next one computes a new Max.
#[test]
fn r_init_4_what_comes_between_two_computed_starts_is_passed_over() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.send_full("orders", 10);
    lab.expire(5);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(600);
    lab.remove_consumer("c-1", true);
    lab.send_full("orders", 7);
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(600);
    let counts = total(&lab, "billing");
    assert_eq!((counts.skipped, counts.lost), (7, 0));
    assert_eq!(missed(&lab), [(10, 17, Missed::Skipped)]);
    // They are there: a reset brings them, and then they are not missed any more.
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(10))).unwrap();
    lab.run_ms(40_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.skipped, counts.processed, counts.duplicates), (0, 7, 0));
}

/// R-INIT-4, R-LB-6: nobody has to die for it. A computed start is in no memory until the first message or
/// the first empty pull, so who gives the queue up before saves nothing (`RemoteBrokerOffsetStore#persist`),
/// and the next one computes a new Max.
#[test]
fn r_init_4_what_comes_before_a_hand_over_without_progress_is_passed_over() {
    for (rests, skipped) in [(true, 7), (false, 0)] {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.small_segments();
        lab.send_full("orders", 10);
        lab.expire(5);
        lab.add_consumer("c-2", "billing", "orders");
        lab.tell_json(&format!(r#"{{"pause_consumer":{{"consumer":"c-2","paused":{rests}}}}}"#));
        lab.run_ms(600);
        lab.send_full("orders", 7);
        lab.run_ms(600);
        // c-1 comes first in the order of names, so the queue is its own from now on.
        lab.add_consumer("c-1", "billing", "orders");
        lab.run_ms(600);
        let counts = total(&lab, "billing");
        assert_eq!((counts.skipped, counts.processed), (skipped, 7 - skipped), "it rests: {rests}");
    }
}

#[test]
fn a_broadcasting_client_counts_for_itself() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_group":{"group":"billing","broadcasting":true}}"#);
    for consumer in ["c-1", "c-2"] {
        lab.add_consumer(consumer, "billing", "orders");
    }
    lab.run_ms(1_000);
    lab.send("orders", 0, 10);
    lab.run_ms(20_000);
    let of = deliveries_of(lab.world(), &name("billing"));
    assert_eq!((of.total.delivered, of.total.processed, of.total.duplicates), (20, 20, 0));
    let clients: Vec<&str> = of.queues.iter().map(|queue| queue.client.as_deref().unwrap()).collect();
    assert_eq!(clients, ["c-1", "c-2"]);
}

#[test]
fn a_queue_whose_numbers_begin_again_has_new_messages_under_old_numbers() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(1_000);
    lab.send_full("orders", 5);
    lab.run_ms(20_000);
    lab.create_topic("other", 1);
    lab.send_full("other", 3);
    lab.expire(5);
    lab.tell_json(r#"{"broker":{"clean_expired_queues":{}}}"#);
    assert_eq!(lab.min_max("orders", 0), (0, 0));
    lab.send_full("orders", 3);
    lab.run_ms(40_000);
    lab.send_full("orders", 1);
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!(counts.duplicates, 0, "no message came twice: {counts:?}");
    // The group stood at 5: it is pulled down to Max, past the three.
    assert_eq!((counts.processed, counts.skipped, counts.lost), (6, 3, 0), "{counts:?}");
}

#[test]
fn tallies_leave_no_trace_in_the_digest_of_a_lab_that_needs_nothing_newer() {
    let mut lab = at_work(Profile::RocketMq53, 100, 1_000);
    lab.run_ms(10_000);
    let world = lab.world();
    let plain = postcard::to_allocvec(world).unwrap();
    let whole = world.to_bytes(Vec::new());
    assert!(whole.len() > plain.len() && whole.starts_with(&plain));
}

/// A group's counts of before it broadcasts are another tally's than those of after: what a client has in
/// hand of a lost end when that changes is taken from neither.
#[test]
fn a_group_that_begins_or_ends_to_broadcast_around_a_lost_end_counts_on() {
    let kill = r#"{"restart_broker":{"kill":true,"log_tail":33}}"#.to_string();
    let turn = |on| format!(r#"{{"set_group":{{"group":"billing","broadcasting":{on}}}}}"#);
    // What happens 7 ms after the client came, just before the end is lost, and just after it.
    let orders =
        |on| [[Some(turn(on)), None, None], [None, Some(turn(on)), None], [None, None, Some(turn(on))]];
    for (first, [early, before, after]) in
        orders(true).map(|order| (false, order)).into_iter().chain(orders(false).map(|order| (true, order)))
    {
        for kill_at_ms in [697, 1_000, 2_345] {
            let mut lab = Lab::with_orders(Profile::Docs50, 3);
            lab.tell_json(&turn(first));
            lab.add_consumer("c-1", "billing", "orders");
            lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":9000}}"#);
            lab.tell_json(
                r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":120,"body_bytes":300}}"#,
            );
            lab.run_ms(7);
            early.iter().for_each(|turn| _ = lab.tell_json(turn));
            lab.run_ms(kill_at_ms - 7);
            before.iter().for_each(|turn| _ = lab.tell_json(turn));
            lab.tell_json(&kill);
            after.iter().for_each(|turn| _ = lab.tell_json(turn));
            lab.run_ms(20_000);
            let counts = total(&lab, "billing");
            assert!(counts.processed > 1_000, "{counts:?}");
            assert!(counts.lost <= 33 && counts.duplicates <= 33, "{first} {early:?} {before:?} {counts:?}");
        }
    }
}

/// A tally as processed, duplicates, lost, skipped, and whose it is.
type Row = (&'static str, Option<&'static str>, [u64; 4]);

/// Who works off a message of a lost end takes it back from the count in which it is lost, and nobody does so
/// twice.
fn check_taken_back(row: &str, expected: &[Row]) {
    let journal = journal(row);
    let end = journal.entries.last().unwrap().at_us;
    let mut timeline = Timeline::from_journal(journal);
    for second in 0..60 {
        let outcomes = timeline.run_until(end.plus_ms(second * 1_000), &mut ());
        assert!(outcomes.iter().all(Result::is_ok), "{row}: {outcomes:?}");
        timeline.world().check();
    }
    let queues = deliveries_of(timeline.world(), &name("billing")).queues;
    let counted = queues.iter().map(|of| {
        let Counts { processed, duplicates, lost, skipped, .. } = of.counts;
        (of.topic.as_str(), of.client.as_deref(), [processed, duplicates, lost, skipped])
    });
    assert_eq!(counted.collect::<Vec<_>>(), expected, "{row}");
}

/// A group that broadcasts and pops: what its client has popped is the group's and not the client's own.
/// Eight of ten are lost, of which one was acknowledged by hand; the client works off all ten. Its own count
/// is of what it would have pulled: those eight.
#[test]
fn a_broadcasting_client_that_pops_takes_back_what_its_group_has_lost() {
    let popped = ("orders", None, [11, 1, 0, 0]);
    check_taken_back("ghosts-of-a-broadcaster-that-pops", &[popped, ("orders", Some("c-1"), [0, 0, 8, 0])]);
}

/// A broadcasting client has 1 in hand when it takes its queue anew and gets 1 to 3 again; those are lost. It
/// works off 0, 1, 1, 2, 3 and 4, and passes over the three that have the numbers now.
#[test]
fn a_broadcasting_client_takes_back_once_what_it_has_by_two_takes() {
    check_taken_back("ghosts-in-two-takes", &[("orders", Some("c-1"), [6, 1, 0, 3])]);
}

/// The retry topic goes with what was counted on it, while a client still has a message of its lost end.
#[test]
fn a_client_takes_nothing_back_from_the_counts_of_a_topic_that_is_gone() {
    let retry = ("%RETRY%billing_orders", None, [1, 0, 0, 0]);
    check_taken_back("ghosts-of-a-deleted-topic", &[retry, ("orders", None, [0, 0, 0, 0])]);
}

/// A client that pops has 7 to 9 of a lost end when 5 and 6, which it has done, are lost too. It gets 0 to 4
/// again after all ten, and then the ten that have the numbers from 5 on now.
#[test]
fn a_client_that_pops_takes_back_after_a_second_loss_what_it_has_of_the_first() {
    check_taken_back("ghosts-through-a-second-loss", &[("orders", None, [25, 5, 0, 0])]);
}
