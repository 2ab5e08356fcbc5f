//! `mqadmin consumerProgress` without `-g`: all groups, no queues. Not here: the table of one group
//! (`progress`).
//!
//! Invariant: nothing of it becomes a number of the lab.

use crate::import::cluster::Cluster;
use crate::import::table::Place;
use alloc::string::ToString;

/// A row: its group is noted, to be named.
pub(crate) fn row(columns: &[&str], words: &[&str], place: Place<'_>, cluster: &mut Cluster) {
    let at = columns.iter().position(|column| *column == "Group");
    // A line of prose has no count behind its first word.
    let counted = words.get(1).is_some_and(|word| word.parse::<u32>().is_ok());
    if let Some(group) = at.and_then(|at| words.get(at)).filter(|_| counted) {
        cluster.groups_seen.0.get_or_insert_with(|| (place.file.to_string(), place.line));
        cluster.groups_seen.1.push(group.to_string());
    }
}
