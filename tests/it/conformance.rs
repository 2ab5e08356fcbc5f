//! The lab against recordings of real brokers. Not here: the recordings (`tests/conformance`), the rules one
//! by one (`rules`).
//!
//! Invariant: every answer recorded in `tests/conformance` is the lab's own, for all six versions, and none
//! is skipped.

use crate::variants::{Recorded, disagrees};
use offset_lab::engine::VirtualTime;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rules::Choice;
use offset_lab::sim::Judgement;
use offset_lab::sim::Timeline;
use offset_lab::sim::formats::recording::compare::Judge;
use offset_lab::sim::formats::recording::line::Op;
use offset_lab::sim::formats::recording::{RecordedStep, Recording};
use std::path::{Path, PathBuf};

/// Of this one there is only what shows how it differs from 4.8.0 in a rule.
const BESIDES: &str = "4.9.3";
const VERSIONS: [&str; 6] = ["3.2.6", "4.8.0", "4.9.7", "5.1.0", "5.3.3", "5.5.0"];

fn folder(version: &str) -> PathBuf {
    crate::root().join("tests/conformance").join(version)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder("5.3.3").join(name)).expect(name)
}

/// The line of the first error, and its words.
fn error_of(text: &str) -> (usize, String) {
    let error = Recording::parse(text).expect_err("the recording is wrong");
    (error.line, error.to_string())
}

/// A file's answers that agree, and those that are skipped. Panics at the first difference.
fn agreeing(file: &Path) -> (usize, usize) {
    let recording = Recording::parse(&std::fs::read_to_string(file).unwrap()).unwrap();
    let judgements = recording.replay();
    assert_eq!(judgements.len(), recording.steps.len());
    for (step, judgement) in recording.steps.iter().zip(&judgements) {
        assert_ne!(
            judgement.agrees,
            Some(false),
            "{}:{}: {:?} against {:?}",
            file.display(),
            step.line,
            step.recorded.expect,
            judgement.lab
        );
    }
    let count =
        |which: fn(&Judgement) -> bool| judgements.iter().filter(|judgement| which(judgement)).count();
    (count(|judgement| judgement.agrees.is_some()), count(|judgement| judgement.skipped))
}

