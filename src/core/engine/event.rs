//! What the World reports. Not here: words for people (`ui`), and anything that is stored as truth.
//!
//! Invariant: events are derivable from the journal; nothing reads them to decide.

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset, VirtualTime};
use crate::engine::rejected::Rejected;
use crate::engine::waiting::origins::Origin;
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Why a segment of the commit log was deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeleteReason {
    /// Older than the reserved time (R-RET-3).
    Expired,
    /// The disk is over its watermark (R-RET-4, R-RET-5).
    DiskUsage,
    /// A step of a recording said so.
    Told,
}

/// Why a pull was corrected (R-PULL-2).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionReason {
    /// The offset was below Min: the messages were purged.
    BelowMin,
    /// The offset was above Max.
    AboveMax,
    /// The queue holds nothing.
    EmptyQueue,
}

/// Why a group gets messages again that it had processed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// The queue went to another client, or to the same one once more (R-LB-6).
    #[default]
    HandOver,
    /// A client crashed with progress that it had not saved (R-OFF-19).
    ClientDied,
    /// The broker died with progress that it had not written (R-OFF-19).
    BrokerDied,
    /// The broker's offset files were lost (R-OFF-19).
    OffsetsGone,
    /// The end of the commit log was lost (R-OFF-19).
    LogTailGone,
    /// The group was reset, or an administrator committed for it (R-RST-5).
    Reset,
    /// A pull was sent to another offset (R-PULL-7).
    Corrected,
    /// Offsets of the group were removed (R-EXP-4).
    Removed,
    /// Nobody acknowledged it in time, so that it became visible again (R-POP-2).
    Revived,
}

impl Again {
    /// Every one, in the order of their numbers.
    pub const ALL: [Again; 9] = [
        Again::HandOver,
        Again::ClientDied,
        Again::BrokerDied,
        Again::OffsetsGone,
        Again::LogTailGone,
        Again::Reset,
        Again::Corrected,
        Again::Removed,
        Again::Revived,
    ];

    /// The rule by which it happens.
    pub fn rule(self) -> &'static str {
        match self {
            Again::HandOver => "R-LB-6",
            Again::Reset => "R-RST-5",
            Again::Corrected => "R-PULL-7",
            Again::Removed => "R-EXP-4",
            Again::Revived => "R-POP-2",
            Again::ClientDied | Again::BrokerDied | Again::OffsetsGone | Again::LogTailGone => "R-OFF-19",
        }
    }
}

/// How a group came not to get messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// Their records went before.
    Purged,
    /// Its offset moved past them without a reset.
    Skipped,
}

