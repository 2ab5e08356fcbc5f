//! The words of the inspector that several of its panels share. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};
use alloc::string::{String, ToString};

/// The inspector.
pub struct Inspector {
    pub nothing: &'static str,
    pub queues: &'static str,
    pub lost: OfText,
    pub below_min: OfText,
    pub reset: &'static str,
    pub undo_reset: &'static str,
    pub history: &'static str,
    pub terminal: &'static str,
    pub resume_all: &'static str,
    pub pause_all: &'static str,
    pub add_consumer: &'static str,
    pub crash: &'static str,
    pub consumers: &'static str,
    pub no_consumers: &'static str,
    /// cached, processed
    pub consumer_work: OfTwo,
    pub thread_count: fn(u64) -> String,
    pub owns: OfText,
    pub why: &'static str,
    /// max, consumer offset, lag
    pub lag_is: fn(&str, &str, &str) -> String,
    pub groups_here: &'static str,
    pub remove_offsets: &'static str,
    pub delete_group: &'static str,
    pub send_to: &'static str,
    pub sent: &'static str,
    pub refused: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub topic: &'static str,
}

/// English.
pub const EN: Inspector = Inspector {
    nothing: "Choose a queue or a group.",
    queues: "Queue",
    lost: |n| format!("{n} messages were purged before this group consumed them."),
    below_min: |n| format!("{n} messages of this lag are already purged. The next pull is corrected to Min."),
    reset: "Reset offset",
    undo_reset: "Undo reset",
    history: "History…",
    terminal: "Terminal…",
    resume_all: "Resume",
    pause_all: "Pause",
    add_consumer: "Add consumer",
    crash: "Crash",
    consumers: "Consumers",
    no_consumers: "None. The broker keeps the group’s offsets.",
    consumer_work: |cached, processed| format!("{cached} cached, {processed} processed"),
    thread_count: |threads| match threads {
        1 => "1 thread".to_string(),
        threads => format!("{threads} threads"),
    },
    owns: |queues| format!("queues {queues}"),
    why: "Why this number",
    lag_is: |max, offset, lag| {
        format!("Max is the offset the next message will get, so lag = {max} − {offset} = {lag}.")
    },
    groups_here: "Groups on this queue",
    remove_offsets: "Remove its offsets",
    delete_group: "Delete the group",
    send_to: "Send a message here",
    sent: "Sent",
    refused: "Refused",
    rate: "Rate",
    size: "Body",
    keys: "Keys",
    topic: "Topic",
};

/// Chinese.
pub const ZH: Inspector = Inspector {
    nothing: "请选择一个队列或消费者分组。",
    queues: "队列",
    lost: |n| format!("有 {n} 条消息在该分组消费之前已被清理。"),
    below_min: |n| format!("堆积中有 {n} 条已被清理。下次拉取将被纠正到 Min。"),
    reset: "重置位点",
    undo_reset: "撤销重置",
    history: "历史…",
    terminal: "终端…",
    resume_all: "继续",
    pause_all: "暂停",
    add_consumer: "添加消费者",
    crash: "崩溃",
    consumers: "消费者",
    no_consumers: "没有。服务端保留该分组的位点。",
    consumer_work: |cached, processed| format!("缓存 {cached}，已处理 {processed}"),
    thread_count: |threads| format!("{threads} 个线程"),
    owns: |queues| format!("队列 {queues}"),
    why: "这个数字从何而来",
    lag_is: |max, offset, lag| format!("Max 是下一条消息将得到的位点，所以堆积 = {max} − {offset} = {lag}。"),
    groups_here: "此队列上的消费者分组",
    remove_offsets: "删除其位点",
    delete_group: "删除该分组",
    send_to: "向此队列发送一条消息",
    sent: "已发送",
    refused: "被拒绝",
    rate: "速率",
    size: "消息体",
    keys: "Key",
    topic: "主题",
};
