//! One queue: purged span, stored span, Min, Max, and the groups. Not here: the bar (`bar`), the groups' marks (`groups`).
//!
//! Invariant: a lane is drawn anew only when it, its axis or what is selected has changed, and only where it can be seen (`sight`).

use crate::engine::ids::{Name, QueueId};
use crate::projection::QueueLane;
use crate::ui::board::bar::{bar, bottom_labels};
use crate::ui::board::groups::{GroupMark, card_lags, marks};
use crate::ui::board::handles::handles;
use crate::ui::board::look;
use crate::ui::board::over_bar::over_bar;
use crate::ui::board::topic::grid_path;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::browser::text_width;
use crate::ui::draw::format::{number, number_or};
use crate::ui::draw::shapes::px;
use crate::ui::inspector::message::on_pick;
use crate::ui::state::context::{Ui, View};
use crate::ui::state::outside_queues::Aside;
use crate::ui::state::snapshot::Snapshot;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

/// How much room a lane has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Density {
    /// Labels above, Min and Max below, the lag as a brace.
    Roomy,
    /// Without the brace.
    Medium,
    /// Bars and marks only.
    Compact,
    /// On a phone: a card with the numbers as text.
    Card,
}

impl Density {
    /// The roomiest that shows `lanes` lanes in this width and height without scrolling.
    pub fn fitting(width: u32, height: i64, lanes: usize) -> Density {
        if width < 430 {
            return Density::Card;
        }
        let lanes = lanes as i64;
        if lanes * i64::from(Density::Roomy.height()) <= height {
            Density::Roomy
        } else if lanes * i64::from(Density::Medium.height()) <= height {
            Density::Medium
        } else {
            Density::Compact
        }
    }

    /// Height of a lane.
    pub fn height(self) -> u32 {
        match self {
            Density::Roomy => 104,
            Density::Medium => 66,
            Density::Compact => 30,
            Density::Card => 42,
        }
    }

    /// Top and height of the bar.
    pub fn bar(self) -> (f64, f64) {
        match self {
            Density::Roomy => (30.0, 26.0),
            Density::Medium => (28.0, 20.0),
            Density::Compact => (13.0, 13.0),
            Density::Card => (17.0, 20.0),
        }
    }

    /// Whether text is drawn in the picture.
    pub fn has_labels(self) -> bool {
        matches!(self, Density::Roomy | Density::Medium)
    }

    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Density::Roomy => "lanes is-roomy",
            Density::Medium => "lanes is-medium",
            Density::Compact => "lanes is-compact",
            Density::Card => "lanes is-card",
        }
    }
}

/// A learner's guess on this lane, and what happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guess {
    pub queue: QueueId,
    pub predicted: i64,
    pub actual: Option<i64>,
}

/// The marks of a lane's groups; the group in focus comes last, so that it is drawn on top. `topic`: what is hidden there is
/// marked too.
pub fn group_marks(
    lane: &QueueLane,
    topic: Option<&Name>,
    snapshot: &Snapshot,
    focus: Option<&Name>,
) -> Rc<Vec<GroupMark>> {
    let mut marks = Vec::with_capacity(lane.groups.len());
    for last in [false, true] {
        for group in lane.groups.iter().filter(|group| (focus == Some(&group.group)) == last) {
            let ordinal = snapshot.group(&group.group).map_or(0, |view| view.ordinal);
            let hidden =
                topic.map_or(0, |topic| snapshot.aside.hidden_count(&group.group, topic, lane.queue));
            marks.push(GroupMark { ordinal, focus: last, on_lane: group.clone(), hidden });
        }
    }
    Rc::new(marks)
}

#[derive(Clone, Properties, PartialEq)]
pub struct LaneProps {
    pub ui: Ui,
    pub topic: Name,
    pub lane: Rc<QueueLane>,
    pub axis: Axis,
    pub width: u32,
    pub density: Density,
    pub marks: Rc<Vec<GroupMark>>,
    /// What lies over the bar.
    #[prop_or_default]
    pub aside: Option<Rc<Aside>>,
    #[prop_or_default]
    pub selected: bool,
    /// The clock runs: what only a pointer that rests would read is said when it stands.
    #[prop_or_default]
    pub playing: bool,
    #[prop_or_default]
    pub guess: Option<Guess>,
    /// The short name of the rules, where the lane is of the lab beside.
    #[prop_or_default]
    pub beside: Option<&'static str>,
}

