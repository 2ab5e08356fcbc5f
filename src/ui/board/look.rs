//! How much of a topic's offsets the board shows: all of it, or a window that follows Max or stays; all
//! queues on one axis, or each on its own. By buttons, by keys and dragging on the axis, by the wheel with
//! Ctrl. Not here: the axis itself (`axis`), how a window moves (`window`).
//!
//! Invariant: a window never changes what is true, only what is drawn; ten messages of ten million cost as
//! much as of ten.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{QueueLane, lanes};
use crate::ui::board::lane::LaneProps;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::browser;
use crate::ui::draw::format::{count, number};
use crate::ui::draw::icons::Icon;
use crate::ui::draw::parts::Button;
use crate::ui::state::board::Board;
use crate::ui::state::context::Ui;
use crate::ui::state::window::{Bounds, Window};
use crate::ui::state::{Look, Shown, UiAction};
use alloc::rc::Rc;
use alloc::string::ToString;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Messages of the windows that are offered; 0: all.
const SPANS: [i64; 4] = [0, 1_000, 100, 20];
/// What a key or button makes of the messages shown.
const CLOSER: (i64, i64) = (1, 2);
const WIDER: (i64, i64) = (2, 1);
/// The same for a notch of the wheel.
const NOTCH_CLOSER: (i64, i64) = (4, 5);
const NOTCH_WIDER: (i64, i64) = (5, 4);
/// Where the pointer took hold of the axis: the offset below it.
const GRAB: &str = "data-grab";

/// The look at a topic, if it is not the ordinary one.
fn look_at<'a>(ui: &'a Ui, topic: &Name) -> Option<&'a Look> {
    ui.state.look.as_ref().map(|look| &*look.0).filter(|look| look.topic == *topic)
}

/// What there is to look at, of all queues or of one by itself: from where the axis begins that shows all of
/// it.
fn bounds_of(apart: bool, board: &Board, lane: Option<&QueueLane>) -> Bounds {
    let of_lane = lane.filter(|_| apart).map(|lane| (lane.first.0, lane.min.0, lane.max.0));
    let (first, live, end) = of_lane.unwrap_or((board.first, board.live, board.end));
    (Axis::over(first, live, end, 0.0, 1.0).shown().0, end)
}

/// The axis of a lane; `None`: that of its topic.
pub fn axis_of(ui: &Ui, board: &Board, lane: Option<&QueueLane>, whole: &Axis) -> Option<Axis> {
    let look = look_at(ui, &board.topic)?;
    let bounds = bounds_of(look.apart, board, lane);
    let window = lane.map_or(look.window, |lane| look.of(lane.queue));
    if window.span == 0 {
        let lane = lane.filter(|_| look.apart)?;
        return Some(Axis::to_max(lane.first.0, lane.min.0, bounds.1, whole.left, whole.width));
    }
    // A queue that is shorter than the window is shown from its beginning.
    let (from, span) = window.shown(bounds);
    let pad = i128::from(span / 20 + 1);
    Some(Axis { from: i128::from(from), span: i128::from(span) + pad, cut: from > bounds.0, ..*whole })
}

