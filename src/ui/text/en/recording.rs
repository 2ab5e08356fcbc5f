//! The words of `text::recording` in English.

use crate::ui::text::recording::Recording;

/// English.
pub const WORDS: Recording = Recording {
    title: "Recording",
    broker: |version| format!("answered by RocketMQ {version}"),
    agree: |n, m| format!("{n} of {m} answers agree"),
    skipped: |n| format!("{n} not compared"),
    asked: "Asked",
    broker_said: "The broker answered",
    lab_said: "The lab answers",
    agrees: "agrees",
    differs: "differs",
    not_compared: "not compared",
    not_run: "not yet",
    next: "Next call",
    to_end: "To the end",
    leave: "Close the recording",
    position: |n, m| format!("{n} / {m}"),
    difference_before: "Previous difference",
    difference_after: "Next difference",
};
