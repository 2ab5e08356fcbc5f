//! Every lesson and every scenario that is shipped. Not here: the format's errors (`bad_input`).
//!
//! Invariant: a lesson that is shipped can be solved, and its solution is what it says.

use offset_lab::engine::{Event, Rejected, TimedEvent, VirtualTime};
use offset_lab::lesson::format::Texts;
use offset_lab::lesson::{Lesson, LessonProgress, Step};
use offset_lab::sim::{Scenario, Timeline};
use std::path::PathBuf;

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = crate::root().join(folder);
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "json")).collect();
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files.into_iter().map(|file| (file.clone(), std::fs::read_to_string(file).unwrap())).collect()
}

/// A text must be there in both languages.
fn check_languages(texts: &Texts, place: &str) {
    for language in ["en", "zh"] {
        assert!(texts.get(language).is_some_and(|text| !text.is_empty()), "{place} has no {language} text");
    }
}

/// Plays a lesson by its solution; gives each prediction's choices and what really happened then.
fn play(lesson: &Lesson) -> Vec<(Vec<Option<i64>>, Option<i64>)> {
    let mut timeline = Timeline::from_journal(lesson.to_journal());
    let begin = VirtualTime(lesson.begin_us);
    let outcomes = timeline.run_until(begin, &mut ());
    assert!(outcomes.iter().all(Result::is_ok), "the prelude is refused: {outcomes:?}");
    assert_eq!(timeline.obeyed(), lesson.prelude.len(), "the prelude ends before the lesson begins");
    let mut progress = LessonProgress::new(lesson, begin);
    let mut solution = lesson.solution.iter();
    let mut predictions: Vec<(Vec<Option<i64>>, Option<i64>)> = Vec::new();
    for (i, step) in lesson.steps.iter().enumerate() {
        assert_eq!(progress.at, i, "step {i} can't be reached");
        match step {
            Step::Predict { choices, .. } => {
                assert!(
                    !progress.may_go_on(lesson, timeline.world()),
                    "step {i}: Run is locked until it is answered"
                );
                predictions
                    .push((choices.iter().map(|choice| choice.value.of(timeline.world())).collect(), None));
                progress.choose(lesson, 0, timeline.world());
            }
            Step::Run { commands, for_us, .. } => {
                for command in commands {
                    timeline
                        .submit(command.clone(), &mut ())
                        .unwrap_or_else(|rejected| panic!("step {i}: {rejected}"));
                }
                timeline.run_until(timeline.now().plus_us(*for_us), &mut ());
                progress.ran(lesson, timeline.world());
                let actual = progress.record().actual;
                assert!(actual.is_some(), "step {i}: there is no actual value");
                if let Some(open) = predictions.last_mut().filter(|(_, actual)| actual.is_none()) {
                    open.1 = actual;
                }
            }
            Step::Do { goals, .. } => {
                assert!(
                    !progress.may_go_on(lesson, timeline.world()),
                    "step {i} is solved before anything is done"
                );
                let command = solution.next().unwrap_or_else(|| panic!("step {i} has no solution"));
                timeline
                    .submit(command.clone(), &mut ())
                    .unwrap_or_else(|rejected| panic!("step {i}: {rejected}"));
                let solved = (0..600).any(|_| {
                    timeline.run_until(timeline.now().plus_ms(100), &mut ());
                    goals.iter().all(|goal| goal.holds(timeline.world()))
                });
                assert!(solved, "step {i}: the solution does not reach the goals within a minute");
            }
            Step::Recall { answer, .. } => progress.choose(lesson, *answer, timeline.world()),
            Step::Explore { .. } | Step::Explain { .. } => {}
        }
        timeline.world().check();
        assert!(progress.may_go_on(lesson, timeline.world()), "step {i} does not open the next");
        assert_eq!(progress.go_on(lesson, timeline.world()), i + 1 < lesson.steps.len());
    }
    assert_eq!(solution.next(), None, "a solution too many");
    predictions
}

