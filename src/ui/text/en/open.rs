//! The words of `text::open` in English.

use crate::ui::text::open::Open;
use alloc::string::ToString;

/// English.
pub const WORDS: Open = Open {
    title: "Open",
    scenarios: "Scenarios",
    lessons: "Lessons",
    recordings: "Recordings of a real broker",
    recordings_note: "What RocketMQ 5.3.3 answered, call by call, compared with this lab.",
    title_joint: ": ",
    file: "Choose a file, or several",
    file_hint: "a scenario, journal, recording, lesson or exported lab, or a cluster’s consumerOffset.json, \
                topics.json and mqadmin output together; or drop them anywhere on the page",
    pasted: "Or paste here",
    pasted_hint: "the output of mqadmin topicStatus -t and consumerProgress -g with their command lines, or \
                  any of the files",
    pasted_name: "the pasted text",
    cluster: |broker| {
        if broker.is_empty() { "Imported cluster".to_string() } else { format!("Imported from {broker}") }
    },
    instead: "Or open an existing one:",
    blank: "New, empty lab",
    blank_note: "no topic, no group",
    blank_title: "Empty lab",
    story: ["Consumer progress, the whole story", "one producer, two groups, retention that moves Min"],
    start: ["Where does a client start?", "with progress, without, and after it was removed"],
    marked: ["How is a consumed message marked?", "a slow message, a crash, the consumer offset"],
    again: ["Can it be consumed again?", "after an exception: retry, dead letter, orderly"],
    new_group: ["A new group", "where it starts, by the documentation and on a 5.3 broker"],
    retention: ["Retention", "a quiet topic loses messages because a busy one fills segments"],
    edge: ["The end of the offset range", "offsets near 9 223 372 036 854 775 807"],
    lesson_expired: ["The group stopped. Retention did not.", "where does it resume?"],
    rec_offsets: ["Offsets", "commit, query, reset"],
    rec_expiry: ["Expiry", "segments are deleted, Min moves"],
    rec_commits: ["Commits", "which commits a broker accepts"],
    rec_time: ["Time search", "from a time to an offset"],
    replaces: "Opening replaces the lab on screen, which you have not changed.",
    keeps: "The lab on screen is kept under Labs.",
    problem: |name| format!("Can’t open {name}"),
    problem_keep: "The lab on screen stays as it was.",
    unknown_format: "This is not a scenario, journal, recording or lesson: its first line has no \"format\" \
                     that this lab knows.",
    too_large: |limit| format!("The file is larger than the limit, {limit}."),
    not_found: |name| format!("{name} could not be loaded from this page’s server."),
    offline: |name| {
        format!(
            "This browser is offline, or the server does not answer. Open {name} again when the connection is back."
        )
    },
    no_queue: |name| {
        format!("This lab has no queue {name}: write a topic, or a topic and a queue such as orders.0.")
    },
    fork_title: |title| format!("{title} (copy)"),
    forked: "This is a copy from this moment on. The lab before is unchanged, under Labs.",
};
