//! Events, answers and commands in English sentences, for the command line. Not here: the page's words
//! (`ui::text`), which come in two languages and are shorter.
//!
//! Invariant: every number in a sentence is exact; a deed without a sentence of its own is shown as its data.

use crate::engine::Event;
use crate::engine::event::{CorrectionReason, InitialRule, Missed};
use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::sim::command::{Answer, BrokerCall, Command, Outcome};
use crate::sim::diff::Deed;
use crate::sim::formats::journal::Journal;

/// What a side did, as a sentence without its end.
pub(super) fn deed(deed: &Deed, journal: &Journal) -> String {
    match deed {
        Deed::Event(event) => crate::cli::words::event(event),
        Deed::Answer(entry, outcome) => answer(*entry, outcome, journal),
    }
}

/// `20.5 s`.
pub(super) fn instant(at: VirtualTime) -> String {
    let (seconds, us) = (at.0 / 1_000_000, at.0 % 1_000_000);
    let digits = format!("{us:06}");
    match digits.trim_end_matches('0') {
        "" => format!("{seconds} s"),
        digits => format!("{seconds}.{digits} s"),
    }
}

fn place(topic: &Name, queue: QueueId) -> String {
    format!("{topic}/{queue}")
}

fn or_none(offset: Option<QueueOffset>) -> String {
    offset.map_or_else(|| "no offset".to_string(), |offset| offset.to_string())
}

fn event(event: &Event) -> String {
    match event {
        Event::InitialOffset { group, topic, queue, offset, saved, rule } => {
            let why = match rule {
                InitialRule::DocsMax => "which is Max when it first receives",
                InitialRule::DocsRemovedMin => "which is Min, since its offsets were removed",
                InitialRule::BrokerZero => "since the queue still begins at 0 and that message is in memory",
                InitialRule::ClientLast => "which is Max, as its client decides",
                InitialRule::ClientFirst => "the first offset, as its client decides",
                InitialRule::ClientTimestamp => "found by time, as its client decides",
                InitialRule::PopMin => "which is Min, as the pop asks",
                InitialRule::PopLast => "the newest message",
            };
            let kept = if *saved { "saves that at once" } else { "saves nothing yet" };
            format!("{group} starts on {} at {offset}, {why}, and the broker {kept}", place(topic, *queue))
        }
        Event::Resumed { group, topic, queue, offset, .. } => {
            format!("{group} resumes at {offset} on {}, its saved offset", place(topic, *queue))
        }
        Event::Delivered { group, topic, queue, first, next, count, .. } => {
            let last = next.0.saturating_sub(1);
            format!("{group} gets {count} messages of {}, {first} to {last}", place(topic, *queue))
        }
        Event::OffsetCorrected { group, topic, queue, from, to, reason } => {
            let why = match reason {
                CorrectionReason::BelowMin => "below Min and the messages in between were purged",
                CorrectionReason::AboveMax => "above Max",
                CorrectionReason::EmptyQueue => "not there: the queue is empty",
            };
            format!(
                "{group}'s pull of {} at {from} is corrected to {to}, since {from} is {why}",
                place(topic, *queue)
            )
        }
        Event::Committed { group, topic, queue, from, to } => {
            let place = place(topic, *queue);
            format!("the broker saves offset {to} for {group} on {place}, which was {}", or_none(*from))
        }
        Event::CommitSwallowed { group, topic, queue, offset } => {
            format!("{group}'s commit of {offset} on {} is ignored: a reset is pending", place(topic, *queue))
        }
        Event::CommitRefused { group, topic, queue, rejected, .. } => {
            format!("{group}'s commit on {} is refused: {}", place(topic, *queue), rejected.remark())
        }
        Event::OffsetReset { group, topic, queue, from, to } => {
            format!("{group} is reset on {} from {} to {to}", place(topic, *queue), or_none(*from))
        }
        Event::ResetTaken { group, topic, queue, to } => {
            format!(
                "{group}'s pull applies the pending reset on {} and continues at {to}",
                place(topic, *queue)
            )
        }
        _ => other_event(event),
    }
}

