//! The delivery checker for groups that pop (see `checker`): watches what clients hold and what the broker
//! hides. Not here: clients that pull (`checker`), the failures (`random_failures`).
//!
//! | rule | what |
//! |---|---|
//! | loss | no offset is saved past a message that is neither done, hidden, nor owned up to |
//! | alone | a message that a live client holds is nobody else's, unless a reset or the broker's death has put the group back |
//! | order | an orderly queue is one client's, and is worked on from the first message on that is not done |
//! | once | when all is calm, every message that is there was done, has come back, or was owned up to |
//! | monotonic | a saved offset falls by a reset, a correction, or a loss of the broker only |
//! | counts | what the World counts as taken care of, and as taken care of again, is what was seen here |
//!
//! Invariant: it knows nothing that the tallies use but the broker's own list of hidden messages.

use offset_lab::engine::event::Missed;
use offset_lab::engine::ids::GroupQueue;
use offset_lab::engine::{Event, Name, QueueId, QueueOffset};
use offset_lab::sim::World;
use std::collections::{BTreeMap, BTreeSet};

/// A group on one queue.
#[derive(Default)]
struct Watch {
    begun: Option<i64>,
    done: BTreeSet<i64>,
    /// Each time that a message was taken care of.
    cares: u64,
    firsts: u64,
    admitted: BTreeSet<i64>,
    excused_below: i64,
    saved: Option<i64>,
    may_fall: bool,
    /// Something has put the group back: a message may be in two hands for a while.
    unsure: bool,
    /// Numbers that other messages had: what lies there may be passed over.
    refilled_from: Option<i64>,
    /// When an orderly pop was corrected last, and from where. A broker saves it there again in the same
    /// instant (R-POP-6), the page's does not (SD-14).
    corrected: Option<(u64, i64)>,
}

impl Watch {
    fn care(&mut self, offset: i64) {
        self.cares += 1;
        self.firsts += u64::from(self.done.insert(offset));
        self.admitted.remove(&offset);
    }

    fn knows(&self, offset: i64) -> bool {
        self.done.contains(&offset) || self.admitted.contains(&offset) || offset < self.excused_below
    }
}

/// A message in somebody's hands: client, key, offset.
type Holding = (Name, GroupQueue, i64);

#[derive(Default)]
pub struct PopChecker {
    /// Something died.
    pub deaths: bool,
    /// The end of the log was lost: then numbers mean several messages, and duplicates are not counted here.
    tails: bool,
    watches: BTreeMap<GroupQueue, Watch>,
    held: BTreeSet<Holding>,
    working: BTreeSet<Holding>,
    hidden: BTreeMap<(GroupQueue, i64), usize>,
    /// Held, and not the message that has this number by now.
    ghosts: BTreeSet<Holding>,
}

/// The group of an event that is about one, with the queue.
fn place_of(event: &Event) -> Option<GroupQueue> {
    match event {
        Event::InitialOffset { group, topic, queue, .. }
        | Event::OffsetReset { group, topic, queue, .. }
        | Event::ResetTaken { group, topic, queue, .. }
        | Event::OffsetCorrected { group, topic, queue, .. }
        | Event::Missed { group, topic, queue, .. }
        | Event::Committed { group, topic, queue, .. }
        | Event::SentBack { group, topic, queue, .. }
        | Event::TriesAgain { group, topic, queue, .. }
        | Event::Delivered { group, topic, queue, .. }
        | Event::DeadLettered { group, topic, queue, .. } => Some(GroupQueue::new(group, topic, *queue)),
        _ => None,
    }
}

/// Whether an event is about a group that pops.
pub fn is_about_pops(event: &Event, world: &World) -> bool {
    place_of(event).is_some_and(|place| world.broker().pops(&place.group))
}

