//! The log under the delivery checker (see `checker`): what was stored under which number, and whether it
//! stays there until somebody may take it away; and what each poll hands out of it. Not here: what becomes of
//! a message that was handed out (`checker`, `checker_pop`), and messages that wait for their time
//! (`checker_waits`).
//!
//! | rule | what |
//! |---|---|
//! | inconsistent-offsets | a number of a queue is given once, until the end of the log is lost |
//! | duplicate | no record lies where another one was written |
//! | nonmonotonic-send | a queue's numbers follow each other without a gap |
//! | lost-write | what was stored is there, until retention has deleted its segment, or a kill the end of the log |
//! | index | the consume queue is the one that the log's records make: Min, Max, and of each entry place and size |
//! | retention | whole segments go, the oldest first, never the last one, and by age only what is old enough |
//! | prefix | a kill takes the log's last records, and none before one that it leaves |
//! | aborted | nothing is handed out that was not stored |
//! | int-poll-skip | one answer leaves out only what is not there |
//! | poll-skip, nonmonotonic-poll | an answer begins where the one before it ended, unless the queue was taken up anew |
//! | ahead | no offset is saved beyond the last message that the queue ever had, or beyond one past it by a reset |
//! | recovered | after a kill a saved offset is one that stood in the last 10 s; after a stop in order it is the last one |
//!
//! Invariant: it learns of records from `Appended` and of their end from `SegmentDeleted` and `MaxFell`, and
//! compares the broker's queues with that.

use offset_lab::engine::event::DeleteReason;
use offset_lab::engine::{Event, Name, QueueId, QueueOffset};
use offset_lab::sim::World;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The offset file is written every 5 s, after a start the first time after twice that (R-OFF-16).
const FLUSHED_US: u64 = 10_000_000;

type QueueKey = (Name, QueueId);
type GroupPlace = (Name, Name, QueueId);

#[derive(Clone, Copy)]
struct Record {
    physical: i64,
    bytes: i64,
    at_ms: i64,
}

/// A queue as its records make it.
#[derive(Default)]
struct Queue {
    records: VecDeque<Record>,
    next: i64,
    /// The greatest Max ever.
    highest: i64,
}

impl Queue {
    /// The first number whose record is there.
    fn min(&self) -> i64 {
        self.next - self.records.len() as i64
    }
}

/// Where a group goes on.
struct Poll {
    client: Name,
    next: i64,
}

/// What was seen, so that nobody has to believe that something was.
#[derive(Default, Debug)]
pub struct Seen {
    pub records: u64,
    pub purged: u64,
    pub tail: u64,
    pub polls: u64,
    pub refused: u64,
    pub recoveries: u64,
}

#[derive(Default)]
pub struct LogChecker {
    /// Something died: the end of the log may go.
    pub deaths: bool,
    /// The offset files went: then no progress comes back (R-OFF-18).
    pub files_gone: bool,
    pub seen: Seen,
    queues: BTreeMap<QueueKey, Queue>,
    segments: VecDeque<(i64, i64)>,
    end: i64,
    polls: BTreeMap<GroupPlace, Poll>,
    /// Dead letters of this instant.
    dead: BTreeSet<(GroupPlace, i64)>,
    /// Since when a group's offset stood where.
    saved: BTreeMap<GroupPlace, Vec<(u64, Option<i64>)>>,
    /// The furthest to which a group was reset.
    reset_to: BTreeMap<GroupPlace, i64>,
}

