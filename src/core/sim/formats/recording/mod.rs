//! A recording of a real broker as a lab: its operations become commands, its answers are held against the
//! lab's. Not here: what differs how (`compare`), the lines' form (`formats::recording::line`).
//!
//! Invariant: the lab keeps its own state after an answer that differs; nothing of an answer flows into it.

pub mod compare;
pub mod line;
pub mod places;

use crate::engine::ids::{EpochMs, Name, VirtualTime};
use crate::engine::limits::TIMER_RANGE_MS;
use crate::engine::profile::Profile;
use crate::sim::command::{BrokerCall, Command, ConsumeFrom, Outcome, RetentionSettings};
use crate::sim::command::{BrokerChange, OfQueue, TimerChange};
use crate::sim::formats::journal::{
    Journal, JournalEntry, JournalHeader, ParseError, check_size, json_error,
};
use crate::sim::formats::json::from_json;
use crate::sim::formats::recording::compare::{Judge, Judgement};
use crate::sim::formats::recording::line::{Missing, Op, TraceHeader, TraceLine};
use crate::sim::formats::recording::places::{Handle, MessageKey, Places};
use crate::sim::timeline::Timeline;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The name of the format.
pub const TRACE_FORMAT: &str = "offset-lab-trace/1";
/// The broker's name in recordings.
const RECORDED_BROKER: &str = "b";

/// One operation.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordedStep {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What was asked and answered.
    pub recorded: TraceLine,
    /// The command that it becomes, as an index into the journal's entries; `None`: the lab does not
    /// implement it.
    pub entry: Option<usize>,
    /// The next operation is a pop of the same group and topic too.
    pub pops_on: bool,
}

/// A parsed recording.
#[derive(Clone, PartialEq, Debug)]
pub struct Recording {
    /// The first line.
    pub header: TraceHeader,
    /// The operations in order.
    pub steps: Vec<RecordedStep>,
    /// The text that it was read from.
    pub source: String,
    journal: Journal,
}

/// Virtual time from one instant of a broker's clock to another.
fn time_since(first: EpochMs, at: EpochMs) -> Option<VirtualTime> {
    u64::try_from(at.0.checked_sub(first.0)?).ok()?.checked_mul(1_000).map(VirtualTime)
}

impl Recording {
    /// Reads a recording.
    #[inline]
    pub fn parse(text: &str) -> Result<Recording, ParseError> {
        check_size(text)?;
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, first) = lines.next().ok_or(ParseError {
            line: 1,
            column: 0,
            problem: "the recording is empty".to_string(),
        })?;
        let header: TraceHeader = from_json(first).map_err(|error| json_error(&error, 0))?;
        let at_line = |line, problem| ParseError { line, column: 0, problem };
        if header.format != TRACE_FORMAT {
            return Err(at_line(
                1,
                format!("the format is {:?}; this reads {TRACE_FORMAT:?}", header.format),
            ));
        }
        let profile = Profile::of_broker(&header.broker).ok_or_else(|| {
            at_line(
                1,
                format!(
                    "no profile stands for a broker {:?}: it takes a whole version number from 3.0.0 on, \
                     such as 5.3.3",
                    header.broker
                ),
            )
        })?;
        let mut all = Vec::new();
        let mut journal = opening(&header, profile);
        let mut last = EpochMs(i64::MIN);
        for (before, line) in lines {
            let recorded: TraceLine = from_json(line).map_err(|error| json_error(&error, before))?;
            if recorded.at < last {
                return Err(at_line(
                    before + 1,
                    format!("at is {}, before the line ahead of it", recorded.at.0),
                ));
            }
            last = recorded.at;
            if all.is_empty() {
                journal.header.start_ms = recorded.at;
            }
            all.push((before + 1, recorded));
        }
        let moves = profile.notes_moved_pulls();
        let mut places = Places::of(all.iter().map(|(_, recorded)| recorded), &journal);
        let mut steps = Vec::new();
        for (line, recorded) in all {
            let missing = |Missing(what)| at_line(line, format!("{:?} needs {what}", recorded.op));
            let command = command_of(&recorded, &places, moves).map_err(missing)?;
            let at = recorded.at;
            let too_long = || at_line(line, format!("at is {}: too long after the first line", at.0));
            let at_us = time_since(journal.header.start_ms, at).ok_or_else(too_long)?;
            let entry = command.map(|command| {
                let entry = JournalEntry { at_us, command };
                places.follow(Some(&recorded), &entry);
                journal.entries.push(entry);
                journal.entries.len() - 1
            });
            (!places.is_too_long()).then_some(()).ok_or_else(too_long)?;
            steps.push(RecordedStep { line, recorded, entry, pops_on: false });
        }
        for i in 1..steps.len() {
            let of = |step: &RecordedStep| {
                let line = &step.recorded;
                (line.op == Op::Pop).then(|| (line.group.clone(), line.topic.clone(), line.order))
            };
            steps[i - 1].pops_on = of(&steps[i]).is_some() && of(&steps[i]) == of(&steps[i - 1]);
        }
        Ok(Recording { header, steps, source: text.to_string(), journal })
    }

    /// The journal of the lab.
    pub fn to_journal(&self) -> Journal {
        self.journal.clone()
    }

    /// Runs the whole recording; a judgement for each step.
    pub fn replay(&self) -> Vec<Judgement> {
        let mut timeline = Timeline::from_journal(self.journal.clone());
        let end = self.journal.entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
        let outcomes: Vec<Outcome> = timeline.run_until(end, &mut ());
        let mut judge = Judge::new(&self.header);
        let judge_step = |step: &RecordedStep| judge.judge(step, step.entry.map(|entry| &outcomes[entry]));
        self.steps.iter().map(judge_step).collect()
    }
}

