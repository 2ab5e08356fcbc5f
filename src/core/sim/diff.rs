//! One journal under two sets of rules, in step, up to the first event where they part. Not here: words about
//! it (`cli`), and where the boards of two Worlds differ (`projection::differences`).
//!
//! Invariant: each side is a straight run of the journal under its rules; up to the parting both have
//! reported the same events at the same instants and answered every command alike.

use crate::engine::event::InitialRule;
use crate::engine::ids::VirtualTime;
use crate::engine::profile::{Profile, TimeSearchRule};
use crate::engine::rules::Rules;
use crate::engine::{Event, EventSink};
use crate::sim::command::{BrokerCall, Command, Outcome};
use crate::sim::formats::journal::Journal;
use crate::sim::world::World;
use alloc::vec::Vec;

/// Something that a side did.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// It reported this.
    Event(Event),
    /// It answered the journal's entry with this index.
    Answer(usize, Outcome),
}

/// What one side did where they part.
#[derive(Clone, PartialEq, Debug)]
pub struct Side {
    /// Whose rules.
    pub profile: Profile,
    /// What it did that the other did not; `None`: nothing at that instant.
    pub deed: Option<Deed>,
    /// Where it did nothing: what it does next, and when. `None`: nothing to the end.
    pub next: Option<(VirtualTime, Deed)>,
    /// The rule that it followed, where one is known.
    pub rule: Option<&'static str>,
    /// The lab when the instant is over.
    pub world: World,
}

/// Where two runs part.
#[derive(Clone, PartialEq, Debug)]
pub struct Parting {
    /// When.
    pub at: VirtualTime,
    /// The journal's entry that was obeyed then; `None`: a timer's work.
    pub entry: Option<usize>,
    /// What both did before, events and answers.
    pub alike: usize,
    /// The two sides.
    pub sides: [Side; 2],
}

/// What a run did at one instant: each deed with the entry that it came from.
type Deeds = Vec<(Option<usize>, Deed)>;

/// A run, one instant at a time.
struct Run<'a> {
    journal: &'a Journal,
    world: World,
    obeyed: usize,
    /// The entry that is being obeyed.
    entry: Option<usize>,
    deeds: Deeds,
}

impl EventSink for (&mut Deeds, Option<usize>) {
    fn emit(&mut self, _: VirtualTime, event: Event) {
        self.0.push((self.1, Deed::Event(event)));
    }
}

impl Run<'_> {
    fn new(journal: &Journal, rules: Rules) -> Run<'_> {
        let mut header = journal.header.clone();
        header.profile = rules.into();
        Run { journal, world: World::under(header, rules), obeyed: 0, entry: None, deeds: Vec::new() }
    }

    fn next_due(&self) -> Option<VirtualTime> {
        let entry = self.journal.entries.get(self.obeyed).map(|entry| entry.at_us);
        [self.world.next_due(), entry].into_iter().flatten().min()
    }

    /// Everything up to `until`; the deeds are what happened then.
    fn advance(&mut self, until: VirtualTime) {
        self.deeds.clear();
        self.entry = None;
        while let Some(entry) = self.journal.entries.get(self.obeyed).filter(|entry| entry.at_us <= until) {
            let index = Some(self.obeyed);
            let at = entry.at_us.max(self.world.next_command_time());
            let outcome = self.world.apply(at, &entry.command, &mut (&mut self.deeds, index));
            self.deeds.push((index, Deed::Answer(self.obeyed, outcome)));
            self.obeyed += 1;
        }
        if until > self.world.now() || self.world.next_due().is_some_and(|due| due <= until) {
            self.world.run_until(until, &mut (&mut self.deeds, None));
        }
    }

    /// The next deed after now, if it comes by `end`.
    fn next_deed(mut self, end: VirtualTime) -> Option<(VirtualTime, Deed)> {
        while let Some(due) = self.next_due().filter(|due| *due <= end) {
            self.advance(due);
            if let Some((_, deed)) = self.deeds.first() {
                return Some((due, deed.clone()));
            }
        }
        None
    }
}

