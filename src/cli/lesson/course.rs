//! A course and its lessons: each is there once, after what it needs, and together they cover what the
//! documentation page says and the traps. Not here: a lesson by itself (`play`).
//!
//! Invariant: the ids of the page's sentences are the headings of `docs/rules.md`.

use crate::cli::lesson::Found;
use crate::lesson::check::Findings;
use crate::lesson::format::{LESSON_FORMAT, LessonKind};
use crate::lesson::{Course, Step};

const RULES: &str = include_str!("../../../docs/rules.md");
/// Traps that a person who works with a cluster meets.
const TRAPS: [u32; 19] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 16, 17, 19, 20, 21, 25];

/// Said on the command line only.
pub(super) fn english(words: impl std::fmt::Display) -> [String; 2] {
    [words.to_string(), String::new()]
}

/// Complains of a course that its lessons do not make up.
pub(super) fn check(course: &Course, lessons: &[Found], complaints: &mut Findings) {
    let ids: Vec<&str> = course.lessons().map(|entry| entry.id.as_str()).collect();
    for (i, entry) in course.lessons().enumerate() {
        let Some(found) = lessons.iter().find(|found| found.name == entry.id) else {
            complaints.say(english(format!("{} is not there", entry.id)));
            continue;
        };
        let lesson = &found.lesson;
        let same = (lesson.kind, lesson.minutes, &lesson.needs, &lesson.title)
            == (entry.kind, entry.minutes, &entry.needs, &entry.title);
        complaints
            .unless(same, english(format!("{} says its kind, minutes, needs or title otherwise", entry.id)));
        complaints.unless(!ids[..i].contains(&ids[i]), english(format!("{} stands there twice", entry.id)));
        for needed in &entry.needs {
            let before = ids[..i].contains(&needed.as_str());
            complaints
                .unless(before, english(format!("{} needs {needed}, which is not before it", entry.id)));
        }
        let module = course.modules.iter().position(|module| module.lessons.contains(entry));
        let at = module.map_or(0, |module| module as u32 + 1);
        complaints.unless(
            lesson.module == at,
            english(format!("{} is in module {at}, and says another", entry.id)),
        );
        let asks_again = lesson.steps.iter().any(|step| matches!(step, Step::Recall(_)));
        let needs = lesson.kind == LessonKind::Lesson;
        complaints.unless(asks_again || !needs, english(format!("{} has nothing to recall", entry.id)));
        check_ideas(course, found, complaints);
    }
    for found in lessons.iter().filter(|found| found.lesson.format == LESSON_FORMAT) {
        complaints
            .unless(ids.contains(&found.name.as_str()), english(format!("{} is in no module", found.name)));
    }
    check_cover(&ids, lessons, complaints);
}

/// Every wrong idea that a choice names is the course's.
fn check_ideas(course: &Course, found: &Found, complaints: &mut Findings) {
    let steps = found.lesson.steps.iter();
    for choice in steps.flat_map(|step| &step.choices).filter(|choice| !choice.misconception.is_empty()) {
        let known = course.misconceptions.iter().any(|idea| idea.id == choice.misconception);
        let id = &choice.misconception;
        complaints
            .unless(known, english(format!("{} names {id}, no misconception of the course", found.name)));
    }
}

fn check_cover(ids: &[&str], lessons: &[Found], complaints: &mut Findings) {
    let mut covered: Vec<&str> = Vec::new();
    for found in lessons.iter().filter(|found| ids.contains(&found.name.as_str())) {
        for id in &found.lesson.covers {
            let heading = |line: &str| {
                line.trim_start_matches('#').trim().split([' ', ':']).next() == Some(id.as_str())
            };
            let known = RULES.lines().any(|line| line.starts_with('#') && heading(line));
            complaints.unless(known, english(format!("{} covers {id}, which no rule is called", found.name)));
            covered.push(id);
        }
    }
    let pages = RULES.lines().filter_map(|line| line.strip_prefix("### ")).filter(|id| id.starts_with("SD-"));
    let traps = TRAPS.map(|trap| format!("T-{trap}"));
    for id in pages.map(str::trim).chain(traps.iter().map(String::as_str)) {
        complaints.unless(covered.contains(&id), english(format!("no lesson covers {id}")));
    }
}
