//! What became of each group's messages: handed out, processed, again, lost. Not here: anything that decides; the World tells the
//! tallies and never asks them.
//!
//! Invariant: for every group and queue the counts add up to what was handed out (`World::check`).

pub mod in_hand;
pub mod lost_tail;
pub mod pop;
pub mod push;
pub mod ranges;
pub mod tally;
