//! Which profile stands for which broker version, and how well. Not here: what the versions do
//! (`rules_versions`).
//!
//! Invariant: every released version from 3.2 on has its row.

use offset_lab::engine::broker_version::{Difference, Fit, parse_version};
use offset_lab::engine::profile::Profile;

#[test]
fn a_version_finds_its_profile_by_all_three_numbers_and_says_how_well_it_fits() {
    let of = |version: &str| Profile::standing_for(version).map(|found| (found.profile, found.fit));
    let table = [
        ("3.2.6", Profile::RocketMq32, Fit::Measured),
        ("3.5.8", Profile::RocketMq32, Fit::Differs(Difference::OtherThree)),
        ("4.1.0", Profile::RocketMq48, Fit::Differs(Difference::ShortBatch)),
        ("4.2.0", Profile::RocketMq48, Fit::Differs(Difference::DiskAsInFive)),
        ("4.7.0", Profile::RocketMq48, Fit::Differs(Difference::DiskAsInFive)),
        ("4.7.1", Profile::RocketMq48, Fit::SameRules),
        ("4.8.0", Profile::RocketMq48, Fit::Measured),
        ("4.9.0", Profile::RocketMq48, Fit::Differs(Difference::GroupOffsetsGo)),
        ("4.9.2", Profile::RocketMq48, Fit::Differs(Difference::DeadLettersReadable)),
        ("4.9.3", Profile::RocketMq48, Fit::Differs(Difference::LastBeforeOverflowToMax)),
        ("4.9.4", Profile::RocketMq49, Fit::Differs(Difference::OrderlyFirstPullWaits)),
        ("4.9.5", Profile::RocketMq49, Fit::SameRules),
        ("V4_9_7", Profile::RocketMq49, Fit::Measured),
        ("4.9.8", Profile::RocketMq49, Fit::SameRules),
        ("5.0.0", Profile::RocketMq51, Fit::Differs(Difference::FirstFive)),
        ("5.1.0", Profile::RocketMq51, Fit::Measured),
        ("5.1.4", Profile::RocketMq51, Fit::Differs(Difference::SearchForFirstAtOrAfter)),
        ("5.2.0", Profile::RocketMq53, Fit::Differs(Difference::NotMeasured52)),
        ("5.3.0", Profile::RocketMq53, Fit::SameRules),
        ("5.3.3", Profile::RocketMq53, Fit::Measured),
        ("5.4.0", Profile::RocketMq55, Fit::Differs(Difference::OrderlyClientsWait)),
        ("5.5.0", Profile::RocketMq55, Fit::Measured),
        ("5.5.1-SNAPSHOT", Profile::RocketMq55, Fit::SameRules),
        ("5.10.0", Profile::RocketMq55, Fit::Differs(Difference::Newer)),
    ];
    for (version, profile, fit) in table {
        assert_eq!(of(version), Some((profile, fit)), "{version}");
    }
    for nothing in ["", "5", "5.3", "2.0.0", "6.0.0", "5.x.1", "5.3.", "99999999999.1.1", "rocketmq-5.3.3"] {
        assert_eq!(of(nothing), None, "{nothing:?}");
    }
    assert_eq!(parse_version("V5_3_3"), Some((5, 3, 3)));
    for profile in Profile::ALL.into_iter().filter(|profile| *profile != Profile::Docs50) {
        let (major, minor, patch) = profile.version();
        let version = format!("{major}.{minor}.{patch}");
        assert_eq!(of(&version), Some((profile, Fit::Measured)), "{version}");
        assert_eq!(profile.id(), format!("rocketmq-{major}.{minor}"));
    }
}
