//! What became of the messages of groups that pop: counts, causes and events; orderly POP; dead letters
//! (R-POP-2, R-POP-6, R-POP-7). Not here: clients that pull (`tallies`), the broker's rules (`rules_pop`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, name};
use crate::rules_pop::{ack, max, pop, stored};
use crate::tallies::{again, missed, total};
use offset_lab::engine::event::{Again, Missed};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::projection::{Counts, deliveries_of};
use offset_lab::sim::ResetTarget;

/// One queue, a group that pops, and clients that take so long for a message.
fn popping(profile: Profile, set: &str, clients: &[(&str, u64)]) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing","protocol":"pop"{set}}}}}"#));
    for (client, us) in clients {
        add(&mut lab, client, *us);
    }
    // On the page a new group starts at Max.
    lab.run_ms(100);
    lab
}

fn add(lab: &mut Lab, client: &str, us: u64) {
    lab.tell_json(&format!(
        r#"{{"add_consumer":{{"consumer":"{client}","group":"billing","topic":"orders","processing_us":{us}}}}}"#
    ));
}

fn in_retry(lab: &Lab) -> u64 {
    deliveries_of(lab.world(), &name("billing")).in_retry
}

const POP: [Profile; 4] = [Profile::Docs50, Profile::RocketMq55, Profile::RocketMq53, Profile::RocketMq51];

#[test]
fn what_is_acknowledged_once_is_delivered_and_processed_and_nothing_else() {
    for profile in POP {
        let mut lab = popping(profile, "", &[("c-1", 5_000), ("c-2", 5_000)]);
        lab.send("orders", 0, 60);
        lab.run_ms(90_000);
        let counts = total(&lab, "billing");
        assert_eq!(counts, Counts { delivered: 60, processed: 60, ..Counts::default() }, "{profile:?}");
        assert!(again(&lab).is_empty() && missed(&lab).is_empty() && in_retry(&lab) == 0, "{profile:?}");
    }
}

/// What it had in hand and in store comes back once each, and nobody did it before.
#[test]
fn r_pop_2_what_a_dead_client_held_is_revived_and_no_duplicate() {
    let mut lab = popping(Profile::RocketMq53, r#","invisible_ms":5000"#, &[("c-1", 1_000_000)]);
    lab.send("orders", 0, 10);
    lab.run_ms(3_500);
    assert_eq!(total(&lab, "billing").processed, 3);
    lab.remove_consumer("c-1", true);
    lab.run_ms(10_000);
    assert_eq!((total(&lab, "billing").revived, in_retry(&lab)), (7, 7), "nobody is there");
    add(&mut lab, "c-2", 1_000);
    lab.run_ms(10_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.delivered, counts.processed, counts.revived), (17, 10, 7));
    assert_eq!((counts.duplicates, counts.lost, counts.skipped, in_retry(&lab)), (0, 0, 0, 0));
}

/// An acknowledgement that comes too late: the copy is worked off too, so one of the two is a duplicate.
#[test]
fn r_pop_2_what_is_acknowledged_too_late_is_a_duplicate_of_the_revival() {
    let mut lab = popping(Profile::RocketMq53, "", &[]);
    lab.send("orders", 0, 3);
    let popped = pop(&mut lab, 3, r#","invisible_ms":5000"#);
    ack(&mut lab, &popped, 0);
    lab.run_ms(9_000);
    ack(&mut lab, &popped, 1);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.revived, counts.duplicates), (2, 2, 1));
    assert_eq!(counts.duplicates_by, [(Again::Revived, 1)]);
    let copies = pop(&mut lab, 32, "");
    (0..2).for_each(|nth| ack(&mut lab, &copies, nth));
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates, in_retry(&lab)), (4, 1, 0));
}

#[test]
fn a_reset_backwards_makes_duplicates_of_the_reset_and_one_forwards_is_no_loss() {
    for profile in [Profile::Docs50, Profile::RocketMq53] {
        let mut lab = popping(profile, "", &[("c-1", 1_000)]);
        lab.send("orders", 0, 100);
        lab.run_ms(40_000);
        lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(60))).unwrap();
        lab.run_ms(40_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.duplicates), (140, 40), "{profile:?}");
        assert_eq!(counts.duplicates_by, [(Again::Reset, 40)], "{profile:?}");
        let said = again(&lab);
        assert_eq!((said[0].0, said[said.len() - 1].1), (60, 100), "{profile:?}: {said:?}");
        lab.tell_json(r#"{"pause_consumer":{"consumer":"c-1","paused":true}}"#);
        lab.send("orders", 0, 100);
        lab.reset("billing", "orders", ResetTarget::Max).unwrap();
        lab.tell_json(r#"{"pause_consumer":{"consumer":"c-1","paused":false}}"#);
        lab.send("orders", 0, 1);
        lab.run_ms(20_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.lost, counts.skipped), (141, 0, 0), "{profile:?}: told to");
        assert!(missed(&lab).is_empty(), "{profile:?}");
    }
}

