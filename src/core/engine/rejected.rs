//! Why a broker or a lab said no: RocketMQ's response code and words, and the value that was wrong.
//! Not here: which request is refused when (the broker's methods), and help for people (`ui`).
//!
//! Invariant: whoever returns a `Rejected` has changed nothing.

use crate::engine::broker::retention::DELETE_EXPIRED_COMMITLOG;
use crate::engine::ids::{EpochMs, Name, QueueId, QueueOffset};
use crate::engine::limits::NAME_BYTES_MAX;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use serde::{Deserialize, Serialize};

/// RocketMQ's response codes that a lab answers with.
pub mod code {
    /// Done.
    pub const SUCCESS: i32 = 0;
    /// An error without a code of its own.
    pub const SYSTEM_ERROR: i32 = 1;
    /// The broker does not know the request.
    pub const REQUEST_CODE_NOT_SUPPORTED: i32 = 3;
    /// The broker wants to be left alone for a while.
    pub const SYSTEM_BUSY: i32 = 2;
    /// The message is too large or its topic's name too long.
    pub const MESSAGE_ILLEGAL: i32 = 13;
    /// The broker takes no messages now.
    pub const SERVICE_NOT_AVAILABLE: i32 = 14;
    /// The topic may not be read.
    pub const NO_PERMISSION: i32 = 16;
    /// No such topic.
    pub const TOPIC_NOT_EXIST: i32 = 17;
    /// A pull found no new message.
    pub const PULL_NOT_FOUND: i32 = 19;
    /// A pull found messages, none of which may be delivered.
    pub const PULL_RETRY_IMMEDIATELY: i32 = 20;
    /// The pull's offset is not in the queue.
    pub const PULL_OFFSET_MOVED: i32 = 21;
    /// The group has no offset there.
    pub const QUERY_NOT_FOUND: i32 = 22;
    /// No such consumer group.
    pub const SUBSCRIPTION_GROUP_NOT_EXIST: i32 = 26;
    /// A parameter has a value that can't be.
    pub const INVALID_PARAMETER: i32 = 29;
    /// No consumer of the group is connected.
    pub const CONSUMER_NOT_ONLINE: i32 = 206;
    /// The acknowledged message is not in the queue.
    pub const NO_MESSAGE: i32 = 208;
    /// A pop found nothing.
    pub const POLLING_TIMEOUT: i32 = 210;
}

