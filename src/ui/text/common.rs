//! Words of more than one place. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo};

/// Words of more than one place.
pub struct Common {
    pub cancel: &'static str,
    pub close: &'static str,
    pub add: &'static str,
    pub change: &'static str,
    pub remove: &'static str,
    pub delete: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,
    pub undo: &'static str,
    pub unknown: &'static str,
    pub none: &'static str,
    pub queue: &'static str,
    pub queues: OfCount,
    pub copy: &'static str,
    pub copied: &'static str,
    pub fork: &'static str,
    pub details: &'static str,
    pub change_topic: OfText,
    pub delete_topic: OfText,
    /// remark, code
    pub refused: OfTwo,
}
