//! The words of `text::lags` in Simplified Chinese.

use crate::player::verdict::Watched;
use crate::ui::text::lags::{LagWay, Lags};
use crate::ui::text::terms::{TermText, text};
use crate::ui::text::zh::of;

pub const WORDS: Lags = Lags {
    title: |topic| format!("{topic} 上堆积的各种算法"),
    all_same: "此处各种算法一致。",
    phantom: |n| format!("Diff 中有 {n} 条已被清理：下次拉取被纠正到 Min 之前是虚假的堆积（T-5）。"),
    negative: |n| of(n, " 个队列的位点大于 Max：Diff 为负，指标为 0（T-6）。"),
    without: |n| of(n, " 个队列没有位点：工具按 0 计算，指标按 Max 计算（T-19）。"),
    watch: "健康判断",
    verdict: |said| match said {
        Watched::TooEarly => "样本不足",
        Watched::Unknown => "未知",
        Watched::Losing => "正在丢失消息",
        Watched::CaughtUp => "正常",
        Watched::NotGrowing => "正常",
        Watched::Warning => "警告",
        Watched::Stalled => "停滞",
        Watched::Stopped => "停止",
        Watched::Rewind => "回退",
    },
    verdict_rule: |said| match said {
        Watched::TooEarly => "窗口中的样本不足 5 个",
        Watched::Unknown => "有队列的堆积未知",
        Watched::Losing => "有消息未消费就被清理或跳过，或位点低于 Min",
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

pub fn lag_way(lag_way: LagWay) -> TermText {
    match lag_way {
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
        LagWay::Readable => {
            text("仍可读取", "Max − max(offset, Min)", "R-CQ-3", "该分组仍能收到的消息：不含已清理的消息。")
        }
    }
}
