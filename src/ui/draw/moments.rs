//! Moments on the broker's clock as people write them: a date, a time on the lab's clock, milliseconds since
//! 1970. Not here: lengths of time and the lab's clock by itself (`format`).
//!
//! Invariant: a date is one of UTC unless it says otherwise; integers only.

use crate::engine::dates::{DAY_MS, date_of, parse_date};
use crate::engine::ids::EpochMs;
use crate::ui::draw::format::{clock, parse_clock};
use alloc::string::{String, ToString};

/// From so many digits on a number is milliseconds since 1970: as seconds on the lab's clock it would be
/// thirty years.
const EPOCH_DIGITS: usize = 10;

/// A moment that a person typed; `start` is the broker's clock when the lab began.
pub fn parse_moment(text: &str, start: EpochMs) -> Option<EpochMs> {
    let text = text.trim();
    if text.len() >= EPOCH_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(EpochMs);
    }
    if let Some(moment) = parse_date(text) {
        return Some(moment);
    }
    let us = parse_clock(text).filter(|_| !text.is_empty())?;
    Some(EpochMs(start.0.saturating_add_unsigned(us / 1_000)))
}

/// `2025-01-01 00:02:14.300`, in UTC.
pub fn date(at: EpochMs) -> String {
    let [year, month, day] = date_of(at.0.div_euclid(DAY_MS));
    let time = clock(at.0.rem_euclid(DAY_MS).unsigned_abs() * 1_000);
    let two = |number: i64| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [&year.to_string(), "-", &two(month), "-", &two(day), " ", &time].concat()
}
