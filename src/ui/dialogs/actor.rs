//! A new producer, or other settings for one. Not here: consumers (`consumer`).
//!
//! Invariant: the ranges are those of the engine's limits.

use super::fields::{Choice, Field, error_of, free_name, on_submit, plain, read_number, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::ids::Name;
use crate::engine::limits::{KEYS_MAX, RATE_PER_S_MAX};
use crate::sim::command::Command;
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ProducerFormProps {
    pub snapshot: Rc<Snapshot>,
    pub existing: Option<Name>,
}

/// The form.
#[component]
pub fn ProducerForm(props: &ProducerFormProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.form;
    let producers = &props.snapshot.actors.producers;
    let old = props.existing.as_ref().and_then(|name| producers.iter().find(|producer| producer.producer == *name));
    let topics: Vec<Name> = props.snapshot.boards.iter().map(|board| board.topic.clone()).collect();
    let name = use_state(|| match old {
        Some(producer) => producer.producer.to_string(),
        None => free_name("order-service", |name| producers.iter().any(|producer| *producer.producer == *name)),
    });
    let topic = use_state(|| 0usize);
    let rate = use_state(|| plain(old.map_or(20, |producer| u64::from(producer.rate_per_s))));
    let size = use_state(|| plain(old.map_or(1_024, |producer| u64::from(producer.body_bytes))));
    let keys = use_state(|| plain(old.map_or(0, |producer| u64::from(producer.keys))));
    let submission = use_submission();
    let read = [
        read_number(&rate, 0, i64::from(RATE_PER_S_MAX), ui.text),
        read_number(&size, 0, i64::from(props.snapshot.broker.max_message_bytes), ui.text),
        read_number(&keys, 0, i64::from(KEYS_MAX), ui.text),
    ];
    let ready = read.iter().all(Result::is_ok) && (old.is_some() || !topics.is_empty());
    let onsubmit = {
        let (submission, name, read, is_new) = (submission.clone(), name.clone(), read.clone(), old.is_none());
        let topic = topics.get(*topic).cloned();
        on_submit(move || {
            let [Ok(rate), Ok(size), Ok(keys)] = read.clone() else { return };
            let producer = Name::from(name.trim());
            let (rate_per_s, body_bytes, keys) = (rate as u32, size as u32, keys as u32);
            submission.submit(match (is_new, topic.clone()) {
                (true, Some(topic)) => vec![Command::AddProducer { producer, topic, rate_per_s, body_bytes, keys }],
                _ => vec![Command::SetProducer { producer, rate_per_s, body_bytes, keys }],
            });
        })
    };
    let title: String = old.map_or_else(|| words.new_producer.to_string(), |old| (words.change_producer)(&old.producer));
    html! {
        <Frame {title} size="small">
            <form {onsubmit}>
                if old.is_none() {
                    <Field key="name" label={words.name} value={name} hint={words.name_rule} />
                    <Choice key="topic" label={words.topic} options={topics.iter().map(ToString::to_string).collect::<Vec<_>>()}
                        chosen={topic} />
                }
                <Field key="rate" label={words.rate} value={rate} error={error_of(&read[0])} mode="numeric" />
                <Field key="size" label={words.size} value={size} error={error_of(&read[1])} mode="numeric" />
                <Field key="keys" label={words.keys} value={keys} hint={words.keys_hint} error={error_of(&read[2])} mode="numeric" />
                {submission.refusal()}
                <Foot action={if old.is_some() { ui.text.common.change } else { ui.text.common.add }} disabled={!ready} />
            </form>
        </Frame>
    }
}
