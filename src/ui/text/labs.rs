//! The words of the labs of this browser and of files of them, in both languages. Not here: the lab on the
//! page (`Top`).
//!
//! Invariant: whatever goes wrong, the sentence says what is left as it was or what to do.

use crate::storage::export::ExportError;
use crate::ui::text::{OfCount, OfText, OfTwo};
use alloc::string::String;

/// The list of labs, and what can be done with each.
pub struct Labs {
    pub title: &'static str,
    pub about: &'static str,
    pub looking: &'static str,
    pub none: &'static str,
    pub here: &'static str,
    pub elsewhere: &'static str,
    pub elsewhere_why: &'static str,
    pub untitled: &'static str,
    pub open: OfText,
    pub commands: OfCount,
    /// bytes
    pub log: OfText,
    pub at: OfText,
    pub opened: OfText,
    /// what is damaged
    pub damaged: OfText,
    pub closed: OfText,
    pub gone: &'static str,
    pub forget: &'static str,
    pub rename: &'static str,
    pub rename_do: &'static str,
    pub duplicate: &'static str,
    pub export: &'static str,
    pub export_rest: &'static str,
    pub new: &'static str,
    pub import: &'static str,
    pub import_hint: &'static str,
    pub delete_ask: OfText,
    /// commands, bytes of log
    pub delete_what: OfTwo,
    pub delete_damaged: &'static str,
    pub deleted: OfText,
    pub renamed: OfText,
    pub copy_title: OfText,
    pub duplicated: OfText,
    pub exporting: OfText,
    pub importing: OfText,
    pub duplicating: OfText,
    /// done, of
    pub progress: OfTwo,
    pub exported: OfText,
    pub left_out: OfCount,
    pub cancelled: &'static str,
    pub not_exported: OfText,
    pub not_imported: OfText,
    pub not_done: OfText,
    pub fault: fn(&ExportError) -> String,
    pub promised: &'static str,
    pub not_promised: &'static str,
    /// used, quota
    pub room: OfTwo,
    pub no_such: OfText,
    pub live: &'static str,
    pub follow: &'static str,
    pub took_over: &'static str,
    pub nothing_kept: &'static str,
    pub unopened: &'static str,
    pub try_again: &'static str,
    pub as_lab: [&'static str; 2],
    pub as_scenario: [&'static str; 2],
    pub as_journal: [&'static str; 2],
    pub as_csv: [&'static str; 2],
    pub as_runbook: [&'static str; 2],
}
