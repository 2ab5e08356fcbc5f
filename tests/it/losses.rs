//! The loss matrix (R-OFF-19), row by row: each row as a journal whose duplicates and losses are exactly
//! those that the rule says. Not here: how they are counted (`tallies`), and failures at random (`checker`).
//!
//! Invariant: what is expected is computed from the instant before the fault, by the rule and not by the
//! tallies that follow.

use crate::clients::REAL;
use crate::lab::{Lab, name};
use offset_lab::engine::event::Again;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, QueueOffset, Rejected, VirtualTime};
use offset_lab::projection::{Counts, deliveries_of};
use offset_lab::sim::accounting::ranges::Span;
use offset_lab::sim::{Command, Journal, Timeline, World};

/// What a row leads to.
#[derive(Debug, PartialEq, Eq)]
struct Toll {
    duplicates: u64,
    lost: u64,
    skipped: u64,
}

const NOTHING: Toll = Toll { duplicates: 0, lost: 0, skipped: 0 };

/// A journal of a row.
pub fn journal(row: &str) -> Journal {
    let path = crate::root().join(format!("tests/journals/losses/{row}.jsonl"));
    Journal::parse(&std::fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{row}: {error}"))
}

fn counts(world: &World) -> Counts {
    deliveries_of(world, &name("billing")).total
}

/// Saved, worked off in order so far, Max.
fn state(world: &World) -> (u64, u64, u64) {
    let saved = world.broker().consumer_offsets().stored("billing", "orders", 0);
    let max = world.broker().max_offset("orders", 0);
    (saved.map_or(0, |offset| offset.0 as u64), counts(world).processed, max.0 as u64)
}

/// Runs a row under a profile: `fault` ends the first part. Gives the World just before, and at the end.
fn run(row: &str, profile: Profile, fault: fn(&Command) -> bool) -> (World, World) {
    let mut journal = journal(row);
    journal.header.profile = profile;
    let at = journal.entries.iter().find(|entry| fault(&entry.command)).unwrap().at_us;
    let end = journal.entries.last().unwrap().at_us.plus_ms(60_000);
    let mut timeline = Timeline::from_journal(journal);
    let refused = timeline.run_until(VirtualTime(at.0 - 1), &mut ());
    let before = timeline.world().clone();
    let later = timeline.run_until(end, &mut ());
    assert!(refused.iter().chain(&later).all(Result::is_ok), "{row}: {later:?}");
    timeline.world().check();
    (before, timeline.world().clone())
}

fn toll(world: &World) -> Toll {
    let Counts { duplicates, lost, skipped, .. } = counts(world);
    Toll { duplicates, lost, skipped }
}

fn killed(command: &Command) -> bool {
    matches!(command, Command::RestartBroker { kill: true, .. })
}

/// Lost: progress in memory since the last flush. Result: that much is delivered again, and nothing else.
#[test]
fn row_1_client_crash() {
    for profile in REAL {
        let crash = |command: &Command| matches!(command, Command::RemoveConsumer { crash: true, .. });
        let (before, after) = run("client-crash", profile, crash);
        let (saved, done, _) = state(&before);
        assert!(done > saved, "{profile:?}: there is something to lose");
        // A flush every 5 s, and an offset with each pull besides: at most 5 s of 40 messages a second.
        assert!(done - saved <= 200, "{profile:?}");
        assert_eq!(toll(&after), Toll { duplicates: done - saved, ..NOTHING }, "{profile:?}");
        assert_eq!(counts(&after).duplicates_by, [(Again::ClientDied, done - saved)], "{profile:?}");
        assert_eq!(counts(&after).processed, 600 + done - saved, "{profile:?}");
    }
}

/// Lost: what the table has got since the file was written. The owner has it in memory and sends it again.
#[test]
fn row_2_broker_killed_and_the_owner_stays() {
    for profile in REAL {
        let (before, after) = run("broker-killed-owner-stays", profile, killed);
        let (_, done, _) = state(&before);
        assert!(done > 0 && done < 600, "{profile:?}: in the middle of it");
        assert_eq!(toll(&after), NOTHING, "{profile:?}");
        assert_eq!((counts(&after).processed, state(&after).0), (600, 600), "{profile:?}");
    }
}

/// The queue gets another owner before a commit: what the file did not have is delivered again.
#[test]
fn row_2_broker_killed_and_the_owner_changes() {
    for profile in REAL {
        let (before, after) = run("broker-killed-owner-changes", profile, killed);
        let (saved, done, _) = state(&before);
        assert_eq!((saved, done), (400, 400), "{profile:?}: the client left in order");
        let file = in_file(&before);
        assert!(file < 400, "{profile:?}: the file is older");
        assert_eq!(toll(&after), Toll { duplicates: 400 - file, ..NOTHING }, "{profile:?}");
        assert_eq!(counts(&after).duplicates_by, [(Again::BrokerDied, 400 - file)], "{profile:?}");
    }
}

/// What the offset file says.
fn in_file(world: &World) -> u64 {
    let topic = name("orders");
    let mut groups = world.broker().consumer_offsets().groups_on(&topic);
    let progress = groups.find(|(group, _)| group.as_str() == "billing").unwrap().1;
    progress.flushed.get(&0).map_or(0, |offset| offset.0 as u64)
}

/// Lost: all progress. The queue begins at 0 and is in memory, so the group reads all of it again (R-INIT-1).
#[test]
fn row_3_offset_files_gone_reads_all() {
    for profile in REAL {
        let (before, after) = run("offset-files-gone-reads-all", profile, killed);
        assert_eq!(state(&before), (100, 100, 150), "{profile:?}");
        assert_eq!(toll(&after), Toll { duplicates: 100, ..NOTHING }, "{profile:?}");
        assert_eq!(counts(&after).duplicates_by, [(Again::OffsetsGone, 100)], "{profile:?}");
        assert_eq!(counts(&after).processed, 250, "{profile:?}");
    }
}

/// Min is above 0, so the group begins at Max like a new one (R-INIT-3): what it had not consumed is skipped.
#[test]
fn row_3_offset_files_gone_skips_to_max() {
    for profile in REAL {
        let (before, after) = run("offset-files-gone-skips-to-max", profile, killed);
        assert_eq!(state(&before), (100, 100, 150), "{profile:?}");
        assert!(before.broker().min_offset("orders", 0) > QueueOffset(0), "{profile:?}");
        assert_eq!(toll(&after), Toll { skipped: 50, ..NOTHING }, "{profile:?}");
        let queue = deliveries_of(&after, &name("billing")).queues.swap_remove(0);
        assert_eq!(queue.skipped, [Span::new(QueueOffset(100), QueueOffset(150))], "{profile:?}");
    }
}

/// On the page a saved offset that is gone is replaced by Min (SD-10), so nothing is passed over.
#[test]
fn row_3_on_the_page_a_group_without_its_offsets_begins_at_min() {
    let (before, after) = run("offset-files-gone-skips-to-max", Profile::Docs50, killed);
    let min = before.broker().min_offset("orders", 0).0 as u64;
    assert!(min > 0 && state(&before).1 == 100);
    assert_eq!(toll(&after), Toll { duplicates: 100 - min, ..NOTHING });
}

/// A client that is online writes its own offset again.
#[test]
fn row_3_offset_files_gone_and_the_client_stays() {
    for profile in REAL {
        let (before, after) = run("offset-files-gone-client-stays", profile, killed);
        assert!(state(&before).1 == 400, "{profile:?}");
        assert_eq!(toll(&after), NOTHING, "{profile:?}");
        assert_eq!(state(&after).0, 400, "{profile:?}: written again");
    }
}

/// Max falls below the consumer offset: the next pull is corrected to it (R-PULL-2), and nothing is missed.
#[test]
fn row_4_log_tail_lost_and_the_group_is_pulled_down() {
    for profile in REAL {
        let (before, after) = run("log-tail-lost-pulled-down", profile, killed);
        assert_eq!(state(&before), (100, 100, 100), "{profile:?}");
        assert_eq!(state(&after).2, 110, "{profile:?}: 20 went, 30 came");
        if matches!(profile, Profile::RocketMq32 | Profile::RocketMq48) {
            // Up to 4.9.3 an offset above Max is sent to 0 while Min is 0: all that is left comes again.
            assert_eq!(toll(&after), Toll { duplicates: 80, ..NOTHING });
            continue;
        }
        assert_eq!(toll(&after), NOTHING, "{profile:?}");
        assert_eq!((counts(&after).processed, state(&after).0), (130, 110), "{profile:?}");
    }
}

/// Producers pass the consumer offset first: the messages under the old numbers are skipped.
#[test]
fn row_4_log_tail_lost_and_refilled_first() {
    for profile in REAL {
        let (before, after) = run("log-tail-lost-refilled-first", profile, killed);
        assert_eq!(state(&before), (100, 100, 100), "{profile:?}");
        assert_eq!(toll(&after), Toll { skipped: 20, ..NOTHING }, "{profile:?}");
        assert_eq!((counts(&after).processed, state(&after).0), (130, 130), "{profile:?}");
        let queue = deliveries_of(&after, &name("billing")).queues.swap_remove(0);
        assert_eq!(queue.skipped, [Span::new(QueueOffset(80), QueueOffset(100))], "{profile:?}");
    }
}

/// What nobody had consumed of the tail is gone for everybody.
#[test]
fn row_4_log_tail_lost_before_it_was_consumed() {
    for profile in REAL {
        let (before, after) = run("log-tail-lost-not-consumed", profile, killed);
        assert_eq!(state(&before), (100, 100, 150), "{profile:?}");
        assert_eq!(toll(&after), Toll { lost: 20, ..NOTHING }, "{profile:?}");
        assert_eq!(counts(&after).processed, 130, "{profile:?}");
    }
}

/// Every journal of the folder is a row that is checked here, and comes back from its own text.
#[test]
fn every_row_has_its_test() {
    let tests = [include_str!("losses.rs"), include_str!("tallies.rs")].concat();
    let files = std::fs::read_dir(crate::root().join("tests/journals/losses")).unwrap();
    let mut rows = 0;
    for path in files.map(|file| file.unwrap().path()) {
        let row = path.file_stem().unwrap().to_str().unwrap();
        assert!(tests.contains(&format!("\"{row}\"")), "{row} is not checked");
        assert_eq!(Journal::parse(&journal(row).to_text()).unwrap(), journal(row), "{row}");
        rows += 1;
    }
    assert!(rows >= 9);
}

#[test]
fn only_a_killed_broker_loses_files_and_no_more_messages_than_there_are() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 2);
    lab.small_segments();
    lab.send("orders", 0, 6);
    lab.send("orders", 1, 4);
    lab.expire(1);
    let restart = |kill, offsets_gone, log_tail| Command::RestartBroker { kill, offsets_gone, log_tail };
    for (offsets_gone, log_tail, what) in [(true, 0, "offsets_gone"), (false, 1, "log_tail")] {
        let refused = lab.refused(restart(false, offsets_gone, log_tail));
        assert_eq!(refused, Rejected::NeedsKill { what: what.to_string() });
    }
    // Two of the ten went with a segment.
    let refused = lab.refused(restart(true, true, 9));
    assert_eq!(refused, Rejected::out_of_range("log_tail", 9, 0, 8));
    assert!(lab.events.iter().all(|timed| !matches!(timed.event, Event::BrokerRestarted { .. })));
    assert_eq!((lab.min_max("orders", 0), lab.min_max("orders", 1)), ((2, 6), (0, 4)), "nothing changed");
    lab.tell(restart(true, false, 8));
    assert_eq!(lab.min_max("orders", 1), (0, 0));
    assert_eq!(lab.send("orders", 1, 1), 0, "the number is given again");
}

