//! The profiles: sets of named rule variants, one per broker version and one for the documentation page.
//! Not here: the rules themselves; each asks its own variant.
//!
//! Invariant: a profile is a pure choice; nothing else in the engine compares versions.

use crate::engine::broker_version::Version;
use crate::engine::rejected::code;
use serde::{Deserialize, Serialize};

/// Whose rules a lab obeys. Shown on screen at all times. New ones go to the end: the order is part of what
/// is at rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Profile {
    /// The documentation page "Consumer Progress Management", word for word.
    #[default]
    #[serde(rename = "docs-5.0")]
    Docs50,
    /// What a 5.3 broker does.
    #[serde(rename = "rocketmq-5.3")]
    RocketMq53,
    /// What a 5.1 broker does.
    #[serde(rename = "rocketmq-5.1")]
    RocketMq51,
    /// What brokers from 4.9.4 to 4.9.8 do.
    #[serde(rename = "rocketmq-4.9")]
    RocketMq49,
    /// What a 3.2 broker does.
    #[serde(rename = "rocketmq-3.2")]
    RocketMq32,
    /// What a 5.5 broker does, and 5.4 too.
    #[serde(rename = "rocketmq-5.5")]
    RocketMq55,
    /// What brokers from 4.2.0 to 4.9.3 do, as 4.8.0 does it.
    #[serde(rename = "rocketmq-4.8")]
    RocketMq48,
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
    /// The broker's bisection for the closest message, with what it does to equal times and lost records
    /// (R-RST-4).
    Bisection,
    /// The first message at or after the time, Max if there is none (R-RST-2).
    LowerBound,
}

/// What a client does when its pull was sent to another offset (R-PULL-7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MovedRule {
    /// Saves the new offset, forgets the queue and takes it again, at once.
    AtOnce,
    /// Waits 10 s, then saves the new offset and leaves the queue to the next ordinary rebalance.
    AfterTenSeconds,
}

