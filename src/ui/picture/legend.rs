//! How to read a stand-alone picture: the signs that are in it, each with its name, in lines below it. Not
//! here: the page's legend, which explains each of them (`board::legend`).
//!
//! Invariant: a sign is drawn by the same classes as in a lane; a sign that no lane has is left out.

use crate::engine::ids::QueueOffset;
use crate::ui::draw::letters::width_at;
use crate::ui::draw::primitives::{Anchor, Shape};
use crate::ui::draw::shapes::{group_class, group_corners, points};
use crate::ui::picture::board::{Scene, fitted};
use crate::ui::text::{Fate, Term};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Pixels of a sign, and from a name to the next sign; height of a line.
const SIGN: f64 = 26.0;
const GAP: f64 = 18.0;
const LINE: f64 = 20.0;
/// Size of the names.
const FONT_PX: f64 = 11.0;

/// The legend as lines within this width, and its height.
pub fn legend(scene: &Scene, width: f64) -> (Vec<Shape>, f64) {
    let (mut x, mut y) = (0.0, 0.0);
    let mut shapes = Vec::new();
    for (sign, name) in signs(scene) {
        let name = fitted(&name, FONT_PX, width - SIGN);
        let own = SIGN + width_at(&name, FONT_PX);
        if x > 0.0 && x + own > width {
            (x, y) = (0.0, y + LINE);
        }
        let named = [sign, Vec::from([Shape::text("t3", (SIGN, 12.0), Anchor::Start, name)])].concat();
        shapes.push(Shape::Moved { by: (x, y), inside: named });
        x += own + GAP;
    }
    let height = if shapes.is_empty() { 0.0 } else { y + LINE };
    (shapes, height)
}

fn bar(class: &'static str) -> Shape {
    Shape::bar(class, (0.0, 20.0), (3.0, 10.0))
}

/// The groups, then what else there is to see, in the order in which it stands on a lane.
fn signs(scene: &Scene) -> Vec<(Vec<Shape>, String)> {
    let lanes = || scene.shown().flat_map(|board| &board.lanes);
    let groups = || lanes().flat_map(|lane| &lane.groups);
    let words = &scene.text.aside;
    let term = |term: Term| term.text(scene.text.language).label.to_string();
    let tick =
        |class: &'static str| Vec::from([bar("stored"), Shape::line(class, [(10.0, 0.0), (10.0, 16.0)])]);
    let of_group =
        |shape: Shape| Shape::Group { class: "g1".into(), title: None, of: None, inside: Vec::from([shape]) };
    let mut signs: Vec<(bool, Vec<Shape>, String)> = Vec::new();
    for group in &scene.actors.groups {
        let shown = groups().any(|here| here.group == group.group);
        let corners = points(group_corners(group.ordinal, 1.0, (10.0, 8.0)));
        let shape = Shape::Polygon { class: "shape".into(), points: corners, title: None, key: None };
        let class = ["group-mark ", group_class(group.ordinal)].concat();
        let mark = Shape::Group { class: class.into(), title: None, of: None, inside: Vec::from([shape]) };
        signs.push((shown, Vec::from([mark]), group.group.to_string()));
    }
    let purged = lanes().any(|lane| lane.min_known && lane.first < lane.min);
    signs.push((purged, Vec::from([bar("purged"), bar("purged-hatch")]), words.legend_purged.0.to_string()));
    let stored = lanes().any(|lane| lane.min < lane.max);
    signs.push((stored, Vec::from([bar("stored")]), words.legend_stored.0.to_string()));
    let newest = lanes().any(|lane| lane.newest_from < lane.max);
    signs.push((newest, Vec::from([bar("newest")]), words.legend_newest.0.to_string()));
    let cold = !scene.aside.cold.is_empty();
    signs.push((cold, Vec::from([bar("stored"), bar("cold")]), term(Term::Cold)));
    signs.push((lanes().any(|lane| lane.min_known), tick("min-tick"), term(Term::Min)));
    signs.push((lanes().any(|lane| lane.max_known), tick("max-tick"), term(Term::Max)));
    let any = lanes().any(|lane| {
        let behind = |offset: QueueOffset| lane.min_known && lane.min < offset;
        lane.groups.iter().any(|group| group.consumer_offset.is_some_and(behind))
    });
    let consumed = Shape::group(Vec::from([
        Shape::bar("behind", (0.0, 12.0), (3.0, 10.0)),
        Shape::bar("consumed", (0.0, 12.0), (10.0, 3.0)),
    ]));
    signs.push((
        any,
        Vec::from([bar("stored"), of_group(consumed)]),
        scene.text.board.consumed.0.to_string(),
    ));
    let inflight = Shape::bar("inflight", (2.0, 18.0), (5.0, 6.0));
    let any = groups().any(|group| group.inflight > 0);
    signs.push((any, Vec::from([bar("stored"), of_group(inflight)]), term(Term::InFlight)));
    let finished = Shape::path("finished", "M5 8h5M12 8h3".to_string());
    let any = groups().any(|group| !group.finished.is_empty());
    signs.push((any, Vec::from([bar("stored"), of_group(finished)]), term(Term::Finished)));
    let any = groups().any(|group| {
        scene.aside.pockets.groups.iter().any(|of| of.group == group.group && !of.hidden.is_empty())
    });
    let outline = Shape::path("hidden-span", "M2 5h16v6h-16z".to_string());
    let hidden = Fate::Hidden.text(scene.text.language).label;
    signs.push((any, Vec::from([bar("stored"), of_group(outline)]), hidden.to_string()));
    signs.into_iter().filter(|(any, ..)| *any).map(|(_, sign, name)| (sign, name)).collect()
}
