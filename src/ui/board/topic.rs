//! One topic: its head, the shared axis, and a lane for each queue. Not here: what is in a lane.
//!
//! Invariant: all lanes of a topic share one axis.

use super::lane::{Density, Guess, Lane, group_marks};
use crate::engine::ids::{Name, QueueId};
use crate::projection::Actors;
use crate::ui::app::use_ui;
use crate::ui::axis::Axis;
use crate::ui::browser::text_width;
use crate::ui::format::number;
use crate::ui::icons::{Draw, Icon};
use crate::ui::snapshot::Board;
use crate::ui::state::{Dialog, Question, UiAction};
use alloc::rc::Rc;
use alloc::string::ToString;
use yew::prelude::*;

/// Pixels left of the axis, for the queues' names.
pub const GUTTER: u32 = 70;
/// Pixels right of it, so that a label at the end is not cut.
const END: f64 = 10.0;

#[derive(Properties, PartialEq)]
pub struct TopicLanesProps {
    pub board: Board,
    pub actors: Rc<Actors>,
    pub width: u32,
    pub density: Density,
    pub group: Option<Name>,
    pub queue: Option<QueueId>,
    pub guess: Option<Guess>,
}

/// A topic as a picture.
#[component]
pub fn TopicLanes(props: &TopicLanesProps) -> Html {
    let board = &props.board;
    let card = props.density == Density::Card;
    let width = if card { props.width.saturating_sub(28) } else { props.width.saturating_sub(GUTTER) };
    let (left, inner) = if card { (1.0, f64::from(width) - 2.0) } else { (8.0, f64::from(width) - 8.0 - END) };
    let axis = Axis::over(board.first, board.live, board.end, left, inner.max(40.0));
    html! {
        <section class="topic" aria-label={board.topic.to_string()}>
            <TopicHead topic={board.topic.clone()} queues={board.lanes.len() as u64} />
            if !card {
                <AxisRow {axis} {width} />
            }
            <ol class={classes!("lanes", props.density.class())}>
                for lane in &board.lanes {
                    <Lane key={lane.queue} topic={board.topic.clone()} lane={lane.clone()} {axis} {width}
                        density={props.density} marks={group_marks(lane, &props.actors, props.group.as_ref())}
                        selected={props.queue == Some(lane.queue)}
                        guess={props.guess.filter(|guess| guess.queue == lane.queue)} />
                }
            </ol>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub struct TopicHeadProps {
    pub topic: Name,
    pub queues: u64,
}

/// The topic's name and what can be done with it.
#[component]
pub fn TopicHead(props: &TopicHeadProps) -> Html {
    let ui = use_ui();
    let topic = &props.topic;
    let act = |icon: Icon, name: alloc::string::String, dialog: Dialog| {
        html! {
            <button type="button" class="plain icon-only" onclick={ui.action(UiAction::Open(dialog))} aria-haspopup="dialog"
                aria-label={name.clone()} title={name}>
                <Draw {icon} />
            </button>
        }
    };
    let text = ui.text;
    html! {
        <div class="topic-head">
            <h3 class="topic-name">{topic.to_string()}</h3>
            <span class="muted">{(text.board.subtitle)(props.queues)}</span>
            <span class="topic-acts">
                {act(Icon::Send, text.board.send.to_string(), Dialog::Send { topic: topic.clone(), queue: 0 })}
                {act(Icon::Edit, (text.form.change_topic)(topic), Dialog::Topic { existing: Some(topic.clone()) })}
                {act(Icon::Trash, (text.ask.delete_topic)(topic), Dialog::Ask(Question::DeleteTopic(topic.clone())))}
            </span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AxisRowProps {
    axis: Axis,
    width: u32,
}

/// The axis' numbers.
#[component]
fn AxisRow(props: &AxisRowProps) -> Html {
    let axis = &props.axis;
    let widest = text_width(&number(i64::try_from(axis.from + axis.span).unwrap_or(i64::MAX)));
    let right = f64::from(props.width);
    html! {
        <svg class="axis num" width={props.width.to_string()} height="18" aria-hidden="true" focusable="false">
            for tick in axis.ticks(widest + 34.0) {
                {
                    {
                        let shown = number(tick);
                        let half = text_width(&shown) / 2.0;
                        let x = axis.x(tick).min(right - half).max(half);
                        html! { <text key={shown.clone()} class="t3" x={px(x)} y="12" text-anchor="middle">{shown}</text> }
                    }
                }
            }
        </svg>
    }
}

/// A coordinate with a tenth of a pixel.
pub fn px(value: f64) -> alloc::string::String {
    let tenths = (value * 10.0).round() as i64;
    let mut text = (tenths / 10).to_string();
    if tenths < 0 && tenths > -10 {
        text.insert(0, '-');
    }
    if tenths % 10 != 0 {
        text.push('.');
        text.push_str(&(tenths % 10).abs().to_string());
    }
    text
}

/// The grid behind a lane, as one path.
pub fn grid_path(axis: &Axis, height: u32) -> alloc::string::String {
    let widest = text_width(&number(i64::try_from(axis.from + axis.span).unwrap_or(i64::MAX)));
    let mut path = alloc::string::String::new();
    for tick in axis.ticks(widest + 34.0) {
        path.push('M');
        path.push_str(&px(axis.x(tick)));
        path.push_str(" 0v");
        path.push_str(&height.to_string());
    }
    path
}
