//! What happened to a group's messages on one queue: delivered, processed, duplicate, lost. Not here: who
//! tells it (`accounting::push`).
//!
//! A message counts as processed once it is processed, or handed over to the group's retry topic. Each
//! further time is a duplicate. A message that is purged or skipped before that is a loss. One group, one
//! queue, one life of the queue's numbers.
//!
//! Invariant: derived from what the World does and never asked by it; no offset is both processed and lost.

use crate::engine::event::{Again, Missed};
use crate::engine::ids::QueueOffset;
use crate::sim::accounting::ranges::{Ranges, Span};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A group's running counts on one queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Messages delivered, each as often as it was.
    pub delivered: u64,
    /// Messages processed, each as often as it was.
    pub processed: u64,
    /// Messages that failed and went to the group's retry topic (R-RTY-1).
    pub sent_back: u64,
    /// Messages that nobody acknowledged in time and that went to the retry topic (R-POP-2).
    pub revived: u64,
    /// Messages that went to the dead-letter topic (R-RTY-2, R-POP-7).
    pub dead: u64,
    /// Messages processed again, by what brought them back: in the order of `Again::ALL`.
    pub duplicates: [u64; Again::ALL.len()],
    /// Taken care of.
    done: Ranges,
    /// Gone before they were.
    lost: Ranges,
    /// Passed over while they were there.
    skipped: Ranges,
    /// Passed over because an administrator moved the group.
    excused: Ranges,
    /// Losses under numbers that other messages have by now: lost, skipped.
    earlier: [u64; 2],
    /// The least offset at which the group ever began; `None`: it never did.
    begun: Option<QueueOffset>,
    /// One past the last message delivered, at least `begun`.
    reached: QueueOffset,
    /// From here on nobody has looked yet whether the group passes something over.
    doubt: Option<QueueOffset>,
    /// Up to here it is said that messages come again.
    announced: QueueOffset,
    /// What turned the group back last.
    pub(crate) turned: Again,
    /// Came again, or will, because nobody acknowledged them in time, and not delivered from this queue
    /// since.
    timed_out: Ranges,
}

impl Tally {
    /// Every message that is processed.
    pub fn done(&self) -> &Ranges {
        &self.done
    }

    /// Messages purged before the group had processed them.
    pub fn lost(&self) -> u64 {
        self.lost.len() + self.earlier[0]
    }

    /// Those of them whose numbers have ended: what clients still have of these they may take back
    /// (`ghosts`).
    pub(super) fn lost_earlier(&self) -> u64 {
        self.earlier[0]
    }

    /// Stored messages that the group's offset moved past without a reset.
    pub fn skipped(&self) -> u64 {
        self.skipped.len() + self.earlier[1]
    }

    /// The offsets behind `lost` or `skipped`, as far as no other message has them by now.
    pub fn missed(&self, how: Missed) -> &[Span] {
        match how {
            Missed::Purged => self.lost.spans(),
            Missed::Skipped => self.skipped.spans(),
        }
    }

    /// Whether the group ever began there.
    pub fn has_begun(&self) -> bool {
        self.begun.is_some()
    }

    /// How many of these the group may still take care of.
    pub fn open(&self, from: QueueOffset, to: QueueOffset) -> u64 {
        self.uncared(from, to).len()
    }

    /// Those of these that are neither done nor skipped.
    pub(crate) fn uncared(&self, from: QueueOffset, to: QueueOffset) -> Ranges {
        let mut open = Ranges::default();
        for Span { from, to } in self.done.missing(from, to) {
            open.add(from, to);
        }
        for &Span { from, to } in self.excused.spans().iter().chain(self.skipped.spans()) {
            open.remove(from, to);
        }
        open
    }

    /// Those of these that are lost if their numbers end: none where the group has not begun, nor before it
    /// did.
    pub fn at_risk(&self, from: QueueOffset, to: QueueOffset) -> Ranges {
        self.begun.map_or(Ranges::default(), |begun| self.uncared(from.max(begun), to))
    }

    /// Messages processed more than once, each time but the first.
    pub fn all_duplicates(&self) -> u64 {
        self.duplicates.iter().sum()
    }

    /// A client takes the queue at `at`.
    pub(crate) fn take(&mut self, at: QueueOffset) {
        self.reached = self.begun.map_or(at, |_| self.reached.min(at));
        let begun = self.begun.map_or(at, |begun| begun.min(at));
        (self.begun, self.doubt, self.announced) = (Some(begun), Some(begun), at);
    }

    /// A pull at `at` was answered there. Gives what the group has skipped, where that is news.
    pub(crate) fn goes_on_at(&mut self, at: QueueOffset) -> Vec<Span> {
        self.doubt.take().map_or(Vec::new(), |from| self.miss(Missed::Skipped, from, at))
    }

    /// An administrator moved the group: what is skipped by that is not missed.
    pub(crate) fn moved_on_purpose(&mut self, to: QueueOffset) {
        if let Some(begun) = self.begun {
            self.excused.add(begun, to);
        }
    }

    /// The group is said to have consumed these elsewhere. What is known to be missed stays so.
    pub(crate) fn consumed_elsewhere(&mut self, from: QueueOffset, to: QueueOffset) {
        for span in without(without(self.done.missing(from, to), &self.lost), &self.skipped) {
            self.done.add(span.from, span.to);
        }
    }

