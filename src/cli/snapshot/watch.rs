//! `snapshot --every --for`: what a cluster was at several moments, one behind the other on a lab's time
//! line. Not here: reading one moment (`reading`).
//!
//! Invariant: at each moment the lab has the numbers that were read, and between two of them nothing moves.

use crate::engine::ids::{Name, QueueId, QueueOffset, VirtualTime};
use crate::engine::log::time_bound::TimeBound;
use crate::sim::command::{BrokerCall, Command};
use crate::sim::formats::journal::{JournalEntry, Scenario};
use std::collections::BTreeMap;

/// What a lab has last been told.
#[derive(Default)]
pub(super) struct Watched {
    queues: BTreeMap<(String, QueueId), Known>,
    offsets: BTreeMap<(String, String, QueueId), QueueOffset>,
}

struct Known {
    min: Option<QueueOffset>,
    max: Option<QueueOffset>,
    name: Option<String>,
    times: Vec<TimeBound>,
}

impl Watched {
    /// The first moment, which is the lab's beginning.
    pub(super) fn of(first: &Scenario) -> Watched {
        let mut watched = Watched::default();
        for entry in &first.journal {
            if let Command::ImportQueue { topic, queue, min, max, name, times } = &entry.command {
                let known = Known { min: *min, max: *max, name: name.clone(), times: times.clone() };
                watched.queues.insert((topic.to_string(), *queue), known);
            } else if let Command::Broker(BrokerCall::Commit { group, topic, queue, offset }) = &entry.command
            {
                watched.offsets.insert(key(group, topic, *queue), *offset);
            }
        }
        watched
    }

    /// A later moment: what has changed becomes commands of the lab. Queues and groups that were not there at
    /// first are none of it; gives how many of those there are.
    pub(super) fn add(&mut self, lab: &mut Scenario, later: Scenario, at_us: VirtualTime) -> usize {
        let mut unknown = 0;
        for entry in later.journal {
            let mut command = entry.command;
            if let Command::ImportQueue { topic, queue, min, max, name, times } = &mut command {
                let known = self.queues.get_mut(&(topic.to_string(), *queue));
                let Some(known) = known.filter(|known| known.name == *name) else {
                    unknown += 1;
                    continue;
                };
                if (known.min, known.max) == (*min, *max) {
                    continue;
                }
                (known.min, known.max) = (*min, *max);
                *times = within(&known.times, *min, *max);
            } else if let Command::Broker(BrokerCall::Commit { group, topic, queue, offset }) = &command {
                let Some(known) = self.offsets.get_mut(&key(group, topic, *queue)) else {
                    unknown += 1;
                    continue;
                };
                if *known == *offset {
                    continue;
                }
                *known = *offset;
            } else {
                continue;
            }
            lab.journal.push(JournalEntry { at_us, command });
        }
        lab.open_at_us = at_us;
        unknown
    }
}

fn key(group: &Name, topic: &Name, queue: QueueId) -> (String, String, QueueId) {
    (group.to_string(), topic.to_string(), queue)
}

/// The same bounds of a queue that has lost messages at its beginning: what is gone, the first one stands
/// for.
fn within(times: &[TimeBound], min: Option<QueueOffset>, max: Option<QueueOffset>) -> Vec<TimeBound> {
    let (Some(min), Some(max)) = (min, max) else { return Vec::new() };
    // A queue that was made anew has nothing of what was sampled.
    if times.iter().any(|bound| bound.to > max) {
        return Vec::new();
    }
    let bound = |bound: &TimeBound| TimeBound { from: bound.from.max(min), to: bound.to.max(min), ..*bound };
    times.iter().map(bound).collect()
}