fn other_event(event: &Event) -> String {
    match event {
        Event::MinAdvanced { topic, queue, from, to } => {
            format!("Min of {} moves from {from} to {to}", place(topic, *queue))
        }
        Event::MaxFell { topic, queue, from, to } => {
            format!("Max of {} falls from {from} to {to}", place(topic, *queue))
        }
        Event::SegmentDeleted { base, end, .. } => {
            format!("the segment from byte {base} to {end} of the commit log is deleted")
        }
        Event::SegmentRolled { base, .. } => format!("the commit log starts a segment at byte {base}"),
        Event::TopicDeleted { topic } => format!("topic {topic} is deleted"),
        Event::TopicCreated { topic, queues } => format!("topic {topic} is created with {queues} queues"),
        Event::GroupCreated { group } => format!("group {group} is created"),
        Event::GroupDeleted { group, offsets_removed } => {
            let offsets = if *offsets_removed { "with its offsets" } else { "and its offsets stay" };
            format!("group {group} is deleted {offsets}")
        }
        Event::OffsetsRemoved { group, topic } => format!("the offsets of {group} on {topic} are removed"),
        Event::BrokerRestarted { killed, offsets_lost } => {
            let how = if *killed { "is killed and restarts" } else { "stops and restarts" };
            format!("the broker {how}; {offsets_lost} saved offsets are lost")
        }
        Event::CommandRefused { rejected } => {
            format!("the command is refused with code {}: {}", rejected.code(), rejected.remark())
        }
        Event::SendRefused { topic, rejected, .. } => {
            format!("a send to {topic} is refused: {}", rejected.remark())
        }
        Event::Appended { topic, queue, offset, .. } => {
            format!("a message is stored at {offset} of {}", place(topic, *queue))
        }
        Event::Rebalanced { group, topic, .. } => format!("the queues of {topic} are assigned in {group}"),
        Event::DeliveredAgain { group, topic, queue, from, to, .. } => {
            format!("{group} gets {from} to before {to} of {topic}/{queue} again")
        }
        Event::TriesAgain { group, topic, queue, offset, .. } => {
            format!("{group} fails at {offset} of {} and will retry it", place(topic, *queue))
        }
        Event::Missed { group, topic, queue, from, to, how } => {
            let how = match how {
                Missed::Purged => "loses",
                Missed::Skipped => "skips",
            };
            format!("{group} {how} {from} to before {to} of {topic}/{queue}")
        }
        Event::CaughtUp { group, topic, queue, offset } => {
            format!("{group} has caught up on {} at {offset}", place(topic, *queue))
        }
        Event::Scheduled { topic, queue, .. } => {
            format!("a message for {} is stored to be delivered later", place(topic, *queue))
        }
        Event::Arrived { topic, queue, first, count } => {
            format!("{count} due messages arrive in {} from {first} on", place(topic, *queue))
        }
        Event::SentBack { group, topic, queue, offset, reconsume_times, .. } => {
            format!("{group} sends {offset} of {} back for retry {reconsume_times}", place(topic, *queue))
        }
        Event::Revived { group, topic, queue, count } => {
            format!(
                "{count} messages of {} that {group} did not acknowledge are delivered again",
                place(topic, *queue)
            )
        }
        Event::DeadLettered { group, topic, queue, offset, .. } => {
            format!("{group} gives up {offset} of {}: it becomes a dead letter", place(topic, *queue))
        }
        other => format!("{other:?}"),
    }
}