fn holdings(world: &World) -> (BTreeSet<Holding>, BTreeSet<Holding>) {
    let (mut held, mut working) = (BTreeSet::new(), BTreeSet::new());
    for (group, _) in world.broker().groups().filter(|(group, _)| world.broker().pops(group)) {
        for (name, _) in world.consumers_of(group) {
            let Some(client) = world.pop_client(name) else { continue };
            let of = |held: &offset_lab::sim::clients::pop::Held| -> Holding {
                (name.clone(), GroupQueue::new(group, &held.topic, held.queue), held.offset.0)
            };
            held.extend(client.held.iter().map(of));
            working.extend(client.in_hand().map(of));
        }
    }
    (held, working)
}

/// How often a message is hidden: one that was popped twice is twice.
fn hidden(world: &World) -> BTreeMap<(GroupQueue, i64), usize> {
    let mut hidden: BTreeMap<(GroupQueue, i64), usize> = BTreeMap::new();
    for (key, queue) in world.broker().pockets().pop.hidden() {
        queue.messages().for_each(|(offset, _)| *hidden.entry((key.clone(), offset.0)).or_default() += 1);
    }
    hidden
}

impl PopChecker {
    fn watch(&mut self, key: &GroupQueue) -> &mut Watch {
        self.watches.entry(key.clone()).or_default()
    }

    /// Looks at the World when an instant is over. `gone`: clients that a command has taken away.
    pub fn look(&mut self, world: &World, events: &[Event], gone: &[Name]) -> Result<(), String> {
        let (held, working) = holdings(world);
        let hidden = hidden(world);
        self.cut_numbers(events);
        let failed: BTreeSet<(GroupQueue, i64)> = events.iter().filter_map(failed).collect();
        let mut finished: Vec<(GroupQueue, i64)> = Vec::new();
        // A client may get a message again in the instant in which it has finished it.
        let got = |(name, key, offset): &Holding| {
            let of = |event: &&Event| {
                let Event::Delivered { client, first, next, .. } = event else { return false };
                client == name && place_of(event).as_ref() == Some(key) && (first.0..next.0).contains(offset)
            };
            events.iter().any(|event| of(&event))
        };
        for work in self.working.clone().into_iter().filter(|work| !held.contains(work) || got(work)) {
            let (client, key, offset) = work.clone();
            if gone.contains(&client) {
                continue;
            }
            finished.push((key.clone(), offset));
            let ghost = self.ghosts.remove(&work);
            // One that is purged can't be hidden until its next try, and whoever has done it is told so.
            let purged = offset < bounds(world, &key.topic, key.queue).0;
            let fails = purged && !events.iter().any(|event| refused(event) == Some((key.clone(), offset)));
            if !ghost && !fails && !failed.contains(&(key.clone(), offset)) {
                self.watch(&key).care(offset);
            }
        }
        let mut dead = BTreeSet::new();
        for event in events {
            if let Event::DeadLettered { offset, .. } = event
                && let Some(key) = place_of(event).filter(|_| is_about_pops(event, world))
            {
                dead.insert((key.clone(), offset.0));
                // One that was in hand has been seen.
                if !finished.contains(&(key.clone(), offset.0)) {
                    finished.push((key.clone(), offset.0));
                }
                self.watch(&key).care(offset.0);
            }
        }
        // What is hidden less often, and that nobody has finished, has come back, or its record is gone.
        let mut expected = std::mem::replace(&mut self.hidden, hidden);
        for event in events.iter().filter(|event| is_about_pops(event, world)) {
            let (Event::Delivered { first, next, .. }, Some(key)) = (event, place_of(event)) else {
                continue;
            };
            (first.0..next.0).for_each(|at| *expected.entry((key.clone(), at)).or_default() += 1);
        }
        for done in finished.iter().filter(|done| !failed.contains(done) || dead.contains(done)) {
            expected.entry(done.clone()).and_modify(|count| *count = count.saturating_sub(1));
        }
        for ((key, offset), count) in expected {
            let back = count.saturating_sub(self.hidden.get(&(key.clone(), offset)).copied().unwrap_or(0));
            // Its record may go in the very instant in which it comes back.
            let there = world.broker().locate(&key.topic, key.queue, QueueOffset(offset)).is_some();
            let back_at_all = there || back > 0 && comes_back(world, events, &key, offset);
            (0..back)
                .filter(|_| back_at_all && !world.is_orderly(&key.group))
                .for_each(|_| self.watch(&key).care(offset));
        }
        for event in events {
            self.take_in(event, world)?;
        }
        self.ghosts.retain(|ghost| held.contains(ghost));
        self.alone(&held)?;
        let before = std::mem::replace(&mut self.working, working.clone());
        self.held = held;
        working.difference(&before).try_for_each(|work| self.in_order(work, world))
    }

