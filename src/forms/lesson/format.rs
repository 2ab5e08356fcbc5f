//! The lesson file: `offset-lab-lesson/2`, and `/1`, which it contains. Not here: its steps (`step`), judging
//! an answer or a try (`goal`, `play`), where a learner is (`progress`).
//!
//! Invariant: a lesson is plain data; everything that it shows of a lab comes from the lab.

use crate::engine::ids::{EpochMs, VirtualTime};
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::lesson::filled::filled;
pub use crate::lesson::step::{Asked, OwnLab, Step, StepBody, Timed};
use crate::sim::command::Command;
use crate::sim::formats::journal::{Journal, JournalEntry, JournalHeader, ParseError, parse_json};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name of the format.
pub const LESSON_FORMAT: &str = "offset-lab-lesson/2";
/// The first one: its questions are put by the Run behind them, and a solution is one command.
pub const LESSON_FORMAT_1: &str = "offset-lab-lesson/1";
/// What both begin with.
pub const LESSON_FORMATS: &str = "offset-lab-lesson/";
/// Steps of one lesson at most.
const STEPS_MAX: usize = 50;

/// A text per language (`en`, `zh`).
pub type Texts = OrderedMap<String, String>;

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A guided walk through a lab.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// `offset-lab-lesson/2`.
    pub format: String,
    /// The name of its file, without `.json`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: LessonKind,
    /// The course's module, from 1.
    #[serde(default, skip_serializing_if = "is_default")]
    pub module: u32,
    /// How long it takes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: u32,
    /// What it teaches: ids of sentences (SD-), rules (R-) and traps (T-).
    #[serde(default, skip_serializing_if = "is_default")]
    pub covers: Vec<String>,
    /// Lessons that come before it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub needs: Vec<String>,
    /// Title.
    pub title: Texts,
    /// What it is about, in a sentence.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: Texts,
    /// The same on a real cluster: commands and settings.
    #[serde(default, skip_serializing_if = "is_default")]
    pub real: Texts,
    /// Whose rules hold.
    #[serde(default)]
    pub profile: Profile,
    /// Start of every actor's random stream.
    #[serde(default)]
    pub seed: u64,
    /// Broker's clock at virtual time 0; absent: 2025-01-01T00:00:00Z.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_ms: Option<EpochMs>,
    /// What happened before the lesson begins.
    pub prelude: Vec<JournalEntry>,
    /// Virtual time at which it begins.
    pub begin_us: u64,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// In `offset-lab-lesson/1`, for each `do` step the command that solves it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub solution: Vec<Command>,
}

filled!(Lesson {
    "format" => format,
    "id" => id,
    "kind" => kind,
    "title" => title,
    "text" => text,
    "real" => real,
    "profile" => profile,
    "seed" => seed,
    "start_ms" => start_ms,
    "prelude" => prelude,
    "begin_us" => begin_us,
    "steps" => steps,
    "solution" => solution,
    "module" => module,
    "minutes" => minutes,
    "covers" => covers,
    "needs" => needs,
});

/// What a lesson file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LessonKind {
    /// Predict, see, do.
    #[default]
    Lesson,
    /// A goal, few commands, stars.
    Challenge,
    /// An incident: pasted material, questions, what to do, in which order.
    Drill,
}

impl Lesson {
    /// Reads a lesson file. One of the first format is made one of the second.
    pub fn parse(text: &str) -> Result<Lesson, ParseError> {
        let mut lesson: Lesson = parse_json(text)?;
        let whole = |problem| Err(ParseError { line: 0, column: 0, problem });
        if ![LESSON_FORMAT, LESSON_FORMAT_1].contains(&lesson.format.as_str()) {
            return whole(format!("the format is {:?}; this reads {LESSON_FORMAT:?}", lesson.format));
        }
        if lesson.steps.is_empty() || lesson.steps.len() > STEPS_MAX {
            return whole(format!(
                "a lesson has 1 to {STEPS_MAX} steps; this one has {}",
                lesson.steps.len()
            ));
        }
        for (i, step) in lesson.steps.iter().enumerate() {
            let choices = step.choices.len();
            if let Some(answer) = step.answer.filter(|answer| *answer >= choices) {
                return whole(format!("step {}: answer is {answer}, but there are {choices} choices", i + 1));
            }
            if step.asks_for_choice() && choices == 0 {
                return whole(format!("step {}: a question needs choices", i + 1));
            }
        }
        lesson.grow_up();
        Ok(lesson)
    }

    /// What the first format says in its own way, in that of the second.
    fn grow_up(&mut self) {
        let mut solution = core::mem::take(&mut self.solution).into_iter();
        let mut actual = None;
        for step in self.steps.iter_mut().rev() {
            match step {
                Step::Run(body) => {
                    let timed = |command| Timed { after_us: 0, command };
                    body.script.splice(0..0, core::mem::take(&mut body.commands).into_iter().map(timed));
                    actual = body.actual.take().or(actual);
                }
                Step::Predict(body) if body.asks.is_empty() => {
                    if body.choices.iter().any(|choice| !choice.values.is_empty()) {
                        body.asks.extend(actual.take().map(|value| Asked { text: Texts::new(), value }));
                    }
                }
                Step::Do(_)
                | Step::Predict(_)
                | Step::Explore(_)
                | Step::Compare(_)
                | Step::Explain(_)
                | Step::Challenge(_)
                | Step::Recall(_)
                | Step::Material(_)
                | Step::ChooseCommand(_)
                | Step::Order(_) => {}
            }
        }
        for step in &mut self.steps {
            if let Step::Do(body) = step {
                body.solution.extend(solution.next().map(|command| Timed { after_us: 0, command }));
            }
        }
    }

    /// The journal of the prelude.
    pub fn to_journal(&self) -> Journal {
        self.lab_of(&OwnLab::default()).0
    }

    /// The lab that a step begins with, and when.
    pub fn lab_of(&self, lab: &OwnLab) -> (Journal, VirtualTime) {
        let mut header = JournalHeader::new(lab.profile.unwrap_or(self.profile), self.seed);
        header.start_ms = self.start_ms.unwrap_or(header.start_ms);
        let entries = lab.prelude.as_ref().unwrap_or(&self.prelude).clone();
        (Journal { header, entries }, VirtualTime(lab.begin_us.unwrap_or(self.begin_us)))
    }
}
