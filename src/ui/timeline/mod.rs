//! The lab over time: a chart of lag, lag in time or rates, the marks on it, and the scrubber. Not here:
//! samples and marks (`player`), and what a seek does.
//!
//! Invariant: what the picture shows is also said as text, and every moment that the pointer reaches, the
//! keyboard reaches too.

#[cfg(target_arch = "wasm32")]
pub mod canvas;
#[cfg(target_arch = "wasm32")]
pub mod chart;
#[cfg(target_arch = "wasm32")]
pub mod mark_buttons;
pub mod marks;
#[cfg(target_arch = "wasm32")]
pub mod panel;
#[cfg(target_arch = "wasm32")]
pub mod place;
#[cfg(target_arch = "wasm32")]
pub mod png;
pub mod scale;
pub mod series;

#[cfg(target_arch = "wasm32")]
pub use crate::ui::timeline::place::TimelinePanel;
