//! What a browser keeps of a lesson for the course's page (`www/course.js`): how far a learner has come, and
//! what was answered. Not here: where a learner goes on (`visits`), whether an answer is right
//! (`lesson::progress`).
//!
//! Invariant: a lesson that was done once stays done, whatever is tried again.

use crate::lesson::{Lesson, LessonProgress};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

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
    let answers: Vec<bool> = (0..=progress.at)
        .filter(|at| !lesson.steps[*at].is_task())
        .filter_map(|at| progress.is_right(lesson, at))
        .collect();
    let right = answers.iter().filter(|right| **right).count();
    let hints: usize = progress.records.iter().map(|record| record.hints).sum();
    let mut ideas = String::new();
    for (step, record) in lesson.steps.iter().zip(&progress.records) {
        let chosen = record.choice.and_then(|choice| step.choices.get(choice));
        if let Some(choice) = chosen.filter(|choice| !choice.misconception.is_empty()) {
            let comma = if ideas.is_empty() { "" } else { "," };
            // Ids of a file: whatever else they are, they are no end of a JSON text.
            let id: String =
                choice.misconception.chars().filter(|sign| !matches!(sign, '"' | '\\')).collect();
            ideas += &format!("{comma}\"{id}\"");
        }
    }
    Some(format!(
        "{{\"lab\":\"{lab}\",\"step\":{},\"steps\":{steps},\"right\":{right},\"asked\":{},\"hints\":{hints},\
         \"done\":{done},\"misconceptions\":[{ideas}]}}",
        progress.at,
        answers.len(),
    ))
}
