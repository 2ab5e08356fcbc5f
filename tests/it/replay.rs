//! One World however it is reached: in slices, by seeking, rewinding, forking, from a checkpoint, live or
//! replayed. Not here: storing (`storage`), and digests that must stay the same from version to version
//! (`journals`).
//!
//! Invariant: the digest of a World depends on its journal and its instant only.

use crate::lab::{Lab, command, name};
use crate::random_lab::{any_command, any_journal};
use offset_lab::engine::{Event, QueueOffset, TimedEvent, VirtualTime};
use offset_lab::projection::undo_target;
use offset_lab::sim::command::Outcome;
use offset_lab::sim::formats::journal::Journal;
use offset_lab::sim::{Answer, QueueChoice, ResetTarget, Timeline, World};
use proptest::prelude::*;

/// The end of a journal, and a little more.
fn end_of(journal: &Journal) -> VirtualTime {
    journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us).plus_ms(2_500)
}

/// A straight run: the timeline at the end, its events and outcomes.
fn straight(journal: &Journal, until: VirtualTime) -> (Timeline, Vec<TimedEvent>, Vec<Outcome>) {
    let mut events = Vec::new();
    let mut timeline = Timeline::from_journal(journal.clone());
    let outcomes = timeline.run_until(until, &mut events);
    timeline.world().check();
    (timeline, events, outcomes)
}

fn digest_at(journal: &Journal, until: VirtualTime) -> u64 {
    straight(journal, until).0.world().digest()
}

/// An instant of the journal, from a number between 0 and 1000. Some are exactly those of an entry.
fn instant(journal: &Journal, part: u64) -> VirtualTime {
    if part.is_multiple_of(3) {
        let i = part as usize * (journal.entries.len() - 1) / 1_000;
        return journal.entries[i].at_us;
    }
    VirtualTime(end_of(journal).0 / 1_000 * part)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(24), failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_slicing_gives_the_events_and_the_digest_of_a_straight_run(
        journal in any_journal(25, 40, 120),
        parts in prop::collection::vec(0..=1_000u64, 0..30),
    ) {
        let end = end_of(&journal);
        let (one, events, outcomes) = straight(&journal, end);
        let mut sliced = Timeline::from_journal(journal.clone());
        let (mut sliced_events, mut sliced_outcomes) = (Vec::new(), Vec::new());
        let mut parts = parts;
        parts.sort();
        for part in parts {
            sliced_outcomes.extend(sliced.run_until(instant(&journal, part), &mut sliced_events));
            sliced.world().check();
        }
        sliced_outcomes.extend(sliced.run_until(end, &mut sliced_events));
        prop_assert_eq!(sliced.world().digest(), one.world().digest());
        prop_assert_eq!(sliced_events, events);
        prop_assert_eq!(sliced_outcomes, outcomes);
    }

    #[test]
    fn seeking_back_and_forth_ends_on_the_digest_of_a_straight_run(
        journal in any_journal(25, 40, 120),
        parts in prop::collection::vec(0..=1_000u64, 1..6),
    ) {
        let end = end_of(&journal);
        let mut timeline = Timeline::from_journal(journal.clone());
        for part in parts {
            let at = instant(&journal, part);
            timeline.seek(at, &mut ());
            timeline.world().check();
            prop_assert_eq!(timeline.now(), at);
            prop_assert_eq!(timeline.world().digest(), digest_at(&journal, at));
        }
        timeline.seek(end, &mut ());
        prop_assert_eq!(timeline.world().digest(), digest_at(&journal, end));
        prop_assert_eq!(timeline.journal(), &journal, "seeking changes no journal");
    }

    #[test]
    fn a_rewind_and_other_commands_give_a_journal_that_replays_to_the_same_digest(
        journal in any_journal(20, 30, 120),
        part in 0..=1_000u64,
        live in prop::collection::vec((0..3_000u64, any_command(120)), 0..10),
    ) {
        let mut timeline = straight(&journal, end_of(&journal)).0;
        let at = instant(&journal, part);
        timeline.seek(at, &mut ());
        timeline.rewind();
        prop_assert_eq!(timeline.world().digest(), digest_at(&journal, at));
        prop_assert!(timeline.journal().entries.iter().all(|entry| entry.at_us <= at));
        for (pause_ms, command) in live {
            // A command that is submitted live, often at an instant whose timers have fired.
            let _ = timeline.submit(command, &mut ());
            timeline.run_until(timeline.now().plus_ms(pause_ms), &mut ());
            timeline.world().check();
        }
        prop_assert_eq!(timeline.world().digest(), digest_at(timeline.journal(), timeline.now()));
    }

    #[test]
    fn a_fork_is_the_past_alone_and_leaves_the_first_lab_as_it_was(
        journal in any_journal(20, 30, 120),
        part in 0..=1_000u64,
        other in any_command(120),
    ) {
        let end = end_of(&journal);
        let mut timeline = straight(&journal, end).0;
        let at = instant(&journal, part);
        timeline.seek(at, &mut ());
        let (mut fork, _, _) = straight(&timeline.fork(), at);
        prop_assert_eq!(fork.world().digest(), timeline.world().digest());
        let _ = fork.submit(other, &mut ());
        fork.run_until(end, &mut ());
        timeline.seek(end, &mut ());
        prop_assert_eq!(timeline.world().digest(), digest_at(&journal, end));
        prop_assert_eq!(fork.world().digest(), digest_at(fork.journal(), fork.now()));
    }

    #[test]
    fn a_checkpoint_goes_through_postcard_and_goes_on_as_if_nothing_had_been(
        journal in any_journal(25, 40, 120),
        part in 0..=1_000u64,
        back in 0..=1_000u64,
    ) {
        let end = end_of(&journal);
        let (middle, _, _) = straight(&journal, instant(&journal, part));
        let world = World::from_bytes(&middle.world().to_bytes(Vec::new())).unwrap();
        world.check();
        prop_assert_eq!(&world, middle.world());
        prop_assert_eq!(world.digest(), middle.world().digest());
        let mut restored = Timeline::restore(world, journal.clone(), middle.obeyed());
        restored.run_until(end, &mut ());
        prop_assert_eq!(restored.world().digest(), digest_at(&journal, end));
        restored.seek(instant(&journal, back), &mut ());
        prop_assert_eq!(restored.world().digest(), digest_at(&journal, instant(&journal, back)));
    }
}

