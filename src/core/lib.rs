//! Offset Lab without a page: the consumer-progress machinery of Apache RocketMQ as a deterministic lab, and
//! the form in which one is stored. Not here: wall time, a browser, a command line.
//!
//! The layers, each of which may use only those above it:
//!
//! | layer | what it is |
//! |---|---|
//! | [`engine`] | the broker's rules: commit log, consume queues, retention, offsets, reset |
//! | [`sim`] | the `World` over virtual time: commands, journal, clients, scheduler, recordings |
//! | [`projection`] | plain view data computed from a `World`; all that views and lesson goals read |
//! | [`lesson`] | guided steps over a scenario |
//! | [`storage`] | checkpoint, segments and journal at rest |
//!
//! Invariant: `no_std + alloc`: no clock, no threads, no random hashing, no I/O.
#![no_std]

extern crate alloc;

pub mod engine;
pub mod lesson;
pub mod projection;
pub mod sim;
pub mod storage;