    fn cut_numbers(&mut self, events: &[Event]) {
        for event in events {
            let Event::MaxFell { topic, queue, to, .. } = event else { continue };
            self.tails = true;
            let of_end = |key: &GroupQueue| (&key.topic, key.queue) == (topic, *queue);
            for (_, watch) in self.watches.iter_mut().filter(|(key, _)| of_end(key)) {
                watch.done.retain(|offset| *offset < to.0);
                watch.admitted.retain(|offset| *offset < to.0);
                (watch.unsure, watch.may_fall, watch.saved) = (true, true, None);
                watch.refilled_from = Some(watch.refilled_from.map_or(to.0, |from| from.min(to.0)));
            }
            let (ghosts, held) = (&mut self.ghosts, &self.held);
            ghosts.extend(held.iter().filter(|(_, key, offset)| of_end(key) && *offset >= to.0).cloned());
        }
    }

    fn take_in(&mut self, event: &Event, world: &World) -> Result<(), String> {
        if let Event::BrokerRestarted { killed: true, .. } = event {
            for watch in self.watches.values_mut() {
                (watch.unsure, watch.saved) = (true, None);
            }
        }
        let Some(key) = place_of(event).filter(|_| is_about_pops(event, world)) else { return Ok(()) };
        let deaths = self.deaths;
        let puts_back = world.is_orderly(&key.group) && !world.broker().profile().server_restores_offset();
        let hidden: BTreeSet<i64> =
            self.hidden.keys().filter(|(known, _)| *known == key).map(|(_, offset)| *offset).collect();
        let watch = self.watch(&key);
        match event {
            Event::InitialOffset { offset, .. } => {
                watch.begun = Some(watch.begun.map_or(offset.0, |begun| begun.min(offset.0)));
            }
            Event::OffsetReset { to, .. } => {
                watch.excused_below = watch.excused_below.max(to.0);
                (watch.may_fall, watch.unsure) = (true, true);
                if world.broker().resets_itself() {
                    watch.saved = Some(to.0);
                }
            }
            Event::OffsetCorrected { from, .. } => {
                (watch.may_fall, watch.unsure) = (true, true);
                watch.corrected = Some((world.now().0, from.0)).filter(|_| puts_back);
            }
            Event::ResetTaken { .. } => (watch.may_fall, watch.unsure) = (true, true),
            Event::Missed { from, to, how, .. } => {
                if *how == Missed::Skipped && !deaths {
                    return Err(format!("loss: {from}..{to} of {key:?} passed over with nobody dead"));
                }
                for offset in from.0..to.0 {
                    if watch.done.contains(&offset) {
                        return Err(format!("counts: {offset} of {key:?} missed and done"));
                    }
                    watch.admitted.insert(offset);
                }
            }
            Event::Committed { to, .. } => {
                let fell = watch.saved.is_some_and(|before| to.0 < before);
                let put_back = watch.corrected == Some((world.now().0, to.0));
                if fell && !put_back && !std::mem::take(&mut watch.may_fall) {
                    return Err(format!("monotonic: {key:?} fell from {:?} to {to}", watch.saved));
                }
                watch.saved = Some(to.0);
                let min = world.broker().min_offset(&key.topic, key.queue).0;
                let mut passed = watch.begun.unwrap_or(to.0).max(min)..to.0;
                if !deaths && let Some(open) = passed.find(|at| !watch.knows(*at) && !hidden.contains(at)) {
                    return Err(format!("loss: {key:?} saved {to} past {open}"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A message is in one client's hands.
    fn alone(&mut self, held: &BTreeSet<Holding>) -> Result<(), String> {
        let mut owners: BTreeMap<(&GroupQueue, i64), &Name> = BTreeMap::new();
        let mut shared: BTreeSet<GroupQueue> = BTreeSet::new();
        for (client, key, offset) in held {
            // An orderly queue as a whole is.
            let of = if key.group.as_str() == "lined" { -1 } else { *offset };
            if owners.insert((key, of), client).is_some_and(|other| other != client) {
                shared.insert(key.clone());
            }
        }
        for (key, watch) in &mut self.watches {
            if shared.contains(key) && !watch.unsure {
                return Err(format!("alone: messages of {key:?} are in two clients' hands"));
            }
            // Nothing can be in two hands any more once nobody holds anything of before.
            watch.unsure &= held.iter().any(|(_, of, _)| of == key);
        }
        Ok(())
    }

    fn in_order(&mut self, (client, key, offset): &Holding, world: &World) -> Result<(), String> {
        if !world.is_orderly(&key.group) {
            return Ok(());
        }
        let min = world.broker().min_offset(&key.topic, key.queue).0;
        // What it has in hand together with it is done first.
        let with: BTreeSet<i64> =
            self.working.iter().filter(|(of, at, _)| (of, at) == (client, key)).map(|work| work.2).collect();
        let watch = self.watch(key);
        let from = watch.begun.unwrap_or(*offset).max(min);
        let before = (from..*offset).find(|at| !watch.knows(*at) && !with.contains(at));
        match before.filter(|at| watch.refilled_from.is_none_or(|from| *at < from)) {
            Some(before) => Err(format!("order: {client} begins {offset} of {key:?} before {before}")),
            None => Ok(()),
        }
    }

    /// All is calm.
    pub fn finish(&self, world: &World) -> Result<(), String> {
        for (key, watch) in &self.watches {
            let Some(begun) = watch.begun else { continue };
            let (min, max) = bounds(world, &key.topic, key.queue);
            if let Some(offset) = (begun.max(min)..max).find(|at| !watch.knows(*at)) {
                return Err(format!("once: {key:?} never got {offset} of {min}..{max}"));
            }
            let tally = world.tally(&key.group, &key.topic, key.queue, None).ok_or("counts: no tally")?;
            let counted: BTreeSet<i64> =
                tally.done().spans().iter().flat_map(|span| span.from.0..span.to.0).collect();
            if let Some(offset) = watch.done.symmetric_difference(&counted).next() {
                return Err(format!("counts: {key:?} and the checker differ about {offset}"));
            }
            let again = watch.cares - watch.firsts;
            if !self.tails && again != tally.all_duplicates() {
                return Err(format!("counts: {key:?} has {:?}, seen were {again}", tally.duplicates));
            }
        }
        Ok(())
    }
}

fn bounds(world: &World, topic: &Name, queue: QueueId) -> (i64, i64) {
    (world.broker().min_offset(topic, queue).0, world.broker().max_offset(topic, queue).0)
}

fn failed(event: &Event) -> Option<(GroupQueue, i64)> {
    let (Event::SentBack { offset, .. } | Event::DeadLettered { offset, .. }) = event else { return None };
    Some((place_of(event)?, offset.0))
}

fn refused(event: &Event) -> Option<(GroupQueue, i64)> {
    let Event::CommitRefused { group, topic, queue, offset, .. } = event else { return None };
    Some((GroupQueue::new(group, topic, *queue), offset.0))
}

/// Whether a copy of a message was put into its group's retry topic.
fn comes_back(world: &World, events: &[Event], key: &GroupQueue, offset: i64) -> bool {
    let origin = world.broker().origin(&key.topic, key.queue, QueueOffset(offset));
    let of = origin.map_or((&key.topic, key.queue, offset), |of| (&of.topic, of.queue, of.offset.0));
    let retry = format!("%RETRY%{}_", key.group);
    events.iter().any(|event| {
        let Event::Appended { topic, of: Some(copy), .. } = event else { return false };
        topic.starts_with(&retry) && (&copy.topic, copy.queue, copy.offset.0) == of
    })
}
