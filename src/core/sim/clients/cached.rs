//! What a client has pulled of one queue and not begun, as spans, with their sum at hand: each pull asks for
//! it (R-PULL-8). Not here: when that is too much (`clients::pull`).
//!
//! Invariant: `messages` is the sum of the spans. The plain form is that of the spans alone.

use crate::sim::accounting::ranges::Span;
use alloc::collections::VecDeque;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Spans in the order in which they will be worked on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cached {
    spans: VecDeque<Span>,
    messages: u64,
}

fn messages(span: Span) -> u64 {
    span.from.distance_to(span.to)
}

impl Cached {
    /// The spans.
    pub fn spans(&self) -> &VecDeque<Span> {
        &self.spans
    }

    /// Messages in all of them.
    pub fn messages(&self) -> u64 {
        self.messages
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Puts a span at a place, before what is there.
    pub fn insert(&mut self, place: usize, span: Span) {
        self.messages += messages(span);
        self.spans.insert(place, span);
    }

    /// Puts a span behind the others.
    pub fn push_back(&mut self, span: Span) {
        self.messages += messages(span);
        self.spans.push_back(span);
    }

    /// Takes the first span.
    pub fn pop_front(&mut self) -> Option<Span> {
        let span = self.spans.pop_front()?;
        self.messages -= messages(span);
        Some(span)
    }

    /// Drops all of them.
    pub fn clear(&mut self) {
        *self = Cached::default();
    }
}

impl Serialize for Cached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.spans.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Cached {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spans = VecDeque::<Span>::deserialize(deserializer)?;
        // A file's bytes may be anybody's.
        let sum = |sum: u64, span: &Span| sum.checked_add(span.from.checked_distance_to(span.to)?);
        let messages = spans.iter().try_fold(0, sum).ok_or_else(|| D::Error::custom("spans"))?;
        Ok(Cached { spans, messages })
    }
}
