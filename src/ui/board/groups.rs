//! The groups on a queue: a shape with its label at the consumer offset, what is in flight, a pending reset; and a
//! learner's guess. Not here: the bar below them (`bar`).
//!
//! Invariant: neither shapes nor labels overlap; a stem always stands at the exact offset.

use crate::projection::LaneGroup;
use crate::ui::board::lane::{Density, Guess, LaneProps};
use crate::ui::draw::browser::text_width;
use crate::ui::draw::format::{count, number};
use crate::ui::draw::icons::{group_class, mark};
use crate::ui::draw::layout::{Wish, place};
use crate::ui::draw::shapes::{box_points, group_corners, points, px};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::{Selection, UiAction};
use crate::ui::text::Term;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// A group on a lane, with its look.
#[derive(Clone, PartialEq)]
pub struct GroupMark {
    pub ordinal: u32,
    pub focus: bool,
    pub on_lane: LaneGroup,
    /// Messages that it has popped here and not acknowledged.
    pub hidden: u64,
}

impl GroupMark {
    /// The class of its colour.
    pub fn class(&self) -> &'static str {
        group_class(self.ordinal)
    }

    /// Group, offset, lag as text.
    pub fn words(&self, ui: &Ui) -> String {
        let here = &self.on_lane;
        let Some(offset) = here.consumer_offset else {
            return [here.group.as_str(), ": ", ui.text.common.unknown].concat();
        };
        let mut words = [here.group.as_str(), " ", &number(offset.0)].concat();
        if let Some(lag) = here.lag {
            words.push_str(", ");
            words.push_str(&(ui.text.actors.lag)(&number(lag)));
        }
        if here.pending_reset.is_some() {
            words.push_str(", ");
            words.push_str(ui.text.board.pending);
        }
        self.push_hidden(&mut words, ui);
        words
    }

    /// How many messages it has popped here, where there are any.
    fn push_hidden(&self, words: &mut String, ui: &Ui) {
        if self.hidden > 0 {
            words.push_str(", ");
            words.push_str(&(ui.text.board.hidden)(&count(self.hidden)));
        }
    }

    /// Where it stands: a pending target counts, for it is what the group will get.
    fn offset(&self) -> Option<i64> {
        self.on_lane.pending_reset.or(self.on_lane.consumer_offset).map(|offset| offset.0)
    }

    fn label(&self, ui: &Ui) -> String {
        let offset = self.offset().map(number).unwrap_or_default();
        let mut label = [self.on_lane.group.as_str(), " ", &offset].concat();
        if self.on_lane.pending_reset.is_some() {
            label.push_str(", ");
            label.push_str(ui.text.board.pending);
        }
        self.push_hidden(&mut label, ui);
        label
    }
}

/// The groups that stand somewhere on a lane, and where.
pub fn shown_marks(props: &LaneProps) -> Vec<(&GroupMark, i64)> {
    props.marks.iter().filter_map(|mark| Some((mark, mark.offset()?))).collect()
}

/// Where the shapes of these find room.
pub fn heads(here: &[(&GroupMark, i64)], props: &LaneProps) -> Vec<Option<f64>> {
    let axis = &props.axis;
    let wishes: Vec<Wish> = here
        .iter()
        .map(|(mark, offset)| Wish { at: axis.x_clamped(*offset), width: 14.0, rank: u32::from(!mark.focus) })
        .collect();
    place(&wishes, axis.left - 8.0, axis.left + axis.width + 10.0)
}

/// All groups of a lane.
pub fn marks(props: &LaneProps) -> Html {
    let here = shown_marks(props);
    let heads = heads(&here, props);
    html! {
        <g key="marks">
            for (mark, _) in &here {
                {inflight(mark, props)}
            }
            for ((mark, offset), head) in here.iter().zip(heads) {
                {mark_of(mark, *offset, head, props)}
            }
            if let Some(guess) = props.guess {
                {guess_marks(guess, props)}
            }
            if props.density.has_labels() {
                {labels(&here, props)}
            }
        </g>
    }
}

/// What was handed out and is not saved as consumed. In a compact lane several would only be a smudge, so it is that of the group in
/// focus.
fn inflight(mark: &GroupMark, props: &LaneProps) -> Html {
    let here = &mark.on_lane;
    if props.density == Density::Compact && !mark.focus {
        return html! { <g /> };
    }
    let (Some(offset), Some(pulled), None) = (here.consumer_offset, here.pull_offset, here.pending_reset)
    else {
        return html! { <g /> };
    };
    if pulled <= offset {
        return html! { <g /> };
    }
    let (from, to) = (props.axis.x_clamped(offset.0), props.axis.x_clamped(pulled.0));
    let (top, height) = props.density.bar();
    html! {
        <polygon class={["inflight ", mark.class()].concat()} points={box_points(from, to.max(from + 1.5), top + 4.0, height - 8.0)}>
            <title>{Term::InFlight.sentence(props.ui.state.language)}</title>
        </polygon>
    }
}

