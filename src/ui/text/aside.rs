//! The words for what lies aside of the queues and for what became of a group's messages, in both languages. Not here: the terms'
//! own sentences (`terms`).
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
    /// name of the topic in which they lie
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
    title: "Aside of the queues",
    why: "A reset moves offsets in a topic’s own queues. What waits here is in none of them, or was handed out already: no reset reaches it.",
    scheduled: |topic| format!("Scheduled for {topic}"),
    retrying: "Waiting for retry",
    ready: "Ready to retry",
    dead: "Dead letters",
    hidden: |topic| format!("Popped from {topic}"),
    next_due: |moment, left| format!("next at {moment}, in {left}"),
    next_visible: |moment, left| format!("not acknowledged; visible again from {moment}, in {left}"),
    lies_in: |topic| format!("in {topic}"),
    level: |level| format!("delay level {level}"),
    own_time: "a time of its own",
    unacked: "not acknowledged",
    retry: |tries| format!("try {tries} of a scheduled message"),
    retry_of: |place, offset, tries| format!("{place} at {offset}, try {tries}"),
    more: |n| format!("and {n} more"),
    columns: ["Pocket", "Of", "Queue", "Offset", "Due or visible again", "Why it waits"],
    legend: "How to read this picture",
    legend_purged: (
        "Purged",
        "Messages that were there once. Their segments were deleted; nobody can read them any more.",
    ),
    legend_stored: (
        "Stored",
        "Messages that can be read, from Min to just before Max. Where they are wide enough, each is a cell.",
    ),
    legend_newest: (
        "Segment being written",
        "The part of them that lies in the newest segment: retention never takes it (R-RET-3).",
    ),
    legend_fast: (
        "A burst",
        "Where many messages share a strip, it is shaded where they came twice as fast as on average, and more from eight times on.",
    ),
    arrived: "Came in",
    arrived_at: |mean, most| format!("{mean} on average, {most} at most"),
    look: LookWords {
        title: "Messages shown of each queue",
        whole: "All",
        earlier: "Earlier",
        later: "Later",
        follow: "Follow the head",
        apart: "Each queue by itself",
        closer: "Zoom in",
        wider: "Zoom out",
        axis: |name| format!("Offsets shown of {name}"),
        keys: "Drag, or arrow keys, to move; + and −, or Ctrl and the wheel, to zoom; 0 shows all, End follows the head.",
    },
    cold: "Cold: not in the page cache, so that a pull waits for the disk (SD-18)",
    internal: "Retry and dead-letter topics",
    counts: "What became of its messages",
    counts_none: "Nothing was delivered yet.",
    events: "What made them",
    again: |why| match why {
        Again::HandOver => "a queue changed hands",
        Again::ClientDied => "a client died",
        Again::BrokerDied => "the broker died",
        Again::OffsetsGone => "the offset files were gone",
        Again::LogTailGone => "the end of the log was gone",
        Again::Reset => "a reset",
        Again::Corrected => "a pull was sent back",
        Again::Removed => "offsets were removed",
        Again::Revived => "nobody acknowledged it in time",
    },
    reset_scheduled: |n| {
        format!(
            "{} as they are: a reset does not reach them.",
            crate::ui::text::plural(n, "scheduled message stays", "scheduled messages stay")
        )
    },
    reset_retrying: |n| {
        format!(
            "{} again whatever this reset does.",
            crate::ui::text::plural(n, "message in retry comes", "messages in retry come")
        )
    },
    reset_hidden: |n| {
        format!(
            "{} back all the same.",
            crate::ui::text::plural(
                n,
                "popped message that is not acknowledged comes",
                "popped messages that are not acknowledged come",
            )
        )
    },
    reset_twice: "Those of them at or after the target come twice: from their queue, and from the retry topic.",
};

pub const ZH: Aside = Aside {
    title: "队列之外",
    why: "重置移动的是主题自身队列中的位点。这里的消息不在其中，或已经交出：重置影响不到它们。",
    scheduled: |topic| format!("等待投递到 {topic}"),
    retrying: "等待重试",
    ready: "可以重试",
    dead: "死信",
    hidden: |topic| format!("从 {topic} 弹出"),
    next_due: |moment, left| format!("下一条 {moment}，还有 {left}"),
    next_visible: |moment, left| format!("未确认；{moment} 起再次可见，还有 {left}"),
    lies_in: |topic| format!("在 {topic} 中"),
    level: |level| format!("延迟级别 {level}"),
    own_time: "指定时间",
    unacked: "未确认",
    retry: |tries| format!("定时消息的第 {tries} 次重试"),
    retry_of: |place, offset, tries| format!("{place} 位点 {offset}，第 {tries} 次重试"),
    more: |n| format!("另有 {n} 条"),
    columns: ["所在", "所属", "队列", "位点", "到期或再次可见", "为何等待"],
    legend: "如何看这张图",
    legend_purged: ("已清理", "曾经存在的消息。其段已被删除，谁也读不到了。"),
    legend_stored: ("已存储", "可以读取的消息，从 Min 到 Max 之前。足够宽时，每条是一格。"),
    legend_newest: ("正在写入的段", "位于最新段中的部分：不会被清理（R-RET-3）。"),
    legend_fast: ("突发", "消息多到连成一条时，到达速度达到平均两倍的地方有阴影，达到八倍的更浓。"),
    arrived: "到达速度",
    arrived_at: |mean, most| format!("平均 {mean}，最快 {most}"),
    look: LookWords {
        title: "每个队列显示的消息数",
        whole: "全部",
        earlier: "往前",
        later: "往后",
        follow: "跟随最新",
        apart: "各队列单独显示",
        closer: "放大",
        wider: "缩小",
        axis: |name| format!("显示的位点：{name}"),
        keys: "拖动或方向键移动；+ 和 −，或 Ctrl 加滚轮缩放；0 显示全部，End 跟随最新。",
    },
    cold: "冷数据：不在页缓存中，拉取须等待磁盘（SD-18）",
    internal: "重试与死信主题",
    counts: "它的消息后来怎样",
    counts_none: "还没有投递过消息。",
    events: "由何而来",
    again: |why| match why {
        Again::HandOver => "队列换了主人",
        Again::ClientDied => "客户端崩溃",
        Again::BrokerDied => "服务端被杀",
        Again::OffsetsGone => "位点文件丢失",
        Again::LogTailGone => "日志尾部丢失",
        Again::Reset => "重置",
        Again::Corrected => "拉取被纠正",
        Again::Removed => "位点被删除",
        Again::Revived => "未及时确认",
    },
    reset_scheduled: |n| crate::ui::text::of(n, " 条定时消息保持原样：重置影响不到它们。"),
    reset_retrying: |n| crate::ui::text::of(n, " 条重试中的消息无论如何重置都会再次到来。"),
    reset_hidden: |n| crate::ui::text::of(n, " 条已弹出未确认的消息仍会返回。"),
    reset_twice: "其中位于目标之后的会来两次：一次来自原队列，一次来自重试主题。",
};
