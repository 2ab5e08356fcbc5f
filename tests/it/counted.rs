//! Counts where two causes meet: what is purged while it is hidden or in hand, what comes back twice.
//! Not here: one cause at a time (`tallies`, `tallies_pop`, `losses`).
//!
//! Invariant: every expected number is counted by hand from the commands.

use crate::lab::{Lab, START_MS, command, name};
use crate::rules_pop::{ack, pop};
use crate::tallies::{again, missed, total};
use offset_lab::engine::event::{Again, Missed};
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset, VirtualTime};
use offset_lab::projection::history::{Cause, Move, history};
use offset_lab::projection::{WhyAbout, deliveries_of, preview_reset};
use offset_lab::sim::{Command, Journal, JournalEntry, JournalHeader, QueueChoice, ResetTarget};

const ORDERLY: &str = r#"{"set_group":{"group":"billing","protocol":"pop","orderly":true}}"#;

fn add(lab: &mut Lab, client: &str, us: u64) {
    lab.tell_json(&format!(
        r#"{{"add_consumer":{{"consumer":"{client}","group":"billing","topic":"orders","processing_us":{us}}}}}"#
    ));
}

fn kill(lab: &mut Lab, log_tail: u32) {
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail });
}

/// A group that pops by hand from a queue of 12 messages, one in each segment.
fn by_hand() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.send_full("orders", 12);
    lab
}

/// R-POP-4: the correction says what was purged; it is not said again, and the lane counts it.
#[test]
fn r_pop_4_what_a_pop_finds_purged_is_said_once() {
    let mut lab = by_hand();
    let first = pop(&mut lab, 2, r#","from_min":true"#);
    (0..2).for_each(|nth| ack(&mut lab, &first, nth));
    lab.expire(5);
    assert_eq!(pop(&mut lab, 1, "").messages[0].offset, QueueOffset(5));
    assert_eq!((total(&lab, "billing").lost, lab.progress("billing", "orders", 0).unwrap().lost), (3, 3));
    assert!(missed(&lab).is_empty(), "OffsetCorrected has said so");
}

/// What lies between a pop group's place and the target of a reset is its administrator's choice, but
/// not what was purged before that.
#[test]
fn what_is_purged_before_a_reset_forwards_of_a_pop_group_is_lost() {
    let mut lab = by_hand();
    let first = pop(&mut lab, 2, r#","from_min":true"#);
    (0..2).for_each(|nth| ack(&mut lab, &first, nth));
    lab.expire(5);
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(8))).unwrap();
    assert_eq!(pop(&mut lab, 1, "").messages[0].offset, QueueOffset(8));
    assert_eq!((total(&lab, "billing").lost, total(&lab, "billing").skipped), (3, 0));
    assert_eq!(missed(&lab), [(2, 5, Missed::Purged)]);
}

/// R-POP-1: what is popped and not acknowledged comes again whatever a reset does, so it is about; what
/// was acknowledged is replayed.
#[test]
fn r_pop_1_hidden_messages_are_replayed_by_a_reset_to_min() {
    let mut lab = by_hand();
    let popped = pop(&mut lab, 4, r#","from_min":true"#);
    ack(&mut lab, &popped, 0);
    let row = |lab: &Lab| {
        let (group, topic) = (name("billing"), name("orders"));
        let of = preview_reset(lab.world(), &group, &topic, &QueueChoice::All, &ResetTarget::Min).unwrap();
        (of.rows[0].replayed, of.rows[0].is_about)
    };
    assert_eq!(row(&lab), (4, Some(WhyAbout::InHand)));
    (1..4).for_each(|nth| ack(&mut lab, &popped, nth));
    assert_eq!(row(&lab), (4, None));
}

/// R-POP-6: an orderly group that was set back is brought its messages again by the reset, and by
/// nothing that timed out.
#[test]
fn r_pop_6_an_orderly_group_that_is_reset_has_the_resets_duplicates() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(ORDERLY);
    add(&mut lab, "c-1", 1_000);
    lab.run_ms(1_000);
    lab.send("orders", 0, 10);
    lab.run_ms(10_000);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.run_ms(30_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates_by), (20, vec![(Again::Reset, 10)]));
    assert_eq!(again(&lab), [(0, 10, Again::Reset)]);
    let spans = lab.events.iter().filter_map(|timed| match &timed.event {
        Event::Delivered { first, next, .. } => Some((first.0, next.0)),
        _ => None,
    });
    assert!(spans.filter(|span| *span == (0, 10)).count() >= 1, "a pop's run of messages is one span");
}

