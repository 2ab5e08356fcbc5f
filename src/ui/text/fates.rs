//! What can become of a group's messages, as terms: label, RocketMQ's name, rule, sentence. Not here: the
//! numbers (`projection`).
//!
//! Invariant: each fate has all of it in every language.

use crate::ui::text::Language;
use crate::ui::text::terms::TermText;

/// A fate that the inspector counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    Delivered,
    Processed,
    Duplicate,
    Purged,
    PassedOver,
    InRetry,
    Dead,
    /// Of a POP group: delivered and not acknowledged.
    Hidden,
}

impl Fate {
    /// The fate in a language.
    pub fn text(self, language: Language) -> TermText {
        let kafka = match self {
            Fate::Delivered => "records that poll returned",
            Fate::Duplicate => "at-least-once delivery",
            Fate::InRetry | Fate::Dead => "retry and dead-letter topics that the application makes",
            Fate::Hidden => "records that a share group has acquired",
            Fate::Processed | Fate::Purged | Fate::PassedOver => "",
        };
        TermText { kafka, ..(language.text().fate)(self) }
    }
}
