//! A choice of queues and its JSON form, by hand: an untagged enum could not say what was wrong.
//!
//! Invariant: `"all"` and a list of numbers are the only forms.

use crate::engine::ids::QueueId;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Which queues of a topic: `"all"` or `[0, 2]`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum QueueChoice {
    /// Every queue.
    All,
    /// These.
    Some(Vec<QueueId>),
}

impl Serialize for QueueChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            QueueChoice::All => serializer.serialize_str("all"),
            QueueChoice::Some(queues) => queues.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for QueueChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ChoiceVisitor)
    }
}

struct ChoiceVisitor;

impl<'de> Visitor<'de> for ChoiceVisitor {
    type Value = QueueChoice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"all\" or a list of queue numbers")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<QueueChoice, E> {
        if text == "all" {
            Ok(QueueChoice::All)
        } else {
            Err(E::invalid_value(serde::de::Unexpected::Str(text), &self))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<QueueChoice, A::Error> {
        let mut queues: Vec<QueueId> = Vec::new();
        while let Some(queue) = seq.next_element()? {
            queues.push(queue);
        }
        Ok(QueueChoice::Some(queues))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for QueueChoice {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "QueueChoice".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"oneOf": [
            {"const": "all"},
            {"type": "array", "items": {"type": "integer", "minimum": 0}, "uniqueItems": true}
        ]})
    }
}
