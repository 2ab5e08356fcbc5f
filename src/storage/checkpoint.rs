//! A World at rest, with what its subscribers had gathered. Not here: when one is made (`player`).
//!
//! Invariant: a checkpoint only saves work. Where it is damaged, or another engine made it, the journal is run instead.

use super::error::{Place, StoreError};
use super::manifest::refusal;
use super::record::{Kind, RecordError, begin, finish, unwrap};
use crate::engine::ids::{Name, VirtualTime};
use crate::engine::profile::Profile;
use crate::sim::command::{QueueChoice, ResetTarget, RetentionSettings};
use crate::sim::journal::{ENGINE_VERSION, JournalHeader};
use crate::sim::{Command, World};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};
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
        digest = small_lab().digest().max(1);
        DIGEST.store(digest, Ordering::Relaxed);
    }
    format!("{ENGINE_VERSION}+{digest:016x}")
}

fn small_lab() -> World {
    let mut world = World::new(JournalHeader::new(Profile::default(), 1));
    let (topic, group) = (Name::from("t"), Name::from("g"));
    let retention =
        RetentionSettings { segment_bytes: Some(4096), disk_bytes: Some(16384), ..Default::default() };
    let commands = [
        Command::SetRetention(retention),
        Command::CreateTopic { topic: topic.clone(), queues: 3, first_offsets: vec![] },
        Command::CreateGroup { group: group.clone(), consume_from: Default::default() },
        Command::AddProducer {
            producer: "p".into(),
            topic: topic.clone(),
            rate_per_s: 20,
            body_bytes: 100,
            keys: 5,
        },
        Command::AddConsumer {
            consumer: "c".into(),
            group: group.clone(),
            topic: topic.clone(),
            processing_us: 1_000,
            cached_max: 7,
        },
        Command::ResetOffset { group, topic, queues: QueueChoice::All, to: ResetTarget::Min },
    ];
    for command in commands {
        // A refusal is part of what the engine does.
        let _ = world.apply(VirtualTime(0), &command, &mut ());
    }
    world.run_until(VirtualTime(61_000_000), &mut ());
    world
}

/// The record of a World.
pub fn to_record(world: &World, branch: u64, entries: u64, gathered: Vec<u8>) -> Result<Vec<u8>, StoreError> {
    let head = CheckpointHead { engine: engine_id(), branch, entries, gathered };
    let unwritable = |error: postcard::Error| StoreError::Other(error.to_string());
    let record = postcard::to_extend(&head, begin(Kind::Checkpoint, 4096)).map_err(unwritable)?;
    let record = postcard::to_extend(world, record).map_err(unwritable)?;
    Ok(finish(record, 0))
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
        match postcard::take_from_bytes::<World>(rest) {
            Ok((world, [])) => Ok(Ok(Checkpoint { head, world })),
            _ => Err(RecordError::Payload),
        }
    };
    read(record).map_err(|error| refusal(Place::Checkpoint, error))
}