/// A fact. Names are the field's.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A topic exists from now on.
    TopicCreated { topic: Name, queues: u32 },
    /// A topic and its queues are deleted; its records wait for retention (R-RET-12).
    TopicDeleted { topic: Name },
    /// A consumer group exists from now on.
    GroupCreated { group: Name },
    /// A group is deleted; its offsets stay unless asked (R-EXP-2).
    GroupDeleted { group: Name, offsets_removed: bool },
    /// A message was stored (R-LOG-1, R-LOG-6).
    Appended {
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        physical: PhysicalOffset,
        record_bytes: u32,
        body_bytes: u32,
        /// The message that it is a copy of: a delivery, a retry, a dead letter.
        of: Option<Box<Origin>>,
    },
    /// A send was refused; the message took no offset (R-LOG-5, R-RET-6).
    SendRefused { producer: Option<Name>, topic: Name, rejected: Rejected },
    /// The commit log began a new segment (R-LOG-4).
    SegmentRolled { base: PhysicalOffset, segment_bytes: u64 },
    /// A whole segment went (R-RET-3).
    SegmentDeleted { base: PhysicalOffset, end: PhysicalOffset, reason: DeleteReason },
    /// A queue's Min moved because segments went (R-CQ-4).
    MinAdvanced { topic: Name, queue: QueueId, from: QueueOffset, to: QueueOffset },
    /// The disk passed the level above which writes are refused, or came back below it (R-RET-5, R-RET-6).
    DiskFull { full: bool },
    /// A group's first offset on a queue was decided (R-INIT-1 to R-INIT-4, SD-15).
    InitialOffset {
        group: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        saved: bool,
        rule: InitialRule,
    },
    /// A consumer resumed on a queue at the offset that the broker had saved (SD-9).
    Resumed { group: Name, client: Name, topic: Name, queue: QueueId, offset: QueueOffset },
    /// Messages were delivered (R-PULL-2 row 8).
    Delivered {
        group: Name,
        client: Name,
        topic: Name,
        queue: QueueId,
        first: QueueOffset,
        next: QueueOffset,
        count: u32,
    },
    /// A pull needs a segment that is not in the page cache (SD-18). It continues `until` then; without a
    /// time the broker has refused it, since the group has read enough cold data for now (R-PULL-10).
    ColdRead {
        group: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        segment: PhysicalOffset,
        until: Option<VirtualTime>,
    },
    /// A pull was sent to another offset (SD-10, SD-14, R-PULL-2).
    OffsetCorrected {
        group: Name,
        topic: Name,
        queue: QueueId,
        from: QueueOffset,
        to: QueueOffset,
        reason: CorrectionReason,
    },
    /// A group's consumer offset was saved (R-OFF-2).
    Committed { group: Name, topic: Name, queue: QueueId, from: Option<QueueOffset>, to: QueueOffset },
    /// A commit was swallowed because a reset is pending (R-OFF-4).
    CommitSwallowed { group: Name, topic: Name, queue: QueueId, offset: QueueOffset },
    /// A commit was refused (only `docs-5.0` refuses, SD-12, SD-14).
    CommitRefused { group: Name, topic: Name, queue: QueueId, offset: QueueOffset, rejected: Rejected },
    /// A group's offset was reset (R-RST-5).
    OffsetReset { group: Name, topic: Name, queue: QueueId, from: Option<QueueOffset>, to: QueueOffset },
    /// The next pull applied the pending reset (R-RST-6).
    ResetTaken { group: Name, topic: Name, queue: QueueId, to: QueueOffset },
    /// Offsets of a group were removed or expired (R-EXP-1 to R-EXP-4).
    OffsetsRemoved { group: Name, topic: Name },
    /// A group has consumed everything in a queue (SD-13).
    CaughtUp { group: Name, topic: Name, queue: QueueId, offset: QueueOffset },
    /// A producer was added, changed or removed.
    ProducerChanged { producer: Name, change: ActorChange },
    /// A consumer was added, changed or removed.
    ConsumerChanged { group: Name, client: Name, change: ActorChange },
    /// The queues of a group were assigned again (R-LB-2); each client with its queues.
    Rebalanced { group: Name, topic: Name, assignment: Vec<(Name, Vec<QueueId>)> },
    /// Retention or disk settings changed.
    RetentionSet,
    /// The broker was restarted or killed; what was not flushed is lost (R-OFF-19).
    BrokerRestarted { killed: bool, offsets_lost: u32 },
    /// A command was refused; nothing changed.
    CommandRefused { rejected: Rejected },
    /// A queue was taken over from a real cluster; `None` is unknown (R-CQ-3).
    QueueImported { topic: Name, queue: QueueId, min: Option<QueueOffset>, max: Option<QueueOffset> },
    /// A client could not work a message off and tries it again by itself: it could not send it back
    /// (R-RTY-1), or its group is orderly and the queue waits (R-RTY-4).
    TriesAgain {
        group: Name,
        client: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        at: VirtualTime,
    },
    /// The end of a queue went with the end of the log: its offsets will be given again (R-OFF-19).
    MaxFell { topic: Name, queue: QueueId, from: QueueOffset, to: QueueOffset },
    /// A client gets messages that its group has processed before (R-OFF-19). Once for each span.
    DeliveredAgain {
        group: Name,
        client: Name,
        topic: Name,
        queue: QueueId,
        from: QueueOffset,
        to: QueueOffset,
        why: Again,
    },
    /// A group will never get these messages, unless it is reset (R-OFF-19). Not where `OffsetCorrected` says
    /// just that.
    Missed { group: Name, topic: Name, queue: QueueId, from: QueueOffset, to: QueueOffset, how: Missed },
    /// A message was stored to be delivered later: in no queue that a group reads (R-DLY-1, R-TMR-1, SD-19).
    Scheduled { topic: Name, queue: QueueId, due: EpochMs },
    /// Messages that waited are in their queue from now on, as new ones with this instant's store time
    /// (R-DLY-5, T-18).
    Arrived { topic: Name, queue: QueueId, first: QueueOffset, count: u32 },
    /// A message was consumed in vain and waits for its next try (R-RTY-2).
    SentBack {
        group: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        reconsume_times: u32,
        due: EpochMs,
    },
    /// A message was given up: it is in the dead-letter queue (R-RTY-2).
    DeadLettered { group: Name, topic: Name, queue: QueueId, offset: QueueOffset, reconsume_times: u32 },
    /// Messages that a POP group did not acknowledge in time came back through its retry topic (R-POP-2).
    Revived { group: Name, topic: Name, queue: QueueId, count: u32 },
}

