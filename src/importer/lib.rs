//! The importer as a WebAssembly program without any glue. Not here: reading a cluster's texts
//! (`offset_lab_forms::import`), which the command line does too.
//!
//! Invariant: it has no imports (`door`).
#![expect(unsafe_code, reason = "an export needs its name as it is; nothing else here is unsafe")]

mod door;

use offset_lab_forms::import::wire::answer as answer_to;
