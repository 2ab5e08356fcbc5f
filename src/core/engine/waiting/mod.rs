//! What is kept outside the queues that groups read: scheduled, timed, retried and popped messages. Not here:
//! the calls that put it there and take it out (`broker`).
//!
//! Invariant: a reset of offsets reaches nothing in here (SD-19).

pub mod delay_table;
pub mod origins;
pub mod pockets;
pub mod pop_state;
pub mod timer_wheel;
