//! What is different now between the lab and the same lab under other rules. Not here: the lanes themselves
//! (`topic`), and what an upgrade changes at any time (`upgrade`).
//!
//! Invariant: every difference that the lanes show is in the table, or counted below it.

use crate::engine::ids::QueueOffset;
use crate::projection::{Difference, Fact};
use crate::ui::draw::format::number;
use crate::ui::draw::parts::quiet;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// Rows of the table at most.
const ROWS_MAX: usize = 12;

/// The numbers that differ at the moment shown.
pub fn differences_now(ui: &Ui, snapshot: &Snapshot) -> Html {
    let Some(beside) = &snapshot.beside else { return html! { <div key="now" hidden=true /> } };
    let words = &ui.text.beside;
    let names = [snapshot.profile, beside.profile].map(ui.text.profile);
    let found = &beside.differences;
    let left = found.len().saturating_sub(ROWS_MAX);
    html! {
        <div key="now">
            {quiet(&(words.about)(names[0].name, names[1].name))}
            if found.is_empty() {
                <p>{words.same}</p>
            } else {
                <div class="table-scroll" tabindex="0" role="group" aria-label={words.number}>
                    <table class="facts num">
                        <thead>
                            <tr>
                                <th scope="col">{ui.text.common.queue}</th>
                                <th scope="col">{words.number}</th>
                                <th scope="col" class="right">{names[0].short}</th>
                                <th scope="col" class="right">{names[1].short}</th>
                            </tr>
                        </thead>
                        <tbody>
                            for (i, difference) in found.iter().take(ROWS_MAX).enumerate() {
                                <tr key={i}>{cells(ui, difference)}</tr>
                            }
                        </tbody>
                    </table>
                </div>
            }
            if left > 0 {
                {quiet(&(words.more)(&left.to_string()))}
            }
        </div>
    }
}

fn cells(ui: &Ui, difference: &Difference) -> Html {
    let board = &ui.text.board;
    let fact = match &difference.fact {
        Fact::Min => board.min.to_string(),
        Fact::Max => board.max.to_string(),
        Fact::ConsumerOffset(group) => (ui.text.beside.offset_of)(group),
    };
    let shown = |offset: Option<QueueOffset>| {
        offset.map_or_else(|| String::from(ui.text.beside.none), |offset| number(offset.0))
    };
    html! {
        <>
            <th scope="row">{[difference.topic.as_str(), " ", &difference.queue.to_string()].concat()}</th>
            <td>{fact}</td>
            <td class="right">{shown(difference.here)}</td>
            <td class="right">{shown(difference.beside)}</td>
        </>
    }
}
