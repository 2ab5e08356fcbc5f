//! The queue board: every topic's queues on one offset axis, or the same facts as a table. Not here: what the
//! numbers are (`projection`), where they are on the screen (`axis`, `layout`).
//!
//! Retry and dead-letter topics of the broker's own making stand below, folded: they are in the pockets
//! first.
//!
//! Invariant: everything that the picture says is in the table too.

pub mod beside;
pub mod handles;
pub mod lane;
pub mod legend;
pub mod look;
pub mod pockets;
pub mod sight;
pub mod spots;
pub mod table;
pub mod topic;
pub mod upgrade;

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::ids::{Name, QueueId};
use crate::lesson::Step;
use crate::ui::board::sight::use_out_of_sight;
use crate::ui::board::topic::{Room, topic_lanes};
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::{Button, quiet};
use crate::ui::draw::size::use_size;
use crate::ui::picture::{Density, Guess};
use crate::ui::state::attention::Focus;
use crate::ui::state::context::{Ui, View};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Selection, UiAction};
use alloc::rc::Rc;
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Properties)]
pub struct BoardPanelProps {
    pub ui: Ui,
    /// What it begins with. Later ones come by `Lab::show_on_board`, since a crowded board has frames of its
    /// own.
    pub first: Rc<Snapshot>,
}

impl PartialEq for BoardPanelProps {
    fn eq(&self, other: &BoardPanelProps) -> bool {
        self.ui == other.ui
    }
}

/// The board with its head.
#[component]
pub fn BoardPanel(props: &BoardPanelProps) -> Html {
    let ui = &props.ui;
    let node = use_node_ref();
    let (width, height) = use_size(&node);
    let shown = use_state(|| props.first.clone());
    let set = shown.setter();
    use_effect_with(ui.lab.clone(), move |lab| {
        lab.on_board(Some(Callback::from(move |snapshot| set.set(snapshot))));
        let lab = lab.clone();
        move || lab.on_board(None)
    });
    let snapshot = &*shown;
    let topics = || snapshot.boards.iter().filter(|board| !is_internal_topic(&board.topic));
    let lanes: usize = topics().map(|board| board.lanes.len()).sum();
    let lanes = if snapshot.beside.is_some() { lanes * 2 } else { lanes };
    let aside = snapshot.aside.has_pockets();
    let density =
        Density::on_board((width, i64::from(height)), topics().count(), lanes, (aside, ui.state.presenting));
    let focus = focus_of(snapshot, &ui.state.selection);
    let lanes: Vec<(Name, usize)> =
        snapshot.boards.iter().map(|board| (board.topic.clone(), board.lanes.len())).collect();
    let drawn = !ui.state.table && width > 0;
    let out = use_out_of_sight(&node, (lanes, drawn, snapshot.beside.is_some()));
    let room = Room { width, density, out };
    html! {
        <div class="board-panel">
            <svg key="defs" class="defs" width="0" height="0" aria-hidden="true" focusable="false">
                <defs>
                    <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path class="hatch-line" d="M0 0V7" />
                    </pattern>
                    <pattern id="hidden-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
                        <path class="hidden-hatch-line" d="M0 0V5" />
                    </pattern>
                </defs>
            </svg>
            <div key="scroll" class="board-scroll" ref={node}>
                {board_head(ui, snapshot.boards.is_empty())}
                if snapshot.boards.is_empty() {
                    {empty_board(ui)}
                }
                if ui.state.table {
                    {table::tables(ui, snapshot)}
                } else if width > 0 {
                    for board in topics() {
                        {topic_lanes(ui, snapshot, board, &room, &focus)}
                    }
                }
                {pockets::aside_panel(ui, snapshot, &room, &focus)}
                if !ui.state.table && !snapshot.boards.is_empty() {
                    {legend::legend(ui, density == Density::Large && ui.view == View::Page)}
                }
            </div>
        </div>
    }
}

/// Picture or table, and what can be done with all topics.
fn board_head(ui: &Ui, empty: bool) -> Html {
    let board = &ui.text.board;
    html! {
        <div class="board-head">
            <h2 class="board-title">{board.title}</h2>
            {Button::word("plain new-topic", board.new_topic).with(Icon::Plus).dialog(ui, Dialog::Topic { existing: None })}
            if !empty {
                <div class="seg" role="group" aria-label={board.view}>
                    <button type="button" aria-pressed={if ui.state.table { "false" } else { "true" }} onclick={ui.action(UiAction::Table(false))}>
                        {board.picture}
                    </button>
                    <button type="button" aria-pressed={if ui.state.table { "true" } else { "false" }} onclick={ui.action(UiAction::Table(true))}>
                        {board.table}
                    </button>
                </div>
            }
        </div>
    }
}

/// The board before the first topic.
fn empty_board(ui: &Ui) -> Html {
    let board = &ui.text.board;
    html! {
        <div class="empty">
            <p class="empty-title">{board.empty}</p>
            {quiet(board.empty_hint)}
            <p class="acts">
                {Button::word("solid", board.new_topic).dialog(ui, Dialog::Topic { existing: None })}
            </p>
            if ui.view == View::Page {
                {crate::ui::dialogs::open::ways(ui)}
            }
        </div>
    }
}

/// The group and queue that are selected, or those that need attention most.
pub fn focus_of(snapshot: &Snapshot, selection: &Selection) -> Focus {
    match selection {
        Selection::Group { group, on } if snapshot.group(group).is_some() => {
            Focus { group: Some(group.clone()), on: on.clone() }
        }
        Selection::Queue { topic, queue } | Selection::Message { topic, queue, .. } => {
            let group = snapshot.worst_group().map(|group| group.group.clone());
            Focus { group, on: Some((topic.clone(), *queue)) }
        }
        _ => Focus::on_worst(&snapshot.boards, &snapshot.actors),
    }
}

/// The learner's guess and what happened, where the lesson's question is about an offset of this queue; of a
/// task, the goal there. Before a room (`hide`) no guess is shown ahead of what happened.
pub fn guess_on(snapshot: &Snapshot, topic: &Name, queue: QueueId, hide: bool) -> Option<Guess> {
    let lesson = snapshot.lesson.as_ref()?;
    let step = lesson.step();
    if step.is_task() {
        let predicted = step.goal_on(topic, queue)?;
        return Some(Guess { queue, predicted, actual: None, goal: true });
    }
    // A question has its own guess on the board, or none: that of an earlier one would be beside the point.
    let shown = matches!(step, Step::Run(_) | Step::Explain(_) | Step::Compare(_))
        || matches!(step, Step::Predict(_)) && !lesson.progress.record().predicted.is_empty();
    let (predicted, actual) = lesson.progress.prediction().filter(|_| shown)?;
    let asks =
        lesson.lesson.steps[..=lesson.progress.at].iter().rfind(|step| matches!(step, Step::Predict(_)))?;
    let (on, of) = asks.asks.first()?.value.place()?;
    let predicted = (*predicted.first()?)?;
    let guess = Guess { queue, predicted, actual: actual.first().copied().flatten(), goal: false };
    (on == topic && of == queue && !(hide && actual.is_empty())).then_some(guess)
}
