//! The profiles: sets of named rule variants, one per broker version and one for the documentation page.
//! Not here: the rules themselves; each asks its own variant.
//!
//! Invariant: a profile is a pure choice; nothing else in the engine compares versions.

use super::rejected::code;
use serde::{Deserialize, Serialize};

/// Whose rules a lab obeys. Shown on screen at all times.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub enum Profile {
    /// The documentation page "Consumer Progress Management", word for word.
    #[default]
    #[serde(rename = "docs-5.0")]
    Docs50,
    /// What a 5.3 broker does.
    #[serde(rename = "rocketmq-5.3")]
    RocketMq53,
}

/// How a new group's first offset is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InitialOffsetRule {
    /// Max when receiving starts, saved at once (SD-15, SD-20); Min where progress was removed (SD-10).
    Docs,
    /// The broker answers 0 for a young queue, else the client decides (R-INIT-1 to R-INIT-4).
    Client,
}

/// How an offset is found by time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeSearchRule {
    /// The closest message; a tie goes to the earlier; after the last, the last (SD-17).
    Closest,
    /// The first message at or after the time, Max if there is none (R-RST-2).
    LowerBound,
}

impl Profile {
    /// Every profile, in the order of a menu.
    pub const ALL: [Profile; 2] = [Profile::Docs50, Profile::RocketMq53];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Profile::Docs50 => "docs-5.0",
            Profile::RocketMq53 => "rocketmq-5.3",
        }
    }

    /// The profile with this name in files.
    pub fn from_id(id: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.id() == id)
    }

    /// The profile of a recorded broker's version.
    pub fn of_broker(version: &str) -> Option<Profile> {
        version.starts_with("5.3.").then_some(Profile::RocketMq53)
    }

    /// How a new group starts.
    pub fn initial_offset(self) -> InitialOffsetRule {
        match self {
            Profile::Docs50 => InitialOffsetRule::Docs,
            Profile::RocketMq53 => InitialOffsetRule::Client,
        }
    }

    /// How a time becomes an offset.
    pub fn time_search(self) -> TimeSearchRule {
        match self {
            Profile::Docs50 => TimeSearchRule::Closest,
            Profile::RocketMq53 => TimeSearchRule::LowerBound,
        }
    }

    /// Whether a commit outside [Min, Max] is refused (SD-12) or stored as it is (R-OFF-2).
    pub fn refuses_commit_outside_queue(self) -> bool {
        self == Profile::Docs50
    }

    /// How far past Max a reset may go: 1 by R-RST-5, 0 on the page (SD-12).
    pub fn reset_past_max(self) -> i64 {
        match self {
            Profile::Docs50 => 0,
            Profile::RocketMq53 => 1,
        }
    }

    /// Whether a pending reset is still there after a restart; R-RST-8 says no.
    pub fn pending_reset_survives_restart(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether all progress on a queue goes with the queue, the offset file's too, so that none is ever beyond Max
    /// (SD-12). A real broker keeps pull offsets and pending resets, and a kill brings flushed ones back (R-EXP-3).
    pub fn progress_ends_with_its_queue(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether the server itself writes a corrected offset into its table (SD-14), or the client does (R-PULL-7).
    pub fn server_restores_offset(self) -> bool {
        self == Profile::Docs50
    }

    /// Whether a lab may let progress expire (SD-10); real brokers never do (R-EXP-1).
    pub fn expires_offsets(self) -> bool {
        self == Profile::Docs50
    }

    /// The answer to a pull or send for a queue that the topic does not have.
    pub fn no_such_queue_code(self) -> i32 {
        code::INVALID_PARAMETER
    }
}
