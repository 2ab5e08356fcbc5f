//! Values, goals and tries of lessons on small labs. Not here: whole lessons (`lesson_check`).
//!
//! Invariant: a value says what the projection says that a learner sees.

use crate::lab::{Lab, command, name};
use offset_lab::engine::VirtualTime;
use offset_lab::engine::profile::Profile;
use offset_lab::lesson::Course;
use offset_lab::lesson::goal::{Goal, Scene, Value};
use offset_lab::lesson::play::{Try, copy_of, end_of_run, entries_left};
use offset_lab::lesson::score::{Score, challenge_score};
use offset_lab::lesson::step::{Par, StepBody};
use offset_lab::projection::deliveries_of;
use offset_lab::sim::Timeline;

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn goal(json: &str) -> Goal {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn body(json: &str) -> StepBody {
    let json = format!(r#"{{"title":{{"en":"a"}},{json}}}"#);
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

/// Twelve messages, which billing has processed; its client waits in a pull.
fn processed_twelve() -> Lab {
    let mut lab = Lab::with_orders(Profile::RocketMq53, 1);
    lab.add_consumer("billing-1", "billing", "orders");
    for _ in 0..12 {
        lab.tell_json(r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":100}}}"#);
    }
    lab.run_ms(22_000);
    lab
}

const BILLING: &str = r#"{"group":"billing","topic":"orders","queue":0}"#;

#[test]
fn a_value_is_what_the_projections_say() {
    let mut lab = processed_twelve();
    let of =
        |lab: &Lab, name: &str, of: &str| value(&format!(r#"{{"{name}":{of}}}"#)).of(&Scene::of(lab.world()));
    let group = r#"{"group":"billing"}"#;
    assert_eq!(of(&lab, "delivered", group), Some(12));
    assert_eq!(of(&lab, "processed", BILLING), Some(12), "on its only queue the same");
    assert_eq!(of(&lab, "processed", r#"{"group":"billing","topic":"other"}"#), Some(0));
    assert_eq!(of(&lab, "max_offset", r#"{"topic":"orders","queue":0}"#), Some(12));
    assert_eq!(of(&lab, "lag", BILLING), Some(0));
    assert_eq!(of(&lab, "pending_reset", BILLING), None);
    let reset = r#"{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":{"offset":4}}}"#;
    lab.tell_json(reset);
    assert_eq!(of(&lab, "pending_reset", BILLING), Some(4));
    assert_eq!(of(&lab, "diff", BILLING), Some(8));
    assert_eq!(of(&lab, "diff", r#"{"group":"billing","topic":"orders"}"#), Some(8));
    assert_eq!(of(&lab, "readable", r#"{"group":"billing","topic":"orders"}"#), Some(8));
    lab.run_ms(40_000);
    assert_eq!(of(&lab, "duplicates", group), Some(8));
    assert_eq!(deliveries_of(lab.world(), &name("billing")).total.duplicates, 8);
    assert_eq!(of(&lab, "consumer_offset", r#"{"group":"audit","topic":"orders","queue":0}"#), None);
}

#[test]
fn what_a_reset_passes_over_is_never_read() {
    let mut lab = processed_twelve();
    let never = value(r#"{"never_read":{"group":"billing","topic":"orders"}}"#);
    assert_eq!(never.of(&Scene::of(lab.world())), Some(0));
    lab.tell_json(r#"{"remove_consumer":{"consumer":"billing-1"}}"#);
    for _ in 0..5 {
        lab.tell_json(r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":100}}}"#);
    }
    lab.tell_json(r#"{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":"max"}}"#);
    assert_eq!(never.of(&Scene::of(lab.world())), Some(5));
    lab.tell_json(r#"{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":100}}}"#);
    assert_eq!(never.of(&Scene::of(lab.world())), Some(5), "what comes after it is not passed over");
    let total = deliveries_of(lab.world(), &name("billing")).total;
    assert_eq!((total.skipped, total.lost), (0, 0), "it is counted once");
}

#[test]
fn sums_differences_and_none() {
    let lab = processed_twelve();
    let scene = Scene { used: 3, refused: 1, ..Scene::of(lab.world()) };
    let is = |json: &str| value(json).of(&scene);
    assert_eq!(is(r#""none""#), None);
    assert_eq!(is(r#"{"plus":[{"number":2},{"commands_used":{}},{"refused":{}}]}"#), Some(6));
    assert_eq!(is(r#"{"minus":[{"number":2},{"number":5},{"number":1}]}"#), Some(-4));
    assert_eq!(is(r#"{"plus":[{"number":2},"none"]}"#), None);
    assert_eq!(is(&format!(r#"{{"plus":[{{"number":{}}},{{"number":1}}]}}"#, i64::MAX)), None);
    assert_eq!(is(r#"{"minus":[]}"#), None);
    assert_eq!(is(r#"{"disk_full":{}}"#), Some(0));
    assert_eq!(is(r#"{"segments":{}}"#), Some(1));
}

#[test]
fn goals_hold_and_do_not_hold() {
    let lab = processed_twelve();
    let scene = Scene::of(lab.world());
    let holds = |json: &str| goal(json).holds(&scene);
    let none = r#"{"consumer_offset":{"group":"audit","topic":"orders","queue":0}}"#;
    assert!(holds(&format!(r#"{{"none":{none}}}"#)));
    assert!(!holds(&format!(r#"{{"none":{{"lag":{BILLING}}}}}"#)));
    assert!(!holds(&format!(r#"{{"equal":[{none},{none}]}}"#)), "no comparison holds with no number");
    assert!(holds(&format!(r#"{{"not":{{"equal":[{none},{none}]}}}}"#)));
    assert!(holds(
        r#"{"any":[{"less":[{"number":2},{"number":1}]},{"at_most":[{"number":1},{"number":1}]}]}"#
    ));
    assert!(!holds(r#"{"any":[]}"#));
}

fn timeline() -> Timeline {
    processed_twelve().timeline
}

#[test]
fn a_run_obeys_its_script_and_ends_when_it_should() {
    let send =
        r#"{"after_us":1000000,"command":{"broker":{"send":{"topic":"orders","queue":0,"body_bytes":1}}}}"#;
    let until = r#"[{"equal":[{"max_offset":{"topic":"orders","queue":0}},{"number":13}]}]"#;
    let lab = timeline();
    let began = lab.now();
    let whole = body(&format!(r#""script":[{send}],"for_us":5000000"#));
    assert_eq!(end_of_run(&lab, &whole), began.plus_us(5_000_000));
    let cut = body(&format!(r#""script":[{send}],"for_us":5000000,"until":{until}"#));
    assert_eq!(end_of_run(&lab, &cut), began.plus_us(1_000_000));
    let event = body(&format!(r#""script":[{send}],"for_us":5000000,"until_event":"delivered""#));
    let ends = end_of_run(&lab, &event);
    assert!(ends > began.plus_us(1_000_000) && ends < began.plus_us(1_100_000), "{ends:?}");
    assert_eq!(lab.now(), began, "that was a copy");
    assert_eq!(entries_left(&whole.script, began, began).len(), 1);
    assert_eq!(entries_left(&whole.script, began, began.plus_us(1_000_000)).len(), 0);
}

/// A task, the commands of a try, and what becomes of it on a copy of this lab.
fn attempt(lab: &Timeline, task: &StepBody, commands: &str) -> Try {
    let commands: Vec<_> = serde_json::from_str(commands).unwrap();
    task.attempt_everywhere(&mut copy_of(lab), &commands)
}

const RESET: &str =
    r#"{"command":{"reset_offset":{"group":"billing","topic":"orders","queues":"all","to":{"offset":8}}}}"#;
const SEND: &str =
    r#"{"after_us":1000000,"command":{"send_message":{"topic":"orders","queue":0,"body":"x"}}}"#;

#[test]
fn a_try_is_judged_at_every_instant() {
    let lab = timeline();
    let goals = r#""goals":[{"equal":[{"duplicates":{"group":"billing"}},{"number":4}]}]"#;
    let both = format!("[{RESET},{SEND}]");
    let solved = attempt(&lab, &body(goals), &both);
    assert!(solved.solved.is_some_and(|at| at < lab.now().plus_us(2_000_000)), "{solved:?}");
    assert_eq!(solved.used, 2);
    // Four duplicates hold on the way to five only.
    let late = body(&format!(r#"{goals},"at_end":true,"within_us":60000000"#));
    assert_eq!(attempt(&lab, &late, &both).solved, Some(lab.now().plus_us(60_000_000)));
    let early = body(&format!(r#"{goals},"within_us":500000"#));
    assert_eq!(attempt(&lab, &early, &both).solved, None, "the deadline is before it");
    let few = body(&format!(r#"{goals},"max_commands":1"#));
    assert_eq!(attempt(&lab, &few, &both).solved, None, "two commands are too many");
    let never = body(&format!(
        r#"{goals},"never":[{{"less":[{{"number":12}},{{"max_offset":{{"topic":"orders","queue":0}}}}]}}]"#
    ));
    let broken = attempt(&lab, &never, &both);
    assert!(broken.solved.is_none() && broken.broken, "{broken:?}");
    // The held pull alone takes more than ten seconds.
    let soon = body(&format!(r#"{goals},"since":{{"command":"reset_offset","within_us":2000000}}"#));
    assert!(attempt(&lab, &soon, &both).solved.is_some());
    assert_eq!(attempt(&lab, &soon, &format!("[{RESET}]")).solved, None);
    assert!(attempt(&lab, &body(goals), &format!("[{RESET}]")).solved.is_some());
}

#[test]
fn under_every_profile_means_every() {
    let lab = timeline();
    let goals =
        r#""goals":[{"equal":[{"duplicates":{"group":"billing"}},{"number":4}]}],"within_us":14000000"#;
    let own = body(goals);
    let all = body(&format!(r#"{goals},"profiles":["rocketmq-5.3","rocketmq-3.2"]"#));
    let both = format!("[{RESET},{SEND}]");
    assert!(attempt(&lab, &own, &both).solved.is_some());
    let other = attempt(&lab, &all, &both);
    let of_other = own.attempt(
        &mut offset_lab::lesson::play::under(&lab, Profile::RocketMq32),
        &serde_json::from_str::<Vec<_>>(&both).unwrap(),
    );
    assert_eq!(other.solved.is_some(), of_other.solved.is_some());
}

#[test]
fn only_what_is_allowed_may_be_given() {
    let task = body(r#""allow":[{"command":"reset_offset","names":["billing"]},{"command":"send_message"}]"#);
    assert!(task.allows(&command(r#"{"send_message":{"topic":"orders","queue":0,"body":"x"}}"#)));
    let reset = |group: &str| {
        command(&format!(
            r#"{{"reset_offset":{{"group":"{group}","topic":"orders","queues":"all","to":"max"}}}}"#
        ))
    };
    assert!(task.allows(&reset("billing")));
    assert!(!task.allows(&reset("audit")) && !task.allows(&reset("billing-2")));
    assert!(!task.allows(&command(r#"{"create_group":{"group":"billing"}}"#)));
    assert!(body(r#""hints":[]"#).allows(&reset("audit")), "without a list everything is allowed");
}

#[test]
fn a_challenge_is_scored_as_the_course_says() {
    let par = Par { commands: 2, time_us: 10_000_000, duplicates: None, missed: None };
    let tried = |used, duplicates, missed, ms: u64| Try {
        solved: Some(VirtualTime(ms * 1_000)),
        used,
        duplicates,
        missed,
        ..Try::default()
    };
    let score = |tried: &Try, shown| challenge_score(&par, tried, VirtualTime(0), shown);
    assert_eq!(score(&tried(2, 0, 0, 9_000), false), Score { points: 100, stars: 3 });
    assert_eq!(score(&tried(3, 0, 0, 9_000), false), Score { points: 85, stars: 2 });
    assert_eq!(score(&tried(2, 1, 1, 9_000), false), Score { points: 70, stars: 1 });
    assert_eq!(score(&tried(2, 0, 0, 21_000), false), Score { points: 98, stars: 3 });
    assert_eq!(score(&tried(2, 0, 0, 9_000), true), Score { points: 100, stars: 1 });
    assert_eq!(score(&Try::default(), false), Score::default());
}

#[test]
fn a_question_comes_again_two_lessons_later() {
    let text = std::fs::read_to_string(crate::root().join("lessons/course.json")).unwrap();
    let course = Course::parse(&text).unwrap();
    let ids: Vec<&str> = course.lessons().map(|entry| entry.id.as_str()).collect();
    assert_eq!(course.asked_again_in(ids[0]), None);
    assert_eq!(course.asked_again_in(ids[2]).map(|entry| entry.id.as_str()), Some(ids[0]));
    assert!(Course::parse(&text.replace("offset-lab-course/1", "offset-lab-course/9")).is_err());
}
