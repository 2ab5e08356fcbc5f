//! The lines of the chart: which there are, their values over time and at one moment. Not here: drawing
//! (`chart`), words (`panel`).
//!
//! Invariant: unknown is `None` and stays so; a rate is that of at least the second before it.

use crate::engine::ids::Name;
use crate::player::{LagHistory, Mark, Player};
use crate::projection::lag_time::lag_time_ms;
use crate::projection::{Actors, GroupView};
use crate::ui::text::timeline::{Measure, Rate};
use crate::ui::timeline::scale::Scale;
use alloc::vec::Vec;

/// What a line is of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Of {
    /// A group, with its shape and colour.
    Group { name: Name, ordinal: u32 },
    /// Messages a second.
    Rate(Rate),
}

/// A line.
#[derive(Clone, PartialEq, Debug)]
pub struct Series {
    pub of: Of,
    /// One for each of the picture's times.
    pub values: Vec<Option<i64>>,
    /// At the moment shown.
    pub now: Option<i64>,
}

/// Everything that the chart shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    pub measure: Measure,
    pub scale: Scale,
    pub times_us: Vec<u64>,
    pub series: Vec<Series>,
    pub marks: Vec<Mark>,
    pub now_us: u64,
    /// The furthest moment that was played or is planned.
    pub head_us: u64,
    /// Another moment whose values are asked for.
    pub cursor_us: Option<u64>,
    interval_us: u64,
}

/// A rate is that of this time at least.
const RATE_OVER_US: u64 = 1_000_000;

impl Picture {
    /// What a player has seen, on a chart that is `width` pixels of the page wide.
    pub fn of(
        player: &Player,
        actors: &Actors,
        measure: Measure,
        width: f64,
        cursor_us: Option<u64>,
    ) -> Picture {
        let history = player.history();
        let series = match measure {
            Measure::Rates => rates(history, player.now().0),
            Measure::Lag => lags(actors, |group| (history.groups.get(&group.group).cloned(), group.lag)),
            Measure::LagTime => lags(actors, |group| {
                let ages = history.course.lag_ms.get(&group.group).cloned();
                (ages, lag_time_ms(player.world(), &group.group))
            }),
        };
        let highest = series.iter().flat_map(|line| line.values.iter().copied().chain([line.now])).flatten();
        let head_us = player.head().0.max(player.now().0);
        let scale = Scale::new(head_us, width, highest.max().unwrap_or(0), measure);
        Picture {
            measure,
            scale,
            times_us: history.times_us.clone(),
            series,
            marks: history.marks().to_vec(),
            now_us: player.now().0,
            head_us,
            cursor_us: cursor_us.map(|at| at.min(scale.end_us)).filter(|at| *at != player.now().0),
            interval_us: history.interval_us(),
        }
    }

    /// A line's value at the cursor, or now.
    pub fn value(&self, line: &Series) -> Option<i64> {
        match self.cursor_us {
            Some(at) => sampled(&self.times_us, &line.values, self.interval_us, at),
            None => line.now,
        }
    }
}

/// The sample that is nearest to a moment, if it is near enough to speak for it.
fn sampled(times_us: &[u64], values: &[Option<i64>], interval_us: u64, at: u64) -> Option<i64> {
    let after = times_us.partition_point(|&time| time < at);
    let near = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let near = near.filter(|&i| times_us.get(i).is_some_and(|&time| time.abs_diff(at) <= interval_us));
    let nearest = near.min_by_key(|&i| times_us[i].abs_diff(at))?;
    values.get(nearest).copied().flatten()
}

/// A line for each group, whose samples and present value are `of_group`.
fn lags(
    actors: &Actors,
    of_group: impl Fn(&GroupView) -> (Option<Vec<Option<i64>>>, Option<i64>),
) -> Vec<Series> {
    let line = |group: &GroupView| {
        let (values, now) = of_group(group);
        let of = Of::Group { name: group.group.clone(), ordinal: group.ordinal };
        Series { of, values: values.unwrap_or_default(), now }
    };
    actors.groups.iter().map(line).collect()
}

fn rates(history: &LagHistory, now_us: u64) -> Vec<Series> {
    let known = |rates: &[u64]| rates.iter().map(|rate| Some(*rate)).collect::<Vec<_>>();
    let (produced, consumed) = (known(&history.produced_per_s), known(&history.consumed_per_s));
    let purged = history.course.purged_per_s.clone();
    let raw = [(Rate::Stored, produced), (Rate::HandedOut, consumed), (Rate::Purged, purged)];
    let over = usize::try_from(RATE_OVER_US / history.interval_us()).unwrap_or(1).max(1);
    let line = |(rate, raw): (Rate, Vec<Option<u64>>)| {
        let values: Vec<Option<i64>> = (0..raw.len()).map(|at| mean(&raw, at, over)).collect();
        let now = sampled(&history.times_us, &values, history.interval_us(), now_us);
        Series { of: Of::Rate(rate), values, now }
    };
    raw.into_iter().map(line).collect()
}

/// The mean of the known ones of the `over` values up to this one; unknown where this one is.
fn mean(values: &[Option<u64>], at: usize, over: usize) -> Option<i64> {
    values[at]?;
    let window = values[(at + 1).saturating_sub(over)..=at].iter().flatten();
    let (sum, count) = window.fold((0u128, 0u128), |(sum, count), rate| (sum + u128::from(*rate), count + 1));
    i64::try_from(sum / count.max(1)).ok()
}