/// A command's answer.
fn answer(entry: usize, outcome: &Outcome, journal: &Journal) -> String {
    let asked = asked(entry, journal);
    match outcome {
        Err(rejected) => format!("{asked} is refused with code {}: {}", rejected.code(), rejected.remark()),
        Ok(Answer::Done) => format!("{asked} is done"),
        Ok(Answer::Sent { queue_offset, .. }) => format!("{asked} gets offset {queue_offset}"),
        Ok(Answer::Offset(offset)) => format!("{asked} answers {offset}"),
        Ok(Answer::NotFound) => format!("{asked} finds no offset (code 22)"),
        Ok(Answer::Committed { swallowed: true }) => format!("{asked} is ignored, since a reset is pending"),
        Ok(Answer::Committed { swallowed: false }) => format!("{asked} is stored"),
        Ok(Answer::Pulled(pull)) => {
            let count = pull.offsets.len();
            format!(
                "{asked} answers {} with {count} messages, next offset {}, Min {} and Max {}",
                pull.status.name(),
                pull.next,
                pull.min,
                pull.max
            )
        }
        Ok(Answer::Popped(pop)) => format!("{asked} returns {} messages", pop.messages.len()),
        Ok(Answer::Hidden { .. }) => format!("{asked} changes the message's invisible time"),
        Ok(Answer::Reset { targets, pushed_to }) => {
            let list: Vec<String> =
                targets.iter().map(|(queue, to)| format!("queue {queue} to {to}")).collect();
            let told = if pushed_to.is_empty() { "" } else { ", which the broker sends to the clients" };
            format!("{asked} takes {}{told}", list.join(", "))
        }
        Ok(Answer::Stats(rows)) => {
            let row = |(queue, row): (&String, &crate::engine::answer::StatsRow)| {
                format!("{queue} Max {}, consumer offset {}, pull offset {}", row.max, row.consumer, row.pull)
            };
            format!("{asked} shows {}", rows.iter().map(row).collect::<Vec<_>>().join("; "))
        }
        Ok(Answer::Segments { starts, end }) => {
            format!("{asked} has {} segments up to byte {end}", starts.len())
        }
        Ok(Answer::Mins { mins, .. }) => {
            let list: Vec<String> = mins.iter().map(|(queue, min)| format!("{queue} {min}")).collect();
            format!("{asked} leaves Min at {}", list.join(", "))
        }
    }
}

/// What an entry of a journal asks for.
pub(super) fn asked(entry: usize, journal: &Journal) -> String {
    let command = &journal.entries[entry].command;
    let Command::Broker(call) = command else { return format!("the command {}", name_of(command)) };
    match call {
        BrokerCall::SearchOffset { topic, queue, timestamp_ms, .. } => {
            // As the journal's times: since the lab's start.
            let ms = timestamp_ms.0.saturating_sub(journal.header.start_ms.0);
            let since = u64::try_from(ms).map(|ms| instant(VirtualTime(ms.saturating_mul(1_000))));
            let since = since.unwrap_or_else(|_| format!("{ms} ms"));
            format!("the search of {} for the time {since}", place(topic, *queue))
        }
        BrokerCall::QueryOffset { group, topic, queue, .. } => {
            format!("the query of {group}'s offset on {}", place(topic, *queue))
        }
        BrokerCall::Commit { group, topic, queue, offset } => {
            format!("{group}'s commit of {offset} on {}", place(topic, *queue))
        }
        BrokerCall::Pull { group, topic, queue, offset, .. } => {
            format!("{group}'s pull of {} at {offset}", place(topic, *queue))
        }
        BrokerCall::ResetOffset { group, topic, .. } => format!("the reset of {group} on {topic}"),
        BrokerCall::Pop { group, topic, .. } => format!("{group}'s pop of {topic}"),
        BrokerCall::Ack { group, topic, queue, offset, .. } => {
            format!("{group}'s acknowledgement of {offset} of {}", place(topic, *queue))
        }
        BrokerCall::SendBack { group, topic, queue, offset, .. } => {
            format!("{group}'s return of {offset} of {}", place(topic, *queue))
        }
        BrokerCall::ConsumeStats { group, .. } => format!("consumerProgress of {group}"),
        BrokerCall::ExpireSegments { count } => format!("the purge of {count} segments"),
        BrokerCall::Restart { .. } => "the restart".to_string(),
        _ => format!("the call {}", name_of(command)),
    }
}

