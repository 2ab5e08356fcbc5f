//! A recording of a real broker while it plays as a lab: each operation, what the broker answered, what the
//! lab answers. Not here: running the operations (`playing`), and judging them
//! (`sim::formats::recording::compare`).
//!
//! Invariant: a step's answer is judged once, in order; going back and forth afterwards shows the same
//! judgement.

use crate::engine::ids::{EpochMs, VirtualTime};
use crate::sim::command::Outcome;
use crate::sim::formats::journal::{Journal, to_json};
use crate::sim::formats::recording::compare::Judge;
use crate::sim::formats::recording::line::TraceLine;
use crate::sim::formats::recording::{RecordedStep, Recording};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// One operation, as it is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct StepView {
    /// Its place among the operations, from 0.
    pub index: usize,
    /// Its line in the file, from 1.
    pub line: usize,
    /// The broker's clock.
    pub at: EpochMs,
    /// The operation and its arguments, in the recording's words.
    pub words: String,
    /// What the broker answered, as JSON; `{}`: nothing was recorded.
    pub expected: String,
    /// What the lab answered, as JSON; `None`: not played yet, or skipped.
    pub lab: Option<String>,
    /// Whether the two agree; `None`: not played yet, skipped, or nothing to compare.
    pub agrees: Option<bool>,
    /// The lab does not implement the operation.
    pub skipped: bool,
}

/// A recording in play.
pub struct RecordingState {
    /// Its subject.
    pub title: String,
    /// Version of the recorded broker.
    pub broker: String,
    /// The operations in order.
    pub steps: Vec<StepView>,
    /// Operations played up to now.
    pub position: usize,
    recorded: Vec<RecordedStep>,
    judge: Judge,
    judged: usize,
    /// Commands of the person came in here: operations from this journal entry on will not be played.
    left_at: Option<usize>,
    source: String,
}

impl RecordingState {
    /// A recording of which nothing is played, and its journal. Operations of one millisecond are set a
    /// microsecond apart, so that each can be stepped to; broker clocks count milliseconds, so no answer
    /// depends on it.
    pub(super) fn begin(recording: Recording) -> (RecordingState, Journal) {
        let mut journal = recording.to_journal();
        let mut last: Option<VirtualTime> = None;
        for entry in recording.steps.iter().filter_map(|step| step.entry) {
            let Some(entry) = journal.entries.get_mut(entry) else { continue };
            let earliest = last.map_or(VirtualTime(1), |last| last.plus_us(1));
            entry.at_us = entry.at_us.max(earliest);
            last = Some(entry.at_us);
        }
        let view = |(index, step): (usize, &RecordedStep)| StepView {
            index,
            line: step.line,
            at: step.recorded.at,
            words: words(&step.recorded),
            expected: to_json(&step.recorded.expect),
            lab: None,
            agrees: None,
            skipped: step.entry.is_none(),
        };
        let steps = recording.steps.iter().enumerate().map(view).collect();
        let state = RecordingState {
            title: recording.header.title.clone(),
            broker: recording.header.broker.clone(),
            steps,
            position: 0,
            judge: Judge::new(&recording.header),
            recorded: recording.steps,
            judged: 0,
            left_at: None,
            source: recording.source,
        };
        (state, journal)
    }

    /// A recording whose lab was stored with this journal, which leaves the recording where the person went
    /// another way.
    pub(super) fn resume(recording: Recording, stored: &Journal) -> RecordingState {
        let (mut state, journal) = RecordingState::begin(recording);
        let same =
            journal.entries.iter().zip(&stored.entries).take_while(|(recorded, stored)| recorded == stored);
        state.leave(same.count());
        state
    }

    /// The recording's text.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Answers that agree, answers to compare, and skipped operations, up to the furthest step played.
    pub fn score(&self) -> (usize, usize, usize) {
        let played = &self.steps[..self.judged];
        let agreeing = played.iter().filter(|step| step.agrees == Some(true)).count();
        let compared = played.iter().filter(|step| step.agrees.is_some()).count();
        (agreeing, compared, played.iter().filter(|step| step.skipped).count())
    }

