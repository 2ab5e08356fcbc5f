//! What an upgrade changes in a lab, rule by rule. Not here: the rules (`rules_versions`), the words.
//!
//! Invariant: every number is held against runs under the whole profiles that share nothing with the report.

use crate::lab::{Lab, name};
use crate::random_lab::{any_journal, any_profile};
use offset_lab::engine::event::InitialRule;
use offset_lab::engine::profile::Profile;
use offset_lab::engine::rules::{Choice, Rules};
use offset_lab::engine::{Event, Name, QueueId, TimedEvent, VirtualTime};
use offset_lab::projection::deliveries_of;
use offset_lab::projection::upgrade::{Upgrade, settled, upgrade};
use offset_lab::sim::diff::{first_parting, run_under};
use offset_lab::sim::{Journal, Scenario, Timeline, World};
use proptest::prelude::*;
use std::collections::BTreeSet;

const AUDIT: &str = "audit";

fn scenario(file: &str) -> Journal {
    let path = crate::root().join("www/scenarios").join(file);
    Scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap().to_journal()
}

/// A straight run under a whole profile.
pub(crate) fn run(journal: &Journal, profile: Profile, until: VirtualTime) -> (World, Vec<TimedEvent>) {
    let mut journal = journal.clone();
    journal.header.profile = profile;
    let (mut timeline, mut events) = (Timeline::from_journal(journal), Vec::new());
    timeline.run_until(until, &mut events);
    (timeline.world().clone(), events)
}

pub(crate) fn s(seconds: u64) -> VirtualTime {
    VirtualTime(seconds * 1_000_000)
}

fn choices(report: &Upgrade) -> Vec<Choice> {
    report.acts.iter().map(|act| act.choice).collect()
}

/// What a group lost, offset by offset.
fn lost(world: &World, group: &str) -> BTreeSet<(Name, QueueId, i64)> {
    let queues = deliveries_of(world, &name(group)).queues;
    let offsets = queues.iter().flat_map(|of| {
        let all = of.lost.iter().flat_map(|span| span.from.0..span.to.0);
        all.map(|offset| (of.topic.clone(), of.queue, offset))
    });
    offsets.collect()
}

/// Where groups first start, and by which rule.
pub(crate) fn starts(events: &[TimedEvent], group: &str) -> Vec<(QueueId, i64, InitialRule)> {
    let start = |timed: &TimedEvent| match &timed.event {
        Event::InitialOffset { group: of, queue, offset, rule, .. } if **of == *group => {
            Some((*queue, offset.0, *rule))
        }
        _ => None,
    };
    events.iter().filter_map(start).collect()
}

/// The first lab: clients of 5.x pull half a second later, so retention overtakes audit by more.
fn first_lab(from: Profile, to: Profile) {
    let journal = scenario("story.json");
    let until = settled(&journal);
    let report = upgrade(&journal, from, to, until);
    let [before, after] = [from, to].map(|profile| run(&journal, profile, until).0);
    let [mine, theirs] = [lost(&before, AUDIT), lost(&after, AUDIT)];
    let (more, fewer) = (theirs.difference(&mine).count(), mine.difference(&theirs).count());
    let of_audit = report.whole.fates.iter().filter(|fate| *fate.group == *AUDIT);
    let (lost, gained) = of_audit.fold((0, 0), |sum, fate| (sum.0 + fate.lost, sum.1 + fate.gained));
    assert_eq!((lost, gained), (more as u64, fewer as u64));
    assert!(lost > 0, "audit is overtaken earlier");
    assert_eq!(report.not_attributed, None);
    let first = &report.acts[0];
    assert_eq!((first.choice, first.choice.rule()), (Choice::FirstPull, "R-LB-6"));
    assert_eq!(first.effect.affected(), lost + gained, "one rule does all of it");
    assert_eq!(report.same_groups, [name("billing")]);
    let parting = first_parting(&journal, [from, to], until).expect("they part");
    let earliest = report.acts.iter().map(|act| act.first.at).min();
    assert_eq!(earliest, Some(parting.at), "the runs part where the first rule acts");
    let listed = report.acts.len() + report.still.len();
    let differing = Choice::ALL.iter().filter(|choice| choice.differs(from, to)).count();
    assert_eq!(listed, differing, "each rule that differs is in one of the lists");
    assert!(report.page_speaks && report.starts.len() == 8);
}

