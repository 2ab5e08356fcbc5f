//! The words of `text::ask` in English.

use crate::ui::text::ask::Ask;
use crate::ui::text::en::plural;

/// English.
pub const WORDS: Ask = Ask {
    delete_topic_what: |topic, n| {
        format!(
            "This deletes its {}, every group’s offsets on {topic}, and its producers and \
         consumers. Stored messages stay on the disk until retention deletes their segments.",
            plural(n, "queue", "queues")
        )
    },
    delete_group: |group| format!("Delete group {group}?"),
    delete_group_what: "The broker keeps its offsets unless you remove them too. A new group with this name \
                        continues from them (T-21).",
    delete_group_offsets: "Remove its offsets too",
    delete_group_consumers: |n| format!("{} removed too.", plural(n, "consumer is", "consumers are")),
    remove_producer: |name| format!("Remove producer {name}?"),
    remove_producer_what: "The messages that it sent stay.",
    remove_offsets: |group, topic| format!("Remove the offsets of {group} on {topic}?"),
    rewind: "Change the past?",
    rewind_plan: "Change the plan?",
    rewind_what: |n| {
        format!(
            "{} the moment shown. Changing something here drops what follows.",
            plural(n, "change follows", "changes follow")
        )
    },
    rewind_do: "Drop them and change",
};
