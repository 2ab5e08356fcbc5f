//! The page around the panels: frames, top bar, transport, notices. Not here: what is in the panels.
//!
//! Invariant: one animation-frame callback drives everything that moves.

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod driver;
#[cfg(target_arch = "wasm32")]
pub mod notices;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod progress;
#[cfg(target_arch = "wasm32")]
pub mod status;
#[cfg(target_arch = "wasm32")]
pub mod tip;
#[cfg(target_arch = "wasm32")]
pub mod topbar;
#[cfg(target_arch = "wasm32")]
pub mod transport;
