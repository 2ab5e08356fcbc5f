//! One lab before and after an upgrade of its broker: every rule that acts differently in it, with its first
//! event and what it does to messages. Not here: words (`cli`), and the rules.
//!
//! A difference is ascribed to a rule by a run, not by its looks. The journal is run by the old profile with
//! this one choice of the new one: where that parts from the old profile's run, the choice acts. Where it
//! does not, the new profile is run with this choice of the old one: where that parts from the new profile's
//! run, the choice acts together with others. At last the old profile with all choices that act is run
//! against the new one: what parts there is ascribed to none, and said.
//!
//! Invariant: a function of the journal, the two profiles and the end. A choice that is not listed as acting
//! changes no event and no answer by itself.

pub mod fates;
pub mod lines;
pub mod starts;

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::ids::{Name, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::{InitialOffsetRule, Profile};
use crate::engine::rules::{Choice, Rules};
use crate::engine::{Event, EventSink};
use crate::projection::upgrade::fates::{ChangedFate, changed_fates};
use crate::projection::upgrade::starts::{FirstStart, Start, pair_starts};
use crate::sim::World;
use crate::sim::command::Outcome;
use crate::sim::diff::{Deed, Parting, first_parting, run_under};
use crate::sim::formats::journal::Journal;
use crate::sim::world::digest::digest_of;
use alloc::vec::Vec;

/// So long a lab runs on behind its last command, unless it is told to where: time for a held pull, a wait of
/// 10 s and a rebalance, the first passes of retention, an invisible message's return.
pub const SETTLE_US: u64 = 180_000_000;

/// What one side does at a moment; where that is nothing, what it does next.
#[derive(Clone, PartialEq, Debug)]
pub struct Did {
    /// What it does that the other does not.
    pub deed: Option<Deed>,
    /// Where it does nothing: what it does next, and when. `None`: nothing to the end.
    pub next: Option<(VirtualTime, Deed)>,
}

/// Where two runs part.
#[derive(Clone, PartialEq, Debug)]
pub struct Moment {
    /// When.
    pub at: VirtualTime,
    /// The journal's entry that is obeyed then; `None`: a timer's work.
    pub entry: Option<usize>,
    /// Before and after the upgrade.
    pub sides: [Did; 2],
}

/// What two runs do to messages, where it is not the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effect {
    /// By group and queue.
    pub fates: Vec<ChangedFate>,
    /// Messages that each run stores in a topic, where it is not as many.
    pub stored: Vec<(Name, [u64; 2])>,
    /// First starts of groups at another offset.
    pub starts: Vec<FirstStart>,
}

impl Effect {
    /// How many messages are affected: for each group, and where they are not stored.
    pub fn affected(&self) -> u64 {
        let fates: u64 = self.fates.iter().map(ChangedFate::affected).sum();
        fates + self.stored.iter().map(|(_, [before, after])| before.abs_diff(*after)).sum::<u64>()
    }
}

/// A rule that acts differently in this lab.
#[derive(Clone, PartialEq, Debug)]
pub struct Act {
    /// Which.
    pub choice: Choice,
    /// Whether it changes something by itself; else only where others have changed too.
    pub alone: bool,
    /// The first event or answer that differs.
    pub first: Moment,
    /// What it does to messages.
    pub effect: Effect,
}

/// The whole report.
#[derive(Clone, PartialEq, Debug)]
pub struct Upgrade {
    /// Whose rules held.
    pub from: Profile,
    /// Whose rules hold then.
    pub to: Profile,
    /// The end of the runs.
    pub until: VirtualTime,
    /// Rules that act differently, those that affect most messages first.
    pub acts: Vec<Act>,
    /// What differs between the profiles and changes nothing in this lab.
    pub still: Vec<Choice>,
    /// All that the upgrade does to messages; not the sum of the acts, since one may outdo another.
    pub whole: Effect,
    /// Where the upgrade does something that the acts together do not.
    pub not_attributed: Option<Moment>,
    /// Groups of which no message is affected.
    pub same_groups: Vec<Name>,
    /// Every first start of a group on a queue, before and after.
    pub starts: Vec<FirstStart>,
    /// Whether the page's section "Version compatibility" is about this upgrade (SD-20).
    pub page_speaks: bool,
}

/// The end of a run without `until` of its own.
pub fn settled(journal: &Journal) -> VirtualTime {
    VirtualTime(journal.entries.last().map_or(0, |entry| entry.at_us.0).saturating_add(SETTLE_US))
}