#[test]
fn every_recorded_answer_is_the_labs_own() {
    let (answers, skipped) = agreeing(&folder(BESIDES).join("manual_deletion.jsonl"));
    assert_eq!((answers, skipped), (33, 0));
    for version in VERSIONS {
        let mut files: Vec<_> =
            std::fs::read_dir(folder(version)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut total = 0;
        for file in &files {
            let name = file.file_stem().unwrap().to_str().unwrap();
            let (answers, skipped) = agreeing(file);
            assert_eq!(skipped, 0, "{version}/{name} has skipped answers");
            assert!(answers > 5, "{version}/{name} has only {answers} answers");
            total += answers;
        }
        assert!(total > 1_700, "{version} has only {total} answers");
        // Of 5.5.0 the resets by the broker are here, those by clients are not.
        let reset = if version == "5.5.0" { "reset_server" } else { "reset_client" };
        for needed in ["offsets", "time_search", "expiry", "commits", "initial_offset", reset] {
            assert!(
                folder(version).join(format!("{needed}.jsonl")).exists(),
                "{version}/{needed} is missing"
            );
        }
    }
}

/// docs/correctness.md: each variant is broken on purpose, and its recording fails.
#[test]
fn a_recording_fails_where_the_variant_that_it_holds_is_another_version_s() {
    use Profile::{RocketMq48 as V48, RocketMq49 as V49, RocketMq53 as V53, RocketMq55 as V55};
    let held = [
        (Choice::TopicDeletion, "5.5.0/reset_server", V53),
        (Choice::TopicDeletion, "5.3.3/reset_server", V55),
        (Choice::PopOrder, "5.5.0/pop_all_queues", V53),
        (Choice::PopOrder, "5.3.3/pop_all_queues", V55),
        (Choice::PullAboveMax, "4.8.0/pull_decisions", V49),
        (Choice::GroupDeletion, "4.8.0/commits", V49),
        (Choice::DelayLevels, "4.8.0/delay_disk_full", V49),
        (Choice::DelayLevels, "4.9.7/delay_disk_full", V48),
        (Choice::DeadLetters, "4.8.0/dead_letters", V49),
        (Choice::DeadLetters, "4.9.7/dead_letters", V48),
        (Choice::DiskFull, "4.8.0/disk_full", V53),
        (Choice::DiskFull, "4.9.7/disk_full", V53),
        (Choice::DiskFull, "5.5.0/disk_full", V49),
        (Choice::MessageLimit, "4.8.0/large", V49),
        (Choice::MessageLimit, "4.9.7/large", V48),
        (Choice::ManualDeletion, "4.9.3/manual_deletion", V49),
        (Choice::ManualDeletion, "4.9.7/manual_deletion", V48),
    ];
    for (choice, file, other) in held {
        let recorded =
            Recorded::read(&crate::root().join("tests/conformance").join(file).with_extension("jsonl"));
        assert!(
            choice.differs(recorded.profile, other),
            "{choice:?} is the same in {file} and {}",
            other.id()
        );
        assert!(disagrees(&recorded, choice, other), "{file} does not hold {choice:?}");
    }
}

#[test]
fn what_follows_a_skipped_operation_is_skipped_too_and_agrees_with_nothing() {
    // No operation of the format is left that the lab does not implement; one is taken away here.
    let recording = Recording::parse(&read("pop_orderly.jsonl")).unwrap();
    let mut timeline = Timeline::from_journal(recording.to_journal());
    let outcomes = timeline.run_until(VirtualTime(60_000_000), &mut ());
    let mut judge = Judge::new(&recording.header);
    let is_first_pop = |step: &RecordedStep| step.recorded.op == Op::Pop;
    let first = recording.steps.iter().position(is_first_pop).expect("there is a pop");
    let judgements: Vec<Judgement> = (recording.steps.iter().enumerate())
        .map(|(i, step)| judge.judge(step, step.entry.filter(|_| i != first).map(|entry| &outcomes[entry])))
        .collect();
    assert!(judgements[..first].iter().all(|judgement| judgement.agrees.is_some()));
    assert!(judgements[first..].iter().all(|judgement| judgement.agrees.is_none()));
}

#[test]
fn a_recording_opens_as_a_lab_whose_clock_is_the_brokers() {
    let recording = Recording::parse(&read("offsets.jsonl")).unwrap();
    let journal = recording.to_journal();
    assert_eq!(journal.header.start_ms, recording.steps[0].recorded.at);
    for step in &recording.steps {
        let entry = &journal.entries[step.entry.expect("nothing is skipped")];
        assert_eq!(entry.at_us.0, (step.recorded.at.0 - journal.header.start_ms.0) as u64 * 1_000);
    }
}

#[test]
fn an_altered_answer_is_a_difference_and_nothing_else_is() {
    let text = read("offsets.jsonl");
    let altered_line =
        text.lines().position(|line| line.contains(r#""op":"max_offset""#)).expect("there is one");
    let alter = |(i, line): (usize, &str)| {
        if i != altered_line {
            return line.to_string();
        }
        let at = line.rfind(r#""offset":"#).expect("an answer") + r#""offset":"#.len();
        format!("{}1{}", &line[..at], &line[at..])
    };
    let altered: Vec<String> = text.lines().enumerate().map(alter).collect();
    let recording = Recording::parse(&altered.join("\n")).unwrap();
    let judgements = recording.replay();
    let differing =
        recording.steps.iter().zip(&judgements).filter(|(_, judgement)| judgement.agrees == Some(false));
    let lines: Vec<usize> = differing.map(|(step, _)| step.line).collect();
    assert_eq!(lines, [altered_line + 1]);
}

#[test]
fn a_recording_cut_in_the_middle_of_a_line_names_that_line() {
    let text = read("commits.jsonl");
    let lines: Vec<&str> = text.lines().collect();
    for cut_line in [0, 1, 20, lines.len() - 1] {
        let whole = lines[..cut_line].iter().map(|line| format!("{line}\n")).collect::<String>();
        let half = &lines[cut_line][..lines[cut_line].len() / 2];
        let (line, words) = error_of(&format!("{whole}{half}"));
        assert_eq!(line, cut_line + 1, "{words}");
        assert!(words.starts_with(&format!("line {}, column ", cut_line + 1)), "{words}");
    }
}

#[test]
fn an_unknown_operation_is_an_error_of_its_line() {
    let text = read("commits.jsonl").replacen(r#""op":"create_group""#, r#""op":"create_gruop""#, 1);
    let at = text.lines().position(|line| line.contains("gruop")).unwrap();
    let (line, words) = error_of(&text);
    assert_eq!(line, at + 1);
    assert!(words.contains("create_gruop"), "{words}");
}

#[test]
fn an_unknown_header_field_is_an_error_of_line_1() {
    let text = read("commits.jsonl").replacen('{', r#"{"colour":"red","#, 1);
    let (line, words) = error_of(&text);
    assert_eq!(line, 1);
    assert!(words.contains("colour"), "{words}");
}

#[test]
fn an_unknown_argument_or_a_wrong_type_is_an_error_of_its_line() {
    let text = read("commits.jsonl");
    let at = text.lines().position(|line| line.contains(r#""op":"commit""#)).expect("there is a commit");
    let with = |from: &str, to: &str| {
        let lines = text
            .lines()
            .enumerate()
            .map(|(i, l)| if i == at { l.replacen(from, to, 1) } else { l.to_string() });
        lines.collect::<Vec<_>>().join("\n")
    };
    let (line, words) = error_of(&with(r#""op":"commit""#, r#""op":"commit","colour":1"#));
    assert_eq!(line, at + 1);
    assert!(words.contains("colour"), "{words}");
    let (line, words) = error_of(&with(r#""queue":"#, r#""queue":"zero","client":"#));
    assert_eq!(line, at + 1);
    assert!(words.contains("column") && words.contains("zero"), "{words}");
    let (line, words) = error_of(&with(r#""offset":"#, r#""offset":9223372036854775808,"client":"#));
    assert_eq!(line, at + 1);
    assert!(words.contains("9223372036854775808"), "{words}");
}

#[test]
fn a_missing_argument_a_backward_clock_and_an_unknown_broker_are_errors() {
    let text = read("commits.jsonl");
    let mut lines: Vec<&str> = text.lines().collect();
    let (line, words) = error_of(&format!("{}\n{{\"at\":1,\"op\":\"commit\"}}", lines[0]));
    assert!(line == 2 && words.contains("needs"), "{words}");
    lines.swap(1, 10);
    let (line, words) = error_of(&lines.join("\n"));
    assert!(line == 3 && words.contains("before"), "{words}");
    let (line, words) = error_of(&text.replacen("\"5.3.3\"", "\"2.0.0\"", 1));
    assert!(line == 1 && words.contains("2.0.0"), "{words}");
    let (line, words) = error_of(&text.replacen("offset-lab-trace/1", "offset-lab-trace/9", 1));
    assert!(line == 1 && words.contains("offset-lab-trace/9"), "{words}");
    assert!(error_of("").1.contains("empty"));
}
