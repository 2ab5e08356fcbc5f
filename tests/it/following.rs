//! A player that follows another one through what that one stores. Not here: tabs
//! (`tests/e2e/tabs.test.mjs`).
//!
//! Invariant: whenever `follow` says yes, the two Worlds are equal.

use crate::stored_lab::{busy_journal, now, open, save};
use offset_lab::engine::ids::VirtualTime;
use offset_lab::player::Player;
use offset_lab::sim::{Command, JournalEntry};
use offset_lab::storage::manifest::entry_from_record;
use offset_lab::storage::{Manifest, MemoryStore, Store};
use proptest::prelude::*;

/// What a tab reads: where the lab stands, and the entries from this number on.
fn news(store: &MemoryStore, from: usize) -> (Manifest, Vec<JournalEntry>) {
    let stored = now(store.load()).unwrap();
    let records = stored.journal.iter().filter(|(index, _)| *index >= from as u64);
    let entries = records.map(|(index, record)| entry_from_record(*index, record).unwrap()).collect();
    (Manifest::from_record(&stored.manifest.unwrap()).unwrap(), entries)
}

fn follows(follower: &mut Player, store: &MemoryStore) -> bool {
    let (manifest, entries) = news(store, follower.journal().entries.len());
    follower.follow(&manifest, &entries)
}

fn two() -> (MemoryStore, Player, Player) {
    let store = MemoryStore::new();
    let mut writer = Player::open("Busy".to_string(), busy_journal());
    writer.step_by(4_000_000);
    save(&mut writer, &store);
    let follower = Player::restore(open(&store));
    (store, writer, follower)
}

fn topic(name: &str) -> Command {
    Command::CreateTopic { topic: name.into(), queues: 2, first_offsets: vec![] }
}

fn assert_same(follower: &Player, writer: &Player) {
    assert_eq!((follower.now(), follower.journal()), (writer.now(), writer.journal()));
    assert_eq!(follower.world().digest(), writer.world().digest());
    assert_eq!(follower.speed_percent(), writer.speed_percent());
}

#[test]
fn it_goes_along_with_time_commands_and_a_look_back() {
    let (store, mut writer, mut follower) = two();
    for round in 0..20 {
        writer.step_by(700_000);
        if round % 3 == 0 {
            writer.submit(topic(&format!("t{round}"))).unwrap();
        }
        writer.set_speed_percent(100 + round);
        save(&mut writer, &store);
        assert!(follows(&mut follower, &store));
        assert_same(&follower, &writer);
        assert!(follower.commands_saved(), "what it shows is stored");
    }
    writer.seek(VirtualTime(3_000_000));
    save(&mut writer, &store);
    assert!(follows(&mut follower, &store));
    assert_same(&follower, &writer);
    assert!(follower.take_writes(u64::MAX / 2).is_none(), "it has nothing to store");
}

#[test]
fn another_past_is_no_continuation() {
    let (store, mut writer, mut follower) = two();
    writer.seek(VirtualTime(1_000_000));
    writer.submit(topic("other")).unwrap();
    save(&mut writer, &store);
    assert!(!follows(&mut follower, &store));
    let follower = Player::restore(open(&store));
    assert_same(&follower, &writer);
}

#[test]
fn whoever_ran_ahead_is_no_continuation() {
    let (store, mut writer, mut follower) = two();
    follower.step_by(9_000_000);
    writer.step_by(3_000_000);
    writer.submit(topic("passed-by")).unwrap();
    writer.step_by(20_000_000);
    save(&mut writer, &store);
    assert!(!follows(&mut follower, &store), "it would lack the command that it has passed by");
}

#[test]
fn a_renamed_lab_keeps_its_title_and_all_else() {
    let (store, mut writer, _) = two();
    let digest = writer.world().digest();
    writer.rename("Orders of May".to_string());
    save(&mut writer, &store);
    let restored = Player::restore(open(&store));
    assert_eq!((restored.title(), restored.world().digest()), ("Orders of May", digest));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(24)))]
    #[test]
    fn any_play_is_followed(steps in proptest::collection::vec((0u64..3_000_000, 0u8..5), 1..12)) {
        let (store, mut writer, mut follower) = two();
        for (i, (us, what)) in steps.into_iter().enumerate() {
            writer.step_by(us);
            match what {
                0 => drop(writer.submit(topic(&format!("t{i}")))),
                1 => writer.seek(VirtualTime(us)),
                2 => writer.rewind(),
                _ => {}
            }
            save(&mut writer, &store);
            if !follows(&mut follower, &store) {
                follower = Player::restore(open(&store));
            }
            assert_same(&follower, &writer);
        }
    }
}
