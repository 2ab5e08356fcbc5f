//! The fuzz target `link`. Not here: what it does (`offset_lab_fuzz::link`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, link};

libfuzzer_sys::fuzz_target!(init: begin(link::seeds), |bytes: &[u8]| link::look(bytes));
