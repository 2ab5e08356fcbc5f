//! What a reset preview takes into account of clients: who holds what, is asleep at the broker, or is
//! behind what is stored (R-PULL-6, R-PULL-7, R-POP-6). Not here: what then happens (`preview`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, name};
use offset_lab::engine::profile::Profile;
use offset_lab::projection::{PreviewRow, WhyAbout, preview_reset};
use offset_lab::sim::{QueueChoice, ResetTarget};

fn preview(lab: &Lab, topic: &str, to: ResetTarget) -> PreviewRow {
    let of = preview_reset(lab.world(), &name("billing"), &name(topic), &QueueChoice::All, &to).unwrap();
    of.rows[0].clone()
}

fn add(lab: &mut Lab, client: &str, group: &str, topic: &str, us: u64, cached_max: u32) {
    lab.tell_json(&format!(
        r#"{{"add_consumer":{{"consumer":"{client}","group":"{group}","topic":"{topic}","processing_us":{us},"cached_max":{cached_max}}}}}"#
    ));
}

/// Ten messages in hand of a client that takes 100 ms for each, of which it has finished 4 and works on
/// one. Its next pull waits at the broker.
fn asleep() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    add(&mut lab, "c-1", "billing", "orders", 100_000, 1_000);
    lab.run_ms(12_000);
    lab.send("orders", 0, 10);
    lab.run_ms(450);
    assert_eq!(lab.world().tally(&name("billing"), &name("orders"), 0, None).unwrap().done().len(), 4);
    lab
}

/// R-PULL-6: a reset does not wake a held pull, so the client works off all that it has, and all of it
/// is replayed.
#[test]
fn r_pull_6_a_client_that_is_asleep_at_the_broker_works_off_what_it_has() {
    let mut lab = asleep();
    let row = preview(&lab, "orders", ResetTarget::Min);
    assert_eq!((row.replayed, row.is_about), (10, Some(WhyAbout::InHand)));
    // A suspended one works no more: what it has finished or is at work on comes again.
    lab.tell_json(r#"{"pause_consumer":{"consumer":"c-1","paused":true}}"#);
    assert_eq!(preview(&lab, "orders", ResetTarget::Min).replayed, 5);
}

#[test]
fn work_of_another_group_is_nothing_that_a_reset_brings_again() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.create_group("audit");
    lab.commit("billing", "orders", 0, 0).unwrap();
    add(&mut lab, "a", "audit", "orders", 10_000_000, 1_000);
    lab.run_ms(12_000);
    lab.send("orders", 0, 10);
    lab.run_ms(50);
    assert_eq!(lab.world().at_work().len(), 1);
    let row = preview(&lab, "orders", ResetTarget::Min);
    assert_eq!((row.replayed, row.skipped, row.is_about), (0, 0, None));
}

/// R-PULL-7: what lies in a client's cache is dropped when its next pull is corrected, and that is so as
/// soon as it is before what is stored.
#[test]
fn r_pull_7_what_is_cached_is_about_once_retention_has_overtaken_the_next_pull() {
    let mut lab = Lab::with_orders(Profile::RocketMq49, 1);
    lab.small_segments();
    lab.commit("billing", "orders", 0, 0).unwrap();
    lab.send_full("orders", 3);
    add(&mut lab, "c-1", "billing", "orders", 600_000_000, 2);
    lab.run_ms(12_000);
    // The cache is full: it pulls no more.
    lab.send_full("orders", 3);
    lab.run_ms(1_000);
    assert_eq!(lab.world().pulls_at("c-1", &name("orders"), 0).map(|at| at.0), Some(3));
    let about = |lab: &Lab| preview(lab, "orders", ResetTarget::Max).is_about;
    lab.expire(3);
    assert_eq!((lab.min_max("orders", 0), about(&lab)), ((3, 6), None), "the next pull finds its message");
    lab.expire(1);
    assert_eq!((lab.min_max("orders", 0), about(&lab)), ((4, 6), Some(WhyAbout::InHand)));
    // It finishes 0 and drops 1 and 2; 4 and 5 are passed over; only 3 is purged that nobody had.
    let row = preview(&lab, "orders", ResetTarget::Max);
    assert_eq!((row.skipped, row.replayed), (4, 0));
    let row = preview(&lab, "orders", ResetTarget::Min);
    assert_eq!((row.purged, row.skipped), (1, 2));
}

