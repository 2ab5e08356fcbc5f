//! The words of `text::fates` in Simplified Chinese.

use crate::ui::text::fates::Fate;
use crate::ui::text::terms::{TermText, text};

pub fn fate(fate: Fate) -> TermText {
    match fate {
        Fate::Delivered => {
            text("已投递", "pull or pop FOUND", "R-PULL-2", "投递给消费者的消息，投递几次算几次。")
        }
        Fate::Processed => text("已处理", "CONSUME_SUCCESS", "R-OFF-11", "消费成功的消息，成功几次算几次。"),
        Fate::Duplicate => text(
            "重复",
            "at least once",
            "R-OFF-19",
            "该分组处理完成后又再次处理（或处理失败）的消息。原因列在下面。",
        ),
        Fate::Purged => text(
            "丢失",
            "OFFSET_TOO_SMALL",
            "SD-14",
            "在该分组消费之前已被清理的消息（所有队列合计），无法再消费。",
        ),
        Fate::PassedOver => text(
            "跳过",
            "skipped",
            "R-OFF-19",
            "仍然存储，但该分组的位点未经重置就越过而没有消费的消息。重置后仍可投递。",
        ),
        Fate::InRetry => text(
            "重试中",
            "RECONSUME_LATER",
            "R-RTY-1",
            "消费失败、尚未处理完成的消息：正在等待重试间隔，或在 %RETRY% 主题中。",
        ),
        Fate::Dead => text(
            "死信",
            "%DLQ%group",
            "R-RTY-2",
            "失败次数超过最大重试次数的消息。它们在死信队列中，不会再次投递。",
        ),
        Fate::Hidden => text(
            "不可见",
            "in-flight counter",
            "R-LAG-6",
            "已弹出而未确认：在不可见时间结束之前，任何消费者都不能再次弹出。",
        ),
    }
}