impl LogChecker {
    /// Looks at the World when an instant is over.
    pub fn look(&mut self, world: &World, events: &[Event]) -> Result<(), String> {
        let mut touched: Vec<QueueKey> = Vec::new();
        let (mut all, mut least_lost) = (false, None);
        self.dead = events.iter().filter_map(dead_letter).collect();
        for event in events {
            match event {
                Event::Appended { topic, queue, .. } => {
                    self.appended(event, world)?;
                    touched.push((topic.clone(), *queue));
                }
                Event::SegmentRolled { base, segment_bytes } => {
                    self.segments.push_back((base.0, base.0 + *segment_bytes as i64));
                }
                Event::SegmentDeleted { base, end, reason } => {
                    self.deleted(base.0, end.0, *reason, world)?;
                    all = true;
                }
                Event::MaxFell { topic, queue, from, to } => {
                    let lost = self.fell((topic, *queue), from.0, to.0)?;
                    least_lost = least_lost.into_iter().chain(lost).min();
                    all = true;
                }
                Event::Delivered { .. } => self.polled(event, world)?,
                Event::SendRefused { .. } => self.seen.refused += 1,
                _ => self.position(event, world)?,
            }
            all |= matches!(event, Event::BrokerRestarted { .. });
        }
        let kept =
            self.queues.values().filter_map(|queue| queue.records.back()).map(|record| record.physical);
        if let Some((lost, kept)) = least_lost.zip(kept.max()).filter(|(lost, kept)| lost < kept) {
            return Err(format!("prefix: the record at {lost} is gone, and the one at {kept} is there"));
        }
        if all {
            self.compare_all(world)?;
        }
        touched.iter().try_for_each(|place| self.compare_end(world, place))?;
        self.remember_saved(world, events)
    }

    fn appended(&mut self, event: &Event, world: &World) -> Result<(), String> {
        let Event::Appended { topic, queue, offset, physical, record_bytes, .. } = event else {
            return Ok(());
        };
        let first = world.broker().first_offset(topic, *queue).0;
        let fresh = Queue { next: first, highest: first, ..Queue::default() };
        let of = self.queues.entry((topic.clone(), *queue)).or_insert(fresh);
        let place = format!("{offset} of {topic}/{queue}");
        if physical.0 < self.end {
            return Err(format!("duplicate: {place} lies at {physical}, where another record was written"));
        }
        if offset.0 < of.next {
            return Err(format!("inconsistent-offsets: {place} was given before"));
        }
        if offset.0 > of.next {
            return Err(format!("nonmonotonic-send: {place} was given, and {} was next", of.next));
        }
        let bytes = i64::from(*record_bytes);
        let fits = |segment: &(i64, i64)| segment.0 <= physical.0 && physical.0 + bytes <= segment.1;
        if !self.segments.back().is_some_and(fits) {
            return Err(format!("retention: {place} at {physical} is in no segment as a whole"));
        }
        of.records.push_back(Record { physical: physical.0, bytes, at_ms: world.now_ms().0 });
        of.next += 1;
        of.highest = of.highest.max(of.next);
        self.end = physical.0 + bytes;
        self.seen.records += 1;
        Ok(())
    }

    fn deleted(&mut self, base: i64, end: i64, why: DeleteReason, world: &World) -> Result<(), String> {
        if self.segments.pop_front() != Some((base, end)) {
            return Err(format!("retention: {base}..{end} went and is not the oldest segment"));
        }
        if self.segments.is_empty() {
            return Err(format!("retention: {base}..{end} went and was the last segment"));
        }
        let mut newest = i64::MIN;
        for queue in self.queues.values_mut() {
            while let Some(record) = queue.records.front().filter(|record| record.physical < end) {
                newest = newest.max(record.at_ms);
                queue.records.pop_front();
                self.seen.purged += 1;
            }
        }
        let kept_ms = world.broker().settings().reserved_ms as i64;
        if why == DeleteReason::Expired && newest.saturating_add(kept_ms) > world.now_ms().0 {
            return Err(format!("retention: {base}..{end} went by age and has a record of {newest} ms"));
        }
        Ok(())
    }

    /// A queue's end went. Gives the place of the first record that did.
    fn fell(&mut self, (topic, queue): (&Name, QueueId), from: i64, to: i64) -> Result<Option<i64>, String> {
        let place = format!("{to}..{from} of {topic}/{queue}");
        if !self.deaths {
            return Err(format!("lost-write: {place} went with nobody dead"));
        }
        let of = self.queues.entry((topic.clone(), queue)).or_default();
        if from != of.next || to < of.min() {
            return Err(format!("lost-write: {place} went, and {}..{} was there", of.min(), of.next));
        }
        let lost = of.records.split_off((to - of.min()) as usize);
        of.next = to;
        self.seen.tail += lost.len() as u64;
        Ok(lost.front().map(|record| record.physical))
    }

