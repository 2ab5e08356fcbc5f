//! What a lab says to input that is wrong: the place or the offending value, and nothing changes. Not here:
//! recordings (`conformance`), files of the command line (`cli`).
//!
//! Invariant: no text from outside makes a lab panic, and a refused command leaves every number as it was.

use crate::lab::{Lab, command};
use crate::random_lab::{any_command, any_journal};
use offset_lab::engine::Rejected;
use offset_lab::engine::limits;
use offset_lab::lesson::Lesson;
use offset_lab::projection::{actors, boards, broker_view};
use offset_lab::sim::formats::journal::ParseError;
use offset_lab::sim::{Command, Journal, Scenario, Timeline, World};
use proptest::prelude::*;

const SCENARIO: &str = r#"{
  "format": "offset-lab-scenario/1",
  "title": {"en": "A lab"},
  "journal": [
    {"at_us": 0, "command": {"create_topic": {"topic": "orders", "queues": 4}}},
    {"at_us": 5, "command": {"create_group": {"group": "billing"}}}
  ]
}"#;

const JOURNAL: &str = r#"{"format":"offset-lab-journal/1","profile":"docs-5.0","seed":7}
{"at_us":0,"command":{"create_topic":{"topic":"orders","queues":4}}}

{"at_us":5,"command":{"create_group":{"group":"billing"}}}
"#;

/// Changes one thing and gives what the parser says.
fn scenario_error(from: &str, to: &str) -> ParseError {
    assert!(SCENARIO.contains(from), "{from}");
    Scenario::parse(&SCENARIO.replacen(from, to, 1)).expect_err(to)
}

fn journal_error(from: &str, to: &str) -> ParseError {
    assert!(JOURNAL.contains(from), "{from}");
    Journal::parse(&JOURNAL.replacen(from, to, 1)).expect_err(to)
}

