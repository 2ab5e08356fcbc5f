//! What the profiles are called and what each does, in words. Not here: the rules themselves
//! (`engine::profile`).
//!
//! Invariant: every profile has all of its own words in every language; a new profile without them does not
//! compile.

use crate::engine::profile::Profile;

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
}

const START_EN: &str = "A queue that still begins at 0 starts at 0, whatever is chosen here (R-INIT-1).";
const AFTER_REMOVAL_EN: &str =
    "The group then starts like a new one: at 0 if Min is still 0, else at Max (R-EXP-4).";

/// English.
pub fn en(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &ProfileWords {
            name: "RocketMQ 5.0 docs",
            short: "5.0 docs",
            note: "The documentation page, word for word: a new group starts at Max; a reset by time takes \
                   the closest message.",
            by_time: "The message closest in time; of two equally close ones the earlier (SD-17).",
            start: "The documentation page starts every new group at Max, whatever is chosen here.",
            after_removal: "By the documentation page the group then continues from Min (SD-10).",
        },
        Profile::RocketMq53 => &ProfileWords {
            name: "RocketMQ 5.3 broker",
            short: "5.3",
            note: "What a 5.3 broker does: a new group starts at 0 if Min is still 0, else at Max; a reset \
                   by time takes the first message at or after it.",
            by_time: "The first message stored at or after this time; Max if there is none (R-RST-2).",
            start: START_EN,
            after_removal: AFTER_REMOVAL_EN,
        },
        Profile::RocketMq51 => &ProfileWords {
            name: "RocketMQ 5.1 broker",
            short: "5.1",
            note: "What a 5.1 broker does: as 5.3, but a time means the closest message, and online clients \
                   apply a reset themselves after 10 s.",
            by_time: "The message closest in time, never below Min or above Max; after the last one the last \
                      (R-RST-4).",
            start: START_EN,
            after_removal: AFTER_REMOVAL_EN,
        },
        Profile::RocketMq49 => &ProfileWords {
            name: "RocketMQ 4.9 broker",
            short: "4.9",
            note: "What a 4.9 broker does: as 5.1, but a queue whose messages are all deleted keeps its old \
                   Min.",
            by_time: "The message closest in time, after the last one the last; the result may lie outside \
                      [Min, Max] (R-RST-4).",
            start: START_EN,
            after_removal: AFTER_REMOVAL_EN,
        },
        Profile::RocketMq32 => &ProfileWords {
            name: "RocketMQ 3.2 broker",
            short: "3.2",
            note: "What a 3.2 broker does: as 4.9, but an offset above Max may go to 0, and a reset to −1 \
                   goes to the start.",
            by_time: "The message closest in time, also outside [Min, Max]; a search that reaches the log’s \
                      first record answers 0 (R-RST-4, R-CQ-7).",
            start: START_EN,
            after_removal: AFTER_REMOVAL_EN,
        },
    }
}

const START_ZH: &str = "仍从 0 开始的队列总是从 0 开始消费，与此处的选择无关（R-INIT-1）。";
const AFTER_REMOVAL_ZH: &str = "该分组随后像新分组一样开始：Min 仍为 0 时从 0，否则从 Max（R-EXP-4）。";

/// Simplified Chinese.
pub fn zh(profile: Profile) -> &'static ProfileWords {
    match profile {
        Profile::Docs50 => &ProfileWords {
            name: "RocketMQ 5.0 文档",
            short: "5.0 文档",
            note: "逐字按照文档页面：新消费者分组从 Max 开始；按时间重置取时间最接近的消息。",
            by_time: "取时间最接近的消息；一样近时取较早的一条（SD-17）。",
            start: "按文档页面，新消费者分组总是从 Max 开始，与此处的选择无关。",
            after_removal: "按文档页面，该分组随后从 Min 继续（SD-10）。",
        },
        Profile::RocketMq53 => &ProfileWords {
            name: "RocketMQ 5.3 服务端",
            short: "5.3",
            note: "按照 5.3 服务端的实际行为：新消费者分组在 Min 仍为 0 时从 0 开始，否则从 Max 开始；按时间\
                   重置取该时间及之后的第一条消息。",
            by_time: "取该时间及之后存储的第一条消息；没有则为 Max（R-RST-2）。",
            start: START_ZH,
            after_removal: AFTER_REMOVAL_ZH,
        },
        Profile::RocketMq51 => &ProfileWords {
            name: "RocketMQ 5.1 服务端",
            short: "5.1",
            note: "按照 5.1 服务端的实际行为：同 5.3，但按时间取最接近的消息，重置由在线客户端在 10 秒后自行\
                   完成。",
            by_time: "取时间最接近的消息，结果不会低于 Min 或高于 Max；晚于最后一条时取最后一条（R-RST-4）。",
            start: START_ZH,
            after_removal: AFTER_REMOVAL_ZH,
        },
        Profile::RocketMq49 => &ProfileWords {
            name: "RocketMQ 4.9 服务端",
            short: "4.9",
            note: "按照 4.9 服务端的实际行为：同 5.1，但消息全部被删除的队列保留旧的 Min。",
            by_time: "取时间最接近的消息，晚于最后一条时取最后一条；结果不会被限制在 Min 与 Max 之间\
                      （R-RST-4）。",
            start: START_ZH,
            after_removal: AFTER_REMOVAL_ZH,
        },
        Profile::RocketMq32 => &ProfileWords {
            name: "RocketMQ 3.2 服务端",
            short: "3.2",
            note: "按照 3.2 服务端的实际行为：同 4.9，但高于 Max 的位点可能回到 0，重置到 −1 会回到开头。",
            by_time: "取时间最接近的消息，结果不会被限制在 Min 与 Max 之间；查找遇到日志的第一条记录时返回 0\
                      （R-RST-4、R-CQ-7）。",
            start: START_ZH,
            after_removal: AFTER_REMOVAL_ZH,
        },
    }
}