#[test]
fn every_lesson_is_solved_by_its_own_solution() {
    for (path, text) in files("lessons") {
        let lesson = Lesson::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (choices, actual) in play(&lesson) {
            let right = choices.iter().filter(|choice| **choice == actual).count();
            assert_eq!(right, 1, "{}: exactly one of {choices:?} comes true: {actual:?}", path.display());
            let mut distinct = choices.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len(), choices.len(), "{}: the choices differ: {choices:?}", path.display());
        }
    }
}

#[test]
fn a_lesson_speaks_both_languages() {
    for (path, text) in files("lessons") {
        let lesson = Lesson::parse(&text).unwrap();
        check_languages(&lesson.title, &format!("{}", path.display()));
        for (i, step) in lesson.steps.iter().enumerate() {
            let place = format!("{} step {}", path.display(), i + 1);
            check_languages(step.title(), &place);
            match step {
                Step::Predict { text, choices, hints, .. } => {
                    let texts = choices.iter().map(|choice| &choice.text);
                    texts.chain(hints).chain([text]).for_each(|text| check_languages(text, &place));
                }
                Step::Do { text, hints, .. } => {
                    hints.iter().chain([text]).for_each(|t| check_languages(t, &place))
                }
                Step::Explain { right, wrong, .. } => {
                    [right, wrong].iter().for_each(|text| check_languages(text, &place))
                }
                Step::Explore { text, .. } | Step::Run { text, .. } => check_languages(text, &place),
                Step::Recall { text, choices, because, .. } => {
                    choices.iter().chain([text, because]).for_each(|text| check_languages(text, &place));
                }
            }
        }
    }
}

#[test]
fn the_lesson_of_the_overtaken_group_ends_at_min() {
    let text = std::fs::read_to_string(crate::root().join("lessons/overtaken.json")).unwrap();
    let predictions = play(&Lesson::parse(&text).unwrap());
    let (choices, actual) = &predictions[0];
    assert_eq!(choices[1], *actual, "of old offset, Min and Max it is Min: {choices:?}");
    assert!(choices[0] < choices[1] && choices[1] < choices[2]);
}

#[test]
fn every_scenario_runs_two_minutes_without_a_refusal() {
    for (path, text) in files("www/scenarios") {
        let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        check_languages(&scenario.title, &format!("{}", path.display()));
        check_languages(&scenario.text, &format!("{}", path.display()));
        let mut events: Vec<TimedEvent> = Vec::new();
        let mut timeline = Timeline::from_journal(scenario.to_journal());
        for second in 1..=120 {
            let outcomes = timeline.run_until(VirtualTime(second * 1_000_000), &mut events);
            assert!(outcomes.iter().all(Result::is_ok), "{}: {outcomes:?}", path.display());
            timeline.world().check();
        }
        assert!(scenario.open_at_us < timeline.now(), "{} opens within its two minutes", path.display());
        let refused = events.iter().filter_map(|timed| match &timed.event {
            Event::SendRefused { rejected, .. } | Event::CommitRefused { rejected, .. } => Some(rejected),
            _ => None,
        });
        let refused: Vec<&Rejected> = refused.collect();
        let all = |allowed: fn(&Rejected) -> bool| refused.iter().all(|rejected| allowed(rejected));
        if path.ends_with("edge.json") {
            assert!(refused.len() > 100, "the end of the range refuses sends");
            assert!(all(|rejected| matches!(rejected, Rejected::OffsetsExhausted { .. })), "{refused:?}");
        } else if path.ends_with("retention.json") {
            assert!(
                all(|rejected| matches!(rejected, Rejected::DiskFull)),
                "a disk that fills may: {refused:?}"
            );
        } else {
            assert!(refused.is_empty(), "{}: {:?}", path.display(), refused[0]);
        }
    }
}
