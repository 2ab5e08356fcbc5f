//! Breaks the program on purpose, so that tests see what is left of it. Not here: what is left (`door`).
//!
//! A script of the page itself asks for it, by the event "lab:break" of #offset-lab; no address and no host
//! page can, so it opens nothing to anybody: such a script can do worse.
//!
//! Invariant: nobody breaks anything who was not asked to.

use core::cell::Cell;

/// In the middle of what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// A frame, while the player is being changed.
    Frame,
    /// A dialog that is being drawn.
    Dialog,
    /// A batch of which a part is in its transaction.
    Saving,
    /// A command, before the World obeys it.
    Command,
}

impl Moment {
    /// By its name in the event.
    pub fn named(name: &str) -> Option<Moment> {
        match name {
            "frame" => Some(Moment::Frame),
            "dialog" => Some(Moment::Dialog),
            "saving" => Some(Moment::Saving),
            "command" => Some(Moment::Command),
            _ => None,
        }
    }
}

std::thread_local! {
    static ASKED: Cell<Option<Moment>> = const { Cell::new(None) };
}

/// The next such moment breaks the program.
pub fn break_in(moment: Moment) {
    ASKED.set(Some(moment));
}

/// Now is such a moment.
pub fn at(moment: Moment) {
    assert!(ASKED.get() != Some(moment), "broken on purpose: {moment:?}");
}
