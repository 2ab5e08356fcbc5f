//! One message by hand: its queue, key, tag and body, and when it is delivered. Not here: producers (`producer`).
//!
//! Invariant: an empty key or tag is none; a time is on the lab's clock and becomes one on the broker's.

use crate::engine::ids::{EpochMs, Name, QueueId};
use crate::projection::delay_levels_ms;
use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, Form};
use crate::ui::draw::format::{clock, duration, parse_clock};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::control::Delivery;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

const KEY: usize = 0;
const TAG: usize = 1;
const BODY: usize = 2;
const TIME: usize = 3;
const QUEUE: usize = 0;
const WHEN: usize = 1;
const LEVEL: usize = 2;
/// So long after the present moment a time begins.
const AHEAD_US: u64 = 30_000_000;

/// The delay levels as options of a list, from level 1 on.
pub fn level_options(ui: &Ui) -> Vec<String> {
    let levels = ui.lab.read(|player| delay_levels_ms(player.world()));
    let named = (1..).zip(levels).map(|(level, ms): (u32, u64)| {
        (ui.text.control.delay_level)(&level.to_string(), &duration(ms, &ui.text.units))
    });
    named.collect()
}

/// The form as it opens.
pub fn beginning(queue: QueueId, snapshot: &Snapshot) -> Form {
    let mut form = Form::default();
    form.choice[QUEUE] = queue as usize;
    form.choice[LEVEL] = 2;
    form.text[BODY] = "hello".to_string();
    form.text[TIME] = clock((snapshot.clock.now_us + AHEAD_US) / 1_000_000 * 1_000_000);
    form
}

/// The form.
pub fn message_form(cx: &Cx, topic: &Name, snapshot: &Snapshot) -> Html {
    let (words, control) = (&cx.ui.text.form, &cx.ui.text.control);
    let queues = snapshot.board(topic).map_or(1, |board| board.lanes.len());
    let when = Delivery::ALL[cx.form.choice[WHEN]];
    let deliveries = Delivery::ALL.iter().map(|delivery| (control.delivery)(*delivery).to_string()).collect();
    let at_us = parse_clock(cx.text(TIME));
    let bad = at_us.is_none().then(|| cx.ui.text.reset.time_bad.to_string());
    let start = snapshot.start_ms;
    let fields = html! {
        <>
            {cx.list(QUEUE, cx.ui.text.common.queue, (0..queues).map(|queue| queue.to_string()).collect(), "")}
            <div key="properties" class="field-row">
                {cx.field(KEY, words.key, words.optional, None, "text")}
                {cx.field(TAG, words.tag, words.optional, None, "text")}
            </div>
            <label key="body" class="field">
                <span class="field-name">{words.body}</span>
                <textarea rows="2" spellcheck="false" value={cx.form.text[BODY].clone()} oninput={body_typed(cx)} />
            </label>
            <div key="when" class="field-row">
                {cx.list(WHEN, control.deliver, deliveries, "")}
                {match when {
                    Delivery::AfterDelay => cx.list(LEVEL, control.delay, level_options(&cx.ui), ""),
                    Delivery::AtTime => cx.field(TIME, control.deliver_time, "", bad.as_ref(), "text"),
                    Delivery::AtOnce => html! { <span key="now" /> },
                }}
            </div>
        </>
    };
    let to = topic.clone();
    let form = cx.form(fields, words.send, when != Delivery::AtTime || at_us.is_some(), move |cx| {
        let some = |i: usize| Some(cx.text(i).to_string()).filter(|value| !value.is_empty());
        let deliver_at = at_us.map(|us| EpochMs(start.0.saturating_add_unsigned(us / 1_000)));
        vec![Command::SendMessage {
            topic: to.clone(),
            queue: cx.form.choice[QUEUE] as QueueId,
            key: some(KEY),
            tag: some(TAG),
            body: cx.text(BODY).to_string(),
            deliver_at_ms: deliver_at.filter(|_| when == Delivery::AtTime),
            delay_level: if when == Delivery::AfterDelay { cx.form.choice[LEVEL] as u32 + 1 } else { 0 },
        }]
    });
    cx.frame(&[words.send_title, " – ", topic].concat(), "small", form)
}

fn body_typed(cx: &Cx) -> Callback<InputEvent> {
    cx.change(|form, event: InputEvent| {
        form.text[BODY] = event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value();
    })
}
