//! A World at rest, with what its subscribers had gathered. Not here: when one is made (`player`), and the
//! sealed blocks of its index, which are in records of their own (`index_writer`): a checkpoint costs what
//! changed, however much the lab holds.
//!
//! ```text
//! head | index n (4) | names, open entries, segments | World without its index
//! ```
//!
//! Form 1 had the World with its index behind the head, and is still read.
//!
//! Invariant: a checkpoint only saves work. Where it is damaged, or of a layout that this build can't read,
//! the journal is run instead. One that another engine made is taken as it is: the lab then stands on a past
//! that this engine does not run again.

use crate::engine::ids::{QueueOffset, TopicQueue, VirtualTime};
use crate::engine::log::commit_log::Segment;
use crate::engine::log::index::{Index, QueueIndex};
use crate::engine::log::index_block::BLOCK_ENTRIES;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::sim::formats::journal::{ENGINE_VERSION, JournalHeader};
use crate::sim::world::bytes::WORLD_LAYOUT;
use crate::sim::world::digest::{digest_of, encode};
use crate::sim::{Journal, Timeline, World};
use crate::storage::batch::TableChanges;
use crate::storage::error::{StoreError, StoredPart};
use crate::storage::index_record::{Fields, ReadIndex, write_entries, write_place, write_segments};
use crate::storage::index_writer::{IndexWriter, KnownRecord, RecordName, StoredBlock};
use crate::storage::manifest::refusal;
use crate::storage::record::{Kind, RecordError, begin, finish, unwrap_any};
use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU64, Ordering};
use serde::{Deserialize, Serialize};

/// What a checkpoint says of itself, ahead of the World.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckpointHead {
    /// The engine that made it, as `engine_id` names it.
    pub engine: String,
    /// The layout of its World.
    pub layout: u32,
    /// The engine that made the lab's past, where that was another one.
    pub past_by: Option<String>,
    /// The branch that it is of.
    pub branch: u64,
    /// Journal entries that the World has taken.
    pub entries: u64,
    /// What the player gathered from events up to here (log, chart, resets), in the player's own form.
    pub gathered: Vec<u8>,
    /// Records that hold the sealed blocks of its index.
    pub records: Vec<RecordName>,
    /// The number that the next such record gets.
    pub next_record: u64,
}

/// The head of form 1.
#[derive(Serialize, Deserialize)]
struct HeadV1 {
    engine: String,
    branch: u64,
    entries: u64,
    gathered: Vec<u8>,
}

/// A checkpoint that was read back.
pub struct Checkpoint {
    /// The branch that it is of.
    pub branch: u64,
    /// Journal entries that the World has taken.
    pub entries: u64,
    /// What the player gathered.
    pub gathered: Vec<u8>,
    /// The World.
    pub world: World,
    /// The engine that made the lab's past, if it is not this one.
    pub past_by: Option<String>,
    /// What is stored of the World's index.
    pub index: IndexWriter,
}

/// This engine: its version, and the digest of a small lab that it has run. A World's bytes do not say what
/// they mean, and two builds of one version may differ in rules or layout; then that digest differs too.
pub fn engine_id() -> String {
    static DIGEST: AtomicU64 = AtomicU64::new(0);
    let mut digest = DIGEST.load(Ordering::Relaxed);
    if digest == 0 {
        digest = small_lab().max(1);
        DIGEST.store(digest, Ordering::Relaxed);
    }
    format!("{ENGINE_VERSION}+{digest:016x}")
}

/// Touches every part of a World that has a form of its own.
const SMALL_LAB: &str = r#"{"format":"offset-lab-journal/1","engine":"","seed":1}
{"at_us":0,"command":{"set_retention":{"segment_bytes":4096,"disk_bytes":16384}}}
{"at_us":0,"command":{"create_topic":{"topic":"t","queues":3}}}
{"at_us":0,"command":{"create_topic":{"topic":"i","queues":1}}}
{"at_us":0,"command":{"import_queue":{"topic":"i","queue":0,"max":7}}}
{"at_us":0,"command":{"create_group":{"group":"g"}}}
{"at_us":0,"command":{"add_producer":{"producer":"p","topic":"t","rate_per_s":20,"body_bytes":100,"keys":5}}}
{"at_us":0,"command":{"add_consumer":{"consumer":"c","group":"g","topic":"t","processing_us":1000,"cached_max":7}}}
{"at_us":0,"command":{"send_message":{"topic":"t","queue":0,"body":"","delay_level":18}}}
{"at_us":0,"command":{"send_message":{"topic":"t","queue":0,"body":"","deliver_at_ms":1735689800000}}}
{"at_us":0,"command":{"create_group":{"group":"h"}}}
{"at_us":0,"command":{"set_group":{"group":"h","protocol":"pop"}}}
{"at_us":0,"command":{"add_consumer":{"consumer":"d","group":"h","topic":"t","processing_us":90000000}}}
{"at_us":0,"command":{"reset_offset":{"group":"g","topic":"t","queues":"all","to":"min"}}}"#;

