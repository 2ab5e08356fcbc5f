//! The words of `text::recording` in Simplified Chinese.

use crate::ui::text::recording::Recording;

/// Chinese.
pub const WORDS: Recording = Recording {
    title: "录制",
    broker: |version| format!("由 RocketMQ {version} 回答"),
    agree: |n, m| format!("{m} 个回答中 {n} 个一致"),
    skipped: |n| format!("{n} 个未比较"),
    asked: "调用",
    broker_said: "服务端的回答",
    lab_said: "本实验的回答",
    agrees: "一致",
    differs: "不同",
    not_compared: "未比较",
    not_run: "尚未运行",
    next: "下一个调用",
    to_end: "直到结束",
    leave: "关闭录制",
    position: |n, m| format!("{n} / {m}"),
    difference_before: "上一处不同",
    difference_after: "下一处不同",
};
