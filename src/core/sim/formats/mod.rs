//! What is read from and written to text: journals, scenarios, recordings, a real cluster's files. Not here:
//! what a command does.
//!
//! Invariant: whatever comes from outside is capped before it is parsed, and an error names its line and
//! column.

pub mod import;
pub mod journal;
pub mod json;
pub mod recording;
