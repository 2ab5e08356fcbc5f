//! A queue: Min, Max, what is stored, and the groups on it. Not here: a group's numbers (`group`).
//!
//! Invariant: every group on the queue can be reached from here by keyboard.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{Arrivals, LaneGroup, arrivals};
use crate::ui::draw::format::{count, number, number_or};
use crate::ui::draw::icons::mark;
use crate::ui::draw::parts::{Button, h2, h3, quiet, row, term};
use crate::ui::inspector::facts::{fact, ruled};
use crate::ui::inspector::message::look_button;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Dialog, Selection, UiAction};
use crate::ui::text::Term;
use alloc::string::ToString;
use yew::prelude::*;

/// Steps in which the pace of a queue is told.
const STEPS: u32 = 40;

/// A queue's numbers.
pub fn queue_details(ui: &Ui, snapshot: &Snapshot, topic: &Name, queue: QueueId) -> Html {
    let words = &ui.text.inspector;
    let place = format!("{topic} / {queue}");
    let lane = snapshot.board(topic).and_then(|board| board.lanes.get(queue as usize));
    let Some(lane) = lane else {
        return quiet(words.nothing);
    };
    let send = Dialog::Send { topic: topic.clone(), queue };
    html! {
        <div>
            {h2(&place)}
            <p class="muted kind">{term(ui, Term::Queue, Term::Queue.text(ui.state.language).label)}</p>
            <dl class="rows">
                {fact(ui, Term::Min, &number_or(lane.known_min(), ui.text.common.unknown), "num")}
                {fact(ui, Term::Max, &number_or(lane.known_max(), ui.text.common.unknown), "num")}
                if lane.min_known && lane.max_known {
                    {fact(ui, Term::Stored, &number(lane.max.0.saturating_sub(lane.min.0)), "num")}
                    {came_in(ui, topic, queue)}
                }
            </dl>
            {ruled(ui, "muted", ui.text.retention.whole_segments, "R-RET-1")}
            {h3(words.groups_here)}
            <ul class="actor-list">
                for group in &lane.groups {
                    <li key={group.group.to_string()} class="actor">
                        {group_button(ui, snapshot, group, topic, queue)}
                    </li>
                }
            </ul>
            if lane.groups.is_empty() {
                {quiet(ui.text.actors.no_groups)}
            }
            <div class="acts">
                {look_button(ui, topic, queue, lane.max.0.saturating_sub(1))}
                {Button::word("line", words.send_to).dialog(ui, send)}
            </div>
        </div>
    }
}

/// How fast the stored messages came: what the strip's shades say.
fn came_in(ui: &Ui, topic: &Name, queue: QueueId) -> Html {
    let found = ui.lab.read(|player| arrivals(player.world(), topic, queue, &(0..i64::MAX), STEPS));
    let per_s = |n: u64| (ui.text.actors.per_second)(&count(n));
    let words =
        |found: Arrivals| (ui.text.aside.arrived_at)(&per_s(found.mean_per_s), &per_s(found.most_per_s));
    found.map(|found| row(ui.text.aside.arrived, &words(found))).unwrap_or_default()
}

fn group_button(ui: &Ui, snapshot: &Snapshot, group: &LaneGroup, topic: &Name, queue: QueueId) -> Html {
    let ordinal = snapshot.group(&group.group).map_or(0, |view| view.ordinal);
    let on = Some((topic.clone(), queue));
    let lag = group.lag.map_or_else(|| ui.text.common.unknown.to_string(), number);
    let selection = Selection::Group { group: group.group.clone(), on };
    html! {
        <button type="button" class="actor-main" onclick={ui.action(UiAction::Select(selection))}>
            <span class="row">
                <span class="with-mark">{mark(ordinal)}<b>{group.group.to_string()}</b></span>
                <span class="num">{(ui.text.actors.lag)(&lag)}</span>
            </span>
        </button>
    }
}
