//! A new consumer of a group, or other settings for one: its speed, and how it fails. Not here: how its group
//! reads (`group`), producers (`producer`), the fields about failing (`clients::failures`).
//!
//! Invariant: the processing time is typed in milliseconds and kept in microseconds.

use crate::engine::ids::Name;
use crate::engine::limits::PULL_THRESHOLD_FOR_QUEUE;
use crate::projection::{ConsumerView, failures_of, group_settings, threads_of};
use crate::sim::command::{Command, Failures, Threads};
use crate::ui::dialogs::failing::{FailingForm, failing_fields};
use crate::ui::dialogs::form::{Cx, error, free_name};
use crate::ui::dialogs::producer::{topic_options, topics};
use crate::ui::dialogs::work::{NEW_THREADS, ThreadsForm, ms_of, processing_us, threads_fields};
use crate::ui::draw::parts::Button;
use crate::ui::inspector::facts::said;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::control::GroupKind;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The time of a message that a form offers for a new consumer.
pub const NEW_PROCESSING_US: u64 = 5_000;

/// A name for the next consumer of a group that nobody in the lab has yet.
pub fn consumer_name(snapshot: &Snapshot, group: &str, also_taken: &[String]) -> String {
    let taken = |name: &str| {
        let mut consumers = snapshot.actors.groups.iter().flat_map(|group| &group.consumers);
        also_taken.iter().any(|taken| taken == name) || consumers.any(|consumer| *consumer.consumer == *name)
    };
    let first = format!("{group}-1");
    if taken(&first) { free_name(group, &|name| name == group || taken(name)) } else { first }
}

fn old<'a>(group: &str, existing: Option<&Name>, snapshot: &'a Snapshot) -> Option<&'a ConsumerView> {
    let name = existing?;
    snapshot.group(group)?.consumers.iter().find(|consumer| consumer.consumer == *name)
}

/// How a consumer fails now.
fn old_failures(ui: &Ui, existing: Option<&Name>) -> Failures {
    existing.map_or_else(Failures::default, |name| ui.lab.read(|player| failures_of(player.world(), name)))
}

/// The threads of a consumer now.
fn old_threads(ui: &Ui, existing: Option<&Name>) -> Option<Threads> {
    let existing = existing?;
    Some(ui.lab.read(|player| threads_of(player.world(), existing)))
}

/// Those of a new one: a real client's, but in a lesson, whose numbers are those of clients with one thread.
pub fn new_threads(snapshot: &Snapshot) -> Threads {
    let count = if snapshot.lesson.is_some() { 1 } else { NEW_THREADS };
    Threads { count, ..Threads::default() }
}

/// What is put in.
#[derive(Clone)]
pub struct ConsumerForm {
    group: Name,
    existing: Option<Name>,
    name: String,
    topic: Option<Name>,
    processing_ms: String,
    cached_max: String,
    threads: ThreadsForm,
    failing: FailingForm,
}

impl ConsumerForm {
    /// The form as it opens.
    pub fn new(ui: &Ui, group: &Name, existing: Option<&Name>, snapshot: &Snapshot) -> ConsumerForm {
        let old = old(group, existing, snapshot);
        let likely = snapshot.group(group).and_then(|group| group.topics.first());
        let topics = topics(snapshot);
        ConsumerForm {
            group: group.clone(),
            existing: existing.cloned(),
            name: old.map_or_else(|| consumer_name(snapshot, group, &[]), |old| old.consumer.to_string()),
            topic: likely.filter(|topic| topics.contains(topic)).or(topics.first()).cloned(),
            processing_ms: ms_of(old.map_or(NEW_PROCESSING_US, |old| old.processing_us)),
            cached_max: old.map_or(PULL_THRESHOLD_FOR_QUEUE as u32, |old| old.cached_max).to_string(),
            threads: ThreadsForm::new(&old_threads(ui, existing).unwrap_or_else(|| new_threads(snapshot))),
            failing: FailingForm::new(&old_failures(ui, existing)),
        }
    }
}

