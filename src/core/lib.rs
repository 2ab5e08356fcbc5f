//! Offset Lab without a page: the consumer-progress machinery of Apache RocketMQ as a deterministic lab. Not
//! here: wall time, a browser, a command line, and what is made of a lab (`offset_lab_forms`).
//!
//! The layers, each of which may use only those above it:
//!
//! | layer | what it is |
//! |---|---|
//! | [`engine`] | the broker's rules: commit log, consume queues, retention, offsets, reset |
//! | [`sim`] | the `World` over virtual time: commands, journal, clients, scheduler, recordings |
//!
//! Invariant: `no_std + alloc`: no clock, no threads, no random hashing, no I/O.
#![no_std]

extern crate alloc;

pub mod engine;
pub mod sim;
