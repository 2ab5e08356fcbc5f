//! The index at rest: a checkpoint costs what changed, and a lab comes back from checkpoint, index and tail.
//! Not here: forms of earlier builds (`stored_forms`).
//!
//! Invariant: what is said of bytes is counted, never timed.

use crate::stored_lab::{entry, header, now, open, save};
use offset_lab::engine::ids::{Name, VirtualTime};
use offset_lab::player::Player;
use offset_lab::sim::Journal;
use offset_lab::sim::command::{Command, RetentionSettings};
use offset_lab::storage::error::StoredPart;
use offset_lab::storage::{Durability, MemoryStore, Note, Store, WriteBatch};

const SECOND_US: u64 = 1_000_000;

/// A producer of 5 000 messages a second on 8 queues, none of them with a body to speak of.
fn steady(disk_bytes: u64, reserved_ms: u64) -> Player {
    let retention = RetentionSettings {
        segment_bytes: Some(256 * 1024),
        disk_bytes: Some(disk_bytes),
        reserved_ms: Some(reserved_ms),
        ..RetentionSettings::default()
    };
    let topic = Name::from("clicks");
    let mut journal = Journal::new(header());
    journal.entries = vec![
        entry(0, Command::SetRetention(retention)),
        entry(0, Command::CreateTopic { topic: topic.clone(), queues: 8, first_offsets: vec![] }),
        entry(0, Command::CreateGroup { group: "g".into(), consume_from: Default::default() }),
        entry(
            0,
            Command::AddProducer {
                producer: "p".into(),
                topic,
                rate_per_s: 5_000,
                body_bytes: 20,
                keys: 0,
                delay_level: 0,
            },
        ),
    ];
    Player::open("Steady".to_string(), journal)
}

/// Plays and saves; bytes of each checkpoint, and of the index that came with it.
fn run(player: &mut Player, store: &MemoryStore, seconds: u64) -> Vec<(usize, usize)> {
    let mut costs = Vec::new();
    for _ in 0..seconds {
        player.step_by(SECOND_US);
        player.flush(Durability::Relaxed);
        let batch = player.take_writes(0).expect("something changed");
        costs.push((batch.checkpoint.as_ref().map_or(0, Vec::len), batch.index.bytes()));
        let result = now(store.commit(&batch));
        player.writes_done(&result, 0);
    }
    costs
}

fn index_of(store: &MemoryStore) -> Vec<(u64, usize)> {
    let records = now(store.load()).unwrap().index;
    records.iter().map(|(number, record)| (*number, record.len())).collect()
}

#[test]
fn a_checkpoint_costs_what_changed() {
    let (store, mut player) = (MemoryStore::new(), steady(1 << 40, 86_400_000));
    let costs = run(&mut player, &store, 60);
    let messages = 60 * 5_000;
    let checkpoints: Vec<usize> = costs.iter().map(|cost| cost.0).collect();
    assert!(checkpoints.iter().all(|bytes| (1..80_000).contains(bytes)), "{checkpoints:?}");
    let (first, last): (usize, usize) = (checkpoints[10..20].iter().sum(), checkpoints[50..].iter().sum());
    assert!(last < first + first / 2, "they do not grow with the lab: {first} then {last}");
    let written: usize = costs.iter().map(|cost| cost.1).sum();
    let kept: usize = index_of(&store).iter().map(|record| record.1).sum();
    assert!(kept <= messages * 8, "{kept} bytes for {messages} messages");
    assert!(written <= kept * 3, "{written} bytes were written for {kept}");
    assert!(index_of(&store).len() <= 20, "{:?}", index_of(&store));

    let restored = Player::restore(open(&store));
    assert_eq!(restored.notes(), Vec::<String>::new());
    assert_eq!(restored.world().digest(), player.world().digest());
    restored.world().check();
}

#[test]
fn a_lab_that_came_back_writes_nothing_twice() {
    let (store, mut player) = (MemoryStore::new(), steady(1 << 40, 86_400_000));
    run(&mut player, &store, 20);
    let before = index_of(&store);
    let mut restored = Player::restore(open(&store));
    let costs = run(&mut restored, &store, 1);
    assert!(costs[0].1 < 40_000, "{costs:?}");
    assert!(before.iter().all(|record| index_of(&store).contains(record)));
    // Going to the past and back makes equal blocks anew; they are known.
    restored.seek(VirtualTime(3 * SECOND_US));
    let head = restored.known_until();
    restored.seek(head);
    restored.step_by(1_000);
    let costs = run(&mut restored, &store, 1);
    assert!(costs[0].1 < 40_000, "{costs:?}");
    assert_eq!(Player::restore(open(&store)).world().digest(), restored.world().digest());
}

#[test]
fn retention_deletes_records_of_the_index() {
    let (store, mut player) = (MemoryStore::new(), steady(4 << 20, 5_000));
    run(&mut player, &store, 120);
    assert!(player.world().broker().log().min_physical().0 > 0, "something was purged");
    let numbers: Vec<u64> = index_of(&store).iter().map(|record| record.0).collect();
    assert!(numbers[0] > 0 && numbers.len() <= 40, "{numbers:?}");
    let restored = Player::restore(open(&store));
    assert_eq!(restored.world().digest(), player.world().digest());
}

#[test]
fn a_rewind_leaves_no_block_of_what_was_dropped() {
    let (store, mut player) = (MemoryStore::new(), steady(1 << 40, 86_400_000));
    run(&mut player, &store, 12);
    player.seek(VirtualTime(7 * SECOND_US));
    player.rewind();
    let other = Command::AddProducer {
        producer: "q".into(),
        topic: "clicks".into(),
        rate_per_s: 900,
        body_bytes: 64,
        keys: 5,
        delay_level: 0,
    };
    player.submit(other).unwrap();
    run(&mut player, &store, 9);
    let restored = Player::restore(open(&store));
    assert_eq!(restored.notes(), Vec::<String>::new());
    assert_eq!(restored.world().digest(), player.world().digest());
    restored.world().check();
}

#[test]
fn a_damaged_or_missing_record_of_the_index_costs_a_run_of_the_journal() {
    let (store, mut player) = (MemoryStore::new(), steady(1 << 40, 86_400_000));
    run(&mut player, &store, 6);
    let (number, record) = now(store.load()).unwrap().index[0].clone();
    let damage = |change: &dyn Fn(&mut WriteBatch)| {
        let mut batch = WriteBatch::default();
        change(&mut batch);
        now(store.commit(&batch)).unwrap();
        let recovered = open(&store);
        let named = |note: &&Note| matches!(note, Note::Damaged { place: StoredPart::Index(at), .. } if *at == number);
        assert!(recovered.notes.iter().any(|note| named(&note)), "{:?}", recovered.notes);
        assert!(recovered.notes.contains(&Note::Replayed));
        let mut restored = Player::restore(recovered);
        assert_eq!(restored.world().digest(), player.world().digest());
        save(&mut restored, &store);
        let again = Player::restore(open(&store));
        assert_eq!((again.notes(), again.world().digest()), (vec![], player.world().digest()));
    };
    let mut flipped = record.clone();
    flipped[record.len() / 2] ^= 4;
    damage(&|batch| batch.index.put(number, flipped.clone()));
    damage(&|batch| batch.index.delete(number..number + 1));
}
