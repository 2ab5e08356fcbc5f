//! A new consumer of a group, or other settings for one: its speed, and how it fails. Not here: how its group reads (`group`),
//! producers (`producer`), the fields about failing (`clients::failures`).
//!
//! Invariant: the processing time is typed in milliseconds and kept in microseconds.

use crate::engine::ids::Name;
use crate::engine::limits::CACHED_MESSAGES_MAX;
use crate::projection::{ConsumerView, failures_of, group_settings};
use crate::sim::command::{Command, Failures};
use crate::ui::dialogs::failing::{begin, failing_fields};
use crate::ui::dialogs::form::{Cx, Form, error, free_name};
use crate::ui::dialogs::group::kind_of;
use crate::ui::dialogs::producer::{options, topics};
use crate::ui::draw::format::parse_clock;
use crate::ui::draw::parts::Button;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, UiAction};
use crate::ui::text::control::GroupKind;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The longest that a message may take: an hour.
const PROCESSING_US_MAX: u64 = 3_600_000_000;
const NAME: usize = 0;
pub const MS: usize = 1;
const CACHE: usize = 2;

/// Microseconds of the milliseconds in a field, which may have three decimals.
pub fn processing_us(cx: &Cx) -> Result<u64, String> {
    // `12.5` reads as 12.500 s on a clock: a thousand times as much.
    let us =
        parse_clock(cx.text(MS)).filter(|_| !cx.text(MS).contains(':') && !cx.text(MS).trim().is_empty());
    match us.map(|us| us / 1_000) {
        Some(us) if us <= PROCESSING_US_MAX => Ok(us),
        _ => Err((cx.ui.text.form.number_from_to)("0", "3\u{202f}600\u{202f}000")),
    }
}

/// Milliseconds of microseconds, for editing.
pub fn ms_of(us: u64) -> String {
    let (whole, rest) = (us / 1_000, us % 1_000);
    if rest == 0 {
        return whole.to_string();
    }
    let fraction = (1_000 + rest).to_string();
    [&whole.to_string(), ".", fraction[1..].trim_end_matches('0')].concat()
}

/// A name for the next consumer of a group that nobody in the lab has yet.
pub fn consumer_name(snapshot: &Snapshot, group: &str, also_taken: &[String]) -> String {
    let taken = |name: &str| {
        let mut consumers = snapshot.actors.groups.iter().flat_map(|group| &group.consumers);
        also_taken.iter().any(|taken| taken == name) || consumers.any(|consumer| *consumer.consumer == *name)
    };
    let first = [group, "-1"].concat();
    if taken(&first) { free_name(group, &|name| name == group || taken(name)) } else { first }
}

fn old<'a>(group: &str, existing: Option<&str>, snapshot: &'a Snapshot) -> Option<&'a ConsumerView> {
    let name = existing?;
    snapshot.group(group)?.consumers.iter().find(|consumer| *consumer.consumer == *name)
}

/// How a consumer fails now.
fn old_failures(ui: &Ui, existing: Option<&str>) -> Failures {
    existing.map_or_else(Failures::default, |name| ui.lab.read(|player| failures_of(player.world(), name)))
}

/// The form as it opens.
pub fn beginning(ui: &Ui, group: &str, existing: Option<&str>, snapshot: &Snapshot) -> Form {
    let old = old(group, existing, snapshot);
    let mut form = Form::default();
    form.text[NAME] = old.map_or_else(|| consumer_name(snapshot, group, &[]), |old| old.consumer.to_string());
    form.text[MS] = ms_of(old.map_or(5_000, |old| old.processing_us));
    form.text[CACHE] = old.map_or(CACHED_MESSAGES_MAX as u32, |old| old.cached_max).to_string();
    begin(&mut form, &old_failures(ui, existing));
    let likely = snapshot.group(group).and_then(|group| group.topics.first());
    form.choice[0] = topics(snapshot).iter().position(|topic| Some(topic) == likely).unwrap_or(0);
    form
}

/// How the group reads, which is the same for all of its consumers.
fn kind_line(cx: &Cx, group: &Name) -> Html {
    let (ui, words) = (&cx.ui, &cx.ui.text.control);
    let settings = ui.lab.read(|player| group_settings(player.world(), group));
    let kind = settings.as_ref().map_or_else(GroupKind::default, kind_of);
    let kind = (words.group_kind)(kind);
    let change = UiAction::Open(Dialog::Group { existing: Some(group.clone()) });
    html! {
        <div key="kind" class="kind-line">
            <p>{(words.kind_of_group)(group, kind.name)}{" "}<span class="muted">{kind.note}</span></p>
            {Button::word("plain small", ui.text.common.change).named(&[ui.text.common.change, " – ", words.kind]).on(ui.action(change))}
        </div>
    }
}

/// The form.
pub fn consumer_form(cx: &Cx, group: &Name, existing: Option<&Name>, snapshot: &Snapshot) -> Html {
    let words = &cx.ui.text.form;
    let is_new = existing.is_none();
    let topics = topics(snapshot);
    let each = processing_us(cx);
    let cached = cx.number(CACHE, 1, CACHED_MESSAGES_MAX as i64);
    let orderly = cx.ui.lab.read(|player| player.world().is_orderly(group));
    let (failures, failing) = failing_fields(cx, orderly);
    let ready = each.is_ok() && cached.is_ok() && failures.is_some() && (!is_new || !topics.is_empty());
    let fields = html! {
        <>
            {kind_line(cx, group)}
            if is_new {
                {cx.field(NAME, words.name, words.name_rule, None, "text")}
                {cx.list(0, words.topic, options(&topics), "")}
            }
            <div key="speed" class="field-row">
                {cx.field(MS, words.processing_ms, "", error(&each), "decimal")}
                {cx.field(CACHE, words.cached, words.cached_hint, error(&cached), "numeric")}
            </div>
            {failing}
        </>
    };
    let title: String =
        existing.map_or_else(|| (words.new_consumer)(group), |name| (words.change_consumer)(name));
    let action = if is_new { cx.ui.text.common.add } else { cx.ui.text.common.change };
    let old = old(group, existing.map(|name| name.as_str()), snapshot).cloned();
    let group = group.clone();
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(processing_us), Ok(cached), Some(failures)) = (&each, &cached, &failures) else {
            return Vec::new();
        };
        let (consumer, processing_us, cached_max) =
            (Name::from(cx.text(NAME).trim()), *processing_us, *cached as u32);
        let mut commands = Vec::new();
        match (topics.get(cx.form.choice[0]).filter(|_| is_new), &old) {
            (Some(topic), _) => {
                let (consumer, group, topic) = (consumer.clone(), group.clone(), topic.clone());
                commands.push(Command::AddConsumer { consumer, group, topic, processing_us, cached_max });
            }
            (None, Some(old)) if (old.processing_us, old.cached_max) == (processing_us, cached_max) => {}
            (None, _) => {
                commands.push(Command::SetConsumer { consumer: consumer.clone(), processing_us, cached_max });
            }
        }
        let existing = Some(consumer.as_str()).filter(|_| !is_new);
        if *failures != old_failures(&cx.ui, existing) {
            commands.push(Command::SetFailures { consumer, failures: failures.clone() });
        }
        commands
    });
    cx.frame(&title, "", form)
}
