//! The checker of lessons as a WebAssembly program without any glue, for `author.html` (`www/checker.js`).
//! Not here: checking (`offset_lab_forms::lesson::check`), which the command line does too.
//!
//! Invariant: it has no imports (`door`).
#![expect(unsafe_code, reason = "an export needs its name as it is; nothing else here is unsafe")]

#[path = "../importer/door.rs"]
mod door;

use offset_lab_forms::lesson::check::answer as answer_to;
