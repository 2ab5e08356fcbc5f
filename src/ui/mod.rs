//! The Yew front end: what a person sees and does. Not here: rules of the domain, wall time, storage.
//!
//! Invariant: components read projections and the player only, and change a lab only through `lab::Lab`.
//!
//! The modules without a browser in them (`attention`, `axis`, `files`, `format`, `layout`, `log_filter`,
//! `picture`, `state`, `text`, `window`, most of `timeline`) build natively too, for the tests.

#[cfg(target_arch = "wasm32")]
pub mod actors;
#[cfg(target_arch = "wasm32")]
pub mod board;
#[cfg(target_arch = "wasm32")]
pub mod dialogs;
pub mod draw;
#[cfg(target_arch = "wasm32")]
pub mod inspector;
pub mod panels;
pub mod picture;
pub mod shell;
pub mod state;
pub mod text;
pub mod timeline;
