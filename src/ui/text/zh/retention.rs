//! The words of `text::retention` in Simplified Chinese.

use crate::ui::text::retention::Retention;
use crate::ui::text::zh::of;

/// Chinese.
pub const WORDS: Retention = Retention {
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
