//! What a reset would do, queue by queue and in a sentence, and what to beware of. Not here: computing it
//! (`projection`).
//!
//! Invariant: every message between now and the target is counted as replayed, skipped or purged.

use crate::projection::{PreviewRow, ResetPreview, WhyAbout};
use crate::ui::draw::format::{count, number, signed};
use crate::ui::draw::parts::nothing;
use crate::ui::inspector::facts::{rule_link, said};
use crate::ui::state::context::Ui;
use crate::ui::text::reset::PreviewColumn;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
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
            <p class="total">{total(preview, ui)}</p>
            {warnings(preview, ui)}
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
    let target = html! { <><b>{number(row.target.0)}</b>{" "}<span class="muted edge">{edge}</span></> };
    html! {
        <tr key={row.queue} role="row">
            <th role="rowheader" scope="row" data-label={(words.column)(PreviewColumn::Queue)}><span>{row.queue}</span></th>
            {cell(PreviewColumn::Current, "right", current.into())}
            {cell(PreviewColumn::Target, "right", target)}
            {cell(PreviewColumn::Delta, "right", row.delta.map_or_else(|| "–".to_string(), signed).into())}
            {cell(PreviewColumn::Replayed, "right", shown(row.replayed, is_about).into())}
            {cell(PreviewColumn::Skipped, warn(row.skipped), shown(row.skipped, is_about).into())}
            {cell(PreviewColumn::Purged, warn(row.purged), shown(row.purged, is_about || row.purged_is_about).into())}
            {cell(PreviewColumn::LagAfter, "right", number(row.lag_after).into())}
        </tr>
    }
}

/// The sums as a sentence.
fn total(preview: &ResetPreview, ui: &Ui) -> String {
    let words = &ui.text.reset;
    let sum = |of: fn(&PreviewRow) -> i64| preview.rows.iter().map(of).fold(0i64, i64::saturating_add);
    let (replayed, skipped, purged) =
        (sum(|row| row.replayed), sum(|row| row.skipped), sum(|row| row.purged));
    let unsure = preview.rows.iter().any(|row| row.is_about.is_some());
    let purged_unsure = preview.rows.iter().any(|row| row.purged_is_about && row.purged > 0);
    let shown = |value: i64, is_about: bool| match is_about {
        true => (words.about)(&number(value)),
        false => number(value),
    };
    let mut parts: Vec<String> = Vec::new();
    if replayed > 0 {
        parts.push((words.replayed)(&shown(replayed, unsure)));
    }
    if skipped > 0 {
        parts.push((words.skipped)(&shown(skipped, unsure)));
    }
    if replayed == 0 && skipped == 0 {
        parts.push(words.unchanged.to_string());
    }
    if purged > 0 {
        parts.push((words.purged)(&shown(purged, unsure || purged_unsure)));
    }
    format!("{}{}", parts.join(words.joined), words.end)
}

/// What consumers will do with it, and what it leaves alone; each sentence with its rule where it does not
/// name one itself.
fn warnings(preview: &ResetPreview, ui: &Ui) -> Html {
    let (words, aside) = (&ui.text.reset, &ui.text.aside);
    let mut sentences: Vec<(String, &'static str)> = Vec::new();
    let mut reasons: Vec<WhyAbout> = Vec::new();
    for why in preview.rows.iter().filter_map(|row| row.is_about) {
        if !reasons.contains(&why) {
            reasons.push(why);
            sentences.push(((words.about_because)(why).to_string(), ""));
        }
    }
    if preview.online_clients > 0 {
        sentences.push(((words.online)(u64::from(preview.online_clients)), ""));
    }
    if preview.in_hand > 0 {
        sentences.push(((words.in_hand)(&count(preview.in_hand)), ""));
    }
    if preview.scheduled > 0 {
        sentences.push(((aside.reset_scheduled)(preview.scheduled), "SD-19"));
    }
    if preview.retrying > 0 {
        sentences.push(((aside.reset_retrying)(preview.retrying), "SD-19"));
        if preview.rows.iter().any(|row| row.replayed > 0) {
            sentences.push((aside.reset_twice.to_string(), "T-17"));
        }
    }
    if preview.hidden > 0 {
        sentences.push(((aside.reset_hidden)(preview.hidden), "R-RST-9"));
    }
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
