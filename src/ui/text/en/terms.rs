//! The words of `text::terms` in English.

use crate::ui::text::terms::{Term, TermText, text};

pub fn term(term: Term) -> TermText {
    match term {
        Term::Min => text(
            "Min offset",
            "MinOffset",
            "R-CQ-3",
            "The offset of the oldest message still stored. It moves only when whole segments are \
             deleted; consuming deletes nothing.",
        ),
        Term::Max => text(
            "Max offset",
            "MaxOffset",
            "R-CQ-3",
            "The offset the next message will get, one past the newest. The documentation page says “the \
             offset of the latest message” (T-1); only this meaning makes Max − consumer offset the \
             number of waiting messages.",
        ),
        Term::Stored => {
            text("Stored", "Max − Min", "R-CQ-3", "Messages of this queue that can still be read.")
        }
        Term::ConsumerOffset => text(
            "Consumer offset",
            "ConsumerOffset",
            "R-OFF-1",
            "The offset of the next message to consume, as saved by the broker. It belongs to the group, \
             not to a client.",
        ),
        Term::PullOffset => text(
            "Pull offset",
            "pullOffset",
            "R-OFF-5",
            "One past the last message delivered. The broker keeps it in memory only.",
        ),
        Term::InFlight => text(
            "In flight",
            "Inflight",
            "R-LAG-1",
            "Delivered and not yet committed: pull offset − consumer offset.",
        ),
        Term::Finished => text(
            "Finished, not committed",
            "ProcessQueue",
            "R-OFF-11",
            "The client has processed these messages. The offset that it commits is that of its first \
             unfinished message, so after a crash all of them come again.",
        ),
        Term::Lag => text(
            "Lag",
            "Diff",
            "R-LAG-1",
            "Waiting messages: Max − consumer offset. Purged ones are included until the group’s next \
             pull.",
        ),
        Term::LagTime => text(
            "Lag in time",
            "consumer lag latency",
            "R-LAG-3",
            "Age of the oldest message that the group has not consumed.",
        ),
        Term::Pending => text(
            "Reset pending",
            "resetOffset",
            "R-RST-6",
            "A reset that no pull has applied yet. Until one does, commits are ignored.",
        ),
        Term::Lost => text(
            "Lost on this queue",
            "Min − offset",
            "SD-14",
            "Messages of this queue that were purged before the group consumed them. It never gets them.",
        ),
        Term::Owner => text(
            "Owner",
            "clientId",
            "R-LB-2",
            "The consumer to which this queue is assigned. A queue belongs to one consumer of a group at \
             a time.",
        ),
        Term::Queue => text(
            "Queue",
            "MessageQueue",
            "SD-2",
            "A topic’s messages are stored in its queues. Each queue numbers its messages from 0 on, in \
             order of arrival.",
        ),
        Term::Group => text(
            "Consumer group",
            "ConsumerGroup",
            "R-OFF-1",
            "Consumers that share the work. For each queue the group has one saved offset.",
        ),
        Term::Segment => text(
            "Segment",
            "commit-log file",
            "R-LOG-1",
            "A file of the broker’s commit log, with messages of all topics. It is deleted as a whole.",
        ),
        Term::Retention => text(
            "Retention",
            "fileReservedTime",
            "R-RET-1",
            "How long the broker keeps a segment, whether its messages were consumed or not.",
        ),
        Term::Cold => text(
            "Cold",
            "cold data",
            "SD-18",
            "Stored messages that are not in the page cache: a pull that reads them waits for the disk.",
        ),
    }
}
