//! The words for the ways of counting a lag and for the health verdict, in both languages. Not here: their
//! numbers (`projection::lag`, `player::verdict`).
//!
//! Invariant: each way of counting names who counts so.

use crate::player::verdict::Watched;
use crate::ui::text::Language;
use crate::ui::text::terms::{TermText, text};
use alloc::string::String;

/// A way of counting.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LagWay {
    Diff,
    ToolInFlight,
    Metric,
    Ready,
    MetricInFlight,
    Latency,
    Queueing,
    Readable,
    Estimate,
}

/// Sentences about them.
pub struct Lags {
    /// topic
    pub title: crate::ui::text::OfText,
    pub all_same: &'static str,
    /// messages
    pub phantom: crate::ui::text::OfText,
    /// queues
    pub negative: crate::ui::text::OfCount,
    /// queues
    pub without: crate::ui::text::OfCount,
    pub watch: &'static str,
    pub verdict: fn(Watched) -> &'static str,
    /// The rule that fired.
    pub verdict_rule: fn(Watched) -> &'static str,
    /// from, to, samples, lag before, lag after
    pub window: fn([&str; 5]) -> String,
    /// Of the pace of the lag.
    pub drain_unknown: &'static str,
    pub drain_empty: &'static str,
    pub drain_steady: &'static str,
    /// duration
    pub drains_in: crate::ui::text::OfText,
    /// messages a minute
    pub grows: crate::ui::text::OfText,
    /// No filter, so no estimate.
    pub exact: &'static str,
    /// tag, messages
    pub with_tag: crate::ui::text::OfTwo,
}

pub const EN: Lags = Lags {
    title: |topic| format!("Ways to count this lag on {topic}"),
    all_same: "All of them agree here.",
    phantom: |n| {
        format!(
            "{n} messages of Diff are already purged: phantom lag until the next pull is corrected to Min \
             (T-5)."
        )
    },
    negative: |n| {
        format!(
            "{} an offset above Max: Diff is negative there, and the metric is 0 (T-6).",
            crate::ui::text::plural(n, "queue has", "queues have")
        )
    },
    without: |n| {
        format!(
            "{} no offset: the tool counts it as 0, the metric as Max (T-19).",
            crate::ui::text::plural(n, "queue has", "queues have")
        )
    },
    watch: "Health verdict",
    verdict: |said| match said {
        Watched::TooEarly => "too early to say",
        Watched::CaughtUp => "OK",
        Watched::NotGrowing => "OK",
        Watched::Warning => "warning",
        Watched::Stalled => "stalled",
        Watched::Stopped => "stopped",
        Watched::Rewind => "rewind",
    },
    verdict_rule: |said| match said {
        Watched::TooEarly => "fewer than 5 samples in the window",
        Watched::CaughtUp => "the lag was 0 at least once in the window, and does not grow",
        Watched::NotGrowing => "offsets move, and the lag does not grow",
        Watched::Warning => "offsets move, and the lag grows",
        Watched::Stalled => "a consumer is online, messages wait, and no offset moved",
        Watched::Stopped => "no consumer is online, and messages wait",
        Watched::Rewind => "an offset moved back",
    },
    window: |[from, to, samples, before, after]| {
        format!("Window {from} to {to}, {samples} samples: lag {before} → {after}.")
    },
    drain_unknown: "Time to drain: unknown, fewer than 5 samples since the offsets last jumped.",
    drain_empty: "Nothing waits.",
    drain_steady: "At this rate the lag stays the same.",
    drains_in: |time| format!("At this rate the lag is 0 in {time}."),
    grows: |n| format!("At this rate the lag never reaches 0: it grows by {n} a minute."),
    exact: "no filter, exact",
    with_tag: |tag, n| format!("For tag {tag} only, the metric would be {n}."),
};

pub const ZH: Lags = Lags {
    title: |topic| format!("{topic} 上堆积的各种算法"),
    all_same: "此处各种算法一致。",
    phantom: |n| format!("Diff 中有 {n} 条已被清理：下次拉取被纠正到 Min 之前是虚假的堆积（T-5）。"),
    negative: |n| crate::ui::text::of(n, " 个队列的位点大于 Max：Diff 为负，指标为 0（T-6）。"),
    without: |n| crate::ui::text::of(n, " 个队列没有位点：工具按 0 计算，指标按 Max 计算（T-19）。"),
    watch: "健康判断",
    verdict: |said| match said {
        Watched::TooEarly => "样本不足",
        Watched::CaughtUp => "正常",
        Watched::NotGrowing => "正常",
        Watched::Warning => "警告",
        Watched::Stalled => "停滞",
        Watched::Stopped => "停止",
        Watched::Rewind => "回退",
    },
    verdict_rule: |said| match said {
        Watched::TooEarly => "窗口中的样本不足 5 个",
        Watched::CaughtUp => "窗口中堆积曾为 0，且没有增长",
        Watched::NotGrowing => "位点在前移，堆积没有增长",
        Watched::Warning => "位点在前移，堆积也在增长",
        Watched::Stalled => "有消费者在线，有消息等待，位点没有移动",
        Watched::Stopped => "没有消费者在线，有消息等待",
        Watched::Rewind => "位点后退过",
    },
    window: |[from, to, samples, before, after]| {
        format!("窗口 {from} 到 {to}，{samples} 个样本：堆积 {before} → {after}。")
    },
    drain_unknown: "消费完所需时间：未知，位点上次跳变以来的样本不足 5 个。",
    drain_empty: "没有消息等待。",
    drain_steady: "按目前的速度，堆积保持不变。",
    drains_in: |time| format!("按目前的速度，{time} 后堆积为 0。"),
    grows: |n| format!("按目前的速度堆积不会为 0：每分钟增长 {n} 条。"),
    exact: "没有过滤，精确",
    with_tag: |tag, n| format!("若只订阅标签 {tag}，指标会是 {n}。"),
};

