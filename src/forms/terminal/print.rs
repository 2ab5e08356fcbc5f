//! What Java prints: columns, dates, numbers with a fraction, exceptions. Not here: which rows a table has.
//!
//! Invariant: integers only; a date is one of UTC, which is the lab's zone.

use crate::engine::dates::{DAY_MS, date_of, days_since_1970};
use crate::engine::ids::EpochMs;
use crate::engine::profile::Profile;
use crate::engine::rejected::Rejected;
use crate::terminal::Failed;
use alloc::format;
use alloc::string::String;

/// Adds a row: cells padded to the widths, with this between them; the last one as it is.
pub(super) fn row(page: &mut String, cells: &[&str], widths: &[(usize, usize)]) {
    for (i, cell) in cells.iter().enumerate() {
        page.push_str(cell);
        if let Some((width, gap)) = widths.get(i) {
            let length = cell.chars().count();
            page.extend(core::iter::repeat_n(' ', width.saturating_sub(length) + gap));
        }
    }
    page.push('\n');
}

/// `2026-11-22 15:48:25`, with the thousandths behind a comma where `ms` says so.
pub(super) fn date(at: EpochMs, ms: bool) -> String {
    let (days, time) = (at.0.div_euclid(DAY_MS), at.0.rem_euclid(DAY_MS));
    let [year, month, day] = date_of(days);
    let (h, m, s) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60);
    let thousandths = if ms { format!(",{:03}", time % 1_000) } else { String::new() };
    format!("{year:04}-{month:02}-{day:02} {h:02}:{m:02}:{s:02}{thousandths}")
}

/// `yyyy-MM-dd#HH:mm:ss:SSS`, which is all that the tool takes. Java's calendar lets a month have 32 days.
pub(super) fn parse_date(text: &str) -> Option<EpochMs> {
    let (day, time) = text.split_once('#')?;
    let mut numbers = day.split('-').chain(time.split(':')).map(|part| part.parse::<i64>().ok());
    let mut next = || numbers.next().flatten().filter(|number| (0..10_000).contains(number));
    let (year, month, day) = (next()?, next()?, next()?);
    let (h, m, s, ms) = (next()?, next()?, next()?, next()?);
    if numbers.next().is_some() {
        return None;
    }
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let days = days_since_1970([year, month, day]);
    Some(EpochMs(days * DAY_MS + ((h * 60 + m) * 60 + s) * 1_000 + ms))
}

/// So many in a minute as a rate per second, with two digits behind the point.
pub(super) fn rate(in_a_minute: u64) -> String {
    let hundredths = in_a_minute * 100 / 60;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Where its errors are explained.
fn faq(profile: Profile) -> &'static str {
    match profile.version() {
        (0..4, ..) => "https://github.com/alibaba/RocketMQ/issues/55",
        (4, ..) => "http://rocketmq.apache.org/docs/faq/",
        _ => "https://rocketmq.apache.org/docs/bestPractice/06FAQ",
    }
}

/// An exception of the client's library.
fn exception(name: &str, says: &str) -> Failed {
    Failed(format!("org.apache.rocketmq.client.exception.{name}: {says}"))
}

/// The name server knows no broker with this topic.
pub(super) fn no_route(topic: &str, profile: Profile) -> Failed {
    let says = "CODE: 17  DESC: No topic route info in name server for the topic:";
    exception("MQClientException", &format!("{says} {topic}\nSee {} for further details.", faq(profile)))
}

/// What a refusal of the broker says, and where it is explained.
fn described(code: i32, remark: &str, profile: Profile) -> String {
    format!("CODE: {code}  DESC: {remark}\nFor more information, please visit the url, {}", faq(profile))
}

/// A broker refused an administrator's request.
pub(super) fn refused(rejected: &Rejected, profile: Profile) -> Failed {
    refused_with(rejected.code(), &rejected.remark(), profile)
}

/// The same with another code.
pub(super) fn refused_with(code: i32, remark: &str, profile: Profile) -> Failed {
    exception("MQClientException", &described(code, remark, profile))
}

/// A broker refused to save an offset.
pub(super) fn not_saved(rejected: &Rejected, address: &str, profile: Profile) -> Failed {
    let remark = match profile.version() {
        (0..5, ..) => rejected.remark(),
        _ => format!("{} BROKER: {address}", rejected.remark()),
    };
    exception("MQBrokerException", &described(rejected.code(), &remark, profile))
}

/// A broker refused the reset of one queue: what it says is said twice.
pub(super) fn queue_refused(rejected: &Rejected, profile: Profile) -> Failed {
    let once = described(rejected.code(), &rejected.remark(), profile);
    exception("MQBrokerException", &described(rejected.code(), &once, profile))
}
