//! Who takes part: producers, groups, the broker. Not here: changing them (`dialogs`), their numbers one by
//! one (`inspector`).
//!
//! Invariant: a row names its actor, says how it fares in words, and selects it; in a lesson's task too.

pub mod disk;

use crate::lesson::StepBody;
use crate::projection::health::Verdict;
use crate::projection::{GroupView, ProducerView};
use crate::sim::command::Command;
use crate::ui::actors::disk::broker_rows;
use crate::ui::draw::format::{bytes, count, micros, total};
use crate::ui::draw::icons::{Icon, mark};
use crate::ui::draw::parts::{Button, h2, quiet, term};
use crate::ui::state::context::Ui;
use crate::ui::state::lesson_task::takes;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Selection, UiAction};
use crate::ui::text::Term;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// The panel.
pub fn actors_panel(ui: &Ui, snapshot: &Snapshot) -> Html {
    html! {
        <section key="actors" class="panel actors" aria-label={ui.text.actors.title}>
            {actors(ui, snapshot, None)}
        </section>
    }
}

/// All of them; in a task those of which it takes a command, and every group, so that one can be chosen.
pub fn actors(ui: &Ui, snapshot: &Snapshot, task: Option<&StepBody>) -> Html {
    let (words, common, actors) = (&ui.text.actors, &ui.text.common, &snapshot.actors);
    let takes = |commands: &str| task.is_none_or(|step| takes(step, commands, ""));
    // In a task a button has the word that its list of what is allowed has.
    let act = |dialog: Dialog, [word, what, own]: [&'static str; 3]| {
        if !takes(dialog.gives().0) {
            return Html::default();
        }
        let button = match task {
            None => Button::word("plain add", word).named(&[word, " – ", what]),
            Some(_) => Button::word("plain add", own),
        };
        button.dialog(ui, dialog)
    };
    html! {
        <>
            if takes("add_producer set_producer pause_producer remove_producer") {
                <div class="panel-head">
                    {h2(words.producers)}
                    if !snapshot.boards.is_empty() {
                        {act(Dialog::Producer { existing: None }, [common.add, words.producers, ui.text.form.new_producer])}
                    }
                </div>
                <ul class="actor-list">
                    for producer in &actors.producers {
                        {producer_row(ui, producer)}
                    }
                </ul>
                if actors.producers.is_empty() {
                    {quiet(words.no_producers)}
                }
            }
            if !actors.groups.is_empty() || takes("create_group") {
                <div class="panel-head">
                    <h2>{term(ui, Term::Group, words.groups)}</h2>
                    {act(Dialog::Group { existing: None }, [common.add, words.groups, ui.text.form.new_group])}
                </div>
                <ul class="actor-list">
                    for group in &actors.groups {
                        {group_row(ui, group, takes("pause_consumer"))}
                    }
                </ul>
                if actors.groups.is_empty() {
                    {quiet(words.no_groups)}
                }
            }
            if takes("set_retention delete_expired_segments set_broker restart_broker") {
                <div class="panel-head">
                    {h2(words.broker)}
                    <span class="row">
                        {Button::word("plain add", common.details)
                            .named(&[common.details, " – ", words.broker])
                            .on(ui.action(UiAction::Select(Selection::Broker)))}
                        {act(Dialog::Retention, [common.change, ui.text.retention.title, ui.text.retention.edit])}
                    </span>
                </div>
                if task.is_none() {
                    {broker_rows(ui, &snapshot.broker)}
                }
            }
        </>
    }
}

/// A producer.
fn producer_row(ui: &Ui, producer: &ProducerView) -> Html {
    let words = &ui.text.actors;
    let size = bytes(u64::from(producer.body_bytes));
    let note = match (producer.paused, producer.refused) {
        (true, _) => words.paused.to_string(),
        (false, 1..) => (words.refused)(&count(producer.refused)),
        _ if producer.keys == 0 => (words.no_keys)(&size),
        _ => (words.keys)(&size, &count(u64::from(producer.keys))),
    };
    let selection = Selection::Producer(producer.producer.clone());
    let selected = ui.state.selection == selection;
    let pause = Command::PauseProducer { producer: producer.producer.clone(), paused: !producer.paused };
    html! {
        <li class={if selected { "actor is-selected" } else { "actor" }}>
            <button type="button" class="actor-main" onclick={ui.action(UiAction::Select(selection))}
                aria-pressed={selected.to_string()}>
                <span class="row">
                    <b>{producer.producer.to_string()}</b>
                    <span class="num">{(words.per_second)(&count(u64::from(producer.rate_per_s)))}</span>
                </span>
                <span class="muted actor-note">{note}</span>
            </button>
            {pause_button(ui, producer.paused, &producer.producer, pause)}
        </li>
    }
}

