//! One queue on the page: its picture, the handles over it, and as a card its numbers as text. Not here: the
//! picture itself (`picture::lane`).
//!
//! Invariant: a lane is drawn again only when it, its axis or what is selected has changed, and only where it
//! can be seen (`sight`).

use crate::engine::ids::{EpochMs, Name};
use crate::projection::segment::{part_of, segment_at};
use crate::projection::{FastStretch, QueueLane};
use crate::ui::board::handles::handles;
use crate::ui::board::look;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::browser::text_width;
use crate::ui::draw::format::number_or;
use crate::ui::draw::icons::mark;
use crate::ui::draw::nodes::{nodes, still};
use crate::ui::inspector::message::on_pick;
use crate::ui::picture::bar::{bar, bottom_labels};
use crate::ui::picture::cells::{cell_numbers, cells, lane_class};
use crate::ui::picture::lane::{LanePicture, brace, grid_path, summary, unknown_ends};
use crate::ui::picture::marks::{GroupMark, marks};
use crate::ui::picture::over_bar::{fast_stretches, over_bar};
use crate::ui::picture::{Density, Guess, Spotted};
use crate::ui::state::context::{Ui, View};
use crate::ui::state::outside_queues::Aside;
use crate::ui::state::{Selection, UiAction};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use yew::prelude::*;

#[derive(Clone, Properties, PartialEq)]
pub struct LaneProps {
    pub ui: Ui,
    pub topic: Name,
    pub lane: Rc<QueueLane>,
    pub axis: Axis,
    pub width: u32,
    pub density: Density,
    pub marks: Rc<Vec<GroupMark>>,
    /// Who sends to the topic (`traffic::senders`).
    #[prop_or_default]
    pub senders: AttrValue,
    /// The shapes over the bar.
    #[prop_or_default]
    pub aside: Option<Rc<Aside>>,
    #[prop_or_default]
    pub selected: bool,
    /// As in `LanePicture`.
    #[prop_or_default]
    pub since: Option<i64>,
    /// The clock runs: texts for a resting pointer are written when it stops.
    #[prop_or_default]
    pub playing: bool,
    #[prop_or_default]
    pub guess: Option<Guess>,
    #[prop_or_default]
    pub spots: Vec<Spotted>,
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

/// The place of a lane that is out of sight: nothing is drawn in it, and what it says is said in words while
/// the clock rests.
pub fn lane_place(width: u32, density: Density, words: Option<String>) -> Html {
    let height = density.height().to_string();
    html! {
        <div key="place" class="lane-place">
            <svg class="lane-picture" width={width.to_string()} {height} role={words.is_some().then_some("img")}
                aria-label={words} />
        </div>
    }
}

impl LaneProps {
    /// What the lane's picture is drawn from; `fast` and `picked` come from the lab.
    pub fn picture<'a>(
        &'a self,
        fast: &'a [FastStretch],
        picked: Option<(i64, i64)>,
        start_ms: EpochMs,
    ) -> LanePicture<'a> {
        LanePicture {
            topic: &self.topic,
            lane: &self.lane,
            axis: self.axis,
            width: self.width,
            density: self.density,
            marks: &self.marks,
            senders: &self.senders,
            aside: self.aside.as_deref(),
            fast,
            picked,
            guess: self.guess,
            spots: &self.spots,
            selected: self.selected,
            since: self.since,
            playing: self.playing,
            handles: self.ui.view == View::Page,
            beside: self.beside,
            start_ms,
            text: self.ui.text,
            text_width,
        }
    }

    /// The span that is looked at: of a message, or of the queue's part of a segment.
    fn picked(&self) -> Option<(i64, i64)> {
        match &self.ui.state.selection {
            Selection::Message { topic, queue, offset }
                if *topic == self.topic && *queue == self.lane.queue =>
            {
                Some((offset.0, offset.0.saturating_add(1)))
            }
            Selection::Segment(at) if self.beside.is_none() => self.ui.lab.read(|player| {
                let segment = segment_at(player.world(), *at)?;
                let (from, to) = part_of(player.world(), &segment.view, &self.topic, self.lane.queue);
                Some((from.0, to.0))
            }),
            _ => None,
        }
    }
}

/// The drawing.
fn picture(props: &LaneProps) -> Html {
    let ui = &props.ui;
    let (lane, density) = (&props.lane, props.density);
    let (fast, start_ms) = ui.lab.read(|player| {
        let world = player.world();
        let alone = props.beside.is_none();
        let fast = alone.then(|| fast_stretches(world, &props.topic, lane, &props.axis, density));
        (fast.unwrap_or_default(), world.header().start_ms)
    });
    let picture = props.picture(&fast, props.picked(), start_ms);
    let height = density.height();
    let select = |group: Name| {
        let on = Some((props.topic.clone(), lane.queue));
        ui.action(UiAction::Select(Selection::Group { group, on }))
    };
    let brace = density.has_brace().then(|| brace(&picture)).flatten();
    html! {
        <svg key="picture" class={lane_class(props.since)} width={props.width.to_string()} height={height.to_string()} role="img"
            aria-label={summary(ui.text, &props.topic, lane, &props.marks, props.beside)}>
            if density != Density::Card {
                <path key="grid" class="grid" d={grid_path(&props.axis, height, text_width)} />
            }
            <g key="bar">{still(bar(&picture))}</g>
            if density.has_labels() {
                <g key="ends">{still(bottom_labels(&picture))}</g>
            } else if density == Density::Compact && !(lane.min_known && lane.max_known) {
                <g key="ends">{still(Vec::from([unknown_ends(&picture)]))}</g>
            }
            <g key="over">{still(over_bar(&picture))}</g>
            <g key="cells">{still(cells(&picture))}</g>
            <g key="marks">{nodes(marks(&picture), &select)}</g>
            <g key="brace">{still(brace.into_iter().collect())}</g>
            <g key="numbers">{still(cell_numbers(&picture))}</g>
        </svg>
    }
}

/// Below a card: who lags how much.
fn card_lags(marks: &[GroupMark], ui: &Ui) -> Html {
    html! {
        <p key="lags" class="card-lags num">
            for here in marks {
                <span key={here.on_lane.group.to_string()} class={["mine ", here.class()].concat()}>
                    {mark(here.ordinal)}
                    {here.words(ui.text)}
                </span>
            }
        </p>
    }
}
