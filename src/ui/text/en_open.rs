//! What can be opened, in English. Not here: everything else (`en`).
//!
//! Invariant: every entry of `catalog` has its words here.

use super::Open;
use alloc::string::ToString;

/// The words of the dialog that opens.
pub const OPEN: Open = Open {
    title: "Open",
    scenarios: "Scenarios",
    lessons: "Lessons",
    recordings: "Recordings of a real broker",
    recordings_note: "What RocketMQ 5.3.3 answered, call by call, beside what this lab answers.",
    title_joint: ": ",
    file: "Choose a file, or several",
    file_hint: "a scenario, journal, recording, lesson or exported lab, or a cluster’s consumerOffset.json, topics.json and mqadmin output together; or drop them anywhere on the page",
    pasted: "Or paste here",
    pasted_hint: "the output of mqadmin topicStatus -t and consumerProgress -g with their command lines, or any of the files",
    cluster: |broker| {
        if broker.is_empty() { "Imported cluster".to_string() } else { ["Imported from ", broker].concat() }
    },
    instead: "Or begin with something that is there already:",
    blank: "New, empty lab",
    blank_note: "no topic, no group",
    blank_title: "Empty lab",
    story: ["The page’s story", "one producer, two groups, retention that moves Min"],
    start: ["Where does a client start?", "with progress, without, and after it was removed"],
    marked: ["How is a consumed message marked?", "a slow message, a crash, the consumer offset"],
    again: ["Can it be consumed again?", "after an exception: retry, dead letter, orderly"],
    new_group: ["A new group", "where it starts: the page’s rule and a 5.3 broker’s"],
    retention: ["Retention", "a quiet topic loses messages because a busy one fills segments"],
    edge: ["At the end of the range", "offsets near 9 223 372 036 854 775 807"],
    lesson_expired: ["The group stopped. Retention did not.", "where does it go on?"],
    rec_offsets: ["Offsets", "commit, query, reset"],
    rec_expiry: ["Expiry", "segments go, Min moves"],
    rec_commits: ["Commits", "what a commit may be"],
    rec_time: ["Time search", "from a time to an offset"],
    replaces: "Opening replaces the lab on screen, in which you have changed nothing yet.",
    keeps: "The lab on screen is kept: you find it under Labs.",
    problem: |name| ["Can not open ", name].concat(),
    problem_keep: "The lab on screen stays as it was.",
    unknown_format: "This is neither a scenario, a journal, a recording nor a lesson: its first line has no \"format\" that this lab knows.",
    too_large: |limit| ["The file is larger than ", limit, ", the most that is read."].concat(),
    not_found: |name| [name, " was not found beside this page."].concat(),
    fork_title: |title| [title, " (copy)"].concat(),
};
