//! Where a reset goes and on which queues. Not here: what that would do (`reset_preview`).
//!
//! Invariant: an offset is typed as text and parsed as an `i64`; a time becomes the broker's clock in whole milliseconds.

use crate::engine::ids::{EpochMs, QueueId, QueueOffset};
use crate::engine::profile::Profile;
use crate::sim::command::{QueueChoice, ResetTarget};
use crate::ui::app::use_ui;
use crate::ui::format::{clock, parse_clock, parse_number};
use crate::ui::state::ResetDraft;
use crate::ui::text::Text;
use crate::ui::topbar::profile_index;
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Kinds of targets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Min,
    Max,
    Offset,
    Time,
    /// The offsets before the reset that is undone.
    Before,
}

/// What is typed and chosen.
#[derive(Clone, PartialEq, Debug)]
pub struct TargetForm {
    pub kind: Kind,
    pub all: bool,
    pub queues: BTreeSet<QueueId>,
    pub offset: String,
    pub time: String,
}

impl TargetForm {
    /// The form that stands for a draft.
    pub fn of(draft: &ResetDraft, now_us: u64) -> TargetForm {
        let kind = match &draft.to {
            ResetTarget::Min => Kind::Min,
            ResetTarget::Max => Kind::Max,
            ResetTarget::Offset(_) => Kind::Offset,
            ResetTarget::TimeMs(_) => Kind::Time,
            ResetTarget::Each(_) => Kind::Before,
        };
        let (all, queues) = match &draft.queues {
            QueueChoice::All => (true, BTreeSet::from([0])),
            QueueChoice::Some(queues) => (false, queues.iter().copied().collect()),
        };
        TargetForm { kind, all, queues, offset: "0".to_string(), time: clock(now_us / 2 / 1_000_000 * 1_000_000) }
    }

    /// The draft that the form stands for, or what is wrong with it.
    pub fn draft(&self, first: &ResetDraft, start: EpochMs, text: &Text) -> Result<ResetDraft, &'static str> {
        let to = match self.kind {
            Kind::Min => ResetTarget::Min,
            Kind::Max => ResetTarget::Max,
            Kind::Before => first.to.clone(),
            Kind::Offset => match parse_number(&self.offset) {
                Some(offset) if offset >= 0 => ResetTarget::Offset(QueueOffset(offset)),
                _ => return Err(text.reset.offset_bad),
            },
            Kind::Time => {
                let us = parse_clock(&self.time).ok_or(text.reset.time_bad)?;
                ResetTarget::TimeMs(EpochMs(start.0.saturating_add_unsigned(us / 1_000)))
            }
        };
        let queues = match self.kind {
            Kind::Before => first.queues.clone(),
            _ if self.all => QueueChoice::All,
            _ if self.queues.is_empty() => return Err(text.reset.no_queue),
            _ => QueueChoice::Some(self.queues.iter().copied().collect()),
        };
        Ok(ResetDraft { queues, to, ..first.clone() })
    }
}

#[derive(Properties, PartialEq)]
pub struct TargetPickerProps {
    pub form: UseStateHandle<TargetForm>,
    pub queues: u32,
    pub profile: Profile,
    /// It may be an undo.
    pub can_go_back: bool,
    pub now_us: u64,
}

impl TargetPickerProps {
    fn change<E>(&self, change: impl Fn(&mut TargetForm, E) + 'static) -> Callback<E> {
        let form = self.form.clone();
        Callback::from(move |event: E| {
            let mut next = (*form).clone();
            change(&mut next, event);
            form.set(next);
        })
    }
}

/// The picker.
#[component]
pub fn TargetPicker(props: &TargetPickerProps) -> Html {
    let ui = use_ui();
    let words = &ui.text.reset;
    let form = &props.form;
    let mut kinds: Vec<(Kind, &'static str)> = Vec::new();
    if props.can_go_back {
        kinds.push((Kind::Before, words.before));
    }
    kinds.extend([(Kind::Min, words.earliest), (Kind::Max, words.latest), (Kind::Offset, words.offset), (Kind::Time, words.time)]);
    html! {
        <div class="target">
            <div class="target-row">
                <div class="seg" role="radiogroup" aria-label={words.target}>
                    for (kind, name) in kinds {
                        {seg_radio("kind", name, form.kind == kind, props.change(move |form, _: Event| form.kind = kind))}
                    }
                </div>
                if form.kind != Kind::Before && props.queues > 1 {
                    <div class="seg" role="radiogroup" aria-label={words.queues}>
                        {seg_radio("queues", words.all_queues, form.all, props.change(|form, _: Event| form.all = true))}
                        {seg_radio("queues", words.chosen, !form.all, props.change(|form, _: Event| form.all = false))}
                    </div>
                }
            </div>
            if !form.all && form.kind != Kind::Before {
                {queue_checks(props, words.queues)}
            }
            {match form.kind {
                Kind::Offset => offset_input(props, words.offset_label),
                Kind::Time => time_input(props, words.time_label, words.time_notes[profile_index(props.profile)]),
                _ => html! { <div hidden=true /> },
            }}
        </div>
    }
}

fn seg_radio(group: &'static str, name: &'static str, checked: bool, onchange: Callback<Event>) -> Html {
    html! { <label class="seg-radio"><input type="radio" name={group} {checked} {onchange} /><span>{name}</span></label> }
}

fn queue_checks(props: &TargetPickerProps, title: &'static str) -> Html {
    html! {
        <div class="queue-checks" role="group" aria-label={title}>
            for queue in 0..props.queues {
                {
                    {
                        let onchange = props.change(move |form: &mut TargetForm, _: Event| {
                            if !form.queues.remove(&queue) {
                                form.queues.insert(queue);
                            }
                        });
                        let checked = props.form.queues.contains(&queue);
                        html! {
                            <label key={queue} class="queue-check num">
                                <input type="checkbox" {checked} {onchange} />{queue}
                            </label>
                        }
                    }
                }
            }
        </div>
    }
}

fn input_value(event: &InputEvent) -> String {
    event.target_unchecked_into::<web_sys::HtmlInputElement>().value()
}

fn offset_input(props: &TargetPickerProps, label: &'static str) -> Html {
    let oninput = props.change(|form, event: InputEvent| form.offset = input_value(&event));
    html! {
        <label class="field target-field">
            <span class="field-name">{label}</span>
            <input type="text" class="num" inputmode="numeric" autocomplete="off" value={props.form.offset.clone()} {oninput} />
        </label>
    }
}

fn time_input(props: &TargetPickerProps, label: &'static str, note: &'static str) -> Html {
    let oninput = props.change(|form, event: InputEvent| form.time = input_value(&event));
    let onslide = props.change(|form, event: InputEvent| {
        let ms = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number().max(0.0) as u64;
        form.time = clock(ms * 1_000);
    });
    let ms = parse_clock(&props.form.time).unwrap_or(0) / 1_000;
    html! {
        <div class="target-field">
            <div class="target-time">
                <label class="field">
                    <span class="field-name">{label}</span>
                    <input type="text" class="num" autocomplete="off" spellcheck="false" value={props.form.time.clone()} {oninput} />
                </label>
                <input type="range" min="0" max={(props.now_us / 1_000).to_string()} step="100" value={ms.to_string()}
                    oninput={onslide} aria-label={label} aria-valuetext={props.form.time.clone()} />
            </div>
            <p class="muted">{note}</p>
        </div>
    }
}
