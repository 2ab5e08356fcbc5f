//! What a challenge or a drill is worth. Not here: how it went (`play`, `progress`).
//!
//! Invariant: points are from 0 to 100, and a solution that was shown is worth one star at most.

use crate::engine::ids::VirtualTime;
use crate::lesson::format::Lesson;
use crate::lesson::play::Try;
use crate::lesson::progress::LessonProgress;
use crate::lesson::step::{Par, Step, StepBody};
use alloc::vec::Vec;

/// Points of a drill for its questions, its order of steps, and what became of the lab.
const DRILL_POINTS: [u64; 3] = [40, 30, 30];
/// More than that nobody gets who has taken a step that does harm.
const HARM_POINTS_MAX: u64 = 50;

/// How well a challenge was solved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// 0 to 100.
    pub points: u64,
    /// 0: not solved. 1: the goal. 2: and nothing lost or done twice. 3: and no command over par.
    pub stars: u32,
}

/// The score of a challenge that began then. `shown`: its solution was shown.
pub fn challenge_score(par: &Par, tried: &Try, began: VirtualTime, shown: bool) -> Score {
    let Some(solved) = tried.solved else { return Score::default() };
    let (duplicates, missed) = (tried.duplicates.max(0) as u64, tried.missed.max(0) as u64);
    let over = (tried.used as u64).saturating_sub(u64::from(par.commands));
    let late_us = solved.0.saturating_sub(began.0).saturating_sub(par.time_us);
    let lost = (15 * over)
        .saturating_add(duplicates.saturating_mul(10))
        .saturating_add(missed.saturating_mul(20))
        .saturating_add(late_us / 5_000_000);
    let stars = match (duplicates + missed, over) {
        _ if shown => 1,
        (0, 0) => 3,
        (0, _) => 2,
        _ => 1,
    };
    Score { points: 100_u64.saturating_sub(lost), stars }
}

/// A challenge's score as a record has it, or none where the task has no par.
pub fn numbers_of(step: &StepBody, tried: &Try, began: VirtualTime, shown: bool) -> Vec<Option<i64>> {
    let Some(par) = &step.par else { return Vec::new() };
    let score = challenge_score(par, tried, began, shown);
    let ms = tried.solved.map_or(0, |solved| solved.0.saturating_sub(began.0) / 1_000);
    let numbers = [
        score.points as i64,
        i64::from(score.stars),
        tried.used as i64,
        ms as i64,
        tried.duplicates,
        tried.missed,
    ];
    numbers.map(Some).to_vec()
}

/// The points of a drill: its questions, its order of steps and its tasks, each by how many of them are
/// right, and whether a step was taken that does harm.
pub fn drill_points(lesson: &Lesson, progress: &LessonProgress) -> (u64, bool) {
    let (mut right, mut all, mut harm) = ([0_u64; 3], [0_u64; 3], false);
    for (at, step) in lesson.steps.iter().enumerate() {
        let part = match step {
            Step::Predict(_) | Step::Recall(_) | Step::ChooseCommand(_) => 0,
            Step::Order(_) => 1,
            Step::Do(_) | Step::Challenge(_) => 2,
            Step::Explore(_) | Step::Run(_) | Step::Compare(_) | Step::Explain(_) | Step::Material(_) => {
                continue;
            }
        };
        all[part] += 1;
        right[part] += u64::from(progress.is_right(lesson, at) == Some(true));
        harm |= progress.took_harm(lesson, at);
    }
    let points = (0..3).map(|part| DRILL_POINTS[part] * right[part] / all[part].max(1)).sum::<u64>();
    (if harm { points.min(HARM_POINTS_MAX) } else { points }, harm)
}
