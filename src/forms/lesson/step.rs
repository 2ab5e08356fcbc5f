//! The steps of a lesson. Not here: the lesson around them (`format`), a choice (`choice`), what is shown
//! (`figure`).
//!
//! A step is a kind and a `StepBody`: one struct for all kinds, since each struct that is read costs the page
//! a kilobyte. What a kind needs of it, `offset-lab lesson check` says (`cli::lesson`).
//!
//! Invariant: a step is plain data; its script and its solution count time from its beginning.

use crate::engine::ids::Name;
use crate::engine::profile::Profile;
use crate::lesson::choice::Choice;
use crate::lesson::figure::Figure;
use crate::lesson::filled::filled;
use crate::lesson::format::{Texts, is_default};
use crate::lesson::goal::{Goal, Of, Value};
use crate::sim::command::Command;
use crate::sim::formats::journal::JournalEntry;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Deref;
use serde::{Deserialize, Serialize};

/// One step: a kind with what belongs to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Look around.
    Explore(Box<StepBody>),
    /// Say what will be after the next Run; it stays locked until then. `asks`, `choices`, `by`.
    Predict(Box<StepBody>),
    /// The lab obeys `script` and runs for `for_us`, or until `until` or `until_event`.
    Run(Box<StepBody>),
    /// A Run under each of `profiles`, side by side; `asks` are the numbers that are held against each other.
    Compare(Box<StepBody>),
    /// What it means: `text`, and `right` or `wrong` by the prediction before it.
    Explain(Box<StepBody>),
    /// Bring the lab to where every one of `goals` holds.
    Do(Box<StepBody>),
    /// The same with `par` and stars, while `script` happens anyway.
    Challenge(Box<StepBody>),
    /// A question to remember it by: `choices`, `because`.
    Recall(Box<StepBody>),
    /// `material` to read and copy, as it was pasted into a ticket.
    Material(Box<StepBody>),
    /// Which of these command lines? Each of `choices` has a `script`, and `asks` are what it would come to.
    ChooseCommand(Box<StepBody>),
    /// Put `choices` in order; those that are `unsafe` do not belong.
    Order(Box<StepBody>),
}

/// What a step may have. All but title is optional; a kind uses what its description names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepBody {
    /// Its heading.
    pub title: Texts,
    /// What to read.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: Texts,
    /// What is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<Box<Figure>>,
    /// The step begins with this lab in place of the one that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lab: Option<Box<OwnLab>>,
    /// The lab goes back to this instant first, and what came later is dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_us: Option<u64>,

    /// How the answer of `predict` is given.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: By,
    /// The queue (and group) on which a mark is put or messages are picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Of>,
    /// The numbers that are asked for, taken after the next Run. None: the right choice says so itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Asked>,
    /// In a comparison: under which of its profiles they are taken; absent: the lab's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What can be answered. For a free number: known answers, with what is said to each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Of `recall`: the right choice, from 0; absent: the one that is `right`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<usize>,
    /// What is said after any answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub because: Texts,
    /// Opened one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Texts>,

    /// In `offset-lab-lesson/1`: what a Run begins with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Command>,
    /// What happens in this step whatever the learner does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<Timed>,
    /// How long the lab runs, at most.
    #[serde(default, skip_serializing_if = "is_default")]
    pub for_us: u64,
    /// It ends at the first instant at which all of these hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<Goal>,
    /// It ends when this happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_event: Option<Happening>,
    /// In `offset-lab-lesson/1`: what the prediction is held against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// Commands and sends that are refused in this step: on purpose.
    #[serde(default, skip_serializing_if = "is_default")]
    pub refused: u32,
    /// Of `compare`: two or three. Of a task: it must be solved under each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,

    /// Of `explain`: after a right prediction.
    #[serde(default, skip_serializing_if = "is_default")]
    pub right: Texts,
    /// Of `explain`: after a wrong one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub wrong: Texts,

    /// What must hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// What must not hold on the way: then the task is failed, and begins again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub never: Vec<Goal>,
    /// The deadline, after the step's beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_us: Option<u64>,
    /// The goals must hold at the deadline, not some time before it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at_end: bool,
    /// The goals must hold soon after a command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// The commands that the learner may give; absent: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<Allowed>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_commands: Option<u32>,
    /// Commands that solve it; none can be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub solution: Vec<Timed>,
    /// Tries that do not solve it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traps: Vec<Choice>,
    /// Of `challenge`: what three stars take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub par: Option<Par>,
    /// Of `material`: the text as it is, in no language.
    #[serde(default, skip_serializing_if = "is_default")]
    pub material: String,
}

