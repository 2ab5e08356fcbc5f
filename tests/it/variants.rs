//! Each variant of each choice replaced by each other one: does a recording of a real broker notice? Not
//! here: the recordings under their own profile (`conformance`), and real clients (`recorded_clients`).
//!
//! Invariant: `docs/correctness.md` has one row for each pair of variants, with the recording that fails, or
//! with the reason why none does; a row of neither, or too many, fails.

use offset_lab::engine::profile::Profile;
use offset_lab::engine::rules::{Choice, Rules};
use offset_lab::sim::diff::run_under;
use offset_lab::sim::formats::recording::Recording;
use offset_lab::sim::formats::recording::compare::Judge;
use std::path::Path;

/// Those of real brokers, from old to new. What the page alone says is held by its sentences (`sd`).
const REAL: [Profile; 6] = [
    Profile::RocketMq32,
    Profile::RocketMq48,
    Profile::RocketMq49,
    Profile::RocketMq51,
    Profile::RocketMq53,
    Profile::RocketMq55,
];
const FOLDERS: [&str; 7] = ["3.2.6", "4.8.0", "4.9.3", "4.9.7", "5.1.0", "5.3.3", "5.5.0"];

/// A recording and where it is.
pub struct Recorded {
    /// Folder and name.
    file: String,
    /// The rules of the broker that it is of.
    pub profile: Profile,
    recording: Recording,
}

impl Recorded {
    /// Reads a recording.
    pub fn read(path: &Path) -> Recorded {
        let recording = Recording::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
        let profile = Profile::of_broker(&recording.header.broker).unwrap();
        let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        Recorded {
            file: format!("{folder}/{}", path.file_stem().unwrap().to_str().unwrap()),
            profile,
            recording,
        }
    }
}

/// All of them, of each version the small ones first.
fn recordings() -> Vec<Recorded> {
    let mut all = Vec::new();
    for version in FOLDERS {
        let folder = crate::root().join("tests/conformance").join(version);
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort_by_key(|path| (std::fs::metadata(path).unwrap().len(), path.clone()));
        all.extend(paths.iter().map(|path| Recorded::read(path)));
    }
    all
}

/// Whether an answer differs where one choice is another profile's.
pub fn disagrees(Recorded { profile, recording, .. }: &Recorded, choice: Choice, other: Profile) -> bool {
    let journal = recording.to_journal();
    let until = journal.entries.last().unwrap().at_us;
    let rules = Rules::mixed(*profile, other, &[choice]);
    let (_, outcomes) = run_under(&journal, rules, until, &mut ());
    let mut judge = Judge::new(&recording.header);
    let mut judgements =
        recording.steps.iter().map(|step| judge.judge(step, step.entry.map(|entry| &outcomes[entry])));
    judgements.any(|judgement| judgement.agrees == Some(false))
}

/// The first profile of each variant of a choice.
fn variants(choice: Choice) -> Vec<Profile> {
    let mut first: Vec<Profile> = Vec::new();
    for profile in REAL {
        if first.iter().all(|other| choice.differs(*other, profile)) {
            first.push(profile);
        }
    }
    first
}

#[test]
fn a_recording_notices_when_a_variant_is_another_version_s_or_the_table_says_why_not() {
    let doc = std::fs::read_to_string(crate::root().join("docs/correctness.md")).unwrap();
    let table = doc.split_once("## Every variant, broken").expect("the table has a heading").1;
    let table = table.split_once("\n## ").map_or(table, |(table, _)| table);
    let mut rows: Vec<&str> = table.lines().filter(|line| line.contains(" → ")).collect();
    let recordings = recordings();
    let mut missing = Vec::new();
    for &choice in Choice::ALL {
        for from in variants(choice) {
            for to in variants(choice).into_iter().filter(|to| *to != from) {
                let mut of_variant = recordings.iter().filter(|of| !choice.differs(of.profile, from));
                let noticed = of_variant.find(|recorded| disagrees(recorded, choice, to));
                let begins =
                    format!("| {} | {} | {} → {} | ", choice.id(), choice.rule(), from.id(), to.id());
                let is_said = |row: &&str| match noticed {
                    Some(Recorded { file, .. }) => **row == format!("{begins}`{file}` |"),
                    None => row.strip_prefix(&begins).is_some_and(|why| why.starts_with("none: ")),
                };
                match rows.iter().position(is_said) {
                    Some(row) => drop(rows.remove(row)),
                    None => missing.push(begins + noticed.map_or("none: why?", |of| &of.file)),
                }
            }
        }
    }
    assert!(missing.is_empty(), "docs/correctness.md lacks\n{}", missing.join("\n"));
    assert!(rows.is_empty(), "docs/correctness.md has too many\n{}", rows.join("\n"));
}
