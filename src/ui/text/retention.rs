//! The words about the broker's disk. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo, of, plural};

/// The broker's disk.
pub struct Retention {
    pub title: &'static str,
    pub reserved: &'static str,
    pub segment: &'static str,
    pub disk: &'static str,
    pub used: &'static str,
    pub next_pass: &'static str,
    pub next_goes: OfText,
    pub nothing_goes: &'static str,
    pub disk_goes: &'static str,
    pub disk_full: &'static str,
    pub whole_segments: &'static str,
    pub edit: &'static str,
    pub delete_now: &'static str,
    pub segments: OfCount,
    /// used percent as text, segments
    pub strip: OfTwo,
    pub seconds: &'static str,
    pub kib: &'static str,
    pub kib_from_next: &'static str,
}

/// English.
pub const EN: Retention = Retention {
    title: "Retention",
    reserved: "Kept for",
    segment: "Segment",
    disk: "Disk",
    used: "Used",
    next_pass: "Next retention pass",
    next_goes: |time| format!("The oldest segment is deleted after {time}."),
    nothing_goes: "Only one segment: nothing can be deleted.",
    disk_goes: "Disk over 85 %: the oldest segments are deleted, whatever their age.",
    disk_full: "Disk over 90 %: sends are refused.",
    whole_segments: "Retention deletes whole segments of the broker’s log, whether their messages were \
                     consumed or not.",
    edit: "Change retention",
    delete_now: "Delete expired now",
    segments: |n| plural(n, "segment", "segments"),
    strip: |used, segments| format!("Disk {used} used, {segments}"),
    seconds: "seconds",
    kib: "KiB",
    kib_from_next: "KiB, from the next segment on",
};

/// Chinese.
pub const ZH: Retention = Retention {
    title: "消息清理",
    reserved: "保存时长",
    segment: "段文件",
    disk: "磁盘",
    used: "已用",
    next_pass: "下次清理检查",
    next_goes: |time| format!("最旧的段在 {time} 之后删除。"),
    nothing_goes: "只有一个段：不会删除。",
    disk_goes: "磁盘超过 85 %：无论是否过期，最旧的段先删除。",
    disk_full: "磁盘超过 90 %：拒绝发送。",
    whole_segments: "清理以服务端日志的整个段为单位，无论消息是否已消费。",
    edit: "修改清理策略",
    delete_now: "立即删除过期段",
    segments: |n| of(n, " 个段"),
    strip: |used, segments| format!("磁盘已用 {used}，{segments}"),
    seconds: "秒",
    kib: "KiB",
    kib_from_next: "KiB，从下一个段开始生效",
};