/// What an upgrade changes in this lab up to `until`.
pub fn upgrade(journal: &Journal, from: Profile, to: Profile, until: VirtualTime) -> Upgrade {
    let differing: Vec<Choice> =
        Choice::ALL.iter().copied().filter(|choice| choice.differs(from, to)).collect();
    let run = |rules: Rules| Account::of(journal, rules, until);
    let (before, after) = (run(from.into()), run(to.into()));
    let part = |rules: [Rules; 2]| first_parting(journal, rules, until).map(moment);
    let mut acts = Vec::new();
    let mut still = Vec::new();
    for &choice in &differing {
        let alone = Rules::mixed(from, to, &[choice]);
        let without = Rules::mixed(to, from, &[choice]);
        let by_itself = before.unless_like(&run(alone)).map(|effect| (true, effect, [from.into(), alone]));
        let found = by_itself.or_else(|| {
            let effect = run(without).unless_like(&after)?;
            Some((false, effect, [without, to.into()]))
        });
        let act = found.and_then(|(alone, effect, rules)| {
            let first = part(rules)?;
            Some(Act { choice, alone, first, effect })
        });
        match act {
            Some(act) => acts.push(act),
            None => still.push(choice),
        }
    }
    acts.sort_by_key(|act| (core::cmp::Reverse(act.effect.affected()), act.first.at, act.choice));
    let acting = Rules::mixed(from, to, &acts.iter().map(|act| act.choice).collect::<Vec<_>>());
    let whole = before.against(&after);
    Upgrade {
        from,
        to,
        until,
        acts,
        still,
        not_attributed: run(acting).unless_like(&after).and_then(|_| part([acting, to.into()])),
        same_groups: same_groups(&before.world, &whole),
        starts: pair_starts(&before.heard.starts, &after.heard.starts),
        whole,
        page_speaks: page_speaks(from, to),
    }
}

/// SD-20: from 3.x or 4.x to 5.x, and wherever new groups start by another rule.
fn page_speaks(from: Profile, to: Profile) -> bool {
    let five = |profile: Profile| profile.version() >= (5, 0, 0);
    let by_page = |profile: Profile| profile.initial_offset() == InitialOffsetRule::Docs;
    five(from) != five(to) || by_page(from) != by_page(to)
}

fn same_groups(world: &World, whole: &Effect) -> Vec<Name> {
    let groups = world.broker().groups().map(|(group, _)| group);
    groups.filter(|group| whole.fates.iter().all(|changed| changed.group != **group)).cloned().collect()
}

fn moment(parting: Parting) -> Moment {
    let sides = parting.sides.map(|side| Did { deed: side.deed, next: side.next });
    Moment { at: parting.at, entry: parting.entry, sides }
}

/// The end of a run, and what it reported on the way.
struct Account {
    world: World,
    answers: Vec<Outcome>,
    heard: Heard,
}

/// What an account takes from events.
#[derive(Default)]
struct Heard {
    /// 64 bits that stand for every event and its instant.
    digest: u64,
    starts: Vec<Start>,
    stored: OrderedMap<Name, u64>,
}

impl EventSink for Heard {
    fn emit(&mut self, at: VirtualTime, event: Event) {
        self.digest = digest_of(&(self.digest, at, &event));
        if let Event::Appended { topic, .. } = &event {
            if !is_internal_topic(topic) {
                *self.stored.entry(topic.clone()).or_default() += 1;
            }
        } else if let Some(start) = Start::of(at, event) {
            let known = |other: &Start| other.is_same_place(&start);
            if !self.starts.iter().any(known) {
                self.starts.push(start);
            }
        }
    }
}

impl Account {
    fn of(journal: &Journal, rules: Rules, until: VirtualTime) -> Account {
        let mut heard = Heard::default();
        let (world, answers) = run_under(journal, rules, until, &mut heard);
        Account { world, answers, heard }
    }

    /// What the other run does differently; `None`: it has the same events and answers.
    fn unless_like(&self, other: &Account) -> Option<Effect> {
        let alike = self.heard.digest == other.heard.digest && self.answers == other.answers;
        (!alike).then(|| self.against(other))
    }

    fn against(&self, other: &Account) -> Effect {
        let mut topics: Vec<&Name> = self.heard.stored.keys().chain(other.heard.stored.keys()).collect();
        topics.sort();
        topics.dedup();
        let count = |of: &Account, topic: &Name| of.heard.stored.get(topic).copied().unwrap_or(0);
        let both = |topic: &Name| [count(self, topic), count(other, topic)];
        let stored = topics.into_iter().map(|topic| (topic.clone(), both(topic)));
        let starts = pair_starts(&self.heard.starts, &other.heard.starts);
        Effect {
            fates: changed_fates(&self.world, &other.world),
            stored: stored.filter(|(_, [before, after])| before != after).collect(),
            starts: starts.into_iter().filter(FirstStart::differs).collect(),
        }
    }
}
