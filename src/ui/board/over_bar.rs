//! What lies over a lane's bar: where messages came fast, stretches that are not in memory (SD-18), and what POP groups have been handed and have not
//! acknowledged, outlined, since nobody else can see it (R-POP-1). Not here: the same as text
//! (`pockets`), the groups' marks (`groups`).
//!
//! Invariant: each popped message has its own outline where cells are wide enough; else one outline runs from the first to the last.

use crate::engine::ids::QueueOffset;
use crate::projection::segment::{part_of, segment_at};
use crate::projection::{HiddenSpan, arrivals};
use crate::ui::board::bar::CELL_PX_MIN;
use crate::ui::board::groups::GroupMark;
use crate::ui::board::lane::{Density, LaneProps};
use crate::ui::board::pockets::listed_words;
use crate::ui::draw::shapes::{box_points, px};
use crate::ui::state::Selection;
use crate::ui::state::outside_queues::Aside;
use alloc::string::String;
use alloc::vec::Vec;
use yew::prelude::*;

/// Pixels of a step in which a pace is told.
const STEP_PX: f64 = 12.0;

/// Everything over the bar.
pub fn over_bar(props: &LaneProps) -> Html {
    let moment = props.aside.as_deref();
    let span_of = |mark: &GroupMark| moment?.hidden(&mark.on_lane.group, &props.topic, props.lane.queue);
    html! {
        <g key="over">
            {fast(props)}
            {picked(props)}
            {moment.map(|moment| cold(moment, props)).unwrap_or_default()}
            for mark in props.marks.iter() {
                {span_of(mark).map(|span| outlines(mark, span, props)).unwrap_or_default()}
            }
        </g>
    }
}

/// The message that is looked at, or the queue's part of the segment.
fn picked(props: &LaneProps) -> Html {
    let axis = &props.axis;
    let span = match &props.ui.state.selection {
        Selection::Message { topic, queue, offset }
            if *topic == props.topic && *queue == props.lane.queue =>
        {
            Some((*offset, QueueOffset(offset.0.saturating_add(1))))
        }
        Selection::Segment(at) if props.beside.is_none() => props.ui.lab.read(|player| {
            let segment = segment_at(player.world(), *at)?;
            Some(part_of(player.world(), &segment.view, &props.topic, props.lane.queue))
        }),
        _ => None,
    };
    let shown = axis.shown();
    let is_shown = |(from, to): &(QueueOffset, QueueOffset)| from < to && from.0 <= shown.1 && shown.0 < to.0;
    let Some((from, to)) = span.filter(is_shown) else {
        return html! { <g /> };
    };
    let (top, height) = props.density.bar();
    let (from, to) = (axis.x_clamped(from.0), axis.x_clamped(to.0));
    html! { <polygon class="picked" points={box_points(from, to.max(from + 3.0), top - 2.0, height + 4.0)} /> }
}

/// Where messages came faster than on average, in what the axis shows: shaded. Not where each has a cell, nor in a compact lane.
fn fast(props: &LaneProps) -> Html {
    let (axis, lane) = (&props.axis, &props.lane);
    let width = axis.x_clamped(lane.max.0) - axis.x_clamped(lane.min.0);
    let steps = (width / STEP_PX) as u32;
    let cells = axis.cell_width() >= CELL_PX_MIN;
    if props.density == Density::Compact || props.beside.is_some() || cells || !lane.min_known {
        return html! { <g /> };
    }
    let (from, to) = axis.shown();
    let found = props.ui.lab.read(|player| {
        arrivals(player.world(), &props.topic, lane.queue, &(from..to.saturating_add(1)), steps)
    });
    let (top, height) = props.density.bar();
    let of = |very: bool| {
        let mut path = String::new();
        for stretch in found.iter().flat_map(|found| &found.fast).filter(|stretch| stretch.very == very) {
            let (from, to) = (axis.x_clamped(stretch.from.0), axis.x_clamped(stretch.to.0));
            rect(&mut path, (from, top), ((to - from).max(0.0), height));
        }
        let class = if very { "fast is-very" } else { "fast" };
        html! { <path {class} d={path}><title>{props.ui.text.aside.legend_fast.1}</title></path> }
    };
    html! { <g>{of(false)}{of(true)}</g> }
}

/// A rectangle as a path.
fn rect(path: &mut String, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let part = ["M", &px(x), " ", &px(y), "h", &px(width), "v", &px(height), "h", &px(-width), "z"];
    path.push_str(&part.concat());
}

/// What is not in the page cache.
fn cold(moment: &Aside, props: &LaneProps) -> Html {
    let (top, height) = props.density.bar();
    let here =
        |span: &&crate::projection::ColdSpan| span.topic == props.topic && span.queue == props.lane.queue;
    let mut path = String::new();
    for span in moment.cold.iter().filter(here) {
        let (from, to) = (props.axis.x_clamped(span.from.0), props.axis.x_clamped(span.to.0));
        rect(&mut path, (from, top), ((to - from).max(0.0), height));
    }
    if path.is_empty() {
        return html! { <g /> };
    }
    html! { <path class="cold" d={path}><title>{props.ui.text.aside.cold}</title></path> }
}

fn outlines(mark: &GroupMark, span: &HiddenSpan, props: &LaneProps) -> Html {
    let (top, height) = props.density.bar();
    let axis = &props.axis;
    let alone = axis.cell_width() >= CELL_PX_MIN && span.first.len() as u64 == span.count;
    let places: Vec<(QueueOffset, QueueOffset)> = match alone {
        true => span.first.iter().map(|(at, _)| (*at, QueueOffset(at.0 + 1))).collect(),
        false => Vec::from([(span.from, span.to)]),
    };
    let mut path = String::new();
    for (from, to) in places {
        let (from, to) = (axis.x_clamped(from.0) + 1.0, axis.x_clamped(to.0) - 1.0);
        rect(&mut path, (from, top + 3.0), ((to - from).max(2.0), height - 6.0));
    }
    let words = listed_words(span, &props.ui);
    html! {
        <path class={["hidden-span ", mark.class()].concat()} d={path}>
            <title>{[mark.on_lane.group.as_str(), ": ", &words].concat()}</title>
        </path>
    }
}
