//! Where groups are: consumer offsets, pull offsets, pending resets, locks of queues, and the lag that
//! follows. Not here: whether a commit or a reset is allowed (`broker`).
//!
//! Invariant: retention leaves stored offsets as they are (R-RET-10).

pub mod broadcasts;
pub mod consumer_offsets;
pub mod lag;
pub mod queue_locks;
