//! One message by hand: its queue, key, tag and body, and when it is delivered. Not here: producers
//! (`producer`).
//!
//! Invariant: an empty key or tag is none; a time is on the lab's clock and becomes one on the broker's.

use crate::engine::ids::{Name, QueueId};
use crate::projection::delay_levels_ms;
use crate::sim::command::Command;
use crate::ui::dialogs::form::Cx;
use crate::ui::dialogs::reset_target::moment_of;
use crate::ui::draw::format::{clock, duration};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::control::Delivery;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// The level that a delay begins with.
const LEVEL: u32 = 3;
/// So long after the present moment a time begins.
const AHEAD_US: u64 = 30_000_000;

/// What is put in.
#[derive(Clone)]
pub struct MessageForm {
    topic: Name,
    queue: QueueId,
    key: String,
    tag: String,
    body: String,
    delivery: Delivery,
    delay_level: u32,
    time: String,
}

impl MessageForm {
    /// The form as it opens.
    pub fn new(topic: &Name, queue: QueueId, snapshot: &Snapshot) -> MessageForm {
        MessageForm {
            topic: topic.clone(),
            queue,
            key: String::new(),
            tag: String::new(),
            body: "hello".to_string(),
            delivery: Delivery::AtOnce,
            delay_level: LEVEL,
            time: clock((snapshot.clock.now_us + AHEAD_US) / 1_000_000 * 1_000_000),
        }
    }
}

/// The delay levels as options of a list, from level 1 on.
pub fn level_options(ui: &Ui) -> Vec<(u32, String)> {
    let levels = ui.lab.read(|player| delay_levels_ms(player.world()));
    let named = (1..).zip(levels).map(|(level, ms): (u32, u64)| {
        (level, (ui.text.control.delay_level)(&level.to_string(), &duration(ms, &ui.text.units)))
    });
    named.collect()
}

/// The form.
pub fn message_form(cx: &Cx<MessageForm>, snapshot: &Snapshot) -> Html {
    let (words, control, topic) = (&cx.ui.text.form, &cx.ui.text.control, &cx.form.topic);
    let queues = snapshot.board(topic).map_or(1, |board| board.lanes.len()) as QueueId;
    let queues: Vec<(QueueId, String)> = (0..queues).map(|queue| (queue, queue.to_string())).collect();
    let when = cx.form.delivery;
    let deliveries = Delivery::ALL.map(|delivery| (delivery, (control.delivery)(delivery).to_string()));
    let (at, lands, bad) = moment_of(&cx.form.time, snapshot.start_ms, cx.ui.text);
    let fields = html! {
        <>
            {cx.list(|form| &mut form.queue, cx.ui.text.common.queue, queues, "")}
            <div key="properties" class="field-row">
                {cx.field(|form| &mut form.key, words.key, words.optional, None, "text")}
                {cx.field(|form| &mut form.tag, words.tag, words.optional, None, "text")}
            </div>
            <label key="body" class="field">
                <span class="field-name">{words.body}</span>
                <textarea rows="2" spellcheck="false" value={cx.form.body.clone()} oninput={body_typed(cx)} />
            </label>
            <div key="when" class="field-row">
                {cx.list(|form| &mut form.delivery, control.deliver, deliveries.into(), "")}
                {match when {
                    Delivery::AfterDelay => cx.list(|form| &mut form.delay_level, control.delay, level_options(&cx.ui), ""),
                    Delivery::AtTime => cx.field(|form| &mut form.time, control.deliver_time, &lands, bad.as_ref(), "text"),
                    Delivery::AtOnce => html! { <span key="now" /> },
                }}
            </div>
        </>
    };
    let form = cx.form(fields, words.send, when != Delivery::AtTime || at.is_some(), move |cx| {
        let some = |typed: &String| Some(typed.clone()).filter(|value| !value.is_empty());
        vec![Command::SendMessage {
            topic: cx.form.topic.clone(),
            queue: cx.form.queue,
            key: some(&cx.form.key),
            tag: some(&cx.form.tag),
            body: cx.form.body.clone(),
            deliver_at_ms: at.filter(|_| when == Delivery::AtTime),
            delay_level: if when == Delivery::AfterDelay { cx.form.delay_level } else { 0 },
        }]
    });
    cx.frame(&format!("{} – {topic}", words.send_title), "small", form)
}

fn body_typed(cx: &Cx<MessageForm>) -> Callback<InputEvent> {
    cx.change(|form, event: InputEvent| {
        form.body = event.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value();
    })
}
