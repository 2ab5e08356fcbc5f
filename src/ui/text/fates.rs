//! What can become of a group's messages, as terms: label, RocketMQ's name, rule, sentence. Not here: the
//! numbers (`projection`).
//!
//! Invariant: each fate has all of it in every language.

use crate::ui::text::Language;
use crate::ui::text::terms::{TermText, text};

/// A fate that the inspector counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Delivered,
    Processed,
    Duplicate,
    Purged,
    PassedOver,
    InRetry,
    Dead,
    /// Of a POP group: delivered and not acknowledged.
    Hidden,
}

impl Fate {
    /// The fate in a language.
    pub fn text(self, language: Language) -> TermText {
        let text = match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        };
        let kafka = match self {
            Fate::Delivered => "records that poll returned",
            Fate::Duplicate => "at-least-once delivery",
            Fate::InRetry | Fate::Dead => "retry and dead-letter topics that the application makes",
            Fate::Hidden => "records that a share group has acquired",
            Fate::Processed | Fate::Purged | Fate::PassedOver => "",
        };
        TermText { kafka, ..text }
    }

    fn english(self) -> TermText {
        match self {
            Fate::Delivered => text(
                "Delivered",
                "pull or pop FOUND",
                "R-PULL-2",
                "Messages delivered to a consumer; one delivered twice counts twice.",
            ),
            Fate::Processed => text(
                "Processed",
                "CONSUME_SUCCESS",
                "R-OFF-11",
                "Messages processed successfully; one processed twice counts twice.",
            ),
            Fate::Duplicate => text(
                "Duplicates",
                "at least once",
                "R-OFF-19",
                "Messages that the group processed, or failed on, again although it had processed them. The \
                 causes are listed below.",
            ),
            Fate::Purged => text(
                "Lost",
                "OFFSET_TOO_SMALL",
                "SD-14",
                "Messages that were purged before the group consumed them, on all its queues. It never gets \
                 them.",
            ),
            Fate::PassedOver => text(
                "Skipped",
                "skipped",
                "R-OFF-19",
                "Stored messages that the group’s offset moved past without consuming them and without a \
                 reset. A reset can still deliver them.",
            ),
            Fate::InRetry => text(
                "In retry",
                "RECONSUME_LATER",
                "R-RTY-1",
                "Failed messages that are not processed yet: they wait for their delay, or in %RETRY%group.",
            ),
            Fate::Dead => text(
                "Dead letters",
                "%DLQ%group",
                "R-RTY-2",
                "Messages that failed more often than they may be retried. They are in the dead-letter queue \
                 and are not delivered again.",
            ),
            Fate::Hidden => text(
                "Invisible",
                "in-flight counter",
                "R-LAG-6",
                "Popped and not acknowledged: no consumer can pop them until their invisible time ends.",
            ),
        }
    }

    fn chinese(self) -> TermText {
        match self {
            Fate::Delivered => {
                text("已投递", "pull or pop FOUND", "R-PULL-2", "投递给消费者的消息，投递几次算几次。")
            }
            Fate::Processed => {
                text("已处理", "CONSUME_SUCCESS", "R-OFF-11", "消费成功的消息，成功几次算几次。")
            }
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
}