/// What can be chosen, below the topic's name. Where each queue has its own axis, it is chosen for the
/// selected one.
pub fn look_row(ui: &Ui, board: &Board, queue: QueueId) -> Html {
    let Some(look) = look_at(ui, &board.topic) else { return html! { <div key="look" hidden=true /> } };
    let words = &ui.text.aside.look;
    let reach = Reach { ui: ui.clone(), topic: board.topic.clone(), queue };
    let window = look.of(queue);
    let press = |key: &'static str| {
        let reach = reach.clone();
        Callback::from(move |_: MouseEvent| {
            reach.press(key);
        })
    };
    // What is shown of the selected queue is then shown of all of them.
    let other = Look { apart: !look.apart, window, ..Look::at(look.topic.clone()) };
    let apart = UiAction::Look(Some(Shown(Rc::new(other))));
    html! {
        <div key="look" class="look" role="group" aria-label={words.title}>
            if look.apart {
                <b>{[ui.text.common.queue, " ", &queue.to_string()].concat()}</b>
            }
            <div class="seg">
                for span in SPANS {
                    <button key={span.to_string()} type="button" aria-pressed={(window.span == span).to_string()}
                        onclick={let reach = reach.clone(); Callback::from(move |_: MouseEvent| reach.last(span))}>
                        {if span == 0 { words.whole.into() } else { count(span as u64) }}
                    </button>
                }
            </div>
            {Button::icon("plain icon-only small", Icon::Closer, words.closer).on(press("+"))}
            {Button::icon("plain icon-only small", Icon::Wider, words.wider).disabled(window.span == 0).on(press("-"))}
            if window.span > 0 {
                {Button::icon("plain icon-only small", Icon::Back, words.earlier).on(press("PageDown"))}
                {Button::icon("plain icon-only small", Icon::Step, words.later).on(press("PageUp"))}
                {Button::word("plain small", words.follow).pressed(window.from.is_none()).on(press("End"))}
            }
            {Button::word("plain small", words.apart).pressed(look.apart).on(ui.action(apart))}
        </div>
    }
}

/// The axis as a slider: what it shows can be moved and zoomed by keys and by dragging.
pub fn axis_slider(ui: &Ui, board: &Board, queue: QueueId, axis: &Axis) -> Html {
    let apart = look_at(ui, &board.topic).is_some_and(|look| look.apart);
    let reach = Reach { ui: ui.clone(), topic: board.topic.clone(), queue };
    let (first, end) = bounds_of(apart, board, board.lanes.get(queue as usize).map(|lane| &**lane));
    let (from, to) = axis.shown();
    let (from, to) = (from.max(first), to.min(end));
    let shown = [&number(from), " – ", &number(to)].concat();
    let name = if apart {
        [ui.text.common.queue, " ", &queue.to_string()].concat()
    } else {
        board.topic.to_string()
    };
    let (down, moved, wheel, axis) = (reach.clone(), reach.clone(), reach.clone(), *axis);
    html! {
        <div key="slider" class="axis-slider" role="slider" tabindex="0" aria-label={(ui.text.aside.look.axis)(&name)}
            aria-valuemin={first.to_string()} aria-valuemax={end.to_string()} aria-valuenow={from.to_string()} aria-valuetext={shown}
            title={ui.text.aside.look.keys}
            onkeydown={Callback::from(move |event: KeyboardEvent| reach.key(&event))}
            onpointerdown={Callback::from(move |event: PointerEvent| down.down(&event, &axis))}
            onpointermove={Callback::from(move |event: PointerEvent| moved.dragged(&event, &axis))}
            onwheel={Callback::from(move |event: WheelEvent| wheel.wheel(&event, &axis))}>
            if apart {
                <b>{name}</b>
            }
        </div>
    }
}

/// The wheel over a lane.
pub fn on_wheel(props: &LaneProps) -> Callback<WheelEvent> {
    let reach = Reach { ui: props.ui.clone(), topic: props.topic.clone(), queue: props.lane.queue };
    let axis = props.axis;
    Callback::from(move |event: WheelEvent| reach.wheel(&event, &axis))
}

/// The offset below the pointer; the element begins where the lanes do.
fn below(event: &MouseEvent, axis: &Axis) -> Option<i64> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let place = element.closest(".axis-slider, .lane-place").ok().flatten()?;
    Some(axis.offset_at(browser::x_within(event, &place)))
}

/// What of a topic a control reaches.
#[derive(Clone)]
struct Reach {
    ui: Ui,
    topic: Name,
    queue: QueueId,
}

impl Reach {
    fn look(&self) -> Look {
        look_at(&self.ui, &self.topic).cloned().unwrap_or_else(|| Look::at(self.topic.clone()))
    }

    fn window(&self) -> Window {
        self.look().of(self.queue)
    }

    fn board(&self) -> Board {
        Board::from(self.ui.lab.read(|player| lanes::board(player.world(), &self.topic)))
    }

