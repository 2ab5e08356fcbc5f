//! The whole board as one stand-alone picture: which lab, by which rules, when; its topics; messages outside
//! the queues; the legend. Not here: one topic (`topic`), writing it as SVG (`draw::svg`).
//!
//! Invariant: the same scene and width give the same picture, on the page and on the command line.

use crate::engine::broker::delay::is_internal_topic;
use crate::engine::ids::{Name, QueueId};
use crate::engine::profile::Profile;
use crate::projection::{Actors, GroupView, QueueLane};
use crate::sim::World;
use crate::ui::draw::axis::Axis;
use crate::ui::draw::format::{clock, count};
use crate::ui::draw::letters::width_at;
use crate::ui::draw::primitives::{Anchor, Shape};
use crate::ui::draw::shapes::box_points;
use crate::ui::draw::svg::Picture;
use crate::ui::picture::lane::summary;
use crate::ui::picture::legend::legend;
use crate::ui::picture::marks::group_marks;
use crate::ui::picture::topic::topic;
use crate::ui::picture::{Density, Guess};
use crate::ui::state::attention::Focus;
use crate::ui::state::board::Board;
use crate::ui::state::outside_queues::Aside;
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Pixels around the board, above it for its title, and from what it shows to the legend.
pub const EDGE: f64 = 16.0;
pub const HEAD: f64 = 58.0;
const GAP: f64 = 6.0;
/// Height of a line of text.
const LINE: f64 = 18.0;
/// Lines that tell of messages outside the queues, at most.
const ASIDE_MAX: usize = 6;
/// Width of a picture for which nobody asked another one: its board is that of a page of 1280 pixels with a
/// scroll bar.
pub const WIDTH: u32 = 725;
/// The narrowest and the widest.
pub const WIDTHS: core::ops::RangeInclusive<u32> = 300..=4_000;
/// Height of the board of a page of 1280 by 800 pixels, by which lanes are as roomy as there.
const BOARD_HEIGHT: i64 = 490;

/// The axis of a topic, or of one lane of it, where it is not the ordinary one.
pub type Window<'a> = &'a dyn Fn(&Board, Option<&QueueLane>, &Axis) -> Option<Axis>;

/// What is drawn, and what is only drawn where a person chose it.
pub struct Scene<'a> {
    pub title: &'a str,
    pub now_us: u64,
    pub world: &'a World,
    pub boards: &'a [Board],
    pub actors: &'a Actors,
    pub aside: &'a Aside,
    pub focus: &'a Focus,
    /// The same lab under other rules.
    pub beside: Option<(Profile, &'a [Board])>,
    /// A learner's guess, on a topic.
    pub guess: Option<(Name, Guess)>,
    /// The axis of a lane where less than everything is shown; without a lane, that of its topic.
    pub window: Window<'a>,
    pub text: &'static Text,
}

impl Scene<'_> {
    /// The topics that are drawn: not those of the broker's own making.
    pub fn shown(&self) -> impl Iterator<Item = &Board> {
        self.boards.iter().filter(|board| !is_internal_topic(&board.topic))
    }

    /// A group.
    pub fn group(&self, group: &Name) -> Option<&GroupView> {
        self.actors.groups.iter().find(|view| view.group == *group)
    }

    /// The guess on a queue.
    pub fn guess_on(&self, topic: &Name, queue: QueueId) -> Option<Guess> {
        self.guess.as_ref().filter(|(on, guess)| on == topic && guess.queue == queue).map(|(_, guess)| *guess)
    }

    fn density(&self, width: u32) -> Density {
        let lanes: usize = self.shown().map(|board| board.lanes.len()).sum();
        let lanes = if self.beside.is_some() { lanes * 2 } else { lanes };
        Density::on_board(
            (width, BOARD_HEIGHT),
            self.shown().count(),
            lanes,
            (self.aside.has_pockets(), false),
        )
    }

    /// By which rules, and when.
    fn under(&self) -> String {
        let profile = (self.text.profile)(self.world.header().profile).name;
        (self.text.take_away.under)(profile, &clock(self.now_us))
    }

    /// What every lane says, in words.
    fn summary(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for board in self.shown() {
            for lane in &board.lanes {
                let marks =
                    group_marks(lane, (&board.topic, Some(self.aside)), |group| self.group(group), None);
                lines.push(summary(self.text, &board.topic, lane, &marks, None));
            }
        }
        lines.join(". ")
    }

    /// What waits aside of the queues, a line for each pocket.
    fn aside_lines(&self) -> Vec<String> {
        let words = &self.text.aside;
        let mut lines: Vec<(String, u64)> = Vec::new();
        for pocket in &self.aside.pockets.topics {
            lines.push(((words.scheduled)(&pocket.topic), pocket.wait.count));
        }
        for pocket in &self.aside.pockets.groups {
            let whose = |title: &str| [title, " (", &pocket.group, ")"].concat();
            lines.push((whose(words.retrying), pocket.retrying.count));
            lines.push((whose(words.ready), pocket.retry_ready));
            lines.push((whose(words.dead), pocket.dead_letters));
            for span in &pocket.hidden {
                let place = [&*span.topic, "/", &span.queue.to_string()].concat();
                lines.push((whose(&(words.hidden)(&place)), span.count));
            }
        }
        lines.retain(|(_, count)| *count > 0);
        let left = lines.len().saturating_sub(ASIDE_MAX);
        let told =
            lines.iter().take(ASIDE_MAX).map(|(title, waiting)| [title, ": ", &count(*waiting)].concat());
        told.chain((left > 0).then(|| (words.more)(&count(left as u64)))).collect()
    }
}

