//! The fuzz target `lesson`. Not here: what it does (`offset_lab_fuzz::lesson`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, lesson};

libfuzzer_sys::fuzz_target!(init: begin(lesson::seeds), |bytes: &[u8]| lesson::look(bytes));
