//! The queue board as plain shapes: the same for the page, for a file and for the command line. Not here:
//! elements of the page (`board`), what can be pressed, computing what is drawn (`projection`).
//!
//! Invariant: pure; of the same lane, axis and words it always draws the same.

pub mod bar;
pub mod board;
pub mod cells;
pub mod lane;
pub mod legend;
pub mod marks;
pub mod over_bar;
pub mod topic;
pub mod traffic;

use crate::engine::ids::QueueId;
use alloc::string::String;

/// Height that a topic's name and axis take.
const HEADS_PX: i64 = 58;
/// Height that the pockets below the lanes want.
const POCKETS_PX: i64 = 200;

/// How much room a lane has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Density {
    /// For a queue or two: a bar as high as a finger.
    Large,
    /// Labels above, Min and Max below, the lag as a brace.
    Roomy,
    /// Without the brace.
    Medium,
    /// Bars and marks only.
    Compact,
    /// On a phone: a card with the numbers as text.
    Card,
}

impl Density {
    /// The roomiest that shows `lanes` lanes in this width and height without scrolling.
    pub fn fitting(width: u32, height: i64, lanes: usize) -> Density {
        if width < 430 {
            return Density::Card;
        }
        let lanes = lanes as i64;
        let fits = |density: &Density| lanes * i64::from(density.height()) <= height;
        let labelled = [Density::Large, Density::Roomy, Density::Medium];
        labelled.into_iter().find(fits).unwrap_or(Density::Compact)
    }

    /// The roomiest for a board of this width and height. `within`: rather small than out of sight.
    pub fn on_board(
        (width, height): (u32, i64),
        topics: usize,
        lanes: usize,
        (pockets, within): (bool, bool),
    ) -> Density {
        let free = height - HEADS_PX * topics as i64 - if pockets { POCKETS_PX } else { 0 };
        Density::fitting(width, if pockets || within { free } else { free.max(420) }, lanes)
    }

    /// Height of a lane.
    pub fn height(self) -> u32 {
        match self {
            Density::Large => 160,
            Density::Roomy => 104,
            Density::Medium => 66,
            Density::Compact => 30,
            Density::Card => 42,
        }
    }

    /// Top and height of the bar.
    pub fn bar(self) -> (f64, f64) {
        match self {
            Density::Large => (32.0, 76.0),
            Density::Roomy => (30.0, 26.0),
            Density::Medium => (28.0, 20.0),
            Density::Compact => (13.0, 13.0),
            Density::Card => (17.0, 20.0),
        }
    }

    /// Whether text is drawn in the picture.
    pub fn has_labels(self) -> bool {
        matches!(self, Density::Large | Density::Roomy | Density::Medium)
    }

    /// Whether the lag is drawn as a brace below it.
    pub fn has_brace(self) -> bool {
        matches!(self, Density::Large | Density::Roomy)
    }

    /// Its class.
    pub fn class(self) -> &'static str {
        match self {
            Density::Large => "lanes is-large",
            Density::Roomy => "lanes is-roomy",
            Density::Medium => "lanes is-medium",
            Density::Compact => "lanes is-compact",
            Density::Card => "lanes is-card",
        }
    }
}

/// Something on a lane that a lesson's step speaks of, or that a learner has picked: from one offset to
/// another, or at one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spotted {
    pub from: i64,
    pub to: i64,
    /// With an arrow to it.
    pub note: String,
}

impl Spotted {
    /// Where its note is.
    fn middle(&self) -> i64 {
        self.from + (self.to - self.from) / 2
    }
}

/// A learner's guess on this lane, and what happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Guess {
    pub queue: QueueId,
    pub predicted: i64,
    pub actual: Option<i64>,
    /// It is no guess but where a task wants the group, or an end of the queue, to be.
    pub goal: bool,
}
