//! A new topic, or another number of queues for one. Not here: deleting it (`ask`).
//!
//! Invariant: the first offset is exact up to the end of its range.

use crate::engine::ids::{Name, QueueOffset};
use crate::engine::limits::QUEUES_MAX;
use crate::sim::command::Command;
use crate::ui::dialogs::form::{Cx, Form, error, free_name};
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

const NAME: usize = 0;
const QUEUES: usize = 1;
const FIRST: usize = 2;

/// The form as it opens.
pub fn beginning(existing: Option<&str>, snapshot: &Snapshot) -> Form {
    let mut form = Form::default();
    form.text[NAME] = match existing {
        Some(topic) => topic.to_string(),
        None => free_name("orders", &|name| snapshot.board(name).is_some()),
    };
    let queues = existing.and_then(|topic| snapshot.board(topic)).map_or(4, |board| board.lanes.len());
    form.text[QUEUES] = queues.to_string();
    form.text[FIRST] = "0".to_string();
    form
}

/// The form.
pub fn topic_form(cx: &Cx, existing: Option<&Name>, _: &Snapshot) -> Html {
    let words = &cx.ui.text.form;
    let queues = cx.number(QUEUES, 1, i64::from(QUEUES_MAX));
    let first = cx.number(FIRST, 0, i64::MAX).map_err(|_| cx.ui.text.reset.offset_bad.to_string());
    let ready = queues.is_ok() && first.is_ok();
    let fields = html! {
        <>
            if existing.is_none() {
                {cx.field(NAME, words.name, words.name_rule, None, "text")}
            }
            {cx.field(QUEUES, words.queue_count, words.queue_count_hint, error(&queues), "numeric")}
            if existing.is_none() {
                {cx.field(FIRST, words.first_offset, words.first_offset_hint, error(&first), "numeric")}
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
        vec![Command::CreateTopic { topic: Name::from(cx.text(NAME).trim()), queues, first_offsets }]
    });
    cx.frame(&title, "small", form)
}
