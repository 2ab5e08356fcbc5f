//! Offset Lab's page and command line. The lab itself is the crate `offset_lab_core`, what is made of it
//! `offset_lab_forms`; their layers are found here under their own names.
//!
//! | layer | what it is |
//! |---|---|
//! | `engine`, `sim` | the lab (`src/core`) |
//! | `import`, `projection`, `lesson`, `storage` | what is made of it (`src/forms`) |
//! | `indexed_db` | a lab in a browser's database |
//! | `player` | where wall time meets virtual time |
//! | `ui` | the Yew front end |
//! | `embed` | the lab inside another page |
//! | `cli` | the native command line |
//!
//! Invariant: a layer uses only those above it.

extern crate alloc;

pub use offset_lab_core::{engine, sim};
pub use offset_lab_forms::{import, lesson, projection, storage, terminal};

#[cfg(all(feature = "web", target_arch = "wasm32"))]
pub mod indexed_db;

#[cfg(feature = "web")]
pub mod player;

#[cfg(feature = "web")]
pub mod ui;

#[cfg(feature = "web")]
pub mod embed;

#[cfg(feature = "cli")]
pub mod cli;
