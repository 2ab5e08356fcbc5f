//! The words of `text::aside` in English.

use crate::engine::event::Again;
use crate::ui::text::aside::{Aside, LookWords};
use crate::ui::text::en::plural;

pub const WORDS: Aside = Aside {
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
            plural(n, "scheduled message is", "scheduled messages are")
        )
    },
    reset_retrying: |n| {
        format!(
            "{} delivered again in any case: a reset does not reach retries.",
            plural(n, "message in retry is", "messages in retry are")
        )
    },
    reset_hidden: |n| {
        format!(
            "{} back all the same.",
            plural(n, "popped, unacknowledged message becomes", "popped, unacknowledged messages become",)
        )
    },
    reset_twice: "Those at or after the target are delivered twice: from their queue and from the retry \
                  topic.",
};