/// A journal that begins as the recorded broker was set up.
fn opening(header: &TraceHeader, profile: Profile) -> Journal {
    let settings = [
        Command::SetBroker(BrokerChange {
            max_message_bytes: Some(header.max_message_bytes),
            queue_file_entries: Some(header.queue_file_entries),
            resident_by_ratio: Some(header.resident_by_ratio),
            server_side_reset: Some(header.server_side_reset),
            delay_levels: Some(header.delay_levels.clone()),
            ..BrokerChange::default()
        }),
        Command::SetRetention(RetentionSettings {
            segment_bytes: Some(header.segment_bytes),
            ..RetentionSettings::default()
        }),
        Command::SetTimers(TimerChange {
            // A longer flush period never ends in a recording either.
            offset_flush_ms: Some(header.consumer_offset_flush_ms.min(*TIMER_RANGE_MS.end())),
            ..TimerChange::default()
        }),
    ];
    let at_us = VirtualTime(0);
    let entries = settings.into_iter().map(|command| JournalEntry { at_us, command }).collect();
    Journal { header: JournalHeader::new(profile, 0), entries }
}

/// The command that an operation becomes; `None`: the lab does not implement it.
fn command_of(line: &TraceLine, places: &Places, moves: bool) -> Result<Option<Command>, Missing> {
    let call = match line.op {
        Op::CreateTopic => {
            let (topic, queues) = (line.topic()?, line.queues.ok_or(Missing("queues"))?);
            return Ok(Some(Command::CreateTopic { topic, queues, first_offsets: vec![] }));
        }
        Op::CreateGroup => {
            return Ok(Some(Command::CreateGroup {
                group: line.group()?,
                consume_from: ConsumeFrom::default(),
            }));
        }
        Op::DeleteExpiredSegments => return Ok(Some(Command::DeleteExpiredSegments {})),
        Op::Disk => {
            let disk_bytes = Some(line.disk_bytes.ok_or(Missing("disk_bytes"))?);
            let settings = RetentionSettings { disk_bytes, ..RetentionSettings::default() };
            return Ok(Some(Command::SetRetention(settings)));
        }
        Op::DeleteTopic => BrokerCall::DeleteTopic { topic: line.topic()? },
        Op::DeleteGroup => BrokerCall::DeleteGroup {
            group: line.group()?,
            remove_offsets: line.remove_offsets.unwrap_or(false),
        },
        Op::LogAdvanced => BrokerCall::LogAdvanced { to: line.to.ok_or(Missing("to"))? },
        Op::Connect => BrokerCall::Connect {
            client: line.client.clone().ok_or(Missing("client"))?,
            group: line.group()?,
            topic: line.topic()?,
        },
        Op::Disconnect => BrokerCall::Disconnect { client: line.client.clone().ok_or(Missing("client"))? },
        Op::Segments => BrokerCall::Segments {},
        Op::ExpireSegments => BrokerCall::ExpireSegments { count: line.count.ok_or(Missing("count"))? },
        Op::CleanExpiredQueues => BrokerCall::CleanExpiredQueues {},
        Op::SendBack => {
            let MessageKey { topic, queue, offset } = places.sent(line)?;
            BrokerCall::SendBack {
                group: line.group()?,
                topic,
                queue,
                offset,
                delay_level: line.delay_level.unwrap_or(0),
                max_reconsume_times: line.max_reconsume_times,
            }
        }
        Op::Pop | Op::Ack | Op::ChangeInvisible => pop_call(line, places)?,
        Op::Restart => BrokerCall::Restart { kill: line.kill.unwrap_or(false) },
        Op::Send
        | Op::MinOffset
        | Op::MaxOffset
        | Op::SearchOffset
        | Op::QueryOffset
        | Op::Commit
        | Op::Pull
        | Op::ResetOffset
        | Op::CloneOffset
        | Op::ConsumeStats => offset_call(line, moves)?,
    };
    Ok(Some(Command::Broker(call)))
}

