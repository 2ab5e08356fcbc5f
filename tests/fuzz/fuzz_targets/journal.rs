//! The fuzz target `journal`. Not here: what it does (`offset_lab_fuzz::journal`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, journal};

libfuzzer_sys::fuzz_target!(init: begin(journal::seeds), |bytes: &[u8]| journal::look(bytes));
