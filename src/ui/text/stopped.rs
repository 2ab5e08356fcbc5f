//! The words of a program that broke, in both languages. They are handed to `www/stopped.js` when the page
//! begins, since nothing of the program can be asked for them later. Not here: the overlay.
//!
//! Invariant: each sentence says what is saved and what to do; none promises more than was confirmed.

use crate::player::SavedState;
use alloc::string::String;

/// What the overlay says.
pub struct Stopped {
    pub words: Words,
    /// What is saved of the lab.
    pub saved: fn(&Kept) -> String,
}

/// What it says whatever the lab.
pub struct Words {
    pub title: &'static str,
    pub about: &'static str,
    pub reload: &'static str,
    pub journal: &'static str,
    pub details: &'static str,
    /// Before the lab's clock.
    pub at: &'static str,
    /// Before the command that was not obeyed.
    pub asked: &'static str,
    /// There is no lab yet.
    pub opening: &'static str,
    pub instead: &'static str,
}

impl Words {
    /// In the order in which the overlay takes them.
    pub fn in_order(&self) -> [&'static str; 9] {
        let Words { title, about, reload, journal, details, at, asked, opening, instead } = self;
        [title, about, reload, journal, details, at, asked, opening, instead]
    }
}

/// What is kept of a lab.
pub struct Kept<'a> {
    pub saved: &'a SavedState,
    /// Up to which moment, as a clock, and with how many commands.
    pub to: Option<(String, u64)>,
    pub commands: u64,
}

impl Kept<'_> {
    /// Whether nothing that a person did is lost.
    pub fn is_whole(&self) -> bool {
        match self.saved {
            SavedState::Saved | SavedState::ReadOnly { .. } => true,
            SavedState::Saving | SavedState::Failed(_) | SavedState::NotPersisted(_) => false,
        }
    }
}
