//! Whether a lab answers as a real broker did. Not here: running the lab (`recording`).
//!
//! Invariant: every field of the recorded answer is compared unless the format marks it as for reading.

use crate::engine::answer::{PopAnswer, PoppedMessage, PullAnswer, StatsRow};
use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::rejected::code;
use crate::engine::waiting::delay_table::{SCHEDULE_TOPIC, parse_levels};
use crate::sim::command::{Answer, Outcome};
use crate::sim::formats::recording::RecordedStep;
use crate::sim::formats::recording::line::{Layout, Op, TraceHeader, TraceLine};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde_json::{Map, Value, json};

/// What came of one operation.
#[derive(Clone, PartialEq, Debug)]
pub struct Judgement {
    /// What the lab answered, in the recording's terms; empty when skipped.
    pub lab: Map<String, Value>,
    /// Whether it agrees; `None`: the recording has no answer, or the lab does not implement the operation.
    pub agrees: Option<bool>,
    /// The lab does not implement the operation, or an earlier one that may have changed what this one
    /// answers.
    pub skipped: bool,
}

/// Holds answers against answers, and remembers which message got which offset.
pub struct Judge {
    layout: Layout,
    /// An operation was skipped: what the broker did there is missing from the lab, so later answers prove
    /// nothing.
    blind: bool,
    ids: OrderedMap<(Name, QueueId, QueueOffset), String>,
    /// How many delay levels the broker has.
    levels: u32,
    /// Messages that in this run of pops only the broker delivered, and those that only the lab did.
    owed: Vec<Value>,
    extra: Vec<Value>,
}

impl Judge {
    /// For a recording with this first line.
    pub fn new(header: &TraceHeader) -> Judge {
        let levels = parse_levels(&header.delay_levels).map_or(1, |levels| levels.len() as u32);
        Judge {
            layout: header.layout,
            blind: false,
            ids: OrderedMap::new(),
            levels,
            owed: Vec::new(),
            extra: Vec::new(),
        }
    }

    /// Judges one operation; `outcome` is `None` for one that the lab does not implement.
    pub fn judge(&mut self, step: &RecordedStep, outcome: Option<&Outcome>) -> Judgement {
        let line = &step.recorded;
        let Some(outcome) = outcome else {
            self.blind = true;
            return Judgement { lab: Map::new(), agrees: None, skipped: true };
        };
        let lab = match outcome {
            Ok(answer) => self.answer(line, answer),
            Err(rejected) => {
                let mut lab = Map::new();
                lab.insert("code".to_string(), json!(rejected.code()));
                lab.insert("remark".to_string(), json!(rejected.remark()));
                lab
            }
        };
        let answered = !line.expect.is_empty();
        let agrees = (answered && !self.blind).then(|| match line.op == Op::Pop {
            true => self.agrees_pop(line, &lab, step.pops_on),
            false => self.agrees(line, &lab),
        });
        Judgement { lab, agrees, skipped: answered && self.blind }
    }

    fn answer(&mut self, line: &TraceLine, answer: &Answer) -> Map<String, Value> {
        let value = match answer {
            Answer::Done => json!({"code": code::SUCCESS}),
            Answer::Sent { queue_offset, physical_offset } => {
                let (topic, queue) = match line.level() {
                    0 => (line.topic(), line.queue()),
                    // The greatest level takes those beyond it (R-DLY-1).
                    level => (Ok(Name::from(SCHEDULE_TOPIC)), Ok(level.min(self.levels) - 1)),
                };
                if let (Ok(topic), Ok(queue), Some(id)) = (topic, queue, &line.id) {
                    self.ids.insert((topic, queue, *queue_offset), id.clone());
                }
                json!({"code": 0, "queue_offset": queue_offset, "physical_offset": physical_offset})
            }
            Answer::Offset(offset) => json!({"code": 0, "offset": offset}),
            Answer::NotFound => json!({"code": code::QUERY_NOT_FOUND}),
            Answer::Committed { swallowed: false } => json!({"code": 0}),
            Answer::Committed { swallowed: true } => {
                json!({"code": 0, "remark": "Offset has been previously reset"})
            }
            Answer::Pulled(pulled) => self.pulled(line, pulled),
            Answer::Popped(popped) => self.popped(line, popped),
            Answer::Hidden { .. } => json!({"code": code::SUCCESS}),
            Answer::Reset { targets, pushed_to } if pushed_to.is_empty() => {
                json!({"code": 0, "offsets": by_queue(targets)})
            }
            Answer::Reset { targets, pushed_to } => {
                let told = object(pushed_to.iter().map(|client| (client.to_string(), by_queue(targets))));
                json!({"code": 0, "offsets": by_queue(targets), "pushed_to_clients": told})
            }
            Answer::Stats(rows) => {
                let rows = object(rows.iter().map(|(place, row)| (place.clone(), stats(row))));
                json!({"code": 0, "queues": rows})
            }
            Answer::Segments { starts, end } => json!({"starts": starts, "end": end}),
            Answer::Mins { first_segment, mins } => {
                json!({"code": 0, "first_segment": first_segment, "min": mins})
            }
        };
        if let Value::Object(map) = value { map } else { Map::new() }
    }

