//! The reset preview counts what then happens, in random labs too, or says *about* and why. Not here: what a
//! reset does (`rules_reset`, `clients`), its words (`ui`).
//!
//! Invariant: what happens is seen in runs, with the reset and without, and never asked of the preview.

use crate::lab::{Lab, name};
use crate::random_lab::{any_journal, target};
use offset_lab::engine::event::Missed;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, EventSink, Name, QueueId, QueueOffset, VirtualTime};
use offset_lab::projection::{PreviewRow, WhyAbout, lag_answers, preview_reset};
use offset_lab::sim::accounting::ranges::Span;
use offset_lab::sim::command::{BrokerChange, Failures, RetentionSettings};
use offset_lab::sim::{Command, Journal, QueueChoice, ResetTarget, World};
use proptest::test_runner::{Config as ProptestConfig, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;
use std::collections::BTreeSet;

fn preview(lab: &Lab, to: ResetTarget) -> PreviewRow {
    let of = preview_reset(lab.world(), &name("billing"), &name("orders"), &QueueChoice::All, &to).unwrap();
    of.rows[0].clone()
}

/// `orders` with a client of `billing` that takes `us` for each of 10 messages, which have just come.
fn at_work(profile: Profile, us: u64) -> Lab {
    let mut lab = Lab::with_orders(profile, 1);
    lab.tell_json(&format!(
        r#"{{"add_consumer":{{"consumer":"c-1","group":"billing","topic":"orders","processing_us":{us}}}}}"#
    ));
    // Its first save is over.
    lab.run_ms(12_000);
    lab.send("orders", 0, 10);
    lab
}

fn done(lab: &Lab) -> i64 {
    lab.world().tally(&name("billing"), &name("orders"), 0, None).map_or(0, |tally| tally.done().len() as i64)
}

#[test]
fn what_is_finished_and_not_saved_is_not_skipped() {
    let mut lab = at_work(Profile::RocketMq53, 1_000);
    lab.run_ms(1_000);
    let saved = lab.consumer_offset("billing", "orders", 0).unwrap_or(0);
    assert!(done(&lab) == 10 && saved < 10, "finished, and {saved} is saved");
    let row = preview(&lab, ResetTarget::Max);
    assert_eq!((row.replayed, row.skipped, row.purged, row.is_about), (0, 0, 0, None));
    let row = preview(&lab, ResetTarget::Offset(QueueOffset(4)));
    assert_eq!((row.replayed, row.skipped, row.is_about), (6, 0, None));
}

#[test]
fn while_a_reset_is_pending_the_next_one_counts_what_was_consumed() {
    let mut lab = at_work(Profile::RocketMq53, 1_000);
    lab.run_ms(20_000);
    lab.reset("billing", "orders", ResetTarget::Offset(QueueOffset(6))).unwrap();
    assert!(lab.progress("billing", "orders", 0).unwrap().pending_reset.is_some());
    let row = preview(&lab, ResetTarget::Min);
    assert_eq!((row.replayed, row.skipped, row.is_about), (10, 0, None));
}

/// R-CQ-4: up to 4.9 such a queue keeps its Min.
#[test]
fn of_a_wholly_expired_queue_nothing_is_replayed_and_nothing_can_be_read() {
    for profile in [Profile::RocketMq49, Profile::RocketMq32] {
        let mut lab = Lab::with_orders(profile, 1);
        lab.small_segments();
        lab.create_topic("other", 1);
        lab.send_full("orders", 3);
        lab.send_full("other", 2);
        lab.commit("billing", "orders", 0, 1).unwrap();
        lab.expire(4);
        assert_eq!(lab.min_max("orders", 0), (0, 3), "{profile:?}");
        let row = preview(&lab, ResetTarget::Min);
        assert_eq!((row.replayed, row.replayed_bytes, row.skipped, row.purged), (0, Some(0), 0, 2));
        let answers = lag_answers(lab.world(), &name("billing"), &name("orders")).unwrap();
        assert_eq!((answers.diff, answers.readable, answers.phantom), (2, 0, 2), "{profile:?}");
    }
}

/// R-RST-12: who resets itself finishes what is in work and drops the rest.
#[test]
fn what_is_in_work_is_finished_and_what_is_handed_out_is_about() {
    let mut lab = at_work(Profile::RocketMq49, 100_000);
    lab.run_ms(450);
    let before = done(&lab);
    assert!((1..8).contains(&before));
    let row = preview(&lab, ResetTarget::Max);
    assert_eq!((row.skipped, row.is_about), (10 - before - 1, None));
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    lab.run_ms(60_000);
    assert_eq!(done(&lab), before + 1);
    let mut lab = at_work(Profile::RocketMq53, 100_000);
    lab.run_ms(450);
    let row = preview(&lab, ResetTarget::Max);
    assert_eq!(row.is_about, Some(WhyAbout::InHand));
}

/// A broker that was killed has lost the end of its log and given its numbers again: what the client works on
/// is another message than the one that has its number now, so nobody knows what its end is counted for.
#[test]
fn a_message_in_work_whose_number_was_given_again_is_about() {
    for lost in [0, 20] {
        let mut lab = at_work(Profile::RocketMq49, 100_000);
        // What was saved is in the file too.
        lab.run_ms(10_000);
        lab.send("orders", 0, 30);
        lab.run_ms(1_550);
        let before = done(&lab);
        assert!((22..28).contains(&before), "{before}");
        if lost > 0 {
            lab.tell(Command::RestartBroker { kill: true, offsets_gone: false, log_tail: lost });
            lab.send("orders", 0, 40);
        }
        let row = preview(&lab, ResetTarget::Max);
        assert_eq!(row.is_about, (lost > 0).then_some(WhyAbout::InHand), "{lost} lost");
    }
}

/// What a run after a reset shows.
struct Watched {
    world: World,
    /// What was delivered, by queue, with the first offset that was asked for.
    delivered: BTreeSet<(QueueId, i64)>,
}

struct Deliveries<'a>(&'a Name, &'a Name, BTreeSet<(QueueId, i64)>);

impl EventSink for Deliveries<'_> {
    fn emit(&mut self, _: VirtualTime, event: Event) {
        if let Event::Delivered { group, topic, queue, first, next, .. } = event
            && (&group, &topic) == (self.0, self.1)
        {
            self.2.extend((first.0..next.0).map(|offset| (queue, offset)));
        }
    }
}

