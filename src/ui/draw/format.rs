//! Numbers, times and sizes as text, and back. Not here: words of a language (`text`).
//!
//! Invariant: integers only; every digit of an `i64` is shown as it is.

use crate::engine::ids::QueueOffset;
use alloc::string::{String, ToString};

/// Between groups of three digits: narrow, and a line never breaks there.
const GROUP: char = '\u{202f}';
const MINUS: char = '\u{2212}';

/// An offset or a count, in groups of three digits.
pub fn number(value: i64) -> String {
    grouped(value.unsigned_abs(), if value < 0 { Some(MINUS) } else { None })
}

/// An offset, or the word for one that nobody knows.
pub fn number_or(offset: Option<QueueOffset>, unknown: &str) -> String {
    offset.map_or_else(|| String::from(unknown), |offset| number(offset.0))
}

/// A sum of offsets: the greatest number stands for all that are greater.
pub fn total(value: i64) -> String {
    let sign = if value == i64::MAX { "> " } else { "" };
    [sign, &number(value)].concat()
}

/// A count that is never negative.
pub fn count(value: u64) -> String {
    grouped(value, None)
}

/// A change: always with its sign.
pub fn signed(value: i64) -> String {
    let sign = match value {
        0 => None,
        1.. => Some('+'),
        _ => Some(MINUS),
    };
    grouped(value.unsigned_abs(), sign)
}

fn grouped(value: u64, sign: Option<char>) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    text.extend(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(GROUP);
        }
        text.push(digit);
    }
    text
}

/// An `i64` typed by a person: spaces between the digits and either minus are fine, anything else is not.
pub fn parse_number(text: &str) -> Option<i64> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| if c == MINUS { '-' } else { c }).collect();
    plain.parse().ok()
}

/// A short form for an axis: `950`, `20k`, `1.5M`.
pub fn compact(value: i64) -> String {
    let units = [(1_000_000_000_000_000_000, "E"), (1_000_000_000_000_000, "P"), (1_000_000_000_000, "T")];
    let small = [(1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    for (unit, name) in units.into_iter().chain(small) {
        if value.unsigned_abs() >= unit {
            return [&tenths(value.unsigned_abs(), unit), name].concat();
        }
    }
    value.to_string()
}

/// `value / unit` with one decimal where it says something.
fn tenths(value: u64, unit: u64) -> String {
    let scaled = (u128::from(value) * 10 + u128::from(unit) / 2) / u128::from(unit);
    let (whole, tenth) = (scaled / 10, scaled % 10);
    let mut text = whole.to_string();
    if tenth > 0 && whole < 100 {
        text.push('.');
        text.push_str(&tenth.to_string());
    }
    text
}

/// Bytes, in the binary unit that fits.
pub fn bytes(value: u64) -> String {
    let units = [(1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    for (unit, name) in units {
        if value >= unit {
            return [&tenths(value, unit), "\u{a0}", name].concat();
        }
    }
    [&value.to_string(), "\u{a0}B"].concat()
}

fn push_padded(text: &mut String, value: u64, digits: usize) {
    let shown = value.to_string();
    for _ in shown.len()..digits {
        text.push('0');
    }
    text.push_str(&shown);
}

/// Virtual time: `00:02:14.300`.
pub fn clock(us: u64) -> String {
    [clock_seconds(us), clock_ms(us)].concat()
}

/// The milliseconds of `clock`: `.300`.
pub fn clock_ms(us: u64) -> String {
    let mut text = String::from(".");
    push_padded(&mut text, us / 1_000 % 1_000, 3);
    text
}

/// Virtual time to the second: `00:02:14`.
pub fn clock_seconds(us: u64) -> String {
    let seconds = us / 1_000_000;
    let mut text = String::with_capacity(12);
    push_padded(&mut text, seconds / 3_600, 2);
    text.push(':');
    push_padded(&mut text, seconds / 60 % 60, 2);
    text.push(':');
    push_padded(&mut text, seconds % 60, 2);
    text
}

/// Virtual time for a narrow column: `02:14`, from an hour on `1:02:14`.
pub fn clock_short(us: u64) -> String {
    let seconds = us / 1_000_000;
    let mut text = String::with_capacity(8);
    if seconds >= 3_600 {
        push_padded(&mut text, seconds / 3_600, 1);
        text.push(':');
    }
    push_padded(&mut text, seconds / 60 % 60, 2);
    text.push(':');
    push_padded(&mut text, seconds % 60, 2);
    text
}

/// Microseconds of `hh:mm:ss.mmm`; hours, minutes and the fraction may be left away.
pub fn parse_clock(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let mut seconds: u64 = 0;
    let parts = whole.split(':').count();
    for (i, part) in whole.split(':').enumerate() {
        let value: u64 =
            if part.bytes().all(|b| b.is_ascii_digit()) { part.parse().ok()? } else { return None };
        if parts > 3 || (i > 0 && value > 59) {
            return None;
        }
        seconds = seconds.checked_mul(60)?.checked_add(value)?;
    }
    let mut ms = 0;
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    for i in 0..3 {
        ms = ms * 10 + fraction.as_bytes().get(i).map_or(0, |b| u64::from(b - b'0'));
    }
    seconds.checked_mul(1_000_000)?.checked_add(ms * 1_000)
}

/// A speed in hundredths: `×0.1`, `×10 000`.
pub fn speed(percent: u32) -> String {
    let mut text = String::from("×");
    text.push_str(&count(u64::from(percent / 100)));
    let rest = percent % 100;
    if rest > 0 {
        text.push('.');
        push_padded(
            &mut text,
            u64::from(if rest.is_multiple_of(10) { rest / 10 } else { rest }),
            if rest < 10 { 2 } else { 1 },
        );
    }
    text
}

/// Thousandths as percent: `2.5`.
pub fn percent(permille: u32) -> String {
    tenths(u64::from(permille), 10)
}

/// The units of time in a language.
#[derive(Clone, Copy)]
pub struct TimeUnits {
    pub ms: &'static str,
    pub s: &'static str,
    pub min: &'static str,
    pub h: &'static str,
    pub d: &'static str,
}

/// A length of time, rough as a person says it: `250 ms`, `30.8 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`.
pub fn duration(ms: u64, units: &TimeUnits) -> String {
    const SPACE: &str = "\u{a0}";
    let pair = |big: u64, big_unit: &str, small: u64, small_unit: &str| {
        if small == 0 {
            [&count(big), SPACE, big_unit].concat()
        } else {
            [&count(big), SPACE, big_unit, " ", &small.to_string(), SPACE, small_unit].concat()
        }
    };
    let seconds = ms / 1_000;
    match seconds {
        0 => [&ms.to_string(), SPACE, units.ms].concat(),
        1..120 => [&tenths(ms, 1_000), SPACE, units.s].concat(),
        120..7_200 => pair(seconds / 60, units.min, seconds % 60, units.s),
        7_200..172_800 => pair(seconds / 3_600, units.h, seconds / 60 % 60, units.min),
        _ => pair(seconds / 86_400, units.d, seconds / 3_600 % 24, units.h),
    }
}

/// The time that one message takes: `5 ms`, `0.3 ms`.
pub fn micros(us: u64, units: &TimeUnits) -> String {
    if us < 10_000 { [&tenths(us, 1_000), "\u{a0}", units.ms].concat() } else { duration(us / 1_000, units) }
}