/// The tail is the log's, of all queues, and a queue's index ends in the middle of a sealed block.
#[test]
fn the_log_tail_takes_the_youngest_messages_of_every_queue_and_leaves_the_others_as_they_were() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.create_topic("refunds", 1);
    for _ in 0..700 {
        lab.send("orders", 0, 2);
        lab.send("refunds", 0, 1);
        lab.run_ms(1);
    }
    let world = lab.world().clone();
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail: 301 });
    // The last three hundred are a hundred times two and one; the one before them is a refund.
    assert_eq!((lab.min_max("orders", 0), lab.min_max("refunds", 0)), ((0, 1_200), (0, 599)));
    for offset in 0..1_200 {
        let entry = |world: &World| {
            let broker = world.broker();
            let at = QueueOffset(offset);
            (broker.locate("orders", 0, at), broker.store_time("orders", 0, at))
        };
        assert_eq!(entry(lab.world()), entry(&world));
    }
    let fell: Vec<(i64, i64)> = lab
        .events
        .iter()
        .filter_map(|timed| match &timed.event {
            Event::MaxFell { from, to, .. } => Some((from.0, to.0)),
            _ => None,
        })
        .collect();
    assert_eq!(fell, [(1_400, 1_200), (700, 599)]);
    lab.send("orders", 0, 600);
    assert_eq!(lab.pull("billing", "orders", 0, 1_199).offsets.len(), 32);
}