/// The World at `until` of a straight run of the journal under these rules, and its answers.
pub fn run_under(
    journal: &Journal,
    rules: Rules,
    until: VirtualTime,
    out: &mut dyn EventSink,
) -> (World, Vec<Outcome>) {
    let mut world = Run::new(journal, rules).world;
    let mut answers = Vec::new();
    for entry in journal.entries.iter().take_while(|entry| entry.at_us <= until) {
        let at = entry.at_us.max(world.next_command_time());
        answers.push(world.apply(at, &entry.command, out));
    }
    world.run_until(until, out);
    (world, answers)
}

/// The first parting of a journal's runs under two sets of rules up to `until`.
pub fn first_parting<R: Into<Rules>>(
    journal: &Journal,
    rules: [R; 2],
    until: VirtualTime,
) -> Option<Parting> {
    let mut runs = rules.map(|rules| Run::new(journal, rules.into()));
    let mut alike = 0;
    loop {
        let due = runs.iter().filter_map(Run::next_due).min().filter(|due| *due <= until)?;
        for run in &mut runs {
            run.advance(due);
        }
        let [here, beside] = [&runs[0].deeds, &runs[1].deeds];
        let same = here.iter().zip(beside).take_while(|(here, beside)| here == beside).count();
        alike += same;
        if same == here.len() && same == beside.len() {
            continue;
        }
        let entry = [here, beside].iter().find_map(|deeds| deeds.get(same)?.0);
        let extra = [lacks(beside, here, same), lacks(here, beside, same)];
        let [here, beside] = runs;
        let sides = match extra {
            [true, false] => [side(here, same, until), silent(beside, same, until)],
            [false, true] => [silent(here, same, until), side(beside, same, until)],
            _ => [side(here, same, until), side(beside, same, until)],
        };
        let sides = one_rule(sides);
        let sides = lost_reset(sides, journal, due);
        return Some(Parting { at: due, entry, alike, sides });
    }
}

/// A pending reset that one side applies and the other has lost at a restart before (R-RST-8).
fn lost_reset(mut sides: [Side; 2], journal: &Journal, at: VirtualTime) -> [Side; 2] {
    let before = journal.entries.iter().take_while(|entry| entry.at_us <= at);
    let restarts = before.map(|entry| &entry.command).any(|command| {
        matches!(command, Command::RestartBroker { .. } | Command::Broker(BrokerCall::Restart { .. }))
    });
    let takes = |side: &Side| matches!(side.deed, Some(Deed::Event(Event::ResetTaken { .. })));
    let taken = [takes(&sides[0]), takes(&sides[1])];
    for (side, other_takes) in sides.iter_mut().zip([taken[1], taken[0]]) {
        if restarts && other_takes && !takes(side) {
            side.rule = Some("R-RST-8");
        }
    }
    sides
}

/// Whether `run` continues with something that `other` does too, only later: then it lacks what `other` does
/// first.
fn lacks(run: &Deeds, other: &Deeds, same: usize) -> bool {
    let later = other.get(same + 1..).unwrap_or_default();
    run.get(same).is_some_and(|deed| later.contains(deed))
}

/// Where one does something and the other does not, one rule speaks of both.
fn one_rule(mut sides: [Side; 2]) -> [Side; 2] {
    let rules = [sides[1].rule, sides[0].rule];
    for (side, others) in sides.iter_mut().zip(rules) {
        if side.deed.is_none() {
            // What the page promises a real broker leaves to its client.
            let to_client = others == Some("SD-14") && side.profile != Profile::Docs50;
            side.rule = if to_client { Some("R-PULL-7") } else { others };
        }
    }
    sides
}

/// A side that does nothing of what the other does first; what it does next may come at the same instant.
fn silent(run: Run<'_>, same: usize, until: VirtualTime) -> Side {
    let (world, at) = (run.world.clone(), run.world.now());
    let here = run.deeds.get(same).map(|(_, deed)| (at, deed.clone()));
    let next = here.or_else(|| run.next_deed(until));
    Side { profile: world.header().profile, deed: None, next, rule: None, world }
}

