//! What an event is about: its kind, and the group, topic and queue that it names. Not here: words (`ui`),
//! rules (`Event::rule`).
//!
//! Invariant: a name that an event carries is found here, so that a filter by it never hides the event.

use crate::engine::event::{ActorChange, Event};
use crate::engine::ids::{Name, QueueId};

/// Kinds of events, as a person looks for them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EventKind {
    /// Resets, and pulls that were corrected.
    Reset,
    /// Progress: first offsets, commits, caught up.
    Progress,
    /// What stores and deletes: segments, Min, disk, cold reads.
    Storage,
    /// Producers, consumers, who owns which queue.
    Clients,
    /// Crashes and restarts, and what was lost or came twice by them.
    Failures,
    /// Scheduled, retried, dead and revived messages.
    Later,
    /// What was refused.
    Refused,
    /// Topics, groups, settings.
    Setup,
}

impl EventKind {
    /// In the order of their words.
    pub const ALL: [EventKind; 8] = [
        EventKind::Reset,
        EventKind::Progress,
        EventKind::Storage,
        EventKind::Clients,
        EventKind::Failures,
        EventKind::Later,
        EventKind::Refused,
        EventKind::Setup,
    ];

    /// Its name in a table.
    pub fn id(self) -> &'static str {
        match self {
            EventKind::Reset => "reset",
            EventKind::Progress => "progress",
            EventKind::Storage => "storage",
            EventKind::Clients => "clients",
            EventKind::Failures => "failures",
            EventKind::Later => "later",
            EventKind::Refused => "refused",
            EventKind::Setup => "setup",
        }
    }

    /// The kind of an event.
    pub fn of(event: &Event) -> EventKind {
        match event {
            Event::OffsetReset { .. } | Event::ResetTaken { .. } | Event::OffsetCorrected { .. } => {
                EventKind::Reset
            }
            Event::InitialOffset { .. }
            | Event::Resumed { .. }
            | Event::Delivered { .. }
            | Event::Committed { .. }
            | Event::CommitSwallowed { .. }
            | Event::CaughtUp { .. } => EventKind::Progress,
            Event::Appended { .. }
            | Event::SegmentRolled { .. }
            | Event::SegmentDeleted { .. }
            | Event::MinAdvanced { .. }
            | Event::DiskFull { .. }
            | Event::ColdRead { .. } => EventKind::Storage,
            Event::ConsumerChanged { change: ActorChange::Crashed, .. }
            | Event::BrokerRestarted { .. }
            | Event::MaxFell { .. }
            | Event::DeliveredAgain { .. }
            | Event::Missed { .. } => EventKind::Failures,
            Event::ProducerChanged { .. } | Event::ConsumerChanged { .. } | Event::Rebalanced { .. } => {
                EventKind::Clients
            }
            Event::TriesAgain { .. }
            | Event::Scheduled { .. }
            | Event::Arrived { .. }
            | Event::SentBack { .. }
            | Event::DeadLettered { .. }
            | Event::Revived { .. } => EventKind::Later,
            Event::SendRefused { .. } | Event::CommitRefused { .. } | Event::CommandRefused { .. } => {
                EventKind::Refused
            }
            Event::TopicCreated { .. }
            | Event::TopicDeleted { .. }
            | Event::GroupCreated { .. }
            | Event::GroupDeleted { .. }
            | Event::OffsetsRemoved { .. }
            | Event::RetentionSet
            | Event::QueueImported { .. } => EventKind::Setup,
        }
    }
}

/// The names in an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Subject<'a> {
    /// Whose progress.
    pub group: Option<&'a Name>,
    /// Of which topic.
    pub topic: Option<&'a Name>,
    /// On which queue of it.
    pub queue: Option<QueueId>,
}

impl Subject<'_> {
    /// What an event is about.
    pub fn of(event: &Event) -> Subject<'_> {
        match event {
            Event::InitialOffset { group, topic, queue, .. }
            | Event::Resumed { group, topic, queue, .. }
            | Event::Delivered { group, topic, queue, .. }
            | Event::ColdRead { group, topic, queue, .. }
            | Event::OffsetCorrected { group, topic, queue, .. }
            | Event::Committed { group, topic, queue, .. }
            | Event::CommitSwallowed { group, topic, queue, .. }
            | Event::CommitRefused { group, topic, queue, .. }
            | Event::OffsetReset { group, topic, queue, .. }
            | Event::ResetTaken { group, topic, queue, .. }
            | Event::CaughtUp { group, topic, queue, .. }
            | Event::TriesAgain { group, topic, queue, .. }
            | Event::DeliveredAgain { group, topic, queue, .. }
            | Event::Missed { group, topic, queue, .. }
            | Event::SentBack { group, topic, queue, .. }
            | Event::DeadLettered { group, topic, queue, .. }
            | Event::Revived { group, topic, queue, .. } => {
                Subject { group: Some(group), topic: Some(topic), queue: Some(*queue) }
            }
            Event::Appended { topic, queue, .. }
            | Event::MinAdvanced { topic, queue, .. }
            | Event::QueueImported { topic, queue, .. }
            | Event::MaxFell { topic, queue, .. }
            | Event::Scheduled { topic, queue, .. }
            | Event::Arrived { topic, queue, .. } => {
                Subject { topic: Some(topic), queue: Some(*queue), ..Subject::default() }
            }
            Event::OffsetsRemoved { group, topic } | Event::Rebalanced { group, topic, .. } => {
                Subject { group: Some(group), topic: Some(topic), queue: None }
            }
            Event::GroupCreated { group }
            | Event::GroupDeleted { group, .. }
            | Event::ConsumerChanged { group, .. } => Subject { group: Some(group), ..Subject::default() },
            Event::TopicCreated { topic, .. }
            | Event::TopicDeleted { topic }
            | Event::SendRefused { topic, .. } => Subject { topic: Some(topic), ..Subject::default() },
            Event::SegmentRolled { .. }
            | Event::SegmentDeleted { .. }
            | Event::DiskFull { .. }
            | Event::ProducerChanged { .. }
            | Event::RetentionSet
            | Event::BrokerRestarted { .. }
            | Event::CommandRefused { .. } => Subject::default(),
        }
    }
}
