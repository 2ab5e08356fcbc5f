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
            "Its {} and every group’s offsets on {topic} go, and with them its producers and \
         consumers. What is stored stays on the disk until retention takes it.",
            plural(n, "queue", "queues")
        )
    },
    delete_group: |group| format!("Delete group {group}?"),
    delete_group_what: "Its offsets stay with the broker unless you remove them too: a new group of this name would go on from them (T-21).",
    delete_group_offsets: "Remove its offsets too",
    delete_group_consumers: |n| format!("{} with it.", plural(n, "consumer leaves", "consumers leave")),
    remove_producer: |name| format!("Remove producer {name}?"),
    remove_producer_what: "What it sent stays.",
    remove_offsets: |group, topic| format!("Forget the offsets of {group} on {topic}?"),
    rewind: "Change the past?",
    rewind_plan: "Change what is planned?",
    rewind_what: |n| {
        format!(
            "This lab has {} than the moment shown. They are dropped if you change something here.",
            plural(n, "later change", "later changes")
        )
    },
    rewind_do: "Drop them and change",
};

/// Chinese.
pub const ZH: Ask = Ask {
    delete_topic_what: |topic, n| {
        format!(
            "它的 {}以及各组在 {topic} 上的位点都会消失，它的生产者和消费者也一并移除。已存储的数据留在磁盘上，直到按保存策略删除。",
            of(n, " 个队列")
        )
    },
    delete_group: |group| format!("删除消费者组 {group}？"),
    delete_group_what: "除非一并删除，它的位点仍留在服务端：同名的新组会从那里继续（T-21）。",
    delete_group_offsets: "同时删除其位点",
    delete_group_consumers: |n| of(n, " 个消费者随之离开。"),
    remove_producer: |name| format!("移除生产者 {name}？"),
    remove_producer_what: "已发送的消息仍在。",
    remove_offsets: |group, topic| format!("清除 {group} 在 {topic} 上的位点？"),
    rewind: "要改变过去吗？",
    rewind_plan: "要改变之后的安排吗？",
    rewind_what: |n| {
        format!("在所示时刻之后，本实验还有 {}。如果在此处修改，它们会被丢弃。", of(n, " 次改动"))
    },
    rewind_do: "丢弃并修改",
};
