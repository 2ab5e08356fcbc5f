//! What is over a lane's bar: where messages came fast, stretches that are not in memory (SD-18), and what
//! POP groups have been handed and have not acknowledged, outlined, since nobody else can see it (R-POP-1).
//! Not here: the same as text (`pockets`), the groups' marks (`marks`).
//!
//! Invariant: each popped message has its own outline where cells are wide enough; else one outline runs from
//! the first to the last.

use crate::engine::ids::{EpochMs, Name, QueueOffset};
use crate::projection::{ColdSpan, FastStretch, HiddenSpan, QueueLane, arrivals};
use crate::sim::World;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::{clock_short, count, number};
use crate::ui::draw::primitives::Shape;
use crate::ui::draw::shapes::px;
use crate::ui::picture::Density;
use crate::ui::picture::bar::CELL_PX_MIN;
use crate::ui::picture::lane::LanePicture;
use crate::ui::picture::marks::GroupMark;
use crate::ui::state::outside_queues::Aside;
use crate::ui::text::Text;
use alloc::string::String;
use alloc::vec::Vec;

/// Pixels of a step in which a pace is told.
const STEP_PX: f64 = 12.0;

/// Everything over the bar.
pub fn over_bar(picture: &LanePicture) -> Vec<Shape> {
    let span_of =
        |mark: &GroupMark| picture.aside?.hidden(&mark.on_lane.group, picture.topic, picture.lane.queue);
    let mut shapes = Vec::from([
        fast(picture),
        picked(picture),
        picture.aside.map_or(Shape::Nothing, |aside| cold(aside, picture)),
    ]);
    shapes.extend(picture.marks.iter().filter_map(|mark| Some(outlines(mark, span_of(mark)?, picture))));
    shapes
}

/// The message that is looked at, or the queue's part of the segment.
fn picked(picture: &LanePicture) -> Shape {
    let axis = &picture.axis;
    let shown = axis.shown();
    let is_shown = |(from, to): &(i64, i64)| from < to && *from <= shown.1 && shown.0 < *to;
    let Some((from, to)) = picture.picked.filter(is_shown) else { return Shape::Nothing };
    let (top, height) = picture.density.bar();
    let (from, to) = (axis.x_clamped(from), axis.x_clamped(to));
    Shape::bar("picked", (from, to.max(from + 3.0)), (top - 2.0, height + 4.0))
}

/// Where messages came faster than on average, in what the axis shows. Not where each has a cell, nor in a
/// compact lane.
pub fn fast_stretches(
    world: &World,
    topic: &Name,
    lane: &QueueLane,
    axis: &Axis,
    density: Density,
) -> Vec<FastStretch> {
    let width = axis.x_clamped(lane.max.0) - axis.x_clamped(lane.min.0);
    let steps = (width / STEP_PX) as u32;
    if density == Density::Compact || axis.cell_width() >= CELL_PX_MIN || !lane.min_known {
        return Vec::new();
    }
    let (from, to) = axis.shown();
    let found = arrivals(world, topic, lane.queue, &(from..to.saturating_add(1)), steps);
    found.map(|found| found.fast).unwrap_or_default()
}

/// These stretches, shaded.
fn fast(picture: &LanePicture) -> Shape {
    if picture.fast.is_empty() {
        return Shape::Nothing;
    }
    let (top, height) = picture.density.bar();
    let of = |very: bool| {
        let mut path = String::new();
        for stretch in picture.fast.iter().filter(|stretch| stretch.very == very) {
            let (from, to) = (picture.axis.x_clamped(stretch.from.0), picture.axis.x_clamped(stretch.to.0));
            rect(&mut path, (from, top), ((to - from).max(0.0), height));
        }
        let class = if very { "fast is-very" } else { "fast" };
        Shape::Path { class: class.into(), d: path, title: Some(picture.text.aside.legend_fast.1.into()) }
    };
    Shape::group(Vec::from([of(false), of(true)]))
}

/// A rectangle as a path.
fn rect(path: &mut String, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let part = ["M", &px(x), " ", &px(y), "h", &px(width), "v", &px(height), "h", &px(-width), "z"];
    path.push_str(&part.concat());
}

/// What is not in the page cache.
fn cold(aside: &Aside, picture: &LanePicture) -> Shape {
    let (top, height) = picture.density.bar();
    let here = |span: &&ColdSpan| span.topic == *picture.topic && span.queue == picture.lane.queue;
    let mut path = String::new();
    for span in aside.cold.iter().filter(here) {
        let (from, to) = (picture.axis.x_clamped(span.from.0), picture.axis.x_clamped(span.to.0));
        rect(&mut path, (from, top), ((to - from).max(0.0), height));
    }
    if path.is_empty() {
        return Shape::Nothing;
    }
    Shape::Path { class: "cold".into(), d: path, title: Some(picture.text.aside.cold.into()) }
}

fn outlines(mark: &GroupMark, span: &HiddenSpan, picture: &LanePicture) -> Shape {
    let (top, height) = picture.density.bar();
    let axis = &picture.axis;
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
    let words = listed_words(span, picture.start_ms, picture.text);
    Shape::Path {
        class: ["hidden-span ", mark.class()].concat().into(),
        d: path,
        title: Some([mark.on_lane.group.as_str(), ": ", &words].concat().into()),
    }
}

/// Virtual microseconds of a time on the broker's clock.
pub fn moment_us(at: EpochMs, start: EpochMs) -> u64 {
    at.0.saturating_sub(start.0).max(0) as u64 * 1_000
}

/// When the popped messages of a queue become visible again, one by one.
pub fn listed_words(span: &HiddenSpan, start: EpochMs, text: &Text) -> String {
    let mut words = (text.board.hidden)(&count(span.count));
    for (i, (offset, at)) in span.first.iter().enumerate() {
        words.push_str(if i == 0 { ": " } else { ", " });
        words.push_str(&[&number(offset.0), " → ", &clock_short(moment_us(*at, start))].concat());
    }
    if span.count > span.first.len() as u64 {
        words.push_str(" …");
    }
    words
}
