//! The words of `text::way` in English.

use crate::ui::text::ChoiceWords;
use crate::ui::text::way::{Ahead, Way};

pub const WORDS: Way = Way {
    travel: |to, percent| format!("Running to {to}: {percent} %"),
    beside: |to, percent| format!("The other rules are running to {to}: {percent} %"),
    alone: "Show one only",
    stop: "Stop here",
    busy: "The lab is running to another moment. Wait until it is there, or stop it.",
    reading: |segment| format!("The clock waits: reading segment {segment} from disk"),
    read: |reads, bytes| format!("Read from disk so far: {reads} reads, {bytes}"),
    failed: |what| format!("A read from disk failed: {what} The lab continues without those bytes."),
    ahead: "Run ahead",
    ahead_by: |ahead| match ahead {
        Ahead::TenSeconds => &ChoiceWords { name: "+10 s", note: "+10 s: run ahead 10 seconds" },
        Ahead::OneMinute => &ChoiceWords { name: "+1 min", note: "+1 min: run ahead 1 minute" },
        Ahead::TenMinutes => &ChoiceWords { name: "+10 min", note: "+10 min: run ahead 10 minutes" },
    },
};
