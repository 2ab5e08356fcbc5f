//! The words of `text::fates` in English.

use crate::ui::text::fates::Fate;
use crate::ui::text::terms::{TermText, text};

pub fn fate(fate: Fate) -> TermText {
    match fate {
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
