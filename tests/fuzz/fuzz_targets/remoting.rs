//! The fuzz target `remoting`. Not here: what it does (`offset_lab_fuzz::remoting`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, remoting};

libfuzzer_sys::fuzz_target!(init: begin(remoting::seeds), |bytes: &[u8]| remoting::look(bytes));
