//! What a browser keeps of a lesson for the course's page (`www/course.js`): how far a learner has come, and
//! what was answered. Not here: where a learner goes on (`visits`), whether an answer is right
//! (`lesson::progress`).
//!
//! Invariant: a lesson that was done once stays done, whatever is tried again.

use crate::lesson::{Lesson, LessonProgress};
use crate::sim::formats::journal::to_json;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// What is kept.
#[derive(Serialize)]
struct Learned<'a> {
    /// Where the learner goes on.
    lab: &'a str,
    /// The current step, from 0.
    step: usize,
    steps: usize,
    /// Right answers, of those that were given.
    right: usize,
    asked: usize,
    /// Each of those: its step, from 0, and whether it was right.
    answers: Vec<(usize, bool)>,
    hints: usize,
    done: bool,
    /// The wrong ideas behind the choices that were taken: ids of the course.
    misconceptions: Vec<&'a str>,
    /// What was answered and done in each step, as `LessonProgress::written` has it.
    progress: &'a str,
}

/// Where it is kept, by the lesson's name.
pub fn key(lesson: &str) -> String {
    format!("offset-lab:learned:{lesson}")
}

/// What is kept, as JSON; `before`: what is kept already. `None`: that stays.
pub fn noted(lesson: &Lesson, progress: &LessonProgress, lab: &str, before: Option<&str>) -> Option<String> {
    let steps = lesson.steps.len();
    let done = progress.at + 1 == steps && progress.may_go_on(lesson, false);
    if !done && before.is_some_and(|before| before.contains("\"done\":true")) {
        return None;
    }
    let answers: Vec<(usize, bool)> = (0..=progress.at)
        .filter(|at| !lesson.steps[*at].is_task())
        .filter_map(|at| Some((at, progress.is_right(lesson, at)?)))
        .collect();
    let chosen = lesson.steps.iter().zip(&progress.records).filter_map(|(step, record)| {
        let choice = step.choices.get(record.choice?)?;
        (!choice.misconception.is_empty()).then_some(choice.misconception.as_str())
    });
    Some(to_json(&Learned {
        lab,
        step: progress.at,
        steps,
        right: answers.iter().filter(|(_, right)| *right).count(),
        asked: answers.len(),
        answers,
        hints: progress.records.iter().map(|record| record.hints).sum(),
        done,
        misconceptions: chosen.collect(),
        progress: progress.written().trim_end(),
    }))
}