    /// The newest messages. Where a queue has none of them, all queues are shown by themselves instead.
    fn last(&self, span: i64) {
        let (look, board) = (self.look(), self.board());
        let empty = |lane: &Rc<QueueLane>| lane.max.0 <= board.end.saturating_sub(span);
        let one_by_one = span > 0 && (look.apart || board.lanes.iter().any(empty));
        if look.apart && (!look.own.is_empty() || look.window.span == 0) {
            return self.set(Window::last(span));
        }
        let look = Look { window: Window::last(span), apart: one_by_one, ..look };
        self.ui.act.emit(UiAction::Look(Some(Shown(Rc::new(look)))));
    }

    /// What there is to look at now, which may be more than was drawn.
    fn bounds(&self) -> Bounds {
        let board = self.board();
        bounds_of(self.look().apart, &board, board.lanes.get(self.queue as usize).map(|lane| &**lane))
    }

    fn set(&self, window: Window) {
        let mut look = self.look();
        if look.of(self.queue) == window {
            return;
        }
        if look.apart {
            look.own.retain(|(of, _)| *of != self.queue);
            look.own.push((self.queue, window));
        } else {
            look.window = window;
        }
        self.ui.act.emit(UiAction::Look(Some(Shown(Rc::new(look)))));
    }

    /// Zoomed about the middle, or about the head where it is followed.
    fn zoomed(&self, times: (i64, i64)) -> Window {
        let (window, bounds) = (self.window(), self.bounds());
        let (from, span) = window.shown(bounds);
        let about = if window.from.is_none() { bounds.1 } else { from.saturating_add(span / 2) };
        window.zoomed(bounds, about, times)
    }

    /// Moved by quarters of what is shown.
    fn moved(&self, quarters: i64) -> Window {
        let window = self.window();
        window.moved(self.bounds(), (window.span / 4).max(1).saturating_mul(quarters))
    }

    /// Does what a key does, and says whether it does anything.
    fn press(&self, key: &str) -> bool {
        self.set(match key {
            "+" | "=" => self.zoomed(CLOSER),
            "-" => self.zoomed(WIDER),
            "0" => Window::last(0),
            "ArrowLeft" | "ArrowDown" => self.moved(-1),
            "ArrowRight" | "ArrowUp" => self.moved(1),
            "PageDown" => self.moved(-2),
            "PageUp" => self.moved(2),
            "Home" => self.window().begun_at(self.bounds(), i64::MIN),
            "End" => Window::last(self.window().span),
            _ => return false,
        });
        true
    }

    fn key(&self, event: &KeyboardEvent) {
        if !event.ctrl_key() && !event.meta_key() && !event.alt_key() && self.press(&event.key()) {
            event.prevent_default();
        }
    }

    fn wheel(&self, event: &WheelEvent, axis: &Axis) {
        if !event.ctrl_key() || event.delta_y() == 0.0 {
            return;
        }
        event.prevent_default();
        if let Some(about) = below(event, axis) {
            let times = if event.delta_y() < 0.0 { NOTCH_CLOSER } else { NOTCH_WIDER };
            self.set(self.window().zoomed(self.bounds(), about, times));
        }
    }

    fn down(&self, event: &PointerEvent, axis: &Axis) {
        if event.button() == 0
            && let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            && let Some(at) = below(event, axis)
        {
            let _ = target.set_attribute(GRAB, &at.to_string());
            let _ = target.set_pointer_capture(event.pointer_id());
        }
    }

    /// What was taken hold of stays below the pointer.
    fn dragged(&self, event: &PointerEvent, axis: &Axis) {
        if event.buttons() & 1 == 0 {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let grabbed = target.and_then(|target| target.get_attribute(GRAB)?.parse::<i64>().ok());
        if let (Some(grabbed), Some(now)) = (grabbed, below(event, axis)) {
            let away = i128::from(now) - axis.from;
            let from = i64::try_from(i128::from(grabbed) - away).unwrap_or(i64::MIN);
            self.set(self.window().begun_at(self.bounds(), from));
        }
    }
}
