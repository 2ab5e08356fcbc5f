//! The words of `text::way` in Simplified Chinese.

use crate::ui::text::ChoiceWords;
use crate::ui::text::way::{Ahead, Way};

pub const WORDS: Way = Way {
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
