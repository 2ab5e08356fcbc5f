//! When a player stores what: cadence, urgency, failure, crashes at any moment. Not here: damage
//! (`recovery`).
//!
//! Invariant: a crash is a player that is dropped; what the store has then is all that is left.

use crate::random_lab::{any_command, any_journal};
use crate::stored_lab::{add_producer, busy_journal, entry, now, open, read_back};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::player::Player;
use offset_lab::player::outbox::{CHECKPOINT_EVERY_US, RETRY_AFTER_US, SAVE_EVERY_US};
use offset_lab::sim::command::{Command, RetentionSettings};
use offset_lab::sim::formats::recording::Recording;
use offset_lab::storage::{Durability, Manifest, MemoryStore, Store, StoreError, WriteBatch, recover};
use proptest::prelude::*;
use std::rc::Rc;

fn busy() -> Player {
    Player::open("Busy".to_string(), busy_journal())
}

fn stored(store: &MemoryStore, player: &mut Player, batch: Rc<WriteBatch>, wall_us: u64) {
    let result = now(store.commit(&batch));
    drop(batch);
    player.writes_done(&result, wall_us);
}

/// Stores what is due at this moment; whether anything was.
fn pump(store: &MemoryStore, player: &mut Player, wall_us: u64) -> bool {
    let batch = player.take_writes(wall_us);
    batch.map(|batch| stored(store, player, batch, wall_us)).is_some()
}

/// Plays from `from_us` for `wall_us`, pumping after each frame of 20 ms. The wall times of the saves.
fn play(store: &MemoryStore, player: &mut Player, from_us: u64, wall_us: u64) -> Vec<u64> {
    player.play();
    let frames = (0..=wall_us / 20_000).map(|frame| from_us + frame * 20_000);
    frames
        .filter(|&at| {
            player.frame(at);
            pump(store, player, at)
        })
        .collect()
}

#[test]
fn a_new_lab_is_stored_at_once_and_whole() {
    let (store, mut player) = (MemoryStore::new(), busy());
    assert!(!player.commands_saved());
    assert!(pump(&store, &mut player, 0));
    assert!(player.commands_saved());
    assert!(!pump(&store, &mut player, 1), "nothing is left to store");
    let restored = Player::restore(open(&store));
    assert_eq!((restored.title(), restored.journal()), ("Busy", player.journal()));
    assert_eq!(restored.world().digest(), player.world().digest());
}

#[test]
fn a_running_lab_is_stored_twice_a_second() {
    let (store, mut player) = (MemoryStore::new(), busy());
    pump(&store, &mut player, 0);
    let saves = play(&store, &mut player, 0, 10_000_000);
    assert!((18..=20).contains(&saves.len()), "{saves:?}");
    assert!(saves.windows(2).all(|pair| pair[1] - pair[0] >= SAVE_EVERY_US));
}

#[test]
fn finished_pieces_are_stored_early_and_the_open_one_at_its_time() {
    let mut journal = busy_journal();
    let retention = RetentionSettings { segment_bytes: Some(4 << 20), ..RetentionSettings::default() };
    journal.entries.push(entry(4_000_000, Command::SetRetention(retention)));
    journal.entries.push(entry(4_000_000, add_producer("fast", 500, 50_000, 0)));
    let (store, mut player) = (MemoryStore::new(), Player::open("Busy".to_string(), journal));
    player.step_by(4_000_000);
    pump(&store, &mut player, 0);
    player.play();
    let (mut early, mut checkpoints, mut tails) = (0, 0, Vec::new());
    // Five seconds after the checkpoint of the beginning the next one comes, between two saves.
    for at in (CHECKPOINT_EVERY_US - 300_000..CHECKPOINT_EVERY_US + 300_000).step_by(20_000) {
        player.frame(at);
        let Some(batch) = player.take_writes(at) else { continue };
        let without_open = batch.chunks.puts().is_empty() && !batch.sealed.puts().is_empty();
        let checkpoint = batch.checkpoint.is_some();
        if !without_open {
            tails.push(at);
        }
        stored(&store, &mut player, batch, at);
        if without_open {
            early += 1;
            assert!(player.manifest().log_end < player.world().broker().log().end().0);
        }
        if (without_open && early % 4 == 1) || checkpoint {
            let restored = Player::restore(open(&store));
            assert_eq!(restored.notes(), Vec::<String>::new());
            assert_eq!(restored.world().digest(), player.world().digest());
            checkpoints += usize::from(checkpoint);
            // The tab is killed here, and what the store does not have is made again.
            if checkpoint {
                player = restored;
                player.play();
                player.frame(at);
            }
        }
    }
    assert!(early > 4 && checkpoints > 0, "{early}, {checkpoints}");
    assert!(tails.windows(2).all(|pair| pair[1] - pair[0] <= SAVE_EVERY_US + 40_000), "{tails:?}");
    player.pause();
    pump(&store, &mut player, 9_000_000);
    assert!(!pump(&store, &mut player, 9_000_001), "nothing is left to store");
    assert_eq!(player.manifest().log_end, player.world().broker().log().end().0);
    read_back(&player, &store);
}

