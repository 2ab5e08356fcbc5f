//! A broker's lag metrics and the estimate of a tag, where the vectors have no numbers (R-LAG-3 to
//! R-LAG-5). Not here: the vectors (`vectors`), and what the page makes of them (`inspected`).
//!
//! Invariant: every expected number is worked out by hand from the rule.

use crate::lab::{Lab, command, name};
use offset_lab::engine::QueueOffset;
use offset_lab::engine::broker::pull::tag_hash;
use offset_lab::engine::profile::Profile;

/// Sends so many messages to queue 0 of `orders`, all with this tag.
fn tagged(lab: &mut Lab, count: usize, tag: &str) {
    let send = command(&format!(
        r#"{{"broker":{{"send":{{"topic":"orders","queue":0,"body_bytes":1,"tag":"{tag}"}}}}}}"#
    ));
    for _ in 0..count {
        lab.timeline.submit(send.clone(), &mut Vec::new()).unwrap();
    }
}

/// R-LAG-5: it counts until more than 5 000 matched, and takes the rest to be like what it has seen.
#[test]
fn r_lag_5_after_more_than_5000_matches_the_rest_is_estimated() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    tagged(&mut lab, 5_002, "early");
    tagged(&mut lab, 998, "late");
    let estimate = |from, to, tag| {
        let (from, to) = (QueueOffset(from), QueueOffset(to));
        lab.world().broker().estimate_messages("orders", 0, from, to, &[tag_hash(tag)])
    };
    assert_eq!(estimate(0, 6_000, "late"), 998, "few matches: scanned whole");
    assert_eq!(estimate(2, 6_000, "early"), 5_000, "5 000 are not more than 5 000");
    // 5 001 of the 5 001 that were scanned.
    assert_eq!(estimate(1, 6_000, "early"), 5_999);
    // The span is the one that was asked for, past Max too.
    assert_eq!(estimate(1, 7_001, "early"), 7_000);
    assert_eq!(lab.world().broker().estimate_messages("nobody", 0, QueueOffset(0), QueueOffset(9), &[1]), -1);
}

/// R-LAG-3: the age of what nobody has consumed, and of what nobody was given.
#[test]
fn r_lag_3_both_ages_of_a_group_that_pulls() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("c", "billing", "orders");
    lab.run_ms(1_000);
    lab.send("orders", 0, 5);
    lab.run_ms(30_000);
    lab.remove_consumer("c", false);
    lab.send("orders", 0, 2);
    lab.run_ms(7_000);
    let now = lab.world().now_ms();
    let of = lab.world().broker().lag_metrics(&name("billing"), &name("orders"), &[], now);
    assert_eq!((of.lag_messages, of.ready_messages, of.inflight_messages), (2, 2, 0));
    assert_eq!((of.lag_latency_ms, of.queueing_latency_ms), (7_000, 7_000));
}
