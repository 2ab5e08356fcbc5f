//! The words of `text::lags` in English.

use crate::player::verdict::Watched;
use crate::ui::text::en::plural;
use crate::ui::text::lags::{LagWay, Lags};
use crate::ui::text::terms::{TermText, text};

pub const WORDS: Lags = Lags {
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
            plural(n, "queue has", "queues have")
        )
    },
    without: |n| {
        format!(
            "{} no offset: the tool counts it as 0, the metric as Max (T-19).",
            plural(n, "queue has", "queues have")
        )
    },
    watch: "Health verdict",
    verdict: |said| match said {
        Watched::TooEarly => "too early to say",
        Watched::Unknown => "unknown",
        Watched::Losing => "losing messages",
        Watched::CaughtUp => "OK",
        Watched::NotGrowing => "OK",
        Watched::Warning => "warning",
        Watched::Stalled => "stalled",
        Watched::Stopped => "stopped",
        Watched::Rewind => "rewind",
    },
    verdict_rule: |said| match said {
        Watched::TooEarly => "fewer than 5 samples in the window",
        Watched::Unknown => "the lag of a queue is not known",
        Watched::Losing => {
            "messages were deleted or skipped before it consumed them, or its offset is below Min"
        }
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

pub fn lag_way(lag_way: LagWay) -> TermText {
    match lag_way {
        LagWay::Diff => text(
            "Diff (tool)",
            "mqadmin consumerProgress",
            "R-LAG-1",
            "Max − consumer offset, uncorrected: negative above Max, and it includes purged messages. A \
             missing offset counts as 0.",
        ),
        LagWay::ToolInFlight => {
            text("Inflight (tool)", "mqadmin consumerProgress", "R-LAG-1", "Pull offset − consumer offset.")
        }
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
