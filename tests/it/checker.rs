//! A delivery checker: watches a World from outside, instant by instant, and says what it must not do. Not
//! here: the failures (`random_failures`), the counts of single cases (`tallies`), and that the checker says
//! it (`checker_says`).
//!
//! | rule | what |
//! |---|---|
//! | loss | no offset is saved past a message that is there and was not worked off, unless a reset or an owned-up loss did it |
//! | order | a queue of an orderly group is worked on from the first unfinished message on, by one client at a time |
//! | once | when all is calm, every message that is there was worked off, sent back, or owned up to |
//! | monotonic | a saved offset falls by a reset, a correction, a loss of the broker, or a paused client that had the queue too |
//! | counts | the World's counts are those that the checker has made with a set of every offset |
//!
//! What those who check logs elsewhere look for, and who does it here (`log`: `checker_log`, `waits`:
//! `checker_waits`):
//!
//! | item | here |
//! |---|---|
//! | lost-write | `log` lost-write: what was stored is there until retention or a kill takes it; then once: somebody worked it off |
//! | unseen | once; `waits` unseen |
//! | inconsistent-offsets, duplicate, nonmonotonic-send | `log`, by the same names; `waits` duplicate: what waits arrives once |
//! | int-nonmonotonic-send | `log` nonmonotonic-send: a send is one message, so there is no order inside one |
//! | G1a | `log` aborted: what was refused has no number, and nothing without a number is handed out |
//! | precommitted-read | no transactions, so no half messages (docs/profiles.md); what is not to be seen yet: `waits` early, `checker_pop` alone |
//! | int-poll-skip, int-nonmonotonic-poll, poll-skip, nonmonotonic-poll | `log`: an answer is a span, so it can't go back inside |
//! | committed <= durable | `log` ahead and recovered; of a stored lab one transaction has log and offsets: `store_faults` |
//! | index <=> record, rebuilt queue = stored | `log` index; of a stored lab `stored_lab::read_back`, `stored_index` |
//! | recovered state is a prefix | `log` prefix and recovered; of a stored lab `store_faults`, `recovery`, tests/fault/kills.mjs |
//! | retention | `log` retention; its limits: `vectors` V-23 to V-26; of a stored lab `recovery` |
//! | stale writer | tests/e2e/tabs.test.mjs: a lab has no writers of other epochs in it |
//! | native = WASM | `journals` and tests/web/digest.rs: one table of digests |
//!
//! Invariant: it knows the World by its events, its queues' bounds, what clients have in hand, and nothing
//! that the tallies use.

use crate::checker_log::{LogChecker, Seen};
use crate::checker_pop::{PopChecker, is_about_pops};
use crate::checker_waits::{WaitChecker, finishes_at_stop, has_paused_owner, is_same_work};
use crate::random_failures::Toll;
use offset_lab::engine::event::{CorrectionReason, InitialRule, Missed};
use offset_lab::engine::{Event, EventSink, Name, QueueId, VirtualTime};
use offset_lab::projection::deliveries;
use offset_lab::sim::World;
use offset_lab::sim::accounting::in_hand::AtWork;
use std::collections::{BTreeMap, BTreeSet};

type GroupQueueKey = (Name, Name, QueueId);

/// After a reset or a correction a client of an older version goes on saving its old offset for a while
/// (R-RST-7, R-PULL-7).
const OLD_CLIENT_US: u64 = 61_000_000;
/// Without locks after a broker's start until they are renewed (R-LB-7).
const RENEWED_US: u64 = 21_000_000;

/// A group on one queue, as the checker knows it.
#[derive(Default)]
struct Watch {
    done: BTreeSet<i64>,
    /// Worked on by a client that had lost the queue: whether it succeeded nobody says.
    perhaps: BTreeSet<i64>,
    begun: Option<i64>,
    /// Below this an administrator has moved the group past.
    excused_below: i64,
    /// Passed over and not owned up to yet.
    owed: BTreeSet<i64>,
    admitted: BTreeSet<i64>,
    saved: Option<i64>,
    may_fall_until: u64,
    /// Numbers that clients had pulled when they began anew: other messages with them may be passed over
    /// (R-OFF-19).
    refilled: Vec<(i64, i64)>,
    /// Where a client computed the group's start anew, for nothing was worked off or saved yet: below that it
    /// passes over what came meanwhile, and nobody has to die for it (R-INIT-4). 0 as soon as something is
    /// saved.
    computed_anew: i64,
    /// Something was handed out since the queue was taken: before that an orderly client has nothing, and may
    /// begin anywhere (R-LB-7).
    pulled: bool,
}

/// By take: from and to.
type Ghosts = Vec<(u32, i64, i64)>;

