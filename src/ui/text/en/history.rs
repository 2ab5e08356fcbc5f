//! The words of `text::history` in English.

use crate::projection::history::Cause;
use crate::projection::time_search::Lies;
use crate::ui::text::en::plural;
use crate::ui::text::history::Words;
use alloc::format;
use alloc::string::ToString;

pub const WORDS: Words = Words {
    title: |group| format!("What moved the offsets of {group}"),
    heads: ["When", "Topic", "Queue: from → to", "By", "Why"],
    cause: |cause| match cause {
        Cause::Reset => ["administrator", "reset"],
        Cause::Saved => ["administrator", "saved by hand"],
        Cause::Removed => ["administrator", "offsets removed"],
        Cause::Corrected => ["broker", "pull sent elsewhere"],
        Cause::Began => ["client", "first offset"],
    },
    none: "none",
    nothing: "Nothing but its own progress has moved this group's offsets.",
    search: |topic, time| format!("{time} UTC on {topic}"),
    search_heads: ["Queue", "The time lies", "Messages around it"],
    here: "Here",
    lies: |lies| match lies {
        Lies::Empty => "in an empty queue".to_string(),
        Lies::Unknown => "where no store time is known".to_string(),
        Lies::BeforeFirst => "before the first".to_string(),
        Lies::AfterLast => "after the last".to_string(),
        Lies::Equal(count) => format!("on {}", plural(count, "message", "messages")),
        Lies::Between => "between two".to_string(),
    },
    unknown: "unknown",
    same: "4.9 and 5.1 bisect for the closest message: of equal times they may take any, and after the last the \
           last. 5.3 takes the first at or after the time, else Max (T-7).",
};
