//! The command line's entry point. Not here: what the commands do (`offset_lab::cli`).
//!
//! Invariant: the exit code is 0 only when everything asked for was done.

use std::process::ExitCode;

fn main() -> ExitCode {
    offset_lab::cli::main()
}
