//! A new consumer group with its first consumers, or other settings for one: how its consumers read, how
//! often they retry. Not here: one consumer's settings (`consumer`).
//!
//! Invariant: the group comes first; each consumer is a command of its own; what was not changed is not asked
//! for.

use crate::engine::ids::{EpochMs, Name};
use crate::engine::limits::{
    POP_INVISIBLE_TIME_MS, POP_INVISIBLE_TIME_RANGE_MS, PULL_THRESHOLD_FOR_QUEUE, QUEUES_MAX, RETRY_MAX_TIMES,
};
use crate::projection::{GroupSettings, failures_of, group_settings};
use crate::sim::command::{Allocate, Command, ConsumeFrom, Failures, Protocol, Threads};
use crate::ui::dialogs::consumer::{NEW_PROCESSING_US, consumer_name, new_threads};
use crate::ui::dialogs::failing::{retries, retries_field};
use crate::ui::dialogs::form::{Cx, error, free_name};
use crate::ui::dialogs::producer::{topic_options, topics};
use crate::ui::dialogs::reset_target::moment_of;
use crate::ui::dialogs::work::{ms_of, processing_us};
use crate::ui::draw::format::clock;
use crate::ui::draw::parts::nothing;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::control::GroupKind;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// Consumers that the form adds at most.
const CONSUMERS_MAX: i64 = 16;

/// Of the starts, that by a time; which one is put in beside it.
const BY_TIME: ConsumeFrom = ConsumeFrom::TimestampMs(EpochMs(0));

const ALLOCATES: [Allocate; 4] =
    [Allocate::Averagely, Allocate::ByCircle, Allocate::ByMachineRoom, Allocate::ConsistentHash];

fn settings_of(ui: &Ui, group: Option<&Name>) -> Option<GroupSettings> {
    ui.lab.read(|player| group_settings(player.world(), group?))
}

/// The retries of a group's consumers; those of the first one, where they differ.
fn old_retries(ui: &Ui, snapshot: &Snapshot, group: Option<&Name>) -> Option<i32> {
    let first = snapshot.group(group?)?.consumers.first()?;
    ui.lab.read(|player| failures_of(player.world(), &first.consumer)).max_reconsume_times
}

/// What is put in.
#[derive(Clone)]
pub struct GroupForm {
    existing: Option<Name>,
    name: String,
    consume_from: ConsumeFrom,
    /// Where they begin, if that is a time.
    time: String,
    kind: GroupKind,
    invisible_s: String,
    allocate: Allocate,
    retries: String,
    retry_queues: String,
    consumers: String,
    processing_ms: String,
    topic: Option<Name>,
}

impl GroupForm {
    /// The form as it opens.
    pub fn new(ui: &Ui, existing: Option<&Name>, snapshot: &Snapshot) -> GroupForm {
        let name = || free_name("billing", &|name| snapshot.group(name).is_some());
        let settings = settings_of(ui, existing);
        let old = settings.as_ref();
        let retries = match old {
            Some(old) if old.protocol == Protocol::Pop => Some(old.retry_max_times.to_string()),
            _ => old_retries(ui, snapshot, existing).map(|times| times.to_string()),
        };
        GroupForm {
            existing: existing.cloned(),
            name: existing.map_or_else(name, ToString::to_string),
            consume_from: ConsumeFrom::LastOffset,
            time: clock(snapshot.clock.now_us),
            kind: old.map_or_else(GroupKind::default, GroupKind::of),
            invisible_s: old
                .map_or(POP_INVISIBLE_TIME_MS, |old| old.invisible_ms)
                .div_ceil(1_000)
                .to_string(),
            allocate: old.map_or_else(Allocate::default, |old| old.allocate),
            retries: retries.unwrap_or_default(),
            retry_queues: old.map_or(1, |old| old.retry_queues).to_string(),
            consumers: u8::from(!snapshot.boards.is_empty()).to_string(),
            processing_ms: ms_of(NEW_PROCESSING_US),
            topic: topics(snapshot).first().cloned(),
        }
    }
}

/// Where a new group begins, and the field for a time. Nothing, where that is one that can't be read.
fn start(cx: &Cx<GroupForm>, snapshot: &Snapshot) -> (Option<ConsumeFrom>, Html) {
    let from = cx.form.consume_from;
    if from != BY_TIME {
        return (Some(from), nothing());
    }
    let (at, lands, bad) = moment_of(&cx.form.time, snapshot.start_ms, cx.ui.text);
    let label = cx.ui.text.control.deliver_time;
    let field = cx.field(|form| &mut form.time, label, &lands, bad.as_ref(), "text");
    (at.map(ConsumeFrom::TimestampMs), field)
}