impl LagWay {
    /// The way in a language.
    pub fn text(self, language: Language) -> TermText {
        match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        }
    }

    fn english(self) -> TermText {
        match self {
            LagWay::Diff => text(
                "Diff (tool)",
                "mqadmin consumerProgress",
                "R-LAG-1",
                "Max − consumer offset, uncorrected: negative above Max, and it includes purged messages. A \
                 missing offset counts as 0.",
            ),
            LagWay::ToolInFlight => text(
                "Inflight (tool)",
                "mqadmin consumerProgress",
                "R-LAG-1",
                "Pull offset − consumer offset.",
            ),
            LagWay::Metric => text(
                "Lag (metric)",
                "rocketmq_consumer_lag_messages",
                "R-LAG-3",
                "Like Diff, but never negative. A missing offset counts as Max, so a new group has lag 0.",
            ),
            LagWay::Ready => text(
                "Ready (metric)",
                "rocketmq_consumer_ready_messages",
                "R-LAG-3",
                "Messages not delivered yet.",
            ),
            LagWay::MetricInFlight => text(
                "In flight (metric)",
                "rocketmq_consumer_inflight_messages",
                "R-LAG-3",
                "Messages delivered and not committed; in a POP group, those not acknowledged (R-LAG-6).",
            ),
            LagWay::Latency => text(
                "Lag in time (metric)",
                "rocketmq_consumer_lag_latency",
                "R-LAG-3",
                "Age of the oldest message that the group has not consumed; 0 if it can’t be read.",
            ),
            LagWay::Queueing => text(
                "Queueing (metric)",
                "rocketmq_consumer_queueing_latency",
                "R-LAG-3",
                "Age of the oldest message not delivered yet.",
            ),
            LagWay::Readable => text(
                "Can still be read",
                "Max − max(offset, Min)",
                "R-CQ-3",
                "What the group can still get: purged messages are not counted.",
            ),
            LagWay::Estimate => text(
                "With a tag filter (metric)",
                "estimateAccumulation",
                "R-LAG-5",
                "For a group that subscribes to some tags only, the broker reads up to 20 000 entries or 5 \
                 000 matches of a queue and scales up. Here every group subscribes to every tag, so the \
                 count is exact.",
            ),
        }
    }

    fn chinese(self) -> TermText {
        match self {
            LagWay::Diff => text(
                "Diff（工具）",
                "mqadmin consumerProgress",
                "R-LAG-1",
                "Max − 消费位点，不做修正：大于 Max 时为负，已清理的消息仍计入。没有位点按 0 计算。",
            ),
            LagWay::ToolInFlight => {
                text("Inflight（工具）", "mqadmin consumerProgress", "R-LAG-1", "拉取位点 − 消费位点。")
            }
            LagWay::Metric => text(
                "堆积（指标）",
                "rocketmq_consumer_lag_messages",
                "R-LAG-3",
                "同 Diff，但不为负；没有位点按 Max 计算，所以新分组的堆积为 0。",
            ),
            LagWay::Ready => {
                text("就绪（指标）", "rocketmq_consumer_ready_messages", "R-LAG-3", "还没有投递的消息。")
            }
            LagWay::MetricInFlight => text(
                "处理中（指标）",
                "rocketmq_consumer_inflight_messages",
                "R-LAG-3",
                "已投递未提交的消息；POP 分组则为未确认的消息（R-LAG-6）。",
            ),
            LagWay::Latency => text(
                "消费处理延迟（指标）",
                "rocketmq_consumer_lag_latency",
                "R-LAG-3",
                "该分组尚未消费的最早一条消息已存储的时间；无法读取时为 0。",
            ),
            LagWay::Queueing => text(
                "排队时间（指标）",
                "rocketmq_consumer_queueing_latency",
                "R-LAG-3",
                "尚未投递的最早一条消息已存储的时间。",
            ),
            LagWay::Estimate => text(
                "按标签过滤（指标）",
                "estimateAccumulation",
                "R-LAG-5",
                "只订阅部分标签的分组，服务端最多读取每个队列的 20 000 个条目或 5 000 个匹配，再按比例放大。\
                 此处每个分组都订阅全部标签，计数是精确的。",
            ),
            LagWay::Readable => text(
                "仍可读取",
                "Max − max(offset, Min)",
                "R-CQ-3",
                "该分组仍能收到的消息：不含已清理的消息。",
            ),
        }
    }
}