fn small_lab() -> u64 {
    // A text that no longer parses is another engine too: its digest is that of an empty lab.
    let journal =
        Journal::parse(SMALL_LAB).unwrap_or_else(|_| Journal::new(JournalHeader::new(Profile::default(), 1)));
    let mut timeline = Timeline::from_journal(journal);
    timeline.run_until(VirtualTime(61_000_000), &mut ());
    // All of its bytes: what the digest leaves out has a layout too.
    digest_of(&timeline.world().to_bytes(Vec::new()))
}

/// The record of a World, and the changes to the index's records that belong into the same transaction.
pub fn to_record(
    world: &World,
    index_writer: &mut IndexWriter,
    (branch, entries): (u64, u64),
    past_by: Option<String>,
    gathered: Vec<u8>,
) -> (Vec<u8>, TableChanges) {
    let (world, index) = world.apart();
    let changes = index_writer.store(&index);
    let head = CheckpointHead {
        engine: engine_id(),
        layout: WORLD_LAYOUT,
        past_by,
        branch,
        entries,
        gathered,
        records: index_writer.names(),
        next_record: index_writer.next_record(),
    };
    let mut record = encode(&head, begin(Kind::Checkpoint, 64 * 1024));
    let length_at = record.len();
    record.extend_from_slice(&[0; 4]);
    record.extend_from_slice(&(index.queues.len() as u32).to_le_bytes());
    for queue in &index.queues {
        write_place(&mut record, &queue.topic, queue.queue);
        record.extend_from_slice(&queue.from.0.to_le_bytes());
        record.extend_from_slice(&(queue.blocks.len() as u32).to_le_bytes());
        write_entries(&mut record, &queue.open);
    }
    write_segments(&mut record, &index.segments);
    let length = (record.len() - length_at - 4) as u32;
    record[length_at..length_at + 4].copy_from_slice(&length.to_le_bytes());
    (finish(world.to_bytes(record), 0), changes)
}

/// Reads a record, with the records of the index that belong to it. `Ok(Err(engine))`: it is whole, but of a
/// layout that this build can't read.
pub fn from_record(record: &[u8], stored: ReadIndex) -> Result<Result<Checkpoint, String>, StoreError> {
    let refused = |error| refusal(StoredPart::Checkpoint, error);
    let (version, payload) = unwrap_any(Kind::Checkpoint, 0, record).map_err(refused)?;
    if version == 1 {
        return from_form_1(payload).map_err(refused);
    }
    let (head, rest) =
        postcard::take_from_bytes::<CheckpointHead>(payload).map_err(|_| refused(RecordError::Payload))?;
    if head.layout != WORLD_LAYOUT {
        return Ok(Err(head.engine));
    }
    let (index, bytes) = read_extent(rest).ok_or_else(|| refused(RecordError::Payload))?;
    let world = World::from_bytes(bytes).ok_or_else(|| refused(RecordError::Payload))?;
    let same_engine = head.engine == engine_id();
    // A layout that changed without a new number shows here, before anything is believed of it.
    if !same_engine && world.to_bytes(Vec::new()) != bytes {
        return Ok(Err(head.engine));
    }
    let (index, index_writer) = read_blocks(index, &head, stored)?;
    let world = world.joined(index).ok_or_else(|| refused(RecordError::Payload))?;
    let past_by = head.past_by.or((!same_engine).then_some(head.engine));
    let CheckpointHead { branch, entries, gathered, .. } = head;
    Ok(Ok(Checkpoint { branch, entries, gathered, world, past_by, index: index_writer }))
}

