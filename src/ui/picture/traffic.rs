//! Who is at work on a lane: the producers at its head, the consumers at their groups' marks. Not here: marks
//! and ends (`marks`, `bar`).
//!
//! Invariant: a name has room, or it is left out; it moves no other label.

use crate::engine::ids::Name;
use crate::projection::Actors;
use crate::ui::draw::format::count;
use crate::ui::draw::primitives::{Anchor, Shape};
use crate::ui::draw::shapes::points;
use crate::ui::picture::lane::LanePicture;
use crate::ui::picture::marks::{GroupMark, Who};
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Pixels between a label and the name that belongs to it.
const GAP: f64 = 5.0;

/// Who sends to a topic.
pub fn senders(actors: &Actors, topic: &Name, text: &Text) -> String {
    let here = || actors.producers.iter().filter(|producer| producer.topic == *topic);
    let Some(first) = here().min_by_key(|producer| producer.paused) else { return String::new() };
    let others = here().count() - 1;
    let mut words = first.producer.to_string();
    if first.paused {
        words += &[text.actors.and, text.actors.paused].concat();
    }
    if others > 0 {
        words += &[" +", &count(others as u64)].concat();
    }
    words
}

/// The write head: a wedge at Max, where the next message is stored.
pub fn head(picture: &LanePicture, max: f64) -> Shape {
    if picture.senders.is_empty() || !picture.density.has_labels() {
        return Shape::Nothing;
    }
    let (top, height) = picture.density.bar();
    let y = top + height / 2.0;
    let points = points([(max + 3.0, y), (max + 10.0, y - 5.0), (max + 10.0, y + 5.0)]);
    Shape::Polygon { class: "head".into(), points, title: None, key: None }
}

/// Who sends, beside the label of Max. `placed`: whether each label of this row is an end's, and from where
/// to where it is.
pub fn sender_label(picture: &LanePicture, placed: &[(bool, f64, f64)], y: f64) -> Shape {
    let words = picture.senders;
    let Some(max) = placed.iter().rfind(|(end, ..)| *end).filter(|_| !words.is_empty()) else {
        return Shape::Nothing;
    };
    let before = placed.iter().filter(|label| label.1 < max.1).map(|label| label.2);
    let ends = (before.fold(0.0, f64::max), picture.axis.left + picture.axis.width + 16.0);
    named(picture, words, ["→", "←"], (max.1, max.2), ends, y).map_or(Shape::Nothing, |(shape, _)| shape)
}

/// A name left of a label, or else right of it, and from where to where it then is.
fn named(
    picture: &LanePicture,
    words: &str,
    [to, from]: [&str; 2],
    label: (f64, f64),
    ends: (f64, f64),
    y: f64,
) -> Option<(Shape, (f64, f64))> {
    let (left, right) = ([words, " ", to].concat(), [from, " ", words].concat());
    let width = picture.width_of(&left);
    if label.0 - 2.0 * GAP - width >= ends.0 {
        let at = label.0 - GAP;
        return Some((Shape::text("t2", (at, y), Anchor::End, left), (at - width, at)));
    }
    let at = label.1 + GAP;
    let fits = at + width <= ends.1;
    fits.then(|| (Shape::text("t2", (at, y), Anchor::Start, right), (at, at + width)))
}

/// Who consumes, beside the groups' labels; the group in focus, which is the last, comes first. `spans`: from
/// where to where each label is, those of the groups first.
pub fn consumer_labels(
    here: &[(&GroupMark, i64)],
    picture: &LanePicture,
    mut spans: Vec<Option<(f64, f64)>>,
    ends: (f64, f64),
) -> Shape {
    let mut shapes = Vec::with_capacity(here.len());
    for (i, (mark, _)) in here.iter().enumerate().rev() {
        let actors = &picture.text.actors;
        let words = match &mark.who {
            Who::Consumer(name, false) => name.to_string(),
            Who::Consumer(name, true) => [name.as_str(), actors.and, actors.paused].concat(),
            Who::Nobody => actors.stopped.to_string(),
            Who::Untold => continue,
        };
        let Some(label) = spans[i] else { continue };
        let taken = || spans.iter().flatten();
        let from = taken().filter(|span| span.0 < label.0).map(|span| span.1).fold(ends.0, f64::max);
        let to = taken().filter(|span| span.0 > label.0).map(|span| span.0 - GAP).fold(ends.1, f64::min);
        if let Some((shape, span)) = named(picture, &words, ["·", "·"], label, (from, to), 11.0) {
            shapes.push(shape);
            spans.push(Some(span));
        }
    }
    Shape::group(shapes)
}
