//! The words of `text::actors` in Simplified Chinese.

use crate::ui::text::actors::Actors;
use crate::ui::text::zh::of;

/// Chinese.
pub const WORDS: Actors = Actors {
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
