//! What a user, a lesson, a recording or a host page can ask for, as data. Not here: doing it (`sim::apply`).
//!
//! Invariant: the JSON form is the format `offset-lab-journal/1`; it only ever grows.

pub mod outcome;
pub mod queue_choice;
mod read;
pub mod reset_target;
pub mod settings;

use crate::engine::answer::Boundary;
pub use crate::engine::broker::{Allocate, ConsumeFrom, Protocol, Residency};
use crate::engine::ids::{EpochMs, Name, PhysicalOffset, QueueId, QueueOffset};
use crate::engine::log::time_bound::TimeBound;
pub use crate::sim::command::outcome::{Answer, Outcome};
pub use crate::sim::command::queue_choice::QueueChoice;
pub use crate::sim::command::reset_target::ResetTarget;
pub use crate::sim::command::settings::{
    BrokerChange, Failures, MessagePlace, OfQueue, RetentionSettings, SlowMessage, Threads, TimerChange,
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// An intent. Externally tagged, so `{"create_topic":{"topic":"orders","queues":4}}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Creates a topic, or changes its number of queues.
    CreateTopic {
        topic: Name,
        /// 1 to 64.
        queues: u32,
        /// The first offset of each queue, for a cluster that is not young; absent: 0.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        first_offsets: Vec<QueueOffset>,
    },
    /// Deletes a topic with its queues and offsets (R-RET-12).
    DeleteTopic { topic: Name },
    /// Creates a consumer group.
    CreateGroup {
        group: Name,
        /// Where its clients start when the broker has no offset.
        #[serde(default, skip_serializing_if = "is_default")]
        consume_from: ConsumeFrom,
    },
    /// Changes how a group's clients share the queues; an absent field stays as it is.
    SetGroup {
        group: Name,
        /// The clients' allocation strategy (R-LB-2, R-LB-3).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        allocate: Option<Allocate>,
        /// Every client takes every queue and keeps its offsets itself (R-LB-4, R-OFF-14).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        broadcasting: Option<bool>,
        /// Each queue is consumed in order, by the client that has locked it (R-LB-7, R-RTY-4).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        orderly: Option<bool>,
        /// Whether its clients pull their queues or pop all of them (R-LB-8, since 5.0).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        protocol: Option<Protocol>,
        /// How long what its clients pop is hidden, 10 ms to 12 hours (R-POP-2: 60 s).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invisible_ms: Option<u64>,
        /// `retryQueueNums`: queues of its retry topic, 0 to 64; with 0 what fails is dropped (R-RTY-2: 1).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_queues: Option<u32>,
        /// `retryMaxTimes`: retries of a message before it is a dead letter (R-RTY-2: 16).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_max_times: Option<u32>,
    },
    /// Deletes a consumer group (R-EXP-2).
    DeleteGroup {
        group: Name,
        #[serde(default)]
        remove_offsets: bool,
    },
    /// Adds a producer that sends by itself.
    AddProducer {
        producer: Name,
        topic: Name,
        /// Messages a second, 0 to 1 000 000.
        rate_per_s: u32,
        /// Bytes of each body.
        body_bytes: u32,
        /// How many different keys; a key always goes to the same queue. 0: no key, queues in turn.
        #[serde(default)]
        keys: u32,
        /// Its messages wait so long before they are delivered: the delay level (R-DLY-1), 0: not at all.
        #[serde(default, skip_serializing_if = "is_default")]
        delay_level: u32,
    },
    /// Changes a producer.
    SetProducer {
        producer: Name,
        /// Messages a second, 0 to 1 000 000.
        rate_per_s: u32,
        /// Bytes of each body.
        body_bytes: u32,
        /// How many different keys; a key always goes to the same queue. 0: no key, queues in turn.
        #[serde(default)]
        keys: u32,
        /// Its messages wait so long before they are delivered: the delay level (R-DLY-1), 0: not at all.
        #[serde(default, skip_serializing_if = "is_default")]
        delay_level: u32,
    },
    /// Pauses or resumes a producer.
    PauseProducer { producer: Name, paused: bool },
    /// Removes a producer.
    RemoveProducer { producer: Name },
    /// Adds a push consumer to a group.
    AddConsumer {
        consumer: Name,
        group: Name,
        topic: Name,
        /// Microseconds that one message takes.
        processing_us: u64,
        /// `pullThresholdForQueue`: messages cached per queue before it stops pulling (R-PULL-8); 1 to 1000.
        #[serde(default = "default_cached_max", skip_serializing_if = "is_default_cached_max")]
        cached_max: u32,
    },
    /// Changes a consumer.
    SetConsumer {
        consumer: Name,
        /// Microseconds that one message takes.
        processing_us: u64,
        /// `pullThresholdForQueue`: messages cached per queue before it stops pulling (R-PULL-8); 1 to 1000.
        #[serde(default = "default_cached_max", skip_serializing_if = "is_default_cached_max")]
        cached_max: u32,
    },
    /// Makes a consumer fail from now on, in place of how it failed before.
    SetFailures {
        consumer: Name,
        #[serde(default, skip_serializing_if = "is_default")]
        failures: Failures,
    },
    /// Gives a consumer other threads, in place of those that it had before.
    SetThreads {
        consumer: Name,
        #[serde(default, skip_serializing_if = "is_default")]
        threads: Threads,
    },
    /// Pauses or resumes a consumer. It keeps its queues.
    PauseConsumer { consumer: Name, paused: bool },
    /// Removes a consumer: it commits its progress first (R-OFF-8); with `crash` it does not (R-OFF-19).
    RemoveConsumer {
        consumer: Name,
        #[serde(default)]
        crash: bool,
    },
    /// Sends one message by hand.
    SendMessage {
        topic: Name,
        queue: QueueId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<String>,
        body: String,
        /// Delivered then, at most 3 days ahead (R-TMR-1, since 5.0). A level comes first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deliver_at_ms: Option<EpochMs>,
        /// Waits so long before it is delivered: the delay level (R-DLY-1), 0: not at all.
        #[serde(default, skip_serializing_if = "is_default")]
        delay_level: u32,
    },
    /// Changes what decides over retention; an absent field stays as it is.
    SetRetention(RetentionSettings),
    /// Changes the broker's other settings; an absent field stays as it is.
    SetBroker(BrokerChange),
    /// Changes the clients' and the broker's timers; an absent field stays as it is.
    SetTimers(TimerChange),
    /// Resets a group's offsets (R-RST-5).
    ResetOffset { group: Name, topic: Name, queues: QueueChoice, to: ResetTarget },
    /// Removes a group's offsets of a topic, as an administrator or expiry would (R-EXP-4).
    RemoveOffsets { group: Name, topic: Name },
    /// Deletes expired segments now, whatever the hour (R-RET-7).
    DeleteExpiredSegments {},
    /// Restarts the broker; a kill loses what was not flushed (R-OFF-19).
    RestartBroker {
        #[serde(default)]
        kill: bool,
        /// With `kill`: the offset file and its backup are lost too.
        #[serde(default, skip_serializing_if = "is_default")]
        offsets_gone: bool,
        /// With `kill`: so many messages are lost from the end of the log, whichever queue they are in.
        #[serde(default, skip_serializing_if = "is_default")]
        log_tail: u32,
    },
    /// One call to the broker, as a client or an administrator would make it. The answer comes back.
    Broker(BrokerCall),
    /// Makes a queue, into which nothing was written yet, what it is on a real cluster: its messages are
    /// there in number, without sizes, tags or times.
    ImportQueue {
        topic: Name,
        queue: QueueId,
        /// Min; absent: unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<QueueOffset>,
        /// Max; absent: unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<QueueOffset>,
        /// What it is called there, `broker/queue`; absent: by its number. At most 255 bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What is known of when its messages were stored, by time, at most 256.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        times: Vec<TimeBound>,
    },
}

