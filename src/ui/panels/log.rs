//! "What just happened": events in words, each with its rule, each a way back to its moment. Not here: the
//! words (`text`), what is looked for (`log_filter`).
//!
//! Invariant: newest first; what is after the moment shown is there too, set back.

use crate::engine::Event;
use crate::engine::event::ActorChange;
use crate::engine::ids::{Name, QueueId};
use crate::player::LogLine;
use crate::sim::command::Command;
use crate::ui::draw::format::{clock, clock_short, count, micros};
use crate::ui::draw::parts::{Button, h2, quiet};
use crate::ui::inspector::facts::rule_link;
use crate::ui::panels::downloads;
use crate::ui::shell::status;
use crate::ui::state::UiAction;
use crate::ui::state::context::Ui;
use crate::ui::state::log_filter::{Choices, FoldId, LATER_FOLD, LogFilter, LogRow, Shown, rows};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties)]
pub struct LogPanelProps {
    pub ui: Ui,
    pub log: Rc<Vec<LogLine>>,
    /// Lines at the front that are after the moment shown.
    pub later: usize,
}

/// What a snapshot holds is changed by another one only.
impl PartialEq for LogPanelProps {
    fn eq(&self, other: &LogPanelProps) -> bool {
        Rc::ptr_eq(&self.log, &other.log) && self.later == other.later && self.ui == other.ui
    }
}

/// The panel.
#[component]
pub fn LogPanel(props: &LogPanelProps) -> Html {
    let ui = &props.ui;
    html! {
        <section class="panel log" aria-label={ui.text.top.log}>
            {log(ui, &props.log, props.later)}
        </section>
    }
}

/// The head, the choices where they are open, the lines.
fn log(ui: &Ui, log: &Rc<Vec<LogLine>>, later: usize) -> Html {
    let filter = &ui.state.log;
    let words = &ui.text.log;
    html! {
        <>
            <div class="log-head">
                {h2(ui.text.top.log)}
                {filter_button(ui)}
            </div>
            if filter.open {
                {choices(ui, log)}
            }
            if log.is_empty() {
                {quiet(words.empty)}
            } else if !log.iter().any(|line| filter.passes(line)) {
                <p class="muted">{words.no_match}{" "}{clear_button(ui)}</p>
            }
            <ol class="num">
                if later > 0 {
                    {later_lines(ui, &log[..later.min(log.len())])}
                }
                {for lines(ui, &log[later.min(log.len())..])}
            </ol>
        </>
    }
}

fn lines<'a>(ui: &'a Ui, log: &'a [LogLine]) -> impl Iterator<Item = Html> + 'a {
    rows(log, &ui.state.log).into_iter().map(|row| match row {
        LogRow::Line(shown) => log_line(ui, shown),
        LogRow::Folded(fold, run) => folded(ui, fold, &run),
    })
}

/// What the journal holds after the moment shown, behind one line: the list begins with what has happened.
fn later_lines(ui: &Ui, log: &[LogLine]) -> Html {
    let passing = log.iter().filter(|line| ui.state.log.passes(line)).count();
    let (open, toggle) = fold(ui, LATER_FOLD);
    html! {
        <li key="later" class="is-later" hidden={passing == 0}>
            <details {open}>
                <summary onclick={toggle}><span class="muted">{(ui.text.log.later)(passing as u64)}</span></summary>
                if open {
                    <ol>{for lines(ui, log)}</ol>
                }
            </details>
        </li>
    }
}

/// Whether a fold is open, and what opens and closes it.
fn fold(ui: &Ui, fold: FoldId) -> (bool, Callback<MouseEvent>) {
    let (open, ui) = (ui.state.log.unfolded.contains(&fold), ui.clone());
    let toggle = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        ui.act.emit(UiAction::Log(ui.state.log.toggled(fold)));
    });
    (open, toggle)
}

/// Opens and closes the choices.
fn filter_button(ui: &Ui) -> Html {
    let filter = &ui.state.log;
    let next = LogFilter { open: !filter.open, ..filter.clone() };
    html! {
        <button type="button" class={if filter.is_empty() { "plain small" } else { "plain small is-on" }}
            aria-expanded={if filter.open { "true" } else { "false" }}
                onclick={ui.action(UiAction::Log(next))}>
            {ui.text.log.filter}
        </button>
    }
}

fn clear_button(ui: &Ui) -> Html {
    Button::word("line small", ui.text.log.clear).on(ui.action(UiAction::Log(ui.state.log.cleared())))
}

/// What can be looked for, and what can be done with what was found.
fn choices(ui: &Ui, log: &Rc<Vec<LogLine>>) -> Html {
    let (filter, words) = (&ui.state.log, &ui.text.log);
    let found = log.iter().filter(|line| filter.passes(line)).count();
    let Choices { kinds, groups, queues, rules } = Choices::of(log, filter);
    let place = |(topic, queue): &(Name, QueueId)| format!("{topic}/{queue}");
    let take = |name: &'static str, make: fn(&Ui, &LogFilter) -> String| {
        let ui = ui.clone();
        Button::word("line small", name)
            .on(Callback::from(move |_: MouseEvent| downloads::copy_text(&ui, &make(&ui, &ui.state.log))))
    };
    html! {
        <div class="log-filter" role="group" aria-label={words.filter}>
            {choice(ui, log, [words.by_kind, words.all_kinds], kinds, filter.kind,
                |kind| (words.kind)(*kind).to_string(),
                |filter, kind| filter.kind = kind)}
            {choice(ui, log, [words.by_group, words.all_groups], groups, filter.group.clone(),
                ToString::to_string,
                |filter, group| filter.group = group)}
            {choice(ui, log, [words.by_queue, words.all_queues], queues, filter.queue.clone(), place,
                |filter, queue| filter.queue = queue)}
            {choice(ui, log, [words.by_rule, words.all_rules], rules, filter.rule, ToString::to_string,
                |filter, rule| filter.rule = rule)}
            <p class="muted num">{found_words(ui, found, log.len())}</p>
            <div class="acts">
                if !filter.is_empty() {
                    {clear_button(ui)}
                }
                {take(words.copy_text, downloads::log_text)}
                {take(words.copy_csv, downloads::log_csv)}
            </div>
        </div>
    }
}

