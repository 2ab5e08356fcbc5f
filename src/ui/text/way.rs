//! The words of long ways: running ahead, seeking far, reading the disk; in both languages. Not here: the
//! numbers' form (`ui::format`).
//!
//! Invariant: what waits says for what, and how it can be stopped.

use crate::ui::text::ChoiceWords;

/// How far a button runs ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ahead {
    TenSeconds,
    OneMinute,
    TenMinutes,
}

impl Ahead {
    /// In the order of the buttons.
    pub const ALL: [Ahead; 3] = [Ahead::TenSeconds, Ahead::OneMinute, Ahead::TenMinutes];
}

/// Long ways.
pub struct Way {
    /// to where, percent
    pub travel: crate::ui::text::OfTwo,
    /// The same for the lab under the other rules.
    pub beside: crate::ui::text::OfTwo,
    pub alone: &'static str,
    pub stop: &'static str,
    pub busy: &'static str,
    /// segment
    pub reading: crate::ui::text::OfText,
    /// reads, bytes
    pub read: crate::ui::text::OfTwo,
    /// what, in words
    pub failed: crate::ui::text::OfText,
    pub ahead: &'static str,
    /// On the button, and its name.
    pub ahead_by: fn(Ahead) -> &'static ChoiceWords,
}

pub const EN: Way = Way {
    travel: |to, percent| format!("Running to {to}: {percent} %"),
    beside: |to, percent| format!("The other rules are running to {to}: {percent} %"),
    alone: "Show one only",
    stop: "Stop here",
    busy: "The lab is running to another moment. Wait until it is there, or stop it.",
    reading: |segment| format!("The clock waits: reading segment {segment} from disk"),
    read: |reads, bytes| format!("Read from disk so far: {reads} reads, {bytes}"),
    failed: |what| format!("A read from disk failed: {what} The lab continues without those bytes."),
    ahead: "Run ahead",
    ahead_by: |ahead| match ahead {
        Ahead::TenSeconds => &ChoiceWords { name: "+10 s", note: "+10 s: run ahead 10 seconds" },
        Ahead::OneMinute => &ChoiceWords { name: "+1 min", note: "+1 min: run ahead 1 minute" },
        Ahead::TenMinutes => &ChoiceWords { name: "+10 min", note: "+10 min: run ahead 10 minutes" },
    },
};

pub const ZH: Way = Way {
    travel: |to, percent| format!("正在运行到 {to}：{percent} %"),
    beside: |to, percent| format!("另一套规则正在运行到 {to}：{percent} %"),
    alone: "只显示一个",
    stop: "停在这里",
    busy: "实验正在运行到另一时刻。请等待完成，或先停止。",
    reading: |segment| format!("时钟在等待：正在从磁盘读取段 {segment}"),
    read: |reads, bytes| format!("至今从磁盘读取：{reads} 次，{bytes}"),
    failed: |what| format!("一次磁盘读取失败：{what} 实验在没有这些字节的情况下继续。"),
    ahead: "快进",
    ahead_by: |ahead| match ahead {
        Ahead::TenSeconds => &ChoiceWords { name: "+10 秒", note: "+10 秒：快进 10 秒" },
        Ahead::OneMinute => &ChoiceWords { name: "+1 分", note: "+1 分：快进 1 分钟" },
        Ahead::TenMinutes => &ChoiceWords { name: "+10 分", note: "+10 分：快进 10 分钟" },
    },
};
