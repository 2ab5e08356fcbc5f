//! The words of the queue board. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};
use alloc::string::ToString;

/// The queue board.
pub struct Board {
    pub title: &'static str,
    /// number of queues
    pub subtitle: OfCount,
    pub picture: &'static str,
    pub table: &'static str,
    pub view: &'static str,
    pub copy_csv: &'static str,
    pub new_topic: &'static str,
    pub send: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub purged_count: OfText,
    pub min: &'static str,
    pub max: &'static str,
    /// group, lag
    pub lags: OfTwo,
    pub about_close: &'static str,
    pub others: &'static str,
    pub pending: &'static str,
    pub group: &'static str,
    pub owner: &'static str,
    pub purged_unread: &'static str,
    /// What the group in focus has behind it: a word, a sentence.
    pub consumed: (&'static str, &'static str),
    pub newest: &'static str,
    /// messages that a group has popped
    pub hidden: OfText,
    pub zoom: &'static str,
}

/// English.
pub const EN: Board = Board {
    title: "Queues",
    subtitle: |n| {
        if n == 1 {
            "1 queue".to_string()
        } else {
            format!("{}, one offset axis", plural(n, "queue", "queues"))
        }
    },
    picture: "Picture",
    table: "Table",
    view: "View",
    copy_csv: "Copy as CSV",
    new_topic: "New topic",
    send: "Send a message",
    empty: "No topic yet",
    empty_hint: "A topic holds the queues whose offsets this lab shows.",
    purged_count: |n| format!("{n} purged"),
    min: "Min",
    max: "Max",
    lags: |group, lag| format!("{group} lags {lag}"),
    others: "Other labs and lessons",
    about_close: "Close this text",
    pending: "reset pending",
    group: "Group",
    owner: "Owner",
    purged_unread: "Purged (of lag)",
    consumed: (
        "Consumed",
        "The stored messages below the consumer offset of the group in focus: it is behind them. They stay \
         stored until retention deletes them.",
    ),
    newest: "Segment being written: retention never deletes it (R-RET-3)",
    hidden: |n| format!("{n} popped, invisible"),
    zoom: "Zoom and pan",
};

/// Chinese.
pub const ZH: Board = Board {
    title: "队列",
    subtitle: |n| {
        if n == 1 { "1 个队列".to_string() } else { of(n, " 个队列，同一条位点轴") }
    },
    picture: "图",
    table: "表",
    view: "视图",
    copy_csv: "复制为 CSV",
    new_topic: "新建主题",
    send: "发送一条消息",
    empty: "还没有主题",
    empty_hint: "主题由队列组成，本实验展示队列上的位点。",
    purged_count: |n| format!("{n} 条已清理"),
    min: "Min",
    max: "Max",
    lags: |group, lag| format!("{group} 堆积 {lag}"),
    others: "其他实验与课程",
    about_close: "关闭说明",
    pending: "重置待生效",
    group: "消费者分组",
    owner: "所属消费者",
    purged_unread: "堆积中已清理",
    consumed: (
        "已消费",
        "当前分组的消费位点以下仍存储的消息：该分组已越过它们。消费不会删除消息，只有清理会。",
    ),
    newest: "正在写入的段：不会被清理（R-RET-3）",
    hidden: |n| format!("{n} 条已弹出，不可见"),
    zoom: "缩放与平移",
};
