//! Where a reset goes and on which queues. Not here: what that would do (`reset_preview`).
//!
//! Invariant: an offset is typed as text and parsed as an `i64`; a time becomes the broker's clock in whole milliseconds.

use crate::engine::ids::{EpochMs, QueueOffset};
use crate::engine::limits::QUEUES_MAX;
use crate::sim::command::{QueueChoice, ResetTarget};
use crate::ui::dialogs::form::{Cx, Form};
use crate::ui::draw::format::{clock, parse_clock, parse_number};
use crate::ui::draw::parts::{nothing, quiet};
use crate::ui::state::ResetDraft;
use crate::ui::state::snapshot::Snapshot;
use crate::ui::text::Text;
use alloc::string::ToString;
use alloc::vec::Vec;
use yew::prelude::*;

const OFFSET: usize = 0;
const TIME: usize = 1;
/// The form's first choice: kinds of targets.
const MIN: usize = 0;
const MAX: usize = 1;
const EXACT: usize = 2;
const BY_TIME: usize = 3;
/// The offsets before the reset that is undone.
const BEFORE: usize = 4;

/// The form as it opens for a draft. `checked` means chosen queues instead of all.
pub fn beginning(draft: &ResetDraft, now_us: u64) -> Form {
    let mut form = Form::default();
    form.choice[0] = match &draft.to {
        ResetTarget::Min => MIN,
        ResetTarget::Max => MAX,
        ResetTarget::Offset(_) => EXACT,
        ResetTarget::TimeMs(_) => BY_TIME,
        ResetTarget::Each(_) => BEFORE,
    };
    form.queues = 1;
    if let QueueChoice::Some(queues) = &draft.queues {
        form.checked = true;
        form.queues = queues.iter().fold(0, |bits, queue| bits | 1 << queue);
    }
    form.text[OFFSET] = match &draft.to {
        ResetTarget::Offset(offset) => offset.to_string(),
        _ => "0".to_string(),
    };
    form.text[TIME] = clock(now_us / 2_000_000 * 1_000_000);
    form
}

/// The draft that the form stands for, or what is wrong with it.
pub fn draft_of(
    form: &Form,
    first: &ResetDraft,
    start: EpochMs,
    text: &Text,
) -> Result<ResetDraft, &'static str> {
    let to = match form.choice[0] {
        MIN => ResetTarget::Min,
        MAX => ResetTarget::Max,
        BEFORE => return Ok(first.clone()),
        EXACT => match parse_number(&form.text[OFFSET]) {
            Some(offset) if offset >= 0 => ResetTarget::Offset(QueueOffset(offset)),
            _ => return Err(text.reset.offset_bad),
        },
        _ => {
            let us = parse_clock(&form.text[TIME]).ok_or(text.reset.time_bad)?;
            ResetTarget::TimeMs(EpochMs(start.0.saturating_add_unsigned(us / 1_000)))
        }
    };
    let queues = match form.checked {
        false => QueueChoice::All,
        true if form.queues == 0 => return Err(text.reset.no_queue),
        true => QueueChoice::Some((0..QUEUES_MAX).filter(|queue| form.queues >> queue & 1 == 1).collect()),
    };
    Ok(ResetDraft { queues, to, ..first.clone() })
}

/// The picker.
pub fn target_picker(cx: &Cx, first: &ResetDraft, snapshot: &Snapshot) -> Html {
    let words = &cx.ui.text.reset;
    let kind = cx.form.choice[0];
    let queues = snapshot.board(&first.topic).map_or(0, |board| board.lanes.len()) as u32;
    let mut kinds: Vec<(usize, &'static str)> = Vec::new();
    if first.undo.is_some() {
        kinds.push((BEFORE, words.before));
    }
    kinds.extend([(MIN, words.earliest), (MAX, words.latest), (EXACT, words.offset), (BY_TIME, words.time)]);
    let note = (cx.ui.text.profile)(snapshot.profile).by_time;
    html! {
        <div class="target">
            <div class="target-row">
                <div class="seg" role="radiogroup" aria-label={words.target}>
                    for (i, name) in kinds {
                        {seg_radio("kind", name, kind == i, cx.change(move |form, _: Event| form.choice[0] = i))}
                    }
                </div>
                if kind != BEFORE && queues > 1 {
                    <div class="seg" role="radiogroup" aria-label={words.queues}>
                        {seg_radio("queues", words.all_queues, !cx.form.checked, cx.change(|form, _: Event| form.checked = false))}
                        {seg_radio("queues", words.chosen, cx.form.checked, cx.change(|form, _: Event| form.checked = true))}
                    </div>
                }
            </div>
            if cx.form.checked && kind != BEFORE {
                {queue_checks(cx, queues)}
            }
            {match kind {
                EXACT => offset_input(cx),
                BY_TIME => time_input(cx, snapshot.clock.now_us, note),
                _ => nothing(),
            }}
        </div>
    }
}

fn seg_radio(group: &'static str, name: &'static str, checked: bool, onchange: Callback<Event>) -> Html {
    html! { <label key={name} class="seg-radio"><input type="radio" name={group} {checked} {onchange} /><span>{name}</span></label> }
}

fn queue_checks(cx: &Cx, queues: u32) -> Html {
    let check = |queue: u32| {
        let onchange = cx.change(move |form, _: Event| form.queues ^= 1 << queue);
        html! {
            <label key={queue} class="queue-check num">
                <input type="checkbox" checked={cx.form.queues >> queue & 1 == 1} {onchange} />{queue}
            </label>
        }
    };
    html! {
        <div class="queue-checks" role="group" aria-label={cx.ui.text.reset.queues}>
            for queue in 0..queues {
                {check(queue)}
            }
        </div>
    }
}

fn offset_input(cx: &Cx) -> Html {
    html! {
        <label class="field target-field">
            <span class="field-name">{cx.ui.text.reset.offset_label}</span>
            <input type="text" class="num" inputmode="numeric" autocomplete="off" value={cx.form.text[OFFSET].clone()}
                oninput={cx.typed(OFFSET)} />
        </label>
    }
}

fn time_input(cx: &Cx, now_us: u64, note: &'static str) -> Html {
    let onslide = cx.change(|form, event: InputEvent| {
        let ms = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number().max(0.0) as u64;
        form.text[TIME] = clock(ms * 1_000);
    });
    let shown = cx.text(TIME).to_string();
    let ms = parse_clock(&shown).unwrap_or(0) / 1_000;
    let label = cx.ui.text.reset.time_label;
    html! {
        <div class="target-field">
            <div class="target-time">
                <label class="field">
                    <span class="field-name">{label}</span>
                    <input type="text" class="num" autocomplete="off" spellcheck="false" value={shown.clone()} oninput={cx.typed(TIME)} />
                </label>
                <input type="range" min="0" max={(now_us / 1_000).to_string()} step="100" value={ms.to_string()} oninput={onslide}
                    aria-label={label} aria-valuetext={shown} />
            </div>
            {quiet(note)}
        </div>
    }
}
