//! How things are drawn: the offset axis, shapes, labels that do not overlap, icons, numbers as text. Not
//! here: what is drawn where.
//!
//! Invariant: offsets are subtracted as integers; only pixels are floats.

pub mod axis;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod format;
#[cfg(target_arch = "wasm32")]
pub mod icons;
pub mod layout;
pub mod letters;
pub mod moments;
#[cfg(target_arch = "wasm32")]
pub mod nodes;
pub mod paint;
#[cfg(target_arch = "wasm32")]
pub mod parts;
pub mod primitives;
pub mod shapes;
#[cfg(target_arch = "wasm32")]
pub mod size;
pub mod svg;
