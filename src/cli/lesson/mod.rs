//! `lesson check`: proves a folder of lessons, and its course. Not here: playing one (`play`), what each kind
//! of step needs (`form`), the course (`course`).
//!
//! Invariant: whoever checks nothing has nothing to complain of, so a folder without lessons is a mistake.

mod course;
mod form;
mod play;
mod tasks;

use crate::cli::{Failure, read, say};
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

/// Complaints, each with its place.
#[derive(Default)]
pub(super) struct Complaints {
    place: String,
    all: Vec<String>,
}

impl Complaints {
    /// What follows is about this place.
    pub fn at(&mut self, place: String) {
        self.place = place;
    }

    pub fn say(&mut self, problem: impl std::fmt::Display) {
        self.all.push(format!("{}: {problem}", self.place));
    }

    pub fn unless(&mut self, holds: bool, problem: impl std::fmt::Display) {
        if !holds {
            self.say(problem);
        }
    }
}

/// Checks every lesson and the course of a folder.
pub(super) fn check(folder: &Path) -> Result<(), Failure> {
    let mut complaints = Complaints::default();
    let (mut lessons, mut courses) = (Vec::new(), Vec::new());
    for path in files(folder)? {
        let text = read(&path)?;
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_string();
        complaints.at(name.clone());
        let json = serde_json::from_str(&text).unwrap_or_default();
        if text.contains(COURSE_FORMAT) {
            form::languages(&json, "", &mut complaints);
            match Course::parse(&text) {
                Ok(course) => courses.push((name, course)),
                Err(error) => complaints.say(error),
            }
        } else if text.contains(LESSON_FORMATS) {
            form::check(&json, &mut complaints);
            match Lesson::parse(&text) {
                Ok(lesson) => lessons.push(Found { name, lesson }),
                Err(error) => complaints.say(error),
            }
        } else {
            complaints.say("neither a lesson nor a course");
        }
    }
    for found in &lessons {
        play::check(found, &mut complaints);
    }
    for (name, of) in &courses {
        complaints.at(name.clone());
        course::check(of, &lessons, &mut complaints);
    }
    complaints.at(folder.display().to_string());
    complaints.unless(!lessons.is_empty(), "there is no lesson");
    complaints.all.iter().for_each(say);
    if complaints.all.is_empty() {
        say(format!("{} lessons and {} courses are as they say", lessons.len(), courses.len()));
        return Ok(());
    }
    say(format!("{} complaints", complaints.all.len()));
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
