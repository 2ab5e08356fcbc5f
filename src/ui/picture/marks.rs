//! The groups on a queue: a shape with its label at the consumer offset, what is in flight, a pending reset;
//! and a learner's guess. Not here: the bar below them (`bar`).
//!
//! Invariant: neither shapes nor labels overlap; a stem always is at the exact offset.

use crate::engine::ids::Name;
use crate::projection::{GroupView, LaneGroup, QueueLane};
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::{count, number};
use crate::ui::draw::layout::{Wish, place};
use crate::ui::draw::primitives::{Anchor, Shape, Words};
use crate::ui::draw::shapes::{box_points, group_class, group_corners, points, px};
use crate::ui::picture::cells::in_cells;
use crate::ui::picture::lane::LanePicture;
use crate::ui::picture::traffic::consumer_labels;
use crate::ui::picture::{Density, Guess, Spotted};
use crate::ui::state::outside_queues::Aside;
use crate::ui::text::{Term, Text};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A group on a lane, with its look.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupMark {
    pub ordinal: u32,
    pub focus: bool,
    pub on_lane: LaneGroup,
    /// Messages that it has popped here and not acknowledged.
    pub hidden: u64,
    pub who: Who,
}

/// Who consumes a queue for a group.
#[derive(Clone, PartialEq, Debug)]
pub enum Who {
    /// A consumer, and whether it rests.
    Consumer(Name, bool),
    /// The group has none.
    Nobody,
    /// It is not one queue's, or between two.
    Untold,
}

impl Who {
    fn of(view: Option<&GroupView>, owner: Option<&Name>) -> Who {
        let Some(view) = view.filter(|view| view.pops_hidden_ms.is_none()) else { return Who::Untold };
        let rests = |name: &Name| view.consumers.iter().any(|one| one.consumer == *name && one.paused);
        match owner {
            Some(name) => Who::Consumer(name.clone(), rests(name)),
            None if view.consumers.is_empty() => Who::Nobody,
            None => Who::Untold,
        }
    }
}

impl GroupMark {
    /// The class of its colour.
    pub fn class(&self) -> &'static str {
        group_class(self.ordinal)
    }

    /// Group, offset, lag as text.
    pub fn words(&self, text: &Text) -> String {
        let here = &self.on_lane;
        let Some(offset) = here.consumer_offset else {
            return [here.group.as_str(), ": ", text.common.unknown].concat();
        };
        let mut words = [here.group.as_str(), " ", &number(offset.0)].concat();
        if let Some(lag) = here.lag {
            words.push_str(text.actors.and);
            words.push_str(&(text.actors.lag)(&number(lag)));
        }
        if here.pending_reset.is_some() {
            words.push_str(text.actors.and);
            words.push_str(text.board.pending);
        }
        self.push_hidden(&mut words, text);
        words
    }

    /// How many messages it has popped here, where there are any.
    fn push_hidden(&self, words: &mut String, text: &Text) {
        if self.hidden > 0 {
            words.push_str(text.actors.and);
            words.push_str(&(text.board.hidden)(&count(self.hidden)));
        }
    }

    /// Where it is: a pending target counts, since the group continues there.
    fn offset(&self) -> Option<i64> {
        self.on_lane.pending_reset.or(self.on_lane.consumer_offset).map(|offset| offset.0)
    }

    fn label(&self, text: &Text) -> String {
        let offset = self.offset().map(number).unwrap_or_default();
        let mut label = [self.on_lane.group.as_str(), " ", &offset].concat();
        if self.on_lane.pending_reset.is_some() {
            label.push_str(text.actors.and);
            label.push_str(text.board.pending);
        }
        self.push_hidden(&mut label, text);
        label
    }
}

