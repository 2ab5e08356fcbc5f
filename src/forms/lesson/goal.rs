//! What must hold of a lab. Not here: the numbers (`value`), when it must hold (`play`).
//!
//! Invariant: no comparison holds with a number that the lab does not have; only `none` asks for that.

pub use crate::lesson::value::{Of, Scene, Value};
use alloc::boxed::Box;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What must hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Goal {
    /// Both are the same.
    Equal(Value, Value),
    /// The first is less than the second.
    Less(Value, Value),
    /// The first is the second or less.
    AtMost(Value, Value),
    /// The lab does not have such a number.
    None(Value),
    /// This does not hold.
    Not(Box<Goal>),
    /// One of these holds.
    Any(Vec<Goal>),
}

impl Goal {
    /// Whether it holds now.
    pub fn holds(&self, scene: &Scene) -> bool {
        let two = |a: &Value, b: &Value, is: fn(i64, i64) -> bool| {
            a.of(scene).zip(b.of(scene)).is_some_and(|(a, b)| is(a, b))
        };
        match self {
            Goal::Equal(a, b) => two(a, b, |a, b| a == b),
            Goal::Less(a, b) => two(a, b, |a, b| a < b),
            Goal::AtMost(a, b) => two(a, b, |a, b| a <= b),
            Goal::None(value) => value.of(scene).is_none(),
            Goal::Not(goal) => !goal.holds(scene),
            Goal::Any(goals) => goals.iter().any(|goal| goal.holds(scene)),
        }
    }
}

/// Whether all of them hold.
pub fn all_hold(goals: &[Goal], scene: &Scene) -> bool {
    goals.iter().all(|goal| goal.holds(scene))
}