/// From here on nobody fails, rests or comes, and somebody is there.
fn settle(mut world: World, (group, topic): (&Name, &Name), reset: Option<&Command>) -> Watched {
    let mut seen = Deliveries(group, topic, BTreeSet::new());
    let at = world.next_command_time();
    if let Some(reset) = reset {
        world.apply(at, reset, &mut seen).expect("the preview was not refused");
    }
    let clients: Vec<Name> = world.consumers_of(group).map(|(client, _)| client.clone()).collect();
    let mut commands: Vec<Command> = clients
        .iter()
        .flat_map(|consumer| {
            let consumer = consumer.clone();
            [
                Command::PauseConsumer { consumer: consumer.clone(), paused: false },
                Command::SetConsumer { consumer, processing_us: 1_000, cached_max: 100 },
            ]
        })
        .collect();
    if !world.consumers_of(group).any(|(_, consumer)| consumer.topic == *topic) {
        let (consumer, group, topic) = (name("late"), group.clone(), topic.clone());
        commands.push(Command::AddConsumer { consumer, group, topic, processing_us: 1_000, cached_max: 100 });
    }
    for command in &commands {
        world.apply(at, command, &mut seen).unwrap_or_else(|rejected| panic!("{command:?}: {rejected}"));
    }
    world.run_until(at.plus_ms(180_000), &mut seen);
    Watched { world, delivered: seen.2 }
}

/// Clients fall behind, and have much in hand.
fn slow(world: &mut World, clients: &[Name]) {
    let at = world.next_command_time();
    for consumer in clients {
        let slower =
            Command::SetConsumer { consumer: consumer.clone(), processing_us: 90_000, cached_max: 50 };
        world.apply(at, &slower, &mut ()).unwrap_or_else(|rejected| panic!("{slower:?}: {rejected}"));
    }
    world.run_until(at.plus_ms(6_000), &mut ());
}

/// A random lab at its end: nothing is sent or purged any more, nothing is cold, and nobody fails.
fn calm(world: &mut World, clients: &[Name], producers: &[Name]) {
    let at = world.next_command_time();
    let forever = RetentionSettings {
        reserved_ms: Some(i64::MAX as u64),
        disk_bytes: Some(i64::MAX as u64),
        ..Default::default()
    };
    let producers = producers.iter().map(|producer| Command::RemoveProducer { producer: producer.clone() });
    let failures = clients
        .iter()
        .map(|client| Command::SetFailures { consumer: client.clone(), failures: Failures::default() });
    // A group whose cold reads are held up would not have come to the end when it is looked at.
    let warm = BrokerChange {
        memory_bytes: Some(16 << 30),
        page_cache_segments: Some(0),
        ..BrokerChange::default()
    };
    let quiet = [Command::SetRetention(forever), Command::SetBroker(warm)];
    for command in producers.chain(failures).chain(quiet) {
        world.apply(at, &command, &mut ()).unwrap_or_else(|rejected| panic!("{command:?}: {rejected}"));
    }
}

/// The offsets of these spans below a Max.
fn offsets(spans: &[Span], max: i64) -> BTreeSet<i64> {
    spans.iter().flat_map(|span| span.from.0..span.to.0.min(max)).collect()
}

