//! What happened to each group's messages: delivered, processed, duplicate, lost. Not here: anything that
//! decides; the World reports to the tallies and never asks them.
//!
//! Invariant: for every group and queue the counts add up to what was delivered (`World::check`).

pub mod in_hand;
pub mod lost_tail;
pub mod pop;
pub mod push;
pub mod ranges;
pub mod standing;
pub mod tally;
