//! `mqadmin consumerProgress -g GROUP`, and `brokerConsumeStats` with its column of groups. Not here: whose
//! progress it is where the table does not say (`naming`).
//!
//! Invariant: a row counts only where its Diff is Max − offset.

use crate::import::formats::Columns;
use crate::import::words::Fixed;

/// Its columns.
pub(crate) const COLUMNS: Columns = Columns {
    topic: "Topic",
    group: "Group",
    broker: "Broker Name",
    queue: "QID",
    min: "",
    max: "Broker Offset",
    offset: "Consumer Offset",
    diff: "Diff",
};

/// The columns of a table whose heading `grep` took away.
pub(crate) const USUAL: [&str; 6] =
    ["Topic", "Broker Name", "QID", "Broker Offset", "Consumer Offset", "Diff"];

/// The version whose columns these are, and those versions in words. `width`: of the topic's.
pub(crate) fn version(columns: &[&str], width: Option<usize>) -> Option<(&'static str, Fixed)> {
    let has = |name| columns.contains(&name);
    Some(match width {
        _ if has("Group") => return None,
        _ if has("Inflight") => ("5.3.3", ("5.x", "5.x")),
        _ if !has("LastTime") => ("3.2.6", ("3.x", "3.x")),
        Some(66) => ("4.9.7", ("4.9.3 and later", "4.9.3 及之后")),
        Some(34) if has("Client IP") => ("4.8.0", ("4.2 to 4.8", "4.2 到 4.8")),
        Some(34) => ("4.9.0", ("4.9.0 to 4.9.2", "4.9.0 到 4.9.2")),
        Some(_) | None => return None,
    })
}