/// T-17 for POP: what a client holds while the group is reset comes from its queue, and again when nobody
/// acknowledges it.
#[test]
fn t_17_a_held_message_comes_from_its_queue_and_once_more_when_its_client_dies() {
    let mut lab = popping(Profile::RocketMq53, r#","invisible_ms":5000"#, &[("c-1", 60_000_000)]);
    lab.send("orders", 0, 1);
    lab.run_ms(100);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    add(&mut lab, "c-2", 1_000);
    lab.run_ms(100);
    assert_eq!(total(&lab, "billing").processed, 1, "the second client has done it");
    lab.remove_consumer("c-1", true);
    lab.run_ms(30_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.delivered, counts.processed, counts.revived), (3, 2, 1));
    assert_eq!(counts.duplicates_by, [(Again::Revived, 1)]);
}

/// R-OFF-19: the table is as old as its file, so what was handed out since is handed out again.
#[test]
fn r_off_19_a_killed_broker_hands_out_again_what_its_file_did_not_have() {
    let mut lab = popping(Profile::RocketMq53, "", &[("c-1", 1_000)]);
    lab.send("orders", 0, 40);
    lab.run_to_ms(12_000);
    lab.send("orders", 0, 30);
    lab.run_ms(1_000);
    assert_eq!((stored(&lab), total(&lab, "billing").processed), (Some(70), 70));
    lab.tell_json(r#"{"restart_broker":{"kill":true}}"#);
    lab.run_ms(10_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates), (100, 30));
    assert_eq!(counts.duplicates_by, [(Again::BrokerDied, 30)]);
    assert_eq!(again(&lab), [(40, 70, Again::BrokerDied)]);
}

/// Without its files the group is new: on a young queue it begins at 0, later at the newest message
/// (R-INIT-5).
#[test]
fn r_off_19_without_offset_files_a_group_reads_all_or_passes_over() {
    for (purged, expected) in [(0, (50, 0)), (5, (0, 49))] {
        let mut lab = popping(Profile::RocketMq53, "", &[("c-1", 1_000)]);
        lab.small_segments();
        lab.send("orders", 0, 50);
        lab.run_ms(1_000);
        lab.expire(purged);
        lab.remove_consumer("c-1", false);
        lab.send("orders", 0, 50);
        lab.tell_json(r#"{"restart_broker":{"kill":true,"offsets_gone":true}}"#);
        add(&mut lab, "c-2", 1_000);
        lab.run_ms(20_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.duplicates, counts.skipped), expected, "{purged}: {counts:?}");
        if purged > 0 {
            assert_eq!(missed(&lab), [(50, 99, Missed::Skipped)]);
        }
    }
}

/// Below Min (R-POP-4), and in a dead client's hands: both are lost, and what is done is not.
#[test]
fn what_is_purged_before_anybody_has_done_it_is_lost() {
    let mut lab = popping(Profile::RocketMq53, r#","invisible_ms":5000"#, &[("c-1", 1_000_000)]);
    lab.small_segments();
    lab.send_full("orders", 40);
    lab.run_ms(2_500);
    lab.remove_consumer("c-1", true);
    // 32 handed out, two of them done; 32 to 36 nobody ever gets.
    lab.expire(36);
    lab.run_ms(20_000);
    add(&mut lab, "c-2", 1_000);
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.lost, counts.skipped, counts.revived), (6, 34, 0, 0));
    assert!(missed(&lab).iter().all(|(.., how)| *how == Missed::Purged));
}

