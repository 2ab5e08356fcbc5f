//! A set of queue offsets as ascending spans. Not here: what the offsets mean (`tally`).
//!
//! Invariant: spans ascend, none is empty and no two touch, so what was processed in order is one span
//! whatever its length.

use crate::engine::ids::QueueOffset;
use crate::engine::limits::RANGES_MAX;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// From, and one past the last.
pub type Span = (QueueOffset, QueueOffset);

/// Offsets of one queue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Ranges {
    spans: Vec<Span>,
}

fn length((from, to): Span) -> u64 {
    to.0.saturating_sub(from.0).max(0) as u64
}

impl Ranges {
    /// The spans, ascending.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many offsets are in it.
    pub fn len(&self) -> u64 {
        self.spans.iter().copied().map(length).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Whether an offset is in it.
    pub fn contains(&self, offset: QueueOffset) -> bool {
        self.spans.get(self.first_ending_after(offset)).is_some_and(|span| span.0 <= offset)
    }

    fn first_ending_after(&self, offset: QueueOffset) -> usize {
        // What comes in order belongs to the last span or behind it.
        match self.spans.last() {
            Some(last) if last.1 <= offset => self.spans.len(),
            _ => self.spans.partition_point(|span| span.1 <= offset),
        }
    }

    /// The first span that ends after `offset`: the part of it from there on.
    pub fn next_from(&self, offset: QueueOffset) -> Option<Span> {
        let span = self.spans.get(self.first_ending_after(offset))?;
        Some((span.0.max(offset), span.1))
    }

    /// Adds the offsets from `from` to before `to`; gives how many of them were new.
    pub fn add(&mut self, from: QueueOffset, to: QueueOffset) -> u64 {
        if from >= to {
            return 0;
        }
        // Those that overlap or touch.
        let low = from.0.checked_sub(1).map_or(0, |before| self.first_ending_after(QueueOffset(before)));
        let high = low + self.spans[low..].partition_point(|span| span.0 <= to);
        if low == high {
            self.spans.insert(low, (from, to));
            self.keep_few();
            return length((from, to));
        }
        let had: u64 = self.spans[low..high].iter().copied().map(length).sum();
        let joined = (from.min(self.spans[low].0), to.max(self.spans[high - 1].1));
        self.spans[low] = joined;
        self.spans.drain(low + 1..high);
        length(joined) - had
    }

    /// Takes the offsets from `from` to before `to` away; gives how many of them were there.
    pub fn remove(&mut self, from: QueueOffset, to: QueueOffset) -> u64 {
        let mut gone = 0;
        let mut at = self.first_ending_after(from);
        while let Some(&(start, end)) = self.spans.get(at).filter(|span| span.0 < to && from < to) {
            let cut = (start.max(from), end.min(to));
            gone += length(cut);
            let rest = [(start, cut.0), (cut.1, end)].into_iter().filter(|span| span.0 < span.1);
            let rest: Vec<Span> = rest.collect();
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
        for &(start, end) in &self.spans[self.first_ending_after(from)..] {
            if start >= to {
                break;
            }
            if at < start {
                missing.push((at, start));
            }
            at = end;
        }
        if at < to {
            missing.push((at, to));
        }
        missing
    }

    /// Model: a set in more pieces than can be told apart takes the gap between its two oldest as filled.
    fn keep_few(&mut self) {
        if self.spans.len() > RANGES_MAX {
            self.spans[0].1 = self.spans[1].1;
            self.spans.remove(1);
        }
    }

    /// Panics when the spans are not as promised.
    pub fn check(&self) {
        assert!(self.spans.iter().all(|span| span.0 < span.1), "an empty span in {:?}", self.spans);
        let apart = |pair: &[Span]| pair[0].1 < pair[1].0;
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
                assert_eq!(ranges.next_from(o(at)).map(|span| span.0.0), next);
            }
            let missing: u64 = ranges.missing(o(3), o(37)).into_iter().map(length).sum();
            assert_eq!(missing, naive[3..37].iter().filter(|there| !**there).count() as u64);
        }
    }

    #[test]
    fn work_in_order_is_one_span_and_the_end_of_the_range_is_in_it() {
        let mut ranges = Ranges::default();
        for i in 0..1_000 {
            assert_eq!(ranges.add(o(i * 7), o(i * 7 + 7)), 7);
        }
        assert_eq!(ranges.spans(), [(o(0), o(7_000))]);
        assert_eq!(ranges.add(o(i64::MAX - 3), QueueOffset::MAX), 3);
        assert_eq!(ranges.missing(o(6_990), o(7_010)), vec![(o(7_000), o(7_010))]);
    }

    #[test]
    fn no_set_grows_without_a_limit() {
        let mut ranges = Ranges::default();
        for i in 0..=RANGES_MAX as i64 {
            ranges.add(o(i * 2), o(i * 2 + 1));
        }
        assert_eq!(ranges.spans().len(), RANGES_MAX);
        assert_eq!(ranges.spans()[0], (o(0), o(3)), "the oldest gap went");
        ranges.check();
    }
}
