//! Every number of what is selected, with RocketMQ's name for it and the rule that gives it. Not here:
//! computing them (`projection`), the sentences (`text::terms`).
//!
//! Invariant: what can be done to the selected thing is below its numbers.

pub mod broker;
pub mod consumers;
pub mod counts;
pub mod facts;
pub mod group;
pub mod group_parts;
pub mod lags;
pub mod message;
pub mod producer;
pub mod queue;
pub mod segment;

use crate::engine::ids::{Name, QueueId};
use crate::ui::board::focus_of;
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::Button;
use crate::ui::inspector::broker::broker_details;
use crate::ui::inspector::group::group_details;
use crate::ui::inspector::message::message_details;
use crate::ui::inspector::producer::producer_details;
use crate::ui::inspector::queue::queue_details;
use crate::ui::inspector::segment::segment_details;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Folded, Selection, UiAction};
use yew::prelude::*;

/// The panel.
pub fn inspector(ui: &Ui, snapshot: &Snapshot) -> Html {
    html! {
        <section key="inspect" class="panel inspect" tabindex="-1" aria-label={ui.text.common.details}>
            {Button::icon("plain icon-only sheet-close", Icon::Close, ui.text.common.close)
                .on(ui.action(UiAction::CloseSheet))}
            {fold_details(ui)}
            <div key={kind_of(&ui.state.selection)}>{details(ui, snapshot)}</div>
        </section>
    }
}

fn fold_details(ui: &Ui) -> Html {
    let folded = ui.state.folded;
    let next = Folded { details: !folded.details, ..folded };
    let icon = if folded.details { Icon::Back } else { Icon::Step };
    Button::icon("plain icon-only small fold", icon, ui.text.top.fold_details)
        .pressed(folded.details)
        .on(ui.action(UiAction::Fold(next)))
}

/// Details of one kind are not made out of those of another: a button would become another one below the
/// focus. What is shown by itself is a group, and stays what it is when a person chooses it.
fn kind_of(selection: &Selection) -> &'static str {
    match selection {
        Selection::Queue { .. } => "queue",
        Selection::Message { .. } => "message",
        Selection::Auto | Selection::Group { .. } => "group",
        Selection::Producer(_) => "producer",
        Selection::Segment(_) => "segment",
        Selection::Broker => "broker",
    }
}

/// What is selected, or else what needs attention most.
fn details(ui: &Ui, snapshot: &Snapshot) -> Html {
    let nothing = || html! { <p key="nothing" class="muted">{ui.text.inspector.nothing}</p> };
    let of_group = |group: &Name, on: Option<(Name, QueueId)>| match snapshot.group(group) {
        Some(group) => group_details(ui, snapshot, group, on.as_ref()),
        None => nothing(),
    };
    match &ui.state.selection {
        Selection::Group { group, on } if snapshot.group(group).is_some() => {
            let there = on.clone().filter(|(topic, queue)| {
                snapshot.board(topic).is_some_and(|board| (*queue as usize) < board.lanes.len())
            });
            of_group(group, there.or_else(|| snapshot.worst_queue(group)))
        }
        Selection::Queue { topic, queue } if snapshot.board(topic).is_some() => {
            queue_details(ui, snapshot, topic, *queue)
        }
        Selection::Message { topic, queue, offset }
            if snapshot.board(topic).is_some_and(|board| (*queue as usize) < board.lanes.len()) =>
        {
            message_details(ui, snapshot, (topic, *queue), *offset)
        }
        Selection::Producer(name)
            if snapshot.actors.producers.iter().any(|producer| producer.producer == *name) =>
        {
            producer_details(ui, snapshot, name)
        }
        Selection::Broker => broker_details(ui, snapshot),
        Selection::Segment(at) => segment_details(ui, snapshot, *at),
        _ => {
            let focus = focus_of(snapshot, &Selection::Auto);
            match (focus.group, focus.on) {
                (Some(group), on) => of_group(&group, on),
                (None, Some((topic, queue))) => queue_details(ui, snapshot, &topic, queue),
                (None, None) => nothing(),
            }
        }
    }
}
