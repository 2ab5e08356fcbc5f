//! How a consumer fails, as fields of a form. Not here: what a failure does (`sim::failing`).
//!
//! Invariant: what is typed is read without a float; an empty field is RocketMQ's default.

use crate::engine::ids::QueueOffset;
use crate::engine::limits::POISON_MAX;
use crate::sim::command::{Failures, MessagePlace};
use crate::ui::dialogs::form::{Cx, Form, error};
use crate::ui::draw::format::parse_number;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

const PERCENT: usize = 3;
const POISON: usize = 4;
const SUSPEND: usize = 5;
/// Of a group's form too.
pub const RETRIES: usize = 6;
/// The rest after a failure in order, in ms (R-RTY-4).
const SUSPEND_MS: core::ops::RangeInclusive<i64> = 10..=30_000;

/// Puts failures into the form's fields.
pub fn begin(form: &mut Form, old: &Failures) {
    form.text[PERCENT] = percent(old.fail_permille);
    let mut poison = String::new();
    for place in &old.poison {
        if !poison.is_empty() {
            poison.push_str(", ");
        }
        poison.push_str(&[place.queue.to_string(), place.offset.to_string()].join("/"));
    }
    form.text[POISON] = poison;
    form.text[SUSPEND] = old.suspend_ms.map_or_else(String::new, |ms| ms.to_string());
    form.text[RETRIES] = old.max_reconsume_times.map_or_else(String::new, |times| times.to_string());
}

/// Thousandths as percent: `2.5`.
pub fn percent(permille: u32) -> String {
    let (whole, tenth) = (permille / 10, permille % 10);
    let mut text = whole.to_string();
    if tenth > 0 {
        text.push('.');
        text.push_str(&tenth.to_string());
    }
    text
}

/// Thousandths of a percentage with at most one decimal.
fn permille(text: &str) -> Option<u32> {
    let (whole, tenth) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(tenth) || tenth.len() != 1 {
        return None;
    }
    let permille = whole.parse::<u32>().ok()?.checked_mul(10)?.checked_add(tenth.parse().ok()?)?;
    Some(permille).filter(|permille| *permille <= 1_000)
}

/// `0/17, 2/40`.
fn places(text: &str) -> Option<Vec<MessagePlace>> {
    let mut places = Vec::new();
    for word in text.split([',', ';', ' ', '，']).filter(|word| !word.is_empty()) {
        let (queue, offset) = word.split_once('/')?;
        let offset = parse_number(offset).filter(|offset| *offset >= 0)?;
        places.push(MessagePlace { queue: queue.parse().ok()?, offset: QueueOffset(offset) });
    }
    (places.len() <= POISON_MAX).then_some(places)
}

/// The number in a field that may be empty.
fn optional(cx: &Cx, i: usize, from: i64, to: i64) -> Result<Option<i64>, String> {
    if cx.text(i).trim().is_empty() { Ok(None) } else { cx.number(i, from, to).map(Some) }
}

/// How many retries there are before a message is a dead letter.
pub fn retries(cx: &Cx) -> Result<Option<i32>, String> {
    optional(cx, RETRIES, 0, i32::MAX.into()).map(|times| times.map(|times| times as i32))
}

/// The field for it.
pub fn retries_field(cx: &Cx) -> Html {
    let words = &cx.ui.text.control;
    cx.field(RETRIES, words.retries, words.retries_hint, error(&retries(cx)), "numeric")
}

/// What the fields stand for, and the fields; `None`: something typed is wrong.
pub fn failing_fields(cx: &Cx, orderly: bool) -> (Option<Failures>, Html) {
    let words = &cx.ui.text.control;
    let rate = permille(cx.text(PERCENT)).ok_or_else(|| words.percent_bad.to_string());
    let poison = places(cx.text(POISON)).ok_or_else(|| words.poison_bad.to_string());
    let suspend = optional(cx, SUSPEND, *SUSPEND_MS.start(), *SUSPEND_MS.end());
    let retries = retries(cx);
    let fields = html! {
        <>
            <div key="fails" class="field-row">
                {cx.field(PERCENT, words.fail_percent, words.fail_hint, error(&rate), "decimal")}
                {cx.field(POISON, words.poison, words.poison_hint, error(&poison), "text")}
            </div>
            {retries_field(cx)}
            if orderly {
                {cx.field(SUSPEND, words.suspend_ms, words.suspend_hint, error(&suspend), "numeric")}
            }
        </>
    };
    let failures = match (rate, poison, suspend, retries) {
        (Ok(fail_permille), Ok(poison), Ok(suspend), Ok(max_reconsume_times)) => Some(Failures {
            fail_permille,
            poison,
            suspend_ms: suspend.map(|ms| ms as u64),
            max_reconsume_times,
        }),
        _ => None,
    };
    (failures, fields)
}
