//! Events in Simplified Chinese. Not here: when they happen, and what their rules say (`rules`).
//!
//! Invariant: every event has a sentence; the numbers in it are exact.

use crate::engine::event::{ActorChange, Again, CorrectionReason, DeleteReason, Event, InitialRule, Missed};
use crate::ui::draw::format::{count, number};
use crate::ui::text::events_en::{at, at_or, place, queue_list, span};
use alloc::string::{String, ToString};

/// The event in words.
pub fn event(event: &Event) -> String {
    match event {
        Event::TopicCreated { topic, queues } => {
            ["主题 ", topic, " 已创建，", &queues.to_string(), " 个队列"].concat()
        }
        Event::TopicDeleted { topic } => ["主题 ", topic, " 已删除；其数据等待清理"].concat(),
        Event::QueueImported { topic, queue, min, max } => {
            [&place(topic, queue), " 已导入：Min ", &at_or(min, "未知"), "，Max ", &at_or(max, "未知")]
                .concat()
        }
        Event::GroupCreated { group } => ["消费者组 ", group, " 已创建"].concat(),
        Event::GroupDeleted { group, offsets_removed } => {
            let offsets = if *offsets_removed {
                " 已删除，位点一并删除"
            } else {
                " 已删除；位点保留"
            };
            ["消费者组 ", group, offsets].concat()
        }
        Event::ProducerChanged { producer, change } => ["生产者 ", producer, actor(*change)].concat(),
        Event::ConsumerChanged { group, client, change } => {
            [group, " 的消费者 ", client, actor(*change)].concat()
        }
        Event::Rebalanced { topic, assignment, .. } => {
            let mut text = [topic, " 的队列重新分配："].concat();
            for (i, (client, queues)) in assignment.iter().enumerate() {
                text.push_str(
                    &[if i > 0 { "；" } else { "" }, client, " ", &queue_list(queues, "无")].concat(),
                );
            }
            text
        }
        Event::RetentionSet => "保存策略已修改".to_string(),
        Event::BrokerRestarted { killed: false, .. } => "服务端已重启".to_string(),
        Event::BrokerRestarted { offsets_lost, .. } => {
            ["服务端被杀死并重启；丢失 ", &offsets_lost.to_string(), " 个位点"].concat()
        }
        Event::CommandRefused { rejected } => {
            ["被拒绝：", &rejected.remark(), "（返回码 ", &rejected.code().to_string(), "）"].concat()
        }
        Event::Appended { .. } | Event::SendRefused { .. } | Event::SegmentRolled { .. } => log_event(event),
        Event::SegmentDeleted { .. } | Event::MinAdvanced { .. } | Event::DiskFull { .. } => log_event(event),
        Event::MaxFell { .. } => log_event(event),
        Event::DeliveredAgain { .. } | Event::Missed { .. } => fate_event(event),
        Event::TriesAgain { .. } => fate_event(event),
        _ => offset_event(event),
    }
}

/// What became of messages.
fn fate_event(event: &Event) -> String {
    match event {
        Event::DeliveredAgain { group, topic, queue, from, to, why, .. } => {
            let why = match why {
                Again::HandOver => "：队列换了所有者",
                Again::ClientDied => "：客户端崩溃",
                Again::BrokerDied => "：服务端崩溃",
                Again::OffsetsGone => "：位点文件丢失",
                Again::LogTailGone => "：日志尾部丢失",
                Again::Reset => "：位点被重置",
                Again::Corrected => "：拉取被纠正",
                Again::Removed => "：位点被删除",
                Again::Revived => "：未及时确认",
            };
            [group, " 再次得到 ", &place(topic, queue), " 的 ", &span(from, to), why].concat()
        }
        Event::TriesAgain { group, topic, queue, offset, .. } => {
            [group, " 在 ", &place(topic, queue), " 的 ", &at(offset), " 处理失败，稍后重试"].concat()
        }
        Event::Missed { group, topic, queue, from, to, how } => {
            let how = match how {
                Missed::Purged => " 来不及消费 ",
                Missed::Skipped => " 跳过了 ",
            };
            [group, how, &place(topic, queue), " 的 ", &span(from, to)].concat()
        }
        _ => String::new(),
    }
}

fn actor(change: ActorChange) -> &'static str {
    match change {
        ActorChange::Added => " 已添加",
        ActorChange::Changed => " 已修改",
        ActorChange::Paused => " 已暂停",
        ActorChange::Resumed => " 继续",
        ActorChange::Removed => " 已离开",
        ActorChange::Crashed => " 崩溃；未保存的进度丢失",
    }
}

fn log_event(event: &Event) -> String {
    match event {
        Event::Appended { topic, queue, offset, .. } => {
            ["存入 ", &place(topic, queue), "，位点 ", &at(offset)].concat()
        }
        Event::SendRefused { topic, rejected, .. } => {
            ["发往 ", topic, " 的消息被拒绝：", &rejected.remark()].concat()
        }
        Event::SegmentRolled { base, .. } => ["新的段从字节 ", &number(base.0), " 开始"].concat(),
        Event::SegmentDeleted { base, reason, .. } => {
            let why = match reason {
                DeleteReason::Expired => " 的段已清理：超过保留时间",
                DeleteReason::DiskUsage => " 的段已清理：磁盘过满",
                DeleteReason::Told => " 的段按要求清理",
            };
            ["字节 ", &number(base.0), why].concat()
        }
        Event::MinAdvanced { topic, queue, from, to } => {
            [&place(topic, queue), " 的 Min 前移 ", &at(from), " → ", &at(to)].concat()
        }
        Event::MaxFell { topic, queue, from, to } => {
            [&place(topic, queue), " 的 Max 后退 ", &at(from), " → ", &at(to), "：日志尾部丢失"].concat()
        }
        Event::DiskFull { full: true } => "磁盘已满：拒绝发送".to_string(),
        _ => "磁盘又有空间了".to_string(),
    }
}