/// The command's name in a journal.
fn name_of(command: &Command) -> String {
    let value = serde_json::to_value(command).unwrap_or_default();
    let first =
        |value: &serde_json::Value| value.as_object()?.iter().next().map(|(k, v)| (k.clone(), v.clone()));
    match first(&value) {
        Some((tag, call)) if tag == "broker" => first(&call).map_or(tag, |(name, _)| name),
        Some((tag, _)) => tag,
        None => "command".to_string(),
    }
}

/// What a rule says, in one sentence; empty for one that no profile does differently.
pub(super) fn rule_says(rule: &str) -> &'static str {
    match rule {
        "SD-2" => "offsets end at 2^63 - 1 and never wrap around",
        "SD-9" => "after a restart a group resumes from its saved offset",
        "SD-10" => "if the saved offset was removed, Min is used",
        "SD-12" => "a consumer offset is never above Max",
        "SD-14" => "a consumer offset below Min is corrected by the server",
        "SD-15" => "a new group starts at Max when it first receives, and that is saved",
        "SD-17" => "a time means the message closest to it",
        "R-CQ-3" => "Max is the offset that the next message will get, Min the first that is still stored",
        "R-CQ-4" => {
            "Min moves to the first offset whose record is left, or to Max; up to 4.9 the Min of a wholly \
             expired queue stays"
        }
        "R-EXP-2" => "deleting a group keeps its offsets unless they are removed too, and in 3.2 always",
        "R-EXP-4" => "a group whose offsets were removed starts like a new one",
        "R-INIT-1" => "a queue that still begins at 0, with that message in memory, starts a new group at 0",
        "R-INIT-3" => "where the broker has no offset, the client's setting decides: last, first or a time",
        "R-INIT-4" => "a start that the client computes is not saved before the group's first progress",
        "R-LAG-1" => "Diff is Max - consumer offset, and no offset is shown as 0",
        "R-LOG-6" => "each stored message takes its queue's next offset",
        "R-OFF-2" => "a broker stores a commit as it is, without checking it",
        "R-OFF-3" => "a query answers what is pending or stored, whatever the queue holds",
        "R-OFF-4" => "a commit is not stored while a reset is pending",
        "R-OFF-19" => "progress that was not saved before a crash is lost",
        "R-OFF-22" => "a clone copies the offsets of another group",
        "R-PULL-2" => {
            "a pull below Min goes to Min, above Max to Max; 3.2 sends one above Max to 0 while Min is 0"
        }
        "R-PULL-7" => {
            "the client whose pull was corrected commits that offset and continues there, since 5.2 at once, \
             before 5.2 after 10 s"
        }
        "R-RST-2" => "a time means the first message stored at or after it, or Max",
        "R-RST-4" => "up to 5.1.0 a time means the message closest to it, as a bisection finds it",
        "R-RST-5" => {
            "the broker checks a reset against [Min, Max + 1], saves it at once and keeps it pending for the \
             next pull"
        }
        "R-RST-6" => "the next pull of any client of the group applies a pending reset",
        "R-RST-8" => "a pending reset is in memory only, so a restart loses it",
        "R-RST-11" => {
            "the clients do the reset: the broker sends them the targets and does not change its table"
        }
        "R-LB-6" => "a newly assigned queue is pulled after 0.5 s, before 5.0 at once",
        "R-RET-12" => {
            "deleting a topic removes its queues; its records stay until their segments are deleted"
        }
        "R-EXP-3" => "deleting a topic removes its offsets; before 5.0 they are kept",
        _ => "",
    }
}
