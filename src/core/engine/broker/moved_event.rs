//! What brokers before 5.0 write to OFFSET_MOVED_EVENT of each pull that they send elsewhere (R-PULL-7,
//! section 14). Not here: which pulls those are (`broker::pull`).
//!
//! Invariant: only the log grows, by exactly the record's bytes; nobody reads the topic.

use crate::engine::broker::Broker;
use crate::engine::broker::delay::property;
use crate::engine::broker::pull::PullRequest;
use crate::engine::ids::{EpochMs, QueueOffset};
use alloc::format;

const MOVED_TOPIC: &str = "OFFSET_MOVED_EVENT";

impl Broker {
    /// Writes the record, where brokers of this version do. Its size depends on the broker's name, which only
    /// a recording tells.
    ///
    /// Model: the topic has no queue here; a record that does not fit is left out, as a failed put is.
    pub fn note_moved_pull(
        &mut self,
        request: &PullRequest<'_>,
        to: QueueOffset,
        broker: &str,
        now: EpochMs,
    ) {
        if !self.profile.notes_moved_pulls() {
            return;
        }
        let PullRequest { group, topic, queue, offset, .. } = request;
        let body = format!(
            r#"{{"consumerGroup":"{group}","messageQueue":{{"brokerName":"{broker}","queueId":{queue},"topic":"{topic}"}},"offsetNew":{to},"offsetRequest":{offset}}}"#
        );
        let of_group = property("TAGS", group.len()) + property("KEYS", group.len());
        let properties = of_group + property("DELAY", 1) - self.profile.last_property_shorter_by();
        let bytes = Broker::record_bytes(MOVED_TOPIC, body.len() as u32, properties);
        _ = self.log.append(u64::from(bytes), self.settings.segment_bytes, now);
    }
}
