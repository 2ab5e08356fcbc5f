//! The questions before something is lost. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// Questions before something is lost.
pub struct Ask {
    pub delete_topic_what: fn(&str, u64) -> String,
    pub delete_group: OfText,
    pub delete_group_what: &'static str,
    pub delete_group_offsets: &'static str,
    pub delete_group_consumers: OfCount,
    pub remove_producer: OfText,
    pub remove_producer_what: &'static str,
    pub remove_offsets: OfTwo,
    pub rewind: &'static str,
    /// The same where nobody has been there yet.
    pub rewind_plan: &'static str,
    pub rewind_what: OfCount,
    pub rewind_do: &'static str,
}
