//! What can be done with a group: choose one of its queues, reset, undo, pause, change how it reads. Not
//! here: its numbers (`group`), its consumers (`consumers`).
//!
//! Invariant: everything is a button that the keyboard reaches.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{GroupView, group_settings};
use crate::ui::actors::pause_consumers;
use crate::ui::draw::format::duration;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::{Button, term};
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::{Snapshot, lane_group};
use crate::ui::state::{Dialog, Question, Selection, UiAction};
use crate::ui::text::Term;
use crate::ui::text::control::GroupKind;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// On which queue the group's numbers are shown.
pub fn queue_chooser(ui: &Ui, snapshot: &Snapshot, group: &GroupView, on: Option<&(Name, QueueId)>) -> Html {
    let mut places: Vec<(Name, QueueId, String)> = Vec::new();
    for board in snapshot.boards.iter() {
        for lane in board.lanes.iter().filter(|lane| lane_group(lane, &group.group).is_some()) {
            places.push((board.topic.clone(), lane.queue, format!("{} / {}", board.topic, lane.queue)));
        }
    }
    let chosen =
        on.and_then(|(topic, queue)| places.iter().position(|place| place.0 == *topic && place.1 == *queue));
    let onchange = {
        let (act, group, places) = (ui.act.clone(), group.group.clone(), places.clone());
        Callback::from(move |event: Event| {
            let select =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
            let place = select.and_then(|select| places.get(usize::try_from(select.selected_index()).ok()?));
            if let Some((topic, queue, _)) = place {
                let on = Some((topic.clone(), *queue));
                act.emit(UiAction::Select(Selection::Group { group: group.clone(), on }));
            }
        })
    };
    if places.is_empty() {
        return html! { <div hidden=true /> };
    }
    html! {
        <div class="chooser muted">
            {term(ui, Term::Queue, ui.text.inspector.queues)}
            <select {onchange} aria-label={ui.text.inspector.queues}>
                for (i, place) in places.iter().enumerate() {
                    <option key={i} value={i.to_string()} selected={chosen == Some(i)}>
                        {place.2.clone()}
                    </option>
                }
            </select>
        </div>
    }
}

/// How its consumers read.
pub fn kind_line(ui: &Ui, group: &GroupView) -> Html {
    let words = &ui.text.control;
    let settings = ui.lab.read(|player| group_settings(player.world(), &group.group));
    let Some(settings) = settings else { return html! { <div hidden=true /> } };
    let kind = (words.group_kind)(GroupKind::of(&settings));
    let change = Dialog::Group { existing: Some(group.group.clone()) };
    let hidden = group.pops_hidden_ms.map(|ms| format!(", {}", duration(ms, &ui.text.units)));
    html! {
        <p class="muted kind row">
            <span><button type="button" class="term" data-tip={kind.note}
                aria-label={format!("{}: {}", kind.name, kind.note)}>{kind.name}</button>
            {hidden.unwrap_or_default()}</span>
            {Button::word("plain add", ui.text.common.change)
                .named(&[ui.text.common.change, " ", &group.group]).dialog(ui, change)}
        </p>
    }
}

/// Reset, undo, pause, change. `topic`: where a reset begins.
pub fn group_acts(ui: &Ui, group: &GroupView, topic: Option<&Name>, undoable: bool) -> Html {
    let words = &ui.text.inspector;
    let name = group.group.clone();
    let topic = topic.cloned();
    let paused = !group.consumers.is_empty() && group.consumers.iter().all(|consumer| consumer.paused);
    let pause = {
        let (ui, group) = (ui.clone(), group.clone());
        Callback::from(move |_: MouseEvent| pause_consumers(&ui, &group, !paused))
    };
    html! {
        <div class="acts">
            if let Some(topic) = topic.clone() {
                {reset_button(ui, &name, topic)}
            }
            if undoable {
                {undo_button(ui, &name)}
            }
            if !group.consumers.is_empty() {
                {Button::word("line", if paused { words.resume_all } else { words.pause_all })
                    .gives(ui, "pause_consumer", &name).on(pause)}
            }
            {beside(ui, words.history, "history", name.to_string())}
            {beside(ui, words.terminal, "terminal", ["consumerProgress -g ", &name].concat())}
        </div>
    }
}

/// What is rarely done and loses something.
pub fn group_ends(ui: &Ui, group: &GroupView, topic: Option<&Name>) -> Html {
    let name = group.group.clone();
    html! {
        <div class="acts is-rare">
            if let Some(topic) = topic.or(group.topics.first()).cloned() {
                {ask(ui, ui.text.inspector.remove_offsets,
                    Question::RemoveOffsets { group: name.clone(), topic })}
            }
            {ask(ui, ui.text.inspector.delete_group, Question::DeleteGroup(name))}
        </div>
    }
}

/// What opens beside the page.
fn beside(ui: &Ui, word: &'static str, kind: &'static str, about: String) -> Html {
    Button::word("line", word).opens().on(ui.on_lab(move |lab| lab.workbench(kind, about.clone())))
}

fn reset_button(ui: &Ui, group: &Name, topic: Name) -> Html {
    let group = group.clone();
    html! {
        {Button::word("solid", ui.text.inspector.reset).opens().gives(ui, "reset_offset", &group).on({
            let group = group.clone();
            ui.on_lab(move |lab| lab.ask_reset(&group, &topic))
        })}
    }
}

fn undo_button(ui: &Ui, group: &Name) -> Html {
    let group = group.clone();
    html! {
        {Button::word("line", ui.text.inspector.undo_reset).with(Icon::Undo).opens()
            .gives(ui, "reset_offset", &group).on({
                let group = group.clone();
                ui.on_lab(move |lab| lab.ask_undo(Some(&group)))
            })}
    }
}

fn ask(ui: &Ui, word: &'static str, question: Question) -> Html {
    html! {
        {Button::word("plain small", word).dialog(ui, Dialog::Ask(question))}
    }
}
