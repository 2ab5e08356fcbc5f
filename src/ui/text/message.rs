//! The words about one message, in both languages. Not here: those of its queue (`en_late`, `zh_late`).
//!
//! Invariant: whoever has not consumed a message is told what that follows from.

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
    /// In memory, on the disk only.
    pub cold: [&'static str; 2],
    pub key: &'static str,
    pub tag: &'static str,
    pub body: &'static str,
    /// Purged, not there yet, not known.
    pub none: [&'static str; 3],
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
    segment_is: |base| ["from byte ", base].concat(),
    goes: |at| ["It goes with its whole segment, by age not before ", at, "."].concat(),
    written: "Its segment is being written: retention never takes it.",
    memory: "Read from",
    segment_look: "Look at the segment",
    segment_kind: "A file of the commit log: all that is in it goes at once.",
    segment_gone: "This segment was deleted, or is not written yet.",
    segment_earlier: "The segment before",
    segment_later: "The next segment",
    segment_open: "Not consumed of it",
    segment_holds: "Offsets in it",
    last_write: "Last write",
    cold: ["memory", "the disk (cold)"],
    key: "Key",
    tag: "Tag",
    body: "Body",
    none: [
        "It was there once. Its segment was deleted, so nobody can read it any more.",
        "No message has this offset yet. Max is the offset that the next one will get.",
        "Of this queue only the ends were imported, so its messages are not known.",
    ],
    reading: "reading…",
    read: "Read it",
    not_stored: "Not read yet, or its record was purged later than this moment.",
    consumed: "consumed: below its offset",
    in_flight: "in flight: handed out, not saved as consumed or acknowledged",
    waits: |n| ["waits: ", n, " before it"].concat(),
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
    segment_is: |base| ["从字节 ", base, " 起"].concat(),
    goes: |at| ["它随整个段一起删除；按时间最早在 ", at, "。"].concat(),
    written: "它所在的段正在写入：不会被清理。",
    memory: "读取自",
    segment_look: "查看段",
    segment_kind: "CommitLog 的一个文件：其中的一切同时删除。",
    segment_gone: "这个段已被删除，或尚未写入。",
    segment_earlier: "上一个段",
    segment_later: "下一个段",
    segment_open: "其中尚未消费",
    segment_holds: "其中的位点",
    last_write: "最后写入",
    cold: ["内存", "磁盘（冷数据）"],
    key: "Key",
    tag: "Tag",
    body: "消息体",
    none: [
        "它曾经存在。其段已被删除，谁也读不到了。",
        "这个位点还没有消息。Max 是下一条消息将得到的位点。",
        "这个队列只导入了两端，其中的消息不得而知。",
    ],
    reading: "读取中…",
    read: "读取",
    not_stored: "尚未读取，或其记录在此刻之后已被清理。",
    consumed: "已消费：在其位点之前",
    in_flight: "处理中：已交付，尚未保存为已消费或确认",
    waits: |n| ["等待：前面还有 ", n, " 条"].concat(),
    next: "下一条就是它",
    back: "所在队列",
};
