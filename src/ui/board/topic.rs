//! One topic: its head, the shared axis, and a lane for each queue. Not here: what is in a lane.
//!
//! Invariant: all lanes of a topic share one axis.

use crate::engine::ids::Name;
use crate::projection::QueueLane;
use crate::ui::board::lane::{Lane, lane_place};
use crate::ui::board::sight;
use crate::ui::board::sight::OutOfSight;
use crate::ui::board::spots::{axis_of_figure, spots_on};
use crate::ui::board::{guess_on, look};
use crate::ui::draw::browser::text_width;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::nodes::still;
use crate::ui::draw::parts::Button;
use crate::ui::picture::Density;
use crate::ui::picture::bar::CELL_PX_MIN;
use crate::ui::picture::cells::LEAPT;
use crate::ui::picture::lane::{axis_row, queue_label, summary};
use crate::ui::picture::marks::{GroupMark, group_marks};
use crate::ui::picture::topic::{lane_width, topic_axis};
use crate::ui::picture::traffic::senders;
use crate::ui::state::attention::Focus;
use crate::ui::state::board::Board;
use crate::ui::state::context::{Ui, View};
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Question, Selection, UiAction};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The room that the board has.
pub struct Room {
    pub width: u32,
    pub density: Density,
    pub out: OutOfSight,
}

/// A topic as a picture.
pub fn topic_lanes(ui: &Ui, snapshot: &Snapshot, board: &Board, room: &Room, focus: &Focus) -> Html {
    let card = room.density == Density::Card;
    let width = lane_width(room.width, room.density);
    let beside = snapshot.beside.as_ref();
    let other = beside.and_then(|beside| beside.boards.iter().find(|other| other.topic == board.topic));
    let axis = axis_of_figure(snapshot, topic_axis(board, other, width, room.density));
    // Whoever looks closer has a window for all lanes, or one for each.
    let axis_of = |lane: Option<&QueueLane>| look::axis_of(ui, board, lane, &axis).unwrap_or(axis);
    // Where each queue has its own axis, the numbers above are those of the selected one.
    let chosen = focus.queue_in(&board.topic).unwrap_or_default();
    let shown = axis_of(board.lanes.get(chosen as usize).map(|lane| &**lane));
    let guess = |queue| guess_on(snapshot, &board.topic, queue, ui.state.presenting);
    let before =
        snapshot.before.as_ref().and_then(|boards| boards.iter().find(|old| old.topic == board.topic));
    let old = |queue| before?.lanes.iter().find(|old| old.queue == queue);
    let max_before = |queue| old(queue).map_or(LEAPT, |old| old.max.0);
    // Where a board has much to draw, or a message is too narrow for a cell, nothing is eased.
    let since = |lane: &QueueLane| {
        let cells = room.density != Density::Compact && axis_of(Some(lane)).cell_width() >= CELL_PX_MIN;
        (cells && !snapshot.is_crowded()).then(|| max_before(lane.queue))
    };
    let selected = focus.queue_in(&board.topic);
    // Whoever sends is said where lanes have room for it.
    let senders = AttrValue::from(match room.density.has_labels() {
        true => senders(&snapshot.actors, &board.topic, ui.text),
        false => String::new(),
    });
    let rules = beside.map(|beside| (ui.text.profile)(beside.profile).short);
    html! {
        <section key={board.topic.to_string()} class="topic" aria-label={board.topic.to_string()}>
            {topic_head(ui, &board.topic, board.lanes.len() as u64)}
            if ui.state.look.is_some() {
                {look::look_row(ui, board, chosen)}
            }
            if !card {
                <div key="axis" class="axis-row">
                    if ui.view == View::Page {
                        {look::axis_slider(ui, board, chosen, &shown)}
                    }
                    <svg class="axis num" width={width.to_string()} height="18" aria-hidden="true" focusable="false">
                        {still(axis_row(&shown, width, text_width))}
                    </svg>
                </div>
            }
            <ol class={room.density.class()}>
                for lane in &board.lanes {
                    {lane_row(&LaneRow { ui, snapshot, topic: &board.topic, lane, focus, room, width, beside: None }, |marks| html! {
                        <Lane ui={ui.clone()} topic={board.topic.clone()} lane={lane.clone()} axis={axis_of(Some(lane))} {width} senders={&senders}
                            density={room.density} {marks} aside={snapshot.aside.over_lanes().then(|| snapshot.aside.clone())}
                            selected={selected == Some(lane.queue)} since={since(lane)} playing={snapshot.clock.playing} guess={guess(lane.queue)} spots={spots_on(ui, snapshot, &board.topic, lane)} />
                    })}
                    if let (Some(rules), Some(lane)) = (rules, other.and_then(|other| other.lanes.get(lane.queue as usize))) {
                        {lane_row(&LaneRow { ui, snapshot, topic: &board.topic, lane, focus, room, width, beside: Some(rules) }, |marks| html! {
                            <Lane ui={ui.clone()} topic={board.topic.clone()} lane={lane.clone()} axis={axis_of(None)} {width}
                                density={room.density} {marks} playing={snapshot.clock.playing} beside={rules} />
                        })}
                    }
                }
            </ol>
        </section>
    }
}

