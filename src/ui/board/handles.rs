//! Handles over the groups' marks: dragged by the pointer or moved by keys they choose another offset, and
//! then the reset's preview opens there. Not here: the marks themselves (`groups`), the preview
//! (`dialogs::reset`).
//!
//! Invariant: nothing changes but by the reset that the preview shows. One mark of a board can be reached by
//! Tab: that of the group in focus, on the queue that is selected.

use crate::engine::ids::{EpochMs, QueueOffset};
use crate::sim::command::{QueueChoice, ResetTarget};
use crate::ui::board::lane::LaneProps;
use crate::ui::draw::browser::{self, text_width};
use crate::ui::draw::format::number;
use crate::ui::draw::shapes::{box_points, group_corners, points, px};
use crate::ui::picture::marks::{GroupMark, has_handle, heads, shown_marks};
use crate::ui::state::{Dialog, Ghost, ResetDraft, Selection, Shown, UiAction};
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Pixels that the pointer may move in a click.
const CLICK_PX: f64 = 4.0;
/// Messages that a key with Shift moves.
const STRIDE: i64 = 10;

/// The handles of a lane.
pub fn handles(props: &LaneProps) -> Html {
    let marks = shown_marks(&props.marks);
    let has_handle = |mark: &GroupMark| has_handle(mark, &props.picture(&[], None, EpochMs(0)));
    if !marks.iter().any(|(mark, _)| has_handle(mark)) {
        return html! { <g /> };
    }
    let height = props.density.height().to_string();
    let name = [props.topic.as_str(), "/", &props.lane.queue.to_string()].concat();
    let lane = Rc::new(props.clone());
    // One listener for all: a busy board has hundreds of handles, and each would be a new one in every
    // picture.
    html! {
        <svg key="handles" class="handles num" width={props.width.to_string()} {height} role="group"
            aria-label={(props.ui.text.control.handles)(&name)} onpointerdown={on_handle(&lane, Reach::down)}
            onpointermove={on_handle(&lane, Reach::moved)} onpointerup={on_handle(&lane, Reach::up)} onkeydown={on_handle(&lane, Reach::key)}>
            for ((mark, offset), head) in marks.iter().zip(heads(&marks, &props.axis)).filter(|((mark, _), _)| has_handle(mark)) {
                {handle(mark, head.unwrap_or_else(|| props.axis.x_clamped(*offset)), props)}
            }
            {ghost(props)}
        </svg>
    }
}

/// Does something with the handle that an event reached.
fn on_handle<E: AsRef<web_sys::Event> + 'static>(lane: &Rc<LaneProps>, act: fn(&Reach, &E)) -> Callback<E> {
    let lane = lane.clone();
    Callback::from(move |event: E| {
        if let Some(reach) = Reach::of(&lane, event.as_ref()) {
            act(&reach, &event);
        }
    })
}

/// The ghost of a group on this lane.
fn ghost_of<'a>(mark: &GroupMark, props: &'a LaneProps) -> Option<&'a Ghost> {
    let ghost = &*props.ui.state.ghost.as_ref()?.0;
    let here = ghost.topic == props.topic && ghost.queue == props.lane.queue;
    (here && ghost.group == mark.on_lane.group).then_some(ghost)
}

fn handle(mark: &GroupMark, x: f64, props: &LaneProps) -> Html {
    let (top, height) = props.density.bar();
    let reached = mark.focus && props.selected;
    let tabindex = if reached { "0" } else { "-1" };
    // While the clock runs, what the keyboard does not reach is named only.
    let words = match reached || !props.playing {
        true => (props.ui.text.control.handle)(&mark.words(props.ui.text)),
        false => mark.on_lane.group.to_string(),
    };
    html! {
        <g class="handle" role="button" {tabindex} aria-label={words} data-group={mark.on_lane.group.to_string()}>
            <polygon class="hit" points={box_points(x - 12.0, x + 12.0, (top - 20.0).max(0.0), height + 18.0)} />
        </g>
    }
}

