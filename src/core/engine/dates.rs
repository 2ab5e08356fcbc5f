//! Dates as texts have them, and days since 1970. Not here: how a person is shown one (`ui`).
//!
//! Invariant: a date is one of UTC unless it says otherwise; integers only.

use crate::engine::ids::EpochMs;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// `2025-01-01`, with a time behind a space, a `T`, or mqadmin's `#`, its fraction behind a dot, or mqadmin's
/// colon; and then a zone such as `+08:00`.
pub fn parse_date(text: &str) -> Option<EpochMs> {
    // Year, month, day, hour, minute, second, thousandth, and then the hours and minutes of a zone.
    let (mut numbers, mut digits, mut at, mut ahead) = ([0i64; 9], [0usize; 9], 0, 60_000);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                let number = numbers.get_mut(at)?;
                *number = *number * 10 + i64::from(byte - b'0');
                digits[at] += 1;
                if digits[at] > 4 {
                    return None;
                }
            }
            b'+' | b'-' if (2..7).contains(&at) => {
                at = 7;
                ahead = if byte == b'-' { -60_000 } else { 60_000 };
            }
            b'-' if at < 2 => at += 1,
            b':' | b'.' | b' ' | b'T' | b'#' if at >= 2 && at != 6 => at += 1,
            b'Z' if at >= 2 => {}
            _ => return None,
        }
    }
    let [year, month, day, hour, minute, second, fraction, ahead_h, ahead_min] = numbers;
    let days = days_since_1970([year, month, day]);
    let is_date = at >= 2 && digits[..3] == [4, 2, 2] && date_of(days) == [year, month, day];
    let is_time = hour < 24 && minute < 60 && second < 60 && digits[6] < 4;
    let ms = fraction * [0, 100, 10, 1].get(digits[6])?;
    let minutes = (ahead_h * 60 + ahead_min) * ahead;
    let day_ms = ((hour * 60 + minute) * 60 + second) * 1_000 + ms - minutes;
    (is_date && is_time).then(|| EpochMs(days * DAY_MS + day_ms))
}

/// Days from the first of January 1970 to a date; a day too many in a month is the next month's. A year
/// begins in March here, so that its odd day is its last one.
pub fn days_since_1970([year, month, day]: [i64; 3]) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    before + (153 * month + 2) / 5 + day - 1 - 719_468
}

/// The date of a day.
pub fn date_of(days: i64) -> [i64; 3] {
    let days = days.saturating_add(719_468);
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    [era * 400 + year + later, month, day]
}
