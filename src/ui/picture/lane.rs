//! One queue as shapes: purged span, stored span, Min, Max, and the groups. Not here: the bar (`bar`), the
//! groups' marks (`marks`), what is over the bar (`over_bar`).
//!
//! Invariant: what a lane says in shapes, its summary says in words.

use crate::engine::ids::{EpochMs, Name};
use crate::projection::{FastStretch, QueueLane};
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::{number, number_or};
use crate::ui::draw::primitives::{Anchor, Shape};
use crate::ui::draw::shapes::px;
use crate::ui::picture::bar::{bar, bottom_labels};
use crate::ui::picture::cells::cell_numbers;
use crate::ui::picture::marks::{GroupMark, marks};
use crate::ui::picture::over_bar::over_bar;
use crate::ui::picture::{Density, Guess, Spotted};
use crate::ui::state::outside_queues::Aside;
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a queue is called beside its lane: its number, or its name where that says its broker.
pub fn queue_label(text: &Text, lane: &QueueLane) -> String {
    match &lane.name {
        Some(name) => name.to_string(),
        None => [text.common.queue, " ", &lane.queue.to_string()].concat(),
    }
}

/// Pixels of a text in the labels' font.
pub type TextWidth = fn(&str) -> f64;

/// What a lane's picture is drawn from.
pub struct LanePicture<'a> {
    pub topic: &'a Name,
    pub lane: &'a QueueLane,
    pub axis: Axis,
    pub width: u32,
    pub density: Density,
    /// The one in focus is the last.
    pub marks: &'a [GroupMark],
    /// Who sends to the topic; empty: nobody, or it is not said.
    pub senders: &'a str,
    /// The shapes over the bar.
    pub aside: Option<&'a Aside>,
    /// Where messages came fast.
    pub fast: &'a [FastStretch],
    /// The span of offsets that is looked at.
    pub picked: Option<(i64, i64)>,
    pub guess: Option<Guess>,
    pub spots: &'a [Spotted],
    pub selected: bool,
    /// On the page: Max of the picture before, from which the clock went on; `cells::LEAPT`: it leapt.
    /// `None`: nothing here is ever eased.
    pub since: Option<i64>,
    /// The clock runs: texts for a resting pointer are written when it stops.
    pub playing: bool,
    /// Handles are over the marks, where a lane can have them.
    pub handles: bool,
    /// The short name of the rules, where the lane is of the lab beside.
    pub beside: Option<&'static str>,
    pub start_ms: EpochMs,
    pub text: &'static Text,
    pub text_width: TextWidth,
}

impl LanePicture<'_> {
    /// Pixels of a text.
    pub fn width_of(&self, words: &str) -> f64 {
        (self.text_width)(words)
    }
}

/// All of a lane, one over the other.
pub fn shapes(picture: &LanePicture) -> Vec<Shape> {
    let (lane, density) = (picture.lane, picture.density);
    let mut shapes = Vec::new();
    if density != Density::Card {
        shapes.push(Shape::path("grid", grid_path(&picture.axis, density.height(), picture.text_width)));
    }
    shapes.extend(bar(picture));
    if density.has_labels() {
        shapes.extend(bottom_labels(picture));
    } else if density == Density::Compact && !(lane.min_known && lane.max_known) {
        shapes.push(unknown_ends(picture));
    }
    shapes.extend(over_bar(picture));
    shapes.extend(marks(picture));
    if density.has_brace() {
        shapes.extend(brace(picture));
    }
    shapes.extend(cell_numbers(picture));
    shapes
}

/// The numbers above the lanes.
pub fn axis_row(axis: &Axis, width: u32, text_width: TextWidth) -> Vec<Shape> {
    let right = f64::from(width);
    let tick = |tick: i64| {
        let shown = number(tick);
        let half = text_width(&shown) / 2.0;
        let x = axis.x(tick).min(right - half).max(half);
        Shape::Text {
            class: "t3".into(),
            at: (x, 12.0),
            anchor: Anchor::Middle,
            words: shown,
            key: Some(tick.to_string()),
        }
    };
    axis.ticks(tick_gap(axis, text_width)).into_iter().map(tick).collect()
}

/// Pixels from a number on the axis to the next at least.
fn tick_gap(axis: &Axis, text_width: TextWidth) -> f64 {
    text_width(&number(i64::try_from(axis.from + axis.span).unwrap_or(i64::MAX))) + 34.0
}

/// The grid behind a lane, as one path.
pub fn grid_path(axis: &Axis, height: u32, text_width: TextWidth) -> String {
    let mut path = String::new();
    for tick in axis.ticks(tick_gap(axis, text_width)) {
        path.push('M');
        path.push_str(&px(axis.x(tick)));
        path.push_str(" 0v");
        path.push_str(&height.to_string());
    }
    path
}

/// Which ends of an imported queue nobody knows, where there are no other labels.
pub fn unknown_ends(picture: &LanePicture) -> Shape {
    let (board, unknown) = (&picture.text.board, picture.text.common.unknown);
    let ends =
        if picture.lane.max_known { String::from(board.min) } else { [board.min, ", ", board.max].concat() };
    let at = (picture.axis.left + picture.axis.width, Density::Compact.bar().0);
    Shape::text("t2", at, Anchor::End, [&ends, " ", unknown].concat())
}

/// The lag of the group in focus as a brace from its offset to Max.
pub fn brace(picture: &LanePicture) -> Option<Shape> {
    let mark = picture.marks.last().filter(|mark| mark.focus)?;
    let (offset, lag) = (mark.on_lane.consumer_offset?, mark.on_lane.lag?);
    if lag <= 0 {
        return None;
    }
    let (from, to) = (picture.axis.x_clamped(offset.0), picture.axis.x_clamped(picture.lane.max.0));
    let (top, size) = picture.density.bar();
    let y = top + size + 22.0;
    let width = f64::from(picture.width);
    // The name is said once, on the lane that is selected, if it has room there.
    let fits = |words: &String| picture.width_of(words) <= width;
    let named = picture.selected.then(|| (picture.text.board.lags)(&mark.on_lane.group, &number(lag)));
    let words = named.filter(fits).unwrap_or_else(|| number(lag));
    let half = picture.width_of(&words) / 2.0;
    let x = ((from + to) / 2.0).min(width - half).max(half);
    let path = ["M", &px(from), " ", &px(y), "v5H", &px(to), "v-5"].concat();
    let inside =
        Vec::from([Shape::path("brace", path), Shape::text("mine", (x, y + 18.0), Anchor::Middle, words)]);
    Some(Shape::Group { class: mark.class().into(), title: None, of: None, inside })
}

/// What the drawing says, for those who don't see it.
pub fn summary(
    text: &Text,
    topic: &Name,
    lane: &QueueLane,
    marks: &[GroupMark],
    beside: Option<&str>,
) -> String {
    let board = &text.board;
    let mut words = [
        topic.as_str(),
        "/",
        &lane.queue.to_string(),
        ": ",
        board.min,
        " ",
        &number_or(lane.known_min(), text.common.unknown),
        ", ",
        board.max,
        " ",
        &number_or(lane.known_max(), text.common.unknown),
    ]
    .concat();
    if let Some(rules) = beside {
        words = [rules, ": ", &words].concat();
    }
    for mark in marks {
        words.push_str("; ");
        words.push_str(&mark.words(text));
    }
    words
}
