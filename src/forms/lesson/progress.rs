//! Where a learner is in a lesson. Not here: running the lab (`player`), how it looks (`ui`).
//!
//! Invariant: a step after a question is reached only by answering it, one after a task only when it is
//! solved; going back is always allowed.

use crate::engine::ids::VirtualTime;
use crate::lesson::choice::Choice;
use crate::lesson::format::{Lesson, Step};
use crate::lesson::goal::{Scene, Value};
use crate::lesson::step::StepBody;
use crate::sim::World;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// A number that was asked for; `None`: there is none in the lab.
pub type Number = Option<i64>;

/// What is known about one step.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StepRecord {
    /// Virtual time when the learner came to it.
    pub entered_at: VirtualTime,
    /// Commands that the lab had obeyed by then.
    pub obeyed: usize,
    /// The choice taken, from 0.
    pub choice: Option<usize>,
    /// The numbers of the answer when it was given; of an order of steps, the choices in the learner's
    /// order.
    pub predicted: Vec<Number>,
    /// After Run: what really happened, a number for each that was asked for; of a comparison, all of one
    /// profile after the other. Of a task that is solved: its score.
    pub actual: Vec<Number>,
    /// Hints opened; one more than there are: the solution was shown.
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

/// Words of a record.
const WORDS: usize = 7;

/// Numbers as one word: `-` for none at all, `n` for one that the lab does not have.
fn word(numbers: &[Number]) -> String {
    let words: Vec<String> = numbers
        .iter()
        .map(|number| number.map_or_else(|| "n".to_string(), |number| number.to_string()))
        .collect();
    if words.is_empty() { "-".to_string() } else { words.join(",") }
}

fn numbers(word: &str) -> Option<Vec<Number>> {
    let number = |word: &str| if word == "n" { Some(None) } else { word.parse().ok().map(Some) };
    if word == "-" { Some(Vec::new()) } else { word.split(',').map(number).collect() }
}

/// The one number of a word, or none.
fn one<T: TryFrom<i64>>(word: &str) -> Option<Option<T>> {
    match numbers(word)?.as_slice() {
        [] => Some(None),
        [Some(number)] => Some(Some(T::try_from(*number).ok()?)),
        _ => None,
    }
}

impl LessonProgress {
    /// At the first step of a lab that has obeyed its prelude.
    pub fn new(lesson: &Lesson, now: VirtualTime) -> LessonProgress {
        let mut records = vec![StepRecord::default(); lesson.steps.len()];
        records[0].entered_at = now;
        records[0].obeyed = lesson.prelude.len();
        LessonProgress { at: 0, records }
    }

    /// As text: seven words for each step up to the current one; `read` takes it.
    pub fn written(&self) -> String {
        let mut text = String::new();
        for record in &self.records[..=self.at] {
            let small = |value: usize| i64::try_from(value).ok();
            let words = [
                word(&[i64::try_from(record.entered_at.0).ok()]),
                word(&[small(record.obeyed)]),
                word(&record.choice.map(small).into_iter().collect::<Vec<_>>()),
                word(&record.predicted),
                word(&record.actual),
                word(&[small(record.hints)]),
                word(&[Some(i64::from(record.done))]),
            ];
            for word in words {
                text.push_str(&word);
                text.push(' ');
            }
        }
        text
    }

    /// What `written` gave of this lesson; `None`: the lesson is another one by now, or the text is none.
    pub fn read(lesson: &Lesson, text: &str) -> Option<LessonProgress> {
        let mut progress = LessonProgress::new(lesson, VirtualTime::default());
        let words: Vec<&str> = text.split_whitespace().collect();
        let (records, rest) = words.as_chunks::<WORDS>();
        progress.at = records.len().checked_sub(1).filter(|_| rest.is_empty())?;
        for (at, &[entered_at, obeyed, choice, predicted, actual, hints, done]) in records.iter().enumerate()
        {
            *progress.records.get_mut(at)? = StepRecord {
                entered_at: VirtualTime(one(entered_at)??),
                obeyed: one(obeyed)??,
                choice: one(choice)?,
                predicted: numbers(predicted)?,
                actual: numbers(actual)?,
                hints: one(hints)??,
                done: one::<i64>(done)?? != 0,
            };
        }
        Some(progress)
    }

