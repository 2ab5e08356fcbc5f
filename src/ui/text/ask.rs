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
        [
            "Its ",
            &plural(n, "queue", "queues"),
            " and every group’s offsets on ",
            topic,
            " go, and with them its producers and \
         consumers. What is stored stays on the disk until retention takes it.",
        ]
        .concat()
    },
    delete_group: |group| ["Delete group ", group, "?"].concat(),
    delete_group_what: "Its offsets stay with the broker unless you remove them too: a new group of this name would go on from them (T-21).",
    delete_group_offsets: "Remove its offsets too",
    delete_group_consumers: |n| [&plural(n, "consumer leaves", "consumers leave"), " with it."].concat(),
    remove_producer: |name| ["Remove producer ", name, "?"].concat(),
    remove_producer_what: "What it sent stays.",
    remove_offsets: |group, topic| ["Forget the offsets of ", group, " on ", topic, "?"].concat(),
    rewind: "Change the past?",
    rewind_plan: "Change what is planned?",
    rewind_what: |n| {
        [
            "This lab has ",
            &plural(n, "later change", "later changes"),
            " than the moment shown. They are dropped if you change something here.",
        ]
        .concat()
    },
    rewind_do: "Drop them and change",
};

/// Chinese.
pub const ZH: Ask = Ask {
    delete_topic_what: |topic, n| {
        [
            "它的 ",
            &of(n, " 个队列"),
            "以及各组在 ",
            topic,
            " 上的位点都会消失，它的生产者和消费者也一并移除。已存储的数据留在磁盘上，直到按保存策略删除。",
        ]
        .concat()
    },
    delete_group: |group| ["删除消费者组 ", group, "？"].concat(),
    delete_group_what: "除非一并删除，它的位点仍留在服务端：同名的新组会从那里继续（T-21）。",
    delete_group_offsets: "同时删除其位点",
    delete_group_consumers: |n| of(n, " 个消费者随之离开。"),
    remove_producer: |name| ["移除生产者 ", name, "？"].concat(),
    remove_producer_what: "已发送的消息仍在。",
    remove_offsets: |group, topic| ["清除 ", group, " 在 ", topic, " 上的位点？"].concat(),
    rewind: "要改变过去吗？",
    rewind_plan: "要改变之后的安排吗？",
    rewind_what: |n| {
        ["在所示时刻之后，本实验还有 ", &of(n, " 次改动"), "。如果在此处修改，它们会被丢弃。"].concat()
    },
    rewind_do: "丢弃并修改",
};
