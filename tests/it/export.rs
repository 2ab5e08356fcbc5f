//! A lab as a file: written, read back, and everything that can be wrong with one. Not here: the browser's
//! part (`tests/e2e/export.test.mjs`).
//!
//! Invariant: whatever bytes a reader is shown, it answers with a record, an end or an error, and never asks
//! for more than the file has.

use crate::stored_lab::{header, now, open, played, read_back, save};
use offset_lab::player::Player;
use offset_lab::sim::{Command, Journal};
use offset_lab::storage::export::{End, ExportError, FILE_BEGINS, Fault, Reader, Step, Writer};
use offset_lab::storage::record::{Kind, RecordError, wrap};
use offset_lab::storage::{MemoryStore, Store, WriteBatch};
use proptest::prelude::*;

/// A store as a file, and how many of its records were damaged.
fn exported(store: &MemoryStore) -> (Vec<u8>, u64) {
    let mut file = Writer::head();
    let mut writer = Writer::default();
    store.each_record(|kind, key, record| {
        if let Some(before) = writer.add(kind, key, record) {
            file.extend(before);
            file.extend(record);
        }
    });
    file.extend(writer.end());
    (file, writer.left_out())
}

/// Reads a file through windows of this many bytes, as a browser does.
fn imported(file: &[u8], window: usize) -> Result<(MemoryStore, End), ExportError> {
    let (store, mut batch) = (MemoryStore::new(), WriteBatch::default());
    let mut reader = Reader::new(file.len() as u64);
    let mut shown = window;
    loop {
        let from = reader.at() as usize;
        let left = file.len() - from;
        match reader.next(&file[from..from + shown.min(left)])? {
            Step::Need(bytes) => {
                assert!(bytes <= left.max(28), "{bytes} bytes are asked for, {left} are left");
                shown = bytes.max(window);
            }
            Step::Record { kind, key, record } => batch.put(kind, key, record.to_vec()),
            Step::End(end) => {
                assert!(reader.has_ended());
                now(store.commit(&batch)).unwrap();
                return Ok((store, end));
            }
        }
    }
}

fn fault(file: &[u8]) -> Fault {
    imported(file, 64).expect_err("it is damaged").fault
}

/// A lab with sealed pieces, chunks, a checkpoint and commands.
fn lab() -> (MemoryStore, Player) {
    let store = MemoryStore::new();
    let player = played(&store, 70);
    (store, player)
}

/// A file with a record of each kind, and little in them.
fn small() -> Vec<u8> {
    let store = MemoryStore::new();
    let mut player = Player::open("Small".to_string(), Journal::new(header()));
    player.submit(Command::CreateTopic { topic: "t".into(), queues: 1, first_offsets: vec![] }).unwrap();
    save(&mut player, &store);
    let mut log = WriteBatch::default();
    log.chunks.put(9, wrap(Kind::Chunk, 9, b"chunk"));
    log.sealed.put(1, wrap(Kind::Sealed, 1, b"sealed"));
    now(store.commit(&log)).unwrap();
    exported(&store).0
}

#[test]
fn an_export_is_the_lab_again_whatever_the_window() {
    let (store, player) = lab();
    let (chunks, sealed) = store.log_keys();
    assert!(!chunks.is_empty() && !sealed.is_empty(), "the test needs both kinds of pieces");
    let (file, left_out) = exported(&store);
    assert_eq!(left_out, 0);
    assert!(file.starts_with(&FILE_BEGINS));
    for window in [1, 7, 28, 1_000, 1 << 20] {
        let (copy, end) = imported(&file, window).unwrap();
        assert_eq!(copy, store, "window {window}");
        assert_eq!(end.left_out, 0);
    }
    let copy = imported(&file, 4096).unwrap().0;
    let restored = Player::restore(open(&copy));
    assert_eq!(restored.notes(), Vec::<String>::new());
    assert_eq!(restored.world().digest(), player.world().digest());
    assert_eq!(read_back(&restored, &copy).len(), read_back(&player, &store).len());
}

/// The bytes of form 1, for ever.
#[test]
fn golden_bytes_of_a_file() {
    let mut writer = Writer::default();
    let record = wrap(Kind::Chunk, 3, b"piece");
    let mut file = b"OFFSETLB".to_vec();
    file.extend(wrap(Kind::ExportHead, u64::from_le_bytes(FILE_BEGINS), &[5, b'0', b'.', b'1', b'.', b'0']));
    file.extend(writer.add(Kind::Chunk, 3, &record).unwrap());
    file.extend(&record);
    file.extend(writer.end());
    let golden = [
        b"OFFSETLBOLxh\x01\x00\x06\x00\x00\x00\x050.1.0\xdb\x9f\x0c\x7f\x8e\x2e\xfb\x9e".to_vec(),
        b"\x03\0\0\0\0\0\0\0OLch\x01\x00\x05\x00\x00\x00piece".to_vec(),
    ]
    .concat();
    assert_eq!(file[..golden.len()], golden);
    let (store, end) = imported(&file, 16).unwrap();
    assert_eq!((end.records, end.left_out, store.log_keys().0), (1, 0, vec![3]));
}