fn spans(world: &World, group: &Name, topic: &Name, queue: QueueId, lost: bool) -> Vec<Span> {
    let tally = world.tally(group, topic, queue, None);
    tally.map_or(Vec::new(), |tally| match lost {
        true => tally.missed(Missed::Purged).to_vec(),
        false => tally.done().spans().to_vec(),
    })
}

/// Compares a row with what happens.
fn compare(
    row: &PreviewRow,
    before: &World,
    [acted, alone]: [&Watched; 2],
    of: (&Name, &Name),
    by_time: bool,
) {
    let ((group, topic), queue, max) = (of, row.queue, row.max.0);
    let done = |world: &World| offsets(&spans(world, group, topic, queue, false), max);
    let lost = |world: &World| offsets(&spans(world, group, topic, queue, true), max);
    let mut done_then = done(before);
    for work in before.at_work() {
        if (&work.group, &work.topic, work.queue) == (group, topic, queue) {
            done_then.extend(work.from.0..work.to.0.min(max));
        }
    }
    let replayed = done_then.iter().filter(|offset| acted.delivered.contains(&(queue, **offset))).count();
    let skipped = done(&alone.world).difference(&done(&acted.world)).count();
    assert_eq!((row.replayed, row.skipped), (replayed as i64, skipped as i64), "replayed, skipped: {row:?}");
    if by_time {
        return; // What is purged since then was perhaps consumed.
    }
    let asked = lost(&acted.world).into_iter().filter(|offset| *offset >= row.target.0);
    // Of what a pop group has passed it says so at its next pop only: that is before its offset.
    let from = row.current.unwrap_or_default().min(row.target).0;
    let missed: BTreeSet<i64> = lost(&alone.world).difference(&lost(before)).copied().chain(asked).collect();
    let missed = missed.range(from..).count();
    assert_eq!(row.purged, missed as i64, "purged: {row:?}");
}

/// Rows that were compared, and those of them with something to replay, skip or miss.
#[derive(Default, Debug)]
struct Compared {
    exact: Cell<u64>,
    about: Cell<u64>,
    with: [Cell<u64>; 3],
}

fn count(of: &Cell<u64>, really: bool) {
    of.set(of.get() + u64::from(really));
}

fn check(journal: &Journal, to: &ResetTarget, compared: &Compared) {
    let mut world = World::new(journal.header.clone());
    for entry in &journal.entries {
        let _ = world.apply(entry.at_us, &entry.command, &mut ());
    }
    let groups: Vec<Name> = world.broker().groups().map(|(group, _)| group.clone()).collect();
    let clients = groups.iter().flat_map(|group| world.consumers_of(group).map(|(client, _)| client.clone()));
    let clients: Vec<Name> = clients.collect();
    let producers: Vec<Name> = world.producers().map(|(producer, _)| producer.clone()).collect();
    if journal.header.seed.is_multiple_of(2) {
        slow(&mut world, &clients);
    }
    calm(&mut world, &clients, &producers);
    for (group, topic) in
        groups.iter().flat_map(|group| ["orders", "refunds"].map(|topic| (group, name(topic))))
    {
        let (of, queues) = ((group, &topic), QueueChoice::All);
        let Ok(preview) = preview_reset(&world, group, &topic, &queues, to) else { continue };
        let reset =
            Command::ResetOffset { group: group.clone(), topic: topic.clone(), queues, to: to.clone() };
        let acted = settle(world.clone(), of, Some(&reset));
        let alone = settle(world.clone(), of, None);
        for row in &preview.rows {
            count(&compared.about, row.is_about.is_some());
            if row.is_about.is_none() {
                count(&compared.exact, true);
                for (with, value) in compared.with.iter().zip([row.replayed, row.skipped, row.purged]) {
                    count(with, value > 0);
                }
                compare(row, &world, [&acted, &alone], of, matches!(to, ResetTarget::TimeMs(_)));
            }
        }
    }
}

#[test]
fn the_preview_counts_what_then_happens_or_says_about() {
    let cases = crate::cases(100);
    let compared = Compared::default();
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    // The same labs each time, but for a soak.
    let mut runner = match std::env::var_os("SOAK") {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let run = runner.run(&(any_journal(30, 40, 60), target()), |(journal, to)| {
        check(&journal, &to, &compared);
        Ok(())
    });
    println!("{compared:?}");
    run.unwrap_or_else(|failure| panic!("{failure}"));
    let [replayed, skipped, purged] = compared.with.each_ref().map(Cell::get);
    assert!(compared.exact.get() > compared.about.get() / 4, "{compared:?}");
    assert!(replayed > 0 && skipped > 0 && purged > 0, "{compared:?}");
}
