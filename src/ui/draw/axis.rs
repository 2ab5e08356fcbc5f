//! The offset axis: from an exact offset to a place on the screen. Not here: drawing.
//!
//! Invariant: offsets are subtracted as 128-bit integers; only the difference to the axis' start ever becomes
//! a float.

use alloc::string::String;
use alloc::vec::Vec;

/// Messages for which an axis has room before the first arrives.
const FIRST_CELLS: i128 = 16;

/// A stretch of offsets on a stretch of pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Axis {
    /// The offset at the left edge.
    pub from: i128,
    /// Offsets from edge to edge; more than 0.
    pub span: i128,
    /// Pixel of the left edge.
    pub left: f64,
    /// Pixels from edge to edge.
    pub width: f64,
    /// Offsets before `from` exist and are left away.
    pub cut: bool,
}

impl Axis {
    /// An axis over `[first, end]` for messages that live in `[live, end]`, with a little room for growth on
    /// the right.
    ///
    /// Both edges are on round numbers, so that the picture does not move while Max grows, and then moves in
    /// steps. Where nearly everything is purged, the axis begins shortly before what still matters.
    pub fn over(first: i64, live: i64, end: i64, left: f64, width: f64) -> Axis {
        let (from, step) = start(first, live, end);
        let span = (i128::from(end) - from).max(8);
        let padded = span + (span / 50).max(1);
        let cut = from > i128::from(first);
        Axis { from, span: ceil_to(from + padded, step) - from, left, width, cut }
    }

    /// The same, on which Max never moves to the left: it has `FIRST_CELLS` to grow into, and once it is at
    /// the right edge it stays there.
    pub fn to_max(first: i64, live: i64, end: i64, left: f64, width: f64) -> Axis {
        let (from, _) = start(first, live, end);
        let span = (i128::from(end) - from).max(FIRST_CELLS);
        Axis { from, span, left, width, cut: from > i128::from(first) }
    }

    /// The pixel of an offset; outside the axis it is outside the pixels.
    pub fn x(&self, offset: i64) -> f64 {
        let distance = i128::from(offset) - self.from;
        self.left + distance as f64 / self.span as f64 * self.width
    }

    /// The pixel of an offset, kept on the axis.
    pub fn x_clamped(&self, offset: i64) -> f64 {
        self.x(offset).max(self.left).min(self.left + self.width)
    }

    /// The first offset that it shows, and the last.
    pub fn shown(&self) -> (i64, i64) {
        let kept = |at: i128| at.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
        (kept(self.from), kept(self.from + self.span))
    }

    /// Whether a pixel is on it.
    pub fn shows(&self, x: f64) -> bool {
        x >= self.left && x <= self.left + self.width
    }

    /// Whether an offset is on it.
    pub fn shows_offset(&self, offset: i64) -> bool {
        self.shows(self.x(offset))
    }

    /// A label with an arrow to where its offset is, if that is beyond an edge.
    pub fn pointed(&self, offset: i64, label: String) -> String {
        if self.shows_offset(offset) {
            label
        } else if i128::from(offset) < self.from {
            ["← ", &label].concat()
        } else {
            [&label, " →"].concat()
        }
    }

    /// The offset nearest to a pixel.
    pub fn offset_at(&self, x: f64) -> i64 {
        let distance = (x - self.left) / self.width * self.span as f64;
        let offset = self.from + distance.round() as i128;
        offset.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
    }

    /// Pixels of one message.
    pub fn cell_width(&self) -> f64 {
        self.width / self.span as f64
    }

    /// Round offsets at least `gap` pixels apart.
    pub fn ticks(&self, gap: f64) -> Vec<i64> {
        let parts = ((self.width / gap) as i128).clamp(1, 20);
        let step = nice_step(self.span, parts);
        let mut ticks = Vec::new();
        let mut at = ceil_to(self.from, step);
        while at <= self.from + self.span {
            ticks.extend(i64::try_from(at).ok());
            at += step;
        }
        ticks
    }
}

/// Where an axis begins, and the step of its edges.
fn start(first: i64, live: i64, end: i64) -> (i128, i128) {
    let (first, live, end) = (i128::from(first), i128::from(live), i128::from(end));
    let whole = (end - first).max(8);
    let alive = (end - live).max(8);
    let cut = alive * 4 < whole;
    let step = nice_step(if cut { alive } else { whole }, 12);
    (if cut { floor_to(live - alive / 6, step).max(first) } else { first }, step)
}

/// The smallest 1, 2 or 5 times a power of ten that is at least `span / parts`.
pub fn nice_step(span: i128, parts: i128) -> i128 {
    let wanted = (span + parts - 1) / parts;
    let mut power = 1;
    loop {
        for factor in [1, 2, 5] {
            if factor * power >= wanted {
                return factor * power;
            }
        }
        power *= 10;
    }
}

fn floor_to(value: i128, step: i128) -> i128 {
    value.div_euclid(step) * step
}

fn ceil_to(value: i128, step: i128) -> i128 {
    floor_to(value + step - 1, step)
}

/// A length of time for an axis in microseconds: a step of seconds, minutes or hours, at most `parts` of them
/// in `span_us`.
pub fn nice_time_step(span_us: u64, parts: u64) -> u64 {
    const SECONDS: [u64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];
    let wanted = span_us / parts.max(1);
    for seconds in SECONDS {
        if seconds * 1_000_000 >= wanted {
            return seconds * 1_000_000;
        }
    }
    nice_step(i128::from(wanted / 3_600_000_000) + 1, 1) as u64 * 3_600_000_000
}
