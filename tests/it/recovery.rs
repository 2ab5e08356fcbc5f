//! Labs that come back from a store: whole, after every kind of damage, and not at all. Not here: the
//! records' bytes (`storage`).
//!
//! Invariant: each damage is made in the stored bytes themselves, through the store's own door.

use crate::stored_lab::{busy_journal, now, open, played, read_back, save};
use offset_lab::engine::ids::{PhysicalOffset, VirtualTime};
use offset_lab::player::Player;
use offset_lab::sim::bodies::body_of;
use offset_lab::storage::error::{Note, StoreError, StoredPart};
use offset_lab::storage::frame::StoredMessage;
use offset_lab::storage::segment_reader::message_in;
use offset_lab::storage::{Identity, MemoryStore, Store, WriteBatch, recover};

#[test]
fn every_message_of_a_world_is_read_back() {
    let store = MemoryStore::new();
    let player = played(&store, 30);
    let messages = read_back(&player, &store);
    assert!(messages.len() > 1_000, "{}", messages.len());
    let by_hand: Vec<&StoredMessage> = messages.iter().filter(|message| message.tag.is_some()).collect();
    assert_eq!(by_hand.len(), 2);
    assert_eq!((by_hand[0].body.as_slice(), by_hand[0].key.as_deref()), (&b"first by hand"[..], Some("k-1")));
    assert_eq!((by_hand[1].body.as_slice(), by_hand[1].key.as_deref()), (&b"second by hand"[..], None));
    for message in messages.iter().filter(|message| message.tag.is_none()) {
        let body = body_of(7, &message.topic, message.queue, message.offset, message.body.len() as u32);
        assert_eq!(message.body, body);
    }
}

#[test]
fn retention_frees_the_store_and_the_rest_is_read_back() {
    let store = MemoryStore::new();
    let player = played(&store, 200);
    let broker = player.world().broker();
    assert!(broker.log().min_physical().0 > 0, "the test needs a purge");
    assert!(store.bytes() < 2 * 256 * 1024, "{} bytes are stored", store.bytes());
    read_back(&player, &store);
    let (chunks, sealed) = store.log_keys();
    let first = chunks.iter().chain(&sealed).min().unwrap();
    assert!(*first >= broker.log().min_physical().0 as u64);
}

#[test]
fn a_stored_lab_comes_back_at_the_instant_where_it_stood() {
    let store = MemoryStore::new();
    let player = played(&store, 30);
    let recovered = open(&store);
    assert!(recovered.checkpoint.is_some());
    let restored = Player::restore(recovered);
    assert_eq!(restored.notes(), Vec::<String>::new());
    assert_eq!(restored.now(), player.now());
    assert_eq!(restored.world().digest(), player.world().digest());
    assert_eq!(restored.journal(), player.journal());
    read_back(&restored, &store);
}

#[test]
fn a_reload_writes_nothing_that_is_stored_already() {
    let store = MemoryStore::new();
    let mut player = played(&store, 10);
    // A checkpoint, then more of the run without one: the tail is run again on opening.
    player.play();
    player.frame(0);
    for frame in 1..=30 {
        let wall_us = frame * 100_000;
        player.frame(wall_us);
        if let Some(batch) = player.take_writes(wall_us) {
            assert!(batch.checkpoint.is_none());
            let result = now(store.commit(&batch));
            player.writes_done(&result, wall_us);
        }
    }
    assert!(player.now() > VirtualTime(12_000_000));
    let before = store.log_keys();
    let mut restored = Player::restore(open(&store));
    save(&mut restored, &store);
    assert_eq!(store.log_keys(), before);
    assert_eq!(restored.world().digest(), player.world().digest());
    assert_eq!(restored.history(), player.history());
    assert_eq!(restored.log(), player.log());
}

/// Flips a byte of what is stored, through the store's own door.
fn damage(store: &MemoryStore, change: impl FnOnce(&mut WriteBatch)) {
    let stored = now(store.load()).unwrap();
    let mut batch = WriteBatch {
        manifest: stored.manifest,
        origin: stored.origin,
        checkpoint: stored.checkpoint,
        ..Default::default()
    };
    stored.journal.into_iter().for_each(|(index, record)| batch.journal.put(index, record));
    stored.chunks.into_iter().for_each(|(from, record)| batch.chunks.put(from, record));
    change(&mut batch);
    now(store.commit(&batch)).unwrap();
}

fn flip(record: &mut Option<Vec<u8>>) {
    let record = record.as_mut().expect("it is stored");
    let middle = record.len() / 2;
    record[middle] ^= 0x10;
}

#[test]
fn a_damaged_checkpoint_costs_a_run_of_the_journal_and_nothing_else() {
    let store = MemoryStore::new();
    let player = played(&store, 20);
    damage(&store, |batch| flip(&mut batch.checkpoint));
    let restored = Player::restore(open(&store));
    assert!(restored.note_values().contains(&Note::Replayed));
    assert_eq!(restored.world().digest(), player.world().digest());
    assert_eq!(restored.log(), player.log());
    assert_eq!(restored.history(), player.history());
    read_back(&restored, &store);
}