#[test]
fn every_cut_and_every_flipped_byte_is_found() {
    let file = small();
    for bytes in 0..file.len() {
        assert!(imported(&file[..bytes], 512).is_err(), "cut to {bytes} of {}", file.len());
    }
    for at in 0..file.len() {
        let mut flipped = file.clone();
        flipped[at] ^= 0x10;
        let error = imported(&flipped, 512).expect_err("a flipped byte");
        assert!(error.at <= at as u64, "byte {at}: {error}");
    }
}

#[test]
fn each_fault_has_its_own_words_and_place() {
    let (file, _) = exported(&lab().0);
    assert_eq!(fault(b""), Fault::NotALab);
    assert_eq!(fault(b"{\"format\":\"offset-lab-journal/1\"}"), Fault::NotALab);
    assert_eq!(fault(&file[..file.len() - 1]), Fault::Cut);
    let longer = [&file[..], b"x"].concat();
    assert_eq!(fault(&longer), Fault::GoesOn);
    let mut newer = file.clone();
    newer[12] = 9;
    assert_eq!(fault(&newer), Fault::Newer { version: 9, known: 1 });
    let mut huge = file.clone();
    huge[14..18].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(fault(&huge), Fault::TooLong { bytes: u64::from(u32::MAX), most: 4096 });
    let mut hash = file.clone();
    hash[20] ^= 1;
    assert_eq!(fault(&hash), Fault::Damaged(RecordError::Hash));
    let error = imported(&huge, 64).err().unwrap();
    assert!(error.to_string().ends_with("(at byte 0)"), "{error}");
}

/// The file's records, with their keys.
fn records(file: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < file.len() {
        let length = u32::from_le_bytes(file[at + 14..at + 18].try_into().unwrap()) as usize;
        parts.push(file[at..at + 26 + length].to_vec());
        at += 26 + length;
    }
    parts
}

#[test]
fn a_record_that_is_gone_twice_or_elsewhere_is_found() {
    let (file, _) = exported(&lab().0);
    let parts = records(&file);
    assert_eq!(parts.concat(), file);
    for i in 1..parts.len() - 1 {
        let mut without = parts.clone();
        without.remove(i);
        assert!(matches!(fault(&without.concat()), Fault::OtherRecords { .. }), "record {i} is gone");
        let mut twice = parts.clone();
        twice.insert(i, parts[i].clone());
        assert_eq!(fault(&twice.concat()), Fault::OutOfPlace, "record {i} twice");
    }
    let mut swapped = parts.clone();
    swapped.swap(1, 2);
    assert_eq!(fault(&swapped.concat()), Fault::OutOfPlace);
    // Another lab's record in the place of one's own: each is whole, the chain is not.
    let other = MemoryStore::new();
    played(&other, 75);
    let others = records(&exported(&other).0);
    let mut mixed = parts.clone();
    mixed[2] = others[2].clone();
    assert!(matches!(fault(&mixed.concat()), Fault::OtherRecords { .. }));
}

#[test]
fn a_damaged_lab_gives_the_rest() {
    let (store, _) = lab();
    let (chunks, sealed) = store.log_keys();
    let mut batch = WriteBatch { checkpoint: Some(b"nonsense".to_vec()), ..WriteBatch::default() };
    batch.sealed.put(sealed[0], b"nonsense".to_vec());
    now(store.commit(&batch)).unwrap();
    let (file, left_out) = exported(&store);
    assert_eq!(left_out, 2);
    let (copy, end) = imported(&file, 4096).unwrap();
    assert_eq!(end.left_out, 2);
    assert_eq!(copy.log_keys(), (chunks, sealed[1..].to_vec()));
    let restored = Player::restore(open(&copy));
    assert_eq!(restored.world().digest(), Player::restore(open(&lab().0)).world().digest());
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400), window in 1usize..64) {
        prop_assert!(imported(&bytes, window).is_err());
        let behind_a_head = [&Writer::head()[..], &bytes].concat();
        prop_assert!(imported(&behind_a_head, window).is_err());
    }

    #[test]
    fn any_change_of_a_file_is_found(at in 0usize..2_000, with in 1u8..=255, window in 1usize..5_000) {
        let mut file = small();
        let at = at % file.len();
        file[at] ^= with;
        prop_assert!(imported(&file, window).is_err());
    }
}
