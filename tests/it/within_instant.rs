//! Frames that end between two timers of one instant, and whatever a person does then. Not here: a frame's
//! share of work (`player`).
//!
//! Invariant: whatever stops the clock or leaves the instant gives the lab that a straight run gives, with
//! all that it gathered.

use crate::lab::name;
use crate::stored_lab::{add_producer, entry, header, now, open};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::engine::profile::Profile;
use offset_lab::player::{Clock, Player};
use offset_lab::sim::command::{Command, QueueChoice, ResetTarget};
use offset_lab::sim::{Journal, Timeline};
use offset_lab::storage::{Durability, MemoryStore, Store};
use std::cell::Cell;

/// Every millisecond brings a message to each of 32 queues, on which eight clients wait: more than a hundred
/// timers at once.
fn crowd() -> Player {
    let mut journal = Journal::new(header());
    let add = |command| entry(0, command);
    journal.entries.push(add(Command::CreateTopic {
        topic: "orders".into(),
        queues: 32,
        first_offsets: vec![],
    }));
    for group in ["a", "b", "c", "d"] {
        journal
            .entries
            .push(add(Command::CreateGroup { group: group.into(), consume_from: Default::default() }));
        for client in ["1", "2"] {
            journal.entries.push(add(Command::AddConsumer {
                consumer: name(&[group, client].concat()),
                group: group.into(),
                topic: "orders".into(),
                processing_us: 20,
                cached_max: 1_000,
            }));
        }
    }
    journal.entries.push(add(add_producer("p", 32_000, 20, 0)));
    let mut player = Player::open("Crowd".to_string(), journal);
    let looks = Cell::new(0);
    player.set_clock(Clock::new(move || {
        looks.set(looks.get() + 1_000);
        looks.get()
    }));
    player
}

/// When the clients have their queues and every message wakes them.
const BUSY_AT: VirtualTime = VirtualTime(500_000);
const BEFORE: VirtualTime = VirtualTime(499_000);
const AFTER: VirtualTime = VirtualTime(520_000);

/// Plays until a frame has ended within an instant.
fn play_into(player: &mut Player) {
    player.seek(BEFORE);
    player.play();
    for frame in 0..1_000 {
        player.frame_within(frame * 16_000, 1);
        if player.now() >= BUSY_AT && player.world().is_within_instant() {
            return;
        }
    }
    panic!("no frame ended within an instant");
}

fn assert_straight(player: &Player, what: &str) {
    let mut straight = Player::open("Straight".to_string(), player.journal().clone());
    straight.seek(player.known_until());
    straight.seek(player.now());
    assert!(!player.world().is_within_instant());
    assert_eq!(player.world().digest(), straight.world().digest(), "{what}");
    assert_eq!(player.log(), straight.log(), "{what}");
    // After a rewind, rates are of a part of their interval.
    if what != "rewind" {
        assert_eq!(player.history(), straight.history(), "{what}");
    }
    assert_eq!(player.resets(), straight.resets(), "{what}");
}

#[test]
fn a_frame_may_end_within_an_instant_and_the_next_goes_on_there() {
    let mut player = crowd();
    play_into(&mut player);
    let at = player.now();
    for frame in 0..100 {
        player.frame_within(1_000_000_000 + frame * 16_000, 1);
    }
    assert!(player.now() > at);
    player.pause();
    assert_straight(&player, "played on");
}

/// What a person does, in a word and in deed.
type Act = (&'static str, fn(&mut Player));

#[test]
fn whatever_a_person_does_then_finishes_the_instant_first() {
    let acts: [Act; 11] = [
        ("pause", Player::pause),
        ("step", Player::step),
        ("step by", |player| player.step_by(3_000)),
        ("seek here", |player| player.seek(player.now())),
        ("seek back", |player| player.seek(BEFORE)),
        ("seek on", |player| player.seek(player.now().plus_us(10_000))),
        ("travel back", |player| player.travel_to(BEFORE)),
        ("restart", Player::restart),
        ("rewind", Player::rewind),
        ("beside", |player| player.set_beside(Some(Profile::RocketMq51))),
        ("reset", |player| {
            let (group, topic) = (name("a"), name("orders"));
            let reset = Command::ResetOffset { group, topic, queues: QueueChoice::All, to: ResetTarget::Min };
            player.submit(reset).unwrap();
        }),
    ];
    for (what, act) in acts {
        let mut player = crowd();
        play_into(&mut player);
        act(&mut player);
        assert!(!player.world().is_within_instant(), "{what}");
        // To beyond where it was, and back again: nothing may be told twice, or not at all.
        player.seek(BEFORE);
        player.seek(AFTER);
        assert_straight(&player, what);
    }
}

#[test]
fn a_lab_that_is_stored_then_comes_back_whole() {
    let (store, mut player) = (MemoryStore::new(), crowd());
    play_into(&mut player);
    player.flush(Durability::Strict);
    let batch = player.take_writes(1).unwrap();
    assert!(batch.checkpoint.is_some());
    now(store.commit(&batch)).unwrap();
    let mut back = Player::restore(open(&store));
    assert_eq!(back.now(), player.now());
    back.seek(AFTER);
    assert_straight(&back, "stored");
}

#[test]
fn checkpoints_stand_between_instants() {
    let mut player = crowd();
    player.seek(BEFORE);
    player.play();
    let mut within = 0;
    for frame in 0..1_000 {
        player.frame_within(frame * 16_000, 3_000);
        within += u32::from(player.world().is_within_instant());
    }
    assert!(within > 100, "{within}");
    player.pause();
    // Far enough for some of them, and back by way of each.
    let end = player.now();
    assert!(end > VirtualTime(600_000), "{end:?}");
    for tenth in (0..10).rev() {
        player.seek(VirtualTime(BEFORE.0 + (end.0 - BEFORE.0) / 10 * tenth));
        let mut straight = Timeline::from_journal(player.journal().clone());
        straight.run_until(player.now(), &mut ());
        assert_eq!(player.world().digest(), straight.world().digest());
    }
}