/// The calls of POP.
fn pop_call(line: &TraceLine, places: &Places) -> Result<BrokerCall, Missing> {
    let invisible_ms = line.invisible_ms.ok_or(Missing("invisible_ms"));
    let group = line.group()?;
    if line.op == Op::Pop {
        return Ok(BrokerCall::Pop {
            group,
            topic: line.topic()?,
            queue: if line.queue.is_some_and(|queue| queue < 0) { None } else { Some(line.queue()?) },
            max_messages: line.max_messages.ok_or(Missing("max_messages"))?,
            invisible_ms: invisible_ms?,
            from_min: line.init.as_deref() == Some("min"),
            order: line.order.unwrap_or(false),
            attempt: None,
        });
    }
    let Handle { place: MessageKey { topic, queue, offset }, popped_at, order } = places.handle(line)?;
    let popped_at_ms = popped_at;
    if line.op == Op::Ack {
        return Ok(BrokerCall::Ack { group, topic, queue, offset, popped_at_ms, order });
    }
    let invisible_ms = invisible_ms?;
    Ok(BrokerCall::ChangeInvisible { group, topic, queue, offset, popped_at_ms, order, invisible_ms })
}

/// A pull.
fn pull_call(line: &TraceLine, moves: bool) -> Result<BrokerCall, Missing> {
    Ok(BrokerCall::Pull {
        group: line.group()?,
        topic: line.topic()?,
        queue: line.queue()?,
        offset: line.offset.ok_or(Missing("offset"))?,
        max_messages: line.max_messages.ok_or(Missing("max_messages"))?,
        subscription: line.subscription.clone(),
        commit: line.commit,
        client: None,
        from_proxy: false,
        moved_event_of: moves.then(|| Name::from(RECORDED_BROKER)),
    })
}

/// The calls about messages and offsets.
fn offset_call(line: &TraceLine, moves: bool) -> Result<BrokerCall, Missing> {
    let timestamp_ms = line.timestamp.ok_or(Missing("timestamp"));
    Ok(match line.op {
        Op::Send => BrokerCall::Send {
            topic: line.topic()?,
            queue: line.queue()?,
            body_bytes: line.body_bytes.ok_or(Missing("body_bytes"))?,
            record_bytes: line.record_bytes,
            tag: line.tag.clone(),
            delay_level: line.level(),
        },
        Op::MinOffset => BrokerCall::MinOffset(OfQueue { topic: line.topic()?, queue: line.queue()? }),
        Op::MaxOffset => BrokerCall::MaxOffset(OfQueue { topic: line.topic()?, queue: line.queue()? }),
        Op::SearchOffset => BrokerCall::SearchOffset {
            topic: line.topic()?,
            queue: line.queue()?,
            timestamp_ms: timestamp_ms?,
            boundary: line.boundary.unwrap_or_default(),
        },
        Op::QueryOffset => BrokerCall::QueryOffset {
            group: line.group()?,
            topic: line.topic()?,
            queue: line.queue()?,
            set_zero_if_not_found: line.set_zero_if_not_found,
        },
        Op::Commit => BrokerCall::Commit {
            group: line.group()?,
            topic: line.topic()?,
            queue: line.queue()?,
            offset: line.offset.ok_or(Missing("offset"))?,
        },
        Op::Pull => pull_call(line, moves)?,
        Op::ResetOffset => BrokerCall::ResetOffset {
            group: line.group()?,
            topic: line.topic()?,
            timestamp_ms: timestamp_ms?,
            force: line.force.unwrap_or(false),
            queue: if line.queue.is_none_or(|queue| queue < 0) { None } else { Some(line.queue()?) },
            offset: line.offset,
        },
        Op::CloneOffset => BrokerCall::CloneOffset {
            source: line.source.clone().ok_or(Missing("source"))?,
            group: line.group()?,
            topic: line.topic()?,
        },
        Op::ConsumeStats => BrokerCall::ConsumeStats { group: line.group()?, topic: line.topic.clone() },
        Op::CreateTopic
        | Op::DeleteTopic
        | Op::CreateGroup
        | Op::DeleteGroup
        | Op::LogAdvanced
        | Op::Connect
        | Op::Disconnect
        | Op::Segments
        | Op::ExpireSegments
        | Op::CleanExpiredQueues
        | Op::DeleteExpiredSegments
        | Op::Disk
        | Op::Restart
        | Op::Pop
        | Op::Ack
        | Op::ChangeInvisible
        | Op::SendBack => unreachable!("{:?} is no call about offsets", line.op),
    })
}
