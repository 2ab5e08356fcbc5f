//! A group's consumers one by one: what each holds and how it fares, and what can be done to it: pause,
//! change, slow down, restart, crash, leave; and those that have left, to be started again. Not here:
//! changing them in detail (`dialogs::consumer`).
//!
//! Invariant: everything is a button that the keyboard reaches, and its name says to which consumer it does
//! what.

use crate::engine::ids::Name;
use crate::engine::limits::PROCESSING_US_MAX;
use crate::projection::{ConsumerView, GoneConsumer, GroupView, failures_of, gone_consumers, threads_of};
use crate::sim::command::{Command, Failures, Threads};
use crate::ui::actors::pause_button;
use crate::ui::draw::format::{count, micros, percent};
use crate::ui::draw::parts::{Button, h3, quiet};
use crate::ui::state::Dialog;
use crate::ui::state::context::Ui;
use crate::ui::text::events::queue_list;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use yew::prelude::*;

/// What "Slow" multiplies the time of a message by, and "Fast" divides it by.
const SLOWER: u64 = 10;

/// The group's consumers.
pub fn consumers(ui: &Ui, group: &GroupView, topics: bool) -> Html {
    let words = &ui.text.inspector;
    let add = Dialog::Consumer { group: group.group.clone(), existing: None };
    let gone = ui.lab.read(|player| {
        let journal = &player.journal().entries;
        let obeyed = journal.len().saturating_sub(player.changes_after_now());
        gone_consumers(player.world(), &journal[..obeyed], &group.group)
    });
    html! {
        <div class="consumers">
            <div class="panel-head">
                {h3(words.consumers)}
                if topics {
                    {Button::word("plain add", ui.text.common.add).named(&[words.add_consumer]).dialog(ui, add)}
                }
            </div>
            <ul class="actor-list">
                for consumer in &group.consumers {
                    {consumer_row(ui, group, consumer)}
                }
                for gone in &gone {
                    {gone_row(ui, &group.group, gone)}
                }
            </ul>
            if group.consumers.is_empty() && gone.is_empty() {
                {quiet(words.no_consumers)}
            }
        </div>
    }
}

/// A button of a consumer that gives commands.
fn does(ui: &Ui, word: &'static str, name: &Name, commands: Vec<Command>) -> Html {
    let on = ui.clone();
    let given = commands.clone();
    let onclick = Callback::from(move |_: MouseEvent| on.lab.commands(given.clone(), on.text));
    Button::word("plain small", word).named(&[word, " ", name]).gives_all(ui, &commands).on(onclick)
}

/// Adds a consumer as one was.
fn added(group: &Name, gone: &GoneConsumer) -> Vec<Command> {
    let mut commands = vec![Command::AddConsumer {
        consumer: gone.consumer.clone(),
        group: group.clone(),
        topic: gone.topic.clone(),
        processing_us: gone.processing_us,
        cached_max: gone.cached_max,
    }];
    if gone.threads != Threads::default() {
        let (consumer, threads) = (gone.consumer.clone(), gone.threads.clone());
        commands.push(Command::SetThreads { consumer, threads });
    }
    if gone.failures != Failures::default() {
        commands
            .push(Command::SetFailures { consumer: gone.consumer.clone(), failures: gone.failures.clone() });
    }
    commands
}

/// Leaves in order and comes again as it was.
fn restarted(group: &Name, consumer: &ConsumerView, threads: Threads, failures: Failures) -> Vec<Command> {
    let name = consumer.consumer.clone();
    let mut commands = vec![
        Command::RemoveConsumer { consumer: name.clone(), crash: false },
        Command::AddConsumer {
            consumer: name.clone(),
            group: group.clone(),
            topic: consumer.topic.clone(),
            processing_us: consumer.processing_us,
            cached_max: consumer.cached_max,
        },
    ];
    if threads != Threads::default() {
        commands.push(Command::SetThreads { consumer: name.clone(), threads });
    }
    if failures != Failures::default() {
        commands.push(Command::SetFailures { consumer: name, failures });
    }
    commands
}

/// A consumer, and what can be done to it.
fn consumer_row(ui: &Ui, group: &GroupView, consumer: &ConsumerView) -> Html {
    let (words, control, common) = (&ui.text.inspector, &ui.text.control, &ui.text.common);
    let name = consumer.consumer.clone();
    let (failures, threads) =
        ui.lab.read(|player| (failures_of(player.world(), &name), threads_of(player.world(), &name)));
    let remove = |crash: bool| vec![Command::RemoveConsumer { consumer: name.clone(), crash }];
    let paced = |processing_us: u64| {
        vec![Command::SetConsumer { consumer: name.clone(), processing_us, cached_max: consumer.cached_max }]
    };
    let (slower, faster) = (consumer.processing_us.max(1) * SLOWER, consumer.processing_us / SLOWER);
    let change = Dialog::Consumer { group: group.group.clone(), existing: Some(name.clone()) };
    let pause = Command::PauseConsumer { consumer: name.clone(), paused: !consumer.paused };
    let mut note = match group.pops_hidden_ms {
        Some(_) => String::new(),
        None => format!("{} · ", (words.owns)(&queue_list(&consumer.queues, common.none))),
    };
    if group.pops_hidden_ms.is_none() {
        note.push_str(&(words.thread_count)(u64::from(threads.count)));
        note.push_str(" · ");
    }
    note.push_str(&(words.consumer_work)(&count(consumer.cached), &count(consumer.processed)));
    html! {
        <li class="actor consumer">
            <div class="row">
                <b>{name.to_string()}</b>
                <span class="num">{micros(consumer.processing_us, &ui.text.units)}</span>
            </div>
            <p class="muted num actor-note">
                {note}
                if failures.fail_permille > 0 {
                    {" · "}<span class="is-warn">{(control.fails)(&percent(failures.fail_permille))}</span>
                }
            </p>
            <div class="consumer-acts">
                {pause_button(ui, consumer.paused, &name, pause)}
                {Button::word("plain small", common.change).named(&[common.change, " ", &name]).dialog(ui, change)}
                // Only as far as the other one leads back.
                if slower <= PROCESSING_US_MAX {
                    {does(ui, control.slow, &name, paced(slower))}
                }
                if faster * SLOWER == consumer.processing_us && faster > 0 {
                    {does(ui, control.fast, &name, paced(faster))}
                }
                {does(ui, control.restart, &name, restarted(&group.group, consumer, threads, failures))}
                {does(ui, words.crash, &name, remove(true))}
                {does(ui, common.remove, &name, remove(false))}
            </div>
        </li>
    }
}

/// A consumer that left or died.
fn gone_row(ui: &Ui, group: &Name, gone: &GoneConsumer) -> Html {
    let control = &ui.text.control;
    html! {
        <li class="actor consumer is-gone">
            <div class="row">
                <b>{gone.consumer.to_string()}</b>
                <span class="muted">{if gone.crashed { control.crashed } else { control.left }}</span>
            </div>
            <div class="consumer-acts">
                {does(ui, control.start_again, &gone.consumer, added(group, gone))}
            </div>
        </li>
    }
}
