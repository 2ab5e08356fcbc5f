//! Whose variant of each rule holds: a profile's, or for one lab of an upgrade some of another profile's. Not
//! here: what the variants are (`engine::profile`).
//!
//! Invariant: every question that the engine asks a profile belongs to one `Choice`, so two profiles differ
//! in nothing but their choices. What is at rest is the profile alone: a lab of two is never stored.

use crate::engine::profile::{InitialOffsetRule, MovedRule, Profile, TimeSearchRule};
use serde::{Deserialize, Serialize};

/// A profile, of which some choices may be another's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Profile", into = "Profile")]
pub struct Rules {
    profile: Profile,
    other: Profile,
    /// The choices that are the other's, a bit each.
    taken: u64,
}

impl From<Profile> for Rules {
    fn from(profile: Profile) -> Rules {
        Rules { profile, other: profile, taken: 0 }
    }
}

impl From<Rules> for Profile {
    fn from(rules: Rules) -> Profile {
        rules.profile
    }
}

impl Rules {
    /// `profile`, but for these choices, which are `other`'s.
    pub fn mixed(profile: Profile, other: Profile, taken: &[Choice]) -> Rules {
        let taken = taken.iter().fold(0, |bits, choice| bits | choice.bit());
        Rules { profile, other, taken }
    }

    /// The profile whose variant of a choice holds.
    fn of(self, choice: Choice) -> Profile {
        if self.taken & choice.bit() == 0 { self.profile } else { self.other }
    }
}

/// Makes the choices, and the questions that `Rules` answers as the profile that a choice is of.
macro_rules! choices {
    ($($(#[$says:meta])* $choice:ident $rule:literal { $($asked:ident -> $answer:ty),+ })+) => {
        /// What profiles do differently: one concern, whose questions make sense only together.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Choice { $($(#[$says])* $choice,)+ }

        impl Choice {
            /// Every one, in the order of a list.
            pub const ALL: &'static [Choice] = &[$(Choice::$choice),+];

            /// The rule that says what its variants are.
            pub fn rule(self) -> &'static str {
                match self { $(Choice::$choice => $rule,)+ }
            }

            /// A name for programs.
            pub fn id(self) -> &'static str {
                match self { $(Choice::$choice => stringify!($choice),)+ }
            }

            /// Whether two profiles answer any of its questions differently.
            pub fn differs(self, from: Profile, to: Profile) -> bool {
                match self { $(Choice::$choice => $(from.$asked() != to.$asked())||+,)+ }
            }
        }

        #[cfg(test)]
        impl Choice {
            fn is_answered_by(self, rules: Rules, profile: Profile) -> bool {
                match self { $(Choice::$choice => $(rules.$asked() == profile.$asked())&&+,)+ }
            }
        }

        impl Rules {
            $($(
                #[doc = concat!("`Profile::", stringify!($asked), "` of whose choice it is.")]
                #[inline]
                pub fn $asked(self) -> $answer {
                    self.of(Choice::$choice).$asked()
                }
            )+)+
        }
    };
}