/// How a first offset was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InitialRule {
    /// The page: Max when receiving starts (SD-15, SD-20).
    DocsMax,
    /// The page: progress was removed, so Min (SD-10).
    DocsRemovedMin,
    /// The queue still begins at 0 and that message is in memory, so 0 (R-INIT-1).
    BrokerZero,
    /// The client asked for the last offset, so Max (R-INIT-3).
    ClientLast,
    /// The client asked for the first offset, so 0, which the pull corrects to Min (R-INIT-3).
    ClientFirst,
    /// The client asked for a time (R-INIT-3).
    ClientTimestamp,
    /// A POP group asked for Min, or it is its retry topic (R-INIT-5).
    PopMin,
    /// A POP group starts at the newest message (R-INIT-5).
    PopLast,
}

/// What happened to an actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorChange {
    /// It exists from now on.
    Added,
    /// Its settings changed.
    Changed,
    /// It rests and keeps what it holds.
    Paused,
    /// It continues.
    Resumed,
    /// It left in order, its progress saved.
    Removed,
    /// It died: progress that was not saved is lost (R-OFF-19).
    Crashed,
}

impl Event {
    /// The rule of the specification that this event follows.
    pub fn rule(&self) -> &'static str {
        match self {
            Event::TopicCreated { .. } | Event::QueueImported { .. } => "R-CQ-3",
            Event::TopicDeleted { .. } => "R-RET-12",
            Event::GroupCreated { .. } => "R-OFF-1",
            Event::GroupDeleted { .. } => "R-EXP-2",
            Event::Appended { .. } => "R-LOG-6",
            Event::DiskFull { .. } => "R-RET-6",
            Event::SendRefused { rejected, .. } => rejected.rule(),
            Event::SegmentRolled { .. } => "R-LOG-4",
            Event::SegmentDeleted { reason: DeleteReason::DiskUsage, .. } => "R-RET-5",
            Event::SegmentDeleted { .. } => "R-RET-3",
            Event::MinAdvanced { .. } => "R-CQ-4",
            Event::InitialOffset { rule, .. } => match rule {
                InitialRule::DocsMax => "SD-15",
                InitialRule::DocsRemovedMin => "SD-10",
                InitialRule::BrokerZero => "R-INIT-1",
                InitialRule::PopMin | InitialRule::PopLast => "R-INIT-5",
                InitialRule::ClientLast | InitialRule::ClientFirst | InitialRule::ClientTimestamp => {
                    "R-INIT-3"
                }
            },
            Event::Resumed { .. } => "SD-9",
            Event::Delivered { .. } => "R-PULL-2",
            Event::ColdRead { until: Some(_), .. } => "SD-18",
            Event::ColdRead { .. } => "R-PULL-10",
            Event::OffsetCorrected { .. } => "R-PULL-7",
            Event::Committed { .. } => "R-OFF-2",
            Event::CommitSwallowed { .. } => "R-OFF-4",
            Event::CommitRefused { rejected, .. } => rejected.rule(),
            Event::OffsetReset { .. } => "R-RST-5",
            Event::ResetTaken { .. } => "R-RST-6",
            Event::OffsetsRemoved { .. } => "R-EXP-4",
            Event::CaughtUp { .. } => "SD-13",
            Event::ProducerChanged { .. } => "R-LOG-6",
            Event::ConsumerChanged { change: ActorChange::Crashed, .. } => "R-OFF-19",
            Event::ConsumerChanged { .. } => "R-OFF-8",
            Event::Rebalanced { .. } => "R-LB-2",
            Event::RetentionSet => "R-RET-1",
            Event::TriesAgain { .. } => "R-RTY-4",
            Event::DeliveredAgain { why, .. } => why.rule(),
            Event::BrokerRestarted { killed: true, .. } => "R-OFF-19",
            Event::BrokerRestarted { .. } => "SD-9",
            Event::Missed { how: Missed::Purged, .. } => "R-RET-1",
            Event::Missed { how: Missed::Skipped, .. } => "R-OFF-1",
            Event::MaxFell { .. } => "R-CQ-3",
            Event::CommandRefused { rejected } => rejected.rule(),
            Event::Scheduled { .. } => "R-DLY-1",
            Event::Arrived { .. } => "R-DLY-5",
            Event::Revived { .. } => "R-POP-2",
            Event::SentBack { .. } | Event::DeadLettered { .. } => "R-RTY-2",
        }
    }
}

/// An event and when it happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TimedEvent {
    /// Virtual time of the fact.
    pub at: VirtualTime,
    /// The fact.
    pub event: Event,
}

/// Where the World reports to. Storage and view are two of them.
pub trait EventSink {
    /// Takes one fact. Facts come in the order in which they happen.
    fn emit(&mut self, at: VirtualTime, event: Event);
}

impl EventSink for Vec<TimedEvent> {
    fn emit(&mut self, at: VirtualTime, event: Event) {
        self.push(TimedEvent { at, event });
    }
}

impl EventSink for () {
    fn emit(&mut self, _: VirtualTime, _: Event) {}
}
