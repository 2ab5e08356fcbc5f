//! What became of each group's messages in two runs of one journal, where it is not the same. Not here: why
//! (`upgrade`), and what a run counts (`sim::accounting`).
//!
//! A group *cares for* a message that it has processed, or still will. A message's fate changes where the one
//! run cares for it and the other does not. Who is only sooner or later has the same fate.
//!
//! Invariant: a message is counted once on a queue, as skipped, lost, unread or gained; what is processed
//! again and what becomes a dead letter is counted besides.

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::event::Missed;
use crate::engine::ids::{Name, QueueId};
use crate::sim::World;
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::world::client_state::TallyKey;
use alloc::vec::Vec;

/// One group on one queue, in two runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedFate {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue.
    pub queue: QueueId,
    /// Of a broadcasting group, the client that counts for itself.
    pub client: Option<Name>,
    /// Messages that the first run cares for, and that the group passes over in the second.
    pub skipped: u64,
    /// Those that are purged before it gets them.
    pub lost: u64,
    /// Those of a queue that it never begins.
    pub unread: u64,
    /// Messages that only the second run cares for.
    pub gained: u64,
    /// Messages processed again, in both.
    pub duplicates: [u64; 2],
    /// Messages that became dead letters, in both.
    pub dead: [u64; 2],
}

impl ChangedFate {
    /// How many messages are affected.
    pub fn affected(&self) -> u64 {
        let apart = |[here, beside]: [u64; 2]| here.abs_diff(beside);
        self.skipped + self.lost + self.unread + self.gained + apart(self.duplicates) + apart(self.dead)
    }
}

/// What a group did with a queue's messages.
#[derive(Default)]
struct Fate {
    begun: bool,
    cared_for: Ranges,
    lost: Ranges,
    passed: Ranges,
    duplicates: u64,
    dead: u64,
    /// Losses that have no offsets to compare: lost, skipped.
    uncounted: [u64; 2],
}

/// Every group and queue whose messages are affected, by name.
pub fn changed_fates(here: &World, beside: &World) -> Vec<ChangedFate> {
    let mut places: Vec<&TallyKey> = here.tallies().chain(beside.tallies()).map(|(place, _)| place).collect();
    places.sort();
    places.dedup();
    let changed = places.into_iter().map(|place| changed_fate(here, beside, place));
    changed.filter(|changed| changed.affected() > 0).collect()
}

fn changed_fate(here: &World, beside: &World, place: &TallyKey) -> ChangedFate {
    let [mine, theirs] = [here, beside].map(|world| fate(world, place));
    let everything = |ends: &World| {
        let (topic, queue) = (&place.topic, place.queue);
        let mut all = Ranges::default();
        all.add(ends.broker().first_offset(topic, queue), ends.broker().max_offset(topic, queue));
        all
    };
    // A group that never began may have consumed messages elsewhere, as an import or an administrator says.
    let more_than = |one: &Fate, other: &Fate| {
        let mut more = one.cared_for.clone();
        take_away(&mut more, &other.cared_for);
        more
    };
    let unread = if theirs.begun { 0 } else { common(&more_than(&mine, &theirs), &everything(beside)) };
    let newly_read = if mine.begun { 0 } else { common(&more_than(&theirs, &mine), &everything(here)) };
    let more = |which: usize| theirs.uncounted[which].saturating_sub(mine.uncounted[which]);
    let fewer = |which: usize| mine.uncounted[which].saturating_sub(theirs.uncounted[which]);
    let TallyKey { group, topic, queue, client } = place.clone();
    ChangedFate {
        skipped: common(&mine.cared_for, &theirs.passed) + more(1),
        lost: common(&mine.cared_for, &theirs.lost) + more(0),
        unread,
        gained: common(&theirs.cared_for, &mine.passed)
            + common(&theirs.cared_for, &mine.lost)
            + newly_read
            + fewer(0)
            + fewer(1),
        duplicates: [mine.duplicates, theirs.duplicates],
        dead: [mine.dead, theirs.dead],
        group,
        topic,
        queue,
        client,
    }
}

fn fate(world: &World, TallyKey { group, topic, queue, client }: &TallyKey) -> Fate {
    let Some(tally) = world.tally(group, topic, *queue, client.as_ref()) else { return Fate::default() };
    let counts = Fate { duplicates: tally.all_duplicates(), dead: tally.dead, ..Fate::default() };
    // The copies in a retry topic are numbered as they come: the same number is another message there.
    if is_internal_topic(topic) {
        return Fate { uncounted: [tally.lost(), tally.skipped()], ..counts };
    }
    let broker = world.broker();
    let (first, max) = (broker.first_offset(topic, *queue), broker.max_offset(topic, *queue));
    let [lost, skipped] = [Missed::Purged, Missed::Skipped].map(|how| spans(tally.missed(how)));
    let mut cared_for = tally.at_risk(first, max);
    take_away(&mut cared_for, &lost);
    for &Span { from, to } in tally.done().spans() {
        cared_for.add(from, to);
    }
    let mut passed = Ranges::default();
    passed.add(first, max);
    take_away(&mut passed, &cared_for);
    take_away(&mut passed, &lost);
    let uncounted = [tally.lost() - lost.len(), tally.skipped() - skipped.len()];
    let begun = tally.has_begun();
    if !begun {
        passed = Ranges::default();
    }
    Fate { begun, cared_for, lost, passed, uncounted, ..counts }
}

fn spans(spans: &[Span]) -> Ranges {
    let mut ranges = Ranges::default();
    for &Span { from, to } in spans {
        ranges.add(from, to);
    }
    ranges
}

fn take_away(ranges: &mut Ranges, others: &Ranges) {
    for &Span { from, to } in others.spans() {
        ranges.remove(from, to);
    }
}

/// How many offsets are in both.
fn common(one: &Ranges, other: &Ranges) -> u64 {
    let mut rest = one.clone();
    other.spans().iter().map(|&Span { from, to }| rest.remove(from, to)).sum()
}
