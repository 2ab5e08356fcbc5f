//! Storage without a browser: the envelope's bytes, frames, batches, and the store suite over memory. Not
//! here: the segment writer (`segment_writer`), and labs that come back (`recovery`).
//!
//! Invariant: the golden bytes never change; a change is a new version beside them.

#[path = "../suite/store_suite.rs"]
mod store_suite;

use crate::stored_lab::{header, now};
use offset_lab::engine::ids::{EpochMs, PhysicalOffset, QueueOffset, VirtualTime};
use offset_lab::storage::error::{StoreError, StoredPart};
use offset_lab::storage::frame::{Frame, frames};
use offset_lab::storage::record::{Kind, RecordError, unwrap, wrap};
use offset_lab::storage::store::Piece;
use offset_lab::storage::{Manifest, MemoryStore, Note, Origin, Store, StoredLab, WriteBatch};
use offset_lab::ui::text::Language;
use proptest::prelude::*;

fn payload() -> Vec<u8> {
    b"offset lab".to_vec()
}

/// The bytes of version 1, for ever. A change here is a new version, and the old one must still be read.
#[test]
fn golden_bytes_of_a_record() {
    let golden = [
        0x4f, 0x4c, 0x6a, 0x65, // OLje
        0x01, 0x00, // version 1
        0x0a, 0x00, 0x00, 0x00, // 10 bytes
        b'o', b'f', b'f', b's', b'e', b't', b' ', b'l', b'a', b'b', 0x93, 0x6e, 0x9d, 0xbc, 0x8d, 0xa8, 0x4c,
        0x91, // xxh3-64 of all above, seed 7
    ];
    assert_eq!(wrap(Kind::Entry, 7, &payload()), golden);
    assert_eq!(unwrap(Kind::Entry, 7, &golden), Ok(&payload()[..]));
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_record_is_found() {
    let record = wrap(Kind::Chunk, 9, &payload());
    for bit in 0..record.len() * 8 {
        let mut damaged = record.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(unwrap(Kind::Chunk, 9, &damaged).is_err(), "bit {bit}");
    }
    for bytes in 0..record.len() {
        assert!(unwrap(Kind::Chunk, 9, &record[..bytes]).is_err(), "cut to {bytes}");
    }
    let mut longer = record.clone();
    longer.push(0);
    assert!(matches!(unwrap(Kind::Chunk, 9, &longer), Err(RecordError::Long { .. })));
}

#[test]
fn a_record_under_another_key_or_of_another_kind_is_found() {
    let record = wrap(Kind::Chunk, 9, &payload());
    assert_eq!(unwrap(Kind::Chunk, 8, &record), Err(RecordError::Hash));
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Chunk) {
        assert!(matches!(unwrap(kind, 9, &record), Err(RecordError::Magic(_))));
    }
}

#[test]
fn a_record_of_a_newer_version_is_named_and_not_read() {
    let mut record = wrap(Kind::Manifest, 0, &payload());
    record[4] = 2;
    assert_eq!(unwrap(Kind::Manifest, 0, &record), Err(RecordError::Newer { version: 2, known: 1 }));
}

#[test]
fn memory_passes_the_suite() {
    now(store_suite::begins_empty(&MemoryStore::new()));
    now(store_suite::keeps_what_it_was_given(&MemoryStore::new()));
    now(store_suite::leaves_the_rest_alone(&MemoryStore::new()));
    now(store_suite::deletes_ranges_before_it_puts(&MemoryStore::new()));
    now(store_suite::finds_the_nearest_piece(&MemoryStore::new()));
    now(store_suite::joined_batches_do_the_same(&MemoryStore::new(), &MemoryStore::new()));
    let kept = std::rc::Rc::new(MemoryStore::new());
    now(store_suite::is_there_for_the_next_one(|| std::future::ready(Same(kept.clone()))));
}

/// A handle to a store that outlives it, as a database outlives a connection.
struct Same(std::rc::Rc<MemoryStore>);

