//! Messages one by one, where each has room for its offset: the offsets, and on the page the group's tint in
//! a cell of its own for each, so that what becomes of a message can be eased (`style.css`). Not here: the
//! same as bands (`marks`), which files have and lanes without such room.
//!
//! Invariant: a cell has the class of what its message is now. What moves is a cell that was there before and
//! changes its class, or one that is new at Max: never one that only came into sight.

use crate::ui::draw::format::number;
use crate::ui::draw::primitives::{Anchor, Shape, Words};
use crate::ui::draw::shapes::box_points;
use crate::ui::picture::Density;
use crate::ui::picture::lane::LanePicture;
use crate::ui::picture::marks::{GroupMark, in_flight};
use crate::ui::text::Term;
use alloc::string::ToString;
use alloc::vec::Vec;

/// `since` where the clock leapt: nothing is new, and nothing is eased.
pub const LEAPT: i64 = i64::MAX;

/// Of a cell whose message is purged.
const GONE: &str = " is-gone";

/// The classes of a lane's picture on the page: whether changes of its cells are eased.
pub fn lane_class(since: Option<i64>) -> &'static str {
    if since.is_some_and(|since| since < LEAPT) { "lane-picture num moves" } else { "lane-picture num" }
}

/// The offsets whose cells have room for them: stored, and shown by the axis.
#[inline(never)]
fn roomy(picture: &LanePicture) -> Option<(i64, i64)> {
    let (lane, axis) = (picture.lane, &picture.axis);
    let (from, to) = axis.shown();
    let (from, to) = (lane.min.0.max(from), lane.max.0.min(to));
    let widest = [from, to].map(|offset| picture.width_of(&number(offset)));
    let known = lane.min_known && lane.max_known && picture.density != Density::Compact;
    (known && widest[0].max(widest[1]) + 2.0 <= axis.cell_width()).then_some((from, to))
}

/// The group in focus, where its tint is in cells and not in bands.
pub fn in_cells<'a>(picture: &LanePicture<'a>) -> Option<&'a GroupMark> {
    picture.since.and_then(|_| roomy(picture))?;
    picture.marks.last().filter(|mark| mark.focus)
}

/// A shape for each of these offsets, and on the page for those before them that are purged; it is told what
/// there is to say of the message.
fn each(
    picture: &LanePicture,
    (from, to): (i64, i64),
    shape: &dyn Fn(i64, &'static str) -> Shape,
) -> Vec<Shape> {
    let first = picture.lane.first.0.max(picture.axis.shown().0);
    let from = if picture.since.is_some() { first.min(from) } else { from };
    let (min, since) = (picture.lane.min.0, picture.since.unwrap_or(LEAPT));
    let of = |offset| match offset {
        _ if offset < min => shape(offset, GONE),
        _ if offset >= since => shape(offset, " is-new"),
        _ => shape(offset, ""),
    };
    (from..to).map(of).collect()
}

/// The offset in each cell that has room for it.
pub fn cell_numbers(picture: &LanePicture) -> Vec<Shape> {
    let axis = &picture.axis;
    let Some(range) = roomy(picture) else { return Vec::new() };
    let (top, height) = picture.density.bar();
    let class = if picture.density == Density::Large { "t2 cell" } else { "t3 cell" };
    each(picture, range, &|offset, is| Shape::Text {
        class: [class, is].concat().into(),
        at: (axis.x(offset) + axis.cell_width() / 2.0, top + height / 2.0 + 4.0),
        anchor: Anchor::Middle,
        words: number(offset),
        key: Some(offset.to_string()),
    })
}

/// What each message is to the group in focus: waiting, handed out, finished, consumed.
pub fn cells(picture: &LanePicture) -> Vec<Shape> {
    let (Some(mark), Some(range)) = (in_cells(picture), roomy(picture)) else { return Vec::new() };
    let (axis, (top, height)) = (&picture.axis, picture.density.bar());
    let here = &mark.on_lane;
    let consumed = here.consumer_offset.map_or(i64::MIN, |offset| offset.0);
    let taken = in_flight(mark).unwrap_or((0, 0));
    let finished = |at: i64| here.finished.iter().any(|span| span.from.0 <= at && at < span.to.0);
    each(picture, range, &|offset, is| {
        let out = (taken.0..taken.1).contains(&offset);
        // A client has what it has, though it was purged meanwhile.
        let is = if out && is == GONE { "" } else { is };
        let (class, inset) = match offset {
            _ if out && here.pending_reset.is_none() && finished(offset) => ("cell inflight is-done ", 4.0),
            _ if out => ("cell inflight ", 4.0),
            _ if offset < consumed => ("cell behind ", 0.0),
            _ => ("cell waits ", 4.0),
        };
        let (from, to) = (axis.x_clamped(offset), axis.x_clamped(offset.saturating_add(1)));
        Shape::Polygon {
            class: [class, mark.class(), is].concat().into(),
            points: box_points(from, to, top + inset, height - 2.0 * inset),
            title: out.then(|| Words::Borrowed(Term::InFlight.sentence(picture.text.language))),
            key: Some([mark.class(), &offset.to_string()].concat()),
        }
    })
}
