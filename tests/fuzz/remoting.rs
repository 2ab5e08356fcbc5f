//! What servers answer to `offset-lab snapshot`: frames, their headers, and every body as each answer that
//! it could be. Not here: the files of brokers (`importer`).
//!
//! Invariant: all that is read comes from the input.

use crate::files;
use offset_lab::cli::snapshot::read_answers;

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (_, file) in files("tests/it/snapshot", ".jsonl") {
        for line in crate::text(&file).lines().skip(1) {
            let said: serde_json::Value = serde_json::from_str(line).expect("a recording's line");
            let part = |name: &str| said[name].as_str().expect("a text").as_bytes().to_vec();
            let (header, body) = (part("header"), part("body"));
            let lengths = [4 + header.len() + body.len(), header.len()];
            let lengths = lengths.map(|length| (length as u32).to_be_bytes()).concat();
            seeds.push([lengths, header, body].concat());
        }
    }
    seeds.push(seeds.concat());
    seeds.dedup();
    seeds
}

pub fn look(bytes: &[u8]) {
    read_answers(bytes);
}
