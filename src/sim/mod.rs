//! The World over virtual time: commands in, events out. Not here: wall time, storage, view data.
//!
//! Invariant: the World is a pure function of its journal; whoever runs it, and in whatever steps, gets the same digest.

pub mod actors;
pub mod allocate;
pub mod apply;
pub mod apply_import;
pub mod apply_settings;
pub mod at_rest;
pub mod at_work;
pub mod bodies;
pub mod calls;
pub mod calls_pop;
pub mod check;
pub mod command;
pub mod command_json;
pub mod command_settings;
pub mod compare;
pub mod consumer;
pub mod diff;
pub mod digest;
pub mod failing;
pub mod import;
pub mod import_json;
pub mod import_lab;
pub mod import_table;
pub mod journal;
pub mod json;
pub mod later;
pub mod md5;
pub mod newer;
pub mod ordering;
pub mod outcome;
pub mod popping;
pub mod producer;
pub mod pulling;
pub mod ranges;
pub mod recording;
pub mod recording_line;
pub mod recording_places;
pub mod resetting;
pub mod restarting;
pub mod retrying;
pub mod rng;
pub mod scheduler;
pub mod seldom;
pub mod sharing;
pub mod tally;
pub mod tallying;
pub mod timeline;
pub mod world;

pub use command::{Answer, BrokerCall, Command, QueueChoice, ResetTarget};
pub use compare::Judgement;
pub use journal::{Journal, JournalEntry, JournalHeader, Scenario};
pub use recording::Recording;
pub use timeline::Timeline;
pub use world::World;
