//! What the World tells its tallies, and what it reports of them. Not here: the counting (`tally`).
//!
//! Invariant: telling changes the tallies and nothing else of the World.

use crate::engine::answer::{PullAnswer, PullStatus};
use crate::engine::broker::loss::LostEnd;
use crate::engine::broker::retry::{SendBack, SentBack};
use crate::engine::event::{Again, Missed};
use crate::engine::ids::{GroupQueue, Name, QueueId, QueueOffset};
use crate::engine::{Event, EventSink, Rejected};
use crate::sim::accounting::lost_tail::{Holder, WorkedGhosts};
use crate::sim::accounting::ranges::Span;
use crate::sim::accounting::tally::Tally;
use crate::sim::clients::consumer::PullState;
use crate::sim::clients::pull::runs;
use crate::sim::clients::retry_topic::client_of;
use crate::sim::world::World;
use crate::sim::world::client_state::TallyKey;
use alloc::vec::Vec;

impl World {
    /// A group's counts on one queue; of a broadcasting group those of one client.
    pub fn tally(&self, group: &Name, topic: &Name, queue: QueueId, client: Option<&Name>) -> Option<&Tally> {
        let client = client.filter(|_| self.is_broadcasting(group)).cloned();
        self.newer.tallies.get(&TallyKey { group: group.clone(), topic: topic.clone(), queue, client })
    }

    /// Every tally with its place, by name.
    pub fn tallies(&self) -> impl Iterator<Item = (&TallyKey, &Tally)> {
        self.newer.tallies.iter()
    }

    /// The tally of a client's queue, made when missing.
    fn tally_of(&mut self, client: &Name, queue: QueueId) -> Option<&mut Tally> {
        let place = self.place_of(client, queue)?;
        Some(self.newer.tallies.entry(place).or_default())
    }

    fn place_of(&self, client: &Name, queue: QueueId) -> Option<TallyKey> {
        let consumer = self.consumers.get(client)?;
        let (group, topic) = (consumer.group.clone(), consumer.topic.clone());
        let alone = self.is_broadcasting(&group).then(|| client.clone());
        Some(TallyKey { group, topic, queue, client: alone })
    }

    /// Reports what a client's queue has missed.
    fn report_missed_by(
        &self,
        client: &Name,
        queue: QueueId,
        spans: Vec<Span>,
        how: Missed,
        out: &mut dyn EventSink,
    ) {
        if let Some(place) = self.place_of(client, queue).filter(|_| !spans.is_empty()) {
            self.report_missed(place, spans, how, out);
        }
    }

    pub(crate) fn tell_taken(&mut self, client: &Name, queue: QueueId, at: QueueOffset) {
        // An offset above Max is from a former life of the queue's numbers: what is there now the group has
        // not consumed, and will get or pass over.
        let Some(consumer) = self.consumers.get(client) else { return };
        let (ahead, first) =
            (self.is_above_max(&consumer.topic, queue, at), self.broker.first_stored(&consumer.topic, queue));
        let Some(tally) = self.tally_of(client, queue) else { return };
        tally.take(if ahead && !tally.has_begun() { first } else { at });
    }

    fn is_above_max(&self, topic: &Name, queue: QueueId, offset: QueueOffset) -> bool {
        self.broker.knows_min_and_max(topic, queue).1 && offset > self.broker.max_offset(topic, queue)
    }

    /// A pull at `asked` was answered there, not corrected.
    pub(crate) fn tell_going_on(
        &mut self,
        client: &Name,
        queue: QueueId,
        asked: QueueOffset,
        out: &mut dyn EventSink,
    ) {
        let Some(tally) = self.tally_of(client, queue) else { return };
        let spans = tally.goes_on_at(asked);
        self.report_missed_by(client, queue, spans, Missed::Skipped, out);
    }

    /// A pull at the end of `dropped` is corrected; what the client has cached before that is dropped
    /// (R-PULL-7).
    pub(crate) fn tell_sent_elsewhere(
        &mut self,
        client: &Name,
        queue: QueueId,
        dropped: Span,
        answer: &PullAnswer,
        out: &mut dyn EventSink,
    ) {
        let reset = answer.status == PullStatus::OffsetReset;
        self.tell_client_turned(client, queue, if reset { Again::Reset } else { Again::Corrected });
        if answer.status == PullStatus::OffsetTooSmall {
            let said = Some(Span::new(dropped.to, answer.min));
            self.tell_gone(client, queue, Span::new(dropped.from, answer.min), said, out);
        }
    }