/// How the group reads, which is the same for all of its consumers.
fn kind_line(cx: &Cx<ConsumerForm>, group: &Name) -> Html {
    let (ui, words) = (&cx.ui, &cx.ui.text.control);
    let settings = ui.lab.read(|player| group_settings(player.world(), group));
    let kind = settings.as_ref().map_or_else(GroupKind::default, GroupKind::of);
    let kind = (words.group_kind)(kind);
    let change = UiAction::Open(Dialog::Group { existing: Some(group.clone()) });
    html! {
        <div key="kind" class="kind-line">
            <p>{(words.kind_of_group)(group, kind.name)}{" "}<span class="muted">{said(&cx.ui, kind.note)}</span></p>
            {Button::word("plain small", ui.text.common.change).named(&[ui.text.common.change, " \
                – ", words.kind]).on(ui.action(change))}
        </div>
    }
}

/// The form.
pub fn consumer_form(cx: &Cx<ConsumerForm>, snapshot: &Snapshot) -> Html {
    let (group, existing) = (&cx.form.group, cx.form.existing.as_ref());
    let words = &cx.ui.text.form;
    let is_new = existing.is_none();
    let topics = topics(snapshot);
    let each = processing_us(&cx.form.processing_ms, cx.ui.text);
    let cached = cx.number(&cx.form.cached_max, 1, PULL_THRESHOLD_FOR_QUEUE as i64);
    let orderly = cx.ui.lab.read(|player| player.world().is_orderly(group));
    let pops = cx.ui.lab.read(|player| player.world().broker().pops(group));
    let (threads, threads_row) = threads_fields(cx, &cx.form.threads, |form| &mut form.threads);
    let (failures, failing) = failing_fields(cx, &cx.form.failing, |form| &mut form.failing, orderly);
    let ready = each.is_ok()
        && cached.is_ok()
        && failures.is_some()
        && threads.is_some()
        && (!is_new || !topics.is_empty());
    let fields = html! {
        <>
            {kind_line(cx, group)}
            if is_new {
                {cx.field(|form| &mut form.name, words.name, words.name_rule, None, "text")}
                {cx.list(|form| &mut form.topic, words.topic, topic_options(&topics), "")}
            }
            <div key="speed" class="field-row">
                {cx.field(|form| &mut form.processing_ms, words.processing_ms, "", error(&each), "decimal")}
                {cx.field(|form| &mut form.cached_max, words.cached, words.cached_hint, error(&cached), "numeric")}
            </div>
            if !pops {
                {threads_row}
            }
            {failing}
        </>
    };
    let title: String =
        existing.map_or_else(|| (words.new_consumer)(group), |name| (words.change_consumer)(name));
    let action = if is_new { cx.ui.text.common.add } else { cx.ui.text.common.change };
    let old = old(group, existing, snapshot).cloned();
    let group = group.clone();
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(processing_us), Ok(cached), Some(failures), Some(threads)) =
            (&each, &cached, &failures, &threads)
        else {
            return Vec::new();
        };
        let (consumer, processing_us, cached_max) =
            (Name::from(cx.form.name.trim()), *processing_us, *cached as u32);
        let mut commands = Vec::new();
        match (cx.form.topic.clone().filter(|_| is_new), &old) {
            (Some(topic), _) => {
                let (consumer, group) = (consumer.clone(), group.clone());
                commands.push(Command::AddConsumer { consumer, group, topic, processing_us, cached_max });
            }
            (None, Some(old)) if (old.processing_us, old.cached_max) == (processing_us, cached_max) => {}
            (None, _) => {
                commands.push(Command::SetConsumer { consumer: consumer.clone(), processing_us, cached_max });
            }
        }
        let existing = Some(&consumer).filter(|_| !is_new);
        if !pops && *threads != old_threads(&cx.ui, existing).unwrap_or_default() {
            commands.push(Command::SetThreads { consumer: consumer.clone(), threads: threads.clone() });
        }
        if *failures != old_failures(&cx.ui, existing) {
            commands.push(Command::SetFailures { consumer, failures: failures.clone() });
        }
        commands
    });
    cx.frame(&title, "", form)
}
