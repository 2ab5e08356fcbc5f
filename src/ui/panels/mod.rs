//! Panels that are not the board, the inspector or the timeline: the log, lessons, recordings, downloads. Not
//! here: where they stand (`shell::page`).
//!
//! Invariant: a panel shows one snapshot and changes the lab through `Lab` only.

#[cfg(target_arch = "wasm32")]
pub mod downloads;
#[cfg(target_arch = "wasm32")]
pub mod lesson;
#[cfg(target_arch = "wasm32")]
pub mod lesson_task;
#[cfg(target_arch = "wasm32")]
pub mod log;
#[cfg(target_arch = "wasm32")]
pub mod recording;
