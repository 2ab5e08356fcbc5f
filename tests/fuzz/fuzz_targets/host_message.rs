//! The fuzz target `host_message`. Not here: what it does (`offset_lab_fuzz::host_message`).
//!
//! Invariant: no input ends it.
#![no_main]

use offset_lab_fuzz::{begin, host_message};

libfuzzer_sys::fuzz_target!(init: begin(host_message::seeds), |bytes: &[u8]| host_message::look(bytes));
