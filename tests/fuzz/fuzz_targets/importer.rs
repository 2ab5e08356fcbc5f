//! The fuzz target `importer`. Not here: what it does (`offset_lab_fuzz::importer`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, importer};

libfuzzer_sys::fuzz_target!(init: begin(importer::seeds), |bytes: &[u8]| importer::look(bytes));