#[test]
fn a_checkpoint_comes_every_five_seconds_and_with_a_pause() {
    let (store, mut player) = (MemoryStore::new(), busy());
    player.play();
    let mut checkpoints = Vec::new();
    for at in (0..=20_000_000).step_by(20_000) {
        player.frame(at);
        if let Some(batch) = player.take_writes(at) {
            checkpoints.extend(batch.checkpoint.is_some().then_some(at));
            stored(&store, &mut player, batch, at);
        }
    }
    assert!(checkpoints.windows(2).all(|pair| pair[1] - pair[0] >= CHECKPOINT_EVERY_US), "{checkpoints:?}");
    assert_eq!(checkpoints.len(), 5, "{checkpoints:?}");
    player.frame(20_600_000);
    player.pause();
    let batch = player.take_writes(20_700_000).expect("the rest of the run");
    assert!(batch.checkpoint.is_some());
}

#[test]
fn a_command_is_stored_without_delay_and_only_then_saved() {
    let (store, mut player) = (MemoryStore::new(), busy());
    pump(&store, &mut player, 0);
    player.submit(add_producer("p3", 1, 1, 0)).unwrap();
    assert!(!player.commands_saved());
    let batch = player.take_writes(1).expect("at once");
    assert!(!player.commands_saved(), "it is on its way, not there");
    assert!(player.take_writes(2).is_none(), "one batch at a time");
    stored(&store, &mut player, batch, 3);
    assert!(player.commands_saved());
    assert_eq!(open(&store).journal, *player.journal());
}

#[test]
fn a_command_wakes_the_pump() {
    let (woken, mut player) = (Rc::new(std::cell::Cell::new(0)), busy());
    let count = woken.clone();
    player.set_waker(move || count.set(count.get() + 1));
    player.submit(add_producer("p3", 1, 1, 0)).unwrap();
    assert!(woken.get() >= 1);
}

#[test]
fn over_quota_the_clock_rests_and_nothing_is_lost() {
    let (store, mut player) = (MemoryStore::new(), busy());
    pump(&store, &mut player, 0);
    play(&store, &mut player, 0, 2_000_000);
    player.submit(add_producer("p3", 1, 1, 0)).unwrap();
    let refused = player.take_writes(3_000_000).unwrap();
    drop(refused);
    player.writes_done(&Err(StoreError::Quota), 3_000_000);
    assert!(!player.playing() && !player.commands_saved());
    assert_eq!(open(&store).journal.entries.len(), 9, "what was saved is there");

    assert!(player.take_writes(3_000_000 + RETRY_AFTER_US - 1).is_none(), "not again at once");
    assert!(pump(&store, &mut player, 3_000_000 + RETRY_AFTER_US));
    assert!(player.commands_saved());
    let restored = Player::restore(open(&store));
    assert_eq!(restored.world().digest(), player.world().digest());
    read_back(&restored, &store);
}

/// A store that takes no more log than this, as a browser at its quota.
fn commit_within(store: &MemoryStore, player: &mut Player, wall_us: u64, bytes_max: usize) -> bool {
    let Some(batch) = player.take_writes(wall_us) else { return true };
    let fits = batch.bytes() == 0 || store.bytes() + batch.bytes() <= bytes_max;
    let result = if fits { now(store.commit(&batch)) } else { Err(StoreError::Quota) };
    drop(batch);
    player.writes_done(&result, wall_us);
    fits
}

#[test]
fn at_the_quota_retention_makes_room_and_the_lab_goes_on() {
    let (store, mut player) = (MemoryStore::new(), busy());
    let mut wall_us = 0;
    let mut step = |player: &mut Player, bytes_max| {
        player.step_by(500_000);
        wall_us += RETRY_AFTER_US;
        commit_within(&store, player, wall_us, bytes_max)
    };
    for _ in 0..240 {
        step(&mut player, usize::MAX);
    }
    let full = store.bytes();
    let refused = (0..40).filter(|_| !step(&mut player, full)).count();
    assert!(refused > 0, "it was full for a while");
    assert!(step(&mut player, full + 100_000) || step(&mut player, full + 100_000));
    let restored = Player::restore(open(&store));
    assert_eq!(restored.notes(), Vec::<String>::new());
    read_back(&restored, &store);
    let mut straight = busy();
    straight.seek(restored.now());
    assert_eq!(restored.world().digest(), straight.world().digest());
}