/// A refusal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rejected {
    /// The topic does not exist (R-PULL-1, R-RST-5).
    TopicNotExist { topic: Name, code: i32 },
    /// The consumer group does not exist (R-OFF-4, R-PULL-1).
    GroupNotExist { group: Name, code: i32 },
    /// The topic has no such queue.
    QueueNotExist { topic: Name, queue: QueueId, queues: u32, code: i32 },
    /// The body is larger than the broker takes (R-LOG-5).
    MessageTooLarge { body_bytes: u64, limit_bytes: u64 },
    /// The properties take more bytes than a record can say (R-LOG-5).
    PropertiesTooLarge { property_bytes: u64, limit_bytes: u64 },
    /// The disk is fuller than the warning level (R-RET-6).
    DiskFull,
    /// The queue has used every offset up to 2^63 - 2; nothing wraps around (SD-2).
    OffsetsExhausted { topic: Name, queue: QueueId },
    /// The commit log's byte positions are used up.
    LogExhausted,
    /// The reset's target is outside the queue (R-RST-5).
    TargetOutsideQueue { queue: QueueId, target: QueueOffset, min: QueueOffset, max: QueueOffset },
    /// The commit is outside the queue; only `docs-5.0` minds (SD-12, SD-14).
    CommitOutsideQueue { queue: QueueId, offset: QueueOffset, min: QueueOffset, max: QueueOffset },
    /// A reset of an unknown topic (R-RST-5, R-RST-11).
    ResetTopicNotExist { topic: Name, code: i32 },
    /// A reset of an unknown group (R-RST-5).
    ResetGroupNotExist { group: Name },
    /// The group has read enough cold data for now (R-PULL-10).
    ColdReadControlled { group: Name },
    /// A reset for a topic without queues (R-RST-5).
    NoQueuesToReset,
    /// A client-side reset found no stored offset (R-RST-11).
    GroupWithoutOffset { group: Name },
    /// A client-side reset found no client (R-RST-11).
    ConsumerNotOnline { group: Name, topic: Name, time: EpochMs },
    /// The lab has no such producer.
    ProducerNotExist { producer: Name },
    /// The lab has no such consumer.
    ConsumerNotExist { consumer: Name },
    /// The name is taken.
    NameTaken { what: String, name: Name },
    /// A name is empty, too long, or has a character that RocketMQ refuses.
    NameIllegal { name: String },
    /// A number is outside what a lab allows.
    OutOfRange { what: String, value: i64, min: i64, max: i64 },
    /// A collection is full.
    TooMany { what: String, limit: u64 },
    /// The command's time is before the lab's clock.
    TimeGoesBack { at_us: u64, now_us: u64 },
    /// The queue was taken over from a real cluster without this number, and what was asked for depends on
    /// it.
    OffsetUnknown { topic: Name, queue: QueueId, what: String },
    /// The queue's messages were taken over from a real cluster without their store times.
    TimesUnknown { topic: Name, queue: QueueId },
    /// The lab has written to the queue, or actors are at work on its topic: it can't be taken over any more.
    QueueInUse { topic: Name, queue: QueueId },
    /// Only a broker that is killed loses this: one that stops in order writes it (R-OFF-16, R-OFF-19).
    NeedsKill { what: String },
    /// The topic is the broker's own (SCHEDULE_TOPIC_XXXX, rmq_sys_…): nobody creates or deletes it.
    SystemTopic { topic: Name },
    /// The text is no table of delay levels.
    DelayLevelsIllegal { text: String },
    /// The message that was to be sent back is not in the log any more (R-RTY-2).
    MessageGone { topic: Name, queue: QueueId, offset: QueueOffset },
    /// Brokers of this version do not know the request.
    NotSupported { what: String },
    /// `timerWheelEnable` is off: no POP, no messages with a set delivery time (R-POP-8, R-TMR-1).
    TimerWheelOff,
    /// The message is for a time too far ahead (R-TMR-1).
    DelayTooLong { delay_ms: u64, limit_ms: u64 },
    /// An acknowledged offset is not in the queue (R-POP-5).
    NoMessage { topic: Name, queue: QueueId, offset: QueueOffset, min: QueueOffset, max: QueueOffset },
    /// An orderly group's batch has no such message (R-POP-6).
    NotInBatch { topic: Name, queue: QueueId, offset: QueueOffset },
    /// The topic can be written only: a dead-letter topic of 4.x up to 4.9.1 (R-RTY-2).
    NotReadable { topic: Name },
    /// A send-back without `maxReconsumeTimes`, at which brokers up to 4.8 fail (R-RTY-2).
    MaxTimesMissing,
}

impl Rejected {
    /// A number outside its range.
    pub fn out_of_range(what: &str, value: i64, min: i64, max: i64) -> Rejected {
        Rejected::OutOfRange { what: what.to_string(), value, min, max }
    }

    /// RocketMQ's response code.
    pub fn code(&self) -> i32 {
        match self {
            Rejected::TopicNotExist { code, .. }
            | Rejected::GroupNotExist { code, .. }
            | Rejected::QueueNotExist { code, .. }
            | Rejected::ResetTopicNotExist { code, .. } => *code,
            Rejected::ResetGroupNotExist { .. } => code::SUBSCRIPTION_GROUP_NOT_EXIST,
            Rejected::MessageTooLarge { .. } | Rejected::PropertiesTooLarge { .. } => code::MESSAGE_ILLEGAL,
            Rejected::DelayTooLong { .. } | Rejected::NotInBatch { .. } => code::MESSAGE_ILLEGAL,
            Rejected::NotSupported { .. } => code::REQUEST_CODE_NOT_SUPPORTED,
            Rejected::NoMessage { .. } => code::NO_MESSAGE,
            Rejected::NotReadable { .. } => code::NO_PERMISSION,
            Rejected::DiskFull => code::SERVICE_NOT_AVAILABLE,
            Rejected::ColdReadControlled { .. } => code::SYSTEM_BUSY,
            Rejected::OutOfRange { .. } | Rejected::DelayLevelsIllegal { .. } => code::INVALID_PARAMETER,
            Rejected::ConsumerNotOnline { .. } => code::CONSUMER_NOT_ONLINE,
            Rejected::OffsetsExhausted { .. }
            | Rejected::LogExhausted
            | Rejected::TargetOutsideQueue { .. }
            | Rejected::CommitOutsideQueue { .. }
            | Rejected::NoQueuesToReset
            | Rejected::GroupWithoutOffset { .. }
            | Rejected::ProducerNotExist { .. }
            | Rejected::ConsumerNotExist { .. }
            | Rejected::NameTaken { .. }
            | Rejected::NameIllegal { .. }
            | Rejected::TooMany { .. }
            | Rejected::TimeGoesBack { .. }
            | Rejected::OffsetUnknown { .. }
            | Rejected::TimesUnknown { .. }
            | Rejected::QueueInUse { .. }
            | Rejected::NeedsKill { .. }
            | Rejected::SystemTopic { .. }
            | Rejected::MessageGone { .. }
            | Rejected::MaxTimesMissing
            | Rejected::TimerWheelOff => code::SYSTEM_ERROR,
        }
    }

