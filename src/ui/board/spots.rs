//! What a lesson's step points at on the board, and which part of the axis it shows. Not here: drawing it
//! (`picture::marks`), panels that a step opens (`shell::page`).
//!
//! Invariant: a spot that is not there is not drawn; only the step that is on points at something.

use crate::engine::ids::{Name, QueueId};
use crate::lesson::figure::{Figure, Part, Spot};
use crate::lesson::step::By;
use crate::projection::segment::part_of;
use crate::projection::{LaneGroup, QueueLane, broker_view};
use crate::sim::World;
use crate::sim::formats::journal::in_language;
use crate::ui::draw::axis::Axis;
use crate::ui::picture::Spotted;
use crate::ui::state::context::Ui;
use crate::ui::state::snapshot::Snapshot;
use alloc::string::ToString;
use alloc::vec::Vec;

fn figure(snapshot: &Snapshot) -> Option<&Figure> {
    snapshot.lesson.as_ref()?.step().figure.as_deref()
}

/// What the step points at on a lane, and the messages that a learner has picked there.
pub fn spots_on(ui: &Ui, snapshot: &Snapshot, topic: &Name, lane: &QueueLane) -> Vec<Spotted> {
    let highlight = figure(snapshot).map(|figure| &figure.highlight[..]).unwrap_or_default();
    let mut spots: Vec<Spotted> = highlight
        .iter()
        .filter_map(|spot| {
            let (from, to) = ui.lab.read(|player| span_of(spot, player.world(), topic, lane))?;
            (from <= to).then(|| Spotted { from, to, note: in_language(&spot.note, ui.text.key).to_string() })
        })
        .collect();
    spots.extend(picked(ui, topic, lane.queue));
    spots
}

/// The offsets of a spot on a lane, if it is there.
fn span_of(spot: &Spot, world: &World, topic: &Name, lane: &QueueLane) -> Option<(i64, i64)> {
    let here =
        spot.topic.as_ref().is_none_or(|of| of == topic) && spot.queue.is_none_or(|of| of == lane.queue);
    let group = || lane.groups.iter().find(|on| here && Some(&on.group) == spot.group.as_ref());
    let offset = |at: fn(&LaneGroup) -> Option<i64>| at(group()?);
    let at = |offset: i64| here.then_some((offset, offset));
    match spot.part {
        Part::Messages => {
            let first = spot.offset.filter(|_| here)?.0;
            Some((first, spot.last.map_or(first, |last| last.0).saturating_add(1)))
        }
        Part::Min => at(lane.known_min()?.0),
        Part::Max => at(lane.known_max()?.0),
        Part::Mark => at(offset(saved)?),
        Part::ClientMemory => at(offset(pulled)?),
        Part::Lag => Some((offset(saved)?, lane.known_max()?.0)),
        Part::Inflight => Some((offset(saved)?, offset(pulled)?)),
        Part::Segment => segment_of(spot, world, topic, lane.queue),
        Part::Lane => here.then_some((lane.first.0, lane.known_max()?.0)),
        Part::Disk | Part::Pocket => None,
    }
}

fn saved(on: &LaneGroup) -> Option<i64> {
    on.consumer_offset.map(|offset| offset.0)
}

fn pulled(on: &LaneGroup) -> Option<i64> {
    on.pull_offset.map(|offset| offset.0)
}

/// On this lane, what is in the segment of the spot's message.
fn segment_of(spot: &Spot, world: &World, topic: &Name, queue: QueueId) -> Option<(i64, i64)> {
    let (of, on, offset) = (spot.topic.as_ref()?, spot.queue?, spot.offset?);
    let segments = broker_view(world).segments;
    let segment = segments.iter().find(|segment| {
        let (from, to) = part_of(world, segment, of, on);
        from <= offset && offset < to
    })?;
    let (from, to) = part_of(world, segment, topic, queue);
    (from < to).then_some((from.0, to.0))
}

/// The messages that are picked as the answer of this step.
fn picked(ui: &Ui, topic: &Name, queue: QueueId) -> Option<Spotted> {
    let [Some(from), Some(to)] = ui.lab.asks_by(By::Cells, topic, queue)?[..] else { return None };
    (from < to).then(|| Spotted { from, to, note: ui.text.lesson.your_guess.to_string() })
}

/// The axis of a topic, or the part of it that the step shows.
pub fn axis_of_figure(snapshot: &Snapshot, axis: Axis) -> Axis {
    let shown = figure(snapshot).and_then(|figure| Some((figure.from?.0, figure.to?.0)));
    let Some((from, to)) = shown.filter(|(from, to)| from < to) else { return axis };
    Axis::over(from, from, to, axis.left, axis.width)
}
