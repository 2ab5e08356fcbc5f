//! A program of its own beside the page's, fetched when a person asks what an upgrade changes, for a
//! runbook, or for what the reset workbench shows: it answers in another thread (`www/upgrade.js`). Not
//! here: the report (`ui::text::upgrade_rows`), the runbook, the terminal, the histories (`ui::text`).
//!
//! Invariant: it keeps nothing from one question to the next.

/// In a browser: what `upgrade.js` calls.
#[cfg(target_arch = "wasm32")]
mod worker {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The rows of a report, a runbook, what a line of `mqadmin` did, …; or nothing.
    #[wasm_bindgen]
    pub fn answer(asked: &str) -> Option<String> {
        use offset_lab::ui::text::{history, runbook, terminal, upgrade_rows};
        type Answer = fn(&str) -> Option<String>;
        let doors: [(&str, Answer); 4] = [
            (runbook::ASKED, runbook::answer),
            (terminal::ASKED, terminal::answer),
            (history::ASKED, history::answer),
            (history::SEARCH_ASKED, history::search_answer),
        ];
        let door = doors.iter().find_map(|(begins, answer)| Some((asked.strip_prefix(begins)?, answer)));
        match door {
            Some((asked, answer)) => answer(asked),
            None => upgrade_rows::answer(asked),
        }
    }
}

fn main() {}
