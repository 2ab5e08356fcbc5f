//! Where a reset goes and on which queues. Not here: what that would do (`reset_preview`).
//!
//! Invariant: an offset is typed as text and parsed as an `i64`; a time becomes the broker's clock in whole
//! milliseconds.

use crate::engine::broker::retry::retry_topic;
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::projection::queue_names;
use crate::projection::reset_choice::{as_group, from_csv, shifted};
use crate::sim::command::{QueueChoice, ResetTarget};
use crate::ui::dialogs::form::Cx;
use crate::ui::draw::format::{clock, parse_number};
use crate::ui::draw::moments::{date, parse_moment};
use crate::ui::draw::parts::{Button, nothing};
use crate::ui::inspector::facts::said;
use crate::ui::state::ResetDraft;
use crate::ui::state::board::Board;
use crate::ui::state::lab::Lab;
use crate::ui::state::snapshot::{Snapshot, lane_group};
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// Which kind of target is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TargetKind {
    Min,
    Max,
    Offset,
    Time,
    /// So many messages on, or back.
    Shift,
    /// Where another group stands.
    Like,
    /// A table of offsets.
    Csv,
    /// The offsets before the reset that is undone.
    Before,
}

/// What is put in.
#[derive(Clone)]
pub struct ResetForm {
    /// What the dialog was opened with, but for the topic, which can be chosen.
    pub first: ResetDraft,
    target: TargetKind,
    offset: String,
    time: String,
    shift: String,
    /// Empty: none is chosen.
    like: Name,
    csv: String,
    /// The chosen queues instead of all; they ascend.
    some_queues: bool,
    chosen_queues: Vec<QueueId>,
    /// The commands that were copied last, by their title, and whether the browser allowed it.
    pub copied: Option<(&'static str, bool)>,
}

impl ResetForm {
    /// The form as it opens for a draft.
    pub fn new(draft: &ResetDraft, now_us: u64) -> ResetForm {
        let target = match &draft.to {
            ResetTarget::Min => TargetKind::Min,
            ResetTarget::Max => TargetKind::Max,
            ResetTarget::Offset(_) => TargetKind::Offset,
            ResetTarget::TimeMs(_) => TargetKind::Time,
            ResetTarget::Each(_) => TargetKind::Before,
        };
        let offset = if let ResetTarget::Offset(offset) = draft.to { offset } else { QueueOffset(0) };
        let chosen = match &draft.queues {
            QueueChoice::All => None,
            QueueChoice::Some(queues) => Some(queues.clone()),
        };
        ResetForm {
            first: draft.clone(),
            target,
            offset: offset.to_string(),
            time: clock(now_us / 2_000_000 * 1_000_000),
            shift: String::from("-100"),
            like: "".into(),
            csv: String::new(),
            some_queues: chosen.is_some(),
            chosen_queues: chosen.unwrap_or_else(|| Vec::from([0])),
            copied: None,
        }
    }

    /// The draft that the form stands for, or what is wrong with it.
    pub fn draft(&self, lab: &Lab, start: EpochMs, text: &Text) -> Result<ResetDraft, &'static str> {
        let (group, topic) = (&self.first.group, &self.first.topic);
        let to = match self.target {
            TargetKind::Min => ResetTarget::Min,
            TargetKind::Max => ResetTarget::Max,
            TargetKind::Before => return Ok(self.first.clone()),
            TargetKind::Offset => match parse_number(&self.offset) {
                Some(offset) if offset >= 0 => ResetTarget::Offset(QueueOffset(offset)),
                _ => return Err(text.reset.offset_bad),
            },
            TargetKind::Time => {
                ResetTarget::TimeMs(parse_moment(&self.time, start).ok_or(text.reset.time_bad)?)
            }
            TargetKind::Shift => {
                let by = parse_number(&self.shift).ok_or(text.reset.shift_bad)?;
                ResetTarget::Each(lab.read(|player| shifted(player.world(), group, topic, by)))
            }
            TargetKind::Like => {
                if self.like.is_empty() {
                    return Err(text.reset.like_bad);
                }
                ResetTarget::Each(lab.read(|player| as_group(player.world(), &self.like, topic)))
            }
            TargetKind::Csv => {
                let names = lab.read(|player| queue_names(&player.journal().entries, topic));
                let offsets = from_csv(&self.csv, topic, &names).filter(|offsets| !offsets.is_empty());
                ResetTarget::Each(offsets.ok_or(text.reset.csv_bad)?)
            }
        };
        let queues = match self.some_queues {
            false => QueueChoice::All,
            true if self.chosen_queues.is_empty() => return Err(text.reset.no_queue),
            true => QueueChoice::Some(self.chosen_queues.clone()),
        };
        Ok(ResetDraft { queues, to, ..self.first.clone() })
    }
}

