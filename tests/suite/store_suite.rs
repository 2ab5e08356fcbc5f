//! What every store must do, as functions over any store. Included by the native and by the browser tests,
//! which hand in a fresh store, or one that can be opened again.
//!
//! Invariant: nothing here knows which store it is.

use offset_lab::storage::{Durability, Store, StoredLab, WriteBatch};

/// A record that tells where it belongs.
pub fn record(table: &str, key: u64, bytes: usize) -> Vec<u8> {
    let mut record = format!("{table}:{key}:").into_bytes();
    record.resize(record.len().max(bytes), b'.');
    record
}

async fn loaded(store: &impl Store) -> StoredLab {
    store.load().await.expect("a store that can be read")
}

async fn committed(store: &impl Store, batch: &WriteBatch) {
    store.commit(batch).await.expect("a store that takes the batch");
}

/// A new store is empty, and reading it changes nothing.
pub async fn begins_empty(store: &impl Store) {
    assert!(loaded(store).await.is_empty());
    assert_eq!(store.piece_at(u64::MAX).await, Ok(None));
    assert!(loaded(store).await.is_empty());
}

/// Everything in a batch is there afterwards, byte for byte, entries and chunks in order of their keys.
pub async fn keeps_what_it_was_given(store: &impl Store) {
    let mut batch = WriteBatch::default();
    for index in [2, 0, 10, 1] {
        batch.journal.put(index, record("journal", index, 0));
    }
    // Beyond 2^53, where a JavaScript number would take neighbours for one.
    let far = (1 << 62) + 1;
    for from in [far, 0, far + 1] {
        batch.chunks.put(from, record("chunk", from, 60 * 1024));
    }
    batch.sealed.put(7, record("sealed", 7, 1024 * 1024));
    for number in [300, 2] {
        batch.index.put(number, record("index", number, 1024 * 1024));
    }
    batch.origin = Some(b"origin".to_vec());
    batch.checkpoint = Some(vec![0, 255, 0, 1]);
    batch.manifest = Some(Vec::new());
    batch.durability = Durability::Strict;
    committed(store, &batch).await;

    let lab = loaded(store).await;
    assert_eq!(lab.origin.as_deref(), Some(&b"origin"[..]));
    assert_eq!(lab.checkpoint, Some(vec![0, 255, 0, 1]));
    assert_eq!(lab.manifest, Some(Vec::new()));
    let expected = [0, 1, 2, 10].map(|index| (index, record("journal", index, 0)));
    assert_eq!(lab.journal, expected);
    let expected = [0, far, far + 1].map(|from| (from, record("chunk", from, 60 * 1024)));
    assert_eq!(lab.chunks, expected);
    assert_eq!(lab.index, [2, 300].map(|number| (number, record("index", number, 1024 * 1024))));
}

/// A batch without a part leaves that part as it was.
pub async fn leaves_the_rest_alone(store: &impl Store) {
    let (origin, manifest) = (Some(b"origin".to_vec()), Some(b"one".to_vec()));
    let mut batch = WriteBatch { origin, manifest, ..WriteBatch::default() };
    batch.journal.put(0, record("journal", 0, 0));
    committed(store, &batch).await;
    let batch = WriteBatch { manifest: Some(b"two".to_vec()), ..WriteBatch::default() };
    committed(store, &batch).await;

    let lab = loaded(store).await;
    assert_eq!(lab.origin.as_deref(), Some(&b"origin"[..]));
    assert_eq!(lab.manifest.as_deref(), Some(&b"two"[..]));
    assert_eq!(lab.journal.len(), 1);
}