/// The marks of a lane's groups; the group in focus comes last, so that it is drawn on top. `aside`: what is
/// hidden there is marked too.
pub fn group_marks<'a>(
    lane: &QueueLane,
    (topic, aside): (&Name, Option<&Aside>),
    group_of: impl Fn(&Name) -> Option<&'a GroupView>,
    focus: Option<&Name>,
) -> Vec<GroupMark> {
    let mut marks = Vec::with_capacity(lane.groups.len());
    for last in [false, true] {
        for group in lane.groups.iter().filter(|group| (focus == Some(&group.group)) == last) {
            let hidden = aside.map_or(0, |aside| aside.hidden_count(&group.group, topic, lane.queue));
            let view = group_of(&group.group);
            marks.push(GroupMark {
                ordinal: view.map_or(0, |view| view.ordinal),
                who: Who::of(view, group.owner.as_ref()),
                focus: last,
                on_lane: group.clone(),
                hidden,
            });
        }
    }
    marks
}

/// The groups that stand somewhere on a lane, and where.
pub fn shown_marks(marks: &[GroupMark]) -> Vec<(&GroupMark, i64)> {
    marks.iter().filter_map(|mark| Some((mark, mark.offset()?))).collect()
}

/// Where the shapes of these find room.
pub fn heads(here: &[(&GroupMark, i64)], axis: &Axis) -> Vec<Option<f64>> {
    let wishes: Vec<Wish> = here
        .iter()
        .map(|(mark, offset)| Wish { at: axis.x_clamped(*offset), width: 14.0, rank: u32::from(!mark.focus) })
        .collect();
    place(&wishes, axis.left - 8.0, axis.left + axis.width + 10.0)
}

/// All groups of a lane.
pub fn marks(picture: &LanePicture) -> Vec<Shape> {
    let here = shown_marks(picture.marks);
    let heads = heads(&here, &picture.axis);
    let mut shapes: Vec<Shape> = here.iter().map(|(mark, offset)| consumed(mark, *offset, picture)).collect();
    shapes.extend(here.iter().map(|(mark, _)| inflight(mark, picture)));
    shapes.extend(here.iter().map(|(mark, _)| finished(mark, picture)));
    shapes.extend(here.iter().zip(heads).map(|((mark, offset), head)| mark_of(mark, *offset, head, picture)));
    shapes.extend(picture.guess.map(|guess| guess_marks(guess, picture)));
    shapes.extend(picture.spots.iter().map(|spot| spotted(spot, picture)));
    if picture.density.has_labels() {
        shapes.push(labels(&here, picture));
    }
    shapes
}

/// What the group in focus has behind it, of what is still stored: tinted, with a line at the bar's foot. Of
/// all groups it would be a stack of lines.
fn consumed(mark: &GroupMark, offset: i64, picture: &LanePicture) -> Shape {
    let (lane, axis) = (picture.lane, &picture.axis);
    if !mark.focus || !lane.min_known || offset <= lane.min.0 {
        return Shape::Nothing;
    }
    let (from, to) = (axis.x_clamped(lane.min.0), axis.x_clamped(offset.min(lane.max.0)));
    let (top, height) = picture.density.bar();
    let line = Shape::Polygon {
        class: ["consumed ", mark.class()].concat().into(),
        points: box_points(from, to, top + height - 3.0, 3.0),
        title: Some(picture.text.board.consumed.1.into()),
        key: None,
    };
    if picture.density == Density::Compact || in_cells(picture).is_some() {
        return line;
    }
    let class = ["behind ", mark.class()].concat();
    Shape::group(Vec::from([Shape::bar(class, (from, to), (top, height)), line]))
}

/// From where to where messages were delivered that are not saved as consumed.
pub fn in_flight(mark: &GroupMark) -> Option<(i64, i64)> {
    let here = &mark.on_lane;
    let delivered = here.consumer_offset.zip(here.pull_offset);
    let delivered = delivered.filter(|(offset, pulled)| here.pending_reset.is_none() && offset < pulled);
    let in_hand = here.in_hand.map(|span| (span.from, span.to));
    in_hand.or(delivered).map(|(from, to)| (from.0, to.0))
}

