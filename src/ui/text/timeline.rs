//! The words of the timeline and of the log, in both languages. Not here: events (`en_events`, `zh_events`).
//!
//! Invariant: a kind that lacks its word in a language does not compile.

use crate::player::{EventKind, MarkKind};
use crate::ui::draw::format::count;
use crate::ui::text::{OfCount, OfText, OfTwo};

/// What the chart shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Measure {
    /// Messages that each group has not consumed.
    #[default]
    Lag,
    /// The age of the oldest of them.
    LagTime,
    /// Messages a second.
    Rates,
}

impl Measure {
    /// In the order of the switch.
    pub const ALL: [Measure; 3] = [Measure::Lag, Measure::LagTime, Measure::Rates];
}

/// A rate of the chart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rate {
    Stored,
    HandedOut,
    Purged,
}

/// The timeline.
pub struct Timeline {
    pub scrub: &'static str,
    pub empty: &'static str,
    pub measure: &'static str,
    /// On the switch.
    pub measure_short: fn(Measure) -> &'static str,
    /// In full.
    pub measure_title: fn(Measure) -> &'static str,
    pub rate: fn(Rate) -> &'static str,
    /// title, time
    pub summary: OfTwo,
    /// whose, value
    pub of: OfTwo,
    pub colon: &'static str,
    pub and: &'static str,
    /// the furthest moment
    pub of_head: OfText,
    pub later: &'static str,
    pub mark: fn(MarkKind) -> &'static str,
    pub mark_list: &'static str,
    pub next_mark: &'static str,
    pub previous_mark: &'static str,
    pub no_mark: &'static str,
    pub more: OfCount,
    pub fork: &'static str,
    pub png: &'static str,
}

/// The log.
pub struct Log {
    pub empty: &'static str,
    pub go_to: OfText,
    pub times: OfCount,
    pub duplicate: &'static str,
    /// topic, queues
    pub min_moved: OfTwo,
    pub routine: OfCount,
    /// Lines of what comes after the moment shown.
    pub later: OfCount,
    pub filter: &'static str,
    pub clear: &'static str,
    pub no_match: &'static str,
    /// shown, all
    pub shown: OfTwo,
    pub by_kind: &'static str,
    pub by_group: &'static str,
    pub by_queue: &'static str,
    pub by_rule: &'static str,
    pub all_kinds: &'static str,
    pub all_groups: &'static str,
    pub all_queues: &'static str,
    pub all_rules: &'static str,
    pub kind: fn(EventKind) -> &'static str,
    pub copy_text: &'static str,
    pub copy_csv: &'static str,
}

