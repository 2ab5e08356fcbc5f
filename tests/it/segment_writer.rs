//! The segment writer: events in, stored pieces of log out. Not here: stores (`storage`), whole labs
//! (`recovery`).
//!
//! Invariant: events are made by hand, so that each test shows the bytes that it is about.

use crate::stored_lab::{header, now};
use offset_lab::engine::Event;
use offset_lab::engine::ids::{Name, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::storage::segment_reader::message_in;
use offset_lab::storage::segment_writer::{CHUNK_BYTES, PIECE_BYTES};
use offset_lab::storage::store::Piece;
use offset_lab::storage::{MemoryStore, SegmentWriter, Store, TableChanges, WriteBatch};

fn appended(physical: i64, offset: i64, bytes: u32) -> Event {
    let (topic, queue, offset) = (Name::from("orders"), 0, QueueOffset(offset));
    Event::Appended {
        topic,
        queue,
        offset,
        physical: PhysicalOffset(physical),
        record_bytes: bytes + 100,
        body_bytes: bytes,
        of: None,
    }
}

fn rolled(base: i64) -> Event {
    Event::SegmentRolled { base: PhysicalOffset(base), segment_bytes: 1_000_000_000 }
}

fn keys(changes: &TableChanges) -> Vec<u64> {
    changes.puts().keys().copied().collect()
}

const AT: VirtualTime = VirtualTime(5_000);

#[test]
fn chunks_stay_below_their_size_and_are_never_written_again() {
    let mut writer = SegmentWriter::new(&header());
    writer.observe(AT, &rolled(0));
    for i in 0..300 {
        writer.observe(AT, &appended(i * 1_100, i, 1_000));
    }
    let (chunks, sealed) = writer.take(true);
    assert_eq!(sealed.puts().len(), 0);
    assert!(chunks.puts().len() >= 300 * 1_000 / (60 * 1024));
    for record in chunks.puts().values() {
        assert!(record.len() <= 60 * 1024, "{}", record.len());
    }
    let (again, _) = writer.take(true);
    assert!(again.is_empty());
    writer.observe(AT, &appended(300 * 1_100, 300, 1_000));
    let (next, _) = writer.take(true);
    assert_eq!(keys(&next), [300 * 1_100], "only the new message is written");
    assert!(next.deletes().is_empty());
}

#[test]
fn without_the_open_piece_only_finished_ones_are_taken_and_the_end_says_so() {
    let mut writer = SegmentWriter::new(&header());
    let tell = |writer: &mut SegmentWriter, messages: std::ops::Range<i64>| {
        messages.for_each(|i| writer.observe(AT, &appended(i * 1_100, i, 1_000)));
    };
    tell(&mut writer, 0..10);
    let (chunks, sealed) = writer.take(false);
    assert!(chunks.is_empty() && sealed.is_empty() && !writer.has_finished());
    assert_eq!(writer.stored_end(), PhysicalOffset(0));
    tell(&mut writer, 10..1_100);
    assert!(writer.has_finished());
    let (chunks, sealed) = writer.take(false);
    assert!(chunks.is_empty(), "no chunk was stored, and none is deleted");
    assert_eq!(keys(&sealed), [0]);
    let from = writer.stored_end();
    let piece = Piece { from: 0, sealed: true, record: sealed.puts()[&0].clone() };
    assert!(
        message_in(&piece, PhysicalOffset(from.0 - 1_100)).is_ok(),
        "the message before the end is in it"
    );
    assert!(writer.find(from).is_some() && from < writer.log_end());
    let (chunks, _) = writer.take(true);
    assert_eq!(keys(&chunks)[0], from.0 as u64);
    assert_eq!(writer.stored_end(), writer.log_end());
}

#[test]
fn a_message_larger_than_a_chunk_has_one_of_its_own() {
    let mut writer = SegmentWriter::new(&header());
    writer.observe(AT, &appended(0, 0, 10));
    writer.observe(AT, &appended(110, 1, 2 * CHUNK_BYTES as u32));
    writer.observe(AT, &appended(200_000, 2, 10));
    assert_eq!(keys(&writer.take(true).0), [0, 110, 200_000]);
}

#[test]
fn a_roll_seals_the_piece_and_deletes_its_chunks_in_one_batch() {
    let store = MemoryStore::new();
    let mut writer = SegmentWriter::new(&header());
    let flush = |writer: &mut SegmentWriter| {
        let (chunks, sealed) = writer.take(true);
        now(store.commit(&WriteBatch { chunks, sealed, ..WriteBatch::default() })).unwrap();
    };
    for i in 0..3 {
        writer.observe(AT, &appended(i * 200, i, 100));
        flush(&mut writer);
    }
    assert_eq!(store.log_keys(), (vec![0, 200, 400], vec![]));
    writer.observe(AT, &appended(600, 3, 100));
    writer.observe(AT, &rolled(1_000));
    writer.observe(AT, &appended(1_000, 4, 100));
    flush(&mut writer);
    assert_eq!(store.log_keys(), (vec![1_000], vec![0]));
    for (i, physical) in [(0, 0), (3, 600), (4, 1_000)] {
        let piece = now(store.piece_at(physical)).unwrap().unwrap();
        assert_eq!(message_in(&piece, PhysicalOffset(physical as i64)).unwrap().offset, QueueOffset(i));
    }
}

#[test]
fn a_piece_that_fills_between_two_batches_is_sealed_directly() {
    let mut writer = SegmentWriter::new(&header());
    let messages = 2 * PIECE_BYTES as i64 / 1_100;
    for i in 0..messages {
        writer.observe(AT, &appended(i * 1_100, i, 1_000));
    }
    let (chunks, sealed) = writer.take(true);
    assert!(!sealed.puts().is_empty());
    for record in sealed.puts().values() {
        assert!(record.len() <= PIECE_BYTES + 18, "{}", record.len());
    }
    let first_chunk = *chunks.puts().keys().next().unwrap();
    assert!(first_chunk > *sealed.puts().keys().last().unwrap(), "no byte is written twice");
}

#[test]
fn a_piece_of_a_size_that_browsers_store_slowly_is_sealed_in_parts() {
    for (messages, records) in [(40, 1), (150, 3), (400, 1)] {
        let mut writer = SegmentWriter::new(&header());
        (0..messages).for_each(|i| writer.observe(AT, &appended(i * 1_100, i, 1_000)));
        writer.observe(AT, &rolled(1_000_000_000));
        let (_, sealed) = writer.take(true);
        let sizes: Vec<usize> = sealed.puts().values().map(Vec::len).collect();
        assert_eq!(sizes.len(), records, "{sizes:?}");
        assert!(sizes.iter().all(|size| *size <= 60 * 1024 || *size >= 256 * 1024), "{sizes:?}");
    }
}

#[test]
fn what_is_already_written_is_skipped_when_it_is_told_again() {
    let mut writer = SegmentWriter::new(&header());
    let story: Vec<Event> = (0..10).map(|i| appended(i * 200, i, 100)).collect();
    story.iter().for_each(|event| writer.observe(AT, event));
    writer.take(true);
    story.iter().for_each(|event| writer.observe(AT, event));
    let (chunks, sealed) = writer.take(true);
    assert!(chunks.is_empty() && sealed.is_empty());
    assert_eq!(writer.log_end(), PhysicalOffset(2_000));
}

#[test]
fn retention_deletes_stored_pieces_and_those_still_waiting() {
    let store = MemoryStore::new();
    let mut writer = SegmentWriter::new(&header());
    for segment in 0..3 {
        writer.observe(AT, &rolled(segment * 1_000));
        writer.observe(AT, &appended(segment * 1_000, segment, 100));
        if segment == 0 {
            let (chunks, sealed) = writer.take(true);
            now(store.commit(&WriteBatch { chunks, sealed, ..WriteBatch::default() })).unwrap();
        }
    }
    let reason = offset_lab::engine::event::DeleteReason::Expired;
    for (base, end) in [(0, 1_000), (1_000, 2_000)] {
        writer.observe(
            AT,
            &Event::SegmentDeleted { base: PhysicalOffset(base), end: PhysicalOffset(end), reason },
        );
    }
    let (chunks, sealed) = writer.take(true);
    now(store.commit(&WriteBatch { chunks, sealed, ..WriteBatch::default() })).unwrap();
    assert_eq!(store.log_keys(), (vec![2_000], vec![]));
}

#[test]
fn a_rewind_hides_what_was_stored_behind_it() {
    let store = MemoryStore::new();
    let mut writer = SegmentWriter::new(&header());
    let flush = |writer: &mut SegmentWriter| {
        let (chunks, sealed) = writer.take(true);
        now(store.commit(&WriteBatch { chunks, sealed, ..WriteBatch::default() })).unwrap();
    };
    // One sealed piece 0..1000, one chunk 1000..2000, another 2000..3000.
    for i in 0..10 {
        writer.observe(AT, &appended(i * 100, i, 0));
    }
    writer.observe(AT, &rolled(1_000));
    for i in 10..30 {
        writer.observe(AT, &appended(i * 100, i, 0));
        if i == 19 {
            flush(&mut writer);
        }
    }
    flush(&mut writer);
    assert_eq!(store.log_keys(), (vec![1_000, 2_000], vec![0]));

    // Back into the middle of the first chunk, and other messages from there.
    writer.cut(PhysicalOffset(1_500));
    for i in 0..3 {
        writer.observe(AT, &appended(1_500 + i * 100, 1_000 + i, 0));
    }
    flush(&mut writer);
    let offset_at = |physical: i64| {
        let piece = now(store.piece_at(physical as u64)).unwrap().unwrap();
        message_in(&piece, PhysicalOffset(physical)).unwrap().offset.0
    };
    assert_eq!([offset_at(900), offset_at(1_400), offset_at(1_500), offset_at(1_700)], [9, 14, 1_000, 1_002]);
    assert_eq!(writer.find(PhysicalOffset(1_500)).unwrap().offset, QueueOffset(1_000));

    // The same after a reload.
    let chunks = now(store.load()).unwrap().chunks;
    let mut notes = Vec::new();
    let restored =
        SegmentWriter::restore(&header(), PhysicalOffset(0)..PhysicalOffset(1_800), &chunks, &mut notes);
    assert_eq!(notes, []);
    assert_eq!(restored.find(PhysicalOffset(1_400)).unwrap().offset, QueueOffset(14));
    assert_eq!(restored.find(PhysicalOffset(1_500)).unwrap().offset, QueueOffset(1_000));
    assert_eq!(restored.find(PhysicalOffset(1_800)), None);

    // Back into the sealed piece.
    writer.cut(PhysicalOffset(500));
    writer.observe(AT, &appended(500, 2_000, 0));
    flush(&mut writer);
    assert_eq!([offset_at(400), offset_at(500)], [4, 2_000]);
    assert_eq!(store.log_keys(), (vec![500], vec![0]));
}
