//! A new consumer group, with its first consumers. Not here: later ones (`consumer`).
//!
//! Invariant: the group comes first; each consumer is a command of its own.

use super::consumer::{consumer_name, ms_of, read_ms};
use super::fields::{Choice, Field, error_of, free_name, on_submit, read_number, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::ids::Name;
use crate::engine::limits::CACHED_MESSAGES_MAX;
use crate::sim::command::{Command, ConsumeFrom};
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use crate::ui::topbar::profile_index;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// Consumers that the form adds at most.
const CONSUMERS_MAX: i64 = 16;

#[derive(Properties, PartialEq)]
pub struct GroupFormProps {
    pub snapshot: Rc<Snapshot>,
}

/// The form.
#[component]
pub fn GroupForm(props: &GroupFormProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.form;
    let topics: Vec<Name> = props.snapshot.boards.iter().map(|board| board.topic.clone()).collect();
    let name = use_state(|| free_name("billing", |name| props.snapshot.group(name).is_some()));
    let from = use_state(|| 0usize);
    let topic = use_state(|| 0usize);
    let consumers = use_state(|| if topics.is_empty() { "0" } else { "1" }.to_string());
    let ms = use_state(|| ms_of(5_000));
    let submission = use_submission();
    let count = read_number(&consumers, 0, if topics.is_empty() { 0 } else { CONSUMERS_MAX }, ui.text);
    let each = read_ms(&ms, ui.text);
    let ready = count.is_ok() && each.is_ok();
    let onsubmit = {
        let (submission, name, snapshot) = (submission.clone(), name.clone(), props.snapshot.clone());
        let (count, each, topic) = (count.clone(), each.clone(), topics.get(*topic).cloned());
        let consume_from = if *from == 0 { ConsumeFrom::LastOffset } else { ConsumeFrom::FirstOffset };
        on_submit(move || {
            let (Ok(count), Ok(processing_us)) = (&count, &each) else { return };
            let group = Name::from(name.trim());
            let mut commands = vec![Command::CreateGroup { group: group.clone(), consume_from }];
            let cached_max = CACHED_MESSAGES_MAX as u32;
            let mut taken: Vec<String> = Vec::new();
            if let Some(topic) = &topic {
                for _ in 0..*count {
                    let consumer = consumer_name(&snapshot, &group, &taken);
                    taken.push(consumer.clone());
                    let (consumer, group, topic) = (Name::from(consumer), group.clone(), topic.clone());
                    commands.push(Command::AddConsumer { consumer, group, topic, processing_us: *processing_us, cached_max });
                }
            }
            submission.submit(commands);
        })
    };
    let starts = vec![words.from_last.to_string(), words.from_first.to_string()];
    html! {
        <Frame title={words.new_group} size="small">
            <form {onsubmit}>
                <Field key="name" label={words.name} value={name} hint={words.name_rule} />
                <Choice key="from" label={words.start_from} options={starts} chosen={from}
                    hint={words.start_hint[profile_index(props.snapshot.profile)]} />
                if topics.is_empty() {
                    <p key="none" class="muted">{words.needs_topic}</p>
                } else {
                    <div key="consumers" class="field-row">
                        <Field label={words.consumer_count} value={consumers} error={error_of(&count)} mode="numeric" />
                        <Field label={words.processing_ms} value={ms} error={error_of(&each)} mode="decimal" />
                    </div>
                    <Choice key="topic" label={words.topic} options={topics.iter().map(ToString::to_string).collect::<Vec<_>>()}
                        chosen={topic} />
                }
                {submission.refusal()}
                <Foot action={ui.text.common.add} disabled={!ready} />
            </form>
        </Frame>
    }
}
