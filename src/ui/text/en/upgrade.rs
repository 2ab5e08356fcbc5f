//! The words of `text::upgrade` in English.

use crate::engine::event::InitialRule;
use crate::ui::draw::format::count;
use crate::ui::text::upgrade::{Phrases, Report, Upgrade, has_all};
use alloc::string::{String, ToString};

pub const WORDS: Upgrade = Upgrade {
    title: "Upgrade",
    from: "From",
    to: "To",
    working: "Trying each rule that differs…",
    failed: "No report could be made.",
    outdated: "The lab has changed since.",
    again: "List again",
};

pub const REPORT: Report = Report {
    about: |end, messages| {
        format!(
            "Up to {end}, with all of these rules together, {messages}. Each version runs the whole journal with its \
             own clients; each rule is counted as if it alone had changed."
        )
    },
    nothing: |end| {
        format!("Nothing differs in this lab up to {end}: every event and every answer is the same.")
    },
    affected: |n| match n {
        0 => "no message is affected".to_string(),
        1 => "1 message is affected".to_string(),
        n => format!("{} messages are affected", count(n)),
    },
    together: "together with another of these rules",
    first: "First",
    rest: "nothing yet",
    nothing_then: "nothing, then or later",
    other_answer: "a command is answered differently",
    not_attributed: "Not attributed to one rule:",
    unchanged: "What does not change",
    same_groups: |groups| format!("No message of {groups} is affected."),
    still: |rules| format!("These rules differ and change nothing here: {rules}."),
    page: "In 3.x and 4.x the initial offset depends on the state of the queue. In 5.x it is Max at the time when \
           receiving starts. Who upgrades looks at the initial offset before a client starts.",
    measured: "Only the page says so of 5.x: measured brokers still decide by the state of the queue (T-3).",
    phrases: &Phrases {
        second: "s",
        comma: ", ",
        and: " and ",
        semicolon: "; ",
        client_of: |group, client| format!("{client} of {group}"),
        queues: |queues, topic, one| format!("queue{} {queues} of {topic}", if one { "" } else { "s" }),
        fate: |who, place, what| format!("{who} on {place}: {what}"),
        counts: [
            |n| format!("{n} skipped"),
            |n| format!("{n} lost"),
            |n| format!("{n} not read"),
            |n| format!("{n} no longer passed over"),
        ],
        changed: [
            |after, before| format!("{after} processed again, before {before}"),
            |after, before| format!("{after} dead letters, before {before}"),
        ],
        stored: |topic, after, before| format!("{topic} stores {after} messages, before {before}"),
        starts: |group, place, after, before| {
            let (what, after) = after.map_or(("does not start", String::new()), |after| ("starts ", after));
            let before = before.unwrap_or_else(|| "not at all".to_string());
            format!("{group} on {place} {what}{after}; before {before}")
        },
        place: |rule, offsets| match rule {
            InitialRule::BrokerZero => "at 0".to_string(),
            InitialRule::DocsMax | InitialRule::ClientLast => format!("at Max ({offsets})"),
            InitialRule::DocsRemovedMin | InitialRule::PopMin => format!("at Min ({offsets})"),
            InitialRule::ClientFirst => format!("at the first offset ({offsets})"),
            InitialRule::ClientTimestamp => format!("by time ({offsets})"),
            InitialRule::PopLast => format!("at the newest message ({offsets})"),
        },
        first_at: |place, at| format!("{place}, first at {at}"),
        choices: CHOICES,
    },
};

const CHOICES: &str = "Where a new group starts
What counts as in memory
A query that forbids the answer 0
Where a new POP group starts
Offsets outside [Min, Max]
Who saves a corrected offset
Whether progress expires
What a client does with a corrected pull
A pull above Max
How many messages a pull brings
Which offset a time means
The log’s first record
Min of an expired queue, and after a restart
Whether broker or clients do a reset
A reset to the time −1
A reset of an unknown topic
How long a client waits at its own reset
The same of an orderly client
A pending reset after a restart
Commits of unknown groups and topics
What goes with a deleted topic
What goes with a deleted group
Clones of a group’s progress
A client that stops in order
Where broadcasting clients are
First pull of a queue just assigned
The same of an orderly client
How long a pull is held
Flow control of cold reads
Tries of a message that is sent back
Tries of an orderly message
Messages in work for too long
Pulls of dead letters
When a delayed message is delivered
Messages with a delivery time
POP
The order of queues in a pop
What wakes a held pop
When a full disk refuses writes
Deletion of segments by hand
What the message size limit is of
The code for a queue that is not there
Records that corrected pulls leave in the log";

const _: () = assert!(has_all(CHOICES), "a choice has no words");