#[test]
fn a_damaged_manifest_leaves_the_lab_at_its_last_command_or_checkpoint() {
    let store = MemoryStore::new();
    let player = played(&store, 20);
    damage(&store, |batch| flip(&mut batch.manifest));
    let mut restored = Player::restore(open(&store));
    assert_eq!(restored.world().digest(), player.world().digest(), "the checkpoint was the newest");
    restored.step_by(3_000_000);
    save(&mut restored, &store);
    read_back(&restored, &store);
    let again = Player::restore(open(&store));
    assert_eq!(again.notes(), Vec::<String>::new());
    assert_eq!(again.world().digest(), restored.world().digest());
}

#[test]
fn a_damaged_origin_takes_the_header_from_the_checkpoint() {
    let store = MemoryStore::new();
    let player = played(&store, 5);
    damage(&store, |batch| flip(&mut batch.origin));
    let recovered = open(&store);
    assert!(recovered.notes.contains(&Note::TitleLost));
    assert_eq!(Player::restore(recovered).world().digest(), player.world().digest());
    damage(&store, |batch| {
        flip(&mut batch.origin);
        flip(&mut batch.checkpoint);
    });
    damage(&store, |batch| flip(&mut batch.origin));
    let refused = recover(now(store.load()).unwrap(), None).err().expect("nobody knows whose rules hold");
    assert!(matches!(refused, StoreError::Damaged { place: StoredPart::Origin, .. }), "{refused:?}");
}

#[test]
fn a_damaged_journal_entry_ends_the_lab_before_it() {
    let store = MemoryStore::new();
    played(&store, 20);
    damage(&store, |batch| {
        let mut record = batch.journal.puts().get(&7).cloned();
        flip(&mut record);
        batch.journal.put(7, record.unwrap());
    });
    let recovered = open(&store);
    assert!(recovered.notes.contains(&Note::CutAtEntry { kept: 7, of: 9 }), "{:?}", recovered.notes);
    let mut restored = Player::restore(recovered);
    assert_eq!(restored.journal().entries[..], busy_journal().entries[..7]);
    let mut straight = Player::open("Straight".to_string(), restored.journal().clone());
    straight.seek(restored.now());
    assert_eq!(restored.world().digest(), straight.world().digest());
    // Going on from there stores a whole lab again.
    restored.step_by(5_000_000);
    save(&mut restored, &store);
    read_back(&restored, &store);
    let again = Player::restore(open(&store));
    assert_eq!((again.notes(), again.world().digest()), (vec![], restored.world().digest()));
}

#[test]
fn a_missing_journal_entry_ends_the_lab_before_it() {
    let store = MemoryStore::new();
    played(&store, 5);
    let mut batch = WriteBatch::default();
    batch.journal.delete(4..5);
    now(store.commit(&batch)).unwrap();
    let recovered = open(&store);
    assert!(recovered.notes.contains(&Note::Damaged { place: StoredPart::Entry(4), error: None }));
    assert_eq!(recovered.journal.entries.len(), 4);
}

#[test]
fn a_damaged_chunk_is_named_and_never_read() {
    let store = MemoryStore::new();
    let player = played(&store, 10);
    let key = *store.log_keys().0.last().expect("an open piece");
    damage(&store, |batch| {
        let mut record = batch.chunks.puts().get(&key).cloned();
        flip(&mut record);
        batch.chunks.put(key, record.unwrap());
    });
    let piece = now(store.piece_at(key)).unwrap().unwrap();
    let refused = message_in(&piece, PhysicalOffset(key as i64)).unwrap_err();
    assert!(matches!(refused, StoreError::Damaged { place: StoredPart::Log(_), .. }));
    let restored = Player::restore(open(&store));
    assert!(restored.note_values().contains(&Note::LogPartLost { from: key }));
    assert_eq!(restored.world().digest(), player.world().digest(), "numbers do not depend on bodies");
}

#[test]
fn a_lab_of_a_newer_version_is_refused_and_left_alone() {
    let store = MemoryStore::new();
    played(&store, 5);
    damage(&store, |batch| batch.manifest.as_mut().unwrap()[4] = 9);
    let stored = now(store.load()).unwrap();
    let refused = recover(stored, None).err().expect("refused");
    assert_eq!(refused, StoreError::Newer { place: StoredPart::Manifest, version: 9, known: 1 });
}

#[test]
fn a_silent_wipe_an_older_state_and_another_database_are_noticed() {
    let store = MemoryStore::new();
    let mut player = played(&store, 2);
    let manifest = player.manifest().clone();
    let identity = |epoch, revision| Some(Identity { epoch, revision });
    let (nothing, notes) = recover(now(MemoryStore::new().load()).unwrap(), identity(1, 1)).unwrap();
    assert!(nothing.is_none());
    assert_eq!(notes, [Note::Wiped]);

    let same = recover(now(store.load()).unwrap(), identity(manifest.epoch, manifest.revision)).unwrap();
    assert_eq!(same.0.unwrap().notes, []);
    let (older, _) =
        recover(now(store.load()).unwrap(), identity(manifest.epoch, manifest.revision + 3)).unwrap();
    let expected = Note::OlderThanSaved { found: manifest.revision, saved: manifest.revision + 3 };
    assert_eq!(older.unwrap().notes, [expected]);
    let (other, _) = recover(now(store.load()).unwrap(), identity(manifest.epoch + 1, 1)).unwrap();
    assert_eq!(other.unwrap().notes, [Note::OtherDatabase]);

    // More than was confirmed is no reason to complain.
    player.step_by(1_000_000);
    save(&mut player, &store);
    let more = recover(now(store.load()).unwrap(), identity(manifest.epoch, manifest.revision)).unwrap();
    assert_eq!(more.0.unwrap().notes, []);
}
