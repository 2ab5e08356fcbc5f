//! What the small programs beside the page export: a host writes a question into it and reads an answer. Not
//! here: the answer, which is the crate's own `answer_to`.
//!
//! Invariant: `room` comes before `answer`, and `answer` before `place`.

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
    *held = crate::answer_to(&String::from_utf8_lossy(&held)).into_bytes();
    held.len()
}

/// Where the answer is.
#[unsafe(no_mangle)]
pub extern "C" fn place(_: usize) -> *const u8 {
    HELD.lock().unwrap_or_else(PoisonError::into_inner).as_ptr()
}
