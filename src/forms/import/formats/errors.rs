//! What mqadmin prints when it fails: a stack trace with a code. Not here: the lines around it.
//!
//! Invariant: a code is explained once.

/// What a line of a stack trace means and what helps; `None`: it is another line.
pub(crate) fn meaning(line: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 5] = [
        (
            "CODE: 17 ",
            "code 17: the name server knows no such topic. Of a retry topic: no client of this group was ever \
             there, or the group is written otherwise; consumerProgress without -g lists the groups, topicList \
             the topics",
        ),
        ("CODE: 206 ", "code 206: no client of the group is online; the command needs one"),
        (
            "CODE: 26 ",
            "code 26: the broker does not know this group; consumerProgress without -g lists those it knows",
        ),
        ("offset table is empty", "the group has no offset on any broker: it never consumed"),
        ("RemotingConnectException", "the broker or name server did not answer: look at -n and the network"),
    ];
    KNOWN.iter().find(|(mark, _)| line.contains(mark)).map(|(_, words)| *words)
}
