//! How groups, consumers and the broker are set, for the forms that change it. Not here: what the settings do
//! (`engine`, `sim`).
//!
//! Invariant: a form that is opened and confirmed without a change asks for nothing new.

use crate::engine::broker::{Allocate, ConsumeFrom, Protocol, Residency};
use crate::engine::ids::Name;
use crate::sim::World;
use crate::sim::clients::consumer::Consumer;
use crate::sim::command::{Failures, Threads};
use alloc::vec::Vec;

/// A group's settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupSettings {
    /// Where its clients start without a saved offset (R-INIT-3).
    pub consume_from: ConsumeFrom,
    /// How they share the queues (R-LB-2, R-LB-3).
    pub allocate: Allocate,
    /// How they get their messages.
    pub protocol: Protocol,
    /// Each queue in order (R-LB-7, R-RTY-4).
    pub orderly: bool,
    /// Each client gets every message (R-LB-4).
    pub broadcasting: bool,
    /// How long what they pop is hidden (R-POP-2).
    pub invisible_ms: u64,
    /// Retries of a message before it is a dead letter, where no client says otherwise (R-RTY-2).
    pub retry_max_times: u32,
    /// Queues of its retry topic; 0: what fails is dropped (R-RTY-2).
    pub retry_queues: u32,
}

/// A group's settings; `None`: there is no such group.
pub fn group_settings(world: &World, group: &Name) -> Option<GroupSettings> {
    let broker = world.broker();
    let of_group = broker.find_group(group)?;
    let retries = broker.retry_policy(group);
    Some(GroupSettings {
        consume_from: of_group.consume_from,
        allocate: of_group.allocate,
        protocol: if broker.pops(group) { Protocol::Pop } else { Protocol::Pull },
        orderly: world.is_orderly(group),
        broadcasting: of_group.broadcasting,
        invisible_ms: broker.invisible_ms(group),
        retry_max_times: retries.max_times,
        retry_queues: retries.queues,
    })
}

/// A consumer's threads; one where nothing was set.
pub fn threads_of(world: &World, consumer: &str) -> Threads {
    world.consumer(consumer).map(Consumer::threads).unwrap_or_default()
}

/// How a consumer fails.
pub fn failures_of(world: &World, consumer: &str) -> Failures {
    world.failures(consumer).cloned().unwrap_or_default()
}

/// The broker's settings beside retention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemorySettings {
    /// Segments that the page cache takes; 0: all.
    pub page_cache_segments: u32,
    /// How long reading a segment takes that is not in it.
    pub cold_read_ms: u64,
    /// Groups that read much cold data have to wait (R-PULL-10).
    pub cold_control: bool,
    /// How much that is in 5 s.
    pub cold_group_bytes: u64,
    /// How a broker from 5.1 on finds out whether a queue's first message is in memory (R-INIT-2).
    pub residency: Residency,
}

/// The broker's settings of memory and cold data.
pub fn memory_settings(world: &World) -> MemorySettings {
    let settings = world.broker().settings();
    MemorySettings {
        page_cache_segments: settings.page_cache_segments,
        cold_read_ms: settings.cold_read_ms,
        cold_control: settings.cold_control,
        cold_group_bytes: settings.cold_group_bytes,
        residency: settings.residency,
    }
}

/// What each delay level waits, in ms, from level 1 on (R-DLY-1).
pub fn delay_levels_ms(world: &World) -> Vec<u64> {
    let delays = &world.broker().pockets().delays;
    (1..=delays.capped(u32::MAX)).map(|level| delays.delay_ms(level)).collect()
}
