//! The words of a lesson. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};

/// Taking a lesson.
pub struct Lesson {
    pub title: &'static str,
    /// step, steps
    pub position: OfTwo,
    pub back: &'static str,
    pub next: &'static str,
    pub run: &'static str,
    pub hint: &'static str,
    pub leave: &'static str,
    pub finished: &'static str,
    pub course: &'static str,
    pub locked: &'static str,
    pub your_guess: &'static str,
    pub actual: &'static str,
    pub right: &'static str,
    pub not_right: &'static str,
    pub wrong: OfTwo,
    pub done: &'static str,
    pub not_done: &'static str,
    pub failed: &'static str,
    pub goal: &'static str,
    pub allowed: OfText,
    pub locked_here: &'static str,
    pub reset_of: &'static str,
    /// commands, of how many
    pub used: OfTwo,
    pub left: OfText,
    pub again: &'static str,
    pub show: &'static str,
}
