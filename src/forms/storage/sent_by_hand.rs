//! Messages whose key, tag or body a command gave: an `Appended` event names none of them, and a copy of such
//! a message needs them once more. Not here: bodies of simulated producers (`sim::bodies`), and the log
//! (`segment_writer`).
//!
//! Invariant: no more than `KEPT_BYTES` are kept of those that were stored; of older ones a copy's body is
//! made up from its place.

use crate::engine::ids::{Name, PhysicalOffset, QueueId, VirtualTime};
use crate::engine::waiting::origins::Origin;
use crate::sim::command::{BrokerCall, Command};
use alloc::collections::VecDeque;
use alloc::string::String;
use serde::{Deserialize, Serialize};

/// Bytes of keys, tags and bodies that are kept for copies.
const KEPT_BYTES: usize = 64 * 1024;

/// What a command gave.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Words {
    pub(crate) key: Option<String>,
    pub(crate) tag: Option<String>,
    /// `None`: the command said only how long it is.
    pub(crate) body: Option<String>,
}

impl Words {
    fn bytes(&self) -> usize {
        [&self.key, &self.tag, &self.body].into_iter().flatten().map(String::len).sum()
    }
}

/// A command's message before its event comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Given {
    pub(crate) at: VirtualTime,
    pub(crate) topic: Name,
    pub(crate) queue: QueueId,
    /// It waits for its delivery first.
    pub(crate) later: bool,
    pub(crate) body_bytes: usize,
    pub(crate) words: Words,
}

impl Given {
    pub(crate) fn of(at: VirtualTime, command: &Command) -> Option<Given> {
        let (topic, queue, later, body_bytes, words) = match command {
            Command::SendMessage { topic, queue, key, tag, body, delay_level, deliver_at_ms } => {
                let words = Words { key: key.clone(), tag: tag.clone(), body: Some(body.clone()) };
                (topic, *queue, *delay_level > 0 || deliver_at_ms.is_some(), body.len(), words)
            }
            Command::Broker(BrokerCall::Send { topic, queue, body_bytes, tag, delay_level, .. }) => {
                let words = Words { key: None, tag: tag.clone(), body: None };
                (topic, *queue, *delay_level > 0, *body_bytes as usize, words)
            }
            Command::Broker(
                BrokerCall::SendBack { .. }
                | BrokerCall::Pop { .. }
                | BrokerCall::Ack { .. }
                | BrokerCall::ChangeInvisible { .. }
                | BrokerCall::MinOffset(_)
                | BrokerCall::MaxOffset(_)
                | BrokerCall::SearchOffset { .. }
                | BrokerCall::QueryOffset { .. }
                | BrokerCall::Commit { .. }
                | BrokerCall::Pull { .. }
                | BrokerCall::ResetOffset { .. }
                | BrokerCall::CloneOffset { .. }
                | BrokerCall::ConsumeStats { .. }
                | BrokerCall::Connect { .. }
                | BrokerCall::Disconnect { .. }
                | BrokerCall::Segments {}
                | BrokerCall::ExpireSegments { .. }
                | BrokerCall::CleanExpiredQueues {}
                | BrokerCall::LogAdvanced { .. }
                | BrokerCall::Restart { .. }
                | BrokerCall::DeleteTopic { .. }
                | BrokerCall::DeleteGroup { .. },
            )
            | Command::CreateTopic { .. }
            | Command::DeleteTopic { .. }
            | Command::CreateGroup { .. }
            | Command::SetGroup { .. }
            | Command::DeleteGroup { .. }
            | Command::AddProducer { .. }
            | Command::SetProducer { .. }
            | Command::PauseProducer { .. }
            | Command::RemoveProducer { .. }
            | Command::AddConsumer { .. }
            | Command::SetConsumer { .. }
            | Command::SetThreads { .. }
            | Command::SetFailures { .. }
            | Command::PauseConsumer { .. }
            | Command::RemoveConsumer { .. }
            | Command::SetRetention(_)
            | Command::SetBroker(_)
            | Command::SetTimers(_)
            | Command::ResetOffset { .. }
            | Command::RemoveOffsets { .. }
            | Command::DeleteExpiredSegments {}
            | Command::RestartBroker { .. }
            | Command::ImportQueue { .. } => return None,
        };
        Some(Given { at, topic: topic.clone(), queue, later, body_bytes, words })
    }
}

/// A message that was stored, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Stored {
    physical: PhysicalOffset,
    of: Origin,
    words: Words,
}

/// The given messages that were stored, oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct GivenStored {
    messages: VecDeque<Stored>,
    bytes: usize,
}

impl GivenStored {
    /// A message was stored there. A re-run of a known past tells of it again.
    pub(crate) fn push(&mut self, physical: PhysicalOffset, of: Origin, words: Words) {
        if self.messages.back().is_some_and(|last| last.physical >= physical) {
            return;
        }
        self.bytes += words.bytes();
        self.messages.push_back(Stored { physical, of, words });
        while self.bytes > KEPT_BYTES
            && let Some(oldest) = self.messages.pop_front()
        {
            self.bytes -= oldest.words.bytes();
        }
    }

    /// What was given with the message that a copy is of.
    pub(crate) fn find(&self, of: &Origin) -> Option<&Words> {
        let same = |known: &&Stored| {
            (known.of.offset, known.of.queue, &known.of.topic) == (of.offset, of.queue, &of.topic)
        };
        // The last one: a queue's numbers may have been given twice.
        self.messages.iter().rev().find(same).map(|known| &known.words)
    }

    /// What is at and behind `end` was never stored.
    pub(crate) fn cut(&mut self, end: PhysicalOffset) {
        let kept = self.messages.partition_point(|known| known.physical < end);
        for gone in self.messages.drain(kept..) {
            self.bytes -= gone.words.bytes();
        }
    }
}
