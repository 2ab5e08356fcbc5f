//! The terms of the inspector: label, RocketMQ's name, rule, and a sentence. Not here: their values
//! (`projection`).
//!
//! Invariant: each term has all four in every language.

use crate::ui::text::Language;

/// A number that the inspector shows, or a thing that it is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    Min,
    Max,
    Stored,
    ConsumerOffset,
    PullOffset,
    InFlight,
    Finished,
    Lag,
    LagTime,
    Pending,
    Lost,
    Owner,
    Queue,
    Group,
    Segment,
    Retention,
    Cold,
}

/// A term in one language.
pub struct TermText {
    /// What the row says.
    pub label: &'static str,
    /// What RocketMQ's tools and code call it.
    pub name: &'static str,
    /// The rule that gives it.
    pub rule: &'static str,
    /// One or two sentences.
    pub sentence: &'static str,
    /// What Kafka calls it; empty where it has no such thing.
    pub kafka: &'static str,
}

pub(super) const fn text(
    label: &'static str,
    name: &'static str,
    rule: &'static str,
    sentence: &'static str,
) -> TermText {
    TermText { label, name, rule, sentence, kafka: "" }
}

impl Term {
    /// The term in a language.
    pub fn text(self, language: Language) -> TermText {
        let text = match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        };
        TermText { kafka: self.kafka(), ..text }
    }

    fn kafka(self) -> &'static str {
        match self {
            Term::Min => "log start offset",
            Term::Max => "log end offset",
            Term::ConsumerOffset => "committed offset",
            Term::PullOffset => "position",
            Term::InFlight => "position − committed offset",
            Term::Finished => "processed, not committed",
            Term::Lag => "LAG: log end offset − committed offset",
            Term::Owner => "the member that the partition is assigned to",
            Term::Stored => "log end offset − log start offset",
            Term::LagTime => "not shown by its own tools",
            Term::Pending => "no such state; a reset needs a group without members",
            Term::Lost => "offset out of range, then auto.offset.reset",
            Term::Queue => "partition",
            Term::Group => "consumer group",
            Term::Segment => "log segment, of one partition only",
            Term::Retention => "retention.ms, for each topic",
            Term::Cold => "data that is no longer in the page cache",
        }
    }

    /// Its sentence.
    pub fn sentence(self, language: Language) -> &'static str {
        self.text(language).sentence
    }

    fn english(self) -> TermText {
        match self {
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

    fn chinese(self) -> TermText {
        match self {
            Term::Min => text(
                "最小位点 MinOffset",
                "MinOffset",
                "R-CQ-3",
                "仍存储的最早一条消息的位点。只有整个段被删除时才前移；消费不会删除消息。",
            ),
            Term::Max => text(
                "最大位点 MaxOffset",
                "MaxOffset",
                "R-CQ-3",
                "下一条消息将得到的位点，比最新消息大 1。文档页面写作“最新消息的位点”（T-1）；只有这个含义才\
                 能使 Max − 消费位点等于堆积量。",
            ),
            Term::Stored => text("已存储", "Max − Min", "R-CQ-3", "该队列中仍可读取的消息。"),
            Term::ConsumerOffset => text(
                "消费位点 ConsumerOffset",
                "ConsumerOffset",
                "R-OFF-1",
                "服务端保存的下一条要消费的消息的位点。它属于消费者分组，不属于某个客户端。",
            ),
            Term::PullOffset => {
                text("拉取位点", "pullOffset", "R-OFF-5", "最后投递的消息之后的位置。服务端只保存在内存中。")
            }
            Term::InFlight => {
                text("处理中", "Inflight", "R-LAG-1", "已投递但尚未提交：拉取位点 − 消费位点。")
            }
            Term::Finished => text(
                "已处理，未提交",
                "ProcessQueue",
                "R-OFF-11",
                "客户端已处理这些消息。它提交的是第一条未处理完的消息的位点，因此崩溃后这些消息都会重新投递。",
            ),
            Term::Lag => text(
                "堆积量",
                "Diff",
                "R-LAG-1",
                "等待的消息：Max − 消费位点。已清理的消息在该分组下次拉取之前仍计入。",
            ),
            Term::LagTime => text(
                "消费处理延迟",
                "consumer lag latency",
                "R-LAG-3",
                "该分组尚未消费的最早一条消息已存储的时间。",
            ),
            Term::Pending => text(
                "待生效重置",
                "resetOffset",
                "R-RST-6",
                "还没有拉取使其生效的重置。在此之前提交会被忽略。",
            ),
            Term::Lost => text(
                "此队列丢失",
                "Min − offset",
                "SD-14",
                "此队列中在该分组消费之前已被清理的消息，无法再消费。",
            ),
            Term::Owner => text(
                "所属消费者",
                "clientId",
                "R-LB-2",
                "此队列当前分配给的消费者。一个队列在分组内同一时刻只属于一个消费者。",
            ),
            Term::Queue => text(
                "队列",
                "MessageQueue",
                "SD-2",
                "主题的消息分布在它的各个队列中。每个队列按到达顺序从 0 开始编号。",
            ),
            Term::Group => text(
                "消费者分组",
                "ConsumerGroup",
                "R-OFF-1",
                "分担消费的多个消费者。对每个队列，分组有一个已保存的位点。",
            ),
            Term::Segment => text(
                "段",
                "commit-log file",
                "R-LOG-1",
                "服务端 CommitLog 的一个文件，含所有主题的消息，只能整段删除。",
            ),
            Term::Retention => text(
                "消息清理",
                "fileReservedTime",
                "R-RET-1",
                "服务端保存一个段的时长，无论其中的消息是否已消费。",
            ),
            Term::Cold => {
                text("冷数据", "cold data", "SD-18", "已存储但不在页缓存中的消息：读取它们的拉取须等待磁盘。")
            }
        }
    }
}
