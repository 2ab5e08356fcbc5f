//! The words of `text::terminal` in Simplified Chinese.

use crate::terminal::Note;
use crate::ui::draw::format::number;
use crate::ui::text::zh::of;
use alloc::format;
use alloc::string::{String, ToString};

/// A note of a line.
pub fn note(note: &Note) -> String {
    match note {
        Note::NotHere { .. } => "此处可用：resetOffsetByTime、skipAccumulatedMessage、cloneGroupOffset、\
                                 consumerProgress、brokerConsumeStats、topicStatus、updateTopic、deleteTopic、\
                                 updateSubGroup、deleteSubGroup；help 加名称可查看用法。"
            .to_string(),
        Note::OpenQuote => "引号没有闭合。".to_string(),
        Note::OnlyNewer { what } => format!("{what} 只有更新的版本才有。"),
        Note::AnyAddress => "实验只有一个 broker，任何地址都指它。".to_string(),
        Note::Brokers { names } => format!("实验的 broker 有：{names}。"),
        Note::Utc => "这里的日期是 UTC；真实的 mqadmin 用所在机器的时区。".to_string(),
        Note::BadTime => {
            "该工具只接受 now、毫秒时间戳，或 2025-01-01#00:02:14:300 这种写法的日期。".to_string()
        }
        Note::NegativeIsMax => "任何负数时间都表示 Max（R-RST-5）。".to_string(),
        Note::MinusOneIsATime => "在 3.x 中 -1 也是一个时间，早于所有消息（R-RST-11）。".to_string(),
        Note::NowIsLast => "now 是当前时间，最接近的是最后一条消息：该分组会再次收到它（T-7）。".to_string(),
        Note::FirstAtOrAfter => {
            "文档的规则取最接近的消息；5.3 服务端取该时间及之后的第一条，没有则为 Max（T-7）。".to_string()
        }
        Note::ForceIgnored => "由服务端重置时不看 -f：也会向前移动（T-9）。".to_string(),
        Note::OnlyBack => "使用 -f false 时，位点不会向前移动（R-RST-13）。".to_string(),
        Note::ZeroNotSent => "mqadmin 会打印 0，但不会发送：请改用时间（R-CMD-1、T-8）。".to_string(),
        Note::QueueIgnored => {
            "没有同时给出 -b 和 -q 时，-q 和 -o 会被忽略：所有队列都被重置（R-CMD-1）。".to_string()
        }
        Note::SavedAllTheSame { queue, offset } => format!(
            "重置被拒绝，但 mqadmin 此前已为队列 {queue} 保存了 {}：它就是现在的消费位点（R-CMD-1）。",
            number(offset.0)
        ),
        Note::WholeTopic => {
            "由客户端重置时不看队列：整个主题都回到开头（R-CMD-1、R-RST-11）。".to_string()
        }
        Note::EveryTopic { topics } => {
            format!("无论 -t 是什么，复制了 {}的位点（R-CMD-4）。", of(*topics, " 个主题"))
        }
        Note::ClonedMax => {
            "到 4.9.2 为止，写入的是来源分组的 Max 而不是位点：中间的消息被跳过（R-CMD-4）。".to_string()
        }
        Note::ClonedZeros => "来源分组没有位点的队列得到 0（R-CMD-4）。".to_string(),
        Note::DiffHasPurged { purged } => {
            format!("Diff 中有 {} 条已被清理，谁也读不到（T-5）。", number(*purged))
        }
        Note::DiffBelowZero => "Diff 小于 0：消费位点高于 Max（T-6）。".to_string(),
        Note::NoOffsetCounts { queues } => {
            format!("该分组在 {}上没有位点；工具从 0 算起（T-19）。", of(*queues, " 个队列"))
        }
        Note::OffsetsStay => "该分组的位点仍在：同名的分组会从那里继续（T-21）。".to_string(),
        Note::GroupComesBack => {
            "真实的 5.5.0 会立即以默认设置重新创建该分组，除非关闭 autoCreateSubscriptionGroup。".to_string()
        }
        Note::SetToDefaults => "命令中没有写的设置会恢复默认：重试 16 次，1 个重试队列。".to_string(),
        Note::OneNumber { queues } => format!("实验的读队列数和写队列数相同：{queues}。"),
        Note::WithoutEffect { options } => format!("{options}：接受，但在实验中不起作用。"),
    }
}
