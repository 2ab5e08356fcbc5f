//! The lesson of the first format, and every scenario that is shipped. Not here: the format's errors
//! (`bad_input`), whether lessons are true (`lesson_check`).
//!
//! Invariant: what opened once opens.

use offset_lab::engine::{Event, Rejected, TimedEvent, VirtualTime};
use offset_lab::lesson::format::Texts;
use offset_lab::lesson::play;
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

#[test]
fn the_first_lesson_of_the_first_format_is_one_of_the_second() {
    let text = std::fs::read_to_string(crate::root().join("lessons/overtaken.json")).unwrap();
    let lesson = Lesson::parse(&text).unwrap();
    let steps = lesson.steps.iter();
    let predict = steps.clone().find(|step| matches!(step, Step::Predict(_))).unwrap();
    let run = steps.clone().find(|step| matches!(step, Step::Run(_))).unwrap();
    let task = steps.clone().find(|step| step.is_task()).unwrap();
    assert!(
        predict.asks.len() == 1 && predict.asks[0].value.place().is_some(),
        "a Run's question is asked here"
    );
    assert_eq!(run.actual, None);
    assert!(predict.choices.iter().all(|choice| choice.values.len() == 1));
    assert!(run.commands.is_empty() && lesson.solution.is_empty(), "all of it is said in the new way");
    assert_eq!(task.solution.len(), 1);
    let recall = steps.clone().find(|step| matches!(step, Step::Recall(_))).unwrap();
    assert_eq!(recall.right_choice(), Some(1));
    assert!(recall.choices.iter().all(|choice| choice.text.get("zh").is_some()), "plain texts are choices");
}

#[test]
fn the_lesson_of_the_overtaken_group_ends_at_min() {
    let text = std::fs::read_to_string(crate::root().join("lessons/overtaken.json")).unwrap();
    let lesson = Lesson::parse(&text).unwrap();
    let mut lab = Timeline::from_journal(lesson.to_journal());
    lab.run_until(VirtualTime(lesson.begin_us), &mut ());
    let mut progress = LessonProgress::new(&lesson, lab.now());
    while progress.was_right(&lesson).is_none() {
        let step = &lesson.steps[progress.at];
        let free = !step.asks_for_choice() && !step.runs();
        assert_eq!(progress.may_go_on(&lesson, false), free, "what comes next is locked until this is done");
        if step.runs() {
            play::run(&mut lab, step);
            progress.ran(&lesson, &[lab.world()]);
        }
        progress.choose(&lesson, 1, lab.world());
        if progress.was_right(&lesson).is_none() {
            assert!(progress.go_on(&lesson, false, (lab.now(), lab.obeyed())));
        }
    }
    assert_eq!(progress.was_right(&lesson), Some(true), "of old offset, Min and Max it is Min");
    let (guess, actual) = progress.prediction().unwrap();
    assert!(guess == actual && guess.len() == 1 && guess[0].is_some());
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
