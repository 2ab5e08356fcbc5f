//! A topic's board as the page keeps it: its lanes, and from where to where its axis goes. Not here:
//! computing it (`projection`), drawing it (`picture`).
//!
//! Invariant: the axis reaches from the least first offset of the lanes to their greatest end.

use crate::engine::ids::Name;
use crate::projection::{QueueLane, TopicBoard};
use alloc::rc::Rc;
use alloc::vec::Vec;

/// A topic's board whose lanes can be kept one by one.
#[derive(Clone, PartialEq, Debug)]
pub struct Board {
    pub topic: Name,
    pub lanes: Vec<Rc<QueueLane>>,
    /// Axis: first offset, first offset that still matters, end.
    pub first: i64,
    pub live: i64,
    pub end: i64,
}

impl From<TopicBoard> for Board {
    fn from(board: TopicBoard) -> Board {
        let live = board.lanes.iter().map(live_from).min().unwrap_or_default().min(board.axis_to.0);
        Board {
            topic: board.topic,
            first: board.axis_from.0,
            live,
            end: board.axis_to.0,
            lanes: board.lanes.into_iter().map(Rc::new).collect(),
        }
    }
}

/// The least offset of a lane that a person may want to see: Min, or a group that is below it.
fn live_from(lane: &QueueLane) -> i64 {
    let groups = lane.groups.iter().filter_map(|group| group.consumer_offset).map(|offset| offset.0);
    let bound = lane.known_min().or(lane.known_max());
    groups.fold(bound.map_or(i64::MAX, |bound| bound.0), i64::min)
}
