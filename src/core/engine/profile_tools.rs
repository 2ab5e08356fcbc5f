//! What the `mqadmin` of a profile's version does otherwise than the newest one (section 7.4). Not here: what
//! brokers do (`engine::profile`).
//!
//! Invariant: a pure choice, as the profile itself.

use crate::engine::profile::{Profile, TimeSearchRule};

impl Profile {
    /// Whether this version's `mqadmin resetOffsetByTime` can reset one queue, to an offset (R-CMD-1: `-b -q
    /// -o`; since 5.1).
    pub fn tool_resets_one_queue(self) -> bool {
        self.version() >= (5, 1, 0)
    }

    /// Whether its `-s now`, which is the current time, ends at the last message and not at Max (R-CMD-1,
    /// T-7): 4.9.3 to 5.0.0 send -1, and where the search is for the first message at or after a time the
    /// current time is Max.
    pub fn tool_resets_now_to_last(self) -> bool {
        let sends_minus_one = ((4, 9, 3)..(5, 1, 0)).contains(&self.version());
        self.time_search() == TimeSearchRule::Bisection && !sends_minus_one
    }

    /// Whether its `cloneGroupOffset` writes the source's Max instead of its progress (R-CMD-4; in 4.x up to
    /// 4.9.2).
    pub fn tool_clones_max(self) -> bool {
        ((4, 0, 0)..(4, 9, 3)).contains(&self.version())
    }
}
