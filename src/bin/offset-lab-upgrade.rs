//! A program of its own beside the page's, fetched when a person asks what an upgrade changes: it answers in
//! another thread (`www/upgrade.js`). Not here: the report (`ui::text::upgrade_rows`).
//!
//! Invariant: it keeps nothing from one question to the next.

/// In a browser: what `upgrade.js` calls.
#[cfg(target_arch = "wasm32")]
mod worker {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The rows of a report, or nothing.
    #[wasm_bindgen]
    pub fn answer(asked: &str) -> Option<String> {
        offset_lab::ui::text::upgrade_rows::answer(asked)
    }
}

fn main() {}
