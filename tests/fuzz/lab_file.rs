//! Lab files: read through windows as in the page, then opened and shown. Not here: a browser's store.
//!
//! Invariant: the bytes are read as they are, and once more with every hash made right, since a fuzzer can't
//! make one.

use offset_lab::engine::profile::Profile;
use offset_lab::player::Player;
use offset_lab::sim::{Journal, JournalHeader};
use offset_lab::storage::export::{Reader, Step, Writer};
use offset_lab::storage::record::{HASH_BYTES, HEAD_BYTES, Kind, wrap};
use offset_lab::storage::{Durability, MemoryStore, Store, WriteBatch, recover};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

const KEY_BYTES: usize = 8;
const WINDOW: usize = 64;

pub fn seeds() -> Vec<Vec<u8>> {
    ["overtaken.jsonl", "everything-5.3.jsonl", "failures.jsonl"]
        .iter()
        .flat_map(|name| crate::files("tests/journals", name))
        .flat_map(|(_, journal)| {
            let journal = Journal::parse(&crate::text(&journal)).expect("a journal of the tests");
            [0, 2, 40].map(|halves| stored(journal.clone(), halves))
        })
        .chain([stored(Journal::new(JournalHeader::new(Profile::Docs50, 1)), 0)])
        .collect()
}

/// A lab that was played so many half seconds, as a file.
fn stored(journal: Journal, halves: u64) -> Vec<u8> {
    let store = MemoryStore::new();
    let mut player = Player::open("Busy".to_string(), journal);
    for _ in 0..=halves {
        player.step_by(500_000);
        player.flush(Durability::Relaxed);
        if let Some(batch) = player.take_writes(0) {
            let result = now(store.commit(&batch));
            player.writes_done(&result, 0);
        }
    }
    let (mut file, mut writer) = (Writer::head(), Writer::default());
    store.each_record(|kind, key, record| {
        if let Some(before) = writer.add(kind, key, record) {
            file.extend(before);
            file.extend(record);
        }
    });
    file.extend(writer.end());
    file
}

pub fn look(bytes: &[u8]) {
    open(bytes);
    open(&mended(bytes));
}

/// The same records with their hashes, and an end that tells of them.
fn mended(bytes: &[u8]) -> Vec<u8> {
    let (mut file, mut writer) = (Writer::head(), Writer::default());
    let mut rest = bytes;
    while let Some((head, more)) = rest.split_at_checked(KEY_BYTES + HEAD_BYTES) {
        let key = u64::from_le_bytes(head[..KEY_BYTES].try_into().expect("eight bytes"));
        let mark: [u8; 4] = head[KEY_BYTES..KEY_BYTES + 4].try_into().expect("four bytes");
        let length: [u8; 4] = head[KEY_BYTES + 6..].try_into().expect("four bytes");
        let length = (u32::from_le_bytes(length) as usize).min(more.len());
        let (payload, more) = more.split_at(length);
        rest = more.get(HASH_BYTES..).unwrap_or_default();
        match Kind::of(mark) {
            Some(Kind::ExportHead | Kind::ExportEnd) | None => continue,
            Some(kind) => {
                let record = wrap(kind, key, payload);
                if let Some(before) = writer.add(kind, key, &record) {
                    file.extend(before);
                    file.extend(record);
                }
            }
        }
    }
    file.extend(writer.end());
    file
}

fn open(file: &[u8]) {
    let Some(store) = imported(file) else { return };
    let Ok((Some(recovered), _)) = recover(now(store.load()).expect("memory can be read"), None) else {
        return;
    };
    let _: Vec<String> = recovered.notes.iter().map(|note| format!("{note:?}")).collect();
}

/// The store that a file becomes, if it is whole.
fn imported(file: &[u8]) -> Option<MemoryStore> {
    let (store, mut batch) = (MemoryStore::new(), WriteBatch::default());
    let mut reader = Reader::new(file.len() as u64);
    let mut shown = WINDOW;
    loop {
        let from = usize::try_from(reader.at()).expect("a place in the file");
        let left = file.len() - from;
        match reader.next(&file[from..from + shown.min(left)]) {
            Err(error) => {
                let _ = error.to_string();
                return None;
            }
            Ok(Step::Need(bytes)) => {
                assert!(bytes <= left.max(28), "{bytes} bytes are asked for, {left} are left");
                shown = bytes.max(WINDOW);
            }
            Ok(Step::Record { kind, key, record }) => batch.put(kind, key, record.to_vec()),
            Ok(Step::End(_)) => {
                now(store.commit(&batch)).expect("memory takes all");
                return Some(store);
            }
        }
    }
}

/// A store in memory never waits.
fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a store in memory never waits"),
    }
}
