//! Messages outside the queues: scheduled messages by topic; retried, dead and popped messages by group
//! (SD-19). Not here: the lanes (`lanes`), and words about why a reset does not reach any of it.
//!
//! Invariant: counts are exact; lists hold the first few, so that a picture of a large lab costs as little as
//! one of a small lab.

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::broker::pop::pop_retry_topic;
use crate::engine::broker::retry::{dead_letter_topic, retry_topic};
use crate::engine::ids::{EpochMs, GroupQueue, Name, QueueId, QueueOffset};
use crate::engine::waiting::delay_table::{SCHEDULE_TOPIC, Waiting};
use crate::engine::waiting::timer_wheel::TIMER_TOPIC;
use crate::sim::World;
use alloc::vec::Vec;

/// Messages that a list names.
const LISTED_MAX: usize = 20;
/// Messages of one level that are looked at for the lists.
const LOOKED_AT_MAX: usize = 100;

/// All pockets.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pockets {
    /// Topics for which messages wait, by name.
    pub topics: Vec<TopicPocket>,
    /// Groups with retries, dead letters or hidden messages, by name.
    pub groups: Vec<GroupPocket>,
}

/// Messages that wait for their time.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Wait {
    /// How many.
    pub count: u64,
    /// When the next one of those listed is due, on the broker's clock.
    pub next_due_ms: Option<EpochMs>,
    /// The first few, the next one first.
    pub first: Vec<WaitingMessage>,
}

/// A message that waits for its time.
#[derive(Clone, PartialEq, Debug)]
pub struct WaitingMessage {
    /// The queue that it will be in.
    pub queue: QueueId,
    /// When it is due, on the broker's clock.
    pub due_ms: EpochMs,
    /// Its delay level; `None`: it has a time of its own.
    pub level: Option<u32>,
    /// The message that it is a retry of: topic, queue, offset. `None`: it is new.
    pub of: Option<(Name, QueueId, QueueOffset)>,
    /// How often it was consumed in vain.
    pub reconsume_times: u32,
}

/// A topic's scheduled messages: in no queue yet (R-DLY-1, R-TMR-1).
#[derive(Clone, PartialEq, Debug)]
pub struct TopicPocket {
    /// Where they will be delivered.
    pub topic: Name,
    /// The messages.
    pub wait: Wait,
}

/// What a group has besides its queues.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupPocket {
    /// The group.
    pub group: Name,
    /// Sent back, waiting for their level's delay (R-RTY-2).
    pub retrying: Wait,
    /// In %RETRY%group and its POP retry topics, not consumed yet.
    pub retry_ready: u64,
    /// Given up and still stored (R-RTY-2).
    pub dead_letters: u64,
    /// Where they are.
    pub dead_letter_topic: Name,
    /// Popped and not acknowledged, by topic and queue (R-POP-1, R-POP-6).
    pub hidden: Vec<HiddenSpan>,
}

/// Messages of one queue that were delivered and not acknowledged.
#[derive(Clone, PartialEq, Debug)]
pub struct HiddenSpan {
    /// The topic that they were read from, which may be the group's retry topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// How many.
    pub count: u64,
    /// They were popped in order: the queue is blocked by those that are not visible again (R-POP-6).
    pub order: bool,
    /// The least of their offsets.
    pub from: QueueOffset,
    /// One past the greatest.
    pub to: QueueOffset,
    /// When the next one becomes visible again.
    pub next_visible_ms: EpochMs,
    /// The first few, each with the time at which it becomes visible again.
    pub first: Vec<(QueueOffset, EpochMs)>,
}

/// What is hidden of a queue; `None`: nothing.
fn hidden_span(
    (topic, queue): (&Name, QueueId),
    order: bool,
    messages: impl Iterator<Item = (QueueOffset, EpochMs)>,
) -> Option<HiddenSpan> {
    let mut span: Option<HiddenSpan> = None;
    for (offset, visible_ms) in messages {
        let span = span.get_or_insert_with(|| HiddenSpan {
            topic: topic.clone(),
            queue,
            count: 0,
            order,
            from: offset,
            to: offset,
            next_visible_ms: visible_ms,
            first: Vec::new(),
        });
        span.count += 1;
        span.from = span.from.min(offset);
        span.to = span.to.max(offset.next());
        span.next_visible_ms = span.next_visible_ms.min(visible_ms);
        if span.first.len() < LISTED_MAX {
            span.first.push((offset, visible_ms));
        }
    }
    span
}

/// The messages of a queue that a group has popped and not acknowledged (R-POP-1).
pub(crate) fn hidden_by<'a>(
    world: &'a World,
    group: &'a Name,
    (topic, queue): (&'a Name, QueueId),
) -> impl Iterator<Item = QueueOffset> + 'a {
    let pop = &world.broker().pockets().pop;
    let here = move |key: &GroupQueue| key.group == *group && key.topic == *topic && key.queue == queue;
    let spans = pop.hidden().filter(move |(key, _)| here(key)).flat_map(|(_, queue)| queue.messages());
    let batches = pop.orders.iter().filter(move |(key, _)| here(key)).flat_map(|(_, batch)| batch.open());
    spans.chain(batches).map(|(offset, _)| offset)
}

