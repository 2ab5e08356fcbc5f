//! Which sealed block of the index is in which stored record, and what a checkpoint has to add and may
//! delete. Not here: the bytes (`index_record`), and when a checkpoint is made (`player`).
//!
//! A block is stored once. Blocks of one record were sealed at about the same time, so retention frees them
//! at about the same time, and a record goes when none of its blocks is wanted any more. A lab that grows
//! slowly makes small records: when there are too many of those, their blocks move into one.
//!
//! Invariant: every block of the World that a checkpoint is of is in exactly one record that the checkpoint
//! names.

use crate::engine::ids::{QueueOffset, TopicQueue};
use crate::engine::log::index::{Index, QueueIndex};
use crate::engine::log::index_block::{BLOCK_ENTRIES, Block};
use crate::engine::ordered_map::OrderedMap;
use crate::storage::batch::TableChanges;
use crate::storage::index_record::{PlacedBlock, to_record};
use crate::storage::record::hash_of;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Bytes of blocks in one record.
const RECORD_BYTES: usize = 1024 * 1024;
/// Records that are less than half full; one more, and their blocks move into one.
const SMALL_RECORDS_MAX: usize = 16;

/// A record that a checkpoint names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RecordName {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: u64,
}

/// A block that is stored.
#[derive(Clone, Debug)]
pub struct StoredBlock {
    /// The block.
    pub block: Rc<Block>,
    /// The number of its record.
    pub record: u64,
}

/// A record of the index that is there.
#[derive(Clone, Copy, Debug)]
pub struct KnownRecord {
    /// Its name.
    pub name: RecordName,
    /// Its size.
    pub bytes: usize,
}

/// A queue's stored blocks.
#[derive(Clone, Debug, Default)]
pub struct StoredQueue {
    from: QueueOffset,
    blocks: VecDeque<StoredBlock>,
}

impl StoredQueue {
    /// The block that begins at `offset`.
    fn at(&self, offset: QueueOffset) -> Option<&StoredBlock> {
        let entries = usize::try_from(self.from.checked_distance_to(offset)?).ok()?;
        self.blocks.get(entries / BLOCK_ENTRIES).filter(|_| entries.is_multiple_of(BLOCK_ENTRIES))
    }
}

#[derive(Clone, Copy, Debug)]
struct Record {
    hash: u64,
    bytes: usize,
}

/// What is stored of the index.
#[derive(Clone, Debug, Default)]
pub struct IndexWriter {
    queues: OrderedMap<TopicQueue, StoredQueue>,
    records: OrderedMap<u64, Record>,
    next_record: u64,
    /// The store may hold records that nobody knows of.
    unknown: bool,
}

impl IndexWriter {
    /// For a store of whose index nothing is known.
    pub fn new() -> IndexWriter {
        IndexWriter { unknown: true, ..IndexWriter::default() }
    }

    /// For a store whose index was read: the blocks of each of its queues, and each record's name and size.
    pub fn restore(
        index: &Index,
        blocks: Vec<Vec<StoredBlock>>,
        records: &[KnownRecord],
        next_record: u64,
    ) -> IndexWriter {
        let mut writer = IndexWriter { next_record, ..IndexWriter::default() };
        for &KnownRecord { name, bytes } in records {
            writer.records.insert(name.number, Record { hash: name.hash, bytes });
        }
        for (queue, blocks) in index.queues.iter().zip(blocks) {
            let stored = StoredQueue { from: queue.from, blocks: blocks.into() };
            writer.queues.insert(TopicQueue::new(&queue.topic, queue.queue), stored);
        }
        writer
    }

    /// The number that the next record will get.
    pub fn next_record(&self) -> u64 {
        self.next_record
    }

    /// Records that a checkpoint has to name now.
    pub fn names(&self) -> Vec<RecordName> {
        self.records.iter().map(|(&number, record)| RecordName { number, hash: record.hash }).collect()
    }

