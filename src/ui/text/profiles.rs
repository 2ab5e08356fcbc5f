//! What the profiles are called and what each does, in words. Not here: the rules themselves
//! (`engine::profile`).
//!
//! Invariant: every profile has all of its own words in every language; a new profile without them does not
//! compile.

use crate::engine::broker_version::{Fit, ProfileOfBroker};
use crate::engine::profile::Profile;
use alloc::string::String;

/// A profile in one language.
pub struct ProfileWords {
    pub name: &'static str,
    /// Where there is little room.
    pub short: &'static str,
    /// What is special about it.
    pub note: &'static str,
    /// What a reset to a time takes (R-RST-2, R-RST-4, SD-17).
    pub by_time: &'static str,
    /// Where a new group starts whatever was chosen for it (R-INIT-1, SD-15).
    pub start: &'static str,
    /// Where a group starts whose offsets were removed (R-EXP-4, SD-10).
    pub after_removal: &'static str,
    /// What else happens when a group is deleted; empty: nothing.
    pub group_deleted: &'static str,
}

const START_EN: &str = "A queue that still begins at 0 starts at 0, whatever is chosen here (R-INIT-1).";
const AFTER_REMOVAL_EN: &str =
    "The group then starts like a new one: at 0 if Min is still 0, else at Max (R-EXP-4).";

/// English.
pub fn en(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &EN_DOCS50,
        Profile::RocketMq55 => &EN_ROCKETMQ55,
        Profile::RocketMq53 => &EN_ROCKETMQ53,
        Profile::RocketMq51 => &EN_ROCKETMQ51,
        Profile::RocketMq49 => &EN_ROCKETMQ49,
        Profile::RocketMq48 => &EN_ROCKETMQ48,
        Profile::RocketMq32 => &EN_ROCKETMQ32,
    }
}

const START_ZH: &str = "仍从 0 开始的队列总是从 0 开始消费，与此处的选择无关（R-INIT-1）。";
const AFTER_REMOVAL_ZH: &str = "该分组随后像新分组一样开始：Min 仍为 0 时从 0，否则从 Max（R-EXP-4）。";

/// Simplified Chinese.
pub fn zh(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &ZH_DOCS50,
        Profile::RocketMq55 => &ZH_ROCKETMQ55,
        Profile::RocketMq53 => &ZH_ROCKETMQ53,
        Profile::RocketMq51 => &ZH_ROCKETMQ51,
        Profile::RocketMq49 => &ZH_ROCKETMQ49,
        Profile::RocketMq48 => &ZH_ROCKETMQ48,
        Profile::RocketMq32 => &ZH_ROCKETMQ32,
    }
}

/// Whose rules stand for a recorded or imported broker, and why, in English.
pub fn standing_en(found: ProfileOfBroker) -> String {
    let why = match found.fit {
        Fit::Measured => "measured on this version",
        Fit::SameRules => "this version obeys the same rules",
        Fit::Differs(difference) => difference.words(),
    };
    ["Rules of ", en(found.profile).name, ": ", why, "."].concat()
}

/// The same in Chinese.
pub fn standing_zh(found: ProfileOfBroker) -> String {
    let why = match found.fit {
        Fit::Measured => "在此版本上实测",
        Fit::SameRules => "此版本遵循同样的规则",
        Fit::Differs(difference) => difference.words_zh(),
    };
    ["采用 ", zh(found.profile).name, " 的规则：", why, "。"].concat()
}

static EN_DOCS50: ProfileWords = ProfileWords {
    name: "RocketMQ 5.0 docs",
    short: "5.0 docs",
    note: "The documentation page, word for word: a new group starts at Max; a reset by time takes \
                   the closest message.",
    by_time: "The message closest in time; of two equally close ones the earlier (SD-17).",
    start: "The documentation page starts every new group at Max, whatever is chosen here.",
    after_removal: "By the documentation page the group then continues from Min (SD-10).",
    group_deleted: "",
};

static EN_ROCKETMQ55: ProfileWords = ProfileWords {
    name: "RocketMQ 5.5 broker",
    short: "5.5",
    note: "What 5.4 and 5.5 brokers do: as 5.3, but deleting a topic also removes pending resets, a \
                   message that is visible again wakes a waiting pop, and an orderly client that resets \
                   itself does not wait 10 s. 5.5.0 only: a slave stops copying offsets once any group has \
                   pulled (R-OFF-20), fixed in 5.5.1.",
    by_time: "The first message stored at or after this time; Max if there is none (R-RST-2).",
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "5.5.0 only: deleteSubGroup without -r creates the group again at once, with \
                            default settings, where groups are created automatically (R-EXP-2); fixed in \
                            5.5.1.",
};

static EN_ROCKETMQ53: ProfileWords = ProfileWords {
    name: "RocketMQ 5.3 broker",
    short: "5.3",
    note: "What a 5.3 broker does: a new group starts at 0 if Min is still 0, else at Max; a reset \
                   by time takes the first message at or after it.",
    by_time: "The first message stored at or after this time; Max if there is none (R-RST-2).",
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "",
};

static EN_ROCKETMQ51: ProfileWords = ProfileWords {
    name: "RocketMQ 5.1 broker",
    short: "5.1",
    note: "What a 5.1 broker does: as 5.3, but a time means the closest message, and online clients \
                   apply a reset themselves after 10 s.",
    by_time: "The message closest in time, never below Min or above Max; after the last one the last \
                      (R-RST-4).",
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "",
};

