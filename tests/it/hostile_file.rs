//! Lab files that somebody made by hand, with every hash right: what fuzzing found (`make fuzz`). Not here:
//! files that were damaged (`export`), texts (`bad_input`).
//!
//! Invariant: what such a file announces makes no room, and what contradicts itself is damage, never a panic.

use crate::stored_lab::{now, played};
use offset_lab::sim::clients::cached::Cached;
use offset_lab::storage::checkpoint::CheckpointHead;
use offset_lab::storage::error::StoredPart;
use offset_lab::storage::record::{Kind, unwrap, wrap};
use offset_lab::storage::{MemoryStore, Note, Store, WriteBatch, recover};

/// A store whose checkpoint's payload was changed, and what came of it.
fn changed(change: impl FnOnce(&mut Vec<u8>)) -> (bool, Vec<Note>) {
    let store = MemoryStore::new();
    played(&store, 20);
    let record = now(store.load()).unwrap().checkpoint.expect("it has one");
    let mut payload = unwrap(Kind::Checkpoint, 0, &record).unwrap().to_vec();
    change(&mut payload);
    let batch = WriteBatch { checkpoint: Some(wrap(Kind::Checkpoint, 0, &payload)), ..WriteBatch::default() };
    now(store.commit(&batch)).unwrap();
    let (recovered, _) = recover(now(store.load()).unwrap(), None).unwrap();
    let recovered = recovered.expect("the journal is there");
    (recovered.checkpoint.is_some(), recovered.notes)
}

/// Where the first queue says how many blocks it has: behind the head, two lengths, its topic, queue and
/// offset.
fn count_at(payload: &[u8]) -> usize {
    let (_, rest) = postcard::take_from_bytes::<CheckpointHead>(payload).unwrap();
    let topic = u32::from_le_bytes(rest[8..12].try_into().unwrap()) as usize;
    payload.len() - rest.len() + 12 + topic + 4 + 8
}

#[test]
fn blocks_that_are_only_announced_take_no_room() {
    assert_eq!(changed(|_| {}), (true, vec![]), "as it was it is whole");
    let (has_checkpoint, notes) = changed(|payload| {
        let at = count_at(payload);
        payload[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    });
    let damage = |note: &Note| matches!(note, Note::Damaged { place: StoredPart::Checkpoint, .. });
    assert!(!has_checkpoint && notes.iter().any(damage), "{notes:?}");
}

#[test]
fn spans_that_go_back_or_are_too_many_are_refused() {
    // Their number, then each one's beginning and end as postcard has integers: zigzag, seven bits a byte.
    assert_eq!(postcard::from_bytes::<Cached>(&[1, 8, 24]).unwrap().messages(), 8);
    assert!(postcard::from_bytes::<Cached>(&[1, 24, 7]).is_err(), "from 12 to -4");
    let far = |byte: u8| [[byte].as_slice(), &[0xff; 8], &[1]].concat();
    let whole = [far(0xff), far(0xfe)].concat();
    let twice = [[2].as_slice(), &whole, &whole].concat();
    assert!(postcard::from_bytes::<Cached>(&twice).is_err(), "more messages than can be counted");
}
