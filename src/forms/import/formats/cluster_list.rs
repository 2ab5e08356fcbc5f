//! `mqadmin clusterList` and `brokerStatus`, which tell a broker's version. Not here: what follows from it
//! (`versions`).
//!
//! Invariant: nothing but the version is taken.

use crate::import::cluster::{Cluster, Told};
use crate::import::table::Place;

/// The line of `brokerStatus` with the version.
pub(crate) const VERSION_KEY: &str = "brokerVersionDesc";

/// A row of `clusterList`.
pub(crate) fn row(columns: &[&str], words: &[&str], place: Place<'_>, cluster: &mut Cluster) {
    let word = |name: &str| words.get(columns.iter().position(|column| *column == name)?).copied();
    let (Some(broker), Some(version)) = (word("Broker Name"), word("Version")) else { return };
    if cluster.broker.as_deref().is_none_or(|chosen| chosen == broker) {
        cluster.read_version(place.file, version, Told::Printed);
    }
}
