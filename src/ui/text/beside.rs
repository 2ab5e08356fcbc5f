//! The words of a lab beside itself, in both languages. Not here: the profiles' names (`Top`).
//!
//! Invariant: "above" and "below" are where the lanes stand.

/// Two runs of one journal.
pub struct Beside {
    pub show: &'static str,
    pub close: &'static str,
    /// the profile of the lab, the one beside it
    pub about: crate::ui::text::OfTwo,
    pub same: &'static str,
    pub number: &'static str,
    /// group
    pub offset_of: crate::ui::text::OfText,
    /// how many are not shown
    pub more: crate::ui::text::OfText,
    pub none: &'static str,
}
