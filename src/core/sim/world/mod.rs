//! The World: one broker, its actors and their timers over virtual time. Not here: what each command does
//! (`apply`), what each timer does (`clients::work`), the journal and seeking (`timeline`).
//!
//! Invariant: `apply` and `run_until` are the only ways to change a World, and time never goes back. At one
//! instant commands come before timers.

pub mod bytes;
pub mod check;
pub mod client_state;
pub mod digest;
pub mod scheduler;

use crate::engine::broker::reset::Targets;
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::progress::consumer_offsets::OffsetMap;
use crate::engine::rules::Rules;
use crate::engine::{Broker, Event, EventSink, Rejected};
use crate::sim::clients::consumer::Consumer;
use crate::sim::clients::producer::Producer;
use crate::sim::clients::retry_topic::{client_of, is_part};
use crate::sim::command::{Command, Outcome};
use crate::sim::formats::journal::JournalHeader;
use crate::sim::world::bytes::Aside;
use crate::sim::world::client_state::{Newer, OffsetFile};
use crate::sim::world::scheduler::{Scheduler, Timer};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Periods, in milliseconds. The defaults are RocketMQ's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Timers {
    /// R-OFF-8.
    pub persist_ms: u64,
    /// R-PULL-6.
    pub hold_ms: u64,
    /// R-LB-5.
    pub rebalance_ms: u64,
    /// R-PULL-7 up to 5.1, R-RST-12.
    pub moved_ms: u64,
    /// R-RET-2.
    pub retention_pass_ms: u64,
    /// R-OFF-16.
    pub offset_flush_ms: u64,
}

impl Default for Timers {
    fn default() -> Self {
        Timers {
            persist_ms: 5_000,
            hold_ms: 15_000,
            rebalance_ms: 20_000,
            moved_ms: 10_000,
            retention_pass_ms: 10_000,
            offset_flush_ms: 5_000,
        }
    }
}

/// The first retention pass comes after this many periods: 60 s of 10 s (R-RET-2).
const FIRST_RETENTION_PERIODS: u64 = 6;
/// The first flush comes after this many periods: 10 s of 5 s (R-OFF-16, R-OFF-8).
pub(crate) const FIRST_FLUSH_PERIODS: u64 = 2;

/// A lab at one instant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct World {
    pub(crate) header: JournalHeader,
    pub(crate) now: VirtualTime,
    /// When the last timer fired; a command at that instant would come too late.
    pub(crate) last_fired: Option<VirtualTime>,
    /// Timers fired and commands applied so far.
    pub(crate) steps: u64,
    pub(crate) broker: Broker,
    pub(crate) scheduler: Scheduler,
    pub(crate) timers: Timers,
    /// Tells the running retention and flush timers from those before a change or restart.
    pub(crate) timer_run: u32,
    pub(crate) producers: OrderedMap<Name, Producer>,
    pub(crate) consumers: OrderedMap<Name, Consumer>,
    /// Held pulls by topic and queue: the consumers that wait there.
    pub(crate) held: OrderedMap<Name, OrderedMap<QueueId, Vec<Name>>>,
    /// Offset files of broadcasting clients (R-OFF-14).
    pub(crate) local_offsets: OrderedMap<OffsetFile, OffsetMap>,
    /// Messages purged before a group got to them.
    pub(crate) lost: OrderedMap<Name, OrderedMap<Name, OrderedMap<QueueId, i64>>>,
    /// What came after the first digests; written apart (`world::client_state`).
    #[serde(skip)]
    pub(crate) newer: Newer,
    /// What only labs with scheduled messages or POP groups have; written apart (`world::bytes`).
    #[serde(skip)]
    pub(crate) aside: Aside,
}

impl World {
    /// An empty lab at time 0.
    pub fn new(header: JournalHeader) -> World {
        let rules = Rules::from(header.profile);
        World::under(header, rules)
    }