/// R-OFF-19: a killed broker forgets what was acknowledged since its last flush, of an orderly group
/// too.
#[test]
fn r_off_19_an_orderly_pop_group_comes_again_because_the_broker_died() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(ORDERLY);
    add(&mut lab, "c-1", 1_000);
    lab.run_ms(1_000);
    lab.send("orders", 0, 40);
    lab.run_to_ms(12_000);
    lab.send("orders", 0, 30);
    lab.run_ms(1_000);
    assert_eq!(total(&lab, "billing").processed, 70);
    kill(&mut lab, 0);
    lab.run_ms(30_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.duplicates_by), (100, vec![(Again::BrokerDied, 30)]));
}

/// R-POP-2: a message that was hidden when its end of the log went is lost once, and not again when the
/// revive loop does not find it.
#[test]
fn r_pop_2_a_hidden_message_of_a_lost_end_is_lost_once() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1);
    pop(&mut lab, 1, r#","from_min":true,"invisible_ms":5000"#);
    lab.run_ms(1_000);
    kill(&mut lab, 1);
    assert_eq!(lab.min_max("orders", 0), (0, 0));
    lab.run_ms(20_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.lost, counts.revived), (1, 0));
}

/// R-POP-2: after a reset it is the reset that brings a message again, though it had timed out before.
#[test]
fn r_pop_2_what_timed_out_before_a_reset_is_a_duplicate_of_the_reset() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 1);
    pop(&mut lab, 1, r#","from_min":true,"invisible_ms":5000"#);
    lab.run_ms(9_000);
    assert_eq!(total(&lab, "billing").revived, 1);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    let popped = pop(&mut lab, 1, "");
    assert_eq!(popped.messages[0].offset, QueueOffset(0));
    ack(&mut lab, &popped, 0);
    assert_eq!(total(&lab, "billing").duplicates_by, [(Again::Reset, 1)]);
}

/// R-PULL-3: a pull that steps over records which are gone says what the group has lost by that (R-CQ-4:
/// up to 4.9 a wholly expired queue keeps its Min).
#[test]
fn r_pull_3_what_an_answer_steps_over_is_lost() {
    let mut lab = Lab::with_orders(Profile::RocketMq49, 1);
    lab.small_segments();
    lab.create_topic("other", 1);
    lab.send_full("orders", 3);
    lab.send_full("other", 2);
    lab.commit("billing", "orders", 0, 1).unwrap();
    lab.expire(4);
    lab.send_full("orders", 2);
    assert_eq!(lab.min_max("orders", 0), (0, 5));
    add(&mut lab, "c-1", 1_000);
    lab.run_ms(30_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.lost), (2, 2));
    assert_eq!(missed(&lab), [(1, 3, Missed::Purged)]);
}

/// R-RTY-1: work that goes on after its message was sent back is one time too many, because it timed
/// out.
#[test]
fn r_rty_1_work_that_outlives_its_15_minutes_is_a_duplicate_of_the_time_out() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    add(&mut lab, "c-1", 20 * 60_000_000);
    lab.run_ms(1_000);
    lab.send("orders", 0, 1);
    lab.run_ms(17 * 60_000);
    assert_eq!(total(&lab, "billing").sent_back, 1);
    lab.run_ms(10 * 60_000);
    let of = deliveries_of(lab.world(), &name("billing")).queues;
    let orders = of.into_iter().find(|of| of.topic == name("orders")).unwrap();
    assert_eq!(orders.counts.duplicates_by, [(Again::Revived, 1)]);
}