/// A side whose first deed of its own at this instant is the one at `same`.
fn side(run: Run<'_>, same: usize, until: VirtualTime) -> Side {
    let (journal, world) = (run.journal, run.world.clone());
    let profile = world.header().profile;
    let deed = run.deeds.get(same).map(|(_, deed)| telling(deed, &run.deeds[same + 1..]).clone());
    let before = same.checked_sub(1).and_then(|before| run.deeds.get(before)).map(|(_, deed)| deed.clone());
    let rule = match (&deed, before) {
        // Both were corrected; what follows is the server's or the client's part.
        (Some(Deed::Event(Event::Committed { .. })), Some(Deed::Event(Event::OffsetCorrected { .. }))) => {
            Some(if profile == Profile::Docs50 { "SD-14" } else { "R-PULL-7" })
        }
        (Some(Deed::Event(_)), Some(Deed::Event(Event::ResetTaken { .. }))) => Some("R-PULL-7"),
        (deed, _) => deed.as_ref().and_then(|deed| rule_of(deed, journal, &world)),
    };
    let next = if deed.is_none() { run.next_deed(until) } else { None };
    Side { profile, deed, next, rule, world }
}

/// Of a commit and the start of a group that it belongs to, the start tells more.
fn telling<'a>(first: &'a Deed, later: &'a [(Option<usize>, Deed)]) -> &'a Deed {
    let Deed::Event(Event::Committed { group, topic, queue, .. }) = first else { return first };
    let start = later.iter().map(|(_, deed)| deed).find(|deed| {
        let Deed::Event(Event::InitialOffset { group: g, topic: t, queue: q, .. }) = deed else {
            return false;
        };
        (g, t, q) == (group, topic, queue)
    });
    start.unwrap_or(first)
}

/// The rule by which a side did what it did.
fn rule_of(deed: &Deed, journal: &Journal, world: &World) -> Option<&'static str> {
    let profile = world.header().profile;
    let on_page = profile == Profile::Docs50;
    match deed {
        Deed::Event(Event::InitialOffset { rule: InitialRule::ClientLast, .. }) => Some("R-INIT-4"),
        Deed::Event(Event::OffsetCorrected { .. }) if on_page => Some("SD-14"),
        Deed::Event(Event::BrokerRestarted { .. }) => Some("R-RST-8"),
        Deed::Event(event) => Some(event.rule()),
        Deed::Answer(entry, outcome) => {
            if let Err(rejected) = outcome {
                return Some(rejected.rule());
            }
            let Command::Broker(call) = &journal.entries.get(*entry)?.command else { return None };
            Some(match call {
                BrokerCall::MinOffset(_) | BrokerCall::ExpireSegments { .. } | BrokerCall::Restart { .. } => {
                    "R-CQ-4"
                }
                BrokerCall::MaxOffset(_) => "R-CQ-3",
                BrokerCall::SearchOffset { .. } => match profile.time_search() {
                    TimeSearchRule::LowerBound => "R-RST-2",
                    TimeSearchRule::Closest | TimeSearchRule::Bisection if on_page => "SD-17",
                    TimeSearchRule::Closest | TimeSearchRule::Bisection => "R-RST-4",
                },
                BrokerCall::QueryOffset { group, topic, queue, .. } => {
                    let stored = world.broker().consumer_offsets().query(group, topic, *queue);
                    if stored.is_some() { "R-OFF-3" } else { "R-INIT-1" }
                }
                BrokerCall::Commit { .. } => "R-OFF-4",
                BrokerCall::Pull { .. } => "R-PULL-2",
                BrokerCall::ResetOffset { .. } if !profile.server_side_reset_by_default() => "R-RST-11",
                BrokerCall::ResetOffset { .. } => "R-RST-5",
                BrokerCall::ConsumeStats { .. } => "R-LAG-1",
                BrokerCall::CloneOffset { .. } => "R-OFF-22",
                BrokerCall::Send { .. }
                | BrokerCall::SendBack { .. }
                | BrokerCall::Pop { .. }
                | BrokerCall::Ack { .. }
                | BrokerCall::ChangeInvisible { .. }
                | BrokerCall::Connect { .. }
                | BrokerCall::Disconnect { .. }
                | BrokerCall::Segments {}
                | BrokerCall::CleanExpiredQueues {}
                | BrokerCall::LogAdvanced { .. }
                | BrokerCall::DeleteTopic { .. }
                | BrokerCall::DeleteGroup { .. } => return None,
            })
        }
    }
}
