//! The words of `text::profiles` in English.

use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::Profile;
use crate::ui::text::profiles::ProfileWords;
use alloc::string::String;

const START: &str = "A queue that still begins at 0 starts at 0, whatever is chosen here (R-INIT-1).";

const AFTER_REMOVAL: &str =
    "The group then starts like a new one: at 0 if Min is still 0, else at Max (R-EXP-4).";

/// English.
pub fn words(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &DOCS50,
        Profile::RocketMq55 => &ROCKETMQ55,
        Profile::RocketMq53 => &ROCKETMQ53,
        Profile::RocketMq51 => &ROCKETMQ51,
        Profile::RocketMq49 => &ROCKETMQ49,
        Profile::RocketMq48 => &ROCKETMQ48,
        Profile::RocketMq32 => &ROCKETMQ32,
    }
}

/// Whose rules stand for a recorded or imported broker, and why, in English.
pub fn standing(found: ProfileOfBroker) -> String {
    let why = match found.fit {
        Fit::Measured => "measured on this version",
        Fit::SameRules => "this version obeys the same rules",
        Fit::Differs(difference) => difference.words(),
    };
    ["Rules of ", words(found.profile).name, ": ", why, "."].concat()
}

static DOCS50: ProfileWords = ProfileWords {
    name: "RocketMQ 5.0 docs",
    short: "5.0 docs",
    note: "The documentation page, word for word: a new group starts at Max; a reset by time takes \
                   the closest message.",
    by_time: "The message closest in time; of two equally close ones the earlier (SD-17).",
    start: "The documentation page starts every new group at Max, whatever is chosen here.",
    after_removal: "By the documentation page the group then continues from Min (SD-10).",
    group_deleted: "",
};

static ROCKETMQ55: ProfileWords = ProfileWords {
    name: "RocketMQ 5.5 broker",
    short: "5.5",
    note: "What 5.4 and 5.5 brokers do: as 5.3, but deleting a topic also removes pending resets, a \
                   message that is visible again wakes a waiting pop, and an orderly client that resets \
                   itself does not wait 10 s. 5.5.0 only: a slave stops copying offsets once any group has \
                   pulled (R-OFF-20), fixed in 5.5.1.",
    by_time: "The first message stored at or after this time; Max if there is none (R-RST-2).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "5.5.0 only: deleteSubGroup without -r creates the group again at once, with \
                            default settings, where groups are created automatically (R-EXP-2); fixed in \
                            5.5.1.",
};

static ROCKETMQ53: ProfileWords = ProfileWords {
    name: "RocketMQ 5.3 broker",
    short: "5.3",
    note: "What a 5.3 broker does: a new group starts at 0 if Min is still 0, else at Max; a reset \
                   by time takes the first message at or after it.",
    by_time: "The first message stored at or after this time; Max if there is none (R-RST-2).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ51: ProfileWords = ProfileWords {
    name: "RocketMQ 5.1 broker",
    short: "5.1",
    note: "What a 5.1 broker does: as 5.3, but a time means the closest message, and online clients \
                   apply a reset themselves after 10 s.",
    by_time: "The message closest in time, never below Min or above Max; after the last one the last \
                      (R-RST-4).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ49: ProfileWords = ProfileWords {
    name: "RocketMQ 4.9 broker",
    short: "4.9",
    note: "What brokers 4.9.4 to 4.9.8 do: as 5.1, but a queue whose messages are all deleted keeps \
                   its old Min.",
    by_time: "The message closest in time, after the last one the last; the result may lie outside \
                      [Min, Max] (R-RST-4).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};

static ROCKETMQ48: ProfileWords = ProfileWords {
    name: "RocketMQ 4.8 broker",
    short: "4.8",
    note: "What brokers 4.2.0 to 4.9.3 do, measured on 4.8.0: as 4.9, but an offset above Max goes \
                   to 0 where Min is 0, and expired segments can't be deleted by hand. Up to 4.8 the offsets \
                   of a deleted group always stay; up to 4.9.1 dead letters can't be read; up to 4.9.2 a \
                   level’s timer fires when a message is due, and an offset in delayOffset.json above Max is \
                   kept, so messages below it are skipped (R-DLY-6). 4.9.3 only: a restart delivers \
                   scheduled messages again (R-DLY-6).",
    by_time: "The message closest in time, after the last one the last; the result may lie outside \
                      [Min, Max] (R-RST-4).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "Brokers up to 4.8 always keep the group’s offsets; deleteSubGroup has -r since \
                            4.9.0 (R-EXP-2).",
};

static ROCKETMQ32: ProfileWords = ProfileWords {
    name: "RocketMQ 3.2 broker",
    short: "3.2",
    note: "What a 3.2 broker does: as 4.9, but an offset above Max may go to 0, and a reset to −1 \
                   goes to the start.",
    by_time: "The message closest in time, also outside [Min, Max]; a search that reaches the log’s \
                      first record answers 0 (R-RST-4, R-CQ-7).",
    start: START,
    after_removal: AFTER_REMOVAL,
    group_deleted: "",
};
