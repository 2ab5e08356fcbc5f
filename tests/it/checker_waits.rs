//! The delivery checker for messages that wait for their time, and for retries that do (see `checker`). Not
//! here: what becomes of them when they have arrived (`checker`), and popped messages (`checker_pop`).
//!
//! | rule | what |
//! |---|---|
//! | early | nothing arrives in its queue before it is due |
//! | duplicate | it arrives once; again only after a kill, and only what came within the 10 s before it (R-DLY-6) |
//! | unseen | when all is calm, what was due has arrived, unless its record went before |
//!
//! Invariant: it knows of waiting messages by the records of the broker's own topics, and of arrivals by what
//! they are copies of.

use offset_lab::engine::event::ActorChange;
use offset_lab::engine::waiting::origins::Origin;
use offset_lab::engine::{Event, Name, QueueId};
use offset_lab::sim::World;
use offset_lab::sim::accounting::in_hand::AtWork;
use std::collections::BTreeMap;

const SCHEDULE: &str = "SCHEDULE_TOPIC_XXXX";
const TIMERS: &str = "rmq_sys_wheel_timer";
/// The places in the levels are written every 10 s (R-DLY-6).
const PERSISTED_US: u64 = 10_000_000;
/// A level is looked at every 100 ms, the wheel every second; the first look after a start comes after a
/// second.
const SLACK_MS: i64 = 3_000;

type MessageKey = (Name, QueueId, i64);
/// The message that a copy is of, and how often it has failed.
type Of = (MessageKey, u32);

struct Wait {
    of: Of,
    physical: i64,
    due_ms: Option<i64>,
    arrived_us: Option<u64>,
    may_again: bool,
}

#[derive(Default)]
pub struct WaitChecker {
    /// Messages that arrived at their time, and those of them that did once more.
    pub arrived: u64,
    pub again: u64,
    waits: BTreeMap<MessageKey, Wait>,
    places: BTreeMap<Of, Vec<MessageKey>>,
}

fn is_aside(topic: &str) -> bool {
    topic == SCHEDULE || topic == TIMERS
}

/// Whether copies come here by other ways than a level or the wheel: dead letters, and what a POP group did
/// not acknowledge.
fn is_of_another_way(topic: &str) -> bool {
    topic.starts_with("%DLQ%") || topic.strip_prefix("%RETRY%").is_some_and(|rest| rest.contains('_'))
}

fn of_origin(origin: &Origin) -> Of {
    ((origin.topic.clone(), origin.queue, origin.offset.0), origin.reconsume_times)
}

