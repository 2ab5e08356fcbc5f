//! The importer as a WebAssembly program without any glue: a host writes a question into it and reads an
//! answer. Not here: reading a cluster's texts (`offset_lab_forms::import`), which the command line does too.
//!
//! Invariant: it has no imports; `room` comes before `answer`, and `answer` before `place`.
#![expect(unsafe_code, reason = "an export needs its name as it is; nothing else here is unsafe")]

use offset_lab_forms::import::wire;
use std::sync::{Mutex, PoisonError};

/// The question, then the answer.
static HELD: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Makes room for a question of so many bytes, and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    *held = vec![0; bytes];
    held.as_mut_ptr()
}

/// Answers the question, and says how long the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn answer(_: usize) -> usize {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    *held = wire::answer(&String::from_utf8_lossy(&held)).into_bytes();
    held.len()
}

/// Where the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn place(_: usize) -> *const u8 {
    HELD.lock().unwrap_or_else(PoisonError::into_inner).as_ptr()
}
