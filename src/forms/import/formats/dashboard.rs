//! The tables of RocketMQ's dashboard as a browser copies them: cells between tabs, and above each table a
//! line with its topic or group. Not here: mqadmin's tables.
//!
//! Invariant: a name comes from such a line, never from a row's client.

use crate::import::formats::Columns;

/// The details of a group: a table for each topic.
pub(crate) const CONSUME_DETAIL: Columns = Columns {
    topic: "",
    group: "",
    broker: "broker",
    queue: "queue",
    min: "",
    max: "brokerOffset",
    offset: "consumerOffset",
    diff: "diffTotal",
};

/// The status of a topic, where a queue is `MessageQueue [topic=T, brokerName=b, queueId=0]`.
pub(crate) const STATUS_DETAIL: Columns = Columns {
    topic: "topic",
    group: "",
    broker: "broker",
    queue: "queue",
    min: "minOffset",
    max: "maxOffset",
    offset: "",
    diff: "",
};

/// `[group]消费详情`: its group.
pub(crate) fn group_of(line: &str) -> Option<&str> {
    let (group, rest) = line.strip_prefix('[')?.split_once(']')?;
    let is_title = rest.contains("消费") || rest.to_ascii_lowercase().contains("consum");
    (is_title && !group.contains(' ')).then_some(group)
}

/// `主题 coupon 延迟 13`: its topic.
pub(crate) fn topic_of(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let first = words.next()?.trim_end_matches([':', '：']);
    let topic = words.next()?;
    let is_title = first == "主题" || first.eq_ignore_ascii_case("topic");
    (is_title && words.next().is_some()).then_some(topic)
}