#[test]
fn the_first_lab_from_4_9_to_5_3_loses_what_its_late_clients_do_not_reach() {
    first_lab(Profile::RocketMq49, Profile::RocketMq53);
}

#[test]
fn the_first_lab_from_4_8_to_5_5_loses_the_same() {
    first_lab(Profile::RocketMq48, Profile::RocketMq55);
}

/// SD-20 and T-3: the page's Max against a broker's 0.
#[test]
fn a_new_group_starts_elsewhere_than_the_page_says() {
    let (journal, until) = (scenario("new-group.json"), s(60));
    let report = upgrade(&journal, Profile::Docs50, Profile::RocketMq53, until);
    let [before, after] =
        [Profile::Docs50, Profile::RocketMq53].map(|profile| run(&journal, profile, until).1);
    let [before, after] = [starts(&before, "late"), starts(&after, "late")];
    assert!(report.page_speaks);
    assert_eq!(choices(&report), [Choice::InitialOffset]);
    let effect = &report.acts[0].effect;
    let listed = |side: usize| -> Vec<(QueueId, i64, InitialRule)> {
        let of = effect.starts.iter().map(|start| (&*start.group, start.sides[side].as_ref().unwrap()));
        of.map(|(group, start)| {
            assert_eq!((group, start.at), ("late", s(20)));
            (start.queue, start.offset.0, start.rule)
        })
        .collect()
    };
    assert_eq!((listed(0), listed(1)), (before.clone(), after));
    let below_max: i64 = before.iter().map(|(_, max, _)| max).sum();
    let gained: u64 = effect.fates.iter().map(|fate| fate.gained).sum();
    assert_eq!(gained, below_max as u64, "all that came before it, and nothing else");
    assert_eq!(report.same_groups, [name("early")]);
}

