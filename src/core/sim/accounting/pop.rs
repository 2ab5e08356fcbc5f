//! What the World reports to the tallies of groups that pop: delivered, acknowledged, revived, purged
//! (R-POP-1, R-POP-2). Not here: the counting (`tally`), and clients that pull (`accounting::push`).
//!
//! A message that came back counts as processed in its queue: its copy is a message of the retry topic, and
//! counts there. Calls by hand count like those of clients, for nobody can tell them apart.
//!
//! Invariant: telling changes the tallies and nothing else of the World.

use crate::engine::answer::PopAnswer;
use crate::engine::broker::loss::LostEnd;
use crate::engine::broker::pop::PopRequest;
use crate::engine::broker::retry::SentBack;
use crate::engine::broker::revive::Revival;
use crate::engine::event::{Again, CorrectionReason, Missed};
use crate::engine::ids::{GroupQueue, Name, QueueOffset};
use crate::engine::{Event, EventSink};
use crate::sim::accounting::lost_tail::{EndHolder, Holder};
use crate::sim::accounting::ranges::{Ranges, Span};
use crate::sim::accounting::tally::Tally;
use crate::sim::clients::pop::Held;
use crate::sim::world::World;
use crate::sim::world::client_state::TallyKey;
use alloc::vec::Vec;

fn place_of(key: &GroupQueue) -> TallyKey {
    TallyKey { group: key.group.clone(), topic: key.topic.clone(), queue: key.queue, client: None }
}

impl World {
    pub(super) fn pop_tally(&mut self, key: &GroupQueue) -> &mut Tally {
        self.newer.tallies.entry(place_of(key)).or_default()
    }

    /// The broker reported something in the course of a pop.
    pub(crate) fn tell_pop_event(&mut self, event: &Event, out: &mut dyn EventSink) {
        if let Event::OffsetCorrected { group, topic, queue, from, to, reason } = event {
            let key = GroupQueue::new(group, topic, *queue);
            self.pop_tally(&key).turned = Again::Corrected;
            if *reason == CorrectionReason::BelowMin {
                self.count_lost(group, topic, *queue, *from, *to);
                let first = self.broker.first_offset(topic, *queue);
                let purged = Span::new((*from).max(first), *to);
                self.tell_pop_gone(&key, purged, Some(Span::new(*from, *to)), out);
            }
        } else if let Event::InitialOffset { group, topic, queue, offset, .. } = event {
            let key = GroupQueue::new(group, topic, *queue);
            self.pop_tally(&key).take(*offset);
            self.tell_popped_at(&key, *offset, out);
        } else if let Event::ResetTaken { group, topic, queue, to } = event {
            let tally = self.pop_tally(&GroupQueue::new(group, topic, *queue));
            tally.turned = Again::Reset;
            tally.falls_back(*to);
        }
    }

    /// Records were purged before they were acknowledged.
    fn tell_pop_gone(&mut self, key: &GroupQueue, purged: Span, said: Option<Span>, out: &mut dyn EventSink) {
        let Span { from, to } = purged;
        let hidden = self.hidden_of(key, from, to);
        let tally = self.pop_tally(key);
        let mut spans: Vec<Span> = Vec::new();
        for Span { from, to } in hidden.missing(from, to) {
            spans.extend(tally.gone(from, to));
        }
        spans.retain(|span| Some(*span) != said);
        self.report_missed(place_of(key), spans, Missed::Purged, out);
    }

    /// What a group holds of a queue, between two offsets.
    pub(super) fn hidden_of(&self, key: &GroupQueue, from: QueueOffset, to: QueueOffset) -> Ranges {
        let pop = &self.broker.pockets().pop;
        let mut hidden = Ranges::default();
        let of_queue = pop.hidden().find(|(known, _)| *known == key);
        for (offset, _) in of_queue.into_iter().flat_map(|(_, queue)| queue.messages()) {
            if from <= offset && offset < to {
                hidden.add(offset, QueueOffset(offset.0 + 1));
            }
        }
        hidden
    }

    /// A pop continues at `first`: what is before it is purged, skipped, or held by a client.
    fn tell_popped_at(&mut self, key: &GroupQueue, first: QueueOffset, out: &mut dyn EventSink) {
        let Some(Span { from, to }) = self.pop_tally(key).pops_at(first) else { return };
        let min = self.broker.min_offset(&key.topic, key.queue).min(to);
        if from < min {
            self.tell_pop_gone(key, Span::new(from, min), None, out);
        }
        let hidden = self.hidden_of(key, from.max(min), to);
        for Span { from, to } in hidden.missing(from.max(min), to) {
            let spans = self.pop_tally(key).pass_over(from, to);
            self.report_missed(place_of(key), spans, Missed::Skipped, out);
        }
    }