/// Pauses or resumes one actor.
pub fn pause_button(ui: &Ui, paused: bool, name: &str, command: Command) -> Html {
    let (icon, word) =
        if paused { (Icon::Play, ui.text.common.resume) } else { (Icon::Pause, ui.text.common.pause) };
    let label = format!("{word} {name}");
    let locks = [command.clone()];
    let onclick = {
        let ui = ui.clone();
        Callback::from(move |_: MouseEvent| ui.lab.command(command.clone(), ui.text))
    };
    html! {
        {Button::icon("plain icon-only small", icon, &label).gives_all(ui, &locks).on(onclick)}
    }
}

/// A group. `pauses`: its consumers can be paused from here.
fn group_row(ui: &Ui, group: &GroupView, pauses: bool) -> Html {
    let selected =
        matches!(&ui.state.selection, Selection::Group { group: chosen, .. } if *chosen == group.group);
    let words = &ui.text.actors;
    let lag = match group.known_lag {
        Some((lag, 0)) => total(lag),
        Some((lag, without)) => (words.lag_and_none)(&total(lag), without),
        None => ui.text.common.unknown.to_string(),
    };
    let select = {
        let (ui, name) = (ui.clone(), group.group.clone());
        Callback::from(move |_: MouseEvent| {
            ui.act.emit(UiAction::Select(Selection::Group { group: name.clone(), on: None }));
        })
    };
    let paused = !group.consumers.is_empty() && group.consumers.iter().all(|consumer| consumer.paused);
    html! {
        <li class={if selected { "actor is-selected" } else { "actor" }}>
            <button type="button" class="actor-main" onclick={select} aria-pressed={selected.to_string()}>
                <span class="row">
                    <span class="with-mark">{mark(group.ordinal)}<b>{group.group.to_string()}</b></span>
                    <span class="num">{(ui.text.actors.lag)(&lag)}</span>
                </span>
                <span class={if group.verdict == Verdict::BelowMin { "muted actor-note is-warn" }
                    else { "muted actor-note" }}>
                    {group_note(group, ui)}
                </span>
            </button>
            if pauses && !group.consumers.is_empty() {
                {pause_group(ui, group, paused)}
            }
        </li>
    }
}

/// How a group fares.
fn group_note(group: &GroupView, ui: &Ui) -> String {
    let words = &ui.text.actors;
    let consumers = (words.consumers)(group.consumers.len() as u64);
    let verdict = match group.verdict {
        Verdict::Working => {
            let slowest =
                group.consumers.iter().map(|consumer| consumer.processing_us).max().unwrap_or_default();
            return (words.consumers_each)(&consumers, &micros(slowest, &ui.text.units));
        }
        Verdict::Stopped => return words.stopped.to_string(),
        Verdict::Unknown => return words.not_started.to_string(),
        Verdict::CaughtUp => words.caught_up,
        Verdict::Paused => words.paused,
        Verdict::BelowMin => words.below_min,
    };
    if group.consumers.is_empty() {
        return [words.stopped, words.and, verdict].concat();
    }
    [&consumers, words.and, verdict].concat()
}

/// Pauses or resumes all of a group's consumers.
fn pause_group(ui: &Ui, group: &GroupView, paused: bool) -> Html {
    let (icon, word) =
        if paused { (Icon::Play, ui.text.common.resume) } else { (Icon::Pause, ui.text.common.pause) };
    let onclick = {
        let (ui, group) = (ui.clone(), group.clone());
        Callback::from(move |_: MouseEvent| pause_consumers(&ui, &group, !paused))
    };
    html! {
        {Button::icon("plain icon-only small", icon, &format!("{word} {}", group.group)).on(onclick)}
    }
}

/// One command for each consumer that is not so yet.
pub fn pause_consumers(ui: &Ui, group: &GroupView, paused: bool) {
    let others = group.consumers.iter().filter(|consumer| consumer.paused != paused);
    let pause = |consumer: &crate::projection::ConsumerView| Command::PauseConsumer {
        consumer: consumer.consumer.clone(),
        paused,
    };
    ui.lab.commands(others.map(pause).collect(), ui.text);
}
