//! The lesson file: `offset-lab-lesson/1`. Not here: judging an answer (`goal`), where a learner is
//! (`progress`).
//!
//! Invariant: a lesson is plain data; everything that it shows of a lab comes from the lab.

use crate::engine::ids::EpochMs;
use crate::engine::ordered_map::OrderedMap;
use crate::engine::profile::Profile;
use crate::lesson::goal::{Goal, Value};
use crate::sim::command::Command;
use crate::sim::formats::journal::{Journal, JournalEntry, JournalHeader, ParseError, parse_json};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The name of the format.
pub const LESSON_FORMAT: &str = "offset-lab-lesson/1";
/// Steps of one lesson at most.
const STEPS_MAX: usize = 50;

/// A text per language (`en`, `zh`).
pub type Texts = OrderedMap<String, String>;

/// A guided walk through a lab.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// `offset-lab-lesson/1`.
    pub format: String,
    /// Title.
    pub title: Texts,
    /// What it is about, in a sentence.
    #[serde(default, skip_serializing_if = "OrderedMap::is_empty")]
    pub text: Texts,
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
    /// For each `do` step, commands that solve it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub solution: Vec<Command>,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Look around.
    Explore { title: Texts, text: Texts },
    /// Say what will happen; Run stays locked until then.
    Predict {
        title: Texts,
        text: Texts,
        choices: Vec<Choice>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hints: Vec<Texts>,
    },
    /// The lab obeys `commands` and runs for `for_us`; then `actual` is what the prediction is held against.
    Run {
        title: Texts,
        text: Texts,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        commands: Vec<Command>,
        for_us: u64,
        actual: Value,
    },
    /// What it means; the first text after a right prediction, the second after a wrong one.
    Explain { title: Texts, right: Texts, wrong: Texts },
    /// Bring the lab to where every goal holds.
    Do {
        title: Texts,
        text: Texts,
        goals: Vec<Goal>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hints: Vec<Texts>,
    },
    /// A question to remember it by; `answer` counts from 0.
    Recall { title: Texts, text: Texts, choices: Vec<Texts>, answer: usize, because: Texts },
}

impl Step {
    /// The step's heading.
    pub fn title(&self) -> &Texts {
        match self {
            Step::Explore { title, .. }
            | Step::Predict { title, .. }
            | Step::Run { title, .. }
            | Step::Explain { title, .. }
            | Step::Do { title, .. }
            | Step::Recall { title, .. } => title,
        }
    }
}

/// A possible prediction. In its text, `{}` stands for the value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What the learner reads.
    pub text: Texts,
    /// The number that it stands for, computed when the question is asked.
    pub value: Value,
}

impl Lesson {
    /// Reads a lesson file.
    pub fn parse(text: &str) -> Result<Lesson, ParseError> {
        let lesson: Lesson = parse_json(text)?;
        let whole = |problem| Err(ParseError { line: 0, column: 0, problem });
        if lesson.format != LESSON_FORMAT {
            return whole(format!("the format is {:?}; this reads {LESSON_FORMAT:?}", lesson.format));
        }
        if lesson.steps.is_empty() || lesson.steps.len() > STEPS_MAX {
            return whole(format!(
                "a lesson has 1 to {STEPS_MAX} steps; this one has {}",
                lesson.steps.len()
            ));
        }
        for (i, step) in lesson.steps.iter().enumerate() {
            if let Step::Recall { choices, answer, .. } = step
                && *answer >= choices.len()
            {
                return whole(format!(
                    "step {}: answer is {answer}, but there are {} choices",
                    i + 1,
                    choices.len()
                ));
            }
            if matches!(step, Step::Predict { choices, .. } if choices.is_empty()) {
                return whole(format!("step {}: a prediction needs choices", i + 1));
            }
        }
        Ok(lesson)
    }

    /// The journal of the prelude.
    pub fn to_journal(&self) -> Journal {
        let mut header = JournalHeader::new(self.profile, self.seed);
        header.start_ms = self.start_ms.unwrap_or(header.start_ms);
        Journal { header, entries: self.prelude.clone() }
    }
}