    /// The records from `from` to before `to` are deleted. Gives those that nobody had processed.
    pub(crate) fn gone(&mut self, from: QueueOffset, to: QueueOffset) -> Vec<Span> {
        self.reached = self.reached.max(to);
        self.miss(Missed::Purged, from, to)
    }

    fn miss(&mut self, how: Missed, from: QueueOffset, to: QueueOffset) -> Vec<Span> {
        let mut spans = without(self.done.missing(from, to), &self.lost);
        if how == Missed::Skipped {
            spans = without(without(spans, &self.skipped), &self.excused);
        }
        for &Span { from, to } in &spans {
            if how == Missed::Purged {
                self.skipped.remove(from, to);
                self.lost.add(from, to);
            } else {
                self.skipped.add(from, to);
            }
        }
        spans
    }

    /// Messages were delivered. Gives the span that comes again, when that is news.
    pub(crate) fn hand_out(&mut self, first: QueueOffset, next: QueueOffset, count: u64) -> Option<Span> {
        self.delivered += count;
        self.reached = self.reached.max(next);
        if !self.timed_out.is_empty() {
            self.timed_out.remove(first, next);
        }
        let again = self.done.next_from(first.max(self.announced)).filter(|again| again.from < next)?;
        self.announced = again.to;
        Some(again)
    }

    /// Messages were processed, or (`sent_back`) handed over to the retry topic.
    pub(crate) fn care_for(&mut self, from: QueueOffset, to: QueueOffset) {
        let again = (to.0 - from.0) as u64 - self.done.add(from, to);
        let late = if self.timed_out.is_empty() { 0 } else { self.timed_out.remove(from, to).min(again) };
        self.duplicates[Again::Revived as usize] += late;
        self.duplicates[self.turned as usize] += again - late;
        if !self.lost.is_empty() {
            self.lost.remove(from, to);
        }
        if !self.skipped.is_empty() {
            self.skipped.remove(from, to);
        }
    }

    /// Nobody acknowledged a message in time: it is handed over to the retry topic (R-POP-2).
    pub(crate) fn revive(&mut self, offset: QueueOffset) {
        let next = QueueOffset(offset.0 + 1);
        self.revived += 1;
        self.timed_out.add(offset, next);
        self.care_for(offset, next);
        self.timed_out.add(offset, next);
    }

    /// Messages are delivered again in their queue, since nobody acknowledged all of their batch in time
    /// (R-POP-6).
    pub(crate) fn time_out(&mut self, from: QueueOffset, to: QueueOffset) {
        self.timed_out.add(from, to);
    }

    /// Whether a message was delivered before, and nothing has moved the group back since.
    pub(crate) fn comes_again(&self, first: QueueOffset) -> bool {
        self.begun.is_some() && first < self.reached
    }

    /// Something has moved the group back.
    pub(crate) fn falls_back(&mut self, to: QueueOffset) {
        (self.reached, self.announced) = (self.reached.min(to), self.announced.min(to));
    }

    /// The group continues behind these.
    pub(crate) fn pass_over(&mut self, from: QueueOffset, to: QueueOffset) -> Vec<Span> {
        self.miss(Missed::Skipped, from, to)
    }

    /// A pop begins to deliver at `first`. Gives what that leaves behind, where it is news.
    pub(crate) fn pops_at(&mut self, first: QueueOffset) -> Option<Span> {
        if self.begun.is_none() {
            self.take(first);
        }
        let from = if self.reached < first { self.reached } else { first };
        let from = self.doubt.take().map_or(from, |doubt| doubt.min(from));
        (from < first).then_some(Span::new(from, first))
    }

    /// The queue's numbers begin again at `from`, where they ended at `end`; what nobody had got of them is
    /// lost.
    pub(crate) fn cut(&mut self, from: QueueOffset, end: QueueOffset) {
        if self.begun.is_none() {
            return;
        }
        self.earlier[0] += self.at_risk(from, end).len();
        self.earlier[1] += self.skipped.remove(from, QueueOffset::MAX);
        self.lost.remove(from, QueueOffset::MAX);
        self.done.remove(from, QueueOffset::MAX);
        self.excused.remove(from, QueueOffset::MAX);
        self.timed_out.remove(from, QueueOffset::MAX);
        (self.reached, self.announced) = (self.reached.min(from), self.announced.min(from));
        self.doubt = Some(self.doubt.map_or(from, |doubt| doubt.min(from)));
    }

    /// Messages that a client still had of a lost end are processed: `undone` of them for the first time, of
    /// which `lost` had counted as lost.
    pub(crate) fn care_for_ghosts(&mut self, count: u64, undone: u64, lost: u64) {
        self.earlier[0] -= lost;
        self.duplicates[self.turned as usize] += count - undone;
    }

    /// Panics when the tally contradicts itself.
    pub(crate) fn check(&self) {
        for ranges in [&self.done, &self.lost, &self.skipped, &self.excused, &self.timed_out] {
            ranges.check();
        }
        for missed in [&self.lost, &self.skipped] {
            for &span in missed.spans() {
                assert_eq!(self.done.missing(span.from, span.to), [span], "lost and taken care of");
            }
        }
        for &span in self.skipped.spans() {
            assert_eq!(self.lost.missing(span.from, span.to), [span], "passed over and purged");
        }
    }
}

/// What of these is not known.
fn without(spans: Vec<Span>, known: &Ranges) -> Vec<Span> {
    spans.into_iter().flat_map(|span| known.missing(span.from, span.to)).collect()
}
