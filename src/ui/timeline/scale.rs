//! The chart's scales: how much time and how much of its measure it shows, and where its lines are. Not here:
//! drawing.
//!
//! Invariant: both end on round numbers, so that the chart is still while time continues.

use crate::ui::draw::axis::{nice_step, nice_time_step};
use crate::ui::text::timeline::Measure;
use alloc::vec::Vec;

/// Time from 0 to `end_us`, values from 0 to `top`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    pub end_us: u64,
    pub time_step_us: u64,
    pub top: i64,
    pub step: i64,
}

/// Time that is shown at least.
const END_US_MIN: u64 = 10_000_000;
/// The least top of messages, and of milliseconds.
const TOP_MIN: i64 = 10;
const TOP_MS_MIN: i64 = 2_000;

impl Scale {
    /// Pixels of the page around the plot.
    pub const LEFT: f64 = 48.0;
    pub const RIGHT: f64 = 16.0;
    pub const TOP: f64 = 24.0;
    pub const BOTTOM: f64 = 22.0;

    /// The scales for time up to `head_us` and values up to `highest`, on a chart of this width in pixels of
    /// the page.
    pub fn new(head_us: u64, width: f64, highest: i64, measure: Measure) -> Scale {
        let labels = (Scale::plot(width) / 90.0).max(2.0) as u64;
        let end = head_us.max(END_US_MIN);
        let time_step_us = nice_time_step(end, labels);
        let end_us = end.div_ceil(time_step_us) * time_step_us;
        let (highest, step) = match measure {
            Measure::LagTime => {
                let highest = highest.max(TOP_MS_MIN);
                (highest, i128::from(nice_time_step(highest as u64 * 1_000, 3) / 1_000))
            }
            _ => (highest.max(TOP_MIN), nice_step(i128::from(highest.max(TOP_MIN)), 3)),
        };
        let top = i64::try_from((i128::from(highest) + step - 1) / step * step).unwrap_or(i64::MAX);
        Scale { end_us, time_step_us, top, step: i64::try_from(step).unwrap_or(i64::MAX) }
    }

    /// The plot's width on a chart of this width.
    fn plot(width: f64) -> f64 {
        (width - Scale::LEFT - Scale::RIGHT).max(1.0)
    }

    /// The pixel of a moment, on a chart of this width.
    pub fn x(&self, width: f64, at_us: u64) -> f64 {
        Scale::LEFT + at_us as f64 / self.end_us as f64 * Scale::plot(width)
    }

    /// The moment at a pixel, on a chart of this width.
    pub fn at(&self, width: f64, x: f64) -> u64 {
        let part = (x - Scale::LEFT) / Scale::plot(width);
        // A cast of what is left of 0 gives 0.
        (part.min(1.0) * self.end_us as f64) as u64
    }

    /// Times with a number.
    pub fn time_ticks(&self) -> impl Iterator<Item = u64> {
        (0..=self.end_us / self.time_step_us).map(|i| i * self.time_step_us)
    }

    /// Values with a line.
    pub fn ticks(&self) -> Vec<i64> {
        let mut ticks = Vec::new();
        let mut value = 0i64;
        loop {
            ticks.push(value);
            match value.checked_add(self.step).filter(|next| *next <= self.top) {
                Some(next) => value = next,
                None => return ticks,
            }
        }
    }
}