    fn popped(&self, line: &TraceLine, answer: &PopAnswer) -> Value {
        let shown = |message: &PoppedMessage| {
            let PoppedMessage { topic, queue, offset, origin } = message;
            let own = (topic.clone(), *queue, *offset);
            let first = origin.as_ref().map(|origin| (origin.topic.clone(), origin.queue, origin.offset));
            let times = origin.as_ref().map_or(0, |origin| origin.reconsume_times);
            json!([line.topic, queue, offset, self.ids.get(&first.unwrap_or(own)), times])
        };
        let messages = answer.messages.iter().map(shown);
        json!({"code": answer.code, "messages": messages.collect::<Value>()})
    }

    /// Whether a pop's messages are the same, in any order but that of the queues; over a run of pops it is
    /// enough that they are the same in all, since what a pop reads first is left to chance (R-POP-3).
    fn agrees_pop(&mut self, line: &TraceLine, lab: &Map<String, Value>, goes_on: bool) -> bool {
        let same_code = lab.get("code") == line.expect.get("code");
        let messages = |of: &Map<String, Value>| of.get("messages").and_then(Value::as_array).cloned();
        let (Some(broker), Some(ours)) = (messages(&line.expect), messages(lab)) else { return same_code };
        let in_step = self.owed.is_empty() && self.extra.is_empty();
        let in_order = line.queue.is_none_or(|queue| queue >= 0) || ring(&broker) == ring(&ours);
        settle(broker, &mut self.extra, &mut self.owed);
        settle(ours, &mut self.owed, &mut self.extra);
        let equal = self.owed.is_empty() && self.extra.is_empty();
        if !goes_on {
            self.owed.clear();
            self.extra.clear();
        }
        in_order && (goes_on || equal && (same_code || !in_step))
    }

    fn pulled(&self, line: &TraceLine, pulled: &PullAnswer) -> Value {
        let id = |offset: QueueOffset| {
            let copy = pulled.copies.iter().find(|(copy, _)| *copy == offset);
            let place = match copy {
                Some((_, origin)) => (origin.topic.clone(), origin.queue, origin.offset),
                None => (line.topic().ok()?, line.queue().ok()?, offset),
            };
            self.ids.get(&place).cloned()
        };
        let messages = pulled.offsets.iter().map(|&offset| json!([offset, id(offset)]));
        json!({
            "code": pulled.code, "status": pulled.status.name(), "next": pulled.next, "min": pulled.min,
            "max": pulled.max, "messages": messages.collect::<Value>(),
        })
    }

    fn agrees(&self, line: &TraceLine, lab: &Map<String, Value>) -> bool {
        let broker_code = line.expect.get("code").and_then(Value::as_i64).unwrap_or(0);
        let same_code = lab.get("code").and_then(Value::as_i64).unwrap_or(0) == broker_code;
        let decided = [0, 19, 20, 21].contains(&broker_code);
        if line.op == Op::Pull && !decided {
            return same_code;
        }
        let free = self.layout == Layout::Free;
        line.expect.iter().all(|(field, broker)| match field.as_str() {
            "remark" => true,
            "code" => same_code,
            "physical_offset" | "starts" | "end" | "first_segment" if free => true,
            "queues" => same_stats(broker, lab.get(field), free),
            "messages" if broker_code != 0 => true,
            _ => lab.get(field) == Some(broker),
        })
    }
}

fn by_queue(targets: &crate::engine::broker::reset::Targets) -> Value {
    object(targets.iter().map(|(queue, offset)| (queue.to_string(), json!(offset))))
}

/// The queues that a pop over all of them visited, as a ring that begins at the smallest: at which one it
/// began is left to chance, in which direction it went is not (R-POP-3).
fn ring(messages: &[Value]) -> Vec<u64> {
    let mut queues: Vec<u64> = messages.iter().filter_map(|message| message.get(1)?.as_u64()).collect();
    queues.dedup();
    let first = (0..queues.len()).min_by_key(|&i| queues[i]).unwrap_or(0);
    queues.rotate_left(first);
    queues
}

/// Takes each message off those that the other side had and this one missed, or notes that this side has it
/// more.
fn settle(messages: Vec<Value>, missed: &mut Vec<Value>, more: &mut Vec<Value>) {
    for message in messages {
        match missed.iter().position(|known| *known == message) {
            Some(place) => _ = missed.remove(place),
            None => more.push(message),
        }
    }
}

/// One by one: collecting would sort first, and a sort for each kind of iterator is program to download.
fn object(fields: impl Iterator<Item = (String, Value)>) -> Value {
    let mut object = Map::new();
    for (field, value) in fields {
        object.insert(field, value);
    }
    Value::Object(object)
}

fn stats(row: &StatsRow) -> Value {
    json!({"max": row.max, "consumer": row.consumer, "pull": row.pull, "last_timestamp": row.last_timestamp})
}

/// The same queues with the same numbers; a field that the broker did not give is not compared.
fn same_stats(broker: &Value, lab: Option<&Value>, free: bool) -> bool {
    let (Some(broker), Some(lab)) = (broker.as_object(), lab.and_then(Value::as_object)) else {
        return false;
    };
    broker.len() == lab.len()
        && broker.iter().all(|(place, row)| {
            let (Some(row), Some(lab_row)) = (row.as_object(), lab.get(place)) else { return false };
            row.iter().all(|(field, value)| {
                value.is_null() || (free && field == "last_timestamp") || lab_row.get(field) == Some(value)
            })
        })
}
