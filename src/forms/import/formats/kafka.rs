//! `kafka-consumer-groups --describe`. Not here: Kafka's rules; the lab keeps RocketMQ's.
//!
//! Invariant: log end is Max, the current offset is the next to read, `-` is none, the log's start is
//! unknown.

use crate::import::formats::Columns;

/// Its columns; without `GROUP` in older versions.
pub(crate) const COLUMNS: Columns = Columns {
    topic: "TOPIC",
    group: "GROUP",
    broker: "",
    queue: "PARTITION",
    min: "",
    max: "LOG-END-OFFSET",
    offset: "CURRENT-OFFSET",
    diff: "LAG",
};

/// What there is to know about Kafka's numbers in a lab.
pub(crate) const NOTE: &str = "these are Kafka's numbers: log end is taken as Max, the log's start is unknown, - is no offset, \
    and the rules stay RocketMQ's. Of a reset: Kafka refuses it while the group has members, RocketMQ does not; \
    an offset outside the log follows auto.offset.reset, here it goes to Min or Max (R-PULL-2); Kafka's \
    offsets expire, here they stay (R-EXP-1)";