    fn polled(&mut self, event: &Event, world: &World) -> Result<(), String> {
        let Event::Delivered { group, client, topic, queue, first, next, count } = event else {
            return Ok(());
        };
        self.seen.polls += 1;
        let place = format!("{client} polls {first}..{next} of {topic}/{queue}");
        let of = self.queues.get(&(topic.clone(), *queue));
        let (min, max) = of.map_or((0, 0), |of| (of.min(), of.next));
        if next.0 > max {
            return Err(format!("aborted: {place}, and Max is {max}"));
        }
        let there = (next.0 - first.0.max(min)).max(0);
        if there != i64::from(*count) {
            return Err(format!("int-poll-skip: {place}, {count} of {there} that are there"));
        }
        let pops = world.broker().pops(group);
        let poll = Poll { client: client.clone(), next: next.0 };
        let Some(before) = self.polls.insert((group.clone(), topic.clone(), *queue), poll) else {
            return Ok(());
        };
        if !pops && before.client != *client {
            return Err(format!("poll-skip: {place} and has not taken the queue from {}", before.client));
        }
        // What is between is gone, or a popped message that has had its tries: that never reaches a client
        // (R-POP-7).
        let mut between = before.next.max(min)..first.0;
        let key = (group.clone(), topic.clone(), *queue);
        if !between.all(|offset| pops && self.dead.contains(&(key.clone(), offset))) {
            return Err(format!("poll-skip: {place}, and {} was next", before.next));
        }
        // In order a batch that nobody acknowledged stays at its place (R-POP-6).
        if first.0 < before.next && !(pops && world.is_orderly(group)) {
            return Err(format!("nonmonotonic-poll: {place}, and {} was next", before.next));
        }
        Ok(())
    }