/// A queue's row on the board.
struct LaneRow<'a> {
    ui: &'a Ui,
    snapshot: &'a Snapshot,
    topic: &'a Name,
    lane: &'a Rc<QueueLane>,
    focus: &'a Focus,
    room: &'a Room,
    width: u32,
    /// The short name of the rules, where the lane is of the lab beside.
    beside: Option<&'static str>,
}

/// The queue's name, which selects it, and its lane. What is out of sight is not drawn.
fn lane_row(row: &LaneRow, draw: impl FnOnce(Rc<Vec<GroupMark>>) -> Html) -> Html {
    let LaneRow { ui, snapshot, topic, lane, focus, room, width, beside } = *row;
    let group = focus.group.as_ref();
    let selected = beside.is_none() && focus.queue_in(topic) == Some(lane.queue);
    let aside = beside.is_none().then_some(&*snapshot.aside);
    let marks = || Rc::new(group_marks(lane, (topic, aside), |group| snapshot.group(group), group));
    let name = sight::lane_name(topic, lane.queue, beside.is_some());
    // What the keyboard can reach is there.
    // Where a lane has no room for its numbers, its name tells them.
    let told = room.density == Density::Compact && !snapshot.clock.playing;
    let tip = told.then(|| summary(ui.text, topic, lane, &marks(), beside));
    let drawn = selected || room.density == Density::Card || !room.out.has(&name);
    html! {
        <li key={name.clone()} data-lane={name} class={if selected { "lane is-selected" } else if beside.is_some() { "lane is-beside" } else { "lane" }}>
            if let Some(rules) = beside {
                <span key="name" class="lane-name muted">{rules}</span>
            } else {
                <button key="name" type="button" class="lane-name" onclick={select(row)} data-tip={tip}
                    aria-pressed={if selected { "true" } else { "false" }}>{queue_label(ui.text, lane)}</button>
            }
            if drawn {
                {draw(marks())}
            } else {
                {lane_place(width, room.density, (!snapshot.clock.playing).then(|| summary(ui.text, topic, lane, &marks(), beside)))}
            }
        </li>
    }
}

/// Selects the queue, and on it the group in focus if that is there.
fn select(row: &LaneRow) -> Callback<MouseEvent> {
    let (topic, queue) = (row.topic.clone(), row.lane.queue);
    let here = |group: &&Name| row.lane.groups.iter().any(|on| on.group == **group);
    row.ui.action(UiAction::Select(match row.focus.group.as_ref().filter(here) {
        Some(group) => Selection::Group { group: group.clone(), on: Some((topic, queue)) },
        None => Selection::Queue { topic, queue },
    }))
}

/// The topic's name and what can be done with it.
pub fn topic_head(ui: &Ui, topic: &Name, queues: u64) -> Html {
    let act = |icon: Icon, name: alloc::string::String, dialog: Dialog| {
        html! {
            {Button::icon("plain icon-only", icon, &name).dialog(ui, dialog)}
        }
    };
    let text = ui.text;
    html! {
        <div class="topic-head">
            <h3 class="topic-name">{topic.to_string()}</h3>
            <span class="muted">{(text.board.subtitle)(queues)}</span>
            <span class="topic-acts">
                {Button::icon("plain icon-only", Icon::Zoom, text.board.zoom).on(ui.action(UiAction::Zoom(topic.clone())))}
                {act(Icon::Send, text.board.send.to_string(), Dialog::Send { topic: topic.clone(), queue: 0 })}
                {act(Icon::Edit, (text.common.change_topic)(topic), Dialog::Topic { existing: Some(topic.clone()) })}
                {act(Icon::Trash, (text.common.delete_topic)(topic), Dialog::Ask(Question::DeleteTopic(topic.clone())))}
            </span>
        </div>
    }
}