/// What a run was allowed to do, and what it did.
#[derive(Default)]
pub struct Checker {
    /// Something died: then a group may have been left without an offset (R-INIT-4, R-OFF-19).
    pub deaths: bool,
    watches: BTreeMap<GroupQueueKey, Watch>,
    hands: Vec<AtWork>,
    /// Numbers that began anew: what was taken up to this take is of the messages before.
    ghosts: BTreeMap<(Name, Name, QueueId), Ghosts>,
    locks_sure_from: u64,
    pub events: u64,
    pops: PopChecker,
    pub log: LogChecker,
    waits: WaitChecker,
}

/// The events of one instant.
#[derive(Default)]
pub struct Instant(pub Vec<Event>);

impl EventSink for Instant {
    fn emit(&mut self, _: VirtualTime, event: Event) {
        self.0.push(event);
    }
}

impl Checker {
    fn watch(&mut self, group: &Name, topic: &Name, queue: QueueId) -> &mut Watch {
        self.watches.entry((group.clone(), topic.clone(), queue)).or_default()
    }

    /// Looks at the World when an instant is over. `gone`: clients that a command has taken away.
    pub fn look(&mut self, world: &World, instant: &mut Instant, gone: &[Name]) -> Result<(), String> {
        let mut events = std::mem::take(&mut instant.0);
        if std::env::var_os("CHECKER_TRACE").is_some() {
            events.iter().for_each(|event| println!("{} {event:?}", world.now().0));
            let begun = world.at_work().into_iter().filter(|new| !self.hands.contains(new));
            begun.for_each(|work| println!("{} begins {work:?}", world.now().0));
        }
        self.events += events.len() as u64;
        (self.pops.deaths, self.log.deaths) = (self.deaths, self.deaths);
        self.log.look(world, &events)?;
        self.waits.look(world, &events)?;
        self.pops.look(world, &events, gone)?;
        events.retain(|event| !matches!(event, Event::Appended { .. }) && !is_about_pops(event, world));
        self.ghosts.retain(|of, _| !gone.iter().any(|name| of.0.starts_with(name.as_str())));
        let hands = world.at_work();
        let before = std::mem::take(&mut self.hands);
        for old in before.iter().filter(|old| !hands.contains(old)) {
            let still = hands.iter().any(|new| is_same_work(old, new));
            let stops = finishes_at_stop(old, &events, world);
            if !still && (stops || !gone.iter().any(|name| old.name.starts_with(name.as_str()))) {
                self.finished(&AtWork { owned: old.owned && !stops, ..old.clone() }, &events);
            }
        }
        self.hands = hands.clone();
        for event in &events {
            self.take_in(event, world)?;
        }
        for new in hands.iter().filter(|new| !before.iter().any(|old| is_same_work(old, new))) {
            self.begun_work(new, &hands, world)?;
        }
        for (_, watch) in self.watches.iter_mut().filter(|(place, _)| has_paused_owner(world, place)) {
            watch.may_fall_until = watch.may_fall_until.max(world.now().0 + OLD_CLIENT_US);
        }
        Ok(())
    }

    /// Work is over: all of it was worked off but for what the events name.
    fn finished(&mut self, work: &AtWork, events: &[Event]) {
        let failed = events.iter().filter_map(|event| match event {
            Event::TriesAgain { group, topic, queue, offset, .. }
            | Event::SentBack { group, topic, queue, offset, .. }
            | Event::DeadLettered { group, topic, queue, offset, .. }
                if (group, topic, *queue) == (&work.group, &work.topic, work.queue) =>
            {
                Some((offset.0, matches!(event, Event::TriesAgain { .. })))
            }
            _ => None,
        });
        let failed: Vec<(i64, bool)> = failed.collect();
        let ghosts = self.ghosts.get(&(work.name.clone(), work.topic.clone(), work.queue)).cloned();
        let is_ghost = |offset: i64| {
            let of = |ghost: &(u32, i64, i64)| work.take <= ghost.0 && (ghost.1..ghost.2).contains(&offset);
            ghosts.iter().flatten().any(of)
        };
        let watch = self.watch(&work.group, &work.topic, work.queue);
        for offset in (work.from.0..work.to.0).filter(|offset| !is_ghost(*offset)) {
            // What was sent back is taken care of; what is tried again is not, nor what follows it in an
            // orderly batch.
            if failed.contains(&(offset, true)) {
                let dead = failed.contains(&(offset, false));
                if !dead && failed.iter().filter(|failed| failed.1).count() == 1 && work.to.0 - offset > 1 {
                    let orderly_rest = !failed.iter().any(|failed| !failed.1 && failed.0 > offset);
                    if orderly_rest && work.group.starts_with("ledger") {
                        break;
                    }
                }
                continue;
            }
            if work.owned {
                watch.done.insert(offset);
                watch.owed.remove(&offset);
                watch.admitted.remove(&offset);
            } else {
                watch.perhaps.insert(offset);
            }
        }
    }