    /// Brings what is stored to this index. The changes belong into the transaction of the checkpoint that is
    /// of it.
    pub fn store(&mut self, index: &Index) -> TableChanges {
        let mut changes = TableChanges::default();
        if core::mem::take(&mut self.unknown) {
            changes.delete(0..u64::MAX);
        }
        let mut live: OrderedMap<u64, usize> = OrderedMap::new();
        let mut queues: Vec<(&QueueIndex, Vec<Option<u64>>)> = Vec::with_capacity(index.queues.len());
        for queue in &index.queues {
            let records = self.records_of(queue);
            for number in records.iter().flatten() {
                *live.entry(*number).or_insert_with(|| 0) += 1;
            }
            queues.push((queue, records));
        }
        let small =
            |number: &&u64| self.records.get(*number).is_some_and(|known| known.bytes < RECORD_BYTES / 2);
        let small: Vec<u64> = live.keys().filter(small).copied().collect();
        let moving = if small.len() > SMALL_RECORDS_MAX { small } else { Vec::new() };
        for number in self.records.keys() {
            if !live.contains_key(number) || moving.contains(number) {
                changes.delete(*number..*number + 1);
            }
        }
        self.records.retain(|number, _| live.contains_key(number) && !moving.contains(number));
        self.queues = OrderedMap::new();
        let mut open = OpenRecord::default();
        for (queue, records) in queues {
            let mut stored = StoredQueue { from: queue.from, blocks: VecDeque::with_capacity(records.len()) };
            for (i, (block, known)) in queue.blocks.iter().zip(records).enumerate() {
                let number = match known.filter(|number| !moving.contains(number)) {
                    Some(number) => number,
                    None => {
                        let from = queue.from.plus((i * BLOCK_ENTRIES) as u64);
                        let (topic, queue) = (queue.topic.clone(), queue.queue);
                        self.add(
                            &mut open,
                            PlacedBlock { topic, queue, from, block: block.clone() },
                            &mut changes,
                        )
                    }
                };
                stored.blocks.push_back(StoredBlock { block: block.clone(), record: number });
            }
            self.queues.insert(TopicQueue::new(&queue.topic, queue.queue), stored);
        }
        self.close(&mut open, &mut changes);
        changes
    }

    /// The record of each of a queue's blocks; `None`: it is not stored. A run of a known past makes equal
    /// blocks again.
    fn records_of(&self, queue: &QueueIndex) -> Vec<Option<u64>> {
        let stored = self.queues.get(&TopicQueue::new(&queue.topic, queue.queue));
        let record = |(i, block): (usize, &Rc<Block>)| {
            let from = queue.from.plus((i * BLOCK_ENTRIES) as u64);
            let known = stored?.at(from)?;
            (Rc::ptr_eq(&known.block, block) || known.block == *block).then_some(known.record)
        };
        queue.blocks.iter().enumerate().map(record).collect()
    }

    /// Puts a block into the record that is being filled; gives the record's number.
    fn add(&mut self, open: &mut OpenRecord, placed: PlacedBlock, changes: &mut TableChanges) -> u64 {
        if open.bytes + placed.bytes() > RECORD_BYTES {
            self.close(open, changes);
        }
        open.bytes += placed.bytes();
        open.blocks.push(placed);
        self.next_record
    }

    fn close(&mut self, open: &mut OpenRecord, changes: &mut TableChanges) {
        let OpenRecord { blocks, bytes } = core::mem::take(open);
        if blocks.is_empty() {
            return;
        }
        let record = to_record(self.next_record, &blocks);
        self.records.insert(self.next_record, Record { hash: hash_of(&record), bytes });
        changes.put(self.next_record, record);
        self.next_record += 1;
    }
}

/// A record that is being filled.
#[derive(Default)]
struct OpenRecord {
    blocks: Vec<PlacedBlock>,
    bytes: usize,
}
