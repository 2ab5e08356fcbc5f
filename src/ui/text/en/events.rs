//! Events in English. Not here: when they happen, and what their rules say (`rules`).
//!
//! Invariant: every event has a sentence; the numbers in it are exact.

use crate::engine::event::{ActorChange, Again, CorrectionReason, DeleteReason, Event, InitialRule, Missed};
use crate::ui::draw::format::{count, number};
use crate::ui::text::en::plural;
use crate::ui::text::events::{at, at_or, place, queue_list, span};
use alloc::string::{String, ToString};

/// The event in words.
pub fn event(event: &Event) -> String {
    match event {
        Event::TopicCreated { topic, queues } if *queues == 1 => {
            format!("Topic {topic} created with 1 queue")
        }
        Event::TopicCreated { topic, queues } => {
            format!("Topic {topic} created with {queues} queues")
        }
        Event::TopicDeleted { topic } => {
            format!("Topic {topic} deleted; its records stay until retention deletes them")
        }
        Event::QueueImported { topic, queue, min, max } => format!(
            "{} imported: Min {}, Max {}",
            place(topic, queue),
            at_or(min, "unknown"),
            at_or(max, "unknown")
        ),
        Event::GroupCreated { group } => format!("Group {group} created"),
        Event::GroupDeleted { group, offsets_removed } => {
            let offsets =
                if *offsets_removed { " deleted, its offsets too" } else { " deleted; its offsets stay" };
            format!("Group {group}{offsets}")
        }
        Event::ProducerChanged { producer, change } => format!("Producer {producer}{}", actor(*change)),
        Event::ConsumerChanged { group, client, change } => {
            format!("{group}’s consumer {client}{}", actor(*change))
        }
        Event::Rebalanced { topic, assignment, .. } => {
            let mut text = format!("Queues of {topic} assigned:");
            for (i, (client, queues)) in assignment.iter().enumerate() {
                let list = queue_list(queues, "none");
                text.push_str(&format!("{}{client} {list}", if i > 0 { "; " } else { " " }));
            }
            text
        }
        Event::RetentionSet => "Retention changed".to_string(),
        Event::BrokerRestarted { killed: false, .. } => "Broker restarted".to_string(),
        Event::BrokerRestarted { offsets_lost, .. } => {
            format!("Broker killed and restarted; {offsets_lost} offsets lost")
        }
        Event::CommandRefused { rejected } => {
            format!("Refused: {} (code {})", rejected.remark(), rejected.code())
        }
        Event::DeliveredAgain { group, topic, queue, from, to, why, .. } => {
            let why = match why {
                Again::HandOver => ": the queue moved to another consumer",
                Again::ClientDied => ": a client crashed",
                Again::BrokerDied => ": the broker was killed",
                Again::OffsetsGone => ": the offset files were lost",
                Again::LogTailGone => ": the end of the commit log was lost",
                Again::Reset => ": a reset",
                Again::Corrected => ": its offset was corrected",
                Again::Removed => ": its offsets were removed",
                Again::Revived => ": not acknowledged in time",
            };
            format!("{group} gets {} of {} again{why}", span(from, to), place(topic, queue))
        }
        Event::TriesAgain { group, topic, queue, offset, .. } => {
            format!("{group} failed at {} on {} and will retry it", at(offset), place(topic, queue))
        }
        Event::Missed { group, topic, queue, from, to, how } => {
            let how = match how {
                Missed::Purged => " lost",
                Missed::Skipped => " skipped",
            };
            format!("{group}{how} {} of {}", span(from, to), place(topic, queue))
        }
        Event::Appended { topic, queue, offset, .. } => {
            format!("Stored at {} in {}", at(offset), place(topic, queue))
        }
        Event::SendRefused { topic, rejected, .. } => {
            format!("A send to {topic} was refused: {}", rejected.remark())
        }
        Event::SegmentRolled { base, .. } => format!("A new segment begins at byte {}", number(base.0)),
        Event::SegmentDeleted { base, reason, .. } => {
            let why = match reason {
                DeleteReason::Expired => " deleted: past its retention time",
                DeleteReason::DiskUsage => " deleted: the disk is too full",
                DeleteReason::Told => " deleted on request",
            };
            format!("Segment at byte {}{why}", number(base.0))
        }
        Event::MinAdvanced { topic, queue, from, to } => {
            format!("Min of {} moved {} → {}", place(topic, queue), at(from), at(to))
        }
        Event::MaxFell { topic, queue, from, to } => format!(
            "Max of {} fell {} → {}: the end of the commit log was lost",
            place(topic, queue),
            at(from),
            at(to)
        ),
        Event::DiskFull { full: true } => "Disk full: sends are refused".to_string(),
        Event::DiskFull { full: false } => "Disk no longer full: sends are accepted".to_string(),
        Event::InitialOffset { group, topic, queue, offset, rule, .. } => {
            let why = match rule {
                InitialRule::DocsMax => ", which is Max",
                InitialRule::DocsRemovedMin => ", which is Min: its offsets were removed",
                InitialRule::BrokerZero => ": the queue still begins at 0",
                InitialRule::ClientLast => ", which is Max",
                InitialRule::ClientFirst => ", the first offset",
                InitialRule::ClientTimestamp => ", by time",
                InitialRule::PopMin => ", which is Min",
                InitialRule::PopLast => ", the newest message",
            };
            format!("{group} starts on {} at {}{why}", place(topic, queue), at(offset))
        }
        Event::Resumed { group, topic, queue, offset, .. } => {
            format!("{group} resumes at {} on {}, its saved offset", at(offset), place(topic, queue))
        }
        Event::Delivered { group, topic, queue, first, count: messages, .. } => {
            format!(
                "{group} got {} from {} on {}",
                count(u64::from(*messages)),
                at(first),
                place(topic, queue)
            )
        }
        Event::ColdRead { group, topic, queue, offset, until, .. } => {
            let why = if until.is_some() {
                " waits for the disk: cold data"
            } else {
                " was refused: the group reads too much cold data"
            };
            format!("{group}’s pull at {} on {}{why}", at(offset), place(topic, queue))
        }
        Event::OffsetCorrected { group, topic, queue, from, to, reason } => {
            let (word, why) = match reason {
                CorrectionReason::BelowMin => (" to Min ", ": the messages in between were purged"),
                CorrectionReason::AboveMax => (" to Max ", ""),
                CorrectionReason::EmptyQueue => (" to ", ": the queue is empty"),
            };
            format!("{group} on {} was corrected from {}{word}{}{why}", place(topic, queue), at(from), at(to))
        }
        Event::Committed { group, topic, queue, to, .. } => {
            format!("{group} committed {} on {}", at(to), place(topic, queue))
        }
        Event::CommitSwallowed { group, topic, queue, offset } => format!(
            "{group}’s commit of {} on {} was ignored: a reset is pending",
            at(offset),
            place(topic, queue)
        ),
        Event::CommitRefused { group, topic, queue, rejected, .. } => {
            format!("{group}’s commit on {} was refused: {}", place(topic, queue), rejected.remark())
        }
        Event::OffsetReset { group, topic, queue, from, to } => {
            format!("{group} on {} reset {} → {}", place(topic, queue), at_or(from, "no offset"), at(to))
        }
        Event::ResetTaken { group, topic, queue, to } => {
            format!("{group} applied the reset on {} and continues at {}", place(topic, queue), at(to))
        }
        Event::OffsetsRemoved { group, topic } => {
            format!("Offsets of {group} on {topic} removed")
        }
        Event::CaughtUp { group, topic, queue, .. } => {
            format!("{group} caught up on {}", place(topic, queue))
        }
        Event::Scheduled { topic, queue, .. } => {
            format!("A message for {} is scheduled; no group can see it yet", place(topic, queue))
        }
        Event::Arrived { topic, queue, first, count: messages } => format!(
            "{} arrived in {} from {} on",
            plural(u64::from(*messages), "due message", "due messages"),
            place(topic, queue),
            at(first)
        ),
        Event::SentBack { group, topic, queue, offset, reconsume_times, .. } => format!(
            "{group} failed on {} of {}; it waits for retry {reconsume_times}",
            at(offset),
            place(topic, queue)
        ),
        Event::Revived { group, topic, queue, count: messages } => format!(
            "{} of {} not acknowledged by {group} in time; delivered again through its retry topic",
            count(u64::from(*messages)),
            place(topic, queue)
        ),
        Event::DeadLettered { group, topic, queue, offset, .. } => {
            format!("{group} gave up {} of {}: now a dead letter", at(offset), place(topic, queue))
        }
    }
}

fn actor(change: ActorChange) -> &'static str {
    match change {
        ActorChange::Added => " added",
        ActorChange::Changed => " changed",
        ActorChange::Paused => " paused",
        ActorChange::Resumed => " resumed",
        ActorChange::Removed => " left",
        ActorChange::Crashed => " crashed; its unsaved progress is lost",
    }
}
