//! What the chart shows beside lag: how old the oldest message is that a group has not consumed, and what was
//! purged. Not here: lag, and messages a second (`history`), whose samples these go with.
//!
//! Labs that were stored before this was sampled have none of it: their past is a gap, never 0.
//!
//! Invariant: every list has one value for each of the history's times.

use crate::engine::ids::Name;
use crate::engine::ordered_map::OrderedMap;
use crate::projection::lag_time::lag_time_ms;
use crate::sim::World;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Samples that go with those of `LagHistory`.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Course {
    /// Each group's lag in milliseconds, over all its queues the longest; `None`: unknown, or the group is
    /// not there.
    pub lag_ms: OrderedMap<Name, Vec<Option<i64>>>,
    /// Messages purged a second since the sample before; `None`: nobody counted.
    pub purged_per_s: Vec<Option<u64>>,
    /// Purged since the last sample.
    pub(super) purged: u64,
    /// Since when the counts of the next sample run.
    pub(super) counted_from_us: u64,
}

impl Course {
    /// Takes the sample that follows `taken` others. `per_second` makes a rate of a count.
    pub(super) fn sample(&mut self, world: &World, taken: usize, per_second: impl Fn(u64) -> u64) {
        self.purged_per_s.resize(taken, None);
        self.purged_per_s.push(Some(per_second(core::mem::take(&mut self.purged))));
        for (group, _) in world.broker().groups() {
            let lags = self.lag_ms.entry(group.clone()).or_default();
            lags.resize(taken, None);
            lags.push(lag_time_ms(world, group));
        }
        self.fit(taken + 1);
    }

    /// Makes every list this long: what is missing is unknown.
    pub(super) fn fit(&mut self, samples: usize) {
        self.purged_per_s.resize(samples, None);
        for lags in self.lag_ms.values_mut() {
            lags.resize(samples, None);
        }
    }

    /// Keeps the samples that `keep` says, each rate being that of itself and of the one before it.
    pub(super) fn thin_out(&mut self, keep: &[bool]) {
        let rates = &mut self.purged_per_s;
        for i in (1..rates.len()).filter(|&i| keep[i]) {
            rates[i] = rates[i - 1].zip(rates[i]).map(|(before, here)| before.midpoint(here));
        }
        retain(rates, keep);
        for lags in self.lag_ms.values_mut() {
            retain(lags, keep);
        }
        self.lag_ms.retain(|_, lags| lags.iter().any(Option::is_some));
    }
}

/// Keeps the values that `keep` says.
pub(super) fn retain<T>(values: &mut Vec<T>, keep: &[bool]) {
    let mut nth = 0;
    values.retain(|_| {
        nth += 1;
        keep.get(nth - 1).copied().unwrap_or(false)
    });
}
