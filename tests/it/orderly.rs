//! Orderly groups: R-RTY-4, R-LB-7, R-OFF-12, T-23. Not here: concurrent consumption (`failures`).
//!
//! Invariant: every instant and count follows from a rule that the test names.

use crate::lab::{Lab, name};
use crate::tallies::total;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::projection::deliveries_of;
use offset_lab::sim::Command;
use offset_lab::sim::accounting::ranges::Span;

fn orderly(profile: Profile, queues: u32) -> Lab {
    let mut lab = Lab::with_orders(profile, queues);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    lab
}

fn fails(lab: &mut Lab, consumer: &str, failures: &str) {
    lab.tell_json(&format!(r#"{{"set_failures":{{"consumer":"{consumer}","failures":{failures}}}}}"#));
}

fn tries(lab: &Lab) -> Vec<(i64, i64)> {
    let tried = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::TriesAgain { offset, .. } => Some((timed.at.whole_ms(), offset.0)),
        _ => None,
    });
    tried.collect()
}

fn holder(lab: &Lab, queue: u32) -> Option<String> {
    lab.world().lock_holder(&name("billing"), &name("orders"), queue).map(ToString::to_string)
}

/// The same message again after 1 s, for ever; the offset does not move, and the other queue is not held up.
#[test]
fn r_rty_4_and_t_23_an_orderly_queue_waits_for_its_poison_without_end() {
    for (suspend, ms) in [
        ("", 1_000),
        (r#","suspend_ms":250"#, 250),
        (r#","suspend_ms":1"#, 10),
        (r#","suspend_ms":99999"#, 30_000),
    ] {
        let mut lab = orderly(Profile::RocketMq53, 2);
        lab.add_consumer("c-1", "billing", "orders");
        fails(&mut lab, "c-1", &format!(r#"{{"poison":[{{"queue":0,"offset":3}}]{suspend}}}"#));
        lab.run_ms(1_000);
        lab.send("orders", 0, 10);
        lab.send("orders", 1, 10);
        lab.run_ms(120_000);
        let tries = tries(&lab);
        assert!(tries.len() as i64 >= 120_000 / (ms + 2) - 1, "{} tries", tries.len());
        // A try takes a millisecond, or somewhat more while the other queue has its turn.
        assert!(
            tries.windows(2).all(|pair| (ms + 1..=ms + 3).contains(&(pair[1].0 - pair[0].0))),
            "{suspend}"
        );
        assert!(tries.iter().all(|tried| tried.1 == 3));
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(3), "R-OFF-12");
        assert_eq!(lab.consumer_offset("billing", "orders", 1), Some(10));
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.sent_back, counts.dead, counts.duplicates), (13, 0, 0, 0));
        // Cured, it goes on with just this message.
        lab.tell_json(r#"{"set_failures":{"consumer":"c-1"}}"#);
        lab.run_ms(40_000);
        assert_eq!(total(&lab, "billing").processed, 20);
        assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10));
    }
}

/// With a maximum the message is a dead letter when that is exceeded; 3.2 never counts.
#[test]
fn r_rty_4_more_tries_than_the_maximum_make_a_dead_letter_where_tries_are_counted() {
    for (profile, dead) in [(Profile::RocketMq53, 1), (Profile::RocketMq49, 1), (Profile::RocketMq32, 0)] {
        let mut lab = orderly(profile, 1);
        lab.add_consumer("c-1", "billing", "orders");
        fails(&mut lab, "c-1", r#"{"poison":[{"queue":0,"offset":3}],"max_reconsume_times":4}"#);
        lab.run_ms(1_000);
        lab.send("orders", 0, 10);
        lab.run_ms(30_000);
        let counts = total(&lab, "billing");
        assert_eq!((counts.dead, counts.sent_back), (dead, 0), "{profile:?}");
        if dead == 1 {
            assert_eq!(tries(&lab).len(), 4, "{profile:?}");
            assert_eq!(counts.processed, 9, "{profile:?}: the rest of the batch goes on");
            assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(10), "{profile:?}");
        } else {
            assert!(tries(&lab).len() > 20, "{profile:?}");
        }
    }
}

/// A loser that is idle gives the lock back at once, one that is at work when that is done, or after 20 s.
#[test]
fn r_lb_7_a_queue_changes_hands_when_its_loser_is_idle_and_not_before() {
    for (work_ms, waits_ms) in [(300, 300), (8_000, 8_000), (45_000, 20_000)] {
        let mut lab = orderly(Profile::RocketMq53, 1);
        lab.add_consumer("c-1", "billing", "orders");
        lab.tell_json(&format!(
            r#"{{"set_consumer":{{"consumer":"c-1","processing_us":{}}}}}"#,
            work_ms * 1_000
        ));
        lab.run_ms(1_000);
        lab.send("orders", 0, 10);
        lab.run_ms(10);
        assert_eq!(holder(&lab, 0).as_deref(), Some("c-1"));
        // a-0 comes first in the order of names, so the queue is its own from now on.
        let asked = lab.timeline.now().whole_ms();
        lab.add_consumer("a-0", "billing", "orders");
        assert_eq!(holder(&lab, 0).as_deref(), Some("c-1"), "at work");
        while holder(&lab, 0).as_deref() != Some("a-0") {
            lab.run_ms(10);
        }
        // It asks once a second.
        let taken = lab.timeline.now().whole_ms() - asked;
        assert!((waits_ms - 20..=waits_ms + 1_020).contains(&taken), "{work_ms}: {taken} ms");
        lab.run_ms(60_000);
        let counts = total(&lab, "billing");
        // What was in hand is finished, and its result dropped.
        assert_eq!((counts.processed, counts.duplicates), (11, 1), "{work_ms}");
    }
}

/// Who dies keeps its locks until they are 60 s old; the last renewal was at most 20 s before.
#[test]
fn r_lb_7_the_locks_of_a_dead_client_live_on_for_60_s() {
    let mut lab = orderly(Profile::RocketMq53, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(47_000);
    lab.remove_consumer("c-1", true);
    lab.send("orders", 0, 10);
    let died = lab.timeline.now().whole_ms();
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(120_000);
    let first = lab.delivered_to("c-2").len();
    assert_eq!(first, 10);
    let at = lab.events.iter().find_map(|timed| match &timed.event {
        Event::Delivered { client, .. } if client.as_str() == "c-2" => Some(timed.at.whole_ms() - died),
        _ => None,
    });
    // Renewed at 40 s, so free after 100 s: 53 s after its death, and a second to ask, and half a second to
    // pull.
    assert!((53_000..=54_600).contains(&at.unwrap()), "{at:?}");
    // One that leaves in order gives them back.
    lab.remove_consumer("c-2", false);
    assert_eq!(holder(&lab, 0), None);
}

/// R-LB-7: the offset is asked for again on the first pull after locking.
#[test]
fn r_lb_7_the_first_pull_begins_where_the_group_stands_by_then() {
    let mut lab = orderly(Profile::RocketMq53, 1);
    lab.send("orders", 0, 20);
    lab.commit("billing", "orders", 0, 5).unwrap();
    lab.add_consumer("c-1", "billing", "orders");
    // Half a second later it pulls.
    lab.run_ms(200);
    lab.commit("billing", "orders", 0, 9).unwrap();
    lab.run_ms(1_000);
    assert_eq!(lab.delivered_to("c-1")[0], 9);
    let mut concurrent = Lab::with_orders(Profile::RocketMq53, 1);
    concurrent.send("orders", 0, 20);
    concurrent.commit("billing", "orders", 0, 5).unwrap();
    concurrent.add_consumer("c-1", "billing", "orders");
    concurrent.run_ms(200);
    concurrent.commit("billing", "orders", 0, 9).unwrap();
    concurrent.run_ms(1_000);
    assert_eq!(concurrent.delivered_to("c-1")[0], 5, "a concurrent client does not ask again");
}

#[test]
fn r_lb_7_a_restart_forgets_the_locks_and_their_holders_take_them_again() {
    let mut lab = orderly(Profile::RocketMq53, 2);
    lab.add_consumer("c-1", "billing", "orders");
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(5_000);
    assert_eq!([holder(&lab, 0).as_deref(), holder(&lab, 1).as_deref()], [Some("c-1"), Some("c-2")]);
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail: 0 });
    assert_eq!([holder(&lab, 0), holder(&lab, 1)], [None, None]);
    lab.run_ms(20_000);
    assert_eq!([holder(&lab, 0).as_deref(), holder(&lab, 1).as_deref()], [Some("c-1"), Some("c-2")]);
}