    /// What moves a group.
    fn position(&mut self, event: &Event, world: &World) -> Result<(), String> {
        match event {
            Event::Resumed { group, topic, queue, .. }
            | Event::InitialOffset { group, topic, queue, .. }
            | Event::OffsetCorrected { group, topic, queue, .. }
            | Event::ResetTaken { group, topic, queue, .. } => {
                self.polls.remove(&(group.clone(), topic.clone(), *queue));
            }
            // A pull client keeps its place in memory; of who pops the broker has it.
            Event::BrokerRestarted { killed: true, .. } => {
                self.polls.retain(|of, _| !world.broker().pops(&of.0));
            }
            Event::OffsetReset { group, topic, queue, to, .. } => {
                // A reset by the clients is not checked by anybody (R-RST-11).
                let (broker, max) = (world.broker(), self.max(topic, *queue));
                if broker.resets_itself() && to.0 > max + broker.profile().reset_past_max() {
                    return Err(format!("ahead: {group} is reset to {to} of {topic}/{queue}, Max is {max}"));
                }
                // Who pops begins at the table's offset, also when a restart has forgotten the reset
                // (R-RST-8).
                if broker.pops(group) {
                    self.polls.remove(&(group.clone(), topic.clone(), *queue));
                }
                let furthest = self.reset_to.entry((group.clone(), topic.clone(), *queue)).or_default();
                *furthest = to.0.max(*furthest);
            }
            Event::DeadLettered { .. } => {
                let Some((key, offset)) = dead_letter(event) else { return Ok(()) };
                let poll = self.polls.get_mut(&key).filter(|poll| poll.next == offset);
                poll.into_iter().for_each(|poll| poll.next += 1);
            }
            Event::Committed { group, topic, queue, to, .. } => {
                let highest = self.queues.get(&(topic.clone(), *queue)).map_or(0, |of| of.highest);
                let reset = self.reset_to.get(&(group.clone(), topic.clone(), *queue)).copied();
                if to.0 > highest.max(reset.unwrap_or(0)) {
                    return Err(format!("ahead: {group} saved {to} of {topic}/{queue}, Max was {highest}"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn max(&self, topic: &Name, queue: QueueId) -> i64 {
        self.queues.get(&(topic.clone(), queue)).map_or(0, |of| of.next)
    }

    /// The last entry, Min and Max.
    fn compare_end(&self, world: &World, place: &QueueKey) -> Result<(), String> {
        let (broker, of) = (world.broker(), &self.queues[place]);
        let (min, max) = (broker.min_offset(&place.0, place.1).0, broker.max_offset(&place.0, place.1).0);
        if max != of.next {
            return Err(format!("index: Max of {place:?} is {max}, and its records make {}", of.next));
        }
        if min > of.min() {
            return Err(format!(
                "lost-write: Min of {place:?} is {min}, and the record of {} is there",
                of.min()
            ));
        }
        // Brokers with queue files leave Min behind until the next pass, or that of a wholly expired queue
        // (R-CQ-4, R-CQ-5).
        if min < of.min() && !broker.profile().finds_min_anew() {
            return Err(format!("index: Min of {place:?} is {min}, and its records make {}", of.min()));
        }
        of.records.back().map_or(Ok(()), |last| compare(world, place, of.next - 1, last))
    }

    /// Each queue as the log's records make it.
    pub fn compare_all(&self, world: &World) -> Result<(), String> {
        for (place, of) in &self.queues {
            self.compare_end(world, place)?;
            let mut records = (of.min()..).zip(&of.records);
            records.try_for_each(|(offset, record)| compare(world, place, offset, record))?;
        }
        let of_broker: VecDeque<(i64, i64)> =
            world.broker().log().segments().iter().map(|one| (one.base.0, one.end().0)).collect();
        if of_broker != self.segments {
            return Err(format!("retention: the log has {of_broker:?}, and should have {:?}", self.segments));
        }
        Ok(())
    }

    /// Follows the table of consumer offsets, and what a start leaves of it.
    fn remember_saved(&mut self, world: &World, events: &[Event]) -> Result<(), String> {
        let now = world.now().0;
        let stored = |of: &GroupPlace| {
            world.broker().consumer_offsets().stored(&of.0, &of.1, of.2).map(|offset| offset.0)
        };
        let fell: BTreeMap<QueueKey, i64> = events.iter().filter_map(fell_to).collect();
        for event in events {
            let Event::BrokerRestarted { killed, .. } = event else { continue };
            for (of, history) in &self.saved {
                let (found, last) = (stored(of), history.last().and_then(|last| last.1));
                let ends = history.iter().skip(1).map(|next| next.0).chain([u64::MAX]);
                let mut stood =
                    history.iter().zip(ends).filter(|(_, end)| end.saturating_add(FLUSHED_US) >= now);
                // The page brings what is above a Max that fell down to it (SD-12, SD-14).
                let brought = fell.get(&(of.1.clone(), of.2)).copied();
                let known = if *killed {
                    stood.any(|(value, _)| value.1 == found) || found.is_some() && found == brought
                } else {
                    found == last
                };
                let gone = found.is_none() && self.files_gone;
                if !known && !gone {
                    return Err(format!("recovered: {of:?} comes back at {found:?}, and stood at {last:?}"));
                }
                self.seen.recoveries += 1;
            }
        }
        let restarted = events.iter().any(|event| matches!(event, Event::BrokerRestarted { .. }));
        let mut changed: Vec<GroupPlace> = events.iter().filter_map(saves).collect();
        if restarted || !fell.is_empty() {
            changed.extend(self.saved.keys().cloned());
        }
        for of in changed {
            let found = stored(&of);
            let history = self.saved.entry(of).or_insert_with(|| vec![(0, None)]);
            if history.last().is_none_or(|last| last.1 != found) {
                history.push((now, found));
            }
        }
        Ok(())
    }
}

fn dead_letter(event: &Event) -> Option<(GroupPlace, i64)> {
    let Event::DeadLettered { group, topic, queue, offset, .. } = event else { return None };
    Some(((group.clone(), topic.clone(), *queue), offset.0))
}

fn fell_to(event: &Event) -> Option<(QueueKey, i64)> {
    let Event::MaxFell { topic, queue, to, .. } = event else { return None };
    Some(((topic.clone(), *queue), to.0))
}

fn saves(event: &Event) -> Option<GroupPlace> {
    match event {
        Event::Committed { group, topic, queue, .. } | Event::OffsetReset { group, topic, queue, .. } => {
            Some((group.clone(), topic.clone(), *queue))
        }
        _ => None,
    }
}

fn compare(world: &World, place: &QueueKey, offset: i64, record: &Record) -> Result<(), String> {
    let located = world.broker().locate(&place.0, place.1, QueueOffset(offset));
    let located = located.map(|(physical, bytes)| (physical.0, i64::from(bytes)));
    if located != Some((record.physical, record.bytes)) {
        let of = (record.physical, record.bytes);
        return Err(format!("index: {offset} of {place:?} is {located:?}, and its record is {of:?}"));
    }
    Ok(())
}