/// A group's stem and shape. The shape may stand aside; the stem leans to it.
fn mark_of(mark: &GroupMark, offset: i64, head: Option<f64>, props: &LaneProps) -> Html {
    let (ui, x) = (&props.ui, props.axis.x_clamped(offset));
    let (top, height) = props.density.bar();
    let small = !props.density.has_labels();
    let head_y = top - if small { 6.0 } else { 8.0 };
    let head_x = head.unwrap_or(x);
    let stem = points([(head_x, head_y), (x, top), (x, top + height)]);
    let shape = points(group_corners(mark.ordinal, if small { 0.8 } else { 1.0 }, (head_x, head_y)));
    let pending = mark.on_lane.pending_reset.is_some();
    let class = [
        "group-mark ",
        mark.class(),
        if mark.focus { " is-focus" } else { "" },
        if pending { " is-pending" } else { "" },
        if props.axis.shows_offset(offset) { "" } else { " is-off" },
    ]
    .concat();
    // Below a handle nothing is pointed at.
    let bare = !has_handle(mark, props);
    let select = bare.then(|| {
        let on = Some((props.topic.clone(), props.lane.queue));
        ui.action(UiAction::Select(Selection::Group { group: mark.on_lane.group.clone(), on }))
    });
    html! {
        <g {class} onclick={select}>
            if bare {
                <title>{if props.playing { mark.on_lane.group.to_string() } else { mark.words(ui) }}</title>
            }
            <polyline class="stem" points={stem} />
            if head.is_some() {
                if bare && !small {
                    <circle class="hit" cx={px(head_x)} cy={px(head_y)} r="12" />
                }
                <polygon class="shape" points={shape} />
            }
        </g>
    }
}

/// Whether a handle lies over the mark. In a compact lane that has only the group in focus: a click on another mark brings its group
/// there.
pub fn has_handle(mark: &GroupMark, props: &LaneProps) -> bool {
    let lane = props.ui.view == View::Page && props.beside.is_none() && props.lane.max_known;
    lane && (mark.focus || props.density != Density::Compact)
}

/// A label above the bar. Labels are placed in the order of the shapes, so that at one offset both stand alike.
struct Label {
    at: f64,
    rank: u32,
    class: String,
    words: String,
}

fn labels(here: &[(&GroupMark, i64)], props: &LaneProps) -> Html {
    let (ui, axis) = (&props.ui, &props.axis);
    let mut labels: Vec<Label> = here
        .iter()
        .enumerate()
        .map(|(i, (mark, offset))| Label {
            at: axis.x_clamped(*offset),
            rank: if mark.focus { 0 } else { 2 + i as u32 },
            class: ["mine ", mark.class()].concat(),
            words: axis.pointed(*offset, mark.label(ui)),
        })
        .collect();
    if let Some(guess) = props.guess {
        let lesson = &ui.text.lesson;
        let said = |offset: i64, words: &'static str| Label {
            at: axis.x_clamped(offset),
            rank: 1,
            class: "guess-label".to_string(),
            words: words.to_string(),
        };
        labels.push(said(guess.predicted, lesson.your_guess));
        labels.extend(
            guess
                .actual
                .filter(|actual| *actual != guess.predicted)
                .map(|actual| said(actual, lesson.actual)),
        );
    }
    let wishes: Vec<Wish> = labels
        .iter()
        .map(|label| Wish { at: label.at, width: text_width(&label.words) + 12.0, rank: label.rank })
        .collect();
    let centres = place(&wishes, -6.0, axis.left + axis.width + 16.0);
    html! {
        <g>
            for (label, centre) in labels.into_iter().zip(centres) {
                {match centre {
                    Some(x) => html! { <text class={label.class} x={px(x)} y="11" text-anchor="middle">{label.words}</text> },
                    None => html! { <g /> },
                }}
            }
        </g>
    }
}

/// The guess dashed, what happened solid.
fn guess_marks(guess: Guess, props: &LaneProps) -> Html {
    let (top, height) = props.density.bar();
    let line = |offset: i64, class: &'static str| {
        let x = props.axis.x_clamped(offset);
        html! { <path {class} d={["M", &px(x), " 14V", &px(top + height + 6.0)].concat()} /> }
    };
    html! {
        <g>
            {line(guess.predicted, "guess")}
            {guess.actual.map(|actual| line(actual, "actual")).unwrap_or_default()}
        </g>
    }
}

/// Below a card: who lags how much.
pub fn card_lags(marks: &[GroupMark], ui: &Ui) -> Html {
    html! {
        <p key="lags" class="card-lags num">
            for here in marks {
                <span key={here.on_lane.group.to_string()} class={["mine ", here.class()].concat()}>
                    {mark(here.ordinal)}
                    {match (here.on_lane.lag, here.on_lane.consumer_offset) {
                        (Some(0), _) => (ui.text.board.caught_up)(&here.on_lane.group),
                        (Some(lag), _) => (ui.text.board.lags)(&here.on_lane.group, &number(lag)),
                        _ => here.words(ui),
                    }}
                </span>
            }
        </p>
    }
}
