//! The words of the inspector that several of its panels share. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};
use alloc::string::String;

/// The inspector.
pub struct Inspector {
    pub nothing: &'static str,
    pub queues: &'static str,
    pub lost: OfText,
    pub below_min: OfText,
    pub reset: &'static str,
    pub undo_reset: &'static str,
    pub history: &'static str,
    pub terminal: &'static str,
    pub resume_all: &'static str,
    pub pause_all: &'static str,
    pub add_consumer: &'static str,
    pub crash: &'static str,
    pub consumers: &'static str,
    pub no_consumers: &'static str,
    /// cached, processed
    pub consumer_work: OfTwo,
    pub thread_count: fn(u64) -> String,
    pub owns: OfText,
    pub why: &'static str,
    /// max, consumer offset, lag
    pub lag_is: fn(&str, &str, &str) -> String,
    pub groups_here: &'static str,
    pub remove_offsets: &'static str,
    pub delete_group: &'static str,
    pub send_to: &'static str,
    pub sent: &'static str,
    pub refused: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub topic: &'static str,
}
