//! `mqadmin topicStatus -t TOPIC`. Not here: whose status it is, which the table does not say (`naming`).
//!
//! Invariant: a row has Min and Max, or says that Min is above Max.

use crate::import::formats::Columns;

/// Its columns.
pub(crate) const COLUMNS: Columns = Columns {
    topic: "",
    group: "",
    broker: "Broker Name",
    queue: "QID",
    min: "Min Offset",
    max: "Max Offset",
    offset: "",
    diff: "",
};

/// The columns of a table whose heading `grep` took away.
pub(crate) const USUAL: [&str; 4] = ["Broker Name", "QID", "Min Offset", "Max Offset"];
