//! Running what a lesson's steps do: scripts, the end of a Run, a try at a task. Not here: a screen or a
//! clock (`ui`), where a learner is (`progress`).
//!
//! Invariant: a try is judged at every instant at which something happens, so it does not matter how fast a
//! screen plays it.

use crate::engine::ids::{QueueId, VirtualTime};
use crate::engine::profile::Profile;
use crate::engine::{Event, EventSink};
use crate::lesson::goal::{Goal, Scene, Value, all_hold};
use crate::lesson::step::{Allowed, Happening, StepBody, Timed};
use crate::sim::Timeline;
use crate::sim::command::Command;
use crate::sim::formats::journal::{Journal, JournalEntry, to_json};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A task without a deadline is given up after this virtual time.
const PATIENCE_US: u64 = 120_000_000;
/// Of a Run that takes longer nobody looks ahead for its end: a page must not be busy with a file.
const AHEAD_US_MAX: u64 = 3_600_000_000;

/// A script as entries of a journal.
pub fn entries(script: &[Timed], began: VirtualTime) -> Vec<JournalEntry> {
    let entry =
        |timed: &Timed| JournalEntry { at_us: began.plus_us(timed.after_us), command: timed.command.clone() };
    script.iter().map(entry).collect()
}

/// What of a step's script has not come yet: a command given by hand drops what comes after it.
pub fn entries_left(script: &[Timed], began: VirtualTime, now: VirtualTime) -> Vec<JournalEntry> {
    let mut left = entries(script, began);
    left.retain(|entry| entry.at_us > now);
    left
}

/// Two lists of commands as one, in order of time; at one instant the first list comes first.
pub fn together(mut all: Vec<JournalEntry>, others: Vec<JournalEntry>) -> Vec<JournalEntry> {
    for entry in others {
        let at = all.iter().take_while(|known| known.at_us <= entry.at_us).count();
        all.insert(at, entry);
    }
    all
}

/// A command's name as it stands in files.
pub fn name_of(command: &Command) -> String {
    to_json(command).split('"').nth(1).unwrap_or_default().to_string()
}

impl StepBody {
    /// Whether the learner may give this command here.
    pub fn allows(&self, command: &Command) -> bool {
        let text = to_json(command);
        let has = |word: &str| text.contains(&["\"", word, "\""].concat());
        let is = |allowed: &Allowed| {
            text.get(2..).is_some_and(|text| text.starts_with(&[&*allowed.command, "\""].concat()))
                && allowed.names.iter().all(|name| has(name))
        };
        self.allow.is_empty() || self.allow.iter().any(is)
    }

    /// Where the goal is on a queue's axis, where one of the goals names it.
    pub fn goal_on(&self, topic: &str, queue: QueueId) -> Option<i64> {
        self.goals.iter().find_map(|goal| {
            let Goal::Equal(value, Value::Number(at)) = goal else { return None };
            value.place().filter(|(of, on)| (&***of, *on) == (topic, queue)).map(|_| *at)
        })
    }
}

/// What a sink has seen.
#[derive(Default)]
struct Seen {
    wanted: Option<Happening>,
    happened: bool,
    refused: usize,
}

impl EventSink for Seen {
    fn emit(&mut self, _: VirtualTime, event: Event) {
        self.refused +=
            usize::from(matches!(event, Event::CommandRefused { .. } | Event::SendRefused { .. }));
        self.happened |= self.wanted.is_some_and(|wanted| match wanted {
            Happening::Delivered => matches!(event, Event::Delivered { .. }),
            Happening::DeliveredAgain => matches!(event, Event::DeliveredAgain { .. }),
            Happening::Committed => matches!(event, Event::Committed { .. }),
            Happening::OffsetCorrected => matches!(event, Event::OffsetCorrected { .. }),
            Happening::ResetTaken => matches!(event, Event::ResetTaken { .. }),
            Happening::MinAdvanced => matches!(event, Event::MinAdvanced { .. }),
            Happening::Arrived => matches!(event, Event::Arrived { .. }),
            Happening::DeadLettered => matches!(event, Event::DeadLettered { .. }),
        });
    }
}

/// Runs a Run on this lab, to its end. Gives how much of it was refused.
pub fn run(lab: &mut Timeline, step: &StepBody) -> usize {
    let began = lab.now();
    lab.rewind();
    lab.expect(&entries(&step.script, began));
    let end = began.plus_us(step.for_us);
    let mut seen = Seen { wanted: step.until_event, ..Seen::default() };
    while let Some(due) = lab.next_due().filter(|due| *due <= end) {
        lab.run_until(due, &mut seen);
        let scene = Scene { world: lab.world(), began, used: 0, refused: seen.refused };
        if seen.happened || (!step.until.is_empty() && all_hold(&step.until, &scene)) {
            return seen.refused;
        }
    }
    lab.run_until(end, &mut seen);
    seen.refused
}

/// When a Run that begins now would end, tried on a copy. A screen plays to there.
pub fn end_of_run(lab: &Timeline, step: &StepBody) -> VirtualTime {
    let ends_early = !step.until.is_empty() || step.until_event.is_some();
    if !ends_early || step.for_us > AHEAD_US_MAX {
        return lab.now().plus_us(step.for_us);
    }
    let mut copy = copy_of(lab);
    run(&mut copy, step);
    copy.now()
}

