//! Recordings of brokers. Not here: journals (`journal`).
//!
//! Invariant: a recording is judged only where it is short: its time is its own.

use crate::run::run;
use crate::{small, text};
use offset_lab::sim::formats::recording::Recording;

pub fn seeds() -> Vec<Vec<u8>> {
    ["3.2.6", "4.8.0", "4.9.3", "4.9.7", "5.1.0", "5.3.3", "5.5.0", "clients"]
        .iter()
        .flat_map(|broker| small(&format!("tests/conformance/{broker}"), ".jsonl", 16_384))
        .collect()
}

pub fn look(bytes: &[u8]) {
    let Ok(recording) = Recording::parse(&text(bytes)).map_err(|error| error.to_string()) else { return };
    run(recording.to_journal());
}
