//! What the panel and the figure show of a lesson. Not here: changing it (`lesson_run`).
//!
//! Invariant: it is taken at one moment of the lab, so its parts agree with each other.

use crate::lesson::figure::{Panel, Part};
use crate::lesson::play::Standing;
use crate::lesson::{Lesson, LessonProgress, Step};
use alloc::rc::Rc;
use alloc::vec::Vec;

/// What the panel and the figure show of it.
#[derive(Clone)]
pub struct LessonView {
    pub lesson: Rc<Lesson>,
    pub progress: LessonProgress,
    pub running: bool,
    /// The next step is open.
    pub open: bool,
    /// For each choice, its numbers now.
    pub choices: Vec<Vec<Option<i64>>>,
    /// How a task stands, and how many commands were given in it.
    pub standing: Standing,
    pub used: usize,
    /// Seconds of virtual time until its deadline.
    pub left_s: Option<u64>,
    pub votes: Vec<i64>,
}

impl PartialEq for LessonView {
    // A lesson does not change, and comparing all of it would be more code than the rest of this.
    fn eq(&self, other: &LessonView) -> bool {
        Rc::ptr_eq(&self.lesson, &other.lesson)
            && self.progress == other.progress
            && (self.running, self.open) == (other.running, other.open)
            && (&self.choices, &self.votes) == (&other.choices, &other.votes)
            && (&self.standing, self.used) == (&other.standing, other.used)
            && self.left_s == other.left_s
    }
}

impl LessonView {
    /// The current step.
    pub fn step(&self) -> &Step {
        &self.lesson.steps[self.progress.at]
    }

    /// Whether a topic is in the figure: in that of the step, or else of the newest step that has one. A task
    /// without a figure of its own shows all.
    pub fn shows(&self, topic: &str) -> bool {
        let shown =
            |step: &Step| Some(step.figure.as_ref()?.topics.clone()).filter(|topics| !topics.is_empty());
        let topics = match self.step().is_task() {
            true => shown(self.step()),
            false => self.lesson.steps[..=self.progress.at].iter().rev().find_map(shown),
        };
        topics.is_none_or(|topics| topics.iter().any(|shown| **shown == *topic))
    }

    /// What the step wants to be seen beside the lanes, for the style.
    pub fn opens(&self) -> Option<&'static str> {
        let figure = self.step().figure.as_ref()?;
        Some(match figure.open {
            Some(Panel::Log) => "log",
            Some(Panel::Disk) => "inspect disk",
            Some(Panel::Deliveries | Panel::Reset) => "inspect",
            Some(Panel::Chart) => "chart",
            None => {
                return figure.highlight.iter().any(|spot| spot.part == Part::Pocket).then_some("pocket");
            }
        })
    }

    /// The figure alone is shown, without what belongs to doing things.
    pub fn is_quiet(&self) -> bool {
        !matches!(self.step(), Step::Explore(_) | Step::Do(_) | Step::Challenge(_))
    }
}
