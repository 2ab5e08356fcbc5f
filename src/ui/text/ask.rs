//! The questions before something is lost. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};
use alloc::string::String;

/// Questions before something is lost.
pub struct Ask {
    pub delete_topic_what: fn(&str, u64) -> String,
    pub delete_group: OfText,
    pub delete_group_what: &'static str,
    pub delete_group_offsets: &'static str,
    pub delete_group_consumers: OfCount,
    pub remove_producer: OfText,
    pub remove_producer_what: &'static str,
    pub remove_offsets: OfTwo,
    pub rewind: &'static str,
    /// The same where nobody has been there yet.
    pub rewind_plan: &'static str,
    pub rewind_what: OfCount,
    pub rewind_do: &'static str,
}

/// English.
pub const EN: Ask = Ask {
    delete_topic_what: |topic, n| {
        format!(
            "This deletes its {}, every group’s offsets on {topic}, and its producers and \
         consumers. Stored messages stay on the disk until retention deletes their segments.",
            plural(n, "queue", "queues")
        )
    },
    delete_group: |group| format!("Delete group {group}?"),
    delete_group_what: "The broker keeps its offsets unless you remove them too. A new group with this name \
                        continues from them (T-21).",
    delete_group_offsets: "Remove its offsets too",
    delete_group_consumers: |n| format!("{} removed too.", plural(n, "consumer is", "consumers are")),
    remove_producer: |name| format!("Remove producer {name}?"),
    remove_producer_what: "The messages that it sent stay.",
    remove_offsets: |group, topic| format!("Remove the offsets of {group} on {topic}?"),
    rewind: "Change the past?",
    rewind_plan: "Change the plan?",
    rewind_what: |n| {
        format!(
            "{} the moment shown. Changing something here drops what follows.",
            plural(n, "change follows", "changes follow")
        )
    },
    rewind_do: "Drop them and change",
};

/// Chinese.
pub const ZH: Ask = Ask {
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
