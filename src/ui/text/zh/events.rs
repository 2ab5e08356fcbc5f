//! Events in Simplified Chinese. Not here: when they happen, and what their rules say (`rules`).
//!
//! Invariant: every event has a sentence; the numbers in it are exact.

use crate::engine::Rejected;
use crate::engine::event::{ActorChange, Again, CorrectionReason, DeleteReason, Event, InitialRule, Missed};
use crate::ui::draw::format::{count, number};
use crate::ui::text::events::{at, at_or, place, queue_list, span};
use alloc::string::{String, ToString};

/// The event in words.
pub fn event(event: &Event) -> String {
    match event {
        Event::TopicCreated { topic, queues } => {
            format!("主题 {topic} 已创建，{queues} 个队列")
        }
        Event::TopicDeleted { topic } => format!("主题 {topic} 已删除；其消息保留到所在的段被清理"),
        Event::QueueImported { topic, queue, min, max } => {
            format!("{} 已导入：Min {}，Max {}", place(topic, queue), at_or(min, "未知"), at_or(max, "未知"))
        }
        Event::GroupCreated { group } => format!("消费者分组 {group} 已创建"),
        Event::GroupDeleted { group, offsets_removed } => {
            let offsets = if *offsets_removed {
                " 已删除，位点一并删除"
            } else {
                " 已删除；位点保留"
            };
            format!("消费者分组 {group}{offsets}")
        }
        Event::ProducerChanged { producer, change } => format!("生产者 {producer}{}", actor(*change)),
        Event::ConsumerChanged { group, client, change } => {
            format!("{group} 的消费者 {client}{}", actor(*change))
        }
        Event::Rebalanced { topic, assignment, .. } => {
            let mut text = format!("{topic} 的队列分配：");
            for (i, (client, queues)) in assignment.iter().enumerate() {
                text.push_str(&format!(
                    "{}{client} {}",
                    if i > 0 { "；" } else { "" },
                    queue_list(queues, "无")
                ));
            }
            text
        }
        Event::RetentionSet => "保存策略已修改".to_string(),
        Event::BrokerRestarted { killed: false, .. } => "服务端已重启".to_string(),
        Event::BrokerRestarted { offsets_lost, .. } => {
            format!("服务端被强制终止并重启；丢失 {offsets_lost} 个位点")
        }
        Event::CommandRefused { rejected } => {
            format!("被拒绝：{}（返回码 {}）", remark(rejected), rejected.code())
        }
        Event::DeliveredAgain { group, topic, queue, from, to, why, .. } => {
            let why = match why {
                Again::HandOver => "：队列分配给了其他消费者",
                Again::ClientDied => "：客户端崩溃",
                Again::BrokerDied => "：服务端被强制终止",
                Again::OffsetsGone => "：位点文件丢失",
                Again::LogTailGone => "：CommitLog 尾部丢失",
                Again::Reset => "：位点被重置",
                Again::Corrected => "：位点被纠正",
                Again::Removed => "：位点被删除",
                Again::Revived => "：未及时确认",
            };
            format!("{group} 再次收到 {} 的 {}{why}", place(topic, queue), span(from, to))
        }
        Event::TriesAgain { group, topic, queue, offset, .. } => {
            format!("{group} 在 {} 的 {} 处理失败，稍后重试", place(topic, queue), at(offset))
        }
        Event::Missed { group, topic, queue, from, to, how } => {
            let how = match how {
                Missed::Purged => " 丢失 ",
                Missed::Skipped => " 跳过 ",
            };
            format!("{group}{how}{} 的 {}", place(topic, queue), span(from, to))
        }
        Event::Appended { topic, queue, offset, .. } => {
            format!("存入 {}，位点 {}", place(topic, queue), at(offset))
        }
        Event::SendRefused { topic, rejected, .. } => {
            format!("发往 {topic} 的消息被拒绝：{}", remark(rejected))
        }
        Event::SegmentRolled { base, .. } => format!("新的段从字节 {} 开始", number(base.0)),
        Event::SegmentDeleted { base, reason, .. } => {
            let why = match reason {
                DeleteReason::Expired => " 的段已删除：超过保存时长",
                DeleteReason::DiskUsage => " 的段已删除：磁盘过满",
                DeleteReason::Told => " 的段按要求删除",
            };
            format!("字节 {}{why}", number(base.0))
        }
        Event::MinAdvanced { topic, queue, from, to } => {
            format!("{} 的 Min 前移 {} → {}", place(topic, queue), at(from), at(to))
        }
        Event::MaxFell { topic, queue, from, to } => {
            format!("{} 的 Max 后退 {} → {}：CommitLog 尾部丢失", place(topic, queue), at(from), at(to))
        }
        Event::DiskFull { full: true } => "磁盘已满：拒绝发送".to_string(),
        Event::DiskFull { full: false } => "磁盘不再满：恢复发送".to_string(),
        Event::InitialOffset { group, topic, queue, offset, rule, .. } => {
            let why = match rule {
                InitialRule::DocsMax | InitialRule::ClientLast => "，即 Max",
                InitialRule::DocsRemovedMin => "，即 Min：其位点已被删除",
                InitialRule::BrokerZero => "：队列仍从 0 开始",
                InitialRule::ClientFirst => "，最早位点",
                InitialRule::ClientTimestamp => "，按时间",
                InitialRule::PopMin => "，即 Min",
                InitialRule::PopLast => "，即最新一条消息",
            };
            format!("{group} 在 {} 上从 {} 开始{why}", place(topic, queue), at(offset))
        }
        Event::Resumed { group, topic, queue, offset, .. } => {
            format!("{group} 在 {} 上从已保存的位点 {} 继续", place(topic, queue), at(offset))
        }
        Event::Delivered { group, topic, queue, first, count: messages, .. } => format!(
            "{group} 从 {} 的 {} 起收到 {} 条",
            place(topic, queue),
            at(first),
            count(u64::from(*messages))
        ),
        Event::ColdRead { group, topic, queue, offset, until, .. } => {
            let why = if until.is_some() {
                " 的拉取等待磁盘：冷数据"
            } else {
                " 的拉取被拒绝：该分组读取的冷数据过多"
            };
            format!("{group} 在 {} 上位点 {}{why}", place(topic, queue), at(offset))
        }
        Event::OffsetCorrected { group, topic, queue, from, to, reason } => {
            let (word, why) = match reason {
                CorrectionReason::BelowMin => (" 纠正到 Min ", "：其间的消息已被清理"),
                CorrectionReason::AboveMax => (" 纠正到 Max ", ""),
                CorrectionReason::EmptyQueue => (" 纠正到 ", "：队列为空"),
            };
            format!("{group} 在 {} 上由 {}{word}{}{why}", place(topic, queue), at(from), at(to))
        }
        Event::Committed { group, topic, queue, to, .. } => {
            format!("{group} 在 {} 上提交 {}", place(topic, queue), at(to))
        }
        Event::CommitSwallowed { group, topic, queue, offset } => {
            format!("{group} 在 {} 上提交的 {} 被忽略：有待生效的重置", place(topic, queue), at(offset))
        }
        Event::CommitRefused { group, topic, queue, rejected, .. } => {
            format!("{group} 在 {} 上的提交被拒绝：{}", place(topic, queue), remark(rejected))
        }
        Event::OffsetReset { group, topic, queue, from, to } => {
            format!("{group} 在 {} 上重置 {} → {}", place(topic, queue), at_or(from, "无位点"), at(to))
        }
        Event::ResetTaken { group, topic, queue, to } => {
            format!("{group} 在 {} 上的重置已生效，从 {} 继续", place(topic, queue), at(to))
        }
        Event::OffsetsRemoved { group, topic } => format!("{group} 在 {topic} 上的位点已删除"),
        Event::CaughtUp { group, topic, queue, .. } => {
            format!("{group} 在 {} 上已追上", place(topic, queue))
        }
        Event::Scheduled { topic, queue, .. } => {
            format!("发往 {} 的一条定时/延时消息正在等待；对所有分组都不可见", place(topic, queue))
        }
        Event::Arrived { topic, queue, first, count: messages } => format!(
            "{} 条到期消息进入 {}，从 {} 起",
            count(u64::from(*messages)),
            place(topic, queue),
            at(first)
        ),
        Event::SentBack { group, topic, queue, offset, reconsume_times, .. } => format!(
            "{group} 消费 {} 的 {} 失败；等待第 {reconsume_times} 次重试",
            place(topic, queue),
            at(offset)
        ),
        Event::Revived { group, topic, queue, count: messages } => format!(
            "{group} 未及时确认 {} 的 {} 条；经重试主题再次投递",
            place(topic, queue),
            count(u64::from(*messages))
        ),
        Event::DeadLettered { group, topic, queue, offset, .. } => {
            format!("{group} 放弃了 {} 的 {}：进入死信队列", place(topic, queue), at(offset))
        }
    }
}

