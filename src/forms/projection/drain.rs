//! When a lag would be 0 if the rate of some samples continued. Not here: taking samples (`player::history`),
//! the window (`player::verdict`).
//!
//! Invariant: whole numbers only; too few samples give no forecast, and a lag that merely wavers has no pace.

/// Fewer samples than this say nothing.
pub const SAMPLES_MIN: usize = 5;

/// What comes of a lag at its present pace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drain {
    /// Too few samples.
    Unknown,
    /// Nothing waits.
    Empty,
    /// It would be 0 after so many ms.
    In(u64),
    /// It neither falls nor grows by more than it wavers.
    Steady,
    /// It grows by so many messages a minute.
    Grows(u64),
}

/// The forecast from samples of (microseconds, lag), in the order of their times.
///
/// The pace is the slope of the line that fits them best: a lag falls in steps, one with each commit, so that
/// two samples alone would tell of the steps.
pub fn drain(samples: &[(u64, i64)]) -> Drain {
    let (Some(&(first_us, _)), Some(&(_, last))) = (samples.first(), samples.last()) else {
        return Drain::Unknown;
    };
    if samples.len() < SAMPLES_MIN {
        return Drain::Unknown;
    }
    if last <= 0 {
        return Drain::Empty;
    }
    let (mut sum_x, mut sum_y, mut sum_xx, mut sum_xy) = (0i128, 0i128, 0i128, 0i128);
    let (mut least, mut most) = (last, last);
    for &(us, lag) in samples {
        // From the last one, so that the sums stay small at the end of the range.
        let (x, y) = (i128::from((us - first_us) / 1_000), i128::from(lag) - i128::from(last));
        (sum_x, sum_y, sum_xx, sum_xy) = (sum_x + x, sum_y + y, sum_xx + x * x, sum_xy + x * y);
        (least, most) = (least.min(lag), most.max(lag));
    }
    let n = samples.len() as i128;
    let (rise, run) = (n * sum_xy - sum_x * sum_y, n * sum_xx - sum_x * sum_x);
    let span_ms = i128::from((samples[samples.len() - 1].0 - first_us) / 1_000);
    if run <= 0 {
        return Drain::Unknown;
    }
    let change = rise * span_ms / run;
    if change == 0 || change.abs() * 4 < i128::from(most) - i128::from(least) {
        Drain::Steady
    } else if rise > 0 {
        Drain::Grows(u64::try_from(rise * 60_000 / run).unwrap_or(u64::MAX))
    } else {
        Drain::In(u64::try_from(i128::from(last) * run / -rise).unwrap_or(u64::MAX))
    }
}
