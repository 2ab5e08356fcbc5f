//! Events in English. Not here: when they happen, and what their rules say (`rules`).
//!
//! Invariant: every event has a sentence; the numbers in it are exact.

use crate::engine::event::{ActorChange, Again, CorrectionReason, DeleteReason, Event, InitialRule, Missed};
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::ui::draw::format::{count, number};
use alloc::string::{String, ToString};

/// `orders/0`.
pub fn place(topic: &Name, queue: &QueueId) -> String {
    [topic, "/", &queue.to_string()].concat()
}

/// An offset in groups of digits.
pub fn at(offset: &QueueOffset) -> String {
    number(offset.0)
}

/// An offset, or this word.
pub fn at_or(offset: &Option<QueueOffset>, word: &str) -> String {
    offset.as_ref().map_or_else(|| word.to_string(), at)
}

/// The event in words.
pub fn event(event: &Event) -> String {
    match event {
        Event::TopicCreated { topic, queues } if *queues == 1 => {
            ["Topic ", topic, " created with 1 queue"].concat()
        }
        Event::TopicCreated { topic, queues } => {
            ["Topic ", topic, " created with ", &queues.to_string(), " queues"].concat()
        }
        Event::TopicDeleted { topic } => {
            ["Topic ", topic, " deleted; its records wait for retention"].concat()
        }
        Event::QueueImported { topic, queue, min, max } => [
            &place(topic, queue),
            " imported: Min ",
            &at_or(min, "unknown"),
            ", Max ",
            &at_or(max, "unknown"),
        ]
        .concat(),
        Event::GroupCreated { group } => ["Group ", group, " created"].concat(),
        Event::GroupDeleted { group, offsets_removed } => {
            let offsets =
                if *offsets_removed { " deleted, its offsets too" } else { " deleted; its offsets stay" };
            ["Group ", group, offsets].concat()
        }
        Event::ProducerChanged { producer, change } => ["Producer ", producer, actor(*change)].concat(),
        Event::ConsumerChanged { group, client, change } => {
            [group, "’s consumer ", client, actor(*change)].concat()
        }
        Event::Rebalanced { topic, assignment, .. } => {
            let mut text = ["Queues of ", topic, " shared out:"].concat();
            for (i, (client, queues)) in assignment.iter().enumerate() {
                let list = queue_list(queues, "none");
                text.push_str(&[if i > 0 { "; " } else { " " }, client, " ", &list].concat());
            }
            text
        }
        Event::RetentionSet => "Retention changed".to_string(),
        Event::BrokerRestarted { killed: false, .. } => "Broker restarted".to_string(),
        Event::BrokerRestarted { offsets_lost, .. } => {
            ["Broker killed and restarted; ", &offsets_lost.to_string(), " offsets lost"].concat()
        }
        Event::CommandRefused { rejected } => {
            ["Refused: ", &rejected.remark(), " (code ", &rejected.code().to_string(), ")"].concat()
        }
        Event::Appended { .. } | Event::SendRefused { .. } | Event::SegmentRolled { .. } => log_event(event),
        Event::SegmentDeleted { .. } | Event::MinAdvanced { .. } | Event::DiskFull { .. } => log_event(event),
        Event::MaxFell { .. } => log_event(event),
        Event::DeliveredAgain { .. } | Event::Missed { .. } => fate_event(event),
        Event::TriesAgain { .. } => fate_event(event),
        _ => offset_event(event),
    }
}

/// What became of messages.
fn fate_event(event: &Event) -> String {
    match event {
        Event::DeliveredAgain { group, topic, queue, from, to, why, .. } => {
            let why = match why {
                Again::HandOver => ": the queue changed hands",
                Again::ClientDied => ": a client died",
                Again::BrokerDied => ": the broker died",
                Again::OffsetsGone => ": the offset files were gone",
                Again::LogTailGone => ": the end of the log was gone",
                Again::Reset => ": it was reset",
                Again::Corrected => ": its pull was sent back",
                Again::Removed => ": its offsets were removed",
                Again::Revived => ": nobody acknowledged them in time",
            };
            [group, " gets ", &span(from, to), " of ", &place(topic, queue), " again", why].concat()
        }
        Event::TriesAgain { group, topic, queue, offset, .. } => {
            [group, " failed at ", &at(offset), " on ", &place(topic, queue), " and will try it again"]
                .concat()
        }
        Event::Missed { group, topic, queue, from, to, how } => {
            let how = match how {
                Missed::Purged => " came too late for",
                Missed::Skipped => " passed over",
            };
            [group, how, " ", &span(from, to), " of ", &place(topic, queue)].concat()
        }
        _ => String::new(),
    }
}

/// The offsets from one to before another.
pub fn span(from: &QueueOffset, to: &QueueOffset) -> String {
    let last = QueueOffset(to.0 - 1);
    if *from == last { at(from) } else { [&at(from), "–", &at(&last)].concat() }
}

/// `0, 1, 2`, or the word for none of them.
pub fn queue_list(queues: &[QueueId], none: &str) -> String {
    let mut list = String::new();
    for queue in queues {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(&queue.to_string());
    }
    if list.is_empty() { none.to_string() } else { list }
}

fn actor(change: ActorChange) -> &'static str {
    match change {
        ActorChange::Added => " added",
        ActorChange::Changed => " changed",
        ActorChange::Paused => " paused",
        ActorChange::Resumed => " goes on",
        ActorChange::Removed => " left",
        ActorChange::Crashed => " crashed; progress it had not saved is lost",
    }
}

