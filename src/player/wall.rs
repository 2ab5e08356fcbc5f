//! The page's own clock. Not here: what is measured with it (`pace`, `outbox`, `playing`).
//!
//! Invariant: nothing below the player reads it.

use crate::player::clock::Clock;

/// Microseconds since the page was opened.
#[expect(clippy::disallowed_methods, reason = "the player is where wall time comes in")]
pub fn wall_us() -> u64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0, |performance| (performance.now() * 1_000.0) as u64)
}

pub(super) fn wall_clock() -> Clock {
    Clock::new(wall_us)
}
