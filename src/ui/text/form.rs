//! The words of the forms. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfText, OfTwo};

/// The forms.
pub struct Form {
    pub name: &'static str,
    pub new_topic: &'static str,
    pub queue_count: &'static str,
    pub queue_count_hint: &'static str,
    pub first_offset: &'static str,
    pub first_offset_hint: &'static str,
    pub new_producer: &'static str,
    pub change_producer: OfText,
    pub topic: &'static str,
    pub rate: &'static str,
    pub size: &'static str,
    pub keys: &'static str,
    pub keys_hint: &'static str,
    pub new_group: &'static str,
    pub start_from: &'static str,
    pub from_last: &'static str,
    pub from_first: &'static str,
    pub from_time: &'static str,
    pub consumer_count: &'static str,
    pub new_consumer: OfText,
    pub change_consumer: OfText,
    pub processing_ms: &'static str,
    pub cached: &'static str,
    pub cached_hint: &'static str,
    pub threads: &'static str,
    pub threads_hint: &'static str,
    pub batch_max: &'static str,
    pub batch_hint: &'static str,
    pub slow: &'static str,
    pub slow_ms: &'static str,
    pub send_title: &'static str,
    pub send: &'static str,
    pub key: &'static str,
    pub tag: &'static str,
    pub body: &'static str,
    pub optional: &'static str,
    /// from, to
    pub number_from_to: OfTwo,
    pub name_rule: &'static str,
    pub needs_topic: &'static str,
}
