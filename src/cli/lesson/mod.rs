//! `lesson check`: proves a folder of lessons, and its course. Not here: playing one (`lesson::check`), the
//! course (`course`).
//!
//! Invariant: whoever checks nothing has nothing to complain of, so a folder without lessons is a mistake.

mod course;

use crate::cli::{Failure, read, say};
use crate::lesson::check::{Findings, check_lesson, form};
use crate::lesson::course::COURSE_FORMAT;
use crate::lesson::format::LESSON_FORMATS;
use crate::lesson::{Course, Lesson};
use std::path::{Path, PathBuf};

/// A lesson of the folder.
pub(super) struct Found {
    /// The file's name without `.json`.
    pub name: String,
    pub lesson: Lesson,
}

/// Checks every lesson and the course of a folder.
pub(super) fn check(folder: &Path) -> Result<(), Failure> {
    let mut found = Findings::default();
    let (mut lessons, mut courses) = (Vec::new(), Vec::new());
    for path in files(folder)? {
        let text = read(&path)?;
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_string();
        found.at(name.clone(), 0);
        if text.contains(COURSE_FORMAT) {
            form::languages(&serde_json::from_str(&text).unwrap_or_default(), "", &mut found);
            match Course::parse(&text) {
                Ok(course) => courses.push((name, course)),
                Err(error) => found.say(course::english(error)),
            }
        } else if text.contains(LESSON_FORMATS) {
            let checked = check_lesson(Some(&name), &text, 0, &mut found);
            lessons.extend(checked.map(|(lesson, _)| Found { name, lesson }));
        } else {
            found.say(course::english("neither a lesson nor a course"));
        }
    }
    for (name, of) in &courses {
        found.at(name.clone(), 0);
        course::check(of, &lessons, &mut found);
    }
    found.at(folder.display().to_string(), 0);
    found.unless(!lessons.is_empty(), course::english("there is no lesson"));
    found.all.iter().for_each(say);
    if found.all.is_empty() {
        say(format!("{} lessons and {} courses are as they say", lessons.len(), courses.len()));
        return Ok(());
    }
    say(format!("{} complaints", found.all.len()));
    Err(Failure::Said)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |error| Failure::Read(folder.to_path_buf(), error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
