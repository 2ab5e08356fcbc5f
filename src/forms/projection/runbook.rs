//! What was rehearsed in a lab, as steps for a real cluster: what an administrator did, with the numbers
//! before and after. Not here: words and commands of tools (`ui::text::runbook`).
//!
//! Invariant: the numbers of a step are those that the lab had right before its command and right after it.

use crate::engine::event::{Event, TimedEvent};
use crate::engine::ids::{EpochMs, Name, QueueOffset, VirtualTime};
use crate::engine::rejected::Rejected;
use crate::projection::lanes::{TopicBoard, boards, name_queues};
use crate::projection::reset_preview::{ResetPreview, preview_reset};
use crate::sim::World;
use crate::sim::command::{BrokerCall, Command};
use crate::sim::formats::journal::Journal;
use alloc::string::String;
use alloc::vec::Vec;

/// A runbook has no more steps: nobody types so many.
pub const STEPS_MAX: usize = 200;

/// A group in a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The topic.
    pub topic: Name,
    /// The queue, as the cluster calls it.
    pub queue: String,
    /// Min, if it is known.
    pub min: Option<QueueOffset>,
    /// Max, if it is known.
    pub max: Option<QueueOffset>,
    /// The consumer offset; `None`: the group has none here.
    pub consumer_offset: Option<QueueOffset>,
    /// The lag; `None` without an offset.
    pub lag: Option<i64>,
}

/// One thing that an administrator did.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// When, on the lab's clock.
    pub at: VirtualTime,
    /// When, on the broker's.
    pub at_ms: EpochMs,
    /// What.
    pub command: Command,
    /// The group that it is about, if it is about one.
    pub group: Option<Name>,
    /// Why it was refused.
    pub refused: Option<Rejected>,
    /// What happened at once.
    pub events: Vec<Event>,
    /// That group before it.
    pub before: Vec<Standing>,
    /// And after it.
    pub after: Vec<Standing>,
    /// Of a reset that was not refused: what it was foretold to do.
    pub preview: Option<ResetPreview>,
}

/// The steps of a journal until an instant. What made the lab is none of them.
pub fn runbook(journal: &Journal, until: VirtualTime) -> Vec<Step> {
    let mut world = World::new(journal.header.clone());
    let mut steps = Vec::new();
    for entry in journal.entries.iter().filter(|entry| entry.at_us <= until) {
        let at = entry.at_us.max(world.next_command_time());
        let Some(group) = step_of(&entry.command, at).filter(|_| steps.len() < STEPS_MAX) else {
            let _ = world.apply(at, &entry.command, &mut ());
            continue;
        };
        if let Some(before) = at.0.checked_sub(1) {
            world.run_until(VirtualTime(before), &mut ());
        }
        let (before, preview) = (standings(&world, journal, group.as_ref()), preview(&world, &entry.command));
        let mut events = Vec::new();
        let outcome = world.apply(at, &entry.command, &mut events);
        let events = events.into_iter().map(|timed: TimedEvent| timed.event).collect();
        let after = standings(&world, journal, group.as_ref());
        let (command, at_ms) = (entry.command.clone(), world.now_ms());
        steps.push(Step {
            at,
            at_ms,
            command,
            group,
            refused: outcome.err(),
            events,
            before,
            after,
            preview,
        });
    }
    steps
}

/// Whether an administrator would do this on a cluster, and the group that it is about. A command at 0 has
/// made the lab, but for those that need one.
fn step_of(command: &Command, at: VirtualTime) -> Option<Option<Name>> {
    let later = at.0 > 0;
    match command {
        Command::ResetOffset { group, .. }
        | Command::RemoveOffsets { group, .. }
        | Command::DeleteGroup { group, .. } => Some(Some(group.clone())),
        Command::CreateGroup { group, .. } | Command::SetGroup { group, .. } => {
            later.then(|| Some(group.clone()))
        }
        Command::DeleteExpiredSegments {} | Command::DeleteTopic { .. } | Command::RestartBroker { .. } => {
            Some(None)
        }
        Command::Broker(call) => step_of_call(call),
        Command::CreateTopic { .. }
        | Command::AddConsumer { .. }
        | Command::PauseConsumer { .. }
        | Command::RemoveConsumer { .. }
        | Command::SetConsumer { .. }
        | Command::SetRetention(_) => later.then_some(None),
        Command::AddProducer { .. }
        | Command::SetProducer { .. }
        | Command::PauseProducer { .. }
        | Command::RemoveProducer { .. }
        | Command::SetThreads { .. }
        | Command::SetFailures { .. }
        | Command::SendMessage { .. }
        | Command::SetBroker(_)
        | Command::SetTimers(_)
        | Command::ImportQueue { .. } => None,
    }
}

/// The same of one call to the broker.
fn step_of_call(call: &BrokerCall) -> Option<Option<Name>> {
    match call {
        BrokerCall::ResetOffset { group, .. }
        | BrokerCall::DeleteGroup { group, .. }
        | BrokerCall::CloneOffset { group, .. } => Some(Some(group.clone())),
        BrokerCall::DeleteTopic { .. } | BrokerCall::Restart { .. } => Some(None),
        BrokerCall::Send { .. }
        | BrokerCall::SendBack { .. }
        | BrokerCall::Pop { .. }
        | BrokerCall::Ack { .. }
        | BrokerCall::ChangeInvisible { .. }
        | BrokerCall::MinOffset(_)
        | BrokerCall::MaxOffset(_)
        | BrokerCall::SearchOffset { .. }
        | BrokerCall::QueryOffset { .. }
        | BrokerCall::Commit { .. }
        | BrokerCall::Pull { .. }
        | BrokerCall::ConsumeStats { .. }
        | BrokerCall::Connect { .. }
        | BrokerCall::Disconnect { .. }
        | BrokerCall::Segments {}
        | BrokerCall::ExpireSegments { .. }
        | BrokerCall::CleanExpiredQueues {}
        | BrokerCall::LogAdvanced { .. } => None,
    }
}

fn preview(world: &World, command: &Command) -> Option<ResetPreview> {
    let Command::ResetOffset { group, topic, queues, to } = command else { return None };
    preview_reset(world, group, topic, queues, to).ok()
}

fn standings(world: &World, journal: &Journal, group: Option<&Name>) -> Vec<Standing> {
    let Some(group) = group else { return Vec::new() };
    let mut boards = boards(world);
    name_queues(&mut boards, &journal.entries);
    boards.iter().flat_map(|board| of_board(board, group)).collect()
}

fn of_board<'a>(board: &'a TopicBoard, group: &'a Name) -> impl Iterator<Item = Standing> + 'a {
    board.lanes.iter().filter_map(|lane| {
        let of_group = lane.groups.iter().find(|of| of.group == *group)?;
        Some(Standing {
            topic: board.topic.clone(),
            queue: lane.label(),
            min: lane.known_min(),
            max: lane.known_max(),
            consumer_offset: of_group.consumer_offset,
            lag: of_group.lag,
        })
    })
}
