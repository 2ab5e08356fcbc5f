//! The words of the list of actors. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};

/// The list of actors.
pub struct Actors {
    pub title: &'static str,
    pub producers: &'static str,
    pub groups: &'static str,
    pub broker: &'static str,
    pub no_producers: &'static str,
    pub no_groups: &'static str,
    pub lag: OfText,
    /// A lag, and the number of queues without an offset.
    pub lag_and_none: fn(&str, u64) -> String,
    pub per_second: OfText,
    /// size, number of keys as text
    pub keys: OfTwo,
    pub no_keys: OfText,
    pub consumers: OfCount,
    /// consumers, time for a message
    pub consumers_each: OfTwo,
    /// Between two things that are said of one.
    pub and: &'static str,
    pub paused: &'static str,
    pub caught_up: &'static str,
    pub stopped: &'static str,
    pub below_min: &'static str,
    pub not_started: &'static str,
    pub refused: OfText,
}

/// English.
pub const EN: Actors = Actors {
    title: "Actors",
    producers: "Producers",
    groups: "Consumer groups",
    broker: "Broker",
    no_producers: "No producers.",
    no_groups: "No consumer groups.",
    lag: |lag| format!("lag {lag}"),
    lag_and_none: |lag, n| format!("{lag}, and {} without an offset", plural(n, "queue", "queues")),
    per_second: |n| format!("{n}/s"),
    keys: |size, keys| format!("{size}, {keys} keys"),
    no_keys: |size| format!("{size}, round robin"),
    consumers: |n| plural(n, "consumer", "consumers"),
    consumers_each: |consumers, each| format!("{consumers}, {each} each"),
    and: ", ",
    paused: "paused",
    caught_up: "caught up",
    stopped: "no consumer",
    below_min: "below Min",
    not_started: "not started",
    refused: |n| format!("{n} refused"),
};

/// Chinese.
pub const ZH: Actors = Actors {
    title: "参与者",
    producers: "生产者",
    groups: "消费者分组",
    broker: "服务端",
    no_producers: "没有生产者。",
    no_groups: "没有消费者分组。",
    lag: |lag| format!("堆积 {lag}"),
    lag_and_none: |lag, n| format!("{lag}，另有 {n} 个队列没有位点"),
    per_second: |n| format!("{n} 条/秒"),
    keys: |size, keys| format!("{size}，{keys} 个 key"),
    no_keys: |size| format!("{size}，轮询发往各队列"),
    consumers: |n| of(n, " 个消费者"),
    consumers_each: |consumers, each| format!("{consumers}，每条 {each}"),
    and: "，",
    paused: "已暂停",
    caught_up: "已追上",
    stopped: "没有消费者",
    below_min: "低于 Min",
    not_started: "尚未开始",
    refused: |n| format!("{n} 条被拒绝"),
};
