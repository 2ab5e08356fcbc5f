//! Labs that earlier builds stored, byte for byte as they lay there (`tests/stored`): they open, or are
//! refused in words. Not here: damage (`recovery`), and what checkpoints cost (`stored_index`).
//!
//! Invariant: a file in `tests/stored` never changes. A new form gets a file of its own:
//! `NEW_STORED_FORM=1 cargo test --features cli --test it stored_forms` writes the one that is missing.

use crate::stored_lab::{dump, now, open, played, read_back, undump};
use offset_lab::engine::ids::{Name, QueueOffset};
use offset_lab::engine::log::index_block::{BLOCK_ENTRIES, Block, Entry};
use offset_lab::engine::{EpochMs, PhysicalOffset};
use offset_lab::player::Player;
use offset_lab::sim::world::bytes::WORLD_LAYOUT;
use offset_lab::sim::world::digest::encode;
use offset_lab::storage::checkpoint;
use offset_lab::storage::checkpoint::CheckpointHead;
use offset_lab::storage::index_record::{PlacedBlock, from_record, to_record};
use offset_lab::storage::record::{Kind, begin, finish, unwrap};
use offset_lab::storage::{MemoryStore, Note, Store, WriteBatch};
use std::rc::Rc;

fn stored(name: &str) -> MemoryStore {
    let path = crate::root().join("tests/stored").join(name);
    undump(&std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The lab that its journal gives is the lab that was opened, and every message can be read back.
fn is_whole(player: &Player, store: &MemoryStore) {
    let mut straight = Player::open("Straight".to_string(), player.journal().clone());
    straight.seek(player.now());
    assert_eq!(player.world().digest(), straight.world().digest());
    read_back(player, store);
}

#[test]
fn a_lab_of_form_1_opens() {
    let store = stored("form-1.bin");
    let player = Player::restore(open(&store));
    assert_eq!(player.journal().entries.len(), 9);
    is_whole(&player, &store);
}

/// A build that opens it without the note has run nothing of its past again; one that says whose past it is
/// has not either.
#[test]
fn a_lab_of_form_2_opens_from_its_checkpoint() {
    let file = format!("form-2-layout-{WORLD_LAYOUT}.bin");
    let path = crate::root().join("tests/stored").join(&file);
    if !path.exists() && std::env::var_os("NEW_STORED_FORM").is_some() {
        let store = MemoryStore::new();
        played(&store, 6);
        std::fs::write(&path, dump(&store)).unwrap();
    }
    let store = stored(&file);
    let lab = now(store.load()).unwrap();
    let read = checkpoint::from_record(&lab.checkpoint.unwrap(), lab.index.into()).unwrap();
    assert!(
        read.is_ok(),
        "the World's layout has changed: count WORLD_LAYOUT up, then NEW_STORED_FORM=1 writes the next file"
    );
    let recovered = open(&store);
    let of_this_engine = recovered.notes.is_empty();
    let player = Player::restore(recovered);
    player.world().check();
    if of_this_engine {
        is_whole(&player, &store);
    }
}

/// Changes what a checkpoint says of itself.
fn rehead(store: &MemoryStore, change: impl FnOnce(&mut CheckpointHead)) {
    let record = now(store.load()).unwrap().checkpoint.unwrap();
    let payload = unwrap(Kind::Checkpoint, 0, &record).unwrap();
    let (mut head, rest) = postcard::take_from_bytes::<CheckpointHead>(payload).unwrap();
    change(&mut head);
    let mut record = encode(&head, begin(Kind::Checkpoint, payload.len()));
    record.extend_from_slice(rest);
    let checkpoint = Some(finish(record, 0));
    now(store.commit(&WriteBatch { checkpoint, ..WriteBatch::default() })).unwrap();
}

#[test]
fn a_past_of_another_engine_is_shown_and_not_run_again() {
    let store = MemoryStore::new();
    let before = played(&store, 8);
    rehead(&store, |head| head.engine = "0.0.9+other".to_string());
    let recovered = open(&store);
    let note = Note::PastOfEngine { engine: "0.0.9+other".to_string() };
    assert_eq!(recovered.notes, std::slice::from_ref(&note));
    let mut player = Player::restore(recovered);
    assert_eq!(player.world().digest(), before.world().digest());
    assert_eq!((player.log(), player.history()), (before.log(), before.history()));
    let floor = player.now();
    player.step_by(2_000_000);
    player.restart();
    assert_eq!(player.now(), floor, "what lies before is not this engine's to run");
    player.step_by(3_000_000);
    crate::stored_lab::save(&mut player, &store);

    let recovered = open(&store);
    assert_eq!(recovered.notes, [note], "the mark stays");
    let again = Player::restore(recovered);
    assert_eq!(again.world().digest(), player.world().digest());
    read_back(&again, &store);
}

#[test]
fn a_world_of_a_layout_that_nobody_knows_is_run_again_and_said() {
    let store = MemoryStore::new();
    let before = played(&store, 8);
    rehead(&store, |head| (head.engine, head.layout) = ("9.9.9+other".to_string(), 999));
    let recovered = open(&store);
    assert_eq!(recovered.notes, [Note::OtherEngine { engine: "9.9.9+other".to_string() }]);
    let mut player = Player::restore(recovered);
    assert_eq!(player.world().digest(), before.world().digest());
    crate::stored_lab::save(&mut player, &store);
    is_whole(&Player::restore(open(&store)), &store);
}

/// The bytes of version 1 of a record of the index, for ever.
#[test]
fn golden_bytes_of_a_record_of_the_index() {
    let entry = |i: usize| Entry {
        physical: PhysicalOffset(1_000 + i as i64 / 256),
        record_bytes: 300,
        stored_at: EpochMs(7),
        tag: -1,
    };
    let entries: Vec<Entry> = (0..BLOCK_ENTRIES).map(entry).collect();
    let block = Rc::new(Block::seal(&entries));
    let placed = PlacedBlock {
        topic: Name::from("orders"),
        queue: 3,
        from: QueueOffset(1 << 40),
        block: block.clone(),
    };
    let record = to_record(5, std::slice::from_ref(&placed));
    let mut golden = Vec::new();
    golden.extend_from_slice(b"OLix\x01\x00");
    golden.extend_from_slice(&(record.len() as u32 - 18).to_le_bytes());
    golden.extend_from_slice(b"\x01\0\0\0\x06\0\0\0orders\x03\0\0\0\0\0\0\0\0\x01\0\0");
    golden.extend_from_slice(b"\xe8\x03\0\0\0\0\0\0\x01\0\0\0");
    golden.extend_from_slice(&[0x00; 32]);
    golden.extend_from_slice(&[0xff; 32]);
    golden.extend_from_slice(b"\x2c\x01\0\0\0\0\0\0\0\0\0\0");
    golden.extend_from_slice(b"\x07\0\0\0\0\0\0\0\0\0\0\0");
    golden.extend_from_slice(b"\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\0");
    assert_eq!(record[..record.len() - 8], golden);
    assert_eq!(from_record(5, &record), Ok(vec![placed]));
    assert!(from_record(6, &record).is_err(), "under another number");
    assert!(entries.iter().enumerate().all(|(i, entry)| block.entry(i) == *entry));
}
