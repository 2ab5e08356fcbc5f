//! The lab's clients against times of real clients (`tests/conformance/clients`). Not here: what a broker
//! answers (`conformance`).
//!
//! Invariant: what is measured here is measured as it was there; a time that two versions have differently is
//! never within the tolerance of both.

use crate::lab::{Lab, command, name};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset};
use offset_lab::sim::ResetTarget;
use serde_json::Value;

/// The runs of a file, and the profile that its version finds.
fn recorded(file: &str) -> (Profile, Vec<Value>) {
    let path = crate::root().join("tests/conformance/clients").join(file);
    let recorded: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let profile = Profile::of_broker(recorded["client"].as_str().unwrap()).unwrap();
    (profile, recorded["runs"].as_array().unwrap().clone())
}

fn ms(value: &Value) -> i64 {
    value.as_i64().expect("a time")
}

/// When the event comes that is looked for, in ms since `from`.
fn first(lab: &Lab, from: i64, is_it: impl Fn(&Event) -> bool) -> i64 {
    let mut events = lab.events.iter().map(|timed| (timed.at.whole_ms(), &timed.event));
    let found = events.find(|(at, event)| *at >= from && is_it(event));
    found.unwrap_or_else(|| panic!("it does not come in {:?}", lab.timeline.now())).0 - from
}

fn now_ms(lab: &Lab) -> i64 {
    lab.timeline.now().whole_ms()
}

fn near(lab_ms: i64, recorded_ms: i64, tolerance_ms: i64, what: &str) {
    assert!((lab_ms - recorded_ms).abs() <= tolerance_ms, "{what}: {lab_ms} ms, recorded {recorded_ms} ms");
}

fn orderly(profile: Profile, queues: u32) -> Lab {
    let mut lab = Lab::with_orders(profile, queues);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    lab
}

/// O5, R-LB-7: up to 4.9.4 an orderly client knows of its locks from its first round on, a second after its
/// start.
#[test]
fn an_orderly_client_begins_when_it_did() {
    for file in ["4.8.0-orderly_start.json", "4.9.7-orderly_start.json"] {
        let (profile, runs) = recorded(file);
        let mut lab = orderly(profile, 4);
        lab.send("orders", 0, 5);
        lab.run_ms(1_000);
        let started = now_ms(&lab);
        lab.add_consumer("c", "billing", "orders");
        lab.run_ms(30_000);
        let begins = first(&lab, started, |event| matches!(event, Event::Delivered { .. }));
        for run in runs {
            near(begins, ms(&run["first_message_ms"]), 450, file);
        }
    }
}

/// O5: after a hand-over it waits for its next round, which comes every 20 s, and then at most a second.
#[test]
fn an_orderly_client_goes_on_after_a_hand_over_when_it_did() {
    for (file, waits) in [("4.8.0-orderly_handover.json", true), ("4.9.7-orderly_handover.json", false)] {
        let (profile, runs) = recorded(file);
        let mut seen = Vec::new();
        for after_ms in [24_000, 31_000] {
            let mut lab = orderly(profile, 4);
            lab.tell_json(
                r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":20,"body_bytes":50}}"#,
            );
            lab.add_consumer("b", "billing", "orders");
            lab.run_ms(1_500);
            lab.add_consumer("a", "billing", "orders");
            lab.run_ms(after_ms);
            let of_a: Vec<u32> = lab.world().consumer("a").unwrap().queue_ids().collect();
            assert_eq!(of_a.len(), 2);
            lab.remove_consumer("a", false);
            let stopped = now_ms(&lab);
            lab.run_ms(30_000);
            seen.push(first(
                &lab,
                stopped,
                |event| matches!(event, Event::Delivered { queue, .. } if of_a.contains(queue)),
            ));
        }
        let broker = runs.iter().flat_map(|run| run["first_message_ms"].as_array().unwrap()).map(ms);
        for taken in broker.chain(seen) {
            let expected = if waits { 1_000..=21_100 } else { 0..=600 };
            assert!(expected.contains(&taken), "{file}: {taken} ms");
        }
    }
}

/// N6, R-RST-12: when clients that reset themselves have saved the target.
#[test]
fn clients_that_reset_themselves_save_when_they_did() {
    for file in ["5.3.3-reset_by_clients.json", "5.5.0-reset_by_clients.json"] {
        let (profile, runs) = recorded(file);
        assert_eq!(runs.len(), 4);
        for run in runs {
            let in_order = run["kind"] == "orderly";
            let mut lab = Lab::with_orders(profile, 2);
            lab.tell_json(r#"{"set_broker":{"server_side_reset":false}}"#);
            lab.tell_json(&format!(r#"{{"set_group":{{"group":"billing","orderly":{in_order}}}}}"#));
            lab.add_consumer("c", "billing", "orders");
            lab.run_ms(1_000);
            lab.send("orders", 0, 20);
            lab.send("orders", 1, 20);
            lab.run_ms(20_000);
            let work_us = ms(&run["work_ms"]) * 1_000;
            if work_us > 0 {
                lab.tell_json(&format!(r#"{{"set_consumer":{{"consumer":"c","processing_us":{work_us}}}}}"#));
                lab.send("orders", 0, 1);
                lab.run_ms(50);
            }
            let asked = now_ms(&lab);
            lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(0))).unwrap();
            lab.run_ms(20_000);
            let saved = |queue: u32| {
                first(
                    &lab,
                    asked,
                    |event| matches!(event, Event::Committed { queue: of, to, .. } if *of == queue && to.0 == 0),
                )
            };
            let both = run["saved_ms"].as_array().unwrap();
            let last = both.iter().map(ms).max().unwrap();
            near(saved(0).max(saved(1)), last, 250, &format!("{file}: {run}"));
        }
    }
}

/// N7, R-POP-2: whether a message that comes back wakes a pop that waits.
#[test]
fn a_held_pop_has_a_message_that_comes_back_when_it_had() {
    for file in ["5.3.3-held_pop.json", "5.5.0-held_pop.json"] {
        let (profile, runs) = recorded(file);
        let mut lab = Lab::with_orders(profile, 1);
        lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop","invisible_ms":10000}}"#);
        lab.send("orders", 0, 1);
        lab.run_ms(1_000);
        let popped = now_ms(&lab);
        lab.tell(command(
            r#"{"broker":{"pop":{"group":"billing","topic":"orders","queue":0,"max_messages":32,
                "invisible_ms":10000,"from_min":true}}}"#,
        ));
        lab.add_consumer("c", "billing", "orders");
        lab.run_ms(40_000);
        let billing = name("billing");
        let processed = lab.world().consumers_of(&billing).map(|(_, client)| client.processed);
        assert_eq!(processed.sum::<u64>(), 1);
        let again = first(&lab, popped + 1, |event| matches!(event, Event::Delivered { .. }));
        for run in runs {
            near(again + 1, ms(&run["again_ms"]), 1_300, file);
        }
    }
}