/// What was delivered and is not saved as consumed. In a compact lane several would only be a smudge, so it
/// is that of the group in focus.
fn inflight(mark: &GroupMark, picture: &LanePicture) -> Shape {
    let dense = picture.density == Density::Compact && !mark.focus;
    if dense || mark.focus && in_cells(picture).is_some() {
        return Shape::Nothing;
    }
    let Some((from, to)) = in_flight(mark) else { return Shape::Nothing };
    let (from, to) = (picture.axis.x_clamped(from), picture.axis.x_clamped(to));
    let (top, height) = picture.density.bar();
    Shape::Polygon {
        class: ["inflight ", mark.class()].concat().into(),
        points: box_points(from, to.max(from + 1.5), top + 4.0, height - 8.0),
        title: Some(Term::InFlight.sentence(picture.text.language).into()),
        key: None,
    }
}

/// What of it the client has finished, as a line of pieces (R-OFF-11). Not in a compact lane, where it would
/// be a smudge.
fn finished(mark: &GroupMark, picture: &LanePicture) -> Shape {
    let here = &mark.on_lane;
    if picture.density == Density::Compact || here.finished.is_empty() || here.pending_reset.is_some() {
        return Shape::Nothing;
    }
    let (top, height) = picture.density.bar();
    let y = top + height / 2.0;
    let mut line = String::new();
    for span in &here.finished {
        let (from, to) = (picture.axis.x_clamped(span.from.0), picture.axis.x_clamped(span.to.0));
        line += &["M", &px(from), " ", &px(y), "H", &px(to.max(from + 1.0))].concat();
    }
    let title = Some(Term::Finished.sentence(picture.text.language).into());
    let path = Shape::path("finished", line);
    Shape::Group { class: mark.class().into(), title, of: None, inside: Vec::from([path]) }
}

/// A group's stem and shape. The shape may stand aside; the stem leans to it.
fn mark_of(mark: &GroupMark, offset: i64, head: Option<f64>, picture: &LanePicture) -> Shape {
    let x = picture.axis.x_clamped(offset);
    let (top, height) = picture.density.bar();
    let small = !picture.density.has_labels();
    let head_y = top - if small { 6.0 } else { 8.0 };
    let head_x = head.unwrap_or(x);
    let class = [
        "group-mark ",
        mark.class(),
        if mark.focus { " is-focus" } else { "" },
        if mark.on_lane.pending_reset.is_some() { " is-pending" } else { "" },
        if picture.axis.shows_offset(offset) { "" } else { " is-off" },
    ];
    // Below a handle nothing is pointed at.
    let bare = !has_handle(mark, picture);
    let title = match picture.playing {
        true => mark.on_lane.group.to_string(),
        false => mark.words(picture.text),
    };
    let mut inside = Vec::from([Shape::line("stem", [(head_x, head_y), (x, top), (x, top + height)])]);
    if head.is_some() {
        if bare && !small {
            inside.push(Shape::Hit { at: (head_x, head_y), radius: 12 });
        }
        let scale = if small { 0.8 } else { 1.0 };
        let corners = points(group_corners(mark.ordinal, scale, (head_x, head_y)));
        inside.push(Shape::Polygon { class: "shape".into(), points: corners, title: None, key: None });
    }
    Shape::Group {
        class: class.concat().into(),
        title: bare.then_some(Words::Owned(title)),
        of: bare.then(|| mark.on_lane.group.clone()),
        inside,
    }
}

/// Whether a handle is over the mark. In a compact lane that has only the group in focus: a click on another
/// mark brings its group there.
pub fn has_handle(mark: &GroupMark, picture: &LanePicture) -> bool {
    let lane = picture.handles && picture.beside.is_none() && picture.lane.max_known;
    lane && (mark.focus || picture.density != Density::Compact)
}