choices! {
    /// Where a new group starts, and one whose progress was removed.
    InitialOffset "SD-20" { initial_offset -> InitialOffsetRule }
    /// Which messages count as in memory when a new group's offset is asked for.
    Residency "R-INIT-2" { estimates_residency -> bool }
    /// Whether a query may forbid the answer 0.
    SetZero "R-INIT-1" { obeys_set_zero -> bool }
    /// Where a new POP group starts.
    PopStart "R-INIT-7" { pop_starts_young_queues_at_0 -> bool, saves_every_first_pop_offset -> bool }
    /// Commits, resets and stored progress beyond a queue's bounds.
    ProgressBounds "SD-12" {
        refuses_commit_outside_queue -> bool, reset_past_max -> i64, progress_ends_with_its_queue -> bool
    }
    /// Who writes a corrected offset down.
    ServerRestores "SD-14" { server_restores_offset -> bool }
    /// Whether progress can expire.
    Expiry "R-EXP-1" { expires_offsets -> bool }
    /// What a client does when its pull was sent to another offset.
    MovedPull "R-PULL-7" { moved -> MovedRule }
    /// Where a pull above Max goes.
    PullAboveMax "R-PULL-2" { sends_overflow_to_zero -> bool }
    /// How many messages a pull brings.
    Batch "R-PULL-5" { batch_short_by -> usize }
    /// How a time becomes an offset.
    TimeSearch "R-RST-2" { time_search -> TimeSearchRule, clamps_time_search -> bool }
    /// Whether the record at the log's first byte can be read.
    FirstRecord "R-CQ-7" { reads_the_logs_first_record -> bool }
    /// Min of a wholly expired queue, and after a restart.
    MinOfQueue "R-CQ-4" { keeps_min_of_expired_queue -> bool, finds_min_anew -> bool }
    /// Whether broker or clients do a reset.
    ResetByBroker "R-RST-5" { knows_server_side_reset -> bool, server_side_reset_by_default -> bool }
    /// What the time -1 means to a reset.
    ResetToMinusOne "R-RST-11" { minus_one_means_max -> bool }
    /// How a reset of an unknown topic is refused.
    ResetOfNoTopic "R-RST-11" { reset_without_topic_code -> i32 }
    /// How long a client that resets itself waits.
    ClientReset "R-RST-12" { first_pull_after_reset_ms -> Option<u64>, saves_reset_at_once -> bool }
    /// The same of an orderly client.
    OrderlyReset "R-RST-12" { orderly_reset_waits_for_work_only -> bool }
    /// Whether a pending reset is there after a restart.
    PendingReset "R-RST-8" { pending_reset_survives_restart -> bool }
    /// Commits for groups and topics that are not there.
    CommitOfUnknown "R-OFF-4" { commit_needs_topic -> bool, commit_needs_group -> bool }
    /// What goes with a deleted topic.
    TopicDeletion "R-EXP-3" {
        queues_outlive_topic -> bool, offsets_outlive_topic -> bool, topic_takes_all_tables -> bool
    }
    /// What goes with a deleted group.
    GroupDeletion "R-EXP-2" { removes_offsets_of_group -> bool, removes_all_tables_of_group -> bool }
    /// Whether a clone's groups share their progress.
    Clone "R-OFF-22" { clone_shares_offsets -> bool }
    /// What of a client's work counts when it stops in order.
    Shutdown "R-OFF-8" { saves_before_work_ends -> bool }
    /// Whether the broker notes where broadcasting clients are.
    Broadcasts "R-OFF-15" { tracks_broadcasts -> bool }
    /// When a queue just taken is first pulled.
    FirstPull "R-LB-6" { first_pull_ms -> u64 }
    /// The same of an orderly client.
    OrderlyFirstPull "R-LB-7" { orderly_first_pull_waits_for_locks -> bool }
    /// How long a pull is held.
    Hold "R-PULL-6" { sweeps_a_hold -> u64 }
    /// Whether cold reads can be slowed down.
    ColdControl "R-PULL-10" { knows_cold_control -> bool }
    /// How many tries a message has that is sent back.
    MaxTries "R-RTY-2" { obeys_max_reconsume_times -> bool, send_back_needs_max_times -> bool }
    /// Whether tries of an orderly message are counted.
    OrderlyTries "R-RTY-4" { counts_orderly_tries -> bool }
    /// Whether a client gives up what it works on too long.
    ConsumeTimeout "R-RTY-1" { times_out_consumption -> bool }
    /// Whether dead letters can be pulled.
    DeadLetters "R-RTY-2" { dead_letters_write_only -> bool }
    /// When a delayed message is delivered.
    DelayLevels "R-DLY-4" { delays_fire_when_due -> bool }
    /// Whether a message can ask for a delivery time.
    DeliveryTimes "R-TMR-1" { knows_timers -> bool }
    /// Whether there is POP.
    Pop "R-POP-1" { knows_pop -> bool }
    /// The order in which a pop visits the queues.
    PopOrder "R-POP-3" { pops_queues_downwards -> bool }
    /// Whether a message that comes back wakes held pops.
    RevivalWakes "R-POP-2" { revival_wakes_pops -> bool }
    /// When writes are refused on a full disk, and when they go on.
    DiskFull "R-RET-6" { looks_at_disk_besides -> bool }
    /// Whether an administrator can have expired segments deleted.
    ManualDeletion "R-RET-7" { knows_manual_deletion -> bool }
    /// What the limit of a message's size is of.
    MessageLimit "R-LOG-5" { limits_whole_record -> bool }
    /// The answer for a queue that the topic does not have.
    NoSuchQueue "R-PULL-1" { no_such_queue_code -> i32 }
    /// Records that the broker writes of pulls that it sends elsewhere.
    MovedPullNote "R-PULL-7" { notes_moved_pulls -> bool, last_property_shorter_by -> u32 }
}

impl Choice {
    fn bit(self) -> u64 {
        1 << self as u64
    }
}

const _: () = assert!(Choice::ALL.len() <= 64, "a choice has a bit");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_answered_by_the_profile_that_it_is_of_and_no_other_with_it() {
        for from in Profile::ALL {
            for to in Profile::ALL {
                for &taken in Choice::ALL {
                    let rules = Rules::mixed(from, to, &[taken]);
                    for &choice in Choice::ALL {
                        let whose = if choice == taken { to } else { from };
                        assert!(choice.is_answered_by(rules, whose), "{choice:?} of {rules:?}");
                    }
                }
            }
        }
    }
}