#[test]
fn seeking_uses_checkpoints_and_is_as_exact_with_them() {
    let mut lab = Lab::docs(4);
    lab.tell_json(r#"{"set_retention":{"reserved_ms":9000,"segment_bytes":65536}}"#);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.tell_json(
        r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":800,"body_bytes":100,"keys":5}}"#,
    );
    lab.run_to_ms(25_000);
    lab.reset("billing", "orders", ResetTarget::Min).unwrap();
    lab.run_to_ms(50_000);
    let (journal, digest) = (lab.timeline.journal().clone(), lab.world().digest());
    assert!(lab.world().steps() > 50_000, "several checkpoints long: {}", lab.world().steps());
    for at_ms in [49_999, 24_999, 25_000, 1, 40_123] {
        lab.timeline.seek(VirtualTime(at_ms * 1_000), &mut ());
        assert_eq!(lab.world().digest(), digest_at(&journal, VirtualTime(at_ms * 1_000)), "at {at_ms} ms");
    }
    lab.timeline.seek(VirtualTime(50_000_000), &mut ());
    assert_eq!(lab.world().digest(), digest);
    // A rewind drops the checkpoints of the future that will not be.
    lab.timeline.seek(VirtualTime(26_000_000), &mut ());
    lab.timeline.rewind();
    lab.tell_json(r#"{"pause_producer":{"producer":"p","paused":true}}"#);
    lab.run_to_ms(50_000);
    lab.timeline.seek(VirtualTime(40_000_000), &mut ());
    assert_eq!(lab.world().digest(), digest_at(lab.timeline.journal(), VirtualTime(40_000_000)));
}

#[test]
fn a_command_at_an_instant_whose_timers_have_fired_replays_to_the_same_digest() {
    let mut lab = Lab::docs(1);
    lab.tell_json(r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":10,"body_bytes":100}}"#);
    lab.run_to_ms(300);
    let timers_fired_now = lab.world().next_command_time() > lab.timeline.now();
    assert!(timers_fired_now, "the third message is due at 300 ms");
    assert_eq!(lab.min_max("orders", 0), (0, 3));
    lab.tell_json(r#"{"set_producer":{"producer":"p","rate_per_s":1000,"body_bytes":100}}"#);
    assert_eq!(lab.timeline.journal().entries.last().unwrap().at_us, VirtualTime(300_001));
    lab.run_to_ms(400);
    assert_eq!(lab.world().digest(), digest_at(lab.timeline.journal(), VirtualTime(400_000)));
    assert_eq!(lab.min_max("orders", 0), (0, 102));
}

#[test]
fn a_refused_command_stays_in_the_journal_and_replays_as_refused() {
    let mut lab = Lab::docs(1);
    lab.refused(command(r#"{"create_topic":{"topic":"wide","queues":65}}"#));
    lab.send("orders", 0, 1);
    let journal = lab.timeline.journal().clone();
    assert_eq!(journal.entries.len(), 4);
    let (replayed, _, outcomes) = straight(&journal, lab.timeline.now());
    assert_eq!(outcomes.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false, true]);
    assert_eq!(replayed.world().digest(), lab.world().digest());
}

#[test]
fn undo_of_a_reset_is_a_new_reset_to_the_offsets_before() {
    let mut lab = Lab::docs(2);
    lab.small_segments();
    for queue in [0, 0, 0, 0, 1, 1, 1, 1] {
        lab.send("orders", queue, 1);
    }
    lab.commit("billing", "orders", 0, 1).unwrap();
    lab.commit("billing", "orders", 1, 3).unwrap();
    let before = [(0, QueueOffset(1)), (1, QueueOffset(3))].into();
    lab.reset("billing", "orders", ResetTarget::Max).unwrap();
    let entries = lab.timeline.journal().entries.len();
    // Meanwhile the message at which queue 0 stood is deleted: its undo can only go to Min.
    lab.expire(1);
    let undo = undo_target(lab.world(), &name("orders"), &before);
    let (group, topic, queues) = (name("billing"), name("orders"), QueueChoice::All);
    let done = lab.tell(offset_lab::sim::Command::ResetOffset { group, topic, queues, to: undo });
    let Answer::Reset { targets, .. } = done else { panic!("{done:?}") };
    assert_eq!(targets, [(0, QueueOffset(2)), (1, QueueOffset(3))].into());
    assert_eq!(
        (0..2).map(|q| lab.consumer_offset("billing", "orders", q)).collect::<Vec<_>>(),
        [Some(2), Some(3)]
    );
    assert_eq!(
        lab.timeline.journal().entries.len(),
        entries + 2,
        "the reset stays in the history, and so does its undo"
    );
    let resets = lab.events.iter().filter(|timed| matches!(timed.event, Event::OffsetReset { .. })).count();
    assert_eq!(resets, 4, "each of them on two queues");
}

#[test]
fn adding_an_actor_does_not_disturb_anothers_random_stream() {
    let queues_of = |with_another: bool| {
        let mut lab = Lab::docs(4);
        lab.create_topic("refunds", 4);
        if with_another {
            lab.tell_json(
                r#"{"add_producer":{"producer":"a","topic":"refunds","rate_per_s":70,"body_bytes":9,"keys":90}}"#,
            );
        }
        lab.tell_json(
            r#"{"add_producer":{"producer":"p","topic":"orders","rate_per_s":50,"body_bytes":9,"keys":90}}"#,
        );
        lab.run_to_ms(10_000);
        let queues = lab.events.iter().filter_map(|timed| match &timed.event {
            Event::Appended { topic, queue, .. } if topic.as_str() == "orders" => Some((timed.at, *queue)),
            _ => None,
        });
        queues.collect::<Vec<_>>()
    };
    let alone = queues_of(false);
    assert_eq!(alone.len(), 500);
    assert!(
        (0..4).all(|queue| alone.iter().filter(|(_, q)| *q == queue).count() > 60),
        "keys spread over the queues"
    );
    assert_eq!(queues_of(true), alone);
}
