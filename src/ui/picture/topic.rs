//! One topic in a stand-alone picture: its name, the axis, and a row for each queue, as high as on the page.
//! Not here: what is in a lane (`lane`), the topic on the page (`board::topic`).
//!
//! Invariant: all lanes of a topic share one axis, unless each was given its own.

use crate::engine::ids::Name;
use crate::projection::{FastStretch, QueueLane};
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::number_or;
use crate::ui::draw::letters::{text_width, width_at};
use crate::ui::draw::primitives::{Anchor, Shape};
use crate::ui::draw::shapes::{group_corners, points, px};
use crate::ui::picture::Density;
use crate::ui::picture::board::{Scene, fitted};
use crate::ui::picture::lane::{LanePicture, axis_row, queue_label, shapes};
use crate::ui::picture::marks::{GroupMark, group_marks};
use crate::ui::picture::over_bar::fast_stretches;
use crate::ui::picture::traffic::senders;
use crate::ui::state::board::Board;
use alloc::string::String;
use alloc::vec::Vec;

/// Pixels left of the axis, for the queues' names.
pub const GUTTER: u32 = 70;
/// Pixels right of it, so that a label at the end is not cut.
const END: f64 = 10.0;
/// Pixels that a card's edges take, and its corners.
const CARD_EDGES: u32 = 28;
const CARD_CORNER: f64 = 12.0;
/// Heights, as `style.css` has them: a topic's name, the numbers of its axis, a card's first line, a line of
/// its lags, what is free below.
const HEAD: f64 = 34.0;
const AXIS: f64 = 18.0;
const CARD_TOP: f64 = 34.0;
const LAG_LINE: f64 = 19.0;
const CARD_FOOT: f64 = 8.0;
const CARD_GAP: f64 = 9.0;
const TOPIC_GAP: f64 = 8.0;
/// Pixels between the lags of a card.
const LAG_GAP: f64 = 14.0;
const LAG_PX: f64 = 13.0;

/// Width of the lanes on a board of this width.
pub fn lane_width(width: u32, density: Density) -> u32 {
    width.saturating_sub(if density == Density::Card { CARD_EDGES } else { GUTTER })
}

/// The axis of all lanes of a topic, and of the same topic under other rules.
pub fn topic_axis(board: &Board, other: Option<&Board>, width: u32, density: Density) -> Axis {
    let width = f64::from(width);
    let (left, inner) = if density == Density::Card { (1.0, width - 2.0) } else { (8.0, width - 8.0 - END) };
    let (mut first, mut live, mut end) = (board.first, board.live, board.end);
    if let Some(other) = other {
        (first, live, end) = (first.min(other.first), live.min(other.live), end.max(other.end));
    }
    // In a compact lane an axis that moves with each message would cost more than it shows.
    let over = if density == Density::Compact { Axis::over } else { Axis::to_max };
    over(first, live, end, left, inner.max(40.0))
}

/// What grows from the top down.
#[derive(Default)]
pub struct Column {
    pub shapes: Vec<Shape>,
    pub height: f64,
}

impl Column {
    fn add(&mut self, left: f64, height: f64, inside: Vec<Shape>) {
        self.shapes.push(Shape::Moved { by: (left, self.height), inside });
        self.height += height;
    }
}

/// A topic, as wide as the board.
pub fn topic(scene: &Scene, board: &Board, width: u32, density: Density) -> Column {
    let mut column = Column::default();
    column.add(0.0, HEAD, head(scene, board, f64::from(width)));
    let other = scene.beside.and_then(|(_, boards)| boards.iter().find(|other| other.topic == board.topic));
    let inner = lane_width(width, density);
    let whole = topic_axis(board, other, inner, density);
    let axis_of = |lane: Option<&QueueLane>| (scene.window)(board, lane, &whole).unwrap_or(whole);
    let chosen = scene.focus.queue_in(&board.topic);
    if density != Density::Card {
        let shown = axis_of(board.lanes.get(chosen.unwrap_or_default() as usize).map(|lane| &**lane));
        column.add(f64::from(GUTTER), AXIS, axis_row(&shown, inner, text_width));
    }
    for lane in &board.lanes {
        let row = PictureRow {
            scene,
            topic: &board.topic,
            lane,
            axis: axis_of(Some(lane)),
            width: inner,
            density,
            rules: None,
        };
        row.add_to(&mut column, chosen == Some(lane.queue));
        let theirs = other.and_then(|other| other.lanes.get(lane.queue as usize));
        if let (Some(lane), Some((profile, _))) = (theirs, scene.beside) {
            let rules = Some((scene.text.profile)(profile).short);
            PictureRow { lane, axis: axis_of(None), rules, ..row }.add_to(&mut column, false);
        }
    }
    column.height += TOPIC_GAP;
    column
}

