//! The words of the top bar, the transport and the tabs. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::storage::{Note, StoreError};
use crate::ui::text::OfCount;
use alloc::string::String;

/// The top bar and the transport.
pub struct Top {
    pub product: &'static str,
    pub language_name: &'static str,
    pub switch_language: &'static str,
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub transport: &'static str,
    pub restart: &'static str,
    pub back: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub step: &'static str,
    pub speed: &'static str,
    pub clock: &'static str,
    pub behind: &'static str,
    pub slower: &'static str,
    pub faster: &'static str,
    pub profile: &'static str,
    pub profile_note: &'static str,
    pub labs: &'static str,
    pub open: &'static str,
    pub download: &'static str,
    pub share: &'static str,
    pub the_link: &'static str,
    pub saved: &'static str,
    pub saving: &'static str,
    pub not_persisted: &'static str,
    pub not_asked: &'static str,
    pub forbidden: &'static str,
    pub read_only: &'static str,
    pub read_only_why: &'static str,
    pub failed: &'static str,
    /// Why a store did not do what it was asked.
    pub store_error: fn(&StoreError) -> String,
    /// What a lab lacked when it was opened.
    pub stored_note: fn(&Note) -> String,
    pub saved_why: &'static str,
    pub whole_lab: &'static str,
    pub tab_queues: &'static str,
    pub tab_groups: &'static str,
    pub tab_lag: &'static str,
    pub tab_events: &'static str,
    pub timeline: &'static str,
    pub log: &'static str,
    pub past: OfCount,
    pub more: &'static str,
    pub learn: &'static str,
    pub present: &'static str,
    pub fold_below: &'static str,
    pub fold_details: &'static str,
}
