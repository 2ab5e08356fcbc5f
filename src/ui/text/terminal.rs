//! What a line of `mqadmin` did, in our words, and the answer to a page that asks for it. Not here: running
//! the line (`terminal`), and the words that the tool prints.
//!
//! Invariant: the answer is JSON, and its commands are those of a journal, as text in it: no offset becomes a
//! number of the page's.

use crate::engine::ids::VirtualTime;
use crate::sim::formats::journal::{Journal, to_json};
use crate::terminal::{Note, Ran, run};
use crate::ui::draw::format::number;
use crate::ui::text::reset_sentences::{total, warnings};
use crate::ui::text::{Language, of, plural};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Serialize;

/// How such a question begins, which no report's does.
pub const ASKED: &str = "terminal\n";

/// A line's answer.
#[derive(Serialize)]
struct Answer<'a> {
    out: &'a str,
    err: &'a str,
    notes: Vec<String>,
    /// JSON as text, which a page passes on: its numbers would not hold every offset. Empty: none.
    commands: String,
}

/// The answer to what comes behind `ASKED`: the line, the language, the lab's moment, and its journal.
/// `None`: that is no such question.
pub fn answer(asked: &str) -> Option<String> {
    let parts: Vec<&str> = asked.splitn(4, '\n').collect();
    let [line, tag, until, journal] = parts[..] else { return None };
    let journal = Journal::parse(journal).ok()?;
    let ran = run(line, &journal, VirtualTime(until.parse().ok()?));
    let notes = notes(&ran, Language::from_tag(tag));
    let commands = if ran.commands.is_empty() { String::new() } else { to_json(&ran.commands) };
    Some(to_json(&Answer { out: &ran.out, err: &ran.err, notes, commands }))
}

/// What to know about a line, in sentences.
pub fn notes(ran: &Ran, language: Language) -> Vec<String> {
    let (text, mut sentences) = (language.text(), Vec::new());
    for preview in &ran.previews {
        sentences.push(total(preview, text));
        for (sentence, rule) in warnings(preview, text) {
            let rule = if rule.is_empty() { String::new() } else { format!(" ({rule})") };
            sentences.push(format!("{sentence}{rule}"));
        }
    }
    let say = match language {
        Language::En => english,
        Language::Zh => chinese,
    };
    sentences.extend(ran.notes.iter().map(say));
    let kafka = if language == Language::Zh { "Kafka：" } else { "Kafka: " };
    sentences.extend(ran.kafka.iter().map(|line| [kafka, line].concat()));
    sentences
}

fn english(note: &Note) -> String {
    match note {
        Note::NotHere { .. } => "Here are: resetOffsetByTime, skipAccumulatedMessage, cloneGroupOffset, \
                                 consumerProgress, brokerConsumeStats, topicStatus, updateTopic, deleteTopic, \
                                 updateSubGroup, deleteSubGroup; help NAME tells how one is used."
            .to_string(),
        Note::OpenQuote => "A quote is left open.".to_string(),
        Note::OnlyNewer { what } => format!("Newer versions have {what}, this one does not."),
        Note::AnyAddress => "The lab has one broker, so any address is its own.".to_string(),
        Note::Brokers { names } => format!("The lab's brokers are {names}."),
        Note::Utc => "Dates are in UTC here; a real mqadmin takes the zone of its machine.".to_string(),
        Note::BadTime => "The tool takes now, milliseconds since 1970, or a date such as \
                          2025-01-01#00:02:14:300, in just this form."
            .to_string(),
        Note::NegativeIsMax => "Any negative time means Max (R-RST-5).".to_string(),
        Note::MinusOneIsATime => "In 3.x -1 is a time before every message (R-RST-11).".to_string(),
        Note::NowIsLast => "now is the current time, and the closest message is the last one: the group gets \
                            it again (T-7)."
            .to_string(),
        Note::FirstAtOrAfter => "The page's rule takes the closest message; a 5.3 broker takes the first at or \
                                 after that time, else Max (T-7)."
            .to_string(),
        Note::ForceIgnored => "A broker that resets by itself does not look at -f: it goes forwards too (T-9)."
            .to_string(),
        Note::OnlyBack => "With -f false no offset goes forwards (R-RST-13).".to_string(),
        Note::ZeroNotSent => "mqadmin prints 0 and does not send it: use a time (R-CMD-1, T-8).".to_string(),
        Note::QueueIgnored => "Without -b and -q together, -q and -o are not looked at: every queue was reset \
                               (R-CMD-1)."
            .to_string(),
        Note::SavedAllTheSame { queue, offset } => format!(
            "The reset was refused, but mqadmin had saved {} for queue {queue} before: it is the consumer \
             offset now (R-CMD-1).",
            number(offset.0)
        ),
        Note::WholeTopic => "The clients do the reset, and they do not look at the queue: all of the topic \
                             goes to the beginning (R-CMD-1, R-RST-11)."
            .to_string(),
        Note::EveryTopic { topics } => {
            format!("Offsets of {} were copied, whatever -t says (R-CMD-4).", plural(*topics, "topic", "topics"))
        }
        Note::ClonedMax => "Up to 4.9.2 the source's Max is written, not its offset: what lies between is \
                            skipped (R-CMD-4)."
            .to_string(),
        Note::ClonedZeros => "Queues where the source has no offset got 0 (R-CMD-4).".to_string(),
        Note::DiffHasPurged { purged } => {
            format!("{} of Diff are purged: nobody can read them (T-5).", number(*purged))
        }
        Note::DiffBelowZero => "A Diff below 0: the consumer offset is above Max (T-6).".to_string(),
        Note::NoOffsetCounts { queues } => format!(
            "On {} the group has no offset; the tool counts from 0 (T-19).",
            plural(*queues, "queue", "queues")
        ),
        Note::OffsetsStay => {
            "The group's offsets stay: one of the same name goes on at them (T-21).".to_string()
        }
        Note::GroupComesBack => "A real 5.5.0 makes the group again at once, with default settings, unless \
                                 autoCreateSubscriptionGroup is off."
            .to_string(),
        Note::SetToDefaults => "What the line does not name is set to the default: 16 retries, 1 retry queue."
            .to_string(),
        Note::OneNumber { queues } => {
            format!("The lab has one number of queues for reading and writing: {queues}.")
        }
        Note::WithoutEffect { options } => format!("{options}: taken, without effect in the lab."),
    }
}

fn chinese(note: &Note) -> String {
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
