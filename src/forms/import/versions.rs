//! Whose rules the lab obeys. Not here: how a text tells a version (`formats`).
//!
//! Invariant: which rules, and why those, is said.

use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::Profile;
use crate::import::cluster::{BrokerVersion, Cluster, Told};
use crate::import::words::both;
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
            let id = profile.id();
            self.note(both(
                format!(
                    "no file tells the broker's version (mqadmin clusterList would): the lab obeys the rules of {id}"
                ),
                format!("没有文件说明服务端版本（mqadmin clusterList 会显示）：实验采用 {id} 的规则"),
            ));
            return profile;
        };
        let BrokerVersion { text, file, told } = version;
        let why = match fit {
            Fit::Measured => ("measured on it", "在此版本上实测"),
            Fit::SameRules => ("the same rules", "规则相同"),
            Fit::Differs(difference) => (difference.words(), difference.words_zh()),
        };
        let (told, why) = match told {
            Told::Columns((versions, versions_zh)) => (
                both(
                    format!(
                        "{file} has the columns of mqadmin {versions}, so the broker's version is guessed"
                    ),
                    format!("{file} 的列与 mqadmin {versions_zh} 一致，服务端版本由此推测"),
                ),
                ("choose others where that is wrong", "若不对，请另选规则"),
            ),
            Told::PullTable => (
                both(
                    format!("{file} has a pullOffsetTable, which only {text} writes"),
                    format!("{file} 含 pullOffsetTable，只有 {text} 会写入"),
                ),
                why,
            ),
            Told::Printed => {
                let words = format!("{file} says that the broker is {text}");
                (both(words, format!("{file} 说明服务端为 {text}")), why)
            }
        };
        let id = profile.id();
        self.note(told.and(both(
            format!(": the lab obeys the rules of {id} ({})", why.0),
            format!("：实验采用 {id} 的规则（{}）", why.1),
        )));
        profile
    }
}