impl Profile {
    /// Every profile, in the order of a menu.
    pub const ALL: [Profile; 7] = [
        Profile::Docs50,
        Profile::RocketMq55,
        Profile::RocketMq53,
        Profile::RocketMq51,
        Profile::RocketMq49,
        Profile::RocketMq48,
        Profile::RocketMq32,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Profile::Docs50 => "docs-5.0",
            Profile::RocketMq53 => "rocketmq-5.3",
            Profile::RocketMq51 => "rocketmq-5.1",
            Profile::RocketMq49 => "rocketmq-4.9",
            Profile::RocketMq32 => "rocketmq-3.2",
            Profile::RocketMq55 => "rocketmq-5.5",
            Profile::RocketMq48 => "rocketmq-4.8",
        }
    }

    /// The profile with this name in files.
    pub fn from_id(id: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.id() == id)
    }

    /// The version that was measured and whose rules hold; on the page, where it says nothing.
    pub fn version(self) -> Version {
        match self {
            Profile::Docs50 | Profile::RocketMq53 => (5, 3, 3),
            Profile::RocketMq55 => (5, 5, 0),
            Profile::RocketMq51 => (5, 1, 0),
            Profile::RocketMq49 => (4, 9, 7),
            Profile::RocketMq48 => (4, 8, 0),
            Profile::RocketMq32 => (3, 2, 6),
        }
    }

    /// How a new group starts.
    pub fn initial_offset(self) -> InitialOffsetRule {
        if self == Profile::Docs50 { InitialOffsetRule::Docs } else { InitialOffsetRule::Client }
    }

    /// How a time becomes an offset.
    pub fn time_search(self) -> TimeSearchRule {
        match self {
            Profile::Docs50 => TimeSearchRule::Closest,
            Profile::RocketMq53 | Profile::RocketMq55 => TimeSearchRule::LowerBound,
            Profile::RocketMq51 | Profile::RocketMq49 | Profile::RocketMq48 | Profile::RocketMq32 => {
                TimeSearchRule::Bisection
            }
        }
    }

    /// Whether what the bisection finds is brought into [Min, Max] (R-RST-1; not before 5.0, R-RST-4).
    pub fn clamps_time_search(self) -> bool {
        self.version() >= (5, 0, 0)
    }

    /// Whether the record at the log's very first byte can be read; 3.x asks for more than the minimum
    /// (section 14).
    pub fn reads_the_logs_first_record(self) -> bool {
        self.version() >= (4, 0, 0)
    }

    /// Whether a wholly expired queue keeps its old Min (R-CQ-4, up to 4.9).
    pub fn keeps_min_of_expired_queue(self) -> bool {
        self.version() < (5, 0, 0)
    }

    /// Whether a boot finds Min again from the consume-queue files (R-CQ-4); on the page Min has no files.
    pub fn finds_min_anew(self) -> bool {
        self != Profile::Docs50
    }

    /// Whether a pull above Max of a queue with Min 0 is sent to 0 (R-PULL-2 row 4, up to 4.9.3).
    pub fn sends_overflow_to_zero(self) -> bool {
        self.version() < (4, 9, 4)
    }

    /// By how much a pull's batch falls short of what was asked for (R-PULL-5, up to 4.1).
    pub fn batch_short_by(self) -> usize {
        usize::from(self.version() < (4, 2, 0))
    }

    /// Whether only the distance from the log's end says what is in memory (R-INIT-2, up to 5.0).
    pub fn estimates_residency(self) -> bool {
        self.version() < (5, 1, 0)
    }

    /// Whether a query may forbid the answer 0 (R-INIT-1; ignored before 5.0).
    pub fn obeys_set_zero(self) -> bool {
        self.version() >= (5, 0, 0)
    }

    /// Whether a commit needs a topic that exists (R-OFF-4; section 14).
    pub fn commit_needs_topic(self) -> bool {
        self.version() >= (5, 1, 0)
    }

    /// Whether a commit needs a group that exists (R-OFF-4; section 14).
    pub fn commit_needs_group(self) -> bool {
        self.version() >= (5, 2, 0)
    }

    /// Whether a deleted topic's queues are still there when it is created again (section 14).
    pub fn queues_outlive_topic(self) -> bool {
        self.version() < (4, 0, 0)
    }

    /// Whether consumer offsets stay when their topic is deleted (R-EXP-3; section 14).
    pub fn offsets_outlive_topic(self) -> bool {
        self.version() < (5, 0, 0)
    }

    /// Whether deleting a group can remove its consumer offsets (R-EXP-2; since 4.9.0).
    pub fn removes_offsets_of_group(self) -> bool {
        self.version() >= (4, 9, 0)
    }

    /// Whether pull offsets and pending resets go with them (R-EXP-2; section 14).
    pub fn removes_all_tables_of_group(self) -> bool {
        self.version() >= (5, 2, 0)
    }

    /// Whether a clone leaves both groups with one and the same map (R-OFF-22; section 14).
    pub fn clone_shares_offsets(self) -> bool {
        self.version() < (4, 0, 0)
    }

    /// Whether the broker can reset by itself (R-RST-5); before 5.1 its clients always do it (R-RST-11).
    pub fn knows_server_side_reset(self) -> bool {
        self.version() >= (5, 1, 0)
    }

    /// The default of `useServerSideResetOffset`.
    pub fn server_side_reset_by_default(self) -> bool {
        self.version() >= (5, 2, 0)
    }

    /// Whether -1 in a client-side reset means Max (R-RST-11); to 3.x it is a time like any other (section
    /// 14).
    pub fn minus_one_means_max(self) -> bool {
        self.version() >= (4, 0, 0)
    }

    /// The answer to a client-side reset of an unknown topic (section 14).
    pub fn reset_without_topic_code(self) -> i32 {
        if self.version() >= (5, 2, 0) { code::TOPIC_NOT_EXIST } else { code::SYSTEM_ERROR }
    }

    /// What a client does when its pull was corrected (R-PULL-7, since 5.2 at once).
    pub fn moved(self) -> MovedRule {
        if self.version() >= (5, 2, 0) { MovedRule::AtOnce } else { MovedRule::AfterTenSeconds }
    }

    /// Whether a client that stops in order saves before the messages in work finish (R-OFF-8, section 14;
    /// 4.9.7 and 3.2.6, and not 5.3.3).
    pub fn saves_before_work_ends(self) -> bool {
        self.version() < (5, 0, 0)
    }

    /// How long a freshly taken queue waits for its first pull, in ms (R-LB-6). Before 5.0 it comes at once,
    /// which is after the round trip of the query for the offset.
    pub fn first_pull_ms(self) -> u64 {
        if self.version() >= (5, 0, 0) { 500 } else { 1 }
    }

    /// The same after a client-side reset, where it differs (section 14).
    pub fn first_pull_after_reset_ms(self) -> Option<u64> {
        ((4, 0, 0)..(5, 0, 0)).contains(&self.version()).then_some(1_000)
    }

    /// Whether a client saves a reset's target at once and not only after its pause (R-RST-12, section 14).
    pub fn saves_reset_at_once(self) -> bool {
        self.version() < (4, 0, 0)
    }

    /// The broker's looks at held pulls during one hold of 15 s (R-PULL-6, section 14).
    pub fn sweeps_a_hold(self) -> u64 {
        if self.version() < (4, 0, 0) { 15 } else { 3 }
    }

    /// Whether the broker can slow down groups that read cold data (R-PULL-10).
    pub fn knows_cold_control(self) -> bool {
        self.version() >= (5, 1, 0)
    }

    /// Whether a commit outside [Min, Max] is refused (SD-12) or stored as it is (R-OFF-2).
    pub fn refuses_commit_outside_queue(self) -> bool {
        self == Profile::Docs50
    }

    /// How far past Max a reset may go: 1 by R-RST-5, 0 on the page (SD-12).
    pub fn reset_past_max(self) -> i64 {
        i64::from(self != Profile::Docs50)
    }

    /// Whether a client counts how often it has tried an orderly message (R-RTY-4; section 14).
    pub fn counts_orderly_tries(self) -> bool {
        self.version() >= (4, 0, 0)
    }

    /// Whether a client that sends back says how many tries there are (R-RTY-2; ignored in 3.x, section 14).
    pub fn obeys_max_reconsume_times(self) -> bool {
        self.version() >= (4, 0, 0)
    }

    /// Whether there is POP (section 9).
    pub fn knows_pop(self) -> bool {
        self.version() >= (5, 0, 0)
    }

    /// Whether a client sends back what it has worked on too long (R-RTY-1).
    pub fn times_out_consumption(self) -> bool {
        self.version() >= (4, 0, 0)
    }

    /// Whether the broker notes where broadcasting clients are (R-OFF-15).
    pub fn tracks_broadcasts(self) -> bool {
        self.version() >= (5, 0, 0)
    }

    /// Whether a message can ask for a delivery time (R-TMR-1).
    pub fn knows_timers(self) -> bool {
        self.version() >= (5, 0, 0)
    }

    /// Whether a POP group starts a young queue at 0 (R-INIT-5; since 5.1.4, R-INIT-7).
    pub fn pop_starts_young_queues_at_0(self) -> bool {
        self.version() >= (5, 2, 0)
    }

    /// Whether a POP group's first offset is saved also where it is Min (R-INIT-7).
    pub fn saves_every_first_pop_offset(self) -> bool {
        self.version() >= (5, 2, 0)
    }

    /// Whether a deleted topic's pull offsets and pending resets go too, of groups with offsets on it
    /// (R-EXP-3; since 5.4).
    pub fn topic_takes_all_tables(self) -> bool {
        self.version() >= (5, 4, 0)
    }

    /// Whether a pop over all queues goes from its random queue downwards (R-POP-3; since 5.4).
    pub fn pops_queues_downwards(self) -> bool {
        self.version() >= (5, 4, 0)
    }

    /// Whether a message that comes back wakes its group's held pops (R-POP-2; since 5.4). The page does not
    /// say, and a lab of it always did.
    pub fn revival_wakes_pops(self) -> bool {
        self == Profile::Docs50 || self.version() >= (5, 4, 0)
    }

    /// Whether an orderly client that resets itself waits only for the message that it works on (R-RST-12;
    /// since 5.5).
    pub fn orderly_reset_waits_for_work_only(self) -> bool {
        self.version() >= (5, 5, 0)
    }

    /// Whether a delay level fires when its next message is due, and rests 10 s after a failure (R-DLY-4; in
    /// 4.x up to 4.9.2).
    pub fn delays_fire_when_due(self) -> bool {
        ((4, 0, 0)..(4, 9, 3)).contains(&self.version())
    }

    /// Whether nobody may pull a dead-letter topic (R-RTY-2; in 4.x up to 4.9.1).
    pub fn dead_letters_write_only(self) -> bool {
        ((4, 0, 0)..(4, 9, 2)).contains(&self.version())
    }

    /// Whether a send-back has to say how many tries there are, else the broker fails at it (R-RTY-2; 4.8.0).
    pub fn send_back_needs_max_times(self) -> bool {
        ((4, 0, 0)..(4, 9, 0)).contains(&self.version())
    }

    /// Whether the disk is also checked every 10 s, from 1 s after the start, and writes continue at 90 %
    /// (R-RET-6; 4.7.1 to 4.9.8).
    pub fn looks_at_disk_besides(self) -> bool {
        ((4, 7, 1)..(5, 0, 0)).contains(&self.version())
    }

    /// Whether `maxMessageSize` is a limit of the whole record, not of the body (R-LOG-5; in 4.x up to
    /// 4.9.3).
    pub fn limits_whole_record(self) -> bool {
        ((4, 0, 0)..(4, 9, 4)).contains(&self.version())
    }

    /// Whether an administrator can have expired segments deleted at once (R-RET-7; in 4.x since 4.9.4).
    pub fn knows_manual_deletion(self) -> bool {
        !((4, 0, 0)..(4, 9, 4)).contains(&self.version())
    }

    /// Whether an orderly client first pulls a queue that it has just taken after its next round of locks
    /// (R-LB-7; in 4.x up to
    /// 4.9.4).
    pub fn orderly_first_pull_waits_for_locks(self) -> bool {
        ((4, 0, 0)..(4, 9, 5)).contains(&self.version())
    }

    /// Whether the broker writes a record of each pull that it sends elsewhere (section 14, up to 4.9).
    pub fn notes_moved_pulls(self) -> bool {
        self.version() < (5, 0, 0)
    }

    /// Bytes by which the last property of a record is shorter: since 4.9 no separator follows it (section
    /// 14).
    pub fn last_property_shorter_by(self) -> u32 {
        u32::from(self.version() >= (4, 9, 0))
    }

    /// The answer to a pull or send for a queue that the topic does not have.
    pub fn no_such_queue_code(self) -> i32 {
        if self.version() >= (5, 2, 0) { code::INVALID_PARAMETER } else { code::SYSTEM_ERROR }
    }
}
