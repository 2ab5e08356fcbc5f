//! A group on one of its queues: every offset and lag, what is wrong, and what can be done. Not here: its
//! consumers (`consumers`), the reset itself (`dialogs::reset`).
//!
//! Invariant: unknown is a word, never 0.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{GroupView, LaneGroup, QueueLane};
use crate::ui::draw::format::{count, duration, number, number_or};
use crate::ui::draw::icons::{mark, mine_class};
use crate::ui::draw::parts::{h3, nothing};
use crate::ui::inspector::consumers::consumers;
use crate::ui::inspector::counts::counts;
use crate::ui::inspector::facts::{fact, fact_of, rule_link, ruled};
use crate::ui::inspector::group_parts::{group_acts, group_ends, kind_line, queue_chooser};
use crate::ui::inspector::lags::{lags, watched};
use crate::ui::inspector::message::look_button;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::{Snapshot, lane_group};
use crate::ui::text::{Fate, Term};
use alloc::string::{String, ToString};
use yew::prelude::*;

/// A group.
pub fn group_details(ui: &Ui, snapshot: &Snapshot, group: &GroupView, on: Option<&(Name, QueueId)>) -> Html {
    let here = on.and_then(|(topic, queue)| {
        let lane = snapshot.board(topic)?.lanes.get(*queue as usize)?;
        Some((lane.clone(), lane_group(lane, &group.group)?.clone()))
    });
    let hidden = group
        .pops_hidden_ms
        .zip(on)
        .map(|(_, (topic, queue))| snapshot.aside.hidden_count(&group.group, topic, *queue));
    html! {
        <div>
            <h2 class="with-mark">{mark(group.ordinal)}{group.group.to_string()}</h2>
            {kind_line(ui, group)}
            {queue_chooser(ui, snapshot, group, on)}
            {match &here {
                Some((lane, here)) => html! {
                    <div key="facts">
                        {facts(group, lane, here, hidden, ui)}
                        {verdict(here, ui)}
                    </div>
                },
                None => html! { <p key="facts" class="muted">{ui.text.actors.not_started}</p> },
            }}
            {group_acts(ui, group, first_topic(snapshot, group, on),
                snapshot.undoable.iter().any(|(name, _)| *name == group.group))}
            {match &here {
                Some((lane, here)) => html! {
                    <div key="why">
                        {why(lane, here, ui)}
                        {on.map(|(topic, queue)| html! {
                            <p class="acts">{look_button(ui, topic, *queue, next(lane, here))}</p>
                        }).unwrap_or_default()}
                    </div>
                },
                None => html! { <div key="why" hidden=true /> },
            }}
            {on.map(|(topic, _)| lags(ui, &group.group, topic)).unwrap_or_default()}
            {watched(ui, &group.group)}
            {consumers(ui, group, !snapshot.boards.is_empty())}
            {counts(ui, snapshot, group)}
            {group_ends(ui, group, on.map(|(topic, _)| topic))}
        </div>
    }
}

/// Where a reset begins. A group that has read nothing yet can be told where to start, on any topic.
fn first_topic<'a>(
    snapshot: &'a Snapshot,
    group: &'a GroupView,
    on: Option<&'a (Name, QueueId)>,
) -> Option<&'a Name> {
    let first = || snapshot.boards.first().map(|board| &board.topic);
    on.map(|(topic, _)| topic).or(group.topics.first()).or_else(first)
}

/// `hidden`: what a POP group has popped and not acknowledged, which is what it has in flight (R-LAG-6).
fn facts(group: &GroupView, lane: &QueueLane, here: &LaneGroup, hidden: Option<u64>, ui: &Ui) -> Html {
    let unknown = || ui.text.common.unknown.to_string();
    let offset = |value: Option<crate::engine::ids::QueueOffset>| {
        value.map_or_else(unknown, |offset| number(offset.0))
    };
    let lag_ms = match here.lag_ms {
        Some(ms) => duration(ms.unsigned_abs(), &ui.text.units),
        None => unknown(),
    };
    let owner = here.owner.as_ref().map_or_else(|| ui.text.common.none.to_string(), ToString::to_string);
    let mine = mine_class(group.ordinal);
    html! {
        <dl class="rows">
            {fact(ui, Term::Min, &number_or(lane.known_min(), ui.text.common.unknown), "num")}
            {fact(ui, Term::Max, &number_or(lane.known_max(), ui.text.common.unknown), "num")}
            {fact(ui, Term::ConsumerOffset, &offset(here.consumer_offset), mine)}
            if let Some(pending) = here.pending_reset {
                {fact(ui, Term::Pending, &number(pending.0), mine)}
            }
            if let Some(hidden) = hidden {
                {fact_of(&Fate::Hidden.text(ui.state.language), &count(hidden), "num")}
            } else {
                {fact(ui, Term::PullOffset, &offset(here.pull_offset), "num")}
                {fact(ui, Term::InFlight, &number(here.inflight), "num")}
            }
            {fact(ui, Term::Lag, &here.lag.map_or_else(unknown, number), "num")}
            {fact(ui, Term::LagTime, &lag_ms, "num")}
            {fact(ui, Term::Owner, &owner, "name")}
            if here.lost > 0 {
                {fact(ui, Term::Lost, &number(here.lost), "num is-warn")}
            }
        </dl>
    }
}

/// The message that the group comes to next, or else the last one.
fn next(lane: &QueueLane, here: &LaneGroup) -> i64 {
    let last = lane.max.0.saturating_sub(1);
    here.consumer_offset.map_or(last, |offset| offset.0.clamp(lane.min.0.min(last), last))
}

/// What is wrong, in a sentence.
fn verdict(here: &LaneGroup, ui: &Ui) -> Html {
    let words = &ui.text.inspector;
    let (sentence, rule): (String, &'static str) = if here.lag_purged > 0 {
        ((words.below_min)(&number(here.lag_purged)), "R-EXP-5")
    } else if here.lost > 0 {
        ((words.lost)(&number(here.lost)), "SD-14")
    } else {
        return nothing();
    };
    ruled(ui, "verdict", &sentence, rule)
}

/// The lag as arithmetic.
fn why(lane: &QueueLane, here: &LaneGroup, ui: &Ui) -> Html {
    let words = &ui.text.inspector;
    let (Some(offset), Some(lag)) = (here.consumer_offset, here.lag) else {
        return nothing();
    };
    html! {
        <div>
            {h3(words.why)}
            <p class="muted">
                {(words.lag_is)(&number(lane.max.0), &number(offset.0), &number(lag))}{" "}
                {rule_link(ui, "R-LAG-1")}{" "}
                {rule_link(ui, "T-1")}
            </p>
        </div>
    }
}