/// The same lab at the same instant, to try something on.
pub fn copy_of(lab: &Timeline) -> Timeline {
    under(lab, lab.world().header().profile)
}

/// The same commands under other rules, at the same instant.
pub fn under(lab: &Timeline, profile: Profile) -> Timeline {
    let mut journal: Journal = lab.fork();
    journal.header.profile = profile;
    let mut other = Timeline::from_journal(journal);
    other.run_until(lab.now(), &mut ());
    other
}

/// What became of a try.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Try {
    /// When every goal held.
    pub solved: Option<VirtualTime>,
    /// Something held that never may.
    pub broken: bool,
    /// Commands of the try that were obeyed or refused.
    pub used: usize,
    /// What was refused, of the script too.
    pub refused: usize,
    /// Numbers of `par`: what was worked off twice, and what was missed.
    pub duplicates: i64,
    pub missed: i64,
}

/// How a task stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// For each goal, whether it holds.
    pub goals: Vec<bool>,
    /// It is solved.
    pub solved: bool,
    /// Something holds that never may.
    pub broken: bool,
    /// The deadline has passed.
    pub late: bool,
}

impl StepBody {
    /// How this task stands. `given`: the learner's commands in this step, with their times.
    pub fn standing(&self, scene: &Scene, given: &[JournalEntry]) -> Standing {
        let goals: Vec<bool> = self.goals.iter().map(|goal| goal.holds(scene)).collect();
        let (now, end) = (scene.world.now(), self.within_us.map(|us| scene.began.plus_us(us)));
        let late = end.is_some_and(|end| now > end);
        let broken = self.never.iter().any(|goal| goal.holds(scene));
        let soon = self.since.as_ref().is_none_or(|since| {
            let of_name = |entry: &&JournalEntry| name_of(&entry.command) == since.command;
            let last = given.iter().rev().find(of_name);
            last.is_some_and(|entry| now <= entry.at_us.plus_us(since.within_us))
        });
        let in_time = !late && (!self.at_end || Some(now) == end);
        let few = self.max_commands.is_none_or(|most| scene.used <= most as usize);
        let solved = in_time && soon && few && !broken && goals.iter().all(|holds| *holds);
        Standing { goals, solved, broken, late }
    }

    /// Of the commands that the lab has obeyed since the step began, those that are not the script's.
    pub fn given(&self, began: VirtualTime, since: &[JournalEntry]) -> Vec<JournalEntry> {
        // Compared as text: the page has no other use for comparing commands.
        let is = |timed: &Timed, entry: &JournalEntry| {
            began.plus_us(timed.after_us) == entry.at_us && to_json(&timed.command) == to_json(&entry.command)
        };
        since.iter().filter(|entry| !self.script.iter().any(|timed| is(timed, entry))).cloned().collect()
    }

    /// Tries this task on a lab that stands at its beginning: `commands` beside the script, until it is
    /// solved or can't be any more. The lab is left there.
    pub fn attempt(&self, lab: &mut Timeline, commands: &[Timed]) -> Try {
        let (began, obeyed) = (lab.now(), lab.obeyed());
        lab.rewind();
        lab.expect(&together(entries(&self.script, began), entries(commands, began)));
        self.watch(lab, (began, obeyed), commands.len())
    }

    /// Lets a lab on which the task is tried go on until it is solved or can't be any more. `began`: when
    /// the task began, and after how many commands; `least`: the learner's commands that must have come
    /// before it counts as solved.
    pub fn watch(&self, lab: &mut Timeline, began: (VirtualTime, usize), least: usize) -> Try {
        let (began, obeyed) = began;
        let end = began.plus_us(self.within_us.unwrap_or(PATIENCE_US));
        let (mut seen, mut tried) = (Seen::default(), Try::default());
        loop {
            let now = lab.now();
            let since = lab.journal().entries.get(obeyed..lab.obeyed()).unwrap_or_default();
            let given = self.given(began, since);
            let scene = Scene { world: lab.world(), began, used: given.len(), refused: seen.refused };
            let standing = self.standing(&scene, &given);
            tried.broken |= standing.broken;
            (tried.used, tried.refused) = (scene.used, scene.refused);
            let solved = standing.solved && !tried.broken && given.len() >= least;
            if solved || now >= end {
                let number =
                    |value: Option<&Value>| value.and_then(|value| value.of(&scene)).unwrap_or_default();
                tried.solved = solved.then_some(now);
                tried.duplicates = number(self.par.as_ref().and_then(|par| par.duplicates.as_ref()));
                tried.missed = number(self.par.as_ref().and_then(|par| par.missed.as_ref()));
                return tried;
            }
            let next = lab.next_due().map_or(end, |due| due.min(end)).max(now.plus_us(1));
            lab.run_until(next, &mut seen);
        }
    }

    /// The same under every profile that the task names, else the lab's own; the last try is the first
    /// that failed.
    pub fn attempt_everywhere(&self, lab: &mut Timeline, commands: &[Timed]) -> Try {
        for profile in &self.profiles {
            if *profile != lab.world().header().profile {
                let tried = self.attempt(&mut under(lab, *profile), commands);
                if tried.solved.is_none() {
                    return tried;
                }
            }
        }
        self.attempt(lab, commands)
    }
}
