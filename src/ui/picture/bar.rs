//! A queue's messages as a bar: the purged span, the stored span as cells or as a strip of segments, Min and
//! Max. Not here: the groups on it (`marks`).
//!
//! Invariant: however many messages there are, the bar is a handful of shapes.

use crate::projection::QueueLane;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::{number, number_or};
use crate::ui::draw::layout::{Wish, place};
use crate::ui::draw::primitives::{Anchor, Shape, titled};
use crate::ui::draw::shapes::px;
use crate::ui::picture::lane::LanePicture;
use crate::ui::picture::traffic::{head, sender_label};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Narrower than this, messages are no cells of their own.
pub const CELL_PX_MIN: f64 = 5.0;
/// Segments narrower than this share a tick.
const TICK_PX_MIN: f64 = 4.0;

/// The bar.
pub fn bar(picture: &LanePicture) -> Vec<Shape> {
    let (lane, axis) = (picture.lane, &picture.axis);
    let (top, height) = picture.density.bar();
    let (first, min, max) =
        (axis.x_clamped(lane.first.0), axis.x_clamped(lane.min.0), axis.x_clamped(lane.max.0));
    let span =
        |class: &'static str, from: f64, to: f64| Shape::bar(class, (from, to.max(from)), (top, height));
    let newest = axis.x_clamped(lane.newest_from.0).max(min);
    let tick = |x: f64, class: &'static str| Shape::line(class, [(x, top - 4.0), (x, top + height + 4.0)]);
    let mut shapes = Vec::new();
    if lane.min_known {
        shapes.extend([span("purged", first, min), span("purged-hatch", first, min)]);
    }
    // As far as what is still to come.
    let ground = ["M", &px(first), " ", &px(top + height), "H", &px(axis.left + axis.width + 10.0)].concat();
    shapes.extend([
        span("stored", min, max),
        titled(picture.text.board.newest, Vec::from([span("newest", newest, max)])),
        Shape::path("cuts", cuts(lane, axis, top, height)),
        Shape::path("ground", ground),
    ]);
    if lane.min_known && axis.shows_offset(lane.min.0) {
        shapes.push(tick(min, "min-tick"));
    }
    if lane.max_known && axis.shows_offset(lane.max.0) {
        shapes.push(tick(max, "max-tick"));
        shapes.push(head(picture, max));
    }
    shapes
}

/// The lines between messages where these are wide enough, otherwise between segments.
fn cuts(lane: &QueueLane, axis: &Axis, top: f64, height: f64) -> String {
    let mut path = String::new();
    let mut cut = |x: f64| {
        path.push('M');
        path.push_str(&px(x));
        path.push(' ');
        path.push_str(&px(top));
        path.push('v');
        path.push_str(&px(height));
    };
    if axis.cell_width() >= CELL_PX_MIN {
        // Only those that the axis shows, however many there are.
        let (from, to) = axis.shown();
        let mut offset = lane.min.0.saturating_add(1).max(from);
        while offset < lane.max.0.min(to) {
            cut(axis.x(offset));
            offset += 1;
        }
        return path;
    }
    let mut last = f64::MIN;
    for start in lane.segment_starts.iter().skip(1) {
        let x = axis.x(start.0);
        if x - last >= TICK_PX_MIN && axis.shows(x) {
            cut(x);
            last = x;
        }
    }
    path
}

/// Min, Max and the number of purged messages below the bar, none over another.
pub fn bottom_labels(picture: &LanePicture) -> Vec<Shape> {
    let (lane, axis, board) = (picture.lane, &picture.axis, &picture.text.board);
    let (top, height) = picture.density.bar();
    let mut labels: Vec<(f64, u32, &'static str, String)> = Vec::new();
    let unknown = picture.text.common.unknown;
    if lane.min == lane.max && lane.min_known == lane.max_known {
        let words = [board.min, " = ", board.max, " ", &number_or(lane.known_max(), unknown)].concat();
        labels.push((axis.x_clamped(lane.max.0), 0, "", words));
    } else {
        labels.push((
            axis.x_clamped(lane.min.0),
            0,
            "",
            axis.pointed(lane.min.0, [board.min, " ", &number_or(lane.known_min(), unknown)].concat()),
        ));
        labels.push((
            axis.x_clamped(lane.max.0),
            0,
            "",
            axis.pointed(lane.max.0, [board.max, " ", &number_or(lane.known_max(), unknown)].concat()),
        ));
    }
    let purged = lane.min.0.saturating_sub(lane.first.0);
    let seen = axis.x_clamped(lane.min.0) - axis.x_clamped(lane.first.0) > 1.0;
    if purged > 0 && lane.min_known && seen {
        let middle = (axis.x_clamped(lane.first.0) + axis.x_clamped(lane.min.0)) / 2.0;
        labels.push((middle, 1, "t2", (board.purged_count)(&number(purged))));
    }
    let wishes: Vec<Wish> = labels
        .iter()
        .map(|(at, rank, _, words)| Wish { at: *at, width: picture.width_of(words) + 14.0, rank: *rank })
        .collect();
    let centres = place(&wishes, axis.left - 7.0, axis.left + axis.width + 16.0);
    let y = top + height + 17.0;
    let placed = labels.iter().zip(&centres).zip(&wishes).filter_map(|((label, centre), wish)| {
        let half = wish.width / 2.0 - 7.0;
        centre.map(|centre| (label.1 == 0, centre - half, centre + half))
    });
    let senders = sender_label(picture, &placed.collect::<Vec<_>>(), y);
    let drawn =
        |((_, rank, class, words), centre): ((f64, u32, &'static str, String), Option<f64>)| match centre {
            Some(x) => Shape::Text {
                key: Some(rank.to_string() + &words),
                class: class.into(),
                at: (x, y),
                anchor: Anchor::Middle,
                words,
            },
            None => Shape::Nothing,
        };
    labels.into_iter().zip(centres).map(drawn).chain([senders]).collect()
}
