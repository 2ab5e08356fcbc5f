//! What a host page may say to an embedded lab: `{lab:1, type, …}`. Not here: theme and language, which the
//! script that starts the lab obeys (`boot.js`), and receiving (`mount`).
//!
//! Invariant: pure; a closed set of commands, no text of which becomes HTML or an address.

use crate::embed::params::speed_percent;

/// A host's wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HostMessage {
    Play,
    Pause,
    Step,
    Restart,
    /// In hundredths.
    Speed(u32),
}

impl HostMessage {
    /// The message of this type; `speed` is its field of that name as text.
    pub fn read(kind: &str, speed: Option<&str>) -> Option<HostMessage> {
        match kind {
            "play" | "slide:start" => Some(HostMessage::Play),
            "pause" | "slide:stop" => Some(HostMessage::Pause),
            "step" => Some(HostMessage::Step),
            "restart" => Some(HostMessage::Restart),
            "speed" => speed_percent(speed?).map(HostMessage::Speed),
            _ => None,
        }
    }
}
