//! A World at rest, with what its subscribers had gathered. Not here: when one is made (`player`).
//!
//! Invariant: a checkpoint only saves work. Where it is damaged, or another engine made it, the journal is run instead.

use super::error::{Place, StoreError};
use super::manifest::refusal;
use super::record::{Kind, RecordError, begin, finish, unwrap};
use crate::engine::ids::VirtualTime;
use crate::engine::profile::Profile;
use crate::sim::digest::{digest_of, encode};
use crate::sim::journal::{ENGINE_VERSION, JournalHeader};
use crate::sim::{Journal, Timeline, World};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU64, Ordering};
use serde::{Deserialize, Serialize};

/// What a checkpoint says of itself, ahead of the World.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckpointHead {
    /// The engine that made it, as `engine_id` names it: the World's layout is its own.
    pub engine: String,
    /// The branch that it is of.
    pub branch: u64,
    /// Journal entries that the World has taken.
    pub entries: u64,
    /// What the player gathered from events up to here (log, chart, resets), in the player's own form.
    pub gathered: Vec<u8>,
}

/// A checkpoint that was read back.
pub struct Checkpoint {
    /// What it says of itself.
    pub head: CheckpointHead,
    /// The World.
    pub world: World,
}

/// This engine: its version, and the digest of a small lab that it has run. A World's bytes do not say what they mean, and
/// two builds of one version may differ in rules or layout; then that digest differs too.
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

/// The record of a World.
pub fn to_record(world: &World, branch: u64, entries: u64, gathered: Vec<u8>) -> Vec<u8> {
    let head = CheckpointHead { engine: engine_id(), branch, entries, gathered };
    let record = encode(&head, begin(Kind::Checkpoint, 4096));
    finish(world.to_bytes(record), 0)
}

/// Reads a record. `Ok(Err(engine))`: it is whole, but another engine made it.
pub fn from_record(record: &[u8]) -> Result<Result<Checkpoint, String>, StoreError> {
    let read = |record| {
        let payload = unwrap(Kind::Checkpoint, 0, record)?;
        let (head, rest): (CheckpointHead, _) =
            postcard::take_from_bytes(payload).map_err(|_| RecordError::Payload)?;
        if head.engine != engine_id() {
            return Ok(Err(head.engine));
        }
        let world = World::from_bytes(rest).ok_or(RecordError::Payload)?;
        Ok(Ok(Checkpoint { head, world }))
    };
    read(record).map_err(|error| refusal(Place::Checkpoint, error))
}
