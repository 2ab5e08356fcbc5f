//! The words about one message, in both languages. Not here: those of its queue (`en_late`, `zh_late`).
//!
//! Invariant: whoever has not consumed a message is told what that follows from.

use crate::projection::message::NoMessage;
use crate::ui::text::OfText;
use alloc::string::String;

/// A message.
pub struct MessageWords {
    pub kind: &'static str,
    /// Leads from a queue to its last message.
    pub look: &'static str,
    pub at: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub stored: &'static str,
    pub log_offset: &'static str,
    pub record: &'static str,
    pub segment: &'static str,
    /// the byte of the log with which it begins
    pub segment_is: OfText,
    /// the moment
    pub goes: OfText,
    pub written: &'static str,
    pub memory: &'static str,
    pub segment_look: &'static str,
    pub segment_kind: &'static str,
    pub segment_gone: &'static str,
    pub segment_earlier: &'static str,
    pub segment_later: &'static str,
    /// Messages of it that are not consumed, by group.
    pub segment_open: &'static str,
    /// Offsets in it, by queue.
    pub segment_holds: &'static str,
    pub last_write: &'static str,
    pub from_memory: &'static str,
    pub from_disk: &'static str,
    pub key: &'static str,
    pub tag: &'static str,
    pub body: &'static str,
    pub none: fn(NoMessage) -> &'static str,
    pub reading: &'static str,
    pub read: &'static str,
    pub not_stored: &'static str,
    pub consumed: &'static str,
    pub in_flight: &'static str,
    /// how many come before it
    pub waits: fn(&str) -> String,
    pub next: &'static str,
    /// To its queue.
    pub back: &'static str,
}

pub const EN: MessageWords = MessageWords {
    kind: "message",
    look: "Look at a message",
    at: "Offset",
    earlier: "The message before",
    later: "The next message",
    stored: "Stored at",
    log_offset: "Commit log offset",
    record: "Record",
    segment: "Segment",
    segment_is: |base| format!("from byte {base}"),
    goes: |at| format!("Deleted with its whole segment, by age not before {at}."),
    written: "Its segment is being written: retention never deletes that one.",
    memory: "Read from",
    segment_look: "Look at the segment",
    segment_kind: "A file of the commit log. Retention deletes it as a whole.",
    segment_gone: "This segment was deleted, or is not written yet.",
    segment_earlier: "The segment before",
    segment_later: "The next segment",
    segment_open: "Not consumed",
    segment_holds: "Offsets in it",
    last_write: "Last write",
    from_memory: "memory",
    from_disk: "the disk (cold)",
    key: "Key",
    tag: "Tag",
    body: "Body",
    none: |why| match why {
        NoMessage::Purged => {
            "This message was purged: its segment was deleted, and it can no longer be read."
        }
        NoMessage::NotYet => "No message has this offset yet. Max is the offset the next message will get.",
        NoMessage::Unknown => "Only Min and Max of this queue were imported, so its messages are unknown.",
    },
    reading: "reading…",
    read: "Read it",
    not_stored: "Not read yet, or purged after this moment.",
    consumed: "consumed: below its offset",
    in_flight: "in flight: delivered, not committed or acknowledged",
    waits: |n| format!("waits: {n} before it"),
    next: "is next",
    back: "Its queue",
};

pub const ZH: MessageWords = MessageWords {
    kind: "消息",
    look: "查看消息",
    at: "位点",
    earlier: "上一条消息",
    later: "下一条消息",
    stored: "存储时刻",
    log_offset: "CommitLog 位点",
    record: "记录",
    segment: "段",
    segment_is: |base| format!("从字节 {base} 起"),
    goes: |at| format!("随整个段一起删除；按保存时长最早在 {at}。"),
    written: "所在的段正在写入：不会被清理。",
    memory: "读取自",
    segment_look: "查看段",
    segment_kind: "CommitLog 的一个文件，清理时整个删除。",
    segment_gone: "这个段已被删除，或尚未写入。",
    segment_earlier: "上一个段",
    segment_later: "下一个段",
    segment_open: "其中尚未消费",
    segment_holds: "其中的位点",
    last_write: "最后写入",
    from_memory: "内存",
    from_disk: "磁盘（冷数据）",
    key: "Key",
    tag: "Tag",
    body: "消息体",
    none: |why| match why {
        NoMessage::Purged => "这条消息已被清理：所在的段已删除，无法再读取。",
        NoMessage::NotYet => "这个位点还没有消息。Max 是下一条消息将得到的位点。",
        NoMessage::Unknown => "这个队列只导入了 Min 和 Max，其中的消息未知。",
    },
    reading: "读取中…",
    read: "读取",
    not_stored: "尚未读取，或在此刻之后已被清理。",
    consumed: "已消费：在其位点之前",
    in_flight: "处理中：已投递，尚未提交或确认",
    waits: |n| format!("等待：前面还有 {n} 条"),
    next: "下一条就是它",
    back: "所在队列",
};
