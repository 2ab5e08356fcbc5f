//! The names and numbers of the domain as types of their own. Not here: any rule about them.
//!
//! Invariant: a queue offset, a physical offset and a time never mix, and none of them ever becomes a float.

use alloc::rc::Rc;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::ops::Deref;
use serde::{Deserialize, Serialize};

/// A topic's, group's, producer's or client's name. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(Rc<str>);

impl Ord for Name {
    fn cmp(&self, other: &Name) -> Ordering {
        // Most names that meet are clones of one.
        if Rc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Name {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name(Rc::from(text))
    }
}

impl From<alloc::string::String> for Name {
    fn from(text: alloc::string::String) -> Self {
        Name(Rc::from(text))
    }
}

impl Deref for Name {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Name {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Name".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "minLength": 1, "maxLength": crate::engine::limits::NAME_BYTES_MAX})
    }
}

/// A queue's number inside its topic, from 0.
pub type QueueId = u32;

/// A message's position in its queue, or a group's next position to consume (R-LOG-6, R-OFF-1). Exact to `i64::MAX`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct QueueOffset(pub i64);

impl QueueOffset {
    /// The greatest Max: one past the last message that can exist (SD-2).
    pub const MAX: QueueOffset = QueueOffset(i64::MAX);

    /// The offset after this one, or `None` at the end of the range.
    pub fn next(self) -> Option<QueueOffset> {
        self.0.checked_add(1).map(QueueOffset)
    }
}

impl fmt::Display for QueueOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A byte position in the broker's commit log (R-LOG-1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PhysicalOffset(pub i64);

impl fmt::Display for PhysicalOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z on the broker's clock. Store times have this unit (R-LOG-7).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct EpochMs(pub i64);

/// Microseconds since the lab's start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct VirtualTime(pub u64);

impl VirtualTime {
    /// The time `us` microseconds later; at the end of the range it stays there.
    pub fn plus_us(self, us: u64) -> VirtualTime {
        VirtualTime(self.0.saturating_add(us))
    }

    /// The time `ms` milliseconds later.
    pub fn plus_ms(self, ms: u64) -> VirtualTime {
        self.plus_us(ms.saturating_mul(1_000))
    }

    /// Whole milliseconds since the lab's start, rounded down.
    pub fn whole_ms(self) -> i64 {
        (self.0 / 1_000) as i64
    }
}