fn actor(change: ActorChange) -> &'static str {
    match change {
        ActorChange::Added => " 已添加",
        ActorChange::Changed => " 已修改",
        ActorChange::Paused => " 已暂停",
        ActorChange::Resumed => " 已继续",
        ActorChange::Removed => " 已离开",
        ActorChange::Crashed => " 崩溃；未保存的进度丢失",
    }
}

/// Why something was refused: what people meet most, in Chinese; the rest as the broker says it.
pub fn remark(rejected: &Rejected) -> String {
    if let Rejected::TargetOutsideQueue { target: offset, min, max, .. }
    | Rejected::CommitOutsideQueue { offset, min, max, .. } = rejected
    {
        return format!("位点 {} 不在队列的 [{}–{}] 内", at(offset), at(min), at(max));
    }
    if let Rejected::TopicNotExist { topic, .. } | Rejected::ResetTopicNotExist { topic, .. } = rejected {
        return format!("主题 {topic} 不存在");
    }
    if let Rejected::GroupNotExist { group, .. } | Rejected::ResetGroupNotExist { group } = rejected {
        return format!("消费者分组 {group} 不存在");
    }
    match rejected == &Rejected::DiskFull {
        true => "服务端磁盘已满，暂不接收消息".to_string(),
        false => rejected.remark(),
    }
}