/// Where in the form something is put in.
type At<T> = fn(&mut ResetForm) -> &mut T;

/// The picker.
pub fn target_picker(cx: &Cx<ResetForm>, snapshot: &Snapshot) -> Html {
    let words = &cx.ui.text.reset;
    let (first, target) = (&cx.form.first, cx.form.target);
    let queues = snapshot.board(&first.topic).map_or(0, |board| board.lanes.len()) as u32;
    let mut targets: Vec<(TargetKind, &'static str)> = Vec::new();
    if first.undo.is_some() {
        targets.push((TargetKind::Before, words.before));
    }
    targets.extend([
        (TargetKind::Min, words.earliest),
        (TargetKind::Max, words.latest),
        (TargetKind::Offset, words.offset),
        (TargetKind::Time, words.time),
        (TargetKind::Shift, words.shift),
        (TargetKind::Like, words.like),
        (TargetKind::Csv, words.csv),
    ]);
    let note = (cx.ui.text.profile)(snapshot.profile).by_time;
    html! {
        <div class="target">
            {topic_choice(cx, snapshot)}
            <div class="target-row">
                <div class="seg" role="radiogroup" aria-label={words.target}>
                    for (kind, name) in targets {
                        {seg_radio("kind", name, target == kind, cx.change(move |form, _: Event| form.target = kind))}
                    }
                </div>
                if target != TargetKind::Before && queues > 1 {
                    <div class="seg" role="radiogroup" aria-label={words.queues}>
                        {seg_radio("queues", words.all_queues, !cx.form.some_queues, cx.change(|form, _: Event| form.some_queues = false))}
                        {seg_radio("queues", words.chosen, cx.form.some_queues, cx.change(|form, _: Event| form.some_queues = true))}
                    </div>
                }
            </div>
            if cx.form.some_queues && target != TargetKind::Before {
                {queue_checks(cx, queues)}
            }
            {match target {
                TargetKind::Offset => {
                    line_input(cx, words.offset_label, &cx.form.offset, "numeric", |form| &mut form.offset)
                }
                TargetKind::Time => time_input(cx, snapshot, note),
                TargetKind::Shift => {
                    line_input(cx, words.shift_label, &cx.form.shift, "text", |form| &mut form.shift)
                }
                TargetKind::Like => like_choice(cx, snapshot),
                TargetKind::Csv => csv_input(cx),
                TargetKind::Min | TargetKind::Max | TargetKind::Before => nothing(),
            }}
        </div>
    }
}

/// Of a group that consumes several topics, which one: its retry topic is among them before it has an offset
/// there. Of one that consumes none yet, any. An undo has its own.
fn topic_choice(cx: &Cx<ResetForm>, snapshot: &Snapshot) -> Html {
    let first = &cx.form.first;
    let reads = |board: &Board| board.lanes.iter().any(|lane| lane_group(lane, &first.group).is_some());
    let any = !snapshot.boards.iter().any(reads);
    let retries = retry_topic(&first.group);
    let topics = snapshot.boards.iter().filter(|board| any || reads(board) || board.topic == retries);
    let topics: Vec<(Name, String)> =
        topics.map(|board| (board.topic.clone(), board.topic.to_string())).collect();
    if first.undo.is_some() || topics.len() < 2 && topics.iter().all(|(topic, _)| *topic == first.topic) {
        return nothing();
    }
    name_list(cx, cx.ui.text.reset.topic, topics, |form| &mut form.first.topic)
}

/// A list of names, for two of them as well.
fn name_list(cx: &Cx<ResetForm>, label: &'static str, names: Vec<(Name, String)>, at: At<Name>) -> Html {
    cx.list(at, label, names, "")
}

fn like_choice(cx: &Cx<ResetForm>, snapshot: &Snapshot) -> Html {
    let first = &cx.form.first;
    let others = snapshot.board(&first.topic).and_then(|board| board.lanes.first()).map(|lane| &lane.groups);
    let others = others.into_iter().flatten().filter(|of| of.group != first.group);
    let mut choices: Vec<(Name, String)> = Vec::from([("".into(), "–".into())]);
    choices.extend(others.map(|of| (of.group.clone(), of.group.to_string())));
    name_list(cx, cx.ui.text.reset.like_label, choices, |form| &mut form.like)
}

fn csv_input(cx: &Cx<ResetForm>) -> Html {
    html! {
        <label class="field target-field">
            <span class="field-name">{cx.ui.text.reset.csv_label}</span>
            <textarea rows="4" spellcheck="false" value={cx.form.csv.clone()} oninput={cx.typed(|form| &mut form.csv)} />
        </label>
    }
}

fn seg_radio(group: &'static str, name: &'static str, checked: bool, onchange: Callback<Event>) -> Html {
    html! { <label key={name} class="seg-radio"><input type="radio" name={group} {checked} {onchange} /><span>{name}</span></label> }
}

fn queue_checks(cx: &Cx<ResetForm>, queues: u32) -> Html {
    let check = |queue: QueueId| {
        let onchange = cx.change(move |form, _: Event| match form.chosen_queues.binary_search(&queue) {
            Ok(at) => {
                form.chosen_queues.remove(at);
            }
            Err(at) => form.chosen_queues.insert(at, queue),
        });
        html! {
            <label key={queue} class="queue-check num">
                <input type="checkbox" checked={cx.form.chosen_queues.contains(&queue)} {onchange} />{queue}
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

/// A line of text. Two of them share it, so it takes a pointer and not a closure of each.
fn line_input(
    cx: &Cx<ResetForm>,
    label: &'static str,
    value: &str,
    mode: &'static str,
    at: At<String>,
) -> Html {
    html! {
        <label class="field target-field">
            <span class="field-name">{label}</span>
            <input type="text" class="num" inputmode={mode} autocomplete="off" value={value.to_string()}
                oninput={cx.typed(at)} />
        </label>
    }
}

/// Where a moment is, in words, and whether it is outside of what the lab has been through.
pub fn landing(at: EpochMs, start: EpochMs, now_us: Option<u64>, text: &Text) -> (String, bool) {
    let (words, day) = (&text.reset, date(at));
    let Ok(ms) = u64::try_from(at.0.saturating_sub(start.0)) else {
        return ((words.lands_before)(&day), true);
    };
    let us = ms.saturating_mul(1_000);
    let later = now_us.is_some_and(|now| us > now);
    ((if later { words.lands_later } else { words.lands })(&day, &clock(us)), later)
}

/// A moment that is typed: what it is, where that is in words, and what is wrong with it.
pub fn moment_of(typed: &str, start: EpochMs, text: &Text) -> (Option<EpochMs>, String, Option<String>) {
    let at = parse_moment(typed, start);
    let lands = at.map(|at| landing(at, start, None, text).0).unwrap_or_default();
    (at, lands, at.is_none().then(|| text.reset.time_bad.to_string()))
}

/// Shows how a time is found.
fn search(cx: &Cx<ResetForm>, at: EpochMs) -> Callback<MouseEvent> {
    let about = [&*cx.form.first.topic, "\n", &at.0.to_string()].concat();
    cx.ui.on_lab(move |lab| lab.workbench("search", about.clone()))
}

fn time_input(cx: &Cx<ResetForm>, snapshot: &Snapshot, note: &'static str) -> Html {
    let (start, now_us) = (snapshot.start_ms, snapshot.clock.now_us);
    let onslide = cx.change(|form, event: InputEvent| {
        let ms = event.target_unchecked_into::<web_sys::HtmlInputElement>().value_as_number().max(0.0) as u64;
        form.time = clock(ms * 1_000);
    });
    let shown = cx.form.time.clone();
    let at = parse_moment(&shown, start);
    let ms = at.map_or(0, |at| at.0.saturating_sub(start.0));
    let (lands, outside) = at.map(|at| landing(at, start, Some(now_us), cx.ui.text)).unwrap_or_default();
    let label = cx.ui.text.reset.time_label;
    html! {
        <div class="target-field">
            <div class="target-time">
                <label class="field">
                    <span class="field-name">{label}</span>
                    <input type="text" class="num" autocomplete="off" spellcheck="false" value={shown.clone()} oninput={cx.typed(|form| &mut form.time)} />
                </label>
                <input type="range" min="0" max={(now_us / 1_000).to_string()} step="100" value={ms.to_string()} oninput={onslide}
                    aria-label={label} aria-valuetext={shown} />
            </div>
            <p class={if outside { "num is-warn" } else { "num" }} role="status">{lands}</p>
            <p class="muted">{said(&cx.ui, note)}</p>
            if let Some(at) = at {
                <p>{Button::word("line small", cx.ui.text.reset.search).opens().on(search(cx, at))}</p>
            }
        </div>
    }
}