/// Going over from one way to the other is a restart of the clients in order: nothing is lost or twice.
#[test]
fn a_group_becomes_orderly_and_concurrent_again_without_loss() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(1_000);
    for queue in [0, 1] {
        lab.send("orders", queue, 50);
    }
    lab.run_ms(20);
    for orderly in [true, false, true] {
        lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing","orderly":{orderly}}}}}"#));
        lab.run_ms(3_000);
        assert_eq!(holder(&lab, 0).is_some(), orderly);
    }
    let of = deliveries_of(lab.world(), &name("billing"));
    assert_eq!((of.total.processed - of.total.duplicates, of.total.lost, of.total.skipped), (100, 0, 0));
    assert!(of.total.duplicates <= 1, "what was in hand");
    assert_eq!(
        lab.world().tally(&name("billing"), &name("orders"), 0, None).unwrap().done().spans(),
        [Span::new(QueueOffset(0), QueueOffset(50))]
    );
}

/// Broadcasting clients have their queues for themselves: no lock.
#[test]
fn r_lb_4_broadcasting_clients_lock_nothing() {
    let mut lab = orderly(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_group":{"group":"billing","broadcasting":true}}"#);
    lab.add_consumer("c-1", "billing", "orders");
    lab.add_consumer("c-2", "billing", "orders");
    lab.run_ms(1_000);
    lab.send("orders", 0, 5);
    lab.run_ms(2_000);
    assert_eq!((holder(&lab, 0), total(&lab, "billing").processed), (None, 10));
}
