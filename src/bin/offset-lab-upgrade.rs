//! A program of its own beside the page's, fetched when a person asks what an upgrade changes or for a
//! runbook: it answers in another thread (`www/upgrade.js`). Not here: the report (`ui::text::upgrade_rows`),
//! the runbook (`ui::text::runbook`).
//!
//! Invariant: it keeps nothing from one question to the next.

/// In a browser: what `upgrade.js` calls.
#[cfg(target_arch = "wasm32")]
mod worker {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The rows of a report, a runbook, or nothing.
    #[wasm_bindgen]
    pub fn answer(asked: &str) -> Option<String> {
        use offset_lab::ui::text::{runbook, upgrade_rows};
        match asked.strip_prefix(runbook::ASKED) {
            Some(asked) => runbook::answer(asked),
            None => upgrade_rows::answer(asked),
        }
    }
}

fn main() {}
