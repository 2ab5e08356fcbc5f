//! Marks on the time line: from one to the next, and those that stand so close that they share a place. Not
//! here: what gets a mark (`player::history`), and drawing.
//!
//! Invariant: every mark is in exactly one cluster; two clusters never overlap.

use crate::player::{Mark, MarkKind};
use alloc::vec::Vec;

/// Pixels of a cluster: what a finger can hit.
pub const CLUSTER_PX: f64 = 24.0;

/// Marks that share a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Cluster {
    /// Its middle.
    pub x: f64,
    /// Its first mark, and how many.
    pub first: usize,
    pub count: usize,
    /// Of its marks, the kind that matters most.
    pub kind: MarkKind,
}

impl Cluster {
    /// Its marks.
    pub fn of<'a>(&self, marks: &'a [Mark]) -> &'a [Mark] {
        &marks[self.first..self.first + self.count]
    }
}

/// What a person looks for first.
fn rank(kind: MarkKind) -> u8 {
    match kind {
        MarkKind::Reset => 0,
        MarkKind::OffsetsLost => 1,
        MarkKind::Crash => 2,
        MarkKind::Restart => 3,
        MarkKind::Correction => 4,
        MarkKind::Purge => 5,
        MarkKind::Paused => 6,
        MarkKind::Rebalance => 7,
    }
}

/// The marks in clusters; `x` gives the pixel of a moment.
pub fn clusters(marks: &[Mark], x: impl Fn(u64) -> f64) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (i, mark) in marks.iter().enumerate() {
        let at = x(mark.at.0);
        match clusters.last_mut() {
            Some(last) if at - last.x < CLUSTER_PX => {
                last.count += 1;
                if rank(mark.kind) < rank(last.kind) {
                    last.kind = mark.kind;
                }
            }
            _ => clusters.push(Cluster { x: at, first: i, count: 1, kind: mark.kind }),
        }
    }
    clusters
}

/// The moment of the next mark after `now_us`, or of the last one before.
pub fn neighbour(marks: &[Mark], now_us: u64, forward: bool) -> Option<u64> {
    let times = marks.iter().map(|mark| mark.at.0);
    if forward { times.filter(|at| *at > now_us).min() } else { times.filter(|at| *at < now_us).max() }
}

/// The marks of one moment.
pub fn at(marks: &[Mark], at_us: u64) -> impl Iterator<Item = &Mark> {
    marks.iter().filter(move |mark| mark.at.0 == at_us)
}

/// A drawing of its kind around (0, 0), about 10 wide, to be stroked.
pub fn outline(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Reset => "M4.5 -4.5L-3 0L4.5 4.5zM-4.5 -4.5V4.5",
        MarkKind::Purge => "M-4.5 -4.5h9v9h-9zM-4.5 4.5L4.5 -4.5",
        MarkKind::Crash => "M-4.5 -4.5L4.5 4.5M4.5 -4.5L-4.5 4.5",
        MarkKind::Rebalance => "M-5 -2.5H4L1.5 -5M5 2.5H-4L-1.5 5",
        MarkKind::Correction => "M-3 -5L2 0L-3 5M3.5 -5V5",
        MarkKind::Paused => "M-2.5 -4.5V4.5M2.5 -4.5V4.5",
        MarkKind::Restart => "M3.5 -3.5A5 5 0 1 0 5 0M5 -5V-2H2",
        MarkKind::OffsetsLost => "M0 -5.5L5.5 0L0 5.5L-5.5 0zM-2 0H2",
    }
}