    /// The journal entry of an operation; `None`: the lab does not know it.
    pub fn entry_of(&self, index: usize) -> Option<usize> {
        self.recorded.get(index)?.entry
    }

    /// The journal entry of the next operation.
    pub(super) fn next_entry(&self) -> Option<usize> {
        self.recorded
            .get(self.position..)?
            .iter()
            .find_map(|step| step.entry)
            .filter(|entry| self.plays(*entry))
    }

    fn plays(&self, entry: usize) -> bool {
        self.left_at.is_none_or(|left_at| entry < left_at)
    }

    /// The person goes another way from here: later operations are not played.
    pub(super) fn leave(&mut self, obeyed: usize) {
        if self.recorded.iter().filter_map(|step| step.entry).any(|entry| entry >= obeyed) {
            self.left_at = Some(self.left_at.map_or(obeyed, |left_at| left_at.min(obeyed)));
        }
    }

    /// Outcomes of the entries from `first` on.
    pub(super) fn played(&mut self, first: usize, outcomes: &[Outcome]) {
        while let Some(step) = self.recorded.get(self.judged) {
            let outcome = match step.entry {
                Some(entry) if !self.plays(entry) => return,
                Some(entry) => match entry.checked_sub(first).and_then(|i| outcomes.get(i)) {
                    Some(outcome) => Some(outcome),
                    None => return,
                },
                None => None,
            };
            if let Some(view) = self.steps.get_mut(self.judged) {
                judge_step(&mut self.judge, step, outcome, view);
            }
            self.judged += 1;
        }
    }

    /// The World has obeyed this many entries of the journal.
    pub(super) fn stand_at(&mut self, obeyed: usize) {
        let obeyed = self.left_at.map_or(obeyed, |left_at| obeyed.min(left_at));
        let next = self.recorded.iter().position(|step| step.entry.is_some_and(|entry| entry >= obeyed));
        self.position = next.unwrap_or(self.recorded.len());
    }
}

/// Judges one operation, and says so in its view.
fn judge_step(judge: &mut Judge, step: &RecordedStep, outcome: Option<&Outcome>, view: &mut StepView) {
    let judgement = judge.judge(step, outcome);
    view.lab = outcome.map(|_| to_json(&judgement.lab));
    (view.agrees, view.skipped) = (judgement.agrees, judgement.skipped);
}

/// `send Orders/0 body_bytes=10`: the operation, where, and its other arguments.
fn words(line: &TraceLine) -> String {
    let op = to_json(&line.op);
    let mut words = op.trim_matches('"').to_string();
    if let Some(topic) = &line.topic {
        words.push_str(&match line.queue {
            Some(queue) if queue >= 0 => format!(" {topic}/{queue}"),
            _ => format!(" {topic}"),
        });
    }
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push_str(&format!(" {name}={value}"));
        }
    };
    add("group", line.group.as_ref().map(ToString::to_string));
    add("from", line.source.as_ref().map(ToString::to_string));
    add("client", line.client.as_ref().map(ToString::to_string));
    add("queues", line.queues.map(|n| n.to_string()));
    add("offset", line.offset.map(|offset| offset.to_string()));
    add("timestamp", line.timestamp.map(|time| time.0.to_string()));
    add("boundary", line.boundary.map(|boundary| to_json(&boundary).trim_matches('"').to_string()));
    add("max_messages", line.max_messages.map(|n| n.to_string()));
    add("tags", line.subscription.clone());
    add("commit", line.commit.map(|offset| offset.to_string()));
    add("body_bytes", line.body_bytes.map(|n| n.to_string()));
    add("tag", line.tag.clone());
    add("count", line.count.map(|n| n.to_string()));
    add("kill", line.kill.map(|kill| kill.to_string()));
    words
}