/// A commit for a queue that is not there says nothing of messages.
#[test]
fn a_commit_behind_the_last_queue_counts_nothing() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    let _ = lab.commit("billing", "orders", 1, 0);
    assert!(deliveries_of(lab.world(), &name("billing")).queues.is_empty());
}

/// R-PULL-7: what a client works on when the rest of its cache is dropped it still finishes, and that is
/// not lost.
#[test]
fn r_pull_7_a_message_in_work_when_its_record_goes_is_done_and_not_lost() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.commit("billing", "orders", 0, 0).unwrap();
    lab.send_full("orders", 3);
    lab.tell_json(
        r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":60000000,"cached_max":2}}"#,
    );
    lab.run_ms(5_000);
    lab.send_full("orders", 3);
    lab.expire(4);
    // The second message ends after two minutes; then the client pulls again, and its pull is corrected.
    lab.run_ms(400_000);
    let counts = total(&lab, "billing");
    assert_eq!((counts.processed, counts.lost, counts.skipped, counts.duplicates), (4, 2, 0, 0));
}

/// What comes again is said when it is delivered, and not with what is delivered before it.
#[test]
fn what_comes_again_is_said_at_its_own_delivery() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.send("orders", 0, 64);
    lab.commit("billing", "orders", 0, 0).unwrap();
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(32))).unwrap();
    add(&mut lab, "c-1", 1_000);
    lab.run_ms(20_000);
    assert_eq!(total(&lab, "billing").processed, 32);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.run_ms(60_000);
    assert_eq!(again(&lab), [(32, 64, Again::Reset)]);
    let said =
        lab.events.iter().position(|timed| matches!(timed.event, Event::DeliveredAgain { .. })).unwrap();
    let first = |timed: &offset_lab::engine::TimedEvent| match &timed.event {
        Event::Delivered { first, next, .. } => Some((first.0, next.0)),
        _ => None,
    };
    assert_eq!(first(&lab.events[said - 1]), Some((32, 64)));
}

/// R-OFF-19: messages of two lost ends are worked off in one batch, each once.
#[test]
fn r_off_19_a_batch_over_two_lost_ends_is_done_once() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    add(&mut lab, "c-1", 100_000);
    lab.tell_json(r#"{"set_threads":{"consumer":"c-1","threads":{"count":1,"batch_max":32}}}"#);
    lab.run_ms(1_000);
    lab.send("orders", 0, 1);
    lab.run_ms(50);
    lab.send("orders", 0, 29);
    lab.run_ms(20);
    kill(&mut lab, 5);
    kill(&mut lab, 10);
    assert_eq!((lab.min_max("orders", 0), total(&lab, "billing").lost), ((0, 15), 15));
    // Filled again before it pulls at 30, so that it keeps what it has.
    lab.send("orders", 0, 40);
    lab.run_ms(60_000);
    let counts = total(&lab, "billing");
    // Thirty old ones, and 30 to 55; the new 15 to 30 are passed over.
    assert_eq!((counts.processed, counts.duplicates, counts.lost, counts.skipped), (55, 0, 0, 15));
}

/// R-OFF-19: what becomes of one group changes nothing for another that has messages of the same lost
/// end.
#[test]
fn r_off_19_a_group_that_begins_to_broadcast_leaves_anothers_ghosts_alone() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.create_group("audit");
    add(&mut lab, "c-1", 100_000);
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(550);
    kill(&mut lab, 20);
    assert_eq!(total(&lab, "billing").lost, 20);
    lab.tell_json(r#"{"set_group":{"group":"audit","broadcasting":true}}"#);
    lab.send("orders", 0, 40);
    lab.run_ms(60_000);
    assert_eq!(total(&lab, "billing").lost, 0, "it works all of them off");
}

