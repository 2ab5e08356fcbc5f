//! Simulated clients: producers, and consumers that pull or pop, rebalance, work, fail and save. Not here:
//! what the broker answers (`engine`), what users ask for (`apply`).
//!
//! Invariant: a client changes the broker only by the calls that a real client has.

pub mod allocate;
pub mod cached;
pub mod consume_timeout;
pub mod consumer;
pub mod failures;
pub mod orderly;
pub mod orderly_reset;
pub mod pop;
pub mod pop_work;
pub mod producer;
pub mod pull;
pub mod rebalance;
pub mod retry_topic;
pub mod threads;
pub mod work;
