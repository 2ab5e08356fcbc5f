//! Which lines of the log are shown, and the log as text. Not here: the words of an event (`text`), drawing
//! (`log`).
//!
//! Invariant: a filter only ever leaves lines out; what it leaves is in the log's order.

use crate::engine::Event;
use crate::engine::ids::{Name, QueueId};
use crate::player::event_log::is_routine;
use crate::player::{EventKind, LogLine, Subject};
use crate::ui::draw::format::clock;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a person looks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LogFilter {
    /// The choices are on screen.
    pub open: bool,
    pub kind: Option<EventKind>,
    pub group: Option<Name>,
    pub queue: Option<(Name, QueueId)>,
    pub rule: Option<&'static str>,
    /// Folds that are open.
    pub unfolded: Vec<FoldId>,
}

/// Which fold: the sequence number of its oldest line.
pub type FoldId = u64;
/// The last fold of a list that continues, whose oldest line is always another.
const LAST_FOLD: FoldId = FoldId::MAX;
/// The fold of what comes after the moment shown.
pub const LATER_FOLD: FoldId = FoldId::MAX - 1;

impl LogFilter {
    /// The same with a fold opened or closed.
    pub fn toggled(&self, fold: FoldId) -> LogFilter {
        let mut next = self.clone();
        next.unfolded.retain(|open| *open != fold);
        if next.unfolded.len() == self.unfolded.len() {
            next.unfolded.push(fold);
        }
        next
    }

    /// Whether it leaves nothing out.
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.group.is_none() && self.queue.is_none() && self.rule.is_none()
    }

    /// The same choices on screen, with nothing chosen.
    pub fn cleared(&self) -> LogFilter {
        LogFilter { open: self.open, ..LogFilter::default() }
    }

    /// Whether a line stays.
    pub fn passes(&self, line: &LogLine) -> bool {
        let event: &Event = &line.event;
        let subject = Subject::of(event);
        self.kind.is_none_or(|kind| EventKind::of(event) == kind)
            && self.group.as_ref().is_none_or(|group| subject.group == Some(group))
            && self
                .queue
                .as_ref()
                .is_none_or(|(topic, queue)| subject.topic == Some(topic) && subject.queue == Some(*queue))
            && self.rule.is_none_or(|rule| event.rule() == rule)
    }
}

/// What the lines of a log can be filtered by, each once and in order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Choices {
    pub kinds: Vec<EventKind>,
    pub groups: Vec<Name>,
    pub queues: Vec<(Name, QueueId)>,
    pub rules: Vec<&'static str>,
}

impl Choices {
    /// The choices that these lines give. What is chosen stays one, also where its lines are deleted.
    pub fn of(log: &[LogLine], chosen: &LogFilter) -> Choices {
        let mut choices = Choices::default();
        for line in log {
            let event: &Event = &line.event;
            let subject = Subject::of(event);
            add(&mut choices.kinds, Some(EventKind::of(event)));
            add(&mut choices.rules, Some(event.rule()));
            add(&mut choices.groups, subject.group.cloned());
            add(&mut choices.queues, subject.topic.cloned().zip(subject.queue));
        }
        add(&mut choices.kinds, chosen.kind);
        add(&mut choices.rules, chosen.rule);
        add(&mut choices.groups, chosen.group.clone());
        add(&mut choices.queues, chosen.queue.clone());
        choices
    }
}

fn add<T: Ord>(sorted: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value
        && let Err(place) = sorted.binary_search(&value)
    {
        sorted.insert(place, value);
    }
}

/// A line's place in the log, the line, and how many lines it stands for: a retention pass moves Min of many
/// queues at once.
pub type Shown<'a> = (usize, &'a LogLine, usize);