/// The form.
pub fn group_form(cx: &Cx<GroupForm>, snapshot: &Rc<Snapshot>) -> Html {
    let (existing, kind) = (&cx.form.existing, cx.form.kind);
    let (words, control) = (&cx.ui.text.form, &cx.ui.text.control);
    let topics = topics(snapshot);
    let is_new = existing.is_none();
    let count = cx.number(&cx.form.consumers, 0, if topics.is_empty() { 0 } else { CONSUMERS_MAX });
    let each = processing_us(&cx.form.processing_ms, cx.ui.text);
    let invisible = cx.number(&cx.form.invisible_s, 1, (*POP_INVISIBLE_TIME_RANGE_MS.end() / 1_000) as i64);
    let retry_queues = cx.number(&cx.form.retry_queues, 0, QUEUES_MAX.into());
    let retries = retries(cx, &cx.form.retries);
    let retries_field = || retries_field(cx, |form: &mut GroupForm| &mut form.retries, &retries);
    let of_kind = match kind {
        GroupKind::Pop => invisible.is_ok(),
        GroupKind::Broadcasting => true,
        GroupKind::Concurrent | GroupKind::Orderly => retry_queues.is_ok(),
    };
    let (consume_from, time) = start(cx, snapshot);
    let ready = count.is_ok() && each.is_ok() && of_kind && retries.is_ok() && consume_from.is_some();
    let starts = vec![
        (ConsumeFrom::LastOffset, words.from_last.to_string()),
        (ConsumeFrom::FirstOffset, words.from_first.to_string()),
        (BY_TIME, words.from_time.to_string()),
    ];
    let kinds = GroupKind::ALL.map(|kind| (kind, (control.group_kind)(kind).name.to_string()));
    let allocates = ALLOCATES.map(|allocate| (allocate, (control.allocate_name)(allocate).to_string()));
    let fields = html! {
        <>
            if is_new {
                {cx.field(|form| &mut form.name, words.name, words.name_rule, None, "text")}
                {cx.list(|form| &mut form.consume_from, words.start_from, starts, (cx.ui.text.profile)(snapshot.profile).start)}
                {time}
            }
            {cx.list(|form| &mut form.kind, control.kind, kinds.into(), (control.group_kind)(kind).note)}
            if kind == GroupKind::Pop {
                <div key="pop" class="field-row">
                    {cx.field(|form| &mut form.invisible_s, control.invisible_s, control.invisible_hint, error(&invisible), "numeric")}
                    {retries_field()}
                </div>
            } else if kind != GroupKind::Broadcasting {
                {cx.list(|form| &mut form.allocate, control.allocate, allocates.into(), "")}
                <div key="pull" class="field-row">
                    {retries_field()}
                    {cx.field(|form| &mut form.retry_queues, control.retry_queues, control.retry_queues_hint, error(&retry_queues), "numeric")}
                </div>
            }
            if is_new && topics.is_empty() {
                <p key="none" class="muted">{words.needs_topic}</p>
            } else if is_new {
                <div key="consumers" class="field-row">
                    {cx.field(|form| &mut form.consumers, words.consumer_count, "", error(&count), "numeric")}
                    {cx.field(|form| &mut form.processing_ms, words.processing_ms, "", error(&each), "decimal")}
                </div>
                {cx.list(|form| &mut form.topic, words.topic, topic_options(&topics), "")}
            }
        </>
    };
    let common = &cx.ui.text.common;
    let action = if is_new { common.add } else { common.change };
    let snapshot = snapshot.clone();
    let title: String =
        existing.as_ref().map_or_else(|| words.new_group.to_string(), |group| (control.change_group)(group));
    let form = cx.form(fields, action, ready, move |cx| {
        let (Ok(count), Ok(each), Some(from)) = (&count, &each, consume_from) else { return Vec::new() };
        match &cx.form.existing {
            Some(group) => changes(cx, group, &snapshot),
            None => commands(cx, &snapshot, from, (*count, *each)),
        }
    });
    cx.frame(&title, "", form)
}

