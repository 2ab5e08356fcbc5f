//! What can become of a group's messages, as terms: label, RocketMQ's name, rule, sentence. Not here: the numbers (`projection`).
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
    /// Of a POP group: handed out and not acknowledged.
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
            Fate::InRetry | Fate::Dead => "retry and dead-letter topics of the application’s own",
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
                "Messages handed to a consumer, each as often as it was handed out.",
            ),
            Fate::Processed => text(
                "Processed",
                "CONSUME_SUCCESS",
                "R-OFF-11",
                "Messages that a consumer worked off without failing, each as often as it did.",
            ),
            Fate::Duplicate => text(
                "Duplicates",
                "at least once",
                "R-OFF-19",
                "Messages that the group had taken care of and worked off or failed on once more. What brought them back stands below.",
            ),
            Fate::Purged => text(
                "Lost",
                "OFFSET_TOO_SMALL",
                "SD-14",
                "Messages whose segment was deleted before the group had taken care of them. It will never get them.",
            ),
            Fate::PassedOver => text(
                "Passed over",
                "skipped",
                "R-OFF-19",
                "Messages that are stored, but the group went on behind them without having been told to. A reset can bring them.",
            ),
            Fate::InRetry => text(
                "In retry",
                "RECONSUME_LATER",
                "R-RTY-1",
                "Messages that failed and that nobody has taken care of since: waiting for their delay, or in %RETRY%group.",
            ),
            Fate::Dead => text(
                "Dead letters",
                "%DLQ%group",
                "R-RTY-2",
                "Messages that failed once more than they may be retried. They lie in the dead-letter queue and come no more.",
            ),
            Fate::Hidden => text(
                "Hidden",
                "in-flight counter",
                "R-LAG-6",
                "Popped and not acknowledged: nobody else sees these until their invisible time is over.",
            ),
        }
    }

    fn chinese(self) -> TermText {
        match self {
            Fate::Delivered => {
                text("已投递", "pull or pop FOUND", "R-PULL-2", "交给消费者的消息，交出几次算几次。")
            }
            Fate::Processed => {
                text("已处理", "CONSUME_SUCCESS", "R-OFF-11", "消费者成功处理的消息，处理几次算几次。")
            }
            Fate::Duplicate => text(
                "重复",
                "at least once",
                "R-OFF-19",
                "该组已经处理过、又处理或失败了一次的消息。原因列在下面。",
            ),
            Fate::Purged => {
                text("丢失", "OFFSET_TOO_SMALL", "SD-14", "在该组处理之前其段已被删除的消息。它再也得不到。")
            }
            Fate::PassedOver => text(
                "越过",
                "skipped",
                "R-OFF-19",
                "仍存储着，但该组未经指示就越过了的消息。重置可以让它们再来。",
            ),
            Fate::InRetry => text(
                "重试中",
                "RECONSUME_LATER",
                "R-RTY-1",
                "失败后还没有处理的消息：正在等待延迟，或在 %RETRY% 主题中。",
            ),
            Fate::Dead => text(
                "死信",
                "%DLQ%group",
                "R-RTY-2",
                "失败次数超过允许的重试次数的消息。它们在死信队列中，不会再来。",
            ),
            Fate::Hidden => text(
                "不可见",
                "in-flight counter",
                "R-LAG-6",
                "已弹出而未确认：在不可见时间结束之前，别人看不到它们。",
            ),
        }
    }
}
