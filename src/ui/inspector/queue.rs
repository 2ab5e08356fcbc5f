//! A queue: Min, Max, what is stored, and the groups on it. Not here: a group's numbers (`group`).
//!
//! Invariant: every group on the queue can be reached from here by keyboard.

use super::facts::{Fact, RuleLink};
use crate::engine::ids::{Name, QueueId};
use crate::projection::LaneGroup;
use crate::ui::app::use_ui;
use crate::ui::format::number;
use crate::ui::icons::Mark;
use crate::ui::snapshot::Snapshot;
use crate::ui::state::{Dialog, Selection, UiAction};
use crate::ui::text::Term;
use alloc::rc::Rc;
use alloc::string::ToString;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct QueueDetailsProps {
    pub snapshot: Rc<Snapshot>,
    pub topic: Name,
    pub queue: QueueId,
}

/// A queue's numbers.
#[component]
pub fn QueueDetails(props: &QueueDetailsProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.inspector;
    let place = [props.topic.as_str(), " / ", &props.queue.to_string()].concat();
    let lane = props.snapshot.board(&props.topic).and_then(|board| board.lanes.get(props.queue as usize));
    let Some(lane) = lane else {
        return html! { <p class="muted">{words.nothing}</p> };
    };
    let send = Dialog::Send { topic: props.topic.clone(), queue: props.queue };
    html! {
        <div>
            <h2>{place}</h2>
            <dl class="rows">
                <Fact term={Term::Min} value={number(lane.min.0)} />
                <Fact term={Term::Max} value={number(lane.max.0)} />
                <Fact term={Term::Stored} value={number(lane.max.0.saturating_sub(lane.min.0))} />
            </dl>
            <p class="muted">{ui.text.retention.whole_segments}{" "}<RuleLink rule="R-RET-1" /></p>
            <h3>{words.groups_here}</h3>
            <ul class="actor-list">
                for group in &lane.groups {
                    <li key={group.group.to_string()} class="actor">{group_button(group, props, &ui)}</li>
                }
            </ul>
            if lane.groups.is_empty() {
                <p class="muted">{ui.text.actors.no_groups}</p>
            }
            <div class="acts">
                <button type="button" class="line" aria-haspopup="dialog" onclick={ui.action(UiAction::Open(send))}>
                    {words.send_to}
                </button>
            </div>
        </div>
    }
}

fn group_button(group: &LaneGroup, props: &QueueDetailsProps, ui: &crate::ui::app::Ui) -> Html {
    let ordinal = props.snapshot.group(&group.group).map_or(0, |view| view.ordinal);
    let on = Some((props.topic.clone(), props.queue));
    let lag = group.lag.map_or_else(|| ui.text.common.unknown.to_string(), number);
    let selection = Selection::Group { group: group.group.clone(), on };
    html! {
        <button type="button" class="actor-main" onclick={ui.action(UiAction::Select(selection))}>
            <span class="row">
                <span class="with-mark"><Mark {ordinal} /><b>{group.group.to_string()}</b></span>
                <span class="num">{(ui.text.actors.lag)(&lag)}</span>
            </span>
        </button>
    }
}
