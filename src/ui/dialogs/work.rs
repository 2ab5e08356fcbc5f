//! How a consumer works, as fields of a form: the time that a message takes, and its threads. Not here: what
//! threads do (`sim::clients::threads`), and failing (`failing`).
//!
//! Invariant: times are typed in milliseconds and kept in microseconds; fields that are left as they were
//! stand for the threads that a consumer has.

use crate::engine::limits::{CONSUME_BATCH_MAX, CONSUME_THREADS_MAX, PROCESSING_US_MAX};
use crate::sim::command::{MessagePlace, SlowMessage, Threads};
use crate::ui::dialogs::failing::{list_of, places};
use crate::ui::dialogs::form::{Cx, error};
use crate::ui::draw::format::parse_clock;
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// `consumeThreadMin` of a real client, which a new consumer gets.
pub const NEW_THREADS: u32 = 20;
/// What a slow message takes until something else is typed.
const SLOW_US: u64 = 60_000_000;

/// Microseconds of the milliseconds in a field, which may have three decimals.
pub fn processing_us(typed: &str, text: &Text) -> Result<u64, String> {
    // `12.5` reads as 12.500 s on a clock: a thousand times as much.
    let us = parse_clock(typed).filter(|_| !typed.contains(':') && !typed.trim().is_empty());
    match us.map(|us| us / 1_000) {
        Some(us) if us <= PROCESSING_US_MAX => Ok(us),
        _ => Err((text.form.number_from_to)("0", "3\u{202f}600\u{202f}000")),
    }
}

/// Milliseconds of microseconds, for editing.
pub fn ms_of(us: u64) -> String {
    let (whole, rest) = (us / 1_000, us % 1_000);
    if rest == 0 {
        return whole.to_string();
    }
    let fraction = (1_000 + rest).to_string();
    format!("{whole}.{}", fraction[1..].trim_end_matches('0'))
}

/// What is put in about threads.
#[derive(Clone)]
pub struct ThreadsForm {
    count: String,
    batch_max: String,
    slow: String,
    slow_ms: String,
    /// The slow messages as they were, each with its own time.
    old_slow: Vec<SlowMessage>,
}

impl ThreadsForm {
    /// The fields as they begin.
    pub fn new(old: &Threads) -> ThreadsForm {
        ThreadsForm {
            count: old.count.to_string(),
            batch_max: old.batch_max.to_string(),
            slow: list_of(old.slow.iter().map(|slow| (slow.queue, slow.offset))),
            slow_ms: shown_ms(&old.slow),
            old_slow: old.slow.clone(),
        }
    }

    /// A slow message: as it was, as long as nobody types another time.
    fn slow_message(&self, place: &MessagePlace, processing_us: u64) -> SlowMessage {
        let same = |slow: &&SlowMessage| (slow.queue, slow.offset) == (place.queue, place.offset);
        let old = self.old_slow.iter().find(same).filter(|_| self.slow_ms == shown_ms(&self.old_slow));
        old.copied().unwrap_or(SlowMessage { queue: place.queue, offset: place.offset, processing_us })
    }
}

/// The time that is shown for slow messages: that of the first.
fn shown_ms(slow: &[SlowMessage]) -> String {
    ms_of(slow.first().map_or(SLOW_US, |slow| slow.processing_us))
}

/// What the fields of `form`, which is at `at`, stand for, and the fields; `None`: something typed is wrong.
pub fn threads_fields<F: Clone + 'static>(
    cx: &Cx<F>,
    form: &ThreadsForm,
    at: fn(&mut F) -> &mut ThreadsForm,
) -> (Option<Threads>, Html) {
    let (words, control) = (&cx.ui.text.form, &cx.ui.text.control);
    let count = cx.number(&form.count, 1, CONSUME_THREADS_MAX as i64);
    let batch_max = cx.number(&form.batch_max, 1, CONSUME_BATCH_MAX as i64);
    let slow = places(&form.slow).ok_or_else(|| control.poison_bad.to_string());
    let slow_us = processing_us(&form.slow_ms, cx.ui.text);
    let fields = html! {
        <>
            <div key="threads" class="field-row">
                {cx.field(move |form| &mut at(form).count, words.threads, words.threads_hint, error(&count), "numeric")}
                {cx.field(move |form| &mut at(form).batch_max, words.batch_max, words.batch_hint, error(&batch_max), "numeric")}
            </div>
            <div key="slow" class="field-row">
                {cx.field(move |form| &mut at(form).slow, words.slow, control.poison_hint, error(&slow), "text")}
                {cx.field(move |form| &mut at(form).slow_ms, words.slow_ms, "", error(&slow_us), "decimal")}
            </div>
        </>
    };
    let threads = match (count, batch_max, slow, slow_us) {
        (Ok(count), Ok(batch_max), Ok(slow), Ok(processing_us)) => Some(Threads {
            count: count as u32,
            batch_max: batch_max as u32,
            slow: slow.iter().map(|place| form.slow_message(place, processing_us)).collect(),
        }),
        _ => None,
    };
    (threads, fields)
}
