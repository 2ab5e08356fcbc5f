//! What is known of when the messages of an imported queue were stored, and what a search by time finds among
//! them. Not here: a search among messages with times (`time_search`).
//!
//! Invariant: the answer is one number only where every order of store times that fits the bounds gives it;
//! else it is two, between which it lies.

use crate::engine::answer::Boundary;
use crate::engine::ids::{EpochMs, QueueOffset};
use crate::engine::limits;
use crate::engine::log::imported::{Imported, KnownMax};
use crate::engine::rejected::Rejected;
use serde::{Deserialize, Serialize};

/// The first offset that an answer may be, and the last.
pub type Between = (QueueOffset, QueueOffset);

/// Where a time is in the queue: a search for it ends at one of these offsets.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "BoundParts", into = "BoundParts")]
pub struct TimeBound {
    /// The time.
    pub at_ms: EpochMs,
    /// The first of the offsets.
    pub from: QueueOffset,
    /// The last of them.
    pub to: QueueOffset,
    /// The search was for the message that is closest in time (brokers before 5.2), not for the first one at
    /// or after it (R-RST-2, R-RST-4).
    pub closest: bool,
}

type BoundParts = (EpochMs, QueueOffset, QueueOffset, bool);

impl From<BoundParts> for TimeBound {
    fn from((at_ms, from, to, closest): BoundParts) -> TimeBound {
        TimeBound { at_ms, from, to, closest }
    }
}

impl From<TimeBound> for BoundParts {
    fn from(bound: TimeBound) -> BoundParts {
        (bound.at_ms, bound.from, bound.to, bound.closest)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for TimeBound {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "TimeBound".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut schema = BoundParts::json_schema(generator);
        let words = "Milliseconds since 1970, and between which two offsets a search for them ends: the first \
                     message at or after, or with `true` the one closest in time.";
        schema.insert("description".into(), words.into());
        schema
    }
}

/// Refuses bounds that no queue with this Min and Max could have.
pub fn check_bounds(
    times: &[TimeBound],
    min: Option<QueueOffset>,
    max: Option<QueueOffset>,
) -> Result<(), Rejected> {
    let limit = limits::TIME_BOUNDS_MAX;
    if times.len() > limit {
        return Err(Rejected::TooMany { what: "times".into(), limit: limit as u64 });
    }
    let (min, max) = (min.unwrap_or_default(), max.unwrap_or_default());
    let (mut low, mut before) = (min, EpochMs(i64::MIN));
    for bound in times {
        let TimeBound { at_ms, from, to, .. } = *bound;
        if at_ms < before {
            return Err(Rejected::out_of_range("times", at_ms.0, before.0, i64::MAX));
        }
        // A later time is not further back; the two searches differ by one.
        low = low.max(from);
        for (offset, least) in [(from, min), (to, from.max(QueueOffset(low.0 - 1)))] {
            if offset < least || max < offset {
                return Err(Rejected::out_of_range("times", offset.0, least.0, max.0));
            }
        }
        before = at_ms;
    }
    Ok(())
}

impl Imported {
    /// Where a search for a time ends that is not after that of the import. `last`: the queue's last message.
    /// `None`: nothing is known of times.
    pub fn search(
        &self,
        time: EpochMs,
        boundary: Boundary,
        closest: bool,
        last: QueueOffset,
    ) -> Option<Between> {
        let KnownMax::WithTimes(bounds) = &self.max else { return None };
        // The last message at or before a time is the one before the first that is after it.
        let upper = boundary == Boundary::Upper && !closest;
        let time = time.0.saturating_add(upper.into());
        // Of equal times, that of the import, a message of the lab's own may be found.
        let last = if time < self.at.0 { last.min(self.end) } else { last };
        let (mut low, mut high) = (self.from.0, if closest { last.0 } else { self.end.0 });
        for bound in bounds.iter() {
            let (at, from, to) = (bound.at_ms.0, bound.from.0, bound.to.0);
            // What one of the two searches finds is at most one message away from what the other one does; of
            // equal times either may find any.
            let ((is_low, from), (is_high, to)) = match (bound.closest, closest) {
                (true, false) => ((at < time, from), (at >= time, to.saturating_add(1))),
                (false, true) => ((at <= time, from.saturating_sub(1)), (at > time, to)),
                (true, true) | (false, false) => ((at <= time, from), (at >= time, to)),
            };
            low = if is_low { low.max(from) } else { low };
            high = if is_high { high.min(to) } else { high };
        }
        let shift = i64::from(upper);
        let within = |offset: i64| QueueOffset((offset - shift).clamp(self.from.0, last.0.max(self.end.0)));
        Some((within(low.min(high)), within(high)))
    }
}