/// What a client still has of a lost tail it works off, and it is not the messages that have those numbers by
/// then.
#[test]
fn r_off_19_what_a_client_holds_of_a_lost_tail_is_told_from_what_follows() {
    let mut lab = popping(Profile::RocketMq53, "", &[("c-1", 100_000)]);
    lab.send("orders", 0, 30);
    lab.run_ms(550);
    lab.tell_json(r#"{"restart_broker":{"kill":true,"log_tail":20}}"#);
    assert_eq!(total(&lab, "billing").lost, 20, "as far as the broker knows");
    lab.send("orders", 0, 40);
    lab.run_ms(60_000);
    let counts = total(&lab, "billing");
    // Nothing was in the offset file yet, so all 50 that there are by then come, ten of them again.
    assert_eq!((counts.processed, counts.lost, counts.skipped), (30 + 50, 0, 0));
    assert_eq!(counts.duplicates_by, [(Again::LogTailGone, 10)]);
}

/// How long a pop waits at the broker.
const POP_WAIT_MS: i64 = 15_000;

/// 10 s, 30 s …: hidden by its client, revived when the time is over; after the last try the proxy diverts
/// it. A pop that waits learns of it since 5.4; before, the client finds it with its next pop.
#[test]
fn r_pop_7_a_poisonous_message_is_tried_17_times_and_then_a_dead_letter() {
    for (profile, late_at_most_ms) in
        [(Profile::RocketMq55, 3_200), (Profile::RocketMq53, 3_200 + POP_WAIT_MS)]
    {
        let mut lab = popping(profile, "", &[("c-1", 1_000)]);
        let poison = r#"{"set_failures":{"consumer":"c-1","failures":{"poison":[{"queue":0,"offset":3}]}}}"#;
        lab.tell_json(poison);
        lab.send("orders", 0, 10);
        lab.run_ms(40_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.sent_back, counts.revived, counts.dead), (9, 2, 1, 0));
        lab.run_ms(10 * 3_600_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.delivered, counts.sent_back, counts.dead), (10 + 16, 17, 1));
        assert_eq!((counts.processed, counts.duplicates, counts.lost, in_retry(&lab)), (9, 0, 0, 0));
        assert_eq!((max(&lab, "%DLQ%billing"), max(&lab, "%RETRY%billing")), (1, 0));
        let waits = [10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1_200, 1_800, 3_600, 7_200];
        let tries: Vec<i64> = lab
            .events
            .iter()
            .filter(|timed| matches!(timed.event, Event::SentBack { .. }))
            .map(|timed| timed.at.whole_ms())
            .collect();
        let late_ms = |(pair, wait_s): (&[i64], i64)| pair[1] - pair[0] - wait_s * 1_000;
        let late: Vec<i64> = tries.windows(2).zip(waits).map(late_ms).collect();
        assert!(late.iter().all(|ms| (2_000..=late_at_most_ms).contains(ms)), "{profile:?} {late:?}");
        let waited = late.iter().any(|ms| *ms > 3_200);
        assert_eq!(waited, profile == Profile::RocketMq53, "{profile:?} {late:?}");
    }
}

#[test]
fn r_rty_2_a_groups_own_limits_count_for_clients_that_pop_and_for_those_that_pull() {
    for (protocol, tries) in [("pop", 3), ("pull", 3)] {
        let set = format!(r#","protocol":"{protocol}","retry_max_times":2"#);
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing"{set}}}}}"#));
        add(&mut lab, "c-1", 1_000);
        lab.tell_json(r#"{"set_failures":{"consumer":"c-1","failures":{"fail_permille":1000}}}"#);
        lab.run_ms(1_000);
        lab.send("orders", 0, 1);
        lab.run_ms(200_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.delivered, counts.dead, counts.processed), (tries, 1, 0), "{protocol}");
    }
}

/// A group that wants no retries: what fails is reported as taken and is nowhere.
#[test]
fn r_rty_2_without_retry_queues_what_fails_is_dropped_and_with_several_it_is_spread() {
    let failing = |queues: u32| {
        let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
        lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing","retry_queues":{queues}}}}}"#));
        add(&mut lab, "c-1", 1_000);
        lab.tell_json(r#"{"set_failures":{"consumer":"c-1","failures":{"fail_permille":1000}}}"#);
        lab.run_ms(1_000);
        lab.send("orders", 0, 20);
        lab.run_ms(25_000);
        lab
    };
    let lab = failing(0);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.sent_back, counts.skipped, in_retry(&lab)), (0, 0, 20, 0));
    assert_eq!(missed(&lab).len(), 20);
    let lab = failing(4);
    let stored: Vec<i64> = (0..4).map(|queue| lab.min_max("%RETRY%billing", queue).1).collect();
    assert_eq!(stored.iter().sum::<i64>(), 20);
    assert!(stored.iter().filter(|count| **count > 0).count() >= 3, "{stored:?}");
    assert_eq!(total(&lab, "billing").sent_back, 40, "all four queues are consumed");
}