    /// The rule that refuses.
    pub fn rule(&self) -> &'static str {
        match self {
            Rejected::TopicNotExist { .. } | Rejected::QueueNotExist { .. } => "R-PULL-1",
            Rejected::GroupNotExist { .. } => "R-OFF-4",
            Rejected::MessageTooLarge { .. }
            | Rejected::PropertiesTooLarge { .. }
            | Rejected::NameIllegal { .. } => "R-LOG-5",
            Rejected::DiskFull => "R-RET-6",
            Rejected::ColdReadControlled { .. } => "R-PULL-10",
            Rejected::NeedsKill { .. } => "R-OFF-19",
            Rejected::OffsetsExhausted { .. } => "SD-2",
            Rejected::LogExhausted => "R-LOG-1",
            Rejected::TargetOutsideQueue { .. }
            | Rejected::ResetTopicNotExist { .. }
            | Rejected::ResetGroupNotExist { .. }
            | Rejected::NoQueuesToReset => "R-RST-5",
            Rejected::CommitOutsideQueue { offset, min, .. } if offset < min => "SD-14",
            Rejected::CommitOutsideQueue { .. } => "SD-12",
            Rejected::GroupWithoutOffset { .. } | Rejected::ConsumerNotOnline { .. } => "R-RST-11",
            Rejected::ProducerNotExist { .. }
            | Rejected::ConsumerNotExist { .. }
            | Rejected::NameTaken { .. }
            | Rejected::OutOfRange { .. }
            | Rejected::TooMany { .. }
            | Rejected::OffsetUnknown { .. }
            | Rejected::TimesUnknown { .. }
            | Rejected::QueueInUse { .. }
            | Rejected::DelayLevelsIllegal { .. }
            | Rejected::TimeGoesBack { .. } => "lab",
            Rejected::SystemTopic { .. } => "R-DLY-1",
            Rejected::MessageGone { .. } | Rejected::NotReadable { .. } | Rejected::MaxTimesMissing => {
                "R-RTY-2"
            }
            Rejected::NotSupported { what } if what == DELETE_EXPIRED_COMMITLOG => "R-RET-7",
            Rejected::NotSupported { .. } | Rejected::NoMessage { .. } => "R-POP-5",
            Rejected::TimerWheelOff => "R-POP-8",
            Rejected::DelayTooLong { .. } => "R-TMR-1",
            Rejected::NotInBatch { .. } => "R-POP-6",
        }
    }

    /// RocketMQ's remark where it has one, otherwise a sentence with the offending value.
    pub fn remark(&self) -> String {
        match self {
            Rejected::TopicNotExist { topic, .. } => format!("Topic {topic} not exist!"),
            Rejected::GroupNotExist { group, .. } => format!("Group {group} not exist!"),
            Rejected::QueueNotExist { topic, queue, queues, .. } => {
                format!("queueId[{queue}] is illegal, topic:[{topic}] topicConfig.readQueueNums:[{queues}]")
            }
            Rejected::MessageTooLarge { body_bytes, limit_bytes } => {
                format!("the message body is {body_bytes} bytes, more than {limit_bytes}")
            }
            Rejected::PropertiesTooLarge { property_bytes, limit_bytes } => {
                format!("the message properties are {property_bytes} bytes, more than {limit_bytes}")
            }
            Rejected::DiskFull => "the service is not available now: the broker's disk is full".to_string(),
            Rejected::OffsetsExhausted { topic, queue } => {
                format!("{topic}/{queue} has used every offset up to {}", i64::MAX - 1)
            }
            Rejected::LogExhausted => "the commit log has used every byte position".to_string(),
            Rejected::TargetOutsideQueue { target, min, max, .. } => {
                format!("Target offset {target} not in consume queue range [{min}-{max}]")
            }
            Rejected::CommitOutsideQueue { offset, min, max, .. } => {
                format!("Consumer offset {offset} not in consume queue range [{min}-{max}]")
            }
            Rejected::ResetTopicNotExist { topic, code: code::SYSTEM_ERROR } => {
                format!("[reset-offset] reset offset failed, no topic in this broker. topic={topic}")
            }
            Rejected::ResetTopicNotExist { topic, .. } => format!("Topic {topic} does not exist"),
            Rejected::ResetGroupNotExist { group } => format!("Group {group} does not exist"),
            Rejected::ColdReadControlled { .. } => {
                "This consumer group is reading cold data. It has been flow control".to_string()
            }
            Rejected::NoQueuesToReset => "No queues to reset.".to_string(),
            Rejected::GroupWithoutOffset { group } => format!("THe consumer group <{group}> not exist"),
            Rejected::ConsumerNotOnline { group, topic, time: EpochMs(ms) } => format!(
                "Consumer not online, so can not reset offset, Group: {group} Topic: {topic} Timestamp: {ms}"
            ),
            Rejected::ProducerNotExist { producer } => format!("the lab has no producer {producer}"),
            Rejected::ConsumerNotExist { consumer } => format!("the lab has no consumer {consumer}"),
            Rejected::NameTaken { what, name } => format!("a {what} named {name} is there already"),
            Rejected::NameIllegal { name } => {
                format!("the name {name:?} is not allowed: 1 to {NAME_BYTES_MAX} of a-z A-Z 0-9 % | - _")
            }
            Rejected::OutOfRange { what, value, min, max } => {
                format!("{what} is {value}; it must be from {min} to {max}")
            }
            Rejected::TooMany { what, limit } => format!("a lab holds at most {limit} {what}"),
            Rejected::TimeGoesBack { at_us, now_us } => {
                format!("at_us is {at_us}, before the lab's clock at {now_us}")
            }
            Rejected::OffsetUnknown { topic, queue, what } => {
                format!("{topic}/{queue} was imported without {what}: import the topic's topicStatus too")
            }
            Rejected::TimesUnknown { topic, queue } => format!(
                "the store times of messages in {topic}/{queue} are unknown: they were imported; choose an \
                 offset"
            ),
            Rejected::NeedsKill { what } => {
                format!("{what} needs kill: a broker that stops in order writes everything first")
            }
            Rejected::QueueInUse { topic, queue } => {
                format!("{topic}/{queue} is in use; import into a queue that nobody has written to")
            }
            Rejected::SystemTopic { topic } => format!("The topic[{topic}] is conflict with system topic."),
            Rejected::DelayLevelsIllegal { text } => {
                format!("{text:?} is no table of delay levels: 1 to 64 times as in 1s 5s 1m 2h")
            }
            Rejected::NotSupported { what } => format!("request type {what} not supported"),
            Rejected::TimerWheelOff => {
                "the broker's timerWheelEnable is false: no pop and no timer message".to_string()
            }
            Rejected::DelayTooLong { delay_ms, limit_ms } => format!(
                "timer message illegal, the delay time {delay_ms} ms should not be bigger than the max delay \
                 {limit_ms} ms"
            ),
            Rejected::NoMessage { topic, queue, offset, min, max } => {
                format!("offset is illegal, key:{topic}@{queue}, commit:{offset}, store:{min}~{max}")
            }
            Rejected::NotInBatch { topic, queue, offset } => {
                format!("offset is illegal, key:{topic}@{queue}, commit:{offset} is not in the batch")
            }
            Rejected::NotReadable { topic } => format!("the topic[{topic}] pulling message is forbidden"),
            Rejected::MaxTimesMissing => {
                "java.lang.NullPointerException: the request has no maxReconsumeTimes".to_string()
            }
            Rejected::MessageGone { topic, queue, offset } => {
                format!("look message by offset failed, {topic}/{queue} has no message {offset} any more")
            }
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.remark(), self.code())
    }
}

impl core::error::Error for Rejected {}
