//! What happened to a group's messages: each fate with its count, what brought duplicates back, and the lines
//! of the log that tell of it. Not here: counting (`projection::deliveries`), the fates' sentences
//! (`text::fates`).
//!
//! Invariant: the counts are over all of the group's queues; a cause is named only where it brought something
//! back.

use crate::engine::Event;
use crate::engine::ids::Name;
use crate::projection::{GroupDeliveries, GroupView};
use crate::ui::draw::format::count;
use crate::ui::draw::parts::{h3, nothing, quiet};
use crate::ui::inspector::facts::fact_of;
use crate::ui::panels::log::log_line;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::Fate;
use yew::prelude::*;

/// Lines of the log that are shown.
const LINES_MAX: usize = 4;

/// The counts of a group.
pub fn counts(ui: &Ui, snapshot: &Snapshot, group: &GroupView) -> Html {
    let words = &ui.text.aside;
    let of_group = snapshot.aside.deliveries_of(&group.group);
    let body = match of_group {
        Some(of_group) if !of_group.queues.is_empty() => rows(ui, of_group),
        _ => quiet(words.counts_none),
    };
    html! {
        <div class="counts">
            {h3(words.counts)}
            {body}
            {lines(ui, snapshot, &group.group)}
        </div>
    }
}

fn rows(ui: &Ui, of_group: &GroupDeliveries) -> Html {
    let (words, total) = (&ui.text.aside, &of_group.total);
    let row = |fate: Fate, value: u64, warns: bool| {
        fact_of(
            &fate.text(ui.state.language),
            &count(value),
            if warns && value > 0 { "num is-warn" } else { "num" },
        )
    };
    html! {
        <dl class="rows">
            {row(Fate::Delivered, total.delivered, false)}
            {row(Fate::Processed, total.processed, false)}
            {row(Fate::Duplicate, total.duplicates, true)}
            for (i, (why, count_by)) in total.duplicates_by.iter().enumerate() {
                <div key={i} class="row cause">
                    <dt class="muted">{(words.again)(*why)}</dt>
                    <dd class="num muted">{count(*count_by)}</dd>
                </div>
            }
            {row(Fate::Purged, total.lost, true)}
            {row(Fate::PassedOver, total.skipped, true)}
            {row(Fate::InRetry, of_group.in_retry, false)}
            {row(Fate::Dead, total.dead, true)}
        </dl>
    }
}

/// Whether an event tells of a fate of the group's messages.
fn tells(event: &Event, of: &Name) -> bool {
    match event {
        Event::DeliveredAgain { group, .. }
        | Event::Missed { group, .. }
        | Event::TriesAgain { group, .. }
        | Event::SentBack { group, .. }
        | Event::DeadLettered { group, .. }
        | Event::Revived { group, .. }
        | Event::OffsetCorrected { group, .. } => group == of,
        _ => false,
    }
}

/// The newest lines of the log that made these counts.
fn lines(ui: &Ui, snapshot: &Snapshot, group: &Name) -> Html {
    let later = snapshot.later_lines();
    let telling = snapshot.log.iter().enumerate().skip(later).filter(|(_, line)| tells(&line.event, group));
    let mut telling = telling.take(LINES_MAX).peekable();
    if telling.peek().is_none() {
        return nothing();
    }
    html! {
        <div class="log">
            {h3(ui.text.aside.events)}
            <ol class="num">
                for (i, line) in telling {
                    {log_line(ui, (i, line, 1))}
                }
            </ol>
        </div>
    }
}