#[test]
fn another_lab_takes_the_place_of_the_stored_one() {
    let (store, mut player) = (MemoryStore::new(), busy());
    play(&store, &mut player, 0, 6_000_000);
    let before = player.manifest().clone();
    let mut journal = busy_journal();
    journal.entries.truncate(4);
    let mut other = Player::open("Other".to_string(), journal);
    other.take_place_of(&before);
    assert!(pump(&store, &mut other, 0));
    let restored = Player::restore(open(&store));
    assert_eq!((restored.title(), restored.notes()), ("Other", vec![]));
    assert_eq!(restored.world().digest(), other.world().digest());
    assert_eq!(restored.manifest().epoch, before.epoch);
    assert!(restored.manifest().revision > before.revision);
    assert_eq!(store.log_keys(), (vec![], vec![]));
}

#[test]
fn a_lab_that_was_left_in_its_past_comes_back_there() {
    let (store, mut player) = (MemoryStore::new(), busy());
    play(&store, &mut player, 0, 8_000_000);
    player.seek(VirtualTime(2_500_000));
    player.flush(Durability::Strict);
    let batch = player.take_writes(9_000_000).unwrap();
    assert_eq!(batch.durability, Durability::Strict);
    stored(&store, &mut player, batch, 9_000_000);
    let restored = Player::restore(open(&store));
    assert_eq!((restored.now(), restored.known_until()), (player.now(), player.known_until()));
    assert_eq!(restored.world().digest(), player.world().digest());
    assert_eq!(restored.changes_after_now(), 3);
    assert_eq!((restored.log(), restored.history()), (player.log(), player.history()));
}

#[test]
fn a_recording_comes_back_with_its_answers() {
    let path = crate::root().join("tests/conformance/5.3.3/commits.jsonl");
    let recording = Recording::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (store, mut player) = (MemoryStore::new(), Player::open_recording("Commits".to_string(), recording));
    (0..12).for_each(|_| player.step());
    pump(&store, &mut player, 0);
    let mut restored = Player::restore(open(&store));
    let (before, after) = (player.recording().unwrap(), restored.recording().expect("it is a recording"));
    assert_eq!((after.position, &after.steps), (before.position, &before.steps));
    restored.step();
    assert_eq!(restored.recording().unwrap().position, 13);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(32), failure_persistence: None, ..Default::default() })]

    /// Plays, commands, rewinds, saves that fail, crashes: what comes back is the newest state that was
    /// confirmed, or a newer one, and it is the lab that its journal gives, message for message.
    #[test]
    fn a_crash_at_any_moment_leaves_a_whole_lab(
        journal in any_journal(10, 40, 20),
        moves in prop::collection::vec((0..9u8, 1..2_000u64, any_command(60)), 1..40),
    ) {
        let store = MemoryStore::new();
        let mut player = Player::open("Any".to_string(), journal);
        player.take_place_of(&Manifest { epoch: 5, ..Manifest::default() });
        let mut wall_us = 0;
        for (kind, amount, command) in moves {
            wall_us += amount * 1_000;
            match kind {
                0 | 1 => player.step_by(amount * 2_000),
                2 => drop(player.submit(command)),
                3 => player.seek(VirtualTime(player.now().0.saturating_sub(amount * 2_000))),
                4 => player.rewind(),
                5 => {
                    // The store refuses this one; the next batch holds it too.
                    if player.take_writes(wall_us).is_some() {
                        player.writes_done(&Err(StoreError::Aborted(String::new())), wall_us);
                    }
                }
                6 => player.flush(Durability::Relaxed),
                7 => {
                    pump(&store, &mut player, wall_us);
                }
                _ => {
                    let (recovered, _) = recover(now(store.load()).unwrap(), None).unwrap();
                    let Some(recovered) = recovered else { continue };
                    prop_assert_eq!(&recovered.notes, &[]);
                    player = Player::restore(recovered);
                    wall_us = 0;
                }
            }
        }
        player.flush(Durability::Relaxed);
        pump(&store, &mut player, wall_us + SAVE_EVERY_US);
        prop_assert!(player.commands_saved());

        let mut restored = Player::restore(open(&store));
        prop_assert_eq!(restored.notes(), Vec::<String>::new());
        prop_assert_eq!(restored.journal(), player.journal());
        prop_assert_eq!(restored.now(), player.now());
        prop_assert_eq!(restored.world().digest(), player.world().digest());
        let mut straight = Player::open("Straight".to_string(), player.journal().clone());
        straight.seek(player.now());
        prop_assert_eq!(restored.world().digest(), straight.world().digest());
        restored.seek(restored.known_until());
        read_back(&restored, &store);
    }
}
