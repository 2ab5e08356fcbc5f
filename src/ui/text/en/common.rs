//! The words of `text::common` in English.

use crate::ui::text::common::Common;
use crate::ui::text::en::plural;

/// English.
pub const WORDS: Common = Common {
    cancel: "Cancel",
    close: "Close",
    add: "Add",
    change: "Change",
    remove: "Remove",
    delete: "Delete",
    pause: "Pause",
    resume: "Resume",
    undo: "Undo",
    unknown: "unknown",
    none: "none",
    queue: "queue",
    queues: |n| plural(n, "queue", "queues"),
    copy: "Copy",
    copied: "Copied",
    fork: "Continue in a copy",
    details: "Details",
    change_topic: |topic| format!("Queues of {topic}"),
    delete_topic: |topic| format!("Delete topic {topic}?"),
    refused: |remark, code| format!("Refused: {remark} (code {code})"),
};