/// A label above the bar. Labels are placed in the order of the shapes, so that at one offset both stand
/// alike.
struct Label {
    at: f64,
    rank: u32,
    class: String,
    words: String,
}

fn labels(here: &[(&GroupMark, i64)], picture: &LanePicture) -> Shape {
    let axis = &picture.axis;
    let mut labels: Vec<Label> = here
        .iter()
        .enumerate()
        .map(|(i, (mark, offset))| Label {
            at: axis.x_clamped(*offset),
            rank: if mark.focus { 0 } else { 2 + i as u32 },
            class: ["mine ", mark.class()].concat(),
            words: axis.pointed(*offset, mark.label(picture.text)),
        })
        .collect();
    let said = |class: &'static str, offset: i64, words: &str| Label {
        at: axis.x_clamped(offset),
        rank: 1,
        class: class.to_string(),
        words: words.to_string(),
    };
    let notes = picture.spots.iter().filter(|spot| !spot.note.is_empty());
    labels.extend(notes.map(|spot| said("spot-label", spot.middle(), &spot.note)));
    if let Some(guess) = picture.guess {
        let lesson = &picture.text.lesson;
        let words = if guess.goal { lesson.goal } else { lesson.your_guess };
        labels.push(said("guess-label", guess.predicted, words));
        labels.extend(
            guess
                .actual
                .filter(|actual| *actual != guess.predicted)
                .map(|actual| said("guess-label", actual, lesson.actual)),
        );
    }
    let wishes: Vec<Wish> = labels
        .iter()
        .map(|label| Wish { at: label.at, width: picture.width_of(&label.words) + 12.0, rank: label.rank })
        .collect();
    let ends = (-6.0, axis.left + axis.width + 16.0);
    let centres = place(&wishes, ends.0, ends.1);
    let span = |(centre, wish): (&Option<f64>, &Wish)| {
        let half = wish.width / 2.0 - 6.0;
        centre.map(|centre| (centre - half, centre + half))
    };
    let spans: Vec<Option<(f64, f64)>> = centres.iter().zip(&wishes).map(span).collect();
    let consumers = consumer_labels(here, picture, spans, ends);
    let drawn = labels.into_iter().zip(centres).map(|(label, centre)| match centre {
        Some(x) => Shape::text(label.class, (x, 11.0), Anchor::Middle, label.words),
        None => Shape::Nothing,
    });
    Shape::group(drawn.chain([consumers]).collect())
}

/// A frame around messages, or around a mark with its stem; with a note an arrow from there.
fn spotted(spot: &Spotted, picture: &LanePicture) -> Shape {
    let (axis, (top, height)) = (&picture.axis, picture.density.bar());
    let wide = if spot.from == spot.to { 8.0 } else { 2.0 };
    let (from, to) = (axis.x_clamped(spot.from) - wide, axis.x_clamped(spot.to) + wide);
    let points = box_points(from, to, top - 4.0, height + 8.0);
    let mut inside = Vec::from([Shape::Polygon { class: "spot".into(), points, title: None, key: None }]);
    if !spot.note.is_empty() && picture.density.has_labels() {
        let (x, y) = (axis.x_clamped(spot.middle()), top - 6.0);
        let arrow = [(x, 14.0), (x, y), (x - 4.0, y - 4.0), (x, y), (x + 4.0, y - 4.0)];
        inside.push(Shape::line("spot", arrow));
    }
    Shape::group(inside)
}

/// The guess dashed, what happened solid.
fn guess_marks(guess: Guess, picture: &LanePicture) -> Shape {
    let (top, height) = picture.density.bar();
    let line = |offset: i64, class: &'static str| {
        let x = picture.axis.x_clamped(offset);
        Shape::path(class, ["M", &px(x), " 14V", &px(top + height + 6.0)].concat())
    };
    let guessed = line(guess.predicted, "guess");
    Shape::group([guessed].into_iter().chain(guess.actual.map(|actual| line(actual, "actual"))).collect())
}
