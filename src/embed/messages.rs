//! What a host page may ask of an embedded lab, as `embed.js` hands it on from the host's port: a word, and
//! for some a value behind a blank. Not here: the port, its limits, theme and language (`embed.js`), and
//! obeying (`host`).
//!
//! Invariant: pure; a closed set of words, and no value of one becomes HTML or an address.

use crate::embed::params::speed_percent;
use crate::engine::ids::VirtualTime;

/// A year: nothing that a host can show is later.
const SEEK_US_MAX: u64 = 31_536_000_000_000;

/// A host's wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HostMessage<'a> {
    Play,
    Pause,
    Step,
    Restart,
    /// In hundredths.
    Speed(u32),
    Seek(VirtualTime),
    /// The text of a scenario, lesson, journal or recording.
    Load(&'a str),
    /// Where the lab stands.
    Now,
    /// The board's facts.
    Table,
    /// The lab as a scenario.
    Scenario,
    /// The board as a drawing.
    Picture,
    /// How far a lesson has come.
    Learned,
}

impl HostMessage<'_> {
    /// The wish in these words.
    pub fn read(words: &str) -> Option<HostMessage<'_>> {
        let (word, value) = words.split_once(' ').unwrap_or((words, ""));
        Some(match word {
            "play" => HostMessage::Play,
            "pause" => HostMessage::Pause,
            "step" => HostMessage::Step,
            "restart" => HostMessage::Restart,
            "speed" => HostMessage::Speed(speed_percent(value)?),
            "seek" => HostMessage::Seek(VirtualTime(value.parse().ok().filter(|us| *us <= SEEK_US_MAX)?)),
            "load" => HostMessage::Load(value),
            "now" => HostMessage::Now,
            "table" => HostMessage::Table,
            "scenario" => HostMessage::Scenario,
            "picture" => HostMessage::Picture,
            "learned" => HostMessage::Learned,
            _ => return None,
        })
    }
}
