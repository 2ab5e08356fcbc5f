//! What is shown by itself where nobody has chosen: what lags most. Not here: how much something lags
//! (`projection`).
//!
//! Invariant: what is chosen stays so while numbers that are about as large overtake each other.

use crate::engine::ids::{Name, QueueId};
use crate::projection::{Actors, GroupView};
use crate::ui::state::board::Board;

/// What a board draws attention to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Focus {
    pub group: Option<Name>,
    pub on: Option<(Name, QueueId)>,
}

impl Focus {
    /// What lags most, or else the first queue.
    pub fn on_worst(boards: &[Board], actors: &Actors) -> Focus {
        let group = worst_group(actors).map(|group| group.group.clone());
        let on = group.as_ref().and_then(|group| worst_queue(boards, group));
        Focus { group, on: on.or_else(|| Some((boards.first()?.topic.clone(), 0))) }
    }

    /// The queue of a topic.
    pub fn queue_in(&self, topic: &Name) -> Option<QueueId> {
        self.on.as_ref().filter(|(on, _)| on == topic).map(|(_, queue)| *queue)
    }
}

/// The group that lags most, of those that lag about as much the first.
pub fn worst_group(actors: &Actors) -> Option<&GroupView> {
    first_of_worst(actors.groups.iter().map(|group| (group, group.lag.unwrap_or(0).saturating_abs())))
}

/// The queue on which a group lags most, with its topic; of those that lag about as much the first.
pub fn worst_queue(boards: &[Board], group: &str) -> Option<(Name, QueueId)> {
    let lanes = || boards.iter().flat_map(|board| board.lanes.iter().map(move |lane| (board, lane)));
    let here = lanes().filter_map(|(board, lane)| {
        let on_lane = lane.groups.iter().find(|here| *here.group == *group)?;
        Some(((&board.topic, lane.queue), on_lane.lag.map_or(-1, i64::saturating_abs)))
    });
    first_of_worst(here).map(|(topic, queue)| (topic.clone(), queue))
}

/// The first whose number is nearly the greatest, which is within a tenth of it.
pub fn first_of_worst<T>(mut found: impl Iterator<Item = (T, i64)> + Clone) -> Option<T> {
    let most = found.clone().map(|(_, lag)| lag).max()?;
    let nearly = most.saturating_sub((most / 10).saturating_abs());
    found.find(|(_, lag)| *lag >= nearly).map(|(what, _)| what)
}
