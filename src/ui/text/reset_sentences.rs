//! What a reset will do, in sentences. Not here: computing it (`projection::reset_preview`), and the table.
//!
//! Invariant: every message between now and the target is counted as replayed, skipped or purged.

use crate::projection::{PreviewRow, ResetPreview, WhyAbout};
use crate::ui::draw::format::{count, number};
use crate::ui::text::Text;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The sums as a sentence.
pub fn total(preview: &ResetPreview, text: &Text) -> String {
    let words = &text.reset;
    let sum = |of: fn(&PreviewRow) -> i64| preview.rows.iter().map(of).fold(0i64, i64::saturating_add);
    let (replayed, skipped, purged) =
        (sum(|row| row.replayed), sum(|row| row.skipped), sum(|row| row.purged));
    let unsure = preview.rows.iter().any(|row| row.is_about.is_some());
    let purged_unsure = preview.rows.iter().any(|row| row.purged_is_about && row.purged > 0);
    let shown = |value: i64, is_about: bool| match is_about {
        true => (words.about)(&number(value)),
        false => number(value),
    };
    let mut parts: Vec<String> = Vec::new();
    if replayed > 0 {
        parts.push((words.replayed)(&shown(replayed, unsure)));
    }
    if skipped > 0 {
        parts.push((words.skipped)(&shown(skipped, unsure)));
    }
    if replayed == 0 && skipped == 0 {
        parts.push(words.unchanged.to_string());
    }
    if purged > 0 {
        parts.push((words.purged)(&shown(purged, unsure || purged_unsure)));
    }
    let mut sentence = [&parts.join(words.joined), words.end].concat();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

/// What consumers will do with it, and what it leaves alone; each sentence with its rule where it does not
/// name one itself.
pub fn warnings(preview: &ResetPreview, text: &Text) -> Vec<(String, &'static str)> {
    let (words, aside) = (&text.reset, &text.aside);
    let mut sentences: Vec<(String, &'static str)> = Vec::new();
    let mut reasons: Vec<WhyAbout> = Vec::new();
    for why in preview.rows.iter().filter_map(|row| row.is_about) {
        if !reasons.contains(&why) {
            reasons.push(why);
            sentences.push(((words.about_because)(why).to_string(), ""));
        }
    }
    if preview.online_clients > 0 {
        sentences.push(((words.online)(u64::from(preview.online_clients)), ""));
    }
    if preview.in_hand > 0 {
        sentences.push(((words.in_hand)(&count(preview.in_hand)), ""));
    }
    if preview.scheduled > 0 {
        sentences.push(((aside.reset_scheduled)(preview.scheduled), "SD-19"));
    }
    if preview.retrying > 0 {
        sentences.push(((aside.reset_retrying)(preview.retrying), "SD-19"));
        if preview.rows.iter().any(|row| row.replayed > 0) {
            sentences.push((aside.reset_twice.to_string(), "T-17"));
        }
    }
    if preview.hidden > 0 {
        sentences.push(((aside.reset_hidden)(preview.hidden), "R-RST-9"));
    }
    sentences
}
