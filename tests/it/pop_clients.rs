//! Clients that pop by themselves (R-LB-8, R-POP-2, R-POP-5). Not here: the broker's rules (`rules_pop`).
//!
//! Invariant: while its client lives, what it popped is nobody else's.

use crate::lab::{Lab, name};
use crate::rules_pop::{in_flight, max, stored};
use offset_lab::engine::profile::Profile;

fn popping_lab(queues: u32, invisible_ms: u64, processing_us: u64) -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, queues);
    lab.tell_json(&format!(
        r#"{{"set_group":{{"group":"billing","protocol":"pop","invisible_ms":{invisible_ms}}}}}"#
    ));
    for client in ["c1", "c2"] {
        lab.tell_json(&format!(
            r#"{{"add_consumer":{{"consumer":"{client}","group":"billing","topic":"orders","processing_us":{processing_us}}}}}"#
        ));
    }
    lab
}

fn processed(lab: &Lab) -> Vec<u64> {
    lab.world().consumers_of(&name("billing")).map(|(_, consumer)| consumer.processed).collect()
}

#[test]
fn r_lb_8_every_client_pops_every_queue_and_each_message_is_processed_once() {
    let mut lab = popping_lab(1, 60_000, 5_000);
    lab.run_ms(10);
    lab.send("orders", 0, 60);
    lab.run_ms(60_000);
    let done = processed(&lab);
    assert_eq!(done.iter().sum::<u64>(), 60);
    assert!(done.iter().all(|&count| count > 0), "one queue feeds both: {done:?}");
    assert_eq!((stored(&lab), in_flight(&lab), max(&lab, "%RETRY%billing_orders")), (Some(60), 0, 0));
    assert!(lab.world().owner(&name("billing"), &name("orders"), 0).is_none());
    lab.send("orders", 0, 1);
    lab.run_ms(20);
    assert_eq!(processed(&lab).iter().sum::<u64>(), 61, "a client that waits is woken");
}

#[test]
fn a_client_that_works_longer_than_the_invisible_time_hides_its_messages_anew() {
    let mut lab = popping_lab(1, 2_000, 9_000_000);
    lab.send("orders", 0, 3);
    lab.run_ms(120_000);
    assert_eq!(processed(&lab).iter().sum::<u64>(), 3);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 0, "nothing came back");
}

#[test]
fn what_a_crashed_client_held_comes_back_to_another_one() {
    let mut lab = popping_lab(1, 5_000, 1_000_000);
    lab.send("orders", 0, 10);
    lab.run_ms(500);
    let held = |lab: &Lab, client: &str| lab.world().pop_client(client).map_or(0, |client| client.held.len());
    assert_eq!((held(&lab, "c1") + held(&lab, "c2"), stored(&lab)), (10, Some(10)));
    let victim = if held(&lab, "c1") > 0 { "c1" } else { "c2" };
    lab.remove_consumer(victim, true);
    lab.run_ms(120_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 10);
    assert_eq!(processed(&lab), [10]);
}

#[test]
fn a_group_can_change_from_pull_to_pop_and_back() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.add_consumer("c1", "billing", "orders");
    lab.send("orders", 0, 5);
    lab.run_ms(10_000);
    assert_eq!(stored(&lab), Some(5));
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop"}}"#);
    lab.send("orders", 0, 5);
    lab.run_ms(10_000);
    assert_eq!(lab.world().consumer("c1").map(|consumer| consumer.queue_ids().count()), Some(0));
    assert_eq!((stored(&lab), processed(&lab)), (Some(10), vec![10]));
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pull"}}"#);
    lab.send("orders", 0, 5);
    lab.run_ms(20_000);
    assert_eq!((processed(&lab), lab.world().pop_client("c1")), (vec![15], None));
    assert_eq!(lab.world().consumer("c1").map(|consumer| consumer.queue_ids().count()), Some(2));
}

#[test]
fn a_paused_client_keeps_what_it_holds_and_a_restarted_broker_is_asked_again() {
    let mut lab = popping_lab(1, 3_000, 100_000);
    lab.send("orders", 0, 2);
    lab.run_ms(50);
    for client in ["c1", "c2"] {
        lab.tell_json(&format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":true}}}}"#));
    }
    lab.run_ms(20_000);
    assert_eq!(max(&lab, "%RETRY%billing_orders"), 0, "it is hidden as long as the client lives");
    for client in ["c1", "c2"] {
        lab.tell_json(&format!(r#"{{"pause_consumer":{{"consumer":"{client}","paused":false}}}}"#));
    }
    lab.run_ms(5_000);
    assert_eq!(processed(&lab).iter().sum::<u64>(), 2);
    lab.tell_json(r#"{"restart_broker":{"kill":true}}"#);
    lab.run_ms(100);
    lab.send("orders", 0, 2);
    lab.run_ms(2_000);
    assert_eq!(processed(&lab).iter().sum::<u64>(), 4);
}