    /// The same under rules of two profiles: to be run and looked at, not to be stored.
    pub fn under(header: JournalHeader, rules: Rules) -> World {
        let mut world = World {
            broker: Broker::new(rules),
            header,
            now: VirtualTime(0),
            last_fired: None,
            steps: 0,
            scheduler: Scheduler::default(),
            timers: Timers::default(),
            timer_run: 0,
            producers: OrderedMap::new(),
            consumers: OrderedMap::new(),
            held: OrderedMap::new(),
            local_offsets: OrderedMap::new(),
            lost: OrderedMap::new(),
            newer: Newer::default(),
            aside: Aside::default(),
        };
        world.set_broker_timers(FIRST_RETENTION_PERIODS);
        world
    }

    /// Applies a command at `at`, after all timers due before `at` and before those due at `at`.
    pub fn apply(&mut self, at: VirtualTime, command: &Command, out: &mut dyn EventSink) -> Outcome {
        if at < self.next_command_time() {
            return Err(Rejected::TimeGoesBack { at_us: at.0, now_us: self.next_command_time().0 });
        }
        if let Some(before) = at.0.checked_sub(1) {
            self.fire_until(VirtualTime(before), out);
        }
        self.now = at;
        self.steps += 1;
        let outcome = self.obey(command, out);
        self.arm_disk_look();
        self.arm_expiry();
        if let Err(rejected) = &outcome {
            out.emit(at, Event::CommandRefused { rejected: rejected.clone() });
        }
        outcome
    }

    /// Lets time pass until `until`, timers due at `until` included.
    pub fn run_until(&mut self, until: VirtualTime, out: &mut dyn EventSink) {
        self.fire_until(until, out);
        self.now = self.now.max(until);
    }

    /// The same, with at most `timers` timers, which counts down: it may stop between two of one instant
    /// (`is_within_instant`).
    pub fn run_some(&mut self, until: VirtualTime, timers: &mut u32, out: &mut dyn EventSink) {
        while *timers > 0 && self.fire_next(until, out) {
            *timers -= 1;
        }
        if self.next_due().is_none_or(|due| due > until) {
            self.now = self.now.max(until);
        }
    }

    /// Whether some timers of this instant have fired, and others have not yet.
    pub fn is_within_instant(&self) -> bool {
        self.last_fired == Some(self.now) && self.next_due() == Some(self.now)
    }

    fn fire_until(&mut self, until: VirtualTime, out: &mut dyn EventSink) {
        while self.fire_next(until, out) {}
    }

    fn fire_next(&mut self, until: VirtualTime, out: &mut dyn EventSink) -> bool {
        let Some((due, timer)) = self.scheduler.pop_until(until) else { return false };
        assert!(due >= self.now, "a timer was set in the past");
        self.now = due;
        self.last_fired = Some(due);
        self.steps += 1;
        self.fire(timer, out);
        self.arm_disk_look();
        self.arm_expiry();
        true
    }

    /// When the next timer is due.
    pub fn next_due(&self) -> Option<VirtualTime> {
        self.scheduler.next_due()
    }

    /// The earliest time of a further command: now, or just after it when timers of this instant have fired.
    pub fn next_command_time(&self) -> VirtualTime {
        if self.last_fired == Some(self.now) { self.now.plus_us(1) } else { self.now }
    }

    /// Virtual time.
    pub fn now(&self) -> VirtualTime {
        self.now
    }

    /// The broker's clock.
    pub fn now_ms(&self) -> EpochMs {
        EpochMs(self.header.start_ms.0.saturating_add(self.now.whole_ms()))
    }

    /// The journal's first line.
    pub fn header(&self) -> &JournalHeader {
        &self.header
    }

    /// The broker.
    pub fn broker(&self) -> &Broker {
        &self.broker
    }

    /// Timers fired and commands applied so far.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The clients' and the broker's timers.
    pub fn timers(&self) -> &Timers {
        &self.timers
    }

    /// Producers by name.
    pub fn producers(&self) -> impl Iterator<Item = (&Name, &Producer)> {
        self.producers.iter()
    }

    /// A consumer.
    pub fn consumer(&self, consumer: &str) -> Option<&Consumer> {
        self.consumers.get(consumer)
    }

