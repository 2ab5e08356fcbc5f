//! The words of a recording. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};

/// Stepping through a recording.
pub struct Recording {
    pub title: &'static str,
    pub broker: OfText,
    /// agreeing, answers
    pub agree: OfTwo,
    pub skipped: OfText,
    pub asked: &'static str,
    pub broker_said: &'static str,
    pub lab_said: &'static str,
    pub agrees: &'static str,
    pub differs: &'static str,
    pub not_compared: &'static str,
    pub not_run: &'static str,
    pub next: &'static str,
    pub to_end: &'static str,
    pub leave: &'static str,
    pub position: OfTwo,
    pub difference_before: &'static str,
    pub difference_after: &'static str,
}

/// English.
pub const EN: Recording = Recording {
    title: "Recording",
    broker: |version| format!("answered by RocketMQ {version}"),
    agree: |n, m| format!("{n} of {m} answers agree"),
    skipped: |n| format!("{n} not compared"),
    asked: "Asked",
    broker_said: "The broker answered",
    lab_said: "The lab answers",
    agrees: "agrees",
    differs: "differs",
    not_compared: "not compared",
    not_run: "not yet",
    next: "Next call",
    to_end: "To the end",
    leave: "Close the recording",
    position: |n, m| format!("{n} / {m}"),
    difference_before: "Previous difference",
    difference_after: "Next difference",
};

/// Chinese.
pub const ZH: Recording = Recording {
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
