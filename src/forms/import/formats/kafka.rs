//! `kafka-consumer-groups --describe`. Not here: Kafka's rules; the lab keeps RocketMQ's.
//!
//! Invariant: log end is Max, the current offset is the next to read, `-` is none, the log's start is
//! unknown.

use crate::import::formats::Columns;
use crate::import::words::Fixed;

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
pub(crate) const NOTE: Fixed = (
    "these are Kafka's numbers: log end is taken as Max, the log's start is unknown, - is no offset, \
    and the rules stay RocketMQ's. Of a reset: Kafka refuses it while the group has members, RocketMQ does not; \
    an offset outside the log follows auto.offset.reset, here it goes to Min or Max (R-PULL-2); Kafka's \
    offsets expire, here they stay (R-EXP-1)",
    "这些是 Kafka 的数字：log end 作为 Max，日志起点未知，- 表示没有位点，规则仍是 RocketMQ 的。关于重置：消费者分组有成员时 \
    Kafka 会拒绝，RocketMQ 不会；超出日志的位点在 Kafka 中按 auto.offset.reset 处理，这里到 Min 或 Max（R-PULL-2）；Kafka 的位点会\
    过期，这里不会（R-EXP-1）",
);
