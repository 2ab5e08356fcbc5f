//! What a reset would do, queue by queue and in a sentence, and what to beware of. Not here: computing it (`projection`).
//!
//! Invariant: every message between now and the target is counted as replayed, skipped or purged.

use crate::projection::{PreviewRow, ResetPreview};
use crate::ui::context::Ui;
use crate::ui::format::{count, number, signed};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// The table and what it adds up to.
pub fn preview_part(ui: &Ui, preview: &ResetPreview) -> Html {
    let words = &ui.text.reset;
    html! {
        <div class="preview">
            <div class="table-scroll" tabindex="0" role="region" aria-label={words.queues}>
                <table class="facts num">
                    <thead>
                        <tr>
                            for (i, name) in words.columns.into_iter().enumerate() {
                                <th key={i} scope="col" class={if i > 0 { "right" } else { "" }}>{name}</th>
                            }
                        </tr>
                    </thead>
                    <tbody>
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
    let purged = if row.purged_is_about && row.purged > 0 {
        (words.about)(&number(row.purged))
    } else {
        number(row.purged)
    };
    let warn = |value: i64| if value > 0 { "right is-warn" } else { "right" };
    html! {
        <tr key={row.queue}>
            <th scope="row">{row.queue}</th>
            <td class="right">{row.current.map_or_else(|| words.no_offset.to_string(), |offset| number(offset.0))}</td>
            <td class="right"><b>{number(row.target.0)}</b>{" "}<span class="muted edge">{edge}</span></td>
            <td class="right">{row.delta.map_or_else(|| "–".to_string(), signed)}</td>
            <td class="right">{number(row.replayed)}</td>
            <td class={warn(row.skipped)}>{number(row.skipped)}</td>
            <td class={warn(row.purged)}>{purged}</td>
            <td class="right">{number(row.lag_after)}</td>
        </tr>
    }
}

/// The sums as a sentence.
fn total(preview: &ResetPreview, ui: &Ui) -> String {
    let words = &ui.text.reset;
    let sum = |of: fn(&PreviewRow) -> i64| preview.rows.iter().map(of).fold(0i64, i64::saturating_add);
    let (replayed, skipped, purged) =
        (sum(|row| row.replayed), sum(|row| row.skipped), sum(|row| row.purged));
    let about = preview.rows.iter().any(|row| row.purged_is_about && row.purged > 0);
    let mut parts: Vec<String> = Vec::new();
    if replayed > 0 {
        parts.push((words.replayed)(&number(replayed)));
    }
    if skipped > 0 {
        parts.push((words.skipped)(&number(skipped)));
    }
    if replayed == 0 && skipped == 0 {
        parts.push(words.unchanged.to_string());
    }
    if purged > 0 {
        parts.push((if about { words.purged_about } else { words.purged })(&number(purged)));
    }
    [&parts.join(words.joined), words.end].concat()
}

/// What consumers will do with it.
fn warnings(preview: &ResetPreview, ui: &Ui) -> Html {
    let words = &ui.text.reset;
    let mut sentences: Vec<String> = Vec::new();
    if preview.online_clients > 0 {
        sentences.push((words.online)(u64::from(preview.online_clients)));
    }
    if preview.in_hand > 0 {
        sentences.push((words.in_hand)(&count(preview.in_hand)));
    }
    if sentences.is_empty() {
        return html! { <div hidden=true /> };
    }
    html! {
        <ul class="verdict">
            for (i, sentence) in sentences.into_iter().enumerate() {
                <li key={i}>{sentence}</li>
            }
        </ul>
    }
}