/// A client processes what it has cached of a lost tail: not the messages that have those numbers now.
#[test]
fn what_a_client_still_has_of_a_lost_tail_is_neither_lost_nor_twice() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":100000}}"#);
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(550);
    let done = counts(lab.world()).processed;
    assert!(done > 0 && done < 10, "the rest is in its cache");
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail: 20 });
    assert_eq!(counts(lab.world()).lost, 20, "as far as the broker knows");
    lab.send("orders", 0, 40);
    lab.run_ms(60_000);
    let counts = counts(lab.world());
    // Thirty old ones, and from 30 on twenty of the new ones; 10 to 30 are passed over.
    assert_eq!((counts.processed, counts.duplicates, counts.lost, counts.skipped), (50, 0, 0, 20));
}

/// A client takes 100 ms a message and has got 30; five are done and the last 20 are lost. 40 others come.
fn a_client_with_ghosts() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":100000}}"#);
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(550);
    lose_tail(&mut lab, 20);
    lab.send("orders", 0, 40);
    // It pulls again a second after the kill: 30 to 50 are in its cache besides the old 10 to 30.
    lab.run_ms(1_300);
    lab
}

fn lose_tail(lab: &mut Lab, log_tail: u32) {
    lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail });
}

/// What it had of the first loss is still not the messages that have those numbers now, after a second loss.
#[test]
fn what_a_client_holds_of_two_lost_tails_is_told_apart() {
    let mut lab = a_client_with_ghosts();
    lose_tail(&mut lab, 5);
    // Filled again before it pulls at 50, so that it keeps its cache.
    lab.send("orders", 0, 10);
    lab.run_ms(60_000);
    let counts = counts(lab.world());
    // Thirty old ones, 30 to 45, 45 to 50 as they were, and 50 to 55; the new 10 to 30 and 45 to 50 are
    // passed over.
    assert_eq!((counts.processed, counts.duplicates, counts.lost, counts.skipped), (55, 0, 0, 25));
}

