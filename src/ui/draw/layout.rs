//! Places labels on a line so that they never overlap. Not here: their text or drawing.
//!
//! Invariant: placed labels keep their order, their gap and the edges; each is as near to its wish as these
//! allow.

use crate::engine::order::put_in_order;
use alloc::vec::Vec;

/// A thing that wants to be centred somewhere on a line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Wish {
    /// Wanted centre.
    pub at: f64,
    /// Width with everything that must stay free around it.
    pub width: f64,
    /// Where there is no room for all, the greatest rank goes first.
    pub rank: u32,
}

/// A run of labels that touch each other. Its start is the mean of what its members want.
struct Run {
    first: usize,
    len: usize,
    width: f64,
    wanted_sum: f64,
}

impl Run {
    fn start(&self, left: f64, right: f64) -> f64 {
        (self.wanted_sum / self.len as f64).min(right - self.width).max(left)
    }
}

/// The centre of each wish between `left` and `right`; `None` for those that find no room.
pub fn place(wishes: &[Wish], left: f64, right: f64) -> Vec<Option<f64>> {
    let mut kept: Vec<usize> = (0..wishes.len()).collect();
    put_in_order(&mut kept, |one, other| wishes[*one].at < wishes[*other].at);
    let mut room = right - left;
    for &i in &kept {
        room -= wishes[i].width;
    }
    while room < 0.0 && !kept.is_empty() {
        let Some((worst, _)) = kept.iter().enumerate().max_by_key(|(place, i)| (wishes[**i].rank, *place))
        else {
            break;
        };
        room += wishes[kept.remove(worst)].width;
    }
    let mut runs: Vec<Run> = Vec::new();
    for (place, &i) in kept.iter().enumerate() {
        let wish = wishes[i];
        let mut run = Run { first: place, len: 1, width: wish.width, wanted_sum: wish.at - wish.width / 2.0 };
        while let Some(before) = runs.last() {
            if before.start(left, right) + before.width <= run.start(left, right) {
                break;
            }
            run = Run {
                first: before.first,
                len: before.len + run.len,
                width: before.width + run.width,
                wanted_sum: before.wanted_sum + run.wanted_sum - before.width * run.len as f64,
            };
            runs.pop();
        }
        runs.push(run);
    }
    let mut centres = alloc::vec![None; wishes.len()];
    for run in &runs {
        let mut at = run.start(left, right);
        for &i in &kept[run.first..run.first + run.len] {
            centres[i] = Some(at + wishes[i].width / 2.0);
            at += wishes[i].width;
        }
    }
    centres
}
