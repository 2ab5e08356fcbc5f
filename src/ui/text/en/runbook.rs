//! The words of `text::runbook` in English.

use crate::ui::text::runbook::Words;
use alloc::format;

pub const WORDS: Words = Words {
    head: |title| format!("Runbook: {title}"),
    made: |profile, when| {
        format!("Rehearsed in Offset Lab with the rules of {profile}; the lab's clock stood at {when}.")
    },
    addresses: "Put your own addresses behind -n, -b and -c: a broker’s address for its name.",
    stop: "Before each step compare the numbers with the cluster's. Where they differ, rehearse again with those.",
    nothing: "Nothing was rehearsed: no offset was reset and nothing else was administered.",
    before: "Before:",
    after: "Expected right after:",
    no_command: "By hand: no line of `mqadmin` is known for this step.",
    back: "The way back, to be copied before:",
    check: |group| format!("To compare: `mqadmin consumerProgress -n NAMESRV:9876 -g {group}`"),
    columns: ["Topic", "Queue", "Min", "Max", "Consumer offset", "Lag"],
    unknown: "unknown",
    none: "none",
};
