//! What a reset would do, queue by queue and in a sentence, and what to beware of. Not here: computing it
//! (`projection`).
//!
//! Invariant: every message between now and the target is counted as replayed, skipped or purged.

use crate::projection::{PreviewRow, ResetPreview};
use crate::ui::draw::format::{number, signed};
use crate::ui::draw::parts::nothing;
use crate::ui::inspector::facts::{rule_link, said};
use crate::ui::state::context::Ui;
use crate::ui::text::reset::PreviewColumn;
use crate::ui::text::reset_sentences::{total, warnings};
use alloc::string::ToString;
use yew::prelude::*;

/// The table and what it adds up to.
pub fn preview_part(ui: &Ui, preview: &ResetPreview) -> Html {
    let words = &ui.text.reset;
    html! {
        <div class="preview">
            <div class="table-scroll" tabindex="0" role="region" aria-label={words.queues}>
                <table class="facts num stacks" role="table">
                    <thead role="rowgroup">
                        <tr role="row">
                            for column in PreviewColumn::ALL {
                                <th key={(words.column)(column)} role="columnheader" scope="col"
                                    class={if column == PreviewColumn::Queue { "" } else { "right" }}>{(words.column)(column)}</th>
                            }
                        </tr>
                    </thead>
                    <tbody role="rowgroup">
                        for row in &preview.rows {
                            {preview_row(row, ui)}
                        }
                    </tbody>
                </table>
            </div>
            <p class="total">{total(preview, ui.text)}</p>
            {warning_list(preview, ui)}
        </div>
    }
}

fn preview_row(row: &PreviewRow, ui: &Ui) -> Html {
    let words = &ui.text.reset;
    let edge = if row.target == row.min && row.min != row.max {
        words.is_min
    } else if row.target == row.max {
        words.is_max
    } else {
        ""
    };
    let shown = |value: i64, is_about: bool| {
        if is_about && value > 0 { (words.about)(&number(value)) } else { number(value) }
    };
    let is_about = row.is_about.is_some();
    let warn = |value: i64| if value > 0 { "right is-warn" } else { "right" };
    // On a phone the row is a card: each cell says which column it is of.
    let cell = |column: PreviewColumn, class: &'static str, value: Html| {
        html! { <td role="cell" {class} data-label={(words.column)(column)}><span>{value}</span></td> }
    };
    let current = row.current.map_or_else(|| words.no_offset.to_string(), |offset| number(offset.0));
    let (at, is_between) = (number(row.target.0), row.target_to > row.target);
    let at = if is_between { (words.between)(&at, &number(row.target_to.0)) } else { at };
    let target = html! { <><b>{at}</b>{" "}<span class="muted edge">{edge}</span></> };
    html! {
        <tr key={row.queue} role="row">
            <th role="rowheader" scope="row" data-label={(words.column)(PreviewColumn::Queue)}><span>{row.queue}</span></th>
            {cell(PreviewColumn::Current, "right", current.into())}
            {cell(PreviewColumn::Target, "right", target)}
            {cell(PreviewColumn::Delta, "right", row.delta.map_or_else(|| "–".to_string(), signed).into())}
            {cell(PreviewColumn::Replayed, "right", shown(row.replayed, is_about).into())}
            {cell(PreviewColumn::Skipped, warn(row.skipped), shown(row.skipped, is_about).into())}
            {cell(PreviewColumn::Purged, warn(row.purged), shown(row.purged, is_about || row.purged_is_about).into())}
            {cell(PreviewColumn::LagAfter, "right", shown(row.lag_after, is_between).into())}
        </tr>
    }
}

/// What consumers will do with it, and what it leaves alone.
fn warning_list(preview: &ResetPreview, ui: &Ui) -> Html {
    let sentences = warnings(preview, ui.text);
    if sentences.is_empty() {
        return nothing();
    }
    html! {
        <ul class="verdict">
            for (i, (sentence, rule)) in sentences.into_iter().enumerate() {
                <li key={i}>
                    {said(ui, &sentence)}
                    if !rule.is_empty() {
                        {" "}{rule_link(ui, rule)}
                    }
                </li>
            }
        </ul>
    }
}
