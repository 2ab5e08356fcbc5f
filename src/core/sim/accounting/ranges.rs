//! A set of queue offsets as ascending spans. Not here: what the offsets mean (`tally`).
//!
//! Invariant: spans ascend, none is empty and no two touch, so what was processed in order is one span
//! whatever its length.

use crate::engine::ids::QueueOffset;
use crate::engine::limits::RANGES_MAX;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Offsets that follow each other. In bytes without names it is `from`, then `to`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    /// The first.
    pub from: QueueOffset,
    /// One past the last.
    pub to: QueueOffset,
}

impl Span {
    /// From `from` to before `to`.
    pub fn new(from: QueueOffset, to: QueueOffset) -> Span {
        Span { from, to }
    }

    /// That offset alone.
    pub fn one(offset: QueueOffset) -> Span {
        Span { from: offset, to: offset.saturating_next() }
    }

    /// How many offsets it has.
    pub fn len(self) -> u64 {
        self.to.0.saturating_sub(self.from.0).max(0) as u64
    }

    /// Whether it has none.
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    /// Whether an offset is in it.
    pub fn contains(self, offset: QueueOffset) -> bool {
        (self.from..self.to).contains(&offset)
    }
}

/// Offsets of one queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ranges {
    spans: Vec<Span>,
}

