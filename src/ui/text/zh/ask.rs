//! The words of `text::ask` in Simplified Chinese.

use crate::ui::text::ask::Ask;
use crate::ui::text::zh::of;

/// Chinese.
pub const WORDS: Ask = Ask {
    delete_topic_what: |topic, n| {
        format!(
            "将删除它的 {}、各消费者分组在 {topic} 上的位点，以及它的生产者和消费者。已存储的消息留在磁盘上，\
             直到所在的段被清理。",
            of(n, " 个队列")
        )
    },
    delete_group: |group| format!("删除消费者分组 {group}？"),
    delete_group_what: "除非一并删除，服务端会保留它的位点：同名的新分组从这些位点继续消费（T-21）。",
    delete_group_offsets: "同时删除其位点",
    delete_group_consumers: |n| of(n, " 个消费者也会被移除。"),
    remove_producer: |name| format!("移除生产者 {name}？"),
    remove_producer_what: "已发送的消息仍在。",
    remove_offsets: |group, topic| format!("删除 {group} 在 {topic} 上的位点？"),
    rewind: "要修改过去吗？",
    rewind_plan: "要修改之后的计划吗？",
    rewind_what: |n| format!("在所示时刻之后还有 {}。在此处修改会丢弃它们。", of(n, " 次改动")),
    rewind_do: "丢弃并修改",
};
