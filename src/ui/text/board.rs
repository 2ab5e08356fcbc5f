//! The words of the queue board. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo};

/// The queue board.
pub struct Board {
    pub title: &'static str,
    /// number of queues
    pub subtitle: OfCount,
    pub picture: &'static str,
    pub table: &'static str,
    pub view: &'static str,
    pub copy_csv: &'static str,
    pub new_topic: &'static str,
    pub send: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub purged_count: OfText,
    pub min: &'static str,
    pub max: &'static str,
    /// group, lag
    pub lags: OfTwo,
    pub about_close: &'static str,
    pub others: &'static str,
    pub pending: &'static str,
    pub group: &'static str,
    pub owner: &'static str,
    pub purged_unread: &'static str,
    /// What the group in focus has behind it: a word, a sentence.
    pub consumed: (&'static str, &'static str),
    pub newest: &'static str,
    /// messages that a group has popped
    pub hidden: OfText,
    pub zoom: &'static str,
}