    fn take_in(&mut self, event: &Event, world: &World) -> Result<(), String> {
        let now = world.now().0;
        match event {
            Event::InitialOffset { group, topic, queue, offset, .. }
            | Event::Resumed { group, topic, queue, offset, .. } => {
                let watch = self.watch(group, topic, *queue);
                let computed = |rule| matches!(rule, InitialRule::ClientLast | InitialRule::ClientTimestamp);
                if matches!(event, Event::InitialOffset { rule, .. } if computed(*rule))
                    && watch.saved.is_none()
                    && watch.done.is_empty()
                {
                    watch.computed_anew = offset.0;
                }
                watch.begun = Some(watch.begun.map_or(offset.0, |begun| begun.min(offset.0)));
                watch.pulled = false;
            }
            Event::Delivered { group, topic, queue, .. } => self.watch(group, topic, *queue).pulled = true,
            Event::OffsetReset { group, topic, queue, to, .. } => {
                let watch = self.watch(group, topic, *queue);
                watch.excused_below = watch.excused_below.max(to.0);
                watch.computed_anew = 0;
                watch.owed.retain(|offset| *offset >= to.0);
                watch.may_fall_until = now + OLD_CLIENT_US;
            }
            Event::ResetTaken { group, topic, queue, .. } => {
                self.watch(group, topic, *queue).may_fall_until = now + OLD_CLIENT_US;
            }
            Event::OffsetCorrected { group, topic, queue, reason, .. } => {
                let falls = *reason != CorrectionReason::BelowMin;
                let watch = self.watch(group, topic, *queue);
                watch.may_fall_until = if falls { now + OLD_CLIENT_US } else { watch.may_fall_until };
            }
            Event::MaxFell { topic, queue, from, to } => self.numbers_end(topic, *queue, from.0, to.0, world),
            Event::BrokerRestarted { killed, .. } => {
                self.locks_sure_from = now + RENEWED_US;
                if *killed {
                    self.watches.values_mut().for_each(|watch| watch.saved = None);
                }
            }
            Event::Missed { group, topic, queue, from, to, how } => {
                let deaths = self.deaths;
                let watch = self.watch(group, topic, *queue);
                if *how == Missed::Skipped && !deaths && to.0 > watch.computed_anew {
                    return Err(format!(
                        "loss: {from}..{to} of {topic}/{queue} passed over with nobody dead"
                    ));
                }
                for offset in from.0..to.0 {
                    if watch.done.contains(&offset) {
                        return Err(format!("counts: {offset} of {topic}/{queue} missed and done"));
                    }
                    watch.owed.remove(&offset);
                    watch.admitted.insert(offset);
                }
            }
            Event::Committed { group, topic, queue, to, .. } => {
                self.saved((group, topic, *queue), to.0, world)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn numbers_end(&mut self, topic: &Name, queue: QueueId, from: i64, to: i64, world: &World) {
        for (place, watch) in &mut self.watches {
            if (&place.1, place.2) == (topic, queue) {
                for of in [&mut watch.done, &mut watch.perhaps, &mut watch.owed, &mut watch.admitted] {
                    of.retain(|offset| *offset < to);
                }
                (watch.saved, watch.may_fall_until) = (None, world.now().0 + OLD_CLIENT_US);
            }
        }
        let mut names: BTreeMap<Name, bool> = BTreeMap::new();
        for (group, _) in world.broker().groups() {
            let place = (group.clone(), topic.clone(), queue);
            let pulled = self.watches.get(&place).is_some_and(|watch| watch.pulled);
            for (name, _) in world.consumers_of(group) {
                names.insert(Name::from(format!("{name}@retry")), pulled);
                names.insert(name.clone(), pulled);
            }
        }
        for (name, pulled) in names {
            let hand =
                self.hands.iter().find(|hand| (&hand.name, &hand.topic, hand.queue) == (&name, topic, queue));
            let pulls_at = world.pulls_at(&name, topic, queue);
            let pulls_at = pulls_at.map(|at| (world.takes(&name), at.0));
            let hand = hand.map(|hand| (hand.take, hand.to.0));
            let end = pulls_at.iter().chain(&hand).map(|held| held.1).max();
            let held = pulls_at.filter(|_| pulled).into_iter().chain(hand);
            let ghosts = self.ghosts.entry((name, topic.clone(), queue)).or_default();
            ghosts.extend(held.map(|(take, end)| (take, to, end.min(from))));
            for (place, watch) in &mut self.watches {
                if (&place.1, place.2) == (topic, queue) {
                    watch.refilled.extend(end.map(|end| (to, end)));
                }
            }
        }
    }

    /// A group's offset was saved.
    fn saved(
        &mut self,
        (group, topic, queue): (&Name, &Name, QueueId),
        to: i64,
        world: &World,
    ) -> Result<(), String> {
        let (now, deaths) = (world.now().0, self.deaths);
        let (min, max) =
            (world.broker().min_offset(topic, queue).0, world.broker().max_offset(topic, queue).0);
        let watch = self.watch(group, topic, queue);
        if let Some(before) = watch.saved.filter(|before| to < *before && now > watch.may_fall_until) {
            return Err(format!("monotonic: {group} fell from {before} to {to} on {topic}/{queue}"));
        }
        (watch.saved, watch.computed_anew) = (Some(to), 0);
        // Before it has begun, the page saves where it will.
        let Some(begun) = watch.begun else { return Ok(()) };
        for offset in begun.max(min).max(watch.excused_below)..to.min(max) {
            if watch.done.contains(&offset) || watch.admitted.contains(&offset) {
                continue;
            }
            if !deaths {
                return Err(format!("loss: {group} saved {to} past {offset} of {topic}/{queue}"));
            }
            watch.owed.insert(offset);
        }
        Ok(())
    }

    /// Work was begun.
    fn begun_work(&mut self, work: &AtWork, hands: &[AtWork], world: &World) -> Result<(), String> {
        if !world.is_orderly(&work.group) {
            return Ok(());
        }
        let place = format!("{}/{} by {}", work.topic, work.queue, work.name);
        let same = |other: &&AtWork| {
            (&other.group, &other.topic, other.queue) == (&work.group, &work.topic, work.queue)
                && other.name != work.name
        };
        if let Some(other) = hands.iter().find(same)
            && world.now().0 > self.locks_sure_from
        {
            return Err(format!("order: {place} begins while {} is at it", other.name));
        }
        let min = world.broker().min_offset(&work.topic, work.queue).0;
        let watch = self.watch(&work.group, &work.topic, work.queue);
        let from = watch.begun.unwrap_or(work.from.0).max(min).max(watch.excused_below);
        for offset in from..work.from.0 {
            let known = [&watch.done, &watch.admitted, &watch.owed].iter().any(|of| of.contains(&offset));
            if !known && watch.refilled.iter().any(|span| (span.0..span.1).contains(&offset)) {
                watch.owed.insert(offset);
            } else if !known {
                return Err(format!("order: {place} begins {} before {offset}", work.from));
            }
        }
        Ok(())
    }

    /// All is calm: nobody fails, somebody is there, and time enough has passed.
    pub fn finish(&self, world: &World) -> Result<Toll, String> {
        let broker = world.broker();
        for ((group, topic, queue), watch) in &self.watches {
            let Some(begun) = watch.begun else { continue };
            let (min, max) = (broker.min_offset(topic, *queue).0, broker.max_offset(topic, *queue).0);
            let place = format!("{group} on {topic}/{queue}");
            for offset in begun.max(min).max(watch.excused_below)..max {
                let known =
                    [&watch.done, &watch.admitted, &watch.perhaps].iter().any(|of| of.contains(&offset));
                if !known {
                    return Err(format!("once: {place} never got {offset} of {min}..{max}"));
                }
            }
            // What a client had in hand when the queue was taken from it, it has worked off all the same.
            let owed = watch.owed.difference(&watch.perhaps);
            if let Some(owed) = owed.into_iter().find(|owed| **owed >= min && **owed < max) {
                return Err(format!("once: {place} passed {owed} over and did not say so"));
            }
            let tally = world.tally(group, topic, *queue, None).ok_or("counts: no tally")?;
            let counted: BTreeSet<i64> =
                tally.done().spans().iter().flat_map(|span| span.from.0..span.to.0).collect();
            if let Some(missing) = watch.done.difference(&counted).next() {
                return Err(format!("counts: {place} did {missing}, and that is not counted"));
            }
            if let Some(more) = counted.difference(&watch.done).find(|more| !watch.perhaps.contains(more)) {
                return Err(format!("counts: {place} never did {more}"));
            }
        }
        self.pops.finish(world)?;
        self.log.compare_all(world)?;
        self.waits.finish(world)?;
        let Seen { purged, tail, polls, refused, recoveries, .. } = self.log.seen;
        let (arrived, again) = (self.waits.arrived, self.waits.again);
        let mut toll = Toll { purged, tail, polls, refused, recoveries, arrived, again, ..Toll::default() };
        for of in deliveries(world) {
            if of.in_retry > 0 {
                return Err(format!("once: {} has {} messages in retry for ever", of.group, of.in_retry));
            }
            toll.processed += of.total.processed;
            toll.duplicates += of.total.duplicates;
            toll.lost += of.total.lost;
            toll.skipped += of.total.skipped;
            toll.sent_back += of.total.sent_back;
            toll.revived += of.total.revived;
            toll.dead += of.total.dead;
        }
        Ok(toll)
    }
}