/// Form 1 does not tell its World's layout: only the engine that made it can read it.
fn from_form_1(payload: &[u8]) -> Result<Result<Checkpoint, String>, RecordError> {
    let (head, rest): (HeadV1, _) = postcard::take_from_bytes(payload).map_err(|_| RecordError::Payload)?;
    if head.engine != engine_id() {
        return Ok(Err(head.engine));
    }
    let world = World::from_bytes(rest).ok_or(RecordError::Payload)?;
    let HeadV1 { branch, entries, gathered, .. } = head;
    Ok(Ok(Checkpoint { branch, entries, gathered, world, past_by: None, index: IndexWriter::new() }))
}

/// Blocks of one queue by their order, each with its record's number; `None`: not found yet.
struct Wanted {
    queue: QueueIndex,
    /// How many there are; room is made for them when as many were found.
    count: u32,
    blocks: Vec<Option<StoredBlock>>,
}

/// An index whose blocks are to be found.
struct Extent {
    wanted: Vec<Wanted>,
    segments: VecDeque<Segment>,
}

/// The index without its blocks, how many each queue wants, and the bytes of the World.
fn read_extent(payload: &[u8]) -> Option<(Extent, &[u8])> {
    let mut fields = Fields(payload);
    let length = fields.u32()? as usize;
    let mut extent = Fields(fields.slice(length)?);
    let mut wanted = Vec::new();
    for _ in 0..extent.u32()? {
        let (topic, queue) = extent.place()?;
        let from = QueueOffset(extent.i64()?);
        let count = extent.u32()?;
        let open = extent.entries()?;
        let queue = QueueIndex { topic, queue, from, blocks: Default::default(), open };
        wanted.push(Wanted { queue, count, blocks: Vec::new() });
    }
    let segments = extent.segments()?;
    extent.0.is_empty().then_some((Extent { wanted, segments }, fields.0))
}

/// Fills the blocks in from the records that the head names.
fn read_blocks(
    Extent { mut wanted, segments }: Extent,
    head: &CheckpointHead,
    mut stored: ReadIndex,
) -> Result<(Index, IndexWriter), StoreError> {
    let mut places: OrderedMap<TopicQueue, usize> = OrderedMap::new();
    for (at, of) in wanted.iter().enumerate() {
        places.insert(TopicQueue::new(&of.queue.topic, of.queue.queue), at);
    }
    let damaged = StoreError::Damaged { place: StoredPart::Checkpoint, error: RecordError::Payload };
    let (mut records, mut found) = (Vec::new(), Vec::new());
    for &name in &head.records {
        let place = StoredPart::Index(name.number);
        let (bytes, blocks) = stored.take(name).ok_or(StoreError::Missing(place))?;
        let blocks = blocks.map_err(|error| refusal(place, error))?;
        records.push(KnownRecord { name, bytes });
        found.push((name.number, blocks));
    }
    let announced: u64 = wanted.iter().map(|of| u64::from(of.count)).sum();
    if announced > found.iter().map(|(_, blocks)| blocks.len() as u64).sum() {
        return Err(damaged);
    }
    wanted.iter_mut().for_each(|of| of.blocks = alloc::vec![None; of.count as usize]);
    for (record, blocks) in found {
        for placed in blocks {
            let Some(&at) = places.get(&TopicQueue { topic: placed.topic, queue: placed.queue }) else {
                continue;
            };
            let of = &mut wanted[at];
            let entries = of
                .queue
                .from
                .checked_distance_to(placed.from)
                .and_then(|entries| usize::try_from(entries).ok());
            let entries = entries.unwrap_or(usize::MAX);
            if let Some(slot) = of.blocks.get_mut(entries / BLOCK_ENTRIES)
                && entries.is_multiple_of(BLOCK_ENTRIES)
            {
                // What a rewind dropped is in an older record.
                *slot = Some(StoredBlock { block: placed.block, record });
            }
        }
    }
    let mut index = Index { queues: Vec::new(), segments };
    let mut known: Vec<Vec<StoredBlock>> = Vec::with_capacity(wanted.len());
    for Wanted { mut queue, blocks, .. } in wanted {
        let blocks: Option<Vec<_>> = blocks.into_iter().collect();
        let blocks = blocks.ok_or(damaged.clone())?;
        queue.blocks = blocks.iter().map(|stored| stored.block.clone()).collect();
        known.push(blocks);
        index.queues.push(queue);
    }
    let writer = IndexWriter::restore(&index, known, &records, head.next_record);
    Ok((index, writer))
}
