//! What only some labs use of a World: commands besides those that set a lab up, clients that fail, pop or consume in order,
//! messages that wait, cold reads, copies. With the feature `split` it is in the program's second part, which hands it in
//! (`arrive`). Not here: what these do.
//!
//! Invariant: what the rest of `sim` calls of them it calls through this table, and only where such a lab is in hand. No lab that
//! uses any of it can be opened, and no command be given, before it is here.

use super::actors::Worked;
use super::command::{Command, Outcome};
use super::ghosts::{Holder, Worked as WorkedGhosts};
use super::scheduler::Timer;
use super::world::World;
use crate::engine::answer::PullAnswer;
use crate::engine::broker::{Allocate, Broker, Emit, NewMessage};
use crate::engine::broker_pull::PullRequest;
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::{EventSink, Rejected};
use alloc::vec::Vec;

/// Where a record went, and when it is due.
type SentLater = Result<(QueueOffset, PhysicalOffset, EpochMs), Rejected>;

/// A pull of a client that broadcasts.
type PullBroadcasting =
    fn(&mut Broker, &PullRequest<'_>, &Name, bool, EpochMs, Emit<'_>) -> Result<PullAnswer, Rejected>;

/// Each client's queues.
type Shares = Vec<Vec<QueueId>>;

/// The table.
pub struct Seldom {
    pub(super) obey: fn(&mut World, &Command, &mut dyn EventSink) -> Outcome,
    pub(super) fire: fn(&mut World, Timer, &mut dyn EventSink),
    pub(super) copy: fn(&World) -> World,
    pub(super) send_later: fn(&mut Broker, NewMessage<'_>, u32, EpochMs, Emit<'_>) -> SentLater,
    pub(super) arm_deliveries: fn(&mut World),
    pub(super) wake_pop_clients: fn(&mut World, &Name),
    pub(super) start_popping: fn(&mut World, &Name),
    pub(super) subscribe_to_retries: fn(&mut World, &Name, &mut dyn EventSink),
    pub(super) start_renewing: fn(&mut World, &Name),
    pub(super) lock_queue: fn(&mut World, &Name, QueueId) -> bool,
    pub(super) release_queue: fn(&mut World, &Name, QueueId),
    pub(super) unlock_lost: fn(&mut World, &Name, QueueId),
    pub(super) taken_anew: fn(&mut World, &Name, QueueId, u32),
    pub(super) read_offset_again: fn(&mut World, &Name, QueueId, u32),
    pub(super) shares: fn(Allocate, &str, u32, &[Name]) -> Shares,
    pub(super) suspended: fn(&World, &Name) -> Vec<QueueId>,
    pub(super) least_waiting: fn(&World, &Name, QueueId, u32) -> Option<QueueOffset>,
    pub(super) tell_waiting_gone: fn(&mut World, &Name, QueueId, u32, QueueOffset, &mut dyn EventSink),
    pub(super) draw_failures: fn(&mut World, &Worked) -> Vec<QueueOffset>,
    pub(super) fail_in_order: fn(&mut World, &Worked, QueueOffset, &mut dyn EventSink) -> QueueOffset,
    pub(super) fail_each: fn(&mut World, &Worked, &[QueueOffset], &mut dyn EventSink),
    pub(super) finished_to: fn(&mut World, &Worked) -> QueueOffset,
    pub(super) read_cold: fn(&mut World, &Name, QueueId, u32, PhysicalOffset, &mut dyn EventSink),
    pub(super) tell_cold_read: fn(&World, &Name, QueueId, &mut dyn EventSink),
    pub(super) drop_queue: fn(&mut World, &Name, QueueId, QueueOffset, bool),
    pub(super) watch_slow_work: fn(&mut World, &Name, u64),
    pub(super) work_ghosts: fn(&mut World, &Holder, QueueOffset, QueueOffset) -> Vec<WorkedGhosts>,
    pub(super) pull_broadcasting: PullBroadcasting,
    pub(super) save_broadcasts: fn(&mut Broker, EpochMs),
}

/// The one table.
pub static SELDOM: Seldom = Seldom {
    obey: World::obey_seldom,
    fire: World::fire_seldom,
    copy: World::clone,
    send_later: Broker::send_later,
    arm_deliveries: World::arm_deliveries,
    wake_pop_clients: World::wake_pop_clients,
    start_popping: World::start_popping,
    subscribe_to_retries: World::subscribe_to_retries,
    start_renewing: World::start_renewing,
    lock_queue: World::lock_queue,
    release_queue: World::release_queue,
    unlock_lost: World::unlock_lost,
    taken_anew: World::taken_anew,
    read_offset_again: World::read_offset_again,
    shares: super::allocate::shares,
    suspended: World::suspended,
    least_waiting: World::least_waiting,
    tell_waiting_gone: World::tell_waiting_gone,
    draw_failures: World::draw_failures,
    fail_in_order: World::fail_in_order,
    fail_each: World::fail_each,
    finished_to: World::finished_to,
    read_cold: World::read_cold,
    tell_cold_read: World::tell_cold_read,
    drop_queue: World::drop_queue,
    watch_slow_work: World::watch_slow_work,
    work_ghosts: World::work_ghosts,
    pull_broadcasting: Broker::pull_broadcasting,
    save_broadcasts: Broker::save_broadcasts,
};

#[cfg(feature = "split")]
static HERE: std::sync::OnceLock<&'static Seldom> = std::sync::OnceLock::new();

/// The second part of the program is here.
#[cfg(feature = "split")]
pub fn arrive(seldom: &'static Seldom) {
    HERE.get_or_init(|| seldom);
}

/// The table, if it is here.
#[cfg(feature = "split")]
pub(super) fn here() -> Option<&'static Seldom> {
    HERE.get().copied()
}

/// The program is one piece.
#[cfg(not(feature = "split"))]
pub fn arrive(_: &'static Seldom) {}

/// The table.
#[cfg(not(feature = "split"))]
pub(super) fn here() -> Option<&'static Seldom> {
    Some(&SELDOM)
}

/// The table, where a lab is in hand that uses it.
pub(super) fn seldom() -> &'static Seldom {
    here().expect("a lab that uses this was opened by the part that has it")
}