impl Ranges {
    /// The spans, ascending.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many offsets are in it.
    pub fn len(&self) -> u64 {
        self.spans.iter().copied().map(Span::len).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether an offset is in it.
    pub fn contains(&self, offset: QueueOffset) -> bool {
        self.spans.get(self.first_ending_after(offset)).is_some_and(|span| span.from <= offset)
    }

    fn first_ending_after(&self, offset: QueueOffset) -> usize {
        // What comes in order belongs to the last span or behind it.
        match self.spans.last() {
            Some(last) if last.to <= offset => self.spans.len(),
            _ => self.spans.partition_point(|span| span.to <= offset),
        }
    }

    /// The first span that ends after `offset`: the part of it from there on.
    pub fn next_from(&self, offset: QueueOffset) -> Option<Span> {
        let span = self.spans.get(self.first_ending_after(offset))?;
        Some(Span::new(span.from.max(offset), span.to))
    }

    /// Adds the offsets from `from` to before `to`; gives how many of them were new.
    pub fn add(&mut self, from: QueueOffset, to: QueueOffset) -> u64 {
        if from >= to {
            return 0;
        }
        // Those that overlap or touch.
        let low = from.0.checked_sub(1).map_or(0, |before| self.first_ending_after(QueueOffset(before)));
        let high = low + self.spans[low..].partition_point(|span| span.from <= to);
        if low == high {
            let span = Span::new(from, to);
            self.spans.insert(low, span);
            self.keep_few();
            return span.len();
        }
        let had: u64 = self.spans[low..high].iter().copied().map(Span::len).sum();
        let joined = Span::new(from.min(self.spans[low].from), to.max(self.spans[high - 1].to));
        self.spans[low] = joined;
        self.spans.drain(low + 1..high);
        joined.len() - had
    }

    /// Takes the offsets from `from` to before `to` away; gives how many of them were there.
    pub fn remove(&mut self, from: QueueOffset, to: QueueOffset) -> u64 {
        let mut gone = 0;
        let mut at = self.first_ending_after(from);
        while let Some(&span) = self.spans.get(at).filter(|span| span.from < to && from < to) {
            let cut = Span::new(span.from.max(from), span.to.min(to));
            gone += cut.len();
            let rest = [Span::new(span.from, cut.from), Span::new(cut.to, span.to)];
            let rest: Vec<Span> = rest.into_iter().filter(|rest| !rest.is_empty()).collect();
            let kept = rest.len();
            self.spans.splice(at..=at, rest);
            at += kept;
        }
        gone
    }

    /// What of `from` to before `to` is not in it.
    pub fn missing(&self, from: QueueOffset, to: QueueOffset) -> Vec<Span> {
        let mut missing = Vec::new();
        let mut at = from;
        for &Span { from: start, to: end } in &self.spans[self.first_ending_after(from)..] {
            if start >= to {
                break;
            }
            if at < start {
                missing.push(Span::new(at, start));
            }
            at = end;
        }
        if at < to {
            missing.push(Span::new(at, to));
        }
        missing
    }

    /// What of `from` to before `to` is in it.
    pub fn within(&self, from: QueueOffset, to: QueueOffset) -> Vec<Span> {
        let from_there = self.spans[self.first_ending_after(from)..].iter();
        let cut = from_there.map(|span| Span::new(span.from.max(from), span.to.min(to)));
        cut.take_while(|span| !span.is_empty()).collect()
    }

    /// Model: a set in more pieces than can be told apart takes the gap between its two oldest as filled.
    fn keep_few(&mut self) {
        if self.spans.len() > RANGES_MAX {
            self.spans[0].to = self.spans[1].to;
            self.spans.remove(1);
        }
    }

    /// Panics when the spans are not as promised.
    pub fn check(&self) {
        assert!(self.spans.iter().all(|span| !span.is_empty()), "an empty span in {:?}", self.spans);
        let apart = |pair: &[Span]| pair[0].to < pair[1].from;
        assert!(self.spans.windows(2).all(apart), "spans touch in {:?}", self.spans);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn o(offset: i64) -> QueueOffset {
        QueueOffset(offset)
    }

    /// Against a set with an entry for each offset.
    #[test]
    fn it_is_the_set_that_it_stands_for() {
        let mut rng = crate::sim::rng::Rng::of_actor(7, "ranges");
        for _ in 0..200 {
            let (mut ranges, mut naive) = (Ranges::default(), [false; 40]);
            for _ in 0..30 {
                let (from, to) = (rng.below(40) as usize, rng.below(41) as usize);
                let adds = rng.below(3) > 0;
                let changed = naive.iter().take(to).skip(from).filter(|there| **there != adds).count() as u64;
                naive.iter_mut().take(to).skip(from).for_each(|there| *there = adds);
                let (from, to) = (o(from as i64), o(to as i64));
                let said = if adds { ranges.add(from, to) } else { ranges.remove(from, to) };
                assert_eq!(said, changed);
                ranges.check();
            }
            assert_eq!(ranges.len(), naive.iter().filter(|there| **there).count() as u64);
            for at in 0..40 {
                assert_eq!(ranges.contains(o(at)), naive[at as usize]);
                let next = (at..40).find(|&i| naive[i as usize]);
                assert_eq!(ranges.next_from(o(at)).map(|span| span.from.0), next);
            }
            let missing: u64 = ranges.missing(o(3), o(37)).into_iter().map(Span::len).sum();
            let within: u64 = ranges.within(o(3), o(37)).into_iter().map(Span::len).sum();
            assert_eq!(missing + within, 34);
            assert_eq!(missing, naive[3..37].iter().filter(|there| !**there).count() as u64);
        }
    }

    #[test]
    fn work_in_order_is_one_span_and_the_end_of_the_range_is_in_it() {
        let mut ranges = Ranges::default();
        for i in 0..1_000 {
            assert_eq!(ranges.add(o(i * 7), o(i * 7 + 7)), 7);
        }
        assert_eq!(ranges.spans(), [Span::new(o(0), o(7_000))]);
        assert_eq!(ranges.add(o(i64::MAX - 3), QueueOffset::MAX), 3);
        for from in [0, 6_990] {
            assert_eq!(ranges.missing(o(from), o(7_010)), vec![Span::new(o(7_000), o(7_010))]);
        }
    }

    #[test]
    fn no_set_grows_without_a_limit() {
        let mut ranges = Ranges::default();
        for i in 0..=RANGES_MAX as i64 {
            ranges.add(o(i * 2), o(i * 2 + 1));
        }
        assert_eq!(ranges.spans().len(), RANGES_MAX);
        assert_eq!(ranges.spans()[0], Span::new(o(0), o(3)), "the oldest gap went");
        ranges.check();
    }
}
