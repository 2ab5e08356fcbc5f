//! How much virtual time a stretch of wall time is worth. Not here: running it.
//!
//! Invariant: remainders are carried, so that a slow speed does not lose what is less than a microsecond a
//! frame, and so is what a frame had no room for, up to a bound: a lab keeps its speed although some frames
//! have less room than others.

use core::ops::RangeInclusive;

/// Speeds in hundredths: from a tenth of real time to ten thousand times.
pub const SPEED_PERCENT: RangeInclusive<u32> = 10..=1_000_000;
/// A gap between frames counts as this at most: after a pause of the browser the lab continues, it does not
/// leap.
pub const FRAME_GAP_MAX_US: u64 = 100_000;

/// What frames had no room for is made up for as far as it is worth this much wall time; what is more is
/// lost, and the lab late.
pub const OWED_MAX_US: u64 = 50_000;

/// Speed, and the moment of the last frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pace {
    speed_percent: u32,
    last_frame_us: Option<u64>,
    /// Hundredths of a virtual microsecond left over.
    left_over: u64,
    /// Virtual microseconds that the last frame had no room for.
    owed_us: u64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { speed_percent: 100, last_frame_us: None, left_over: 0, owed_us: 0 }
    }
}

impl Pace {
    /// The speed in hundredths.
    pub fn speed_percent(&self) -> u32 {
        self.speed_percent
    }

    /// Sets the speed, kept inside `SPEED_PERCENT`.
    pub fn set_speed_percent(&mut self, speed_percent: u32) {
        self.speed_percent = speed_percent.clamp(*SPEED_PERCENT.start(), *SPEED_PERCENT.end());
        self.left_over = 0;
        self.owed_us = 0;
    }

    /// Forgets the last frame: what passes until the next one is not played.
    pub fn rest(&mut self) {
        self.last_frame_us = None;
        self.left_over = 0;
        self.owed_us = 0;
    }

    /// Virtual microseconds since the last frame, with what that one left.
    pub fn frame(&mut self, wall_us: u64) -> u64 {
        let last = self.last_frame_us.replace(wall_us).unwrap_or(wall_us);
        let elapsed = wall_us.saturating_sub(last).min(FRAME_GAP_MAX_US);
        let hundredths = elapsed * u64::from(self.speed_percent) + self.left_over;
        self.left_over = hundredths % 100;
        hundredths / 100 + core::mem::take(&mut self.owed_us)
    }

    /// The last frame had no room for so many virtual microseconds. Whether that is more than the next ones
    /// can make up for.
    pub fn owe(&mut self, us: u64) -> bool {
        let most = OWED_MAX_US * u64::from(self.speed_percent) / 100;
        self.owed_us = us.min(most);
        us > most
    }
}
