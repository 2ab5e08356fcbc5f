//! The board's facts as a table. Not here: the CSV (`projection::table`).
//!
//! Invariant: a row for each queue and group, in the same order as the lanes.

use crate::projection::{Actors, LaneGroup};
use crate::ui::board::topic::topic_head;
use crate::ui::draw::format::{number, number_or};
use crate::ui::draw::icons::mark;
use crate::ui::draw::parts::Button;
use crate::ui::panels::downloads::{board_csv, copy_text};
use crate::ui::state::board::Board;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::Term;
use alloc::string::{String, ToString};
use yew::prelude::*;

/// Every topic as a table.
pub fn tables(ui: &Ui, snapshot: &Snapshot) -> Html {
    html! {
        <div key="tables">
            for board in snapshot.boards.iter() {
                {topic_table(ui, board, &snapshot.actors)}
            }
            if !snapshot.boards.is_empty() {
                {copy_button(ui, &[], |ui| board_csv(&ui.lab))}
            }
        </div>
    }
}

/// Below a table: its rows to the clipboard. `of`: what the table is of, where the page has another.
pub fn copy_button(ui: &Ui, of: &[&str], csv: impl Fn(&Ui) -> String + 'static) -> Html {
    let (words, to) = (ui.text.board.copy_csv, ui.clone());
    let copy = Callback::from(move |_: MouseEvent| copy_text(&to, &csv(&to)));
    html! { <p key="copy" class="acts">{Button::word("line", words).named(&[&[words], of].concat()).on(copy)}</p> }
}

/// A topic as a table.
fn topic_table(ui: &Ui, board: &Board, actors: &Actors) -> Html {
    let (words, language) = (&ui.text.board, ui.state.language);
    let heads = [Term::Min, Term::Max, Term::ConsumerOffset, Term::PullOffset, Term::Lag]
        .map(|term| term.text(language));
    let number_head =
        |i: usize| html! { <th scope="col" class="right" data-tip={heads[i].sentence}>{heads[i].label}</th> };
    html! {
        <section key={board.topic.to_string()} class="topic" aria-label={board.topic.to_string()}>
            {topic_head(ui, &board.topic, board.lanes.len() as u64)}
            <div class="table-scroll" tabindex="0" role="region" aria-label={[board.topic.as_str(), ": ", words.table].concat()}>
                <table class="facts num">
                    <thead>
                        <tr>
                            <th scope="col">{ui.text.common.queue}</th>
                            {number_head(0)}
                            {number_head(1)}
                            <th scope="col">{words.group}</th>
                            {number_head(2)}
                            {number_head(3)}
                            {number_head(4)}
                            <th scope="col" class="right">{words.purged_unread}</th>
                            <th scope="col">{words.owner}</th>
                        </tr>
                    </thead>
                    for lane in &board.lanes {
                        <tbody key={lane.queue}>
                            for (i, group) in rows(&lane.groups) {
                                <tr key={i}>
                                    if i == 0 {
                                        <th scope="rowgroup" rowspan={lane.groups.len().max(1).to_string()}>{lane.label()}</th>
                                        <td class="right" rowspan={lane.groups.len().max(1).to_string()}>{number_or(lane.known_min(), ui.text.common.unknown)}</td>
                                        <td class="right" rowspan={lane.groups.len().max(1).to_string()}>{number_or(lane.known_max(), ui.text.common.unknown)}</td>
                                    }
                                    {group_cells(group, actors, lane.min_known)}
                                </tr>
                            }
                        </tbody>
                    }
                </table>
            </div>
        </section>
    }
}

/// The groups with their number, or one row without a group.
fn rows(groups: &[LaneGroup]) -> impl Iterator<Item = (usize, Option<&LaneGroup>)> {
    (0..groups.len().max(1)).map(|i| (i, groups.get(i)))
}

fn group_cells(group: Option<&LaneGroup>, actors: &Actors, min_known: bool) -> Html {
    let Some(group) = group else {
        return html! { <td colspan="6" class="muted">{"–"}</td> };
    };
    let ordinal = actors.groups.iter().find(|view| view.group == group.group).map_or(0, |view| view.ordinal);
    let or_dash = |value: Option<i64>| value.map_or_else(|| String::from("–"), number);
    html! {
        <>
            <td><span class="with-mark">{mark(ordinal)}{group.group.to_string()}</span></td>
            <td class="right">{or_dash(group.consumer_offset.map(|offset| offset.0))}</td>
            <td class="right">{or_dash(group.pull_offset.map(|offset| offset.0))}</td>
            <td class="right">{or_dash(group.lag)}</td>
            <td class="right">{or_dash(Some(group.lag_purged).filter(|_| min_known))}</td>
            <td>{group.owner.as_ref().map_or_else(|| String::from("–"), ToString::to_string)}</td>
        </>
    }
}