impl WaitChecker {
    /// Looks at the events when an instant is over.
    pub fn look(&mut self, world: &World, events: &[Event]) -> Result<(), String> {
        let (now, now_ms) = (world.now().0, world.now_ms().0);
        let mut last: Option<MessageKey> = None;
        for event in events {
            match event {
                Event::Appended { topic, queue, offset, physical, of, .. } if is_aside(topic) => {
                    let place = (topic.clone(), *queue, offset.0);
                    let of = of.as_ref().map_or_else(|| (place.clone(), 0), |of| of_origin(of));
                    self.places.entry(of.clone()).or_default().push(place.clone());
                    // What a producer sends with a level says no more than its queue (R-DLY-1, R-DLY-3).
                    let level = world.broker().pockets().delays.levels_ms.get(*queue as usize);
                    let due_ms = level.filter(|_| topic.as_str() == SCHEDULE).map(|ms| now_ms + *ms as i64);
                    let (physical, arrived_us, may_again) = (physical.0, None, false);
                    let wait = Wait { of, physical, due_ms, arrived_us, may_again };
                    self.waits.insert(place.clone(), wait);
                    last = Some(place);
                }
                Event::Scheduled { due, .. } | Event::SentBack { due, .. } => {
                    if let Some(wait) = last.take().and_then(|place| self.waits.get_mut(&place)) {
                        wait.due_ms = Some(due.0);
                    }
                }
                Event::Appended { topic, of: Some(of), .. } if !is_of_another_way(topic) => {
                    self.arrives(topic, of_origin(of), now, now_ms)?;
                }
                Event::MaxFell { topic, queue, to, .. } if is_aside(topic) => {
                    self.forget(|place, _| (&place.0, place.1) == (topic, *queue) && place.2 >= to.0);
                }
                Event::SegmentDeleted { end, .. } => {
                    self.forget(|_, wait| wait.arrived_us.is_none() && wait.physical < end.0);
                }
                Event::BrokerRestarted { killed: true, .. } => {
                    for wait in self.waits.values_mut() {
                        wait.may_again |= wait.arrived_us.is_some_and(|at| at + PERSISTED_US >= now);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn arrives(&mut self, topic: &Name, of: Of, now: u64, now_ms: i64) -> Result<(), String> {
        let places = self.places.get(&of).cloned().unwrap_or_default();
        let is_due = |wait: &Wait| wait.due_ms.is_some_and(|due| due <= now_ms);
        let waits = |wait: &Wait| wait.arrived_us.is_none() || wait.may_again;
        let mut known = places.iter().filter_map(|place| Some((place, self.waits.get(place)?)));
        let Some((place, _)) = known.clone().find(|(_, wait)| is_due(wait) && waits(wait)) else {
            let early = known.find(|(_, wait)| wait.arrived_us.is_none());
            return Err(match early {
                Some((_, wait)) => {
                    format!("early: {of:?} is in {topic} at {now_ms} ms and due at {:?}", wait.due_ms)
                }
                None => format!("duplicate: {of:?} is in {topic} at {now_ms} ms once more"),
            });
        };
        let place = place.clone();
        if let Some(wait) = self.waits.get_mut(&place) {
            self.arrived += 1;
            self.again += u64::from(wait.arrived_us.is_some());
            (wait.arrived_us, wait.may_again) = (Some(now), false);
        }
        Ok(())
    }

    fn forget(&mut self, gone: impl Fn(&MessageKey, &Wait) -> bool) {
        let places = &mut self.places;
        self.waits.retain(|place, wait| {
            let stays = !gone(place, wait);
            if !stays && let Some(known) = places.get_mut(&wait.of) {
                known.retain(|known| known != place);
            }
            stays
        });
    }

    /// All is calm.
    pub fn finish(&self, world: &World) -> Result<(), String> {
        let now_ms = world.now_ms().0;
        let is_late = |due: i64| due + SLACK_MS < now_ms && !world.broker().disk_full();
        let late =
            self.waits.iter().find(|(_, wait)| wait.arrived_us.is_none() && wait.due_ms.is_some_and(is_late));
        match late {
            Some((place, wait)) => {
                Err(format!("unseen: {place:?}, due at {:?} ms, never arrived", wait.due_ms))
            }
            None => Ok(()),
        }
    }
}

/// R-OFF-8: up to 4.9 a client that stops in order finishes what it has in work.
pub fn finishes_at_stop(work: &AtWork, events: &[Event], world: &World) -> bool {
    let stops = |event: &Event| {
        matches!(event, Event::ConsumerChanged { client, change: ActorChange::Removed, .. }
            if work.name.starts_with(client.as_str()))
    };
    world.broker().profile().saves_before_work_ends() && events.iter().any(stops)
}

/// R-LB-5: a paused client keeps its queues, and saves its old offsets of them over those of who has them
/// now.
pub fn has_paused_owner(world: &World, (group, topic, queue): &(Name, Name, QueueId)) -> bool {
    let paused = world.consumers_of(group).filter(|(_, consumer)| consumer.paused);
    let parts = paused.flat_map(|(name, _)| [name.to_string(), format!("{name}@retry")]);
    let mut has = parts.filter_map(|name| world.consumer(&name)).filter(|consumer| consumer.topic == *topic);
    has.any(|consumer| consumer.queue_ids().any(|owned| owned == *queue))
}

pub fn is_same_work(old: &AtWork, new: &AtWork) -> bool {
    (&old.name, &old.topic, old.queue, old.take, old.from, old.to)
        == (&new.name, &new.topic, new.queue, new.take, new.from, new.to)
}
