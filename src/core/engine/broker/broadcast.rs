//! Pulls of broadcasting clients: the broker notes where each is, and gives one that changes between proxy
//! and broker its start (R-OFF-15). Not here: the notes (`progress::broadcasts`), and every other pull
//! (`broker::pull`).
//!
//! Invariant: the client's own offset counts, but for its first pull by a new way.

use crate::engine::answer::{PullAnswer, PullStatus};
use crate::engine::broker::pull::PullRequest;
use crate::engine::broker::{Broker, Emit};
use crate::engine::event::Event;
use crate::engine::ids::{EpochMs, GroupQueue, GroupTopic, Name, QueueId, QueueOffset};
use crate::engine::progress::broadcasts::BroadcastClient;
use crate::engine::rejected::{Rejected, code};
use alloc::format;
use alloc::vec::Vec;

/// The name under which a broadcasting group's slowest client is saved.
pub fn broadcast_group(group: &str) -> Name {
    Name::from(format!("{group}@broadcast"))
}

impl Broker {
    /// A pull of a client that keeps its offsets itself, or whose proxy does (`from_proxy`).
    pub fn pull_broadcasting(
        &mut self,
        request: &PullRequest<'_>,
        client: &Name,
        from_proxy: bool,
        now: EpochMs,
        emit: Emit<'_>,
    ) -> Result<PullAnswer, Rejected> {
        let PullRequest { group, topic, queue, offset, .. } = *request;
        let broadcasts = from_proxy || self.group(group)?.broadcasting;
        if !broadcasts || !self.profile.tracks_broadcasts() {
            return self.pull(request, now, emit);
        }
        let of = GroupTopic::new(group, topic);
        let client = BroadcastClient { name: client, from_proxy };
        let anew = self.pockets.broadcasts.begins_anew(&of, client, queue, offset);
        let answer = match anew {
            Some(known) => self.send_to(request, known, emit)?,
            None => self.pull(request, now, emit)?,
        };
        let at = if answer.code == code::PULL_OFFSET_MOVED { answer.next } else { offset };
        self.pockets.broadcasts.note(&of, client, queue, at, now);
        Ok(answer)
    }

    /// Answers with the offset at which a client begins.
    fn send_to(
        &mut self,
        request: &PullRequest<'_>,
        known: Option<QueueOffset>,
        emit: Emit<'_>,
    ) -> Result<PullAnswer, Rejected> {
        let PullRequest { group, topic, queue, offset, .. } = *request;
        let queues = self.topic(topic)?.queue_count;
        if queue >= queues {
            return Err(self.no_such_queue(topic, queue, queues));
        }
        self.check_bounds(topic, queue)?;
        let next = known.unwrap_or_else(|| self.broadcast_start(group, topic, queue));
        emit(Event::ResetTaken { group: group.clone(), topic: topic.clone(), queue, to: next });
        let (status, min, max) =
            (PullStatus::OffsetReset, self.min_offset(topic, queue), self.max_offset(topic, queue));
        let (code, offsets, copies) = (status.code(offset), Vec::new(), Vec::new());
        Ok(PullAnswer { status, code, next, min, max, offsets, copies })
    }

    fn broadcast_start(&self, group: &Name, topic: &Name, queue: QueueId) -> QueueOffset {
        let saved = self.offsets.query(&broadcast_group(group), topic, queue);
        let zero = || self.begins_in_memory(topic, queue).then_some(QueueOffset(0));
        saved.or_else(zero).unwrap_or_else(|| self.max_offset(topic, queue))
    }

    /// Saves each broadcasting group's slowest client (every 5 s).
    pub fn save_broadcasts(&mut self, now: EpochMs) {
        if self.pockets.broadcasts.is_unused() {
            return;
        }
        let online = &self.online;
        for (GroupQueue { group, topic, queue }, offset) in
            self.pockets.broadcasts.least(now, |client| online.contains_key(client))
        {
            let progress = self.offsets.progress_mut(&broadcast_group(&group), &topic);
            progress.stored.insert(queue, offset);
            progress.touched_at = now;
        }
    }
}