/// A text that is no wider than this in a font of this size.
pub fn fitted(words: &str, px: f64, width: f64) -> String {
    if width_at(words, px) <= width {
        return words.to_string();
    }
    let mut shown = String::new();
    for letter in words.chars() {
        shown.push(letter);
        if width_at(&shown, px) + px > width {
            shown.pop();
            break;
        }
    }
    shown.push('…');
    shown
}

/// The topics, without a frame, on a board of this width.
fn topics(scene: &Scene, width: u32) -> (Vec<Shape>, f64) {
    let density = scene.density(width);
    let mut shapes = Vec::new();
    let mut y = 0.0;
    for board in scene.shown() {
        let column = topic(scene, board, width, density);
        shapes.push(Shape::Moved { by: (0.0, y), inside: column.shapes });
        y += column.height;
    }
    if shapes.is_empty() {
        y += HEAD;
        shapes.push(Shape::text(
            "picture-note",
            (0.0, 20.0),
            Anchor::Start,
            scene.text.board.empty.to_string(),
        ));
    }
    (shapes, y)
}

/// The topics alone, as they stand on a page whose board has this width.
pub fn board_alone(scene: &Scene, width: u32) -> Picture {
    let (shapes, height) = topics(scene, width);
    named(scene, (width, height.ceil() as u32), shapes)
}

/// The board with its title and its legend.
pub fn board(scene: &Scene, width: u32) -> Picture {
    let inner = f64::from(width) - 2.0 * EDGE;
    let title = fitted(scene.title, 16.0 * 1.1, inner);
    let under = fitted(&scene.under(), 12.0, inner);
    let mut shapes = Vec::from([
        Shape::text("picture-title", (EDGE, 26.0), Anchor::Start, title),
        Shape::text("t2", (EDGE, 45.0), Anchor::Start, under),
    ]);
    let (inside, height) = topics(scene, inner as u32);
    shapes.push(Shape::Moved { by: (EDGE, HEAD), inside });
    let mut y = HEAD + height;
    let aside = scene.aside_lines();
    if !aside.is_empty() {
        y += GAP;
        let title = [scene.text.aside.title.to_string()];
        for (i, words) in title.into_iter().chain(aside).enumerate() {
            y += LINE;
            let class = if i == 0 { "picture-queue is-small" } else { "t2" };
            shapes.push(Shape::text(class, (EDGE, y - 4.0), Anchor::Start, fitted(&words, 12.5, inner)));
        }
    }
    let (inside, height) = legend(scene, inner);
    if height > 0.0 {
        shapes.push(Shape::Moved { by: (EDGE, y + GAP), inside });
        y += GAP + height;
    }
    let height = y + EDGE / 2.0;
    let points = box_points(0.0, f64::from(width), 0.0, height);
    shapes.insert(0, Shape::Polygon { class: "picture-ground".into(), points, title: None, key: None });
    named(scene, (width, height as u32), shapes)
}

fn named(scene: &Scene, (width, height): (u32, u32), shapes: Vec<Shape>) -> Picture {
    let title = [scene.title, " – ", &scene.under()].concat();
    Picture { width, height, title, summary: scene.summary(), shapes }
}
