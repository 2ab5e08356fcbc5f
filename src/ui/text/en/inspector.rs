//! The words of `text::inspector` in English.

use crate::ui::text::inspector::Inspector;
use alloc::string::ToString;

/// English.
pub const WORDS: Inspector = Inspector {
    nothing: "Choose a queue or a group.",
    queues: "Queue",
    lost: |n| format!("{n} messages were purged before this group consumed them."),
    below_min: |n| format!("{n} messages of this lag are already purged. The next pull is corrected to Min."),
    reset: "Reset offset",
    undo_reset: "Undo reset",
    history: "History…",
    terminal: "Terminal…",
    resume_all: "Resume",
    pause_all: "Pause",
    add_consumer: "Add consumer",
    crash: "Crash",
    consumers: "Consumers",
    no_consumers: "None. The broker keeps the group’s offsets.",
    consumer_work: |cached, processed| format!("{cached} cached, {processed} processed"),
    thread_count: |threads| match threads {
        1 => "1 thread".to_string(),
        threads => format!("{threads} threads"),
    },
    owns: |queues| format!("queues {queues}"),
    why: "Why this number",
    lag_is: |max, offset, lag| {
        format!("Max is the offset the next message will get, so lag = {max} − {offset} = {lag}.")
    },
    groups_here: "Groups on this queue",
    remove_offsets: "Remove its offsets",
    delete_group: "Delete the group",
    send_to: "Send a message here",
    sent: "Sent",
    refused: "Refused",
    rate: "Rate",
    size: "Body",
    keys: "Keys",
    topic: "Topic",
};
