//! A new topic, or another number of queues for one. Not here: deleting it (`ask`).
//!
//! Invariant: the first offset is exact up to the end of its range.

use crate::engine::ids::{Name, QueueOffset};
use crate::engine::limits::QUEUES_MAX;
use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, error, free_name};
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// What is put in.
#[derive(Clone)]
pub struct TopicForm {
    existing: Option<Name>,
    name: String,
    queues: String,
    first_offset: String,
}

impl TopicForm {
    /// The form as it opens.
    pub fn new(existing: Option<&Name>, snapshot: &Snapshot) -> TopicForm {
        let name = || free_name("orders", &|name| snapshot.board(name).is_some());
        let queues = existing.and_then(|topic| snapshot.board(topic)).map_or(4, |board| board.lanes.len());
        TopicForm {
            existing: existing.cloned(),
            name: existing.map_or_else(name, ToString::to_string),
            queues: queues.to_string(),
            first_offset: "0".to_string(),
        }
    }
}

/// The form.
pub fn topic_form(cx: &Cx<TopicForm>) -> Html {
    let existing = cx.form.existing.as_ref();
    let words = &cx.ui.text.form;
    let queues = cx.number(&cx.form.queues, 1, i64::from(QUEUES_MAX));
    let first =
        cx.number(&cx.form.first_offset, 0, i64::MAX).map_err(|_| cx.ui.text.reset.offset_bad.to_string());
    let ready = queues.is_ok() && first.is_ok();
    let fields = html! {
        <>
            if existing.is_none() {
                {cx.field(|form| &mut form.name, words.name, words.name_rule, None, "text")}
            }
            {cx.field(|form| &mut form.queues, words.queue_count, words.queue_count_hint, error(&queues), "numeric")}
            if existing.is_none() {
                {cx.field(|form| &mut form.first_offset, words.first_offset, words.first_offset_hint, error(&first), "numeric")}
            }
        </>
    };
    let title: String = match existing {
        Some(topic) => (cx.ui.text.common.change_topic)(topic),
        None => words.new_topic.to_string(),
    };
    let action = if existing.is_some() { cx.ui.text.common.change } else { cx.ui.text.common.add };
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(queues), Ok(first)) = (&queues, &first) else { return Vec::new() };
        let queues = *queues as u32;
        let first_offsets = if *first == 0 { Vec::new() } else { vec![QueueOffset(*first); queues as usize] };
        vec![Command::CreateTopic { topic: Name::from(cx.form.name.trim()), queues, first_offsets }]
    });
    cx.frame(&title, "small", form)
}