fn default_cached_max() -> u32 {
    crate::engine::limits::PULL_THRESHOLD_FOR_QUEUE as u32
}

fn is_default_cached_max(cached_max: &u32) -> bool {
    *cached_max == default_cached_max()
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A direct call to the broker. Arguments as in a recording (`FORMAT.md`).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BrokerCall {
    Send {
        topic: Name,
        queue: QueueId,
        body_bytes: u32,
        /// The whole record, where it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        record_bytes: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<String>,
        /// Waits so long before it is delivered: the delay level (R-DLY-1), 0: not at all.
        #[serde(default, skip_serializing_if = "is_default")]
        delay_level: u32,
    },
    /// A consumer gives a message back to be retried later (R-RTY-2).
    SendBack {
        group: Name,
        /// The topic that it was read from.
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        /// 0: by the number of tries so far; negative: no more tries.
        #[serde(default, skip_serializing_if = "is_default")]
        delay_level: i32,
        /// How many tries there are; absent: as the group says, 16 unless set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_reconsume_times: Option<i32>,
    },
    /// Messages that are hidden from others for a while (R-POP-1).
    Pop {
        group: Name,
        topic: Name,
        /// Absent: from all queues.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueId>,
        /// 1 to 32.
        max_messages: u32,
        /// How long they are hidden, at most 12 hours.
        invisible_ms: u64,
        /// A new group starts at Min, not at the end (R-INIT-5).
        #[serde(default, skip_serializing_if = "is_default")]
        from_min: bool,
        /// In order: the queue is blocked until the batch is acknowledged (R-POP-6).
        #[serde(default, skip_serializing_if = "is_default")]
        order: bool,
        /// An attempt is not blocked by its own batch (R-POP-6).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attempt: Option<String>,
    },
    /// Acknowledges a message that was popped (R-POP-5).
    Ack {
        group: Name,
        /// The topic that it was read from, which may be the retry topic.
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        /// When it was popped: part of its handle.
        popped_at_ms: EpochMs,
        #[serde(default, skip_serializing_if = "is_default")]
        order: bool,
    },
    /// Hides a message that was popped for another while (R-POP-5).
    ChangeInvisible {
        group: Name,
        /// The topic that it was read from, which may be the retry topic.
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        /// When it was popped: part of its handle.
        popped_at_ms: EpochMs,
        #[serde(default, skip_serializing_if = "is_default")]
        order: bool,
        invisible_ms: u64,
    },
    MinOffset(OfQueue),
    MaxOffset(OfQueue),
    SearchOffset {
        topic: Name,
        queue: QueueId,
        timestamp_ms: EpochMs,
        #[serde(default)]
        boundary: Boundary,
    },
    QueryOffset {
        group: Name,
        topic: Name,
        queue: QueueId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        set_zero_if_not_found: Option<bool>,
    },
    Commit {
        group: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
    },
    Pull {
        group: Name,
        topic: Name,
        queue: QueueId,
        offset: QueueOffset,
        max_messages: u32,
        /// Tags, `a || b`; absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subscription: Option<String>,
        /// The offset that is committed along the way (R-OFF-7).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        commit: Option<QueueOffset>,
        /// The client of a broadcasting group (R-OFF-15).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client: Option<Name>,
        /// It pulls through a proxy, which broadcasts for it (R-OFF-15).
        #[serde(default, skip_serializing_if = "is_default")]
        from_proxy: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        moved_event_of: Option<Name>,
    },
    /// Request 222: one queue or, with `queue` absent, all; `offset` absent: by time, negative: Max.
    ResetOffset {
        group: Name,
        topic: Name,
        timestamp_ms: EpochMs,
        #[serde(default)]
        force: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        queue: Option<QueueId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offset: Option<QueueOffset>,
    },
    CloneOffset {
        source: Name,
        group: Name,
        topic: Name,
    },
    ConsumeStats {
        group: Name,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<Name>,
    },
    Connect {
        client: Name,
        group: Name,
        topic: Name,
    },
    Disconnect {
        client: Name,
    },
    Segments {},
    ExpireSegments {
        count: u32,
    },
    CleanExpiredQueues {},
    LogAdvanced {
        to: PhysicalOffset,
    },
    /// Stops and starts the broker.
    Restart {
        #[serde(default)]
        kill: bool,
    },
    /// As [`Command::DeleteTopic`], but an unknown topic is no error, as on a broker.
    DeleteTopic {
        topic: Name,
    },
    /// As [`Command::DeleteGroup`], but an unknown group is no error, as on a broker.
    DeleteGroup {
        group: Name,
        #[serde(default)]
        remove_offsets: bool,
    },
}
