//! What is read from and written to text: journals, scenarios, recordings. Not here: what a command
//! does, a real cluster's files (`import`).
//!
//! Invariant: whatever comes from outside is capped before it is parsed, and an error names its line and
//! column.

pub mod journal;
pub mod json;
pub mod recording;