    /// Records that an answer has stepped over are deleted (R-PULL-3, R-PULL-2 rows 5 and 7).
    pub(crate) fn tell_holes(
        &mut self,
        client: &Name,
        queue: QueueId,
        asked: QueueOffset,
        answer: &PullAnswer,
        out: &mut dyn EventSink,
    ) {
        if answer.next.0 - asked.0 == answer.offsets.len() as i64 {
            return;
        }
        let mut at = asked;
        for run in runs(&answer.offsets).into_iter().chain([Span::new(answer.next, answer.next)]) {
            if at < run.from {
                self.tell_gone(client, queue, Span::new(at, run.from), None, out);
            }
            at = run.to;
        }
    }

    pub(crate) fn report_missed(
        &self,
        place: TallyKey,
        spans: Vec<Span>,
        how: Missed,
        out: &mut dyn EventSink,
    ) {
        for Span { from, to } in spans {
            let TallyKey { group, topic, queue, .. } = place.clone();
            out.emit(self.now, Event::Missed { group, topic, queue, from, to, how });
        }
    }

    /// Messages were delivered to a client.
    pub(crate) fn tell_handed_out(
        &mut self,
        client: &Name,
        queue: QueueId,
        span: Span,
        count: u32,
        out: &mut dyn EventSink,
    ) {
        let now = self.now;
        let Some(tally) = self.tally_of(client, queue) else { return };
        let (why, again) = (tally.turned, tally.hand_out(span.from, span.to, u64::from(count)));
        if let Some(Span { from, to }) = again
            && let Some(TallyKey { group, topic, .. }) = self.place_of(client, queue)
        {
            let client = client_of(client);
            out.emit(now, Event::DeliveredAgain { group, client, topic, queue, from, to, why });
        }
    }

    /// The records of a span are deleted, and the group asked for them. `said`: an event has said so of all.
    pub(crate) fn tell_gone(
        &mut self,
        client: &Name,
        queue: QueueId,
        Span { from, to }: Span,
        said: Option<Span>,
        out: &mut dyn EventSink,
    ) {
        // Numbers before the queue's first were nobody's.
        let first = self.consumers.get(client).map_or(from, |c| self.broker.first_offset(&c.topic, queue));
        let Some(tally) = self.tally_of(client, queue) else { return };
        let mut spans = tally.gone(from.max(first), to);
        spans.retain(|span| Some(*span) != said);
        self.report_missed_by(client, queue, spans, Missed::Purged, out);
    }

    /// A client has worked messages off.
    pub(crate) fn tell_worked(
        &mut self,
        client: &Name,
        (queue, take): (QueueId, u32),
        Span { from, to }: Span,
    ) {
        let Some(topic) = self.consumers.get(client).map(|consumer| consumer.topic.clone()) else { return };
        let ghosts = if self.newer.ghosts.is_empty() {
            Vec::new()
        } else {
            self.work_ghosts(&Holder { client: client.clone(), topic, queue, take }, from, to)
        };
        let Some(tally) = self.tally_of(client, queue) else { return };
        tally.processed += (to.0 - from.0) as u64;
        let mut at = from;
        for WorkedGhosts { span, undone, lost } in ghosts {
            tally.care_for_ghosts(span.len(), undone, lost);
            tally.care_for(at, span.from);
            at = span.to;
        }
        tally.care_for(at, to);
    }

    /// A client gives a message back that failed (R-RTY-1).
    pub(crate) fn give_back(
        &mut self,
        client: &Name,
        (queue, take): (QueueId, u32),
        request: &SendBack<'_>,
        out: &mut dyn EventSink,
    ) -> Result<SentBack, Rejected> {
        let (topic, offset) = (request.topic.clone(), request.offset);
        let holder = Holder { client: client.clone(), topic: topic.clone(), queue, take };
        if self.is_ghost(&holder, offset) {
            // The broker does not find the message by its place in the log; what has its number is another
            // one.
            return Err(Rejected::MessageGone { topic, queue, offset });
        }
        let became = self.send_back(request, out)?;
        let next = QueueOffset(offset.0 + 1);
        if let Some(tally) = self.tally_of(client, queue) {
            match became {
                SentBack::Waits { .. } => tally.sent_back += 1,
                SentBack::DeadLettered { .. } => tally.dead += 1,
                SentBack::Dropped => {
                    let spans = tally.pass_over(offset, next);
                    self.report_missed_by(client, queue, spans, Missed::Skipped, out);
                    return Ok(became);
                }
            }
            tally.care_for(offset, next);
        }
        Ok(became)
    }

    /// A message that is still worked on went to the retry topic: that work will be one time too many.
    pub(crate) fn tell_timed_out(&mut self, client: &Name, queue: QueueId, span: Span) {
        if let Some(tally) = self.tally_of(client, queue) {
            tally.time_out(span.from, span.to);
        }
    }

