//! The words of `text::timeline` in Simplified Chinese.

use crate::player::{EventKind, MarkKind};
use crate::ui::draw::format::count;
use crate::ui::text::timeline::{Log, Measure, Rate, TakeAway, Timeline};

pub const TIMELINE: Timeline = Timeline {
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

pub const LOG: Log = Log {
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

pub const TAKE_AWAY: TakeAway = TakeAway {
    chart: ["图表（PNG）", "当前的时间线。"],
    board: ["队列图（SVG）", "此刻的队列图。"],
    log_text: ["日志（文本）", "发生的事件，每行一条。"],
    log_csv: ["日志（CSV）", "同样内容，用于电子表格。"],
    saved: |file| format!("已保存为 {file}"),
    not_saved: "浏览器没有生成图片，请重试。",
    not_copied: "浏览器不允许复制，请手动选择，或使用下载。",
    under: |profile, time| format!("{profile}，时刻 {time}"),
};
