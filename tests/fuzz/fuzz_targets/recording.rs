//! The fuzz target `recording`. Not here: what it does (`offset_lab_fuzz::recording`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, recording};

libfuzzer_sys::fuzz_target!(init: begin(recording::seeds), |bytes: &[u8]| recording::look(bytes));
