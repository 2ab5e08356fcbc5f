//! The words of `text::terms` in Simplified Chinese.

use crate::ui::text::terms::{Term, TermText, text};

pub fn term(term: Term) -> TermText {
    match term {
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
        Term::InFlight => text("处理中", "Inflight", "R-LAG-1", "已投递但尚未提交：拉取位点 − 消费位点。"),
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
        Term::Pending => {
            text("待生效重置", "resetOffset", "R-RST-6", "还没有拉取使其生效的重置。在此之前提交会被忽略。")
        }
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
