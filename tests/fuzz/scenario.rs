//! Scenario files. Not here: in links (`link`).
//!
//! Invariant: what is read is written again as the same scenario.

use crate::run::run;
use crate::{small, text};
use offset_lab::sim::Scenario;
use offset_lab::sim::formats::journal::to_json;

pub fn seeds() -> Vec<Vec<u8>> {
    small("www/scenarios", ".json", 8_192)
}

pub fn look(bytes: &[u8]) {
    let Ok(scenario) = Scenario::parse(&text(bytes)).map_err(|error| error.to_string()) else { return };
    let written = to_json(&scenario);
    let again = Scenario::parse(&written).expect("a scenario that was written can be read");
    assert_eq!(to_json(&again), written);
    run(scenario.into_journal());
}
