//! Lesson files, with a learner who answers everything, and progress as a browser has noted it. Not here:
//! courses.
//!
//! Invariant: the steps are walked through on one lab; none runs to its end, which is as far away as the
//! lesson says.

use crate::run::run;
use crate::{small, text};
use offset_lab::lesson::Lesson;
use offset_lab::lesson::progress::LessonProgress;
use offset_lab::lesson::value::Scene;

/// What stands between a lesson and a learner's progress in an input.
const THEN: char = '\u{1}';

pub fn seeds() -> Vec<Vec<u8>> {
    small("lessons", ".json", 24_000)
}

pub fn look(bytes: &[u8]) {
    let text = text(bytes);
    let (file, noted) = text.split_once(THEN).unwrap_or((&text, ""));
    let Ok(lesson) = Lesson::parse(file).map_err(|error| error.to_string()) else { return };
    let lab = run(lesson.to_journal());
    let _ = LessonProgress::read(&lesson, noted);
    let mut progress = LessonProgress::new(&lesson, lab.now());
    for (at, step) in lesson.steps.iter().enumerate() {
        let _ = step.standing(&Scene::of(lab.world()), &[]);
        progress.hint();
        progress.choose(&lesson, step.choices.len() / 2, lab.world());
        progress.answer(&lesson, Vec::new(), lab.world());
        progress.ran(&lesson, &[lab.world()]);
        let _ = (progress.was_right(&lesson), progress.is_right(&lesson, at), progress.chosen(&lesson));
        let written = progress.written();
        let _ = LessonProgress::read(&lesson, &written);
        progress.go_on(&lesson, true, (lab.now(), lab.obeyed()));
    }
}
