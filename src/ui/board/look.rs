//! How much of a topic's offsets the board shows: all of it, or a window that follows the head or stands still; all queues on one
//! axis, or each on its own. In the program's second part. Not here: the axis itself (`axis`).
//!
//! Invariant: a window never changes what is true, only what is drawn; ten messages of ten million cost as much as of ten.

use crate::engine::ids::Name;
use crate::projection::QueueLane;
use crate::ui::axis::Axis;
use crate::ui::context::Ui;
use crate::ui::format::count;
use crate::ui::icons::Icon;
use crate::ui::parts::Button;
use crate::ui::snapshot::Board;
use crate::ui::state::{Look, Shown, UiAction};
use alloc::rc::Rc;
use yew::prelude::*;

/// Messages of the windows that are offered; 0: all.
const SPANS: [i64; 4] = [0, 1_000, 100, 20];

/// The look at a topic, if it is not the ordinary one.
fn look_at<'a>(ui: &'a Ui, topic: &Name) -> Option<&'a Look> {
    ui.state.look.as_ref().map(|look| &*look.0).filter(|look| look.topic == *topic)
}

/// The end of what can be seen: the head, or of one queue its own.
fn end_of(look: &Look, board: &Board, lane: Option<&QueueLane>) -> i64 {
    lane.filter(|_| look.apart).map_or(board.end, |lane| lane.max.0)
}

/// The axis of a lane; `None`: that of its topic.
pub fn axis_of(ui: &Ui, board: &Board, lane: Option<&QueueLane>, whole: &Axis) -> Option<Axis> {
    let look = look_at(ui, &board.topic)?;
    let end = end_of(look, board, lane);
    if look.span == 0 {
        let lane = lane.filter(|_| look.apart)?;
        return Some(Axis::over(lane.first.0, lane.min.0, end, whole.left, whole.width));
    }
    // A queue that is shorter than the window is shown from its beginning.
    let first = lane.filter(|_| look.apart).map_or(board.first, |lane| lane.first.0);
    let from = look.from.unwrap_or(end.saturating_sub(look.span)).max(first);
    let pad = i128::from(look.span / 20 + 1);
    Some(Axis { from: i128::from(from), span: i128::from(look.span) + pad, cut: from > first, ..*whole })
}

/// What can be chosen, below the topic's name.
pub fn look_row(ui: &Ui, board: &Board) -> Html {
    let Some(look) = look_at(ui, &board.topic) else { return html! { <div key="look" hidden=true /> } };
    let words = &ui.text.aside.look;
    let set = |look: Look| ui.action(UiAction::Look(Some(Shown(Rc::new(look)))));
    let now_from = look.from.unwrap_or(board.end.saturating_sub(look.span));
    let moved = |steps: i64| {
        let from = now_from.saturating_add(look.span / 2 * steps).clamp(board.first, board.end);
        Look { from: Some(from), ..look.clone() }
    };
    let apart = set(Look { apart: !look.apart, ..look.clone() });
    html! {
        <div key="look" class="look" role="group" aria-label={words.title}>
            <div class="seg">
                for span in SPANS {
                    <button key={span.to_string()} type="button" aria-pressed={(look.span == span).to_string()}
                        onclick={set(Look { span, ..look.clone() })}>
                        {if span == 0 { words.whole.into() } else { count(span as u64) }}
                    </button>
                }
            </div>
            if look.span > 0 {
                {Button::icon("plain icon-only small", Icon::Back, words.earlier).on(set(moved(-1)))}
                {Button::icon("plain icon-only small", Icon::Step, words.later).on(set(moved(1)))}
                {Button::word("plain small", words.follow).pressed(look.from.is_none()).on(set(Look { from: None, ..look.clone() }))}
            }
            {Button::word("plain small", words.apart).pressed(look.apart).on(apart)}
        </div>
    }
}
