//! How a consumer fails, as fields of a form. Not here: what a failure does (`sim::clients::failures`).
//!
//! Invariant: what is typed is read without a float; an empty field is RocketMQ's default.

use crate::engine::ids::{QueueId, QueueOffset};
use crate::engine::limits::{POISON_MAX, SUSPEND_CURRENT_QUEUE_TIME_RANGE_MS};
use crate::sim::command::{Failures, MessagePlace};
use crate::ui::dialogs::form::{Cx, error};
use crate::ui::draw::format::{parse_number, percent};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// What is put in about failing.
#[derive(Clone)]
pub struct FailingForm {
    fail_percent: String,
    poison: String,
    suspend_ms: String,
    retries: String,
}

impl FailingForm {
    /// The fields as they begin.
    pub fn new(old: &Failures) -> FailingForm {
        FailingForm {
            fail_percent: percent(old.fail_permille),
            poison: list_of(old.poison.iter().map(|place| (place.queue, place.offset))),
            suspend_ms: old.suspend_ms.map_or_else(String::new, |ms| ms.to_string()),
            retries: old.max_reconsume_times.map_or_else(String::new, |times| times.to_string()),
        }
    }
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

/// Messages as `0/17, 2/40`.
pub fn list_of(places: impl Iterator<Item = (QueueId, QueueOffset)>) -> String {
    let places: Vec<String> = places.map(|(queue, offset)| format!("{queue}/{offset}")).collect();
    places.join(", ")
}

/// The messages of such a list.
pub fn places(text: &str) -> Option<Vec<MessagePlace>> {
    let mut places = Vec::new();
    for word in text.split([',', ';', ' ', '，']).filter(|word| !word.is_empty()) {
        let (queue, offset) = word.split_once('/')?;
        let offset = parse_number(offset).filter(|offset| *offset >= 0)?;
        places.push(MessagePlace { queue: queue.parse().ok()?, offset: QueueOffset(offset) });
    }
    (places.len() <= POISON_MAX).then_some(places)
}

/// How many retries there are before a message is a dead letter.
pub fn retries<F: Clone + 'static>(cx: &Cx<F>, typed: &str) -> Result<Option<i32>, String> {
    let times = cx.optional_number(typed, 0, i32::MAX.into());
    times.map(|times| times.map(|times| times as i32))
}

/// The field for it.
pub fn retries_field<F: Clone + 'static>(
    cx: &Cx<F>,
    at: impl Fn(&mut F) -> &mut String + 'static,
    read: &Result<Option<i32>, String>,
) -> Html {
    let words = &cx.ui.text.control;
    cx.field(at, words.retries, words.retries_hint, error(read), "numeric")
}

/// What the fields of `form`, which is at `at`, stand for, and the fields; `None`: something typed is wrong.
pub fn failing_fields<F: Clone + 'static>(
    cx: &Cx<F>,
    form: &FailingForm,
    at: fn(&mut F) -> &mut FailingForm,
    orderly: bool,
) -> (Option<Failures>, Html) {
    let words = &cx.ui.text.control;
    let rate = permille(&form.fail_percent).ok_or_else(|| words.percent_bad.to_string());
    let poison = places(&form.poison).ok_or_else(|| words.poison_bad.to_string());
    let suspend = cx.optional_number(
        &form.suspend_ms,
        *SUSPEND_CURRENT_QUEUE_TIME_RANGE_MS.start() as i64,
        *SUSPEND_CURRENT_QUEUE_TIME_RANGE_MS.end() as i64,
    );
    let retries = retries(cx, &form.retries);
    let fields = html! {
        <>
            <div key="fails" class="field-row">
                {cx.field(move |form| &mut at(form).fail_percent, words.fail_percent, words.fail_hint, error(&rate), "decimal")}
                {cx.field(move |form| &mut at(form).poison, words.poison, words.poison_hint, error(&poison), "text")}
            </div>
            {retries_field(cx, move |form| &mut at(form).retries, &retries)}
            if orderly {
                {cx.field(move |form| &mut at(form).suspend_ms, words.suspend_ms, words.suspend_hint, error(&suspend), "numeric")}
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
