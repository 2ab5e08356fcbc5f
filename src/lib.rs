//! Offset Lab: the consumer-progress machinery of Apache RocketMQ as a deterministic lab.
//!
//! The layers, each of which may use only those above it:
//!
//! | layer | what it is |
//! |---|---|
//! | [`engine`] | the broker's rules: commit log, consume queues, retention, offsets, reset |
//! | [`sim`] | the `World` over virtual time: commands, journal, actors, scheduler, recordings |
//! | [`projection`] | plain view data computed from a `World`; all that views and lesson goals read |
//! | [`lesson`] | guided steps over a scenario |
//! | [`storage`] | checkpoint, segments and journal at rest |
//! | `player` | where wall time meets virtual time |
//! | `ui` | the Yew front end |
//! | `embed` | the lab inside another page |
//!
//! Without the feature `web` the crate is `no_std + alloc`, so the compiler proves that the first five layers
//! have no clock, no threads, no random hashing and no I/O.
#![cfg_attr(not(any(feature = "web", feature = "cli", test)), no_std)]

extern crate alloc;

pub mod engine;
pub mod lesson;
pub mod projection;
pub mod sim;
pub mod storage;

#[cfg(feature = "web")]
pub mod player;

#[cfg(feature = "web")]
pub mod ui;

#[cfg(feature = "web")]
pub mod embed;

#[cfg(feature = "cli")]
pub mod cli;
