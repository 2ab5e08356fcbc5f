//! What is stored: the commit log, the consume queues over it, and what decides how long it stays. Not here:
//! the calls that read and write it (`broker`).
//!
//! Invariant: an entry of a consume queue points at one record of the commit log; both are deleted by whole
//! segment.

pub mod commit_log;
pub mod consume_queue;
pub mod imported;
pub mod index;
pub mod index_block;
pub mod packed;
pub mod page_cache;
pub mod retention;
pub mod time_bound;
pub mod time_search;
