//! Journals. Not here: recordings (`recording`).
//!
//! Invariant: what is read is written again as the same journal.

use crate::run::run;
use crate::{small, text};
use offset_lab::sim::Journal;

pub fn seeds() -> Vec<Vec<u8>> {
    ["tests/journals", "tests/journals/losses", "tests/journals/traps"]
        .iter()
        .flat_map(|folder| small(folder, ".jsonl", 16_384))
        .collect()
}

pub fn look(bytes: &[u8]) {
    let Ok(journal) = Journal::parse(&text(bytes)).map_err(|error| error.to_string()) else { return };
    let written = journal.to_text();
    assert_eq!(Journal::parse(&written).expect("a journal that was written can be read").to_text(), written);
    run(journal);
}
