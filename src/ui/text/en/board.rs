//! The words of `text::board` in English.

use crate::ui::text::board::Board;
use crate::ui::text::en::plural;
use alloc::string::ToString;

/// English.
pub const WORDS: Board = Board {
    title: "Queues",
    subtitle: |n| {
        if n == 1 {
            "1 queue".to_string()
        } else {
            format!("{}, one offset axis", plural(n, "queue", "queues"))
        }
    },
    picture: "Picture",
    table: "Table",
    view: "View",
    copy_csv: "Copy as CSV",
    new_topic: "New topic",
    send: "Send a message",
    empty: "No topic yet",
    empty_hint: "A topic holds the queues whose offsets this lab shows.",
    purged_count: |n| format!("{n} purged"),
    min: "Min",
    max: "Max",
    lags: |group, lag| format!("{group} lags {lag}"),
    others: "Other labs and lessons",
    about_close: "Close this text",
    pending: "reset pending",
    group: "Group",
    owner: "Owner",
    purged_unread: "Purged (of lag)",
    consumed: (
        "Consumed",
        "The stored messages below the consumer offset of the group in focus: it is behind them. They stay \
         stored until retention deletes them.",
    ),
    newest: "Segment being written: retention never deletes it (R-RET-3)",
    hidden: |n| format!("{n} popped, invisible"),
    zoom: "Zoom and pan",
};