/// R-OFF-19: a message of a lost end that fails can't be sent back: the broker does not find it, and
/// what has its number now is another one.
#[test]
fn r_off_19_what_fails_of_a_lost_end_is_not_sent_back() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    add(&mut lab, "c-1", 100_000);
    lab.tell_json(r#"{"set_failures":{"consumer":"c-1","failures":{"poison":[{"queue":0,"offset":20}]}}}"#);
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(550);
    kill(&mut lab, 20);
    lab.send("orders", 0, 40);
    lab.run_ms(8_000);
    let sent_back = lab.events.iter().filter(|timed| matches!(timed.event, Event::SentBack { .. })).count();
    let counts = total(&lab, "billing");
    assert_eq!((sent_back, counts.sent_back), (0, 0));
}

/// R-OFF-19: who pops counts with its group whether that broadcasts or not, so it takes back what it
/// works off.
#[test]
fn r_off_19_a_client_that_pops_takes_back_though_its_group_begins_to_broadcast() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop"}}"#);
    add(&mut lab, "c-1", 100_000);
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(250);
    kill(&mut lab, 20);
    let lost = total(&lab, "billing").lost;
    lab.tell_json(r#"{"set_group":{"group":"billing","broadcasting":true}}"#);
    let held = lab.world().pop_client("c-1").unwrap().held.len() as u64;
    lab.run_ms(10_000);
    assert_eq!((lost, held, total(&lab, "billing").lost), (20, 28, 0));
}

/// R-POP-2: what the revive loop finds purged is lost, until the client that has it finishes it after
/// all.
#[test]
fn r_pop_2_a_purged_message_that_its_client_finishes_is_not_lost() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.small_segments();
    lab.tell_json(r#"{"set_group":{"group":"billing","protocol":"pop","invisible_ms":5000}}"#);
    add(&mut lab, "c-1", 30_000_000);
    lab.run_ms(1_000);
    lab.send_full("orders", 3);
    lab.run_ms(1_000);
    assert_eq!(lab.world().pop_client("c-1").unwrap().held.len(), 3);
    lab.send_full("orders", 1);
    lab.expire(3);
    for (ms, expected) in [(20_000, (0, 3)), (20_000, (1, 2)), (200_000, (4, 0))] {
        lab.run_ms(ms);
        let counts = total(&lab, "billing");
        assert_eq!((counts.processed, counts.lost), expected);
    }
}

/// R-PULL-7: a pull that is corrected later on is in the group's history, at its own time.
#[test]
fn r_pull_7_a_correction_is_in_the_history_at_its_own_time() {
    let mut journal = Journal::new(JournalHeader::new(Profile::RocketMq53, 1));
    let send = r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":10,"record_bytes":1016}}}"#;
    let slow = r#"{"add_consumer":{"consumer":"c-1","group":"billing","topic":"orders","processing_us":1000000,"cached_max":2}}"#;
    let before = [
        r#"{"set_retention":{"segment_bytes":1024}}"#,
        r#"{"create_topic":{"topic":"orders","queues":1}}"#,
        r#"{"create_group":{"group":"billing"}}"#,
        r#"{"broker":{"commit":{"group":"billing","topic":"orders","queue":0,"offset":0}}}"#,
        send,
        send,
        send,
        slow,
    ];
    let expire = r#"{"broker":{"expire_segments":{"count":4}}}"#;
    for (ms, json) in
        before.map(|json| (0, json)).into_iter().chain([send, send, send, expire].map(|json| (1_500, json)))
    {
        journal.entries.push(JournalEntry { at_us: VirtualTime(ms * 1_000), command: command(json) });
    }
    let moves = history(&journal, VirtualTime(30_000_000), &name("billing"));
    let corrected: Vec<&Move> = moves.iter().filter(|of| of.cause == Cause::Corrected).collect();
    let [one] = corrected[..] else { panic!("{moves:?}") };
    assert!(one.at.0 > 1_500_000, "no command moved it");
    assert_eq!(one.at_ms.0, START_MS + (one.at.0 / 1_000) as i64);
    assert_eq!((one.queues[0].from, one.queues[0].to), (Some(QueueOffset(3)), Some(QueueOffset(4))));
}