    /// A message that failed was dropped by its client (R-OFF-14).
    pub(crate) fn tell_dropped(
        &mut self,
        client: &Name,
        queue: QueueId,
        offset: QueueOffset,
        out: &mut dyn EventSink,
    ) {
        let Some(tally) = self.tally_of(client, queue) else { return };
        let spans = tally.pass_over(offset, QueueOffset(offset.0 + 1));
        self.report_missed_by(client, queue, spans, Missed::Skipped, out);
    }

    /// Something sets groups back: on every queue, or on those that are named.
    pub(crate) fn tell_turned(&mut self, why: Again, of: impl Fn(&TallyKey) -> bool) {
        for (place, tally) in &mut self.newer.tallies {
            if of(place) {
                tally.turned = why;
            }
        }
    }

    /// The same for one queue of a client.
    pub(crate) fn tell_client_turned(&mut self, client: &Name, queue: QueueId, why: Again) {
        if let Some(tally) = self.tally_of(client, queue) {
            tally.turned = why;
        }
    }

    /// A client is about to be gone, with every queue that it has.
    pub(crate) fn tell_left(&mut self, client: &Name, crash: bool) {
        let queues: Vec<QueueId> =
            self.consumers.get(client).into_iter().flat_map(|c| c.queue_ids()).collect();
        for queue in queues {
            if crash {
                self.tell_client_turned(client, queue, Again::ClientDied);
            } else {
                self.tell_handed_over(client, queue);
            }
        }
    }

    /// A client gives a queue up that it still has. A reset that it has begun is done by that; and what is
    /// still to come again for another reason goes on coming for that one.
    pub(crate) fn tell_handed_over(&mut self, client: &Name, queue: QueueId) {
        let owned = self.consumers.get(client).and_then(|consumer| consumer.queues.get(&queue));
        let Some(owned) = owned else { return };
        let by_reset = matches!(owned.pull, PullState::Dropped { by_reset: true, .. });
        let at = owned.cached.spans().front().map_or(owned.next_pull, |front| front.from);
        let Some(tally) = self.tally_of(client, queue) else { return };
        if by_reset {
            tally.turned = Again::Reset;
        } else if tally.done().next_from(at).is_none() {
            tally.turned = Again::HandOver;
        }
    }

    /// An administrator moves a group.
    pub(crate) fn tell_moved(&mut self, group: &Name, topic: &Name, queue: QueueId, to: QueueOffset) {
        for (place, tally) in &mut self.newer.tallies {
            if (&place.group, &place.topic, place.queue) == (group, topic, queue) {
                tally.moved_on_purpose(to);
            }
        }
    }

    /// An administrator, an import or a clone says where a group is: it has consumed what is before that. A
    /// client that has the queue knows better, and an offset above Max says nothing of what is there.
    pub(crate) fn tell_given(&mut self, group: &Name, topic: &Name, queue: QueueId, to: QueueOffset) {
        if self.broker.consumer_offsets().pending(group, topic, queue).is_some() {
            // It was swallowed.
            return;
        }
        self.tell_moved(group, topic, queue, to);
        let counts = self.broker.find_group(group).is_some_and(|group| !group.broadcasting);
        let there = queue < self.broker.queue_count(topic) && self.owner(group, topic, queue).is_none();
        if self.is_above_max(topic, queue, to) || !counts || !there {
            return;
        }
        let key = GroupQueue::new(group, topic, queue);
        let first = self.broker.first_offset(topic, queue);
        // A pop moves the offset when it delivers, so what is hidden is not consumed.
        let consumed = self.hidden_of(&key, first, to).missing(first, to);
        let tally = self.pop_tally(&key);
        for Span { from, to } in consumed {
            tally.consumed_elsewhere(from, to);
        }
    }

    /// A group has another one's offsets.
    pub(crate) fn tell_cloned(&mut self, group: &Name, topic: &Name) {
        for queue in 0..self.broker.queue_count(topic) {
            let to = self.broker.consumer_offsets().stored(group, topic, queue);
            self.tell_given(group, topic, queue, to.unwrap_or_default());
        }
    }

    /// Queues were destroyed, with the Max that they had: their numbers begin at 0 again (R-RET-11).
    pub(crate) fn tell_destroyed(&mut self, queues: &[(Name, QueueId, QueueOffset)]) {
        for (topic, queue, end) in queues {
            self.tell_numbers_end(LostEnd {
                topic: topic.clone(),
                queue: *queue,
                from: *end,
                to: QueueOffset(0),
            });
        }
    }

    /// A queue's numbers will be given again.
    pub(crate) fn tell_numbers_end(&mut self, end: LostEnd) {
        self.keep_ghosts(&end);
        for (place, tally) in &mut self.newer.tallies {
            if (&place.topic, place.queue) == (&end.topic, end.queue) {
                tally.cut(end.to, end.from);
            }
        }
    }

    pub(crate) fn check_tallies(&self) {
        self.newer.tallies.values().for_each(Tally::check);
        self.check_ghosts();
    }
}
