//! A new producer, or other settings for one. Not here: one message by hand (`message`), consumers (`consumer`).
//!
//! Invariant: the ranges are those of the engine's limits.

use crate::engine::ids::Name;
use crate::engine::limits::{KEYS_MAX, RATE_PER_S_MAX};
use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, Form, error, free_name};
use crate::ui::dialogs::message::level_options;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

const NAME: usize = 0;
const RATE: usize = 1;
const SIZE: usize = 2;
const KEYS: usize = 3;
const TOPIC: usize = 0;
const DELAY: usize = 1;

/// The lab's topics by name.
pub fn topics(snapshot: &Snapshot) -> Vec<Name> {
    snapshot.boards.iter().map(|board| board.topic.clone()).collect()
}

/// Their names as options of a list.
pub fn options(topics: &[Name]) -> Vec<String> {
    topics.iter().map(ToString::to_string).collect()
}

/// The form as it opens.
pub fn beginning(existing: Option<&str>, snapshot: &Snapshot) -> Form {
    let producers = &snapshot.actors.producers;
    let old = existing.and_then(|name| producers.iter().find(|producer| *producer.producer == *name));
    let mut form = Form::default();
    form.text[NAME] = match old {
        Some(old) => old.producer.to_string(),
        None => {
            free_name("order-service", &|name| producers.iter().any(|producer| *producer.producer == *name))
        }
    };
    form.text[RATE] = old.map_or(20, |old| old.rate_per_s).to_string();
    form.text[SIZE] = old.map_or(1_024, |old| old.body_bytes).to_string();
    form.text[KEYS] = old.map_or(0, |old| old.keys).to_string();
    form.choice[DELAY] = old.map_or(0, |old| old.delay_level) as usize;
    form
}

/// The form.
pub fn producer_form(cx: &Cx, existing: Option<&Name>, snapshot: &Snapshot) -> Html {
    let words = &cx.ui.text.form;
    let is_new = existing.is_none();
    let topics = topics(snapshot);
    let rate = cx.number(RATE, 0, i64::from(RATE_PER_S_MAX));
    let size = cx.number(SIZE, 0, i64::from(snapshot.broker.max_message_bytes));
    let keys = cx.number(KEYS, 0, i64::from(KEYS_MAX));
    let ready = rate.is_ok() && size.is_ok() && keys.is_ok() && (!is_new || !topics.is_empty());
    let mut levels = vec![cx.ui.text.control.delay_none.to_string()];
    levels.extend(level_options(&cx.ui));
    let fields = html! {
        <>
            if is_new {
                {cx.field(NAME, words.name, words.name_rule, None, "text")}
                {cx.list(TOPIC, words.topic, options(&topics), "")}
            }
            {cx.field(RATE, words.rate, "", error(&rate), "numeric")}
            {cx.field(SIZE, words.size, "", error(&size), "numeric")}
            {cx.field(KEYS, words.keys, words.keys_hint, error(&keys), "numeric")}
            {cx.list(DELAY, cx.ui.text.control.delay, levels, "")}
        </>
    };
    let delay_level = cx.form.choice[DELAY] as u32;
    let title: String =
        existing.map_or_else(|| words.new_producer.to_string(), |name| (words.change_producer)(name));
    let action = if is_new { cx.ui.text.common.add } else { cx.ui.text.common.change };
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(rate), Ok(size), Ok(keys)) = (&rate, &size, &keys) else { return Vec::new() };
        let producer = Name::from(cx.text(NAME).trim());
        let (rate_per_s, body_bytes, keys) = (*rate as u32, *size as u32, *keys as u32);
        match topics.get(cx.form.choice[TOPIC]).filter(|_| is_new) {
            Some(topic) => {
                let topic = topic.clone();
                vec![Command::AddProducer { producer, topic, rate_per_s, body_bytes, keys, delay_level }]
            }
            None => vec![Command::SetProducer { producer, rate_per_s, body_bytes, keys, delay_level }],
        }
    });
    cx.frame(&title, "small", form)
}