/// The second loss takes the messages too under whose numbers the first one's are still held.
#[test]
fn a_second_loss_of_the_same_numbers_counts_each_message_once() {
    let mut lab = a_client_with_ghosts();
    lose_tail(&mut lab, 43);
    assert_eq!(lab.min_max("orders", 0), (0, 7));
    lab.send("orders", 0, 48);
    lab.run_ms(60_000);
    let counts = counts(lab.world());
    // All that it had it works off, and 50 to 55; the second 10 to 30 and the third 7 to 50 are passed over.
    assert_eq!((counts.processed, counts.duplicates, counts.lost, counts.skipped), (55, 0, 0, 63));
}

/// A message that two clients had when it was lost is worked off twice, and is one message.
#[test]
fn a_lost_message_in_two_hands_is_a_duplicate_and_no_second_find() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("c-2", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"c-2","processing_us":2000000}}"#);
    lab.run_ms(1_000);
    lab.send("orders", 0, 3);
    lab.run_ms(2_500);
    // It has 1 in hand when another client takes the queue, who gets 1 too.
    lab.add_consumer("c-1", "billing", "orders");
    lab.tell_json(r#"{"set_consumer":{"consumer":"c-1","processing_us":400000}}"#);
    lab.run_ms(600);
    assert_eq!(counts(lab.world()).processed, 1);
    lose_tail(&mut lab, 2);
    assert_eq!(counts(lab.world()).lost, 2);
    lab.run_ms(30_000);
    let counts = counts(lab.world());
    assert_eq!((counts.processed, counts.duplicates, counts.lost), (4, 1, 0));
    assert_eq!(counts.duplicates_by, [(Again::LogTailGone, 1)]);
}

/// R-LB-7: an orderly client that has only taken the queue holds nothing of what was lost. Its first pull
/// begins where the group stands by then, and what that gives it are the messages that have the numbers now.
#[test]
fn an_orderly_client_that_has_not_pulled_yet_has_nothing_of_a_lost_tail() {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.tell_json(r#"{"set_group":{"group":"billing","orderly":true}}"#);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_ms(1_000);
    lab.send("orders", 0, 30);
    lab.run_ms(20_000);
    // The file has 30 when c-1 saves 40 and c-2 takes the queue there; the kill takes the group back to 30
    // and ten messages away.
    lab.send("orders", 0, 10);
    lab.run_ms(1_000);
    lab.remove_consumer("c-1", false);
    lab.add_consumer("c-2", "billing", "orders");
    let before = (counts(lab.world()).processed, lab.consumer_offset("billing", "orders", 0));
    lose_tail(&mut lab, 10);
    assert_eq!(before, (40, Some(40)));
    assert_eq!(lab.consumer_offset("billing", "orders", 0), Some(30));
    lab.send("orders", 0, 20);
    lab.run_ms(10_000);
    let counts = counts(lab.world());
    assert_eq!((counts.processed, counts.duplicates, counts.lost, counts.skipped), (60, 0, 0, 0));
    let tally = lab.world().tally(&name("billing"), &name("orders"), 0, None).unwrap();
    assert_eq!(tally.done().spans(), [Span::new(QueueOffset(0), QueueOffset(50))]);
}

#[test]
fn on_the_page_no_offset_stays_above_max_when_the_log_loses_its_end() {
    let (before, after) = run("log-tail-lost-pulled-down", Profile::Docs50, killed);
    assert_eq!(state(&before), (100, 100, 100));
    assert_eq!(toll(&after), NOTHING);
    assert_eq!((counts(&after).processed, state(&after).0), (130, 110));
}