fn offset_event(event: &Event) -> String {
    match event {
        Event::InitialOffset { group, topic, queue, offset, rule, .. } => {
            let why = match rule {
                InitialRule::DocsMax | InitialRule::ClientLast => "，即 Max",
                InitialRule::DocsRemovedMin => "，即 Min：其进度已被删除",
                InitialRule::BrokerZero => "：队列仍从 0 开始",
                InitialRule::ClientFirst => "，最早位点",
                InitialRule::ClientTimestamp => "，按时间",
                InitialRule::PopMin => "，即 Min",
                InitialRule::PopLast => "，即最新一条消息",
            };
            [group, " 在 ", &place(topic, queue), " 上从 ", &at(offset), " 开始", why].concat()
        }
        Event::Resumed { group, topic, queue, offset, .. } => {
            [group, " 在 ", &place(topic, queue), " 上从保存的 ", &at(offset), " 继续"].concat()
        }
        Event::Delivered { group, topic, queue, first, count: messages, .. } => [
            group,
            " 从 ",
            &place(topic, queue),
            " 的 ",
            &at(first),
            " 起得到 ",
            &count(u64::from(*messages)),
            " 条",
        ]
        .concat(),
        Event::ColdRead { group, topic, queue, offset, until, .. } => {
            let why = if until.is_some() {
                " 的拉取等待磁盘：数据不在内存中"
            } else {
                " 的拉取被拒绝：该组读取的冷数据过多"
            };
            [group, " 在 ", &place(topic, queue), " 上位点 ", &at(offset), why].concat()
        }
        Event::OffsetCorrected { group, topic, queue, from, to, reason } => {
            let (word, why) = match reason {
                CorrectionReason::BelowMin => (" 纠正到 Min ", "：错过的消息已不存在"),
                CorrectionReason::AboveMax => (" 退回到 Max ", ""),
                CorrectionReason::EmptyQueue => (" 纠正到 ", "：队列为空"),
            };
            [group, " 在 ", &place(topic, queue), " 上由 ", &at(from), word, &at(to), why].concat()
        }
        Event::Committed { group, topic, queue, to, .. } => {
            [group, " 在 ", &place(topic, queue), " 上提交 ", &at(to)].concat()
        }
        Event::CommitSwallowed { group, topic, queue, offset } => {
            [group, " 在 ", &place(topic, queue), " 上提交的 ", &at(offset), " 被忽略：有待生效的重置"]
                .concat()
        }
        Event::CommitRefused { group, topic, queue, rejected, .. } => {
            [group, " 在 ", &place(topic, queue), " 上的提交被拒绝：", &rejected.remark()].concat()
        }
        Event::OffsetReset { group, topic, queue, from, to } => {
            [group, " 在 ", &place(topic, queue), " 上重置 ", &at_or(from, "无位点"), " → ", &at(to)].concat()
        }
        Event::ResetTaken { group, topic, queue, to } => {
            [group, " 在 ", &place(topic, queue), " 上接受了重置，从 ", &at(to), " 继续"].concat()
        }
        Event::OffsetsRemoved { group, topic } => [group, " 在 ", topic, " 上的位点已清除"].concat(),
        Event::CaughtUp { group, topic, queue, .. } => {
            [group, " 在 ", &place(topic, queue), " 上已追上"].concat()
        }
        _ => waiting_event(event),
    }
}

fn waiting_event(event: &Event) -> String {
    match event {
        Event::Scheduled { topic, queue, .. } => {
            ["发往 ", &place(topic, queue), " 的一条消息正在等待；还没有组能看到它"].concat()
        }
        Event::Arrived { topic, queue, first, count: messages } => [
            "等待的 ",
            &count(u64::from(*messages)),
            " 条到达 ",
            &place(topic, queue),
            "，从 ",
            &at(first),
            " 起",
        ]
        .concat(),
        Event::SentBack { group, topic, queue, offset, reconsume_times, .. } => [
            group,
            " 消费 ",
            &place(topic, queue),
            " 的 ",
            &at(offset),
            " 失败；等待第 ",
            &reconsume_times.to_string(),
            " 次重试",
        ]
        .concat(),
        Event::Revived { group, topic, queue, count: messages } => [
            group,
            " 未及时确认 ",
            &place(topic, queue),
            " 的 ",
            &count(u64::from(*messages)),
            " 条；它们经重试主题返回",
        ]
        .concat(),
        Event::DeadLettered { group, topic, queue, offset, .. } => {
            [group, " 放弃了 ", &place(topic, queue), " 的 ", &at(offset), "：进入死信队列"].concat()
        }
        _ => String::new(),
    }
}