/// Deletions take whole ranges, start included and end not, and come before what the same batch stores.
pub async fn deletes_ranges_before_it_puts(store: &impl Store) {
    let mut batch = WriteBatch::default();
    for key in 0..6 {
        batch.journal.put(key, record("journal", key, 0));
        batch.chunks.put(key * 100, record("chunk", key * 100, 0));
        batch.sealed.put(key * 100, record("sealed", key * 100, 0));
        batch.index.put(key, record("index", key, 0));
    }
    committed(store, &batch).await;

    let mut batch = WriteBatch::default();
    batch.journal.delete(3..u64::MAX);
    batch.journal.put(3, b"anew".to_vec());
    batch.chunks.delete(100..300);
    batch.index.delete(1..2);
    batch.index.delete(4..5);
    batch.sealed.delete(0..100);
    batch.sealed.delete(400..u64::MAX);
    committed(store, &batch).await;

    let lab = loaded(store).await;
    let keys: Vec<u64> = lab.journal.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [0, 1, 2, 3]);
    assert_eq!(lab.journal[3].1, b"anew");
    let keys: Vec<u64> = lab.chunks.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [0, 300, 400, 500]);
    let keys: Vec<u64> = lab.index.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, [0, 2, 3, 5]);
    let piece = store.piece_at(1_000).await.expect("read").expect("there are pieces");
    assert_eq!((piece.from, piece.sealed), (500, false));
    let piece = store.piece_at(299).await.expect("read").expect("there are pieces");
    assert_eq!((piece.from, piece.sealed), (200, true), "the chunk at 200 is gone, the sealed piece is not");
    let piece = store.piece_at(99).await.expect("read").expect("there are pieces");
    assert_eq!((piece.from, piece.sealed), (0, false), "the sealed piece at 0 is gone");
}

/// The piece of a physical offset is the nearest one at or below it, chunk or sealed.
pub async fn finds_the_nearest_piece(store: &impl Store) {
    let far = i64::MAX as u64 - 10;
    let mut batch = WriteBatch::default();
    batch.sealed.put(1_000, record("sealed", 1_000, 0));
    batch.chunks.put(2_000, record("chunk", 2_000, 0));
    batch.sealed.put(far, record("sealed", far, 0));
    committed(store, &batch).await;

    for (physical, expected) in [
        (999, None),
        (1_000, Some((1_000, true))),
        (1_999, Some((1_000, true))),
        (2_000, Some((2_000, false))),
        (far - 1, Some((2_000, false))),
        (far, Some((far, true))),
        (i64::MAX as u64, Some((far, true))),
    ] {
        let piece = store.piece_at(physical).await.expect("read");
        assert_eq!(piece.as_ref().map(|piece| (piece.from, piece.sealed)), expected, "at {physical}");
        if let Some(piece) = piece {
            let table = if piece.sealed { "sealed" } else { "chunk" };
            assert_eq!(piece.record, record(table, piece.from, 0));
        }
    }
}

/// Two batches joined leave what they leave one after the other.
pub async fn joined_batches_do_the_same(apart: &impl Store, joined: &impl Store) {
    let mut first = WriteBatch::default();
    let mut second = WriteBatch::default();
    for key in 0..10 {
        first.journal.put(key, record("journal", key, 0));
        first.chunks.put(key * 10, record("first", key, 0));
    }
    first.manifest = Some(b"first".to_vec());
    first.checkpoint = Some(b"checkpoint".to_vec());
    second.journal.delete(5..u64::MAX);
    second.journal.put(5, b"second".to_vec());
    second.chunks.delete(0..50);
    second.chunks.put(20, record("second", 20, 0));
    second.sealed.put(0, record("sealed", 0, 0));
    first.index.put(1, record("first", 1, 0));
    second.index.delete(0..2);
    second.index.put(2, record("second", 2, 0));
    second.manifest = Some(b"second".to_vec());

    committed(apart, &first).await;
    committed(apart, &second).await;
    first.then(second);
    committed(joined, &first).await;
    assert_eq!(loaded(apart).await, loaded(joined).await);
    assert_eq!(apart.piece_at(25).await, joined.piece_at(25).await);
    assert_eq!(apart.piece_at(15).await, joined.piece_at(15).await);
}

/// What was confirmed is there for whoever opens the same store next.
pub async fn is_there_for_the_next_one<S: Store, F: Future<Output = S>>(open: impl Fn() -> F) {
    let store = open().await;
    let mut batch = WriteBatch { manifest: Some(b"kept".to_vec()), ..WriteBatch::default() };
    batch.chunks.put(5, record("chunk", 5, 100));
    committed(&store, &batch).await;
    drop(store);

    let store = open().await;
    let lab = loaded(&store).await;
    assert_eq!(lab.manifest.as_deref(), Some(&b"kept"[..]));
    assert_eq!(lab.chunks, [(5, record("chunk", 5, 100))]);
}