impl Store for Same {
    fn commit(&self, batch: &WriteBatch) -> impl Future<Output = Result<(), StoreError>> {
        self.0.commit(batch)
    }
    fn load(&self) -> impl Future<Output = Result<StoredLab, StoreError>> {
        self.0.load()
    }
    fn piece_at(&self, physical: u64) -> impl Future<Output = Result<Option<Piece>, StoreError>> {
        self.0.piece_at(physical)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Any two batches, joined or one after the other.
    #[test]
    fn joining_batches_changes_nothing(
        first in proptest::collection::vec((0u64..40, 0u64..40, any::<bool>()), 0..20),
        second in proptest::collection::vec((0u64..40, 0u64..40, any::<bool>()), 0..20),
    ) {
        let batch = |steps: &[(u64, u64, bool)], mark: u8| {
            let mut batch = WriteBatch::default();
            for &(from, to, delete) in steps {
                if delete { batch.journal.delete(from..to) } else { batch.journal.put(from, vec![mark, to as u8]) }
            }
            batch
        };
        let (first, second) = (batch(&first, 1), batch(&second, 2));
        let (apart, joined) = (MemoryStore::new(), MemoryStore::new());
        now(apart.commit(&first)).unwrap();
        now(apart.commit(&second)).unwrap();
        let mut both = first;
        both.then(second);
        now(joined.commit(&both)).unwrap();
        prop_assert_eq!(apart, joined);
    }

    /// A frame read back is the frame that was written, and no cut of it reads as one.
    #[test]
    fn frames_come_back(
        physical in 0i64..i64::MAX, queue in 0u32..64, offset in any::<i64>(), stored_at in any::<i64>(),
        topic in "[a-z]{1,20}", key in proptest::option::of(".{0,10}"), tag in proptest::option::of(".{0,10}"),
        body in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let frame = Frame {
            physical: PhysicalOffset(physical), record_bytes: 100, topic: &topic, queue, offset: QueueOffset(offset),
            stored_at: EpochMs(stored_at), key: key.as_deref(), tag: tag.as_deref(), body: &body,
        };
        let mut bytes = Vec::new();
        frame.write(&mut bytes);
        prop_assert_eq!(bytes.len(), frame.bytes());
        frame.write(&mut bytes);
        let read: Vec<Frame<'_>> = frames(&bytes).collect();
        prop_assert_eq!(read, vec![frame, frame]);
        for cut in 0..frame.bytes() {
            prop_assert_eq!(frames(&bytes[..cut]).count(), 0);
        }
    }
}

#[test]
fn small_records_come_back() {
    let origin = Origin { title: "T".to_string(), header: header(), recording: Some("{}".to_string()) };
    assert_eq!(Origin::from_record(&origin.to_record()), Ok(origin));
    let manifest =
        Manifest { epoch: u64::MAX, log_end: i64::MAX, head: VirtualTime(3), ..Manifest::default() };
    assert_eq!(Manifest::from_record(&manifest.to_record()), Ok(manifest));
}

fn errors() -> Vec<StoreError> {
    let words = || "AbortError".to_string();
    vec![
        StoreError::Unavailable(words()),
        StoreError::Quota,
        StoreError::Blocked,
        StoreError::NewerDatabase,
        StoreError::Newer { place: StoredPart::Manifest, version: 2, known: 1 },
        StoreError::Closed,
        StoreError::Unanswered,
        StoreError::Emptied,
        StoreError::Aborted(words()),
        StoreError::Damaged { place: StoredPart::Entry(3), error: RecordError::Hash },
        StoreError::Missing(StoredPart::Log(4_096)),
        StoreError::Missing(StoredPart::Origin),
        StoreError::ReadOnly,
        StoreError::Other(words()),
    ]
}

fn notes() -> Vec<Note> {
    let places = [
        StoredPart::Origin,
        StoredPart::Manifest,
        StoredPart::Checkpoint,
        StoredPart::Index(7),
        StoredPart::Entry(7),
        StoredPart::Log(77),
    ];
    let mut notes: Vec<Note> = places.map(|place| Note::Damaged { place, error: None }).to_vec();
    let engine = || "0.1.0".to_string();
    notes.extend([
        Note::Damaged { place: StoredPart::Checkpoint, error: Some(RecordError::Payload) },
        Note::Replayed,
        Note::CutAtEntry { kept: 17, of: 42 },
        Note::LogPartLost { from: 4_096 },
        Note::TitleLost,
        Note::OtherEngine { engine: engine() },
        Note::PastOfEngine { engine: engine() },
        Note::Wiped,
        Note::OlderThanSaved { found: 17, saved: 42 },
        Note::OtherDatabase,
        Note::NoLocks,
    ]);
    notes
}

#[test]
fn every_error_says_what_a_person_can_do() {
    for error in errors() {
        assert!(error.to_string().len() > 20, "{error:?}");
    }
}

/// The numbers and the browser's own words in a sentence.
fn facts(words: &str) -> Vec<&str> {
    let facts =
        words.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').map(|word| word.trim_matches('.'));
    let mut facts: Vec<&str> = facts
        .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()) || word.ends_with("Error"))
        .collect();
    facts.sort();
    facts
}

#[test]
fn what_a_store_says_is_said_in_chinese_with_the_same_facts() {
    let top = &Language::Zh.text().top;
    let errors = errors().into_iter().map(|error| (error.to_string(), (top.store_error)(&error)));
    let notes = notes().into_iter().map(|note| (note.to_string(), (top.stored_note)(&note)));
    let mut seen = std::collections::BTreeSet::new();
    for (english, chinese) in errors.chain(notes) {
        assert!(chinese.chars().filter(|c| !c.is_ascii()).count() >= 4, "{chinese}");
        // Which form of a record a newer page wrote helps nobody who can reload it.
        if !english.contains("form 2") {
            assert_eq!(facts(&english), facts(&chinese), "{english}\n{chinese}");
        }
        assert!(seen.insert(chinese.clone()), "two things are said in the same words: {chinese}");
    }
}
