//! A group on one of its queues: every offset and lag, what is wrong, and what can be done. Not here: its consumers
//! (`group_parts`), the reset itself (`dialogs::reset`).
//!
//! Invariant: unknown is a word, never 0.

use super::facts::{Fact, RuleLink};
use super::group_parts::{Consumers, GroupActs, QueueChooser};
use crate::engine::ids::{Name, QueueId};
use crate::projection::{GroupView, LaneGroup, QueueLane};
use crate::ui::app::{Ui, use_ui};
use crate::ui::format::{duration, number};
use crate::ui::icons::{Mark, group_class};
use crate::ui::snapshot::{Snapshot, lane_group};
use crate::ui::text::Term;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct GroupDetailsProps {
    pub snapshot: Rc<Snapshot>,
    pub group: GroupView,
    /// The queue whose numbers are shown.
    pub on: Option<(Name, QueueId)>,
}

/// A group.
#[component]
pub fn GroupDetails(props: &GroupDetailsProps) -> Html {
    let ui = use_ui();
    let group = &props.group;
    let here = props.on.as_ref().and_then(|(topic, queue)| {
        let lane = props.snapshot.board(topic)?.lanes.get(*queue as usize)?;
        Some((lane.clone(), lane_group(lane, &group.group)?.clone()))
    });
    html! {
        <div>
            <h2 class="with-mark"><Mark ordinal={group.ordinal} />{group.group.to_string()}</h2>
            <QueueChooser snapshot={props.snapshot.clone()} group={group.clone()} on={props.on.clone()} />
            {match &here {
                Some((lane, here)) => html! {
                    <div key="facts">
                        {facts(group, lane, here, &ui)}
                        {verdict(here, &ui)}
                    </div>
                },
                None => html! { <p key="facts" class="muted">{ui.text.actors.not_started}</p> },
            }}
            <GroupActs group={group.clone()} topic={props.on.as_ref().map(|(topic, _)| topic.clone())}
                undoable={props.snapshot.undoable.iter().any(|(name, _)| *name == group.group)} />
            {match &here {
                Some((lane, here)) => html! { <div key="why">{why(lane, here, &ui)}</div> },
                None => html! { <div key="why" hidden=true /> },
            }}
            <Consumers group={group.clone()} topics={!props.snapshot.boards.is_empty()} />
        </div>
    }
}

fn facts(group: &GroupView, lane: &QueueLane, here: &LaneGroup, ui: &Ui) -> Html {
    let unknown = || ui.text.common.unknown.to_string();
    let offset = |value: Option<crate::engine::ids::QueueOffset>| value.map_or_else(unknown, |offset| number(offset.0));
    let lag_ms = match here.lag_ms {
        Some(ms) => duration(ms.unsigned_abs(), &ui.text.units),
        None => unknown(),
    };
    let owner = here.owner.as_ref().map_or_else(|| ui.text.common.none.to_string(), ToString::to_string);
    html! {
        <dl class="rows">
            <Fact term={Term::Min} value={number(lane.min.0)} />
            <Fact term={Term::Max} value={number(lane.max.0)} />
            <Fact term={Term::ConsumerOffset} value={offset(here.consumer_offset)} class={classes!("mine", group_class(group.ordinal))} />
            if let Some(pending) = here.pending_reset {
                <Fact term={Term::Pending} value={number(pending.0)} class={classes!("mine", group_class(group.ordinal))} />
            }
            <Fact term={Term::PullOffset} value={offset(here.pull_offset)} />
            <Fact term={Term::InFlight} value={number(here.inflight)} />
            <Fact term={Term::Lag} value={here.lag.map_or_else(unknown, number)} />
            <Fact term={Term::LagTime} value={lag_ms} />
            <Fact term={Term::Owner} value={owner} />
            if here.lost > 0 {
                <Fact term={Term::Lost} value={number(here.lost)} class={classes!("is-warn")} />
            }
        </dl>
    }
}

/// What is wrong, in a sentence.
fn verdict(here: &LaneGroup, ui: &Ui) -> Html {
    let words = &ui.text.inspector;
    let (sentence, rule): (String, &'static str) = if here.lag_purged > 0 {
        ((words.below_min)(&number(here.lag_purged)), "R-EXP-5")
    } else if here.lost > 0 {
        ((words.lost)(&number(here.lost)), "SD-14")
    } else {
        return html! { <div hidden=true /> };
    };
    html! { <p class="verdict">{sentence}{" "}<RuleLink {rule} /></p> }
}

/// The lag as arithmetic.
fn why(lane: &QueueLane, here: &LaneGroup, ui: &Ui) -> Html {
    let words = &ui.text.inspector;
    let (Some(offset), Some(lag)) = (here.consumer_offset, here.lag) else {
        return html! { <div hidden=true /> };
    };
    html! {
        <div>
            <h3>{words.why}</h3>
            <p class="muted">
                {(words.lag_is)(&number(lane.max.0), &number(offset.0), &number(lag))}{" "}<RuleLink rule="R-LAG-1" />{" "}
                <RuleLink rule="T-1" />
            </p>
        </div>
    }
}
