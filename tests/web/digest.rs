//! The golden journals in a browser: the same digests as natively (`tests/it/journals.rs`). Not here: how
//! they are made.
//!
//! Invariant: nothing of a World depends on the platform.

use offset_lab::engine::VirtualTime;
use offset_lab::sim::{Journal, Timeline};
use wasm_bindgen_test::wasm_bindgen_test;

const TABLE: &str = include_str!("../journals/digests.txt");
const JOURNALS: [(&str, &str); 10] = [
    ("clients-4.9", include_str!("../journals/clients-4.9.jsonl")),
    ("edge", include_str!("../journals/edge.jsonl")),
    ("everything", include_str!("../journals/everything.jsonl")),
    ("everything-5.3", include_str!("../journals/everything-5.3.jsonl")),
    ("failures", include_str!("../journals/failures.jsonl")),
    ("imported", include_str!("../journals/imported.jsonl")),
    ("later", include_str!("../journals/later.jsonl")),
    ("million", include_str!("../journals/million.jsonl")),
    ("overtaken", include_str!("../journals/overtaken.jsonl")),
    ("threads", include_str!("../journals/threads.jsonl")),
];

/// Holds one journal against its rows; gives how many there are.
fn check(name: &str, text: &str) -> usize {
    let mut timeline = Timeline::from_journal(Journal::parse(text).expect("a golden journal"));
    let rows = TABLE.lines().filter(|line| line.split(' ').next() == Some(name));
    let check_row = |line: &str| {
        let fields: Vec<&str> = line.split(' ').collect();
        timeline.run_until(VirtualTime(fields[1].parse().expect("a time")), &mut ());
        assert_eq!(format!("{:016x}", timeline.world().digest()), fields[2], "{line}");
    };
    rows.map(check_row).count()
}

#[wasm_bindgen_test]
fn every_small_golden_journal_gives_the_native_digests() {
    for (name, text) in JOURNALS.iter().filter(|(name, _)| *name != "million") {
        assert!(check(name, text) >= 2, "{name} has no rows");
    }
}

#[wasm_bindgen_test]
fn a_journal_of_a_million_events_gives_the_native_digest() {
    let (name, text) = JOURNALS.iter().find(|(name, _)| *name == "million").expect("it is there");
    assert!(check(name, text) >= 1, "{name} has no rows");
}
