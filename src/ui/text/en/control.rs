//! The words of `text::control` in English.

use crate::sim::command::{Allocate, Residency};
use crate::ui::text::ChoiceWords;
use crate::ui::text::control::{BrokerWay, Control, Delivery, GroupKind};

pub const WORDS: Control = Control {
    change_group: |group| format!("Group {group}"),
    kind: "Consumer type",
    group_kind: |kind| match kind {
        GroupKind::Concurrent => &ChoiceWords {
            name: "push, concurrent",
            note: "Each consumer owns some queues. A failed message goes to the retry topic and the offset \
                   moves past it (R-RTY-1).",
        },
        GroupKind::Orderly => &ChoiceWords {
            name: "push, orderly",
            note: "One consumer locks each queue. A failed message blocks the messages behind it (R-RTY-4).",
        },
        GroupKind::Pop => &ChoiceWords {
            name: "POP (simple consumer)",
            note: "Every consumer pops from every queue. A popped message is invisible until it is \
                   acknowledged or its invisible time ends (R-POP-1).",
        },
        GroupKind::Broadcasting => &ChoiceWords {
            name: "push, broadcasting",
            note: "Every consumer gets every message and stores its own offsets. Nothing is retried \
                   (R-OFF-14).",
        },
    },
    kind_of_group: |group, kind| format!("Consumer type of {group}: {kind}."),
    invisible_s: "Invisible time, seconds",
    invisible_hint: "A popped message that is not acknowledged by then is delivered again (R-POP-2).",
    allocate: "Queue allocation",
    allocate_name: |allocate| match allocate {
        Allocate::Averagely => "evenly, in blocks",
        Allocate::ByCircle => "evenly, round robin",
        Allocate::ByMachineRoom => "by machine room",
        Allocate::ConsistentHash => "consistent hash",
    },
    retries: "Maximum retries",
    retries_hint: "Empty: 16; orderly: no limit (T-23).",
    retry_queues: "Queues of its retry topic",
    retry_queues_hint: "0: failed messages are dropped (R-RTY-2).",
    fail_percent: "Messages that fail, percent",
    fail_hint: "0 to 100, one decimal",
    percent_bad: "A number from 0 to 100 with at most one decimal",
    poison: "Messages that always fail",
    poison_hint: "queue/offset, such as 0/17, 2/40; empty: none",
    poison_bad: "Write each as queue/offset, such as 0/17, at most 64 of them.",
    suspend_ms: "Pause after a failure, milliseconds",
    suspend_hint: "How long the queue waits before a retry: 10 to 30\u{202f}000; empty: 1\u{202f}000 \
                   (R-RTY-4).",
    slow: "Slow ×10",
    fast: "Fast ×10",
    fails: |percent| format!("{percent} % fail"),
    restart: "Restart",
    start_again: "Start again",
    left: "left",
    crashed: "crashed",
    handles: |place| format!("Offsets on {place}"),
    handle: |mark| format!("{mark}. Arrow keys or dragging choose another offset; Enter previews the reset."),
    delay: "Message delay",
    delay_none: "none",
    delay_level: |level, time| format!("level {level}: {time}"),
    deliver: "Deliver",
    delivery: |delivery| match delivery {
        Delivery::AtOnce => "at once",
        Delivery::AfterDelay => "after a delay level",
        Delivery::AtTime => "at a time",
    },
    deliver_time: "Time",
    broker_title: "Restart or kill the broker",
    broker_open: "Restart or kill",
    broker_way: |way| match way {
        BrokerWay::InOrder => &ChoiceWords {
            name: "Clean restart",
            note: "The broker writes offsets to disk before it stops. Nothing is lost and no message is \
                   delivered twice. Held pulls end; clients pull again.",
        },
        BrokerWay::Kill => &ChoiceWords {
            name: "Kill and restart",
            note: "Offsets committed since the last flush (up to 5 s) are lost. A consumer that keeps its \
                   queue commits again; where a queue moves to another consumer first, messages are \
                   delivered twice (R-OFF-19).",
        },
        BrokerWay::KillWithoutOffsets => &ChoiceWords {
            name: "Kill, both offset files lost",
            note: "All offsets of all groups are lost. Each group starts like a new one: at 0, where \
                   everything is delivered again, or at Max, where messages that it had not consumed are \
                   skipped (R-OFF-19).",
        },
        BrokerWay::KillWithoutLogTail => &ChoiceWords {
            name: "Kill, end of the commit log lost",
            note: "The newest messages are lost, whichever queue they are in. Max falls, and new messages \
                   reuse those offsets. An offset above Max is corrected to Max; if producers pass it first, \
                   the messages below it are skipped (R-OFF-19).",
        },
    },
    broker_tail: "Messages lost",
    broker_restart: "Restart",
    broker_kill: "Kill",
    memory_title: "Memory and cold reads",
    memory_open: "Memory and cold reads",
    cache: "Page cache, segments",
    cache_hint: "0: everything counts as in memory. Otherwise the least recently used segment is evicted \
                 (SD-18).",
    cold_ms: "Reading a cold segment, milliseconds",
    cold_ms_hint: "How long a pull into a cold segment waits.",
    cold_control: "Limit groups that read much cold data (R-PULL-10, 5.1 and later)",
    cold_kib: "Cold data that a group may read in 5 s, KiB",
    residency: "Is a queue’s first message in memory?",
    residency_name: |residency| match residency {
        Residency::Always => "always (JDK 17)",
        Residency::ByEstimate => "by distance: 40 % of the memory",
        Residency::ByPageCache => "by the page cache",
    },
    residency_hint: "Decides where a new group starts on 5.1 and later (R-INIT-2).",
};
