//! The fuzz target `lab_file`. Not here: what it does (`offset_lab_fuzz::lab_file`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, lab_file};

libfuzzer_sys::fuzz_target!(init: begin(lab_file::seeds), |bytes: &[u8]| lab_file::look(bytes));
