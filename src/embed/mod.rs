//! The lab inside a page: what the page asked for, what its host says, and putting the two on screen. Not
//! here: components (`ui`).
//!
//! Invariant: whatever a host or an address says is untrusted; a bad value is ignored with a note, never a
//! crash.

#[cfg(target_arch = "wasm32")]
pub mod host;
pub mod messages;
#[cfg(target_arch = "wasm32")]
pub mod mount;
pub mod params;
#[cfg(target_arch = "wasm32")]
mod shared;
#[cfg(target_arch = "wasm32")]
pub mod stopped;
