//! What each rule says, in one sentence of each language. Not here: the rules themselves (`engine`), or all
//! of the specification.
//!
//! Invariant: every rule that an event, a refusal or the page itself names is in the table.

use crate::ui::text::Language;
use alloc::format;
use alloc::string::String;

/// How many are named.
const RULES: usize = 72;

/// Of each rule its id and what it says in one language; in the order of their ids.
pub type Rules = [(&'static str, &'static str); RULES];

/// Whether two languages name the same rules in the same order.
pub(super) const fn same_rules(one: &Rules, other: &Rules) -> bool {
    let mut i = 0;
    while i < RULES {
        let (a, b) = (one[i].0.as_bytes(), other[i].0.as_bytes());
        if a.len() != b.len() {
            return false;
        }
        let mut byte = 0;
        while byte < a.len() {
            if a[byte] != b[byte] {
                return false;
            }
            byte += 1;
        }
        i += 1;
    }
    true
}

/// What a rule says; empty for one that the page does not name.
pub fn meaning(rule: &str, language: Language) -> &'static str {
    let rules = language.text().rules;
    rules.iter().find(|(id, _)| *id == rule).map_or("", |(_, meaning)| meaning)
}

/// Where all of the rule is said: `docs/rules.md` as a page next to the lab's own, and next to an embed's.
pub fn address(rule: &str) -> String {
    format!("rules.html#{}", rule.to_ascii_lowercase())
}