/// O1: a queue that begins again below a kept offset. Up to 4.9.3 all ten are read, then all are skipped.
#[test]
fn a_pull_above_max_skips_since_4_9_4() {
    let mut lab = Lab::with_orders(Profile::RocketMq48, 1);
    lab.send_full("orders", 100);
    lab.add_consumer("c-1", "billing", "orders");
    lab.run_to_ms(30_000);
    lab.remove_consumer("c-1", false);
    lab.tell_json(r#"{"delete_topic":{"topic":"orders"}}"#);
    lab.create_topic("orders", 1);
    lab.send_full("orders", 10);
    lab.add_consumer("c-2", "billing", "orders");
    let journal = lab.timeline.journal();
    let report = upgrade(journal, Profile::RocketMq48, Profile::RocketMq49, settled(journal));
    assert_eq!(report.acts[0].choice, Choice::PullAboveMax, "{:?}", choices(&report));
    let [fate] = &report.whole.fates[..] else { panic!("{:?}", report.whole.fates) };
    assert_eq!((fate.skipped, fate.lost, fate.unread, fate.gained), (10, 0, 0, 0));
    assert_eq!(report.acts[0].effect, report.whole);
    assert!(!report.page_speaks, "4.9 decides as 4.8 does");
}

/// SD-12 against R-OFF-2: one commit, one rule, no message.
#[test]
fn a_commit_above_max_is_refused_by_the_page_alone() {
    let mut lab = Lab::with_orders(Profile::Docs50, 1);
    lab.send_full("orders", 10);
    lab.run_ms(1_000);
    let commit = r#"{"broker":{"commit":{"group":"billing","topic":"orders","queue":0,"offset":50}}}"#;
    let at = lab.timeline.now();
    lab.refused(crate::lab::command(commit));
    let journal = lab.timeline.journal();
    let report = upgrade(journal, Profile::Docs50, Profile::RocketMq53, s(30));
    assert_eq!(choices(&report), [Choice::ProgressBounds]);
    let act = &report.acts[0];
    assert_eq!((act.first.at, act.first.entry), (at, Some(journal.entries.len() - 1)));
    assert_eq!(act.effect.affected(), 0, "nobody reads there");
    assert_eq!(report.not_attributed, None);
}

/// The rows of the page are the acts of the command line, with the same sentences and numbers, in both
/// languages; what the page asks for is what the other program reads.
#[cfg(feature = "cli")]
#[test]
fn the_page_s_rows_are_the_command_line_s_report() {
    use offset_lab::ui::text::{Language, upgrade_rows};
    let cases = [
        ("new-group", "4.8", "5.5", [Profile::RocketMq48, Profile::RocketMq55]),
        ("new-group", "docs-5.0", "5.3", [Profile::Docs50, Profile::RocketMq53]),
    ];
    let numbers = |text: &str| -> Vec<u64> {
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
    };
    for (file, from, to, pair) in cases {
        let path = format!("www/scenarios/{file}.json");
        let printed = command_line(&[&path, "--from", from, "--to", to]).1;
        let journal = scenario(&format!("{file}.json"));
        let report = upgrade(&journal, pair[0], pair[1], settled(&journal));
        let rows = Language::ALL.map(|language| upgrade_rows::rows(&report, language));
        if from == "4.8" {
            let asked = upgrade_rows::ask(Language::Zh.text(), pair, s(1), &journal.to_text());
            assert_eq!(upgrade_rows::answer(&asked).as_ref(), Some(&rows[1]));
        }
        let rows = rows.map(|rows| rows.replace('\u{202f}', ""));
        let [english, chinese] = rows.each_ref().map(|rows| rows.lines().collect::<Vec<&str>>());
        let acts: Vec<&&str> = english.iter().filter(|row| row.starts_with("a\t")).collect();
        assert_eq!(acts.len(), report.acts.len());
        for (i, (row, act)) in acts.iter().zip(&report.acts).enumerate() {
            let [_, rule, said] = row.split('\t').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let affected = said.split_once(": ").unwrap().1;
            assert_eq!(rule, act.choice.rule());
            assert!(printed.contains(&format!("{}. {rule}: {affected}", i + 1)), "{affected}\n{printed}");
        }
        for row in english.iter().filter(|row| row.starts_with("l\t")) {
            assert!(printed.contains(&row[2..]), "{row}\nis not in\n{printed}");
        }
        for moment in english.iter().filter(|row| row.starts_with("m\t")) {
            let at = moment.split('\t').nth(1).unwrap();
            assert!(printed.contains(&format!("--until {at}us")), "{moment}\n{printed}");
        }
        assert_eq!(english.len(), chinese.len());
        for (row, zh) in english.iter().zip(&chinese).filter(|(row, _)| !row.starts_with(['d', 'm'])) {
            let (mut mine, mut theirs) = (numbers(row), numbers(zh));
            mine.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(mine, theirs, "{row}\n{zh}");
        }
    }
    assert_eq!(upgrade_rows::answer("en\ndocs-5.0\nno such\n0\n"), None);
}

#[test]
fn where_nothing_differs_the_report_is_empty() {
    let journal = scenario("story.json");
    let report = upgrade(&journal, Profile::RocketMq53, Profile::RocketMq55, s(60));
    assert!(report.acts.is_empty() && report.not_attributed.is_none() && !report.page_speaks);
    assert!(report.whole == Default::default() && report.same_groups.len() == 2);
    assert!(report.still.contains(&Choice::TopicDeletion), "{:?}", report.still);
    let same = upgrade(&journal, Profile::RocketMq55, Profile::RocketMq55, s(10));
    assert!(same.acts.is_empty() && same.still.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(20)))]

    /// Two profiles differ in their choices and in nothing else; a mixture of them is a lab like any other.
    #[test]
    fn all_choices_of_a_profile_are_the_profile(
        journal in any_journal(25, 40, 10),
        (from, to) in (any_profile(), any_profile()),
        bits in any::<u64>(),
    ) {
        let until = s(60);
        let events = |rules: Rules| {
            let mut events: Vec<TimedEvent> = Vec::new();
            let (_, answers) = run_under(&journal, rules, until, &mut events);
            (events, answers)
        };
        let whole = run(&journal, to, until).1;
        prop_assert!(events(Rules::mixed(from, to, Choice::ALL)).0 == whole);
        prop_assert!(events(Rules::mixed(to, from, &[])).0 == whole);
        let differing: Vec<Choice> =
            Choice::ALL.iter().copied().filter(|choice| choice.differs(from, to)).collect();
        prop_assert!(events(Rules::mixed(from, to, &differing)).0 == whole);
        let some: Vec<Choice> = Choice::ALL
            .iter()
            .enumerate()
            .filter(|(i, _)| bits >> i & 1 == 1)
            .map(|(_, choice)| *choice)
            .collect();
        events(Rules::mixed(from, to, &some));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(8)))]

    /// Same journal, same report; what acts is there, and the rest is said.
    #[test]
    fn every_difference_is_attributed_or_said(
        journal in any_journal(15, 20, 5),
        (from, to) in (any_profile(), any_profile()),
    ) {
        let until = s(30);
        let report = upgrade(&journal, from, to, until);
        let parts = first_parting(&journal, [from, to], until).is_some();
        prop_assert_eq!(parts, !report.acts.is_empty() || report.not_attributed.is_some());
        let counts: Vec<u64> = report.acts.iter().map(|act| act.effect.affected()).collect();
        prop_assert!(counts.is_sorted_by(|a, b| a >= b));
        prop_assert!(report == upgrade(&journal, from, to, until));
    }
}

