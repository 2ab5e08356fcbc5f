//! The words of `text::timeline` in English.

use crate::player::{EventKind, MarkKind};
use crate::ui::draw::format::count;
use crate::ui::text::timeline::{Log, Measure, Rate, TakeAway, Timeline};

pub const TIMELINE: Timeline = Timeline {
    scrub: "Moment",
    empty: "Press Play: the lag is drawn here.",
    measure: "What the chart shows",
    measure_short: |measure| match measure {
        Measure::Lag => "Lag",
        Measure::LagTime => "Lag in time",
        Measure::Rates => "Rates",
    },
    measure_title: |measure| match measure {
        Measure::Lag => "Lag by group",
        Measure::LagTime => "Age of the oldest message not consumed, by group",
        Measure::Rates => "Messages a second",
    },
    rate: |rate| match rate {
        Rate::Stored => "stored",
        Rate::HandedOut => "delivered",
        Rate::Purged => "purged",
    },
    summary: |title, time| format!("{title} over time, now {time}"),
    of: |whose, value| format!("{whose}: {value}"),
    colon: ": ",
    and: "; ",
    of_head: |head| format!(", known until {head}"),
    later: "later",
    mark: |kind| match kind {
        MarkKind::Reset => "reset",
        MarkKind::Purge => "purge",
        MarkKind::Crash => "crash",
        MarkKind::Rebalance => "rebalance",
        MarkKind::Correction => "correction",
        MarkKind::Paused => "paused",
        MarkKind::Restart => "restart",
        MarkKind::OffsetsLost => "offsets lost",
    },
    mark_list: "Marks",
    next_mark: "Next mark (Shift →)",
    previous_mark: "Previous mark (Shift ←)",
    no_mark: "No further mark.",
    more: |n| format!("{} more", count(n)),
    fork: "Fork from here",
    png: "Chart as PNG",
};

pub const LOG: Log = Log {
    empty: "Nothing yet.",
    go_to: |time| format!("Go to {time}"),
    times: |n| format!("×\u{a0}{}", count(n)),
    duplicate: "duplicate",
    min_moved: |topic, queues| format!("Min of {topic} moved on {queues}"),
    routine: |n| format!("{} routine lines", count(n)),
    later: |n| format!("Later: {}", count(n)),
    filter: "Filter",
    clear: "Show all",
    no_match: "No lines match.",
    shown: |shown, all| format!("{shown} of {all} lines"),
    by_kind: "Kind",
    by_group: "Group",
    by_queue: "Queue",
    by_rule: "Rule",
    all_kinds: "Every kind",
    all_groups: "Every group",
    all_queues: "Every queue",
    all_rules: "Every rule",
    kind: |kind| match kind {
        EventKind::Reset => "Resets, corrections",
        EventKind::Progress => "Progress",
        EventKind::Storage => "Storage",
        EventKind::Clients => "Clients",
        EventKind::Failures => "Failures, losses",
        EventKind::Later => "Delayed, retried",
        EventKind::Refused => "Refused",
        EventKind::Setup => "Topics, groups",
    },
    copy_text: "Copy as text",
    copy_csv: "Copy as CSV",
};

pub const TAKE_AWAY: TakeAway = TakeAway {
    chart: ["Chart (PNG)", "The timeline as it is drawn now."],
    board: ["Board (SVG)", "The picture of the queues at this moment."],
    log_text: ["Log (text)", "What happened, one line each."],
    log_csv: ["Log (CSV)", "The same for a spreadsheet."],
    saved: |file| format!("Saved as {file}"),
    not_saved: "The browser did not create the picture. Try again.",
    not_copied: "The browser did not allow copying. Select the text, or use Download.",
    under: |profile, time| format!("{profile}, at {time}"),
};
