//! The names and numbers of the domain, each a type. Not here: any rule about them.
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
    #[inline(always)]
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
    #[inline(always)]
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
    #[inline(always)]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    #[inline(always)]
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

/// Sums and differences of one kind of offset. Those that saturate say so; the others panic at the end of the
/// range: whoever calls them knows that it is not reached.
macro_rules! offset_arithmetic {
    ($Offset:ident, $words:literal) => {
        impl $Offset {
            /// The offset `count` further on, or `None` past the end of the range.
            pub fn checked_plus(self, count: u64) -> Option<$Offset> {
                self.0.checked_add_unsigned(count).map($Offset)
            }

            /// The offset `count` further on.
            #[track_caller]
            #[inline(always)]
            pub fn plus(self, count: u64) -> $Offset {
                self.checked_plus(count)
                    .unwrap_or_else(|| panic!("no {} is {count} after {}", $words, self.0))
            }

            /// The offset `count` before this one.
            #[track_caller]
            #[inline(always)]
            pub fn minus(self, count: u64) -> $Offset {
                let difference = self.0.checked_sub_unsigned(count);
                $Offset(difference.unwrap_or_else(|| panic!("no {} is {count} before {}", $words, self.0)))
            }

            /// How many there are from this one to before `end`, which does not come before it.
            #[track_caller]
            #[inline(always)]
            pub fn distance_to(self, end: $Offset) -> u64 {
                assert!(self <= end, "{} {} is after {}", $words, self.0, end.0);
                end.0.abs_diff(self.0)
            }

            /// The same, or `None` where `end` comes before this one.
            pub fn checked_distance_to(self, end: $Offset) -> Option<u64> {
                (self <= end).then(|| end.0.abs_diff(self.0))
            }

            /// The offset `count` further on, or the end of the range.
            #[inline(always)]
            pub fn saturating_plus(self, count: u64) -> $Offset {
                $Offset(self.0.saturating_add_unsigned(count))
            }

            /// The offset `count` before this one, or the start of the range.
            #[inline(always)]
            pub fn saturating_minus(self, count: u64) -> $Offset {
                $Offset(self.0.saturating_sub_unsigned(count))
            }

            /// By how much this one is ahead of `other`, negative where it is behind; what does not fit is
            /// the end of the range.
            pub fn saturating_lead(self, other: $Offset) -> i64 {
                self.0.saturating_sub(other.0)
            }

            /// By how much this one is ahead of `other`; 0 where it is behind.
            pub fn saturating_distance_from(self, other: $Offset) -> u64 {
                other.checked_distance_to(self).unwrap_or(0)
            }
        }
    };
}

/// A queue's number inside its topic, from 0.
pub type QueueId = u32;

/// A queue of a topic.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct TopicQueue {
    /// The topic.
    pub topic: Name,
    /// The queue's number.
    pub queue: QueueId,
}

impl TopicQueue {
    /// That queue of that topic.
    pub fn new(topic: &Name, queue: QueueId) -> TopicQueue {
        TopicQueue { topic: topic.clone(), queue }
    }
}

/// A consumer group on a topic.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct GroupTopic {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
}

impl GroupTopic {
    /// That group on that topic.
    pub fn new(group: &Name, topic: &Name) -> GroupTopic {
        GroupTopic { group: group.clone(), topic: topic.clone() }
    }
}

/// A consumer group on a queue of a topic, or of its retry topic.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct GroupQueue {
    /// The group.
    pub group: Name,
    /// The topic.
    pub topic: Name,
    /// The queue's number.
    pub queue: QueueId,
}

impl GroupQueue {
    /// That group on that queue of that topic.
    pub fn new(group: &Name, topic: &Name, queue: QueueId) -> GroupQueue {
        GroupQueue { group: group.clone(), topic: topic.clone(), queue }
    }
}

/// A message's position in its queue, or a group's next position to consume (R-LOG-6, R-OFF-1). Exact to
/// `i64::MAX`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct QueueOffset(pub i64);

impl QueueOffset {
    /// The greatest Max: one past the last message that can exist (SD-2).
    pub const MAX: QueueOffset = QueueOffset(i64::MAX);

    /// The offset after this one, or `None` at the end of the range.
    pub fn checked_next(self) -> Option<QueueOffset> {
        self.0.checked_add(1).map(QueueOffset)
    }

    /// The offset after this one. Of a message that exists there always is one (SD-2).
    #[track_caller]
    #[inline(always)]
    pub fn next(self) -> QueueOffset {
        self.plus(1)
    }

    /// The offset after this one; at the end of the range this one.
    pub fn saturating_next(self) -> QueueOffset {
        self.saturating_plus(1)
    }
}

offset_arithmetic!(QueueOffset, "queue offset");

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

offset_arithmetic!(PhysicalOffset, "physical offset");

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

impl EpochMs {
    /// The time `ms` milliseconds later; at the end of the range it stays there.
    #[inline(always)]
    pub fn plus_ms(self, ms: u64) -> EpochMs {
        EpochMs(self.0.saturating_add_unsigned(ms))
    }

    /// The time `ms` milliseconds before; at the start of the range it stays there.
    pub fn minus_ms(self, ms: u64) -> EpochMs {
        EpochMs(self.0.saturating_sub_unsigned(ms))
    }

    /// Milliseconds since `earlier`, negative where that is later.
    pub fn ms_since(self, earlier: EpochMs) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Microseconds since the lab's start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct VirtualTime(pub u64);

impl VirtualTime {
    /// The time `us` microseconds later; at the end of the range it stays there.
    #[inline(always)]
    pub fn plus_us(self, us: u64) -> VirtualTime {
        VirtualTime(self.0.saturating_add(us))
    }

    /// The time `ms` milliseconds later.
    #[inline(always)]
    pub fn plus_ms(self, ms: u64) -> VirtualTime {
        self.plus_us(ms.saturating_mul(1_000))
    }

    /// Whole milliseconds since the lab's start, rounded down.
    pub fn whole_ms(self) -> i64 {
        (self.0 / 1_000) as i64
    }
}
