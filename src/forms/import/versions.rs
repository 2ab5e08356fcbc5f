//! Whose rules the lab obeys. Not here: how a text tells a version (`formats`).
//!
//! Invariant: which rules, and why those, is said.

use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::Profile;
use crate::import::cluster::{BrokerVersion, Cluster, Told};
use alloc::format;

impl Cluster {
    /// Whose rules the lab obeys: those `asked` for, else those of the broker's version; a note says which
    /// and why.
    pub fn choose_profile(&mut self, asked: Option<Profile>) -> Profile {
        if let Some(asked) = asked {
            return asked;
        }
        let found = self
            .version
            .clone()
            .and_then(|version| Profile::standing_for(&version.text).map(|found| (version, found)));
        let Some((version, ProfileOfBroker { profile, fit })) = found else {
            let profile = Profile::RocketMq53;
            let words =
                "no file tells the broker's version (mqadmin clusterList would): the lab obeys the rules of";
            self.note(format!("{words} {}", profile.id()));
            return profile;
        };
        let BrokerVersion { text, file, told } = version;
        let why = match fit {
            Fit::Measured => "measured on it",
            Fit::SameRules => "the same rules",
            Fit::Differs(difference) => difference.words(),
        };
        let (told, why) = match told {
            Told::Columns(versions) => (
                format!("{file} has the columns of mqadmin {versions}, so the broker's version is guessed"),
                "choose others where that is wrong",
            ),
            Told::PullTable => (format!("{file} has a pullOffsetTable, which only {text} writes"), why),
            Told::Printed => (format!("{file} says that the broker is {text}"), why),
        };
        self.note(format!("{told}: the lab obeys the rules of {} ({why})", profile.id()));
        profile
    }
}