    /// Messages were delivered, to a client or by hand.
    pub(crate) fn tell_popped(
        &mut self,
        request: &PopRequest<'_>,
        client: Option<&Name>,
        answer: &PopAnswer,
        out: &mut dyn EventSink,
    ) {
        let now = self.now;
        for (key, Span { from: first, to: next }) in popped_runs(request.group, answer) {
            self.tell_popped_at(&key, first, out);
            let tally = self.pop_tally(&key);
            let in_place = request.order && tally.comes_again(first);
            let why = if in_place { Again::Revived } else { tally.turned };
            let span = tally.hand_out(first, next, (next.0 - first.0) as u64);
            if in_place {
                tally.time_out(first, next);
            }
            let (Some(Span { from, to }), Some(client)) = (span, client) else { continue };
            let (GroupQueue { group, topic, queue }, client) = (key, client.clone());
            out.emit(now, Event::DeliveredAgain { group, client, topic, queue, from, to, why });
        }
    }

    /// A message was processed, whatever becomes of its acknowledgement. `client`: who had it, unless that
    /// was by hand.
    pub(crate) fn tell_acked(&mut self, client: Option<&Name>, key: &GroupQueue, offset: QueueOffset) {
        let next = QueueOffset(offset.0.saturating_add(1));
        let holder = client.map(|client| Holder::by_pop(client, &key.topic, key.queue));
        let ghosts = holder.map(|holder| self.work_ghosts(&holder, offset, next)).unwrap_or_default();
        let tally = self.pop_tally(key);
        tally.processed += 1;
        match ghosts.first() {
            Some(ghosts) => tally.care_for_ghosts(1, ghosts.undone, ghosts.lost),
            None => tally.care_for(offset, next),
        }
    }

    /// A message failed; it is hidden until its next try (R-POP-5).
    pub(crate) fn tell_hidden_again(&mut self, key: &GroupQueue) {
        self.pop_tally(key).sent_back += 1;
    }

    /// A message was given up (R-POP-7).
    pub(crate) fn tell_given_up(
        &mut self,
        key: &GroupQueue,
        offset: QueueOffset,
        became: SentBack,
        out: &mut dyn EventSink,
    ) {
        let next = QueueOffset(offset.0.saturating_add(1));
        let tally = self.pop_tally(key);
        if became == SentBack::Dropped {
            let spans = tally.pass_over(offset, next);
            return self.report_missed(place_of(key), spans, Missed::Skipped, out);
        }
        tally.dead += 1;
        tally.care_for(offset, next);
    }

    /// The revive loop took messages back, or found them gone (R-POP-2).
    pub(crate) fn tell_revived(&mut self, revivals: &[Revival], out: &mut dyn EventSink) {
        for Revival { key, offset, back } in revivals {
            if *back {
                self.pop_tally(key).revive(*offset);
            } else if *offset < self.broker.min_offset(&key.topic, key.queue) {
                // What went with the end of the log has been counted then.
                self.tell_pop_gone(key, Span::one(*offset), None, out);
            }
        }
    }

    /// The broker was killed: pops continue where the offset file was.
    pub(crate) fn tell_pops_fell_back(&mut self) {
        for (TallyKey { group, topic, queue, .. }, tally) in &mut self.newer.tallies {
            let stored = self.broker.consumer_offsets().stored(group, topic, *queue);
            if let Some(stored) = stored.filter(|_| self.broker.pops(group)) {
                tally.falls_back(stored);
            }
        }
    }

    /// Clients that have popped messages of a queue's lost end.
    pub(crate) fn pop_holders(&self, end: &LostEnd) -> Vec<EndHolder> {
        let of_end = |held: &&Held| {
            (&held.topic, held.queue) == (&end.topic, end.queue) && (end.to..end.from).contains(&held.offset)
        };
        let holders = self.aside.clients.iter().filter_map(|(name, client)| {
            let last = client.held.iter().filter(of_end).map(|held| held.offset).max()?;
            Some(EndHolder { client: name.clone(), take: 0, to: last.next() })
        });
        holders.collect()
    }

    /// A client asks for more: it has no message any more, so no ghosts.
    pub(crate) fn forget_pop_ghosts(&mut self, client: &Name) {
        if !self.newer.ghosts.is_empty() {
            self.newer.ghosts.retain(|of, _| of.client != *client || of.take > 0);
        }
    }
}

/// What a pop delivered, as spans.
pub(crate) fn popped_runs(group: &Name, answer: &PopAnswer) -> Vec<(GroupQueue, Span)> {
    let runs = answer
        .messages
        .chunk_by(|a, b| (&a.topic, a.queue, a.offset.0 + 1) == (&b.topic, b.queue, b.offset.0));
    let spans = runs.map(|run| {
        let (first, last) = (&run[0], &run[run.len() - 1]);
        let key = GroupQueue::new(group, &first.topic, first.queue);
        (key, Span::new(first.offset, last.offset.saturating_next()))
    });
    spans.collect()
}
