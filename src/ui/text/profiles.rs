//! What the profiles are called and what each does, in words. Not here: the rules themselves
//! (`engine::profile`).
//!
//! Invariant: every profile has all of its own words in every language; a new profile without them does not
//! compile.

/// A profile in one language.
pub struct ProfileWords {
    pub name: &'static str,
    /// Where there is little room.
    pub short: &'static str,
    /// What is special about it.
    pub note: &'static str,
    /// What a reset to a time takes (R-RST-2, R-RST-4, SD-17).
    pub by_time: &'static str,
    /// Where a new group starts whatever was chosen for it (R-INIT-1, SD-15).
    pub start: &'static str,
    /// Where a group starts whose offsets were removed (R-EXP-4, SD-10).
    pub after_removal: &'static str,
    /// What else happens when a group is deleted; empty: nothing.
    pub group_deleted: &'static str,
}
