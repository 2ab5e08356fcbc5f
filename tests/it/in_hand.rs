//! What a group's clients hold, told apart from what others hold of the same queue or number (R-OFF-11).
//! Not here: when they finish it (`threads`).
//!
//! Invariant: every client has one message that it never finishes, each at an offset of its own.

use crate::lab::{Lab, name};
use offset_lab::engine::QueueOffset;
use offset_lab::engine::profile::Profile;
use offset_lab::sim::accounting::ranges::Span;
use offset_lab::sim::{Command, QueueChoice, ResetTarget};

fn span(from: i64, to: i64) -> Span {
    Span::new(QueueOffset(from), QueueOffset(to))
}

/// A client that finishes all but these messages of its queues: queue, offset.
fn stuck(lab: &mut Lab, client: &str, group: &str, topic: &str, at: &[(u32, i64)]) {
    lab.add_consumer(client, group, topic);
    let slow: Vec<String> = at
        .iter()
        .map(|(queue, offset)| format!(r#"{{"queue":{queue},"offset":{offset},"processing_us":600000000}}"#))
        .collect();
    lab.tell_json(&format!(
        r#"{{"set_threads":{{"consumer":"{client}","threads":{{"count":20,"slow":[{}]}}}}}}"#,
        slow.join(",")
    ));
}

/// 20 messages on each of two queues of two topics. `m` of billing is what the tests ask about; names
/// and queues around it are another group's or another topic's.
fn crowd(profile: Profile) -> Lab {
    let mut lab = Lab::with_orders(profile, 2);
    lab.create_topic("archive", 2);
    lab.create_group("audit");
    for topic in ["orders", "archive"] {
        for queue in 0..2 {
            lab.send(topic, queue, 20);
        }
    }
    for queue in 0..2 {
        for (group, topic) in [("audit", "orders"), ("billing", "orders"), ("billing", "archive")] {
            lab.commit(group, topic, queue, 0).unwrap();
        }
    }
    stuck(&mut lab, "a", "audit", "orders", &[(0, 3), (1, 3)]);
    stuck(&mut lab, "b", "billing", "archive", &[(0, 5), (1, 5)]);
    stuck(&mut lab, "m", "billing", "orders", &[(0, 1), (1, 10)]);
    lab.run_ms(60_000);
    lab
}

#[test]
fn r_off_11_what_is_finished_behind_a_slow_message_is_the_clients_own() {
    let lab = crowd(Profile::RocketMq53);
    for (queue, at) in [(0, 1), (1, 10)] {
        let here = lab.progress("billing", "orders", queue).unwrap();
        assert_eq!(here.consumer_offset, Some(QueueOffset(at)));
        assert_eq!(here.finished, [span(at + 1, 20)], "queue {queue}");
    }
    assert_eq!(lab.progress("audit", "orders", 0).unwrap().finished, [span(4, 20)]);
}

#[test]
fn after_a_reset_forwards_what_a_client_has_is_of_this_queue_and_group() {
    let mut lab = crowd(Profile::RocketMq53);
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    for (queue, at) in [(0, 1), (1, 10)] {
        let has = lab.world().in_hands(&name("billing"), &name("orders"), queue);
        assert_eq!(has.spans(), [span(at, at + 1)], "queue {queue}");
    }
}

/// R-RST-12: clients that reset themselves drop the queue first; what they still work on is theirs no
/// more.
#[test]
fn r_rst_12_work_on_a_queue_that_a_reset_has_dropped_is_not_owned() {
    let mut lab = crowd(Profile::RocketMq49);
    let owned = |lab: &Lab| -> Vec<(u32, bool)> {
        let mine = lab.world().at_work().into_iter().filter(|work| work.name.as_str() == "m");
        mine.map(|work| (work.queue, work.owned)).collect()
    };
    assert_eq!(owned(&lab), [(0, true), (1, true)]);
    let (group, topic) = (name("billing"), name("orders"));
    let queues = QueueChoice::Some(vec![1]);
    lab.tell(Command::ResetOffset { group, topic, queues, to: ResetTarget::Min });
    lab.run_ms(100);
    assert_eq!(owned(&lab), [(0, true), (1, false)], "the client rests");
    lab.run_ms(30_000);
    assert!(owned(&lab).contains(&(1, false)), "and took the queue anew while it still works");
}
