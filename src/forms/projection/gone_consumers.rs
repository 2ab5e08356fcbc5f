//! Consumers that a group had and has no more, with how they were set, so that they can be started again. Not
//! here: starting them.
//!
//! Invariant: a consumer that is there is not gone, whatever the journal says.

use crate::engine::ids::Name;
use crate::sim::World;
use crate::sim::command::{Command, Failures, Threads};
use crate::sim::formats::journal::JournalEntry;
use alloc::vec::Vec;

/// Consumers that are listed.
const LISTED_MAX: usize = 6;

/// A consumer that left or died.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoneConsumer {
    /// Its name.
    pub consumer: Name,
    /// Its topic.
    pub topic: Name,
    /// Microseconds that a message took.
    pub processing_us: u64,
    /// Messages that it cached per queue.
    pub cached_max: u32,
    /// How it failed.
    pub failures: Failures,
    /// Its threads.
    pub threads: Threads,
    /// It died; else it left in order.
    pub crashed: bool,
    gone: bool,
}

/// A group's consumers that have left, the last one first. `entries`: the commands that the World has obeyed.
pub fn gone_consumers(world: &World, entries: &[JournalEntry], group: &Name) -> Vec<GoneConsumer> {
    let mut known: Vec<GoneConsumer> = Vec::new();
    for entry in entries {
        match &entry.command {
            Command::AddConsumer { consumer, group: of, topic, processing_us, cached_max } if of == group => {
                known.retain(|known| known.consumer != *consumer);
                known.push(GoneConsumer {
                    consumer: consumer.clone(),
                    topic: topic.clone(),
                    processing_us: *processing_us,
                    cached_max: *cached_max,
                    failures: Failures::default(),
                    threads: Threads::default(),
                    crashed: false,
                    gone: false,
                });
            }
            Command::SetConsumer { consumer, processing_us, cached_max } => {
                for known in known.iter_mut().filter(|known| known.consumer == *consumer) {
                    (known.processing_us, known.cached_max) = (*processing_us, *cached_max);
                }
            }
            Command::SetFailures { consumer, failures } => {
                for known in known.iter_mut().filter(|known| known.consumer == *consumer) {
                    known.failures = failures.clone();
                }
            }
            Command::SetThreads { consumer, threads } => {
                for known in known.iter_mut().filter(|known| known.consumer == *consumer) {
                    known.threads = threads.clone();
                }
            }
            Command::RemoveConsumer { consumer, crash } => {
                if let Some(at) = known.iter().position(|known| known.consumer == *consumer && !known.gone) {
                    let gone = known.remove(at);
                    known.push(GoneConsumer { crashed: *crash, gone: true, ..gone });
                }
            }
            Command::DeleteTopic { topic } => known.retain(|known| known.topic != *topic),
            Command::DeleteGroup { group: of, .. } if of == group => known.clear(),
            Command::AddConsumer { .. }
            | Command::DeleteGroup { .. }
            | Command::CreateTopic { .. }
            | Command::CreateGroup { .. }
            | Command::SetGroup { .. }
            | Command::AddProducer { .. }
            | Command::SetProducer { .. }
            | Command::PauseProducer { .. }
            | Command::RemoveProducer { .. }
            | Command::PauseConsumer { .. }
            | Command::SendMessage { .. }
            | Command::SetRetention(_)
            | Command::SetBroker(_)
            | Command::SetTimers(_)
            | Command::ResetOffset { .. }
            | Command::RemoveOffsets { .. }
            | Command::DeleteExpiredSegments { .. }
            | Command::RestartBroker { .. }
            | Command::Broker(_)
            | Command::ImportQueue { .. } => {}
        }
    }
    known.retain(|known| known.gone && world.consumer(&known.consumer).is_none());
    known.into_iter().rev().take(LISTED_MAX).collect()
}