/// A lane in its row.
#[component]
pub fn Lane(props: &LaneProps) -> Html {
    let (ui, lane) = (&props.ui, &props.lane);
    let card = props.density == Density::Card;
    let page = ui.view == View::Page;
    html! {
        <>
            if card {
                <span key="ends" class="muted num lane-ends">
                    {[ui.text.board.min, "\u{a0}", &number_or(lane.known_min(), ui.text.common.unknown), ", ", ui.text.board.max, "\u{a0}", &number_or(lane.known_max(), ui.text.common.unknown)].concat()}
                </span>
            }
            <div key="picture" class="lane-place" onwheel={page.then(|| look::on_wheel(props))} onclick={page.then(|| on_pick(props))}>
                {picture(props)}
                {handles(props)}
            </div>
            if card {
                {card_lags(&props.marks, ui)}
            }
        </>
    }
}

/// The place of a lane that is out of sight: nothing is drawn in it, and what it says is said in words while the clock rests.
pub fn lane_place(width: u32, density: Density, words: Option<String>) -> Html {
    let height = density.height().to_string();
    html! {
        <div key="place" class="lane-place">
            <svg class="lane-picture" width={width.to_string()} {height} role={words.is_some().then_some("img")}
                aria-label={words} />
        </div>
    }
}

/// The drawing.
fn picture(props: &LaneProps) -> Html {
    let ui = &props.ui;
    let (lane, axis, density) = (&props.lane, &props.axis, props.density);
    let height = density.height();
    let brace = (density == Density::Roomy).then(|| brace(props, ui)).flatten();
    html! {
        <svg key="picture" class="lane-picture num" width={props.width.to_string()} height={height.to_string()} role="img"
            aria-label={summary(ui, &props.topic, lane, &props.marks, props.beside)}>
            if density != Density::Card {
                <path key="grid" class="grid" d={grid_path(axis, height)} />
            }
            {bar(lane, axis, density, ui.text)}
            if density.has_labels() {
                <g key="ends">{bottom_labels(lane, axis, density, ui.text)}</g>
            } else if density == Density::Compact && !(lane.min_known && lane.max_known) {
                {unknown_ends(lane, axis, ui)}
            }
            {over_bar(props)}
            {marks(props)}
            <g key="brace">{brace.unwrap_or_default()}</g>
        </svg>
    }
}

/// Which ends of an imported queue nobody knows, where there are no other labels.
fn unknown_ends(lane: &QueueLane, axis: &Axis, ui: &Ui) -> Html {
    let (board, unknown) = (&ui.text.board, ui.text.common.unknown);
    let ends = if lane.max_known { String::from(board.min) } else { [board.min, ", ", board.max].concat() };
    let (x, y) = (px(axis.left + axis.width), px(Density::Compact.bar().0));
    html! { <text key="ends" class="t2" {x} {y} text-anchor="end">{[&ends, " ", unknown].concat()}</text> }
}

/// The lag of the group in focus as a brace from its offset to Max.
fn brace(props: &LaneProps, ui: &Ui) -> Option<Html> {
    let mark = props.marks.last().filter(|mark| mark.focus)?;
    let (offset, lag) = (mark.on_lane.consumer_offset?, mark.on_lane.lag?);
    if lag <= 0 {
        return None;
    }
    let (from, to) = (props.axis.x_clamped(offset.0), props.axis.x_clamped(props.lane.max.0));
    let (top, size) = props.density.bar();
    let y = top + size + 22.0;
    // The name is said once, on the lane that is selected, if it has room there.
    let fits = |words: &String| text_width(words) <= f64::from(props.width);
    let named = props.selected.then(|| (ui.text.board.lags)(&mark.on_lane.group, &number(lag)));
    let words = named.filter(fits).unwrap_or_else(|| number(lag));
    let half = text_width(&words) / 2.0;
    let x = ((from + to) / 2.0).min(f64::from(props.width) - half).max(half);
    let path = ["M", &px(from), " ", &px(y), "v5H", &px(to), "v-5"].concat();
    Some(html! {
        <g class={mark.class()}>
            <path class="brace" d={path} />
            <text class="mine" x={px(x)} y={px(y + 18.0)} text-anchor="middle">{words}</text>
        </g>
    })
}

/// What the drawing says, for those who don't see it.
pub fn summary(ui: &Ui, topic: &Name, lane: &QueueLane, marks: &[GroupMark], beside: Option<&str>) -> String {
    let board = &ui.text.board;
    let mut words = [
        topic.as_str(),
        "/",
        &lane.queue.to_string(),
        ": ",
        board.min,
        " ",
        &number_or(lane.known_min(), ui.text.common.unknown),
        ", ",
        board.max,
        " ",
        &number_or(lane.known_max(), ui.text.common.unknown),
    ]
    .concat();
    if let Some(rules) = beside {
        words = [rules, ": ", &words].concat();
    }
    for mark in marks {
        words.push_str("; ");
        words.push_str(&mark.words(ui));
    }
    words
}