/// The pockets of a World.
pub fn pockets(world: &World) -> Pockets {
    let broker = world.broker();
    let all = broker.pockets();
    let waits = waits(world);
    let wait_of =
        |topic: &str| waits.iter().find(|(known, _)| known.as_str() == topic).map(|(_, wait)| wait.clone());
    let topics = waits.iter().filter(|(topic, _)| !is_internal_topic(topic));
    let topics =
        topics.map(|(topic, wait)| TopicPocket { topic: topic.clone(), wait: wait.clone() }).collect();
    let groups = broker.groups().filter_map(|(group, _)| {
        let spans = all.pop.hidden().filter(|(key, _)| key.group == *group);
        let spans =
            spans.filter_map(|(key, queue)| hidden_span((&key.topic, key.queue), false, queue.messages()));
        let batches = all.pop.orders.iter().filter(|(key, _)| key.group == *group);
        let batches =
            batches.filter_map(|(key, batch)| hidden_span((&key.topic, key.queue), true, batch.open()));
        let pocket = GroupPocket {
            group: group.clone(),
            retrying: wait_of(&retry_topic(group)).unwrap_or_default(),
            retry_ready: retry_ready(world, group),
            dead_letters: stored(world, &dead_letter_topic(group)),
            dead_letter_topic: dead_letter_topic(group),
            hidden: spans.chain(batches).collect(),
        };
        let empty = pocket.retrying.count + pocket.retry_ready + pocket.dead_letters == 0;
        (!empty || !pocket.hidden.is_empty()).then_some(pocket)
    });
    Pockets { topics, groups: groups.collect() }
}

/// What waits, by the topic that it is for.
fn waits(world: &World) -> Vec<(Name, Wait)> {
    let all = world.broker().pockets();
    let counted =
        |topic: &Name| (topic.clone(), Wait { count: all.delays.waiting_for(topic), ..Wait::default() });
    let mut waits: Vec<(Name, Wait)> = all.delays.topics().map(counted).collect();
    for (level, of_level) in (1..).zip(all.delays.levels()) {
        for (_, waiting) in of_level.waiting().take(LOOKED_AT_MAX) {
            list(&mut waits, waiting, Some(level));
        }
    }
    for parked in all.timers.parked() {
        let topic = &parked.waiting.topic;
        match waits.binary_search_by(|(known, _)| known.cmp(topic)) {
            Ok(place) => {
                let (_, wait) = &mut waits[place];
                wait.count += 1;
            }
            Err(place) => waits.insert(place, (topic.clone(), Wait { count: 1, ..Wait::default() })),
        }
        list(&mut waits, &parked.waiting, None);
    }
    for (_, wait) in &mut waits {
        wait.next_due_ms = wait.first.first().map(|message| message.due_ms);
    }
    waits
}

/// Puts a message into its topic's list, in the order of the times, if it is among the first few.
fn list(waits: &mut [(Name, Wait)], waiting: &Waiting, level: Option<u32>) {
    let Some((_, wait)) = waits.iter_mut().find(|(topic, _)| *topic == waiting.topic) else { return };
    let place = wait.first.partition_point(|known| known.due_ms <= waiting.due);
    if place == LISTED_MAX {
        return;
    }
    let origin = &waiting.origin;
    let is_new =
        [SCHEDULE_TOPIC, TIMER_TOPIC].contains(&origin.topic.as_str()) && origin.reconsume_times == 0;
    let of = (!is_new).then(|| (origin.topic.clone(), origin.queue, origin.offset));
    let (queue, due_ms, reconsume_times) = (waiting.queue, waiting.due, origin.reconsume_times);
    wait.first.insert(place, WaitingMessage { queue, due_ms, level, of, reconsume_times });
    wait.first.truncate(LISTED_MAX);
}

/// Messages of a topic that are stored.
fn stored(world: &World, topic: &Name) -> u64 {
    let broker = world.broker();
    let of_queue =
        |queue| broker.max_offset(topic, queue).saturating_distance_from(broker.first_stored(topic, queue));
    (0..broker.queue_count(topic)).map(of_queue).sum()
}

/// Messages of a group's retry topics that it has not consumed.
fn retry_ready(world: &World, group: &Name) -> u64 {
    let broker = world.broker();
    let of_pop = broker.topic_names().filter(|topic| !is_internal_topic(topic));
    let topics = of_pop.map(|topic| pop_retry_topic(group, &topic)).chain([retry_topic(group)]);
    let left = |topic: Name| {
        let of_queue = |queue| {
            let from = broker.consumer_offsets().query(group, &topic, queue).unwrap_or_default();
            let from = from.max(broker.first_stored(&topic, queue));
            broker.max_offset(&topic, queue).saturating_distance_from(from)
        };
        (0..broker.queue_count(&topic)).map(of_queue).sum::<u64>()
    };
    topics.map(left).sum()
}

/// What a reset of a group on a topic leaves alone: scheduled, retried and hidden messages.
pub(crate) fn aside_of_reset(world: &World, group: &Name, topic: &Name) -> [u64; 3] {
    let all = world.broker().pockets();
    let parked = all.timers.parked().filter(|parked| parked.waiting.topic == *topic).count() as u64;
    let retrying = all.delays.waiting_for(&retry_topic(group)) + retry_ready(world, group);
    let hidden = all.pop.hidden().filter(|(key, _)| key.group == *group && key.topic == *topic);
    let hidden = hidden.map(|(_, queue)| queue.open).sum();
    [all.delays.waiting_for(topic) + parked, retrying, hidden]
}