    /// A group's clients, by name.
    pub fn consumers_of<'a>(&'a self, group: &'a Name) -> impl Iterator<Item = (&'a Name, &'a Consumer)> {
        self.consumers.iter().filter(move |(name, consumer)| consumer.group == *group && !is_part(name))
    }

    /// How many clients there are.
    pub(crate) fn clients(&self) -> usize {
        self.consumers.keys().filter(|name| !is_part(name)).count()
    }

    /// Topics on which a group has progress or clients, by name.
    pub fn topics_of(&self, group: &Name) -> Vec<Name> {
        let mut topics = self.broker.consumer_offsets().topics_of(group);
        for (_, consumer) in self.consumers_of(group) {
            if let Err(place) = topics.binary_search(&consumer.topic) {
                topics.insert(place, consumer.topic.clone());
            }
        }
        topics
    }

    /// Groups with progress or clients on a topic, by name.
    pub fn groups_on<'a>(&'a self, topic: &'a Name) -> impl Iterator<Item = Name> + 'a {
        let groups = self.broker.groups().map(|(group, _)| group);
        groups.filter(move |group| self.topics_of(group).contains(topic)).cloned()
    }

    /// The client that owns a queue now.
    pub fn owner(&self, group: &Name, topic: &Name, queue: QueueId) -> Option<Name> {
        let mut members = self.consumers.iter().filter(|(_, c)| c.group == *group && c.topic == *topic);
        members.find(|(_, consumer)| consumer.queues.contains_key(&queue)).map(|(name, _)| client_of(name))
    }

    /// A broadcasting client's own offset (R-OFF-14), as it was saved last.
    pub fn local_offset(&self, client: &Name, queue: QueueId) -> Option<QueueOffset> {
        let of_client = self.local_offsets.iter().find(|(key, _)| key.client == *client);
        of_client.and_then(|(_, offsets)| offsets.get(&queue)).copied()
    }

    /// Messages purged before the group got to them.
    pub fn lost_messages(&self, group: &Name, topic: &Name, queue: QueueId) -> i64 {
        let of_group = self.lost.get(group).and_then(|topics| topics.get(topic));
        of_group.and_then(|queues| queues.get(&queue)).copied().unwrap_or(0)
    }

    pub(crate) fn count_lost(
        &mut self,
        group: &Name,
        topic: &Name,
        queue: QueueId,
        from: QueueOffset,
        min: QueueOffset,
    ) {
        let count = min.saturating_lead(from.max(self.broker.first_offset(topic, queue)));
        if count > 0 {
            let topics = self.lost.entry(group.clone()).or_default();
            let lost = topics.entry(topic.clone()).or_default().entry(queue).or_default();
            *lost = lost.saturating_add(count);
        }
    }

    /// When the next retention pass comes.
    pub fn next_retention_pass(&self) -> VirtualTime {
        self.scheduler.next_retention_pass(self.timer_run).unwrap_or(self.now)
    }

    /// The targets that a `reset_offset` with these arguments would set, or its refusal.
    pub fn reset_targets(
        &self,
        group: &Name,
        topic: &Name,
        queues: &crate::sim::command::QueueChoice,
        to: &crate::sim::command::ResetTarget,
    ) -> Result<Targets, Rejected> {
        crate::sim::apply::reset::reset_targets(&self.broker, group, topic, queues, to)
    }

    /// Sets the broker's periodic timers again; those set before do nothing any more.
    pub(crate) fn set_broker_timers(&mut self, retention_periods: u64) {
        self.timer_run += 1;
        let run = self.timer_run;
        let pass = self.now.plus_ms(self.timers.retention_pass_ms.saturating_mul(retention_periods));
        self.scheduler.set(pass, Timer::RetentionPass { run });
        let flush = self.now.plus_ms(self.timers.offset_flush_ms.saturating_mul(FIRST_FLUSH_PERIODS));
        self.scheduler.set(flush, Timer::OffsetFlush { run });
    }

    pub(crate) fn restart_broker_timers(&mut self) {
        self.set_broker_timers(FIRST_RETENTION_PERIODS);
    }
}
