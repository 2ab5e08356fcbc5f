//! The chart's scales: how much time and how much lag it shows, and where its lines are. Not here: drawing.
//!
//! Invariant: both end on round numbers, so that the chart stands still while time goes on.

use crate::player::Player;
use crate::ui::axis::{nice_step, nice_time_step};
use alloc::vec::Vec;

/// Time from 0 to `end_us`, lag from 0 to `top`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    pub end_us: u64,
    pub time_step_us: u64,
    pub top: i64,
    pub lag_step: i64,
}

/// Time that is shown at least.
const END_US_MIN: u64 = 10_000_000;

impl Scale {
    /// Pixels of the page around the plot.
    pub const LEFT: f64 = 44.0;
    pub const RIGHT: f64 = 16.0;
    pub const TOP: f64 = 16.0;
    pub const BOTTOM: f64 = 22.0;

    /// The scales for what a player has seen, on a chart of this width in pixels of the page.
    pub fn of(player: &Player, width: f64) -> Scale {
        let labels = ((width - Scale::LEFT - Scale::RIGHT) / 90.0).max(2.0) as u64;
        let end = player.head().0.max(player.now().0).max(END_US_MIN);
        let time_step_us = nice_time_step(end, labels);
        let end_us = end.div_ceil(time_step_us) * time_step_us;
        let highest =
            player.history().groups.values().flatten().flatten().copied().max().unwrap_or(0).max(10);
        let step = nice_step(i128::from(highest), 3);
        let lag_step = i64::try_from(step).unwrap_or(i64::MAX);
        let top = i64::try_from((i128::from(highest) + step - 1) / step * step).unwrap_or(i64::MAX);
        Scale { end_us, time_step_us, top, lag_step }
    }

    /// Times with a number.
    pub fn time_ticks(&self) -> impl Iterator<Item = u64> {
        (0..=self.end_us / self.time_step_us).map(|i| i * self.time_step_us)
    }

    /// Lags with a line.
    pub fn lag_ticks(&self) -> Vec<i64> {
        let mut ticks = Vec::new();
        let mut lag = 0i64;
        loop {
            ticks.push(lag);
            match lag.checked_add(self.lag_step).filter(|next| *next <= self.top) {
                Some(next) => lag = next,
                None => return ticks,
            }
        }
    }
}
