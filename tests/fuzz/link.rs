//! Labs in links, in both layers: what stands in the address, and what is packed into it. Not here: files
//! (`scenario`).
//!
//! Invariant: a lab that comes out of a link goes into one again, if it fits.

use crate::run::run;
use crate::{files, text};
use offset_lab::cli::link::{LinkFault, opened, packed, payload};
use offset_lab::sim::Scenario;

/// The first byte of an input whose rest is packed before it is opened: a fuzzer can't deflate.
const PACKS: u8 = b'#';

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (_, file) in files("www/scenarios", ".json") {
        let scenario = Scenario::parse(&text(&file)).expect("a built-in scenario");
        if let Ok(link) = payload(&scenario) {
            seeds.push(link.into_bytes());
        }
        seeds.push([&[PACKS], &file[..]].concat());
    }
    seeds.push(packed(&" ".repeat(300_000)).into_bytes());
    seeds
}

pub fn look(bytes: &[u8]) {
    let result = match bytes.split_first() {
        Some((&PACKS, rest)) => opened(&packed(&text(rest))),
        _ => opened(&text(bytes)),
    };
    match result {
        Err(fault) => drop(fault.to_string()),
        Ok(scenario) => {
            match payload(&scenario) {
                Ok(again) => drop(opened(&again).expect("a link that was made can be opened")),
                Err(fault) => assert_eq!(fault, LinkFault::Large),
            }
            run(scenario.into_journal());
        }
    }
}
