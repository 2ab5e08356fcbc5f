//! The words of the timeline and of the log, in both languages. Not here: events (`en_events`, `zh_events`).
//!
//! Invariant: a list has its words in the order of the kinds that it names.

use crate::ui::draw::format::count;
use crate::ui::text::{OfCount, OfText, OfTwo};

/// The timeline.
pub struct Timeline {
    pub scrub: &'static str,
    pub empty: &'static str,
    pub measure: &'static str,
    /// On the switch, and in full.
    pub measures: [&'static str; 3],
    pub titles: [&'static str; 3],
    pub rates: [&'static str; 3],
    /// title, time
    pub summary: OfTwo,
    /// whose, value
    pub of: OfTwo,
    pub colon: &'static str,
    pub and: &'static str,
    /// the furthest moment
    pub of_head: OfText,
    pub later: &'static str,
    pub marks: [&'static str; 8],
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
    pub kinds: [&'static str; 8],
    pub copy_text: &'static str,
    pub copy_csv: &'static str,
}

/// What is taken away.
pub struct TakeAway {
    pub chart: &'static str,
    pub board: &'static str,
    pub log_text: &'static str,
    pub log_csv: &'static str,
    /// file
    pub saved: OfText,
    pub not_saved: &'static str,
    pub not_copied: &'static str,
    /// profile, time
    pub under: OfTwo,
}

pub const TIMELINE_EN: Timeline = Timeline {
    scrub: "Moment",
    empty: "Press play: what happens is drawn here.",
    measure: "What the chart shows",
    measures: ["Lag", "Lag in time", "Rates"],
    titles: ["Lag by group", "Age of the oldest message not consumed, by group", "Messages a second"],
    rates: ["stored", "handed out", "purged"],
    summary: |title, time| [title, " over time, now ", time].concat(),
    of: |whose, value| [whose, ": ", value].concat(),
    colon: ": ",
    and: "; ",
    of_head: |head| [", known until ", head].concat(),
    later: "later",
    marks: ["reset", "purge", "crash", "rebalance", "correction", "paused", "restart", "offsets lost"],
    mark_list: "Marks",
    next_mark: "Next mark (Shift →)",
    previous_mark: "Previous mark (Shift ←)",
    no_mark: "No further mark.",
    more: |n| [&count(n), " more"].concat(),
    fork: "Fork from here",
    png: "Chart as PNG",
};

pub const TIMELINE_ZH: Timeline = Timeline {
    scrub: "时刻",
    empty: "按下播放：发生的事会画在这里。",
    measure: "图表内容",
    measures: ["堆积", "堆积时长", "速率"],
    titles: ["各组堆积量", "各组最旧未消费消息的等待时间", "每秒消息数"],
    rates: ["写入", "取走", "清理"],
    summary: |title, time| [title, "随时间变化，现在 ", time].concat(),
    of: |whose, value| [whose, "：", value].concat(),
    colon: "：",
    and: "；",
    of_head: |head| ["，已知到 ", head].concat(),
    later: "之后",
    marks: ["重置", "清理", "崩溃", "重平衡", "纠正", "暂停", "重启", "位点丢失"],
    mark_list: "标记",
    next_mark: "下一个标记（Shift →）",
    previous_mark: "上一个标记（Shift ←）",
    no_mark: "没有更多标记。",
    more: |n| ["另有 ", &count(n), " 个"].concat(),
    fork: "从此刻分叉",
    png: "图表存为 PNG",
};

pub const LOG_EN: Log = Log {
    empty: "Nothing yet.",
    go_to: |time| ["Go to ", time].concat(),
    times: |n| ["×\u{a0}", &count(n)].concat(),
    duplicate: "duplicate",
    min_moved: |topic, queues| ["Min of ", topic, " moved on ", queues].concat(),
    routine: |n| [&count(n), " routine lines"].concat(),
    filter: "Filter",
    clear: "Show all",
    no_match: "No line is like this.",
    shown: |shown, all| [shown, " of ", all, " lines"].concat(),
    by_kind: "Kind",
    by_group: "Group",
    by_queue: "Queue",
    by_rule: "Rule",
    all_kinds: "Every kind",
    all_groups: "Every group",
    all_queues: "Every queue",
    all_rules: "Every rule",
    kinds: [
        "Resets, corrections",
        "Progress",
        "Storage",
        "Clients",
        "Failures, losses",
        "Delayed, retried",
        "Refused",
        "Topics, groups",
    ],
    copy_text: "Copy as text",
    copy_csv: "Copy as CSV",
};

pub const LOG_ZH: Log = Log {
    empty: "还没有。",
    go_to: |time| ["跳到 ", time].concat(),
    times: |n| ["×\u{a0}", &count(n)].concat(),
    duplicate: "重复",
    min_moved: |topic, queues| [topic, " 的 Min 在 ", queues, "上前移"].concat(),
    routine: |n| [&count(n), " 行例行事件"].concat(),
    filter: "筛选",
    clear: "显示全部",
    no_match: "没有这样的行。",
    shown: |shown, all| [all, " 行中的 ", shown, " 行"].concat(),
    by_kind: "类别",
    by_group: "消费者组",
    by_queue: "队列",
    by_rule: "规则",
    all_kinds: "所有类别",
    all_groups: "所有组",
    all_queues: "所有队列",
    all_rules: "所有规则",
    kinds: ["重置、纠正", "进度", "存储", "客户端", "故障、丢失", "延迟、重试", "被拒绝", "主题、组"],
    copy_text: "复制为文本",
    copy_csv: "复制为 CSV",
};

pub const TAKE_AWAY_EN: TakeAway = TakeAway {
    chart: "Chart (PNG)",
    board: "Board (SVG)",
    log_text: "Log (text)",
    log_csv: "Log (CSV)",
    saved: |file| ["Saved as ", file].concat(),
    not_saved: "The browser did not give the picture. Try again.",
    not_copied: "The browser did not allow copying. Use Download instead.",
    under: |profile, time| [profile, ", at ", time].concat(),
};

pub const TAKE_AWAY_ZH: TakeAway = TakeAway {
    chart: "图表（PNG）",
    board: "队列图（SVG）",
    log_text: "日志（文本）",
    log_csv: "日志（CSV）",
    saved: |file| ["已保存为 ", file].concat(),
    not_saved: "浏览器没有给出图片，请重试。",
    not_copied: "浏览器不允许复制，请改用下载。",
    under: |profile, time| [profile, "，时刻 ", time].concat(),
};
