//! The words of `text::reset` in English.

use crate::projection::WhyAbout;
use crate::ui::text::en::plural;
use crate::ui::text::reset::{CommandNotes, PreviewColumn, Reset};
use alloc::string::ToString;

/// English.
pub const WORDS: Reset = Reset {
    title: |group, topic| format!("Reset offset of {group} on {topic}"),
    undo_title: |group, topic| format!("Undo the reset of {group} on {topic}"),
    nothing_yet: "Nothing changes until you apply; the clock is paused. Undo sets each offset back, as far \
                  as its messages are still stored.",
    target: "Target",
    earliest: "Min",
    latest: "Max",
    offset: "Offset",
    time: "Time",
    shift: "Shift",
    shift_label: "Messages forwards; − goes back",
    shift_bad: "A shift is a whole number, such as -100.",
    like: "As a group",
    like_label: "Where this group stands",
    like_bad: "Choose a group.",
    csv: "CSV",
    csv_label: "A line for each queue: queue,offset or topic,queue,offset",
    csv_bad: "Write lines such as 0,1200 or orders,0,1200, each queue once.",
    topic: "Topic",
    search: "How it is found…",
    kafka: "With Kafka, when its consumers are stopped",
    before: "Before",
    queues: "Queues",
    all_queues: "All queues",
    chosen: "Chosen",
    offset_label: "Next message to consume",
    offset_bad: "An offset is a whole number from 0 to 9 223 372 036 854 775 807.",
    time_label: "Time, date or epoch ms",
    time_bad: "A time looks like 00:02:14.300 (the lab’s clock), 2025-01-01 00:02:14 (UTC; or with +08:00) or \
               1735689734300 (milliseconds since 1970).",
    lands: |date, clock| format!("{date} UTC, {clock} on the lab’s clock"),
    lands_before: |date| format!("{date} UTC, before the lab began"),
    lands_later: |date, clock| {
        format!("{date} UTC, {clock} on the lab’s clock: still to come, and later than every message")
    },
    column: |column| match column {
        PreviewColumn::Queue => "Queue",
        PreviewColumn::Current => "Now",
        PreviewColumn::Target => "Target",
        PreviewColumn::Delta => "Change",
        PreviewColumn::Replayed => "Replayed",
        PreviewColumn::Skipped => "Skipped",
        PreviewColumn::Purged => "Purged",
        PreviewColumn::LagAfter => "Lag after",
    },
    about: |n| format!("about {n}"),
    is_min: "Min",
    is_max: "Max",
    no_offset: "none",
    replayed: |n| format!("{n} messages are delivered again"),
    skipped: |n| format!("{n} are skipped"),
    purged: |n| format!("{n} are purged and can’t be read again"),
    about_because: |why| match why {
        WhyAbout::InHand => {
            "About, because clients may finish some of what they have before they learn of the reset (T-11)."
        }
        WhyAbout::TwoOwners => "About, because a paused client still has the queue too.",
        WhyAbout::Broadcasting => {
            "About, because each broadcasting client keeps its own offset, and no reset reaches it (R-OFF-14)."
        }
        WhyAbout::NoOwner => {
            "About, because clients do the reset themselves, and none of them has the queue now (R-RST-12)."
        }
        WhyAbout::Swallowed => "About, because an earlier reset is pending and swallows this one (R-OFF-2).",
        WhyAbout::AboveMax => {
            "About, because a pull above Max is sent to 0 unless new messages come first (R-PULL-2)."
        }
        WhyAbout::NoOffset => {
            "About, because where the group would begin is decided when it begins (R-INIT-3)."
        }
        WhyAbout::Unknown => "About, because Min or Max of the imported queue is unknown.",
        WhyAbout::TimesInPart => {
            "Between two offsets, because only some store times were imported. The lab resets to the first of them."
        }
    },
    unchanged: "Nothing is delivered again and nothing is skipped",
    joined: "; ",
    end: ".",
    online: |n| {
        format!(
            "{} it at the next pull; on an idle queue that can take 15 to 20 s (T-10).",
            plural(n, "consumer applies", "consumers apply")
        )
    },
    in_hand: |n| {
        format!("{n} messages already delivered are still processed; their commits are ignored (T-11).")
    },
    no_queue: "Choose at least one queue.",
    apply: |n| {
        if n == 0 { "Reset".to_string() } else { format!("Reset {}", plural(n, "queue", "queues")) }
    },
    apply_undo: |n| format!("Undo on {}", plural(n, "queue", "queues")),
    not_back: |queue, before, min| {
        format!("Queue {queue} can’t go back to {before}: its messages below {min} are purged.")
    },
    not_so: "Not possible: see the reason above.",
    refused: |remark, code| format!("The broker refuses this: {remark} (code {code})"),
    no_times: |queue| {
        format!(
            "The lab can’t preview this: the messages of {queue} were imported without their store times. \
             Choose an offset to try it here; on the cluster, the command below resets to the time."
        )
    },
    between: |from, to| format!("{from} to {to}"),
    command: "The same on a cluster",
    way_back: "The way back: copy it before you reset",
    command_notes: CommandNotes {
        zero: "mqadmin prints offset 0 but does not send it (R-CMD-1): use a time.",
        first_at_or_after: "A 5.3 broker takes the first message at or after that time, not the closest \
                            (T-7).",
        each_queue: "With -o, mqadmin resets one queue of one broker at a time; -b takes that broker’s address.",
        whole_topic_only: "mqadmin of this version can only reset a whole topic to a time: it has no -q and \
                           no -o, so no command does this.",
        now_is_last: "Do not use -s now: mqadmin of this version sends the current time, which means the \
                      last message. The group ends at Max − 1 and gets that message again (T-7).",
        only_to_last: "No command resets to Max: now is the current time, which means the last message, Max \
                       − 1; -1 resets to the start (R-RST-11).",
        clones_max: "cloneGroupOffset does not either: up to 4.9.2 it writes the source’s Max, not its \
                     offset, and the messages in between are skipped (R-CMD-4).",
    },
    done: |group, n| format!("{group} is reset on {}.", plural(n, "queue", "queues")),
};
