//! Every number of what is selected, with RocketMQ's name for it and the rule that gives it. Not here: computing them
//! (`projection`), the sentences (`text::terms`).
//!
//! Invariant: what can be done to the selected thing stands below its numbers.

pub mod broker;
pub mod facts;
pub mod group;
pub mod group_parts;
pub mod producer;
pub mod queue;

use super::app::use_ui;
use super::board::focus_of;
use super::icons::{Draw, Icon};
use super::snapshot::Snapshot;
use super::state::{Selection, UiAction};
use alloc::rc::Rc;
use broker::BrokerDetails;
use group::GroupDetails;
use producer::ProducerDetails;
use queue::QueueDetails;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct InspectorProps {
    pub snapshot: Rc<Snapshot>,
}

/// The panel.
#[component]
pub fn Inspector(props: &InspectorProps) -> Html {
    let ui = use_ui();
    let snapshot = &props.snapshot;
    html! {
        <aside class="panel inspect" aria-label={ui.text.inspector.title}>
            <button key="close" type="button" class="plain icon-only sheet-close" onclick={ui.action(UiAction::CloseSheet)}
                aria-label={ui.text.common.close}>
                <Draw icon={Icon::Close} />
            </button>
            <div key="details">{details(snapshot, &ui.state.selection, ui.text.inspector.nothing)}</div>
        </aside>
    }
}

/// What is selected, or else what needs attention most.
fn details(snapshot: &Rc<Snapshot>, selection: &Selection, nothing: &'static str) -> Html {
    let group_details = |group: &crate::engine::ids::Name, on| match snapshot.group(group) {
        Some(group) => html! { <GroupDetails key="group" snapshot={snapshot.clone()} group={group.clone()} {on} /> },
        None => html! { <p key="nothing" class="muted">{nothing}</p> },
    };
    match selection {
        Selection::Group { group, on } if snapshot.group(group).is_some() => {
            let there = on.clone().filter(|(topic, queue)| {
                snapshot.board(topic).is_some_and(|board| (*queue as usize) < board.lanes.len())
            });
            group_details(group, there.or_else(|| snapshot.worst_queue(group)))
        }
        Selection::Queue { topic, queue } if snapshot.board(topic).is_some() => {
            html! { <QueueDetails key="queue" snapshot={snapshot.clone()} topic={topic.clone()} queue={*queue} /> }
        }
        Selection::Producer(name) if snapshot.actors.producers.iter().any(|producer| producer.producer == *name) => {
            html! { <ProducerDetails key="producer" snapshot={snapshot.clone()} name={name.clone()} /> }
        }
        Selection::Broker => html! { <BrokerDetails key="broker" broker={snapshot.broker.clone()} /> },
        _ => {
            let focus = focus_of(snapshot, &Selection::Auto);
            match (focus.group, focus.on) {
                (Some(group), on) => group_details(&group, on),
                (None, Some((topic, queue))) => {
                    html! { <QueueDetails key="queue" snapshot={snapshot.clone()} {topic} {queue} /> }
                }
                (None, None) => html! { <p key="nothing" class="muted">{nothing}</p> },
            }
        }
    }
}
