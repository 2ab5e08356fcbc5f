//! The words about the broker's disk. Not here: words of other places.
//!
//! Invariant: a word that a language lacks does not compile.

use crate::ui::text::{OfCount, OfText, OfTwo};

/// The broker's disk.
pub struct Retention {
    pub title: &'static str,
    pub reserved: &'static str,
    pub segment: &'static str,
    pub disk: &'static str,
    pub used: &'static str,
    pub next_pass: &'static str,
    pub next_goes: OfText,
    pub nothing_goes: &'static str,
    pub disk_goes: &'static str,
    pub disk_full: &'static str,
    pub whole_segments: &'static str,
    pub edit: &'static str,
    pub delete_now: &'static str,
    pub segments: OfCount,
    /// used percent as text, segments
    pub strip: OfTwo,
    pub seconds: &'static str,
    pub kib: &'static str,
    pub kib_from_next: &'static str,
}
