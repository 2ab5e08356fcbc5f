//! A new producer, or other settings for one. Not here: one message by hand (`message`), consumers
//! (`consumer`).
//!
//! Invariant: the ranges are those of the engine's limits.

use crate::engine::ids::Name;
use crate::engine::limits::{KEYS_MAX, RATE_PER_S_MAX};
use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, error, free_name};
use crate::ui::dialogs::message::level_options;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// What is put in.
#[derive(Clone)]
pub struct ProducerForm {
    existing: Option<Name>,
    name: String,
    topic: Option<Name>,
    rate_per_s: String,
    body_bytes: String,
    keys: String,
    delay_level: u32,
}

/// The lab's topics by name.
pub fn topics(snapshot: &Snapshot) -> Vec<Name> {
    snapshot.boards.iter().map(|board| board.topic.clone()).collect()
}

/// Them as options of a list.
pub fn topic_options(topics: &[Name]) -> Vec<(Option<Name>, String)> {
    topics.iter().map(|topic| (Some(topic.clone()), topic.to_string())).collect()
}

impl ProducerForm {
    /// The form as it opens.
    pub fn new(existing: Option<&Name>, snapshot: &Snapshot) -> ProducerForm {
        let producers = &snapshot.actors.producers;
        let old = existing.and_then(|name| producers.iter().find(|producer| producer.producer == *name));
        let taken = |name: &str| producers.iter().any(|producer| *producer.producer == *name);
        let free = || free_name("order-service", &taken);
        ProducerForm {
            existing: existing.cloned(),
            name: old.map_or_else(free, |old| old.producer.to_string()),
            topic: topics(snapshot).first().cloned(),
            rate_per_s: old.map_or(20, |old| old.rate_per_s).to_string(),
            body_bytes: old.map_or(1_024, |old| old.body_bytes).to_string(),
            keys: old.map_or(0, |old| old.keys).to_string(),
            delay_level: old.map_or(0, |old| old.delay_level),
        }
    }
}

/// The form.
pub fn producer_form(cx: &Cx<ProducerForm>, snapshot: &Snapshot) -> Html {
    let existing = cx.form.existing.as_ref();
    let words = &cx.ui.text.form;
    let is_new = existing.is_none();
    let topics = topics(snapshot);
    let rate = cx.number(&cx.form.rate_per_s, 0, i64::from(RATE_PER_S_MAX));
    let size = cx.number(&cx.form.body_bytes, 0, i64::from(snapshot.broker.max_message_bytes));
    let keys = cx.number(&cx.form.keys, 0, i64::from(KEYS_MAX));
    let ready = rate.is_ok() && size.is_ok() && keys.is_ok() && (!is_new || !topics.is_empty());
    let mut levels = vec![(0, cx.ui.text.control.delay_none.to_string())];
    levels.extend(level_options(&cx.ui));
    let fields = html! {
        <>
            if is_new {
                {cx.field(|form| &mut form.name, words.name, words.name_rule, None, "text")}
                {cx.list(|form| &mut form.topic, words.topic, topic_options(&topics), "")}
            }
            {cx.field(|form| &mut form.rate_per_s, words.rate, "", error(&rate), "numeric")}
            {cx.field(|form| &mut form.body_bytes, words.size, "", error(&size), "numeric")}
            {cx.field(|form| &mut form.keys, words.keys, words.keys_hint, error(&keys), "numeric")}
            {cx.list(|form| &mut form.delay_level, cx.ui.text.control.delay, levels, "")}
        </>
    };
    let title: String =
        existing.map_or_else(|| words.new_producer.to_string(), |name| (words.change_producer)(name));
    let action = if is_new { cx.ui.text.common.add } else { cx.ui.text.common.change };
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(rate), Ok(size), Ok(keys)) = (&rate, &size, &keys) else { return Vec::new() };
        let producer = Name::from(cx.form.name.trim());
        let (rate_per_s, body_bytes, keys) = (*rate as u32, *size as u32, *keys as u32);
        let delay_level = cx.form.delay_level;
        match cx.form.topic.clone().filter(|_| is_new) {
            Some(topic) => {
                vec![Command::AddProducer { producer, topic, rate_per_s, body_bytes, keys, delay_level }]
            }
            None => vec![Command::SetProducer { producer, rate_per_s, body_bytes, keys, delay_level }],
        }
    });
    cx.frame(&title, "small", form)
}