    /// The record of the current step.
    pub fn record(&self) -> &StepRecord {
        &self.records[self.at]
    }

    /// Takes a choice; it can be changed until the lab has run.
    pub fn choose(&mut self, lesson: &Lesson, choice: usize, world: &World) {
        let step = &lesson.steps[self.at];
        let Some(chosen) = step.choices.get(choice).filter(|_| step.asks_for_choice()) else { return };
        let record = &mut self.records[self.at];
        record.predicted = values_of(chosen.values.iter(), &Scene::of(world));
        record.choice = Some(choice);
        record.done = true;
    }

    /// Takes numbers as the answer, or the order of an `order` step. A known answer counts as chosen.
    pub fn answer(&mut self, lesson: &Lesson, given: Vec<Number>, world: &World) {
        let (step, scene) = (&lesson.steps[self.at], Scene::of(world));
        let known =
            |choice: &Choice| !choice.values.is_empty() && values_of(choice.values.iter(), &scene) == given;
        let record = &mut self.records[self.at];
        record.choice = step.choices.iter().position(known).filter(|_| step.asks_for_choice());
        // An order of no steps is none yet, nor are numbers of which one is missing.
        record.done = !given.is_empty() && !given.contains(&None);
        record.predicted = given;
    }

    /// Opens the next hint.
    pub fn hint(&mut self) {
        self.records[self.at].hints += 1;
    }

    /// Records that the lab has run: what really happened. `worlds`: the lab, and in a comparison the others.
    pub fn ran(&mut self, lesson: &Lesson, worlds: &[&World]) {
        let step = &lesson.steps[self.at];
        let Some(lab) = worlds.first().filter(|_| step.runs()) else { return };
        let began = self.records[self.at].entered_at;
        let scene_in = |world| Scene { began, ..Scene::of(world) };
        let asked = |step: &StepBody| {
            let of_profile =
                worlds.iter().find(|world| step.profile.is_some_and(|p| world.header().profile == p));
            values_of(step.asks.iter().map(|asked| &asked.value), &scene_in(of_profile.unwrap_or(lab)))
        };
        for (earlier, record) in lesson.steps[..self.at].iter().zip(&mut self.records).rev() {
            if earlier.runs() {
                break;
            }
            if matches!(earlier, Step::Predict(_)) {
                record.actual = asked(earlier);
            }
        }
        let mut numbers = Vec::new();
        if matches!(step, Step::Compare(_)) {
            for profile in &step.profiles {
                let world = worlds.iter().find(|world| world.header().profile == *profile);
                let scene = scene_in(world.unwrap_or(lab));
                numbers.extend(step.asks.iter().map(|asked| asked.value.of(&scene)));
            }
        }
        let record = &mut self.records[self.at];
        record.actual = numbers;
        record.done = true;
    }

    /// What the lab has done to a task by now: it is solved. `score`: points, stars, commands, milliseconds,
    /// and messages processed again and missed.
    pub fn solved(&mut self, score: Vec<Number>) {
        let record = &mut self.records[self.at];
        record.done = true;
        record.actual = score;
    }

    /// The task of this step begins again.
    pub fn again(&mut self) {
        let record = &mut self.records[self.at];
        record.done = false;
        record.actual.clear();
    }

    /// Shows the solution of this step's task.
    pub fn show(&mut self, step: &StepBody) {
        self.records[self.at].hints = step.hints.len() + 1;
    }

    /// The solution of this step's task was shown: the last of its hints.
    pub fn was_shown(&self, step: &StepBody) -> bool {
        self.record().hints > step.hints.len()
    }

    /// Whether the next step may be taken. `solved`: the task of this one is, now.
    pub fn may_go_on(&self, lesson: &Lesson, solved: bool) -> bool {
        match &lesson.steps[self.at] {
            Step::Explore(_) | Step::Explain(_) | Step::Material(_) => true,
            Step::Predict(_)
            | Step::Run(_)
            | Step::Compare(_)
            | Step::Recall(_)
            | Step::ChooseCommand(_)
            | Step::Order(_) => self.record().done,
            Step::Do(_) | Step::Challenge(_) => self.record().done || solved,
        }
    }

