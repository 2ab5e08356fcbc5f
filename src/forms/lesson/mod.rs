//! Guided steps over a scenario: the format `offset-lab-lesson/2`, and what its goals ask of projections.
//! Not here: how a lesson looks (`ui`), and playing it on a screen (`player`).
//!
//! Invariant: goals read projections only, so a lesson can't depend on what a learner can't see.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod check;
pub mod choice;
pub mod course;
pub mod figure;
mod filled;
pub mod format;
pub mod goal;
pub mod play;
pub mod progress;
pub mod score;
pub mod step;
pub mod value;

pub use crate::lesson::course::Course;
pub use crate::lesson::format::Lesson;
pub use crate::lesson::progress::LessonProgress;
pub use crate::lesson::step::{Step, StepBody};