/// Where the chosen offset would be.
fn ghost(props: &LaneProps) -> Html {
    let found = props.marks.iter().find_map(|mark| Some((mark, ghost_of(mark, props)?)));
    let Some((mark, ghost)) = found else { return html! { <g /> } };
    let (top, height) = props.density.bar();
    let x = props.axis.x_clamped(ghost.offset);
    let words = ["→ ", &number(ghost.offset)].concat();
    let half = text_width(&words) / 2.0 + 4.0;
    let at = x.max(half).min(f64::from(props.width) - half);
    let y = top + height + 17.0;
    html! {
        <g class={["ghost ", mark.class()].concat()} aria-hidden="true">
            <path class="stem" d={["M", &px(x), " ", &px(top - 8.0), "v", &px(height + 12.0)].concat()} />
            <polygon class="shape" points={points(group_corners(mark.ordinal, 1.0, (x, top - 8.0)))} />
            <rect class="ghost-label" x={px(at - half)} y={px(y - 12.0)} width={px(half * 2.0)} height="16" rx="4" />
            <text class="mine" x={px(at)} y={px(y)} text-anchor="middle">{words}</text>
        </g>
    }
}

/// What a handle can do.
struct Reach {
    props: Rc<LaneProps>,
    mark: GroupMark,
    offset: i64,
}

impl Reach {
    fn of(lane: &Rc<LaneProps>, event: &web_sys::Event) -> Option<Reach> {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let group = target.closest(".handle").ok()??.get_attribute("data-group")?;
        let mut marks = shown_marks(&lane.marks).into_iter();
        let (mark, offset) = marks.find(|(mark, _)| *mark.on_lane.group == *group)?;
        Some(Reach { props: lane.clone(), mark: mark.clone(), offset })
    }

    fn chosen(&self) -> Option<i64> {
        ghost_of(&self.mark, &self.props).map(|ghost| ghost.offset)
    }

    fn choose(&self, offset: Option<i64>) {
        let lane = &self.props.lane;
        let marks = |offset| self.props.ui.lab.lesson_mark(&self.props.topic, lane.queue, offset);
        if offset.is_some_and(marks) {
            return;
        }
        let ghost = offset.map(|offset| Ghost {
            group: self.mark.on_lane.group.clone(),
            topic: self.props.topic.clone(),
            queue: lane.queue,
            offset: offset.clamp(lane.min.0, lane.max.0),
        });
        self.props.ui.act.emit(UiAction::Ghost(ghost.map(|ghost| Shown(Rc::new(ghost)))));
    }

    /// The offset below the pointer.
    fn below(&self, event: &PointerEvent) -> Option<i64> {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let picture = target.closest("svg").ok().flatten()?;
        Some(self.props.axis.offset_at(browser::x_within(event, &picture)))
    }

    fn down(&self, event: &PointerEvent) {
        if event.button() == 0
            && let Some(target) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        {
            let _ = target.set_pointer_capture(event.pointer_id());
        }
    }

    fn moved(&self, event: &PointerEvent) {
        if event.buttons() & 1 == 0 {
            return;
        }
        let Some(offset) = self.below(event) else { return };
        let away = (self.props.axis.x(offset) - self.props.axis.x_clamped(self.offset)).abs();
        if self.chosen().is_some() || away > CLICK_PX {
            self.choose(Some(offset));
        }
    }

    fn up(&self, _: &PointerEvent) {
        match self.chosen() {
            Some(offset) => self.open(offset),
            None => self.select(),
        }
    }

    fn select(&self) {
        let on = Some((self.props.topic.clone(), self.props.lane.queue));
        let group = self.mark.on_lane.group.clone();
        self.props.ui.act.emit(UiAction::Select(Selection::Group { group, on }));
    }

    fn key(&self, event: &KeyboardEvent) {
        let lane = &self.props.lane;
        let now = self.chosen().unwrap_or(self.offset);
        let step = if event.shift_key() { STRIDE } else { 1 };
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => self.choose(Some(now.saturating_sub(step))),
            "ArrowRight" | "ArrowUp" => self.choose(Some(now.saturating_add(step))),
            "Home" => self.choose(Some(lane.min.0)),
            "End" => self.choose(Some(lane.max.0)),
            "Escape" if self.chosen().is_some() => self.choose(None),
            "Enter" | " " => match self.chosen() {
                Some(offset) => self.open(offset),
                None => self.select(),
            },
            _ => return,
        }
        event.prevent_default();
    }

    /// Shows what a reset to there would do.
    fn open(&self, offset: i64) {
        self.choose(None);
        self.props.ui.act.emit(UiAction::Open(Dialog::Reset(ResetDraft {
            group: self.mark.on_lane.group.clone(),
            topic: self.props.topic.clone(),
            queues: QueueChoice::Some(vec![self.props.lane.queue]),
            to: ResetTarget::Offset(QueueOffset(offset)),
            undo: None,
        })));
    }
}