/// What is in the list.
pub enum LogRow<'a> {
    /// A line.
    Line(Shown<'a>),
    /// Routine lines that follow each other, folded.
    Folded(FoldId, Vec<Shown<'a>>),
}

/// Rows that are drawn.
const SHOWN_MAX: usize = 120;
/// Fewer routine lines than this are not folded.
const FOLDED_MIN: usize = 3;

/// The rows of a log, newest first. What is looked for is not folded.
pub fn rows<'a>(log: &'a [LogLine], filter: &LogFilter) -> Vec<LogRow<'a>> {
    let moved = |line: &LogLine| {
        let event: &Event = &line.event;
        match event {
            Event::MinAdvanced { topic, .. } => Some((line.at, topic.clone())),
            _ => None,
        }
    };
    let mut shown: Vec<Shown> = Vec::new();
    for (i, line) in log.iter().enumerate().filter(|(_, line)| filter.passes(line)) {
        let full = shown.len() == SHOWN_MAX;
        match shown.last_mut() {
            Some((_, last, count)) if moved(line).is_some() && moved(last) == moved(line) => *count += 1,
            _ if full => break,
            _ => shown.push((i, line, 1)),
        }
    }
    if !filter.is_empty() {
        return shown.into_iter().map(LogRow::Line).collect();
    }
    let mut rows = Vec::new();
    for run in shown.chunk_by(|a, b| is_folded(&a.1.event) == is_folded(&b.1.event)) {
        if is_folded(&run[0].1.event) && run.len() >= FOLDED_MIN {
            let oldest = run[run.len() - 1].1.sequence;
            let cut = shown.len() == SHOWN_MAX && shown[SHOWN_MAX - 1].1.sequence == oldest;
            rows.push(LogRow::Folded(if cut { LAST_FOLD } else { oldest }, run.to_vec()));
        } else {
            rows.extend(run.iter().copied().map(LogRow::Line));
        }
    }
    rows
}

/// Routine, and nothing that a person has to see: what came twice, what is dead or was refused stays in
/// sight.
fn is_folded(event: &Event) -> bool {
    let matters = matches!(
        event,
        Event::DeliveredAgain { .. }
            | Event::DeadLettered { .. }
            | Event::SendRefused { .. }
            | Event::CommitRefused { .. }
            | Event::CommitSwallowed { .. }
    );
    is_routine(event) && !matters
}

/// Lines as text: moment, event, rule.
pub fn text<'a>(lines: impl Iterator<Item = &'a LogLine>, words: fn(&Event) -> String) -> String {
    let mut text = String::new();
    for line in lines {
        let event: &Event = &line.event;
        let times = if line.repeat > 1 { format!(" ×{}", line.repeat) } else { String::new() };
        text.push_str(&format!("{}  {}{times}  ({})\n", clock(line.at.0), words(event), event.rule()));
    }
    text
}

/// Lines as a table with a header line; microseconds as integers, fields quoted where they must be.
pub fn csv<'a>(lines: impl Iterator<Item = &'a LogLine>, words: fn(&Event) -> String) -> String {
    let mut text = String::from("first_at_us,at_us,times,kind,group,topic,queue,rule,event\n");
    for line in lines {
        let event: &Event = &line.event;
        let subject = Subject::of(event);
        let name = |name: Option<&Name>| name.map(ToString::to_string).unwrap_or_default();
        let fields = [
            line.first_at.0.to_string(),
            line.at.0.to_string(),
            line.repeat.to_string(),
            EventKind::of(event).id().to_string(),
            name(subject.group),
            name(subject.topic),
            subject.queue.map(|queue| queue.to_string()).unwrap_or_default(),
            event.rule().to_string(),
            words(event),
        ];
        push_line(&mut text, &fields.each_ref().map(String::as_str));
    }
    text
}

/// A line of CSV, fields quoted where they must be.
pub fn push_line(text: &mut String, fields: &[&str]) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        push_field(text, field);
    }
    text.push('\n');
}

fn push_field(text: &mut String, field: &str) {
    if !field.contains(['"', ',', '\n', '\r']) {
        return text.push_str(field);
    }
    text.push('"');
    text.push_str(&field.replace('"', "\"\""));
    text.push('"');
}