/// The topic's name, and how many queues it has.
fn head(scene: &Scene, board: &Board, width: f64) -> Vec<Shape> {
    const NAME_PX: f64 = 18.0;
    let name = fitted(&board.topic, NAME_PX, width);
    // Bold letters are a tenth wider.
    let after = width_at(&name, NAME_PX) * 1.1 + 10.0;
    let note = (scene.text.board.subtitle)(board.lanes.len() as u64);
    let mut shapes = Vec::from([Shape::text("picture-topic", (0.0, 20.0), Anchor::Start, name)]);
    if after + width_at(&note, 12.5) <= width {
        shapes.push(Shape::text("picture-note", (after, 20.0), Anchor::Start, note));
    }
    shapes
}

/// A queue's row.
#[derive(Clone, Copy)]
struct PictureRow<'a> {
    scene: &'a Scene<'a>,
    topic: &'a Name,
    lane: &'a QueueLane,
    axis: Axis,
    width: u32,
    density: Density,
    /// The short name of the rules, where the lane is of the lab beside.
    rules: Option<&'static str>,
}

impl PictureRow<'_> {
    fn add_to(&self, column: &mut Column, chosen: bool) {
        let scene = self.scene;
        let aside = self.rules.is_none().then_some(scene.aside);
        let marks = group_marks(
            self.lane,
            (self.topic, aside),
            |group| scene.group(group),
            scene.focus.group.as_ref(),
        );
        let fast = match self.rules {
            None => fast_stretches(scene.world, self.topic, self.lane, &self.axis, self.density),
            Some(_) => Vec::new(),
        };
        let senders = senders(scene.actors, self.topic, scene.text);
        let picture = shapes(&self.picture(&marks, &fast, (&senders, chosen)));
        let name = match self.rules {
            Some(rules) => String::from(rules),
            None => queue_label(scene.text, self.lane),
        };
        if self.density == Density::Card {
            return self.add_card(column, name, chosen, (&marks, picture));
        }
        let (top, height) = self.density.bar();
        let small = self.density == Density::Compact;
        let name = fitted(&name, 14.0, f64::from(GUTTER) + 12.0);
        let label =
            Shape::text(queue_class(chosen, small), (1.0, top + height / 2.0 + 4.0), Anchor::Start, name);
        let moved = Shape::Moved { by: (f64::from(GUTTER), 0.0), inside: picture };
        column.add(0.0, f64::from(self.density.height()), Vec::from([label, moved]));
    }

    fn picture<'a>(
        &'a self,
        marks: &'a [GroupMark],
        fast: &'a [FastStretch],
        (senders, chosen): (&'a str, bool),
    ) -> LanePicture<'a> {
        let scene = self.scene;
        LanePicture {
            topic: self.topic,
            lane: self.lane,
            axis: self.axis,
            width: self.width,
            density: self.density,
            marks,
            senders,
            aside: self.rules.is_none().then_some(scene.aside),
            fast,
            picked: None,
            spots: &[],
            guess: scene.guess_on(self.topic, self.lane.queue).filter(|_| self.rules.is_none()),
            selected: chosen,
            since: None,
            playing: false,
            handles: false,
            beside: self.rules,
            start_ms: scene.world.header().start_ms,
            text: scene.text,
            text_width,
        }
    }

    /// The row as a card: name and ends, the picture, who lags how much.
    fn add_card(
        &self,
        column: &mut Column,
        name: String,
        chosen: bool,
        (marks, picture): (&[GroupMark], Vec<Shape>),
    ) {
        let (board, unknown) = (&self.scene.text.board, self.scene.text.common.unknown);
        let (min, max) =
            (number_or(self.lane.known_min(), unknown), number_or(self.lane.known_max(), unknown));
        let ends = [board.min, "\u{a0}", &min, ", ", board.max, "\u{a0}", &max].concat();
        let edge = f64::from(CARD_EDGES) / 2.0;
        let width = f64::from(self.width);
        let mut inside = Vec::from([
            Shape::text(queue_class(chosen, true), (0.0, 24.0), Anchor::Start, name),
            Shape::text("picture-note", (width, 24.0), Anchor::End, ends),
            Shape::Moved { by: (0.0, CARD_TOP), inside: picture },
        ]);
        let mut y = CARD_TOP + f64::from(self.density.height());
        for line in lag_lines(marks, self, width) {
            inside.push(Shape::Moved { by: (0.0, y), inside: line });
            y += LAG_LINE;
        }
        let card = Shape::path("picture-card", rounded(width + 2.0 * edge, y + CARD_FOOT));
        column.add(
            0.0,
            y + CARD_FOOT + CARD_GAP,
            Vec::from([card, Shape::Moved { by: (edge, 0.0), inside }]),
        );
    }
}

