//! What people paste and brokers write: the importer chooses the format by the text, and so does this. Not
//! here: what a live cluster answers (`remoting`).
//!
//! Invariant: a lab that an import makes is one that can be written, read and run.

use crate::files;
use crate::run::run;
use offset_lab::import::{decode, wire};
use offset_lab::sim::Scenario;

/// What stands between two texts, and behind what a person said.
const THEN: char = '\u{1}';

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for folder in ["cases", "4.9.7", "5.3.3", "two-masters"] {
        for (name, file) in files(&format!("tests/import/{folder}"), "") {
            if file.len() <= 16_384 {
                // A broker, a group, a topic, then a name and its text.
                for given in ["\u{1}\u{1}\u{1}", "broker-a\u{1}billing\u{1}orders\u{1}"] {
                    seeds.push([given.as_bytes(), name.as_bytes(), b"\x01", &file].concat());
                }
            }
        }
    }
    seeds
}

pub fn look(bytes: &[u8]) {
    let decoded = decode(bytes);
    let parts: Vec<&str> = decoded.split(THEN).collect();
    let [broker, groups, topics, texts @ ..] = &parts[..] else {
        let _ = wire::answer(&decoded);
        return;
    };
    let question = wire::pack(["", broker, groups, topics].into_iter().chain(texts.iter().copied()));
    let answer = wire::answer(&question);
    let strings = wire::unpack(&answer);
    assert!(!strings.is_empty(), "an answer has at least a word");
    if let [wire::LAB, _, scenario] = strings[..] {
        run(Scenario::parse(scenario).expect("an import is a scenario").into_journal());
    }
}