fn found_words(ui: &Ui, found: usize, all: usize) -> String {
    (ui.text.log.shown)(&count(found as u64), &count(all as u64))
}

/// One of the choices. Whoever changes it hears how many lines are left.
fn choice<T: Clone + PartialEq + 'static>(
    ui: &Ui,
    log: &Rc<Vec<LogLine>>,
    [label, all]: [&'static str; 2],
    choices: Vec<T>,
    chosen: Option<T>,
    words: impl Fn(&T) -> String,
    set: fn(&mut LogFilter, Option<T>),
) -> Html {
    let names: Vec<(String, bool)> =
        choices.iter().map(|choice| (words(choice), chosen.as_ref() == Some(choice))).collect();
    let onchange = {
        let (ui, log) = (ui.clone(), log.clone());
        Callback::from(move |event: Event_| {
            let place = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
            let mut next = ui.state.log.clone();
            set(&mut next, usize::try_from(place - 1).ok().and_then(|i| choices.get(i).cloned()));
            let found = log.iter().filter(|line| next.passes(line)).count();
            status::say(&found_words(&ui, found, log.len()));
            ui.act.emit(UiAction::Log(next));
        })
    };
    html! {
        <label class="log-choice">
            <span>{label}</span>
            <select {onchange}>
                <option selected={chosen.is_none()}>{all}</option>
                for (name, is_chosen) in names {
                    <option key={name.clone()} selected={is_chosen}>{name}</option>
                }
            </select>
        </label>
    }
}

/// The page's own kind of event, not the lab's.
type Event_ = yew::Event;

/// Routine lines behind one that says how many there are. They are there only while the fold is open: a busy
/// lab has new ones in every picture.
fn folded(ui: &Ui, of: FoldId, run: &[Shown]) -> Html {
    let (open, toggle) = fold(ui, of);
    html! {
        <li key={format!("run-{of}")}>
            <details {open}>
                <summary onclick={toggle}>
                    <span class="when">{clock_short(run[0].1.at.0)}</span>
                    <span class="muted">{(ui.text.log.routine)(run.len() as u64)}</span>
                </summary>
                if open {
                    <ol>
                        for shown in run.iter().copied() {
                            {log_line(ui, shown)}
                        }
                    </ol>
                }
            </details>
        </li>
    }
}

/// What a changed actor was set to, as far as its journal entry says it in a word.
fn set_to(ui: &Ui, line: &LogLine) -> String {
    let (Event::ConsumerChanged { client: name, change: ActorChange::Changed, .. }
    | Event::ProducerChanged { producer: name, change: ActorChange::Changed }) = &*line.event
    else {
        return String::new();
    };
    let words = |command: &Command| {
        if let Command::SetConsumer { consumer, processing_us, .. } = command
            && consumer == name
        {
            return Some((ui.text.actors.consumers_each)("", &micros(*processing_us, &ui.text.units)));
        }
        let Command::SetProducer { producer, rate_per_s, .. } = command else { return None };
        let rate = (ui.text.actors.per_second)(&count(u64::from(*rate_per_s)));
        (producer == name).then(|| [ui.text.actors.and, &rate].concat())
    };
    ui.lab.read(|player| {
        let entries = &player.journal().entries;
        let from = entries.partition_point(|entry| entry.at_us < line.at);
        let here = entries[from..].iter().take_while(|entry| entry.at_us == line.at);
        here.filter_map(|entry| words(&entry.command)).last().unwrap_or_default()
    })
}

/// One event.
pub(crate) fn log_line(ui: &Ui, (_, line, stands_for): Shown) -> Html {
    let at = line.at;
    let event: &Event = &line.event;
    let words = match event {
        Event::MinAdvanced { topic, .. } if stands_for > 1 => {
            (ui.text.log.min_moved)(topic, &(ui.text.common.queues)(stands_for as u64))
        }
        event => [(ui.text.event)(event), set_to(ui, line)].concat(),
    };
    let go = (ui.text.log.go_to)(&clock(at.0));
    html! {
        <li key={line.sequence}>
            <button type="button" class="when" onclick={ui.on_lab(move |lab| lab.seek(at))} aria-label={go}>
                {clock_short(at.0)}
            </button>
            <span class="what">
                if matches!(*line.event, Event::DeliveredAgain { .. }) {
                    <span class="tag">{ui.text.log.duplicate}</span>{" "}
                }
                {words}{"\u{a0}"}
                if line.repeat > 1 {
                    <span class="muted">{(ui.text.log.times)(u64::from(line.repeat))}{"\u{a0}"}</span>
                }
                {rule_link(ui, event.rule())}
            </span>
        </li>
    }
}
