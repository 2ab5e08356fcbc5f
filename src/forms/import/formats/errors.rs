//! What mqadmin prints when it fails: a stack trace with a code. Not here: the lines around it.
//!
//! Invariant: a code is explained once.

use crate::import::words::Fixed;

/// What a line of a stack trace means and what helps; `None`: it is another line.
pub(crate) fn meaning(line: &str) -> Option<Fixed> {
    const KNOWN: [(&str, Fixed); 5] = [
        (
            "CODE: 17 ",
            (
                "code 17: the name server knows no such topic. Of a retry topic: no client of this group was ever \
                 there, or the group is written otherwise; consumerProgress without -g lists the groups, topicList \
                 the topics",
                "返回码 17：NameServer 没有这个主题。若是重试主题：该消费者分组从未有客户端上线，或分组名写法不同；不带 -g \
                 的 consumerProgress 列出消费者分组，topicList 列出主题",
            ),
        ),
        (
            "CODE: 206 ",
            (
                "code 206: no client of the group is online; the command needs one",
                "返回码 206：消费者分组没有在线客户端，而该命令需要",
            ),
        ),
        (
            "CODE: 26 ",
            (
                "code 26: the broker does not know this group; consumerProgress without -g lists those it knows",
                "返回码 26：服务端没有这个消费者分组；不带 -g 的 consumerProgress 列出已有的",
            ),
        ),
        (
            "offset table is empty",
            (
                "the group has no offset on any broker: it never consumed",
                "消费者分组在所有服务端上都没有位点：它从未消费",
            ),
        ),
        (
            "RemotingConnectException",
            (
                "the broker or name server did not answer: look at -n and the network",
                "服务端或 NameServer 没有应答：请检查 -n 和网络",
            ),
        ),
    ];
    KNOWN.iter().find(|(mark, _)| line.contains(mark)).map(|(_, words)| *words)
}
