//! The Yew front end: what a person sees and does. Not here: rules of the domain, wall time, storage.
//!
//! Invariant: components read projections and the player only, and change a lab only through `lab::Lab`.
//!
//! The modules without a browser in them (`attention`, `axis`, `files`, `format`, `layout`, `log_filter`, `state`, `text`, `window`,
//! most of `timeline`) build natively too, for the tests.

pub mod attention;
pub mod axis;
pub mod catalog;
pub mod files;
pub mod first;
pub mod format;
pub mod layout;
pub mod log_filter;
pub mod state;
pub mod text;
pub mod timeline;
pub mod window;

#[cfg(target_arch = "wasm32")]
pub mod actors;
#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod aside;
#[cfg(target_arch = "wasm32")]
pub mod board;
#[cfg(target_arch = "wasm32")]
pub mod board_svg;
#[cfg(target_arch = "wasm32")]
pub mod browser;
#[cfg(target_arch = "wasm32")]
pub mod context;
#[cfg(target_arch = "wasm32")]
pub mod dialogs;
#[cfg(target_arch = "wasm32")]
pub mod driver;
#[cfg(target_arch = "wasm32")]
pub mod icons;
#[cfg(target_arch = "wasm32")]
pub mod inspector;
#[cfg(target_arch = "wasm32")]
pub mod lab;
#[cfg(target_arch = "wasm32")]
pub mod labs;
#[cfg(target_arch = "wasm32")]
pub mod lesson_panel;
#[cfg(target_arch = "wasm32")]
pub mod lesson_run;
#[cfg(target_arch = "wasm32")]
pub mod log;
#[cfg(target_arch = "wasm32")]
pub mod notices;
#[cfg(target_arch = "wasm32")]
pub mod opening;
#[cfg(target_arch = "wasm32")]
pub mod page;
#[cfg(target_arch = "wasm32")]
pub mod parts;
#[cfg(target_arch = "wasm32")]
pub mod recording_panel;
#[cfg(target_arch = "wasm32")]
pub mod resets;
#[cfg(target_arch = "wasm32")]
pub mod shapes;
#[cfg(target_arch = "wasm32")]
pub mod size;
#[cfg(target_arch = "wasm32")]
pub mod snapshot;
#[cfg(target_arch = "wasm32")]
pub mod status;
#[cfg(target_arch = "wasm32")]
pub mod take_away;
#[cfg(target_arch = "wasm32")]
pub mod tip;
#[cfg(target_arch = "wasm32")]
pub mod topbar;
#[cfg(target_arch = "wasm32")]
pub mod transport;
#[cfg(target_arch = "wasm32")]
pub mod way;
