//! Where a reset goes, as data. Not here: which offsets that are (`sim::apply::reset`).
//!
//! Invariant: the JSON form is part of the format `offset-lab-journal/1`; it only ever grows.

use crate::engine::ids::{EpochMs, QueueId, QueueOffset};
use crate::engine::ordered_map::OrderedMap;
use serde::{Deserialize, Serialize};

/// Where a reset goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResetTarget {
    /// The earliest message there is.
    Min,
    /// Behind the latest message.
    Max,
    /// Exactly here, in each of the queues.
    Offset(QueueOffset),
    /// By time, on the broker's clock (SD-17, R-RST-2).
    TimeMs(EpochMs),
    /// An offset of its own for each queue; the undo of a reset is one of these.
    Each(OrderedMap<QueueId, QueueOffset>),
}
