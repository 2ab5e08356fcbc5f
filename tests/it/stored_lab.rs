//! A lab that is played, stored and read back: what the storage tests share. Not here: tests.
//!
//! Invariant: everything goes through the player and the store as it does on a page; only the clock is ours.

use offset_lab::engine::ids::{Name, QueueOffset, VirtualTime};
use offset_lab::engine::profile::Profile;
use offset_lab::player::Player;
use offset_lab::sim::command::{Command, RetentionSettings};
use offset_lab::sim::{Journal, JournalEntry, JournalHeader};
use offset_lab::storage::frame::StoredMessage;
use offset_lab::storage::segment_reader::message_in;
use offset_lab::storage::{Durability, MemoryStore, Recovered, Store, WriteBatch, recover};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Runs a future that is ready whenever it is asked: all that a store in memory has.
pub fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("a store in memory never waits"),
    }
}

/// The first line of every lab here.
pub fn header() -> JournalHeader {
    JournalHeader::new(Profile::Docs50, 7)
}

/// A command at its time.
pub fn entry(at_us: u64, command: Command) -> JournalEntry {
    JournalEntry { at_us: VirtualTime(at_us), command }
}

/// A lab with all that storage has to do with: small segments, retention, two producers, messages by hand.
pub fn busy_journal() -> Journal {
    let topic = Name::from("orders");
    let retention = RetentionSettings {
        segment_bytes: Some(8 * 1024),
        disk_bytes: Some(256 * 1024),
        reserved_ms: Some(60_000),
        ..RetentionSettings::default()
    };
    let by_hand = |queue, key: Option<&str>, body: &str| Command::SendMessage {
        topic: topic.clone(),
        queue,
        key: key.map(String::from),
        tag: Some("TagA".to_string()),
        body: body.to_string(),
        deliver_at_ms: None,
        delay_level: 0,
    };
    let mut journal = Journal::new(header());
    journal.entries = vec![
        entry(0, Command::SetRetention(retention)),
        entry(0, Command::CreateTopic { topic: topic.clone(), queues: 4, first_offsets: vec![] }),
        entry(0, Command::CreateGroup { group: "billing".into(), consume_from: Default::default() }),
        entry(0, add_producer("p1", 40, 200, 0)),
        entry(0, add_producer("p2", 15, 600, 9)),
        entry(
            0,
            Command::AddConsumer {
                consumer: "c1".into(),
                group: "billing".into(),
                topic: topic.clone(),
                processing_us: 30_000,
                cached_max: 1_000,
            },
        ),
        entry(3_000_000, by_hand(1, Some("k-1"), "first by hand")),
        entry(3_000_000, by_hand(99, None, "refused: no such queue")),
        entry(3_000_000, by_hand(1, None, "second by hand")),
    ];
    journal
}

/// A producer on the one topic.
pub fn add_producer(producer: &str, rate_per_s: u32, body_bytes: u32, keys: u32) -> Command {
    Command::AddProducer {
        producer: producer.into(),
        topic: "orders".into(),
        rate_per_s,
        body_bytes,
        keys,
        delay_level: 0,
    }
}

/// Stores whatever the player wants stored.
pub fn save(player: &mut Player, store: &MemoryStore) {
    player.flush(Durability::Relaxed);
    if let Some(batch) = player.take_writes(0) {
        let result = now(store.commit(&batch));
        player.writes_done(&result, 0);
    }
}

/// A player over a store, run and saved every half second.
pub fn played(store: &MemoryStore, seconds: u64) -> Player {
    let mut player = Player::open("Busy".to_string(), busy_journal());
    for _ in 0..seconds * 2 {
        player.step_by(500_000);
        save(&mut player, store);
    }
    player
}

/// What the store gives back.
pub fn open(store: &MemoryStore) -> Recovered {
    let (recovered, _) = recover(now(store.load()).unwrap(), None).unwrap();
    recovered.expect("a lab is stored")
}

/// All that a store holds, to be kept as a file: for each record a table's letter, the key, the length, the
/// bytes.
pub fn dump(store: &MemoryStore) -> Vec<u8> {
    let lab = now(store.load()).unwrap();
    let mut out = Vec::new();
    let mut put = |table: u8, key: u64, record: &[u8]| {
        out.push(table);
        out.extend_from_slice(&key.to_be_bytes());
        out.extend_from_slice(&(record.len() as u32).to_be_bytes());
        out.extend_from_slice(record);
    };
    for (table, record) in [(b'o', &lab.origin), (b'm', &lab.manifest), (b'c', &lab.checkpoint)] {
        record.iter().for_each(|record| put(table, 0, record));
    }
    for (table, records) in [(b'j', &lab.journal), (b'k', &lab.chunks), (b'i', &lab.index)] {
        records.iter().for_each(|(key, record)| put(table, *key, record));
    }
    for key in store.log_keys().1 {
        put(b's', key, &now(store.piece_at(key)).unwrap().unwrap().record);
    }
    out
}

/// A store with what `dump` gave.
pub fn undump(mut bytes: &[u8]) -> MemoryStore {
    let mut batch = WriteBatch::default();
    while let Some((&table, rest)) = bytes.split_first() {
        let key = u64::from_be_bytes(rest[..8].try_into().unwrap());
        let length = u32::from_be_bytes(rest[8..12].try_into().unwrap()) as usize;
        let record = rest[12..12 + length].to_vec();
        bytes = &rest[12 + length..];
        match table {
            b'o' => batch.origin = Some(record),
            b'm' => batch.manifest = Some(record),
            b'c' => batch.checkpoint = Some(record),
            b'j' => batch.journal.put(key, record),
            b'k' => batch.chunks.put(key, record),
            b'i' => batch.index.put(key, record),
            b's' => batch.sealed.put(key, record),
            other => panic!("no table {other}"),
        }
    }
    let store = MemoryStore::new();
    now(store.commit(&batch)).unwrap();
    store
}

/// Whether a command took this message over from a real cluster: it has no record here.
fn is_imported(player: &Player, topic: &Name, queue: u32, offset: i64) -> bool {
    player.journal().entries.iter().any(|entry| match &entry.command {
        Command::ImportQueue { topic: of, queue: at, max, .. } => {
            (of, *at) == (topic, queue) && max.is_some_and(|max| offset < max.0)
        }
        _ => false,
    })
}

/// Every message of the World, read back from where it is stored.
pub fn read_back(player: &Player, store: &MemoryStore) -> Vec<StoredMessage> {
    let broker = player.world().broker();
    let mut messages = Vec::new();
    for topic in broker.topic_names() {
        for queue in 0..broker.queue_count(&topic) {
            for offset in broker.min_offset(&topic, queue).0..broker.max_offset(&topic, queue).0 {
                let Some((physical, record_bytes)) = broker.locate(&topic, queue, QueueOffset(offset)) else {
                    assert!(
                        is_imported(player, &topic, queue, offset),
                        "{topic}/{queue}/{offset} is nowhere"
                    );
                    continue;
                };
                let piece = now(store.piece_at(physical.0 as u64)).unwrap().expect("a piece holds it");
                let message = message_in(&piece, physical).unwrap();
                assert_eq!((&message.topic, message.queue, message.offset.0), (&topic, queue, offset));
                assert_eq!((message.physical, message.record_bytes), (physical, record_bytes));
                assert_eq!(Some(message.stored_at), broker.store_time(&topic, queue, message.offset));
                messages.push(message);
            }
        }
    }
    messages
}
