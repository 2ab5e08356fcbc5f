//! The terms of the inspector: label, RocketMQ's name, rule, and a sentence. Not here: their values
//! (`projection`).
//!
//! Invariant: each term has all four in every language.

use crate::ui::text::Language;

/// A number that the inspector shows, or a thing that it is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    Min,
    Max,
    Stored,
    ConsumerOffset,
    PullOffset,
    InFlight,
    Finished,
    Lag,
    LagTime,
    Pending,
    Lost,
    Owner,
    Queue,
    Group,
    Segment,
    Retention,
    Cold,
}

/// A term in one language.
pub struct TermText {
    /// What the row says.
    pub label: &'static str,
    /// What RocketMQ's tools and code call it.
    pub name: &'static str,
    /// The rule that gives it.
    pub rule: &'static str,
    /// One or two sentences.
    pub sentence: &'static str,
    /// What Kafka calls it; empty where it has no such thing.
    pub kafka: &'static str,
}

pub(super) const fn text(
    label: &'static str,
    name: &'static str,
    rule: &'static str,
    sentence: &'static str,
) -> TermText {
    TermText { label, name, rule, sentence, kafka: "" }
}

impl Term {
    /// The term in a language.
    pub fn text(self, language: Language) -> TermText {
        TermText { kafka: self.kafka(), ..(language.text().term)(self) }
    }

    fn kafka(self) -> &'static str {
        match self {
            Term::Min => "log start offset",
            Term::Max => "log end offset",
            Term::ConsumerOffset => "committed offset",
            Term::PullOffset => "position",
            Term::InFlight => "position − committed offset",
            Term::Finished => "processed, not committed",
            Term::Lag => "LAG: log end offset − committed offset",
            Term::Owner => "the member that the partition is assigned to",
            Term::Stored => "log end offset − log start offset",
            Term::LagTime => "not shown by its own tools",
            Term::Pending => "no such state; a reset needs a group without members",
            Term::Lost => "offset out of range, then auto.offset.reset",
            Term::Queue => "partition",
            Term::Group => "consumer group",
            Term::Segment => "log segment, of one partition only",
            Term::Retention => "retention.ms, for each topic",
            Term::Cold => "data that is no longer in the page cache",
        }
    }

    /// Its sentence.
    pub fn sentence(self, language: Language) -> &'static str {
        self.text(language).sentence
    }
}
