//! One segment of the commit log: what goes with it, and who has not consumed that. Not here: computing
//! that (`projection::segment`), the other segments (`broker`).
//!
//! Invariant: a segment that is deleted says so, and leads back to those that are there.

use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::projection::segment::{SegmentFacts, segment_at, segment_content};
use crate::ui::draw::format::{bytes, clock, clock_short, count, number};
use crate::ui::draw::icons::{Icon, mark};
use crate::ui::draw::parts::{Button, h2, h3, quiet, row};
use crate::ui::inspector::facts::ruled;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::state::{Selection, UiAction};
use yew::prelude::*;

/// Leads to the segment in which a byte of the log is.
pub fn segment_button(ui: &Ui, at: PhysicalOffset) -> Html {
    let go = UiAction::Select(Selection::Segment(at));
    Button::word("line", ui.text.message.segment_look).on(ui.action(go))
}

/// What a message's panel says of its segment too: where it is read from, and when it goes.
pub fn segment_rows(ui: &Ui, snapshot: &Snapshot, segment: &SegmentFacts) -> Html {
    let words = &ui.text.message;
    let goes = segment.goes_at.map(|at| (words.goes)(&clock_short(since_start(snapshot, at))));
    html! {
        <>
            <dl class="rows">
                {row(words.memory, if segment.cold { words.from_disk } else { words.from_memory })}
            </dl>
            {ruled(ui, "muted", &goes.unwrap_or_else(|| words.written.into()),
                if segment.view.active { "R-RET-3" } else { "R-RET-1" })}
        </>
    }
}

/// Microseconds from the lab's start to a moment of the broker's clock.
pub fn since_start(snapshot: &Snapshot, at: EpochMs) -> u64 {
    at.0.saturating_sub(snapshot.start_ms.0).max(0) as u64 * 1_000
}

/// The panel of a segment.
pub fn segment_details(ui: &Ui, snapshot: &Snapshot, at: PhysicalOffset) -> Html {
    let words = &ui.text.message;
    let found = ui.lab.read(|player| {
        let segment = segment_at(player.world(), at)?;
        let content = segment_content(player.world(), &segment.view);
        Some((segment, content))
    });
    let select = |selection| ui.action(UiAction::Select(selection));
    let Some((segment, content)) = found else {
        return html! { <div>{quiet(words.segment_gone)}{Button::word("line", ui.text.retention.title).on(select(Selection::Broker))}</div> };
    };
    let beside = |at: usize, icon, name| {
        let there = segment.beside[at];
        let to = Selection::Segment(there.unwrap_or_default());
        Button::icon("plain icon-only small", icon, name).disabled(there.is_none()).on(select(to))
    };
    let part = |(topic, queue, from, to): &(Name, QueueId, QueueOffset, QueueOffset)| {
        let name = format!("{topic} / {queue}");
        let offsets = format!("{} – {}", number(from.0), number(to.0 - 1));
        html! { <div class="row"><dt>{name}</dt><dd class="num">{offsets}</dd></div> }
    };
    html! {
        <div>
            {h2(&format!("{} {}", words.segment, number(segment.view.base.0)))}
            <div class="row message-place">
                {ruled(ui, "muted", words.segment_kind, "R-LOG-1")}
                <span>
                    {beside(0, Icon::Back, words.segment_earlier)}
                    {beside(1, Icon::Step, words.segment_later)}
                </span>
            </div>
            <dl class="rows">
                {row(ui.text.retention.used,
                    &[&bytes(segment.view.used_bytes), " / ", &bytes(segment.view.capacity_bytes)].concat())}
                {row(words.last_write, &clock(since_start(snapshot, segment.view.modified_at)))}
            </dl>
            {segment_rows(ui, snapshot, &segment)}
            {h3(words.segment_open)}
            <ul class="actor-list">
                for (group, open) in &content.open {
                    <li key={group.to_string()} class="row">
                        <span class="with-mark">
                            {mark(snapshot.group(group).map_or(0, |view| view.ordinal))}{group.to_string()}
                        </span>
                        <b class="num">{count(*open as u64)}</b>
                    </li>
                }
            </ul>
            {h3(words.segment_holds)}
            <dl class="rows">for of_queue in &content.queues { {part(of_queue)} }</dl>
            <div class="acts">
                {Button::word("line", ui.text.retention.title).on(select(Selection::Broker))}
            </div>
        </div>
    }
}
