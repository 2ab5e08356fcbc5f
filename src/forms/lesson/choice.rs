//! Something to choose, and how it is read. Not here: whether it is right (`progress`).
//!
//! Invariant: a plain text per language is a choice too, as `offset-lab-lesson/1` has them in `recall`.

use crate::lesson::filled::fill;
use crate::lesson::format::{Texts, Timed, is_default};
use crate::lesson::goal::{Goal, Value};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// A possible answer. In its text, `{}` stands for its numbers, one after the other.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Choice {
    /// What the learner reads.
    pub text: Texts,
    /// The numbers that it stands for, one for each that is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// It is the right one.
    #[serde(skip_serializing_if = "is_default")]
    pub right: bool,
    /// The wrong idea that leads to it: an id of the course.
    #[serde(skip_serializing_if = "is_default")]
    pub misconception: String,
    /// What is said to it.
    #[serde(skip_serializing_if = "is_default")]
    pub because: Texts,
    /// Of a choice in words: what holds at the end of the Run if it is right, and only then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Goal>,
    /// In an order of steps: it does harm.
    #[serde(rename = "unsafe", skip_serializing_if = "is_default")]
    pub does_harm: bool,
    /// What it would do to the lab.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<Timed>,
}

struct ChoiceVisitor;

impl<'de> Visitor<'de> for ChoiceVisitor {
    type Value = Choice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a choice")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Choice, A::Error> {
        let mut choice = Choice::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "text" => fill(&mut map, &mut choice.text)?,
                "value" => choice.values.push(map.next_value()?),
                "values" => fill(&mut map, &mut choice.values)?,
                "right" => fill(&mut map, &mut choice.right)?,
                "misconception" => fill(&mut map, &mut choice.misconception)?,
                "because" => fill(&mut map, &mut choice.because)?,
                "holds" => fill(&mut map, &mut choice.holds)?,
                "unsafe" => fill(&mut map, &mut choice.does_harm)?,
                "script" => fill(&mut map, &mut choice.script)?,
                _ => drop(choice.text.insert(key, map.next_value()?)),
            }
        }
        Ok(choice)
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Choice, D::Error> {
        deserializer.deserialize_map(ChoiceVisitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Choice {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Choice".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let texts = generator.subschema_for::<Texts>();
        let value = generator.subschema_for::<Value>();
        let goals = generator.subschema_for::<Vec<Goal>>();
        let script = generator.subschema_for::<Vec<Timed>>();
        schemars::json_schema!({
            "description": "A possible answer. In its text, `{}` stands for its numbers, one after the other.",
            "anyOf": [
                {
                    "type": "object",
                    "required": ["text"],
                    "additionalProperties": false,
                    "properties": {
                        "text": texts,
                        "value": value,
                        "values": {"type": "array", "items": value},
                        "right": {"type": "boolean"},
                        "misconception": {"type": "string"},
                        "because": texts,
                        "holds": goals,
                        "unsafe": {"type": "boolean"},
                        "script": script
                    }
                },
                texts
            ]
        })
    }
}