fn queue_class(chosen: bool, small: bool) -> &'static str {
    match (chosen, small) {
        (true, true) => "picture-queue is-chosen is-small",
        (true, false) => "picture-queue is-chosen",
        (false, true) => "picture-queue is-small",
        (false, false) => "picture-queue",
    }
}

/// A card's outline.
fn rounded(width: f64, height: f64) -> String {
    let (across, down) = (px(width - 1.0 - 2.0 * CARD_CORNER), px(height - 1.0 - 2.0 * CARD_CORNER));
    let turn = |x: &str, y: &str| ["a12 12 0 0 1 ", x, "12 ", y, "12"].concat();
    let back = |length: &str| ["-", length].concat();
    [
        "M12.5 .5h",
        &across,
        &turn("", ""),
        "v",
        &down,
        &turn("-", ""),
        "h",
        &back(&across),
        &turn("-", "-"),
        "v",
        &back(&down),
        &turn("", "-"),
        "z",
    ]
    .concat()
}

/// How wide a line is, and its entries: how wide each is, whose it is, and what it says.
type LagLine<'a> = (f64, Vec<(f64, &'a GroupMark, String)>);

/// Who lags how much, with the groups' shapes, in as many lines as it takes; the lags of a line stand as far
/// apart as they can.
fn lag_lines(marks: &[GroupMark], row: &PictureRow, width: f64) -> Vec<Vec<Shape>> {
    const MARK: f64 = 19.0;
    let mut lines: Vec<LagLine> = Vec::new();
    for mark in marks {
        let words = fitted(&mark.words(row.scene.text), LAG_PX, width - MARK);
        let own = MARK + width_at(&words, LAG_PX);
        match lines.last_mut().filter(|(used, _)| used + LAG_GAP + own <= width) {
            Some((used, line)) => {
                *used += LAG_GAP + own;
                line.push((own, mark, words));
            }
            None => lines.push((own, Vec::from([(own, mark, words)]))),
        }
    }
    let drawn = |(used, line): LagLine| {
        let gap = LAG_GAP + (width - used).max(0.0) / (line.len().max(2) - 1) as f64;
        let mut x = 0.0;
        let mut shapes = Vec::new();
        for (own, mark, words) in line {
            let corners = points(group_corners(mark.ordinal, 1.0, (x + 7.0, 9.5)));
            let shape = Shape::Polygon { class: "shape".into(), points: corners, title: None, key: None };
            let class = ["group-mark ", mark.class()].concat();
            shapes.push(Shape::Group {
                class: class.into(),
                title: None,
                of: None,
                inside: Vec::from([shape]),
            });
            let class = ["picture-lags mine ", mark.class()].concat();
            shapes.push(Shape::text(class, (x + MARK, 14.0), Anchor::Start, words));
            x += own + gap;
        }
        shapes
    };
    lines.into_iter().map(drawn).collect()
}