    /// Goes to the next step; `false` at the end or while it is locked. `lab`: when it is, and after how many
    /// commands.
    pub fn go_on(&mut self, lesson: &Lesson, solved: bool, lab: (VirtualTime, usize)) -> bool {
        if !self.may_go_on(lesson, solved) {
            return false;
        }
        self.records[self.at].done = true;
        if self.at + 1 == lesson.steps.len() {
            return false;
        }
        self.at += 1;
        self.entered(lab);
        true
    }

    /// The lab of this step begins here.
    pub fn entered(&mut self, (now, obeyed): (VirtualTime, usize)) {
        let record = &mut self.records[self.at];
        (record.entered_at, record.obeyed) = (now, obeyed);
    }

    /// Goes a step back; gives the virtual time to which the lab has to be rewound.
    pub fn go_back(&mut self) -> Option<VirtualTime> {
        self.at = self.at.checked_sub(1)?;
        for record in &mut self.records[self.at + 1..] {
            *record = StepRecord::default();
        }
        let StepRecord { entered_at, obeyed, .. } = self.records[self.at];
        self.records[self.at] = StepRecord { entered_at, obeyed, ..StepRecord::default() };
        Some(entered_at)
    }

    /// The latest prediction of numbers: the guess, and what really happened once the lab has run after it.
    pub fn prediction(&self) -> Option<(&[Number], &[Number])> {
        let asked = self.records[..=self.at].iter().rfind(|record| !record.predicted.is_empty())?;
        Some((&asked.predicted, &asked.actual))
    }

    /// Whether the latest prediction was right; `None` before Run.
    pub fn was_right(&self, lesson: &Lesson) -> Option<bool> {
        let asked = lesson.steps[..=self.at].iter().rposition(|step| matches!(step, Step::Predict(_)))?;
        self.is_right(lesson, asked)
    }

    /// Whether a step was done right; `None`: not known yet, or there is no wrong.
    pub fn is_right(&self, lesson: &Lesson, at: usize) -> Option<bool> {
        let (step, record) = (&lesson.steps[at], &self.records[at]);
        match step {
            Step::Predict(body) if !body.asks.is_empty() => {
                (!record.actual.is_empty()).then(|| record.actual == record.predicted)
            }
            Step::Predict(_) | Step::Recall(_) | Step::ChooseCommand(_) => {
                record.choice.map(|choice| Some(choice) == step.right_choice())
            }
            Step::Order(body) => {
                let right = (0..).zip(&body.choices).filter(|(_, choice)| !choice.does_harm);
                let right: Vec<Number> = right.map(|(i, _)| Some(i)).collect();
                record.done.then(|| record.predicted == right)
            }
            Step::Do(_) | Step::Challenge(_) => Some(record.done),
            Step::Explore(_) | Step::Run(_) | Step::Compare(_) | Step::Explain(_) | Step::Material(_) => None,
        }
    }

    /// What was chosen at the latest prediction.
    pub fn chosen<'a>(&self, lesson: &'a Lesson) -> Option<&'a Choice> {
        let asked = lesson.steps[..=self.at].iter().rposition(|step| matches!(step, Step::Predict(_)))?;
        lesson.steps[asked].choices.get(self.records[asked].choice?)
    }

    /// Whether a step that does harm was taken.
    pub fn took_harm(&self, lesson: &Lesson, at: usize) -> bool {
        self.taken(lesson, at).iter().any(|choice| choice.does_harm)
    }

    /// The choices that were taken in a step.
    pub fn taken<'a>(&self, lesson: &'a Lesson, at: usize) -> Vec<&'a Choice> {
        let (step, record) = (&lesson.steps[at], &self.records[at]);
        let picked = record.predicted.iter().flatten().filter(|_| step.is_order());
        let picked = picked.filter_map(|pick| usize::try_from(*pick).ok()).chain(record.choice);
        picked.filter_map(|pick| step.choices.get(pick)).collect()
    }
}

fn values_of<'a>(values: impl Iterator<Item = &'a Value>, scene: &Scene) -> Vec<Number> {
    values.map(|value| value.of(scene)).collect()
}
