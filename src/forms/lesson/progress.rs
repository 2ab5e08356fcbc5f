//! Where a learner is in a lesson. Not here: running the lab (`player`), how it looks (`ui`).
//!
//! Invariant: a step after a prediction is reached only by answering it, one after a goal only when the goal
//! holds; going back is always allowed.

use crate::engine::ids::VirtualTime;
use crate::lesson::format::{Lesson, Step};
use crate::sim::World;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// What is known about one step.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StepRecord {
    /// Virtual time when the learner came to it.
    pub entered_at: VirtualTime,
    /// The choice taken, from 0.
    pub choice: Option<usize>,
    /// The number that the choice stood for when it was taken.
    pub predicted: Option<i64>,
    /// After Run: what really happened.
    pub actual: Option<i64>,
    /// Hints opened.
    pub hints: usize,
    /// The step is done.
    pub done: bool,
}

/// A learner's state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LessonProgress {
    /// The current step, from 0.
    pub at: usize,
    /// One for each step.
    pub records: Vec<StepRecord>,
}

impl LessonProgress {
    /// At the first step.
    pub fn new(lesson: &Lesson, now: VirtualTime) -> LessonProgress {
        let mut records = vec![StepRecord::default(); lesson.steps.len()];
        records[0].entered_at = now;
        LessonProgress { at: 0, records }
    }

    /// As text: six numbers for each step up to the current one, `-` for none; `read` takes it.
    pub fn written(&self) -> String {
        let mut text = String::new();
        for record in &self.records[..=self.at] {
            let small = |value: usize| i64::try_from(value).ok();
            let (entered_at, choice) =
                (i64::try_from(record.entered_at.0).ok(), record.choice.and_then(small));
            let (hints, done) = (small(record.hints), Some(i64::from(record.done)));
            for value in [entered_at, choice, record.predicted, record.actual, hints, done] {
                text.push_str(&value.map_or_else(|| "-".to_string(), |value| value.to_string()));
                text.push(' ');
            }
        }
        text
    }

    /// What `written` gave of this lesson; `None`: the lesson is another one by now, or the text is none.
    pub fn read(lesson: &Lesson, text: &str) -> Option<LessonProgress> {
        let mut progress = LessonProgress::new(lesson, VirtualTime::default());
        let mut values = Vec::new();
        for word in text.split_whitespace() {
            values.push(if word == "-" { None } else { Some(word.parse::<i64>().ok()?) });
        }
        let (records, rest) = values.as_chunks::<6>();
        progress.at = records.len().checked_sub(1).filter(|_| rest.is_empty())?;
        for (at, &[entered_at, choice, predicted, actual, hints, done]) in records.iter().enumerate() {
            let small = |value: i64| usize::try_from(value).ok();
            *progress.records.get_mut(at)? = StepRecord {
                entered_at: VirtualTime(entered_at?.try_into().ok()?),
                choice: choice.and_then(small),
                predicted,
                actual,
                hints: hints.and_then(small)?,
                done: done? != 0,
            };
        }
        Some(progress)
    }

    /// The record of the current step.
    pub fn record(&self) -> &StepRecord {
        &self.records[self.at]
    }

    /// Takes a choice of a `predict` or `recall` step; it can be changed until the lab has run.
    pub fn choose(&mut self, lesson: &Lesson, choice: usize, world: &World) {
        let record = &mut self.records[self.at];
        match &lesson.steps[self.at] {
            Step::Predict { choices, .. } if choice < choices.len() => {
                record.predicted = choices[choice].value.of(world);
            }
            Step::Recall { choices, .. } if choice < choices.len() => {}
            Step::Predict { .. }
            | Step::Recall { .. }
            | Step::Explore { .. }
            | Step::Run { .. }
            | Step::Explain { .. }
            | Step::Do { .. } => return,
        }
        record.choice = Some(choice);
        record.done = true;
    }

    /// Opens the next hint.
    pub fn hint(&mut self) {
        self.records[self.at].hints += 1;
    }

    /// Records that the lab has run: what really happened.
    pub fn ran(&mut self, lesson: &Lesson, world: &World) {
        if let Step::Run { actual, .. } = &lesson.steps[self.at] {
            self.records[self.at].actual = actual.of(world);
            self.records[self.at].done = true;
        }
    }

    /// Whether the next step may be taken.
    pub fn may_go_on(&self, lesson: &Lesson, world: &World) -> bool {
        match &lesson.steps[self.at] {
            Step::Explore { .. } | Step::Explain { .. } => true,
            Step::Predict { .. } | Step::Run { .. } | Step::Recall { .. } => self.record().done,
            Step::Do { goals, .. } => self.record().done || goals.iter().all(|goal| goal.holds(world)),
        }
    }

    /// Goes to the next step; `false` at the end or while it is locked.
    pub fn go_on(&mut self, lesson: &Lesson, world: &World) -> bool {
        if !self.may_go_on(lesson, world) {
            return false;
        }
        self.records[self.at].done = true;
        if self.at + 1 == lesson.steps.len() {
            return false;
        }
        self.at += 1;
        self.records[self.at].entered_at = world.now();
        true
    }

    /// Goes a step back; gives the virtual time to which the lab has to be rewound.
    pub fn go_back(&mut self) -> Option<VirtualTime> {
        self.at = self.at.checked_sub(1)?;
        for record in &mut self.records[self.at + 1..] {
            *record = StepRecord::default();
        }
        let entered_at = self.records[self.at].entered_at;
        self.records[self.at] = StepRecord { entered_at, ..StepRecord::default() };
        Some(entered_at)
    }

    /// The latest prediction: the guess, and what really happened once the lab has run after it.
    pub fn prediction(&self) -> Option<(i64, Option<i64>)> {
        let asked = self.records[..=self.at].iter().rposition(|record| record.predicted.is_some())?;
        let actual = self.records[asked..=self.at].iter().find_map(|record| record.actual);
        Some((self.records[asked].predicted?, actual))
    }

    /// Whether the latest prediction was right; `None` before Run.
    pub fn was_right(&self) -> Option<bool> {
        let (predicted, actual) = self.prediction()?;
        actual.map(|actual| actual == predicted)
    }
}