/// What is taken away.
pub struct TakeAway {
    pub chart: [&'static str; 2],
    pub board: [&'static str; 2],
    pub log_text: [&'static str; 2],
    pub log_csv: [&'static str; 2],
    /// file
    pub saved: OfText,
    pub not_saved: &'static str,
    pub not_copied: &'static str,
    /// profile, time
    pub under: OfTwo,
}

pub const TIMELINE_EN: Timeline = Timeline {
    scrub: "Moment",
    empty: "Press Play: the lag is drawn here.",
    measure: "What the chart shows",
    measure_short: |measure| match measure {
        Measure::Lag => "Lag",
        Measure::LagTime => "Lag in time",
        Measure::Rates => "Rates",
    },
    measure_title: |measure| match measure {
        Measure::Lag => "Lag by group",
        Measure::LagTime => "Age of the oldest message not consumed, by group",
        Measure::Rates => "Messages a second",
    },
    rate: |rate| match rate {
        Rate::Stored => "stored",
        Rate::HandedOut => "delivered",
        Rate::Purged => "purged",
    },
    summary: |title, time| format!("{title} over time, now {time}"),
    of: |whose, value| format!("{whose}: {value}"),
    colon: ": ",
    and: "; ",
    of_head: |head| format!(", known until {head}"),
    later: "later",
    mark: |kind| match kind {
        MarkKind::Reset => "reset",
        MarkKind::Purge => "purge",
        MarkKind::Crash => "crash",
        MarkKind::Rebalance => "rebalance",
        MarkKind::Correction => "correction",
        MarkKind::Paused => "paused",
        MarkKind::Restart => "restart",
        MarkKind::OffsetsLost => "offsets lost",
    },
    mark_list: "Marks",
    next_mark: "Next mark (Shift →)",
    previous_mark: "Previous mark (Shift ←)",
    no_mark: "No further mark.",
    more: |n| format!("{} more", count(n)),
    fork: "Fork from here",
    png: "Chart as PNG",
};

pub const TIMELINE_ZH: Timeline = Timeline {
    scrub: "时刻",
    empty: "按下播放：堆积会画在这里。",
    measure: "图表内容",
    measure_short: |measure| match measure {
        Measure::Lag => "堆积",
        Measure::LagTime => "消费处理延迟",
        Measure::Rates => "速率",
    },
    measure_title: |measure| match measure {
        Measure::Lag => "各消费者分组的堆积量",
        Measure::LagTime => "各消费者分组最早未消费消息已存储的时间",
        Measure::Rates => "每秒消息数",
    },
    rate: |rate| match rate {
        Rate::Stored => "写入",
        Rate::HandedOut => "投递",
        Rate::Purged => "清理",
    },
    summary: |title, time| format!("{title}随时间变化，现在 {time}"),
    of: |whose, value| format!("{whose}：{value}"),
    colon: "：",
    and: "；",
    of_head: |head| format!("，已知到 {head}"),
    later: "之后",
    mark: |kind| match kind {
        MarkKind::Reset => "重置",
        MarkKind::Purge => "清理",
        MarkKind::Crash => "崩溃",
        MarkKind::Rebalance => "重平衡",
        MarkKind::Correction => "纠正",
        MarkKind::Paused => "暂停",
        MarkKind::Restart => "重启",
        MarkKind::OffsetsLost => "位点丢失",
    },
    mark_list: "标记",
    next_mark: "下一个标记（Shift →）",
    previous_mark: "上一个标记（Shift ←）",
    no_mark: "没有更多标记。",
    more: |n| format!("另有 {} 个", count(n)),
    fork: "从此刻分叉",
    png: "图表存为 PNG",
};

pub const LOG_EN: Log = Log {
    empty: "Nothing yet.",
    go_to: |time| format!("Go to {time}"),
    times: |n| format!("×\u{a0}{}", count(n)),
    duplicate: "duplicate",
    min_moved: |topic, queues| format!("Min of {topic} moved on {queues}"),
    routine: |n| format!("{} routine lines", count(n)),
    later: |n| format!("Later: {}", count(n)),
    filter: "Filter",
    clear: "Show all",
    no_match: "No lines match.",
    shown: |shown, all| format!("{shown} of {all} lines"),
    by_kind: "Kind",
    by_group: "Group",
    by_queue: "Queue",
    by_rule: "Rule",
    all_kinds: "Every kind",
    all_groups: "Every group",
    all_queues: "Every queue",
    all_rules: "Every rule",
    kind: |kind| match kind {
        EventKind::Reset => "Resets, corrections",
        EventKind::Progress => "Progress",
        EventKind::Storage => "Storage",
        EventKind::Clients => "Clients",
        EventKind::Failures => "Failures, losses",
        EventKind::Later => "Delayed, retried",
        EventKind::Refused => "Refused",
        EventKind::Setup => "Topics, groups",
    },
    copy_text: "Copy as text",
    copy_csv: "Copy as CSV",
};

pub const LOG_ZH: Log = Log {
    empty: "暂无事件。",
    go_to: |time| format!("跳到 {time}"),
    times: |n| format!("×\u{a0}{}", count(n)),
    duplicate: "重复",
    min_moved: |topic, queues| format!("{topic} 的 Min 在 {queues}上前移"),
    routine: |n| format!("{} 行例行事件", count(n)),
    later: |n| format!("之后：{} 行", count(n)),
    filter: "筛选",
    clear: "显示全部",
    no_match: "没有匹配的行。",
    shown: |shown, all| format!("{all} 行中的 {shown} 行"),
    by_kind: "类别",
    by_group: "消费者分组",
    by_queue: "队列",
    by_rule: "规则",
    all_kinds: "所有类别",
    all_groups: "所有分组",
    all_queues: "所有队列",
    all_rules: "所有规则",
    kind: |kind| match kind {
        EventKind::Reset => "重置、纠正",
        EventKind::Progress => "进度",
        EventKind::Storage => "存储",
        EventKind::Clients => "客户端",
        EventKind::Failures => "故障、丢失",
        EventKind::Later => "延迟、重试",
        EventKind::Refused => "被拒绝",
        EventKind::Setup => "主题、分组",
    },
    copy_text: "复制为文本",
    copy_csv: "复制为 CSV",
};

pub const TAKE_AWAY_EN: TakeAway = TakeAway {
    chart: ["Chart (PNG)", "The timeline as it is drawn now."],
    board: ["Board (SVG)", "The picture of the queues at this moment."],
    log_text: ["Log (text)", "What happened, one line each."],
    log_csv: ["Log (CSV)", "The same for a spreadsheet."],
    saved: |file| format!("Saved as {file}"),
    not_saved: "The browser did not create the picture. Try again.",
    not_copied: "The browser did not allow copying. Select the text, or use Download.",
    under: |profile, time| format!("{profile}, at {time}"),
};

pub const TAKE_AWAY_ZH: TakeAway = TakeAway {
    chart: ["图表（PNG）", "当前的时间线。"],
    board: ["队列图（SVG）", "此刻的队列图。"],
    log_text: ["日志（文本）", "发生的事件，每行一条。"],
    log_csv: ["日志（CSV）", "同样内容，用于电子表格。"],
    saved: |file| format!("已保存为 {file}"),
    not_saved: "浏览器没有生成图片，请重试。",
    not_copied: "浏览器不允许复制，请手动选择，或使用下载。",
    under: |profile, time| format!("{profile}，时刻 {time}"),
};