fn log_event(event: &Event) -> String {
    match event {
        Event::Appended { topic, queue, offset, .. } => {
            ["Stored at ", &at(offset), " in ", &place(topic, queue)].concat()
        }
        Event::SendRefused { topic, rejected, .. } => {
            ["A send to ", topic, " was refused: ", &rejected.remark()].concat()
        }
        Event::SegmentRolled { base, .. } => ["A new segment begins at byte ", &number(base.0)].concat(),
        Event::SegmentDeleted { base, reason, .. } => {
            let why = match reason {
                DeleteReason::Expired => " purged: it was past its time",
                DeleteReason::DiskUsage => " purged: the disk is too full",
                DeleteReason::Told => " purged, as told",
            };
            ["Segment at byte ", &number(base.0), why].concat()
        }
        Event::MinAdvanced { topic, queue, from, to } => {
            ["Min of ", &place(topic, queue), " moved ", &at(from), " → ", &at(to)].concat()
        }
        Event::MaxFell { topic, queue, from, to } => [
            "Max of ",
            &place(topic, queue),
            " fell ",
            &at(from),
            " → ",
            &at(to),
            ": the end of the log is gone",
        ]
        .concat(),
        Event::DiskFull { full: true } => "Disk full: sends are refused".to_string(),
        _ => "The disk has room again".to_string(),
    }
}

fn offset_event(event: &Event) -> String {
    match event {
        Event::InitialOffset { group, topic, queue, offset, rule, .. } => {
            let why = match rule {
                InitialRule::DocsMax => ", at Max",
                InitialRule::DocsRemovedMin => ", at Min: its progress was removed",
                InitialRule::BrokerZero => ": the queue still begins at 0",
                InitialRule::ClientLast => ", at Max",
                InitialRule::ClientFirst => ", the first offset",
                InitialRule::ClientTimestamp => ", by time",
                InitialRule::PopMin => ", at Min",
                InitialRule::PopLast => ", the newest message",
            };
            [group, " starts on ", &place(topic, queue), " at ", &at(offset), why].concat()
        }
        Event::Resumed { group, topic, queue, offset, .. } => {
            [group, " goes on at ", &at(offset), " on ", &place(topic, queue), ", where it was saved"]
                .concat()
        }
        Event::Delivered { group, topic, queue, first, count: messages, .. } => {
            [group, " got ", &count(u64::from(*messages)), " from ", &at(first), " on ", &place(topic, queue)]
                .concat()
        }
        Event::ColdRead { group, topic, queue, offset, until, .. } => {
            let why = if until.is_some() {
                " waits for the disk: it is not in memory"
            } else {
                " was refused: the group reads too much cold data"
            };
            [group, "’s pull at ", &at(offset), " on ", &place(topic, queue), why].concat()
        }
        Event::OffsetCorrected { group, topic, queue, from, to, reason } => {
            let (word, why) = match reason {
                CorrectionReason::BelowMin => (" to Min ", ": what it missed is gone"),
                CorrectionReason::AboveMax => (" back to Max ", ""),
                CorrectionReason::EmptyQueue => (" to ", ": the queue is empty"),
            };
            [group, " on ", &place(topic, queue), " was sent from ", &at(from), word, &at(to), why].concat()
        }
        Event::Committed { group, topic, queue, to, .. } => {
            [group, " committed ", &at(to), " on ", &place(topic, queue)].concat()
        }
        Event::CommitSwallowed { group, topic, queue, offset } => [
            group,
            "’s commit of ",
            &at(offset),
            " on ",
            &place(topic, queue),
            " was ignored: a reset is pending",
        ]
        .concat(),
        Event::CommitRefused { group, topic, queue, rejected, .. } => {
            [group, "’s commit on ", &place(topic, queue), " was refused: ", &rejected.remark()].concat()
        }
        Event::OffsetReset { group, topic, queue, from, to } => {
            [group, " on ", &place(topic, queue), " reset ", &at_or(from, "no offset"), " → ", &at(to)]
                .concat()
        }
        Event::ResetTaken { group, topic, queue, to } => {
            [group, " took up the reset on ", &place(topic, queue), " and goes on at ", &at(to)].concat()
        }
        Event::OffsetsRemoved { group, topic } => {
            ["Offsets of ", group, " on ", topic, " forgotten"].concat()
        }
        Event::CaughtUp { group, topic, queue, .. } => {
            [group, " caught up on ", &place(topic, queue)].concat()
        }
        _ => waiting_event(event),
    }
}

fn waiting_event(event: &Event) -> String {
    match event {
        Event::Scheduled { topic, queue, .. } => {
            ["A message for ", &place(topic, queue), " waits; no group can see it yet"].concat()
        }
        Event::Arrived { topic, queue, first, count: messages } => [
            &count(u64::from(*messages)),
            " that waited arrived in ",
            &place(topic, queue),
            " from ",
            &at(first),
            " on",
        ]
        .concat(),
        Event::SentBack { group, topic, queue, offset, reconsume_times, .. } => [
            group,
            " failed on ",
            &at(offset),
            " of ",
            &place(topic, queue),
            "; it waits for retry ",
            &reconsume_times.to_string(),
        ]
        .concat(),
        Event::Revived { group, topic, queue, count: messages } => [
            &count(u64::from(*messages)),
            " of ",
            &place(topic, queue),
            " not acknowledged by ",
            group,
            " in time; back through its retry topic",
        ]
        .concat(),
        Event::DeadLettered { group, topic, queue, offset, .. } => {
            [group, " gave up ", &at(offset), " of ", &place(topic, queue), ": it is a dead letter"].concat()
        }
        _ => String::new(),
    }
}