/// What has to be set of the group, if anything: `old` is how it is.
fn set_group(cx: &Cx<GroupForm>, group: &Name, old: &GroupSettings) -> Option<Command> {
    let kind = cx.form.kind;
    let new_kind = kind != GroupKind::of(old);
    let invisible_ms = cx
        .number(&cx.form.invisible_s, 1, (*POP_INVISIBLE_TIME_RANGE_MS.end() / 1_000) as i64)
        .ok()
        .filter(|_| kind == GroupKind::Pop)
        .map(|s| s as u64 * 1_000);
    let invisible_ms = invisible_ms.filter(|ms| new_kind || *ms != old.invisible_ms);
    let allocate = Some(cx.form.allocate).filter(|new| kind != GroupKind::Pop && *new != old.allocate);
    let protocol = if kind == GroupKind::Pop { Protocol::Pop } else { Protocol::Pull };
    let changed = |new: bool, old: bool| (new_kind && new != old).then_some(new);
    let (broadcasting, orderly) = (
        changed(kind == GroupKind::Broadcasting, old.broadcasting),
        changed(kind == GroupKind::Orderly, old.orderly),
    );
    let protocol = Some(protocol).filter(|new| *new != old.protocol);
    // Clients that pop leave it to the group how often a message is retried; others say it themselves.
    let retries = retries(cx, &cx.form.retries).ok().flatten().map_or(RETRY_MAX_TIMES, |times| times as u32);
    let retry_max_times = Some(retries).filter(|new| kind == GroupKind::Pop && *new != old.retry_max_times);
    // A group that pops has one retry queue for each topic (R-POP-2), and who broadcasts never retries
    // (R-OFF-14).
    let retry_queues =
        cx.number(&cx.form.retry_queues, 0, QUEUES_MAX.into()).ok().map(|queues| queues as u32);
    let retry_queues = retry_queues
        .filter(|new| kind != GroupKind::Pop && kind != GroupKind::Broadcasting && *new != old.retry_queues);
    let retries_differ = retry_max_times.is_some() || retry_queues.is_some();
    let nothing = allocate.is_none() && invisible_ms.is_none() && !retries_differ && !new_kind;
    (!nothing).then(|| Command::SetGroup {
        group: group.clone(),
        allocate,
        broadcasting,
        orderly,
        protocol,
        invisible_ms,
        retry_queues,
        retry_max_times,
    })
}

/// Changes of a group that is there, and of how often its consumers retry.
fn changes(cx: &Cx<GroupForm>, group: &Name, snapshot: &Snapshot) -> Vec<Command> {
    let Some(old) = settings_of(&cx.ui, Some(group)) else { return Vec::new() };
    let mut commands: Vec<Command> = set_group(cx, group, &old).into_iter().collect();
    let Ok(max_reconsume_times) = retries(cx, &cx.form.retries) else { return commands };
    if cx.form.kind == GroupKind::Pop {
        return commands;
    }
    if max_reconsume_times == old_retries(&cx.ui, snapshot, Some(group)) {
        return commands;
    }
    for consumer in snapshot.group(group).map_or(&[][..], |group| &group.consumers) {
        let consumer = consumer.consumer.clone();
        let old = cx.ui.lab.read(|player| failures_of(player.world(), &consumer));
        if old.max_reconsume_times != max_reconsume_times {
            commands
                .push(Command::SetFailures { consumer, failures: Failures { max_reconsume_times, ..old } });
        }
    }
    commands
}

/// A new group with so many consumers of that speed.
fn commands(
    cx: &Cx<GroupForm>,
    snapshot: &Snapshot,
    consume_from: ConsumeFrom,
    (count, processing_us): (i64, u64),
) -> Vec<Command> {
    let group = Name::from(cx.form.name.trim());
    let cached_max = PULL_THRESHOLD_FOR_QUEUE as u32;
    let new = GroupSettings {
        consume_from,
        allocate: Allocate::default(),
        protocol: Protocol::Pull,
        orderly: false,
        broadcasting: false,
        invisible_ms: POP_INVISIBLE_TIME_MS,
        retry_max_times: RETRY_MAX_TIMES,
        retry_queues: 1,
    };
    let mut commands = vec![Command::CreateGroup { group: group.clone(), consume_from }];
    commands.extend(set_group(cx, &group, &new));
    let max_reconsume_times = retries(cx, &cx.form.retries).unwrap_or_default();
    let max_reconsume_times = max_reconsume_times.filter(|_| cx.form.kind != GroupKind::Pop);
    let mut taken: Vec<String> = Vec::new();
    for _ in 0..count {
        let Some(topic) = cx.form.topic.clone() else { break };
        taken.push(consumer_name(snapshot, &group, &taken));
        let consumer = Name::from(taken.last().map_or("", String::as_str));
        let (of, group) = (consumer.clone(), group.clone());
        commands.push(Command::AddConsumer { consumer: of, group, topic, processing_us, cached_max });
        let threads = new_threads(snapshot);
        if cx.form.kind != GroupKind::Pop && threads != Threads::default() {
            commands.push(Command::SetThreads { consumer: consumer.clone(), threads });
        }
        if max_reconsume_times.is_some() {
            let failures = Failures { max_reconsume_times, ..Failures::default() };
            commands.push(Command::SetFailures { consumer, failures });
        }
    }
    commands
}