/// R-POP-6: one client at a time has a queue, in order; the offset moves with the acknowledgements.
#[test]
fn r_pop_6_an_orderly_group_that_pops_does_each_queue_in_order_by_one_client_at_a_time() {
    let mut lab = popping(Profile::RocketMq53, r#","orderly":true"#, &[("c-1", 10_000), ("c-2", 10_000)]);
    lab.send("orders", 0, 100);
    lab.run_ms(200);
    let held = |lab: &Lab, client: &str| lab.world().pop_client(client).map_or(0, |client| client.held.len());
    assert!(held(&lab, "c-1") == 0 || held(&lab, "c-2") == 0, "the queue is one client's");
    let counts = total(&lab, "billing");
    assert!(counts.processed > 5 && counts.processed < 32);
    assert_eq!(stored(&lab), Some(counts.processed as i64), "acknowledged, not handed out");
    lab.run_ms(60_000);
    let counts = total(&lab, "billing");
    assert_eq!(counts, Counts { delivered: 100, processed: 100, ..Counts::default() });
    assert_eq!((stored(&lab), max(&lab, "%RETRY%billing_orders")), (Some(100), 0));
}

/// A dead client's batch comes again in its queue, from the first message on that nobody has acknowledged.
#[test]
fn r_pop_6_a_dead_clients_batch_appears_again_in_its_place() {
    let mut lab =
        popping(Profile::RocketMq53, r#","orderly":true,"invisible_ms":5000"#, &[("c-1", 1_000_000)]);
    lab.send("orders", 0, 10);
    lab.run_ms(3_500);
    lab.remove_consumer("c-1", true);
    add(&mut lab, "c-2", 1_000);
    lab.run_ms(1_000);
    assert_eq!(total(&lab, "billing").processed, 3, "blocked while the batch is invisible");
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.delivered, counts.processed, counts.duplicates), (17, 10, 0));
    assert_eq!((counts.revived, counts.lost, stored(&lab)), (0, 0, Some(10)));
}

/// What was acknowledged out of order comes again with its batch: then it is a duplicate for want of the
/// others' acknowledgement.
#[test]
fn r_pop_6_what_is_acknowledged_behind_an_open_message_comes_again_with_it() {
    let mut lab = popping(Profile::RocketMq53, "", &[]);
    lab.send("orders", 0, 3);
    let order = r#","invisible_ms":5000,"order":true,"from_min":true"#;
    let first = pop(&mut lab, 3, order);
    ack(&mut lab, &first, 1);
    lab.run_ms(6_000);
    let second = pop(&mut lab, 3, order);
    assert_eq!(second.messages.len(), 3);
    (0..3).for_each(|nth| ack(&mut lab, &second, nth));
    let counts = total(&lab, "billing");
    assert_eq!((counts.delivered, counts.processed), (6, 4));
    assert_eq!(counts.duplicates_by, [(Again::Revived, 1)]);
}

/// A failure keeps the order: the client tries the message again, and what follows waits; in the end it is a
/// dead letter.
#[test]
fn r_pop_7_an_orderly_client_tries_a_message_again_itself_and_gives_it_up_at_last() {
    let mut lab = popping(
        Profile::RocketMq53,
        r#","orderly":true,"retry_max_times":4"#,
        &[("c-1", 1_000), ("c-2", 1_000)],
    );
    for client in ["c-1", "c-2"] {
        lab.tell_json(&format!(
            r#"{{"set_failures":{{"consumer":"{client}","failures":{{"poison":[{{"queue":0,"offset":3}}]}}}}}}"#
        ));
    }
    lab.send("orders", 0, 10);
    lab.run_ms(2_500);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.dead, stored(&lab)), (3, 0, Some(3)), "what follows waits");
    lab.run_ms(10_000);
    let counts = total(&lab, "billing");
    let tries = lab.events.iter().filter(|timed| matches!(timed.event, Event::TriesAgain { .. })).count();
    assert_eq!((tries, counts.processed, counts.dead, stored(&lab)), (4, 9, 1, Some(10)));
    assert_eq!((counts.duplicates, counts.lost, max(&lab, "%DLQ%billing")), (0, 0, 1));
}

/// Changing the mode ends what clients hold; others get it when its time is over.
#[test]
fn a_group_that_becomes_orderly_lets_go_of_what_its_clients_hold() {
    let mut lab = popping(Profile::RocketMq53, r#","invisible_ms":5000"#, &[("c-1", 1_000_000)]);
    lab.send("orders", 0, 5);
    lab.run_ms(1_500);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    assert!(lab.world().pop_client("c-1").unwrap().held.is_empty());
    lab.run_ms(20_000);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":false}}"#);
    lab.run_ms(60_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.revived, counts.duplicates, in_retry(&lab)), (5, 4, 0, 0));
}
