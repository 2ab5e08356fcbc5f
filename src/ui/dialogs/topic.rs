//! A new topic, or another number of queues for one. Not here: deleting it (`ask`).
//!
//! Invariant: the first offset is exact up to the end of its range.

use super::fields::{Field, error_of, free_name, on_submit, read_number, use_submission};
use super::frame::{Foot, Frame};
use crate::engine::ids::{Name, QueueOffset};
use crate::engine::limits::QUEUES_MAX;
use crate::sim::command::Command;
use crate::ui::app::use_ui;
use crate::ui::snapshot::Snapshot;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct TopicFormProps {
    pub snapshot: Rc<Snapshot>,
    pub existing: Option<Name>,
}

/// The form.
#[component]
pub fn TopicForm(props: &TopicFormProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.form;
    let existing = props.existing.as_ref();
    let name = use_state(|| match existing {
        Some(topic) => topic.to_string(),
        None => free_name("orders", |name| props.snapshot.board(name).is_some()),
    });
    let now = existing.and_then(|topic| props.snapshot.board(topic)).map_or(4, |board| board.lanes.len());
    let queues = use_state(|| now.to_string());
    let first = use_state(|| "0".to_string());
    let submission = use_submission();
    let count = read_number(&queues, 1, i64::from(QUEUES_MAX), ui.text);
    let offset = read_number(&first, 0, i64::MAX, ui.text).map_err(|_| ui.text.reset.offset_bad.to_string());
    let ready = count.is_ok() && offset.is_ok();
    let onsubmit = {
        let (submission, name, count, offset) = (submission.clone(), name.clone(), count.clone(), offset.clone());
        on_submit(move || {
            let (Ok(count), Ok(first)) = (&count, &offset) else { return };
            let queues = *count as u32;
            let first_offsets = if *first == 0 { Vec::new() } else { vec![QueueOffset(*first); queues as usize] };
            submission.submit(vec![Command::CreateTopic { topic: Name::from(name.trim()), queues, first_offsets }]);
        })
    };
    let title: String = match existing {
        Some(topic) => (words.change_topic)(topic),
        None => words.new_topic.to_string(),
    };
    html! {
        <Frame {title} size="small">
            <form {onsubmit}>
                if existing.is_none() {
                    <Field key="name" label={words.name} value={name} hint={words.name_rule} />
                }
                <Field key="queues" label={words.queue_count} value={queues} hint={words.queue_count_hint} error={error_of(&count)}
                    mode="numeric" />
                if existing.is_none() {
                    <Field key="first" label={words.first_offset} value={first} hint={words.first_offset_hint}
                        error={error_of(&offset)} mode="numeric" />
                }
                {submission.refusal()}
                <Foot action={if existing.is_some() { ui.text.common.change } else { ui.text.common.add }} disabled={!ready} />
            </form>
        </Frame>
    }
}