/// `offset-lab upgrade` with these arguments: its code, what it prints, what it complains of.
#[cfg(feature = "cli")]
fn command_line(arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_offset-lab"))
        .args(["upgrade"].iter().chain(arguments))
        .current_dir(crate::root())
        .output()
        .expect("the program starts");
    (done.status.code(), String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
}

/// SD-20 in the words of docs/rules.md, and the same numbers as text and as JSON.
#[cfg(feature = "cli")]
#[test]
fn the_command_line_prints_the_page_s_sentence() {
    let upgrade = |more: &[&str]| {
        let fixed = ["www/scenarios/new-group.json", "--to", "5.3.3", "--until", "60s"];
        command_line(&fixed.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let (code, text, err) = upgrade(&["--from", "docs-5.0"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let rules = std::fs::read_to_string(crate::root().join("docs/rules.md")).unwrap();
    let sentence = rules.split("### SD-20").nth(1).unwrap().trim().lines().next().unwrap();
    assert!(text.contains(sentence), "{sentence}\nis not in\n{text}");
    assert!(
        text.contains("late on queues 0 and 1 of orders starts at 0, first at 20 s; before at Max (80, 79)"),
        "{text}"
    );
    let (_, json, _) = upgrade(&["--from", "docs-5.0", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["acts"][0]["choice"], "InitialOffset");
    let affected = json["acts"][0]["affected"].as_u64().unwrap();
    assert!(text.contains(&format!("SD-20: {affected} messages are affected")), "{text}");
    // Two versions of one profile: nothing differs, and it says so; what a version does besides is told.
    let (_, text, _) = upgrade(&["--from", "5.2"]);
    assert!(text.contains("Nothing differs in this lab up to 60 s"), "{text}");
    assert!(text.contains("5.2 was not measured"), "{text}");
    assert!(text.contains("The rules are those of rocketmq-5.3: measured on it."), "{text}");
    // Programs are told the same: why each of the two profiles was taken.
    for (from, why) in [
        ("5.3.1", "the same rules"),
        ("5.2", "5.2 was not measured; it is nearer to 5.3 than to 5.1"),
        ("docs-5.0", "asked for by this name"),
    ] {
        let (_, json, _) = upgrade(&["--from", from, "--json"]);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["why"], serde_json::json!({"from": why, "to": "measured on it"}), "{from}");
    }
    let (code, _, err) = upgrade(&["--from", "7.1"]);
    assert!(code == Some(2) && err.contains("such as 4.9 or 5.3.3"), "{err}");
}
