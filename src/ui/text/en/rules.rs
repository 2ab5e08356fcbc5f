//! What each rule says, in English.

use crate::ui::text::rules::Rules;

pub static RULES: Rules = [
    (
        "R-CQ-3",
        "Max is the offset the next message will get; Min is the first offset still in the commit log.",
    ),
    (
        "R-CQ-4",
        "When segments are deleted, Min becomes the first offset whose record is left, or Max if none is.",
    ),
    (
        "R-DLY-1",
        "A scheduled message waits in a system topic of the broker; its own queue does not change until it \
         is delivered.",
    ),
    ("R-DLY-5", "A delivery is a new message: a new offset, and the store time of the delivery."),
    ("R-EXP-2", "Deleting a group keeps its offsets unless they are removed too."),
    ("R-EXP-4", "A group whose offsets were removed starts like a new one."),
    ("R-EXP-5", "An offset below Min stays as it is until the group’s next pull is corrected to Min."),
    ("R-INIT-1", "A queue that still begins at 0, with that message in memory, starts a new group at 0."),
    ("R-INIT-3", "Where the broker has no offset, the client’s setting decides: last, first or a time."),
    (
        "R-INIT-5",
        "A POP group starts at 0 while that message is in memory, else at the newest message; or at Min if \
         the pop asks for it.",
    ),
    ("R-LAG-1", "Lag (Diff) is Max − consumer offset; in flight is pull offset − consumer offset."),
    ("R-LAG-3", "Lag in time is the age of the oldest message that the group has not consumed."),
    ("R-LB-2", "A topic’s queues are assigned evenly to a group’s clients, in order."),
    (
        "R-LB-6",
        "A client that gives up a queue commits its offset; messages that it is still processing are \
         delivered again.",
    ),
    ("R-LOG-1", "Each broker has one commit log for the messages of all topics."),
    ("R-LOG-4", "A message that does not fit in the segment begins the next one."),
    ("R-LOG-5", "A message that is too large is refused and takes no offset."),
    ("R-LOG-6", "Each stored message takes its queue’s next offset."),
    ("R-OFF-1", "A consumer offset is the next offset to consume, kept per group and queue."),
    ("R-OFF-2", "A broker stores a commit as it is, without checking it."),
    ("R-OFF-4", "While a reset is pending, commits are answered with success and ignored."),
    ("R-OFF-5", "The pull offset is where the next pull starts; the broker keeps it in memory only."),
    ("R-OFF-8", "A client commits its offsets every 5 s and when it shuts down cleanly."),
    ("R-OFF-19", "Progress that was not saved before a crash is lost: those messages are delivered again."),
    (
        "R-POP-2",
        "A popped message that is not acknowledged in time is delivered again through the group’s retry \
         topic.",
    ),
    (
        "R-POP-5",
        "A popped message is acknowledged, or its invisible time changed, by its newest handle, within the \
         queue.",
    ),
    ("R-POP-6", "An orderly group’s queue is blocked until its batch is acknowledged or visible again."),
    ("R-POP-8", "POP and messages with a set delivery time need the broker’s timer wheel."),
    ("R-PULL-1", "A pull for an unknown group, topic or queue is an error."),
    (
        "R-PULL-2",
        "A pull below Min is corrected to Min, above Max to Max; otherwise it gets the stored messages.",
    ),
    ("R-PULL-6", "A pull that finds nothing is held for 15 s or until a message arrives."),
    ("R-PULL-7", "A client whose pull was corrected commits that offset and continues there."),
    ("R-RET-1", "Retention is per broker, by whole segments, whether messages were consumed or not."),
    ("R-RET-3", "Segments past their reserved time are deleted, oldest first, never the last one."),
    (
        "R-RET-5",
        "Over 85 % of the disk the oldest segments are deleted, whatever their age; over 75 % only expired \
         ones.",
    ),
    ("R-RET-6", "Over 90 % of the disk every send is refused."),
    ("R-RET-7", "An administrator can start a deletion of expired segments at any hour."),
    (
        "R-RET-12",
        "Deleting a topic removes its queues and offsets; its records stay until their segments are deleted.",
    ),
    ("R-RST-2", "A time means the first message stored at or after it; Max if there is none."),
    ("R-RST-5", "A reset is checked against the queue, saved at once, and kept pending for the next pull."),
    ("R-RST-6", "The next pull of any client of the group applies a pending reset."),
    ("R-RST-11", "A reset by the clients needs stored offsets and a client that is online."),
    ("R-RTY-2", "A failed message waits longer before each retry; after 16 retries it is a dead letter."),
    (
        "R-RTY-4",
        "A failed message that the client cannot send back is retried by the client; an orderly queue waits \
         for it.",
    ),
    (
        "R-TMR-1",
        "A message with a set delivery time waits at most 3 days and is delivered less than a second late.",
    ),
    ("SD-2", "Offsets run from 0 to the greatest 64-bit number; nothing wraps around."),
    ("SD-9", "After a restart a group resumes from its saved offset."),
    ("SD-10", "If the saved offset was removed, Min is used."),
    ("SD-12", "A consumer offset is never above Max."),
    ("SD-13", "A group has caught up when its offset equals Max; otherwise the difference is its lag."),
    ("SD-14", "A consumer offset below Min is corrected by the server."),
    ("SD-15", "A new group starts at Max when it first receives."),
    ("SD-17", "A reset to a time goes to the message closest to it."),
    ("T-1", "The page calls Max the offset of the latest message; a broker’s Max is one more."),
    ("T-7", "“Closest in time” held up to 5.1.0; later brokers take the first at or after it."),
    ("T-10", "A reset is not instant: it takes effect at the next pull."),
    ("T-11", "Messages already delivered are still processed; their commits are ignored."),
    (
        "R-PULL-10",
        "A group that has read too much cold data is told to wait, where the broker is set to do so.",
    ),
    ("SD-18", "A reset backwards reads old messages, which must be read from the disk first."),
    (
        "R-INIT-2",
        "While a queue begins at 0, whether its first message is in memory decides where a new group starts.",
    ),
    ("R-LAG-2", "The tool lists every topic on which the group has offsets, its retry topic too."),
    ("R-LAG-4", "A group without a saved offset has lag Max in the tool and 0 in the metric."),
    (
        "R-LAG-5",
        "With a tag filter the metric scales up from the first 20 000 entries or 5 000 matches of a queue.",
    ),
    ("R-LAG-6", "Messages popped by a POP group and not acknowledged count as in flight."),
    ("R-OFF-11", "A concurrent consumer’s offset is that of its first unfinished message."),
    ("R-OFF-14", "A broadcasting client stores its own offsets, and failed messages are dropped."),
    ("R-POP-1", "A POP group’s offset is where the next pop starts: it moves when messages are popped."),
    (
        "R-RST-9",
        "A reset of a POP group does not change popped messages: unacknowledged ones are delivered again \
         through the retry topic.",
    ),
    ("R-RTY-1", "A failed message is sent back to be retried later, and the group’s offset moves past it."),
    ("SD-19", "A reset applies to visible messages only, not to scheduled ones or those waiting for retry."),
    (
        "T-17",
        "After a reset backwards a message in retry is delivered twice: from its queue and from the retry \
         topic.",
    ),
    ("lab", "A limit of this lab, not a rule of RocketMQ."),
];
