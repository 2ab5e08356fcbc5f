//! The words for messages outside the queues and for what happened to a group's messages, in both languages.
//! Not here: the terms' own sentences (`terms`).
//!
//! Invariant: a sentence that says what a reset does not reach names its rule.

use crate::engine::event::Again;
use crate::ui::text::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// How much of the offsets the board shows.
pub struct LookWords {
    pub title: &'static str,
    pub whole: &'static str,
    pub earlier: &'static str,
    pub later: &'static str,
    pub follow: &'static str,
    pub apart: &'static str,
    pub closer: &'static str,
    pub wider: &'static str,
    /// topic or queue
    pub axis: OfText,
    pub keys: &'static str,
}

/// Pockets, counts, and what a reset leaves alone.
pub struct Aside {
    pub title: &'static str,
    pub why: &'static str,
    /// topic
    pub scheduled: OfText,
    pub retrying: &'static str,
    pub ready: &'static str,
    pub dead: &'static str,
    /// topic
    pub hidden: OfText,
    /// moment, how long until then
    pub next_due: OfTwo,
    /// moment, how long until then
    pub next_visible: OfTwo,
    /// name of the topic in which they are
    pub lies_in: OfText,
    pub level: OfText,
    pub own_time: &'static str,
    pub unacked: &'static str,
    /// number of the try
    pub retry: OfText,
    /// place, offset, number of the try
    pub retry_of: fn(&str, &str, &str) -> String,
    pub more: OfText,
    /// What, whose, queue, offset, when, how.
    pub columns: [&'static str; 6],
    pub legend: &'static str,
    /// Label and sentence.
    pub legend_purged: (&'static str, &'static str),
    pub legend_stored: (&'static str, &'static str),
    pub legend_newest: (&'static str, &'static str),
    pub legend_fast: (&'static str, &'static str),
    /// Messages a second on average, and at most.
    pub arrived: &'static str,
    pub arrived_at: fn(&str, &str) -> String,
    pub look: LookWords,
    pub internal: &'static str,
    pub cold: &'static str,
    pub counts: &'static str,
    pub counts_none: &'static str,
    pub events: &'static str,
    pub again: fn(Again) -> &'static str,
    /// The preview of a reset.
    pub reset_scheduled: OfCount,
    pub reset_retrying: OfCount,
    pub reset_hidden: OfCount,
    pub reset_twice: &'static str,
}

pub const EN: Aside = Aside {
    title: "Outside the queues",
    why: "A reset moves offsets in a topic’s own queues. These messages are in none of them, or are already \
          delivered: no reset reaches them.",
    scheduled: |topic| format!("Scheduled for {topic}"),
    retrying: "Waiting for retry",
    ready: "Ready to retry",
    dead: "Dead letters",
    hidden: |topic| format!("Popped from {topic}"),
    next_due: |moment, left| format!("next at {moment}, in {left}"),
    next_visible: |moment, left| format!("not acknowledged; visible again from {moment}, in {left}"),
    lies_in: |topic| format!("in {topic}"),
    level: |level| format!("delay level {level}"),
    own_time: "set delivery time",
    unacked: "not acknowledged",
    retry: |tries| format!("retry {tries} of a scheduled message"),
    retry_of: |place, offset, tries| format!("{place} at {offset}, retry {tries}"),
    more: |n| format!("and {n} more"),
    columns: ["Kind", "Group", "Queue", "Offset", "Due or visible again", "Reason"],
    legend: "How to read this picture",
    legend_purged: ("Purged", "Messages that were deleted with their segments. They can no longer be read."),
    legend_stored: (
        "Stored",
        "Messages that can be read: Min to Max − 1. Where there is room, each message is one cell.",
    ),
    legend_newest: (
        "Segment being written",
        "The stored messages of the newest segment. Retention never deletes that segment (R-RET-3).",
    ),
    legend_fast: (
        "Burst",
        "Where many messages are drawn as one strip: darker where they arrived at twice the average rate, \
         darkest from eight times on.",
    ),
    arrived: "Arrival rate",
    arrived_at: |mean, most| format!("average {mean}, peak {most}"),
    look: LookWords {
        title: "Messages shown per queue",
        whole: "All",
        earlier: "Earlier",
        later: "Later",
        follow: "Follow Max",
        apart: "One axis per queue",
        closer: "Zoom in",
        wider: "Zoom out",
        axis: |name| format!("Offsets shown for {name}"),
        keys: "Move: drag or arrow keys. Zoom: + and −, or Ctrl and the wheel. 0 shows all, End follows Max.",
    },
    cold: "Cold: not in the page cache, so a pull waits for the disk (SD-18)",
    internal: "Retry and dead-letter topics",
    counts: "Delivery counts",
    counts_none: "Nothing delivered yet.",
    events: "Causes",
    again: |why| match why {
        Again::HandOver => "a queue moved to another consumer",
        Again::ClientDied => "a client crashed",
        Again::BrokerDied => "the broker was killed",
        Again::OffsetsGone => "the offset files were lost",
        Again::LogTailGone => "the end of the commit log was lost",
        Again::Reset => "a reset",
        Again::Corrected => "an offset was corrected",
        Again::Removed => "offsets were removed",
        Again::Revived => "not acknowledged in time",
    },
    reset_scheduled: |n| {
        format!(
            "{} not affected: a reset does not reach scheduled messages.",
            crate::ui::text::plural(n, "scheduled message is", "scheduled messages are")
        )
    },
    reset_retrying: |n| {
        format!(
            "{} delivered again in any case: a reset does not reach retries.",
            crate::ui::text::plural(n, "message in retry is", "messages in retry are")
        )
    },
    reset_hidden: |n| {
        format!(
            "{} back all the same.",
            crate::ui::text::plural(
                n,
                "popped, unacknowledged message becomes",
                "popped, unacknowledged messages become",
            )
        )
    },
    reset_twice: "Those at or after the target are delivered twice: from their queue and from the retry \
                  topic.",
};

pub const ZH: Aside = Aside {
    title: "队列之外",
    why: "重置消费位点只移动主题队列中的位点。这里的消息不在这些队列中，或已经投递：重置对它们无效。",
    scheduled: |topic| format!("{topic} 的定时/延时消息"),
    retrying: "待重试",
    ready: "可以重试",
    dead: "死信",
    hidden: |topic| format!("从 {topic} 弹出"),
    next_due: |moment, left| format!("下一条 {moment}，还有 {left}"),
    next_visible: |moment, left| format!("未确认；{moment} 起再次可见，还有 {left}"),
    lies_in: |topic| format!("在 {topic} 中"),
    level: |level| format!("延迟等级 {level}"),
    own_time: "指定投递时间",
    unacked: "未确认",
    retry: |tries| format!("定时消息的第 {tries} 次重试"),
    retry_of: |place, offset, tries| format!("{place} 位点 {offset}，第 {tries} 次重试"),
    more: |n| format!("另有 {n} 条"),
    columns: ["类别", "消费者分组", "队列", "位点", "到期或再次可见", "原因"],
    legend: "如何看这张图",
    legend_purged: ("已清理", "随段文件一起删除的消息，已无法读取。"),
    legend_stored: ("已存储", "可以读取的消息：从 Min 到 Max − 1。宽度足够时，每条消息是一格。"),
    legend_newest: ("正在写入的段", "最新段中的消息。最新段不会被清理（R-RET-3）。"),
    legend_fast: ("突发", "消息多到画成一条时：到达速度达到平均值两倍的部分颜色较深，达到八倍的最深。"),
    arrived: "到达速度",
    arrived_at: |mean, most| format!("平均 {mean}，最快 {most}"),
    look: LookWords {
        title: "每个队列显示的消息数",
        whole: "全部",
        earlier: "往前",
        later: "往后",
        follow: "跟随 Max",
        apart: "每个队列一条轴",
        closer: "放大",
        wider: "缩小",
        axis: |name| format!("显示的位点：{name}"),
        keys: "拖动或方向键移动；+ 和 −，或 Ctrl 加滚轮缩放；0 显示全部，End 跟随 Max。",
    },
    cold: "冷数据：不在页缓存中，拉取须等待磁盘（SD-18）",
    internal: "重试与死信主题",
    counts: "投递统计",
    counts_none: "还没有投递过消息。",
    events: "原因",
    again: |why| match why {
        Again::HandOver => "队列分配给了其他消费者",
        Again::ClientDied => "客户端崩溃",
        Again::BrokerDied => "服务端被强制终止",
        Again::OffsetsGone => "位点文件丢失",
        Again::LogTailGone => "CommitLog 尾部丢失",
        Again::Reset => "重置",
        Again::Corrected => "位点被纠正",
        Again::Removed => "位点被删除",
        Again::Revived => "未及时确认",
    },
    reset_scheduled: |n| crate::ui::text::of(n, " 条定时/延时消息不受影响：重置对它们无效。"),
    reset_retrying: |n| crate::ui::text::of(n, " 条重试中的消息仍会再次投递：重置对它们无效。"),
    reset_hidden: |n| crate::ui::text::of(n, " 条已弹出未确认的消息仍会再次可见：重置对它们无效。"),
    reset_twice: "其中位于目标位点及之后的会投递两次：一次来自原队列，一次来自重试主题。",
};
