//! The World over virtual time: commands in, events out. Not here: wall time, storage, view data.
//!
//! Invariant: the World is a pure function of its journal; whoever runs it, and in whatever steps, gets the
//! same digest.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod accounting;
pub mod apply;
pub mod bodies;
pub mod broker_timers;
pub mod clients;
pub mod command;
pub mod diff;
pub mod formats;
pub mod rng;
pub mod timeline;
pub mod world;

pub use crate::sim::command::{Answer, BrokerCall, Command, QueueChoice, ResetTarget};
pub use crate::sim::formats::journal::{Journal, JournalEntry, JournalHeader, Scenario};
pub use crate::sim::formats::recording::Recording;
pub use crate::sim::formats::recording::compare::Judgement;
pub use crate::sim::timeline::Timeline;
pub use crate::sim::world::World;