filled!(StepBody {
    "title" => title,
    "text" => text,
    "figure" => figure,
    "lab" => lab,
    "from_us" => from_us,
    "by" => by,
    "on" => on,
    "asks" => asks,
    "profile" => profile,
    "choices" => choices,
    "answer" => answer,
    "because" => because,
    "hints" => hints,
    "commands" => commands,
    "script" => script,
    "for_us" => for_us,
    "until" => until,
    "until_event" => until_event,
    "actual" => actual,
    "profiles" => profiles,
    "right" => right,
    "wrong" => wrong,
    "goals" => goals,
    "never" => never,
    "within_us" => within_us,
    "at_end" => at_end,
    "since" => since,
    "allow" => allow,
    "max_commands" => max_commands,
    "solution" => solution,
    "par" => par,
    "material" => material,
    "refused" => refused,
    "traps" => traps,
});

/// How an answer is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// One of the choices.
    #[default]
    Choice,
    /// Typed numbers, one for each that is asked for.
    Number,
    /// A mark is put on the axis of `on`: one number.
    Mark,
    /// Messages of `on` are picked: two numbers, the first one and one past the last.
    Cells,
}

/// What ends a Run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// Messages are delivered.
    Delivered,
    /// Messages are delivered that the group had processed.
    DeliveredAgain,
    /// A consumer offset is saved.
    Committed,
    /// A pull is sent to another offset.
    OffsetCorrected,
    /// A pull takes up a reset.
    ResetTaken,
    /// Min moves.
    MinAdvanced,
    /// A message that waited is in its queue.
    Arrived,
    /// A message is given up.
    DeadLettered,
}

/// A number that is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What it is called, where there are several.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: Texts,
    /// Where it comes from.
    pub value: Value,
}

filled!(Asked {
    "text" => text,
    "value" => value,
});

/// A command some time after a step's beginning.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// Microseconds.
    #[serde(default)]
    pub after_us: u64,
    /// What is asked.
    pub command: Command,
}

/// Another lab; what is absent is the lesson's.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnLab {
    /// Whose rules hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What happened before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prelude: Option<Vec<JournalEntry>>,
    /// Virtual time at which the step begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begin_us: Option<u64>,
}

filled!(OwnLab {
    "profile" => profile,
    "prelude" => prelude,
    "begin_us" => begin_us,
});

/// How long after a command.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// The learner's latest command of this name, such as `reset_offset`.
    pub command: String,
    /// At most so long ago.
    pub within_us: u64,
}

filled!(Since {
    "command" => command,
    "within_us" => within_us,
});

/// A command that the learner may give.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// Its name, such as `reset_offset`.
    pub command: String,
    /// Groups, topics and clients that it must name, each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<Name>,
}

filled!(Allowed {
    "command" => command,
    "names" => names,
});

/// What three stars take: the goal, nothing lost or done twice, and so many commands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Par {
    /// Commands of the best solution that is known.
    pub commands: u32,
    /// Virtual time that it takes.
    pub time_us: u64,
    /// Messages worked off twice without need: ten points each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<Value>,
    /// Messages lost, skipped or never read: twenty points each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed: Option<Value>,
}

filled!(Par {
    "commands" => commands,
    "time_us" => time_us,
    "duplicates" => duplicates,
    "missed" => missed,
});

impl Deref for Step {
    type Target = StepBody;

    fn deref(&self) -> &StepBody {
        let (Step::Explore(body)
        | Step::Predict(body)
        | Step::Run(body)
        | Step::Compare(body)
        | Step::Explain(body)
        | Step::Do(body)
        | Step::Challenge(body)
        | Step::Recall(body)
        | Step::Material(body)
        | Step::ChooseCommand(body)
        | Step::Order(body)) = self;
        body
    }
}

impl Step {
    /// It is answered by one of its choices, or can be.
    pub fn asks_for_choice(&self) -> bool {
        matches!(self, Step::Predict(_) | Step::Recall(_) | Step::ChooseCommand(_))
    }

    /// The lab runs in it by itself.
    pub fn runs(&self) -> bool {
        matches!(self, Step::Run(_) | Step::Compare(_))
    }

    /// The learner works in it.
    pub fn is_task(&self) -> bool {
        matches!(self, Step::Do(_) | Step::Challenge(_))
    }

    /// Its choices are to be put in order.
    pub fn is_order(&self) -> bool {
        matches!(self, Step::Order(_))
    }

    /// The right choice of a question that says it itself.
    pub fn right_choice(&self) -> Option<usize> {
        self.answer.or_else(|| self.choices.iter().position(|choice| choice.right))
    }
}
