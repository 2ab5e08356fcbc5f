//! The fuzz target `scenario`. Not here: what it does (`offset_lab_fuzz::scenario`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, scenario};

libfuzzer_sys::fuzz_target!(init: begin(scenario::seeds), |bytes: &[u8]| scenario::look(bytes));