/// R-RTY-1: a message that can't be sent back is tried again after 5 s, and is in the client's hand
/// until then.
#[test]
fn r_rty_1_a_message_that_waits_for_its_next_try_is_in_hand() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 10);
    lab.tell_json(r#"{"set_retention":{"disk_bytes":2048}}"#);
    lab.tell_json(r#"{"delete_expired_segments":{}}"#);
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(r#"{"set_failures":{"consumer":"c-1","failures":{"poison":[{"queue":0,"offset":3}]}}}"#);
    lab.run_ms(20_000);
    let row = preview(&lab, "orders", ResetTarget::Min);
    assert!(lab.world().at_work().is_empty());
    assert_eq!(row.is_about, Some(WhyAbout::InHand));
}

/// R-POP-6: of an orderly group that pops the broker hides a batch, and the client has its messages.
#[test]
fn r_pop_6_what_an_orderly_client_holds_is_of_its_group_and_queue() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.create_topic("archive", 1);
    lab.create_group("audit");
    for (group, topic, queue) in [
        ("billing", "orders", 0),
        ("billing", "orders", 1),
        ("billing", "archive", 0),
        ("audit", "orders", 0),
    ] {
        lab.commit(group, topic, queue, 0).unwrap();
    }
    for group in ["billing", "audit"] {
        lab.tell_json(&format!(r#"{{"set_group":{{"group":"{group}","protocol":"pop","orderly":true}}}}"#));
    }
    lab.send("orders", 0, 3);
    lab.send("orders", 1, 5);
    lab.send("archive", 0, 7);
    add(&mut lab, "c-orders", "billing", "orders", 600_000_000, 1_000);
    add(&mut lab, "c-archive", "billing", "archive", 600_000_000, 1_000);
    lab.run_ms(2_000);
    lab.send("orders", 0, 5);
    add(&mut lab, "c-audit", "audit", "orders", 600_000_000, 1_000);
    lab.run_ms(2_000);
    let held =
        |client| lab.world().pop_client(client).unwrap().held.iter().filter(|of| of.queue == 0).count();
    assert_eq!(["c-orders", "c-archive", "c-audit"].map(held), [3, 7, 8]);
    let row = preview(&lab, "orders", ResetTarget::Min);
    assert_eq!((row.max.0, row.replayed, row.is_about), (8, 3, Some(WhyAbout::InHand)));
}

/// R-PULL-2: above Max a broker up to 4.9.3 sends a pull to 0, where Min is 0; a later one sends it to
/// Max.
#[test]
fn r_pull_2_above_max_the_row_is_about_where_the_broker_may_start_at_0() {
    for (profile, about) in [(Profile::RocketMq48, Some(WhyAbout::AboveMax)), (Profile::RocketMq53, None)] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.send("orders", 0, 10);
        lab.commit("billing", "orders", 0, 20).unwrap();
        assert_eq!(preview(&lab, "orders", ResetTarget::Min).is_about, about, "{profile:?}");
        lab.commit("billing", "orders", 0, 10).unwrap();
        assert_eq!(preview(&lab, "orders", ResetTarget::Min).is_about, None, "{profile:?}: at Max");
    }
}

/// R-INIT-2: where a group without an offset begins is decided then; only what lies before is in doubt.
#[test]
fn r_init_2_without_an_offset_only_a_target_behind_the_first_message_is_about() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 10);
    assert_eq!(preview(&lab, "orders", ResetTarget::Min).is_about, None);
    assert_eq!(preview(&lab, "orders", ResetTarget::Max).is_about, Some(WhyAbout::NoOffset));
}
