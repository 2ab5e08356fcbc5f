//! What is made of a lab: plain numbers to look at, the steps of a lesson, records at rest. Not here: the lab
//! itself (`offset_lab_core`), whose layers are found here under their own names.
//!
//! | layer | what it is |
//! |---|---|
//! | [`import`] | a real cluster's files and output as a lab |
//! | [`projection`] | plain view data computed from a `World`; all that views and lesson goals read |
//! | [`terminal`] | lines of `mqadmin` for a lab |
//! | [`lesson`] | guided steps over a scenario |
//! | [`storage`] | checkpoint, segments and journal at rest |
//!
//! Invariant: `no_std + alloc`: no clock, no threads, no random hashing, no I/O. It changes no World but by
//! commands and time.
#![no_std]

extern crate alloc;

use offset_lab_core::{engine, sim};

pub mod import;
pub mod lesson;
pub mod projection;
pub mod storage;
pub mod terminal;
