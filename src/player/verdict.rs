//! The health verdict of a group, as Burrow gives one: from a window of samples, not from a threshold. Not
//! here: words, and how the group fares at this instant (`projection::health`).
//!
//! Invariant: the first rule that fires decides; too few samples give no verdict.

use crate::engine::Event;
use crate::engine::ids::{Name, VirtualTime};
use crate::player::playing::Player;
use crate::projection::actors::totals;
use crate::projection::drain::{Drain, SAMPLES_MIN, drain};
use crate::projection::health::{Verdict, verdict};
use alloc::vec::Vec;

/// The window.
pub const WINDOW_US: u64 = 30_000_000;

/// What is said of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Watched {
    /// Too little is known yet.
    TooEarly,
    /// Nobody knows its lag now: it has no topic any more, or no offset in a queue.
    Unknown,
    /// It missed messages, or is below Min now.
    Losing,
    /// It was caught up at some moment of the window, and its lag does not grow since.
    CaughtUp,
    /// Its offset moves and its lag does not grow.
    NotGrowing,
    /// Its offset moves and its lag grows.
    Warning,
    /// A consumer is there, messages wait, and no offset moved.
    Stalled,
    /// Nobody consumes, and messages wait.
    Stopped,
    /// Its offset went back.
    Rewind,
}

/// A verdict and what it rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Watch {
    /// What is said.
    pub said: Watched,
    /// Where the window begins.
    pub from: VirtualTime,
    /// Samples of the lag in it.
    pub samples: usize,
    /// The lag at its beginning and at its end.
    pub lag: (i64, i64),
    /// What comes of it at the pace of those samples that follow the last jump of an offset.
    pub drain: Drain,
}

/// The verdict at this instant.
pub fn watch(player: &Player, group: &Name) -> Watch {
    let now = player.now();
    let from = VirtualTime(now.0.saturating_sub(WINDOW_US));
    let history = player.history();
    let times = history.times_us.iter();
    let lags = history.groups.get(group).map_or(&[][..], |lags| &lags[..]);
    let mut samples: Vec<(u64, i64)> = times
        .zip(lags)
        .filter(|(time, _)| (from.0..now.0).contains(*time))
        .filter_map(|(time, lag)| Some((*time, (*lag)?)))
        .collect();
    // A sample shows the lab just before its time. The last one is of this instant, and so the lag that
    // stands everywhere else on the page.
    let topics = player.world().topics_of(group);
    let lag_now = totals(player.world(), group, &topics).lag;
    samples.extend(lag_now.map(|lag| (now.0, lag)));
    let window: Vec<i64> = samples.iter().map(|(_, lag)| *lag).collect();
    let jumped = jumped_at(player, group, now);
    let since = samples.iter().position(|(time, _)| *time > jumped.0).unwrap_or(samples.len());
    let lag = (window.first().copied().unwrap_or(0), window.last().copied().unwrap_or(0));
    let drain = if lag_now.is_some() { drain(&samples[since..]) } else { Drain::Unknown };
    let said =
        if lag_now.is_some() { said(player, group, (from, now), &window, drain) } else { Watched::Unknown };
    Watch { said, from, samples: window.len(), lag, drain }
}

fn said(
    player: &Player,
    group: &Name,
    window: (VirtualTime, VirtualTime),
    lags: &[i64],
    drain: Drain,
) -> Watched {
    let offsets = offsets_in(player, group, window);
    // The worst first: who loses messages may keep up very well.
    if offsets.lost || verdict(player.world(), group, None) == Verdict::BelowMin {
        return Watched::Losing;
    }
    if offsets.back {
        return Watched::Rewind;
    }
    if lags.len() < SAMPLES_MIN {
        return Watched::TooEarly;
    }
    // What was 0 once and grows since is not well.
    if lags.iter().any(|lag| *lag <= 0) && !matches!(drain, Drain::Grows(_)) {
        return Watched::CaughtUp;
    }
    if player.world().consumers_of(group).next().is_none() {
        return Watched::Stopped;
    }
    if !offsets.forward {
        return Watched::Stalled;
    }
    // Over a window of many samples a lag wavers, so whether it grows is asked of its pace, which is said
    // beside the verdict.
    let only_grows = lags.windows(2).all(|pair| pair[1] >= pair[0]) && lags.first() < lags.last();
    if only_grows || matches!(drain, Drain::Grows(_)) { Watched::Warning } else { Watched::NotGrowing }
}

/// When the group's offsets last went elsewhere than by consuming: the samples before tell nothing of its
/// pace.
fn jumped_at(player: &Player, of: &Name, now: VirtualTime) -> VirtualTime {
    let jumps = player.log().lines().rev().find(|line| {
        line.at <= now
            && matches!(&*line.event,
                Event::OffsetReset { group, .. } | Event::OffsetCorrected { group, .. } | Event::OffsetsRemoved { group, .. }
                | Event::ResetTaken { group, .. } if group == of)
    });
    jumps.map_or(VirtualTime(0), |line| line.at)
}

/// How a group's offsets moved.
struct Moves {
    forward: bool,
    back: bool,
    lost: bool,
}

fn offsets_in(player: &Player, of: &Name, (from, now): (VirtualTime, VirtualTime)) -> Moves {
    let mut moves = Moves { forward: false, back: false, lost: false };
    for line in player.log().lines().rev() {
        if line.at < from || line.first_at > now {
            continue;
        }
        match &*line.event {
            Event::Committed { group, from, to, .. } if group == of => {
                moves.forward |= from.is_none_or(|from| from < *to);
                moves.back |= from.is_some_and(|from| *to < from);
            }
            Event::OffsetReset { group, from: Some(from), to, .. } if group == of => moves.back |= to < from,
            Event::Missed { group, .. } if group == of => moves.lost = true,
            Event::Resumed { group, .. } | Event::InitialOffset { group, .. } if group == of => {
                moves.forward = true;
            }
            _ => {}
        }
    }
    moves
}
