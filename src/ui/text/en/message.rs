//! The words of `text::message` in English.

use crate::projection::message::NoMessage;
use crate::ui::text::message::MessageWords;

pub const WORDS: MessageWords = MessageWords {
    kind: "message",
    look: "Look at a message",
    at: "Offset",
    earlier: "The message before",
    later: "The next message",
    stored: "Stored at",
    log_offset: "Commit log offset",
    record: "Record",
    segment: "Segment",
    segment_is: |base| format!("from byte {base}"),
    goes: |at| format!("Deleted with its whole segment, by age not before {at}."),
    written: "Its segment is being written: retention never deletes that one.",
    memory: "Read from",
    segment_look: "Look at the segment",
    segment_kind: "A file of the commit log. Retention deletes it as a whole.",
    segment_gone: "This segment was deleted, or is not written yet.",
    segment_earlier: "The segment before",
    segment_later: "The next segment",
    segment_open: "Not consumed",
    segment_holds: "Offsets in it",
    last_write: "Last write",
    from_memory: "memory",
    from_disk: "the disk (cold)",
    key: "Key",
    tag: "Tag",
    body: "Body",
    none: |why| match why {
        NoMessage::Purged => {
            "This message was purged: its segment was deleted, and it can no longer be read."
        }
        NoMessage::NotYet => "No message has this offset yet. Max is the offset the next message will get.",
        NoMessage::Unknown => "Only Min and Max of this queue were imported, so its messages are unknown.",
    },
    reading: "reading…",
    read: "Read it",
    not_stored: "Not read yet, or purged after this moment.",
    consumed: "consumed: below its offset",
    in_flight: "in flight: delivered, not committed or acknowledged",
    waits: |n| format!("waits: {n} before it"),
    next: "is next",
    back: "Its queue",
};
