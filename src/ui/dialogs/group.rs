//! A new consumer group, with its first consumers. Not here: later ones (`consumer`).
//!
//! Invariant: the group comes first; each consumer is a command of its own.

use super::consumer::{MS, consumer_name, ms_of, processing_us};
use super::form::{Cx, Form, error, free_name};
use super::producer::{options, topics};
use crate::engine::ids::Name;
use crate::engine::limits::CACHED_MESSAGES_MAX;
use crate::sim::command::{Command, ConsumeFrom};
use crate::ui::snapshot::Snapshot;
use crate::ui::topbar::profile_index;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// Consumers that the form adds at most.
const CONSUMERS_MAX: i64 = 16;
const NAME: usize = 0;
const COUNT: usize = 2;
const TOPIC: usize = 0;
const FROM: usize = 1;

/// The form as it opens.
pub fn beginning(snapshot: &Snapshot) -> Form {
    let mut form = Form::default();
    form.text[NAME] = free_name("billing", &|name| snapshot.group(name).is_some());
    form.text[MS] = ms_of(5_000);
    form.text[COUNT] = u8::from(!snapshot.boards.is_empty()).to_string();
    form
}

/// The form.
pub fn group_form(cx: &Cx, snapshot: &Rc<Snapshot>) -> Html {
    let words = &cx.ui.text.form;
    let topics = topics(snapshot);
    let count = cx.number(COUNT, 0, if topics.is_empty() { 0 } else { CONSUMERS_MAX });
    let each = processing_us(cx);
    let ready = count.is_ok() && each.is_ok();
    let starts = vec![words.from_last.to_string(), words.from_first.to_string()];
    let fields = html! {
        <>
            {cx.field(NAME, words.name, words.name_rule, None, "text")}
            {cx.list(FROM, words.start_from, starts, words.start_hint[profile_index(snapshot.profile)])}
            if topics.is_empty() {
                <p key="none" class="muted">{words.needs_topic}</p>
            } else {
                <div key="consumers" class="field-row">
                    {cx.field(COUNT, words.consumer_count, "", error(&count), "numeric")}
                    {cx.field(MS, words.processing_ms, "", error(&each), "decimal")}
                </div>
                {cx.list(TOPIC, words.topic, options(&topics), "")}
            }
        </>
    };
    let snapshot = snapshot.clone();
    let form = cx.form(fields, cx.ui.text.common.add, ready, move |cx| {
        let (Ok(count), Ok(each)) = (&count, &each) else { return Vec::new() };
        commands(cx, &snapshot, topics.get(cx.form.choice[TOPIC]), *count, *each)
    });
    cx.frame(words.new_group, "small", form)
}

fn commands(
    cx: &Cx,
    snapshot: &Snapshot,
    topic: Option<&Name>,
    count: i64,
    processing_us: u64,
) -> Vec<Command> {
    let group = Name::from(cx.text(NAME).trim());
    let consume_from =
        if cx.form.choice[FROM] == 0 { ConsumeFrom::LastOffset } else { ConsumeFrom::FirstOffset };
    let cached_max = CACHED_MESSAGES_MAX as u32;
    let mut commands = vec![Command::CreateGroup { group: group.clone(), consume_from }];
    let mut taken: Vec<String> = Vec::new();
    for _ in 0..count {
        let Some(topic) = topic.cloned() else { break };
        taken.push(consumer_name(snapshot, &group, &taken));
        let consumer = Name::from(taken.last().map_or("", String::as_str));
        commands.push(Command::AddConsumer {
            consumer,
            group: group.clone(),
            topic,
            processing_us,
            cached_max,
        });
    }
    commands
}
