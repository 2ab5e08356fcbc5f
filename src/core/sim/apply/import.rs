//! Taking over a queue of a real cluster. Not here: reading a cluster's files (`import`), and what such a
//! queue then is (`engine::log::imported`).
//!
//! Invariant: a queue is taken over as a whole, before anybody has seen its numbers, or not at all.

use crate::engine::ids::{Name, QueueId, QueueOffset};
use crate::engine::limits::QUEUE_NAME_BYTES_MAX;
use crate::engine::log::time_bound::TimeBound;
use crate::engine::{EventSink, Rejected};
use crate::sim::command::BrokerCall;
use crate::sim::world::World;

/// A queue's name is for people; it only has to be short.
pub(crate) fn check_queue_name(name: Option<&str>) -> Result<(), Rejected> {
    match name.filter(|name| name.len() > QUEUE_NAME_BYTES_MAX) {
        Some(name) => Err(Rejected::NameIllegal { name: name.into() }),
        None => Ok(()),
    }
}

impl World {
    pub(crate) fn import_queue(
        &mut self,
        topic: &Name,
        queue: QueueId,
        known: (Option<QueueOffset>, Option<QueueOffset>, &[TimeBound]),
        out: &mut dyn EventSink,
    ) -> Result<(), Rejected> {
        let produced = self.producers.values().any(|producer| producer.topic == *topic);
        let consumed = self.consumers.values().any(|consumer| consumer.topic == *topic);
        if produced || consumed {
            return Err(Rejected::QueueInUse { topic: topic.clone(), queue });
        }
        let (now, now_ms) = (self.now, self.now_ms());
        self.broker.import_queue(topic, queue, known, now_ms, &mut |event| out.emit(now, event))
    }

    /// Refuses a call whose answer would be a number that nobody recorded.
    pub(crate) fn check_known(&self, call: &BrokerCall) -> Result<(), Rejected> {
        match call {
            BrokerCall::MinOffset(of) | BrokerCall::MaxOffset(of) => {
                self.broker.check_bounds(&of.topic, of.queue)
            }
            BrokerCall::QueryOffset { group, topic, queue, .. }
                if self.broker.consumer_offsets().query(group, topic, *queue).is_none() =>
            {
                self.broker.check_bounds(topic, *queue)
            }
            BrokerCall::ConsumeStats { group, topic } => self.broker.check_stats(group, topic.as_ref()),
            BrokerCall::QueryOffset { .. }
            | BrokerCall::Send { .. }
            | BrokerCall::SendBack { .. }
            | BrokerCall::Pop { .. }
            | BrokerCall::Ack { .. }
            | BrokerCall::ChangeInvisible { .. }
            | BrokerCall::SearchOffset { .. }
            | BrokerCall::Commit { .. }
            | BrokerCall::Pull { .. }
            | BrokerCall::ResetOffset { .. }
            | BrokerCall::CloneOffset { .. }
            | BrokerCall::Connect { .. }
            | BrokerCall::Disconnect { .. }
            | BrokerCall::Segments {}
            | BrokerCall::ExpireSegments { .. }
            | BrokerCall::CleanExpiredQueues {}
            | BrokerCall::LogAdvanced { .. }
            | BrokerCall::Restart { .. }
            | BrokerCall::DeleteTopic { .. }
            | BrokerCall::DeleteGroup { .. } => Ok(()),
        }
    }
}
