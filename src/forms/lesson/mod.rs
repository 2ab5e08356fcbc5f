//! Guided steps over a scenario: the format `offset-lab-lesson/1`, and what its goals ask of projections.
//! Not here: how a lesson looks (`ui`), and playing it (`player`).
//!
//! Invariant: goals read projections only, so a lesson can't depend on what a learner can't see.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod format;
pub mod goal;
pub mod progress;

pub use crate::lesson::format::{Lesson, Step};
pub use crate::lesson::progress::LessonProgress;
