//! The traps T-1 to T-25 as journals: what each profile makes of them, and where two of them part. Not here:
//! the words of `diff` (`cli`), and the list of the traps (`docs/traps.md`).
//!
//! Invariant: `tests/journals/traps/T-n.json` has the expected outcome of every profile. After an intended
//! change `UPDATE_TRAPS=1 cargo test --features cli --test it traps` writes them anew; then read the
//! difference against the specification.

use offset_lab::engine::profile::Profile;
use offset_lab::engine::{Event, EventSink, VirtualTime};
use offset_lab::projection::boards;
use offset_lab::sim::command::{Answer, Outcome};
use offset_lab::sim::diff::first_parting;
use offset_lab::sim::{Command, Journal, Timeline};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// A trap's file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trap {
    trap: String,
    title: String,
    /// The two profiles that `docs/traps.md` sets side by side.
    between: [Profile; 2],
    /// Where those part; none: they don't.
    parting: Option<Part>,
    /// Every profile is in one of them.
    outcomes: Vec<OutcomeOf>,
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct Part {
    at_us: VirtualTime,
    rules: [Option<String>; 2],
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
struct OutcomeOf {
    profiles: Vec<Profile>,
    /// Answers of the broker by entry, deliveries, and the queues at the end.
    facts: Vec<String>,
}

/// What was handed out, as `billing gets 0..5 of orders/0`.
#[derive(Default)]
struct Deliveries(Vec<String>);

impl EventSink for Deliveries {
    fn emit(&mut self, at: VirtualTime, event: Event) {
        if let Event::Delivered { group, topic, queue, first, next, .. } = event {
            let ms = at.0 / 1_000;
            self.0.push(format!("{ms} ms: {group} gets {first}..{next} of {topic}/{queue}"));
        }
    }
}

fn folder() -> PathBuf {
    crate::root().join("tests/journals/traps")
}

fn traps() -> Vec<(Trap, Journal, PathBuf)> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut traps: Vec<(Trap, Journal, PathBuf)> = files
        .filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        .map(|file| {
            let trap: Trap = serde_json::from_str(&std::fs::read_to_string(&file).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let text = std::fs::read_to_string(file.with_extension("jsonl")).unwrap();
            let journal = Journal::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", trap.trap));
            (trap, journal, file)
        })
        .collect();
    traps.sort_by_key(|(trap, _, _)| trap.trap.clone());
    traps
}

fn answer(outcome: &Outcome) -> Option<String> {
    Some(match outcome {
        Err(rejected) => format!("refused, code {}", rejected.code()),
        Ok(Answer::Done | Answer::Segments { .. }) => return None,
        Ok(Answer::Sent { queue_offset, .. }) => format!("stored at {queue_offset}"),
        Ok(Answer::Offset(offset)) => format!("{offset}"),
        Ok(Answer::NotFound) => "no offset".to_string(),
        Ok(Answer::Committed { swallowed }) => {
            if *swallowed {
                "ignored".to_string()
            } else {
                "saved".to_string()
            }
        }
        Ok(Answer::Pulled(pull)) => {
            let count = pull.offsets.len();
            format!("{}, {count} messages, next {}, Min {}", pull.status.name(), pull.next, pull.min)
        }
        Ok(Answer::Popped(pop)) => {
            let list: Vec<String> =
                pop.messages.iter().map(|m| format!("{}@{}", m.topic, m.offset)).collect();
            format!("pops {}", list.join(" "))
        }
        Ok(Answer::Hidden { .. }) => "hidden anew".to_string(),
        Ok(Answer::Reset { targets, pushed_to }) => {
            let list: Vec<String> = targets.iter().map(|(queue, to)| format!("{queue} to {to}")).collect();
            let told = if pushed_to.is_empty() { "" } else { " by the clients" };
            format!("reset {}{told}", list.join(", "))
        }
        Ok(Answer::Stats(rows)) => {
            let row = |(queue, row): (&String, &offset_lab::engine::answer::StatsRow)| {
                format!(
                    "{queue} Max {} consumer {} Diff {}",
                    row.max,
                    row.consumer,
                    row.max.0 - row.consumer.0
                )
            };
            rows.iter().map(row).collect::<Vec<_>>().join("; ")
        }
        Ok(Answer::Mins { mins, .. }) => {
            let list: Vec<String> = mins.iter().map(|(queue, min)| format!("{queue} {min}")).collect();
            format!("Min {}", list.join(", "))
        }
    })
}

/// What a profile makes of a journal up to its last entry.
fn facts(journal: &Journal, profile: Profile) -> Vec<String> {
    let mut journal = journal.clone();
    journal.header.profile = profile;
    let entries = journal.entries.clone();
    let end = entries.last().map_or(VirtualTime(0), |entry| entry.at_us);
    let mut timeline = Timeline::from_journal(journal);
    let mut deliveries = Deliveries::default();
    let outcomes = timeline.run_until(end, &mut deliveries);
    timeline.world().check();
    let mut facts = Vec::new();
    for (i, (entry, outcome)) in entries.iter().zip(&outcomes).enumerate() {
        let is_send = matches!(&entry.command, Command::Broker(offset_lab::sim::BrokerCall::Send { .. }));
        let shown = answer(outcome).filter(|_| !is_send);
        facts.extend(shown.map(|shown| format!("entry {}: {shown}", i + 1)));
    }
    facts.extend(deliveries.0);
    for board in boards(timeline.world()) {
        for lane in &board.lanes {
            let mut line = format!("{}/{}: Min {}, Max {}", board.topic, lane.queue, lane.min, lane.max);
            for group in &lane.groups {
                let offset =
                    group.consumer_offset.map_or("no offset".to_string(), |offset| offset.to_string());
                line.push_str(&format!(", {} {offset}", group.group));
            }
            facts.push(line);
        }
    }
    facts
}

fn outcomes(journal: &Journal) -> Vec<OutcomeOf> {
    let mut outcomes: Vec<OutcomeOf> = Vec::new();
    for profile in Profile::ALL {
        let facts = facts(journal, profile);
        match outcomes.iter_mut().find(|outcome| outcome.facts == facts) {
            Some(outcome) => outcome.profiles.push(profile),
            None => outcomes.push(OutcomeOf { profiles: vec![profile], facts }),
        }
    }
    outcomes
}

fn parting(journal: &Journal, between: [Profile; 2]) -> Option<Part> {
    let end = journal.entries.last().map_or(0, |entry| entry.at_us.0);
    let parting = first_parting(journal, between, VirtualTime(end + 60_000_000))?;
    let rules = parting.sides.map(|side| side.rule.map(ToString::to_string));
    Some(Part { at_us: parting.at, rules })
}

#[test]
fn every_trap_comes_out_as_expected_under_every_profile() {
    let update = std::env::var_os("UPDATE_TRAPS").is_some();
    let traps = traps();
    assert!(traps.len() >= 19, "only {} traps", traps.len());
    for (mut trap, journal, file) in traps {
        let (found, parts) = (outcomes(&journal), parting(&journal, trap.between));
        if update {
            (trap.outcomes, trap.parting) = (found, parts);
            let mut text = serde_json::to_string_pretty(&trap).unwrap();
            text.push('\n');
            std::fs::write(file, text).unwrap();
            continue;
        }
        assert_eq!(found, trap.outcomes, "{}", trap.trap);
        assert_eq!(parts, trap.parting, "{}", trap.trap);
    }
}

#[test]
fn docs_list_every_trap_with_its_journal_or_the_reason_why_not() {
    let docs = std::fs::read_to_string(crate::root().join("docs/traps.md")).unwrap();
    let rows: Vec<&str> = docs.lines().filter(|line| line.starts_with("| T-")).collect();
    assert_eq!(rows.len(), 25);
    for (number, row) in (1..).zip(rows) {
        assert!(row.starts_with(&format!("| T-{number} |")), "{row}");
        let journal = format!("T-{number}.jsonl");
        assert_eq!(row.contains(&journal), folder().join(&journal).exists(), "{row}");
    }
    for (trap, _, _) in traps() {
        assert!(docs.contains(&trap.title), "{}: {}", trap.trap, trap.title);
    }
}

#[test]
fn up_to_the_parting_both_runs_are_one_and_after_it_they_are_not() {
    for (trap, journal, _) in traps() {
        let until = VirtualTime(journal.entries.last().unwrap().at_us.0 + 60_000_000);
        let Some(parting) = first_parting(&journal, trap.between, until) else { continue };
        assert_ne!(parting.sides[0].deed, parting.sides[1].deed, "{}", trap.trap);
        let before = VirtualTime(parting.at.0 - 1);
        assert_eq!(
            first_parting(&journal, trap.between, before),
            None,
            "{}: nothing parts earlier",
            trap.trap
        );
        // The sides are straight runs of the journal.
        for side in &parting.sides {
            let mut straight = journal.clone();
            straight.header.profile = side.profile;
            let mut timeline = Timeline::from_journal(straight);
            timeline.run_until(parting.at, &mut ());
            assert_eq!(timeline.world().digest(), side.world.digest(), "{}", trap.trap);
        }
        let same = [trap.between[0]; 2];
        assert_eq!(first_parting(&journal, same, until), None, "a profile never parts from itself");
    }
}