static EN_ROCKETMQ49: ProfileWords = ProfileWords {
    name: "RocketMQ 4.9 broker",
    short: "4.9",
    note: "What brokers 4.9.4 to 4.9.8 do: as 5.1, but a queue whose messages are all deleted keeps \
                   its old Min.",
    by_time: "The message closest in time, after the last one the last; the result may lie outside \
                      [Min, Max] (R-RST-4).",
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "",
};

static EN_ROCKETMQ48: ProfileWords = ProfileWords {
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
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "Brokers up to 4.8 always keep the group’s offsets; deleteSubGroup has -r since \
                            4.9.0 (R-EXP-2).",
};

static EN_ROCKETMQ32: ProfileWords = ProfileWords {
    name: "RocketMQ 3.2 broker",
    short: "3.2",
    note: "What a 3.2 broker does: as 4.9, but an offset above Max may go to 0, and a reset to −1 \
                   goes to the start.",
    by_time: "The message closest in time, also outside [Min, Max]; a search that reaches the log’s \
                      first record answers 0 (R-RST-4, R-CQ-7).",
    start: START_EN,
    after_removal: AFTER_REMOVAL_EN,
    group_deleted: "",
};

static ZH_DOCS50: ProfileWords = ProfileWords {
    name: "RocketMQ 5.0 文档",
    short: "5.0 文档",
    note: "逐字按照文档页面：新消费者分组从 Max 开始；按时间重置取时间最接近的消息。",
    by_time: "取时间最接近的消息；一样近时取较早的一条（SD-17）。",
    start: "按文档页面，新消费者分组总是从 Max 开始，与此处的选择无关。",
    after_removal: "按文档页面，该分组随后从 Min 继续（SD-10）。",
    group_deleted: "",
};

static ZH_ROCKETMQ55: ProfileWords = ProfileWords {
    name: "RocketMQ 5.5 服务端",
    short: "5.5",
    note: "按照 5.4 与 5.5 服务端的实际行为：同 5.3，但删除主题会一并清除待生效的重置，再次可见的消息\
                   会唤醒等待中的 POP，自行重置的顺序消费客户端不再等待 10 秒。仅 5.5.0：任一消费者分组拉取过\
                   之后，从节点不再同步位点（R-OFF-20），5.5.1 已修复。",
    by_time: "取该时间及之后存储的第一条消息；没有则为 Max（R-RST-2）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "仅 5.5.0：不带 -r 的 deleteSubGroup 在允许自动创建消费者分组时会立即以默认设置重\
                            新创建该分组（R-EXP-2），5.5.1 已修复。",
};

static ZH_ROCKETMQ53: ProfileWords = ProfileWords {
    name: "RocketMQ 5.3 服务端",
    short: "5.3",
    note: "按照 5.3 服务端的实际行为：新消费者分组在 Min 仍为 0 时从 0 开始，否则从 Max 开始；按时间\
                   重置取该时间及之后的第一条消息。",
    by_time: "取该时间及之后存储的第一条消息；没有则为 Max（R-RST-2）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "",
};

static ZH_ROCKETMQ51: ProfileWords = ProfileWords {
    name: "RocketMQ 5.1 服务端",
    short: "5.1",
    note: "按照 5.1 服务端的实际行为：同 5.3，但按时间取最接近的消息，重置由在线客户端在 10 秒后自行\
                   完成。",
    by_time: "取时间最接近的消息，结果不会低于 Min 或高于 Max；晚于最后一条时取最后一条（R-RST-4）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "",
};

static ZH_ROCKETMQ49: ProfileWords = ProfileWords {
    name: "RocketMQ 4.9 服务端",
    short: "4.9",
    note: "按照 4.9.4 到 4.9.8 服务端的实际行为：同 5.1，但消息全部被删除的队列保留旧的 Min。",
    by_time: "取时间最接近的消息，晚于最后一条时取最后一条；结果不会被限制在 Min 与 Max 之间\
                      （R-RST-4）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "",
};

static ZH_ROCKETMQ48: ProfileWords = ProfileWords {
    name: "RocketMQ 4.8 服务端",
    short: "4.8",
    note: "按照 4.2.0 到 4.9.3 服务端的实际行为（以 4.8.0 实测）：同 4.9，但 Min 为 0 时高于 Max 的位\
                   点回到 0，且不能手动删除过期的段。到 4.8 为止，删除消费者分组总是保留其位点；到 4.9.1 为\
                   止，死信主题不可读；到 4.9.2 为止，延迟等级的定时器在消息到期时触发，且 delayOffset.json \
                   中高于 Max 的位点会保留，其下的消息被跳过（R-DLY-6）。仅 4.9.3：重启会再次投递延时消息\
                   （R-DLY-6）。",
    by_time: "取时间最接近的消息，晚于最后一条时取最后一条；结果不会被限制在 Min 与 Max 之间\
                      （R-RST-4）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "到 4.8 为止，服务端总是保留该分组的位点；deleteSubGroup 自 4.9.0 起才有 -r\
                            （R-EXP-2）。",
};

static ZH_ROCKETMQ32: ProfileWords = ProfileWords {
    name: "RocketMQ 3.2 服务端",
    short: "3.2",
    note: "按照 3.2 服务端的实际行为：同 4.9，但高于 Max 的位点可能回到 0，重置到 −1 会回到开头。",
    by_time: "取时间最接近的消息，结果不会被限制在 Min 与 Max 之间；查找遇到日志的第一条记录时返回 0\
                      （R-RST-4、R-CQ-7）。",
    start: START_ZH,
    after_removal: AFTER_REMOVAL_ZH,
    group_deleted: "",
};