#[test]
fn a_wrong_scenario_is_refused_with_line_and_column() {
    Scenario::parse(SCENARIO).expect("as it stands it is right");
    // What is changed, into what, the line, and a word that must be in the message.
    let table = [
        (r#""title":"#, r#""colour": 1, "title":"#, 3, "colour"),
        (r#""queues": 4"#, r#""queues": 4, "size": 1"#, 5, "size"),
        (r#""queues": 4"#, r#""queues": "four""#, 5, "four"),
        (r#""queues": 4"#, r#""queues": -1"#, 5, "-1"),
        (r#""queues": 4"#, r#""queues": 4.5"#, 5, "4.5"),
        (r#""queues": 4"#, r#""queues": 4294967296"#, 5, "4294967296"),
        (
            r#""queues": 4"#,
            r#""queues": 4, "first_offsets": [9223372036854775808]"#,
            5,
            "9223372036854775808",
        ),
        ("create_group", "create_gruop", 6, "create_gruop"),
        // A struct is an object; an array of its fields is none, alone or inside of another.
        (r#"{"topic": "orders", "queues": 4}"#, r#"["orders", 4, []]"#, 5, "sequence"),
        (
            r#"{"at_us": 0, "command": {"create_topic": {"topic": "orders", "queues": 4}}}"#,
            "[0, {}]",
            5,
            "sequence",
        ),
        (r#""at_us": 5"#, r#""at_us": -5"#, 6, "-5"),
        (r#""group": "billing""#, "", 6, "group"),
        (r#""title": {"en": "A lab"},"#, r#""profile": "rocketmq-9.9", "title": {},"#, 3, "rocketmq-9.9"),
        (r#""title": {"en": "A lab"},"#, "", 8, "title"),
    ];
    for (from, to, line, word) in table {
        let error = scenario_error(from, to);
        // A field that is missing is noticed where its object ends.
        assert!(
            error.line == line && error.column > 0,
            "{to:?}: line {}, column {}",
            error.line,
            error.column
        );
        assert!(error.problem.contains(word), "{to:?}: {error}");
        assert!(error.to_string().starts_with(&format!("line {line}, column {}: ", error.column)), "{error}");
    }
    let cut = Scenario::parse(&SCENARIO[..SCENARIO.len() / 2]).unwrap_err();
    assert!(cut.line == 5 && cut.column > 0, "{cut}");
}

#[test]
fn a_scenario_out_of_order_or_of_another_format_names_the_value() {
    let error = scenario_error(r#""at_us": 0"#, r#""at_us": 9"#);
    assert!(
        error.problem.contains("entry 2") && error.problem.contains('5') && error.problem.contains('9'),
        "{error}"
    );
    for wrong in ["offset-lab-scenario/2", "offset-lab-journal/1", ""] {
        let error = scenario_error("offset-lab-scenario/1", wrong);
        assert!(error.problem.contains(&format!("{wrong:?}")), "{error}");
    }
    let lesson = scenario_error(SCENARIO, r#"{"format": "offset-lab-lesson/1"}"#);
    assert!(!lesson.problem.is_empty());
}

#[test]
fn a_file_of_2_mb_is_refused_before_it_is_parsed() {
    let large = " ".repeat(2_000_000) + SCENARIO;
    for error in [
        Scenario::parse(&large).unwrap_err(),
        Journal::parse(&large).unwrap_err(),
        Lesson::parse(&large).unwrap_err(),
        offset_lab::sim::Recording::parse(&large).unwrap_err(),
    ] {
        assert!(error.problem.contains(&format!("{} bytes", large.len())), "{error}");
        assert!(error.problem.contains(&limits::FILE_BYTES_MAX.to_string()), "{error}");
    }
    let fits = format!("{SCENARIO}{}", " ".repeat(limits::FILE_BYTES_MAX - SCENARIO.len()));
    assert!(Scenario::parse(&fits).is_ok(), "the limit itself is allowed");
}

#[test]
fn a_deep_or_broken_text_is_an_error_and_no_panic() {
    for text in ["", "{", "[]", "null", "\u{feff}{}", "{\"format\": \"\\ud800\"}", &"[".repeat(100_000)] {
        assert!(Scenario::parse(text).is_err());
        assert!(Journal::parse(text).is_err());
        assert!(Lesson::parse(text).is_err());
        assert!(offset_lab::sim::Recording::parse(text).is_err());
    }
}

#[test]
fn a_wrong_journal_line_is_named() {
    Journal::parse(JOURNAL).expect("as it stands it is right");
    let table = [
        (r#""seed":7"#, r#""seed":"seven""#, 1, "seven"),
        (r#""seed":7"#, r#""seed":7,"colour":1"#, 1, "colour"),
        (r#""queues":4"#, r#""queues":[4]"#, 2, "sequence"),
        (r#""group":"billing""#, r#""group":7"#, 4, "7"),
        (r#"{"at_us":5"#, r#"{"at_us":5,"at_us":6"#, 4, "at_us"),
        (r#""billing"}}}"#, r#""billing"}}} x"#, 4, "trailing"),
    ];
    for (from, to, line, word) in table {
        let error = journal_error(from, to);
        assert!(error.line == line && error.column > 0, "{to:?}: {error}");
        assert!(error.problem.contains(word), "{to:?}: {error}");
    }
    let error = journal_error(r#""at_us":0"#, r#""at_us":6"#);
    assert!(error.problem.contains("entry 2"), "{error}");
    assert!(
        journal_error("offset-lab-journal/1", "offset-lab-journal/7")
            .problem
            .contains("offset-lab-journal/7")
    );
}

/// Found by fuzzing: the places of messages are found by running the lab, and a recording may name any time.
#[test]
fn a_recording_of_years_is_refused_and_not_run() {
    let line = |at: i64, rest: &str| format!("{{\"at\":{at},{rest},\"expect\":{{\"code\":0}}}}\n");
    let topic = r#""op":"create_topic","topic":"orders","queues":1"#;
    let back = r#""op":"send_back","group":"billing","topic":"orders","id":"m1","delay_level":0"#;
    let real = std::fs::read_to_string(crate::root().join("tests/conformance/4.9.7/walk_2.jsonl")).unwrap();
    let head = real.lines().next().expect("a recording has a first line");
    let recording = |first: i64, last: i64, op: &str| {
        let text = format!("{head}\n{}{}", line(first, topic), line(last, op));
        offset_lab::sim::Recording::parse(&text).map(drop)
    };
    let now = 1_795_994_985_417;
    recording(now, now + 1_000, back).expect("as it is");
    let years = 1_000_108_752_705;
    for (first, last, op) in [(years, now, back), (i64::MIN, i64::MAX, topic), (0, i64::MAX, topic)] {
        let error = recording(first, last, op).unwrap_err();
        assert!(error.line == 3 && error.problem.contains(&last.to_string()), "{error}");
    }
}

#[test]
fn a_wrong_lesson_names_the_step_or_the_place() {
    let text = std::fs::read_to_string(crate::root().join("lessons/overtaken.json")).unwrap();
    let change = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Lesson::parse(&text.replacen(from, to, 1)).expect_err(to)
    };
    let error = change("\"explore\"", "\"exlpore\"");
    assert!(error.line > 1 && error.column > 0 && error.problem.contains("exlpore"), "{error}");
    let error = change("\"begin_us\"", "\"colour\": 1, \"begin_us\"");
    assert!(error.line > 1 && error.problem.contains("colour"), "{error}");
    let error = change("\"answer\": 1", "\"answer\": 7");
    assert!(error.problem.contains("step 7") && error.problem.contains("answer is 7"), "{error}");
    assert!(change("offset-lab-lesson/1", "offset-lab-lesson/0").problem.contains("offset-lab-lesson/0"));
}

/// All that a view can see of a World, the clock and the journal aside.
fn seen(world: &World) -> String {
    let (boards, actors, broker) = (boards(world), actors(world), broker_view(world));
    format!("{boards:?} {actors:?} {broker:?} {:?}", world.timers())
}

/// A lab in which everything that a refusal could disturb is there.
fn busy_lab() -> Lab {
    let mut lab = Lab::docs(2);
    lab.add_consumer("billing-1", "billing", "orders");
    lab.tell_json(
        r#"{"add_producer":{"producer":"shop","topic":"orders","rate_per_s":20,"body_bytes":100}}"#,
    );
    lab.run_ms(20_000);
    lab
}

#[test]
fn a_refused_command_names_the_value_and_changes_nothing() {
    let producer = |rest: &str| format!(r#"{{"add_producer":{{"producer":"p","topic":"orders",{rest}}}}}"#);
    let consumer = |name: &str, rest: &str| {
        format!(r#"{{"add_consumer":{{"consumer":"{name}","group":"billing","topic":"orders",{rest}}}}}"#)
    };
    let reset = |rest: &str| format!(r#"{{"reset_offset":{{"group":"billing","topic":"orders",{rest}}}}}"#);
    let table: [(String, &str); 24] = [
        (r#"{"create_topic":{"topic":"wide","queues":65}}"#.into(), "65"),
        (r#"{"create_topic":{"topic":"none","queues":0}}"#.into(), "0"),
        (r#"{"create_topic":{"topic":"a b","queues":1}}"#.into(), "a b"),
        (r#"{"create_topic":{"topic":"old","queues":1,"first_offsets":[-1]}}"#.into(), "-1"),
        (r#"{"create_topic":{"topic":"old","queues":1,"first_offsets":[1,2]}}"#.into(), "2"),
        (r#"{"create_group":{"group":""}}"#.into(), "\"\""),
        (r#"{"delete_topic":{"topic":"nowhere"}}"#.into(), "nowhere"),
        (r#"{"delete_group":{"group":"nobody"}}"#.into(), "nobody"),
        (producer(r#""rate_per_s":1000001,"body_bytes":1"#), "1000001"),
        (producer(r#""rate_per_s":1,"body_bytes":4194305"#), "4194305"),
        (r#"{"set_producer":{"producer":"p","rate_per_s":1,"body_bytes":1}}"#.into(), "p"),
        (r#"{"set_producer":{"producer":"shop","rate_per_s":1000001,"body_bytes":1}}"#.into(), "1000001"),
        (consumer("c", r#""processing_us":3600000001"#), "3600000001"),
        (consumer("c", r#""processing_us":1,"cached_max":0"#), "0"),
        (consumer("billing-1", r#""processing_us":1"#), "billing-1"),
        (r#"{"remove_consumer":{"consumer":"c"}}"#.into(), "c"),
        (r#"{"send_message":{"topic":"orders","queue":2,"body":""}}"#.into(), "2"),
        (r#"{"set_retention":{"reserved_ms":1,"segment_bytes":1023}}"#.into(), "1023"),
        (r#"{"set_retention":{"reserved_ms":1,"delete_hours":[24]}}"#.into(), "24"),
        (r#"{"set_timers":{"persist_ms":100,"hold_ms":3600001}}"#.into(), "3600001"),
        (r#"{"set_broker":{"offset_expiry_ms":1,"max_message_bytes":0}}"#.into(), "0"),
        (reset(r#""queues":[0,2],"to":"max""#), "2"),
        (reset(r#""queues":"all","to":{"each":{"0":5,"1":99999}}"#), "99999"),
        (reset(r#""queues":[],"to":"max""#), "queues"),
    ];
    for (text, value) in table {
        let mut lab = busy_lab();
        let before = seen(lab.world());
        let rejected: Rejected = lab.refused(command(&text));
        assert!(rejected.to_string().contains(value), "{text}: {rejected}");
        assert_eq!(seen(lab.world()), before, "{text}");
        assert_eq!(
            lab.timeline.journal().entries.last().unwrap().command,
            command(&text),
            "it stays in the journal"
        );
    }
}

#[test]
fn a_full_collection_refuses_one_more() {
    let mut lab = Lab::docs(1);
    let fill = |lab: &mut Lab, from: usize, to: usize, text: &dyn Fn(usize) -> String| {
        for i in from..to {
            lab.tell_json(&text(i));
        }
        lab.refused(command(&text(to))).to_string()
    };
    let topic = |i: usize| format!(r#"{{"create_topic":{{"topic":"t{i}","queues":1}}}}"#);
    assert!(fill(&mut lab, 1, 64, &topic).contains("64 topics"));
    assert!(
        fill(&mut lab, 1, 64, &|i| format!(r#"{{"create_group":{{"group":"g{i}"}}}}"#)).contains("64 groups")
    );
    let producer = |i: usize| {
        format!(r#"{{"add_producer":{{"producer":"p{i}","topic":"orders","rate_per_s":0,"body_bytes":1}}}}"#)
    };
    assert!(fill(&mut lab, 0, 64, &producer).contains("64 producers"));
    let long = "x".repeat(128);
    assert_eq!(lab.refused(command(&topic(0).replace("t0", &long))).rule(), "R-LOG-5");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(40), failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_is_refused_changes_no_number(
        journal in any_journal(15, 20, 60),
        commands in prop::collection::vec(any_command(60), 1..12),
    ) {
        let mut timeline = Timeline::from_journal(journal.clone());
        timeline.run_until(journal.entries.last().unwrap().at_us, &mut ());
        for command in commands {
            // Timers that are due fire before a command; that is not the command's doing.
            let at = timeline.world().next_command_time();
            timeline.run_until(at, &mut ());
            let before = seen(timeline.world());
            let refused = timeline.submit(command.clone(), &mut ()).is_err();
            timeline.world().check();
            prop_assert!(!refused || seen(timeline.world()) == before, "{:?}", command);
        }
    }

    #[test]
    fn every_command_comes_back_from_its_json(command in any_command(100)) {
        let text = serde_json::to_string(&command).unwrap();
        prop_assert_eq!(serde_json::from_str::<Command>(&text).unwrap(), command);
    }
}
